//! From what a person wants to the ticket's next state: edits, the move, effects, what happens by itself,
//! and then the judgement by the same rules that judge a hand-made change.

use super::effects::{self, Draft, target};
use super::fields::KeyName;
use super::fields::key as key_name;
use super::{
    Edit, Intent, Planned, Violation, World, authority, edit, filter, flow, happened, judge, open, resolve,
    route,
};
use crate::model::config::{Config, Effects, StatusCategory, TypeTemplate};
use crate::model::{Comment, Severity, Snapshot, Tramite, change, normalize_text};
use indexmap::IndexSet;
use std::collections::{BTreeMap, VecDeque};

/// Effects of events in one commit, after which the process is taken to run in a circle.
const MAX_FIRED: usize = 64;

/// Plans one operation: nothing is written, and nothing is planned that the desk's rules refuse.
///
/// # Errors
/// Everything that speaks against it, at once.
pub fn plan(
    world: &mut World<'_>,
    before: Option<&Snapshot>,
    history: &[Tramite],
    intent: &Intent,
) -> Result<Planned, Vec<Violation>> {
    authority::may_write(world).map_err(|v| vec![v])?;
    let mut fired = Vec::new();
    let draft = drafted(world, before, history, intent, &mut fired)?;
    let found = judge(world, before, &draft.now, history);
    let (errors, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(Violation::refuses);
    if !errors.is_empty() {
        return Err(errors);
    }
    let warnings = rest.into_iter().filter(|v| v.severity == Severity::Warning).collect();
    Ok(Planned { before: before.cloned(), after: draft.now, warnings, fired })
}

fn drafted<'a>(
    world: &mut World<'_>,
    before: Option<&Snapshot>,
    history: &'a [Tramite],
    intent: &Intent,
    fired: &mut Vec<String>,
) -> Result<Draft<'a>, Vec<Violation>> {
    let one = |v: Violation| vec![v];
    let start = match (&intent.open, before) {
        (Some(opening), None) => {
            let id = resolve::ticket_type(world.config, &opening.type_id);
            let id = id.map_err(|e| one(Violation::unknown("type", &e).about("type")))?.to_owned();
            let template = world.config.types[&id].clone();
            open::begin(world, &template, opening).map_err(one)?
        }
        (None, Some(before)) => before.clone(),
        _ => return Err(one(Violation::error("opening", "a ticket is opened once"))),
    };
    let mut draft = Draft { now: start, history, missing: Vec::new(), carried: None };
    let template = edits(world, &mut draft, intent)?;
    let template = &template;
    let no_answers = BTreeMap::new();
    if intent.open.is_some() {
        open::defaults(world, template, &mut draft.now).map_err(one)?;
        open::entitle(world, template, &mut draft.now).map_err(one)?;
        route::route(world, template, &mut draft.now, history, true).map_err(one)?;
    } else if before.is_some_and(|b| b.ticket.type_id != template.id) {
        if !template.flow.statuses.contains_key(&draft.now.ticket.status) {
            draft.now.ticket.status.clone_from(&template.flow.initial);
        }
        open::defaults(world, template, &mut draft.now).map_err(one)?;
    }
    let opened = intent.open.is_some().then(|| draft.now.clone());
    let mut moves: Vec<(Effects, &BTreeMap<String, String>)> = Vec::new();
    let mut carried = None;
    if let Some(comment) = &intent.comment {
        let comment = comment_of(world, template, comment).map_err(one)?;
        draft.missing.clone_from(&comment.missing);
        if intent.macro_id.is_some() && comment.body.is_empty() {
            // The macro says the text.
            carried = Some(comment);
        } else {
            draft.add_comment(world, comment);
        }
    }
    if intent.open.is_some() && template.open.macro_id.is_some() {
        let effects = Effects { macro_id: template.open.macro_id.clone(), ..Effects::default() };
        moves.push((effects, &no_answers));
    }
    moves.extend(intent.effects.iter().map(|effects| (effects.clone(), &no_answers)));
    if let Some((name, answers)) = &intent.macro_id {
        let id = resolve::macro_id(world.config, name).map_err(|e| one(Violation::unknown("macro", &e)))?;
        let when = &world.config.macros[id].when;
        if !filter::holds(world, when, &draft.now, &[]).map_err(one)? {
            let message = format!("macro {id} is for tickets with \"{}\" only", when.0.join("\" or \""));
            return Err(one(Violation::error("macro", message)));
        }
        moves.push((Effects { macro_id: Some(id.to_owned()), ..Effects::default() }, answers));
    }
    let asked = wanted(world, template, before, intent, &draft).map_err(one)?;
    // A macro is for the ticket as it is when it is chosen, also where it moves it.
    let mut held = Vec::new();
    for (effects, _) in &moves {
        let spec = effects.macro_id.as_deref().and_then(|id| world.config.macros.get(id));
        held.push(match spec {
            Some(spec) => filter::holds(world, &spec.when, &draft.now, &[]).map_err(one)?,
            None => false,
        });
    }
    // One that is not for the ticket moves nothing.
    let of_effects = moves.iter().zip(&held).rev().find_map(|((effects, _), held)| {
        let bare = Effects { macro_id: effects.macro_id.clone().filter(|_| *held), ..effects.clone() };
        target(world.config, &bare).map(str::to_owned)
    });
    if let Some(back) = &intent.back {
        draft.now.ticket.status.clone_from(back);
    }
    let to = asked.or_else(|| of_effects.filter(|to| *to != draft.now.ticket.status));
    let transition = match to {
        Some(to) => moved(world, template, before, &mut draft, &to).map_err(one)?,
        None => None,
    };
    if let Some(effects) = transition {
        effects::apply(world, template, &mut draft, &effects, &no_answers, false).map_err(one)?;
    }
    for (n, ((effects, answers), held)) in moves.iter().zip(held).enumerate() {
        if n + 1 == moves.len() {
            draft.carried = carried.take();
        }
        effects::apply(world, template, &mut draft, effects, answers, held)
            .map_err(|problem| lacking_first(world, opened.as_ref(), history, problem))?;
    }
    if intent.effects.iter().any(|effects| effects.purge) {
        effects::purge(world, &mut draft);
    }
    // A macro without a text only acts: what was to go with its comment goes alone, where it says anything.
    if let Some(comment) = draft.carried.take()
        && (comment.time.is_some() || !comment.attachments.is_empty() || !comment.missing.is_empty())
    {
        draft.add_comment(world, comment);
    }
    happen(world, template, before, &mut draft, fired)
        .map_err(|problem| lacking_first(world, opened.as_ref(), history, problem))?;
    // A merged ticket is nobody's work any more: where no event of the flow says where it goes, it ends.
    if intent.edits.iter().any(|edit| matches!(edit, Edit::Merged(_)))
        && let Some(end) = end_of_merged(template, &draft.now.ticket.status)
    {
        let state = draft.now.clone();
        end.clone_into(&mut draft.now.ticket.status);
        happen(world, template, Some(&state), &mut draft, fired).map_err(one)?;
    }
    Ok(draft)
}

/// What an opening lacks comes before what its macros could not do: they speak of what is not there yet.
fn lacking_first(
    world: &World<'_>,
    opened: Option<&Snapshot>,
    history: &[Tramite],
    problem: Violation,
) -> Vec<Violation> {
    let mut found = opened.map(|ticket| judge(world, None, ticket, history)).unwrap_or_default();
    found.retain(|v| {
        let lacks = matches!(v.rule.as_str(), "field_required" | "opening");
        v.refuses() && (lacks || v.key.as_deref() == Some("title"))
    });
    if found.is_empty() { vec![problem] } else { found }
}

/// Where a merged ticket ends that no event has moved: the flow's first status without an answer, else its first closed one.
fn end_of_merged<'a>(template: &'a TypeTemplate, status: &str) -> Option<&'a str> {
    let statuses = &template.flow.statuses;
    if statuses.get(status).is_some_and(|s| s.category.is_final()) {
        return None;
    }
    let first = |category| statuses.iter().find(|(_, s)| s.category == category).map(|(id, _)| id.as_str());
    first(StatusCategory::Rejected).or_else(|| first(StatusCategory::Closed))
}

/// Applies the edits, all of them, so that every mistake is named at once; gives the type's template.
fn edits(world: &World<'_>, draft: &mut Draft<'_>, intent: &Intent) -> Result<TypeTemplate, Vec<Violation>> {
    let config = world.config;
    let template = |ticket: &Snapshot| {
        config
            .types
            .get(&ticket.ticket.type_id)
            .cloned()
            .ok_or_else(|| vec![authority::unknown_type(config, &ticket.ticket.type_id)])
    };
    // A ticket of a type that the desk lacks is mended by giving it one that the desk has.
    let mut of = template(&draft.now).or_else(|unknown| {
        let given = intent.edits.iter().find_map(|edit| match edit {
            Edit::Set { key, value } if key == "type" => resolve::ticket_type(config, value).ok(),
            _ => None,
        });
        given.and_then(|id| config.types.get(id).cloned()).ok_or(unknown)
    })?;
    // The type decides which fields there are, and a row can depend on another field and on the organization.
    let rank = |of: &TypeTemplate, edit: &Edit| match edit {
        Edit::Set { key, .. } => match key_name(config, of, key) {
            Ok(KeyName::Ticket("type")) => 0,
            Ok(KeyName::Ticket("requester" | "organization" | "team")) => 1,
            Ok(KeyName::Ticket(_)) => 2,
            Ok(KeyName::Field(id)) => {
                let depends = of.fields.iter().any(|f| f.id == id && f.depends_on.is_some());
                if depends { 4 } else { 3 }
            }
            Err(_) => 5,
        },
        _ => 2,
    };
    let mut ordered: Vec<&Edit> = intent.edits.iter().collect();
    ordered.sort_by_key(|edit| rank(&of, edit));
    let mut found = Vec::new();
    for edit in ordered {
        let is_status = |key: &str| matches!(key_name(config, &of, key), Ok(KeyName::Ticket("status")));
        if matches!(edit, Edit::Set { key, .. } if is_status(key)) {
            continue;
        }
        if let Err(violation) = edit::apply(world, &of, &mut draft.now, draft.history, edit) {
            found.push(violation);
        }
        if draft.now.ticket.type_id != of.id {
            of = template(&draft.now)?;
        }
    }
    if found.is_empty() { Ok(of) } else { Err(found) }
}

/// The status that was asked for, by `to` or as an edit; the one the ticket has already is refused in words.
fn wanted(
    world: &World<'_>,
    template: &TypeTemplate,
    before: Option<&Snapshot>,
    intent: &Intent,
    draft: &Draft<'_>,
) -> Result<Option<String>, Violation> {
    let edited = intent.edits.iter().find_map(|e| match e {
        Edit::Set { key, value }
            if key_name(world.config, template, key) == Ok(KeyName::Ticket("status")) =>
        {
            Some(value)
        }
        _ => None,
    });
    let Some(text) = intent.to.as_ref().or(edited) else { return Ok(None) };
    if text.trim().is_empty() {
        return Err(
            Violation::error("transition", "a ticket has a status; it cannot be cleared").about("status")
        );
    }
    let id = resolve::status(template, text).map_err(|e| {
        let error = Violation::unknown("transition", &e).about("status");
        let leaving = flow::leaving(template, &draft.now.ticket.status);
        // Several transitions can lead to one status.
        let moves: IndexSet<&str> = leaving.iter().map(|t| t.to.as_str()).collect();
        let from = &draft.now.ticket.status;
        if moves.is_empty() {
            error
        } else {
            Violation {
                message: format!(
                    "{}; from {from} it can go to {}",
                    error.message,
                    moves.into_iter().collect::<Vec<_>>().join(", ")
                ),
                ..error
            }
        }
    })?;
    let same_type = before.is_none_or(|b| b.ticket.type_id == template.id);
    if id == draft.now.ticket.status && same_type {
        let message = format!("the ticket is in {id} already; leave the status out to change something else");
        return Err(Violation::error("transition", message).about("status"));
    }
    Ok((id != draft.now.ticket.status).then(|| id.to_owned()))
}

/// Makes the move; gives the effects of the transition that makes it legal. Where there is none the status
/// changes all the same, and the judgement says why that is refused.
fn moved(
    world: &World<'_>,
    template: &TypeTemplate,
    before: Option<&Snapshot>,
    draft: &mut Draft<'_>,
    to: &str,
) -> Result<Option<Effects>, Violation> {
    let from = draft.now.ticket.status.clone();
    let now = draft.now.clone();
    let case = super::approvals::Case { before, after: &now, history: draft.history };
    to.clone_into(&mut draft.now.ticket.status);
    let mut first: Option<Effects> = None;
    for transition in flow::leaving(template, &from).into_iter().filter(|t| t.to == to) {
        if !flow::may(world, transition) || !flow::applies(world, transition, &from, case)? {
            continue;
        }
        if flow::lacks(world, template, transition, &from, case)?.is_empty() {
            return Ok(Some(transition.effects()));
        }
        first = first.or_else(|| Some(transition.effects()));
    }
    Ok(first)
}

/// A comment as it is kept: names become ids, its text is normalised.
fn comment_of(world: &World<'_>, template: &TypeTemplate, comment: &Comment) -> Result<Comment, Violation> {
    let wrong = |key: &str, e: resolve::UnknownName| Violation::unknown("comment", &e).about(key);
    let mut comment = comment.clone();
    comment.body = normalize_text(&comment.body);
    if let Some(channel) = &comment.channel {
        let id = resolve::channel(world.config, channel).map_err(|e| wrong("channel", e))?;
        comment.channel = Some(id.to_owned());
    }
    if let Some(contact) = &comment.for_contact {
        let (id, _) = resolve::contact(world.config, contact).map_err(|e| wrong("for", e))?;
        comment.for_contact = Some(id.to_owned());
    }
    comment.missing = missing_fields(world.config, template, &comment.missing)?;
    Ok(comment)
}

/// The ids of fields that somebody says are missing, by id or label.
pub fn missing_fields(
    config: &Config,
    template: &TypeTemplate,
    names: &[String],
) -> Result<Vec<String>, Violation> {
    let id = |name: &String| match key_name(config, template, name) {
        Ok(KeyName::Ticket(key)) => Ok(key.to_owned()),
        Ok(KeyName::Field(id)) => Ok(id),
        Err(e) => Err(Violation::error("unknown_field", format!("--missing: {e}"))
            .about("missing")
            .mended("`tramite type show` lists the fields")),
    };
    names.iter().map(id).collect()
}

/// Lets everything happen that the change causes, in the same commit, until nothing more does.
fn happen(
    world: &mut World<'_>,
    template: &TypeTemplate,
    before: Option<&Snapshot>,
    draft: &mut Draft<'_>,
    fired: &mut Vec<String>,
) -> Result<(), Violation> {
    let mut queue: VecDeque<String> =
        happened::events(world.config, Some(template), before, &draft.now).into();
    if judge::takes_back(before, &draft.now, draft.history) {
        queue.retain(|event| !happened::is_of_move(event));
    }
    let answers = BTreeMap::new();
    while let Some(event) = queue.pop_front() {
        let changes = change::diff(before, Some(&draft.now));
        let mut due = Vec::new();
        for spec in template.flow.events.iter().filter(|spec| happened::names(&spec.event, &event)) {
            // All of one event's effects start from the state in which it happened.
            if filter::holds(world, &spec.when, &draft.now, &changes)? {
                due.push(spec);
            }
        }
        for spec in due {
            let to = target(world.config, &spec.effects).map(str::to_owned);
            let keys = effects::keys(world.config, &spec.effects).join(", ");
            let does =
                to.as_deref().or(Some(keys.as_str()).filter(|keys| !keys.is_empty())).unwrap_or("done");
            fired.push(format!("{event} → {does}"));
            if fired.len() > MAX_FIRED {
                let message = format!(
                    "the events of type {} run in a circle: {}; mend its `events`",
                    template.id,
                    fired[fired.len() - 6..].join(", ")
                );
                return Err(Violation::error("event_loop", message));
            }
            let state = draft.now.clone();
            if let Some(to) = to {
                draft.now.ticket.status = to;
            }
            effects::apply(world, template, draft, &spec.effects, &answers, false)?;
            queue.extend(happened::events(world.config, Some(template), Some(&state), &draft.now));
        }
    }
    Ok(())
}
