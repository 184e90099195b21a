//! `validate`: everything that is wrong with tickets and configuration, as they are in the working tree (8).

mod configuration;
mod files;
mod identity;
mod named;
mod tickets;

use super::{App, Error};
use crate::codec;
use crate::model::{DeskPath, Finding, TicketDir};

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Every ticket and the configuration.
    All,
    /// The configuration.
    Config,
    /// What is staged for the next commit.
    Staged,
    /// These tickets.
    Tickets(Vec<String>),
}

impl App {
    /// Looks at all that was asked for; never stops at the first.
    pub fn validate(&self, what: &What) -> Result<Vec<Finding>, Error> {
        let source = |prefix: &str| match what {
            What::Staged => self.staged(prefix),
            _ => self.present(prefix),
        };
        let config_files = files::as_config(&source(".tramite")?);
        let (config, mut findings) = codec::config::load(&config_files);
        if matches!(what, What::Tickets(_)) {
            findings.clear();
        } else {
            findings.extend(configuration::findings(&config, &config_files));
        }
        if *what != What::Config {
            let files = source("tickets")?;
            let wanted = match what {
                What::Tickets(names) => Some(self.folders(&config, names, &files)?),
                _ => None,
            };
            let staged = *what == What::Staged;
            findings.extend(self.ticket_findings(&config, &files, wanted.as_ref(), staged)?);
        }
        findings
            .sort_by(|a, b| (&a.path, a.line, a.column, &a.rule).cmp(&(&b.path, b.line, b.column, &b.rule)));
        findings.dedup();
        Ok(findings)
    }
}

/// The ticket's folder that a path of the desk's lies in.
fn dir_of(path: &str) -> Option<TicketDir> {
    match DeskPath::of(path) {
        DeskPath::Ticket(dir) | DeskPath::Comment(dir, _) => Some(dir),
        _ => None,
    }
}

/// The same finding, said of a ticket by the number of its folder.
fn of_ticket(mut finding: Finding, dir: &TicketDir) -> Finding {
    finding.ticket = Some(dir.number.to_string());
    finding
}
