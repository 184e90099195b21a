//! A maildir: messages to go are in `new/`, those that went in `cur/`, each in a file of its own that its id names.
//! What is in either is not delivered again, so that overlapping runs send nothing twice.

use super::{Ui, UiError};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder with `tmp/`, `new/` and `cur/`.
#[derive(Debug)]
pub struct Maildir(PathBuf);

const fn io(what: &'static str) -> impl Fn(std::io::Error) -> UiError {
    move |source| UiError::Io { what, source }
}

/// What a message's id is as a file's name.
fn file(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() || "@.-_".contains(c) { c } else { '_' }).collect()
}

impl Maildir {
    /// Opens a maildir, or makes it.
    pub fn open(dir: &Path) -> Result<Self, UiError> {
        for part in ["tmp", "new", "cur"] {
            fs::create_dir_all(dir.join(part)).map_err(io("make the maildir"))?;
        }
        Ok(Self(dir.to_owned()))
    }

    /// Whether a message was delivered, here or on from here.
    pub fn has(&self, id: &str) -> bool {
        let name = file(id);
        self.0.join("new").join(&name).exists() || self.0.join("cur").join(format!("{name}:2,S")).exists()
    }

    /// Puts a message into `new/`, whole or not at all.
    pub fn deliver(&self, id: &str, bytes: &[u8]) -> Result<(), UiError> {
        let (from, to) = (self.0.join("tmp").join(file(id)), self.0.join("new").join(file(id)));
        let written =
            fs::File::create(&from).and_then(|mut out| out.write_all(bytes).and_then(|()| out.sync_all()));
        written.and_then(|()| fs::rename(&from, &to)).map_err(io("write into the maildir"))
    }

    /// What is still to go, by name.
    pub fn waiting(&self) -> Result<Vec<PathBuf>, UiError> {
        let entries = fs::read_dir(self.0.join("new")).map_err(io("read the maildir"))?;
        let mut all: Vec<PathBuf> =
            entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        all.sort();
        Ok(all)
    }

    /// Remembers that a message of [`Self::waiting`] went.
    pub fn gone(&self, message: &Path) -> Result<(), UiError> {
        let name = message.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        fs::rename(message, self.0.join("cur").join(format!("{name}:2,S")))
            .map_err(io("move within the maildir"))
    }
}

impl Ui {
    /// Gives a message to a program on its standard input; why it did not take it.
    pub fn hand_over(&self, program: &str, message: &Path) -> Result<(), String> {
        let mut words = program.split_whitespace();
        let name = words.next().ok_or("no program is named")?;
        let input = fs::File::open(message).map_err(|error| error.to_string())?;
        let output = Command::new(name)
            .args(words)
            .stdin(Stdio::from(input))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .output()
            .map_err(|error| format!("{name}: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        let said =
            String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().trim().to_owned();
        Err(if said.is_empty() {
            format!("{name} ended with {}", output.status)
        } else {
            format!("{name}: {said}")
        })
    }
}
