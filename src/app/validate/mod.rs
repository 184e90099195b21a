//! `validate`: everything that is wrong with tickets and configuration, as they are in the working tree (8).

mod configuration;
mod files;
mod identity;
mod tickets;

use super::{App, Error};
use crate::codec;
use crate::model::config::Config;
use crate::model::{DeskPath, Finding, TicketDir};
use files::Files;
use std::collections::BTreeSet;

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
                What::Tickets(names) => Some(self.wanted(&config, names, &files)?),
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

    /// The folders that the names mean: by number or suffix among the files themselves, so that it works without history.
    fn wanted(&self, config: &Config, names: &[String], files: &Files) -> Result<BTreeSet<TicketDir>, Error> {
        let dirs: BTreeSet<TicketDir> = files.keys().filter_map(|path| dir_of(path)).collect();
        let mut wanted = BTreeSet::new();
        for name in names {
            let named: Vec<&TicketDir> = dirs
                .iter()
                .filter(|d| {
                    d.to_string() == *name
                        || name.parse() == Ok(d.number)
                        || name.starts_with(&format!("{}/", d.path()))
                        || name.trim_end_matches('/') == d.path()
                })
                .collect();
            // A number that a merge gave to two tickets means both: one of them is what is wrong.
            if named.is_empty() {
                wanted.extend(self.folders(config, std::slice::from_ref(name), files)?);
            }
            wanted.extend(named.into_iter().cloned());
        }
        Ok(wanted)
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
