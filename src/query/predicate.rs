//! The filter asked about one ticket.

use super::date::{Days, Span};
use super::domain::{Domain, domain};
use super::ids::{Ids, priority_rank};
use super::typed::{Duration, boolean, compare_versions, is_version, number};
use super::values::{changed_name, values};
use super::{Derived, Fact, Filter, Key, Op, Query, Scope, Term, TermBody, Test, Unit, reach, text};
use crate::model::config::Config;
use crate::model::{Number, plain};
use std::borrow::Cow;
use std::cell::OnceCell;

impl Query {
    /// Whether the ticket is one that the query asks for. What the desk does not know (an unknown key, a value
    /// of the wrong kind) does not hold; [`Query::check`] finds it beforehand.
    pub fn matches(&self, scope: &Scope) -> bool {
        self.any.is_empty() || self.any.iter().any(|filter| filter.matches(scope))
    }
}

impl Filter {
    /// Whether all terms hold.
    pub fn matches(&self, scope: &Scope) -> bool {
        let words = OnceCell::new();
        self.terms.iter().all(|term| term.holds(scope, &words))
    }
}

impl Term {
    /// Whether this term holds.
    pub(super) fn matches(&self, scope: &Scope) -> bool {
        self.holds(scope, &OnceCell::new())
    }

    fn holds(&self, scope: &Scope, words: &OnceCell<Vec<Vec<String>>>) -> bool {
        let has = |wanted: &[String], prefix| {
            let parts = words.get_or_init(|| text::searched(scope.snapshot));
            parts.iter().any(|part| text::has(part, wanted, prefix))
        };
        let found = match &self.body {
            TermBody::Word(word) => {
                let wanted = text::words(word);
                // A word of punctuation alone asks nothing, negated or not.
                if wanted.is_empty() {
                    return true;
                }
                is_number(word, scope) || has(&wanted, true)
            }
            TermBody::Phrase(phrase) => {
                let wanted = text::words(phrase);
                if wanted.is_empty() {
                    return true;
                }
                is_number(phrase, scope) || has(&wanted, false)
            }
            TermBody::Key(Key::Derived(key), items) => {
                items.iter().any(|item| derived(key, &item.test, scope))
            }
            TermBody::Key(key, items) => {
                let texts = values(key, scope);
                let domain = domain(key, scope.config, &scope.snapshot.ticket.type_id);
                items.iter().any(|item| holds(domain, &texts, &item.test, scope))
            }
        };
        found != self.negated
    }
}

/// A bare word may be the ticket's number.
fn is_number(word: &str, scope: &Scope) -> bool {
    word.parse::<Number>().is_ok_and(|number| number == scope.snapshot.number())
}

impl Scope<'_> {
    /// How days are read here.
    fn span(&self, text: &str) -> Option<Span> {
        let start = |day| self.day_start(day);
        Span::read(text, &Days { now: self.now, start: &start, locale: &self.config.desk.locale })
    }

    fn stored_second(&self, text: &str) -> Option<i64> {
        let start = |day| self.day_start(day);
        super::stored_seconds(text, &Days { now: self.now, start: &start, locale: &self.config.desk.locale })
    }
}

fn holds(domain: Option<Domain>, texts: &[Cow<str>], asked: &Test, scope: &Scope) -> bool {
    let Some(domain) = domain else { return false };
    match asked {
        Test::None => texts.is_empty(),
        Test::Me => match (me(domain, scope.config, scope.me), domain) {
            (Some(mine), _) => texts.iter().any(|text| mine.iter().any(|id| id == text)),
            (None, Domain::Ids(Ids::Person | Ids::Contact | Ids::Team | Ids::Organization)) => false,
            (None, _) => is(domain, texts, "me", scope),
        },
        Test::Is(wanted) => is(domain, texts, wanted, scope),
        Test::Compare(op, bound) => texts.iter().any(|text| compare(domain, text, *op, bound, scope)),
        Test::Range(from, to) => texts.iter().any(|text| {
            from.as_ref().is_none_or(|from| compare(domain, text, Op::AtLeast, from, scope))
                && to.as_ref().is_none_or(|to| compare(domain, text, Op::AtMost, to, scope))
        }),
    }
}

/// The texts that `me` stands for among values of a domain; `None` where nobody asks, or the values are no
/// people: me, my teams, my organization.
pub(super) fn me(domain: Domain, config: &Config, me: Option<&str>) -> Option<Vec<String>> {
    let me = me?;
    match domain {
        Domain::Ids(ids @ (Ids::Person | Ids::Contact)) => Some(ids.resolve(me, config)),
        Domain::Ids(Ids::Team) => Some(reach::find_person(config, me)?.teams.clone()),
        Domain::Ids(Ids::Organization) => {
            Some(vec![reach::find_contact(config, None, me)?.1.organization.clone()])
        }
        _ => None,
    }
}

fn is(domain: Domain, texts: &[Cow<str>], wanted: &str, scope: &Scope) -> bool {
    let any = |same: &dyn Fn(&str) -> bool| texts.iter().any(|text| same(text));
    match domain {
        Domain::Text => {
            let wanted = plain(wanted);
            any(&|text| plain(text) == wanted)
        }
        Domain::Prose => {
            let wanted = text::words(wanted);
            any(&|text| text::has(&text::words(text), &wanted, true))
        }
        Domain::Ids(ids) => {
            // Most tickets are told by the text alone, without going through all that the desk defines.
            if texts.is_empty() || any(&|text| text == wanted) {
                return !texts.is_empty();
            }
            let ids = ids.resolve(wanted, scope.config);
            any(&|text| ids.iter().any(|id| id == text))
        }
        Domain::Uid => any(&|text| text.eq_ignore_ascii_case(wanted)),
        Domain::TicketNumber => NumberTest::read(wanted).is_some_and(|asked| asked.holds(scope)),
        Domain::Version => any(&|text| text == wanted || compare_versions(text, wanted).is_eq()),
        Domain::Number => any(&|text| same_number(text, wanted)),
        Domain::Bool => any(&|text| text == wanted || same_bool(text, wanted)),
        Domain::Date => scope
            .span(wanted)
            .is_some_and(|span| any(&|text| scope.stored_second(text).is_some_and(|at| span.contains(at)))),
        Domain::Loose => {
            let wanted_plain = plain(wanted);
            any(&|text| plain(text) == wanted_plain || same_bool(text, wanted) || same_number(text, wanted))
        }
        Domain::Changed => {
            let wanted = changed_name(wanted);
            any(&|text| text == wanted)
        }
        Domain::Duration | Domain::Count => false,
    }
}

fn same_number(a: &str, b: &str) -> bool {
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.total_cmp(&b).is_eq(),
        _ => plain(a) == plain(b),
    }
}

fn same_bool(a: &str, b: &str) -> bool {
    boolean(a).is_some() && boolean(a) == boolean(b)
}

/// How a filter names a ticket.
pub(super) enum NumberTest {
    /// `202611/0007`.
    Number(Number),
    /// `202611/0007-k0ra`: the folder's suffix too.
    Folder(Number, String),
    /// `7`: that of any month.
    Seq(u32),
}

impl NumberTest {
    pub(super) fn read(text: &str) -> Option<Self> {
        if let Ok(number) = text.parse() {
            return Some(Self::Number(number));
        }
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return text.parse().ok().map(Self::Seq);
        }
        let (number, suffix) = text.rsplit_once('-')?;
        Some(Self::Folder(number.parse().ok()?, suffix.to_ascii_lowercase()))
    }

    fn holds(&self, scope: &Scope) -> bool {
        let number = scope.snapshot.number();
        match self {
            Self::Number(wanted) => *wanted == number,
            Self::Seq(seq) => *seq == number.seq,
            Self::Folder(wanted, suffix) => {
                *wanted == number && *suffix == scope.snapshot.ticket.uid.suffix()
            }
        }
    }
}

fn compare(domain: Domain, text: &str, op: Op, bound: &str, scope: &Scope) -> bool {
    let numbers = || Some(op.holds(number(text)?.total_cmp(&number(bound)?)));
    let versions =
        || (is_version(text) && is_version(bound)).then(|| op.holds(compare_versions(text, bound)));
    let dates = || Some(scope.span(bound)?.compare(op, scope.stored_second(text)?));
    let answer = match domain {
        Domain::Number | Domain::Ids(Ids::Rating) => numbers(),
        Domain::Version => versions(),
        Domain::Date => dates(),
        Domain::Ids(Ids::Priority) => priority_rank(scope.config, text).and_then(|rank| {
            let bound = resolved_rank(scope.config, bound)?;
            Some(op.holds(rank.cmp(&bound)))
        }),
        Domain::TicketNumber => {
            bound.parse::<Number>().ok().map(|n| op.holds(scope.snapshot.number().cmp(&n)))
        }
        Domain::Loose => numbers().or_else(dates).or_else(versions),
        _ => None,
    };
    answer.unwrap_or(false)
}

/// The rank of the priority that a text names.
pub(super) fn resolved_rank(config: &Config, text: &str) -> Option<usize> {
    Ids::Priority.resolve(text, config).iter().find_map(|id| priority_rank(config, id))
}

fn derived(key: &Derived, asked: &Test, scope: &Scope) -> bool {
    let unit = match asked {
        Test::Is(text)
        | Test::Compare(_, text)
        | Test::Range(Some(text), _)
        | Test::Range(None, Some(text)) => {
            Duration::read(text).map_or(Unit::Calendar, |duration| duration.unit)
        }
        _ => Unit::Calendar,
    };
    let fact = scope.facts.fact(key, unit);
    match (asked, fact) {
        (Test::None, fact) => fact.is_none(),
        (_, None) | (Test::Me, _) => false,
        (Test::Is(wanted), Some(fact)) => equals(&fact, wanted, scope),
        (Test::Compare(op, bound), Some(fact)) => fact_compare(&fact, unit, *op, bound, scope),
        (Test::Range(from, to), Some(fact)) => {
            // The ends of a range may be in different units: each is asked for in its own.
            let holds = |op, bound: &String| {
                let own = Duration::read(bound).map_or(unit, |duration| duration.unit);
                let fact = if own == unit { Some(fact.clone()) } else { scope.facts.fact(key, own) };
                fact.is_some_and(|fact| fact_compare(&fact, own, op, bound, scope))
            };
            from.as_ref().is_none_or(|from| holds(Op::AtLeast, from))
                && to.as_ref().is_none_or(|to| holds(Op::AtMost, to))
        }
    }
}

fn equals(fact: &Fact, wanted: &str, scope: &Scope) -> bool {
    match fact {
        Fact::Instant(at) => scope.span(wanted).is_some_and(|span| span.contains(at.timestamp())),
        Fact::Seconds(amount) | Fact::Days(amount) => {
            Duration::read(wanted).is_some_and(|d| amount.div_euclid(d.step) == d.amount.div_euclid(d.step))
        }
        Fact::Count(count) => number(wanted).is_some_and(|wanted| (*count as f64).total_cmp(&wanted).is_eq()),
        Fact::Text(text) => plain(text) == plain(wanted),
        Fact::Bool(value) => boolean(wanted) == Some(*value),
    }
}

fn fact_compare(fact: &Fact, unit: Unit, op: Op, bound: &str, scope: &Scope) -> bool {
    match fact {
        Fact::Instant(at) => scope.span(bound).is_some_and(|span| span.compare(op, at.timestamp())),
        Fact::Seconds(amount) | Fact::Days(amount) => {
            Duration::read(bound).is_some_and(|d| d.unit == unit && op.holds(amount.cmp(&d.amount)))
        }
        Fact::Count(count) => number(bound).is_some_and(|bound| op.holds((*count as f64).total_cmp(&bound))),
        Fact::Text(_) | Fact::Bool(_) => false,
    }
}
