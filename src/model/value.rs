//! Values whose scalars are kept as the text they were written in.

use serde::{Deserialize, Deserializer, Serialize, de};
use std::collections::BTreeMap;
use std::fmt;

/// The value of a field or of an unknown key. A scalar is text: `12.10` stays `12.10` (3); the type's
/// template says what the text means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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

impl<'de> Deserialize<'de> for Value {
    /// Any scalar is its text, and nothing is the empty text, so that neither YAML's nor JSON's types get lost.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text, a list or a mapping")
            }
            fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
                Ok(Value::from(""))
            }
            fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Value, E> {
                Ok(Value::Text(flag.to_string()))
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
                Ok(Value::Text(number.to_string()))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
                Ok(Value::Text(number.to_string()))
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
                Ok(Value::Text(number.to_string()))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value::from(text))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Value::List(items))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some((key, value)) = map.next_entry()? {
                    entries.insert(key, value);
                }
                Ok(Value::Map(entries))
            }
        }
        deserializer.deserialize_any(Visitor)
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
    // Most text of most desks, without the tables of all the others.
    if text.is_ascii() {
        let mut plain = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !plain.is_empty() {
                plain.push(' ');
            }
            plain.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        }
        return plain;
    }
    let folded: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Value, plain};

    #[test]
    fn plain_text_has_no_case_accents_or_double_blanks() {
        assert_eq!(plain("  Em  Revisão "), "em revisao");
        assert_eq!(plain("AÇÃO"), "acao");
    }

    #[test]
    fn any_scalar_is_its_text() {
        let value: Value = serde_json::from_str(r#"{"a":[1,true,null,"x"]}"#).unwrap();
        let texts = ["1", "true", "", "x"].map(Value::from).to_vec();
        assert_eq!(value, Value::Map([("a".to_owned(), Value::List(texts))].into()));
    }
}
