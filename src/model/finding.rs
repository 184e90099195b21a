//! What `validate` and `check` find (8.1).

use serde::{Deserialize, Serialize};

/// How bad a finding is (3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Refused on write; exit 1.
    #[default]
    Error,
    /// Shown, not refused.
    Warning,
    /// Only in `report gaps`.
    Gap,
}

/// One thing that is wrong, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The file, from the root of the tree.
    pub path: Option<String>,
    /// Line in the file, from 1.
    pub line: Option<u32>,
    /// Column in the line in characters, from 1.
    pub column: Option<u32>,
    /// The ticket's number.
    pub ticket: Option<String>,
    /// The commit's id.
    pub commit: Option<String>,
    /// The rule's id.
    pub rule: String,
    /// What, why, and how to mend it.
    pub message: String,
    /// How bad.
    pub severity: Severity,
}

impl Finding {
    /// An error of rule `rule` with nothing said of where.
    pub fn error(rule: &str, message: impl Into<String>) -> Self {
        Self {
            path: None,
            line: None,
            column: None,
            ticket: None,
            commit: None,
            rule: rule.to_owned(),
            message: message.into(),
            severity: Severity::Error,
        }
    }

    /// The same in file `path`.
    #[must_use]
    pub fn in_file(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// The same at a place in its file.
    #[must_use]
    pub fn at(mut self, line: u32, column: u32) -> Self {
        (self.line, self.column) = (Some(line), Some(column));
        self
    }

    /// The same with another severity.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}
