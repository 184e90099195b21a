//! The commands, by name.

mod demo;
mod story;
