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

type Edit<'a> = &'a dyn Fn(&Fixture);

/// Edits of every kind, each on a fresh desk: what is told without git is never other than what git tells.
#[test]
fn what_is_dirty_is_what_git_says() {
    const FOLDER: &str = "tickets/202611/0001-k0ra";
    let comment = "tickets/202611/0001-k0ra/01JDB4M8X0000000000000000A.yaml";
    let put_back = |desk: &Fixture, text: &str| {
        let file = desk.root.join(TICKET);
        let before = fs::metadata(&file).unwrap().modified().unwrap();
        fs::write(&file, text).unwrap();
        fs::File::options().write(true).open(&file).unwrap().set_modified(before).unwrap();
    };
    let edits: [(&str, bool, Edit<'_>); 14] = [
        ("nothing", true, &|_| {}),
        ("elsewhere", true, &|d| put(&d.root, "tickets/202611/0002-aaaa/ticket.yaml", "x\n")),
        ("written anew", true, &|d| put(&d.root, TICKET, "title: um\n")),
        ("same size and date", false, &|d| put_back(d, "title: ab\n")),
        ("another size", false, &|d| put(&d.root, TICKET, "title: meu\n")),
        ("new file", false, &|d| put(&d.root, comment, "body: x\n")),
        ("new folder", false, &|d| put(&d.root, &format!("{FOLDER}/sub/x"), "x\n")),
        ("gone", false, &|d| fs::remove_file(d.root.join(TICKET)).unwrap()),
        ("folder gone", false, &|d| fs::remove_dir_all(d.root.join(FOLDER)).unwrap()),
        ("staged", false, &|d| {
            put(&d.root, TICKET, "title: meu\n");
            d.git(&["add", "-A"]);
        }),
        ("staged and taken back in the file", false, &|d| {
            put(&d.root, TICKET, "title: meu\n");
            d.git(&["add", "-A"]);
            put(&d.root, TICKET, "title: um\n");
        }),
        ("staged as gone", false, &|d| drop(d.git(&["rm", "-q", "--cached", TICKET]))),
        ("not to be looked at", false, &|d| {
            d.git(&["update-index", "--assume-unchanged", TICKET]);
            put(&d.root, TICKET, "title: meu\n");
        }),
        ("split index", false, &|d| {
            d.git(&["update-index", "--split-index"]);
            put(&d.root, TICKET, "title: meu\n");
        }),
    ];
    for (name, plain, edit) in edits {
        let desk = Fixture::new();
        edit(&desk);
        let store = desk.store();
        let status =
            desk.git(&["status", "--porcelain", "--untracked-files=all", "--no-renames", "--", FOLDER]);
        // The first line lost its leading blank where it had one.
        let mut by_git: Vec<&str> = status.lines().filter_map(|line| line.split(' ').next_back()).collect();
        by_git.sort_unstable();
        by_git.dedup();
        assert_eq!(store.dirty_paths(&[FOLDER]).unwrap(), by_git, "{name}");
        assert_eq!(store.is_told_clean(FOLDER), cfg!(unix) && plain, "{name}");
    }
}

#[test]
fn a_written_ticket_needs_no_git_to_be_clean() {
    let desk = Fixture::new();
    let store = desk.store();
    write(&store, &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert!(store.is_told_clean("tickets/202611/0001-k0ra") || cfg!(not(unix)));
    put(&desk.root, TICKET, "title: meu!\n");
    assert!(!store.is_told_clean("tickets/202611/0001-k0ra"));
    // A link in the place of a folder leads elsewhere.
    let fresh = Fixture::new();
    let (folder, away) = (fresh.root.join("tickets/202611"), fresh.beside("away"));
    fs::rename(&folder, &away).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&away, &folder).unwrap();
    assert!(!fresh.store().is_told_clean("tickets/202611/0001-k0ra"));
}
