//! `report reopen`: how many resolved tickets came back.

use super::frame::{Brief, Case, Frame, Report, grouped, is_resolved, share};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;

/// One ticket that was resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReopenRow {
    /// The ticket.
    #[serde(flatten)]
    pub brief: Brief,
    /// When it was resolved first.
    pub resolved_at: DateTime<FixedOffset>,
    /// How often it was reopened.
    pub reopenings: usize,
    /// The last time.
    pub reopened_at: Option<DateTime<FixedOffset>>,
}

/// The resolved tickets of a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReopenLine {
    /// The group.
    pub group: Option<String>,
    /// Tickets that were resolved.
    pub total: usize,
    /// Of these, those that were reopened, each once.
    pub reopened: usize,
    /// All reopenings.
    pub reopenings: usize,
    /// reopened / total; `None` of none.
    pub share: Option<f64>,
}

/// The row of a ticket; `None` where it was never resolved, or first outside the period.
pub fn row(case: &Case, frame: &Frame) -> Option<ReopenRow> {
    let (_, first) = case.resolutions().next()?;
    if !frame.period.contains(first.at) {
        return None;
    }
    let reopenings: Vec<_> = case
        .timeline
        .steps
        .iter()
        .filter(|step| {
            !step.gone
                && step.category_before.is_some_and(is_resolved)
                && !super::frame::is_done(step.category)
        })
        .map(|step| step.at)
        .collect();
    Some(ReopenRow {
        brief: Brief::of(case, frame, first.at),
        resolved_at: frame.local(first.at),
        reopenings: reopenings.len(),
        reopened_at: reopenings.last().map(|at| frame.local(*at)),
    })
}

/// By number.
pub fn report(rows: Vec<ReopenRow>, frame: &Frame) -> Report<ReopenRow, ReopenLine> {
    let summary = grouped(frame, &rows, |row| &row.brief.group)
        .into_iter()
        .map(|(group, rows)| {
            let reopened = rows.iter().filter(|r| r.reopenings > 0).count();
            ReopenLine {
                group,
                total: rows.len(),
                reopened,
                reopenings: rows.iter().map(|r| r.reopenings).sum(),
                share: share(reopened, rows.len()),
            }
        })
        .collect();
    Report::new("reopen", frame, rows, summary)
}
