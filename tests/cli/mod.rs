//! The commands, by name.

mod change;
mod comment;
mod completions;
mod config;
mod find;
mod help;
mod init;
mod macros;
mod merge;
mod open;
mod people;
mod story;
mod support;
mod terms;
mod transition;
mod types;
mod validate;
