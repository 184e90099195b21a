//! Effects: what transitions, events, macros, automations and bulk actions do (3.3).

use super::fields::KeyName;
use super::{Violation, World, edit, fields, files, filter, macros, resolve, route};
use crate::model::config::{Config, Effects, SetValue, TypeTemplate};
use crate::model::{ApprovalNote, Comment, CommentKind, Snapshot, Tramite, Uid};
use std::collections::{BTreeMap, BTreeSet};

/// The status that effects move to: `to`, or `set: {status: …}`, or that of their macro.
pub fn target<'a>(config: &'a Config, effects: &'a Effects) -> Option<&'a str> {
    let own = effects.to.as_deref().or_else(|| match effects.set.get("status") {
        Some(SetValue::Text(status)) if !status.is_empty() => Some(status),
        _ => None,
    });
    own.or_else(|| {
        let spec = config.macros.get(effects.macro_id.as_deref()?)?;
        // A macro's own macro is not followed: one reply is one comment.
        spec.effects.to.as_deref().or(match spec.effects.set.get("status") {
            Some(SetValue::Text(status)) if !status.is_empty() => Some(status),
            _ => None,
        })
    })
}

/// The keys and fields, without the status, that effects and their macro can set.
pub fn keys(config: &Config, effects: &Effects) -> Vec<String> {
    let spec = effects.macro_id.as_deref().and_then(|id| config.macros.get(id));
    let all = std::iter::once(effects).chain(spec.map(|s| &s.effects));
    let mut keys: Vec<String> = Vec::new();
    for effects in all {
        keys.extend(effects.set.keys().filter(|key| *key != "status").cloned());
        if effects.route {
            keys.extend(["team", "assignee"].map(str::to_owned));
        }
    }
    keys
}

/// A ticket on its way to its next state.
pub struct Draft<'a> {
    /// As it is by now.
    pub now: Snapshot,
    /// What happened until before this commit.
    pub history: &'a [Tramite],
    /// The comment of the person, once it is in the draft: what it says is missing is there for macros.
    pub missing: Vec<String>,
    /// What the comment of the macro that is posted next takes besides its text: channel, time, what is missing …
    pub carried: Option<Comment>,
}

impl Draft<'_> {
    /// Adds a comment under a new id.
    pub fn add_comment(&mut self, world: &mut World<'_>, comment: Comment) -> Uid {
        let id = (world.new_id)();
        self.now.comments.insert(id.clone(), comment);
        id
    }
}

/// Applies effects, except the move, which is the caller's: first what is set, then the route, then the
/// person (who depends on the team), then what is recorded and said. Their macro is posted where its `when` holds, or
/// `held` before the move.
pub fn apply(
    world: &mut World<'_>,
    template: &TypeTemplate,
    draft: &mut Draft<'_>,
    effects: &Effects,
    answers: &BTreeMap<String, String>,
    held: bool,
) -> Result<(), Violation> {
    let macro_id = match &effects.macro_id {
        Some(name) => applicable(world, name, &draft.now, held)?,
        None => None,
    };
    set(world, template, draft, effects)?;
    if let Some(note) = &effects.approve {
        approve(world, draft, note);
    }
    if let Some(id) = macro_id {
        let spec = world.config.macros[&id].effects.clone();
        set(world, template, draft, &spec)?;
        if let Some(note) = &spec.approve {
            approve(world, draft, note);
        }
        post(world, draft, &id, answers)?;
    }
    Ok(())
}

/// Posts a macro's text as a comment; a macro without text only acts.
fn post(
    world: &mut World<'_>,
    draft: &mut Draft<'_>,
    id: &str,
    answers: &BTreeMap<String, String>,
) -> Result<(), Violation> {
    let rendered = macros::render(world, id, &draft.now, draft.history, answers, &draft.missing)
        .map_err(|e| Violation::error("macro", e.to_string()))?;
    if !rendered.text.is_empty() {
        let carried = draft.carried.take().unwrap_or_else(|| Comment::new(rendered.kind, ""));
        // A text that is kept as a file is nowhere else.
        let body = if carried.body_file.is_some() { String::new() } else { rendered.text };
        let channel = carried.channel.clone().or_else(|| world.config.macros[id].channel.clone());
        draft.add_comment(world, Comment { kind: rendered.kind, body, channel, ..carried });
    }
    Ok(())
}

/// The id of a macro, where its `when` holds for the ticket.
fn applicable(
    world: &World<'_>,
    name: &str,
    ticket: &Snapshot,
    held: bool,
) -> Result<Option<String>, Violation> {
    let id = resolve::macro_id(world.config, name).map_err(|e| Violation::error("macro", e.to_string()))?;
    let holds = held || filter::holds(world, &world.config.macros[id].when, ticket, &[])?;
    Ok(holds.then(|| id.to_owned()))
}

/// Says that every file of the ticket is removed for good (7.1); nothing where none is left. Whoever records it removes them.
pub fn purge(world: &mut World<'_>, draft: &mut Draft<'_>) {
    let gone = files::purged(&draft.now);
    let left: BTreeSet<&str> = files::named(&draft.now)
        .into_iter()
        .map(|named| named.sha256)
        .filter(|sha256| !gone.contains(sha256))
        .collect();
    if !left.is_empty() {
        let purges = left.into_iter().map(str::to_owned).collect();
        draft.add_comment(world, Comment { purges, ..Comment::new(CommentKind::Internal, "") });
    }
}

fn approve(world: &mut World<'_>, draft: &mut Draft<'_>, note: &ApprovalNote) {
    let kind = if world.actor.is_customer_only() { CommentKind::Customer } else { CommentKind::Internal };
    let comment = Comment { approval: Some(note.clone()), ..Comment::new(kind, "") };
    draft.add_comment(world, comment);
}

fn set(
    world: &World<'_>,
    template: &TypeTemplate,
    draft: &mut Draft<'_>,
    effects: &Effects,
) -> Result<(), Violation> {
    let mut assignee = None;
    for (key, value) in &effects.set {
        let name = fields::key(world.config, template, key).map_err(|e| {
            let message = format!("the desk's process sets {key:?}: {e}");
            Violation::error("config", message).about(key)
        })?;
        match name {
            KeyName::Ticket("status") => {}
            KeyName::Ticket("assignee") => assignee = Some(value),
            _ => {
                let text = match value {
                    SetValue::Text(text) => text.clone(),
                    SetValue::List(items) => items.join(" "),
                    SetValue::Pick(pick) => {
                        let message = format!(
                            "the desk's process picks {:?} for {key:?}; only an assignee is picked",
                            pick.pick
                        );
                        return Err(Violation::error("config", message).about(key));
                    }
                };
                edit::set(world, template, &mut draft.now, draft.history, key, &text)?;
            }
        }
    }
    if effects.route {
        route::route(world, template, &mut draft.now, draft.history, false)?;
    }
    if let Some(value) = assignee {
        draft.now.ticket.assignee = route::assignee(world, value, &draft.now, draft.history, false)?;
    }
    Ok(())
}
