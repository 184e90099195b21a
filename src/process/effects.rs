//! Effects: what transitions, events, macros, automations and bulk actions do (3.3).

use super::fields::KeyName;
use super::{Violation, World, edit, fields, filter, macros, resolve, route};
use crate::model::config::{Config, Effects, SetValue, TypeTemplate};
use crate::model::{ApprovalNote, Comment, CommentKind, Snapshot, Tramite, Uid};
use std::collections::BTreeMap;

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
/// person (who depends on the team), then what is recorded and said.
pub fn apply(
    world: &mut World<'_>,
    template: &TypeTemplate,
    draft: &mut Draft<'_>,
    effects: &Effects,
    answers: &BTreeMap<String, String>,
) -> Result<(), Violation> {
    let effects = fitting(world, &draft.now, effects)?;
    apply_fitting(world, template, draft, &effects, answers)
}

/// The effects without a macro whose `when` does not hold for the ticket. Where the macro itself moves the ticket, that is asked
/// before the move: `when: "status:pendente"` is about the ticket that it finds.
pub fn fitting(world: &World<'_>, ticket: &Snapshot, effects: &Effects) -> Result<Effects, Violation> {
    let macro_id = match &effects.macro_id {
        Some(name) => applicable(world, name, ticket)?,
        None => None,
    };
    Ok(Effects { macro_id, ..effects.clone() })
}

/// Whether the effects move the ticket by themselves: then their macro is about the ticket where it has come to.
pub fn moves_itself(effects: &Effects) -> bool {
    effects.to.is_some() || effects.set.contains_key("status")
}

/// The same with a macro that is known to fit.
pub fn apply_fitting(
    world: &mut World<'_>,
    template: &TypeTemplate,
    draft: &mut Draft<'_>,
    effects: &Effects,
    answers: &BTreeMap<String, String>,
) -> Result<(), Violation> {
    set(world, template, draft, effects)?;
    if let Some(note) = &effects.approve {
        approve(world, draft, note);
    }
    if let Some(id) = &effects.macro_id {
        let spec = world.config.macros[id].effects.clone();
        set(world, template, draft, &spec)?;
        if let Some(note) = &spec.approve {
            approve(world, draft, note);
        }
        post(world, draft, id, answers)?;
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
        let channel = carried.channel.clone().or_else(|| world.config.macros[id].channel.clone());
        draft.add_comment(world, Comment { kind: rendered.kind, body: rendered.text, channel, ..carried });
    }
    Ok(())
}

/// The id of a macro, where its `when` holds for the ticket.
fn applicable(world: &World<'_>, name: &str, ticket: &Snapshot) -> Result<Option<String>, Violation> {
    let id = resolve::macro_id(world.config, name).map_err(|e| Violation::error("macro", e.to_string()))?;
    let holds = filter::holds(world, &world.config.macros[id].when, ticket, &[])?;
    Ok(holds.then(|| id.to_owned()))
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
