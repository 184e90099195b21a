//! Tests on real repositories in temporary folders, with the `git` program as the oracle.

mod batch;
mod crash;
mod discover;
mod edges;
mod environment;
mod files;
mod hostile;
mod merging;
mod reading;
mod together;
mod writing;

use super::{Change, Committed, Env, Signature, Store, StoreError, StoreErrorKind, WriteError};
use chrono::{DateTime, FixedOffset};
use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TICKET: &str = "tickets/202611/0001-k0ra/ticket.yaml";

/// A repository with a desk on `main` and a file of code beside it.
struct Fixture {
    _dir: tempfile::TempDir,
    root: PathBuf,
}

fn when(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// `git` in `at`, untouched by the settings of whoever runs the tests.
fn command(at: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(at).args(args);
    for (key, value) in [
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_SYSTEM", "/dev/null"),
        ("GIT_AUTHOR_NAME", "Hand"),
        ("GIT_AUTHOR_EMAIL", "hand@desk.example"),
        ("GIT_COMMITTER_NAME", "Hand"),
        ("GIT_COMMITTER_EMAIL", "hand@desk.example"),
        ("LC_ALL", "C"),
    ] {
        command.env(key, value);
    }
    command
}

fn git(at: &Path, args: &[&str]) -> String {
    let output = command(at, args).output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// Settings that the library would else take from whoever runs the tests.
fn pin(at: &Path) {
    for (key, value) in [
        ("user.name", "Ana Souza"),
        ("user.email", "ana@desk.example"),
        ("commit.gpgsign", "false"),
        ("core.autocrlf", "false"),
        ("gc.auto", "0"),
    ] {
        git(at, &["config", key, value]);
    }
}

impl Fixture {
    fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap().join("desk");
        fs::create_dir(&root).unwrap();
        git(&root, &["init", "-q", "-b", "main"]);
        pin(&root);
        Self { _dir: dir, root }
    }

    fn new() -> Self {
        let fixture = Self::empty();
        put(&fixture.root, ".tramite/desk.yaml", "name: Suporte\n");
        put(&fixture.root, TICKET, "title: um\n");
        put(&fixture.root, "src/main.c", "int main;\n");
        git(&fixture.root, &["add", "-A"]);
        git(&fixture.root, &["commit", "-q", "-m", "start"]);
        fixture
    }

    fn env(&self) -> Env {
        Env::new(&self.root, when("2026-11-22T10:00:00-03:00"))
    }

    fn store(&self) -> Store {
        Store::discover(&self.env()).unwrap()
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.root.parent().unwrap().join(name)
    }

    fn git(&self, args: &[&str]) -> String {
        git(&self.root, args)
    }
}

fn ana(when: DateTime<FixedOffset>) -> Signature {
    Signature { name: "Ana Souza".into(), email: "ana@desk.example".into(), when }
}

fn change(files: &[(&str, Option<&str>)]) -> Change {
    Change {
        message: "202611/0001 status: novo → em_atendimento".into(),
        author: ana(when("2026-11-22T09:30:00-03:00")),
        committer: ana(when("2026-11-22T10:00:00-03:00")),
        files: files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.map(|t| t.as_bytes().to_vec())))
            .collect(),
        onto: None,
    }
}

fn write(store: &Store, env: &Env, files: &[(&str, Option<&str>)]) -> Result<Committed, StoreError> {
    let result = store.commit::<Infallible>(env, &mut |_| Ok(Some(change(files))));
    result.map_err(|error| match error {
        WriteError::Store(error) => error,
        WriteError::Plan(never) => match never {},
    })
}

/// The repository is sound, and its working tree and index are what its HEAD says.
#[track_caller]
fn assert_clean(root: &Path) {
    assert_eq!(git(root, &["status", "--porcelain", "--untracked-files=all"]), "");
    assert_sound(root);
}

#[track_caller]
fn assert_sound(root: &Path) {
    let output = command(root, &["fsck", "--strict", "--no-dangling", "--no-progress"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // An unborn HEAD is a notice, no fault.
    let said =
        String::from_utf8_lossy(&output.stderr).replace("notice: HEAD points to an unborn branch (main)", "");
    assert_eq!(said.replace("notice: No default references", "").trim(), "");
}
