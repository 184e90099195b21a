//! Trailers of commits that name tickets: `Ticket: 202611/0007`, `Fixes: 202611/0007-k0ra` (7, E3). Prose never does.

use super::{Number, Uid};
use std::fmt;
use std::str::FromStr;

/// What a commit says of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrailerKey {
    /// `Ticket:`, it has to do with it.
    Ticket,
    /// `Fixes:`, it mends it.
    Fixes,
}

impl TrailerKey {
    /// The trailer's key, in whatever case it was written.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Ticket, Self::Fixes].into_iter().find(|k| k.as_str().eq_ignore_ascii_case(key.trim()))
    }

    /// As it is written into messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ticket => "Ticket",
            Self::Fixes => "Fixes",
        }
    }
}

/// How a trailer names a ticket. Nothing shorter counts: `7`, `#12` and the first characters of a uid may be anybody's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TicketName {
    /// `202611/0007` or `202611-0007`.
    Number(Number),
    /// `202611/0007-k0ra`.
    Full(Number, String),
    /// All 26 characters of a uid.
    Uid(Uid),
}

impl FromStr for TicketName {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        if let Ok(number) = text.parse() {
            return Ok(Self::Number(number));
        }
        if let Some((number, suffix)) = text.rsplit_once('-')
            && let Ok(number) = number.parse()
            && is_suffix(suffix)
        {
            return Ok(Self::Full(number, suffix.to_ascii_lowercase()));
        }
        text.parse().map(Self::Uid).map_err(|_| ())
    }
}

impl fmt::Display for TicketName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Full(number, suffix) => write!(f, "{number}-{suffix}"),
            Self::Uid(uid) => uid.fmt(f),
        }
    }
}

/// Whether a text has the form of the last four of a uid.
fn is_suffix(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_alphanumeric() && !b"ilouILOU".contains(&b))
}

/// The tickets that a trailer's value names: one, or several between commas or blanks. `None` where any part of it has
/// another form: then the trailer is not ours (`Fixes: 1a2b3c4 ("…")`, `Fixes: #12`).
pub fn names(value: &str) -> Option<Vec<TicketName>> {
    let parts: Vec<&str> =
        value.split(|c: char| c == ',' || c.is_whitespace()).filter(|part| !part.is_empty()).collect();
    let names: Vec<TicketName> = parts.iter().map(|part| part.parse()).collect::<Result<_, ()>>().ok()?;
    (!names.is_empty()).then_some(names)
}

/// The ticket that a branch's name begins with, at its begin or behind a `/`: `202611-0007-fix`, `ana/202611-0007-k0ra`.
/// The second is the number with the word behind it, which may be the last four of a uid or the first word of what follows.
pub fn of_branch(branch: &str) -> Option<(Number, Option<String>)> {
    branch.split('/').find_map(|part| {
        let mut words = part.split('-');
        let (month, seq) = (words.next()?, words.next()?);
        if seq.len() < 4 {
            return None;
        }
        let number = format!("{month}-{seq}").parse().ok()?;
        let suffix = words.next().filter(|word| is_suffix(word)).map(str::to_ascii_lowercase);
        Some((number, suffix))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_the_form_of_a_number_or_a_uid_is_ours() {
        let said = |text: &str| {
            names(text).map(|names| names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        };
        for (value, ours) in [
            ("202611/0007", "202611/0007"),
            ("202611-0007", "202611/0007"),
            ("202611/7", "202611/0007"),
            ("202611/0007-K0RA", "202611/0007-k0ra"),
            ("01jdb3v1q2z6x8n4t7c5m9k0ra", "01JDB3V1Q2Z6X8N4T7C5M9K0RA"),
            ("202611/0007, 202611/0008-k0ra", "202611/0007 202611/0008-k0ra"),
        ] {
            assert_eq!(said(value).as_deref(), Some(ours), "{value}");
        }
        for value in [
            "",
            "1a2b3c4 (\"Title of a commit\")",
            "1a2b3c4d5e6f",
            "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
            "#12",
            "acme/erp#12",
            "7",
            "202613/0001",
            "202611/0007 and more",
            "https://example.com/202611/0007",
            "01JDB3V1",
            "202611/0007-k0rax",
        ] {
            assert_eq!(said(value), None, "{value}");
        }
    }

    #[test]
    fn a_branch_names_its_ticket_at_its_begin() {
        let of = |name: &str| of_branch(name).map(|(number, suffix)| (number.to_string(), suffix));
        let seven = || "202611/0007".to_owned();
        assert_eq!(of("202611-0007-fix"), Some((seven(), None)));
        assert_eq!(of("202611-0007"), Some((seven(), None)));
        assert_eq!(of("ana/202611-0007-k0ra-login"), Some((seven(), Some("k0ra".into()))));
        assert_eq!(of("202611-0007-fast"), Some((seven(), Some("fast".into()))));
        for name in ["main", "release-202611-0007", "202611", "202611-15", "202613-0001-x", "v202611-0007"] {
            assert_eq!(of(name), None, "{name}");
        }
    }

    #[test]
    fn keys_are_read_in_any_case() {
        assert_eq!(TrailerKey::parse("ticket"), Some(TrailerKey::Ticket));
        assert_eq!(TrailerKey::parse("FIXES"), Some(TrailerKey::Fixes));
        assert_eq!(TrailerKey::parse("Closes"), None);
    }
}
