//! `--by`: tickets by what they hold under a key.

use super::{Derived, FilterError, Key, Place, Query, Scope};
use crate::model::config::Config;

/// A key by which tickets are grouped: one of the ticket's file, `category`, a field, or a dotted one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupKey(Key);

impl GroupKey {
    /// Reads a key. One that the desk does not know is an error that names the nearest; so is one that is worked out
    /// from history, since its values are as many as tickets.
    pub fn read(text: &str, config: &Config) -> Result<Self, FilterError> {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@');
        if text.is_empty() || text.starts_with('-') || !text.chars().all(plain) {
            return Err(FilterError::at(0, format!("{text:?} is not a key"))
                .hint("group by a key such as priority, team, organization, or a field's id"));
        }
        Query::parse(&format!("{text}:none"))?.checked(config, Place::Anywhere)?;
        match Key::read(text) {
            Key::Derived(Derived::Breached | Derived::AtRisk | Derived::SlaState(_)) | Key::Changed => {
                Err(FilterError::at(0, format!("tickets cannot be grouped by {text:?}"))
                    .hint("ask for it with --query"))
            }
            Key::Derived(_) => Err(FilterError::at(0, format!("tickets cannot be grouped by {text:?}"))
                .hint("group by month, or by a key of the ticket's file")),
            key => Ok(Self(key)),
        }
    }

    /// What the ticket holds, several values with commas; `None` where it holds nothing.
    pub fn of(&self, scope: &Scope) -> Option<String> {
        let texts = super::values::values(&self.0, scope);
        (!texts.is_empty()).then(|| texts.join(","))
    }

    /// The key as it is written.
    pub fn name(&self) -> String {
        match &self.0 {
            Key::Field { id, .. } => id.clone(),
            key => key.to_string(),
        }
    }
}
