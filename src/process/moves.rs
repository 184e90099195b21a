//! The moves from here, and what each still lacks, in words that somebody on their first day understands.

use super::approvals::Case;
use super::rules::{self, Act};
use super::{Move, Violation, World, edit, flow};
use crate::model::config::{SetValue, Transition, TypeTemplate};
use crate::model::{Comment, CommentKind, Snapshot, Tramite, Uid, change};

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
        let missing = match lacking(world, template, transition, case) {
            Ok(words) => words,
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

/// What the move lacks once it has done what it does by itself, with what rules ask for besides.
fn lacking(
    world: &World<'_>,
    template: &TypeTemplate,
    transition: &Transition,
    case: Case<'_>,
) -> Result<Vec<String>, Violation> {
    let from = case.after.ticket.status.as_str();
    let mut after = case.after.clone();
    transition.to.clone_into(&mut after.ticket.status);
    for (key, value) in &transition.set {
        let text = match value {
            SetValue::Text(text) => text.clone(),
            SetValue::List(items) => items.join(" "),
            SetValue::Pick(_) => continue,
        };
        // What cannot be set is said when the move is made.
        let _ = edit::set(world, template, &mut after, case.history, key, &text);
    }
    if let Some(spec) = transition.macro_id.as_deref().and_then(|id| world.config.macros.get(id)) {
        let comment = Comment::new(spec.kind.unwrap_or(CommentKind::Public), &spec.text);
        after.comments.insert(Uid::from_parts(0, 0), comment);
    }
    let case = Case { after: &after, ..case };
    let mut words: Vec<String> =
        flow::lacks(world, template, transition, from, case)?.into_iter().map(|lack| lack.words).collect();
    let changes = change::diff(case.before, Some(&after));
    let broken = rules::judge(world, template, &Act { case, changes: &changes })?;
    words.extend(broken.into_iter().filter(Violation::refuses).map(|v| v.message));
    Ok(words)
}
