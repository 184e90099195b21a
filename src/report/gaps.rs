//! `report gaps` (S15): the rules that tickets break, for whoever has them.

use super::frame::{Brief, Case, Frame, Report, grouped};
use crate::model::Severity;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One rule that a ticket breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapRow {
    /// The ticket.
    #[serde(flatten)]
    pub brief: Brief,
    /// The rule.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// What it takes.
    pub message: String,
}

/// A rule in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapLine {
    /// The group.
    pub group: Option<String>,
    /// The rule.
    pub rule: String,
    /// Tickets that break it.
    pub tickets: usize,
}

/// Whether a ticket is looked at: it lived in the period, and was not merged into another.
pub fn is_asked(case: &Case, frame: &Frame) -> bool {
    let moments = case.moments;
    !case.timeline.last().gone
        && frame.period.until.is_none_or(|until| moments.opened < until)
        && frame.period.since.is_none_or(|since| moments.closed.is_none_or(|closed| closed >= since))
}

/// The rows of a ticket that breaks `rules`: id, severity, what it takes.
pub fn rows(
    case: &Case,
    frame: &Frame,
    rules: impl IntoIterator<Item = (String, Severity, String)>,
) -> Vec<GapRow> {
    let brief = Brief::of(case, frame, case.moments.opened);
    let row = |(rule, severity, message)| GapRow { brief: brief.clone(), rule, severity, message };
    rules.into_iter().map(row).collect()
}

/// By group, then number.
pub fn report(mut rows: Vec<GapRow>, frame: &Frame) -> Report<GapRow, GapLine> {
    // The sort is stable: within a group by number, within a ticket in the order of the rules.
    rows.sort_by(|a, b| a.brief.group.cmp(&b.brief.group));
    let mut summary = Vec::new();
    for (group, rows) in grouped(frame, &rows, |row| &row.brief.group) {
        let mut rules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in rows {
            rules.entry(&row.rule).or_default().insert(&row.brief.uid);
        }
        summary.extend(rules.into_iter().map(|(rule, tickets)| GapLine {
            group: group.clone(),
            rule: rule.to_owned(),
            tickets: tickets.len(),
        }));
    }
    Report::new("gaps", frame, rows, summary)
}
