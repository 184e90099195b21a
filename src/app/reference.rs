//! How a person names a ticket (8): what was typed, apart from what it means.

use super::Error;
use crate::model::Number;

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketRef {
    /// `202611/0007`, `202611-0007`.
    Number(Number),
    /// `202611/0007-k0ra`: the number (at birth, or now) and the last four of the uid.
    Full(Number, String),
    /// A bare `N`.
    Bare(u32),
    /// Eight or more first characters of a uid, upper case; or, where four, its last.
    Uid(String),
}

impl TicketRef {
    /// Reads what was typed.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim().trim_start_matches('#');
        let text = text.strip_prefix("tickets/").unwrap_or(text);
        let text = text.trim_end_matches("/ticket.yaml").trim_end_matches('/');
        if let Ok(number) = text.parse() {
            return Ok(Self::Number(number));
        }
        if !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit()) {
            // Leading zeros are how people copy the end of a number.
            if let Ok(n) = text.parse() {
                return Ok(Self::Bare(n));
            }
        }
        if let Some((number, suffix)) = text.rsplit_once('-')
            && let Ok(number) = number.parse()
            && is_base32(suffix)
            && suffix.len() == 4
        {
            return Ok(Self::Full(number, suffix.to_ascii_lowercase()));
        }
        if is_base32(text) && (text.len() == 4 || (8..=26).contains(&text.len())) {
            return Ok(Self::Uid(text.to_ascii_uppercase()));
        }
        Err(Error::usage(format!("{text:?} does not name a ticket")).mend(
            "write 202611/0007, 202611-0007, 202611/0007-k0ra, 7, eight or more first characters of a uid, or its last four",
        ))
    }
}

fn is_base32(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() && !b"ilouILOU".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_design_is_read() {
        let number: Number = "202611/0007".parse().unwrap();
        for (text, meant) in [
            ("202611/0007", TicketRef::Number(number)),
            ("202611-0007", TicketRef::Number(number)),
            ("202611/7", TicketRef::Number(number)),
            ("202611/0007-k0ra", TicketRef::Full(number, "k0ra".into())),
            ("202611-0007-K0RA", TicketRef::Full(number, "k0ra".into())),
            ("tickets/202611/0007-k0ra/ticket.yaml", TicketRef::Full(number, "k0ra".into())),
            ("7", TicketRef::Bare(7)),
            ("0007", TicketRef::Bare(7)),
            ("#7", TicketRef::Bare(7)),
            ("k0ra", TicketRef::Uid("K0RA".into())),
            ("01jdb3v1", TicketRef::Uid("01JDB3V1".into())),
        ] {
            assert_eq!(TicketRef::parse(text), Ok(meant), "{text}");
        }
        for text in ["", "abc", "01JDB3V", "x y", "202613/1", "-1", "k0r!"] {
            assert!(TicketRef::parse(text).is_err(), "{text}");
        }
    }
}
