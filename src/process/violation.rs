//! What a desk's rules say against a change.

use super::resolve::UnknownName;
use crate::model::Severity;
use std::fmt;

/// One thing that speaks against a change: what, why, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Id: `role`, `opening`, `transition`, `requirement`, `field_required`, `field_value`, a rule's own id …
    pub rule: String,
    /// What, why, how to mend it, in one line.
    pub message: String,
    /// Whether it refuses.
    pub severity: Severity,
    /// The ticket key or field that it is about.
    pub key: Option<String>,
    /// Whether all that is wrong is a name that the desk does not have: no rule refuses that, it is not there (8).
    pub unknown: bool,
    /// How to mend it, where its message does not say so.
    pub mend: Option<String>,
}

impl Violation {
    /// One that refuses.
    pub fn error(rule: &str, message: impl Into<String>) -> Self {
        Self {
            rule: rule.to_owned(),
            message: message.into(),
            severity: Severity::Error,
            key: None,
            unknown: false,
            mend: None,
        }
    }

    /// One that refuses because the desk knows nobody and nothing of that name.
    pub fn unknown(rule: &str, name: &UnknownName) -> Self {
        Self { unknown: true, ..Self::error(rule, name.to_string()) }
    }

    /// The same about one key.
    #[must_use]
    pub fn about(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    /// The same with how to mend it.
    #[must_use]
    pub fn mended(mut self, how: impl Into<String>) -> Self {
        self.mend = Some(how.into());
        self
    }

    /// The same with another severity.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Whether it refuses the change.
    pub fn refuses(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.rule)
    }
}
