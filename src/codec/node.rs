//! A YAML document as a tree that remembers where and how each scalar was written.

use std::borrow::Cow;

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Without quotes: the only style in which `null` can mean nothing.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// A literal or folded block.
    Block,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Data<'a> {
    /// A scalar's text as YAML gives it, untyped.
    Scalar(Cow<'a, str>, Style),
    /// A list.
    Seq(Vec<Node<'a>>),
    /// A mapping in the file's order; keys are scalars and unique.
    Map(Vec<(Node<'a>, Node<'a>)>),
}

/// One node and its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node<'a> {
    /// What it is.
    pub data: Data<'a>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub col: u32,
    /// Whether a collection was written in brackets or braces.
    pub flow: bool,
}

impl<'a> Node<'a> {
    /// A scalar.
    pub fn scalar(text: impl Into<Cow<'a, str>>, style: Style, line: u32, col: u32) -> Self {
        Self { data: Data::Scalar(text.into(), style), line, col, flow: false }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar(text, _) => Some(text),
            Data::Seq(_) | Data::Map(_) => None,
        }
    }

    /// Whether nothing was written, or one of YAML's words for it.
    pub fn is_null(&self) -> bool {
        matches!(&self.data, Data::Scalar(text, Style::Plain)
            if matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// Its entries, where it is a mapping.
    pub fn entries(&self) -> Option<&[(Node<'a>, Node<'a>)]> {
        match &self.data {
            Data::Map(entries) => Some(entries),
            Data::Scalar(..) | Data::Seq(_) => None,
        }
    }

    /// The value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entries()?.iter().find(|(k, _)| k.text() == Some(key)).map(|(_, value)| value)
    }

    /// What it is, for messages.
    pub fn what(&self) -> String {
        match &self.data {
            _ if self.is_null() => "nothing".to_owned(),
            Data::Scalar(text, _) if text.chars().count() > 40 => "a long text".to_owned(),
            Data::Scalar(text, _) => format!("the text {text:?}"),
            Data::Seq(_) => "a list".to_owned(),
            Data::Map(_) => "a mapping".to_owned(),
        }
    }

    /// Whether two nodes say the same, wherever they stand.
    pub fn says_the_same(&self, other: &Node<'_>) -> bool {
        match (&self.data, &other.data) {
            (Data::Scalar(a, _), Data::Scalar(b, _)) => a == b,
            (Data::Seq(a), Data::Seq(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_the_same(b))
            }
            (Data::Map(a), Data::Map(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|((k, v), (l, w))| k.says_the_same(l) && v.says_the_same(w))
            }
            _ => false,
        }
    }

    /// How many nodes it and what it holds are.
    pub fn count(&self) -> usize {
        1 + match &self.data {
            Data::Scalar(..) => 0,
            Data::Seq(items) => items.iter().map(Node::count).sum(),
            Data::Map(entries) => entries.iter().map(|(k, v)| k.count() + v.count()).sum(),
        }
    }
}
