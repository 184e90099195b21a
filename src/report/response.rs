//! `report response` (P4, S20): who waits for an answer, and since when nothing happened. Internal comments answer
//! nobody, and dismissed messages ask nothing.

use super::frame::{Brief, Case, Frame, Report, grouped};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;

/// A customer's message that is older than this is long unanswered (S20): two days.
pub const UNANSWERED_S: i64 = 2 * 86_400;
/// A ticket without a public reply for this long is silent (S20): five days.
pub const SILENT_S: i64 = 5 * 86_400;

/// One open ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResponseRow {
    /// The ticket.
    #[serde(flatten)]
    pub brief: Brief,
    /// The last public comment.
    pub last_public_at: Option<DateTime<FixedOffset>>,
    /// Calendar time since it, or since the opening.
    pub since_public_s: i64,
    /// The oldest message of the customer without an answer, the opening among them.
    pub unanswered_at: Option<DateTime<FixedOffset>>,
    /// Calendar time since.
    pub unanswered_s: Option<i64>,
    /// Calendar time since the last trâmite.
    pub idle_s: i64,
    /// Whether the customer has waited for more than two days.
    pub unanswered_2d: bool,
    /// Whether there has been no public reply for five days or more.
    pub silent_5d: bool,
}

/// The open tickets of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResponseLine {
    /// The group.
    pub group: Option<String>,
    /// Open tickets.
    pub total: usize,
    /// Of these, those with a message that awaits an answer.
    pub awaiting: usize,
    /// For more than two days.
    pub unanswered_2d: usize,
    /// Without a public reply for five days or more.
    pub silent_5d: usize,
    /// The longest time without an answer.
    pub longest_unanswered_s: Option<i64>,
    /// The longest time in which nothing happened.
    pub longest_idle_s: Option<i64>,
}

/// The row of a ticket; `None` where it is not open, or was not opened in the period.
pub fn row(case: &Case, frame: &Frame) -> Option<ResponseRow> {
    let moments = case.moments;
    if !case.is_open() || !frame.period.contains(moments.opened) {
        return None;
    }
    let since = |at: crate::calendar::Instant| frame.now.timestamp() - at.timestamp();
    let since_public_s = since(moments.public.unwrap_or(moments.opened));
    let unanswered_s = moments.unanswered.map(since);
    Some(ResponseRow {
        brief: Brief::of(case, frame, moments.opened),
        last_public_at: moments.public.map(|at| frame.local(at)),
        since_public_s,
        unanswered_at: moments.unanswered.map(|at| frame.local(at)),
        unanswered_s,
        idle_s: since(moments.last),
        unanswered_2d: unanswered_s.is_some_and(|s| s > UNANSWERED_S),
        silent_5d: since_public_s >= SILENT_S,
    })
}

/// Who has waited longest comes first, then the longest silence.
pub fn report(mut rows: Vec<ResponseRow>, frame: &Frame) -> Report<ResponseRow, ResponseLine> {
    // Stable: rows come by number.
    rows.sort_by_key(|row| std::cmp::Reverse((row.unanswered_s, row.since_public_s)));
    let summary = grouped(frame, &rows, |row| &row.brief.group)
        .into_iter()
        .map(|(group, rows)| ResponseLine {
            group,
            total: rows.len(),
            awaiting: rows.iter().filter(|r| r.unanswered_s.is_some()).count(),
            unanswered_2d: rows.iter().filter(|r| r.unanswered_2d).count(),
            silent_5d: rows.iter().filter(|r| r.silent_5d).count(),
            longest_unanswered_s: rows.iter().filter_map(|r| r.unanswered_s).max(),
            longest_idle_s: rows.iter().map(|r| r.idle_s).max(),
        })
        .collect();
    Report::new("response", frame, rows, summary)
}
