//! A calendar as written (3.2, 6).

use super::OneOrMany;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `calendars/*.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CalendarSpec {
    /// Id.
    pub calendar: String,
    /// What people read.
    pub label: Option<String>,
    /// IANA name; the desk's where absent.
    pub timezone: Option<String>,
    /// Days (`mon`, `mon-fri`, `mon,wed`) → intervals `HH:MM-HH:MM`.
    pub hours: BTreeMap<String, OneOrMany>,
    /// Dates, `MM-DD`, or names of built-in lists.
    pub holidays: OneOrMany,
    /// `.ics` files beside it.
    pub ics: OneOrMany,
    /// Date → intervals that replace that day's, on holidays too.
    pub dates: BTreeMap<String, OneOrMany>,
}

/// A `.ics` file beside a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IcsFile {
    /// Its text.
    pub text: String,
}
