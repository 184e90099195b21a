//! What all reports are made of: a frame of time and words, tickets as cases, an envelope.

use crate::calendar::{Instant, Zone};
use crate::model::Snapshot;
use crate::model::config::{Config, StatusCategory};
use crate::query::GroupKey;
use crate::sla::{Moments, Step, Timeline};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use std::collections::BTreeMap;

/// A period, `[since, until)`; open where an end is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// Its first instant.
    pub since: Option<Instant>,
    /// The first instant after it.
    pub until: Option<Instant>,
}

impl Period {
    /// Whether it bounds nothing.
    pub const fn is_all(&self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// Whether an instant lies in it.
    pub fn contains(&self, at: Instant) -> bool {
        self.since.is_none_or(|since| since <= at) && self.until.is_none_or(|until| at < until)
    }
}

/// `--by`: what a summary's groups are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// `2026-11`, of the instant that the report's period looks at, in the desk's zone.
    Month,
    /// The policy of a clock.
    Policy,
    /// Who did the work that a line is about.
    Person,
    /// What the ticket holds under a key.
    Key(GroupKey),
}

/// The group of tickets that hold nothing under the key.
pub const NONE: &str = "none";

/// When and under which words a report is made.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The desk's configuration.
    pub config: &'a Config,
    /// Commit of the head.
    pub head: &'a str,
    /// Now, or `--as-of`.
    pub now: Instant,
    /// The desk's zone: whose months and weeks count.
    pub zone: &'a Zone,
    /// Which rows.
    pub period: Period,
    /// Groups of the summary.
    pub by: Option<&'a By>,
}

impl Frame<'_> {
    /// An instant in the desk's zone.
    pub fn local(&self, at: Instant) -> DateTime<FixedOffset> {
        self.zone.local(at)
    }

    /// `2026-11`, in the desk's zone.
    pub fn month(&self, at: Instant) -> String {
        self.local(at).format("%Y-%m").to_string()
    }

    /// The group of a ticket's row, where `at` is the instant that it is of; `None` without `--by`.
    pub fn group(&self, case: &Case, at: Instant) -> Option<String> {
        Some(match self.by? {
            By::Month => self.month(at),
            By::Policy | By::Person | By::Key(_) => case.group.clone().unwrap_or_else(|| NONE.to_owned()),
        })
    }
}

/// One ticket, as reports read it.
pub struct Case<'a> {
    /// Its state.
    pub snapshot: &'a Snapshot,
    /// Its history.
    pub timeline: &'a Timeline<'a>,
    /// Opening, closing, last messages …
    pub moments: &'a Moments,
    /// What it holds under the key of `--by`.
    pub group: Option<String>,
}

/// Whether work on a ticket has an end there: it is resolved, closed or rejected.
pub const fn is_done(category: StatusCategory) -> bool {
    matches!(category, StatusCategory::Resolved | StatusCategory::Closed | StatusCategory::Rejected)
}

/// Whether a ticket has an answer there.
pub const fn is_resolved(category: StatusCategory) -> bool {
    matches!(category, StatusCategory::Resolved | StatusCategory::Closed)
}

impl Case<'_> {
    /// Whether somebody still has to do something: neither resolved nor closed, rejected or merged.
    pub fn is_open(&self) -> bool {
        !is_done(self.moments.category) && !self.timeline.last().gone
    }

    /// The steps by which it was resolved, from a state in which it was not; with their places.
    pub fn resolutions(&self) -> impl Iterator<Item = (usize, &Step<'_>)> {
        self.timeline.steps.iter().enumerate().filter(|(_, step)| {
            !step.gone && is_resolved(step.category) && !step.category_before.is_some_and(is_resolved)
        })
    }
}

/// A ticket in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Brief {
    /// Its number.
    pub ticket: String,
    /// Its uid.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// Its type.
    #[serde(rename = "type")]
    pub type_id: String,
    /// Its status.
    pub status: String,
    /// Its priority.
    pub priority: Option<String>,
    /// Its team.
    pub team: Option<String>,
    /// Its assignee.
    pub assignee: Option<String>,
    /// Its organization.
    pub organization: Option<String>,
    /// Its group, for the summary.
    #[serde(skip)]
    pub group: Option<String>,
}

impl Brief {
    /// The ticket of a case, in the group of a row that is of `at`.
    pub fn of(case: &Case, frame: &Frame, at: Instant) -> Self {
        let ticket = &case.snapshot.ticket;
        Self {
            ticket: case.snapshot.number().to_string(),
            uid: ticket.uid.to_string(),
            title: ticket.title.clone(),
            type_id: ticket.type_id.clone(),
            status: ticket.status.clone(),
            priority: ticket.priority.clone(),
            team: ticket.team.clone(),
            assignee: ticket.assignee.clone(),
            organization: ticket.organization.clone(),
            group: frame.group(case, at),
        }
    }
}

/// A report in its envelope.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report<R, S> {
    /// 1.
    pub version: u32,
    /// Which report.
    pub report: &'static str,
    /// The desk's name.
    pub desk: String,
    /// Now.
    pub as_of: DateTime<FixedOffset>,
    /// Commit of the head.
    pub head: String,
    /// What it is made of.
    pub rows: Vec<R>,
    /// By group.
    pub summary: Vec<S>,
}

impl<R, S> Report<R, S> {
    /// Puts rows and their summary into the envelope.
    pub fn new(report: &'static str, frame: &Frame, rows: Vec<R>, summary: Vec<S>) -> Self {
        let desk = frame.config.desk.name.clone();
        let (as_of, head) = (frame.local(frame.now), frame.head.to_owned());
        Self { version: 1, report, desk, as_of, head, rows, summary }
    }
}

/// Rows by group, groups in the order of their names. Without `--by` there is one group, even of no rows.
pub fn grouped<'r, R>(
    frame: &Frame,
    rows: &'r [R],
    group: impl Fn(&R) -> &Option<String>,
) -> BTreeMap<Option<String>, Vec<&'r R>> {
    let mut groups: BTreeMap<Option<String>, Vec<&R>> = BTreeMap::new();
    if frame.by.is_none() {
        groups.insert(None, Vec::new());
    }
    for row in rows {
        groups.entry(group(row).clone()).or_default().push(row);
    }
    groups
}

/// `part` of `all`, 0 to 1; `None` of none.
pub fn share(part: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}
