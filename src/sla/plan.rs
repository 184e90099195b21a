//! Which policy holds when: chosen at opening, and again when the type changes (6).

use super::engine::Engine;
use super::policy::{Metric, Policy, Target};
use super::timeline::{Step, Timeline};
use crate::calendar::{Calendar, CalendarSet, Instant};
use crate::model::config::{Config, StatusCategory};
use crate::model::{Link, Snapshot};
use crate::query::{Derived, Fact, Facts, Query, Scope, Unit};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use std::sync::Arc;

/// A policy with what it is applied with.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    /// The policy, in the version that applies.
    pub policy: Arc<Policy>,
    /// The commit that this version was taken from; `None` where it is the head's.
    pub version: Option<String>,
    /// Whether the head has another version of it, or none.
    pub edited: bool,
    /// The configuration that its filters see: that which the version was taken from.
    pub config: Arc<Config>,
    /// Calendars, of the head or of the opening.
    pub calendars: Arc<CalendarSet>,
    /// Calendars to look in where those lack one.
    pub fallback: Option<Arc<CalendarSet>>,
}

impl Chosen {
    /// The calendar of a metric; `None` where its name is nowhere.
    pub fn calendar(&self, metric: &Metric) -> Option<&Calendar> {
        match metric.calendar.as_deref() {
            None => Some(self.calendars.default()),
            Some(id) => self.calendars.get(id).or_else(|| self.fallback.as_ref()?.get(id)),
        }
    }
}

/// From a step on, a policy, or none.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// Index of the step.
    pub from: usize,
    /// What applies.
    pub chosen: Option<Chosen>,
}

/// The segments of a ticket's history; the first begins at its opening.
pub(super) fn segments(engine: &Engine, timeline: &Timeline) -> Vec<Segment> {
    let mut found = Vec::new();
    let Some(last) = timeline.steps.iter().rposition(|s| s.opening || s.type_changed) else { return found };
    timeline.replay(last + 1, |index, step, snapshot| {
        if step.opening || step.type_changed {
            found.push(Segment { from: index, chosen: choose(engine, step, snapshot) });
        }
    });
    found
}

fn choose(engine: &Engine, step: &Step, snapshot: &Snapshot) -> Option<Chosen> {
    let versions = engine.versions();
    let commit = step.tramite.commit.as_str();
    let zone = *versions.calendars_head().zone();
    let facts = StepFacts { category: step.category, zone };
    let now = zone.local(step.at);
    let matching = |config: &Arc<Config>| {
        let scope = Scope { config, snapshot, me: None, now, facts: &facts, changed: &[] };
        engine.policies(config).matching(&scope).cloned()
    };
    let head = versions.policies_head();
    let found = versions
        .policies_at(commit)
        .and_then(|config| Some((Some(commit.to_owned()), matching(&config)?, config)))
        .or_else(|| {
            let (commit, config) = versions.first_after(commit, &mut |c| matching(c).is_some())?;
            Some((Some(commit), matching(&config)?, config))
        })
        .or_else(|| Some((None, matching(head)?, Arc::clone(head))));
    let (commit, policy, config) = found?;
    // What says how to look is itself read at the head.
    let at_head = engine.policies(head).get(&policy.id).cloned();
    let now_at_head = at_head.as_ref().unwrap_or(&policy);
    let calendars_then = || versions.calendars_at(commit.as_deref()?);
    let (calendars, fallback) = if now_at_head.calendar_at_open {
        let head = Arc::clone(versions.calendars_head());
        match calendars_then() {
            Some(then) => (then, Some(head)),
            None => (head, None),
        }
    } else {
        let known = |m: &Arc<Metric>| {
            m.calendar.as_deref().is_none_or(|id| versions.calendars_head().get(id).is_some())
        };
        let complete = policy.metrics.iter().all(known);
        (Arc::clone(versions.calendars_head()), if complete { None } else { calendars_then() })
    };
    let (policy, config, version) = match at_head {
        Some(current) if current.current => (current, Arc::clone(head), None),
        _ => (policy, config, commit),
    };
    let edited = config.policies.get(&policy.id) != head.policies.get(&policy.id);
    Some(Chosen { policy, version, edited, config, calendars, fallback })
}

/// Whether a filter holds; one that is not there does.
pub(super) fn holds(query: Option<&Query>, scope: &Scope) -> bool {
    query.is_none_or(|q| q.matches(scope))
}

/// The first target that matches.
pub(super) fn target<'m>(metric: &'m Metric, scope: &Scope) -> Option<&'m Target> {
    metric.targets.iter().find(|t| holds(t.when.as_ref(), scope))
}

/// What a policy's filters may know of history: the category that the status had when it was set (4).
pub(super) struct StepFacts {
    /// It.
    pub category: StatusCategory,
    /// The desk's zone.
    pub zone: crate::calendar::Zone,
}

impl Facts for StepFacts {
    fn fact(&self, _: &Derived, _: Unit) -> Option<Fact> {
        None
    }
    fn link_done(&self, _: &Link) -> Option<bool> {
        None
    }
    fn day_start(&self, day: NaiveDate) -> Option<DateTime<FixedOffset>> {
        let at: Instant = self.zone.resolve(day.and_time(NaiveTime::MIN));
        Some(self.zone.local(at))
    }
    fn category(&self) -> Option<StatusCategory> {
        Some(self.category)
    }
}
