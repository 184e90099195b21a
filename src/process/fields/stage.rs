//! When a field must be there: at opening, always, on entering or on leaving a status (3.3).

use super::value_of;
use crate::model::Snapshot;
use crate::model::config::{FieldSpec, TypeTemplate};
use crate::process::filter::holds;
use crate::process::{Violation, World};

/// A point at which a field can be required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The opening.
    Open,
    /// Whenever the ticket is written.
    Always,
    /// Entering a status.
    Enter(String),
    /// Leaving a status.
    Leave(String),
}

impl Stage {
    /// Reads one word of `required`; `enter:` and `leave:` may name several statuses with commas.
    pub fn read(text: &str) -> Option<Vec<Self>> {
        let (word, statuses) = text.trim().split_once(':').unwrap_or((text.trim(), ""));
        let each = |make: fn(String) -> Self| {
            let all: Vec<Self> = statuses
                .split(',')
                .map(str::trim)
                .filter(|s| !s.is_empty())
                .map(|s| make(s.to_owned()))
                .collect();
            (!all.is_empty()).then_some(all)
        };
        match word {
            "open" if statuses.is_empty() => Some(vec![Self::Open]),
            "always" if statuses.is_empty() => Some(vec![Self::Always]),
            "enter" => each(Self::Enter),
            "leave" => each(Self::Leave),
            _ => None,
        }
    }
}

/// The stages at which a field is required. Words that cannot be read are for the linter to name.
pub fn stages(spec: &FieldSpec) -> Vec<Stage> {
    spec.required.0.iter().filter_map(|text| Stage::read(text)).flatten().collect()
}

/// The fields that are required at one of the stages, apply to this ticket, and have no value.
pub fn missing<'a>(
    world: &World<'_>,
    template: &'a TypeTemplate,
    snapshot: &Snapshot,
    at: &[Stage],
) -> Result<Vec<&'a FieldSpec>, Violation> {
    let mut missing = Vec::new();
    for spec in &template.fields {
        let due = stages(spec).iter().any(|stage| at.contains(stage));
        if due && value_of(snapshot, &spec.id).is_none() && holds(world, &spec.when, snapshot, &[])? {
            missing.push(spec);
        }
    }
    Ok(missing)
}

/// What a new ticket still lacks: everything required at opening, always, and on entering its first status.
pub fn missing_at_open<'a>(
    world: &World<'_>,
    template: &'a TypeTemplate,
    snapshot: &Snapshot,
) -> Result<Vec<&'a FieldSpec>, Violation> {
    let first = Stage::Enter(template.flow.initial.clone());
    missing(world, template, snapshot, &[Stage::Open, Stage::Always, first])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_read() {
        assert_eq!(Stage::read("open"), Some(vec![Stage::Open]));
        assert_eq!(
            Stage::read("enter:a,b"),
            Some(vec![Stage::Enter("a".to_owned()), Stage::Enter("b".to_owned())])
        );
        assert_eq!(Stage::read("leave: a"), Some(vec![Stage::Leave("a".to_owned())]));
        for bad in ["", "enter", "enter:", "opened", "open:x"] {
            assert_eq!(Stage::read(bad), None, "{bad}");
        }
    }
}
