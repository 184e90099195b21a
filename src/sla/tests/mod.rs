//! Tests of clocks as a whole. Expected values are worked out by hand from the calendar of [`fixture`].

mod clocks;
mod events;
pub mod fixture;
mod oracle;
mod pitfalls;
mod policies;
mod views;
