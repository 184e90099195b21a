//! Dates: `24/11`, `2026-11-24`, `amanhã`, `sexta`, `+3d`, `24 de novembro` read; `24/11/2026` written.

use super::{DateOrder, Language, Locale, ReadError};
use crate::model::plain;
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, Weekday};
use std::fmt;

/// A day, or an instant: what `due` and `promise` take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A whole day.
    Day(NaiveDate),
    /// An instant, in the desk's zone.
    At(DateTime<FixedOffset>),
}

impl Moment {
    /// Whether it is over: a day is when it has ended.
    pub fn is_before(self, now: DateTime<FixedOffset>) -> bool {
        match self {
            Self::Day(day) => day < now.date_naive(),
            Self::At(at) => at < now,
        }
    }
}

impl fmt::Display for Moment {
    /// As files hold it: `2026-11-24`, or RFC 3339 to the second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::At(at) => f.write_str(&at.format("%Y-%m-%dT%H:%M:%S%:z").to_string()),
        }
    }
}

fn number(text: &str) -> Option<u32> {
    (!text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// `26` is 2026; three digits are no year.
fn year(text: &str) -> Option<i32> {
    let year = number(text)? as i32;
    match text.len() {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

/// The date nearest to `today` with this day and month; of two equally near the later.
fn nearest(month: u32, day: u32, today: NaiveDate) -> Option<NaiveDate> {
    // Eight years to either side, so that 29 February is found even around 1900.
    (-8..=8)
        .rev()
        .filter_map(|years| NaiveDate::from_ymd_opt(today.year() + years, month, day))
        .min_by_key(|date| (*date - today).num_days().abs())
}

fn next(weekday: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    (1..=7).filter_map(|days| today.checked_add_days(Days::new(days))).find(|date| date.weekday() == weekday)
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.strip_suffix("-feira").or_else(|| word.strip_suffix(" feira")).unwrap_or(word);
    Some(match word {
        "segunda" | "seg" | "monday" | "mon" => Weekday::Mon,
        "terca" | "ter" | "tuesday" | "tue" => Weekday::Tue,
        "quarta" | "qua" | "wednesday" | "wed" => Weekday::Wed,
        "quinta" | "qui" | "thursday" | "thu" => Weekday::Thu,
        "sexta" | "sex" | "friday" | "fri" => Weekday::Fri,
        "sabado" | "sab" | "saturday" | "sat" => Weekday::Sat,
        "domingo" | "dom" | "sunday" | "sun" => Weekday::Sun,
        _ => return None,
    })
}

/// A month by its name or the first three letters of it, in either language.
fn month(word: &str) -> Option<u32> {
    const NAMES: [(&str, &str); 12] = [
        ("janeiro", "january"),
        ("fevereiro", "february"),
        ("marco", "march"),
        ("abril", "april"),
        ("maio", "may"),
        ("junho", "june"),
        ("julho", "july"),
        ("agosto", "august"),
        ("setembro", "september"),
        ("outubro", "october"),
        ("novembro", "november"),
        ("dezembro", "december"),
    ];
    let word = word.strip_suffix('.').unwrap_or(word);
    let named = |name: &str| word == name || (word.len() == 3 && name.starts_with(word));
    NAMES.iter().position(|(pt, en)| named(pt) || named(en)).map(|at| at as u32 + 1)
}

/// `+3d`, `-7d`, `+2w`, `+1 dia`: days from today.
fn relative(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    let count: i64 = rest[..end].parse().ok().filter(|n| *n <= 36_525)?;
    match rest[end..].trim() {
        "d" | "dia" | "dias" | "day" | "days" => Some(sign * count),
        "w" | "sem" | "semana" | "semanas" | "week" | "weeks" => Some(sign * count * 7),
        _ => None,
    }
}

impl Locale {
    /// Reads a date; `today` is today's in the desk's zone. All locales read `2026-11-24`, `hoje amanhã ontem` and
    /// `today tomorrow yesterday`, weekdays (the next one, never today), `+3d -7d +2w`, `24 de novembro`, `24 nov 2026`;
    /// `24/11` and `24/11/2026` in the locale's own order. A date without a year is the one nearest to today.
    pub fn read_date(self, text: &str, today: NaiveDate) -> Result<NaiveDate, ReadError> {
        self.date_of(&plain(text), today)
            .ok_or_else(|| ReadError::new("a date", text, self.date_hint(text, today)))
    }

    /// Reads a month into its first day: `2026-11`, `11/2026`, `novembro` (the nearest), `nov 2026`, `nov/2026`.
    pub fn read_month(self, text: &str, today: NaiveDate) -> Result<NaiveDate, ReadError> {
        let read = || {
            let plain = plain(text).replace(" de ", " ");
            let parts: Vec<&str> = plain.split(['-', '/', ' ']).collect();
            match parts.as_slice() {
                [name] => nearest(month(name)?, 1, today.with_day(1)?),
                [y, m] if y.len() == 4 && number(y).is_some() => {
                    NaiveDate::from_ymd_opt(year(y)?, number(m)?, 1)
                }
                [m, y] => NaiveDate::from_ymd_opt(year(y)?, month(m).or_else(|| number(m))?, 1),
                _ => None,
            }
        };
        read()
            .ok_or_else(|| ReadError::new("a month", text, format!("write it as {}", today.format("%Y-%m"))))
    }

    /// `text` is plain (no case, no accents).
    pub(super) fn date_of(self, text: &str, today: NaiveDate) -> Option<NaiveDate> {
        match text {
            "hoje" | "today" => return Some(today),
            "amanha" | "tomorrow" => return today.succ_opt(),
            "depois de amanha" => return today.checked_add_days(Days::new(2)),
            "ontem" | "yesterday" => return today.pred_opt(),
            "anteontem" => return today.checked_sub_days(Days::new(2)),
            _ => {}
        }
        if let Some(days) = relative(text) {
            return today.checked_add_signed(chrono::TimeDelta::days(days));
        }
        let bare = ["proxima ", "proximo ", "next ", "na ", "no ", "on "]
            .iter()
            .find_map(|prefix| text.strip_prefix(prefix))
            .unwrap_or(text);
        if let Some(weekday) = weekday(bare) {
            return next(weekday, today);
        }
        self.numeric(text, today).or_else(|| named(text, today))
    }

    fn numeric(self, text: &str, today: NaiveDate) -> Option<NaiveDate> {
        let mark = ['/', '-', '.'].into_iter().find(|mark| text.contains(*mark))?;
        let parts: Vec<&str> = text.split(mark).collect();
        let first_is_year = parts[0].len() == 4;
        if let ([y, m, d], true) = (parts.as_slice(), first_is_year && mark != '.') {
            return NaiveDate::from_ymd_opt(year(y)?, number(m)?, number(d)?);
        }
        let swap = match self.order {
            DateOrder::DayMonth => false,
            DateOrder::MonthDay => true,
            DateOrder::Iso => return None,
        };
        let (d, m) = if swap { (parts.get(1)?, parts.first()?) } else { (parts.first()?, parts.get(1)?) };
        match parts.as_slice() {
            [_, _, y] => NaiveDate::from_ymd_opt(year(y)?, number(m)?, number(d)?),
            [_, _] if mark == '/' => nearest(number(m)?, number(d)?, today),
            _ => None,
        }
    }

    pub(super) fn date_hint(self, text: &str, today: NaiveDate) -> String {
        let iso = today.format("%Y-%m-%d");
        match (self.language, self.order) {
            (Language::Portuguese, _) => {
                format!("write it as {}, {iso}, hoje, amanhã, sexta or +3d", self.date(today))
            }
            (_, DateOrder::Iso) if text.contains('/') => {
                format!(
                    "day and month could be swapped here; write it as {iso}, or {}",
                    today.format("%-d %b")
                )
            }
            (_, DateOrder::Iso) => format!("write it as {iso}, today, tomorrow, friday or +3d"),
            _ => format!("write it as {}, {iso}, today, tomorrow, friday or +3d", self.date(today)),
        }
    }

    /// Writes a date with its year: `24/11/2026`, `11/24/2026` (en-US), `2026-11-24` (plain `en`).
    pub fn date(self, date: NaiveDate) -> String {
        let format = match self.order {
            DateOrder::DayMonth => "%d/%m/%Y",
            DateOrder::MonthDay => "%m/%d/%Y",
            DateOrder::Iso => "%Y-%m-%d",
        };
        date.format(format).to_string()
    }
}

/// `24 de novembro de 2026`, `24 nov`, `nov 24, 2026`.
fn named(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words: Vec<&str> =
        text.split([' ', ',', '/', '-']).filter(|word| !word.is_empty() && *word != "de").collect();
    let day = |word: &str| number(word.trim_end_matches(['o', 'º', '°'])).filter(|_| word.len() <= 4);
    let (first, second) = (words.first()?, words.get(1)?);
    let (month, day) = match (month(first), month(second)) {
        (None, Some(month)) => (month, day(first)?),
        (Some(month), None) => (month, day(second)?),
        _ => return None,
    };
    match words.as_slice() {
        [_, _] => nearest(month, day, today),
        [_, _, y] => NaiveDate::from_ymd_opt(year(y)?, month, day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn portuguese_dates_are_read() {
        let pt = Locale::parse("pt-BR").0;
        let today = ymd(2026, 11, 22); // a Sunday
        for (text, date) in [
            ("24/11", ymd(2026, 11, 24)),
            ("24/11/2026", ymd(2026, 11, 24)),
            ("24/11/26", ymd(2026, 11, 24)),
            ("24-11-2026", ymd(2026, 11, 24)),
            ("24.11.2026", ymd(2026, 11, 24)),
            ("2026-11-24", ymd(2026, 11, 24)),
            ("1/2", ymd(2027, 2, 1)),
            ("1/8", ymd(2026, 8, 1)),
            ("29/02", ymd(2028, 2, 29)),
            ("hoje", today),
            ("Amanhã", ymd(2026, 11, 23)),
            ("amanha", ymd(2026, 11, 23)),
            ("depois de amanhã", ymd(2026, 11, 24)),
            ("ontem", ymd(2026, 11, 21)),
            ("segunda", ymd(2026, 11, 23)),
            ("sexta-feira", ymd(2026, 11, 27)),
            ("terça", ymd(2026, 11, 24)),
            ("próxima quinta", ymd(2026, 11, 26)),
            ("sábado", ymd(2026, 11, 28)),
            ("domingo", ymd(2026, 11, 29)),
            ("tomorrow", ymd(2026, 11, 23)),
            ("monday", ymd(2026, 11, 23)),
            ("+3d", ymd(2026, 11, 25)),
            ("-7d", ymd(2026, 11, 15)),
            ("+2w", ymd(2026, 12, 6)),
            ("+10 dias", ymd(2026, 12, 2)),
            ("24 de novembro", ymd(2026, 11, 24)),
            ("1º de março de 2027", ymd(2027, 3, 1)),
            ("24 nov 2026", ymd(2026, 11, 24)),
            ("nov 24, 2026", ymd(2026, 11, 24)),
        ] {
            assert_eq!(pt.read_date(text, today), Ok(date), "{text}");
        }
        for bad in [
            "",
            "31/02",
            "24/13",
            "11/24",
            "2026-02-30",
            "3d",
            "24",
            "+3",
            "24/11/026",
            "+99999999999d",
            "x/y",
        ] {
            assert!(pt.read_date(bad, today).is_err(), "{bad}");
        }
        assert_eq!(
            pt.read_date("31/02", today).unwrap_err().to_string(),
            "\"31/02\" is not a date: write it as 22/11/2026, 2026-11-22, hoje, amanhã, sexta or +3d"
        );
    }

    #[test]
    fn plain_english_refuses_what_could_be_two_dates() {
        let (en, today) = (Locale::default(), ymd(2026, 11, 22));
        assert_eq!(
            en.read_date("3/4", today).unwrap_err().to_string(),
            "\"3/4\" is not a date: day and month could be swapped here; write it as 2026-11-22, or 22 Nov"
        );
        assert!(en.read_date("24/11/2026", today).is_err());
        assert_eq!(en.read_date("24 Nov", today), Ok(ymd(2026, 11, 24)));
        assert_eq!(Locale::parse("en-GB").0.read_date("3/4", today), Ok(ymd(2027, 4, 3)));
        assert_eq!(Locale::parse("en-US").0.read_date("3/4", today), Ok(ymd(2027, 3, 4)));
        assert_eq!(en.date(today), "2026-11-22");
        assert_eq!(Locale::parse("en-US").0.date(today), "11/22/2026");
    }

    #[test]
    fn months_are_read() {
        let (pt, today) = (Locale::parse("pt-BR").0, ymd(2026, 11, 22));
        for text in ["2026-11", "11/2026", "novembro", "nov/2026", "novembro de 2026", "nov 2026"] {
            assert_eq!(pt.read_month(text, today), Ok(ymd(2026, 11, 1)), "{text}");
        }
        for bad in ["11", "2026", "13/2026", "2026-11-01", ""] {
            assert!(pt.read_month(bad, today).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_written_date_is_read_back(days in 0_i32..40_000, tag in "pt-BR|pt|en|en-GB|en-US") {
            let date = NaiveDate::from_num_days_from_ce_opt(730_000 + days).unwrap();
            let locale = Locale::parse(&tag).0;
            prop_assert_eq!(locale.read_date(&locale.date(date), ymd(2026, 11, 22)), Ok(date));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}|[0-9/. +dw-]{0,12}") {
            let _ = Locale::parse("pt").0.read_date(&text, ymd(2026, 11, 22));
            let _ = Locale::parse("pt").0.read_month(&text, ymd(2026, 11, 22));
        }
    }
}
