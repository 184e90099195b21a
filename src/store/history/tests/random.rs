//! Random histories: several people, hand edits, moves, damage, merges of every kind, dates out of order.

use super::super::fixture::{Desk, Files, dir, edit, plain_content, put, say, template, ticket};
use crate::model::{CommentKind, Snapshot, TicketDir, Uid};
use git2::Oid;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What somebody does on a line of history, to ticket `n`.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Open,
    Status(u8),
    Title(u8),
    Priority(Option<u8>),
    Tag(u8, bool),
    Field(u8, u8),
    Say(u8),
    Unsay(u8),
    /// A comment's file is damaged.
    BreakComment(u8),
    Remove,
    /// `ticket.yaml` is damaged.
    Break,
    /// The folder gets another number.
    Move(u32),
    /// A second folder with the same uid.
    Copy(u32),
    /// Another uid in the same folder.
    NewUid(u8),
    /// Something that is no ticket's.
    Elsewhere(u8),
}

#[derive(Debug, Clone)]
pub(crate) enum Step {
    Act {
        line: usize,
        n: u8,
        act: Act,
    },
    Fork(usize),
    /// A line without a common ancestor.
    Root,
    /// Lines that are merged into the first; each file is taken from one of them by the bits.
    Merge {
        lines: Vec<usize>,
        bits: u64,
        edit: Option<(u8, u8)>,
    },
}

pub(crate) type Timed = (Step, i64, i64);

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => Just(Act::Open),
        6 => (0..4_u8).prop_map(Act::Status),
        4 => (0..4_u8).prop_map(Act::Title),
        3 => proptest::option::of(0..3_u8).prop_map(Act::Priority),
        3 => (0..3_u8, any::<bool>()).prop_map(|(tag, on)| Act::Tag(tag, on)),
        3 => (0..2_u8, 0..3_u8).prop_map(|(field, value)| Act::Field(field, value)),
        4 => (0..6_u8).prop_map(Act::Say),
        1 => (0..6_u8).prop_map(Act::Unsay),
        1 => (0..6_u8).prop_map(Act::BreakComment),
        1 => Just(Act::Remove),
        1 => Just(Act::Break),
        1 => (1..5_u32).prop_map(Act::Move),
        1 => (1..5_u32).prop_map(Act::Copy),
        1 => (0..3_u8).prop_map(Act::NewUid),
        1 => (0..3_u8).prop_map(Act::Elsewhere),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let line = 0..4_usize;
    prop_oneof![
        12 => (line.clone(), 0..3_u8, act()).prop_map(|(line, n, act)| Step::Act { line, n, act }),
        3 => line.clone().prop_map(Step::Fork),
        1 => Just(Step::Root),
        4 => (
            proptest::collection::vec(line, 2..4),
            prop_oneof![Just(0), Just(u64::MAX), any::<u64>()],
            proptest::option::weighted(0.3, (0..3_u8, 0..4_u8)),
        )
            .prop_map(|(lines, bits, edit)| Step::Merge { lines, bits, edit }),
    ]
}

pub(crate) fn steps(most: usize) -> impl Strategy<Value = Vec<Timed>> {
    proptest::collection::vec((step(), -40..40_i64, -40..40_i64), 1..most)
}

/// Every commit, in the order in which they were made, with its files; the last of each line.
pub(crate) struct Made {
    pub desk: Desk,
    pub commits: Vec<(Oid, Files)>,
    pub parents: BTreeMap<Oid, Vec<Oid>>,
    /// What the tickets are at each commit, by the rule "unreadable is as it was" followed by hand.
    pub lines: Vec<(Oid, Files)>,
}

fn folder_of(files: &Files, n: u8) -> Option<TicketDir> {
    let suffix = dir(n, 1).suffix;
    let path = files.keys().find(|p| p.ends_with(&format!("-{suffix}/ticket.yaml")))?;
    TicketDir::from_path(path.rsplit_once('/')?.0).ok()
}

fn perform(files: &mut Files, n: u8, act: &Act) {
    if matches!(act, Act::Open) {
        if folder_of(files, n).is_none() {
            put(files, &dir(n, u32::from(n) + 1), &ticket(n));
        }
        return;
    }
    if let Act::Elsewhere(value) = act {
        let [first, second] = if *value == 0 { ["p0", "p1"] } else { ["p2", "p0"] };
        let desk = format!("name: Desk {value}\npriorities: [{{id: {first}}}, {{id: {second}}}]\n");
        files.insert(".tramite/desk.yaml".to_owned(), desk.into_bytes());
        let categories = ["active", "waiting", "closed", "rejected"];
        let category = |n: u8| categories[usize::from(n + value) % 4];
        let statuses = [("novo", "new"), ("s0", category(0)), ("s1", category(1)), ("s2", category(2))];
        files.insert(".tramite/types/bug.yaml".to_owned(), template(&statuses));
        return;
    }
    let Some(dir_) = folder_of(files, n) else { return };
    let folder = format!("{}/", dir_.path());
    match act {
        Act::Status(s) => {
            edit(files, &dir_, |t| t.status = format!("s{s}"));
        }
        Act::Title(s) => {
            edit(files, &dir_, |t| t.title = format!("Title {s}"));
        }
        Act::Priority(p) => {
            edit(files, &dir_, |t| t.priority = p.map(|p| format!("p{p}")));
        }
        Act::Tag(tag, on) => {
            let tag = format!("t{tag}");
            edit(files, &dir_, |t| {
                if *on {
                    t.tags.insert(tag)
                } else {
                    t.tags.remove(&tag)
                };
            });
        }
        Act::Field(field, value) => {
            edit(files, &dir_, |t| drop(t.fields.insert(format!("f{field}"), format!("v{value}").into())));
        }
        Act::Say(c) => drop(say(files, &dir_, *c, CommentKind::Public, &format!("said {c}"))),
        Act::Unsay(c) => drop(files.remove(&dir_.comment_path(&super::super::fixture::uid(100 + c)))),
        Act::BreakComment(c) => {
            let path = dir_.comment_path(&super::super::fixture::uid(100 + c));
            files.insert(path, b"kind: [public\n<<<<<<<\n".to_vec());
        }
        Act::Remove => files.retain(|path, _| !path.starts_with(&folder)),
        Act::Break => drop(files.insert(dir_.ticket_path(), b"<<<<<<< HEAD\nuid: [\n".to_vec())),
        Act::Move(seq) | Act::Copy(seq) => {
            let to = format!("{}/", dir(n, *seq).path());
            let inside: Vec<_> = files
                .iter()
                .filter_map(|(path, bytes)| {
                    Some((format!("{to}{}", path.strip_prefix(&folder)?), bytes.clone()))
                })
                .collect();
            if matches!(act, Act::Move(_)) {
                files.retain(|path, _| !path.starts_with(&folder));
            }
            files.extend(inside);
        }
        Act::NewUid(other) => {
            edit(files, &dir_, |t| t.uid = super::super::fixture::uid(50 + other));
        }
        Act::Open | Act::Elsewhere(_) => {}
    }
}

pub(crate) fn make(steps: &[Timed]) -> Made {
    let desk = Desk::new();
    let mut at = 1_790_000_000;
    let mut made = Made { desk, commits: Vec::new(), parents: BTreeMap::new(), lines: Vec::new() };
    let start = made.commit(&[], Files::new(), (at, at));
    made.lines.push(start);
    for (step, authored, committed) in steps {
        at += 10;
        let times = (at + authored, at + committed);
        let count = made.lines.len();
        match step {
            Step::Act { line, n, act } => {
                let (parent, mut files) = made.lines[line % count].clone();
                perform(&mut files, *n, act);
                made.lines[line % count] = made.commit(&[parent], files, times);
            }
            Step::Fork(line) => made.lines.push(made.lines[line % count].clone()),
            Step::Root => {
                let mut files = Files::new();
                put(&mut files, &dir(0, 1), &ticket(0));
                let root = made.commit(&[], files, times);
                made.lines.push(root);
            }
            Step::Merge { lines, bits, edit: by_hand } => {
                let mut parents: Vec<(Oid, Files)> = Vec::new();
                for line in lines {
                    let (id, files) = &made.lines[line % count];
                    if parents.iter().all(|(other, _)| other != id) {
                        parents.push((*id, files.clone()));
                    }
                }
                if parents.len() < 2 {
                    continue;
                }
                let mut files = Files::new();
                let paths: std::collections::BTreeSet<&String> =
                    parents.iter().flat_map(|(_, files)| files.keys()).collect();
                for (index, path) in paths.into_iter().enumerate() {
                    let side = if bits >> (index % 64) & 1 == 1 { parents.len() - 1 } else { 0 };
                    if let Some(bytes) = parents[side].1.get(path) {
                        files.insert(path.clone(), bytes.clone());
                    }
                }
                if let Some((n, status)) = by_hand {
                    perform(&mut files, *n, &Act::Status(*status));
                }
                let ids: Vec<Oid> = parents.iter().map(|(id, _)| *id).collect();
                made.lines[lines[0] % count] = made.commit(&ids, files, times);
            }
        }
    }
    made
}

impl Made {
    fn commit(&mut self, parents: &[Oid], files: Files, times: (i64, i64)) -> (Oid, Files) {
        let id = self.desk.commit(parents, &files, times);
        if self.commits.iter().all(|(other, _)| *other != id) {
            self.commits.push((id, files.clone()));
            self.parents.insert(id, parents.to_vec());
        }
        (id, files)
    }

    /// Whether `a` is `b` or an ancestor of it, by following parents.
    pub fn reaches(&self, a: Oid, b: Oid) -> bool {
        a == b || self.parents[&b].iter().any(|parent| self.reaches(a, *parent))
    }

    /// Whether every file of a ticket can be read, at this commit and all before it.
    pub fn sound(&self, head: Oid) -> bool {
        let broken = |files: &Files| files.values().any(|bytes| bytes.windows(4).any(|w| w == b"<<<<"));
        !self.commits.iter().any(|(id, files)| broken(files) && self.reaches(*id, head))
    }

    pub fn content(&self, head: Oid) -> BTreeMap<Uid, Snapshot> {
        let (_, files) = self.commits.iter().find(|(id, _)| *id == head).unwrap();
        plain_content(files)
    }
}
