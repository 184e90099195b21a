//! Filters of the configuration, asked about a ticket. A filter that cannot be read is loud: it refuses.

use super::{Violation, World};
use crate::model::config::OneOrMany;
use crate::model::{Change, Snapshot};
use crate::query::{FilterError, Key, Place, Query, Scope};

/// Whether a filter holds for a ticket. Nothing written holds for every ticket.
pub fn holds(
    world: &World<'_>,
    when: &OneOrMany,
    snapshot: &Snapshot,
    changed: &[Change],
) -> Result<bool, Violation> {
    if when.is_empty() {
        return Ok(true);
    }
    let query =
        compile(when)?.checked(world.config, Place::Rule).map_err(|error| unreadable(when, &error))?;
    Ok(matches(world, &query, snapshot, changed))
}

/// Whether a filter on requesters (`trained:true`) holds for the ticket's requester (C4).
pub fn holds_for_requester(
    world: &World<'_>,
    when: &OneOrMany,
    snapshot: &Snapshot,
) -> Result<bool, Violation> {
    if when.is_empty() {
        return Ok(true);
    }
    Ok(matches(world, &compile(when)?.of_requester(), snapshot, &[]))
}

/// Whether the filter looks at what a change changes.
pub fn asks_for_changes(when: &OneOrMany) -> bool {
    Query::compile(when).is_ok_and(|query| query.references().contains(&Key::Changed))
}

fn compile(when: &OneOrMany) -> Result<Query, Violation> {
    Query::compile(when).map_err(|error| unreadable(when, &error))
}

fn unreadable(when: &OneOrMany, error: &FilterError) -> Violation {
    let text = when.0.join("\" or \"");
    Violation::error("config", format!("the desk's filter \"{text}\" cannot be read: {error}"))
}

fn matches(world: &World<'_>, query: &Query, snapshot: &Snapshot, changed: &[Change]) -> bool {
    query.matches(&Scope {
        config: world.config,
        snapshot,
        me: world.actor.id(),
        now: world.now,
        facts: world.facts,
        changed,
    })
}
