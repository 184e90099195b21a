//! Which commits are ancestors of which, exact whatever their dates say.
//!
//! Commits are met parents first and line by line, so the ancestors of one are a few runs of places in that
//! order. Of commits met in an earlier reading only those that are *not* ancestors are kept: they are few.

use super::{HistoryError, Known};
use git2::{Oid, Repository};
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::sync::Arc;

/// Where a commit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It was read earlier.
    Known(Oid),
    /// Its place in this reading.
    New(u32),
}

/// A set of commits that is closed under "parent of".
#[derive(Debug, Clone, Default)]
pub(super) struct Ancestors {
    /// The commits read earlier that are *not* in it; `None` where none of them is.
    not_known: Option<Arc<HashSet<Oid>>>,
    /// Runs of places in this reading, both ends included, ascending and apart.
    runs: Arc<Vec<(u32, u32)>>,
}

impl Ancestors {
    /// All commits read earlier but `missing`.
    pub fn known_but(missing: HashSet<Oid>) -> Self {
        Self { not_known: Some(Arc::new(missing)), runs: Arc::default() }
    }

    /// Whether the commit at `place` is in it.
    pub fn contains(&self, place: Place) -> bool {
        match place {
            Place::Known(id) => self.not_known.as_ref().is_some_and(|missing| !missing.contains(&id)),
            Place::New(at) => {
                let after = self.runs.partition_point(|(first, _)| *first <= at);
                after > 0 && self.runs[after - 1].1 >= at
            }
        }
    }

    /// The same with the commit at `place`, which is greater than all places in it.
    pub fn with(&self, place: u32) -> Self {
        let mut runs = (*self.runs).clone();
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == place => *last = place,
            _ => runs.push((place, place)),
        }
        Self { not_known: self.not_known.clone(), runs: Arc::new(runs) }
    }

    /// Everything in either.
    pub fn union(&self, other: &Self) -> Self {
        let not_known = match (&self.not_known, &other.not_known) {
            (Some(a), Some(b)) if a.is_empty() || b.is_empty() => Some(Arc::default()),
            (Some(a), Some(b)) => Some(Arc::new(a.intersection(b).copied().collect())),
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        let mut all: Vec<(u32, u32)> = self.runs.iter().chain(other.runs.iter()).copied().collect();
        all.sort_unstable();
        let mut runs: Vec<(u32, u32)> = Vec::with_capacity(all.len());
        for (first, last) in all {
            match runs.last_mut() {
                Some((_, end)) if *end + 1 >= first => *end = (*end).max(last),
                _ => runs.push((first, last)),
            }
        }
        Self { not_known, runs: Arc::new(runs) }
    }
}

/// The commits of `head`'s history that are not in `of`'s; both were read earlier. Walks by generation, which a
/// parent never shares, because dates may go backwards.
pub(super) fn missing_from(
    repo: &Repository,
    known: &dyn Known,
    head: Oid,
    of: Oid,
) -> Result<HashSet<Oid>, HistoryError> {
    const ONLY_HEAD: u8 = 1;
    const OF: u8 = 2;
    let mut missing = HashSet::new();
    let mut queue = BinaryHeap::new();
    let mut marks: HashMap<Oid, u8> = HashMap::new();
    let mut undecided = 0_usize;
    let mut found = vec![(head, ONLY_HEAD), (of, OF)];
    loop {
        for (id, mark) in found.drain(..) {
            let before = marks.get(&id).copied();
            let after = before.unwrap_or(0) | mark;
            marks.insert(id, after);
            if before.is_none() {
                let generation = known.generation(id)?.ok_or(HistoryError::Unknown(id))?;
                queue.push((generation, id));
            }
            undecided += usize::from(after == ONLY_HEAD);
            undecided -= usize::from(before == Some(ONLY_HEAD));
        }
        if undecided == 0 {
            return Ok(missing);
        }
        let Some((_, id)) = queue.pop() else { return Ok(missing) };
        let mark = marks.get(&id).copied().unwrap_or(0);
        if mark == ONLY_HEAD {
            undecided -= 1;
            missing.insert(id);
        }
        found.extend(repo.find_commit(id)?.parent_ids().map(|parent| (parent, mark)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(places: &[u32]) -> Ancestors {
        places.iter().fold(Ancestors::default(), |set, place| set.with(*place))
    }

    #[test]
    fn runs_join_and_answer() {
        let left = set(&[0, 1, 2, 5]);
        let right = set(&[0, 3, 4, 9]);
        let both = left.union(&right);
        assert_eq!(*both.runs, vec![(0, 5), (9, 9)]);
        let inside: Vec<u32> = (0..12).filter(|place| both.contains(Place::New(*place))).collect();
        assert_eq!(inside, [0, 1, 2, 3, 4, 5, 9]);
        assert!(!both.contains(Place::Known(Oid::ZERO_SHA1)));
    }

    #[test]
    fn what_was_read_earlier_is_all_but_some() {
        let [a, b] = [1_u8, 2].map(|byte| Oid::from_bytes(&[byte; 20]).unwrap());
        let without_a = Ancestors::known_but([a].into());
        let without_b = Ancestors::known_but([b].into());
        assert!(!without_a.contains(Place::Known(a)) && without_a.contains(Place::Known(b)));
        assert!(without_a.union(&without_b).contains(Place::Known(a)));
        assert!(!without_a.union(&set(&[0])).contains(Place::Known(a)));
    }
}
