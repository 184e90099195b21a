//! The order of a view: `[-category:active, -priority, opened]` (3.2).
//!
//! An item is a key, `-` for descending, or a term: tickets of which it holds count as greater, so
//! `-category:active` puts them first. Tickets without a value come last either way; what is equal stands by number.

use super::ast::At;
use super::check::{known_keys, nearest};
use super::date::Days;
use super::domain::{Domain, domain, domains};
use super::ids::{Ids, priority_rank};
use super::typed::{boolean, compare_versions, number};
use super::{
    Fact, Filter, FilterError, Key, Place, Query, Scope, Stored, Term, Unit, stored_seconds, values,
};
use crate::model::config::Config;
use crate::model::{Number, Uid, plain};
use std::cmp::Ordering;

/// An order, read once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order(Vec<Item>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    descending: bool,
    by: By,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum By {
    Key(Key),
    Terms(Vec<Term>),
}

/// Where a ticket stands in an order.
#[derive(Debug, Clone)]
pub struct OrderKey {
    parts: Vec<(bool, Option<Part>)>,
    number: Number,
    uid: Uid,
}

#[derive(Debug, Clone)]
enum Part {
    Int(i64),
    Float(f64),
    Version(String),
    Text(String),
}

impl Order {
    /// Reads an order; `part` of an error is the item's place in the list.
    pub fn parse(order: &[String]) -> Result<Self, FilterError> {
        let items = order.iter().enumerate().map(|(part, text)| {
            let (descending, rest) = match text.trim().strip_prefix('-') {
                Some(rest) => (true, rest),
                None => (false, text.trim()),
            };
            let by = if rest.contains(':') {
                let filter: Filter = rest.parse().map_err(|error| FilterError { part, ..error })?;
                By::Terms(filter.terms)
            } else {
                By::Key(Key::read(rest))
            };
            Ok(Item { descending, by })
        });
        items.collect::<Result<_, _>>().map(Self)
    }

    /// What is wrong with it on this desk.
    pub fn check(&self, config: &Config) -> Vec<FilterError> {
        let mut all = Vec::new();
        for (part, item) in self.0.iter().enumerate() {
            match &item.by {
                By::Terms(terms) => {
                    let query = Query { any: vec![Filter { terms: terms.clone() }] };
                    let found = query.check(config, Place::Anywhere);
                    all.extend(found.into_iter().map(|error| FilterError { part, ..error }));
                }
                By::Key(key) => {
                    // A term with this key is known exactly where the key is.
                    let known = *key != Key::Changed && !domains(key, config, None).is_empty();
                    if !known {
                        let error = FilterError::at(At::default().0, format!("unknown sort key \"{key}\""));
                        let near = nearest(&key.to_string(), &known_keys(config), false);
                        let error = match near {
                            Some(near) => error.hint(format!("did you mean \"{near}\"?")),
                            None => error,
                        };
                        all.push(FilterError { part, ..error });
                    }
                }
            }
        }
        all
    }

    /// Where a ticket stands: what to sort by when there are many (each is asked once).
    pub fn key(&self, scope: &Scope) -> OrderKey {
        let part = |item: &Item| (item.descending, item.by.part(scope));
        OrderKey {
            parts: self.0.iter().map(part).collect(),
            number: scope.snapshot.number(),
            uid: scope.snapshot.ticket.uid.clone(),
        }
    }
}

/// What is wrong with an order as written.
pub fn check_order(order: &[String], config: &Config) -> Vec<FilterError> {
    Order::parse(order).map_or_else(|error| vec![error], |order| order.check(config))
}

/// Compares two tickets; an order that cannot be read leaves them by number.
pub fn compare(order: &[String], a: &Scope, b: &Scope) -> Ordering {
    let order = Order::parse(order).unwrap_or_default();
    order.key(a).cmp(&order.key(b))
}

impl By {
    fn part(&self, scope: &Scope) -> Option<Part> {
        let key = match self {
            Self::Terms(terms) => {
                return Some(Part::Int(terms.iter().all(|term| term.matches(scope)).into()));
            }
            Self::Key(Key::Derived(key)) => {
                return scope.facts.fact(key, Unit::Calendar).map(|fact| match fact {
                    Fact::Instant(at) => Part::Int(at.timestamp()),
                    Fact::Seconds(n) | Fact::Days(n) | Fact::Count(n) => Part::Int(n),
                    Fact::Text(text) => Part::Text(plain(&text)),
                    Fact::Bool(value) => Part::Int(value.into()),
                });
            }
            Self::Key(key) => key,
        };
        let ticket = &scope.snapshot.ticket;
        let config = scope.config;
        let texts = values::values(key, scope);
        let text = texts.first()?;
        let int = |position: Option<usize>| position.map(|n| Part::Int(n as i64));
        let part = match (key, domain(key, config, &ticket.type_id)?) {
            (Key::Stored(Stored::Number), _) => {
                let number = scope.snapshot.number();
                Some(Part::Int((i64::from(number.month) << 32) + i64::from(number.seq)))
            }
            // As its flow goes on.
            (Key::Stored(Stored::Status), _) => {
                let flow = config.types.get(&ticket.type_id).map(|template| &template.flow);
                int(flow.and_then(|flow| flow.statuses.get_index_of(text.as_ref())))
            }
            (Key::Stored(Stored::Category), _) => Some(Part::Int(values::category(config, ticket) as i64)),
            (_, Domain::Ids(Ids::Priority)) => int(priority_rank(config, text)),
            (_, Domain::Number | Domain::Count | Domain::Ids(Ids::Rating) | Domain::Loose) => {
                number(text).map(Part::Float)
            }
            (_, Domain::Version) => Some(Part::Version(text.to_string())),
            (_, Domain::Bool) => boolean(text).map(|value| Part::Int(value.into())),
            (_, Domain::Date) => {
                let start = |day| scope.day_start(day);
                let days = Days { now: scope.now, start: &start, locale: &config.desk.locale };
                stored_seconds(text, &days).map(Part::Int)
            }
            _ => None,
        };
        // What is not of its kind still has an order among its like.
        Some(part.unwrap_or_else(|| Part::Text(plain(text))))
    }
}

impl Part {
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => a.total_cmp(b),
            (Self::Version(a), Self::Version(b)) => compare_versions(a, b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Int(_) => 0,
            Self::Float(_) => 1,
            Self::Version(_) => 2,
            Self::Text(_) => 3,
        }
    }
}

impl Ord for OrderKey {
    fn cmp(&self, other: &Self) -> Ordering {
        for ((descending, a), (_, b)) in self.parts.iter().zip(&other.parts) {
            let order = match (a, b) {
                (Some(a), Some(b)) if *descending => b.compare(a),
                (Some(a), Some(b)) => a.compare(b),
                (a, b) => a.is_none().cmp(&b.is_none()),
            };
            if order.is_ne() {
                return order;
            }
        }
        (self.number, &self.uid).cmp(&(other.number, &other.uid))
    }
}

impl PartialOrd for OrderKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for OrderKey {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for OrderKey {}
