//! Filters of the configuration, asked about a ticket. A filter that cannot be read is loud: it refuses.

use super::{Violation, World};
use crate::model::config::OneOrMany;
use crate::model::{Change, Snapshot};
use crate::query::{FilterError, Key, Place, Query, Scope};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

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
    let query = compile(when)?;
    if let Some(error) = query.fault(world.config, Place::Rule) {
        return Err(unreadable(when, &error));
    }
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
    compile(when).is_ok_and(|query| query.references().contains(&Key::Changed))
}

fn compile(when: &OneOrMany) -> Result<Rc<Query>, Violation> {
    // A desk has few filters, and judges every change of every ticket by all of them.
    thread_local! {
        static COMPILED: RefCell<HashMap<Vec<String>, Rc<Query>>> = RefCell::default();
    }
    if let Some(known) = COMPILED.with_borrow(|compiled| compiled.get(&when.0).cloned()) {
        return Ok(known);
    }
    let query = Rc::new(Query::compile(when).map_err(|error| unreadable(when, &error))?);
    COMPILED.with_borrow_mut(|compiled| compiled.insert(when.0.clone(), Rc::clone(&query)));
    Ok(query)
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
