//! What holds of every merge: honest ones pass, and what nobody but the merge did never does.

use super::ground::Authorities;
use super::{Ask, Options, judged};
use crate::app::merge;
use crate::model::merge::Side;
use crate::model::{CommentKind, DeskPath, Ticket, TicketDir};
use crate::store::history::ObjectId;
use crate::store::history::fixture::{Desk, Files, dir, edit, put, say, ticket};
use crate::store::{Answer, Store, Versions};
use git2::{Oid, Repository, Signature, Time};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

const DESK: &str = "name: Desk\npriorities: [{id: p0}, {id: p1}, {id: p2}]\npeople:\n  - {id: ana, name: Ana, email: ana@desk.example, roles: [leader, agent]}\n  - {id: bia, name: Bia, email: bia@desk.example, roles: [agent]}\n";
const BUG: &str = "type: bug\ntitle: Bug\nfields:\n  - {id: causa, kind: text}\nflow:\n  initial: novo\n  statuses:\n    novo: {category: new}\n    s0: {category: active}\n    s1: {category: waiting}\n    fim: {category: closed}\n  transitions:\n    - {from: [novo, s1], to: s0}\n    - {from: [novo, s0], to: s1}\n    - {from: [s0, s1], to: novo}\n    - {from: s0, to: fim}\n";

/// What one of two people does on one of three lines to one of two tickets.
#[derive(Debug, Clone)]
enum Act {
    Status,
    Title(u8),
    Priority(u8),
    Tag(u8, bool),
    Field(u8),
    Say(bool),
    Open,
    Code,
    /// Brings another line in, settling what clashes for one side; the other way round where asked.
    Merge(usize, bool, bool),
}

fn acts() -> impl Strategy<Value = Vec<(usize, u8, bool, Act)>> {
    let act = prop_oneof![
        2 => Just(Act::Status),
        2 => (0..3_u8).prop_map(Act::Title),
        1 => (0..3_u8).prop_map(Act::Priority),
        1 => (0..3_u8, any::<bool>()).prop_map(|(tag, on)| Act::Tag(tag, on)),
        1 => (0..3_u8).prop_map(Act::Field),
        2 => any::<bool>().prop_map(Act::Say),
        1 => Just(Act::Open),
        1 => Just(Act::Code),
        4 => (0..3_usize, any::<bool>(), any::<bool>()).prop_map(|(line, ours, turned)| Act::Merge(line, ours, turned)),
    ];
    proptest::collection::vec((0..3_usize, 0..2_u8, any::<bool>(), act), 3..14)
}

/// Changes a ticket's file.
fn set(files: &mut Files, at: &TicketDir, change: impl FnOnce(&mut Ticket)) {
    assert!(edit(files, at, change));
}

fn files_of(repo: &Repository, tree: Oid) -> Files {
    let mut files = Files::new();
    let tree = repo.find_tree(tree).unwrap();
    tree.walk(git2::TreeWalkMode::PreOrder, |folder, entry| {
        if entry.kind() == Some(git2::ObjectType::Blob) {
            let bytes = repo.find_blob(entry.id()).unwrap().content().to_vec();
            files.insert(format!("{folder}{}", entry.name().unwrap()), bytes);
        }
        git2::TreeWalkResult::Ok
    })
    .unwrap();
    files
}

/// A history in the making.
struct World {
    desk: Desk,
    store: Rc<Store>,
    clock: i64,
    count: u8,
}

impl World {
    fn commit(&mut self, who: &str, parents: &[Oid], tree: Oid) -> Oid {
        self.clock += 60;
        let repo = &self.desk.repo;
        let by = Signature::new(who, &format!("{who}@desk.example"), &Time::new(self.clock, -180)).unwrap();
        let parents: Vec<_> = parents.iter().map(|id| repo.find_commit(*id).unwrap()).collect();
        let parents: Vec<_> = parents.iter().collect();
        repo.commit(None, &by, &by, "x", &repo.find_tree(tree).unwrap(), &parents).unwrap()
    }

    fn files(&self, commit: Oid) -> Files {
        files_of(&self.desk.repo, self.desk.repo.find_commit(commit).unwrap().tree_id())
    }

    fn changed(&mut self, who: &str, on: Oid, files: &Files) -> Oid {
        let tree = self.desk.tree(files);
        self.commit(who, &[on], tree)
    }

    /// Two lines merged as `sync` merges them.
    fn merged(&mut self, who: &str, ours: Oid, theirs: Oid, side: Side) -> Oid {
        let mut decide = |versions: &Versions| {
            let (DeskPath::Ticket(_), Some(ours), Some(theirs)) =
                (DeskPath::of(&versions.path), &versions.ours, &versions.theirs)
            else {
                return Answer::Clash;
            };
            let sides = [versions.base.as_deref(), Some(ours.as_slice()), Some(theirs.as_slice())];
            let settled = if versions.of_ancestor { Side::Neither } else { side };
            merge::tickets(&versions.path, sides, theirs, &mut |_| Some(settled))
                .map_or(Answer::Clash, Answer::Write)
        };
        let merged = self.store.merge(&ours.to_string(), &theirs.to_string(), &mut decide).unwrap();
        assert_eq!(merged.conflicts, Vec::<String>::new());
        self.commit(who, &[ours, theirs], merged.tree.parse().unwrap())
    }

    fn rules(&self, old: Oid, new: Oid) -> BTreeSet<String> {
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-03T10:00:00-03:00").unwrap();
        let options = Options { now, received: false, pusher: None, max_backdate: None };
        let authorities = Authorities::new(&self.store, "test");
        let ask = Ask { old: Some(old), new, may_fork: false };
        let found = judged(&self.store, &authorities, &options, ask, None).unwrap();
        found.into_iter().map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
    }
}

/// The history, its first commit, and a merge of all three lines.
fn make(acts: &[(usize, u8, bool, Act)]) -> (World, Oid, Oid, Oid) {
    let desk = Desk::new();
    let store = Rc::new(desk.store());
    let mut world = World { desk, store, clock: 1_790_000_000, count: 10 };
    let mut files = Files::new();
    files.insert(".tramite/desk.yaml".to_owned(), DESK.as_bytes().to_vec());
    files.insert(".tramite/types/bug.yaml".to_owned(), BUG.as_bytes().to_vec());
    for n in [0, 1] {
        put(&mut files, &dir(n, u32::from(n) + 1), &ticket(n));
        say(&mut files, &dir(n, u32::from(n) + 1), n, CommentKind::Public, "hello");
    }
    let tree = world.desk.tree(&files);
    let root = world.commit("ana", &[], tree);
    world.desk.point(root);
    let mut lines = [root; 3];
    for (line, n, by_ana, act) in acts {
        let who = if *by_ana { "ana" } else { "bia" };
        let at: TicketDir = dir(*n, u32::from(*n) + 1);
        if let Act::Merge(other, ours, turned) = act {
            let side = if *ours { Side::Ours } else { Side::Theirs };
            let (mut one, mut two) = (lines[*line], lines[*other]);
            if *turned {
                std::mem::swap(&mut one, &mut two);
            }
            if one != two {
                lines[*line] = world.merged(who, one, two, side);
            }
            continue;
        }
        let before = world.files(lines[*line]);
        let mut files = before.clone();
        world.count += 1;
        let count = world.count;
        match act {
            Act::Status => set(&mut files, &at, |t| {
                t.status = match t.status.as_str() {
                    "novo" => "s0",
                    "s0" => "s1",
                    _ => "novo",
                }
                .to_owned();
            }),
            Act::Title(n) => set(&mut files, &at, |t| t.title = format!("T{n}")),
            Act::Priority(n) => set(&mut files, &at, |t| t.priority = Some(format!("p{n}"))),
            Act::Tag(n, on) => set(&mut files, &at, |t| {
                let tag = format!("t{n}");
                let _ = if *on { t.tags.insert(tag) } else { t.tags.remove(&tag) };
            }),
            Act::Field(n) => set(&mut files, &at, |t| {
                t.fields.insert("causa".to_owned(), format!("c{n}").as_str().into());
            }),
            Act::Say(public) => {
                let kind = if *public { CommentKind::Public } else { CommentKind::Internal };
                say(&mut files, &at, count, kind, &format!("comment {count}"));
            }
            Act::Open => put(&mut files, &dir(count, u32::from(count)), &ticket(count)),
            Act::Merge(..) => {}
            Act::Code => drop(files.insert(format!("src/{count}.c"), b"int x;\n".to_vec())),
        }
        if files != before {
            lines[*line] = world.changed(who, lines[*line], &files);
        }
    }
    let first =
        if lines[0] == lines[1] { lines[0] } else { world.merged("ana", lines[0], lines[1], Side::Ours) };
    // A merge it is in any case: what the last line has, and a comment more.
    let mut files = world.files(lines[2]);
    say(&mut files, &dir(0, 1), 99, CommentKind::Internal, "the last");
    let last = world.changed("bia", lines[2], &files);
    let tip = world.merged("bia", first, last, Side::Theirs);
    (world, root, first, tip)
}

/// One change of a merge's files that nobody may make in it: who makes it, and what it gives.
fn mutations(files: &Files, root: &Files) -> BTreeMap<&'static str, (&'static str, Files)> {
    let mut all = BTreeMap::new();
    let at = dir(0, 1);
    let mut add = |name, who, change: &dyn Fn(&mut Files)| {
        let mut changed = files.clone();
        change(&mut changed);
        if changed != *files {
            all.insert(name, (who, changed));
        }
    };
    let comment = files.keys().find(|path| matches!(DeskPath::of(path), DeskPath::Comment(..))).unwrap();
    add("comment", "ana", &|files| {
        files.insert(comment.clone(), b"kind: public\nbody: |\n  never said\n".to_vec());
    });
    add("silence", "ana", &|files| drop(files.remove(comment)));
    add("removal", "ana", &|files| files.retain(|path, _| !path.starts_with(&at.path())));
    add("status", "bia", &|files| set(files, &at, |t| t.status = "nowhere".to_owned()));
    add("title", "eva", &|files| set(files, &at, |t| t.title = "other".to_owned()));
    add("field", "eva", &|files| set(files, &at, |t| drop(t.fields.insert("causa".to_owned(), "x".into()))));
    // No line gives a ticket its first title again: taken back, it is whoever merges that does.
    let title = |files: &Files| {
        let path = at.ticket_path();
        crate::codec::ticket::decode(&path, &files[&path]).value.unwrap().title
    };
    add("undone", "eva", &|files| set(files, &at, |t| t.title = title(root)));
    add("configuration", "bia", &|files| {
        files.insert(".tramite/types/bug.yaml".to_owned(), format!("# mine\n{BUG}").into_bytes());
    });
    all
}

/// Entries that are not what they claim are a finding at their place, and not the end of the check.
#[test]
fn what_cannot_be_read_is_a_finding() {
    let (world, root, _, _) = make(&[]);
    let repo = &world.desk.repo;
    let odb = repo.odb().unwrap();
    let blob = repo.blob(b"x\n").unwrap();
    let gone = Oid::from_bytes(&[1; 20]).unwrap();
    let was = repo.find_commit(root).unwrap().tree().unwrap();
    let [config, tickets] = [".tramite", "tickets"].map(|name| was.get_name(name).unwrap().id());
    let raw = |entries: &[(&str, &str, Oid)]| {
        let mut raw = Vec::new();
        for (mode, name, id) in entries {
            raw.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            raw.extend_from_slice(id.as_bytes());
        }
        odb.write(git2::ObjectType::Tree, &raw).unwrap()
    };
    let at = |name: &str, mode: &str, id: Oid| {
        let mut all = vec![("40000", ".tramite", config), ("40000", "tickets", tickets)];
        all.retain(|entry| entry.1 != name);
        all.push((mode, name, id));
        all.sort_by_key(|entry| entry.1);
        raw(&all)
    };
    let month = raw(&[("40000", "0009-aaaa", blob)]);
    let file = raw(&[("100644", "ticket.yaml", gone)]);
    let folder = raw(&[("40000", "0009-aaaa", file)]);
    for (tree, path) in [
        (at("tickets", "40000", blob), "\"tickets\" claims to be a folder"),
        (at("tickets", "40000", gone), "\"tickets\" is a folder whose object"),
        (at("tickets", "40000", raw(&[("40000", "202612", month)])), "\"tickets/202612/0009-aaaa\" claims"),
        (
            at("tickets", "40000", raw(&[("40000", "202612", folder)])),
            "0009-aaaa/ticket.yaml\" is a file whose object",
        ),
        (at(".tramite", "40000", blob), "\".tramite\" claims to be a folder"),
        (at(".gitattributes", "100644", config), "\".gitattributes\" claims to be a file"),
        (at("src", "40000", blob), "\"src\" claims to be a folder"),
    ] {
        let commit = format!(
            "tree {tree}\nparent {root}\nauthor ana <ana@desk.example> 1790000100 +0000\ncommitter ana <ana@desk.example> 1790000100 +0000\n\nx\n"
        );
        let commit = odb.write(git2::ObjectType::Commit, commit.as_bytes()).unwrap();
        let found = world.rules(root, commit);
        assert!(
            found.iter().any(|rule| rule.starts_with("path: ") && rule.contains(path)),
            "{path}: {found:?}"
        );
    }
}

const RECLASSIFIED: &str =
    "rules:\n  - {id: reclassified, when: \"changed:priority\", require: [internal_comment]}\n";

/// A clash that was settled is settled: who merges its two lines once more, and then into the branch, brings no old value back
/// but by what a change to it takes.
#[test]
fn a_clash_of_old_is_not_settled_again_by_a_crossed_merge() {
    let desk = Desk::new();
    let store = Rc::new(desk.store());
    let mut world = World { desk, store, clock: 1_790_000_000, count: 10 };
    let at = dir(0, 1);
    let mut files = Files::new();
    files.insert(".tramite/desk.yaml".to_owned(), DESK.as_bytes().to_vec());
    files.insert(".tramite/types/bug.yaml".to_owned(), format!("{BUG}{RECLASSIFIED}").into_bytes());
    put(&mut files, &at, &ticket(0));
    let tree = world.desk.tree(&files);
    let root = world.commit("ana", &[], tree);
    world.desk.point(root);
    fn note(world: &mut World, who: &str, on: Oid, priority: Option<&str>) -> Oid {
        let mut files = world.files(on);
        world.count += 1;
        say(&mut files, &dir(0, 1), world.count, CommentKind::Internal, &format!("because {}", world.count));
        if let Some(priority) = priority {
            set(&mut files, &dir(0, 1), |t| t.priority = Some(priority.to_owned()));
        }
        world.changed(who, on, &files)
    }
    let first = note(&mut world, "ana", root, Some("p1"));
    let second = note(&mut world, "bia", root, Some("p2"));
    let settled = world.merged("ana", first, second, Side::Ours);
    let tip = note(&mut world, "ana", settled, None);
    let crossed = world.merged("bia", first, second, Side::Theirs);
    let rules = |world: &World, old, new| -> Vec<String> {
        let mut rules: Vec<String> =
            world.rules(old, new).iter().map(|rule| rule.split(':').next().unwrap().to_owned()).collect();
        rules.dedup();
        rules
    };
    let refused = vec!["reclassified".to_owned()];
    // Straight, whichever side it is called, and with the branch's value.
    for (one, two, side, wanted) in [
        (tip, crossed, Side::Theirs, &refused),
        (crossed, tip, Side::Ours, &refused),
        (tip, crossed, Side::Ours, &vec![]),
        (crossed, tip, Side::Theirs, &vec![]),
    ] {
        let merge = world.merged("bia", one, two, side);
        assert_eq!(&rules(&world, tip, merge), wanted, "{side:?}");
    }
    // By a merge that comes into the branch with another one, and by one that has all three as its parents.
    let beside = note(&mut world, "bia", settled, None);
    let inner = world.merged("bia", beside, crossed, Side::Theirs);
    let outer = world.merged("bia", tip, inner, Side::Ours);
    assert_eq!(world.files(outer)[&at.ticket_path()], world.files(crossed)[&at.ticket_path()]);
    assert_eq!(rules(&world, tip, outer), refused);
    let tree = world.desk.repo.find_commit(crossed).unwrap().tree_id();
    let inner = world.commit("bia", &[first, second, settled], tree);
    let outer = world.merged("bia", tip, inner, Side::Ours);
    assert_eq!(rules(&world, tip, outer), refused);
    // With what a change takes it is a change, and what both have changed since is a clash as any other.
    let merge = world.merged("bia", tip, crossed, Side::Theirs);
    let mut files = world.files(merge);
    say(&mut files, &at, 90, CommentKind::Internal, "it is urgent after all");
    let tree = world.desk.tree(&files);
    let merge = world.commit("bia", &[tip, crossed], tree);
    assert_eq!(rules(&world, tip, merge), Vec::<String>::new());
    let one = note(&mut world, "ana", tip, Some("p0"));
    let two = note(&mut world, "bia", tip, Some("p2"));
    let merge = world.merged("bia", one, two, Side::Theirs);
    assert_eq!(rules(&world, one, merge), Vec::<String>::new());
    // Who only reads decides nothing, nor in a merge within a merge.
    for (side, wanted) in [(Side::Theirs, vec!["role".to_owned()]), (Side::Ours, vec![])] {
        let on = note(&mut world, "ana", one, None);
        let inner = world.merged("eva", one, two, side);
        let outer = world.merged("eva", on, inner, Side::Ours);
        assert_eq!(rules(&world, on, outer), wanted, "{side:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever people who may do something do on three lines, and however the lines are merged by the library, passes; and
    /// no single thing that a merge says beyond that does.
    #[test]
    fn honest_merges_pass_and_others_never(acts in acts(), turned in any::<bool>()) {
        let (mut world, root, first, tip) = make(&acts);
        prop_assert_eq!(world.rules(root, tip), BTreeSet::new());
        let parents: Vec<ObjectId> = world.desk.repo.find_commit(tip).unwrap().parent_ids().collect();
        let (mut given, turned_parents) = (parents.clone(), parents.iter().rev().copied().collect());
        if turned {
            given = turned_parents;
        }
        let (files, began) = (world.files(tip), world.files(root));
        for (name, (who, files)) in mutations(&files, &began) {
            let tree = world.desk.tree(&files);
            let merge = world.commit(who, &given, tree);
            prop_assert!(!world.rules(first, merge).is_empty(), "{} by {}", name, who);
        }
    }
}
