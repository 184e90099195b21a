//! An SLA policy as written (6).

use super::OneOrMany;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// `sla/*.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicySpec {
    /// Id.
    pub policy: String,
    /// Tickets that it is for.
    pub when: OneOrMany,
    /// The first that matches by `order`, then id, applies.
    pub order: i64,
    /// Calendar of its metrics; the desk's where absent.
    pub calendar: Option<String>,
    /// `at_open` (default) or `current`.
    pub version: Option<String>,
    /// `current` (default) or `at_open`.
    pub calendar_version: Option<String>,
    /// Filter: clocks stand while it holds.
    pub pause: OneOrMany,
    /// Part of the target after which a clock is at risk: `75%`.
    pub warn: Option<String>,
    /// Its clocks by name, in the file's order.
    pub metrics: IndexMap<String, MetricSpec>,
}

/// One clock.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MetricSpec {
    /// Events that start it.
    pub start: OneOrMany,
    /// Events that stop it.
    pub stop: OneOrMany,
    /// No start before the first of these.
    pub after: OneOrMany,
    /// Whether it starts again after a stop.
    pub repeat: bool,
    /// Filter: it counts only while it holds.
    #[serde(rename = "while")]
    pub while_: OneOrMany,
    /// Filter: it stands while it holds; the policy's where absent.
    pub pause: Option<OneOrMany>,
    /// `resume` (default) or `new_cycle`.
    pub reopen: Option<String>,
    /// `at_open` keeps the target of its start.
    pub target: Option<String>,
    /// Calendar; the policy's where absent.
    pub calendar: Option<String>,
    /// Part of the target after which it is at risk; the policy's where absent.
    pub warn: Option<String>,
    /// The first that matches.
    pub targets: Vec<TargetSpec>,
}

/// One target of a metric.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TargetSpec {
    /// Tickets that it is for.
    pub when: OneOrMany,
    /// `90s 30m 4h 1h30m 2bd 3p`.
    pub within: String,
}
