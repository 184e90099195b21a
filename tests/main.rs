//! Everything that runs the real binary, and the rules of the house.

#![expect(clippy::unwrap_used, reason = "what a test cannot go on without, it fails without")]

mod cli;
mod docs;
mod harness;
mod presets;
mod readme;
mod tidy;
