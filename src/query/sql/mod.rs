//! A query as SQL text over the index's table `tickets`.
//!
//! Columns: `uid month seq type title status category priority requester organization payer team assignee
//! origin`, the seconds `due_s promised_s` (as [`super::stored_seconds`] gives them) `opened_s closed_s
//! status_since_s last_s last_public_s last_customer_s unanswered_since_s`, and `json`, the ticket as
//! `serde_json` writes it. Full text: `search(uid, …)`, FTS5 over [`super::searchable`].
//!
//! Every condition is compiled twice: to what holds at least wherever the predicate holds (`upper`), and to
//! what holds only where it does (`lower`). Negation swaps the two, so whatever SQL cannot say makes the
//! result larger, never smaller; where both are the same, SQL and predicate agree.

mod fields;
mod fragment;
mod stored;

use super::date::Days;
use super::facts::fixed_day_start;
use super::{Key, Query, Term, TermBody, text};
use crate::model::Number;
use crate::model::config::Config;
use chrono::{DateTime, FixedOffset};
use fragment::{Bounds, Fragment};

/// A parameter of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SqlValue {
    /// Text.
    Text(String),
    /// An integer.
    Int(i64),
    /// NULL.
    Null,
}

/// A query as SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sql {
    /// What stands after WHERE; never NULL.
    pub clause: String,
    /// One for each `?` of the clause, in order.
    pub params: Vec<SqlValue>,
    /// Whether the rows are exactly those that the predicate finds. If not, they hold all of these and perhaps
    /// more: ask [`Query::matches`] about each.
    pub exact: bool,
}

/// What a clause is compiled with.
#[derive(Clone, Copy)]
struct Context<'a> {
    config: &'a Config,
    me: Option<&'a str>,
    days: Days<'a>,
}

/// Compiles a query; days begin at midnight by the offset of `now`.
pub fn compile(query: &Query, config: &Config, me: Option<&str>, now: DateTime<FixedOffset>) -> Sql {
    let start = |day| fixed_day_start(now, day);
    compile_in(query, config, me, Days { now, start: &start, locale: &config.desk.locale })
}

/// Compiles a query for a desk whose days begin as `days` says (a zone whose offset changes in the year).
pub fn compile_in(query: &Query, config: &Config, me: Option<&str>, days: Days) -> Sql {
    let context = Context { config, me, days };
    let bounds = if query.any.is_empty() {
        Bounds::exact(Fragment::yes())
    } else {
        Bounds::any(query.any.iter().map(|filter| {
            Bounds::all(filter.terms.iter().map(|term| {
                let bounds = context.term(term);
                if term.negated && !is_blank(term) { bounds.not() } else { bounds }
            }))
        }))
    };
    let exact = bounds.is_exact();
    Sql { clause: bounds.upper.text, params: bounds.upper.params, exact }
}

/// Whether a term searches for nothing but punctuation: it holds, negated or not.
fn is_blank(term: &Term) -> bool {
    match &term.body {
        TermBody::Word(text) | TermBody::Phrase(text) => text::words(text).is_empty(),
        TermBody::Key(..) => false,
    }
}

impl Context<'_> {
    fn term(&self, term: &Term) -> Bounds {
        match &term.body {
            TermBody::Word(word) => full_text(word, true),
            TermBody::Phrase(phrase) => full_text(phrase, false),
            TermBody::Key(key, items) => Bounds::any(items.iter().map(|item| match key {
                Key::Stored(key) => self.stored(*key, &item.test),
                Key::Derived(key) => self.derived(key, &item.test),
                Key::Field { .. } | Key::Link(_) => self.listed(key, &item.test),
                Key::Unknown(_) => Bounds::exact(Fragment::no()),
                Key::Reach(..) | Key::Changed => Bounds::open(),
            })),
        }
    }
}

fn full_text(text: &str, prefix: bool) -> Bounds {
    let words = text::words(text);
    if words.is_empty() {
        return Bounds::exact(Fragment::yes());
    }
    let number = text.parse().map_or_else(|_| Fragment::no(), |number: Number| stored::is_number(number));
    // Beyond ASCII the tokenizer's idea of accents differs from ours.
    let found = if words.iter().all(|word| word.is_ascii()) {
        let wanted = format!("\"{}\"{}", words.join(" "), if prefix { " *" } else { "" });
        Fragment::new("uid IN (SELECT uid FROM search WHERE search MATCH ?)", vec![SqlValue::Text(wanted)])
    } else {
        Fragment::yes()
    };
    Bounds { upper: Fragment::any([number.clone(), found]), lower: number }
}

#[cfg(test)]
mod tests;
