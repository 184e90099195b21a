//! What can go wrong for a person: what, why, how to mend it, and the exit code it means (8).

use crate::model::Finding;
use std::fmt;

/// The classes of failure, each with its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something was found: 1.
    Findings,
    /// Wrong usage: 2.
    Usage,
    /// No such desk, ticket, macro …: 3.
    NotFound,
    /// The desk's rules refuse it: 4.
    Refused,
    /// Conflict with someone else's change: 5.
    Conflict,
    /// Shallow clone, no identity, locked, I/O: 6.
    Environment,
}

impl Kind {
    /// The process's exit code.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Findings => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Refused => 4,
            Self::Conflict => 5,
            Self::Environment => 6,
        }
    }
}

/// One failure, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Its class.
    pub kind: Kind,
    /// What happened.
    pub what: String,
    /// Why, a line each.
    pub why: Vec<String>,
    /// How to mend it, a line each.
    pub mend: Vec<String>,
    /// What has been said already needs only its exit code.
    said: Option<u8>,
    /// Whether standard output failed, and nothing else.
    output: bool,
}

impl Error {
    /// A failure of class `kind`.
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), why: Vec::new(), mend: Vec::new(), said: None, output: false }
    }

    /// A failure that has been told, with its exit code.
    pub fn silent(code: u8) -> Self {
        Self { said: Some(code), ..Self::new(Kind::Usage, "") }
    }

    /// Whether it has been told.
    pub fn is_silent(&self) -> bool {
        self.said.is_some()
    }

    /// What was to be said could not be written.
    pub fn of_output(what: impl Into<String>) -> Self {
        Self { output: true, ..Self::environment(what) }
    }

    /// Whether all that failed is to say what was done.
    pub fn is_of_output(&self) -> bool {
        self.output
    }

    /// The process's exit code.
    pub fn code(&self) -> u8 {
        self.said.unwrap_or_else(|| self.kind.exit_code())
    }

    /// Wrong usage.
    pub fn usage(what: impl Into<String>) -> Self {
        Self::new(Kind::Usage, what)
    }

    /// What was typed cannot be read; `error` ends in `: write …`, which is how to mend it.
    pub fn unreadable(error: &impl fmt::Display) -> Self {
        let text = error.to_string();
        match text.rsplit_once(": write ") {
            Some((what, how)) => Self::usage(what).mend(format!("write {how}")),
            None => Self::usage(text),
        }
    }

    /// No such thing.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, what)
    }

    /// Refused by the desk's rules.
    pub fn refused(what: impl Into<String>) -> Self {
        Self::new(Kind::Refused, what)
    }

    /// The machine's or the repository's fault.
    pub fn environment(what: impl Into<String>) -> Self {
        Self::new(Kind::Environment, what)
    }

    /// With a reason.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> Self {
        self.why.push(why.into());
        self
    }

    /// With a mend.
    #[must_use]
    pub fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend.push(mend.into());
        self
    }

    /// What stands in a file that cannot be used.
    pub fn finding(finding: &Finding) -> Self {
        let place = match (&finding.path, finding.line) {
            (Some(path), Some(line)) => format!("{path}:{line}: "),
            (Some(path), None) => format!("{path}: "),
            _ => String::new(),
        };
        Self::refused(format!("{place}{}", finding.message))
            .mend("`tramite validate` lists everything that is wrong")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        for why in &self.why {
            write!(f, ": {why}")?;
        }
        for mend in &self.mend {
            write!(f, "; {mend}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
