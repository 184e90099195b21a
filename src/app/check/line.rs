//! Whose configuration judges a commit (7): that of the ref's old value, going on along the mainline.

use crate::store::history::ObjectId;
use crate::store::history::audit::Place;
use std::collections::{HashMap, HashSet};

/// Where a commit stands, and what judges it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// The commit whose configuration judges it; `None` for the first of a history, which nothing comes before.
    pub by: Option<ObjectId>,
    /// On the mainline: its parent there (`Some(None)` for the first).
    #[expect(
        clippy::option_option,
        reason = "off the mainline, its first commit, and one with a parent are three things"
    )]
    pub mainline: Option<Option<ObjectId>>,
    /// What the branch was before the commit came into it, by itself or with the merge that brought it.
    pub onto: Option<ObjectId>,
}

/// The new commits of a ref, and how it moves.
#[derive(Clone, Copy)]
pub struct Move<'a> {
    /// The new commits, parents first.
    pub new: &'a [Place],
    /// Where the ref is to be.
    pub tip: ObjectId,
    /// Where it is; `None` where it is not there yet.
    pub old: Option<ObjectId>,
    /// What a commit says of the desk beside its tickets: equal where `.tramite/` and `.gitattributes` are.
    pub desk: &'a dyn Fn(ObjectId) -> (Option<ObjectId>, Option<ObjectId>),
}

impl Move<'_> {
    /// Whether the tip descends from the old value.
    pub fn is_forward(&self) -> bool {
        self.old.is_none_or(|old| old == self.tip || self.descendants().contains(&self.tip))
    }

    /// The new commits that descend from the old value; all of them where there is none.
    fn descendants(&self) -> HashSet<ObjectId> {
        let mut found = HashSet::new();
        for place in self.new {
            let descends = match self.old {
                None => true,
                Some(old) => place.parents.iter().any(|p| *p == old || found.contains(p)),
            };
            if descends {
                found.insert(place.id);
            }
        }
        found
    }

    /// The ground of every new commit.
    ///
    /// The mainline goes from the old value to the tip through parents that descend from the old value. Where a merge has
    /// several of these, each of them could have been the ref's value before it; the one whose configuration the merge
    /// keeps is taken, else the first.
    pub fn grounds(&self) -> HashMap<ObjectId, Ground> {
        let places: HashMap<ObjectId, &Place> = self.new.iter().map(|place| (place.id, place)).collect();
        let descendants = self.descendants();
        let mut mainline = Vec::new();
        let mut at = Some(self.tip);
        while let Some(place) = at.and_then(|id| places.get(&id)) {
            let on_it = |p: &&ObjectId| Some(**p) == self.old || descendants.contains(*p);
            let parents: Vec<ObjectId> = place.parents.iter().filter(on_it).copied().collect();
            let keeps = |p: &&ObjectId| parents.len() > 1 && (self.desk)(**p) == (self.desk)(place.id);
            let parent = parents.iter().find(keeps).or(parents.first()).copied();
            mainline.push((place.id, parent));
            at = parent;
        }
        let mut grounds: HashMap<ObjectId, Ground> = HashMap::new();
        for (id, parent) in &mainline {
            grounds.insert(*id, Ground { by: *parent, mainline: Some(*parent), onto: *parent });
        }
        // What is merged earlier belongs to the earlier merge.
        for (id, parent) in mainline.iter().rev() {
            let others = places.get(id).map(|place| place.parents.clone()).unwrap_or_default();
            let mut stack: Vec<ObjectId> = others.into_iter().filter(|p| Some(*p) != *parent).collect();
            while let Some(side) = stack.pop() {
                let Some(place) = places.get(&side).filter(|_| !grounds.contains_key(&side)) else {
                    continue;
                };
                grounds.insert(side, Ground { by: Some(*id), mainline: None, onto: *parent });
                stack.extend(&place.parents);
            }
        }
        grounds
    }

    /// The grounds of commits that are on no way to be the ref's value yet: as if they were merged into `by`. From the place
    /// where they left its line they are a line of their own, each step of which is seen whole.
    pub fn beside(&self, by: ObjectId, left: Option<ObjectId>) -> HashMap<ObjectId, Ground> {
        let own = match left {
            Some(_) => Move { old: left, ..*self }.grounds(),
            None => HashMap::new(),
        };
        let ground = |place: &Place| {
            let mainline = own.get(&place.id).and_then(|ground| ground.mainline);
            (place.id, Ground { by: Some(by), mainline, onto: Some(by) })
        };
        self.new.iter().map(ground).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> ObjectId {
        ObjectId::from_bytes(&[n; 20]).unwrap()
    }

    /// Commits by number with their parents; the configuration is that of the number in `desks`, else 0.
    fn grounds(commits: &[(u8, &[u8])], old: Option<u8>, desks: &[(u8, u8)]) -> Vec<(u8, Option<u8>, bool)> {
        let new: Vec<Place> = commits
            .iter()
            .map(|(n, parents)| Place {
                id: id(*n),
                parents: parents.iter().map(|p| id(*p)).collect(),
                tree: id(*n),
                committer: String::new(),
            })
            .collect();
        let desk = |commit: ObjectId| {
            let n = commit.as_bytes()[0];
            (desks.iter().find(|(c, _)| *c == n).map(|(_, desk)| id(*desk)), None)
        };
        let tip = new.last().unwrap().id;
        let moved = Move { new: &new, tip, old: old.map(id), desk: &desk };
        let found = moved.grounds();
        let number = |id: ObjectId| id.as_bytes()[0];
        new.iter()
            .map(|place| {
                let ground = found[&place.id];
                (number(place.id), ground.by.map(number), ground.mainline.is_some())
            })
            .collect()
    }

    #[test]
    fn along_a_line_each_commit_is_judged_by_the_one_before() {
        assert_eq!(grounds(&[(2, &[1]), (3, &[2])], Some(1), &[]), [(2, Some(1), true), (3, Some(2), true)]);
        assert_eq!(grounds(&[(1, &[]), (2, &[1])], None, &[]), [(1, None, true), (2, Some(1), true)]);
    }

    #[test]
    fn the_mainline_goes_through_the_old_value_whatever_the_order_of_parents() {
        // 2 forks before the old value 5; a plain pull puts it first.
        for parents in [[2, 5], [5, 2]] {
            assert_eq!(
                grounds(&[(2, &[1]), (6, &parents)], Some(5), &[]),
                [(2, Some(6), false), (6, Some(5), true)]
            );
        }
    }

    #[test]
    fn what_is_merged_twice_is_judged_by_the_first_merge() {
        // 2 is merged by 4, then 3, which comes after 2, by 6.
        let commits: [(u8, &[u8]); 4] = [(2, &[1]), (4, &[9, 2]), (3, &[2]), (6, &[4, 3])];
        assert_eq!(
            grounds(&commits, Some(9), &[]),
            [(2, Some(4), false), (4, Some(9), true), (3, Some(6), false), (6, Some(4), true)]
        );
    }

    #[test]
    fn of_two_lines_that_both_descend_the_one_that_the_merge_keeps_is_the_mainline() {
        let commits: [(u8, &[u8]); 3] = [(2, &[1]), (3, &[1]), (4, &[2, 3])];
        assert_eq!(
            grounds(&commits, Some(1), &[(3, 7), (4, 7)]),
            [(2, Some(4), false), (3, Some(1), true), (4, Some(3), true)]
        );
        assert_eq!(
            grounds(&commits, Some(1), &[(3, 7), (4, 8)]),
            [(2, Some(1), true), (3, Some(4), false), (4, Some(2), true)]
        );
    }

    #[test]
    fn a_fork_is_a_line_of_its_own_from_where_it_left() {
        // 9 is the ref; 1 is where 2 left its line, and 5 a merge of 2 with 8, which is on it too.
        let place = |n: u8, parents: &[u8]| Place {
            id: id(n),
            parents: parents.iter().map(|p| id(*p)).collect(),
            tree: id(n),
            committer: String::new(),
        };
        let new = [place(2, &[1]), place(5, &[2, 8])];
        let desk = |_| (None, None);
        let moved = Move { new: &new, tip: id(5), old: Some(id(9)), desk: &desk };
        let found = moved.beside(id(9), Some(id(8)));
        let ground = |mainline| Ground { by: Some(id(9)), mainline, onto: Some(id(9)) };
        assert_eq!(found[&id(2)], ground(None));
        assert_eq!(found[&id(5)], ground(Some(Some(id(8)))));
        assert_eq!(moved.beside(id(9), None)[&id(5)], ground(None));
    }

    #[test]
    fn a_rewritten_ref_is_not_forward() {
        let new = [Place { id: id(3), parents: vec![id(1)], tree: id(3), committer: String::new() }];
        let desk = |_| (None, None);
        assert!(!Move { new: &new, tip: id(3), old: Some(id(2)), desk: &desk }.is_forward());
        assert!(Move { new: &new, tip: id(3), old: Some(id(1)), desk: &desk }.is_forward());
        assert!(Move { new: &[], tip: id(2), old: Some(id(2)), desk: &desk }.is_forward());
    }
}
