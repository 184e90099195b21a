//! `report aging` (S20): how old the open tickets are.

use super::frame::{Brief, Case, Frame, Report, grouped};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;

/// Days from which a ticket is old (S20).
pub const OLD_DAYS: i64 = 15;

/// The first day of each bucket, and its name.
const BUCKETS: [(i64, &str); 5] = [(0, "0-2"), (3, "3-7"), (8, "8-14"), (OLD_DAYS, "15-29"), (30, "30+")];

/// One open ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgingRow {
    /// The ticket.
    #[serde(flatten)]
    pub brief: Brief,
    /// When it was opened.
    pub opened_at: DateTime<FixedOffset>,
    /// Calendar time since.
    pub age_s: i64,
    /// Whole days of it.
    pub days: i64,
    /// Days from–to, as the summary counts them.
    pub bucket: &'static str,
    /// Whether it is 15 days old or more.
    pub old: bool,
}

/// The open tickets of a group, by age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgingLine {
    /// The group; `None` without `--by`.
    pub group: Option<String>,
    /// Open tickets.
    pub total: usize,
    /// Of these, by days of age: under 3.
    #[serde(rename = "0-2")]
    pub to_2: usize,
    /// Under 8.
    #[serde(rename = "3-7")]
    pub to_7: usize,
    /// Under 15.
    #[serde(rename = "8-14")]
    pub to_14: usize,
    /// Under 30.
    #[serde(rename = "15-29")]
    pub to_29: usize,
    /// 30 and more.
    #[serde(rename = "30+")]
    pub more: usize,
    /// 15 and more.
    pub old: usize,
    /// The age of the oldest.
    pub oldest_s: Option<i64>,
}

/// The row of a ticket; `None` where it is not open, or was not opened in the period.
pub fn row(case: &Case, frame: &Frame) -> Option<AgingRow> {
    let opened = case.moments.opened;
    if !case.is_open() || !frame.period.contains(opened) {
        return None;
    }
    let age = frame.now.timestamp() - opened.timestamp();
    let days = age / 86_400;
    let bucket = BUCKETS.iter().rev().find(|(from, _)| *from <= days).map_or(BUCKETS[0].1, |b| b.1);
    Some(AgingRow {
        brief: Brief::of(case, frame, opened),
        opened_at: frame.local(opened),
        age_s: age,
        days,
        bucket,
        old: days >= OLD_DAYS,
    })
}

/// The oldest first.
pub fn report(mut rows: Vec<AgingRow>, frame: &Frame) -> Report<AgingRow, AgingLine> {
    // Stable: rows come by number.
    rows.sort_by_key(|row| std::cmp::Reverse(row.age_s));
    let summary = grouped(frame, &rows, |row| &row.brief.group)
        .into_iter()
        .map(|(group, rows)| {
            let in_bucket = |at: usize| rows.iter().filter(|r| r.bucket == BUCKETS[at].1).count();
            AgingLine {
                group,
                total: rows.len(),
                to_2: in_bucket(0),
                to_7: in_bucket(1),
                to_14: in_bucket(2),
                to_29: in_bucket(3),
                more: in_bucket(4),
                old: rows.iter().filter(|r| r.old).count(),
                oldest_s: rows.iter().map(|r| r.age_s).max(),
            }
        })
        .collect();
    Report::new("aging", frame, rows, summary)
}
