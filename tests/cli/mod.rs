//! The commands, by name.

mod merge;
mod story;
