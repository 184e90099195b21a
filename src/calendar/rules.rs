//! What a calendar says of each date, before and after its zone is asked.

use super::holidays::Holidays;
use super::hours::Span;
use super::{Instant, Zone};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use std::collections::BTreeMap;

/// Hours, exceptions, holidays and zone of a calendar.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub zone: Zone,
    /// Monday first.
    pub week: [Vec<Span>; 7],
    pub dates: BTreeMap<NaiveDate, Vec<Span>>,
    pub holidays: Holidays,
}

/// An interval of one date as instants, in seconds of Unix time, and as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opening {
    pub written: Span,
    pub open: i64,
    pub close: i64,
}

impl Rules {
    /// The intervals written for a date. `holidays` are those of its year.
    pub fn written(&self, date: NaiveDate, holidays: &BTreeMap<NaiveDate, String>) -> &[Span] {
        use chrono::Datelike;
        if let Some(spans) = self.dates.get(&date) {
            spans
        } else if holidays.contains_key(&date) {
            &[]
        } else {
            &self.week[date.weekday().num_days_from_monday() as usize]
        }
    }

    /// The intervals of a date as instants: none on a date that the zone skips, and none of those that come
    /// out empty (6). In the order in which they were written, which near a gap may not be that of time.
    pub fn openings(&self, date: NaiveDate, holidays: &BTreeMap<NaiveDate, String>) -> Vec<Opening> {
        let written = self.written(date, holidays);
        if written.is_empty() || self.zone.skips(date) {
            return Vec::new();
        }
        written
            .iter()
            .map(|&span| Opening {
                written: span,
                open: self.at(date, span.open).timestamp(),
                close: self.at(date, span.close).timestamp(),
            })
            .filter(|opening| opening.open < opening.close)
            .collect()
    }

    fn at(&self, date: NaiveDate, minutes: u16) -> Instant {
        self.zone.resolve(local(date, minutes))
    }
}

/// `24:00` is the next day's midnight.
fn local(date: NaiveDate, minutes: u16) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minutes))
}

/// A date some days later (or earlier).
pub(super) fn shifted(date: NaiveDate, days: i64) -> NaiveDate {
    let moved = if days < 0 {
        date.checked_sub_days(Days::new(days.unsigned_abs()))
    } else {
        date.checked_add_days(Days::new(days.unsigned_abs()))
    };
    moved.unwrap_or(date)
}
