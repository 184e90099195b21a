//! The judgement of a change, however it was made: by `plan`, or by hand and `git commit` (3.3, 7).

use super::approvals::{self, Case};
use super::fields::{self, Stage};
use super::flow::{self, Step};
use super::rules::{self, Act};
use super::{Violation, World, authority, files, open, values};
use crate::model::config::{FieldSpec, TypeTemplate};
use crate::model::{Change, Severity, Snapshot, Tramite, Verdict, change};
use std::cell::OnceCell;

/// Everything that speaks against going from one state to another, with all severities. Nothing that only an
/// intent knows is asked for: a hand edit with the same content is judged the same.
pub fn judge(
    world: &World<'_>,
    before: Option<&Snapshot>,
    after: &Snapshot,
    history: &[Tramite],
) -> Vec<Violation> {
    let case = Case { before, after, history };
    let changes = change::diff(before, Some(after));
    if changes.is_empty() {
        return Vec::new();
    }
    if let Err(refused) = authority::may_write(world) {
        return vec![refused];
    }
    let mut found = identity(before, after, &changes);
    let Some(template) = world.config.types.get(&after.ticket.type_id) else {
        found.push(authority::unknown_type(world.config, &after.ticket.type_id));
        return found;
    };
    found.extend(authority::customer(world, template, case, &changes));
    let of = |key: &str| before.is_none() || touches(&changes, key);
    found.extend(values::problems(world.config, template, after, world.now, &of, true));
    found.extend(comments(world, template, case, &changes));
    found.extend(files::judge(world, case, &changes));
    let way = Way::new();
    let parts = [
        opening(world, template, case),
        moving(world, template, case, &changes, &way),
        required(world, template, case, &changes, &way),
        ruled(world, template, case, &changes),
    ];
    for part in parts {
        match part {
            Ok(violations) => found.extend(violations),
            Err(violation) => found.push(violation),
        }
    }
    let mut unique: Vec<Violation> = Vec::new();
    for violation in found {
        if !unique.contains(&violation) {
            unique.push(violation);
        }
    }
    unique
}

/// The way of a commit's moves, looked for once.
type Way<'a> = OnceCell<Result<Option<Vec<Step<'a>>>, Violation>>;

fn steps<'a, 'w: 'a, 'c>(
    world: &World<'w>,
    template: &'a TypeTemplate,
    case: Case<'a>,
    way: &'c Way<'a>,
) -> Result<Option<&'c [Step<'a>]>, Violation> {
    match way.get_or_init(|| flow::way(world, template, start(template, case), case)) {
        Ok(steps) => Ok(steps.as_deref()),
        Err(violation) => Err(violation.clone()),
    }
}

fn touches(changes: &[Change], key: &str) -> bool {
    let is =
        |known: &String| known.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
    changes.iter().any(|c| match c {
        Change::Links(_) => key == "links",
        other => other.keys().iter().any(is),
    })
}

/// What never changes: a ticket's uid and path, a comment once it is written.
fn identity(before: Option<&Snapshot>, after: &Snapshot, changes: &[Change]) -> Vec<Violation> {
    let mut found = Vec::new();
    if before.is_some_and(|b| b.ticket.uid != after.ticket.uid) {
        found.push(Violation::error("uid", "a ticket's uid never changes; restore it").about("uid"));
        return found;
    }
    for change in changes {
        match change {
            Change::Removed { comment: Some(id) } => found.push(Violation::error(
                "comment_removed",
                format!("comment {id} is gone; comments are kept: restore the file, or use `tramite purge` for its files"),
            ).about(&format!("comment:{id}"))),
            Change::Other { key, .. } if key.starts_with("comment:") => found.push(Violation::error(
                "comment_immutable",
                format!("{} was rewritten; comments never change: restore it and add another", key.replace(':', " ")),
            ).about(key)),
            Change::Other { key, .. } if key == "path" => {
                found.push(Violation::error("path", "a ticket's folder never moves; restore it, and give another number with `number:`"));
            }
            _ => {}
        }
    }
    found
}

/// New comments: what they name, and the approvals they give.
fn comments(
    world: &World<'_>,
    template: &TypeTemplate,
    case: Case<'_>,
    changes: &[Change],
) -> Vec<Violation> {
    let mut found = Vec::new();
    for change in changes {
        let Change::Comment { comment, .. } = change else { continue };
        found.extend(values::of_comment(world.config, template, case.after, comment));
        let Some(note) = &comment.approval else { continue };
        let Some(spec) = template.approvals.get(&note.what) else {
            let known: Vec<&str> = template.approvals.keys().map(String::as_str).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            let message = format!("type {} has no approval {:?}; it has {known}", template.id, note.what);
            found.push(Violation::error("approval", message));
            continue;
        };
        let label = spec.label.as_deref().unwrap_or(&note.what);
        if let Some(before) = case.before.filter(|b| is_final(template, &b.ticket.status)) {
            let message = format!(
                "the ticket is {}, which is final, so that {label} is decided; what goes on is a follow-up: `tramite follow-up`",
                before.ticket.status
            );
            found.push(Violation::error("approval", message));
            continue;
        }
        let text = !comment.body.trim().is_empty() || comment.body_file.is_some();
        match note.verdict {
            Verdict::Refused | Verdict::Restricted if !text => {
                let how =
                    if note.verdict == Verdict::Refused { "refused" } else { "approved with a reservation" };
                found.push(Violation::error(
                    "approval",
                    format!("{label} is {how} with a text that says why: -m TEXT"),
                ));
            }
            Verdict::Tacit if world.actor.works_here() => continue,
            _ => {}
        }
        if let Err(why) = approvals::may(world.config, spec, comment, world.actor, case) {
            let hint = if spec.by.iter().any(|b| b == "customer" || b.starts_with("contact:"))
                && world.actor.works_here()
                && comment.for_contact.is_none()
            {
                "; record what a contact said with --for CONTACT"
            } else {
                ""
            };
            let message = format!("{} may not decide on {label}: {why}{hint}", world.actor.email);
            found.push(Violation::error("approval", message));
        }
    }
    found
}

fn is_final(template: &TypeTemplate, status: &str) -> bool {
    template.flow.statuses.get(status).is_some_and(|s| s.category.is_final())
}

fn opening(world: &World<'_>, template: &TypeTemplate, case: Case<'_>) -> Result<Vec<Violation>, Violation> {
    if case.before.is_some() { Ok(Vec::new()) } else { open::forbidden(world, template, case.after) }
}

/// Where a commit's moves begin: the status before; at an opening, or where the new type lacks that status,
/// the initial one.
fn start<'a>(template: &'a TypeTemplate, case: Case<'a>) -> &'a str {
    let initial = template.flow.initial.as_str();
    match case.before {
        None => initial,
        Some(before) => {
            let status = before.ticket.status.as_str();
            let changed = before.ticket.type_id != template.id;
            if changed && !template.flow.statuses.contains_key(status) { initial } else { status }
        }
    }
}

/// Whether there was a move, counted from where the type lets it begin.
fn moving<'a, 'w: 'a>(
    world: &World<'w>,
    template: &'a TypeTemplate,
    case: Case<'a>,
    changes: &[Change],
    way: &Way<'a>,
) -> Result<Vec<Violation>, Violation> {
    let to = case.after.ticket.status.as_str();
    if !template.flow.statuses.contains_key(to) {
        let error = super::resolve::status(template, to);
        let message = error.err().map_or_else(
            || format!("status {to:?} is not how the file keeps it; write the id"),
            |e| format!("{e} (type {})", template.id),
        );
        let new = case.before.is_none() || touches(changes, "status") || touches(changes, "type");
        return Ok(if new {
            vec![Violation::error("transition", message).about("status")]
        } else {
            Vec::new()
        });
    }
    let from = start(template, case);
    // A status that the type no longer has can only be left, for any that it has.
    let lost = !template.flow.statuses.contains_key(from) && world.actor.works_here();
    if from == to || lost || undoes(case, changes) || ends_merged(template, case, changes) {
        return Ok(Vec::new());
    }
    let Some(steps) = steps(world, template, case, way)? else {
        return Ok(vec![flow::no_way(world, template, from, to, case)]);
    };
    let mut found = Vec::new();
    for step in steps {
        if let &Step::Moved(from, transition) = step {
            let lacks = flow::lacks(world, template, transition, from, case)?;
            found.extend(lacks.into_iter().map(|lack| {
                let message = format!("{from} → {} takes {}", transition.to, lack.words);
                let violation = Violation::error(lack.rule, message);
                lack.key.iter().fold(violation, |v, key| v.about(key))
            }));
        }
    }
    Ok(found)
}

/// Whether the commit merges the ticket into another and ends it (S13): a merge may always do that.
fn ends_merged(template: &TypeTemplate, case: Case<'_>, changes: &[Change]) -> bool {
    is_final(template, &case.after.ticket.status)
        && changes.iter().any(|c| matches!(c, Change::Merged(pair) if pair.to.is_some()))
}

/// Whether going from one state to another takes back the move that a dismissed message had caused (S21).
pub(super) fn takes_back(before: Option<&Snapshot>, after: &Snapshot, history: &[Tramite]) -> bool {
    before.is_some_and(|b| b.ticket.status != after.ticket.status)
        && undoes(Case { before, after, history }, &change::diff(before, Some(after)))
}

/// The status that a customer's message moved the ticket from in its own commit, where the ticket has not been moved since.
pub fn moved_by(message: &str, history: &[Tramite]) -> Option<String> {
    let is = |c: &Change| matches!(c, Change::Comment { id, .. } if id.as_str() == message);
    let moves = |t: &Tramite| {
        t.changes.iter().find_map(|c| match c {
            Change::Status(pair) if pair.from != pair.to => Some(pair.from.clone()),
            _ => None,
        })
    };
    let place = history.iter().position(|t| t.changes.iter().any(is))?;
    if history[place + 1..].iter().any(|t| moves(t).is_some()) {
        return None;
    }
    moves(&history[place]).flatten()
}

/// Whether the move takes back the one that a dismissed message had caused (S21).
fn undoes(case: Case<'_>, changes: &[Change]) -> bool {
    changes.iter().any(|c| match c {
        Change::Dismissed { comment } => {
            moved_by(comment, case.history).as_deref() == Some(case.after.ticket.status.as_str())
        }
        _ => false,
    })
}

/// Fields that must be there: all that is lacking at once. What was lacking before is only shown.
fn required<'a, 'w: 'a>(
    world: &World<'w>,
    template: &'a TypeTemplate,
    case: Case<'a>,
    changes: &[Change],
    way: &Way<'a>,
) -> Result<Vec<Violation>, Violation> {
    let other_type = case.before.is_some_and(|b| b.ticket.type_id != template.id);
    let missing = if case.before.is_none() || other_type {
        fields::missing_at_open(world, template, case.after)?
    } else {
        let mut stages = vec![Stage::Always];
        // Moves of events too ask for what their statuses ask for; those of transitions are named with them.
        if touches(changes, "status")
            && !undoes(case, changes)
            && !transition_names_them(world, template, case, way)?
        {
            stages.extend(case.before.map(|b| Stage::Leave(b.ticket.status.clone())));
            stages.push(Stage::Enter(case.after.ticket.status.clone()));
        }
        let mut missing = fields::missing(world, template, case.after, &stages)?;
        // What an opening asks for is not taken away later.
        let had = |spec: &&FieldSpec| case.before.is_some_and(|b| fields::value_of(b, &spec.id).is_some());
        for spec in fields::missing(world, template, case.after, &[Stage::Open])?.into_iter().filter(had) {
            if !missing.iter().any(|known| known.id == spec.id) {
                missing.push(spec);
            }
        }
        missing
    };
    let mut found = Vec::new();
    let entry = fields::Entry { config: world.config, snapshot: Some(case.after), now: world.now };
    for spec in missing {
        let label = spec.label.as_deref().unwrap_or(&spec.id);
        let help = spec.help.as_deref().map(|h| format!(" ({h})")).unwrap_or_default();
        let usage = match spec.id.as_str() {
            "requester" => "--for CONTACT".to_owned(),
            "description" => "-d TEXT".to_owned(),
            "origin" => "--origin CHANNEL".to_owned(),
            "priority" => {
                let ids: Vec<&str> = world.config.desk.priorities.iter().map(|p| p.id.as_str()).collect();
                format!("--priority {}", ids.join("|"))
            }
            "attachments" => "--attach FILE".to_owned(),
            _ => format!("-f {}", fields::usage(entry, spec)),
        };
        let violation =
            Violation::error("field_required", format!("{label} is required{help}: {usage}")).about(&spec.id);
        let always = fields::stages(spec).contains(&Stage::Always);
        let was_missing = always
            && !other_type
            && case.before.is_some_and(|b| {
                fields::missing(world, template, b, &[Stage::Always])
                    .is_ok_and(|m| m.iter().any(|s| s.id == spec.id))
            });
        found.push(if was_missing { violation.with_severity(Severity::Warning) } else { violation });
    }
    Ok(found)
}

/// Whether the way ends with a transition, whose own judgement names the fields of its statuses.
fn transition_names_them<'a, 'w: 'a>(
    world: &World<'w>,
    template: &'a TypeTemplate,
    case: Case<'a>,
    way: &Way<'a>,
) -> Result<bool, Violation> {
    let steps = steps(world, template, case, way)?;
    // Without a way the refusal of the move is all that there is to say.
    Ok(steps.is_none_or(|steps| matches!(steps, [Step::Moved(..)])))
}

fn ruled(
    world: &World<'_>,
    template: &TypeTemplate,
    case: Case<'_>,
    changes: &[Change],
) -> Result<Vec<Violation>, Violation> {
    rules::judge(world, template, &Act { case, changes })
}
