//! Trees as git keeps them, compared without building objects: reading history looks at every commit's.

use super::HistoryError;
use crate::model::TicketDir;
use git2::{ObjectType, Odb, Oid, Repository};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// Bytes of trees kept at once. A month's tree, which is long, is read again by the next commit of that month, a folder's by
/// the ticket's next.
const CACHED: usize = 4 << 20;
/// What keeping a tree takes beside its bytes, about.
const ENTRY: usize = 128;

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

/// The entries of a raw tree that are folders or plain files with names in UTF-8: links and submodules are no
/// part of a desk.
pub(super) fn entries(raw: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        loop {
            let blank = rest.iter().position(|b| *b == b' ')?;
            let end = blank + rest[blank..].iter().position(|b| *b == 0)?;
            let (head, tail) = rest.split_at(end);
            let id = tail.get(1..21)?;
            rest = &tail[21..];
            let folder = match &head[..blank] {
                b"40000" => true,
                b"100644" | b"100755" | b"100664" => false,
                _ => continue,
            };
            let (Ok(name), Ok(id)) = (str::from_utf8(&head[blank + 1..]), Oid::from_bytes(id)) else {
                continue;
            };
            return Some(Entry { folder, name, id });
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

/// The folders (or files) whose entries differ, in the trees' order.
pub(super) fn changes(old: &[u8], new: &[u8], folders: bool) -> Vec<Change> {
    // Trees of a month are long and differ in one entry: what is the same at the start is skipped as bytes.
    let chunks = old.chunks_exact(64).zip(new.chunks_exact(64)).take_while(|(a, b)| a == b).count();
    let same = 64 * chunks;
    let start = entry_start(old, same);
    let mut left = entries(&old[start..]).filter(|e| e.folder == folders).peekable();
    let mut right = entries(&new[start..]).filter(|e| e.folder == folders).peekable();
    let mut found = Vec::new();
    loop {
        // Git sorts folders as if their names ended with a slash.
        let key = |e: &Entry| e.name.bytes().chain(folders.then_some(b'/')).collect::<Vec<u8>>();
        let (before, after) = match (left.peek(), right.peek()) {
            (None, None) => return found,
            (Some(_), None) => (left.next(), None),
            (Some(l), Some(r)) if l.name == r.name => (left.next(), right.next()),
            (Some(l), Some(r)) if key(l) < key(r) => (left.next(), None),
            (_, Some(_)) => (None, right.next()),
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

/// Reads trees and files of one repository.
pub(super) struct Trees<'r> {
    odb: Odb<'r>,
    cache: HashMap<Oid, Rc<[u8]>>,
    order: VecDeque<Oid>,
    size: usize,
    empty: Rc<[u8]>,
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
        Ok(Self {
            odb: repo.odb()?,
            cache: HashMap::new(),
            order: VecDeque::new(),
            size: 0,
            empty: Rc::from([]),
        })
    }

    /// A file's bytes.
    pub fn blob(&self, id: Oid) -> Result<Vec<u8>, HistoryError> {
        Ok(self.odb.read(id)?.data().to_vec())
    }

    /// The raw tree; empty where there is none.
    pub fn tree(&mut self, id: Option<Oid>) -> Result<Rc<[u8]>, HistoryError> {
        let Some(id) = id else { return Ok(Rc::clone(&self.empty)) };
        if let Some(raw) = self.cache.get(&id) {
            return Ok(Rc::clone(raw));
        }
        let raw = self.uncached(id)?;
        while self.size > CACHED
            && let Some(oldest) = self.order.pop_front()
        {
            self.size -= self.cache.remove(&oldest).map_or(0, |raw| raw.len() + ENTRY);
        }
        self.size += raw.len() + ENTRY;
        self.order.push_back(id);
        self.cache.insert(id, Rc::clone(&raw));
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
}
