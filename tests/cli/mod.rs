//! The commands, by name.

mod clones;
mod concurrent;
mod history;
mod hostile;
mod kill;
mod merge;
mod places;
mod states;
mod story;
