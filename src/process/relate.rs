//! What relates tickets: kinds of links, and which ticket may be merged into which (3.1, S10, S12, S13).

use super::Violation;
use super::resolve::{UnknownName, name};
use crate::model::Ticket;

/// Kinds of links (3.1).
pub const LINK_KINDS: [&str; 8] =
    ["parent", "child", "duplicate_of", "follow_up_of", "related", "issue", "kb", "commit"];

/// The kind that a text names: `duplicate-of` is `duplicate_of`.
pub fn link_kind(text: &str) -> Result<&'static str, UnknownName> {
    name("link", text, LINK_KINDS.map(|kind| (kind, Vec::new())))
}

/// What the other ticket says of a link of this kind, so that each cites the other (S12). A duplicate is a matter of the
/// duplicate alone (C14); what leads out of the desk has no other side.
pub fn inverse(kind: &str) -> Option<&'static str> {
    match kind {
        "parent" => Some("child"),
        "child" => Some("parent"),
        "follow_up_of" | "related" => Some("related"),
        _ => None,
    }
}

/// Whether a ticket may be merged into another: both of the same organization (S13), neither merged already.
///
/// # Errors
/// Everything that speaks against it.
pub fn mergeable(ticket: &Ticket, into: &Ticket) -> Result<(), Vec<Violation>> {
    let mut found = Vec::new();
    let mut against = |message: String| found.push(Violation::error("merge", message));
    if ticket.uid == into.uid {
        against("a ticket is not merged into itself; name two".to_owned());
    }
    for (one, what) in [(ticket, "the ticket"), (into, "the ticket that it would go into")] {
        if let Some(uid) = &one.merged {
            against(format!("{what} is merged into {uid} already; use that one"));
        }
    }
    let known = |t: &Ticket| t.organization.clone().or_else(|| t.requester.clone());
    let same = match (&ticket.organization, &into.organization) {
        (Some(one), Some(other)) => one == other,
        // Without an organization nobody but the requester themself is the same customer.
        (None, None) => ticket.requester.is_some() && ticket.requester == into.requester,
        _ => false,
    };
    if !same {
        let who = |t: &Ticket| known(t).unwrap_or_else(|| "nobody".to_owned());
        against(format!(
            "only tickets of the same organization are merged, and these are of {} and {}; link them with \
             `tramite duplicate` instead",
            who(ticket),
            who(into)
        ));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::{snapshot, uid};

    fn ticket(n: u64, organization: Option<&str>, requester: Option<&str>) -> Ticket {
        let mut ticket = snapshot("bug", "backlog").ticket;
        ticket.uid = uid(n);
        ticket.organization = organization.map(str::to_owned);
        ticket.requester = requester.map(str::to_owned);
        ticket
    }

    #[test]
    fn only_the_same_customers_tickets_are_merged() {
        let acme = ticket(1, Some("acme"), Some("daiane@acme"));
        for (into, good) in [
            (ticket(2, Some("acme"), Some("marcos@acme")), true),
            (ticket(2, Some("beta"), Some("eva@beta")), false),
            (ticket(2, None, Some("daiane@acme")), false),
            (ticket(1, Some("acme"), None), false),
            (Ticket { merged: Some(uid(9).to_string()), ..ticket(2, Some("acme"), None) }, false),
        ] {
            assert_eq!(mergeable(&acme, &into).is_ok(), good, "{into:?}");
        }
        let (nobody, other) = (ticket(1, None, None), ticket(2, None, None));
        assert!(mergeable(&nobody, &other).is_err());
        let (one, two) = (ticket(1, None, Some("x@y.example")), ticket(2, None, Some("x@y.example")));
        assert!(mergeable(&one, &two).is_ok());
    }

    #[test]
    fn a_kind_may_be_written_as_people_write_it() {
        assert_eq!(link_kind("duplicate-of"), Ok("duplicate_of"));
        assert_eq!(link_kind("Parent"), Ok("parent"));
        assert!(link_kind("isue").unwrap_err().to_string().contains("did you mean issue"));
    }
}
