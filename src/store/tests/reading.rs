use super::*;

#[test]
fn a_commits_files() {
    let desk = Fixture::new();
    let store = desk.store();
    let tip = store.tip().unwrap().unwrap();
    let all: Vec<String> = store.list(&tip, "").unwrap().into_iter().map(|e| e.path).collect();
    assert_eq!(all, [".tramite/desk.yaml", "src/main.c", TICKET]);
    assert_eq!(store.list(&tip, "tickets/").unwrap().len(), 1);
    assert_eq!(store.list(&tip, "tick").unwrap(), []);
    assert_eq!(store.list(&tip, TICKET).unwrap()[0].mode, 0o100_644);
    assert_eq!(store.read(&tip, "tickets").unwrap(), None);
    assert_eq!(store.read(&tip, "nothing").unwrap(), None);
    let config = store.config_files(&tip).unwrap();
    assert_eq!(
        (config[0].path.as_str(), config[0].bytes.as_slice()),
        (".tramite/desk.yaml", b"name: Suporte\n".as_slice())
    );
    assert_eq!(store.config_tree_id(&tip), Some(desk.git(&["rev-parse", "HEAD:.tramite"])));
    assert_eq!(store.resolve("main").unwrap(), tip);
    assert_eq!(store.resolve("nope").unwrap_err().kind, StoreErrorKind::NotFound);
}

#[test]
fn uncommitted_files() {
    let desk = Fixture::new();
    let store = desk.store();
    assert_eq!(store.dirty_paths(&["tickets"]).unwrap(), Vec::<String>::new());
    put(&desk.root, TICKET, "title: meu\n");
    put(&desk.root, "tickets/202611/0002-aaaa/ticket.yaml", "x\n");
    put(&desk.root, "src/main.c", "int;\n");
    assert_eq!(store.dirty_paths(&["tickets"]).unwrap(), [TICKET, "tickets/202611/0002-aaaa/ticket.yaml"]);
    assert_eq!(store.worktree_file(TICKET).unwrap().unwrap(), b"title: meu\n");
    assert_eq!(store.worktree_file("nothing").unwrap(), None);
    assert_eq!(store.worktree_files("tickets").unwrap(), [TICKET, "tickets/202611/0002-aaaa/ticket.yaml"]);
    assert_eq!(store.staged_files("tickets").unwrap().len(), 1);
    desk.git(&["add", "-A"]);
    let staged = desk.store().staged_files("tickets").unwrap();
    assert_eq!(staged.len(), 2);
    assert_eq!(store.blob(&staged[0].oid).unwrap(), b"title: meu\n");
}

#[test]
fn the_merge_driver_is_set_up_once() {
    let desk = Fixture::new();
    desk.store().ensure_merge_driver().unwrap();
    let driver = "tramite merge-driver %O %A %B %P || git merge-file %A %O %B";
    assert_eq!(desk.git(&["config", "merge.tramite.driver"]), driver);
    desk.git(&["config", "merge.tramite.driver", "mine"]);
    desk.store().ensure_merge_driver().unwrap();
    assert_eq!(desk.git(&["config", "merge.tramite.driver"]), "mine");
}
