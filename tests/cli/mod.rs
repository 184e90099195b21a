//! The commands, by name.
