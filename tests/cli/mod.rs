//! The commands, by name.

mod story;
