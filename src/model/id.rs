//! Identity: ULIDs, numbers, and the one path a ticket ever has.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A ULID in its canonical upper-case form: 26 characters of Crockford's base 32. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uid(String);

/// What is wrong with a text that should have been an id or a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {text:?} is not valid: {why}")]
pub struct IdError {
    /// What it should have been: `uid`, `number`, `path`.
    pub what: &'static str,
    /// The text as it was given.
    pub text: String,
    /// What was expected.
    pub why: &'static str,
}

impl Uid {
    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four characters in lower case: what a ticket's folder carries.
    pub fn suffix(&self) -> String {
        self.0[22..].to_ascii_lowercase()
    }

    /// Milliseconds since the Unix epoch that the ULID was made with.
    pub fn timestamp_ms(&self) -> u64 {
        ulid::Ulid::from_string(&self.0).map_or(0, |ulid| ulid.timestamp_ms())
    }

    /// The ULID of a time in milliseconds and 80 bits of randomness.
    pub fn from_parts(timestamp_ms: u64, random: u128) -> Self {
        Self(ulid::Ulid::from_parts(timestamp_ms, random).to_string())
    }
}

impl FromStr for Uid {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let bad = |why| IdError { what: "uid", text: text.to_owned(), why };
        let upper = text.to_ascii_uppercase();
        if upper.len() != 26 {
            return Err(bad("a ULID has 26 characters"));
        }
        let ulid = ulid::Ulid::from_string(&upper)
            .map_err(|_| bad("a ULID has digits and letters without I, L, O and U"))?;
        Ok(Self(ulid.to_string()))
    }
}

impl TryFrom<String> for Uid {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<Uid> for String {
    fn from(uid: Uid) -> Self {
        uid.0
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A ticket's number, `YYYYMM/NNNN`, counted within the month of opening in the desk's zone (C3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number {
    /// Year and month as one decimal number: `202611`.
    pub month: u32,
    /// The count within the month, from 1; printed with at least four digits.
    pub seq: u32,
}

impl Number {
    /// The number with `-` for `/`, for branch and file names.
    pub fn dashed(self) -> String {
        format!("{:06}-{:04}", self.month, self.seq)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:06}/{:04}", self.month, self.seq))
    }
}

impl FromStr for Number {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let bad = || IdError { what: "number", text: text.to_owned(), why: "write it as 202611/0007" };
        let (month, seq) = text.split_once(['/', '-']).ok_or_else(bad)?;
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if month.len() != 6 || !digits(month) || !digits(seq) || seq.len() > 9 {
            return Err(bad());
        }
        let number = Self { month: month.parse().map_err(|_| bad())?, seq: seq.parse().map_err(|_| bad())? };
        if !(1..=12).contains(&(number.month % 100)) || number.seq == 0 {
            return Err(bad());
        }
        Ok(number)
    }
}

impl TryFrom<String> for Number {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.to_string()
    }
}

/// A ticket's folder: its number at birth and the last four of its uid. A path never changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketDir {
    /// The number at birth.
    pub number: Number,
    /// The last four characters of the uid, lower case.
    pub suffix: String,
}

impl TicketDir {
    /// The folder of a ticket born with `number`.
    pub fn new(number: Number, uid: &Uid) -> Self {
        Self { number, suffix: uid.suffix() }
    }

    /// The folder, from the root of the tree: `tickets/202611/0007-k0ra`.
    pub fn path(&self) -> String {
        format!("tickets/{:06}/{:04}-{}", self.number.month, self.number.seq, self.suffix)
    }

    /// The path of the ticket's state, `tickets/202611/0007-k0ra/ticket.yaml`.
    pub fn ticket_path(&self) -> String {
        format!("{}/ticket.yaml", self.path())
    }

    /// The path of a comment of this ticket.
    pub fn comment_path(&self, id: &Uid) -> String {
        format!("{}/{id}.yaml", self.path())
    }

    /// Reads a folder's path, `tickets/202611/0007-k0ra`.
    pub fn from_path(path: &str) -> Result<Self, IdError> {
        let bad = || IdError {
            what: "path",
            text: path.to_owned(),
            why: "a ticket's folder is tickets/YYYYMM/NNNN-xxxx",
        };
        let (month, name) =
            path.strip_prefix("tickets/").and_then(|rest| rest.split_once('/')).ok_or_else(bad)?;
        Self::from_names(month, name)
    }

    /// Reads `202611` and `0007-k0ra`, the two folder names. Only the canonical spelling is accepted.
    pub fn from_names(month: &str, name: &str) -> Result<Self, IdError> {
        let bad = |why| IdError { what: "path", text: format!("tickets/{month}/{name}"), why };
        let (seq, suffix) = name.split_once('-').ok_or_else(|| bad("a ticket's folder is NNNN-xxxx"))?;
        let number: Number = format!("{month}/{seq}")
            .parse()
            .map_err(|_| bad("a ticket's folder is tickets/YYYYMM/NNNN-xxxx"))?;
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        // As a number is written: no sign, four digits, more only where they are needed.
        let plain = month.len() == 6
            && digits(month)
            && digits(seq)
            && (seq.len() == 4 || seq.len() > 4 && !seq.starts_with('0'));
        let canonical = suffix.len() == 4
            && suffix
                .bytes()
                .all(|b| b.is_ascii_digit() || (b.is_ascii_lowercase() && !b"ilou".contains(&b)));
        if !canonical || !plain {
            return Err(bad("a ticket's folder is its number and the last four of its uid in lower case"));
        }
        Ok(Self { number, suffix: suffix.to_owned() })
    }
}

impl fmt::Display for TicketDir {
    /// `202611/0007-k0ra`: how a ticket is named where a number alone could be ambiguous.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.number, self.suffix)
    }
}

/// What a path of a desk's tree is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskPath {
    /// A ticket's state.
    Ticket(TicketDir),
    /// A comment of a ticket.
    Comment(TicketDir, Uid),
    /// Anything under `.tramite/`.
    Config,
    /// Under `tickets/` but no file that a desk knows.
    Stray,
    /// Not the desk's.
    Foreign,
}

impl DeskPath {
    /// What `path` (from the root of the tree, `/` between names) is.
    pub fn of(path: &str) -> Self {
        if path == ".tramite" || path.starts_with(".tramite/") {
            return Self::Config;
        }
        let Some(rest) = path.strip_prefix("tickets/") else { return Self::Foreign };
        let mut parts = rest.split('/');
        let (Some(month), Some(name), Some(file), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Self::Stray;
        };
        let Ok(dir) = TicketDir::from_names(month, name) else { return Self::Stray };
        if file == "ticket.yaml" {
            return Self::Ticket(dir);
        }
        let Some(stem) = file.strip_suffix(".yaml") else { return Self::Stray };
        match stem.parse::<Uid>() {
            Ok(id) if id.as_str() == stem => Self::Comment(dir, id),
            _ => Self::Stray,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written() {
        let number: Number = "202611/0007".parse().unwrap();
        assert_eq!(number, Number { month: 202_611, seq: 7 });
        assert_eq!(number.to_string(), "202611/0007");
        assert_eq!("202611-12345".parse::<Number>().unwrap().to_string(), "202611/12345");
        for bad in ["", "7", "202613/0001", "202611/0000", "20261/0001", "202611/-1", "202611/"] {
            assert!(bad.parse::<Number>().is_err(), "{bad}");
        }
    }

    #[test]
    fn only_canonical_paths_are_tickets() {
        assert!(matches!(DeskPath::of("tickets/202611/0007-k0ra/ticket.yaml"), DeskPath::Ticket(_)));
        for stray in [
            "tickets/202611/7-k0ra/ticket.yaml",
            "tickets/202611/0007-K0RA/ticket.yaml",
            "tickets/202611/0007-k0ra/notes.txt",
            "tickets/202611/0007/ticket.yaml",
            "tickets/x",
        ] {
            assert_eq!(DeskPath::of(stray), DeskPath::Stray, "{stray}");
        }
        assert_eq!(DeskPath::of("src/main.rs"), DeskPath::Foreign);
        assert_eq!(DeskPath::of(".tramite/desk.yaml"), DeskPath::Config);
    }

    #[test]
    fn a_suffix_is_the_last_four_in_lower_case() {
        let uid: Uid = "01JDB3V1Q2Z6X8N4T7C5M9K0RA".parse().unwrap();
        assert_eq!(uid.suffix(), "k0ra");
        assert!("01JDB3V1Q2Z6X8N4T7C5M9K0R".parse::<Uid>().is_err());
    }
}
