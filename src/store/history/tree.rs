//! Trees as git keeps them, compared without building objects: reading history looks at every commit's.

use super::HistoryError;
use crate::model::TicketDir;
use git2::{ObjectType, Odb, Oid, Repository};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// Small trees kept at once: a folder's is read again by the ticket's next commit.
const SMALL_ONES: usize = 1024;
/// Others kept at once: a month's is read again by the next commit of that month, on any of some lines.
const LARGE_ONES: usize = 24;
/// From how many bytes on a tree is not small.
const LARGE: usize = 2048;
/// Bytes that are compared at once.
const CHUNK: usize = 64;

/// One entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// Whether it is a folder; else a file.
    pub folder: bool,
    /// Its name.
    pub name: &'a str,
    /// What it holds.
    pub id: Oid,
}

/// The first entry of a raw tree, and what is behind it; no entry where it is neither a folder nor a plain file with a name in
/// UTF-8: links and submodules are no part of a desk.
fn entry(raw: &[u8]) -> Option<(Option<Entry<'_>>, &[u8])> {
    let blank = raw.iter().position(|b| *b == b' ')?;
    let end = blank + raw[blank..].iter().position(|b| *b == 0)?;
    let (head, tail) = raw.split_at(end);
    let (id, rest) = (tail.get(1..21)?, &tail[21..]);
    let folder = match &head[..blank] {
        b"40000" => true,
        b"100644" | b"100755" | b"100664" => false,
        _ => return Some((None, rest)),
    };
    let (Ok(name), Ok(id)) = (str::from_utf8(&head[blank + 1..]), Oid::from_bytes(id)) else {
        return Some((None, rest));
    };
    Some((Some(Entry { folder, name, id }), rest))
}

/// The entries of a raw tree that are a desk's.
pub(super) fn entries(raw: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        loop {
            let (found, behind) = entry(rest)?;
            rest = behind;
            if found.is_some() {
                return found;
            }
        }
    })
}

/// A name whose entry is not the same in two trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// The name.
    pub name: String,
    /// The entry before; `None` where absent or of another kind.
    pub old: Option<Oid>,
    /// The entry after.
    pub new: Option<Oid>,
}

/// The entries of one kind, the next of them at hand.
struct Cursor<'a> {
    /// From that entry on.
    rest: &'a [u8],
    next: Option<Entry<'a>>,
    after: &'a [u8],
    folders: bool,
}

impl<'a> Cursor<'a> {
    fn new(raw: &'a [u8], folders: bool) -> Self {
        let mut cursor = Self { rest: raw, next: None, after: raw, folders };
        cursor.step();
        cursor
    }

    /// The next entry, and on to the one behind it.
    fn step(&mut self) -> Option<Entry<'a>> {
        let found = self.next;
        loop {
            self.rest = self.after;
            let (next, after) =
                entry(self.rest).map_or((None, &[][..]), |(entry, after)| (Some(entry), after));
            self.after = after;
            match next {
                Some(None) => {}
                Some(Some(entry)) if entry.folder != self.folders => {}
                next => {
                    self.next = next.flatten();
                    return found;
                }
            }
        }
    }
}

/// How many bytes two slices have in common at their start.
fn common<'b>(a: impl Iterator<Item = &'b u8>, b: impl Iterator<Item = &'b u8>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

/// The folders (or files) whose entries differ, in the trees' order.
pub(super) fn changes(old: &[u8], new: &[u8], folders: bool) -> Vec<Change> {
    // Trees of a month are long and differ in one entry: what is the same at both ends is skipped as bytes.
    let same =
        CHUNK * old.chunks_exact(CHUNK).zip(new.chunks_exact(CHUNK)).take_while(|(a, b)| a == b).count();
    let start = entry_start(old, same + common(old[same..].iter(), new[same..].iter()));
    let (old, new) = (&old[start..], &new[start..]);
    let tail =
        CHUNK * old.rchunks_exact(CHUNK).zip(new.rchunks_exact(CHUNK)).take_while(|(a, b)| a == b).count();
    let mut left = Cursor::new(old, folders);
    let mut right = Cursor::new(new, folders);
    let mut found = Vec::new();
    loop {
        if left.rest.len() == right.rest.len() && left.rest.len() <= tail {
            return found;
        }
        // Git sorts folders as if their names ended with a slash.
        let key = |e: &Entry| e.name.bytes().chain(folders.then_some(b'/')).collect::<Vec<u8>>();
        let (before, after) = match (&left.next, &right.next) {
            (None, None) => return found,
            (Some(_), None) => (left.step(), None),
            (Some(l), Some(r)) if l.name == r.name => (left.step(), right.step()),
            (Some(l), Some(r)) if key(l) < key(r) => (left.step(), None),
            (_, Some(_)) => (None, right.step()),
        };
        let (old, new) = (before.map(|e| e.id), after.map(|e| e.id));
        if let (true, Some(entry)) = (old != new, before.or(after)) {
            found.push(Change { name: entry.name.to_owned(), old, new });
        }
    }
}

/// Start of the last entry of `raw` that begins at or before `limit`.
pub(super) fn entry_start(raw: &[u8], limit: usize) -> usize {
    let mut start = 0;
    while start < limit {
        let Some(nul) = raw[start..].iter().position(|b| *b == 0) else { break };
        let next = start + nul + 21;
        if next > limit {
            break;
        }
        start = next;
    }
    start
}

/// Some trees, those that came last.
struct Cache {
    trees: HashMap<Oid, Rc<[u8]>>,
    order: VecDeque<Oid>,
    most: usize,
}

impl Cache {
    fn new(most: usize) -> Self {
        Self { trees: HashMap::new(), order: VecDeque::new(), most }
    }

    fn keep(&mut self, id: Oid, raw: &Rc<[u8]>) {
        if self.order.len() == self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.trees.remove(&oldest);
        }
        self.order.push_back(id);
        self.trees.insert(id, Rc::clone(raw));
    }
}

/// Reads trees and files of one repository.
pub(super) struct Trees<'r> {
    odb: Odb<'r>,
    small: Cache,
    large: Cache,
    empty: Rc<[u8]>,
    /// Files that somebody has read already.
    pub ready: HashMap<Oid, Vec<u8>>,
}

/// A ticket's folder whose content differs between two commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FolderChange {
    /// Which.
    pub dir: TicketDir,
    /// Its tree before.
    pub old: Option<Oid>,
    /// Its tree after.
    pub new: Option<Oid>,
}

impl<'r> Trees<'r> {
    pub fn new(repo: &'r Repository) -> Result<Self, HistoryError> {
        let (small, large) = (Cache::new(SMALL_ONES), Cache::new(LARGE_ONES));
        Ok(Self { odb: repo.odb()?, small, large, empty: Rc::from([]), ready: HashMap::new() })
    }

    /// A file's bytes.
    pub fn blob(&self, id: Oid) -> Result<Vec<u8>, HistoryError> {
        if let Some(bytes) = self.ready.get(&id) {
            return Ok(bytes.clone());
        }
        Ok(self.odb.read(id)?.data().to_vec())
    }

    /// The raw tree; empty where there is none.
    pub fn tree(&mut self, id: Option<Oid>) -> Result<Rc<[u8]>, HistoryError> {
        let Some(id) = id else { return Ok(Rc::clone(&self.empty)) };
        if let Some(raw) = self.small.trees.get(&id).or_else(|| self.large.trees.get(&id)) {
            return Ok(Rc::clone(raw));
        }
        let raw = self.uncached(id)?;
        let cache = if raw.len() < LARGE { &mut self.small } else { &mut self.large };
        cache.keep(id, &raw);
        Ok(raw)
    }

    /// The raw tree, for one that is not needed again soon.
    pub fn uncached(&self, id: Oid) -> Result<Rc<[u8]>, HistoryError> {
        let object = self.odb.read(id)?;
        if object.kind() != ObjectType::Tree {
            return Err(HistoryError::NotATree(id));
        }
        Ok(Rc::from(object.data()))
    }

    /// The folders `tickets` and `.tramite` of a commit's tree.
    pub fn roots(&self, tree: Oid) -> Result<(Option<Oid>, Option<Oid>), HistoryError> {
        let raw = self.uncached(tree)?;
        let find = |name| entries(&raw).find(|e| e.folder && e.name == name).map(|e| e.id);
        Ok((find("tickets"), find(".tramite")))
    }

    /// The ticket folders that differ between two `tickets` trees, by path.
    pub fn folder_changes(
        &mut self,
        old: Option<Oid>,
        new: Option<Oid>,
    ) -> Result<Vec<FolderChange>, HistoryError> {
        let mut all = Vec::new();
        if old == new {
            return Ok(all);
        }
        let (old, new) = (self.tree(old)?, self.tree(new)?);
        for month in changes(&old, &new, true) {
            let (old, new) = (self.tree(month.old)?, self.tree(month.new)?);
            for change in changes(&old, &new, true) {
                if let Ok(dir) = TicketDir::from_names(&month.name, &change.name) {
                    all.push(FolderChange { dir, old: change.old, new: change.new });
                }
            }
        }
        Ok(all)
    }

    /// The tree of a ticket's folder in a `tickets` tree.
    pub fn folder(&mut self, tickets: Option<Oid>, dir: &TicketDir) -> Result<Option<Oid>, HistoryError> {
        let path = dir.path();
        let mut at = tickets;
        for name in path.split('/').skip(1) {
            let raw = self.tree(at)?;
            at = entries(&raw).find(|e| e.folder && e.name == name).map(|e| e.id);
        }
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn raw(entries: &[(&str, &str, u8)]) -> Vec<u8> {
        let mut raw = Vec::new();
        for (mode, name, id) in entries {
            raw.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            raw.extend_from_slice(&[*id; 20]);
        }
        raw
    }

    fn found(old: &[(&str, &str, u8)], new: &[(&str, &str, u8)], folders: bool) -> Vec<String> {
        let sign = |id: Option<Oid>| id.map_or("-".to_owned(), |id| id.as_bytes()[0].to_string());
        changes(&raw(old), &raw(new), folders)
            .into_iter()
            .map(|c| format!("{} {} {}", c.name, sign(c.old), sign(c.new)))
            .collect()
    }

    #[test]
    fn trees_are_compared_by_name() {
        let old = [("40000", "a", 1), ("40000", "b", 2), ("40000", "d", 0), ("100644", "f", 4)];
        let new = [("40000", "b", 3), ("40000", "c", 5), ("40000", "d", 0), ("100644", "f", 6)];
        assert_eq!(found(&old, &new, true), ["a 1 -", "b 2 3", "c - 5"]);
        assert_eq!(found(&old, &new, false), ["f 4 6"]);
        assert_eq!(found(&[], &new, true), ["b - 3", "c - 5", "d - 0"]);
        assert_eq!(found(&new, &[], true), ["b 3 -", "c 5 -", "d 0 -"]);
        assert_eq!(found(&new, &new, true), Vec::<String>::new());
    }

    #[test]
    fn a_prefix_of_a_name_and_an_id_with_blanks_are_no_entry_ends() {
        // 32 is a blank and 0 a NUL inside ids.
        assert_eq!(found(&[("40000", "ab", 32)], &[("40000", "a", 32)], true), ["a - 32", "ab 32 -"]);
        assert_eq!(found(&[("40000", "x", 0), ("40000", "y", 1)], &[("40000", "x", 0)], true), ["y 1 -"]);
    }

    #[test]
    fn folders_are_sorted_as_git_does() {
        let old = [("40000", "a-b", 1), ("40000", "a", 2)];
        assert_eq!(found(&old, &[("40000", "a", 2)], true), ["a-b 1 -"]);
        assert_eq!(found(&old, &[("40000", "a-b", 1)], true), ["a 2 -"]);
    }

    #[test]
    fn links_and_submodules_are_skipped() {
        let tree = [("120000", "ticket.yaml", 1), ("160000", "sub", 2), ("100755", "run", 3)];
        assert_eq!(entries(&raw(&tree)).map(|e| e.name.to_owned()).collect::<Vec<_>>(), ["run"]);
    }

    fn long(names: &std::collections::BTreeMap<String, u8>) -> Vec<u8> {
        let entries: Vec<(&str, &str, u8)> = names
            .iter()
            .map(|(name, id)| (if name.ends_with('f') { "100644" } else { "40000" }, name.as_str(), *id))
            .collect();
        raw(&entries)
    }

    proptest! {
        /// Whatever is skipped at both ends, what differs is found, and nothing else.
        #[test]
        fn long_trees_are_compared_as_short_ones(
            names in prop::collection::btree_map("[0-9]{3}[a-f]{0,9}[fg]", 0..3_u8, 0..40),
            edits in prop::collection::vec(("[0-9]{3}[a-f]{0,9}[fg]", prop::option::of(0..3_u8), any::<prop::sample::Index>()), 0..4),
        ) {
            let mut other = names.clone();
            for (name, id, there) in edits {
                // Half of them are of what is there.
                let name = names.keys().nth(there.index(2 * names.len().max(1))).cloned().unwrap_or(name);
                match id {
                    Some(id) => drop(other.insert(name, id)),
                    None => drop(other.remove(&name)),
                }
            }
            for folders in [true, false] {
                let mut all: Vec<&String> = names.keys().chain(other.keys()).filter(|name| name.ends_with('f') != folders).collect();
                all.sort();
                all.dedup();
                let differ: Vec<&String> = all.into_iter().filter(|name| names.get(*name) != other.get(*name)).collect();
                let found = changes(&long(&names), &long(&other), folders);
                prop_assert_eq!(found.iter().map(|change| &change.name).collect::<Vec<_>>(), differ);
                for change in &found {
                    let id = |names: &std::collections::BTreeMap<String, u8>| names.get(&change.name).map(|id| Oid::from_bytes(&[*id; 20]).unwrap());
                    prop_assert_eq!((change.old, change.new), (id(&names), id(&other)));
                }
            }
        }
    }
}
