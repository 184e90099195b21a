//! What is rare, but must not go wrong silently.

use super::*;

#[test]
fn names_of_branches() {
    let desk = Fixture::new();
    desk.git(&["branch", "team"]);
    let on = |name: &str| Store::open_repository(&desk.env()).unwrap().on_branch(name);
    let files = [(".tramite/desk.yaml", Some("name: x\n"))];
    write(&on("suporte/desk").unwrap(), &desk.env(), &files).unwrap();
    assert_eq!(desk.git(&["rev-list", "--count", "suporte/desk"]), "1");
    desk.git(&["pack-refs", "--all"]);
    for clash in ["team/desk", "suporte"] {
        let error = write(&on(clash).unwrap(), &desk.env(), &files).unwrap_err();
        assert!(error.why.unwrap().contains("already"), "{clash}");
    }
    assert!(on("a..b").is_err());
    assert_clean(&desk.root);
}

#[test]
fn a_symbolic_branch_is_refused() {
    let desk = Fixture::new();
    desk.git(&["symbolic-ref", "refs/heads/alias", "refs/heads/main"]);
    desk.git(&["config", "tramite.branch", "alias"]);
    let error = write(&desk.store(), &desk.env(), &[(TICKET, Some("x\n"))]).unwrap_err();
    assert_eq!(error.mend.as_deref(), Some("git config tramite.branch main"));
}

#[test]
fn a_foreign_lock_on_the_branch_is_waited_for() {
    let desk = Fixture::new();
    let lock = desk.root.join(".git/refs/heads/main.lock");
    fs::write(&lock, "").unwrap();
    let error = write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap_err();
    assert!(error.to_string().contains("main.lock"), "{error}");
    assert!(lock.exists());
    assert_clean(&desk.root);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(std::time::Duration::from_millis(300));
            fs::remove_file(&lock).unwrap();
        });
        write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    });
    assert_clean(&desk.root);
}

/// The commit is made; what is in the way of the index is said, and the next command tries again.
#[test]
fn a_worktree_that_cannot_follow_is_said_and_mended() {
    let desk = Fixture::new();
    let obstacle = desk.root.join(".git/index.tramite");
    fs::create_dir(&obstacle).unwrap();
    let done = write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert!(done.unfinished.is_some());
    assert_eq!(desk.git(&["show", &format!("HEAD:{TICKET}")]), "title: dois");
    let error = write(&desk.store(), &desk.env(), &[(TICKET, Some("title: três\n"))]).unwrap_err();
    assert!(error.to_string().contains("index.tramite"), "{error}");
    fs::remove_dir(&obstacle).unwrap();
    let _store = desk.store();
    assert_clean(&desk.root);
}

#[test]
fn a_journal_of_another_version_is_not_guessed_at() {
    let desk = Fixture::new();
    put(&desk.root, ".git/tramite/journal", "{\"version\":9}");
    let store = desk.store();
    assert!(store.read(&store.tip().unwrap().unwrap(), TICKET).unwrap().is_some());
    let error = write(&store, &desk.env(), &[(TICKET, Some("x\n"))]).unwrap_err();
    assert!(error.to_string().contains("journal"), "{error}");
}

/// The folder of ours can be deleted at any time but in the middle of a write.
#[test]
fn our_folder_is_disposable() {
    let desk = Fixture::new();
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    fs::remove_dir_all(desk.store().own_dir()).unwrap();
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: três\n"))]).unwrap();
    assert_clean(&desk.root);
}

#[test]
fn an_executable_or_unchanged_ticket() {
    let desk = Fixture::new();
    desk.git(&["update-index", "--chmod=+x", TICKET]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(desk.root.join(TICKET), fs::Permissions::from_mode(0o755)).unwrap();
    }
    desk.git(&["commit", "-q", "-m", "x"]);
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert_clean(&desk.root);
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n")), ("tickets/none", None)]).unwrap();
    assert_clean(&desk.root);
}

/// What waits to be renamed is written to a file, never through a link that a hostile commit put there.
#[cfg(unix)]
#[test]
fn a_planted_link_is_not_followed() {
    let desk = Fixture::new();
    let victim = desk.beside("victim");
    fs::write(&victim, "precious").unwrap();
    let killed = Env { crash_at: Some("staged".into()), ..desk.env() };
    write(&desk.store(), &killed, &[(TICKET, Some("title: dois\n"))]).unwrap_err();
    let folder = desk.root.join(TICKET).parent().unwrap().to_owned();
    let beside = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let beside =
        beside.into_iter().find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(".tramite-"));
    let beside = beside.unwrap();
    let _store = desk.store();
    assert!(!beside.exists());
    std::os::unix::fs::symlink(&victim, &beside).unwrap();
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    assert_clean(&desk.root);
}

/// A file of the code that is in the way is an error, not an overwritten file.
#[test]
fn a_file_where_a_folder_must_be() {
    let desk = Fixture::new();
    put(&desk.root, "tickets/202612", "a file\n");
    desk.git(&["add", "-A"]);
    desk.git(&["commit", "-q", "-m", "x"]);
    let error = write(&desk.store(), &desk.env(), &[("tickets/202612/0001-aaaa/ticket.yaml", Some("x\n"))])
        .unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Dirty, "{error}");
    assert_clean(&desk.root);
}

/// Plain git and this program at work on one branch at once: nothing is lost, and whoever is refused is told.
#[test]
fn together_with_plain_git() {
    let desk = Fixture::new();
    let (ours, theirs) = (6, 4);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..theirs {
                put(&desk.root, "src/main.c", &format!("int n{number};\n"));
                // Git does not wait for a lock: whoever is refused tries again.
                while !command(&desk.root, &["commit", "-q", "-a", "-m", "plain"])
                    .output()
                    .unwrap()
                    .status
                    .success()
                {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
            }
        });
        for thread in 0..2 {
            let env = desk.env();
            scope.spawn(move || {
                for number in 0..ours {
                    let path = format!("tickets/202611/{thread}{number:03}-aaaa/ticket.yaml");
                    write(&Store::discover(&env).unwrap(), &env, &[(&path, Some("x\n"))]).unwrap();
                }
            });
        }
    });
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), (1 + theirs + 2 * ours).to_string());
    assert_eq!(desk.git(&["ls-tree", "-r", "--name-only", "HEAD", "tickets"]).lines().count(), 1 + 2 * ours);
    assert_eq!(desk.git(&["show", "HEAD:src/main.c"]), "int n3;");
    assert_clean(&desk.root);
}
