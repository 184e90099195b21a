//! What is wrong with a filter.

use std::fmt;

/// A mistake in a filter, where it is, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// What is wrong, with the term in quotes.
    pub message: String,
    /// Which text of a list of filters, from 0.
    pub part: usize,
    /// Bytes from the beginning of that text.
    pub offset: usize,
    /// How to mend it.
    pub hint: Option<String>,
    /// Whether the filter can be used all the same (an unknown status simply matches nothing).
    pub warning: bool,
}

impl FilterError {
    /// A mistake at `offset`.
    pub(super) fn at(offset: usize, message: impl Into<String>) -> Self {
        Self { message: message.into(), part: 0, offset, hint: None, warning: false }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn warn(mut self) -> Self {
        self.warning = true;
        self
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "; {hint}"))
    }
}

impl std::error::Error for FilterError {}
