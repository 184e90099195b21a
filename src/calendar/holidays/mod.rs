//! Holidays: dates, days of every year, built-in lists, `.ics` files (6).

mod brazil;
mod ics;
mod yearly;

use super::nearest::did_you_mean;
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeMap;

pub(super) use ics::read as read_ics;

/// All that makes a date a holiday.
#[derive(Debug, Clone, Default)]
pub(super) struct Holidays {
    dates: BTreeMap<NaiveDate, String>,
    yearly: BTreeMap<(u32, u32), String>,
    rules: Vec<&'static Rule>,
    events: Vec<ics::Event>,
}

/// A holiday of a built-in list.
#[derive(Debug)]
struct Rule {
    name: &'static str,
    day: RuleDay,
    /// The first and the last year in which it is one.
    years: (i32, i32),
}

#[derive(Debug, Clone, Copy)]
enum RuleDay {
    /// Month and day.
    Fixed(u32, u32),
    /// Days after Easter Sunday.
    Easter(i64),
}

/// Why an entry of `holidays` means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum HolidayError {
    #[error("there is no date \"{0}\"")]
    Date(String),
    #[error(
        "unknown holidays \"{0}\"{1}; write a date (2026-06-24), a day of every year (06-24), or one of: {2}"
    )]
    Name(String, String, String),
}

impl Holidays {
    /// Adds an entry of `holidays`: `2026-06-24`, `06-24`, or the name of a built-in list.
    pub fn add(&mut self, text: &str) -> Result<(), HolidayError> {
        let text = text.trim();
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            let no_date = || HolidayError::Date(text.to_owned());
            if let Some(date) = date(text) {
                self.dates.insert(date, text.to_owned());
            } else {
                // 2000 is a leap year: 02-29 is a day of those.
                let day = date_in(text, 2000).ok_or_else(no_date)?;
                self.yearly.insert((day.month(), day.day()), text.to_owned());
            }
            return Ok(());
        }
        let rules = brazil::list(text).ok_or_else(|| {
            let names = brazil::names();
            let hint = did_you_mean(text, names.iter().map(String::as_str));
            HolidayError::Name(text.to_owned(), hint, names.join(" "))
        })?;
        self.rules.extend(rules);
        Ok(())
    }

    /// Adds the events of an `.ics` file.
    pub fn add_events(&mut self, events: Vec<ics::Event>) {
        self.events.extend(events);
    }

    /// The holidays of one year and what they are called; those without a name by what was written.
    pub fn of_year(&self, year: i32) -> BTreeMap<NaiveDate, String> {
        let mut all = BTreeMap::new();
        let easter = easter(year);
        for rule in self.rules.iter().filter(|rule| (rule.years.0..=rule.years.1).contains(&year)) {
            if let Some(date) = rule.day.in_year(year, easter) {
                all.entry(date).or_insert_with(|| rule.name.to_owned());
            }
        }
        for event in &self.events {
            for date in event.dates_in(year) {
                all.entry(date).or_insert_with(|| event.name.clone());
            }
        }
        let first = NaiveDate::from_ymd_opt(year, 1, 1);
        let last = NaiveDate::from_ymd_opt(year, 12, 31);
        if let Some((first, last)) = first.zip(last) {
            for (date, text) in self.dates.range(first..=last) {
                all.entry(*date).or_insert_with(|| text.clone());
            }
        }
        for (&(month, day), text) in &self.yearly {
            if let Some(date) = NaiveDate::from_ymd_opt(year, month, day) {
                all.entry(date).or_insert_with(|| text.clone());
            }
        }
        all
    }
}

impl RuleDay {
    fn in_year(self, year: i32, easter: Option<NaiveDate>) -> Option<NaiveDate> {
        match self {
            Self::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Easter(days) if days < 0 => easter?.checked_sub_days(Days::new(days.unsigned_abs())),
            Self::Easter(days) => easter?.checked_add_days(Days::new(days.unsigned_abs())),
        }
    }
}

/// A date written `YYYY-MM-DD`, with exactly these digits.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.split_at_checked(4)?;
    let rest = rest.strip_prefix('-')?;
    if !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    date_in(rest, year.parse().ok()?)
}

/// `MM-DD` in a year.
fn date_in(text: &str, year: i32) -> Option<NaiveDate> {
    let (month, day) = text.split_once('-')?;
    let number = |text: &str| {
        (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
    };
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
}

/// Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher.
fn easter(year: i32) -> Option<NaiveDate> {
    let year = year.rem_euclid(5_700_000);
    let (moon_year, century, rest) = (year % 19, year / 100, year % 100);
    let moon = (19 * moon_year + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (moon_year + 11 * moon + 22 * weekday) / 451;
    let days = moon + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)
}
