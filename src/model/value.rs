//! Values whose scalars are kept as the text they were written in.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The value of a field or of an unknown key. A scalar is text: `12.10` stays `12.10` (3); the type's
/// template says what the text means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A scalar, as written.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A mapping, by key.
    Map(BTreeMap<String, Value>),
}

impl Value {
    /// The text of a scalar; `None` for lists and mappings.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// Every scalar in it, in order.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::List(items) => items.iter().flat_map(Self::texts).collect(),
            Self::Map(map) => map.values().flat_map(Self::texts).collect(),
        }
    }

    /// Whether it holds nothing: an empty text, list or mapping.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(map) => map.is_empty(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Text compared as people do: without case, accents and runs of blanks (E4).
pub fn plain(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    let folded: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn plain_text_has_no_case_accents_or_double_blanks() {
        assert_eq!(plain("  Em  Revisão "), "em revisao");
        assert_eq!(plain("AÇÃO"), "acao");
    }
}
