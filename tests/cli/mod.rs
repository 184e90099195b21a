//! The commands, by name.

mod change;
mod comment;
mod completions;
mod find;
mod help;
mod merge;
mod open;
mod story;
mod support;
mod terms;
mod transition;
