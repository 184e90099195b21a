//! What a ticket shows under a key: columns of lists and views (3.2).

use super::check::{known_keys, nearest};
use super::domain::domains;
use super::{Derived, Fact, FilterError, Key, Scope, Unit, values};
use crate::model::config::Config;

/// The column that no filter has: the clock that runs out soonest.
pub const SLA: &str = "sla";

/// What a ticket shows under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// What its file holds, several texts of a set, under the key's own name.
    Texts(String, Vec<String>),
    /// What its history gives.
    Fact(Derived, Option<Fact>),
}

/// What is wrong with a column: it is neither `sla` nor a key that a filter may ask for on this desk.
pub fn check_column(text: &str, config: &Config) -> Option<FilterError> {
    let key = Key::read(text);
    if text == SLA || key != Key::Changed && !domains(&key, config, None).is_empty() {
        return None;
    }
    let mut known = known_keys(config);
    known.retain(|key| key != "changed");
    known.push(SLA.to_owned());
    let error = FilterError::at(0, format!("unknown column {text:?}"));
    Some(match nearest(text, &known, false) {
        Some(near) => error.hint(format!("did you mean {near:?}?")),
        None => error,
    })
}

/// What the ticket shows in a column other than `sla`.
pub fn shown(text: &str, scope: &Scope) -> Shown {
    match Key::read(text) {
        Key::Derived(key) => {
            let fact = scope.facts.fact(&key, Unit::Calendar);
            Shown::Fact(key, fact)
        }
        key => {
            let texts = values::values(&key, scope).into_iter().map(std::borrow::Cow::into_owned).collect();
            Shown::Texts(key.to_string(), texts)
        }
    }
}
