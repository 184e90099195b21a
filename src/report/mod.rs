//! Tickets and timelines → serialisable reports: exactly what JSON shows and templates get.

pub mod aging;
pub mod csat;
pub mod fcr;
mod frame;
pub mod gaps;
pub mod packages;
pub mod reopen;
pub mod response;
pub mod sla;
#[cfg(test)]
mod tests;
pub mod time;
pub mod volume;

pub use frame::{Brief, By, Case, Frame, NONE, Period, Report};
