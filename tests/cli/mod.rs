//! The commands, by name.

mod export;
mod import;
mod story;
