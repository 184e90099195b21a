//! The terminal: the only place that reads standard input and writes standard output and error.
//!
//! Text that comes here is laid out and safe already ([`crate::render`]). Without a terminal nothing is asked, paged,
//! coloured or animated.

mod editor;
mod maildir;
mod output;
mod progress;
mod prompt;

pub use maildir::Maildir;
pub use progress::Progress;
pub use prompt::Choice;

use crate::env::Env;
use crate::locale::Locale;
use crate::render::Page;
use std::io::IsTerminal;

/// What went wrong between the program and the person.
#[derive(Debug, thiserror::Error)]
pub enum UiError {
    /// Writing or reading failed.
    #[error("cannot {what}: {source}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// Why it failed.
        source: std::io::Error,
    },
    /// Something must be asked and nobody is there.
    #[error("{what} is needed and there is no terminal to ask on: {hint}")]
    NoTerminal {
        /// What is needed.
        what: String,
        /// The option that gives it.
        hint: String,
    },
    /// The editor did not do its work.
    #[error("the editor {command:?} failed{}: set GIT_EDITOR or EDITOR, or give the text with -m or -F", if .why.is_empty() { String::new() } else { format!(" ({})", .why) })]
    Editor {
        /// The command.
        command: String,
        /// Why.
        why: String,
    },
    /// The person gave nothing.
    #[error("{what} is empty: nothing was written, nothing is changed")]
    Empty {
        /// What was asked for.
        what: String,
    },
    /// The person went away.
    #[error("interrupted: nothing is changed")]
    Interrupted,
    /// Input is not UTF-8.
    #[error("{what} is not valid UTF-8: convert it, for example with iconv -f latin1 -t utf-8")]
    NotUtf8 {
        /// What was read.
        what: String,
    },
}

/// The terminal as it is for this process.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of another stream")]
pub struct Ui {
    /// Whether standard input is a terminal.
    pub stdin_is_tty: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_tty: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_tty: bool,
    /// Columns of standard output's terminal; `None` where it is none.
    pub width: Option<usize>,
    /// Whether standard output takes colours.
    pub color: bool,
    /// Whether standard error takes colours.
    pub color_err: bool,
    /// `core.pager` and `core.editor` of git's configuration, where the caller has read them.
    pub git_pager: Option<String>,
    /// See `git_pager`.
    pub git_editor: Option<String>,
    env: Env,
}

impl Ui {
    /// The process's terminal.
    pub fn new(env: &Env) -> Self {
        let tty = [
            std::io::stdin().is_terminal(),
            std::io::stdout().is_terminal(),
            std::io::stderr().is_terminal(),
        ];
        let size = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self::with(env, tty, size)
    }

    /// A terminal with standard input, output and error as said, of so many columns.
    pub fn with(env: &Env, [stdin, stdout, stderr]: [bool; 3], columns: Option<usize>) -> Self {
        let color = |tty: bool| !env.no_color && (env.force_color || (tty && !env.dumb));
        Self {
            stdin_is_tty: stdin,
            stdout_is_tty: stdout,
            stderr_is_tty: stderr,
            // COLUMNS goes first, as in git, so that a person can ask for another width.
            width: stdout.then(|| env.columns.or(columns.filter(|c| *c > 0)).unwrap_or(80)),
            color: color(stdout),
            color_err: color(stderr),
            git_pager: None,
            git_editor: None,
            env: env.clone(),
        }
    }

    /// A new folder for what a person may want to keep: it is not removed.
    pub fn temporary_folder(&self, prefix: &str) -> Result<std::path::PathBuf, UiError> {
        let made = tempfile::Builder::new().prefix(prefix).tempdir();
        made.map(tempfile::TempDir::keep)
            .map_err(|source| UiError::Io { what: "make a temporary folder", source })
    }

    /// The page that standard output is.
    pub fn page(&self, locale: Locale) -> Page {
        Page { width: self.width, color: self.color, locale }
    }

    /// Standard input, to be read line by line.
    pub fn stdin(&self) -> Box<dyn std::io::BufRead> {
        Box::new(std::io::stdin().lock())
    }

    /// Whether an editor was chosen, here or in git's configuration; else it would be `vi`.
    pub fn has_editor(&self) -> bool {
        [&self.env.git_editor, &self.git_editor, &self.env.visual, &self.env.editor]
            .iter()
            .any(|e| e.is_some())
    }

    /// Whether a person can be asked: questions are written to standard error and answered on standard input.
    pub fn can_ask(&self) -> bool {
        self.stdin_is_tty && self.stderr_is_tty && !self.env.dumb
    }
}

#[cfg(test)]
mod tests;
