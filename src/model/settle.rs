//! What a merge was to yield, in the light of what it did yield: where both sides changed one key each otherwise, either
//! side's value is a settlement, and anything else is somebody's own change (7).

use super::merge::{Side, merge, merge_settling};
use super::{Comment, Snapshot, Ticket, Uid};
use std::collections::BTreeMap;

/// The ticket that merging `ours` and `theirs` yields, where each true clash is settled as `actual` has it if that is one
/// side's value, and else as in `ours`.
pub fn expected(base: Option<&Ticket>, ours: &Ticket, theirs: &Ticket, actual: Option<&Ticket>) -> Ticket {
    let clashes = match merge(base, ours, theirs) {
        Ok(merged) => return merged,
        Err(clashes) => clashes,
    };
    let (mut left, mut right) = (ours.clone(), theirs.clone());
    for clash in &clashes {
        let is_theirs = actual.is_some_and(|actual| agree(actual, theirs, &clash.key));
        let from = if is_theirs { theirs } else { ours };
        copy(&clash.key, from, &mut left);
        copy(&clash.key, from, &mut right);
    }
    // Each clash is settled on both sides alike.
    merge(base, &left, &right).unwrap_or(left)
}

/// The keys that both sides have changed, each otherwise.
pub fn clashing(base: Option<&Ticket>, ours: &Ticket, theirs: &Ticket) -> Vec<String> {
    merge(base, ours, theirs).err().into_iter().flatten().map(|clash| clash.key).collect()
}

/// The same for tickets with their comments. `None` where neither side has the ticket.
pub fn expected_snapshot(
    base: Option<&Snapshot>,
    ours: Option<&Snapshot>,
    theirs: Option<&Snapshot>,
    actual: Option<&Snapshot>,
) -> Option<Snapshot> {
    let (Some(left), Some(right)) = (ours, theirs) else { return ours.or(theirs).cloned() };
    let actual = actual.map(|snapshot| &snapshot.ticket);
    let ticket = expected(base.map(|snapshot| &snapshot.ticket), &left.ticket, &right.ticket, actual);
    Some(Snapshot { dir: left.dir.clone(), ticket, comments: comments(base, left, right) })
}

/// The common ancestor of a criss-cross history, as its merge begins from: where two ancestors clash it has a value that
/// neither side can have. A ticket that one of them took away and the other changed is as it was before.
pub fn ancestor(
    base: Option<&Snapshot>,
    one: Option<&Snapshot>,
    other: Option<&Snapshot>,
) -> Option<Snapshot> {
    let (Some(left), Some(right)) = (one, other) else {
        let kept = if one == base { other } else { one };
        return if one == base || other == base { kept } else { base }.cloned();
    };
    let before = base.map(|snapshot| &snapshot.ticket);
    let merged = merge_settling(before, &left.ticket, &right.ticket, &mut |_| Some(Side::Neither));
    let ticket = merged.unwrap_or_else(|_| left.ticket.clone());
    Some(Snapshot { dir: left.dir.clone(), ticket, comments: comments(base, left, right) })
}

/// The comments of two sides, file by file: what only one side changed is as it has it, and what both did as on the left.
fn comments(base: Option<&Snapshot>, left: &Snapshot, right: &Snapshot) -> BTreeMap<Uid, Comment> {
    let mut kept = left.comments.clone();
    let ids = right.comments.keys().chain(left.comments.keys());
    for id in ids {
        let before = base.and_then(|base| base.comments.get(id));
        if left.comments.get(id) == before {
            match right.comments.get(id) {
                Some(comment) => drop(kept.insert(id.clone(), comment.clone())),
                None => drop(kept.remove(id)),
            }
        }
    }
    kept
}

/// Whether `key` has the same value in both.
pub fn agree(actual: &Ticket, side: &Ticket, key: &str) -> bool {
    let mut copied = actual.clone();
    copy(key, side, &mut copied);
    copied == *actual
}

/// Gives `to` the value that `key`, as a clash names it, has in `from`.
pub fn copy(key: &str, from: &Ticket, to: &mut Ticket) {
    match key {
        "uid" => to.uid.clone_from(&from.uid),
        "number" => to.number = from.number,
        "type" => to.type_id.clone_from(&from.type_id),
        "title" => to.title.clone_from(&from.title),
        "status" => to.status.clone_from(&from.status),
        "priority" => to.priority.clone_from(&from.priority),
        "requester" => to.requester.clone_from(&from.requester),
        "organization" => to.organization.clone_from(&from.organization),
        "payer" => to.payer.clone_from(&from.payer),
        "team" => to.team.clone_from(&from.team),
        "assignee" => to.assignee.clone_from(&from.assignee),
        "origin" => to.origin.clone_from(&from.origin),
        "due" => to.due.clone_from(&from.due),
        "promised" => to.promised.clone_from(&from.promised),
        "rating" => to.rating.clone_from(&from.rating),
        "merged" => to.merged.clone_from(&from.merged),
        "description" => to.description.clone_from(&from.description),
        "external" => to.external.clone_from(&from.external),
        _ if key.starts_with("links ") => {
            let named = |link: &super::Link| key.starts_with(&format!("links {} {} ", link.kind, link.to));
            to.links.retain(|link| !named(link));
            to.links.extend(from.links.iter().filter(|link| named(link)).cloned());
        }
        _ => {
            let (from, to, key) = match key.strip_prefix("fields.") {
                Some(field) => (&from.fields, &mut to.fields, field),
                None => (&from.extra, &mut to.extra, key),
            };
            match from.get(key) {
                Some(value) => drop(to.insert(key.to_owned(), value.clone())),
                None => drop(to.remove(key)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Uid;

    fn ticket(status: &str, causa: &str) -> Ticket {
        let mut ticket = Ticket::new(Uid::from_parts(1, 1), "bug", "x", status);
        ticket.fields.insert("causa".to_owned(), causa.into());
        ticket
    }

    #[test]
    fn a_clash_may_be_settled_either_way_and_no_other() {
        let base = ticket("a", "1");
        let (ours, theirs) = (ticket("b", "1"), ticket("c", "2"));
        for (actual, wanted) in [("b", "b"), ("c", "c"), ("d", "b")] {
            let found = expected(Some(&base), &ours, &theirs, Some(&ticket(actual, "2")));
            assert_eq!(found, ticket(wanted, "2"), "{actual}");
        }
    }

    #[test]
    fn what_one_side_alone_changed_is_no_clash() {
        let base = ticket("a", "1");
        let (ours, theirs) = (ticket("a", "1"), ticket("c", "1"));
        assert_eq!(expected(Some(&base), &ours, &theirs, Some(&ours)), theirs);
    }

    #[test]
    fn fields_that_clash_are_settled_one_by_one() {
        let base = ticket("a", "1");
        let (ours, theirs) = (ticket("b", "2"), ticket("c", "3"));
        let actual = ticket("b", "3");
        assert_eq!(expected(Some(&base), &ours, &theirs, Some(&actual)), actual);
    }

    #[test]
    fn comments_of_both_sides_are_kept() {
        use crate::model::{Comment, CommentKind, Number, TicketDir};
        let base = ticket("a", "1");
        let dir = TicketDir::new(Number { month: 202_611, seq: 1 }, &base.uid);
        let with = |n: u128| {
            let mut snapshot = Snapshot::new(dir.clone(), base.clone());
            snapshot.comments.insert(Uid::from_parts(2, n), Comment::new(CommentKind::Public, "x"));
            snapshot
        };
        let merged = expected_snapshot(None, Some(&with(1)), Some(&with(2)), None).unwrap();
        assert_eq!(merged.comments.len(), 2);
        assert_eq!(expected_snapshot(None, None, Some(&with(2)), None), Some(with(2)));
        // What one side took away is away, whichever side that is; what it wrote anew is new.
        let none = Snapshot::new(with(1).dir, base.clone());
        let mut other = with(1);
        other.comments.values_mut().for_each(|comment| comment.body = "y".to_owned());
        for changed in [&none, &other] {
            for (left, right) in [(changed, &with(1)), (&with(1), changed)] {
                let merged = expected_snapshot(Some(&with(1)), Some(left), Some(right), None).unwrap();
                assert_eq!(merged.comments, changed.comments);
            }
        }
    }

    #[test]
    fn two_ancestors_that_clash_are_like_neither() {
        use crate::model::{Number, TicketDir};
        let dir = TicketDir::new(Number { month: 202_611, seq: 1 }, &ticket("a", "1").uid);
        let of = |status: &str, causa: &str| Snapshot::new(dir.clone(), ticket(status, causa));
        let found = ancestor(Some(&of("a", "1")), Some(&of("b", "2")), Some(&of("c", "1"))).unwrap();
        assert_eq!(found.ticket.fields, of("x", "2").ticket.fields);
        assert!(!["a", "b", "c"].contains(&found.ticket.status.as_str()), "{}", found.ticket.status);
        assert_eq!(ancestor(None, None, Some(&of("b", "1"))), Some(of("b", "1")));
        let (was, changed) = (of("a", "1"), of("b", "1"));
        assert_eq!(ancestor(Some(&was), None, Some(&was)), None);
        assert_eq!(ancestor(Some(&was), Some(&changed), None), Some(was));
    }
}
