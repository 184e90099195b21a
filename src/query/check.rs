//! What a desk says of a filter: keys it does not know, values that mean nothing, keys that have no place here.

use super::date::{Days, Span};
use super::domain::{Domain, domains};
use super::facts::fixed_day_start;
use super::ids::Ids;
use super::key::LINK_KINDS;
use super::predicate::{NumberTest, resolved_rank};
use super::typed::{Duration, boolean, is_version, number};
use super::values::{CHANGES, changed_name};
use super::{Derived, FilterError, Item, Key, Query, Stored, Term, TermBody, Test, reach};
use crate::model::config::Config;
use chrono::DateTime;

/// Where a filter stands: what it may ask there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Lists, views, reports, automations, macros, transitions, events.
    Anywhere,
    /// `when` of routing, fields, policies and targets; `pause` and `while`: no derived keys (3.4).
    Static,
    /// `when` of rules: `changed:` too.
    Rule,
}

impl Query {
    /// The query, where this desk has all that it asks for; else the first mistake. What asks for something else would
    /// hold for nothing, negated for everything, and look as if that were meant (3.4).
    pub fn checked(self, config: &Config, place: Place) -> Result<Self, FilterError> {
        match self.fault(config, place) {
            Some(error) => Err(error),
            None => Ok(self),
        }
    }

    /// The first mistake, warnings aside.
    pub fn fault(&self, config: &Config, place: Place) -> Option<FilterError> {
        self.check(config, place).into_iter().find(|error| !error.warning)
    }

    /// All that is wrong with the query on this desk: first by filter, then by place in its text.
    pub fn check(&self, config: &Config, place: Place) -> Vec<FilterError> {
        let mut all = Vec::new();
        for (part, filter) in self.any.iter().enumerate() {
            for term in &filter.terms {
                let found = check_term(term, config, place);
                all.extend(found.into_iter().map(|error| FilterError { part, ..error }));
            }
        }
        all
    }
}

fn check_term(term: &Term, config: &Config, place: Place) -> Vec<FilterError> {
    let at = term.at.0;
    match &term.body {
        TermBody::Word(word) => word_warning(word, at, config).into_iter().collect(),
        TermBody::Phrase(_) => Vec::new(),
        TermBody::Key(key, items) => {
            let warning = match check_key(key, term, config, place) {
                Err(error) if !error.warning => return vec![error],
                other => other.err(),
            };
            let all = domains(key, config, None);
            let values = items.iter().filter_map(|item| check_item(key, item, &all, config));
            warning.into_iter().chain(values).collect()
        }
    }
}

/// Words that look like something else than text.
fn word_warning(word: &str, at: usize, config: &Config) -> Option<FilterError> {
    let warn = |message: String, hint: String| Some(FilterError::at(at, message).hint(hint).warn());
    if matches!(word, "OR" | "AND" | "NOT") {
        return warn(
            format!("{word:?} is searched for as text"),
            "terms all hold; commas mean any (key:a,b); `-` negates".to_owned(),
        );
    }
    let key_of = |text: &str| {
        let key = Key::read(text);
        (!domains(&key, config, None).is_empty()).then_some(key)
    };
    if let Some(end) = word.find(['=', '<', '>'])
        && let Some(key) = key_of(&word[..end])
    {
        let value = word[end..].trim_start_matches('=');
        return warn(format!("{word:?} is searched for as text"), format!("write {key}:{value}"));
    }
    let key = key_of(word)?;
    let boolean = matches!(key, Key::Derived(Derived::Breached | Derived::AtRisk) | Key::Reach(..));
    if boolean {
        return warn(format!("{word:?} is searched for as text"), format!("write {key}:true"));
    }
    None
}

fn check_key(key: &Key, term: &Term, config: &Config, place: Place) -> Result<(), FilterError> {
    let at = term.at.0;
    match key {
        Key::Derived(_) if place == Place::Static => {
            return Err(FilterError::at(
                at,
                format!("key \"{key}\" is worked out from history and cannot be asked here"),
            )
            .hint("use a key of the ticket's file"));
        }
        Key::Changed if place != Place::Rule => {
            return Err(FilterError::at(at, "key \"changed\" is for rules only")
                .hint("outside a rule there is no change to judge"));
        }
        _ => {}
    }
    if let Key::Reach(base, path) = key
        && !domains(base, config, None).is_empty()
    {
        let (words, open) = reach::words(base, config);
        let known = words.contains(&path[0]) && !domains(key, config, None).is_empty();
        if known {
            return Ok(());
        }
        let candidates: Vec<String> = words.iter().map(|word| format!("{base}.{word}")).collect();
        let error = unknown_key(key, at);
        if let Some(near) = nearest(&key.to_string(), &candidates, open) {
            return Err(error.hint(format!("did you mean \"{near}\"?")));
        }
        if open {
            let what = if matches!(**base, Key::Stored(Stored::Organization | Stored::Payer)) {
                "organization"
            } else {
                "contact"
            };
            return Err(FilterError::at(
                at,
                format!("no {what} has the key \"{}\" of \"{key}\"", path.join(".")),
            )
            .warn());
        }
        return Err(error.hint("nothing can be reached behind this key"));
    }
    if !domains(key, config, None).is_empty() {
        return Ok(());
    }
    let name = key.to_string();
    let error = unknown_key(key, at);
    let near = match key {
        // What is wrong is the beginning.
        Key::Reach(base, path) => nearest(&base.to_string(), &known_keys(config), false)
            .map(|base| format!("{base}.{}", path.join("."))),
        _ => nearest(&name, &known_keys(config), false),
    };
    let text = term.to_string();
    let text = text.trim_start_matches('-');
    let looks_like_text =
        text.contains("://") || name.bytes().all(|b| b.is_ascii_digit()) || name.contains(['/', '(', '@']);
    let quote = format!("to search for the text, quote it: \"{}\"", text.replace('"', ""));
    Err(match near {
        Some(near) if looks_like_text => error.hint(format!("the nearest is \"{near}\"; {quote}")),
        Some(near) => error.hint(format!("did you mean \"{near}\"?")),
        None => error.hint(quote),
    })
}

fn unknown_key(key: &Key, at: usize) -> FilterError {
    FilterError::at(at, format!("unknown key \"{key}\""))
}

/// All keys without a dot, and the dotted ones of metrics and links.
pub(super) fn known_keys(config: &Config) -> Vec<String> {
    let mut all: Vec<String> = Stored::ALL.iter().map(|(_, name)| (*name).to_owned()).collect();
    all.extend(Derived::PLAIN.iter().map(|(_, name)| (*name).to_owned()));
    all.push("changed".to_owned());
    for template in config.types.values() {
        for field in &template.fields {
            all.push(field.id.clone());
            all.push(format!("fields.{}", field.id));
        }
    }
    for metric in config.policies.values().flat_map(|policy| policy.metrics.keys()) {
        all.push(format!("sla.{metric}.state"));
        all.push(format!("sla.{metric}.due_in"));
    }
    for kind in LINK_KINDS {
        all.push(format!("link.{kind}"));
        all.push(format!("link.{kind}.done"));
    }
    all.sort();
    all.dedup();
    all
}

/// Whether a name is that of something that a commit can change.
fn can_change(name: &str, config: &Config) -> bool {
    let is_field =
        || config.types.values().flat_map(|template| &template.fields).any(|field| field.id == name);
    let plain = || {
        let stored = Stored::ALL.iter().any(|(_, known)| *known == name);
        stored || Derived::PLAIN.iter().any(|(_, known)| *known == name) || name == "changed" || is_field()
    };
    CHANGES.contains(&name) || !name.contains('.') && plain()
}

/// The nearest of the known names; with `close`, only where it is near enough to be a slip.
pub(super) fn nearest(name: &str, known: &[String], close: bool) -> Option<String> {
    let distance = |other: &String| strsim::damerau_levenshtein(&name.to_lowercase(), &other.to_lowercase());
    let best = known.iter().min_by_key(|other| distance(other))?;
    let limit = if close { 1 + name.len() / 6 } else { usize::MAX };
    (distance(best) <= limit).then(|| best.clone())
}

fn check_item(key: &Key, item: &Item, all: &[Domain], config: &Config) -> Option<FilterError> {
    let at = item.at.0;
    let term = || format!("{key}:{}", item.test);
    let ordered = matches!(item.test, Test::Compare(..) | Test::Range(..));
    if ordered && !all.iter().any(|domain| domain.is_ordered()) {
        return Some(FilterError::at(at, format!("\"{}\" compares values that have no order", term())).hint(
            format!("write {key}:value; a value that begins with < or > or holds .. has to be quoted"),
        ));
    }
    let texts: Vec<&str> = match &item.test {
        Test::None => return None,
        Test::Me => vec!["me"],
        Test::Is(text) | Test::Compare(_, text) => vec![text],
        Test::Range(from, to) => from.iter().chain(to).map(String::as_str).collect(),
    };
    for text in texts {
        let mut wrong: Option<FilterError> = None;
        for domain in all.iter().filter(|domain| !ordered || domain.is_ordered()) {
            match check_value(*domain, text, &item.test, config) {
                None => {
                    wrong = None;
                    break;
                }
                Some((message, hint, warning)) => {
                    let error = FilterError::at(at, format!("\"{}\": {text:?} {message}", term())).hint(hint);
                    wrong = Some(if warning { error.warn() } else { error });
                }
            }
        }
        if wrong.is_some() {
            return wrong;
        }
    }
    None
}

/// What is wrong with a value: message, hint, whether it is only a warning.
fn check_value(domain: Domain, text: &str, asked: &Test, config: &Config) -> Option<(String, String, bool)> {
    let wrong = |what: &str, hint: &str| Some((format!("is no {what}"), hint.to_owned(), false));
    let ordered = matches!(asked, Test::Compare(..) | Test::Range(..));
    match domain {
        Domain::Number | Domain::Count if number(text).is_none() => wrong("number", "write it as 4 or 2.5"),
        Domain::Ids(Ids::Rating) if ordered && number(text).is_none() => wrong("number", "write it as 4"),
        Domain::Version if !is_version(text) => wrong("version", "write it as 12.1.33"),
        Domain::Bool if boolean(text).is_none() => wrong("yes or no", "write true or false"),
        Domain::Date if !is_date(text, config) => {
            wrong("date", "write 2026-11-03, 2026-11, today, -7d, +2w or a time such as 2026-11-03T10:00")
        }
        Domain::Duration if Duration::read(text).is_none() => {
            wrong("duration", "write 15d, 36h, 90m, 1h30m, 2bd (working days) or 8wh (working hours)")
        }
        Domain::TicketNumber if ordered && text.parse::<crate::model::Number>().is_err() => {
            wrong("ticket number", "write it as 202611/0007")
        }
        Domain::TicketNumber if NumberTest::read(text).is_none() => {
            wrong("ticket number", "write it as 202611/0007")
        }
        Domain::Loose if ordered && number(text).is_none() && !is_date(text, config) && !is_version(text) => {
            wrong("number, date or version", "only these have an order")
        }
        Domain::Ids(Ids::Priority) if ordered && resolved_rank(config, text).is_none() => {
            let (message, hint, _) = unknown_id(Ids::Priority, text, config);
            Some((message, hint, false))
        }
        Domain::Ids(ids) if !matches!(asked, Test::Me) && !ordered && !ids.knows(text, config) => {
            // What a file may hold without the desk's knowing (an address, a former colleague) is no mistake.
            let free = matches!(ids, Ids::Contact | Ids::Person) && text.contains('@');
            (!free).then(|| unknown_id(ids, text, config))
        }
        Domain::Changed => {
            let name = changed_name(text);
            if can_change(&name, config) {
                return None;
            }
            let mut known = known_keys(config);
            known.retain(|key| !key.contains('.'));
            known.extend(CHANGES.iter().map(|&word| word.to_owned()));
            let near = nearest(&name, &known, false).unwrap_or_default();
            Some(("is no key that can change".to_owned(), format!("did you mean {near:?}?"), false))
        }
        _ => None,
    }
}

fn unknown_id(ids: Ids, text: &str, config: &Config) -> (String, String, bool) {
    let known: Vec<String> = ids.all(config).iter().map(|named| named.id.to_owned()).collect();
    let hint = nearest(text, &known, false).map_or_else(
        || format!("the desk has no {} at all", ids.noun()),
        |near| format!("did you mean {near:?}?"),
    );
    (format!("is no {} of this desk", ids.noun()), hint, true)
}

/// Whether a text is a date, whatever today is.
fn is_date(text: &str, config: &Config) -> bool {
    // Any day does: only the form is asked about. The middle of a year has +7d and -7d in it.
    let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap_or_default().fixed_offset();
    let start = |day| fixed_day_start(now, day);
    Span::read(text, &Days { now, start: &start, locale: &config.desk.locale }).is_some()
}
