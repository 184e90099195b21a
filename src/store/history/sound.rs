//! Entries of a commit's tree that do not hold what they claim to: nothing can be read through these.

use super::HistoryError;
use super::raw::{Thing, is_desks, raw_entries};
use git2::{ErrorCode, ObjectType, Odb, Oid, Repository};
use std::collections::{BTreeMap, HashSet};

/// An entry that cannot be read as what its mode says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its path, as well as it can be shown.
    pub path: String,
    /// Why, in words that follow the path.
    pub why: String,
}

/// The entries of a commit's tree that are broken, and as they are in none of its parents': folders anywhere, files of the desk.
/// What is broken at the root, where neither is a tree, is told of the path `""`.
pub(in crate::store) fn broken(repo: &Repository, commit: Oid) -> Result<Vec<Broken>, HistoryError> {
    let commit = repo.find_commit(commit)?;
    let mut known = Vec::new();
    for parent in commit.parents() {
        known.push(parent.tree_id());
    }
    let mut look = Look { odb: repo.odb()?, found: Vec::new(), seen: HashSet::new() };
    look.folder(&known, commit.tree_id(), "", false)?;
    Ok(look.found)
}

struct Look<'r> {
    odb: Odb<'r>,
    found: Vec<Broken>,
    /// Trees that have been gone through: one may be named in many places.
    seen: HashSet<(Oid, bool)>,
}

impl Look<'_> {
    fn folder(&mut self, known: &[Oid], tree: Oid, prefix: &str, desks: bool) -> Result<(), HistoryError> {
        if known.contains(&tree)
            || !self.seen.insert((tree, desks))
            || !self.is(tree, ObjectType::Tree, prefix)?
        {
            return Ok(());
        }
        let before: Vec<BTreeMap<Vec<u8>, Thing>> = known
            .iter()
            .filter_map(|tree| self.odb.read(*tree).ok().filter(|object| object.kind() == ObjectType::Tree))
            .map(|object| {
                raw_entries(object.data()).map(|entry| (entry.name.to_vec(), entry.thing)).collect()
            })
            .collect();
        let raw = self.odb.read(tree)?.data().to_vec();
        for entry in raw_entries(&raw) {
            let was: Vec<Thing> = before.iter().filter_map(|known| known.get(entry.name)).copied().collect();
            if was.contains(&entry.thing) {
                continue;
            }
            let path = format!("{prefix}{}", String::from_utf8_lossy(entry.name));
            let desks = desks || prefix.is_empty() && is_desks(entry.name);
            let Thing { id, .. } = entry.thing;
            if entry.thing.is_folder() {
                let known: Vec<Oid> =
                    was.iter().filter(|thing| thing.is_folder()).map(|thing| thing.id).collect();
                self.folder(&known, id, &format!("{path}/"), desks)?;
            } else if desks && !entry.thing.is_submodule() {
                self.is(id, ObjectType::Blob, &path)?;
            }
        }
        Ok(())
    }

    /// Whether an object is of the kind that its entry claims; where not, that is noted.
    fn is(&mut self, id: Oid, kind: ObjectType, path: &str) -> Result<bool, HistoryError> {
        let words = |kind: ObjectType| match kind {
            ObjectType::Tree => "a folder",
            ObjectType::Blob => "a file",
            _ => "a commit or a tag",
        };
        let why = match self.odb.read_header(id) {
            Ok((_, is)) if is == kind => return Ok(true),
            Ok((_, is)) => format!("claims to be {}, and its object {id} is {}", words(kind), words(is)),
            Err(error) if error.code() == ErrorCode::NotFound => {
                format!("is {} whose object {id} is not in this repository", words(kind))
            }
            Err(error) => return Err(error.into()),
        };
        self.found.push(Broken { path: path.trim_end_matches('/').to_owned(), why });
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::history::fixture::Desk;

    fn tree(desk: &Desk, entries: &[(&str, i32, Oid)]) -> Oid {
        let mut raw = Vec::new();
        for (name, mode, id) in entries {
            raw.extend_from_slice(format!("{mode:o} {name}\0").as_bytes());
            raw.extend_from_slice(id.as_bytes());
        }
        desk.repo.odb().unwrap().write(ObjectType::Tree, &raw).unwrap()
    }

    #[test]
    fn what_an_entry_claims_is_looked_up() {
        let desk = Desk::new();
        let blob = desk.repo.blob(b"a").unwrap();
        let gone = Oid::from_bytes(&[1; 20]).unwrap();
        let good = tree(&desk, &[("x", 0o100_644, blob), ("sub", 0o160_000, gone)]);
        let bad = tree(&desk, &[("dir", 0o40_000, blob), ("f", 0o100_644, good), ("g", 0o100_644, gone)]);
        let commit = |tree: Oid, parents: &[Oid]| {
            let mut raw = format!("tree {tree}\n");
            for parent in parents {
                raw.push_str(&format!("parent {parent}\n"));
            }
            raw.push_str("author A <a@x> 1790000000 +0000\ncommitter A <a@x> 1790000000 +0000\n\nx\n");
            desk.repo.odb().unwrap().write(ObjectType::Commit, raw.as_bytes()).unwrap()
        };
        let paths = |commit: Oid| -> Vec<String> {
            broken(&desk.repo, commit).unwrap().into_iter().map(|broken| broken.path).collect()
        };
        let first = commit(tree(&desk, &[("src", 0o40_000, good), ("tickets", 0o40_000, good)]), &[]);
        assert_eq!(paths(first), Vec::<String>::new());
        // Of code only folders are looked at, for these have to be gone through.
        let second = commit(tree(&desk, &[("src", 0o40_000, bad), ("tickets", 0o40_000, bad)]), &[first]);
        assert_eq!(paths(second), ["src/dir", "tickets/dir", "tickets/f", "tickets/g"]);
        // What was there is nobody's who comes later.
        let more = tree(&desk, &[("src", 0o40_000, bad), ("tickets", 0o40_000, bad), ("y", 0o40_000, gone)]);
        assert_eq!(paths(commit(more, &[second])), ["y"]);
    }
}
