//! The one filter language (3.4): one parser, two uses. A [`Query`] is either asked about a ticket
//! ([`Query::matches`]) or turned into SQL text ([`sql::compile`]); a third reading orders tickets ([`sort`]).
//!
//! ```text
//! query  = list of filters, any of which holds
//! filter = terms, all of which hold
//! term   = [-|!] ( word | "phrase" | key:value[,value…] )
//! value  = text | "text" | none | me | <v | <=v | >v | >=v | a..b | a.. | ..b
//! ```
//! `key:` always makes a term: a URL or a time of day among the searched words has to be quoted
//! (`"10:30"`), else it is an unknown key. In quotes `\"` and `\\` stand for the character itself, and
//! `none`, `me`, `<` and `..` have no meaning of their own.

mod ast;
mod check;
mod column;
mod date;
mod domain;
mod error;
mod facts;
mod group;
mod ids;
mod key;
mod parse;
mod predicate;
mod reach;
mod rename;
pub mod sort;
pub mod sql;
mod text;
mod typed;
mod values;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod props;
#[cfg(test)]
mod tests;

pub use ast::{Filter, Item, Op, Query, Term, TermBody, Test};
pub use check::Place;
pub use column::{Shown, check_column, shown};
pub use date::{Days, Span, stored_seconds};
pub use error::FilterError;
pub use facts::{Fact, Facts, NoFacts, Scope, Unit};
pub use group::GroupKey;
pub use ids::priority_rank;
pub use key::{Derived, Key, Stored};
pub use parse::is_term;
pub use rename::rename_status;
pub use text::searchable;
pub use typed::{Duration, compare_versions};
pub use values::category;
