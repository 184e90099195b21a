//! The events of a change: what happened, by the names that flows and policies use (3.3, 6).

use crate::model::config::{Config, TypeTemplate};
use crate::model::{Change, Comment, CommentKind, Snapshot, Verdict, change};
use crate::sla::events::of_links;
use std::collections::BTreeSet;

/// The verdict's word in events: silence counts as a yes.
pub const fn verdict_event(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approved | Verdict::Tacit => "approved",
        Verdict::Restricted => "restricted",
        Verdict::Refused => "refused",
    }
}

/// Whether the comment came by a spoken channel (S6, S7).
pub fn is_contact(config: &Config, comment: &Comment) -> bool {
    let id = comment.channel.as_deref();
    config.desk.channels.iter().any(|c| c.contact && Some(c.id.as_str()) == id)
}

/// The events of going from one state to another, in order of cause: the opening, comments, links,
/// the assignment, then the move.
pub fn events(
    config: &Config,
    template: Option<&TypeTemplate>,
    before: Option<&Snapshot>,
    after: &Snapshot,
) -> Vec<String> {
    let mut events = Vec::new();
    for change in change::diff(before, Some(after)) {
        match change {
            Change::Opened { .. } => {
                events.push("opened".to_owned());
                events
                    .extend(of_links(&after.ticket.links, &BTreeSet::new()).iter().map(ToString::to_string));
            }
            Change::Comment { comment, .. } => of_comment(config, &comment, &mut events),
            Change::Links(set) => {
                let had = before.map(|b| b.ticket.links.clone()).unwrap_or_default();
                events.extend(of_links(&set.added, &had).iter().map(ToString::to_string));
            }
            Change::Merged(pair) if pair.to.is_some() => events.push("merged".to_owned()),
            _ => {}
        }
    }
    let old = before.map(|b| &b.ticket);
    let new = &after.ticket;
    if new.assignee.is_some() && old.is_none_or(|o| o.assignee != new.assignee) {
        events.push("assigned".to_owned());
    }
    let status = old.map(|o| o.status.as_str());
    if status != Some(new.status.as_str()) {
        let category = |id: &str| template.and_then(|t| t.flow.statuses.get(id)).map(|s| s.category);
        events.extend(status.map(|s| format!("leave:{s}")));
        events.push(format!("enter:{}", new.status));
        let entered = category(&new.status);
        if let Some(entered) = entered.filter(|c| status.and_then(category) != Some(*c)) {
            events.push(format!("enter_category:{}", entered.as_str()));
        }
    }
    events
}

/// Whether an event is that of a move.
pub fn is_of_move(event: &str) -> bool {
    ["enter", "leave", "enter_category"].contains(&split(event).0)
}

/// A verdict comes before the message that carries it: it is what the message is about.
fn of_comment(config: &Config, comment: &Comment, events: &mut Vec<String>) {
    if let Some(note) = &comment.approval {
        events.push(format!("{}:{}", verdict_event(note.verdict), note.what));
    }
    match comment.kind {
        CommentKind::Public => events.push("reply".to_owned()),
        CommentKind::Customer => events.push("customer_message".to_owned()),
        CommentKind::Internal => {}
    }
    if is_contact(config, comment) {
        events.push("contact".to_owned());
    }
}

/// Whether an event as written in a flow (`enter_category:resolved,closed`) names one that happened.
pub fn names(written: &str, happened: &str) -> bool {
    let (word, arguments) = split(written);
    let (happened_word, argument) = split(happened);
    word == happened_word && (arguments == argument || arguments.split(',').any(|a| a.trim() == argument))
}

fn split(event: &str) -> (&str, &str) {
    event.trim().split_once(':').map_or((event.trim(), ""), |(word, rest)| (word.trim(), rest.trim()))
}

/// Event words that take an argument, and those that take none.
pub const WORDS_WITH_ARGUMENT: [&str; 7] =
    ["enter", "leave", "enter_category", "approved", "refused", "restricted", "link"];
/// Event words without an argument.
pub const WORDS: [&str; 7] =
    ["opened", "reply", "customer_message", "contact", "assigned", "merged", "fixed"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ApprovalNote, Link};
    use crate::process::testing::{config, snapshot, uid};

    #[test]
    fn every_event_word_has_its_cause() {
        let config = config();
        let bug = config.types.get("bug");
        let before = snapshot("bug", "backlog");
        let mut after = before.clone();
        after.ticket.status = "em_diagnostico".to_owned();
        after.ticket.assignee = Some("ana".to_owned());
        after.ticket.merged = Some(uid(9).to_string());
        after.ticket.links.insert(Link {
            kind: "issue".into(),
            to: "x".into(),
            extra: std::collections::BTreeMap::new(),
        });
        let mut call = Comment::new(CommentKind::Customer, "ligou");
        call.channel = Some("phone".to_owned());
        call.approval = Some(ApprovalNote { what: "proposta".into(), verdict: Verdict::Tacit });
        after.comments.insert(uid(2), Comment::new(CommentKind::Public, "oi"));
        after.comments.insert(uid(3), call);
        assert_eq!(
            events(&config, bug, Some(&before), &after),
            [
                "merged",
                "link:issue",
                "reply",
                "approved:proposta",
                "customer_message",
                "contact",
                "assigned",
                "leave:backlog",
                "enter:em_diagnostico",
                "enter_category:active"
            ]
        );
    }

    #[test]
    fn an_opening_enters_its_status_and_category() {
        let config = config();
        let after = snapshot("bug", "em_revisao");
        assert_eq!(
            events(&config, config.types.get("bug"), None, &after),
            ["opened", "enter:em_revisao", "enter_category:new"]
        );
    }

    #[test]
    fn a_move_within_a_category_does_not_enter_it() {
        let config = config();
        let before = snapshot("bug", "em_diagnostico");
        let mut after = before.clone();
        after.ticket.status = "devolvido".to_owned();
        let events = events(&config, config.types.get("bug"), Some(&before), &after);
        assert_eq!(events, ["leave:em_diagnostico", "enter:devolvido"]);
    }

    #[test]
    fn commas_belong_to_the_argument() {
        assert!(names("enter_category:resolved,closed", "enter_category:closed"));
        assert!(!names("enter_category:resolved,closed", "enter_category:active"));
        assert!(names("reply", "reply") && !names("reply", "contact") && !names("enter", "enter:x"));
    }
}
