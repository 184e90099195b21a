//! Dates and moments as people write them, and as files keep them (8).

use crate::locale::{Locale, ReadError};
use crate::model::plain;
use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// The order of day and month in the locale: whether the month comes first.
fn month_first(locale: &str) -> bool {
    matches!(plain(locale).as_str(), "en" | "en-us" | "en_us")
}

/// Reads a day: `2026-11-24`, `24/11`, `24/11/2026`, `amanhã`, `+5d`, `-2w`. A day without a year is this
/// year's, or the next year's where that lies more than half a year back.
pub fn read_date(text: &str, now: DateTime<FixedOffset>, locale: &str) -> Option<NaiveDate> {
    let today = now.date_naive();
    let word = plain(text);
    match word.as_str() {
        "today" | "hoje" | "hoy" => return Some(today),
        "tomorrow" | "amanha" | "manana" => return today.succ_opt(),
        "yesterday" | "ontem" | "ayer" => return today.pred_opt(),
        "depois de amanha" => return today.checked_add_days(Days::new(2)),
        _ => {}
    }
    if let Some(date) = relative(&word, today) {
        return Some(date);
    }
    if let Ok(date) = NaiveDate::parse_from_str(&word, "%Y-%m-%d") {
        return sane(date);
    }
    let parts: Vec<&str> = word.split(['/', '.']).collect();
    let number = |s: &str| s.parse::<u32>().ok().filter(|_| s.len() <= 4);
    let numbers: Vec<u32> = parts.iter().map(|s| number(s)).collect::<Option<_>>()?;
    let (first, second, year) = match numbers.as_slice() {
        [a, b] => (*a, *b, None),
        [a, b, y] => (*a, *b, Some(if *y < 100 { 2000 + y } else { *y })),
        _ => return None,
    };
    let (day, month) = if month_first(locale) { (second, first) } else { (first, second) };
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    match year {
        Some(year) => on(i32::try_from(year).ok()?).and_then(sane),
        None => match on(today.year()) {
            Some(date) if today.signed_duration_since(date) <= TimeDelta::days(183) => Some(date),
            _ => on(today.year() + 1),
        },
    }
}

/// Reads a day as [`read_date`] does, and as people of the locale say it besides: `sexta`, `24 de novembro`.
pub fn spoken_date(text: &str, now: DateTime<FixedOffset>, locale: &str) -> Result<NaiveDate, ReadError> {
    if let Some(date) = read_date(text, now, locale) {
        return Ok(date);
    }
    let date = Locale::parse(locale).0.read_date(text, now.date_naive())?;
    let hint = "its year is one of 1900 to 9999".to_owned();
    sane(date).ok_or_else(|| ReadError { what: "a date", text: text.to_owned(), hint })
}

/// Files hold four digits of a year; a year of the first centuries is a slip of the hand.
fn sane(date: NaiveDate) -> Option<NaiveDate> {
    (1900..=9999).contains(&date.year()).then_some(date)
}

fn relative(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let back = word.starts_with('-');
    let rest = word.strip_prefix(['+', '-'])?;
    let unit = rest.chars().last()?;
    let count: u32 = rest[..rest.len() - unit.len_utf8()].trim().parse().ok()?;
    let by_days = |n: u64| {
        let days = Days::new(n);
        if back { today.checked_sub_days(days) } else { today.checked_add_days(days) }
    };
    match unit {
        'd' => by_days(u64::from(count)),
        'w' => by_days(u64::from(count) * 7),
        'm' => {
            let months = Months::new(count);
            if back { today.checked_sub_months(months) } else { today.checked_add_months(months) }
        }
        _ => None,
    }
    .and_then(sane)
}

/// A moment, and whether a time of day was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// An instant.
    At(DateTime<FixedOffset>),
    /// A time of the desk's clock.
    Local(NaiveDateTime),
    /// A whole day.
    Day(NaiveDate),
}

/// Reads a day or a moment: what `spoken_date` reads, RFC 3339, a day with a time (`24/11 18:00`,
/// `amanhã 9h30`), a time of today (`18:00`), or hours from now (`+4h`, `+90min`).
pub fn read_moment(text: &str, now: DateTime<FixedOffset>, locale: &str) -> Option<Moment> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(Moment::At(at));
    }
    if let Some(rest) = text.strip_prefix('+') {
        let seconds = [("min", 60), ("h", 3600)].iter().find_map(|(unit, seconds)| {
            rest.strip_suffix(unit).and_then(|n| n.trim().parse::<u32>().ok()).map(|n| i64::from(n) * seconds)
        });
        if let Some(seconds) = seconds {
            return now.checked_add_signed(TimeDelta::seconds(seconds)).map(Moment::At);
        }
    }
    if let Ok(date) = spoken_date(text, now, locale) {
        return Some(Moment::Day(date));
    }
    if let Some(time) = read_time(text) {
        return Some(Moment::Local(now.date_naive().and_time(time)));
    }
    let (day, time) = text.rsplit_once([' ', 'T'])?;
    Some(Moment::Local(spoken_date(day.trim_end_matches(','), now, locale).ok()?.and_time(read_time(time)?)))
}

fn read_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    let (hours, minutes) = text.split_once([':', 'h'])?;
    let (minutes, seconds) = minutes.split_once(':').unwrap_or((minutes, "0"));
    let minutes = if minutes.is_empty() { "0" } else { minutes };
    NaiveTime::from_hms_opt(hours.parse().ok()?, minutes.parse().ok()?, seconds.parse().ok()?)
}

/// A day as people of the locale read it.
pub fn date_text(date: NaiveDate, locale: &str) -> String {
    let language = locale.split(['-', '_']).next().unwrap_or_default();
    let format = match language {
        _ if month_first(locale) && language == "en" && locale.len() > 2 => "%m/%d/%Y",
        "pt" | "es" | "fr" | "it" => "%d/%m/%Y",
        "de" => "%d.%m.%Y",
        _ => "%Y-%m-%d",
    };
    date.format(format).to_string()
}

/// A moment as people of the locale read it, in its own offset.
pub fn instant_text(at: DateTime<FixedOffset>, locale: &str) -> String {
    format!("{} {}", date_text(at.date_naive(), locale), at.format("%H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::{at, now};

    fn day(text: &str, locale: &str) -> Option<String> {
        read_date(text, now(), locale).map(|d| d.to_string())
    }

    #[test]
    fn days_are_read_as_the_locale_writes_them() {
        for (text, locale, expected) in [
            ("2026-11-30", "pt-BR", Some("2026-11-30")),
            ("24/11", "pt-BR", Some("2026-11-24")),
            ("11/24", "en-US", Some("2026-11-24")),
            ("24/11", "en-GB", Some("2026-11-24")),
            ("5/1", "pt-BR", Some("2027-01-05")),
            ("20/11", "pt-BR", Some("2026-11-20")),
            ("24/11/27", "pt-BR", Some("2027-11-24")),
            ("amanhã", "pt-BR", Some("2026-11-24")),
            ("HOJE", "pt-BR", Some("2026-11-23")),
            ("+5d", "pt-BR", Some("2026-11-28")),
            ("-1w", "pt-BR", Some("2026-11-16")),
            ("31/02", "pt-BR", None),
            ("logo", "pt-BR", None),
            ("20261-01-01", "pt-BR", None),
        ] {
            assert_eq!(day(text, locale).as_deref(), expected, "{text} in {locale}");
        }
    }

    #[test]
    fn moments_are_read() {
        let local = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        for (text, expected) in [
            ("2026-11-30T18:00:00-03:00", Moment::At(at("2026-11-30T18:00:00-03:00"))),
            ("+4h", Moment::At(at("2026-11-23T14:00:00-03:00"))),
            ("24/11 18:00", Moment::Local(local("2026-11-24 18:00"))),
            ("amanhã 9h30", Moment::Local(local("2026-11-24 09:30"))),
            ("2026-11-24T18:00", Moment::Local(local("2026-11-24 18:00"))),
            ("18:00", Moment::Local(local("2026-11-23 18:00"))),
            ("24/11", Moment::Day(NaiveDate::from_ymd_opt(2026, 11, 24).unwrap())),
        ] {
            assert_eq!(read_moment(text, now(), "pt-BR"), Some(expected), "{text}");
        }
        assert_eq!(read_moment("24/11 25:00", now(), "pt-BR"), None);
    }
}
