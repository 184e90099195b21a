//! Service levels (6): policies, timelines, clocks, explanations, and what filters ask of history. Pure: the
//! clock and git are handed in, as [`Horizon`] and [`Versions`].
//!
//! A ticket's [`Timeline`] is computed once from its trâmites; an [`Engine`] runs the metrics of its policy over it.
//! No sum is stored: elapsed time is a set intersection of working time and what was not paused. What can be kept of a
//! ticket's clocks are those stretches ([`Frozen`]).

mod clock;
mod engine;
pub mod events;
mod explain;
mod facts;
mod frozen;
mod lint;
mod machine;
mod plan;
mod policy;
#[cfg(test)]
pub(crate) mod tests;
mod timeline;
mod versions;

pub use clock::{ClockRow, ClockState};
pub use engine::{Engine, TicketClocks};
pub use events::{Event, EventError};
pub use explain::{Cause, Explain, ExplainLine, ExplainedClock, Note, Why};
pub use facts::{Moments, TicketFacts};
pub use frozen::Frozen;
pub use lint::{PolicyProblem, lint};
pub use policy::{Metric, Policies, Policy, PolicyError, Target, Warn};
pub use timeline::{Horizon, Step, Timeline, undone_moves};
pub use versions::{Constant, Versions, WhatIf};
