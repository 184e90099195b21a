//! Clocks of tickets: what is compiled is kept, so that ten thousand tickets cost little more than their steps.

use super::clock::{ClockRow, Course};
use super::facts::Moments;
use super::frozen::Frozen;
use super::machine::{self, Machine};
use super::plan::{self, Segment};
use super::policy::{Policies, Policy};
use super::timeline::{Horizon, Timeline};
use super::versions::Versions;
use crate::calendar::Instant;
use crate::model::config::Config;
use crate::model::{Finding, Severity, Tramite};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Computes timelines and clocks over one history of a desk's configuration.
pub struct Engine<'v> {
    versions: &'v dyn Versions,
    /// By address; the configuration is held, so that its address stays its own.
    compiled: Mutex<HashMap<usize, Compiled>>,
}

/// A configuration and what was compiled from it.
type Compiled = (Arc<Config>, Arc<Policies>);

/// All clocks of a ticket.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TicketClocks {
    /// Id of the policy that the ticket has now.
    pub policy: Option<String>,
    /// Names of all metrics that it has or had, in the order of the policy.
    pub metrics: Vec<String>,
    /// Its clocks: metrics in the order of the policy, cycles from 1. A clock of whose targets none matches owes
    /// nothing and is not here.
    pub rows: Vec<ClockRow>,
    /// What could not be computed, or was taken otherwise than written.
    pub problems: Vec<Finding>,
}

/// A ticket's policies and the runs of its metrics.
pub(super) struct Runs<'p> {
    pub machines: Vec<Machine<'p>>,
    pub missing: Vec<String>,
}

impl<'v> Engine<'v> {
    /// An engine that has compiled nothing yet.
    pub fn new(versions: &'v dyn Versions) -> Self {
        Self { versions, compiled: Mutex::default() }
    }

    /// Where configurations come from.
    pub fn versions(&self) -> &'v dyn Versions {
        self.versions
    }

    /// A configuration's policies, compiled once.
    pub fn policies(&self, config: &Arc<Config>) -> Arc<Policies> {
        let key = Arc::as_ptr(config) as usize;
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, policies) =
            compiled.entry(key).or_insert_with(|| (Arc::clone(config), Arc::new(Policies::compile(config))));
        Arc::clone(policies)
    }

    /// A ticket's history as far as `horizon`; `None` where it is not open yet by then.
    pub fn timeline<'a>(&self, tramites: &'a [Tramite], horizon: Horizon) -> Option<Timeline<'a>> {
        Timeline::build(tramites, self.versions, horizon)
    }

    pub(super) fn segments(&self, timeline: &Timeline) -> Vec<Segment> {
        plan::segments(self, timeline)
    }

    pub(super) fn run<'p>(&self, timeline: &Timeline, segments: &'p [Segment]) -> Runs<'p> {
        let zone = *self.versions.calendars_head().zone();
        let (machines, missing) = machine::run(timeline, segments, zone);
        Runs { machines, missing }
    }

    /// The policy that a ticket has now.
    pub fn policy(&self, timeline: &Timeline) -> Option<Arc<Policy>> {
        let last = self.segments(timeline).pop()?;
        Some(last.chosen?.policy)
    }

    /// A ticket's clocks as of the timeline's horizon.
    pub fn clocks(&self, timeline: &Timeline) -> TicketClocks {
        let segments = self.segments(timeline);
        let runs = self.run(timeline, &segments);
        let now = timeline.horizon.now;
        let rows = runs.courses(&segments).map(|course| course.row(now)).collect();
        TicketClocks {
            policy: policy_of(&segments),
            metrics: runs.metrics(),
            rows,
            problems: runs.problems(timeline),
        }
    }

    /// The same without the time that is asked about: kept, it need not be worked out again until the ticket or the
    /// configuration changes. `None` where not all of `tramites`, of which the timeline is, are in it, or where calendars of the
    /// past count.
    pub fn freeze(&self, tramites: &[Tramite], timeline: &Timeline) -> Option<Frozen> {
        let last = tramites.iter().map(|t| Instant::from(t.at)).max()?;
        if last > timeline.horizon.now || timeline.horizon.known.is_some() {
            return None;
        }
        let segments = self.segments(timeline);
        let runs = self.run(timeline, &segments);
        let courses: Vec<Course> = runs.courses(&segments).collect();
        Frozen::of(Moments::of(timeline), last, &courses, self.versions.calendars_head(), |rows| {
            TicketClocks {
                policy: policy_of(&segments),
                metrics: runs.metrics(),
                rows,
                problems: runs.problems(timeline),
            }
        })
    }
}

fn policy_of(segments: &[Segment]) -> Option<String> {
    segments.last().and_then(|s| s.chosen.as_ref()).map(|c| c.policy.id.clone())
}

impl Runs<'_> {
    /// What the rows are worked out from: metrics in the order of the policy, cycles from 1.
    fn courses<'a>(&'a self, segments: &'a [Segment]) -> impl Iterator<Item = Course<'a>> {
        self.machines.iter().flat_map(move |machine| {
            machine.cycles.iter().zip(1..).filter_map(move |(cycle, number)| {
                let (metric, chosen) = machine.ruling(cycle, segments)?;
                cycle.course(machine.name, number, &chosen.policy.id, metric.warn)
            })
        })
    }

    fn metrics(&self) -> Vec<String> {
        self.machines.iter().map(|m| m.name.to_owned()).collect()
    }

    fn problems(&self, timeline: &Timeline) -> Vec<Finding> {
        let mut problems = timeline.findings.clone();
        problems.extend(self.missing.iter().map(|message| Finding {
            ticket: Some(timeline.state.number().to_string()),
            ..Finding::error("sla", message).with_severity(Severity::Warning)
        }));
        problems
    }
}
