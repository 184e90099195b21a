//! The moves from here, and what each still lacks, in words that somebody on their first day understands.

use super::approvals::Case;
use super::{Move, World, flow};
use crate::model::{Snapshot, Tramite};

/// Every legal move of the ticket, in the flow's order, each status once. Moves that are for other tickets are
/// left out; those that only others may make are named with `may: false`.
pub fn moves(world: &World<'_>, now: &Snapshot, history: &[Tramite]) -> Vec<Move> {
    let Some(template) = world.config.types.get(&now.ticket.type_id) else { return Vec::new() };
    let from = now.ticket.status.as_str();
    let case = Case { before: Some(now), after: now, history };
    let mut all: Vec<Move> = Vec::new();
    for transition in flow::leaving(template, from) {
        if !flow::applies(world, transition, from, case).unwrap_or(false) {
            continue;
        }
        let status = template.flow.statuses.get(&transition.to);
        let label = transition.label.as_deref().or(status.and_then(|s| s.label.as_deref()));
        let missing = match flow::lacks(world, template, transition, from, case) {
            Ok(lacks) => lacks.into_iter().map(|lack| lack.words).collect(),
            Err(problem) => vec![problem.message],
        };
        let found = Move {
            to: transition.to.clone(),
            label: label.unwrap_or(&transition.to).to_owned(),
            missing,
            may: flow::may(world, transition),
        };
        let better = |a: &Move, b: &Move| (!a.may, a.missing.len()) < (!b.may, b.missing.len());
        match all.iter_mut().find(|m| m.to == found.to) {
            Some(known) if better(&found, known) => *known = found,
            Some(_) => {}
            None => all.push(found),
        }
    }
    all
}
