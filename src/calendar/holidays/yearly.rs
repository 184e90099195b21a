//! `RRULE:FREQ=YEARLY` of iCalendar (RFC 5545, 3.3.10), as far as holidays need it.

use chrono::{Datelike, NaiveDate, Weekday};

/// On which days of which years an event repeats.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Yearly {
    interval: i32,
    count: Option<usize>,
    until: Option<NaiveDate>,
    /// `BYMONTH`; the month of the first date where empty.
    months: Vec<u32>,
    /// `BYMONTHDAY`, from the end where negative.
    month_days: Vec<i32>,
    /// `BYDAY`: `4TH` is the fourth Thursday of the month, `-1MO` the last Monday, `SU` (0) every Sunday.
    weekdays: Vec<(i32, Weekday)>,
    /// `BYSETPOS`: which of the year's days.
    places: Vec<i32>,
}

impl Yearly {
    /// A rule of an event that begins on `start`; none where it says anything else.
    pub fn parse(rule: &str, start: NaiveDate) -> Option<Self> {
        let (mut yearly, mut is_yearly) = (Self { interval: 1, ..Self::default() }, false);
        for part in rule.split(';').filter(|part| !part.trim().is_empty()) {
            let (key, text) = part.split_once('=')?;
            let text = text.trim();
            match key.trim().to_ascii_uppercase().as_str() {
                "FREQ" => is_yearly = text.eq_ignore_ascii_case("YEARLY"),
                "INTERVAL" => yearly.interval = text.parse().ok().filter(|years| *years > 0)?,
                "COUNT" => yearly.count = Some(text.parse().ok().filter(|count| *count > 0)?),
                "UNTIL" => yearly.until = Some(NaiveDate::parse_from_str(text.get(..8)?, "%Y%m%d").ok()?),
                // Where weeks begin matters only to weeks by number.
                "WKST" => {}
                "BYMONTH" => {
                    let month = |text: &str| text.parse().ok().filter(|month| (1..=12).contains(month));
                    yearly.months = list(text, month)?;
                }
                "BYMONTHDAY" => yearly.month_days = list(text, |text| number(text, 31))?,
                "BYDAY" => yearly.weekdays = list(text, weekday)?,
                "BYSETPOS" => yearly.places = list(text, |text| number(text, 366))?,
                _ => return None,
            }
        }
        // Without a month, a day of the month would be one of every month, and the fourth Thursday one of the year.
        let days = !yearly.month_days.is_empty() || !yearly.weekdays.is_empty();
        if !is_yearly || (yearly.months.is_empty() && (days || !yearly.places.is_empty())) {
            return None;
        }
        if yearly.months.is_empty() {
            yearly.months.push(start.month());
        }
        yearly.months.sort_unstable();
        yearly.months.dedup();
        Some(yearly)
    }

    /// The dates of a year of an event that began on `start`, in order. `start` is the first, whatever the rule says.
    pub fn in_year(&self, start: NaiveDate, year: i32) -> Vec<NaiveDate> {
        let mut dates = self.all_in(start, year);
        if let Some(count) = self.count {
            let mut left = count;
            for earlier in (start.year()..year).step_by(self.interval.unsigned_abs() as usize) {
                if left == 0 {
                    break;
                }
                left = left.saturating_sub(self.all_in(start, earlier).len());
            }
            dates.truncate(left);
        }
        dates
    }

    /// The same without regard to `COUNT`.
    fn all_in(&self, start: NaiveDate, year: i32) -> Vec<NaiveDate> {
        let years = year - start.year();
        if years < 0 || years % self.interval != 0 {
            return Vec::new();
        }
        let of_month = |month: &u32| days_of(year, *month).filter(|date| self.is_on(*date, start));
        let mut dates: Vec<NaiveDate> = self.months.iter().flat_map(of_month).collect();
        if !self.places.is_empty() {
            let (mut place, all) = (0, dates.len() as i32);
            dates.retain(|_| {
                place += 1;
                self.places.contains(&place) || self.places.contains(&(place - all - 1))
            });
        }
        dates.retain(|date| *date > start && self.until.is_none_or(|until| *date <= until));
        if years == 0 {
            dates.insert(0, start);
        }
        dates
    }

    fn is_on(&self, date: NaiveDate, start: NaiveDate) -> bool {
        let day = date.day() as i32;
        let last = i32::from(date.num_days_in_month());
        let from_end = day - last - 1;
        if self.month_days.is_empty() && self.weekdays.is_empty() {
            // 29 February comes only in leap years.
            return date.day() == start.day();
        }
        let of_month =
            self.month_days.is_empty() || self.month_days.iter().any(|n| *n == day || *n == from_end);
        let which = [0, (day - 1) / 7 + 1, (day - last) / 7 - 1];
        let of_week = self.weekdays.is_empty()
            || self.weekdays.iter().any(|(nth, weekday)| *weekday == date.weekday() && which.contains(nth));
        of_month && of_week
    }
}

fn days_of(year: i32, month: u32) -> impl Iterator<Item = NaiveDate> {
    (1..=31).filter_map(move |day| NaiveDate::from_ymd_opt(year, month, day))
}

fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(|part| read(part.trim())).collect()
}

/// A number from 1 to `most`, or from the end.
fn number(text: &str, most: i32) -> Option<i32> {
    text.parse().ok().filter(|n: &i32| *n != 0 && n.abs() <= most)
}

/// `4TH`, `-1MO`, `SU`.
fn weekday(text: &str) -> Option<(i32, Weekday)> {
    let (nth, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let day = match day.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    Some((if nth.is_empty() { 0 } else { number(nth, 5)? }, day))
}
