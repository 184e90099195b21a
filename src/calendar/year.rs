//! One year of a calendar, worked out once: with it a question of any length is a few searches.

use super::hours::MIDNIGHT;
use super::rules::{Opening, Rules, shifted};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The years that calendars know; nothing is open outside them.
pub(super) const FIRST_YEAR: i32 = 1;
pub(super) const LAST_YEAR: i32 = 9998;

/// What begins in one year, in seconds of Unix time.
#[derive(Debug, Clone)]
pub(super) struct Year {
    /// Open time between the first instants of this year and the next in UTC: apart, in order.
    pub open: Vec<(i64, i64)>,
    /// Working seconds of the year before each interval.
    before: Vec<i64>,
    /// Working seconds of the year.
    pub total: i64,
    /// The working days among the year's dates and the close of each.
    pub days: Vec<(NaiveDate, i64)>,
    /// The shifts that open on the year's dates, in order of opening; no close where it is a later year's.
    pub shifts: Vec<(i64, Option<i64>)>,
    /// A shift that was open when the year began.
    pub carried: Carried,
}

/// What becomes of a shift that was open when the year began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carried {
    /// There is none.
    None,
    /// It closes then.
    Closes(i64),
    /// It is still open when the year ends.
    Still,
}

impl Year {
    fn of(rules: &Rules, year: i32) -> Self {
        let holidays: BTreeMap<NaiveDate, String> =
            (year - 1..=year + 1).flat_map(|year| rules.holidays.of_year(year)).collect();
        let (first, next) = (new_year(year), new_year(year + 1));
        // Local dates run up to a day before and after UTC's; zones that skip a date need one more.
        let dates: Vec<(NaiveDate, Vec<Opening>)> = first
            .iter_days()
            .take_while(|date| *date < next)
            .chain((0..3).map(|days| shifted(next, days)))
            .map(|date| (date, rules.openings(date, &holidays)))
            .collect();
        let earlier: Vec<(NaiveDate, Vec<Opening>)> = (-3..0)
            .map(|days| shifted(first, days))
            .map(|date| (date, rules.openings(date, &holidays)))
            .collect();

        let mut found: Vec<(i64, i64)> = earlier
            .iter()
            .chain(&dates)
            .flat_map(|(_, openings)| openings)
            .map(|opening| (opening.open.max(midnight(first)), opening.close.min(midnight(next))))
            .filter(|(open, close)| open < close)
            .collect();
        let open = united(&mut found);
        let mut total = 0;
        let before = open
            .iter()
            .map(|(open, close)| {
                let so_far = total;
                total += close - open;
                so_far
            })
            .collect();
        let days = dates
            .iter()
            .filter(|(date, _)| *date < next)
            .filter_map(|(date, openings)| Some((*date, openings.iter().map(|opening| opening.close).max()?)))
            .collect();
        let (shifts, carried) = shifts(&earlier, &dates, next);
        Self { open, before, total, days, shifts, carried }
    }

    /// Working seconds of the year before an instant.
    pub fn until(&self, at: i64) -> i64 {
        match self.open.partition_point(|(open, _)| *open <= at).checked_sub(1) {
            Some(last) => self.before[last] + at.min(self.open[last].1) - self.open[last].0,
            None => 0,
        }
    }

    /// The earliest instant before which there are `seconds` working seconds of the year, `0 < seconds <= total`.
    pub fn reaches(&self, seconds: i64) -> Option<i64> {
        let last = self.before.partition_point(|before| *before < seconds).checked_sub(1)?;
        Some(self.open[last].0 + seconds - self.before[last])
    }
}

/// The intervals made one where they touch or overlap.
fn united(intervals: &mut [(i64, i64)]) -> Vec<(i64, i64)> {
    intervals.sort_unstable();
    let mut all: Vec<(i64, i64)> = Vec::with_capacity(intervals.len());
    for &mut (open, close) in intervals {
        match all.last_mut() {
            Some(last) if open <= last.1 => last.1 = last.1.max(close),
            _ => all.push((open, close)),
        }
    }
    all
}

/// The shifts of the dates before `next`. One that ends at 24:00 goes on in one that begins at the 00:00 that
/// is the same instant.
fn shifts(
    earlier: &[(NaiveDate, Vec<Opening>)],
    dates: &[(NaiveDate, Vec<Opening>)],
    next: NaiveDate,
) -> (Vec<(i64, Option<i64>)>, Carried) {
    let to_midnight = |opening: &Opening| opening.written.close == MIDNIGHT;
    let (mut all, mut carried) = (Vec::new(), Carried::None);
    let mut finish = |(open, close): (Option<i64>, i64)| match open {
        Some(open) => all.push((open, Some(close))),
        None => carried = Carried::Closes(close),
    };
    // The opening of the shift that ended at the last midnight (none: in an earlier year), and that midnight.
    let mut running: Option<(Option<i64>, i64)> = None;
    let last_year = earlier.iter().flat_map(|(_, openings)| openings).rfind(|opening| to_midnight(opening));
    // It is carried only if the year's first opening goes on from it.
    let mut waiting = last_year.map(|opening| opening.close);
    let mut still = None;
    for (date, opening) in dates.iter().flat_map(|(date, openings)| openings.iter().map(move |o| (date, o))) {
        let years_own = *date < next;
        let goes_on = |close: i64| opening.written.open == 0 && close == opening.open;
        if let Some(close) = waiting.take().filter(|close| goes_on(*close)) {
            running = Some((None, close));
        }
        let open = match running.take() {
            Some((open, close)) if goes_on(close) => {
                if !years_own {
                    still = Some(open);
                    break;
                }
                open
            }
            other => {
                if let Some(ended) = other {
                    finish(ended);
                }
                if !years_own {
                    break;
                }
                Some(opening.open)
            }
        };
        if to_midnight(opening) {
            running = Some((open, opening.close));
        } else {
            finish((open, opening.close));
        }
    }
    if let Some(ended) = running {
        finish(ended);
    }
    match still {
        Some(Some(open)) => all.push((open, None)),
        Some(None) => carried = Carried::Still,
        None => {}
    }
    all.sort_unstable();
    (all, carried)
}

fn new_year(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX)
}

fn midnight(date: NaiveDate) -> i64 {
    date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
}

/// The year in UTC of an instant.
pub(super) fn year_of(at: i64) -> i32 {
    chrono::DateTime::from_timestamp(at, 0)
        .map_or(if at < 0 { FIRST_YEAR } else { LAST_YEAR }, |at| at.year())
        .clamp(FIRST_YEAR, LAST_YEAR)
}

/// The years worked out so far.
#[derive(Debug, Clone)]
pub(super) struct Years {
    centuries: Vec<OnceLock<Box<[OnceLock<Year>]>>>,
}

impl Years {
    pub fn new() -> Self {
        Self { centuries: vec![OnceLock::new(); 100] }
    }

    /// How many years have been worked out.
    #[cfg(test)]
    pub fn worked_out(&self) -> usize {
        let centuries = self.centuries.iter().filter_map(OnceLock::get);
        centuries.flat_map(|century| century.iter()).filter(|year| year.get().is_some()).count()
    }

    /// A year from `FIRST_YEAR` to `LAST_YEAR`.
    pub fn get(&self, rules: &Rules, year: i32) -> &Year {
        let index = year.clamp(FIRST_YEAR, LAST_YEAR) as usize;
        let century =
            self.centuries[index / 100].get_or_init(|| vec![OnceLock::new(); 100].into_boxed_slice());
        century[index % 100].get_or_init(|| Year::of(rules, index as i32))
    }
}
