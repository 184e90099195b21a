//! Dates as git writes them in `GIT_AUTHOR_DATE` and `GIT_COMMITTER_DATE`.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeZone};

/// Reads a date in one of git's unambiguous forms: `@123 +0000`, `123 +0000`, RFC 3339, RFC 2822,
/// `2026-11-22 10:00:00 -0300`, the same without an offset (then `zone`'s) or without a time (then midnight).
/// `None` where it is none of these.
pub fn parse_git_date(text: &str, zone: FixedOffset) -> Option<DateTime<FixedOffset>> {
    let text = text.trim();
    if let Some(when) = epoch(text, zone) {
        return Some(when);
    }
    if let Ok(when) = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text)) {
        return Some(when);
    }
    let zoned = [
        "%Y-%m-%d %H:%M:%S%.f %z",
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y-%m-%d %H:%M:%S%.f%z",
        "%Y-%m-%dT%H:%M:%S%.f %z",
        "%Y-%m-%d %H:%M %z",
        "%Y-%m-%dT%H:%M%z",
        "%a %b %d %H:%M:%S %Y %z",
    ];
    if let Some(when) = zoned.iter().find_map(|form| DateTime::parse_from_str(text, form).ok()) {
        return Some(when);
    }
    let local = [
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
        "%a %b %d %H:%M:%S %Y",
    ];
    let naive = local
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))?;
    zone.from_local_datetime(&naive).single()
}

/// `@123 +0000`; without the `@` only where the number cannot be a date, as git does.
fn epoch(text: &str, zone: FixedOffset) -> Option<DateTime<FixedOffset>> {
    let (number, offset) = text.split_once(' ').map_or((text, None), |(a, b)| (a, Some(b.trim())));
    let digits = match number.strip_prefix('@') {
        Some(digits) => digits,
        None if number.len() >= 9 => number,
        None => return None,
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = digits.parse::<i64>().ok()?;
    let zone = match offset {
        None => zone,
        Some(text) => {
            let (sign, rest) = text.split_at_checked(1)?;
            let minutes = (rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_digit()))
                .then(|| rest[..2].parse::<i32>().ok().zip(rest[2..].parse::<i32>().ok()))
                .flatten()
                .map(|(hours, minutes)| hours * 60 + minutes)?;
            match sign {
                "+" => FixedOffset::east_opt(minutes * 60)?,
                "-" => FixedOffset::west_opt(minutes * 60)?,
                _ => return None,
            }
        }
    };
    Some(DateTime::from_timestamp(seconds, 0)?.with_timezone(&zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let zone = FixedOffset::west_opt(3 * 3600).unwrap();
        parse_git_date(text, zone).map(|when| when.to_rfc3339())
    }

    #[test]
    fn git_forms() {
        let expected = Some("2026-11-22T10:00:00-03:00".to_owned());
        for text in [
            "@1795352400 -0300",
            "1795352400 -0300",
            "@1795352400",
            "2026-11-22T10:00:00-03:00",
            "2026-11-22 10:00:00 -0300",
            "2026-11-22 10:00:00-03:00",
            "2026-11-22T10:00:00 -0300",
            "Sun, 22 Nov 2026 10:00:00 -0300",
            "Sun Nov 22 10:00:00 2026 -0300",
            "2026-11-22 10:00:00",
            "2026-11-22T10:00",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("2026-11-22"), Some("2026-11-22T00:00:00-03:00".to_owned()));
        assert_eq!(read("@0 +0000"), Some("1970-01-01T00:00:00+00:00".to_owned()));
        assert_eq!(read("2026-11-22T13:00:00Z"), Some("2026-11-22T13:00:00+00:00".to_owned()));
    }

    #[test]
    fn others_are_refused() {
        for text in ["", "tomorrow", "20261122", "@", "@12 0300", "2026-13-01", "@1 +9999999"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
