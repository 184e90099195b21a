//! The commands, by name.

mod change;
mod comment;
mod demo;
mod find;
mod merge;
mod open;
mod story;
mod support;
mod transition;
