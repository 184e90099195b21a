//! `tramite`: a help desk in a git repository. The map, from the bottom up; imports go down only.

pub mod model;

pub mod query;

/// Working hours, holidays, time zones and what a `within` means.
pub mod calendar;

pub mod sla;

pub mod report;
