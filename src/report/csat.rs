//! `report csat` (C20, S30): what customers think, on the desk's own scale.

use super::frame::{Brief, Case, Frame, Report, grouped, share};
use crate::model::{Change, digits};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;

/// One rated ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CsatRow {
    /// The ticket.
    #[serde(flatten)]
    pub brief: Brief,
    /// The value given.
    #[serde(serialize_with = "digits::serialize")]
    pub rating: String,
    /// What the scale calls it.
    pub label: Option<String>,
    /// Whether the scale calls it good.
    pub good: bool,
    /// When it was given, the last time.
    pub rated_at: DateTime<FixedOffset>,
}

/// How often a value was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RatingCount {
    /// The value.
    #[serde(serialize_with = "digits::serialize")]
    pub value: String,
    /// What the scale calls it.
    pub label: Option<String>,
    /// How often.
    pub count: usize,
}

/// The rated tickets of a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CsatLine {
    /// The group.
    pub group: Option<String>,
    /// Rated tickets.
    pub total: usize,
    /// Of these, those with a good rating.
    pub good: usize,
    /// good / total; `None` of none.
    pub share: Option<f64>,
    /// Every value of the scale in its order, then those that the scale has no more.
    pub values: Vec<RatingCount>,
}

/// The row of a ticket; `None` where it has no rating, or was rated outside the period.
pub fn row(case: &Case, frame: &Frame) -> Option<CsatRow> {
    let rating = case.snapshot.ticket.rating.clone()?;
    let rated = case.timeline.steps.iter().rev().find(|step| {
        step.tramite.changes.iter().any(|change| match change {
            Change::Rating(_) => true,
            Change::Opened { ticket, .. } => ticket.rating.is_some(),
            _ => false,
        })
    })?;
    if !frame.period.contains(rated.at) {
        return None;
    }
    let value = frame.config.desk.rating.iter().find(|value| value.value.0 == rating);
    Some(CsatRow {
        brief: Brief::of(case, frame, rated.at),
        label: value.and_then(|value| value.label.clone()),
        good: value.is_some_and(|value| value.good),
        rating,
        rated_at: frame.local(rated.at),
    })
}

/// By number.
pub fn report(rows: Vec<CsatRow>, frame: &Frame) -> Report<CsatRow, CsatLine> {
    let summary = grouped(frame, &rows, |row| &row.brief.group)
        .into_iter()
        .map(|(group, rows)| {
            let good = rows.iter().filter(|r| r.good).count();
            let scale = &frame.config.desk.rating;
            let mut values: Vec<RatingCount> = scale
                .iter()
                .map(|v| RatingCount { value: v.value.0.clone(), label: v.label.clone(), count: 0 })
                .collect();
            for row in &rows {
                match values.iter_mut().find(|v| v.value == row.rating) {
                    Some(value) => value.count += 1,
                    None => values.push(RatingCount { value: row.rating.clone(), label: None, count: 1 }),
                }
            }
            CsatLine { group, total: rows.len(), good, share: share(good, rows.len()), values }
        })
        .collect();
    Report::new("csat", frame, rows, summary)
}
