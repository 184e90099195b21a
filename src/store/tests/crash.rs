//! A process killed at any instant leaves the old state or the new, and the next command finishes (5).

use super::*;

const STEPS: [&str; 10] = [
    "start",
    "index-locked",
    "objects",
    "journal",
    "staged",
    "ref",
    "one-file",
    "files",
    "index",
    "journal-gone",
];
const OTHER: &str = "tickets/202611/0001-k0ra/01JDB4M8.yaml";

fn killed(store: &Store, env: &Env, at: &str, files: &[(&str, Option<&str>)]) {
    let env = Env { crash_at: Some(at.to_owned()), ..env.clone() };
    let error = write(store, &env, files).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Killed, "{at}: {error}");
}

fn is_new(at: &str) -> bool {
    ["ref", "one-file", "files", "index", "journal-gone"].contains(&at)
}

#[test]
fn killed_at_every_step_in_a_checkout() {
    for at in STEPS {
        let desk = Fixture::new();
        put(&desk.root, "src/main.c", "int mine;\n");
        killed(
            &desk.store(),
            &desk.env(),
            at,
            &[(TICKET, Some("title: dois\n")), (OTHER, Some("body: a\n"))],
        );
        let store = desk.store();
        let text = store.read(&store.tip().unwrap().unwrap(), TICKET).unwrap().unwrap();
        let expected = if is_new(at) { "title: dois\n" } else { "title: um\n" };
        assert_eq!(String::from_utf8(text).unwrap(), expected, "{at}");
        assert_eq!(desk.git(&["status", "--porcelain", "--untracked-files=all"]), " M src/main.c", "{at}");
        assert_eq!(fs::read_to_string(desk.root.join(TICKET)).unwrap(), expected, "{at}");
        assert!(!desk.root.join(".git/index.lock").exists(), "{at}");
        assert_sound(&desk.root);
        write(&store, &desk.env(), &[(TICKET, Some("title: três\n"))]).unwrap();
        assert_eq!(desk.git(&["status", "--porcelain", "--untracked-files=all"]), " M src/main.c", "{at}");
    }
}

#[test]
fn killed_while_deleting_in_a_linked_worktree() {
    for at in STEPS {
        let desk = Fixture::new();
        desk.git(&["switch", "-q", "-c", "code"]);
        let linked = desk.beside("linked");
        desk.git(&["worktree", "add", "-q", linked.to_str().unwrap(), "main"]);
        desk.git(&["config", "tramite.branch", "main"]);
        killed(&desk.store(), &desk.env(), at, &[(TICKET, None), (OTHER, Some("body: a\n"))]);
        write(&desk.store(), &desk.env(), &[("tickets/x", Some("x\n"))]).unwrap();
        let count = if is_new(at) { "3" } else { "2" };
        assert_eq!(desk.git(&["rev-list", "--count", "main"]), count, "{at}");
        assert_clean(&linked);
        assert_clean(&desk.root);
    }
}

#[test]
fn killed_before_the_branch_exists() {
    for at in STEPS {
        let desk = Fixture::empty();
        let store = Store::open_repository(&desk.env()).unwrap();
        killed(&store, &desk.env(), at, &[(".tramite/desk.yaml", Some("name: x\n"))]);
        let again = Store::open_repository(&desk.env()).unwrap();
        again.recover().unwrap();
        assert_eq!(again.tip().unwrap().is_some(), is_new(at), "{at}");
        assert_clean(&desk.root);
    }
}

/// What the user edits between the kill and the next command is the user's.
#[test]
fn edits_made_after_the_kill_stay() {
    let desk = Fixture::new();
    killed(&desk.store(), &desk.env(), "ref", &[(TICKET, Some("title: dois\n")), (OTHER, Some("body: a\n"))]);
    put(&desk.root, TICKET, "title: meu\n");
    let _store = desk.store();
    assert_eq!(fs::read_to_string(desk.root.join(TICKET)).unwrap(), "title: meu\n");
    assert_eq!(desk.git(&["status", "--porcelain"]), format!(" M {TICKET}"));
}

/// Whoever removes our lock by hand and commits has the last word.
#[test]
fn commits_made_after_the_kill_stay() {
    let desk = Fixture::new();
    killed(&desk.store(), &desk.env(), "ref", &[(TICKET, Some("title: dois\n")), (OTHER, Some("body: a\n"))]);
    fs::remove_file(desk.root.join(".git/index.lock")).unwrap();
    put(&desk.root, TICKET, "title: meu\n");
    desk.git(&["commit", "-q", "-a", "-m", "by hand"]);
    let _store = desk.store();
    assert_eq!(desk.git(&["show", &format!("HEAD:{TICKET}")]), "title: meu");
    assert_clean(&desk.root);
}

/// A power cut can leave the branch's file empty; the journal knows what it was to hold.
#[test]
fn an_emptied_branch_is_restored() {
    let desk = Fixture::new();
    killed(&desk.store(), &desk.env(), "files", &[(TICKET, Some("title: dois\n"))]);
    let new = desk.git(&["rev-parse", "HEAD"]);
    fs::write(desk.root.join(".git/refs/heads/main"), "").unwrap();
    Store::open_repository(&desk.env()).unwrap().recover().unwrap();
    assert_eq!(desk.git(&["rev-parse", "HEAD"]), new);
    assert_clean(&desk.root);
}

/// Killed between taking the branch's lock file and renaming it.
#[test]
fn a_branch_lock_of_ours_is_swept() {
    let desk = Fixture::new();
    killed(&desk.store(), &desk.env(), "staged", &[(TICKET, Some("title: dois\n"))]);
    let journal = fs::read_to_string(desk.root.join(".git/tramite/journal")).unwrap();
    let journal: serde_json::Value = serde_json::from_str(&journal).unwrap();
    let lock = desk.root.join(".git/refs/heads/main.lock");
    fs::write(&lock, format!("{}\n", journal["new"].as_str().unwrap())).unwrap();
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert!(!lock.exists());
    assert_clean(&desk.root);
}

#[test]
fn a_foreign_lock_is_left_alone() {
    let desk = Fixture::new();
    put(&desk.root, ".git/index.lock", "");
    let error = write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Environment);
    assert!(error.to_string().contains("index.lock"), "{error}");
    assert!(desk.root.join(".git/index.lock").exists());
    fs::remove_file(desk.root.join(".git/index.lock")).unwrap();
    assert_clean(&desk.root);
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "1");
}

#[test]
fn a_full_disk_changes_nothing() {
    let desk = Fixture::new();
    // Nothing can be written where a file is in the place of a folder; so for a disk that is full.
    let month = desk.root.join(".git/objects");
    let mut blocked = Vec::new();
    for byte in 0..=255u8 {
        let fan = month.join(format!("{byte:02x}"));
        if !fan.exists() {
            fs::write(&fan, "").unwrap();
            blocked.push(fan);
        }
    }
    let error = write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Environment);
    for fan in blocked {
        fs::remove_file(fan).unwrap();
    }
    assert_clean(&desk.root);
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "1");
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
}
