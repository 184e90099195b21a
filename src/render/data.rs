//! A report as rows of typed cells, before it has a format.

use super::Tone;
use crate::locale::{Locale, Moment};
use chrono::{DateTime, FixedOffset, SecondsFormat};

/// On which side a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Text.
    #[default]
    Left,
    /// Numbers and spans.
    Right,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name for machines: the header in CSV.
    pub key: String,
    /// Its title for people.
    pub title: String,
    /// The side of its cells.
    pub align: Align,
    /// Whether long text goes on in a further line instead of being cut.
    pub wrap: bool,
    /// Among columns that do not fit, those with the smallest number go first; the first column always stays.
    pub keep: u8,
}

impl Column {
    /// A column of text with the locale's title for `key`, else `key` itself.
    pub fn new(key: &str, locale: Locale) -> Self {
        Self::titled(key, locale.column(key).unwrap_or(key))
    }

    /// A column of text in a table about the desk itself.
    pub fn headed(key: &str, locale: Locale) -> Self {
        Self::titled(key, locale.heading(key))
    }

    /// A column of text.
    pub fn titled(key: &str, title: &str) -> Self {
        Self { key: key.to_owned(), title: title.to_owned(), align: Align::Left, wrap: false, keep: 5 }
    }

    /// The same for numbers.
    #[must_use]
    pub fn right(mut self) -> Self {
        self.align = Align::Right;
        self
    }

    /// The same with long text wrapped.
    #[must_use]
    pub fn wrapped(mut self) -> Self {
        self.wrap = true;
        self
    }

    /// The same with a rank for narrow terminals: 0 goes first, 9 last; 5 is the usual one.
    #[must_use]
    pub fn keep(mut self, rank: u8) -> Self {
        self.keep = rank;
        self
    }
}

/// What a cell holds, typed, so that each format writes it its own way.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// Text, perhaps of others.
    Text(String),
    /// Something that has an id for programs and a name for people: a status, a priority, a state, a person.
    Named {
        /// What JSON has.
        id: String,
        /// What people call it.
        label: String,
    },
    /// A count.
    Integer(i64),
    /// A number in plain decimal form: `1234.50`.
    Number(String),
    /// An amount in plain decimal form.
    Money(String),
    /// A share of one.
    Share(f64),
    /// A day or an instant.
    Moment(Moment),
    /// Working time in seconds.
    Duration(i64),
    /// Calendar time in seconds.
    Age(i64),
    /// Yes or no.
    Bool(bool),
}

/// A cell: what it holds and how it is meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it holds.
    pub content: Content,
    /// How it is meant; colour on a terminal, nothing elsewhere.
    pub tone: Tone,
}

impl From<Content> for Cell {
    fn from(content: Content) -> Self {
        Self { content, tone: Tone::Plain }
    }
}

impl From<DateTime<FixedOffset>> for Cell {
    fn from(at: DateTime<FixedOffset>) -> Self {
        Content::Moment(Moment::At(at)).into()
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::empty, Into::into)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<i64> for Cell {
    fn from(count: i64) -> Self {
        Content::Integer(count).into()
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Content::Bool(value).into()
    }
}

impl Cell {
    /// An empty cell.
    pub fn empty() -> Self {
        Content::Empty.into()
    }

    /// A cell of text.
    pub fn text(text: impl Into<String>) -> Self {
        Content::Text(text.into()).into()
    }

    /// A cell of what has an id for programs and a name for people.
    pub fn named(id: impl Into<String>, label: impl Into<String>) -> Self {
        Content::Named { id: id.into(), label: label.into() }.into()
    }

    /// Working time in seconds.
    pub fn duration(seconds: i64) -> Self {
        Content::Duration(seconds).into()
    }

    /// Calendar time in seconds.
    pub fn age(seconds: i64) -> Self {
        Content::Age(seconds).into()
    }

    /// A share of one.
    pub fn share(share: f64) -> Self {
        Content::Share(share).into()
    }

    /// The same with a tone.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// What a person reads, not yet made safe for any format.
    pub fn human(&self, locale: Locale) -> String {
        match &self.content {
            Content::Empty => String::new(),
            Content::Text(text) | Content::Named { label: text, .. } => text.clone(),
            Content::Integer(n) => locale.number(&n.to_string()),
            Content::Number(plain) => locale.number(plain),
            Content::Money(plain) => locale.money(plain),
            Content::Share(share) => locale.percent(*share),
            Content::Moment(moment) => locale.moment(*moment),
            Content::Duration(seconds) => locale.working_time(*seconds),
            Content::Age(seconds) => locale.age(*seconds),
            Content::Bool(true) => locale.words().yes.to_owned(),
            Content::Bool(false) => locale.words().no.to_owned(),
        }
    }

    /// What a program reads: ids of what has one, times in RFC 3339, spans in whole seconds, numbers with a point, shares of one with at
    /// most four decimals, `true` and `false`.
    pub fn machine(&self) -> String {
        match &self.content {
            Content::Empty => String::new(),
            Content::Text(text)
            | Content::Named { id: text, .. }
            | Content::Number(text)
            | Content::Money(text) => text.clone(),
            Content::Integer(n) | Content::Duration(n) | Content::Age(n) => n.to_string(),
            Content::Share(share) => {
                let text = format!("{share:.4}");
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            Content::Moment(Moment::At(at)) => at.to_rfc3339_opts(SecondsFormat::Secs, false),
            Content::Moment(day) => day.to_string(),
            Content::Bool(value) => value.to_string(),
        }
    }
}

/// A report: a title, columns, rows as long as the columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What it shows.
    pub title: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; a short one is filled with empty cells.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: Vec<Column>) -> Self {
        Self { title: None, columns, rows: Vec::new() }
    }

    /// The same with a title.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// The cell of a row in a column; `None` where the row is short.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.rows.get(row)?.get(column)
    }
}
