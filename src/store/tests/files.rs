//! Files of tickets between clones (7.1): sent once, never over another, refused or broken off without harm.

use super::{Fixture, git, pin, put};
use crate::model::Uid;
use crate::store::{Env, FileKey, Pinned, Store, StoreErrorKind};
use std::fs;
use std::path::Path;

fn uid() -> Uid {
    "01JDB3V1Q2Z6X8N4T7C5M9K0RA".parse().unwrap()
}

fn env_of(store: &Store) -> Env {
    let at = store.workdir().unwrap();
    Env { cwd: at.to_owned(), ..Env::new(at, super::when("2026-11-23T10:00:00-03:00")) }
}

fn keep(store: &Store, bytes: &str) -> FileKey {
    let stored = store.store_file("x", &mut bytes.as_bytes(), bytes.len() as u64).unwrap();
    assert_eq!(store.pin_file(&env_of(store), &uid(), &stored).unwrap(), Pinned::New);
    stored.key(&uid())
}

/// A desk, its bare hub, and a second clone of it.
fn shared() -> (Fixture, Store, Store) {
    let fixture = Fixture::new();
    let (hub, second) = (fixture.beside("hub.git"), fixture.beside("second"));
    let url = format!("file://{}", hub.display());
    fixture.git(&["init", "-q", "--bare", "-b", "main", &hub.display().to_string()]);
    fixture.git(&["remote", "add", "origin", &url]);
    fixture.git(&["push", "-q", "-u", "origin", "main"]);
    fixture.git(&["clone", "-q", &url, &second.display().to_string()]);
    pin(&second);
    let store = fixture.store();
    let env = Env { cwd: second, ..fixture.env() };
    let other = Store::discover(&env).unwrap();
    (fixture, store, other)
}

fn refs(at: &Path) -> usize {
    git(at, &["for-each-ref", "refs/tramite"]).lines().count()
}

#[test]
fn two_clones_send_and_fetch_the_union() {
    let (fixture, one, two) = shared();
    let hub = fixture.beside("hub.git");
    assert_eq!(one.remote().as_deref(), Some("origin"));
    let (a, same) = (keep(&one, "only one"), keep(&one, "both"));
    let (b, again) = (keep(&two, "only two"), keep(&two, "both"));
    assert_eq!(same, again);
    let all = [a.clone(), b.clone(), same.clone()];
    assert_eq!(one.push_files("origin", &all).unwrap().done, 2, "what is not here is not sent");
    let sent = two.push_files("origin", &all).unwrap();
    assert_eq!((sent.done, sent.refused), (1, vec![]));
    assert_eq!(refs(&hub), 3);
    assert_eq!(two.push_files("origin", &all).unwrap().done, 0);
    assert_eq!(one.fetch_files("origin", &all).unwrap(), (1, vec![]));
    assert_eq!(two.fetch_files("origin", &[a]).unwrap(), (1, vec![]));
    assert_eq!(one.files().unwrap(), two.files().unwrap());
    // A person's wish to have what is gone removed is not meant for what was not sent yet.
    fixture.git(&["config", "fetch.prune", "true"]);
    let new = keep(&one, "not sent");
    one.unpin_files(std::slice::from_ref(&b)).unwrap();
    one.fetch_file("origin", &b).unwrap();
    assert!(one.has_file(&new).unwrap() && one.has_file(&b).unwrap());
    assert_eq!(
        one.delete_remote_files("origin", &[same, new]).unwrap().done,
        1,
        "what it lacks is no failure"
    );
    assert_eq!(refs(&hub), 2);
}

#[test]
fn a_remote_that_refuses_or_breaks_off_leaves_everything_as_it_is() {
    let (fixture, one, two) = shared();
    let hub = fixture.beside("hub.git");
    let key = keep(&one, "bytes");
    let hook = hub.join("hooks/update");
    put(
        &hub,
        "hooks/update",
        "#!/bin/sh\ncase $1 in refs/tramite/*) echo no such refs here >&2; exit 1;; esac\n",
    );
    let mut permissions = fs::metadata(&hook).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
    fs::set_permissions(&hook, permissions).unwrap();
    let sent = one.push_files("origin", std::slice::from_ref(&key)).unwrap();
    assert_eq!(sent.done, 0);
    assert_eq!(sent.refused[0].0, key);
    assert!(sent.refused[0].1.contains("hook declined"), "{:?}", sent.refused);
    fs::remove_file(&hook).unwrap();
    fixture.git(&["config", "remote.origin.receivepack", "false"]);
    let error = one.push_files("origin", std::slice::from_ref(&key)).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Environment);
    assert!(error.what.contains("cannot send files") && error.mend.is_some(), "{error}");
    fixture.git(&["config", "--unset", "remote.origin.receivepack"]);
    assert_eq!((refs(&hub), refs(&fixture.root)), (0, 1));
    assert_eq!(two.fetch_file("origin", &key).unwrap_err().kind, StoreErrorKind::NotFound);
    one.push_files("origin", std::slice::from_ref(&key)).unwrap();
    two.fetch_file("origin", &key).unwrap();
}

#[test]
fn what_is_not_what_its_name_says_is_not_kept() {
    let (fixture, one, two) = shared();
    let hub = fixture.beside("hub.git");
    let (good, bad) = (keep(&one, "good"), keep(&one, "bad"));
    one.push_files("origin", &[good.clone(), bad.clone()]).unwrap();
    let other = git(&hub, &["rev-parse", &good.reference()]);
    git(&hub, &["update-ref", &bad.reference(), &other]);
    let error = two.fetch_file("origin", &bad).unwrap_err();
    assert!(error.what.contains("not what its name says"), "{error}");
    assert!(!two.has_file(&bad).unwrap());
    assert_eq!(two.fetch_files("origin", &[good.clone(), bad.clone()]).unwrap(), (1, vec![bad.clone()]));
    assert!(two.has_file(&good).unwrap() && !two.has_file(&bad).unwrap());
    // And one that is here is not replaced by what the remote has.
    let sent = one.push_files("origin", std::slice::from_ref(&bad)).unwrap();
    assert_eq!((sent.done, sent.refused.len(), sent.other), (0, 0, vec![bad.clone()]));
    assert_eq!(one.fetch_files("origin", &[bad]).unwrap(), (0, vec![]));
}

#[test]
fn bytes_that_are_removed_while_they_are_attached_are_stored_again() {
    let (fixture, one, _) = shared();
    let other: Uid = "01JDB3V1Q2Z6X8N4T7C5M9K0RB".parse().unwrap();
    let first = keep(&one, "the same");
    // While a file is on its way a note says which; it goes with the process.
    let notes = || {
        let own = fs::read_dir(one.own_dir()).unwrap().map(|entry| entry.unwrap().path());
        let mut taking = own.filter(|path| path.display().to_string().contains("/taking-"));
        taking.next().map(|path| fs::read_to_string(path).unwrap())
    };
    let (stored, taking) = one.take_file(&other, "x", &mut "on its way".as_bytes(), 10).unwrap();
    assert_eq!(notes(), Some(format!("{} 10\n", stored.key(&other).reference())));
    assert_eq!(one.left_files().unwrap(), [], "its process lives");
    one.drop_files(&env_of(&one), &[]).unwrap();
    drop(taking);
    assert_eq!(notes(), None);
    assert_eq!(one.pin_file(&env_of(&one), &other, &stored).unwrap(), Pinned::New);
    one.drop_files(&env_of(&one), &[stored.key(&other)]).unwrap();
    // Stored for a second ticket, and then the first one's is removed for good.
    let stored = one.store_file("x", &mut "the same".as_bytes(), 8).unwrap();
    let dropped = one.drop_files(&env_of(&one), &[first]).unwrap();
    assert_eq!((dropped.gone, dropped.held.len()), (1, 0));
    assert_eq!(one.pin_file(&env_of(&one), &other, &stored).unwrap(), Pinned::Gone);
    assert_eq!(refs(&fixture.root), 0, "no ref points at nothing");
    let stored = one.store_file("x", &mut "the same".as_bytes(), 8).unwrap();
    assert_eq!(one.pin_file(&env_of(&one), &other, &stored).unwrap(), Pinned::New);
    assert_eq!(one.pin_file(&env_of(&one), &other, &stored).unwrap(), Pinned::Known);
    assert!(one.has_file(&stored.key(&other)).unwrap());
    fixture.git(&["fsck", "--strict"]);
}

#[test]
fn content_that_had_to_stay_is_not_forgotten() {
    let (fixture, one, _) = shared();
    let key = keep(&one, "two days of work");
    let oid = fixture.git(&["rev-parse", &key.reference()]);
    fixture.git(&["tag", "mine", &oid]);
    let env = env_of(&one);
    let dropped = one.drop_files(&env, std::slice::from_ref(&key)).unwrap();
    assert_eq!((dropped.gone, dropped.held.len()), (0, 1));
    assert_eq!(one.held_files().unwrap(), [key]);
    // A sync does not look for it each time; what is asked to finish does, once nothing needs it.
    assert_eq!(one.drop_files_and_held(&env, &[]).unwrap().held.len(), 1);
    fixture.git(&["tag", "-d", "mine"]);
    assert_eq!(one.drop_files(&env, &[]).unwrap().gone, 0);
    assert_eq!(one.drop_files_and_held(&env, &[]).unwrap().gone, 1);
    assert_eq!(one.held_files().unwrap(), []);
    assert!(!super::command(&fixture.root, &["cat-file", "-e", &oid]).status().unwrap().success());
}

#[test]
fn a_ref_without_content_stands_in_nobodys_way() {
    let (fixture, one, two) = shared();
    // The second clone borrows what the first has, as `git clone --reference` does it.
    let objects = fixture.root.join(".git/objects");
    put(&fixture.beside("second"), ".git/objects/info/alternates", &format!("{}\n", objects.display()));
    let two = Store::discover(&env_of(&two)).unwrap();
    let (lent, own) = (keep(&one, "lent"), keep(&one, "removed in the second"));
    one.push_files("origin", &[lent.clone(), own.clone()]).unwrap();
    assert_eq!(two.fetch_files("origin", &[lent.clone(), own.clone()]).unwrap().0, 2);
    assert_eq!(two.hollow_files().unwrap(), []);
    one.drop_files(&env_of(&one), std::slice::from_ref(&lent)).unwrap();
    let two = Store::discover(&env_of(&two)).unwrap();
    assert_eq!(two.hollow_files().unwrap(), std::slice::from_ref(&lent));
    // Removing another file there still works, and takes the empty ref away; what is borrowed stays, and is said.
    let dropped = two.drop_files(&env_of(&two), &[own]).unwrap();
    assert!(dropped.held[0].1.contains("borrows"), "{dropped:?}");
    assert_eq!(two.hollow_files().unwrap(), []);
    git(&fixture.beside("second"), &["fetch", "-q"]);
}

#[test]
fn one_file_that_a_server_refuses_keeps_no_other_back() {
    let (fixture, one, _) = shared();
    let hub = fixture.beside("hub.git");
    let all: Vec<FileKey> = ["one", "two", "three", "four"].map(|bytes| keep(&one, bytes)).to_vec();
    let bad = all[2].sha256().to_owned();
    // Judged as a whole, as pre-receive hooks do: once naming what is wrong, once not.
    for (say, pushes) in [("echo \"$ref is not wanted\" >&2", 2), ("echo no >&2", 5)] {
        let hook = format!(
            "#!/bin/sh\necho push >> {}/pushes\nwhile read old new ref; do case $ref in */{bad}) {say}; exit 1;; esac; done\n",
            hub.display()
        );
        put(&hub, "hooks/pre-receive", &hook);
        let path = hub.join("hooks/pre-receive");
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let sent = one.push_files("origin", &all).unwrap();
        assert_eq!((sent.done, sent.refused.len(), refs(&hub)), (3, 1, 3));
        assert_eq!(sent.refused[0].0, all[2]);
        assert!(sent.refused[0].1.contains("hook declined"), "{:?}", sent.refused);
        assert_eq!(fs::read_to_string(hub.join("pushes")).unwrap().lines().count(), pushes);
        fs::remove_file(hub.join("pushes")).unwrap();
        for key in all.iter().filter(|key| **key != all[2]) {
            git(&hub, &["update-ref", "-d", &key.reference()]);
        }
    }
}

#[test]
fn git_that_is_killed_tells_of_no_forged_file() {
    let (fixture, one, two) = shared();
    let key = keep(&one, "bytes");
    one.push_files("origin", std::slice::from_ref(&key)).unwrap();
    two.fetch_file("origin", &key).unwrap();
    // Its loose file is cut short, so that git fails half-way.
    let oid = fixture.git(&["rev-parse", &key.reference()]);
    let loose = fixture.beside("second").join(format!(".git/objects/{}/{}", &oid[..2], &oid[2..]));
    fs::set_permissions(&loose, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    fs::write(&loose, &fs::read(&loose).unwrap()[..10]).unwrap();
    let two = Store::discover(&env_of(&two)).unwrap();
    let error = two.write_file(&key, &mut std::io::sink()).unwrap_err();
    assert!(error.what.contains("could not read") && !error.to_string().contains("name says"), "{error}");
    assert!(two.fetch_files("origin", std::slice::from_ref(&key)).is_ok());
    assert_eq!(refs(&fixture.beside("second")), 1, "nothing is thrown away for it");
}

#[test]
fn a_name_is_a_uid_and_a_hash() {
    let hash = "0123456789abcdef".repeat(4);
    let key = FileKey::new(&uid(), &hash).unwrap();
    assert_eq!(FileKey::parse(&key.reference()), Some(key));
    for bad in ["", "0123", &hash.to_uppercase(), &"g".repeat(64), &format!("{}\nx", &hash[..62])] {
        assert_eq!(FileKey::new(&uid(), bad), None, "{bad:?}");
    }
    for bad in ["refs/heads/main", "refs/tramite/files/x", &format!("refs/tramite/files/nouid/{hash}")] {
        assert_eq!(FileKey::parse(bad), None, "{bad}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_not_taken() {
    let (_fixture, one, _) = shared();
    for (bytes, size) in [("four", 3), ("four", 5), ("", 1)] {
        let error = one.store_file("x", &mut bytes.as_bytes(), size).unwrap_err();
        assert!(error.why.unwrap().contains("changed while"), "{bytes} {size}");
    }
    assert_eq!(one.files().unwrap().len(), 0);
}
