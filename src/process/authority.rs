//! Who may write what: people with a role, contacts on their organization's tickets, nobody else (3.2).

use super::approvals::{self, Case};
use super::effects::target;
use super::{Actor, Violation, World, happened};
use crate::model::config::{Config, Effects, SetValue, TypeTemplate};
use crate::model::{Change, CommentKind};
use std::collections::BTreeSet;

/// Refuses one who may only read.
pub fn may_write(world: &World<'_>) -> Result<(), Violation> {
    let actor = world.actor;
    if actor.works_here() || actor.is_customer_only() {
        return Ok(());
    }
    let message = match &actor.person {
        Some(person) => format!(
            "{} ({}) has no role at this desk and may only read; a leader gives one in .tramite/desk.yaml (people: roles)",
            person.id, actor.email
        ),
        None => format!(
            "{:?} is the address of no person or contact of this desk and may only read; a leader adds it with \
             `tramite person add` (or `tramite contact add`), or set git's user.email to the address the desk knows",
            actor.email
        ),
    };
    Err(Violation::error("role", message))
}

/// Refuses one who may not change a part of `.tramite/`: `config:` in desk.yaml says who may, by the part's name or a
/// folder that it is in, else by `*` (3.2). Where it says nothing, leaders may; where nobody leads, whoever works here. A
/// person's own views are theirs.
pub fn may_configure(config: &Config, actor: &Actor, part: &str) -> Result<(), Violation> {
    let rules = &config.desk.config;
    let named = std::iter::successors(Some(part), |part| part.rsplit_once('/').map(|(folder, _)| folder));
    let leader = vec!["leader".to_owned()];
    let led = config.desk.people.iter().any(|p| p.roles.contains(&leader[0]));
    let written = named.chain(["*"]).find_map(|part| rules.get(part));
    let roles = written.or_else(|| led.then_some(&leader));
    let refused = |why: String| {
        let who = if actor.name.is_empty() { String::new() } else { format!("{} ", actor.name) };
        Violation::error("config_role", format!("{who}<{}> may not change {part}: {why}", actor.email))
    };
    if !actor.works_here() {
        let why = "that address is no person's of the desk".to_owned();
        return Err(refused(
            roles.map_or(why, |roles| format!("the desk gives that to {}", roles.join(", "))),
        ));
    }
    let own = actor.person.as_ref().is_some_and(|p| part == format!("views/people/{}", p.id));
    match roles {
        Some(roles) if !own && !actor.in_roles(roles) => {
            Err(refused(format!("the desk gives that to {}", roles.join(", "))))
        }
        _ => Ok(()),
    }
}

/// Refuses one who may not record the past of another system as it was (8.4): who does may write what no flow, rule or
/// role judges. `config: {import: [...]}` says who may, else `*`, else leaders.
pub fn may_import(config: &Config, actor: &Actor) -> Result<(), Violation> {
    let leader = vec!["leader".to_owned()];
    let rules = &config.desk.config;
    let roles = rules.get("import").or_else(|| rules.get("*")).unwrap_or(&leader);
    if actor.works_here() && actor.in_roles(roles) {
        return Ok(());
    }
    let message = format!(
        "{:?} may not import: history that is recorded as it was is judged by no rule, and the desk gives that to {}",
        actor.email,
        roles.join(", ")
    );
    Err(Violation::error("config_role", message))
}

/// A type that the desk lacks.
pub fn unknown_type(config: &Config, type_id: &str) -> Violation {
    let error = super::resolve::ticket_type(config, type_id);
    let message = error.err().map_or_else(
        || format!("type {type_id:?} is not how the file keeps it; write the id"),
        |e| e.to_string(),
    );
    Violation::error("type", message).about("type")
}

/// What a customer may not do: anything but comment, decide, rate, open, and what happens by itself with it.
pub fn customer(
    world: &World<'_>,
    template: &TypeTemplate,
    case: Case<'_>,
    changes: &[Change],
) -> Vec<Violation> {
    let actor = world.actor;
    if !actor.is_customer_only() {
        return Vec::new();
    }
    let refuse = |message: String| vec![Violation::error("role", message)];
    let decides = changes.iter().any(|c| match c {
        Change::Comment { comment, .. } => comment.approval.as_ref().is_some_and(|note| {
            let spec = template.approvals.get(&note.what);
            spec.is_some_and(|spec| approvals::may(world.config, spec, comment, actor, case).is_ok())
        }),
        _ => false,
    });
    if !actor.owns(world.config, &case.before.unwrap_or(case.after).ticket) && !decides {
        return refuse(format!(
            "{} may only write on tickets of {}",
            actor.email,
            actor.contact.as_ref().map_or("their organization", |(id, _)| id)
        ));
    }
    let allowed = caused(world, template, case);
    let mut found = Vec::new();
    for change in changes {
        let may = match change {
            Change::Opened { .. } | Change::Rating(_) | Change::Status(_) => true,
            Change::Comment { comment, .. } => {
                comment.kind == CommentKind::Customer && comment.for_contact.is_none()
                    || allowed.contains("comment")
            }
            Change::Field { field, .. } => allowed.contains(field.as_str()),
            Change::Other { key, .. } => allowed.contains(key.as_str()),
            other => case.before.is_none() || allowed.contains(other.word()),
        };
        if !may {
            let what = match change {
                Change::Comment { comment, .. } => {
                    format!("write a comment of kind {}", comment.kind.as_str())
                }
                Change::Field { field, .. } => format!("change {field}"),
                Change::Other { key, .. } => format!("change {key}"),
                other => format!("change {}", other.word()),
            };
            found.extend(refuse(format!(
                "{} is a contact and may not {what}; contacts comment, approve, refuse and rate",
                actor.email
            )));
        }
    }
    found
}

/// The keys that the commit's events, and the transitions that customers may make, can have set.
fn caused(world: &World<'_>, template: &TypeTemplate, case: Case<'_>) -> BTreeSet<String> {
    let events = happened::events(world.config, Some(template), case.before, case.after);
    let mut keys = BTreeSet::new();
    let mut add = |effects: &Effects| {
        let spec = effects.macro_id.as_deref().and_then(|id| world.config.macros.get(id));
        if effects.route || spec.is_some_and(|s| s.effects.route) {
            keys.extend(["team", "assignee"].map(str::to_owned));
        }
        if effects.approve.is_some() || effects.macro_id.is_some() {
            keys.insert("comment".to_owned());
        }
        if target(world.config, effects).is_some() {
            keys.insert("status".to_owned());
        }
        let set: Vec<&std::collections::BTreeMap<String, SetValue>> =
            std::iter::once(&effects.set).chain(spec.map(|s| &s.effects.set)).collect();
        keys.extend(
            set.into_iter().flat_map(|set| set.keys()).map(|k| k.trim_start_matches("fields.").to_owned()),
        );
    };
    for spec in &template.flow.events {
        // A status of the way that is no longer there at its end can have set something too.
        let of_way =
            ["enter", "leave", "enter_category", "assigned"].iter().any(|w| spec.event.starts_with(w));
        if of_way || events.iter().any(|e| happened::names(&spec.event, e)) {
            add(&spec.effects);
        }
    }
    for transition in template.flow.transitions.iter().filter(|t| t.roles.iter().any(|r| r == "customer")) {
        add(&transition.effects());
    }
    if case.before.is_none() {
        add(&Effects { macro_id: template.open.macro_id.clone(), route: true, ..Effects::default() });
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::identify;
    use crate::process::testing::{config, identity};

    #[test]
    fn who_may_change_the_configuration() {
        let mut config = config();
        let may = |config: &Config, who: &str, part: &str| {
            may_configure(config, &identify(config, &identity(who)), part).is_ok()
        };
        let (ana, bia) = ("ana@desk.example", "bia@desk.example");
        // Ana leads, Bia is an agent: without a word in desk.yaml leaders may.
        config.desk.config.clear();
        assert!(may(&config, ana, "desk") && !may(&config, bia, "desk"));
        for (part, role) in [("contacts", "agent"), ("*", "leader")] {
            config.desk.config.insert(part.to_owned(), vec![role.to_owned()]);
        }
        assert!(may(&config, bia, "contacts/acme") && !may(&config, bia, "types/bug"));
        assert!(may(&config, bia, "views/people/bia") && !may(&config, bia, "views/people/ana"));
        for who in ["daiane@acme.example", "x@nowhere.example"] {
            assert!(!may(&config, who, "contacts/acme"), "{who}");
        }
        assert!(may_import(&config, &identify(&config, &identity(ana))).is_ok());
        assert!(may_import(&config, &identify(&config, &identity(bia))).is_err());
        // Where nobody leads, whoever works here may.
        config.desk.config.clear();
        config.desk.people.iter_mut().for_each(|p| p.roles.retain(|role| role != "leader"));
        assert!(may(&config, bia, "desk") && !may(&config, "x@nowhere.example", "desk"));
    }
}
