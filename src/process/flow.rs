//! Moves of a flow: which a transition or an event makes legal.

use super::approvals::Case;
use super::fields::{self, Stage};
use super::require::{Reach, lacking};
use super::{Violation, World, edit, effects, filter, happened};
use crate::model::config::{Config, EventSpec, Transition, TypeTemplate};
use crate::model::{Change, Snapshot};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The transitions that leave a status; `*` leaves every status that is not final.
pub fn leaving<'a>(template: &'a TypeTemplate, status: &str) -> Vec<&'a Transition> {
    let is_final = template.flow.statuses.get(status).is_some_and(|s| s.category.is_final());
    template
        .flow
        .transitions
        .iter()
        .filter(|t| t.to != status)
        .filter(|t| t.from.0.iter().any(|from| from == status || (from == "*" && !is_final)))
        .collect()
}

/// Whether the world's actor may make this transition. A customer only where it names their role.
pub fn may(world: &World<'_>, transition: &Transition) -> bool {
    let actor = world.actor;
    let customer = actor.is_customer_only() && transition.roles.is_empty();
    !customer
        && actor.in_roles(&transition.roles)
        && actor.in_teams(&transition.teams)
        && (actor.works_here() || actor.is_customer_only())
}

/// Whether the transition is for this ticket, with what else the commit changes. What the move and events set by
/// themselves may be as it was: a move is not judged by its own effects, but a field that makes it another case
/// is not set in passing (C21).
pub fn applies(
    world: &World<'_>,
    transition: &Transition,
    from: &str,
    case: Case<'_>,
) -> Result<bool, Violation> {
    if transition.when.is_empty() {
        return Ok(true);
    }
    let mut now = case.after.clone();
    from.clone_into(&mut now.ticket.status);
    if filter::holds(world, &transition.when, &now, &[])? {
        return Ok(true);
    }
    let Some(before) = case.before else { return Ok(false) };
    let template = world.config.types.get(&case.after.ticket.type_id);
    let events = template.into_iter().flat_map(|t| &t.flow.events).map(|spec| spec.effects.clone());
    let mut restored = false;
    for effects in std::iter::once(transition.effects()).chain(events) {
        for key in effects::keys(world.config, &effects) {
            restored |= edit::restore(&mut now, before, &key);
        }
    }
    if !restored {
        return Ok(false);
    }
    filter::holds(world, &transition.when, &now, &[])
}

/// One thing that a transition lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// `requirement` or `field_required`.
    pub rule: &'static str,
    /// The field.
    pub key: Option<String>,
    /// What it is and how to give it.
    pub words: String,
}

/// Everything that a transition lacks, in words: its requirements, and the fields that its two statuses ask for.
pub fn lacks(
    world: &World<'_>,
    template: &TypeTemplate,
    transition: &Transition,
    from: &str,
    case: Case<'_>,
) -> Result<Vec<Lack>, Violation> {
    let mut all = Vec::new();
    for requirement in &transition.requires {
        if let Some(words) = lacking(world, template, requirement, case, Reach::Status)? {
            let key = match requirement.what.as_str() {
                "field" => requirement.argument.clone(),
                "due" | "promised" => Some(requirement.what.clone()),
                _ => None,
            };
            all.push(Lack { rule: "requirement", key, words });
        }
    }
    let stages = [Stage::Leave(from.to_owned()), Stage::Enter(transition.to.clone())];
    let entry = fields::Entry { config: world.config, snapshot: Some(case.after), now: world.now };
    for spec in fields::missing(world, template, case.after, &stages)? {
        if !all.iter().any(|lack| lack.key.as_deref() == Some(spec.id.as_str())) {
            let words =
                format!("{}: -f {}", spec.label.as_deref().unwrap_or(&spec.id), fields::usage(entry, spec));
            all.push(Lack { rule: "field_required", key: Some(spec.id.clone()), words });
        }
    }
    Ok(all)
}

/// Whether any moves and events of the flow, whoever may make them and whatever they take, lead from one status to another.
pub fn leads(config: &Config, template: &TypeTemplate, from: &str, to: &str) -> bool {
    reaches(template, from, to, &|event, _| effects::target(config, &event.effects))
}

/// The same for one ticket, in which events move only from where they are for: from its status before to that after.
pub fn could_lead(world: &World<'_>, before: &Snapshot, after: &Snapshot) -> bool {
    let Some(template) = world.config.types.get(&after.ticket.type_id) else { return true };
    let case = Case { before: Some(before), after, history: &[] };
    reaches(template, &before.ticket.status, &after.ticket.status, &|event, status| {
        let applies = event_applies(world, &event.when, status, case).unwrap_or(true);
        effects::target(world.config, &event.effects).filter(|_| applies)
    })
}

/// Whether transitions lead from one status to another, with the events that move from a status where `target` says so.
fn reaches<'t>(
    template: &'t TypeTemplate,
    from: &str,
    to: &str,
    target: &dyn Fn(&'t EventSpec, &str) -> Option<&'t str>,
) -> bool {
    let mut reached = BTreeSet::from([from.to_owned()]);
    let mut queue = vec![from.to_owned()];
    while let Some(status) = queue.pop() {
        let moves = leaving(template, &status).into_iter().map(|transition| transition.to.as_str());
        let events = template.flow.events.iter().filter_map(|event| target(event, &status));
        for next in moves.chain(events) {
            if reached.insert(next.to_owned()) {
                queue.push(next.to_owned());
            }
        }
    }
    reached.contains(to)
}

/// One step of the way from a status to another within one commit.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// Somebody moved it.
    Moved(&'a str, &'a Transition),
    /// An event moved it.
    Happened,
}

/// The ways by which one commit can lead from a status to another: any number of events, and at most one
/// transition that is for this ticket and this actor. The shortest with the fewest things lacking comes first.
pub fn way<'a, 'w: 'a>(
    world: &World<'w>,
    template: &'a TypeTemplate,
    start: &'a str,
    case: Case<'a>,
) -> Result<Option<Vec<Step<'a>>>, Violation> {
    let goal = case.after.ticket.status.as_str();
    let mut events = happened::events(world.config, Some(template), case.before, case.after);
    events.retain(|e| !happened::is_of_move(e));
    // First without what lacks something, so that the way which can be gone is preferred.
    for strict in [true, false] {
        if let Some(steps) = search(world, template, start, goal, &events, case, strict)? {
            return Ok(Some(steps));
        }
    }
    Ok(None)
}

/// A status, and whether the one transition that somebody can make was made.
type Place<'a> = (&'a str, bool);

fn search<'a, 'w: 'a>(
    world: &World<'w>,
    template: &'a TypeTemplate,
    start: &'a str,
    goal: &str,
    events: &[String],
    case: Case<'a>,
    strict: bool,
) -> Result<Option<Vec<Step<'a>>>, Violation> {
    let mut origin: BTreeMap<Place<'a>, Option<(Place<'a>, Step<'a>)>> =
        BTreeMap::from([((start, false), None)]);
    let mut queue = VecDeque::from([(start, false)]);
    while let Some(place) = queue.pop_front() {
        let (status, moved) = place;
        if status == goal {
            let mut steps = Vec::new();
            let mut at = place;
            while let Some(Some((from, step))) = origin.get(&at) {
                steps.push(*step);
                at = *from;
            }
            steps.reverse();
            return Ok(Some(steps));
        }
        let mut next: Vec<(Place<'a>, Step<'a>)> = Vec::new();
        for spec in &template.flow.events {
            let Some(to) = effects::target(world.config, &spec.effects) else { continue };
            if occurs(template, &spec.event, events, start, status)
                && event_applies(world, &spec.when, status, case)?
            {
                next.push(((to, moved), Step::Happened));
            }
        }
        if !moved {
            for transition in leaving(template, status) {
                let can = may(world, transition) && applies(world, transition, status, case)?;
                if can && (!strict || lacks(world, template, transition, status, case)?.is_empty()) {
                    next.push(((&transition.to, true), Step::Moved(status, transition)));
                }
            }
        }
        for (to, step) in next {
            if let std::collections::btree_map::Entry::Vacant(entry) = origin.entry(to) {
                entry.insert(Some((place, step)));
                queue.push_back(to);
            }
        }
    }
    Ok(None)
}

/// Whether an event of a flow can have happened with the ticket now in `status`: one that the content tells,
/// or one of the way itself, whose last step entered `status`.
fn occurs(template: &TypeTemplate, written: &str, events: &[String], start: &str, status: &str) -> bool {
    let told = events.iter().any(|e| happened::names(written, e));
    let category = template.flow.statuses.get(status).map(|s| s.category.as_str());
    let entered = happened::names(written, &format!("enter:{status}"))
        || category.is_some_and(|c| happened::names(written, &format!("enter_category:{c}")))
        || (status != start && happened::names(written, &format!("leave:{start}")));
    told || entered
}

/// Whether an event's `when` holds on the way: on the ticket as it was or as it is, in the status it had then.
fn event_applies(
    world: &World<'_>,
    when: &crate::model::config::OneOrMany,
    status: &str,
    case: Case<'_>,
) -> Result<bool, Violation> {
    for snapshot in [Some(case.after), case.before].into_iter().flatten() {
        for at in [Some(status), case.before.map(|b| b.ticket.status.as_str())].into_iter().flatten() {
            let mut snapshot = snapshot.clone();
            at.clone_into(&mut snapshot.ticket.status);
            let changed: Vec<Change> = crate::model::change::diff(case.before, Some(case.after));
            if filter::holds(world, when, &snapshot, &changed)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Why there is no way, with the moves that there are.
pub fn no_way(world: &World<'_>, template: &TypeTemplate, from: &str, to: &str, case: Case<'_>) -> Violation {
    let name = |id: &str| {
        let label = template.flow.statuses.get(id).and_then(|s| s.label.as_deref());
        label.filter(|l| *l != id).map_or_else(|| id.to_owned(), |l| format!("{id} ({l})"))
    };
    let direct: Vec<&Transition> = leaving(template, from).into_iter().filter(|t| t.to == to).collect();
    if let Some(transition) = direct.first() {
        let why = if may(world, transition) {
            let when = transition.when.0.join("\" or \"");
            format!("it is for tickets with \"{when}\" only")
        } else {
            let who: Vec<String> = [("role", &transition.roles), ("team", &transition.teams)]
                .iter()
                .filter(|(_, all)| !all.is_empty())
                .map(|(word, all)| format!("the {word} {}", all.join(" or ")))
                .collect();
            let who = if who.is_empty() { "a person of the desk".to_owned() } else { who.join(" and ") };
            format!("it takes {who}, which {} does not have", world.actor.email)
        };
        return Violation::error(
            "transition",
            format!("{} → {} is not for this case: {why}", name(from), name(to)),
        )
        .about("status");
    }
    let open: Vec<String> = leaving(template, from)
        .into_iter()
        .filter(|t| applies(world, t, from, case).unwrap_or(false))
        .map(|t| name(&t.to))
        .collect();
    let open = open.into_iter().fold(Vec::new(), |mut all: Vec<String>, n| {
        if !all.contains(&n) {
            all.push(n);
        }
        all
    });
    let is_final = template.flow.statuses.get(from).is_some_and(|s| s.category.is_final());
    let moves = match (open.is_empty(), is_final) {
        (false, _) => format!("from here it can go to {}", open.join(", ")),
        (true, true) => "it is final; open a follow-up: `tramite follow-up`".to_owned(),
        (true, false) => "there is no move from here".to_owned(),
    };
    Violation::error(
        "transition",
        format!("type {} has no move {} → {}: {moves}", template.id, name(from), name(to)),
    )
    .about("status")
}
