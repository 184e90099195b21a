//! The commands, by name.

mod alias;
mod change;
mod comment;
mod completions;
mod edit;
mod find;
mod help;
mod json;
mod list;
mod merge;
mod open;
mod story;
mod support;
mod terms;
mod transition;
