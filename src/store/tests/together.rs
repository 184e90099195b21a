use super::*;
use std::cell::Cell;

#[test]
fn twelve_at_once_make_twelve_commits() {
    let desk = Fixture::new();
    std::thread::scope(|scope| {
        for number in 0..12 {
            let env = desk.env();
            scope.spawn(move || {
                let store = Store::discover(&env).unwrap();
                let path = format!("tickets/202611/{number:04}-aaaa/ticket.yaml");
                write(&store, &env, &[(&path, Some("title: x\n"))]).unwrap();
            });
        }
    });
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "13");
    assert_eq!(desk.git(&["ls-tree", "-r", "--name-only", "HEAD", "tickets"]).lines().count(), 13);
    assert_clean(&desk.root);
}

#[test]
fn a_branch_moved_meanwhile_is_planned_again() {
    let desk = Fixture::new();
    let bare = desk.beside("bare.git");
    desk.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
    pin(&bare);
    let env = Env { cwd: bare.clone(), ..desk.env() };
    let store = Store::discover(&env).unwrap();
    let calls = Cell::new(0);
    let done = store
        .commit::<Infallible>(&env, &mut |tip| {
            calls.set(calls.get() + 1);
            if calls.get() == 1 {
                let tree = git(&bare, &["rev-parse", "main^{tree}"]);
                let other = git(&bare, &["commit-tree", &tree, "-p", "main", "-m", "other"]);
                git(&bare, &["update-ref", "refs/heads/main", &other]);
                assert_ne!(tip.commit.as_deref(), Some(other.as_str()));
            }
            Ok(Some(change(&[(TICKET, Some("title: dois\n"))])))
        })
        .unwrap();
    assert_eq!(calls.get(), 2);
    assert_eq!(done.old, Some(git(&bare, &["rev-parse", "main^"])));
    assert_eq!(git(&bare, &["log", "--format=%s", "main"]).lines().nth(1), Some("other"));
    assert_sound(&bare);
}

#[test]
fn a_branch_that_keeps_moving_is_a_conflict() {
    let desk = Fixture::new();
    let bare = desk.beside("bare.git");
    desk.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
    let env = Env { cwd: bare.clone(), ..desk.env() };
    let store = Store::discover(&env).unwrap();
    let result = store.commit::<Infallible>(&env, &mut |_| {
        let other = git(&bare, &["commit-tree", "main^{tree}", "-p", "main", "-m", "other"]);
        git(&bare, &["update-ref", "refs/heads/main", &other]);
        Ok(Some(change(&[(TICKET, Some("title: dois\n"))])))
    });
    assert!(matches!(result, Err(WriteError::Store(error)) if error.kind == StoreErrorKind::Conflict));
    assert_sound(&bare);
}

#[test]
fn a_reader_does_not_wait_for_a_writer() {
    let desk = Fixture::new();
    let store = desk.store();
    store
        .commit::<Infallible>(&desk.env(), &mut |_| {
            assert_eq!(desk.store().tip().unwrap(), Some(desk.git(&["rev-parse", "HEAD"])));
            Ok(None)
        })
        .unwrap();
}
