//! serde over a tree of nodes: errors know their place, scalars asked for as text are the text as written, and
//! keys that nothing reads are collected.

use super::node::{Data, Node};
use super::reader::did_you_mean;
use crate::model::{Finding, Severity};
use serde::Deserializer;
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use std::cell::RefCell;
use std::fmt;

/// Why a node is not what was asked for.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
pub(super) struct DeError {
    /// What, and how to mend it.
    pub message: String,
    /// Line and column.
    pub at: Option<(u32, u32)>,
    /// The error's rule.
    pub rule: &'static str,
}

impl DeError {
    fn new(rule: &'static str, message: String) -> Self {
        Self { message, at: None, rule }
    }

    fn or_at(mut self, node: &Node<'_>) -> Self {
        self.at = self.at.or(Some((node.line, node.col)));
        self
    }
}

impl de::Error for DeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new("bad_value", message.to_string())
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new("wrong_shape", format!("found {}, expected {expected}", words(&unexpected)))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new("bad_value", format!("found {}, expected {expected}", words(&unexpected)))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("missing_key", format!("key `{field}` is missing"))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let mend = did_you_mean(variant, expected);
        Self::new("bad_value", format!("{variant:?} is not one of {}{mend}", expected.join(", ")))
    }
}

fn words(unexpected: &Unexpected<'_>) -> String {
    match unexpected {
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a mapping".to_owned(),
        Unexpected::Unit | Unexpected::Option => "nothing".to_owned(),
        Unexpected::Str(text) => format!("{text:?}"),
        other => other.to_string(),
    }
}

/// Where findings go while a file is read.
pub(super) struct Context<'p> {
    /// The file.
    pub path: &'p str,
    /// Keys that nothing reads.
    pub findings: RefCell<Vec<Finding>>,
}

impl Context<'_> {
    /// Reports a key that nothing reads.
    pub fn unknown(&self, key: &Node<'_>, known: &[&str]) {
        let text = key.text().unwrap_or_default();
        let mend = did_you_mean(text, known);
        let message = if mend.is_empty() {
            format!("unknown key `{text}`; known here: {}", known.join(", "))
        } else {
            format!("unknown key `{text}`{mend}")
        };
        let finding = Finding::error("unknown_key", message)
            .in_file(self.path)
            .at(key.line, key.col)
            .with_severity(Severity::Warning);
        let mut findings = self.findings.borrow_mut();
        // A value can be visited more than once.
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
}

/// A node as serde sees it.
#[derive(Clone, Copy)]
pub(super) struct De<'n, 'a, 'c> {
    node: &'n Node<'a>,
    context: &'c Context<'c>,
}

impl<'n, 'a, 'c> De<'n, 'a, 'c> {
    /// A node, with a place for findings.
    pub fn new(node: &'n Node<'a>, context: &'c Context<'c>) -> Self {
        Self { node, context }
    }

    fn expected(self, what: &str) -> DeError {
        DeError::new("wrong_shape", format!("found {}, expected {what}", self.node.what())).or_at(self.node)
    }

    fn scalar(self, what: &str) -> Result<&'n str, DeError> {
        self.node.text().ok_or_else(|| self.expected(what))
    }

    fn number<T: std::str::FromStr>(self) -> Result<T, DeError> {
        let text = self.scalar("a number")?;
        text.trim().replace('_', "").parse().map_err(|_| self.expected("a number"))
    }

    fn map<V: Visitor<'n>>(
        self,
        known: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, DeError> {
        let entries: &'n [(Node<'a>, Node<'a>)] = match &self.node.data {
            Data::Map(entries) => entries,
            _ if self.node.is_null() => &[],
            _ => return Err(self.expected("a mapping")),
        };
        if let Some(known) = known {
            for (key, _) in entries {
                if !known.contains(&key.text().unwrap_or_default()) {
                    self.context.unknown(key, known);
                }
            }
        }
        visitor
            .visit_map(Entries { rest: entries.iter(), value: None, context: self.context })
            .map_err(|error| error.or_at(self.node))
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
            visitor.$visit(self.number()?).map_err(|error: DeError| error.or_at(self.node))
        }
    )*};
}

impl<'n> Deserializer<'n> for De<'n, '_, '_> {
    type Error = DeError;

    /// For those who look before they know: scalars are texts, so that `12.10` and `yes` stay what they are.
    fn deserialize_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        match &self.node.data {
            _ if self.node.is_null() => visitor.visit_unit(),
            Data::Scalar(text, _) => visitor.visit_borrowed_str(text),
            Data::Seq(_) => return self.deserialize_seq(visitor),
            Data::Map(_) => return self.deserialize_map(visitor),
        }
        .map_err(|error: DeError| error.or_at(self.node))
    }

    fn deserialize_bool<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        match self.scalar("true or false")?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => visitor.visit_bool(true),
            "false" | "no" | "off" => visitor.visit_bool(false),
            _ => Err(self.expected("true or false")),
        }
    }

    numbers! {
        deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32 deserialize_u64 visit_u64
        deserialize_f32 visit_f32 deserialize_f64 visit_f64
    }

    fn deserialize_str<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        let text = self.scalar("a text")?;
        visitor.visit_borrowed_str(text).map_err(|error: DeError| error.or_at(self.node))
    }

    fn deserialize_string<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        if self.node.is_null() { visitor.visit_unit() } else { Err(self.expected("nothing")) }
    }

    fn deserialize_unit_struct<V: Visitor<'n>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'n>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeError> {
        visitor.visit_newtype_struct(self)
    }

    /// A scalar where a list is asked for is a list of one.
    fn deserialize_seq<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        let items = match &self.node.data {
            Data::Seq(items) => items.as_slice(),
            _ if self.node.is_null() => &[],
            Data::Scalar(..) => std::slice::from_ref(self.node),
            Data::Map(_) => return Err(self.expected("a list")),
        };
        visitor
            .visit_seq(Items { items: items.iter(), context: self.context })
            .map_err(|error| error.or_at(self.node))
    }

    fn deserialize_tuple<V: Visitor<'n>>(self, _: usize, visitor: V) -> Result<V::Value, DeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'n>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        self.map(None, visitor)
    }

    fn deserialize_struct<V: Visitor<'n>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        self.map(Some(fields), visitor)
    }

    fn deserialize_enum<V: Visitor<'n>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        let text = self.scalar(&format!("one of {}", variants.join(", ")))?;
        let name: StrDeserializer<'n, DeError> = text.into_deserializer();
        visitor.visit_enum(name).map_err(|error| error.or_at(self.node))
    }

    fn deserialize_ignored_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DeError> {
        visitor.visit_unit()
    }
}

/// The items of a list.
struct Items<'n, 'a, 'c> {
    items: std::slice::Iter<'n, Node<'a>>,
    context: &'c Context<'c>,
}

impl<'n> SeqAccess<'n> for Items<'n, '_, '_> {
    type Error = DeError;

    fn next_element_seed<T: DeserializeSeed<'n>>(&mut self, seed: T) -> Result<Option<T::Value>, DeError> {
        let Some(node) = self.items.next() else { return Ok(None) };
        seed.deserialize(De::new(node, self.context)).map(Some).map_err(|error| error.or_at(node))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of a mapping.
struct Entries<'n, 'a, 'c> {
    rest: std::slice::Iter<'n, (Node<'a>, Node<'a>)>,
    value: Option<&'n Node<'a>>,
    context: &'c Context<'c>,
}

impl<'n> MapAccess<'n> for Entries<'n, '_, '_> {
    type Error = DeError;

    fn next_key_seed<K: DeserializeSeed<'n>>(&mut self, seed: K) -> Result<Option<K::Value>, DeError> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(De::new(key, self.context)).map(Some).map_err(|error| error.or_at(key))
    }

    fn next_value_seed<V: DeserializeSeed<'n>>(&mut self, seed: V) -> Result<V::Value, DeError> {
        let node =
            self.value.take().ok_or_else(|| de::Error::custom("a value was asked for before its key"))?;
        seed.deserialize(De::new(node, self.context)).map_err(|error| error.or_at(node))
    }
}
