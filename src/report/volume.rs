//! `report volume`: what came in, what went out, and what is left, week by week. Weeks begin on Monday, in the desk's
//! zone. backlog = backlog of the week before + opened + reopened − resolved − dropped.

use super::frame::{By, Case, Frame, NONE, Report, is_done};
use crate::calendar::Instant;
use crate::model::config::StatusCategory::Rejected;
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime};
use serde::Serialize;
use std::collections::BTreeSet;

/// What happened to tickets as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Opened,
    Resolved,
    Dropped,
    Reopened,
}

/// One week of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VolumeRow {
    /// The ISO week: `2026-W48`.
    pub week: String,
    /// Its Monday, or the period's first instant.
    pub from: DateTime<FixedOffset>,
    /// The first instant after it.
    pub to: DateTime<FixedOffset>,
    /// The group; `None` without `--by`.
    pub group: Option<String>,
    /// What it counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// Tickets that came and went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Opened.
    pub opened: usize,
    /// Resolved, or closed without having been.
    pub resolved: usize,
    /// Rejected or merged.
    pub dropped: usize,
    /// Opened again.
    pub reopened: usize,
    /// Open at the end.
    pub backlog: i64,
}

/// The whole period of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VolumeLine {
    /// The group.
    pub group: Option<String>,
    /// What it counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// What happened, ticket by ticket.
#[derive(Debug, Default)]
pub struct Volume {
    happened: Vec<(Instant, Option<String>, What)>,
}

impl Volume {
    /// Takes a ticket in.
    pub fn add(&mut self, case: &Case, frame: &Frame) {
        let group = frame.by.map(|_| match frame.by {
            Some(By::Month) => frame.month(case.moments.opened),
            _ => case.group.clone().unwrap_or_else(|| NONE.to_owned()),
        });
        let mut was_open = None;
        for step in &case.timeline.steps {
            let is_open = !is_done(step.category) && !step.gone;
            let mut push = |what| self.happened.push((step.at, group.clone(), what));
            if was_open.is_none() {
                push(What::Opened);
            }
            match (was_open.unwrap_or(true), is_open) {
                (true, false) if step.gone || step.category == Rejected => push(What::Dropped),
                (true, false) => push(What::Resolved),
                (false, true) => push(What::Reopened),
                _ => {}
            }
            was_open = Some(is_open);
        }
    }

    /// The weeks of the period, without one of all that happened.
    pub fn report(mut self, frame: &Frame) -> Report<VolumeRow, VolumeLine> {
        self.happened.sort_by_key(|(at, ..)| *at);
        let first = frame.period.since.or_else(|| self.happened.first().map(|(at, ..)| *at));
        let end = frame.period.until.unwrap_or(frame.now).min(frame.now);
        let groups: BTreeSet<Option<String>> = if frame.by.is_none() {
            BTreeSet::from([None])
        } else {
            self.happened.iter().map(|(_, group, _)| group.clone()).collect()
        };
        let mut rows = Vec::new();
        let mut next = first.filter(|first| *first <= end);
        let mut summary = Vec::new();
        for group in &groups {
            let from = first.unwrap_or(end).min(end);
            summary.push(VolumeLine {
                group: group.clone(),
                counts: self.counts(group.as_deref(), from, end, frame),
            });
        }
        while let Some(from) = next {
            let monday = monday(frame.local(from).date_naive());
            let after = monday.checked_add_days(Days::new(7)).map(|day| start(frame, day));
            let until = frame.period.until.unwrap_or(Instant::MAX_UTC);
            let to = after.unwrap_or(end).min(until);
            for group in &groups {
                let week = monday.iso_week();
                rows.push(VolumeRow {
                    week: format!("{}-W{:02}", week.year(), week.week()),
                    from: frame.local(
                        frame
                            .period
                            .since
                            .map_or(start(frame, monday), |since| since.max(start(frame, monday))),
                    ),
                    to: frame.local(to),
                    group: group.clone(),
                    counts: self.counts(group.as_deref(), from, to, frame),
                });
            }
            next = after.filter(|after| *after <= frame.now && *after < until);
        }
        Report::new("volume", frame, rows, summary)
    }

    /// What happened from `from` to `to`, and what is open at the end.
    fn counts(&self, group: Option<&str>, from: Instant, to: Instant, frame: &Frame) -> Counts {
        let mut counts = Counts::default();
        // Now itself is the last instant that counts; another end is the first that does not.
        let before = |at: Instant| at < to || (at == to && to == frame.now && frame.period.until != Some(to));
        for (at, of, what) in self.happened.iter().filter(|(at, ..)| before(*at)) {
            if of.as_deref() != group {
                continue;
            }
            let inside = *at >= from;
            let (count, change) = match what {
                What::Opened => (&mut counts.opened, 1),
                What::Reopened => (&mut counts.reopened, 1),
                What::Resolved => (&mut counts.resolved, -1),
                What::Dropped => (&mut counts.dropped, -1),
            };
            *count += usize::from(inside);
            counts.backlog += change;
        }
        counts
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}

fn start(frame: &Frame, day: NaiveDate) -> Instant {
    frame.zone.resolve(day.and_time(NaiveTime::MIN))
}
