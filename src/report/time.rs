//! `report time` (T5): the work that was reported, and what of it is charged.

use super::frame::{By, Case, Frame, NONE, Report, grouped};
use crate::model::Change;
use chrono::{DateTime, FixedOffset};
use serde::Serialize;

/// One comment that reports work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimeRow {
    /// The ticket's number.
    pub ticket: String,
    /// Its uid.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// The comment.
    pub comment: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who worked: a person's id, else the author's address.
    pub person: String,
    /// For whom.
    pub organization: Option<String>,
    /// Who is charged: the ticket's payer, else its organization.
    pub payer: Option<String>,
    /// How long.
    pub time_s: i64,
    /// Whether it is charged.
    pub billable: bool,
    /// Its group, for the summary.
    #[serde(skip)]
    pub group: Option<String>,
}

/// The work of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimeLine {
    /// The group.
    pub group: Option<String>,
    /// Comments.
    pub entries: usize,
    /// All time.
    pub time_s: i64,
    /// Of it, what is charged.
    pub billable_s: i64,
}

/// The rows of a ticket in the period.
pub fn rows(case: &Case, frame: &Frame) -> Vec<TimeRow> {
    let ticket = &case.snapshot.ticket;
    let payer = ticket.payer.as_ref().or(ticket.organization.as_ref());
    let mut rows = Vec::new();
    for step in &case.timeline.steps {
        for change in &step.tramite.changes {
            let Change::Comment { id, comment } = change else { continue };
            let Some(time) = &comment.time else { continue };
            // One that was removed by hand counts no more.
            if !frame.period.contains(step.at) || !case.snapshot.comments.contains_key(id) {
                continue;
            }
            let email = &step.tramite.by.email;
            let mut people = frame.config.desk.people.iter();
            let person = people.find(|p| p.email.0.iter().any(|e| e.eq_ignore_ascii_case(email)));
            let person = person.map_or_else(|| email.clone(), |p| p.id.clone());
            let group = match frame.by {
                Some(By::Person) => Some(person.clone()),
                Some(By::Key(key)) if key.name() == "payer" => {
                    Some(payer.cloned().unwrap_or_else(|| NONE.to_owned()))
                }
                _ => frame.group(case, step.at),
            };
            rows.push(TimeRow {
                ticket: case.snapshot.number().to_string(),
                uid: ticket.uid.to_string(),
                title: ticket.title.clone(),
                comment: id.to_string(),
                at: frame.local(step.at),
                person,
                organization: ticket.organization.clone(),
                payer: payer.cloned(),
                time_s: i64::from(time.minutes) * 60,
                billable: time.billable,
                group,
            });
        }
    }
    rows
}

/// By time.
pub fn report(mut rows: Vec<TimeRow>, frame: &Frame) -> Report<TimeRow, TimeLine> {
    rows.sort_by(|a, b| (a.at, &a.comment).cmp(&(b.at, &b.comment)));
    let summary = grouped(frame, &rows, |row| &row.group)
        .into_iter()
        .map(|(group, rows)| TimeLine {
            group,
            entries: rows.len(),
            time_s: rows.iter().map(|r| r.time_s).sum(),
            billable_s: rows.iter().filter(|r| r.billable).map(|r| r.time_s).sum(),
        })
        .collect();
    Report::new("time", frame, rows, summary)
}
