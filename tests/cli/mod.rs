//! The commands, by name.

mod completions;
mod help;
mod merge;
mod story;
mod terms;
