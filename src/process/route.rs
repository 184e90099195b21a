//! Routing: which team and person get a ticket (P2, P17, T2).

use super::pick::{PICKS, choose};
use super::{Violation, World, filter, resolve};
use crate::model::config::{Pick, SetValue, TypeTemplate};
use crate::model::{Snapshot, Tramite};

/// Gives the ticket the team and person of the first route that matches. With `fill`, what is there already
/// (what the opener asked for) stays.
pub fn route(
    world: &World<'_>,
    template: &TypeTemplate,
    ticket: &mut Snapshot,
    history: &[Tramite],
    fill: bool,
) -> Result<(), Violation> {
    for route in &template.routing {
        if !filter::holds(world, &route.when, ticket, &[])? {
            continue;
        }
        let keeps = |value: &Option<String>| fill && value.is_some();
        if let Some(team) = &route.team
            && !keeps(&ticket.ticket.team)
        {
            ticket.ticket.team = Some(team.clone());
        }
        if keeps(&ticket.ticket.assignee) {
            return Ok(());
        }
        match &route.assign {
            Some(assign) => ticket.ticket.assignee = assignee(world, assign, ticket, history, true)?,
            // A new team's ticket is not left with somebody of the old one.
            None if !is_in_team(world, ticket) => ticket.ticket.assignee = None,
            None => {}
        }
        return Ok(());
    }
    Ok(())
}

fn is_in_team(world: &World<'_>, ticket: &Snapshot) -> bool {
    let (Some(team), Some(assignee)) = (&ticket.ticket.team, &ticket.ticket.assignee) else { return true };
    world.config.desk.people.iter().any(|p| p.id == *assignee && p.teams.contains(team))
}

/// The person that `assign` or `set: {assignee: …}` names: a pick, `me`, or a person by id or name.
/// `present_only`: somebody who is away gets nothing (S14); a person named by hand may be.
pub fn assignee(
    world: &World<'_>,
    value: &SetValue,
    ticket: &Snapshot,
    history: &[Tramite],
    present_only: bool,
) -> Result<Option<String>, Violation> {
    let text = match value {
        SetValue::Pick(pick) => return Ok(choose(world, pick, ticket, history)),
        SetValue::Text(text) => text.trim(),
        SetValue::List(all) => all.first().map(|t| t.trim()).unwrap_or_default(),
    };
    let is_person = world.config.desk.people.iter().any(|p| p.id == text);
    if text.is_empty() || (text == "none" && !is_person) {
        return Ok(None);
    }
    if PICKS.contains(&text) && !is_person {
        let pick = Pick { pick: text.to_owned(), ..Pick::default() };
        return Ok(choose(world, &pick, ticket, history));
    }
    if text == "me" && !is_person {
        return match &world.actor.person {
            Some(person) => Ok(Some(person.id.clone())),
            None => Err(Violation::error(
                "role",
                format!("{} is no person of the desk and gets no tickets", world.actor.email),
            )),
        };
    }
    let id =
        resolve::person(world.config, text).map_err(|e| Violation::unknown("value", &e).about("assignee"))?;
    let away = world
        .config
        .desk
        .people
        .iter()
        .any(|p| p.id == id && super::pick::is_away(p, world.now.date_naive()));
    Ok((!(present_only && away)).then(|| id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::{bug_json, config, snapshot, type_of, with_world};

    fn routed(
        routing: serde_json::Value,
        fill: bool,
        make: impl FnOnce(&mut Snapshot),
    ) -> (Option<String>, Option<String>) {
        let config = config();
        let mut json = bug_json();
        json["routing"] = routing;
        let template = type_of(json);
        let mut ticket = snapshot("bug", "backlog");
        make(&mut ticket);
        with_world(&config, "bia@desk.example", |world| {
            route(world, &template, &mut ticket, &[], fill).unwrap();
        });
        (ticket.ticket.team, ticket.ticket.assignee)
    }

    #[test]
    fn the_first_route_that_matches_counts() {
        let routing = || bug_json()["routing"].clone();
        let some = |t: &str| Some(t.to_owned());
        let nfe = |s: &mut Snapshot| {
            s.ticket.fields.insert("modulo".into(), "nfe".into());
        };
        assert_eq!(routed(routing(), true, nfe), (some("produto"), some("duda")));
        assert_eq!(routed(routing(), true, |_| {}), (some("suporte"), some("ana")));
        assert_eq!(
            routed(routing(), true, |s| s.ticket.assignee = some("bia")),
            (some("suporte"), some("bia"))
        );
        assert_eq!(
            routed(routing(), false, |s| s.ticket.assignee = some("bia")),
            (some("suporte"), some("ana"))
        );
    }

    #[test]
    fn a_route_can_name_a_person_or_only_a_team() {
        let some = |t: &str| Some(t.to_owned());
        let named = serde_json::json!([{"team": "produto", "assign": "caio"}]);
        assert_eq!(routed(named, false, |_| {}), (some("produto"), some("caio")));
        let team = serde_json::json!([{"team": "produto"}]);
        assert_eq!(routed(team, false, |s| s.ticket.assignee = some("bia")), (some("produto"), None));
        let none = serde_json::json!([{"when": "modulo:nfe", "team": "produto"}]);
        assert_eq!(routed(none, false, |_| {}), (None, None));
    }
}
