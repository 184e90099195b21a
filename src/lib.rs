//! `tramite`: a help desk in a git repository. The map, from the bottom up; imports go down only.

pub mod model;

/// The one filter language.
pub mod query;

/// Working hours, holidays, time zones and what a `within` means.
pub mod calendar;

/// What a desk's configuration allows and does.
pub mod process;
