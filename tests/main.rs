//! Everything that runs the real binary, and the rules of the house.

mod cli;
mod docs;
mod harness;
mod readme;
mod tidy;
