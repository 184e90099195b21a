use super::*;

#[test]
fn one_commit_on_the_tip() {
    let desk = Fixture::new();
    let store = desk.store();
    let old = store.tip().unwrap();
    let files =
        [(TICKET, Some("title: dois\n")), ("tickets/202611/0001-k0ra/01JDB4M8.yaml", Some("body: olá\n"))];
    let done = write(&store, &desk.env(), &files).unwrap();
    assert_eq!(done.old, old);
    assert_eq!(done.unfinished, None);
    assert_eq!(done.commit, Some(desk.git(&["rev-parse", "HEAD"])));
    assert_eq!(desk.git(&["rev-parse", "HEAD^"]), old.unwrap());
    assert_eq!(
        desk.git(&["log", "-1", "--format=%an|%ae|%aI|%cn|%ce|%cI|%s"]),
        "Ana Souza|ana@desk.example|2026-11-22T09:30:00-03:00|Ana Souza|ana@desk.example|2026-11-22T10:00:00-03:00|\
         202611/0001 status: novo → em_atendimento"
    );
    assert_eq!(
        desk.git(&["diff", "--raw", "--no-abbrev", "HEAD^", "HEAD"])
            .lines()
            .map(|l| &l[..15])
            .collect::<Vec<_>>(),
        [":000000 100644 ", ":100644 100644 "]
    );
    assert_eq!(fs::read_to_string(desk.root.join(TICKET)).unwrap(), "title: dois\n");
    assert_clean(&desk.root);
    assert!(!store.own_dir().join("journal").exists());
    assert!(!desk.root.join(".git/index.lock").exists());
}

#[test]
fn nothing_to_write() {
    let desk = Fixture::new();
    let store = desk.store();
    let done = store.commit::<Infallible>(&desk.env(), &mut |_| Ok(None)).unwrap();
    assert_eq!(done.commit, None);
    let refused = store.commit::<&str>(&desk.env(), &mut |_| Err("no"));
    assert_eq!(refused, Err(WriteError::Plan("no")));
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "1");
}

#[test]
fn a_removed_file_leaves_no_empty_folder() {
    let desk = Fixture::new();
    write(&desk.store(), &desk.env(), &[(TICKET, None)]).unwrap();
    assert_eq!(desk.git(&["ls-tree", "-r", "--name-only", "HEAD"]), ".tramite/desk.yaml\nsrc/main.c");
    assert!(!desk.root.join("tickets").exists());
    assert_clean(&desk.root);
}

#[test]
fn other_staged_and_unstaged_work_stays() {
    let desk = Fixture::new();
    put(&desk.root, "src/main.c", "int staged;\n");
    put(&desk.root, "new.c", "new\n");
    desk.git(&["add", "-A"]);
    put(&desk.root, "src/main.c", "int unstaged;\n");
    put(&desk.root, "scratch.txt", "mine\n");
    let before = desk.git(&["status", "--porcelain"]);
    assert_eq!(before, "A  new.c\nMM src/main.c\n?? scratch.txt");
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert_eq!(desk.git(&["status", "--porcelain"]), before);
    assert_eq!(desk.git(&["show", "HEAD:src/main.c"]), "int main;");
    assert_eq!(desk.git(&["show", ":src/main.c"]), "int staged;");
    assert_eq!(desk.git(&["show", "--name-only", "--format=", "HEAD"]), TICKET);
    assert_sound(&desk.root);
}

/// An edit in the same second, of the same size, as an index that was written then must not be taken for clean.
#[test]
fn a_racy_edit_is_still_seen() {
    let desk = Fixture::new();
    put(&desk.root, "src/main.c", "int niam;\n");
    let file = fs::File::options().write(true).open(desk.root.join("src/main.c")).unwrap();
    let index = desk.root.join(".git/index");
    file.set_modified(fs::metadata(&index).unwrap().modified().unwrap()).unwrap();
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert_eq!(desk.git(&["status", "--porcelain"]), " M src/main.c");
}

#[test]
fn dirty_paths_are_refused_before_anything_is_written() {
    type Mess = fn(&Fixture);
    let messes: [(&str, Mess); 6] = [
        ("unstaged", |d| put(&d.root, TICKET, "title: meu\n")),
        ("staged", |d| {
            put(&d.root, TICKET, "title: meu\n");
            d.git(&["add", TICKET]);
        }),
        ("staged, then put back", |d| {
            put(&d.root, TICKET, "title: meu\n");
            d.git(&["add", TICKET]);
            put(&d.root, TICKET, "title: um\n");
        }),
        ("deleted", |d| fs::remove_file(d.root.join(TICKET)).unwrap()),
        ("staged deletion", |d| {
            d.git(&["rm", "-q", "--cached", TICKET]);
        }),
        ("folder", |d| {
            fs::remove_file(d.root.join(TICKET)).unwrap();
            fs::create_dir(d.root.join(TICKET)).unwrap();
        }),
    ];
    for (name, mess) in messes {
        let desk = Fixture::new();
        mess(&desk);
        let (status, objects) = (desk.git(&["status", "--porcelain"]), desk.git(&["count-objects"]));
        let error = write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap_err();
        assert_eq!(error.kind, StoreErrorKind::Dirty, "{name}: {error}");
        assert!(error.what.contains(TICKET), "{error}");
        assert_eq!(desk.git(&["status", "--porcelain"]), status, "{name}");
        assert_eq!(desk.git(&["count-objects"]), objects, "{name}");
        assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "1");
        assert!(!desk.root.join(".git/index.lock").exists());
    }
}

#[test]
fn an_untracked_or_ignored_file_in_the_way_is_refused() {
    let desk = Fixture::new();
    let path = "tickets/202611/0002-aaaa/ticket.yaml";
    put(&desk.root, path, "mine\n");
    for ignored in ["", "0002-aaaa\n"] {
        put(&desk.root, ".git/info/exclude", ignored);
        let error = write(&desk.store(), &desk.env(), &[(path, Some("title: dois\n"))]).unwrap_err();
        assert_eq!(error.kind, StoreErrorKind::Dirty);
        assert_eq!(fs::read_to_string(desk.root.join(path)).unwrap(), "mine\n");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_symbolic_link() {
    let desk = Fixture::new();
    let outside = desk.beside("outside");
    fs::create_dir(&outside).unwrap();
    std::os::unix::fs::symlink(&outside, desk.root.join("tickets/202612")).unwrap();
    let error = write(&desk.store(), &desk.env(), &[("tickets/202612/0001-aaaa/ticket.yaml", Some("x\n"))])
        .unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Dirty, "{error}");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
}

#[test]
fn paths_that_git_forbids_are_refused() {
    let desk = Fixture::new();
    for path in ["../x", "/x", "a//b", ".git/hooks/x", "tickets/.GIT/x", "", "a/./b", "a\\b"] {
        let error = write(&desk.store(), &desk.env(), &[(path, Some("x"))]).unwrap_err();
        assert_eq!(error.kind, StoreErrorKind::Environment, "{path}");
    }
}

#[test]
fn the_first_commit_of_an_unborn_branch() {
    let desk = Fixture::empty();
    put(&desk.root, "notes.txt", "mine\n");
    let store = Store::open_repository(&desk.env()).unwrap();
    assert_eq!(store.tip().unwrap(), None);
    assert_eq!(store.branch(), "main");
    write(&store, &desk.env(), &[(".tramite/desk.yaml", Some("name: x\n"))]).unwrap();
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "1");
    assert_eq!(desk.git(&["status", "--porcelain"]), "?? notes.txt");
    assert_sound(&desk.root);
}

#[test]
fn an_orphan_branch_that_is_not_checked_out() {
    let desk = Fixture::empty();
    put(&desk.root, "main.c", "int main;\n");
    desk.git(&["add", "-A"]);
    desk.git(&["commit", "-q", "-m", "code"]);
    let store = Store::open_repository(&desk.env()).unwrap().on_branch("desk").unwrap();
    write(&store, &desk.env(), &[(".tramite/desk.yaml", Some("name: x\n"))]).unwrap();
    assert_eq!(desk.git(&["rev-list", "--count", "desk"]), "1");
    assert_eq!(desk.git(&["ls-tree", "-r", "--name-only", "desk"]), ".tramite/desk.yaml");
    assert_clean(&desk.root);
    let found = desk.store();
    assert_eq!(found.branch(), "desk");
    assert!(!found.is_checked_out());
    write(&found, &desk.env(), &[(TICKET, Some("title: um\n"))]).unwrap();
    assert_eq!(desk.git(&["rev-list", "--count", "desk"]), "2");
    assert_clean(&desk.root);
    assert!(!desk.root.join("tickets").exists());
}

#[test]
fn a_bare_repository() {
    let desk = Fixture::new();
    let bare = desk.beside("bare.git");
    desk.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
    pin(&bare);
    let env = Env { cwd: bare.clone(), ..desk.env() };
    let store = Store::discover(&env).unwrap();
    assert!(!store.is_checked_out());
    assert_eq!(store.workdir(), None);
    write(&store, &env, &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert_eq!(git(&bare, &["show", &format!("main:{TICKET}")]), "title: dois");
    assert_sound(&bare);
}

#[test]
fn a_linked_worktree_is_kept_in_step_from_either_side() {
    let desk = Fixture::new();
    desk.git(&["switch", "-q", "-c", "code"]);
    let linked = desk.beside("linked");
    desk.git(&["worktree", "add", "-q", linked.to_str().unwrap(), "main"]);
    let env = desk.env();
    desk.git(&["config", "tramite.branch", "main"]);
    let from_main = Store::discover(&env).unwrap();
    assert!(!from_main.is_checked_out());
    write(&from_main, &env, &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert_eq!(fs::read_to_string(linked.join(TICKET)).unwrap(), "title: dois\n");
    assert_clean(&linked);
    assert_clean(&desk.root);
    let inside = Env { cwd: linked.join("tickets"), ..desk.env() };
    let from_linked = Store::discover(&inside).unwrap();
    assert!(from_linked.is_checked_out());
    write(&from_linked, &inside, &[(TICKET, Some("title: três\n"))]).unwrap();
    assert_clean(&linked);
    assert_clean(&desk.root);
    assert_eq!(git(&linked, &["show", &format!("HEAD:{TICKET}")]), "title: três");
    fs::remove_dir_all(&linked).unwrap();
    write(&Store::discover(&env).unwrap(), &env, &[(TICKET, Some("title: quatro\n"))]).unwrap();
    assert_sound(&desk.root);
}

#[test]
fn the_reflog_tells_it() {
    let desk = Fixture::new();
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    let expected = "tramite: 202611/0001 status: novo → em_atendimento";
    assert_eq!(desk.git(&["reflog", "-1", "--format=%gs", "main"]), expected);
    assert_eq!(desk.git(&["reflog", "-1", "--format=%gs", "HEAD"]), expected);
    assert_eq!(desk.git(&["rev-parse", "main@{1}"]), desk.git(&["rev-parse", "HEAD^"]));
}

#[test]
fn packed_refs_and_packed_objects() {
    let desk = Fixture::new();
    desk.git(&["gc", "-q"]);
    assert!(!desk.root.join(".git/refs/heads/main").exists());
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert_eq!(desk.git(&["rev-list", "--count", "main"]), "2");
    assert_clean(&desk.root);
}

#[test]
fn a_merge_has_the_other_as_first_parent_and_brings_its_files() {
    let desk = Fixture::new();
    desk.git(&["switch", "-q", "-c", "theirs"]);
    put(&desk.root, "src/run.sh", "#!/bin/sh\n");
    put(&desk.root, "src/main.c", "int theirs;\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(desk.root.join("src/run.sh"), fs::Permissions::from_mode(0o755)).unwrap();
        std::os::unix::fs::symlink("main.c", desk.root.join("src/link")).unwrap();
    }
    desk.git(&["add", "-A"]);
    desk.git(&["commit", "-q", "-m", "theirs"]);
    desk.git(&["switch", "-q", "main"]);
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: nosso\n"))]).unwrap();
    let theirs = desk.git(&["rev-parse", "theirs"]);
    let mut merge = change(&[(TICKET, Some("title: nosso\n"))]);
    merge.onto = Some(theirs.clone());
    let store = desk.store();
    let ours = store.tip().unwrap().unwrap();
    store.commit::<Infallible>(&desk.env(), &mut |_| Ok(Some(merge.clone()))).unwrap();
    assert_eq!(desk.git(&["log", "-1", "--format=%P"]), format!("{theirs} {ours}"));
    assert_eq!(fs::read_to_string(desk.root.join("src/main.c")).unwrap(), "int theirs;\n");
    assert_clean(&desk.root);
}
