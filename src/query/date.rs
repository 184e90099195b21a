//! Dates of filters and of fields: every one is a span of time, a bare date the whole day in the desk's zone.

use super::Op;
use chrono::{
    DateTime, Datelike, Days as ChronoDays, FixedOffset, Months, NaiveDate, NaiveDateTime, TimeDelta,
};

/// What the words for days are read against.
#[derive(Clone, Copy)]
pub struct Days<'a> {
    /// Now, in the desk's zone.
    pub now: DateTime<FixedOffset>,
    /// The first instant of a day in the desk's zone.
    pub start: &'a dyn Fn(NaiveDate) -> DateTime<FixedOffset>,
    /// The desk's locale, `pt-BR`: whose words and order of day and month are read too.
    pub locale: &'a str,
}

/// Whole seconds since the epoch, half open; a moment has both ends equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First second.
    pub start: i64,
    /// The second after the last one; of a moment, the moment itself.
    pub end: i64,
}

impl Span {
    fn moment(at: i64) -> Self {
        Self { start: at, end: at }
    }

    /// Whether it is one moment, not a day or more.
    pub const fn is_moment(self) -> bool {
        self.start == self.end
    }

    /// Its last second.
    pub const fn last(self) -> i64 {
        if self.is_moment() { self.start } else { self.end - 1 }
    }

    /// Whether the second `at` lies in it.
    pub const fn contains(self, at: i64) -> bool {
        self.start <= at && at <= self.last()
    }

    /// Whether `at OP span`: before its start, through its end, after its end, from its start.
    pub const fn compare(self, op: Op, at: i64) -> bool {
        match op {
            Op::Less => at < self.start,
            Op::AtMost => at <= self.last(),
            Op::Greater => at > self.last(),
            Op::AtLeast => at >= self.start,
        }
    }

    /// Reads a date, a month, a year, a moment, or a word for one: `2026-11-03`, `2026-11`, `2026`,
    /// `2026-11-03T10:00`, RFC 3339, `today yesterday tomorrow now`, `+3d -7d +2w -1m` (days), `+4h -30min` (moments).
    pub fn read(text: &str, days: &Days) -> Option<Self> {
        let text = text.trim();
        let today = days.now.date_naive();
        let day = |date: Option<NaiveDate>| date.and_then(|date| Self::days(date, date.succ_opt()?, days));
        match text {
            "now" => return Some(Self::moment(days.now.timestamp())),
            "today" => return day(Some(today)),
            "yesterday" => return day(today.pred_opt()),
            "tomorrow" => return day(today.succ_opt()),
            _ => {}
        }
        Self::absolute(text, days).or_else(|| Self::relative(text, days)).or_else(|| local(text, days))
    }

    /// The span from the beginning of one day to that of another.
    fn days(from: NaiveDate, to: NaiveDate, days: &Days) -> Option<Self> {
        // Years of five digits are no dates of a desk, and their arithmetic would leave the calendar.
        let sane = (1..=9998).contains(&from.year());
        sane.then(|| Self { start: (days.start)(from).timestamp(), end: (days.start)(to).timestamp() })
    }

    /// A date or a moment that does not depend on now.
    pub fn absolute(text: &str, days: &Days) -> Option<Self> {
        let text = text.trim();
        if !text.starts_with(|c: char| c.is_ascii_digit()) || !text.is_ascii() {
            return None;
        }
        if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return (text.len() == 10).then(|| Self::days(date, date.succ_opt()?, days)).flatten();
        }
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Some(Self::moment(at.timestamp()));
        }
        for format in ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"] {
            if let Ok(at) = NaiveDateTime::parse_from_str(text, format) {
                let start = (days.start)(at.date());
                // The clock shows local time: what the day's own beginning is off by is its zone's.
                let passed = at.signed_duration_since(start.naive_local());
                return Some(Self::moment(start.checked_add_signed(passed)?.timestamp()));
            }
        }
        let first = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        match text.len() {
            7 => first(&format!("{text}-01"))
                .and_then(|from| Self::days(from, from.checked_add_months(Months::new(1))?, days)),
            4 => first(&format!("{text}-01-01"))
                .and_then(|from| Self::days(from, from.checked_add_months(Months::new(12))?, days)),
            _ => None,
        }
    }

    fn relative(text: &str, days: &Days) -> Option<Self> {
        let back = text.starts_with('-');
        let rest = text.strip_prefix(['+', '-'])?;
        let letters = rest.find(|c: char| !c.is_ascii_digit())?;
        let count: u32 = rest[..letters].parse().ok()?;
        let today = days.now.date_naive();
        let shift = |n: u32| {
            let n = ChronoDays::new(n.into());
            if back { today.checked_sub_days(n) } else { today.checked_add_days(n) }
        };
        let date = match &rest[letters..] {
            "d" => shift(count)?,
            "w" => shift(count.checked_mul(7)?)?,
            unit => {
                let seconds = match unit {
                    "h" => i64::from(count) * 3600,
                    "m" | "min" => i64::from(count) * 60,
                    "s" => i64::from(count),
                    _ => return None,
                };
                let delta = TimeDelta::seconds(if back { -seconds } else { seconds });
                return Some(Self::moment(days.now.checked_add_signed(delta)?.timestamp()));
            }
        };
        Self::days(date, date.succ_opt()?, days)
    }
}

/// Dates as the desk's locale writes them: `24/11`, `24/11/2026`, `hoje`, `ontem`, `amanhã`, `agora`.
fn local(text: &str, days: &Days) -> Option<Span> {
    let language = days.locale.split(['-', '_']).next().unwrap_or_default();
    let today = days.now.date_naive();
    let day = |date: Option<NaiveDate>| date.and_then(|date| Span::days(date, date.succ_opt()?, days));
    match (language, crate::model::plain(text).as_str()) {
        ("pt", "hoje") | ("es", "hoy") => return day(Some(today)),
        ("pt", "ontem") | ("es", "ayer") => return day(today.pred_opt()),
        ("pt", "amanha") | ("es", "manana") => return day(today.succ_opt()),
        ("pt", "agora") | ("es", "ahora") => return Some(Span::moment(days.now.timestamp())),
        _ => {}
    }
    if !matches!(language, "pt" | "es" | "fr" | "it") {
        return None;
    }
    let parts: Vec<i32> = text.split('/').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (date, month, year) = match parts.as_slice() {
        [date, month] => (*date, *month, today.year()),
        [date, month, year] => (*date, *month, *year),
        _ => return None,
    };
    day(NaiveDate::from_ymd_opt(year, month.try_into().ok()?, date.try_into().ok()?))
}

/// The second by which a stored date compares: of a day its last one (a delivery is due through its day), of a
/// moment itself. What an index should keep for `due` and `promised`.
pub fn stored_seconds(text: &str, days: &Days) -> Option<i64> {
    Span::absolute(text, days).map(Span::last)
}
