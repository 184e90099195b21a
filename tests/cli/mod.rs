//! The commands, by name.

mod change;
mod comment;
mod config;
mod find;
mod init;
mod macros;
mod merge;
mod open;
mod people;
mod story;
mod support;
mod transition;
mod types;
mod validate;
