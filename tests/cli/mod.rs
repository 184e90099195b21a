//! The commands, by name.

mod change;
mod comment;
mod export;
mod find;
mod import;
mod merge;
mod open;
mod story;
mod support;
mod transition;
