//! `report sla` (8.2): every clock, and how well each metric was kept.

pub use super::frame::{By, Period};

use super::frame::NONE;
use crate::calendar::{Instant, Zone};
use crate::model::{Number, Snapshot, Uid};
use crate::sla::{ClockRow, ClockState, TicketClocks};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a row says of a clock's ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its number.
    pub number: Number,
    /// Its uid.
    pub uid: Uid,
    /// Its title.
    pub title: String,
    /// Its type.
    pub type_id: String,
    /// Its priority.
    pub priority: Option<String>,
    /// Its team.
    pub team: Option<String>,
    /// Its assignee.
    pub assignee: Option<String>,
    /// Its organization.
    pub organization: Option<String>,
}

impl Subject {
    /// Of a ticket as it was at some time.
    pub fn of(snapshot: &Snapshot) -> Self {
        let ticket = snapshot.ticket.clone();
        Self {
            number: snapshot.number(),
            uid: ticket.uid,
            title: ticket.title,
            type_id: ticket.type_id,
            priority: ticket.priority,
            team: ticket.team,
            assignee: ticket.assignee,
            organization: ticket.organization,
        }
    }
}

/// One ticket with its clocks.
#[derive(Debug, Clone)]
pub struct SlaTicket<'a> {
    /// Which.
    pub subject: &'a Subject,
    /// When it was opened.
    pub opened: Instant,
    /// Its clocks.
    pub clocks: &'a TicketClocks,
    /// What it holds under the key of [`By::Key`].
    pub group: Option<String>,
}

/// By which instant a clock belongs to a period (6).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum On {
    /// Met at its stop, late at its deadline, else now.
    #[default]
    Decided,
    /// When the ticket was opened.
    Opened,
    /// When the clock stopped.
    Stopped,
    /// When it is or was due.
    Due,
}

impl On {
    /// Reads `opened`, `stopped`, `due` or `decided`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "decided" => Some(Self::Decided),
            "opened" => Some(Self::Opened),
            "stopped" => Some(Self::Stopped),
            "due" => Some(Self::Due),
            _ => None,
        }
    }

    /// A clock's instant; `None` where it has none.
    pub fn instant(self, row: &ClockRow, opened: Instant, now: Instant) -> Option<Instant> {
        match self {
            Self::Decided => Some(row.decided_at(now)),
            Self::Opened => Some(opened),
            Self::Stopped => row.stopped_at.map(Instant::from),
            Self::Due => row.due_at.map(Instant::from),
        }
    }
}

/// How a report is made.
#[derive(Debug, Clone)]
pub struct SlaOptions<'a> {
    /// The desk's name.
    pub desk: &'a str,
    /// Now.
    pub now: Instant,
    /// Commit of the head.
    pub head: &'a str,
    /// The desk's zone.
    pub zone: &'a Zone,
    /// Which clocks.
    pub period: Period,
    /// By which instant.
    pub on: On,
    /// Groups of the summary.
    pub by: Option<By>,
}

/// `report sla`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SlaReport {
    /// 1.
    pub version: u32,
    /// The desk's name.
    pub desk: String,
    /// Now.
    pub as_of: DateTime<FixedOffset>,
    /// Commit of the head.
    pub head: String,
    /// Clocks by number, metric in policy order, cycle.
    pub rows: Vec<SlaRow>,
    /// By metric, then group.
    pub summary: Vec<SlaSummary>,
}

/// One clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlaRow {
    /// The ticket's number.
    pub ticket: String,
    /// Its uid.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// Its type.
    #[serde(rename = "type")]
    pub type_id: String,
    /// Its priority.
    pub priority: Option<String>,
    /// Its team.
    pub team: Option<String>,
    /// Its assignee.
    pub assignee: Option<String>,
    /// Its organization.
    pub organization: Option<String>,
    /// The clock.
    #[serde(flatten)]
    pub clock: ClockRow,
}

/// How well a metric was kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SlaSummary {
    /// The metric.
    pub metric: String,
    /// The group; `None` without `--by`, `none` where the ticket has no value.
    pub group: Option<String>,
    /// Clocks.
    pub total: usize,
    /// Of these, by state.
    pub met: usize,
    /// Stopped late.
    pub breached: usize,
    /// Running in time.
    pub running: usize,
    /// At risk.
    pub at_risk: usize,
    /// Late and not stopped.
    pub overdue: usize,
    /// Paused in time.
    pub paused: usize,
    /// Cancelled.
    pub cancelled: usize,
    /// met / (met + breached + overdue), 0 to 1; `None` where these are none.
    pub compliance: Option<f64>,
    /// Median of elapsed over met and breached, by nearest rank.
    pub elapsed_p50_s: Option<i64>,
    /// 90th percentile of the same.
    pub elapsed_p90_s: Option<i64>,
}

/// The value at a percentile of sorted values, by nearest rank; `None` of none.
pub fn nearest_rank(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// met / (met + breached + overdue).
fn compliance(met: usize, late: usize) -> Option<f64> {
    (met + late > 0).then(|| met as f64 / (met + late) as f64)
}

impl SlaReport {
    /// Makes the report. Tickets come in any order.
    pub fn new<'a>(tickets: impl IntoIterator<Item = SlaTicket<'a>>, options: &SlaOptions) -> Self {
        let mut tickets: Vec<SlaTicket> = tickets.into_iter().collect();
        tickets.sort_by_key(|t| (t.subject.number, &t.subject.uid));
        let mut rows = Vec::new();
        let mut metrics: Vec<String> = Vec::new();
        let mut groups: BTreeMap<(usize, Option<String>), Vec<usize>> = BTreeMap::new();
        for ticket in tickets {
            for name in &ticket.clocks.metrics {
                if !metrics.contains(name) {
                    metrics.push(name.clone());
                }
            }
            for clock in &ticket.clocks.rows {
                let at = options.on.instant(clock, ticket.opened, options.now);
                if !options.period.is_all() && !at.is_some_and(|at| options.period.contains(at)) {
                    continue;
                }
                let group = options.by.as_ref().map(|by| group(by, &ticket, clock, at, *options.zone));
                let metric = metrics.iter().position(|m| *m == clock.metric).unwrap_or_else(|| {
                    metrics.push(clock.metric.clone());
                    metrics.len() - 1
                });
                groups.entry((metric, group)).or_default().push(rows.len());
                rows.push(row(ticket.subject, clock));
            }
        }
        let summary = groups
            .into_iter()
            .map(|((metric, group), members)| {
                let clocks = members.iter().map(|&index| &rows[index].clock);
                summarise(metrics[metric].clone(), group, clocks)
            })
            .collect();
        Self {
            version: 1,
            desk: options.desk.to_owned(),
            as_of: options.zone.local(options.now),
            head: options.head.to_owned(),
            rows,
            summary,
        }
    }

    /// How many clocks are in a state.
    pub fn count(&self, state: ClockState) -> usize {
        self.rows.iter().filter(|row| row.clock.state == state).count()
    }

    /// Compliance over all metrics: what `--fail-under` is held against.
    pub fn compliance(&self) -> Option<f64> {
        compliance(
            self.count(ClockState::Met),
            self.count(ClockState::Breached) + self.count(ClockState::Overdue),
        )
    }
}

fn row(subject: &Subject, clock: &ClockRow) -> SlaRow {
    let Subject { title, type_id, priority, team, assignee, organization, .. } = subject.clone();
    SlaRow {
        ticket: subject.number.to_string(),
        uid: subject.uid.to_string(),
        title,
        type_id,
        priority,
        team,
        assignee,
        organization,
        clock: clock.clone(),
    }
}

fn group(by: &By, ticket: &SlaTicket, clock: &ClockRow, at: Option<Instant>, zone: Zone) -> String {
    let value = match by {
        By::Month => at.map(|at| zone.local(at).format("%Y-%m").to_string()),
        By::Policy => Some(clock.policy.clone()),
        By::Person | By::Key(_) => ticket.group.clone(),
    };
    value.unwrap_or_else(|| NONE.to_owned())
}

fn summarise<'a>(
    metric: String,
    group: Option<String>,
    clocks: impl Iterator<Item = &'a ClockRow>,
) -> SlaSummary {
    let mut by_state: BTreeMap<ClockState, usize> = BTreeMap::new();
    let mut elapsed = Vec::new();
    for clock in clocks {
        *by_state.entry(clock.state).or_default() += 1;
        if matches!(clock.state, ClockState::Met | ClockState::Breached) {
            elapsed.push(clock.elapsed_s);
        }
    }
    elapsed.sort_unstable();
    let count = |state: ClockState| by_state.get(&state).copied().unwrap_or_default();
    let (met, breached, overdue) =
        (count(ClockState::Met), count(ClockState::Breached), count(ClockState::Overdue));
    SlaSummary {
        metric,
        group,
        total: by_state.values().sum(),
        met,
        breached,
        running: count(ClockState::Running),
        at_risk: count(ClockState::AtRisk),
        overdue,
        paused: count(ClockState::Paused),
        cancelled: count(ClockState::Cancelled),
        compliance: compliance(met, breached + overdue),
        elapsed_p50_s: nearest_rank(&elapsed, 50),
        elapsed_p90_s: nearest_rank(&elapsed, 90),
    }
}
