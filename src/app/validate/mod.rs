//! `validate`: everything that is wrong with tickets and configuration, as they are in the working tree (8).

mod configuration;
mod files;
mod identity;
mod named;
mod stranded;
mod tickets;

use super::{App, Error};
use crate::codec;
use crate::model::{DeskPath, Finding, Severity, TicketDir};
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
        // In a ticket an unknown key may be another program's; in the process of a desk it is a slip of the hand, and what it
        // was to say does not hold.
        for finding in findings.iter_mut().filter(|f| f.rule == "unknown_key") {
            finding.severity = Severity::Error;
        }
        let lost = Lost::of(&findings);
        if matches!(what, What::Tickets(_)) {
            findings.clear();
        } else {
            let more = configuration::findings(&config, &config_files);
            findings.extend(more.into_iter().filter(|f| !lost.explains(f)));
            // Of a ticket that is looked at itself the same is said there.
            if *what == What::Config && !lost.types && !lost.desk {
                findings.extend(self.stranded(&config, &config_files));
            }
        }
        let mut wanted = None;
        if *what != What::Config {
            let files = source("tickets")?;
            wanted = match what {
                What::Tickets(names) => Some(self.folders(&config, names, &files)?),
                _ => None,
            };
            let staged = *what == What::Staged;
            let more = self.ticket_findings(&config, &files, wanted.as_ref(), staged)?;
            findings.extend(more.into_iter().filter(|f| !lost.explains(f)));
        }
        let open = self.unmerged(what, wanted.as_ref(), &findings)?;
        findings.extend(open);
        findings
            .sort_by(|a, b| (&a.path, a.line, a.column, &a.rule).cmp(&(&b.path, b.line, b.column, &b.rule)));
        findings.dedup();
        Ok(findings)
    }
}

impl App {
    /// Files of the desk that git has left unmerged, with or without markers in them, and that no other finding names.
    fn unmerged(
        &self,
        what: &What,
        wanted: Option<&BTreeSet<TicketDir>>,
        named: &[Finding],
    ) -> Result<Vec<Finding>, Error> {
        let has_markers = |path: &str| {
            named.iter().any(|f| f.rule == "conflict_markers" && f.path.as_deref() == Some(path))
        };
        let mut found = Vec::new();
        for path in self.store.unmerged()?.into_iter().filter(|path| !has_markers(path)) {
            let dir = dir_of(&path);
            let is_asked = match (DeskPath::of(&path), what) {
                (DeskPath::Foreign, _) | (DeskPath::Config, What::Tickets(_)) => false,
                (DeskPath::Config, _) => true,
                (_, What::Config) => false,
                _ => wanted.is_none_or(|wanted| dir.as_ref().is_some_and(|dir| wanted.contains(dir))),
            };
            if is_asked {
                let message = "git has not merged this file, which both sides changed; `tramite sync --resolve` settles tickets and \
                               comments, other files are mended by hand and staged with git add";
                let finding = Finding::error("unmerged", message).in_file(&path);
                found.push(match dir {
                    Some(dir) => of_ticket(finding, &dir),
                    None => finding,
                });
            }
        }
        Ok(found)
    }
}

/// Files of the configuration that cannot be read. Each is one finding: what others lack for it is not said as well.
struct Lost {
    /// Whether `desk.yaml` is one of them: then nobody knows which people, teams and priorities there are.
    desk: bool,
    /// Whether a type is one of them: then nobody knows which statuses and fields there are.
    types: bool,
    /// Ids of the parts that are in them, as files are named.
    ids: Vec<String>,
}

impl Lost {
    fn of(findings: &[Finding]) -> Self {
        let unreadable = findings.iter().filter(|f| is_unreadable(f));
        let paths: Vec<&str> =
            unreadable.filter_map(|f| f.path.as_deref()?.strip_prefix(".tramite/")).collect();
        let ids = paths.iter().filter_map(|path| {
            let (_, id) = path.split_once('/')?;
            Some(id.rsplit_once('.').map_or(id, |(id, _)| id).to_owned())
        });
        Self {
            desk: paths.contains(&"desk.yaml"),
            types: paths.iter().any(|path| path.starts_with("types/")),
            ids: ids.collect(),
        }
    }

    /// Whether a finding may well be there only for what cannot be read.
    fn explains(&self, finding: &Finding) -> bool {
        const NAMES: [&str; 13] = [
            "type",
            "table",
            "calendar",
            "policy",
            "macro",
            "view",
            "contact",
            "automation",
            "desk",
            "value",
            "transition",
            "comment",
            "role",
        ];
        if !NAMES.contains(&finding.rule.as_str()) {
            return false;
        }
        let says = |part: &str| finding.message.contains(part);
        let of_a_type = finding.path.as_deref().is_some_and(|path| path.starts_with(".tramite/types/"));
        self.desk
            || self.ids.iter().any(|id| says(&format!("\"{id}\"")))
            || (self.types
                && !of_a_type
                && (says("unknown") || says("no type has") || says(" is no ") || says(" can fit ")))
    }
}

/// Whether a finding means that nothing of its file could be read.
pub(super) fn is_unreadable(finding: &Finding) -> bool {
    [
        "yaml_syntax",
        "several_documents",
        "conflict_markers",
        "not_utf8",
        "too_large",
        "too_deep",
        "too_many_values",
        "bad_alias",
        "bad_key",
        "not_a_mapping",
        "front_matter",
    ]
    .contains(&finding.rule.as_str())
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
