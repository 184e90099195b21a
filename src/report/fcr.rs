//! `report fcr` (S16): what was resolved at first contact.
//!
//! A ticket that came by a spoken channel (`contact: true`) was, where at most one public comment followed its opening:
//! the call itself is a contact. Any other was, where the one public comment is its solution. A receipt that went with
//! the opening is no contact, and what is said after the resolution counts no more; a ticket that was reopened was not resolved at first contact.

use super::frame::{Brief, Case, Frame, Report, grouped, is_resolved, share};
use crate::sla::{Event, Step};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;

/// Links that say that the occurrence was known.
const KNOWN: [&str; 3] = ["issue", "kb", "duplicate_of"];

/// One resolved ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FcrRow {
    /// The ticket.
    #[serde(flatten)]
    pub brief: Brief,
    /// The channel that it came by.
    pub origin: Option<String>,
    /// When it was resolved, the last time.
    pub resolved_at: DateTime<FixedOffset>,
    /// Contacts with the customer until then: public comments that are no receipts, and an opening that was spoken.
    pub contacts: usize,
    /// Whether it was resolved at first contact.
    pub fcr: bool,
    /// Whether it is linked to an issue, an article or a ticket that it repeats.
    pub known: bool,
}

/// The resolved tickets of a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FcrLine {
    /// The group.
    pub group: Option<String>,
    /// Resolved tickets.
    pub total: usize,
    /// Of these, those resolved at first contact.
    pub fcr: usize,
    /// fcr / total; `None` of none.
    pub share: Option<f64>,
    /// Those that matched a known occurrence.
    pub known: usize,
    /// Of these, those resolved at first contact.
    pub known_fcr: usize,
    /// `known_fcr` / known; `None` of none.
    pub known_share: Option<f64>,
}

/// The row of a ticket; `None` where it is not resolved, was merged, or was resolved outside the period.
pub fn row(case: &Case, frame: &Frame) -> Option<FcrRow> {
    if !is_resolved(case.moments.category) || case.timeline.last().gone {
        return None;
    }
    let (last, resolved) = case.resolutions().last()?;
    let once = case.resolutions().count() == 1;
    if !frame.period.contains(resolved.at) {
        return None;
    }
    let replies = |from: usize| -> usize {
        let steps = case.timeline.steps.get(from..=last).unwrap_or_default();
        let answers = steps.iter().filter(|step| !step.receipt).flat_map(Step::events);
        answers.filter(|event| **event == Event::Reply).count()
    };
    let ticket = &case.snapshot.ticket;
    let spoken = ticket
        .origin
        .as_ref()
        .and_then(|id| frame.config.desk.channels.iter().find(|c| c.id == *id))
        .is_some_and(|channel| channel.contact);
    let (contacts, fcr) = if spoken {
        let after = replies(1);
        (1 + after, once && after <= 1)
    } else {
        let all = replies(0);
        (all, once && all == 1)
    };
    Some(FcrRow {
        brief: Brief::of(case, frame, resolved.at),
        origin: ticket.origin.clone(),
        resolved_at: frame.local(resolved.at),
        contacts,
        fcr,
        known: ticket.links.iter().any(|link| KNOWN.contains(&link.kind.as_str())),
    })
}

/// By number.
pub fn report(rows: Vec<FcrRow>, frame: &Frame) -> Report<FcrRow, FcrLine> {
    let summary = grouped(frame, &rows, |row| &row.brief.group)
        .into_iter()
        .map(|(group, rows)| {
            let fcr = rows.iter().filter(|r| r.fcr).count();
            let known = rows.iter().filter(|r| r.known).count();
            let known_fcr = rows.iter().filter(|r| r.known && r.fcr).count();
            FcrLine {
                group,
                total: rows.len(),
                fcr,
                share: share(fcr, rows.len()),
                known,
                known_fcr,
                known_share: share(known_fcr, known),
            }
        })
        .collect();
    Report::new("fcr", frame, rows, summary)
}
