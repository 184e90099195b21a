//! How a desk's locale writes and reads dates, durations, numbers and the built-in words (E4). Pure: now and
//! the rule that places a local time are parameters.
//!
//! Two languages have words: Portuguese (`pt`, `pt-BR`, `pt-PT`) and English (every other tag). What is
//! written here is also read here: `read_date(date(d)) == d`.

mod date;
mod duration;
mod number;
mod time;
mod words;

pub use date::Moment;
pub use time::Zone;
pub use words::Words;

/// A text that is not what was asked for; the message says how to write it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {what}: {hint}")]
pub struct ReadError {
    /// What it should have been, with its article: `a date`.
    pub what: &'static str,
    /// The text as it was given.
    pub text: String,
    /// How to write it.
    pub hint: String,
}

impl ReadError {
    fn new(what: &'static str, text: &str, hint: impl Into<String>) -> Self {
        Self { what, text: text.to_owned(), hint: hint.into() }
    }
}

/// The language of labels, months and weekdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Every `pt` tag.
    Portuguese,
    /// Every other tag.
    English,
}

/// What `3/4` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 3 April.
    DayMonth,
    /// March 4.
    MonthDay,
    /// Nothing: refused, since readers of plain `en` disagree. Dates are written as `2026-11-24`.
    Iso,
}

/// A locale: a language, the order of a date, and the marks of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    /// The language of its words.
    pub language: Language,
    /// The order of `24/11`.
    pub order: DateOrder,
    /// Whether the decimal mark is a comma.
    comma: bool,
    /// Whether money is written as `R$ 1.234,56`.
    real: bool,
}

impl Default for Locale {
    /// Plain `en`: ISO dates.
    fn default() -> Self {
        Self { language: Language::English, order: DateOrder::Iso, comma: false, real: false }
    }
}

impl Locale {
    /// The locale of a tag such as `pt-BR`, `pt_BR.UTF-8`, `en` or `en-GB`, without case. `pt…` is Portuguese with
    /// `24/11`; `en-US` writes `11/24`, other English regions `24/11`; plain `en` only ISO dates. Any other tag is
    /// plain `en`, with a note to be shown.
    pub fn parse(tag: &str) -> (Self, Option<String>) {
        let plain = tag.split(['.', '@']).next().unwrap_or_default().replace('_', "-").to_lowercase();
        let (language, region) = plain.split_once('-').unwrap_or((&plain, ""));
        let english = |order| Self { order, ..Self::default() };
        match (language, region) {
            ("pt", region) => (
                Self {
                    language: Language::Portuguese,
                    order: DateOrder::DayMonth,
                    comma: true,
                    real: matches!(region, "" | "br"),
                },
                None,
            ),
            ("en", "us" | "ph") => (english(DateOrder::MonthDay), None),
            ("en", "gb" | "au" | "nz" | "ie" | "in") => (english(DateOrder::DayMonth), None),
            ("en" | "c" | "posix", _) => (english(DateOrder::Iso), None),
            _ => (
                Self::default(),
                Some(format!(
                    "locale {tag:?} is not known, en is used; known are pt-BR, pt-PT, en, en-GB, en-US"
                )),
            ),
        }
    }

    /// The words of its language.
    pub const fn words(self) -> &'static Words {
        match self.language {
            Language::Portuguese => &words::PORTUGUESE,
            Language::English => &words::ENGLISH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_without_case_and_unknown_ones_are_noted() {
        let (pt, note) = Locale::parse("pt-BR");
        assert_eq!((pt.language, pt.order, note), (Language::Portuguese, DateOrder::DayMonth, None));
        assert_eq!(Locale::parse("PT_br.UTF-8").0, pt);
        assert_eq!(Locale::parse("en-GB").0.order, DateOrder::DayMonth);
        assert_eq!(Locale::parse("en-US").0.order, DateOrder::MonthDay);
        assert_eq!(Locale::parse("en").0.order, DateOrder::Iso);
        let (other, note) = Locale::parse("de-DE");
        assert_eq!(other, Locale::default());
        assert!(note.unwrap().contains("\"de-DE\" is not known"));
    }
}
