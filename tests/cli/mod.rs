//! The commands, by name.

mod clones;
mod concurrent;
mod history;
mod hostile;
mod kill;
mod places;
mod story;
