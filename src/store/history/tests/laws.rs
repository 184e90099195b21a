//! What holds of every history.

use super::random::{make, steps};
use super::{Kept, collect};
use crate::model::{Change, Uid};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn keys(changes: &[Change]) -> BTreeSet<String> {
    changes.iter().flat_map(Change::keys).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// The invariant, with every commit as the head.
    #[test]
    fn the_fold_is_the_content(steps in steps(30)) {
        let made = make(&steps);
        for (head, _) in &made.commits {
            if !made.sound(*head) {
                continue;
            }
            let kept = Kept::read(&made.desk.repo, *head);
            prop_assert_eq!(&kept.snapshots, &made.content(*head), "at {}", head);
        }
    }

    /// Damaged files: what can be read is right, and nothing that was there is lost.
    #[test]
    fn damage_loses_nothing(steps in steps(30)) {
        let made = make(&steps);
        for (head, files) in &made.commits {
            let kept = Kept::read(&made.desk.repo, *head);
            for (uid, plain) in made.content(*head) {
                // Where the first folder of a uid is damaged, it may still be the first by what it was.
                let read = &kept.snapshots[&uid];
                if read.dir == plain.dir {
                    prop_assert_eq!(&read.ticket, &plain.ticket, "at {}", head);
                    for (id, comment) in &plain.comments {
                        prop_assert_eq!(&read.comments[id], comment, "at {}", head);
                    }
                }
            }
            let paths: Vec<&str> = kept.problems.iter().filter(|p| p.duplicate.is_none()).map(|p| p.path.as_str()).collect();
            let broken = files.iter().filter(|(_, bytes)| bytes.windows(4).any(|w| w == b"<<<<"));
            prop_assert_eq!(paths, broken.map(|(path, _)| path.as_str()).collect::<Vec<_>>());
        }
    }

    /// Several threads read what one reads, or give up where a ticket is in folders of two of them.
    #[test]
    fn several_threads_read_what_one_reads(steps in steps(30)) {
        let made = make(&steps);
        let repo = &made.desk.repo;
        for (head, _) in &made.lines {
            let commits = super::super::walk::new_commits(repo, *head, None).unwrap();
            let all = collect(repo, *head, None).unwrap();
            let mut places: BTreeMap<&Uid, BTreeSet<u32>> = BTreeMap::new();
            for (dir, uid) in &all.folders {
                places.entry(uid).or_default().insert(dir.number.seq % 2);
            }
            let apart = places.values().all(|parts| parts.len() == 1);
            prop_assert_eq!(super::super::parts::collect(repo, &commits).unwrap(), apart.then_some(all));
        }
    }

    /// Reading on from an earlier head gives what reading all gives.
    #[test]
    fn reading_on_is_reading_all(steps in steps(30)) {
        let made = make(&steps);
        for line in &made.lines {
            let mut kept: Option<Kept> = None;
            for (id, _) in &made.commits {
                if !made.reaches(*id, line.0) {
                    continue;
                }
                match kept.as_mut().filter(|kept| made.reaches(kept.head, *id)) {
                    Some(kept) => {
                        kept.advance(&made.desk.repo, *id).unwrap();
                        prop_assert_eq!(&*kept, &Kept::read(&made.desk.repo, *id), "at {}", id);
                    }
                    None => kept = Some(Kept::read(&made.desk.repo, *id)),
                }
            }
        }
    }

    /// On one line of descent, changes of one key are in the line's order; nothing precedes the opening;
    /// only a later change of the same key raises a time.
    #[test]
    fn lines_of_descent_are_in_order(steps in steps(30)) {
        let made = make(&steps);
        for (head, _) in &made.lines {
            let history = collect(&made.desk.repo, *head, None).unwrap();
            for ticket in &history.tickets {
                let all = &ticket.tramites;
                let first = &all[0].tramite.changes[0];
                prop_assert!(matches!(first, Change::Opened { .. }), "{:?}", first);
                for (i, later) in all.iter().enumerate() {
                    let commit = made.desk.repo.find_commit(later.tramite.commit.parse().unwrap()).unwrap();
                    let own = commit.author().when().seconds().min(commit.time().seconds());
                    let at = later.tramite.at.timestamp();
                    let mut least = own;
                    for (j, earlier) in all.iter().enumerate() {
                        let id = earlier.tramite.commit.parse().unwrap();
                        if i == j || !made.reaches(id, commit.id()) {
                            continue;
                        }
                        let (a, b) = (keys(&earlier.tramite.changes), keys(&later.tramite.changes));
                        if a.contains("*") || b.contains("*") || !a.is_disjoint(&b) {
                            prop_assert!(j < i);
                            least = least.max(earlier.tramite.at.timestamp());
                        }
                    }
                    prop_assert_eq!(at, least);
                }
            }
        }
    }

    /// Commits that commute give one timeline, whether in one line or merged.
    #[test]
    fn a_line_and_a_merge_of_the_same_give_the_same(order in Just(()), picks in proptest::collection::vec((any::<bool>(), 0..6_usize, -40..40_i64), 1..12)) {
        let () = order;
        let [line, merged] = super::chosen::line_and_merge(&picks);
        prop_assert_eq!(line, merged);
    }
}
