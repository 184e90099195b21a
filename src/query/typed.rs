//! Values that compare by more than their letters: numbers, versions, durations, yes and no.

use super::Unit;
use crate::model::plain;
use std::cmp::Ordering;

/// A number with `.` or, where it has no `.`, `,` before its decimals.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let well_formed = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'+'));
    if !well_formed {
        return None;
    }
    text.parse().ok().or_else(|| text.replacen(',', ".", 1).parse().ok())
}

/// Yes or no, in the words of YAML files and of people.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "true" | "yes" | "sim" => Some(true),
        "false" | "no" | "nao" => Some(false),
        _ => None,
    }
}

/// Whether a text can be a version: it begins with a digit, after an optional `v`.
pub(super) fn is_version(text: &str) -> bool {
    text.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit())
        && !text.contains(char::is_whitespace)
}

/// Versions by their parts, numbers as numbers: 12.1.33 is before 12.10.2. A missing part is 0, and a part
/// that is a word (`1.0-rc1`) is before any number.
pub fn compare_versions(a: &str, b: &str) -> Ordering {
    fn part(text: Option<&&str>) -> (bool, usize, String) {
        let text = text.copied().unwrap_or("0");
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        // Of two numbers without leading zeros the longer one is greater; words compare as text.
        let text = if digits { text.trim_start_matches('0').to_owned() } else { text.to_lowercase() };
        (digits, if digits { text.len() } else { 0 }, text)
    }
    let split = |text: &str| -> Vec<String> {
        let text = text.trim().trim_start_matches(['v', 'V']);
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let (a, b) = (split(a), split(b));
    let (a, b): (Vec<&str>, Vec<&str>) =
        (a.iter().map(String::as_str).collect(), b.iter().map(String::as_str).collect());
    (0..a.len().max(b.len()))
        .map(|n| part(a.get(n)).cmp(&part(b.get(n))))
        .find(|o| o.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// A duration of a filter: `15d 36h 90m 30s 2w 1h30m` calendar time, `2bd 8wh` working time (3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    /// In what it is measured.
    pub unit: Unit,
    /// Seconds, or days for [`Unit::WorkingDays`]; negative for what is past.
    pub amount: i64,
    /// The size of the smallest unit written: `15d` means any time in the sixteenth day where it stands for
    /// itself.
    pub step: i64,
}

impl Duration {
    /// Reads a duration; `None` where it is none, or mixes working with calendar time.
    pub fn read(text: &str) -> Option<Self> {
        let (sign, mut rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let mut all: Option<Self> = None;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
            let value = number(&rest[..digits]).filter(|value| *value < 1e9)?;
            rest = &rest[digits..];
            let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let (unit, step) = match &rest[..letters] {
                "s" => (Unit::Calendar, 1),
                "m" | "min" => (Unit::Calendar, 60),
                "h" => (Unit::Calendar, 3600),
                "d" => (Unit::Calendar, 86_400),
                "w" => (Unit::Calendar, 604_800),
                "bd" => (Unit::WorkingDays, 1),
                "wh" => (Unit::WorkingHours, 3600),
                "wm" => (Unit::WorkingHours, 60),
                _ => return None,
            };
            rest = &rest[letters..];
            if unit == Unit::WorkingDays && value.fract() != 0.0 {
                return None;
            }
            let amount = (value * step as f64).round() as i64;
            all = match all {
                None => Some(Self { unit, amount, step }),
                Some(sum) if sum.unit == unit => {
                    Some(Self { unit, amount: sum.amount + amount, step: sum.step.min(step) })
                }
                Some(_) => return None,
            };
        }
        all.map(|duration| Self { amount: duration.amount * sign, ..duration })
    }
}
