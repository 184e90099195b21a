//! A filter as read, and its canonical text.

use super::{Derived, FilterError, Key, Stored};
use crate::model::config::OneOrMany;
use std::fmt;

/// Filters of which any may hold; without any, it holds for every ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The filters, joined by *or*.
    pub any: Vec<Filter>,
}

/// Terms all of which must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The terms, joined by *and*.
    pub terms: Vec<Term>,
}

impl Query {
    /// What holds where both hold.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        if self.any.is_empty() {
            return other.clone();
        }
        if other.any.is_empty() {
            return self.clone();
        }
        let both =
            |a: &Filter, b: &Filter| Filter { terms: a.terms.iter().chain(&b.terms).cloned().collect() };
        Self { any: self.any.iter().flat_map(|a| other.any.iter().map(move |b| both(a, b))).collect() }
    }
}

/// Where something stands in its text. Two terms are equal wherever they stand.
#[derive(Debug, Clone, Copy, Default)]
pub struct At(pub usize);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for At {}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// `-` or `!`: it must not hold.
    pub negated: bool,
    /// The condition.
    pub body: TermBody,
    /// Byte offset in the text.
    pub at: At,
}

/// What a term asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermBody {
    /// A bare word: the ticket's text has a word that begins like it.
    Word(String),
    /// Words in quotes: the ticket's text has exactly these, in this order.
    Phrase(String),
    /// `key:value,value`: any of the values.
    Key(Key, Vec<Item>),
}

/// One value of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The condition on the key's value.
    pub test: Test,
    /// Byte offset in the text.
    pub at: At,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Op {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    /// Whether it holds of two values that compare so.
    pub const fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }
}

/// A condition on one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// `none`: there is no value.
    None,
    /// `me`: whoever asks.
    Me,
    /// Equal.
    Is(String),
    /// Less or greater.
    Compare(Op, String),
    /// `a..b`, both included; either end may be open.
    Range(Option<String>, Option<String>),
}

impl Query {
    /// Reads one filter; a blank text is a query that holds for every ticket.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let filter: Filter = text.parse()?;
        Ok(Self { any: if filter.terms.is_empty() { Vec::new() } else { vec![filter] } })
    }

    /// Reads a filter as a configuration writes it: a list means *or*.
    pub fn compile(texts: &OneOrMany) -> Result<Self, FilterError> {
        if let [text] = texts.0.as_slice() {
            return Self::parse(text);
        }
        let read = |(part, text): (usize, &String)| text.parse().map_err(|e| FilterError { part, ..e });
        Ok(Self { any: texts.0.iter().enumerate().map(read).collect::<Result<_, _>>()? })
    }

    /// Canonical texts, one a filter: what [`Query::compile`] reads.
    pub fn texts(&self) -> OneOrMany {
        OneOrMany(self.any.iter().map(ToString::to_string).collect())
    }

    /// Whether it was given no filter at all.
    pub fn is_empty(&self) -> bool {
        self.any.is_empty()
    }

    /// All terms, of all filters.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.any.iter().flat_map(|filter| &filter.terms)
    }

    /// The keys that it asks about, each once.
    pub fn references(&self) -> Vec<Key> {
        let mut keys = Vec::new();
        for term in self.terms() {
            if let TermBody::Key(key, _) = &term.body
                && !keys.contains(key)
            {
                keys.push(key.clone());
            }
        }
        keys
    }

    /// Whether it needs [`super::Facts`]: a derived key, or whether a link is done.
    pub fn needs_facts(&self) -> bool {
        fn needs(key: &Key) -> bool {
            matches!(key, Key::Derived(_)) || matches!(key, Key::Reach(_, path) if path == &["done"])
        }
        self.references().iter().any(needs)
    }

    /// Whether it asks for tickets that are over, so that a list does not leave these out by itself (8): a
    /// term that wants some status, category, day of closing, or one ticket by its number.
    pub fn mentions_final(&self) -> bool {
        self.terms().filter(|term| !term.negated).any(|term| {
            let TermBody::Key(key, items) = &term.body else { return false };
            let wants = |test: fn(&Test) -> bool| items.iter().any(|item| test(&item.test));
            match key {
                Key::Stored(Stored::Status | Stored::Category) => true,
                Key::Reach(base, _) => **base == Key::Stored(Stored::Status),
                Key::Derived(Derived::Closed) => wants(|test| *test != Test::None),
                Key::Stored(Stored::Number | Stored::Uid) => wants(|test| matches!(test, Test::Is(_))),
                _ => false,
            }
        })
    }

    /// The same as a filter on the requester: bare keys are what `requester.` reaches (`trained:true`, C4).
    #[must_use]
    pub fn of_requester(&self) -> Self {
        let mut query = self.clone();
        for term in query.any.iter_mut().flat_map(|filter| &mut filter.terms) {
            if let TermBody::Key(key, _) = &mut term.body {
                *key = key.of_requester();
            }
        }
        query
    }
}

/// Whether a value may stand without quotes and still be read as this text.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(['<', '>', '='])
        && !text.contains("..")
        && !text.contains([',', '"'])
        && !text.contains(char::is_whitespace)
        && text != "none"
        && text != "me"
}

fn write_value(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if is_plain(text) { f.write_str(text) } else { write_quoted(f, text) }
}

fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Me => f.write_str("me"),
            Self::Is(text) => write_value(f, text),
            Self::Compare(op, text) => {
                f.write_str(op.as_str())?;
                write_value(f, text)
            }
            Self::Range(from, to) => {
                // A point at the edge would make `a...b`, which reads otherwise.
                let end = |f: &mut fmt::Formatter<'_>, text: &Option<String>| match text {
                    None => Ok(()),
                    Some(text) if text.starts_with('.') || text.ends_with('.') => write_quoted(f, text),
                    Some(text) => write_value(f, text),
                };
                end(f, from)?;
                f.write_str("..")?;
                end(f, to)
            }
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("-")?;
        }
        match &self.body {
            TermBody::Word(word) => f.write_str(word),
            TermBody::Phrase(words) => write_quoted(f, words),
            TermBody::Key(key, items) => {
                write!(f, "{key}:")?;
                for (n, item) in items.iter().enumerate() {
                    write!(f, "{}{}", if n > 0 { "," } else { "" }, item.test)?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Filter {
    /// Canonical text: reading it gives an equal filter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, term) in self.terms.iter().enumerate() {
            write!(f, "{}{term}", if n > 0 { " " } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Display for Query {
    /// Canonical text. Of several filters it is for people; [`Query::texts`] can be read again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, filter) in self.any.iter().enumerate() {
            write!(f, "{}{filter}", if n > 0 { " or " } else { "" })?;
        }
        Ok(())
    }
}
