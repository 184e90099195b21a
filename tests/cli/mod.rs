//! The commands, by name.

mod alias;
mod change;
mod comment;
mod edit;
mod find;
mod json;
mod list;
mod merge;
mod open;
mod story;
mod support;
mod transition;
