//! The commands, by name.

mod html;
mod merge;
mod story;
