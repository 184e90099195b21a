//! `tramite`: a help desk in a git repository. The map, from the bottom up; imports go down only.

pub mod model;

/// Working hours, holidays, time zones and what a `within` means.
pub mod calendar;
pub mod codec;
pub mod query;
pub mod store;
pub mod locale;

pub mod render;
