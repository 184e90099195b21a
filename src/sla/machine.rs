//! One metric of one ticket: what starts, stops, pauses, resumes and cancels it (6).

use super::events::Event;
use super::plan::{Chosen, StepFacts, holds, target};
use super::policy::{Metric, Target};
use super::timeline::{Step, Timeline};
use crate::calendar::{Calendar, Instant};
use crate::model::Snapshot;
use crate::model::config::StatusCategory::{Closed, Rejected, Resolved};
use crate::query::{Query, Scope};
use std::cell::Cell;
use std::sync::Arc;

/// What a stretch of a cycle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Working time counts.
    Counting,
    /// `pause` holds.
    Paused,
    /// `while` does not hold.
    Outside,
    /// In a category of `stop: enter_category:…`.
    Standing,
}

/// A stretch of a cycle, to the next one or the cycle's end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'p> {
    /// Where it begins.
    pub from: Instant,
    /// The step that began it.
    pub step: usize,
    /// What it is.
    pub mode: Mode,
    /// Whose working time counts.
    pub calendar: &'p Calendar,
}

/// How a cycle stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It goes on.
    Open,
    /// It stands stopped by a category, and resumes when that is left.
    Standing(Instant, usize),
    /// Stopped for good, by a step.
    Stopped(Instant, usize),
    /// Cancelled, by a step.
    Cancelled(Instant, usize),
}

/// A target with the calendar that it is counted on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aim<'p> {
    /// The target; `None` where none matched.
    pub target: Option<&'p Target>,
    /// Its calendar.
    pub calendar: &'p Calendar,
    /// The step from which it was in force.
    pub step: usize,
}

/// One run of a clock.
#[derive(Debug, Clone)]
pub(super) struct Cycle<'p> {
    /// When it started.
    pub started: Instant,
    /// By which step.
    pub step: usize,
    /// Its stretches, in order; the first begins at the start.
    pub pieces: Vec<Piece<'p>>,
    /// Its targets, in order; the last is in force.
    pub aims: Vec<Aim<'p>>,
    /// How it stands.
    pub end: End,
}

impl<'p> Cycle<'p> {
    fn is_open(&self) -> bool {
        self.end == End::Open
    }

    fn is_over(&self) -> bool {
        matches!(self.end, End::Stopped(..) | End::Cancelled(..))
    }

    fn enter(&mut self, env: &Env<'p, '_>, mode: Mode) {
        if let Some(last) = self.pieces.last()
            && last.mode == mode
            && std::ptr::eq(last.calendar, env.calendar)
        {
            return;
        }
        self.pieces.push(Piece { from: env.step.at, step: env.index, mode, calendar: env.calendar });
    }

    fn aim(&mut self, env: &Env<'p, '_>) {
        let found = target(env.metric, &env.scope);
        let same = |a: &Aim| {
            a.target.map(std::ptr::from_ref) == found.map(std::ptr::from_ref)
                && std::ptr::eq(a.calendar, env.calendar)
        };
        if !self.aims.last().is_some_and(same) {
            self.aims.push(Aim { target: found, calendar: env.calendar, step: env.index });
        }
    }
}

/// A metric at one step.
pub(super) struct Env<'p, 's> {
    /// Index of the step.
    pub index: usize,
    /// The step.
    pub step: &'s Step<'s>,
    /// The metric as its policy says then.
    pub metric: &'p Metric,
    /// Its calendar.
    pub calendar: &'p Calendar,
    /// Whether the policy that says so is in force (not, before a later policy brings the metric in).
    pub in_force: bool,
    /// The state after the step.
    pub scope: Scope<'s>,
    /// The answer to the last `pause` of this step: metrics share their policy's.
    pub paused: &'s Cell<Option<(*const Query, bool)>>,
}

impl Env<'_, '_> {
    /// What the filters make of the state.
    fn mode(&self) -> Mode {
        let paused = self.metric.pause.as_deref().is_some_and(|pause| match self.paused.get() {
            Some((same, answer)) if std::ptr::eq(same, pause) => answer,
            _ => {
                let answer = pause.matches(&self.scope);
                self.paused.set(Some((pause, answer)));
                answer
            }
        });
        if paused {
            Mode::Paused
        } else if holds(self.metric.while_.as_ref(), &self.scope) {
            Mode::Counting
        } else {
            Mode::Outside
        }
    }
}

/// All cycles of one metric.
#[derive(Debug)]
pub(super) struct Machine<'p> {
    /// The metric's name.
    pub name: &'p str,
    /// Its definition in each segment.
    pub definitions: Vec<Option<(&'p Metric, &'p Chosen)>>,
    /// Its cycles, in order.
    pub cycles: Vec<Cycle<'p>>,
    after_seen: bool,
    defined: Option<*const Metric>,
}

fn hit(patterns: &[Event], group: &[Event]) -> bool {
    patterns.iter().any(|p| group.contains(p))
}

impl<'p> Machine<'p> {
    pub fn new(name: &'p str, definitions: Vec<Option<(&'p Metric, &'p Chosen)>>) -> Self {
        Self { name, definitions, cycles: Vec::new(), after_seen: false, defined: None }
    }

    /// The definition that holds in a segment, and whether its policy is in force there. Before the first policy
    /// that has the metric, that one's: what started it then may long have happened.
    pub fn definition(&self, segment: usize) -> Option<(&'p Metric, &'p Chosen, bool)> {
        if let Some((metric, chosen)) = self.definitions[segment] {
            return Some((metric, chosen, true));
        }
        if self.definitions[..segment].iter().any(Option::is_some) {
            return None;
        }
        let (metric, chosen) = self.definitions[segment..].iter().flatten().next()?;
        Some((metric, chosen, false))
    }

    /// The definition by which a cycle ended, or goes on.
    pub fn ruling(
        &self,
        cycle: &Cycle,
        segments: &[super::plan::Segment],
    ) -> Option<(&'p Metric, &'p Chosen)> {
        let step = match cycle.end {
            End::Open => usize::MAX,
            End::Standing(_, step) | End::Stopped(_, step) | End::Cancelled(_, step) => step,
        };
        let segment = segments.iter().rposition(|s| s.from <= step)?;
        (0..=segment).rev().find_map(|s| self.definition(s)).map(|(metric, chosen, _)| (metric, chosen))
    }

    /// The policy that the ticket has now does not know the metric: what runs is cancelled.
    pub fn drop_out(&mut self, index: usize, step: &Step) {
        if let Some(cycle) = self.cycles.last_mut() {
            match cycle.end {
                End::Open => cycle.end = End::Cancelled(step.at, index),
                End::Standing(at, by) => cycle.end = End::Stopped(at, by),
                End::Stopped(..) | End::Cancelled(..) => {}
            }
        }
    }

    /// One step, as a whole: events, then the category, then pause, `while` and target as they are after it.
    pub fn step(&mut self, env: &Env<'p, '_>, timeline: &Timeline) {
        let (metric, step) = (env.metric, env.step);
        let known = self.defined == Some(std::ptr::from_ref(metric));
        // Comments alone change no answer of a filter that does not search text.
        let same = known && !step.changes_state && !metric.searches;
        if !known {
            self.defined = Some(std::ptr::from_ref(metric));
            let past = timeline.steps[..env.index].iter().flat_map(Step::events);
            self.after_seen = past.into_iter().any(|e| metric.after.contains(e));
        }
        let first_touched = match self.cycles.last() {
            Some(cycle) if cycle.is_open() => self.cycles.len() - 1,
            _ => self.cycles.len(),
        };
        let mut by_status = false;
        for group in &step.groups {
            if hit(&metric.stop, group) {
                self.stop(env);
            }
            self.after_seen |= hit(&metric.after, group);
            if let Some(event) = self.starts(metric, group, step) {
                by_status = matches!(event, Event::Enter(_) | Event::EnterCategory(_));
                self.start(env);
            }
        }
        let resumed = self.follow_category(env, by_status);
        let first_touched = if resumed { first_touched.min(self.cycles.len() - 1) } else { first_touched };
        if let Some(cycle) = self.cycles.last_mut()
            && cycle.is_open()
            && (!same || cycle.pieces.is_empty())
        {
            cycle.enter(env, env.mode());
        }
        if env.in_force {
            for (index, cycle) in self.cycles.iter_mut().enumerate() {
                let touched = index >= first_touched && !metric.target_at_open;
                if (touched && !same) || cycle.aims.is_empty() {
                    cycle.aim(env);
                }
            }
        }
    }

    fn stop(&mut self, env: &Env) {
        if let Some(cycle) = self.cycles.last_mut() {
            match cycle.end {
                End::Open => cycle.end = End::Stopped(env.step.at, env.index),
                // It was stopped before; now it is for good.
                End::Standing(at, by) => cycle.end = End::Stopped(at, by),
                End::Stopped(..) | End::Cancelled(..) => {}
            }
        }
    }

    /// The event that starts a cycle now. What people say or are given to do starts none on a ticket that is
    /// done: a “thank you” after the resolution awaits no answer.
    fn starts<'g>(&self, metric: &Metric, group: &'g [Event], step: &Step) -> Option<&'g Event> {
        let free = match self.cycles.last() {
            None => true,
            Some(cycle) => cycle.is_over() && metric.repeat,
        };
        if !free || (!metric.after.is_empty() && !self.after_seen) {
            return None;
        }
        let done = matches!(step.category, Resolved | Closed | Rejected);
        group.iter().filter(|e| metric.start.contains(e)).find(|event| {
            let of_status =
                matches!(event, Event::Opened | Event::Enter(_) | Event::Leave(_) | Event::EnterCategory(_));
            step.opening || (!step.gone && (of_status || !done))
        })
    }

    fn start(&mut self, env: &Env<'p, '_>) {
        self.cycles.push(Cycle {
            started: env.step.at,
            step: env.index,
            pieces: Vec::new(),
            aims: Vec::new(),
            end: End::Open,
        });
    }

    /// What the category does to the last cycle; whether one that stood goes on.
    fn follow_category(&mut self, env: &Env<'p, '_>, started_by_status: bool) -> bool {
        let (metric, step) = (env.metric, env.step);
        let standing = metric.stop_categories.contains(&step.category);
        let moved = step.category_before != Some(step.category);
        let (at, index) = (step.at, env.index);
        let Some(cycle) = self.cycles.last_mut() else { return false };
        let fresh = cycle.step == index && started_by_status;
        match cycle.end {
            // A merged ticket is neither met nor late, whatever status the merge gave it.
            End::Open if step.gone => cycle.end = End::Cancelled(at, index),
            End::Open if standing => {
                cycle.end = End::Standing(at, index);
                cycle.enter(env, Mode::Standing);
            }
            End::Open if moved && step.category == Rejected && !fresh => {
                cycle.end = End::Cancelled(at, index);
            }
            End::Open if moved && matches!(step.category, Resolved | Closed) && !fresh => {
                cycle.end = End::Stopped(at, index);
            }
            End::Standing(since, by) if !standing => {
                if matches!(step.category, Resolved | Closed) {
                    // From one end to another: it never ran in between.
                    cycle.end = End::Stopped(since, by);
                } else if metric.new_cycle && moved {
                    cycle.end = End::Stopped(since, by);
                    if !step.gone && step.category != Rejected {
                        self.start(env);
                    }
                } else if step.gone || step.category == Rejected {
                    cycle.end = End::Cancelled(at, index);
                } else {
                    cycle.end = End::Open;
                    return true;
                }
            }
            End::Open | End::Standing(..) | End::Stopped(..) | End::Cancelled(..) => {}
        }
        false
    }
}

/// Runs all metrics over a timeline.
pub(super) fn run<'p>(
    timeline: &Timeline,
    segments: &'p [super::plan::Segment],
    zone: crate::calendar::Zone,
) -> (Vec<Machine<'p>>, Vec<String>) {
    let mut missing = Vec::new();
    let mut machines: Vec<Machine<'p>> = Vec::new();
    // In the order of the policy in force, then of earlier ones.
    for segment in segments.iter().rev() {
        for metric in segment.chosen.iter().flat_map(|c| &c.policy.metrics) {
            if machines.iter().any(|m| m.name == metric.name) {
                continue;
            }
            let definitions = segments
                .iter()
                .map(|s| {
                    let chosen = s.chosen.as_ref()?;
                    let found: &Arc<Metric> = chosen.policy.metrics.iter().find(|m| m.name == metric.name)?;
                    if chosen.calendar(found).is_none() {
                        missing.push(format!(
                            "metric {:?} of policy {:?}: there is no calendar {:?}",
                            found.name,
                            chosen.policy.id,
                            found.calendar.as_deref().unwrap_or_default()
                        ));
                        return None;
                    }
                    Some((&**found, chosen))
                })
                .collect();
            machines.push(Machine::new(&metric.name, definitions));
        }
    }
    let mut segment = 0;
    timeline.replay(timeline.steps.len(), |index, step, snapshot: &Snapshot| {
        if segments.get(segment + 1).is_some_and(|next| next.from <= index) {
            segment += 1;
        }
        let facts = StepFacts { category: step.category, zone };
        let now = zone.local(step.at);
        let paused = Cell::new(None);
        for machine in &mut machines {
            let Some((metric, chosen, in_force)) = machine.definition(segment) else {
                machine.drop_out(index, step);
                continue;
            };
            let Some(calendar) = chosen.calendar(metric) else { continue };
            let scope =
                Scope { config: &chosen.config, snapshot, me: None, now, facts: &facts, changed: &[] };
            machine.step(&Env { index, step, metric, calendar, in_force, scope, paused: &paused }, timeline);
        }
    });
    (machines, missing)
}
