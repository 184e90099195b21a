//! A folder with a pinned world: home, git configuration, identity, clock, zone, width and ids.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Monday 23 November 2026, 10:00 in São Paulo.
pub const NOW: &str = "2026-11-23T10:00:00-03:00";

/// A temporary folder and how programs run in it.
pub struct Place {
    root: tempfile::TempDir,
    cwd: PathBuf,
    pub env: Vec<(String, String)>,
}

/// What a program said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// It succeeded; gives what it printed.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self.out
    }

    /// It failed with `code` and an empty standard output; gives what it said on standard error.
    #[track_caller]
    pub fn fails(self, code: i32) -> String {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        assert_eq!(self.out, "", "an error leaves standard output empty");
        self.err
    }

    /// It exited with `code`.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// What it printed, as JSON.
    #[track_caller]
    pub fn json(self) -> serde_json::Value {
        let out = self.ok();
        serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}"))
    }
}

impl Place {
    /// An empty folder.
    pub fn empty() -> Self {
        let root = tempfile::tempdir().unwrap();
        let cwd = root.path().join("desk");
        std::fs::create_dir_all(&cwd).unwrap();
        std::fs::create_dir_all(root.path().join("home")).unwrap();
        let mut env: Vec<(String, String)> = [
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "Ana Souza"),
            ("GIT_AUTHOR_EMAIL", "ana@desk.example"),
            ("GIT_COMMITTER_NAME", "Ana Souza"),
            ("GIT_COMMITTER_EMAIL", "ana@desk.example"),
            ("TRAMITE_NOW", NOW),
            ("TRAMITE_SEED", "1"),
            ("TZ", "UTC"),
            ("COLUMNS", "100"),
            ("LC_ALL", "C.UTF-8"),
        ]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .to_vec();
        let home = root.path().join("home").display().to_string();
        env.push(("HOME".to_owned(), home.clone()));
        env.push(("XDG_CONFIG_HOME".to_owned(), home));
        env.push(("PATH".to_owned(), path_with_binary()));
        Self { root, cwd, env }
    }

    /// A repository.
    pub fn repository() -> Self {
        let place = Self::empty();
        place.git(&["init", "-q", "-b", "main"]).ok();
        place
    }

    /// A desk of the helpdesk preset.
    pub fn desk() -> Self {
        let place = Self::repository();
        place
            .tramite(&[
                "init",
                "--preset",
                "helpdesk",
                "--timezone",
                "America/Sao_Paulo",
                "--name",
                "Support",
            ])
            .ok();
        place
    }

    /// The folder in which programs run.
    pub fn path(&self) -> &Path {
        &self.cwd
    }

    /// The folder above it.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// The same world in another folder below the root.
    pub fn cd(&mut self, name: &str) {
        self.cwd = self.root.path().join(name);
    }

    /// Sets a variable of the environment.
    pub fn set(&mut self, key: &str, value: &str) {
        self.unset(key);
        self.env.push((key.to_owned(), value.to_owned()));
    }

    /// Removes a variable of the environment.
    pub fn unset(&mut self, key: &str) {
        self.env.retain(|(k, _)| k != key);
    }

    /// Another person at the keyboard.
    pub fn be(&mut self, name: &str, email: &str) {
        for who in ["AUTHOR", "COMMITTER"] {
            self.set(&format!("GIT_{who}_NAME"), name);
            self.set(&format!("GIT_{who}_EMAIL"), email);
        }
    }

    /// A later time.
    pub fn at(&mut self, now: &str) {
        self.set("TRAMITE_NOW", now);
    }

    /// A command that is about to run `program` here.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.cwd).env_clear().envs(self.env.iter().cloned()).stdin(Stdio::null());
        command
    }

    /// Runs `tramite` without standard input.
    pub fn tramite(&self, args: &[&str]) -> Said {
        let mut command = self.command(env!("CARGO_BIN_EXE_tramite"));
        said(&command.args(args).output().unwrap())
    }

    /// Runs `tramite` with `input` on its standard input.
    pub fn tramite_with(&self, args: &[&str], input: &str) -> Said {
        let mut command = self.command(env!("CARGO_BIN_EXE_tramite"));
        feed(command.args(args), input)
    }

    /// Runs git.
    pub fn git(&self, args: &[&str]) -> Said {
        let mut command = self.command("git");
        command.env("GIT_AUTHOR_DATE", self.now()).env("GIT_COMMITTER_DATE", self.now());
        said(&command.args(args).output().unwrap())
    }

    /// Runs a shell line.
    pub fn sh(&self, line: &str) -> Said {
        said(&self.command("sh").args(["-c", line]).output().unwrap())
    }

    fn now(&self) -> String {
        self.env.iter().find(|(k, _)| k == "TRAMITE_NOW").map(|(_, v)| v.clone()).unwrap_or_default()
    }

    /// A file's text.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.cwd.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.cwd.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Stages everything and commits with plain git.
    pub fn commit(&self, message: &str) {
        self.git(&["add", "-A"]).ok();
        self.git(&["commit", "-q", "-m", message]).ok();
    }

    /// The repository is whole and the working tree clean.
    #[track_caller]
    pub fn is_clean(&self) {
        let fsck = self.git(&["fsck", "--strict", "--no-dangling"]);
        assert_eq!((fsck.code, fsck.out.as_str()), (0, ""), "{}", fsck.err);
        assert_eq!(self.git(&["status", "--porcelain"]).ok(), "");
    }

    /// The ticket's file, from the root of the desk.
    #[track_caller]
    pub fn ticket_file(&self, ticket: &str) -> String {
        let show = self.tramite(&["show", ticket, "--format", "json"]).json();
        show["ticket"]["path"].as_str().unwrap().to_owned()
    }
}

fn said(output: &Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn feed(command: &mut Command, input: &str) -> Said {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that does not read its input is no failure of the test's.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    said(&child.wait_with_output().unwrap())
}

fn path_with_binary() -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_tramite")).parent().unwrap().display().to_string();
    #[expect(clippy::disallowed_methods, reason = "the harness pins the rest of the environment")]
    let path = std::env::var("PATH").unwrap_or_default();
    format!("{binary}:{path}")
}

/// Whether files that the code writes are to be written anew (`UPDATE=1`) instead of compared.
pub fn update() -> bool {
    #[expect(clippy::disallowed_methods, reason = "a wish of the person who runs the tests")]
    std::env::var_os("UPDATE").is_some()
}
