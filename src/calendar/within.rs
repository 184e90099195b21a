//! How long a target leaves: `within` (6).

use std::fmt;
use std::str::FromStr;

/// What a target's `within` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Within {
    /// Working seconds: `90s`, `30m`, `4h`, `1h30m`.
    Seconds(i64),
    /// `2bd`: the close of the 2nd working day after the date of the start.
    BusinessDays(u32),
    /// `3p`: the close of the 3rd shift that opens strictly after the start.
    Shifts(u32),
}

/// Why a text is no `within`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WithinError {
    /// Days of 24 hours and working days are easily taken for each other.
    #[error(
        "\"{0}\" is ambiguous: a day is not a length of working time; write hours (\"{1}h\" for {2} × 24 hours of working time), or \"{2}bd\" for working days"
    )]
    Days(String, String, String),
    /// Zero or less.
    #[error("\"{0}\" leaves no time: it must be more than zero")]
    Zero(String),
    /// More than can be counted.
    #[error("\"{0}\" is too long")]
    TooLong(String),
    /// Anything else.
    #[error(
        "\"{0}\" is no length of working time: write 90s, 30m, 4h, 1h30m, 2bd (working days) or 3p (shifts)"
    )]
    Unreadable(String),
}

impl FromStr for Within {
    type Err = WithinError;

    fn from_str(text: &str) -> Result<Self, WithinError> {
        let unreadable = || WithinError::Unreadable(text.to_owned());
        let (mut rest, mut seconds, mut last) = (text.trim(), 0_i64, i64::MAX);
        if rest.is_empty() {
            return Err(unreadable());
        }
        if rest.starts_with('-') && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            return Err(WithinError::Zero(text.to_owned()));
        }
        let mut first = true;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (number, tail) = rest.split_at(digits);
            if number.is_empty() {
                return Err(unreadable());
            }
            let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
            let (unit, tail) = tail.split_at(letters);
            let too_long = || WithinError::TooLong(text.to_owned());
            if matches!(unit, "bd" | "p") {
                if !first || !tail.is_empty() {
                    return Err(unreadable());
                }
                return match number.parse::<u32>().map_err(|_| too_long())? {
                    0 => Err(WithinError::Zero(text.to_owned())),
                    n if unit == "bd" => Ok(Self::BusinessDays(n)),
                    n => Ok(Self::Shifts(n)),
                };
            }
            let count: i64 = number.parse().map_err(|_| too_long())?;
            let size = match unit {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "d" => {
                    let hours = count.checked_mul(24).ok_or_else(too_long)?;
                    return Err(WithinError::Days(text.to_owned(), hours.to_string(), count.to_string()));
                }
                _ => return Err(unreadable()),
            };
            if size >= last {
                return Err(unreadable());
            }
            last = size;
            seconds =
                count.checked_mul(size).and_then(|part| seconds.checked_add(part)).ok_or_else(too_long)?;
            rest = tail;
            first = false;
        }
        if seconds == 0 { Err(WithinError::Zero(text.to_owned())) } else { Ok(Self::Seconds(seconds)) }
    }
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Self::BusinessDays(n) => write!(f, "{n}bd"),
            Self::Shifts(n) => write!(f, "{n}p"),
            Self::Seconds(seconds) => {
                let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                if hours > 0 {
                    write!(f, "{hours}h")?;
                }
                if minutes > 0 {
                    write!(f, "{minutes}m")?;
                }
                if rest > 0 || seconds == 0 {
                    write!(f, "{rest}s")?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Within, WithinError> {
        text.parse()
    }

    #[test]
    fn working_time_days_and_shifts() {
        assert_eq!(read("90s"), Ok(Within::Seconds(90)));
        assert_eq!(read("30m"), Ok(Within::Seconds(1_800)));
        assert_eq!(read("4h"), Ok(Within::Seconds(14_400)));
        assert_eq!(read("1h30m"), Ok(Within::Seconds(5_400)));
        assert_eq!(read("90m"), Ok(Within::Seconds(5_400)));
        assert_eq!(read("2bd"), Ok(Within::BusinessDays(2)));
        assert_eq!(read("3p"), Ok(Within::Shifts(3)));
    }

    #[test]
    fn days_say_why_and_what_to_write() {
        let message = read("2d").unwrap_err().to_string();
        assert!(message.contains("48h") && message.contains("2bd"), "{message}");
        assert!(matches!(read("1d4h"), Err(WithinError::Days(..))));
    }

    #[test]
    fn nothing_and_less_are_refused() {
        for text in ["0h", "0s", "0bd", "0p", "-2h", "-1bd", "0h0m"] {
            assert!(matches!(read(text), Err(WithinError::Zero(_))), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for text in [
            "", " ", "h", "4", "4 h", "1.5h", "30m1h", "1h1h", "2bd4h", "4h2bd", "1h1p", "2w", "8wh",
            "quatro", "4H", "+4h",
        ] {
            assert!(matches!(read(text), Err(WithinError::Unreadable(_))), "{text}");
        }
        assert!(matches!(read("99999999999999999999h"), Err(WithinError::TooLong(_))));
        assert!(matches!(read("9223372036854775807h"), Err(WithinError::TooLong(_))));
        assert!(matches!(read("4294967296bd"), Err(WithinError::TooLong(_))));
    }

    proptest! {
        #[test]
        fn printed_and_read_again_is_the_same(seconds in 1_i64..10_000_000, n in 1_u32.., kind in 0..3) {
            let within = match kind { 0 => Within::Seconds(seconds), 1 => Within::BusinessDays(n), _ => Within::Shifts(n) };
            prop_assert_eq!(within.to_string().parse::<Within>(), Ok(within));
        }
    }
}
