//! A month as a picture: weeks of days with their hours and holidays (`calendar show`).

use super::{Calendar, Day};
use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// A month of a calendar, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthPicture {
    /// The calendar's id.
    pub calendar: String,
    /// Its zone.
    pub timezone: String,
    /// Year.
    pub year: i32,
    /// Month, from 1.
    pub month: u32,
    /// Whole weeks, Monday first.
    pub weeks: Vec<Vec<MonthDay>>,
    /// How many of the month's days are working days.
    pub working_days: u32,
    /// Working time of the month.
    pub working_s: i64,
}

/// A day of the picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthDay {
    /// Whether it is one of the month's, not one that fills up a week.
    pub in_month: bool,
    /// What the calendar says of it.
    #[serde(flatten)]
    pub day: Day,
}

/// The picture of a month; none where there is no such month.
pub fn month_picture(calendar: &Calendar, year: i32, month: u32) -> Option<MonthPicture> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let next = first.checked_add_months(chrono::Months::new(1))?;
    let monday = first.checked_sub_days(Days::new(u64::from(first.weekday().num_days_from_monday())))?;
    let holidays: BTreeMap<_, _> =
        (year - 1..=year + 1).flat_map(|year| calendar.rules.holidays.of_year(year)).collect();
    let mut weeks = Vec::new();
    let mut day = monday;
    while day < next {
        let week: Vec<MonthDay> = day
            .iter_days()
            .take(7)
            .map(|date| MonthDay {
                in_month: first <= date && date < next,
                day: calendar.day_among(date, &holidays),
            })
            .collect();
        weeks.push(week);
        day = day.checked_add_days(Days::new(7))?;
    }
    let working = |day: &&MonthDay| day.in_month && !day.day.shifts.is_empty();
    let working_days = weeks.iter().flatten().filter(working).count() as u32;
    let midnight = |date: NaiveDate| calendar.zone().resolve(date.and_time(chrono::NaiveTime::MIN));
    Some(MonthPicture {
        calendar: calendar.id().to_owned(),
        timezone: calendar.zone().name().to_owned(),
        year,
        month,
        weeks,
        working_days,
        working_s: calendar.elapsed(midnight(first), midnight(next)),
    })
}
