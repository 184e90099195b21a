//! The file: read on, made anew, shared, damaged.

use super::{at, dump, open};
use crate::index::{IndexError, schema};
use crate::store::history::ObjectId;
use crate::store::history::fixture::{Desk, Files, dir, edit, put, ticket};
use crate::store::history::tests::random::{make, steps};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

fn opened() -> Files {
    let mut files = Files::new();
    put(&mut files, &dir(1, 1), &ticket(1));
    files
}

/// A desk with a history of some commits, and these.
fn desk() -> (Desk, Vec<ObjectId>) {
    let desk = Desk::new();
    let mut files = opened();
    let mut ids = vec![desk.commit(&[], &files, (1_790_000_000, 1_790_000_000))];
    for n in 1..20_i64 {
        edit(&mut files, &dir(1, 1), |t| t.status = format!("s{n}"));
        put(&mut files, &dir(n as u8 + 1, n as u32 + 1), &ticket(n as u8 + 1));
        let when = 1_790_000_000 + n * 60;
        ids.push(desk.commit(&[*ids.last().unwrap()], &files, (when, when)));
    }
    (desk, ids)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever the file was at, it is then what a new one is: read on, made anew, reconfigured.
    #[test]
    fn the_file_is_what_a_new_one_is(steps in steps(25)) {
        let made = make(&steps);
        let folder = tempfile::tempdir().unwrap();
        for (id, _) in &made.commits {
            let (store, head) = at(&made.desk, *id);
            let index = open(&store, &head, Some(folder.path())).unwrap();
            prop_assert_eq!(index.head(), &head);
            let new = open(&store, &head, None).unwrap();
            prop_assert_eq!(dump(&index), dump(&new), "at {}", head);
        }
    }
}

#[test]
fn an_index_that_is_current_is_not_written() {
    let (desk, ids) = desk();
    let folder = tempfile::tempdir().unwrap();
    let (store, head) = at(&desk, ids[19]);
    drop(open(&store, &head, Some(folder.path())).unwrap());
    let bytes = fs::read(folder.path().join("index.db")).unwrap();
    drop(open(&store, &head, Some(folder.path())).unwrap());
    assert!(bytes == fs::read(folder.path().join("index.db")).unwrap());
}

#[test]
fn many_at_once_all_get_the_same() {
    let (desk, ids) = desk();
    let folder = tempfile::tempdir().unwrap();
    desk.point(ids[19]);
    let truth = dump(&open(&desk.store(), &ids[19].to_string(), None).unwrap());
    let path = desk.repo.path().to_owned();
    std::thread::scope(|scope| {
        for n in 0..8 {
            let (folder, path, truth, ids) = (folder.path(), &path, &truth, &ids);
            scope.spawn(move || {
                let now = chrono::DateTime::parse_from_rfc3339("2026-11-03T10:00:00-03:00").unwrap();
                let env = crate::store::Env::new(path.clone(), now);
                let store = crate::store::Store::open_repository(&env).unwrap().on_branch("main").unwrap();
                // Half of them come with an older head; the branch is ahead, and so may the index be.
                if n % 2 == 0 {
                    let index = open(&store, &ids[5].to_string(), Some(folder)).unwrap();
                    assert!([ids[5].to_string(), ids[19].to_string()].iter().any(|id| id == index.head()));
                }
                let index = open(&store, &ids[19].to_string(), Some(folder)).unwrap();
                assert_eq!(&dump(&index), truth);
            });
        }
    });
}

#[test]
fn what_is_open_does_not_change() {
    let (desk, ids) = desk();
    let folder = tempfile::tempdir().unwrap();
    let (store, head) = at(&desk, ids[3]);
    let index = open(&store, &head, Some(folder.path())).unwrap();
    let before = dump(&index);
    let (store, head) = at(&desk, ids[19]);
    let later = open(&store, &head, Some(folder.path())).unwrap();
    assert_eq!(later.all().unwrap().len(), 20);
    assert_eq!(dump(&index), before);
    // One who comes with the older head gets the newer: the branch is there.
    let same = open(&store, &ids[3].to_string(), Some(folder.path())).unwrap();
    assert_eq!(same.head(), head);
}

#[test]
fn a_branch_that_was_reset_is_read_anew() {
    let (desk, ids) = desk();
    let folder = tempfile::tempdir().unwrap();
    let (store, head) = at(&desk, ids[19]);
    drop(open(&store, &head, Some(folder.path())).unwrap());
    let (store, head) = at(&desk, ids[4]);
    let index = open(&store, &head, Some(folder.path())).unwrap();
    assert_eq!(index.head(), head);
    assert_eq!(dump(&index), dump(&open(&store, &head, None).unwrap()));
}

fn spoiled(spoil: impl Fn(&Path)) {
    let (desk, ids) = desk();
    let folder = tempfile::tempdir().unwrap();
    let (store, head) = at(&desk, ids[18]);
    drop(open(&store, &head, Some(folder.path())).unwrap());
    let path = folder.path().join("index.db");
    spoil(&path);
    let (store, head) = at(&desk, ids[19]);
    let index = open(&store, &head, Some(folder.path())).unwrap();
    assert_eq!(dump(&index), dump(&open(&store, &head, None).unwrap()));
    drop(index);
    // The file itself is right again.
    let db = rusqlite::Connection::open(&path).unwrap();
    assert_eq!(schema::format(&db).unwrap(), schema::FORMAT);
    assert_eq!(schema::meta(&db, "head").unwrap(), Some(head));
}

#[test]
fn damaged_files_are_made_anew() {
    spoiled(|path| {
        fs::write(path, "not a database, but long enough to look like a file of some kind\n").unwrap();
    });
    spoiled(|path| fs::write(path, "").unwrap());
    spoiled(|path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    });
    spoiled(|path| {
        let mut bytes = fs::read(path).unwrap();
        let length = bytes.len();
        bytes[4096..length].fill(0xAA);
        fs::write(path, bytes).unwrap();
    });
}

#[test]
fn another_format_is_made_anew() {
    spoiled(|path| {
        let db = rusqlite::Connection::open(path).unwrap();
        db.execute_batch("DROP TABLE tickets; CREATE TABLE tickets (other); PRAGMA user_version = 999")
            .unwrap();
    });
    spoiled(|path| {
        let db = rusqlite::Connection::open(path).unwrap();
        db.execute_batch("DROP TABLE tramites").unwrap();
    });
}

#[test]
fn a_machine_that_went_down_has_its_file_checked() {
    spoiled(|path| {
        let db = rusqlite::Connection::open(path).unwrap();
        db.execute_batch("UPDATE meta SET value = 'another' WHERE key = 'boot'").unwrap();
    });
}

#[test]
fn where_nothing_can_be_written_it_is_in_memory() {
    let (desk, ids) = desk();
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("tramite");
    fs::write(&blocked, "a file in the folder's place").unwrap();
    let (store, head) = at(&desk, ids[19]);
    let index = open(&store, &head, Some(&blocked)).unwrap();
    assert_eq!(index.all().unwrap().len(), 20);
}

#[test]
fn what_a_killed_process_left_is_no_index() {
    let (desk, ids) = desk();
    let folder = tempfile::tempdir().unwrap();
    let (store, head) = at(&desk, ids[19]);
    let truth = dump(&open(&store, &head, None).unwrap());
    // A file that was half made, and what lay beside one that somebody has removed.
    let made = tempfile::tempdir().unwrap();
    drop(open(&store, &ids[3].to_string(), Some(made.path())).unwrap());
    let half = fs::read(made.path().join("index.db")).unwrap();
    fs::write(folder.path().join("index.db.new"), &half[..half.len() / 2]).unwrap();
    for name in ["index.db-wal", "index.db-shm", "index.db-journal", "index.db.new-journal"] {
        fs::write(folder.path().join(name), &half).unwrap();
    }
    assert_eq!(dump(&open(&store, &head, Some(folder.path())).unwrap()), truth);
    let mut left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["index.db", "index.lock"]);
}

#[test]
fn where_history_cannot_be_read_nothing_is_made() {
    let (desk, ids) = desk();
    let folder = tempfile::tempdir().unwrap();
    let (store, head) = at(&desk, ids[19]);
    let lost = ids[7].to_string();
    fs::remove_file(desk.repo.path().join("objects").join(&lost[..2]).join(&lost[2..])).unwrap();
    let error = open(&store, &head, Some(folder.path())).unwrap_err();
    assert!(matches!(error, IndexError::History(_)), "{error}");
    assert!(!folder.path().join("index.db").exists() && !folder.path().join("index.db.new").exists());
}
