//! What is wrong with a desk's configuration, and with a ticket as it stands.

mod automations;
mod desk;
mod macros;
mod places;
mod possible;
mod ticket;
mod types;

#[cfg(test)]
mod tests;

pub use desk::COMMANDS;
pub use ticket::{comment, ticket, unknown};

use crate::model::Severity;
use crate::model::config::Config;
use places::Report;

/// A mistake in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The file, as a key of [`Config::files`]: `desk`, `types/bug`, `macros/coleta/faltam_dados`.
    pub file: String,
    /// The way to the place in the file: `["flow", "transitions", "2", "to"]`.
    pub key: Vec<String>,
    /// Line and column, from 1, in the text of a macro, which begins after the front matter.
    pub text: Option<(u32, u32)>,
    /// What is wrong, and how to mend it.
    pub message: String,
    /// `Error` where the desk cannot work as written.
    pub severity: Severity,
}

/// Everything that is wrong with the process part of a configuration, in the order of its files. Calendars and
/// policies have their own compilers.
pub fn config(config: &Config) -> Vec<ConfigProblem> {
    let mut report = Report::new(config);
    desk::check(&mut report);
    types::check(&mut report);
    macros::check(&mut report);
    automations::check(&mut report);
    report.found
}
