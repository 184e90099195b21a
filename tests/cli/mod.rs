//! The commands, by name.

mod config;
mod init;
mod macros;
mod people;
mod story;
mod types;
mod validate;
