//! Approvals: whether one stands, who may give it, and what voids it (3.3, C12, C19, T7).

use super::actor::{find_contact, identify};
use super::window::{Said, Window, entered, since};
use super::{Actor, World, fields};
use crate::model::config::{ApprovalSpec, Config, TypeTemplate};
use crate::model::{Change, Comment, Identity, Snapshot, Tramite, Verdict, change};

/// How an approval stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Given: approved, approved with a reservation, or by silence.
    Given(Verdict),
    /// Refused, and not given since.
    Refused,
    /// Given, but one of the fields that it is `of` changed afterwards.
    Void,
    /// Nobody has decided.
    Open,
}

/// The ticket and its past as an approval sees them.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// State before this commit.
    pub before: Option<&'a Snapshot>,
    /// State after it.
    pub after: &'a Snapshot,
    /// The trâmites until before this commit.
    pub history: &'a [Tramite],
}

/// How the approval `what` stands after this commit. An approval by one who may not give it counts for nothing.
pub fn standing(world: &World<'_>, template: &TypeTemplate, what: &str, case: Case<'_>) -> Standing {
    let Some(spec) = template.approvals.get(what) else { return Standing::Open };
    let widened = spec.since.as_deref() == Some("opened");
    let place = if widened { None } else { entered(case.history) };
    let window = Window::new(case.before, case.after, case.history);
    let earlier = if widened { since(case.before, case.history, place) } else { window.before.clone() };
    let mut latest: Option<(&Said<'_>, Verdict)> = None;
    for said in earlier.iter().chain(&window.now) {
        let Some(note) = said.comment.approval.as_ref().filter(|note| note.what == what) else { continue };
        let by = said.by.map_or_else(|| world.actor.clone(), |by| identify(world.config, by));
        let valid = note.verdict == Verdict::Tacit && by.works_here()
            || may(world.config, spec, said.comment, &by, case).is_ok();
        if valid {
            latest = Some((said, note.verdict));
        }
    }
    match latest {
        None => Standing::Open,
        Some((_, Verdict::Refused)) => Standing::Refused,
        Some((said, _)) if is_void(spec, said, case) => Standing::Void,
        Some((_, verdict)) => Standing::Given(verdict),
    }
}

/// Whether one of the fields of the approval changed after the commit that gave it.
fn is_void(spec: &ApprovalSpec, said: &Said<'_>, case: Case<'_>) -> bool {
    let touches = |changes: &[Change]| {
        changes.iter().any(|c| {
            let keys = c.keys();
            spec.of.iter().any(|field| keys.iter().any(|k| k == field || *k == format!("fields.{field}")))
        })
    };
    let gave =
        |t: &Tramite| t.changes.iter().any(|c| matches!(c, Change::Comment { id, .. } if id == said.id));
    let this_commit = case.before.is_none_or(|b| !b.comments.contains_key(said.id));
    if spec.of.is_empty() || this_commit {
        return false;
    }
    let after_it = case.history.iter().skip_while(|t| !gave(t)).skip(1);
    let mut later = after_it.map(|t| t.changes.as_slice());
    let now = change::diff(case.before, Some(case.after));
    later.any(touches) || touches(&now)
}

/// Whether one who commits `comment` may decide; why not, in words.
pub fn may(
    config: &Config,
    spec: &ApprovalSpec,
    comment: &Comment,
    by: &Actor,
    case: Case<'_>,
) -> Result<(), String> {
    let contact = match &comment.for_contact {
        // What a contact said may be recorded by somebody of the desk.
        Some(id) if by.works_here() => match find_contact(config, id) {
            Some((organization, contact)) => Some((organization.organization.clone(), contact.clone())),
            None => return Err(format!("{id:?} is no contact of the desk")),
        },
        _ if by.is_customer_only() => by.contact.clone(),
        _ => None,
    };
    let person = if contact.is_none() { by.person.as_ref() } else { None };
    let named = spec.by.is_empty() && (person.is_some() || contact.is_some())
        || spec.by.iter().any(|word| names(word, person, contact.as_ref(), case.after));
    if !named {
        let who = spec.by.join(" or ");
        let who = if who.is_empty() { "a person of the desk" } else { &who };
        let customer = if spec.by.iter().any(|word| word == "customer") {
            "; a customer is a contact of the ticket's organization"
        } else {
            ""
        };
        return Err(format!("it takes {who}{customer}"));
    }
    for not in &spec.not {
        let is_self = match not.as_str() {
            "opener" => {
                opener(case.history).is_some_and(|identity| {
                    let opener = identify(config, identity);
                    (opener.id().is_some()
                        && opener.id() == contact.as_ref().map_or(by.id(), |(_, c)| Some(&c.id)))
                        || (contact.is_none() && identity.email.eq_ignore_ascii_case(&by.email))
                }) || case.before.is_none()
            }
            "assignee" => {
                let assignee = case.before.unwrap_or(case.after).ticket.assignee.as_deref();
                assignee.is_some() && assignee == person.map(|p| p.id.as_str())
            }
            _ => false,
        };
        if is_self {
            return Err(format!("the {not} may not give it; ask a colleague"));
        }
    }
    Ok(())
}

/// Whether one word of `by` names the person or contact.
fn names(
    word: &str,
    person: Option<&crate::model::config::Person>,
    contact: Option<&(String, crate::model::config::Contact)>,
    ticket: &Snapshot,
) -> bool {
    let (kind, argument) = word.split_once(':').unwrap_or((word, ""));
    match kind.trim() {
        "role" => person.is_some_and(|p| p.roles.iter().any(|r| r == argument)),
        "team" => person.is_some_and(|p| p.teams.iter().any(|t| t == argument)),
        "person" => person.is_some_and(|p| p.id == argument),
        "customer" => contact.is_some_and(|(organization, contact)| {
            ticket.ticket.organization.as_deref() == Some(organization.as_str())
                || ticket.ticket.requester.as_deref().is_some_and(|r| {
                    r == contact.id || contact.email.0.iter().any(|e| e.eq_ignore_ascii_case(r))
                })
        }),
        "contact" => {
            let (field, role) = argument.rsplit_once(':').unwrap_or((argument, ""));
            let organization = fields::value_of(ticket, field);
            contact.is_some_and(|(of, contact)| {
                organization.as_deref() == Some(of.as_str())
                    && (role.is_empty() || contact.roles.iter().any(|r| r == role))
            })
        }
        _ => false,
    }
}

/// Who opened the ticket.
fn opener(history: &[Tramite]) -> Option<&Identity> {
    let opens = |t: &&Tramite| t.changes.iter().any(|c| matches!(c, Change::Opened { .. }));
    history.iter().find(opens).map(|t| &t.by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ApprovalNote, CommentKind};
    use crate::process::testing::{config, history, snapshot, uid, with_world};

    fn note(what: &str, verdict: Verdict, for_contact: Option<&str>) -> Comment {
        let mut comment = Comment::new(CommentKind::Internal, "por quê");
        comment.approval = Some(ApprovalNote { what: what.to_owned(), verdict });
        comment.for_contact = for_contact.map(str::to_owned);
        comment
    }

    /// A ticket opened by bia in a status, then the comment of an author, then maybe another value of `valor`.
    fn stands(author: &str, comment: Comment, status: &str, changed: bool) -> Standing {
        let config = config();
        let opened = snapshot("bug", status);
        let what = comment.approval.as_ref().unwrap().what.clone();
        let mut given = opened.clone();
        given.ticket.payer = Some("beta".to_owned());
        given.comments.insert(uid(2), comment);
        let mut now = given.clone();
        if changed {
            now.ticket.fields.insert("valor".to_owned(), "10.00".into());
        }
        let history = history(&[("bia@desk.example", &opened), (author, &given)]);
        with_world(&config, "ana@desk.example", |world| {
            let case = Case { before: Some(&given), after: &now, history: &history };
            standing(world, &config.types["bug"], &what, case)
        })
    }

    #[test]
    fn only_those_whom_by_names_can_give_it() {
        let approved = |what| note(what, Verdict::Approved, None);
        let given = Standing::Given(Verdict::Approved);
        for (author, comment, expected) in [
            ("ana@desk.example", approved("revisao"), given.clone()),
            ("bia@desk.example", approved("revisao"), Standing::Open), // the opener
            ("caio@desk.example", approved("revisao"), Standing::Open), // neither leader nor suporte
            ("daiane@acme.example", approved("proposta"), given.clone()),
            ("eva@beta.example", approved("proposta"), Standing::Open), // another organization
            ("ana@desk.example", approved("proposta"), Standing::Open), // not the customer
            ("ana@desk.example", note("proposta", Verdict::Approved, Some("marcos@acme")), given.clone()),
            ("eva@beta.example", approved("solucao"), given.clone()), // the payer's person responsible (T7)
            ("x@nowhere.example", approved("proposta"), Standing::Open),
            ("robo@nowhere.example", note("proposta", Verdict::Tacit, None), Standing::Open),
            ("portal@desk.example", note("proposta", Verdict::Tacit, None), Standing::Given(Verdict::Tacit)),
            ("daiane@acme.example", note("proposta", Verdict::Refused, None), Standing::Refused),
            (
                "daiane@acme.example",
                note("proposta", Verdict::Restricted, None),
                Standing::Given(Verdict::Restricted),
            ),
        ] {
            assert_eq!(
                stands(author, comment.clone(), "em_revisao", false),
                expected,
                "{author} {comment:?}"
            );
        }
    }

    #[test]
    fn a_change_of_what_it_is_of_voids_it() {
        let comment = note("proposta", Verdict::Approved, None);
        assert_eq!(stands("daiane@acme.example", comment, "em_revisao", true), Standing::Void);
        let comment = note("solucao", Verdict::Approved, None);
        assert_eq!(
            stands("daiane@acme.example", comment, "em_revisao", true),
            Standing::Given(Verdict::Approved)
        );
    }

    #[test]
    fn it_counts_since_the_status_was_entered_unless_widened() {
        let config = config();
        for (what, expected) in
            [("proposta", Standing::Open), ("solucao", Standing::Given(Verdict::Approved))]
        {
            let opened = snapshot("bug", "em_revisao");
            let mut given = opened.clone();
            given.comments.insert(uid(2), note(what, Verdict::Approved, None));
            let mut moved = given.clone();
            moved.ticket.status = "backlog".to_owned();
            let history = history(&[
                ("bia@desk.example", &opened),
                ("daiane@acme.example", &given),
                ("ana@desk.example", &moved),
            ]);
            with_world(&config, "ana@desk.example", |world| {
                let case = Case { before: Some(&moved), after: &moved, history: &history };
                assert_eq!(standing(world, &config.types["bug"], what, case), expected, "{what}");
            });
        }
    }
}
