//! Days and intervals as people write them (3.2): `mon-fri`, `08:00-12:00`.

use super::nearest::did_you_mean;
use serde::Serialize;

/// The days' names in the week's order.
pub(super) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The end of a day, in minutes.
pub(super) const MIDNIGHT: u16 = 24 * 60;

/// One interval of opening as written, `[open, close)` in minutes of local time; 1440 is `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Span {
    /// Minutes after midnight.
    pub open: u16,
    /// Minutes after midnight, greater than `open`.
    pub close: u16,
}

impl Span {
    /// The whole day.
    pub(super) const DAY: Self = Self { open: 0, close: MIDNIGHT };

    /// `08:00–12:00`.
    pub fn to_words(self) -> String {
        format!("{}–{}", clock(self.open), clock(self.close))
    }
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Why hours cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum HoursError {
    #[error(
        "unknown day \"{0}\"{1}; the days are mon tue wed thu fri sat sun, ranges (mon-fri) and lists (mon,wed) of them"
    )]
    Day(String, String),
    #[error("\"{0}\" is no interval; write HH:MM-HH:MM, such as 08:00-12:00")]
    Interval(String),
    #[error("\"{0}\": there is no time \"{1}\"; the day goes from 00:00 to 24:00")]
    Time(String, String),
    #[error("\"{0}\" is empty: it ends when it begins; the whole day is 00:00-24:00")]
    Empty(String),
    #[error(
        "\"{0}\" goes over midnight; write it as \"{1}-24:00\" on this day and \"00:00-{2}\" on the next"
    )]
    OverMidnight(String, String, String),
    #[error("\"{0}\" ends at midnight; write it as \"{1}-24:00\"")]
    ToMidnight(String, String),
    #[error("\"{0}\" and \"{1}\" overlap; write each hour once")]
    Overlap(String, String),
}

/// The days of a key of `hours`, Monday is 0: a day, a range (which may wrap: `sat-mon`), a list of these.
pub(super) fn days(key: &str) -> Result<Vec<usize>, HoursError> {
    let day = |text: &str| {
        let text = text.trim();
        DAYS.iter()
            .position(|name| name.eq_ignore_ascii_case(text))
            .ok_or_else(|| HoursError::Day(text.to_owned(), did_you_mean(text, DAYS)))
    };
    let mut found = Vec::new();
    for part in key.split(',') {
        let (first, last) = match part.split_once(['-', '–']) {
            Some((first, last)) => (day(first)?, day(last)?),
            None => (day(part)?, day(part)?),
        };
        let length = (last + 7 - first) % 7;
        found.extend((0..=length).map(|step| (first + step) % 7));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The intervals of one day, in order. Adjacent ones are two shifts; overlapping ones are refused.
pub(super) fn spans(texts: &[String]) -> Result<Vec<Span>, HoursError> {
    let mut all = texts.iter().map(|text| Ok((span(text)?, text))).collect::<Result<Vec<_>, HoursError>>()?;
    all.sort_unstable_by_key(|(span, _)| *span);
    if let Some(pair) = all.windows(2).find(|pair| pair[1].0.open < pair[0].0.close) {
        return Err(HoursError::Overlap(pair[0].1.clone(), pair[1].1.clone()));
    }
    Ok(all.into_iter().map(|(span, _)| span).collect())
}

fn span(text: &str) -> Result<Span, HoursError> {
    let written = || text.trim().to_owned();
    let (open, close) = text.split_once(['-', '–']).ok_or_else(|| HoursError::Interval(written()))?;
    let (open_text, close_text) = (open.trim(), close.trim());
    let (open, close) = (minutes(text, open_text)?, minutes(text, close_text)?);
    if open == MIDNIGHT {
        return Err(HoursError::Time(written(), open_text.to_owned()));
    }
    if open == close {
        return Err(HoursError::Empty(written()));
    }
    if close == 0 {
        return Err(HoursError::ToMidnight(written(), clock(open)));
    }
    if close < open {
        return Err(HoursError::OverMidnight(written(), clock(open), clock(close)));
    }
    Ok(Span { open, close })
}

fn minutes(whole: &str, text: &str) -> Result<u16, HoursError> {
    let unreadable = || HoursError::Interval(whole.trim().to_owned());
    let (hours, minutes) = text.split_once(':').ok_or_else(unreadable)?;
    let digits = |text: &str, least: usize| {
        (least..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(hours, 1) || !digits(minutes, 2) {
        return Err(unreadable());
    }
    let (h, m): (u16, u16) = hours.parse().ok().zip(minutes.parse().ok()).ok_or_else(unreadable)?;
    if m > 59 || h * 60 + m > MIDNIGHT {
        return Err(HoursError::Time(whole.trim().to_owned(), text.to_owned()));
    }
    Ok(h * 60 + m)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(texts: &[&str]) -> Result<Vec<Span>, String> {
        spans(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn days_ranges_lists_and_wrapping() {
        assert_eq!(days("mon-fri"), Ok(vec![0, 1, 2, 3, 4]));
        assert_eq!(days("sat-mon"), Ok(vec![0, 5, 6]));
        assert_eq!(days("tue"), Ok(vec![1]));
        assert_eq!(days("tue, thu,sat-sun"), Ok(vec![1, 3, 5, 6]));
        assert_eq!(days("mon-mon"), Ok(vec![0]));
        assert_eq!(days("fri-thu").map(|all| all.len()), Ok(7));
        let message = days("mom-fri").unwrap_err().to_string();
        assert!(message.contains("\"mom\"") && message.contains("\"mon\""), "{message}");
        assert!(days("").is_err() && days("mon,").is_err());
    }

    #[test]
    fn intervals_in_order_and_adjacent() {
        assert_eq!(
            day(&["13:30-18:00", "08:00-12:00"]),
            Ok(vec![Span { open: 480, close: 720 }, Span { open: 810, close: 1080 }])
        );
        assert_eq!(day(&["00:00-24:00"]), Ok(vec![Span::DAY]));
        assert_eq!(day(&["08:00-12:00", "12:00-18:00"]).map(|all| all.len()), Ok(2));
        assert_eq!(day(&[]), Ok(vec![]));
    }

    #[test]
    fn wrong_hours_say_how_to_write_them() {
        let night = day(&["22:00-06:00"]).unwrap_err();
        assert!(night.contains("\"22:00-24:00\"") && night.contains("\"00:00-06:00\""), "{night}");
        assert!(day(&["22:00-00:00"]).unwrap_err().contains("\"22:00-24:00\""));
        assert!(day(&["08:00-12:00", "11:59-13:00"]).unwrap_err().contains("overlap"));
        assert!(day(&["08:00-12:00", "08:00-12:00"]).unwrap_err().contains("overlap"));
        assert!(day(&["08:00-08:00"]).unwrap_err().contains("00:00-24:00"));
        for text in [
            "8-12",
            "08:00",
            "",
            "08:00-25:00",
            "08:60-12:00",
            "24:00-24:00",
            "08:00-24:01",
            "08h-12h",
            "a-b",
        ] {
            assert!(day(&[text]).is_err(), "{text}");
        }
    }
}
