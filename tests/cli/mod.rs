//! The commands, by name.

mod change;
mod clones;
mod comment;
mod completions;
mod concurrent;
mod find;
mod help;
mod history;
mod hostile;
mod kill;
mod merge;
mod open;
mod places;
mod states;
mod story;
mod support;
mod terms;
mod transition;
