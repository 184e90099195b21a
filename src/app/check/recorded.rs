//! Imports: history that is recorded as it was, and that no flow, role or rule judges (8.4).
//!
//! An import is one line of commits by one committer, each of them on one ticket that the same line opened with
//! `external:`. Only who may import may commit one; a commit of anybody else ends the line, and with it what goes unjudged.

use super::paths;
use crate::model::Snapshot;
use crate::process::{self, Actor};
use crate::store::history::ObjectId;
use crate::store::history::audit::{Audited, Place};
use std::collections::HashMap;

/// Unbroken lines of commits by one committer.
#[derive(Debug, Default)]
pub struct Lines {
    of: HashMap<ObjectId, usize>,
}

impl Lines {
    /// Of commits, parents first.
    pub fn of(commits: &[Place]) -> Self {
        let mut of: HashMap<ObjectId, usize> = HashMap::new();
        let mut committers: HashMap<ObjectId, &str> = HashMap::new();
        for (n, place) in commits.iter().enumerate() {
            let line = match place.parents.as_slice() {
                [parent] if committers.get(parent) == Some(&place.committer.as_str()) => of[parent],
                _ => n,
            };
            of.insert(place.id, line);
            committers.insert(place.id, &place.committer);
        }
        Self { of }
    }

    /// Whether both commits are in one line.
    fn same(&self, one: ObjectId, other: ObjectId) -> bool {
        self.of.get(&one).is_some_and(|line| self.of.get(&other) == Some(line))
    }
}

/// Whether a commit records another system's history as it was.
pub fn is_import(
    audited: &Audited,
    opened_by: Option<ObjectId>,
    lines: &Lines,
    config: &crate::model::config::Config,
    committer: &Actor,
) -> bool {
    let [change] = audited.tickets.as_slice() else { return false };
    let Some(after) = change.after.as_deref() else { return false };
    let external = |snapshot: &Snapshot| snapshot.ticket.external.clone();
    if external(after).is_none() {
        return false;
    }
    let kept = change.before.as_deref().is_none_or(|before| external(before) == external(after));
    let of_line = match (&change.before, opened_by) {
        (None, _) => true,
        (Some(_), Some(opening)) => lines.same(opening, audited.id),
        (Some(_), None) => false,
    };
    let alone = audited.own_files().iter().all(|c| paths::folder(&c.path).as_ref() == Some(&after.dir));
    !audited.is_merge() && kept && of_line && alone && process::may_import(config, committer).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_unbroken_and_one_committers() {
        let id = |n: u8| ObjectId::from_bytes(&[n; 20]).unwrap();
        let place = |n: u8, parents: &[u8], who: &str| Place {
            id: id(n),
            parents: parents.iter().map(|p| id(*p)).collect(),
            tree: id(n),
            committer: who.to_owned(),
        };
        let lines = Lines::of(&[
            place(1, &[], "a"),
            place(2, &[1], "a"),
            place(3, &[2], "b"),
            place(4, &[3], "a"),
            place(5, &[2], "a"),
            place(6, &[4, 5], "a"),
        ]);
        assert!(lines.same(id(1), id(2)) && lines.same(id(2), id(5)));
        for (one, other) in [(2, 3), (2, 4), (5, 6), (4, 6)] {
            assert!(!lines.same(id(one), id(other)), "{one} {other}");
        }
        assert!(!lines.same(id(9), id(9)));
    }
}
