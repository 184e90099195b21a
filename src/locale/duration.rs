//! Durations: `1h30m`, `1h30`, `1,5h`, `90min`, `2 horas`, `1:30`, `15d` read; `1h30`, `4h 20min`, `3 d 4 h` written.

use super::{Language, Locale, ReadError};
use crate::model::plain;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Seconds of a unit, of either language, without accents.
fn unit(word: &str) -> Option<i64> {
    Some(match word {
        "s" | "seg" | "segs" | "segundo" | "segundos" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minuto" | "minutos" | "minute" | "minutes" => MINUTE,
        "h" | "hs" | "hr" | "hrs" | "hora" | "horas" | "hour" | "hours" => HOUR,
        "d" | "dia" | "dias" | "day" | "days" => DAY,
        "w" | "sem" | "semana" | "semanas" | "week" | "weeks" => 7 * DAY,
        _ => return None,
    })
}

/// `digits[mark digits]` times `unit` seconds, rounded to whole seconds; `None` where it is too great.
fn scaled(whole: &str, fraction: &str, unit: i64) -> Option<i64> {
    let fraction = fraction.get(..9).unwrap_or(fraction);
    let scale = 10_i128.pow(fraction.len() as u32);
    let value = format!("{whole}{fraction}").parse::<i128>().ok()?;
    let seconds = (value.checked_mul(i128::from(unit))?.checked_mul(2)? + scale) / (2 * scale);
    // A century is more than any clock of a desk; it also keeps sums and dates in range.
    i64::try_from(seconds).ok().filter(|s| *s <= 36_525 * DAY)
}

/// Takes the digits that `text` begins with.
fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

fn read(text: &str) -> Option<i64> {
    let plain = plain(text);
    let clock = plain.trim_end_matches('h').trim();
    if let Some((hours, minutes)) = clock.split_once(':') {
        let whole = |s: &str| !s.is_empty() && s.len() < 6 && s.bytes().all(|b| b.is_ascii_digit());
        let minute: i64 = minutes.parse().ok().filter(|m| *m < 60)?;
        let plain = whole(hours) && minutes.len() == 2 && whole(minutes);
        return plain.then_some(hours.parse::<i64>().ok()? * HOUR + minute * MINUTE);
    }
    let mut rest = plain.as_str();
    let mut total: i64 = 0;
    let mut last = i64::MAX;
    while !rest.is_empty() {
        let (whole, after) = digits(rest);
        if whole.is_empty() {
            return None;
        }
        let (fraction, after) = match after.strip_prefix([',', '.']) {
            Some(after) => digits(after),
            None => ("", after),
        };
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let seconds = match (&after[..end], last) {
            // `1h30` is 1 h 30 min, `1min30` is 1 min 30 s.
            ("", HOUR) if whole.len() <= 2 && fraction.is_empty() => MINUTE,
            ("", MINUTE) if whole.len() <= 2 && fraction.is_empty() => 1,
            (word, _) => unit(word)?,
        };
        if seconds >= last {
            return None;
        }
        last = seconds;
        total = total.checked_add(scaled(whole, fraction, seconds)?)?;
        rest = after[end..].trim_start();
        for and in ["e ", "and ", ", "] {
            rest = rest.strip_prefix(and).unwrap_or(rest).trim_start();
        }
    }
    (last != i64::MAX).then_some(total)
}

impl Locale {
    /// Reads a span of time in seconds: `90s 30m 90min 4h 1h30m 1h30 1:30 1,5h 1.5h 2 horas 15d 2w`. Both marks and
    /// both languages are read everywhere; `d` is 24 hours. Working days and shifts are the calendar's, not spans.
    pub fn read_duration(self, text: &str) -> Result<i64, ReadError> {
        read(text).ok_or_else(|| {
            let hint = match self.language {
                Language::Portuguese => "write it as 1h30, 1,5h, 90min, 2 horas or 15d",
                Language::English => "write it as 1h30m, 1.5h, 90min, 2 hours or 15d",
            };
            ReadError::new("a duration", text, hint)
        })
    }

    /// A span in its shortest form that [`Self::read_duration`] reads back: `45s`, `30min`, `4h`, `1h30`. Seconds
    /// beside minutes or hours are left out; days are never used, since a working day has no fixed length.
    pub fn duration(self, seconds: i64) -> String {
        let (sign, total) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
        let (hours, minutes) = (total / 3600, total / 60 % 60);
        match (hours, minutes) {
            (0, 0) => format!("{sign}{total}s"),
            (0, m) => format!("{sign}{m}min"),
            (h, 0) => format!("{sign}{h}h"),
            (h, m) => format!("{sign}{h}h{m:02}"),
        }
    }

    /// Working time as people say it: `4h 20min`, `4h`, `20min`, `45s`.
    pub fn working_time(self, seconds: i64) -> String {
        let (sign, total) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
        match (total / 3600, total / 60 % 60) {
            (0, 0) => format!("{sign}{total}s"),
            (0, m) => format!("{sign}{m}min"),
            (h, 0) => format!("{sign}{h}h"),
            (h, m) => format!("{sign}{h}h {m}min"),
        }
    }

    /// The same to the second, for sums that people check: `4h 20min 5s`, `4h 5s`.
    pub fn working_time_exact(self, seconds: i64) -> String {
        let rest = seconds % 60;
        if rest == 0 || seconds.abs() < 60 {
            return self.working_time(seconds);
        }
        format!("{} {}s", self.working_time(seconds - rest), rest.abs())
    }

    /// A span of calendar time in its two greatest units: `3 d 4 h`, `2 h 10 min`, `5 min`; `agora` or `now` for
    /// less than a minute; a negative one, a time to come, is `em 2 h` or `in 2 h`.
    pub fn age(self, seconds: i64) -> String {
        let total = seconds.unsigned_abs();
        let two = |great: u64, unit: &str, small: u64, sub: &str| match small {
            0 => format!("{great} {unit}"),
            small => format!("{great} {unit} {small} {sub}"),
        };
        let text = match (total / 86_400, total / 3600 % 24, total / 60 % 60) {
            (0, 0, 0) => return self.words().now.to_owned(),
            (0, 0, m) => format!("{m} min"),
            (0, h, m) => two(h, "h", m, "min"),
            (d, h, _) => two(d, "d", h, "h"),
        };
        if seconds < 0 { format!("{} {text}", self.words().in_time) } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        let (pt, _) = Locale::parse("pt-BR");
        for (text, seconds) in [
            ("90s", 90),
            ("30m", 1800),
            ("30 min", 1800),
            ("4h", 14_400),
            ("1h30m", 5400),
            ("1h30", 5400),
            ("1h30min", 5400),
            ("1H 30", 5400),
            ("1,5h", 5400),
            ("1.5h", 5400),
            ("90min", 5400),
            ("2 horas", 7200),
            ("1 hora e 15 minutos", 4500),
            ("1:30", 5400),
            ("12:00h", 43_200),
            ("15d", 1_296_000),
            ("1 dia", 86_400),
            ("2w", 1_209_600),
            ("1d 2h", 93_600),
            ("1min30", 90),
            ("0,25h", 900),
            ("1/3h", -1),
            ("", -1),
            ("90", -1),
            ("h", -1),
            ("-1h", -1),
            ("1h90000", -1),
            ("30m1h", -1),
            ("1:60", -1),
            ("1:3", -1),
            (":30", -1),
            ("2bd", -1),
            ("3p", -1),
            ("1h 2h", -1),
            ("999999999999999999999h", -1),
        ] {
            assert_eq!(pt.read_duration(text).ok(), (seconds >= 0).then_some(seconds), "{text}");
        }
        let error = pt.read_duration("3x").unwrap_err().to_string();
        assert_eq!(error, "\"3x\" is not a duration: write it as 1h30, 1,5h, 90min, 2 horas or 15d");
    }

    #[test]
    fn durations_are_written() {
        let (pt, en) = (Locale::parse("pt-BR").0, Locale::default());
        assert_eq!(pt.duration(5400), "1h30");
        assert_eq!(pt.duration(3900), "1h05");
        assert_eq!(pt.duration(-1800), "-30min");
        assert_eq!(pt.working_time(15_600), "4h 20min");
        assert_eq!(pt.working_time(0), "0s");
        let exact = [15_605, 14_405, 90, -90, 45, 3_600].map(|seconds| pt.working_time_exact(seconds));
        assert_eq!(exact, ["4h 20min 5s", "4h 5s", "1min 30s", "-1min 30s", "45s", "1h"]);
        assert_eq!(pt.age(273_600 + 59), "3 d 4 h");
        assert_eq!(pt.age(7800), "2 h 10 min");
        assert_eq!((pt.age(59), en.age(-59)), ("agora".to_owned(), "now".to_owned()));
        assert_eq!((pt.age(-7200), en.age(-7200)), ("em 2 h".to_owned(), "in 2 h".to_owned()));
    }

    proptest! {
        #[test]
        fn a_written_duration_is_read_back(minutes in 0_i64..1_000_000) {
            let pt = Locale::parse("pt-BR").0;
            prop_assert_eq!(pt.read_duration(&pt.duration(minutes * 60)), Ok(minutes * 60));
            prop_assert_eq!(pt.read_duration(&pt.working_time(minutes * 60)), Ok(minutes * 60));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}|[0-9hmd:., e]{0,12}") {
            let _ = Locale::default().read_duration(&text);
        }
    }
}
