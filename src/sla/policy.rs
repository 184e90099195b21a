//! SLA policies compiled: events read, filters compiled, targets ready (6).

use super::events::{Event, EventError};
use crate::calendar::{Within, WithinError};
use crate::model::config::{Config, MetricSpec, OneOrMany, PolicySpec, StatusCategory};
use crate::query::{FilterError, Query, Scope, TermBody};
use std::sync::Arc;

/// A part of a target after which a clock is at risk, in millionths: `75%` is 750,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warn(u32);

/// A policy, ready to be applied.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// Tickets that it is for; `None` is all.
    pub when: Option<Query>,
    /// Whether open tickets follow its edits (`version: current`).
    pub current: bool,
    /// Whether calendars are those of the opening (`calendar_version: at_open`).
    pub calendar_at_open: bool,
    /// Its clocks in the file's order.
    pub metrics: Vec<Arc<Metric>>,
}

/// A metric, ready to be run.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "the keys of the file")]
pub struct Metric {
    /// Its name.
    pub name: String,
    /// What starts it.
    pub start: Vec<Event>,
    /// The instants that stop it, for good.
    pub stop: Vec<Event>,
    /// The categories in which it stands stopped (`enter_category:`).
    pub stop_categories: Vec<StatusCategory>,
    /// No start before the first of these; none where empty.
    pub after: Vec<Event>,
    /// Whether it starts again after a stop.
    pub repeat: bool,
    /// It counts only while this holds; `None` is always.
    pub while_: Option<Query>,
    /// It stands while this holds; `None` is never. The policy's own is shared by its metrics.
    pub pause: Option<Arc<Query>>,
    /// Whether a reopening starts the next cycle (`reopen: new_cycle`) and does not resume.
    pub new_cycle: bool,
    /// Whether it keeps the target of its start (`target: at_open`).
    pub target_at_open: bool,
    /// Its calendar, or the policy's; the desk's where `None`.
    pub calendar: Option<String>,
    /// When it is at risk; never before it is late where `None`.
    pub warn: Option<Warn>,
    /// The first that matches.
    pub targets: Vec<Target>,
    /// Whether a filter of it searches text, which comments are part of.
    pub searches: bool,
}

/// A target, ready to be matched.
#[derive(Debug, Clone)]
pub struct Target {
    /// Tickets that it is for; `None` is all.
    pub when: Option<Query>,
    /// How long it leaves.
    pub within: Within,
}

/// What is wrong with a policy.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PolicyError {
    /// An event.
    #[error("policy {policy:?}, {place}: {source}")]
    Event {
        /// The policy.
        policy: String,
        /// Metric and key.
        place: String,
        /// What is wrong with it.
        source: EventError,
    },
    /// A filter.
    #[error("policy {policy:?}, {place}: {source}")]
    Filter {
        /// The policy.
        policy: String,
        /// Metric and key.
        place: String,
        /// What is wrong with it.
        source: FilterError,
    },
    /// A target's `within`.
    #[error("policy {policy:?}, {place}: {source}")]
    Within {
        /// The policy.
        policy: String,
        /// Metric and key.
        place: String,
        /// What is wrong with it.
        source: WithinError,
    },
    /// One of a few words was expected.
    #[error("policy {policy:?}, {place}: {value:?} is not {expected}")]
    Word {
        /// The policy.
        policy: String,
        /// Metric and key.
        place: String,
        /// What was written.
        value: String,
        /// What can be written.
        expected: &'static str,
    },
    /// Something that a clock cannot do without.
    #[error("policy {policy:?}, {place}: {what}")]
    Lacks {
        /// The policy.
        policy: String,
        /// Metric and key.
        place: String,
        /// What, and how to write it.
        what: String,
    },
}

impl PolicyError {
    /// The policy that it is about.
    pub fn policy(&self) -> &str {
        match self {
            Self::Event { policy, .. }
            | Self::Filter { policy, .. }
            | Self::Within { policy, .. }
            | Self::Word { policy, .. }
            | Self::Lacks { policy, .. } => policy,
        }
    }

    /// Metric and key, in words.
    pub fn place(&self) -> &str {
        match self {
            Self::Event { place, .. }
            | Self::Filter { place, .. }
            | Self::Within { place, .. }
            | Self::Word { place, .. }
            | Self::Lacks { place, .. } => place,
        }
    }
}

impl Warn {
    /// Reads `75%`, `66.6%` or `0.75`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (number, scale) = match text.strip_suffix('%') {
            Some(number) => (number.trim_end(), 10_000),
            None => (text, 1_000_000),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 9 {
            return None;
        }
        let part = |s: &str| if s.is_empty() { Some(0) } else { s.parse::<u64>().ok() };
        let tenth = 10_u64.pow(u32::try_from(fraction.len()).ok()?);
        let millionths = part(whole)?.checked_mul(scale)?.checked_add(part(fraction)? * scale / tenth)?;
        (1..=1_000_000).contains(&millionths).then(|| u32::try_from(millionths).ok().map(Self)).flatten()
    }

    pub(super) const fn millionths(self) -> u32 {
        self.0
    }

    pub(super) const fn of_millionths(part: u32) -> Self {
        Self(part)
    }

    /// Whether `elapsed` seconds have reached this part of `target` seconds.
    pub fn reached(self, elapsed: i64, target: i64) -> bool {
        i128::from(elapsed) * 1_000_000 >= i128::from(target) * i128::from(self.0)
    }
}

/// All policies of a configuration in the order in which they are tried, and what is wrong with them.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    /// By `order`, then id.
    pub all: Vec<Arc<Policy>>,
    /// Everything that keeps a policy, a metric or a target from working.
    pub errors: Vec<PolicyError>,
}

impl Policies {
    /// Compiles what a configuration says. A policy whose `when` cannot be read is left out, as is a metric with
    /// an error: each is in `errors`.
    pub fn compile(config: &Config) -> Self {
        let mut specs: Vec<(&String, &PolicySpec)> = config.policies.iter().collect();
        specs.sort_by_key(|(id, spec)| (spec.order, (*id).clone()));
        let mut found = Self::default();
        for (id, spec) in specs {
            let mut reader = Reader { policy: id, errors: &mut found.errors };
            if let Some(policy) = reader.policy(spec) {
                found.all.push(Arc::new(policy));
            }
        }
        found
    }

    /// The first policy that a ticket matches.
    pub fn matching(&self, scope: &Scope) -> Option<&Arc<Policy>> {
        self.all.iter().find(|policy| policy.when.as_ref().is_none_or(|when| when.matches(scope)))
    }

    /// The policy of this id.
    pub fn get(&self, id: &str) -> Option<&Arc<Policy>> {
        self.all.iter().find(|p| p.id == id)
    }
}

struct Reader<'a> {
    policy: &'a str,
    errors: &'a mut Vec<PolicyError>,
}

impl Reader<'_> {
    fn policy(&mut self, spec: &PolicySpec) -> Option<Policy> {
        let when = self.filter("when", &spec.when);
        let current = self.word("version", spec.version.as_ref(), ["at_open", "current"]);
        let calendar_at_open =
            self.word("calendar_version", spec.calendar_version.as_ref(), ["current", "at_open"]);
        let pause = self.filter("pause", &spec.pause).map(|pause| pause.map(Arc::new));
        let warn = self.warn("warn", spec.warn.as_ref());
        if spec.metrics.is_empty() {
            self.lacks("metrics", "it has no clocks: write `metrics:` with at least one");
        }
        let metrics = spec
            .metrics
            .iter()
            .filter_map(|(name, metric)| self.metric(name, metric, spec, &pause, warn))
            .map(Arc::new)
            .collect();
        Some(Policy { id: self.policy.to_owned(), when: when.ok()?, current, calendar_at_open, metrics })
    }

    fn metric(
        &mut self,
        name: &str,
        spec: &MetricSpec,
        policy: &PolicySpec,
        pause: &Result<Option<Arc<Query>>, ()>,
        warn: Option<Warn>,
    ) -> Option<Metric> {
        let place = |key: &str| format!("metric {name:?}, {key}");
        let before = self.errors.len();
        let start = self.events(&place("start"), &spec.start);
        let stops = self.events(&place("stop"), &spec.stop);
        let after = self.events(&place("after"), &spec.after);
        if spec.start.is_empty() {
            self.lacks(&place("start"), "nothing starts it: write an event such as `start: opened`");
        }
        let while_ = self.filter(&place("while"), &spec.while_);
        let own_pause = match &spec.pause {
            Some(own) => self.filter(&place("pause"), own).map(|own| own.map(Arc::new)),
            None => pause.clone(),
        };
        let new_cycle = self.word(&place("reopen"), spec.reopen.as_ref(), ["resume", "new_cycle"]);
        let target_at_open = self.word(&place("target"), spec.target.as_ref(), ["current", "at_open"]);
        let warn = if spec.warn.is_some() { self.warn(&place("warn"), spec.warn.as_ref()) } else { warn };
        if spec.targets.is_empty() {
            self.lacks(&place("targets"), "it has no target: write `targets: [{within: 8h}]`");
        }
        let calendar = spec.calendar.clone().or_else(|| policy.calendar.clone());
        let mut targets = Vec::new();
        for (index, target) in spec.targets.iter().enumerate() {
            let place = place(&format!("target {}", index + 1));
            let when = self.filter(&place, &target.when);
            let within = target.within.parse::<Within>();
            if let (Ok(Within::Shifts(_)), Some("always")) = (&within, calendar.as_deref()) {
                self.lacks(
                    &place,
                    "the calendar `always` has no shifts: write hours, or name another calendar",
                );
            }
            match (when, within) {
                (Ok(when), Ok(within)) => targets.push(Target { when, within }),
                (_, Err(source)) => {
                    self.errors.push(PolicyError::Within { policy: self.policy.to_owned(), place, source });
                }
                (Err(()), Ok(_)) => {}
            }
        }
        if self.errors.len() > before {
            return None;
        }
        let (categories, stop): (Vec<Event>, Vec<Event>) =
            stops.into_iter().partition(|e| matches!(e, Event::EnterCategory(_)));
        let stop_categories = categories
            .into_iter()
            .filter_map(|e| if let Event::EnterCategory(category) = e { Some(category) } else { None })
            .collect();
        let (while_, pause) = (while_.ok()?, own_pause.ok()?);
        let filters = targets.iter().filter_map(|t| t.when.as_ref()).chain(&while_).chain(pause.as_deref());
        let searches = filters.flat_map(Query::terms).any(|term| !matches!(term.body, TermBody::Key(..)));
        Some(Metric {
            name: name.to_owned(),
            start,
            stop,
            stop_categories,
            after,
            repeat: spec.repeat,
            while_,
            pause,
            new_cycle,
            target_at_open,
            calendar,
            warn,
            targets,
            searches,
        })
    }

    fn events(&mut self, place: &str, texts: &OneOrMany) -> Vec<Event> {
        Event::parse_all(texts).unwrap_or_else(|source| {
            self.errors.push(PolicyError::Event {
                policy: self.policy.to_owned(),
                place: place.to_owned(),
                source,
            });
            Vec::new()
        })
    }

    /// `Ok(None)` where nothing was written.
    fn filter(&mut self, place: &str, texts: &OneOrMany) -> Result<Option<Query>, ()> {
        if texts.is_empty() {
            return Ok(None);
        }
        Query::compile(texts).map(Some).map_err(|source| {
            self.errors.push(PolicyError::Filter {
                policy: self.policy.to_owned(),
                place: place.to_owned(),
                source,
            });
        })
    }

    /// Whether the second of two words was written; the first is the default.
    fn word(&mut self, place: &str, value: Option<&String>, words: [&'static str; 2]) -> bool {
        match value.map(String::as_str) {
            None => false,
            Some(value) if value == words[0] => false,
            Some(value) if value == words[1] => true,
            Some(value) => {
                let expected = match words {
                    ["resume", _] => "`resume` or `new_cycle`",
                    _ => "`at_open` or `current`",
                };
                self.errors.push(PolicyError::Word {
                    policy: self.policy.to_owned(),
                    place: place.to_owned(),
                    value: value.to_owned(),
                    expected,
                });
                false
            }
        }
    }

    fn warn(&mut self, place: &str, value: Option<&String>) -> Option<Warn> {
        let value = value?;
        let warn = Warn::parse(value);
        if warn.is_none() {
            self.errors.push(PolicyError::Word {
                policy: self.policy.to_owned(),
                place: place.to_owned(),
                value: value.clone(),
                expected: "a part of the target such as `75%`",
            });
        }
        warn
    }

    fn lacks(&mut self, place: &str, what: &str) {
        self.errors.push(PolicyError::Lacks {
            policy: self.policy.to_owned(),
            place: place.to_owned(),
            what: what.to_owned(),
        });
    }
}
