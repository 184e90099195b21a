//! The commands, by name.

mod calendar;
mod merge;
mod mesa;
mod report;
mod reports;
mod sla;
mod story;
