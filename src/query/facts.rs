//! What a filter is asked about: a ticket among its desk, and what only its history can tell.

use super::Derived;
use crate::model::{Change, Link, Snapshot, config::Config};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone};

/// In what a duration is measured (3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Calendar time, in seconds.
    Calendar,
    /// Working days of the desk's calendar, counted.
    WorkingDays,
    /// Working time of the desk's calendar, in seconds.
    WorkingHours,
}

/// The value of a derived key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A moment.
    Instant(DateTime<FixedOffset>),
    /// A duration in seconds; negative where it is past.
    Seconds(i64),
    /// A duration in working days.
    Days(i64),
    /// A number of things.
    Count(i64),
    /// A word.
    Text(String),
    /// Yes or no.
    Bool(bool),
}

/// What needs a ticket's history, a calendar or other tickets.
pub trait Facts {
    /// The value of a derived key; `None` where there is none (never closed, nothing unanswered, no such
    /// metric). A comparison with `None` does not hold, so its negation does; `key:none` does.
    ///
    /// `SincePublic` is counted from the opening where there has been no public comment (S20).
    fn fact(&self, key: &Derived, unit: Unit) -> Option<Fact>;

    /// Whether what a link points at is done; `None` where that is not known.
    fn link_done(&self, link: &Link) -> Option<bool>;

    /// The first instant of a day in the desk's zone; `None` leaves it to the offset of [`Scope::now`].
    fn day_start(&self, _day: NaiveDate) -> Option<DateTime<FixedOffset>> {
        None
    }
}

/// Knows nothing: for filters on stored keys alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFacts;

impl Facts for NoFacts {
    fn fact(&self, _: &Derived, _: Unit) -> Option<Fact> {
        None
    }
    fn link_done(&self, _: &Link) -> Option<bool> {
        None
    }
}

/// A ticket, and all that a filter may ask of it.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The desk's configuration.
    pub config: &'a Config,
    /// The ticket.
    pub snapshot: &'a Snapshot,
    /// Id of the person or contact that `me` is.
    pub me: Option<&'a str>,
    /// Now, in the desk's zone.
    pub now: DateTime<FixedOffset>,
    /// What history tells.
    pub facts: &'a dyn Facts,
    /// The changes that a rule judges (`changed:`).
    pub changed: &'a [Change],
}

impl Scope<'_> {
    /// The first instant of a day in the desk's zone.
    pub fn day_start(&self, day: NaiveDate) -> DateTime<FixedOffset> {
        self.facts.day_start(day).unwrap_or_else(|| fixed_day_start(self.now, day))
    }
}

/// The first instant of a day at the offset of `now`.
pub(super) fn fixed_day_start(now: DateTime<FixedOffset>, day: NaiveDate) -> DateTime<FixedOffset> {
    let local = day.and_time(NaiveTime::MIN);
    // A fixed offset has neither gaps nor repeated hours; at the very ends of the calendar `now` stands in.
    now.offset().from_local_datetime(&local).single().unwrap_or(now)
}
