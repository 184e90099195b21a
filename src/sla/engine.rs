//! Clocks of tickets: what is compiled is kept, so that ten thousand tickets cost little more than their steps.

use super::clock::ClockRow;
use super::machine::{self, Machine};
use super::plan::{self, Segment};
use super::policy::{Policies, Policy};
use super::timeline::{Horizon, Timeline};
use super::versions::Versions;
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
        let mut rows = Vec::new();
        for machine in &runs.machines {
            for (index, cycle) in machine.cycles.iter().enumerate() {
                let Some((metric, chosen)) = machine.ruling(cycle, &segments) else { continue };
                let row = cycle.row(now, machine.name, index as u32 + 1, &chosen.policy.id, metric.warn);
                rows.extend(row);
            }
        }
        let mut problems = timeline.findings.clone();
        problems.extend(runs.missing.into_iter().map(|message| Finding {
            ticket: Some(timeline.state.number().to_string()),
            ..Finding::error("sla", message).with_severity(Severity::Warning)
        }));
        let policy = segments.last().and_then(|s| s.chosen.as_ref()).map(|c| c.policy.id.clone());
        let metrics = runs.machines.iter().map(|m| m.name.to_owned()).collect();
        TicketClocks { policy, metrics, rows, problems }
    }
}
