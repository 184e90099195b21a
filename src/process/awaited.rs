//! The approvals of a ticket as people see them: which its status waits for, how each stands, who can give it.

use super::approvals::{self, Case, Standing, standing};
use super::resolve::{UnknownName, name};
use super::{Actor, World, filter, flow};
use crate::model::config::{ApprovalSpec, EventSpec, Transition, TypeTemplate};
use crate::model::{ApprovalNote, Comment, CommentKind, Snapshot, Tramite, Verdict};

/// An approval of the ticket's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Its id.
    pub what: String,
    /// What people read.
    pub label: String,
    /// How it stands.
    pub standing: Standing,
    /// Whether the ticket waits for it in the status where it is.
    pub waits: bool,
    /// Who can give it, in the configuration's words (`role:leader`, `customer`); anybody of the desk where empty.
    pub by: Vec<String>,
    /// Who cannot all the same: `opener`, `assignee`.
    pub not: Vec<String>,
    /// The people and contacts who can give it, by id, in the configuration's order.
    pub who: Vec<String>,
    /// Whether the world's actor can give it in their own name.
    pub may: bool,
}

/// Every approval of the ticket's type, those first that its status waits for, in the order of the flow.
pub fn approvals(world: &World<'_>, now: &Snapshot, history: &[Tramite]) -> Vec<Approval> {
    let Some(template) = world.config.types.get(&now.ticket.type_id) else { return Vec::new() };
    let case = Case { before: Some(now), after: now, history };
    let waiting = waited_for(world, template, case);
    let others = template.approvals.keys().filter(|what| !waiting.contains(what));
    waiting
        .iter()
        .copied()
        .chain(others)
        .filter_map(|what| {
            let spec = template.approvals.get(what)?;
            let standing = standing(world, template, what, case);
            Some(Approval {
                what: what.clone(),
                label: spec.label.clone().unwrap_or_else(|| what.clone()),
                waits: waiting.contains(&what) && !matches!(standing, Standing::Given(_)),
                standing,
                by: spec.by.clone(),
                not: spec.not.clone(),
                who: who(world, what, spec, case),
                may: approvals::may(world.config, spec, &verdict(what, None), world.actor, case).is_ok(),
            })
        })
        .collect()
}

/// The ids of the approvals that lead on from the ticket's status: what its transitions require, and what its events answer.
fn waited_for<'a>(world: &World<'_>, template: &'a TypeTemplate, case: Case<'_>) -> Vec<&'a String> {
    let status = case.after.ticket.status.as_str();
    if template.flow.statuses.get(status).is_some_and(|s| s.category.is_final()) {
        return Vec::new();
    }
    let applies = |t: &&Transition| flow::applies(world, t, status, case).unwrap_or(false);
    let transitions = flow::leaving(template, status).into_iter().filter(applies);
    let required = transitions.flat_map(|t| &t.requires).filter(|r| r.what == "approval");
    let mut words: Vec<&str> = required.filter_map(|r| r.argument.as_deref()).collect();
    let answered = |spec: &'a EventSpec| {
        let (word, what) = spec.event.split_once(':').unwrap_or_default();
        let of_verdict = ["approved", "refused", "restricted"].contains(&word.trim());
        let holds = of_verdict && filter::holds(world, &spec.when, case.after, &[]).unwrap_or(false);
        if holds { what.split(',').map(str::trim).collect() } else { Vec::new() }
    };
    let (always, narrowed): (Vec<_>, Vec<_>) =
        template.flow.events.iter().partition(|spec| spec.when.is_empty());
    words.extend(narrowed.into_iter().flat_map(answered));
    // An event without `when` answers in every status: it says what is waited for only where nothing else does.
    if words.is_empty() {
        words.extend(always.into_iter().flat_map(answered));
    }
    let mut found: Vec<&String> = Vec::new();
    for (what, _) in words.into_iter().filter_map(|what| template.approvals.get_key_value(what)) {
        if !found.contains(&what) {
            found.push(what);
        }
    }
    found
}

/// A comment that gives the approval, as `contact` said where one is named.
fn verdict(what: &str, contact: Option<&str>) -> Comment {
    Comment {
        approval: Some(ApprovalNote { what: what.to_owned(), verdict: Verdict::Approved }),
        for_contact: contact.map(str::to_owned),
        ..Comment::new(CommentKind::Internal, "")
    }
}

/// Everybody who can give the approval, where the configuration says who.
fn who(world: &World<'_>, what: &str, spec: &ApprovalSpec, case: Case<'_>) -> Vec<String> {
    if spec.by.is_empty() {
        return Vec::new();
    }
    let can = |actor: &Actor| approvals::may(world.config, spec, &verdict(what, None), actor, case).is_ok();
    let people = world.config.desk.people.iter().map(|person| Actor {
        name: person.name.clone(),
        email: person.email.0.first().cloned().unwrap_or_default(),
        person: Some(person.clone()),
        contact: None,
    });
    let contacts = world.config.organizations.values().flat_map(|o| {
        o.contacts.iter().map(|contact| Actor {
            name: contact.name.clone(),
            email: contact.email.0.first().cloned().unwrap_or_default(),
            person: None,
            contact: Some((o.organization.clone(), contact.clone())),
        })
    });
    people.chain(contacts).filter(can).filter_map(|actor| actor.id().map(str::to_owned)).collect()
}

/// The approval that somebody means who names none: the one that the status waits for and that they can give, in their own
/// name or as `contact` said.
///
/// # Errors
/// In words, where there is none or where there are several.
pub fn meant(
    world: &World<'_>,
    now: &Snapshot,
    history: &[Tramite],
    contact: Option<&str>,
) -> Result<String, String> {
    let all = approvals(world, now, history);
    let case = Case { before: Some(now), after: now, history };
    let specs = world.config.types.get(&now.ticket.type_id).map(|t| &t.approvals);
    let can = |a: &&Approval| {
        let spec = specs.and_then(|specs| specs.get(&a.what));
        let note = verdict(&a.what, contact);
        spec.is_some_and(|spec| approvals::may(world.config, spec, &note, world.actor, case).is_ok())
    };
    let waiting: Vec<&Approval> = all.iter().filter(|a| a.waits).collect();
    let theirs: Vec<&Approval> = waiting.iter().copied().filter(can).collect();
    let names = |all: &[&Approval]| all.iter().map(|a| a.what.as_str()).collect::<Vec<_>>().join(", ");
    match (theirs.as_slice(), waiting.as_slice()) {
        ([one], _) | ([], [one]) => Ok(one.what.clone()),
        ([], []) => match all.as_slice() {
            [] => Err(format!("type {} has no approvals", now.ticket.type_id)),
            // A type with one approval leaves no doubt; whether it counts now is judged.
            [one] if !matches!(one.standing, Standing::Given(_)) => Ok(one.what.clone()),
            _ => Err(format!(
                "status {} waits for no approval; the type has {}",
                now.ticket.status,
                names(&all.iter().collect::<Vec<_>>())
            )),
        },
        ([], several) | (several, _) => {
            Err(format!("status {} waits for several approvals: {}", now.ticket.status, names(several)))
        }
    }
}

/// The approval of the ticket's type that a text names, by id or label.
pub fn named<'a>(template: &'a TypeTemplate, text: &str) -> Result<&'a str, UnknownName> {
    let all = template.approvals.iter();
    name("approval", text, all.map(|(id, spec)| (id.as_str(), spec.label.as_deref().into_iter().collect())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::{bug_json, config, history, snapshot, type_of, uid, with_world};
    use serde_json::json;

    const ANA: &str = "ana@desk.example";

    fn all(status: &str, email: &str) -> Vec<Approval> {
        let config = config();
        let now = snapshot("bug", status);
        with_world(&config, email, |world| approvals(world, &now, &history(&[("bia@desk.example", &now)])))
    }

    fn waits(of: &[Approval]) -> Vec<&str> {
        of.iter().filter(|a| a.waits).map(|a| a.what.as_str()).collect()
    }

    #[test]
    fn a_status_waits_for_what_its_moves_require_and_says_who_can_give_it() {
        let found = all("em_revisao", ANA);
        assert_eq!(waits(&found), ["revisao"]);
        // Leaders and the team suporte, robo among it, but not bia, who opened it.
        assert_eq!(found[0].who, ["ana", "robo"]);
        assert!(found[0].may);
        assert!(!all("em_revisao", "bia@desk.example")[0].may);
    }

    #[test]
    fn where_no_move_requires_one_the_events_say_what_is_waited_for() {
        let found = all("pendente", ANA);
        assert_eq!(waits(&found), ["solucao"]);
        assert_eq!(found[0].who, ["daiane@acme", "marcos@acme"]);
        assert!(waits(&all("fechado", ANA)).is_empty());
    }

    #[test]
    fn an_event_for_this_status_goes_before_one_for_all() {
        let mut config = config();
        let mut json = bug_json();
        json["flow"]["events"] = json!([
            {"event": "refused:solucao", "to": "em_diagnostico"},
            {"event": "approved:proposta", "when": "status:pendente", "to": "em_diagnostico"}
        ]);
        config.types.insert("bug".to_owned(), type_of(json));
        let now = snapshot("bug", "pendente");
        with_world(&config, ANA, |world| assert_eq!(waits(&approvals(world, &now, &[])), ["proposta"]));
    }

    #[test]
    fn who_names_none_means_the_one_that_is_waited_for() {
        let config = config();
        let meant_in = |status: &str, given: Option<Comment>| {
            let opened = snapshot("bug", status);
            let mut now = opened.clone();
            now.comments.extend(given.map(|comment| (uid(2), comment)));
            let history = history(&[("bia@desk.example", &opened), (ANA, &now)]);
            with_world(&config, ANA, |world| meant(world, &now, &history, None))
        };
        assert_eq!(meant_in("em_revisao", None), Ok("revisao".to_owned()));
        let given = meant_in("em_revisao", Some(verdict("revisao", None)));
        assert!(given.unwrap_err().contains("waits for no approval; the type has"));
        assert!(meant_in("fechado", None).unwrap_err().contains("proposta, revisao, solucao"));
    }
}
