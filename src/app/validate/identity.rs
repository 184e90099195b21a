//! Numbers and uids that two tickets have, folders that are not their ticket's, links to nothing.

use super::of_ticket;
use crate::model::numbers::{self, Numbered};
use crate::model::{Finding, Severity, Snapshot, TicketDir, Uid};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers and uids that two tickets have; folders that are not their ticket's.
pub fn identity(read: &BTreeMap<TicketDir, Snapshot>, inside: &dyn Fn(&TicketDir) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut uids: BTreeMap<&Uid, Vec<&Snapshot>> = BTreeMap::new();
    for snapshot in read.values() {
        uids.entry(&snapshot.ticket.uid).or_default().push(snapshot);
        if inside(&snapshot.dir) && snapshot.ticket.uid.suffix() != snapshot.dir.suffix {
            findings.push(of_ticket(
                Finding::error(
                    "path",
                    format!(
                        "the folder ends in {:?} and the uid in {:?}; a folder is its ticket's number at birth and the last four of its uid",
                        snapshot.dir.suffix,
                        snapshot.ticket.uid.suffix()
                    ),
                )
                .in_file(&snapshot.dir.ticket_path()),
                &snapshot.dir,
            ));
        }
    }
    let numbered: Vec<Numbered> = read.values().map(Numbered::from).collect();
    for (number, several) in numbers::shared(&numbered) {
        let others = several.iter().map(|t| t.dir.to_string()).collect::<Vec<_>>().join(", ");
        for younger in several.into_iter().skip(1).filter(|t| inside(&t.dir)) {
            let mut finding = Finding::error(
                "duplicate_number",
                format!(
                    "number {number} is that of {others}; `tramite doctor --fix` gives the younger ticket another, \
                     with `number:` in its file"
                ),
            )
            .in_file(&younger.dir.ticket_path());
            finding.ticket = Some(number.to_string());
            findings.push(finding);
        }
    }
    for (uid, several) in uids.into_iter().filter(|(_, s)| s.len() > 1) {
        for copy in several.into_iter().skip(1).filter(|s| inside(&s.dir)) {
            findings.push(of_ticket(
                Finding::error(
                    "duplicate_uid",
                    format!("another folder has the ticket {uid} too; remove one of them"),
                )
                .in_file(&copy.dir.ticket_path()),
                &copy.dir,
            ));
        }
    }
    findings
}

/// Links of one ticket that lead to no ticket of the desk: the index of the link with a warning.
pub fn lost_links(snapshot: &Snapshot, known: &BTreeSet<&Uid>) -> Vec<(usize, String)> {
    let mut lost = Vec::new();
    for (n, link) in snapshot.ticket.links.iter().enumerate() {
        if matches!(link.kind.as_str(), "issue" | "kb" | "commit") {
            continue;
        }
        let there = link.to.parse::<Uid>().is_ok_and(|uid| known.contains(&uid));
        if !there {
            lost.push((
                n,
                format!(
                    "{} {:?}: no ticket of this desk has that uid; remove the link, or fetch what is missing",
                    link.kind, link.to
                ),
            ));
        }
    }
    lost
}

/// A warning where a ULID's time is a day or more from that of its commit (4).
pub fn uid_time(uid: &Uid, at: chrono::DateTime<chrono::FixedOffset>, what: &str) -> Option<String> {
    const DAY_MS: i64 = 86_400_000;
    let made = i64::try_from(uid.timestamp_ms()).ok()?;
    let made_at = chrono::DateTime::from_timestamp_millis(made)?;
    ((at.timestamp_millis() - made).abs() >= DAY_MS).then(|| {
        format!(
            "the {what}'s id is from {} and its commit from {}, a day or more apart; its time is the commit's",
            made_at.format("%Y-%m-%dT%H:%MZ"),
            at.to_utc().format("%Y-%m-%dT%H:%MZ")
        )
    })
}

/// The same finding as a warning of a ticket's file.
pub fn warning(rule: &str, message: String, dir: &TicketDir) -> Finding {
    let finding = Finding::error(rule, message).in_file(&dir.ticket_path()).with_severity(Severity::Warning);
    of_ticket(finding, dir)
}
