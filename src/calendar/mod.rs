//! Working hours: how much working time lies between two instants, when a budget of it runs out, which
//! shift and which day come next (6). Pure: zones come from `zone`, nothing here reads a clock.
//!
//! A calendar is a set of half-open intervals `[open, close)`. They are worked out year by year, once, so
//! that a question over twenty years costs as little as one over a day.

mod compile;
mod eval;
mod holidays;
mod hours;
mod month;
mod nearest;
mod rules;
mod set;
#[cfg(test)]
mod tests;
mod within;
mod words;
mod year;
mod zone;

pub use compile::{CalendarProblem, Compiled};
pub use eval::eval_line;
pub use hours::Span;
pub use month::{MonthDay, MonthPicture, month_picture};
pub use set::CalendarSet;
pub use within::{Within, WithinError};
pub use zone::{Zone, ZoneError};

use crate::model::config::{CalendarSpec, IcsFile};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use rules::Rules;
use std::collections::BTreeMap;
use year::{Carried, LAST_YEAR, Year, Years, year_of};

/// A moment.
pub type Instant = DateTime<Utc>;

/// The id of the calendar that is always open.
pub const ALWAYS: &str = "always";

/// Years without working time (or without a working day, or a shift) after which none is awaited: the
/// Gregorian calendar repeats after 400.
const PATIENCE: i32 = 400;

/// Working hours in a zone, with holidays and exceptions.
#[derive(Debug, Clone)]
pub struct Calendar {
    id: String,
    label: Option<String>,
    always: bool,
    rules: Rules,
    years: Years,
}

/// One date of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Day {
    /// Which.
    pub date: NaiveDate,
    /// The hours of that date, in order; none where it is closed.
    pub shifts: Vec<Span>,
    /// The name of the holiday, also where `dates` opens it.
    pub holiday: Option<String>,
    /// Whether `dates` gives its hours.
    pub special: bool,
}

impl Calendar {
    /// A calendar as written, ready for questions. `ics` holds the files by name; `desk_zone` is the zone where
    /// the calendar names none. All errors are told, not the first; notes are what was left out.
    pub fn compile(
        spec: &CalendarSpec,
        ics: &BTreeMap<String, IcsFile>,
        desk_zone: &Zone,
    ) -> Result<Compiled, Vec<CalendarProblem>> {
        compile::compile(spec, ics, *desk_zone)
    }

    /// 24 hours on 7 days, without shifts.
    pub fn always(zone: Zone) -> Self {
        let week = std::array::from_fn(|_| vec![Span::DAY]);
        let rules = Rules { zone, week, dates: BTreeMap::new(), holidays: holidays::Holidays::default() };
        Self { id: ALWAYS.to_owned(), label: None, always: true, rules, years: Years::new() }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What people read; the id where the file gives none.
    pub fn label(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.id)
    }

    /// Its zone.
    pub fn zone(&self) -> &Zone {
        &self.rules.zone
    }

    fn year(&self, year: i32) -> &Year {
        self.years.get(&self.rules, year)
    }

    /// Working seconds between two instants; 0 where `to` is not later. Parts of a second are cut off.
    pub fn elapsed(&self, from: Instant, to: Instant) -> i64 {
        let (from, to) = (from.timestamp(), to.timestamp());
        if to <= from {
            return 0;
        }
        if self.always {
            return to - from;
        }
        let (first, last) = (year_of(from), year_of(to));
        let before: i64 = (first..last).map(|year| self.year(year).total).sum();
        before + self.year(last).until(to) - self.year(first).until(from)
    }

    /// The earliest instant at which `elapsed` from `from` reaches `seconds`: a budget that runs out at closing
    /// time is due at closing time. `from` itself where there is nothing to wait for; none where it never comes.
    pub fn due(&self, from: Instant, seconds: i64) -> Option<Instant> {
        if seconds <= 0 {
            return Some(from);
        }
        let start = from.timestamp();
        if self.always {
            return from
                .checked_add_signed(TimeDelta::try_seconds(seconds)?)
                .filter(|at| at.year() <= LAST_YEAR);
        }
        let first = year_of(start);
        // No more than all the time there is: spares the search of millennia.
        if seconds > i64::from(LAST_YEAR + 1 - first) * 366 * 86_400 {
            return None;
        }
        let (mut need, mut idle) = (seconds + self.year(first).until(start), 0);
        for year in first..=LAST_YEAR {
            let year = self.year(year);
            if need <= year.total {
                return year.reaches(need).and_then(|at| DateTime::from_timestamp(at, 0));
            }
            need -= year.total;
            idle = if year.total == 0 { idle + 1 } else { 0 };
            if idle > PATIENCE {
                return None;
            }
        }
        None
    }

    /// When a `within` that starts at `start` runs out; none where it never does.
    pub fn deadline(&self, start: Instant, within: Within) -> Option<Instant> {
        match within {
            Within::Seconds(seconds) => self.due(start, seconds),
            Within::BusinessDays(days) => self.nth_working_day_close(start, days),
            Within::Shifts(shifts) => self.nth_shift_close(start, shifts),
        }
    }

    /// Whether time counts at an instant.
    pub fn is_open(&self, at: Instant) -> bool {
        if self.always {
            return true;
        }
        let at = at.timestamp();
        let open = &self.year(year_of(at)).open;
        open.partition_point(|(open, _)| *open <= at).checked_sub(1).is_some_and(|last| at < open[last].1)
    }

    /// The open time between two instants, in order; intervals that touch are one.
    pub fn open_intervals(&self, from: Instant, to: Instant) -> Vec<(Instant, Instant)> {
        if to <= from {
            return Vec::new();
        }
        if self.always {
            return vec![(from, to)];
        }
        let (first, last) = (from.timestamp(), to.timestamp());
        let mut all: Vec<(i64, i64)> = Vec::new();
        for year in year_of(first)..=year_of(last) {
            let open = &self.year(year).open;
            let start = open.partition_point(|(_, close)| *close <= first);
            for &(open, close) in open[start..].iter().take_while(|(open, _)| *open < last) {
                match all.last_mut() {
                    // Cut at the turn of the year.
                    Some(before) if before.1 == open => before.1 = close,
                    _ => all.push((open, close)),
                }
            }
        }
        all.into_iter()
            .map(|(open, close)| (open.max(first), close.min(last)))
            .filter(|(open, close)| open < close)
            .filter_map(|(open, close)| {
                DateTime::from_timestamp(open, 0).zip(DateTime::from_timestamp(close, 0))
            })
            .collect()
    }

    /// The close of the `n`-th working day after the local date of `start` (`nbd`): that date never counts. None
    /// where there is none, and for 0.
    pub fn nth_working_day_close(&self, start: Instant, n: u32) -> Option<Instant> {
        let date = self.zone().local(start).date_naive();
        let first = date.year().clamp(year::FIRST_YEAR, LAST_YEAR);
        let skip = self.year(first).days.partition_point(|(day, _)| *day <= date);
        self.nth(first, skip, n, |year| &year.days)
            .and_then(|(&(_, close), _)| DateTime::from_timestamp(close, 0))
    }

    /// The close of the `n`-th shift that opens strictly after `start` (`np`). A shift is one interval as written;
    /// one that ends at 24:00 and one that begins at 00:00 of the next day are one. None where there is none, as
    /// on `always`, and for 0.
    pub fn nth_shift_close(&self, start: Instant, n: u32) -> Option<Instant> {
        if self.always {
            return None;
        }
        // Local years begin up to a day before and after those in UTC: the last and the next may have begun too.
        let first = (year_of(start.timestamp()) - 1).clamp(year::FIRST_YEAR, LAST_YEAR - 2);
        let opened = |year: &Year| year.shifts.partition_point(|(open, _)| *open <= start.timestamp());
        let passed = (first..=first + 2).map(|year| opened(self.year(year))).sum();
        let (&(_, close), year) = self.nth(first, passed, n, |year| &year.shifts)?;
        let close = match close {
            Some(close) => close,
            None => (year + 1..=(year + PATIENCE).min(LAST_YEAR)).find_map(|year| {
                match self.year(year).carried {
                    Carried::Closes(close) => Some(close),
                    Carried::Still | Carried::None => None,
                }
            })?,
        };
        DateTime::from_timestamp(close, 0)
    }

    /// The `n`-th item, from 1, of the years' lists from the year `first` on, after leaving out `skip`; and its year.
    fn nth<'a, T: 'a>(
        &'a self,
        first: i32,
        skip: usize,
        n: u32,
        list: impl Fn(&'a Year) -> &'a Vec<T>,
    ) -> Option<(&'a T, i32)> {
        let (mut index, mut idle) = (skip + (n as usize).checked_sub(1)?, 0);
        for year in first..=LAST_YEAR {
            let items = list(self.year(year));
            if let Some(item) = items.get(index) {
                return Some((item, year));
            }
            index -= items.len();
            idle = if items.is_empty() { idle + 1 } else { 0 };
            if idle > PATIENCE {
                return None;
            }
        }
        None
    }

    /// The working days whose date is after the local date of `from` and not after that of `to` (`2bd` as an age).
    pub fn working_days_between(&self, from: Instant, to: Instant) -> i64 {
        let (from, to) = (self.zone().local(from).date_naive(), self.zone().local(to).date_naive());
        if to <= from {
            return 0;
        }
        let up_to =
            |date: NaiveDate| self.year(date.year()).days.partition_point(|(day, _)| *day <= date) as i64;
        let whole: i64 = (from.year()..to.year()).map(|year| self.year(year).days.len() as i64).sum();
        whole + up_to(to) - up_to(from)
    }

    /// What the calendar says of a date.
    pub fn day(&self, date: NaiveDate) -> Day {
        let holidays = self.rules.holidays.of_year(date.year());
        self.day_among(date, &holidays)
    }

    fn day_among(&self, date: NaiveDate, holidays: &BTreeMap<NaiveDate, String>) -> Day {
        Day {
            date,
            shifts: self.rules.openings(date, holidays).iter().map(|opening| opening.written).collect(),
            holiday: holidays.get(&date).cloned(),
            special: self.rules.dates.contains_key(&date),
        }
    }

    /// The week's hours in words: `segunda a sexta, 08:00–12:00 e 13:30–18:00` for a locale `pt…`, English otherwise.
    pub fn hours_in_words(&self, locale: &str) -> String {
        words::week(&self.rules.week, locale)
    }
}
