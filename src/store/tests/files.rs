//! Files of tickets between clones (7.1): sent once, never over another, refused or broken off without harm.

use super::{Fixture, git, pin, put};
use crate::model::Uid;
use crate::store::{FileKey, Store, StoreErrorKind};
use std::fs;
use std::path::Path;

fn uid() -> Uid {
    "01JDB3V1Q2Z6X8N4T7C5M9K0RA".parse().unwrap()
}

fn keep(store: &Store, bytes: &str) -> FileKey {
    let stored = store.store_file("x", &mut bytes.as_bytes(), bytes.len() as u64).unwrap();
    assert!(store.pin_file(&uid(), &stored).unwrap());
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
    let env = crate::store::Env { cwd: second, ..fixture.env() };
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
    assert_eq!((sent.done, sent.refused.len()), (0, 0));
    assert_eq!(one.fetch_files("origin", &[bad]).unwrap(), (0, vec![]));
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
