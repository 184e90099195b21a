//! Conditions on columns: a ticket's own keys, and the moments from which derived keys count.

use super::fragment::{Bounds, Fragment};
use super::{Context, SqlValue};
use crate::model::Number;
use crate::query::date::Span;
use crate::query::domain::{Domain, domains};
use crate::query::ids::{Ids, priority_rank};
use crate::query::predicate::{NumberTest, me, resolved_rank};
use crate::query::typed::Duration;
use crate::query::{Derived, Key, Op, Stored, Test, Unit};

/// The second of `column` at most this far from the moment that a filter means: a stored day counts by its
/// last second here, and an index may keep another one of that day.
const DAY: i64 = 86_400 + 3600;

pub(super) fn is_number(number: Number) -> Fragment {
    Fragment::new(
        "(month = ? AND seq = ?)",
        vec![SqlValue::Int(number.month.into()), SqlValue::Int(number.seq.into())],
    )
}

pub(super) fn absent(column: &str) -> Fragment {
    Fragment::new(&format!("({column} IS NULL OR {column} = '')"), Vec::new())
}

fn present(column: &str) -> Fragment {
    Fragment::new(&format!("({column} <> '')"), Vec::new())
}

/// Equal without case and accents: bounds by what ASCII can tell.
pub(super) fn like(column: &str, wanted: &str, wrap: impl Fn(&str, Vec<SqlValue>) -> Fragment) -> Bounds {
    let wanted = crate::model::plain(wanted);
    if wanted.is_empty() {
        // Only blanks are plainly nothing; no key holds them by themselves in practice.
        return Bounds::open();
    }
    if !wanted.is_ascii() {
        return Bounds::at_most(wrap(&format!("{column} <> ''"), Vec::new()));
    }
    let same = format!("{column} = ? COLLATE NOCASE");
    let params = vec![SqlValue::Text(wanted)];
    Bounds {
        // Whatever has a blank or a letter beyond ASCII may be equal too.
        upper: wrap(&format!("({same} OR {column} GLOB '*[^!-~]*')"), params.clone()),
        lower: wrap(&same, params),
    }
}

impl Context<'_> {
    pub(super) fn stored(&self, key: Stored, asked: &Test) -> Bounds {
        let column = match key {
            Stored::Watchers | Stored::Tags | Stored::Links | Stored::Attachments | Stored::External => {
                return self.listed(&Key::Stored(key), asked);
            }
            // The file's text; a column for it could have another type.
            Stored::Description => "json_extract(tickets.json, '$.description')",
            Stored::Rating => "json_extract(tickets.json, '$.rating')",
            Stored::Merged => "json_extract(tickets.json, '$.merged')",
            Stored::Due => "json_extract(tickets.json, '$.due')",
            Stored::Promised => "json_extract(tickets.json, '$.promised')",
            column => column.word(),
        };
        let Some(domain) = domains(&Key::Stored(key), self.config, None).first().copied() else {
            return Bounds::open();
        };
        if matches!(domain, Domain::TicketNumber) {
            return Bounds::exact(number(asked));
        }
        if *asked == Test::None {
            return Bounds::exact(absent(column));
        }
        match domain {
            Domain::Ids(ids) => self.ids(column, ids, domain, asked),
            Domain::Uid => Bounds::exact(match text_of(asked) {
                Some("") | None => Fragment::no(),
                Some(text) => Fragment::new(
                    &format!("({column} = ? COLLATE NOCASE)"),
                    vec![SqlValue::Text(text.to_owned())],
                ),
            }),
            Domain::Date => self.dates(if key == Stored::Due { "due_s" } else { "promised_s" }, asked, DAY),
            Domain::Prose if text_of(asked).is_none() => Bounds::exact(Fragment::no()),
            _ => Bounds::at_most(present(column)),
        }
    }

    fn ids(&self, column: &str, ids: Ids, domain: Domain, asked: &Test) -> Bounds {
        if let Some(texts) = self.texts(ids, domain, asked) {
            return Bounds::exact(Fragment::is_in(column, &texts));
        }
        if !domain.is_ordered() {
            return Bounds::exact(Fragment::no());
        }
        if !matches!(ids, Ids::Priority) {
            return Bounds::at_most(present(column));
        }
        let within = |op: Op, bound: &String, rank: usize| {
            resolved_rank(self.config, bound).is_some_and(|bound| op.holds(rank.cmp(&bound)))
        };
        let holds = |rank: usize| match asked {
            Test::Compare(op, bound) => within(*op, bound, rank),
            Test::Range(from, to) => {
                from.as_ref().is_none_or(|bound| within(Op::AtLeast, bound, rank))
                    && to.as_ref().is_none_or(|bound| within(Op::AtMost, bound, rank))
            }
            _ => false,
        };
        let all = self.config.desk.priorities.iter();
        let texts: Vec<String> = all
            .filter(|p| priority_rank(self.config, &p.id).is_some_and(holds))
            .map(|p| p.id.clone())
            .collect();
        Bounds::exact(Fragment::is_in(column, &texts))
    }

    /// The stored texts that a test of equality accepts; `None` for comparisons.
    pub(super) fn texts(&self, ids: Ids, domain: Domain, asked: &Test) -> Option<Vec<String>> {
        match asked {
            Test::Is(text) => Some(ids.resolve(text, self.config)),
            Test::Me if matches!(ids, Ids::Person | Ids::Contact | Ids::Team | Ids::Organization) => {
                Some(me(domain, self.config, self.me).unwrap_or_default())
            }
            Test::Me => Some(ids.resolve("me", self.config)),
            _ => None,
        }
    }

    /// A column of seconds against dates. `slack`: by how much the column may be off where a moment is meant.
    fn dates(&self, column: &str, asked: &Test, slack: i64) -> Bounds {
        let read = |text: &str| Span::read(text, &self.days);
        match asked {
            Test::None => Bounds::exact(Fragment::new(&format!("({column} IS NULL)"), Vec::new())),
            Test::Me => Bounds::exact(Fragment::no()),
            Test::Is(text) => match read(text) {
                None => Bounds::exact(Fragment::no()),
                Some(span) => Bounds::all([
                    seconds(column, Op::AtLeast, span, slack),
                    seconds(column, Op::AtMost, span, slack),
                ]),
            },
            Test::Compare(op, text) => {
                read(text).map_or_else(|| Bounds::exact(Fragment::no()), |s| seconds(column, *op, s, slack))
            }
            Test::Range(from, to) => {
                let end = |op, text: &String| {
                    read(text)
                        .map_or_else(|| Bounds::exact(Fragment::no()), |s| seconds(column, op, s, slack))
                };
                let from = from.as_ref().map(|text| end(Op::AtLeast, text));
                Bounds::all(from.into_iter().chain(to.as_ref().map(|text| end(Op::AtMost, text))))
            }
        }
    }

    /// Derived keys that a column tells. The others need the timeline.
    pub(super) fn derived(&self, key: &Derived, asked: &Test) -> Bounds {
        let now = self.days.now.timestamp();
        let life = |column: &str| duration(&format!("({now} - {column})"), asked);
        match key {
            Derived::Opened => self.dates("opened_s", asked, 0),
            Derived::Closed => self.dates("closed_s", asked, 0),
            Derived::Idle => life("last_s"),
            Derived::InStatus => life("status_since_s"),
            Derived::SinceCustomer => life("last_customer_s"),
            Derived::Unanswered => life("unanswered_since_s"),
            // Until now or until the closing, as the timeline has it.
            Derived::Age => Bounds::one_of(vec![
                life("opened_s"),
                duration(&format!("(COALESCE(closed_s, {now}) - opened_s)"), asked),
            ]),
            // Since the opening where there is none.
            Derived::SincePublic => {
                Bounds::one_of(vec![life("last_public_s"), life("COALESCE(last_public_s, opened_s)")])
            }
            _ => Bounds::open(),
        }
    }
}

/// The text of a test of equality, among values that are no people.
pub(super) fn text_of(asked: &Test) -> Option<&str> {
    match asked {
        Test::Is(text) => Some(text),
        Test::Me => Some("me"),
        _ => None,
    }
}

fn seconds(column: &str, op: Op, span: Span, slack: i64) -> Bounds {
    let bound = |shift: i64| {
        let value = match op {
            Op::Less | Op::AtLeast => span.start,
            Op::AtMost | Op::Greater => span.last(),
        };
        Fragment::new(&format!("({column} {} ?)", op.as_str()), vec![SqlValue::Int(value + shift)])
    };
    if slack == 0 || !span.is_moment() {
        return Bounds::exact(bound(0));
    }
    let wider = if matches!(op, Op::Less | Op::AtMost) { slack } else { -slack };
    Bounds { upper: bound(wider), lower: bound(-wider) }
}

fn number(asked: &Test) -> Fragment {
    let compare = |op: Op, text: &str| {
        text.parse::<Number>().map_or_else(
            |_| Fragment::no(),
            |n| {
                let params = vec![SqlValue::Int(n.month.into()), SqlValue::Int(n.seq.into())];
                Fragment::new(&format!("((month, seq) {} (?, ?))", op.as_str()), params)
            },
        )
    };
    match asked {
        Test::None | Test::Me => Fragment::no(),
        Test::Is(text) => match NumberTest::read(text) {
            None => Fragment::no(),
            Some(NumberTest::Number(number)) => is_number(number),
            Some(NumberTest::Seq(seq)) => Fragment::new("(seq = ?)", vec![SqlValue::Int(seq.into())]),
            Some(NumberTest::Folder(number, suffix)) => Fragment::all([
                is_number(number),
                Fragment::new("(lower(substr(uid, -4)) = ?)", vec![SqlValue::Text(suffix)]),
            ]),
        },
        Test::Compare(op, text) => compare(*op, text),
        Test::Range(from, to) => Fragment::all([
            from.as_ref().map_or_else(Fragment::yes, |text| compare(Op::AtLeast, text)),
            to.as_ref().map_or_else(Fragment::yes, |text| compare(Op::AtMost, text)),
        ]),
    }
}

fn duration(amount: &str, asked: &Test) -> Bounds {
    let no = || Bounds::exact(Fragment::no());
    let compare = |op: Op, seconds: i64| {
        Fragment::new(&format!("({amount} {} ?)", op.as_str()), vec![SqlValue::Int(seconds)])
    };
    let one = |op: Op, text: &String| match Duration::read(text) {
        None => no(),
        Some(Duration { unit: Unit::Calendar, amount, .. }) => Bounds::exact(compare(op, amount)),
        Some(_) => Bounds::open(),
    };
    match asked {
        Test::None => Bounds::exact(Fragment::new(&format!("({amount} IS NULL)"), Vec::new())),
        Test::Me => no(),
        Test::Is(text) => match Duration::read(text) {
            None => no(),
            Some(d) if d.unit == Unit::Calendar => {
                let first = d.amount.div_euclid(d.step) * d.step;
                let both = [compare(Op::AtLeast, first), compare(Op::Less, first + d.step)];
                Bounds::exact(Fragment::all(both))
            }
            Some(_) => Bounds::open(),
        },
        Test::Compare(op, text) => one(*op, text),
        Test::Range(from, to) => {
            let from = from.as_ref().map(|text| one(Op::AtLeast, text));
            Bounds::all(from.into_iter().chain(to.as_ref().map(|text| one(Op::AtMost, text))))
        }
    }
}
