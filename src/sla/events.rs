//! The events that clocks and flows react to (6, 3.3): their words, and what happened in one commit.

use crate::model::config::{OneOrMany, StatusCategory};
use crate::model::{Comment, CommentKind, Link, Verdict};
use std::collections::BTreeSet;
use std::fmt;

/// Something that happened to a ticket. As a pattern (in `start`, `stop`, `after`, `events`) it is equal to what it matches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// The ticket was opened.
    Opened,
    /// A public comment.
    Reply,
    /// A comment from the customer.
    CustomerMessage,
    /// A comment on a channel with `contact: true`.
    Contact,
    /// The ticket was given to somebody (else).
    Assigned,
    /// A status was entered; an opening enters its own.
    Enter(String),
    /// A status was left.
    Leave(String),
    /// A category was entered from another one.
    EnterCategory(StatusCategory),
    /// An approval was given, tacitly too.
    Approved(String),
    /// An approval was refused.
    Refused(String),
    /// An approval was given with a restriction.
    Restricted(String),
    /// The ticket was merged into another.
    Merged,
    /// A commit that fixes it was linked (E3).
    Fixed,
    /// A link of this kind was added.
    Link(String),
}

/// Why a text is not an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// The word is unknown.
    #[error(
        "unknown event {0:?}: write one of opened, reply, customer_message, contact, assigned, enter:STATUS, \
         leave:STATUS, enter_category:CATEGORY, approved:WHAT, refused:WHAT, restricted:WHAT, merged, fixed, link:KIND"
    )]
    Unknown(String),
    /// An argument is missing.
    #[error("event {0:?} needs an argument: write {0}:…")]
    NoArgument(String),
    /// An argument stands where none belongs; a comma often.
    #[error("event {0:?} takes no argument: write several events as a list, [a, b]")]
    Argument(String),
    /// No such category.
    #[error("{0:?} is not a category: write one of new, active, waiting, resolved, closed, rejected")]
    Category(String),
}

/// The category of this name.
pub fn parse_category(text: &str) -> Option<StatusCategory> {
    use StatusCategory::{Active, Closed, New, Rejected, Resolved, Waiting};
    [New, Active, Waiting, Resolved, Closed, Rejected].into_iter().find(|c| c.as_str() == text)
}

impl Event {
    /// Reads `opened`, `enter:a,b` and so on; commas belong to the argument, so one text may name several events.
    pub fn parse(text: &str) -> Result<Vec<Self>, EventError> {
        let text = text.trim();
        let (word, argument) = match text.split_once(':') {
            Some((word, argument)) => (word.trim(), Some(argument)),
            None => (text, None),
        };
        let plain = match word {
            "opened" => Some(Self::Opened),
            "reply" => Some(Self::Reply),
            "customer_message" => Some(Self::CustomerMessage),
            "contact" => Some(Self::Contact),
            "assigned" => Some(Self::Assigned),
            "merged" => Some(Self::Merged),
            "fixed" => Some(Self::Fixed),
            _ => None,
        };
        if let Some(event) = plain {
            return match argument {
                None => Ok(vec![event]),
                Some(_) => Err(EventError::Argument(word.to_owned())),
            };
        }
        let make: fn(&str) -> Result<Self, EventError> = match word {
            "enter" => |a| Ok(Self::Enter(a.to_owned())),
            "leave" => |a| Ok(Self::Leave(a.to_owned())),
            "approved" => |a| Ok(Self::Approved(a.to_owned())),
            "refused" => |a| Ok(Self::Refused(a.to_owned())),
            "restricted" => |a| Ok(Self::Restricted(a.to_owned())),
            "link" => |a| Ok(Self::Link(a.to_owned())),
            "enter_category" => |a| {
                parse_category(a).map(Self::EnterCategory).ok_or_else(|| EventError::Category(a.to_owned()))
            },
            _ => return Err(EventError::Unknown(text.to_owned())),
        };
        let arguments: Vec<&str> =
            argument.unwrap_or_default().split(',').map(str::trim).filter(|a| !a.is_empty()).collect();
        if arguments.is_empty() {
            return Err(EventError::NoArgument(word.to_owned()));
        }
        arguments.into_iter().map(make).collect()
    }

    /// Reads a list of events, or one.
    pub fn parse_all(texts: &OneOrMany) -> Result<Vec<Self>, EventError> {
        let mut events = Vec::new();
        for text in &texts.0 {
            events.extend(Self::parse(text)?);
        }
        Ok(events)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opened => f.write_str("opened"),
            Self::Reply => f.write_str("reply"),
            Self::CustomerMessage => f.write_str("customer_message"),
            Self::Contact => f.write_str("contact"),
            Self::Assigned => f.write_str("assigned"),
            Self::Enter(status) => write!(f, "enter:{status}"),
            Self::Leave(status) => write!(f, "leave:{status}"),
            Self::EnterCategory(category) => write!(f, "enter_category:{}", category.as_str()),
            Self::Approved(what) => write!(f, "approved:{what}"),
            Self::Refused(what) => write!(f, "refused:{what}"),
            Self::Restricted(what) => write!(f, "restricted:{what}"),
            Self::Merged => f.write_str("merged"),
            Self::Fixed => f.write_str("fixed"),
            Self::Link(kind) => write!(f, "link:{kind}"),
        }
    }
}

/// The events of one new comment. `is_contact` says whether a channel is a spoken contact.
pub fn of_comment(comment: &Comment, is_contact: impl Fn(&str) -> bool) -> Vec<Event> {
    let mut events = Vec::new();
    match comment.kind {
        CommentKind::Public => events.push(Event::Reply),
        CommentKind::Customer => events.push(Event::CustomerMessage),
        CommentKind::Internal => {}
    }
    if comment.channel.as_deref().is_some_and(is_contact) {
        events.push(Event::Contact);
    }
    if let Some(approval) = &comment.approval {
        let what = approval.what.clone();
        events.push(match approval.verdict {
            Verdict::Approved | Verdict::Tacit => Event::Approved(what),
            Verdict::Restricted => Event::Restricted(what),
            Verdict::Refused => Event::Refused(what),
        });
    }
    events
}

/// What `fixed` of a link to a commit says where the fix does not count: not yet, not by the desk's rules, or no more.
const COUNTS_NOT: [&str; 4] = ["false", "pending", "refused", "closed"];

/// Whether a link says that a commit fixes the ticket, and that this counts: kind `commit` with a key `fixed` or `fixes`
/// that says nothing else (E3).
pub fn is_fix(link: &Link) -> bool {
    let says = |key: &str| {
        let value = link.extra.get(key).filter(|v| !v.is_empty());
        value.is_some_and(|v| v.as_text().is_none_or(|text| !COUNTS_NOT.contains(&text)))
    };
    link.kind == "commit" && (says("fixed") || says("fixes"))
}

/// The events of links that a ticket has now and did not have before. A link that only says more of its target than it did
/// (`done`) was there already; that it says of a commit that its fix counts now is `fixed`.
pub fn of_links<'a>(now: impl IntoIterator<Item = &'a Link>, before: &BTreeSet<Link>) -> Vec<Event> {
    let mut events = Vec::new();
    for link in now {
        let old: Vec<&Link> =
            before.iter().filter(|old| (&old.kind, &old.to) == (&link.kind, &link.to)).collect();
        if old.is_empty() {
            events.push(Event::Link(link.kind.clone()));
        }
        if is_fix(link) && !old.into_iter().any(is_fix) && !events.contains(&Event::Fixed) {
            events.push(Event::Fixed);
        }
    }
    events
}

/// A link to a commit that fixes the ticket.
#[cfg(test)]
pub(crate) fn fix_link(to: &str) -> Link {
    Link {
        kind: "commit".to_owned(),
        to: to.to_owned(),
        extra: [("fixes".to_owned(), "true".into())].into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_belong_to_the_argument_and_every_word_is_read_back() {
        assert_eq!(
            Event::parse("enter_category:resolved,closed").unwrap(),
            [Event::EnterCategory(StatusCategory::Resolved), Event::EnterCategory(StatusCategory::Closed)]
        );
        for word in [
            "opened",
            "reply",
            "customer_message",
            "contact",
            "assigned",
            "enter:a",
            "leave:a",
            "enter_category:new",
            "approved:x",
            "refused:x",
            "restricted:x",
            "merged",
            "fixed",
            "link:issue",
        ] {
            assert_eq!(Event::parse(word).unwrap()[0].to_string(), word);
        }
        let list = OneOrMany(vec!["enter:aceito".into(), "customer_message".into()]);
        assert_eq!(Event::parse_all(&list).unwrap(), [Event::Enter("aceito".into()), Event::CustomerMessage]);
    }

    #[test]
    fn bad_events_say_how_to_write_them() {
        let message = |text: &str| Event::parse(text).unwrap_err().to_string();
        assert!(message("enter").contains("enter:…"));
        assert!(message("reply,contact").contains("unknown event"));
        assert!(message("reply:x").contains("a list"));
        assert!(message("enter_category:done").contains("not a category"));
    }

    #[test]
    fn a_tacit_approval_approves_and_a_fix_is_a_commit_link() {
        let mut comment = Comment::new(CommentKind::Customer, "ok");
        comment.channel = Some("phone".into());
        comment.approval =
            Some(crate::model::ApprovalNote { what: "solucao".into(), verdict: Verdict::Tacit });
        assert_eq!(
            of_comment(&comment, |c| c == "phone"),
            [Event::CustomerMessage, Event::Contact, Event::Approved("solucao".into())]
        );
        assert_eq!(
            of_links([&fix_link("erp@1a2b")], &BTreeSet::new()),
            [Event::Link("commit".into()), Event::Fixed]
        );
    }

    #[test]
    fn a_fix_counts_once_and_when_it_says_so() {
        let link =
            |fixed: &str| Link { extra: [("fixed".to_owned(), fixed.into())].into(), ..fix_link("erp@1a2b") };
        for fixed in ["pending", "refused", "closed", "false"] {
            assert_eq!(of_links([&link(fixed)], &BTreeSet::new()), [Event::Link("commit".into())], "{fixed}");
            assert_eq!(
                of_links([&link("merged")], &BTreeSet::from([link(fixed)])),
                [Event::Fixed],
                "{fixed}"
            );
        }
        assert_eq!(of_links([&link("released")], &BTreeSet::from([link("merged")])), []);
    }
}
