//! Merging two commits in memory: a desk's tickets file by file, as the caller decides, everything else by git's rules (7).

use super::read::is_file;
use super::{Change, Store, StoreError, StoreErrorKind, durable};
use crate::model::DeskPath;
use git2::{FileMode, Indexer, MergeFileInput, OdbLookupFlags, Oid, Repository, Signature, Time, Tree};
use std::collections::BTreeSet;
use std::io::Write;

/// Before every other place of objects.
const FIRST: i32 = 1000;
/// From how many objects on a pack of their own is worth it.
const MANY: usize = 24;
/// As git has its packs.
const READ_ONLY: u32 = 0o444;
/// How deep criss-cross histories are followed; git's own limit is of that order.
const DEPTH: u32 = 20;

/// One file of a desk that both sides changed, each otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// Its path.
    pub path: String,
    /// Before; `None` where both added it.
    pub base: Option<Vec<u8>>,
    /// Ours; `None` where we removed it, for a ticket's file with its whole folder.
    pub ours: Option<Vec<u8>>,
    /// The other's.
    pub theirs: Option<Vec<u8>>,
    /// Whether this is about the common ancestor of a criss-cross history, which has no clashes.
    pub of_ancestor: bool,
}

/// What becomes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// These bytes.
    Write(Vec<u8>),
    /// Ours as it is, or its removal.
    Ours,
    /// The other's.
    Theirs,
    /// Nobody can tell: there is no merge.
    Clash,
}

/// Two commits' files made one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The tree's id; not to be used where something clashes.
    pub tree: String,
    /// Files that are no tickets' and that git's rules cannot merge.
    pub conflicts: Vec<String>,
}

/// Decides about one file.
pub type Decide<'a> = dyn FnMut(&Versions) -> Answer + 'a;

type Entry = Option<(Oid, i32)>;
const FOLDER: i32 = 0o040_000;

struct Merge<'r, 'd> {
    repo: &'r Repository,
    decide: &'d mut Decide<'d>,
    of_ancestor: bool,
    conflicts: BTreeSet<String>,
}

impl Store {
    /// Merges two commits without touching anything but the object store. Histories without a common commit are a conflict.
    pub fn merge(&self, ours: &str, theirs: &str, decide: &mut Decide<'_>) -> Result<Merged, StoreError> {
        let (ours, theirs) = (self.oid(ours)?, self.oid(theirs)?);
        let memory = self.beside(ours)?;
        let objects = memory.odb()?;
        let _kept = objects.add_new_mempack_backend(FIRST)?;
        let Some(base) = ancestor(&memory, ours, theirs, decide, 0)? else {
            return Err(StoreError::new(
                StoreErrorKind::Conflict,
                "the desk here and the one on the remote have no common commit",
            )
            .why("they were begun apart, so that nobody can tell what was changed")
            .mend("clone the remote's desk into a new folder, and bring tickets over with tramite export and tramite import"));
        };
        let (tree, conflicts) = merged(&memory, base, ours, theirs, decide, false)?;
        self.write_fresh(&memory, tree, [ours, theirs])?;
        Ok(Merged { tree: tree.to_string(), conflicts })
    }

    /// Another handle on the repository, whose new objects can stay in memory until it is known which of them are wanted.
    fn beside(&self, commit: Oid) -> Result<Repository, StoreError> {
        let other = Repository::open(self.repo.path())?;
        if let Some(workdir) = self.repo.workdir().filter(|dir| other.workdir() != Some(dir)) {
            other.set_workdir(workdir, false)?;
        }
        other.find_commit(commit)?;
        Ok(other)
    }

    /// Writes what a merge's tree has and neither of the merged commits: many objects in one pack, which is on disk when this
    /// returns.
    fn write_fresh(&self, memory: &Repository, tree: Oid, merged: [Oid; 2]) -> Result<(), StoreError> {
        let known = merged.map(|commit| Ok::<_, StoreError>(memory.find_commit(commit)?.tree_id()));
        let known = known.into_iter().collect::<Result<Vec<_>, _>>()?;
        let mut fresh = BTreeSet::new();
        collect_fresh(memory, tree, &known, &mut fresh)?;
        let (from, to) = (memory.odb()?, self.repo.odb()?);
        fresh.retain(|id| !to.exists_ext(*id, OdbLookupFlags::NO_REFRESH));
        if fresh.len() < MANY {
            for id in fresh {
                let object = from.read(id)?;
                to.write(object.kind(), object.data())?;
            }
            return Ok(());
        }
        let mut builder = memory.packbuilder()?;
        for id in fresh {
            builder.insert_object(id, None)?;
        }
        let folder = self.common.join("objects").join("pack");
        let failed = |error: &std::io::Error| StoreError::io("write into", &folder, error);
        std::fs::create_dir_all(&folder).map_err(|error| failed(&error))?;
        let mut indexer = Indexer::new(Some(&to), &folder, READ_ONLY, false)?;
        let mut written = Ok(());
        let sent = builder.foreach(|bytes| {
            written = indexer.write_all(bytes);
            written.is_ok()
        });
        written.map_err(|error| failed(&error))?;
        sent?;
        let name = indexer.commit()?;
        let files = ["pack", "idx"].map(|kind| folder.join(format!("pack-{name}.{kind}")));
        for file in &files {
            self.share(file);
        }
        durable::sync_all(&files)?;
        durable::sync(&folder)?;
        Ok(to.refresh()?)
    }

    /// A commit of the merged tree, changed by `change`'s files, with these parents. Nothing moves.
    pub fn merge_commit(
        &self,
        tree: &str,
        parents: [&str; 2],
        change: &Change,
    ) -> Result<String, StoreError> {
        let parents = [self.oid(parents[0])?, self.oid(parents[1])?];
        let tree = self.repo.find_tree(Oid::from_str(tree)?)?;
        let commit = self.build_commit(Some(&tree), &parents, change)?;
        let mut fresh = BTreeSet::from([commit]);
        let known: Vec<Oid> = parents
            .iter()
            .map(|id| Ok(self.repo.find_commit(*id)?.tree_id()))
            .collect::<Result<_, git2::Error>>()?;
        let tree = self.repo.find_commit(commit)?.tree_id();
        collect_fresh(&self.repo, tree, &known, &mut fresh)?;
        self.sync_objects(&fresh)?;
        Ok(commit.to_string())
    }

    /// A commit on `parent`, which no branch has yet. On disk when it returns.
    pub fn prepare(&self, parent: &str, change: &Change) -> Result<String, StoreError> {
        let parent = self.oid(parent)?;
        let base = self.repo.find_commit(parent)?.tree()?;
        Ok(self.build_commit(Some(&base), &[parent], change)?.to_string())
    }

    /// The best common ancestor of two commits, the newest where there are several; none where they have none.
    pub fn common_ancestor(&self, one: &str, other: &str) -> Result<Option<String>, StoreError> {
        match self.repo.merge_base(self.oid(one)?, self.oid(other)?) {
            Ok(id) => Ok(Some(id.to_string())),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// How many commits `tip` has that `without` lacks.
    pub fn count_since(&self, without: Option<&str>, tip: &str) -> Result<usize, StoreError> {
        let tip = self.oid(tip)?;
        let mut walk = self.repo.revwalk()?;
        walk.push(tip)?;
        if let Some(without) = without {
            walk.hide(self.oid(without)?)?;
        }
        Ok(walk.count())
    }

    /// The paths in which the files of two commits differ; `None` is a commit without files.
    pub fn differing_paths(&self, old: Option<&str>, new: &str) -> Result<Vec<String>, StoreError> {
        let old = old.map(|commit| self.tree(commit)).transpose()?;
        self.differing(old.as_ref(), Some(&self.tree(new)?))
    }
}

/// The tree that two commits have in common: their ancestor's, or where they have several, those merged.
fn ancestor(
    repo: &Repository,
    ours: Oid,
    theirs: Oid,
    decide: &mut Decide<'_>,
    depth: u32,
) -> Result<Option<Oid>, StoreError> {
    let bases = match repo.merge_bases(ours, theirs) {
        Ok(bases) => bases,
        Err(error) if error.code() == git2::ErrorCode::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // Oldest first, as git does it.
    let mut bases = bases.iter().copied().rev();
    let Some(mut base) = bases.next() else { return Ok(None) };
    for next in bases.take_while(|_| depth < DEPTH) {
        let Some(below) = ancestor(repo, base, next, decide, depth + 1)? else { continue };
        let (tree, _) = merged(repo, below, base, next, decide, true)?;
        // A commit that nothing names: only so can it be an ancestor in the next round.
        let nobody = Signature::new("tramite", "tramite@localhost", &Time::new(0, 0))?;
        let tree = repo.find_tree(tree)?;
        let parents = [repo.find_commit(base)?, repo.find_commit(next)?];
        base = repo.commit(None, &nobody, &nobody, "ancestor", &tree, &[&parents[0], &parents[1]])?;
    }
    Ok(Some(base))
}

/// The tree of two commits and their ancestor, with the files that are no tickets' and clash.
fn merged(
    repo: &Repository,
    base: Oid,
    ours: Oid,
    theirs: Oid,
    decide: &mut Decide<'_>,
    of_ancestor: bool,
) -> Result<(Oid, Vec<String>), StoreError> {
    let tree = |commit: Oid| -> Result<Tree<'_>, StoreError> { Ok(repo.find_commit(commit)?.tree()?) };
    let (base, ours, theirs) = (tree(base)?, tree(ours)?, tree(theirs)?);
    let mut forward = |versions: &Versions| decide(versions);
    let mut merge = Merge { repo, decide: &mut forward, of_ancestor, conflicts: BTreeSet::new() };
    let rest = merge.rest(&base, &ours, &theirs)?;
    let entry = |tree: &Tree<'_>| tree.get_name("tickets").map(|e| (e.id(), e.filemode()));
    let tickets = merge.entry("tickets", entry(&base), entry(&ours), entry(&theirs))?;
    let mut builder = repo.treebuilder(Some(&repo.find_tree(rest)?))?;
    if let Some((id, mode)) = tickets {
        builder.insert("tickets", id, mode)?;
    }
    let root = builder.write()?;
    Ok((root, merge.conflicts.into_iter().collect()))
}

impl Merge<'_, '_> {
    /// Everything but the tickets, by git's own rules.
    fn rest(&mut self, base: &Tree<'_>, ours: &Tree<'_>, theirs: &Tree<'_>) -> Result<Oid, StoreError> {
        let stripped = |tree: &Tree<'_>| -> Result<Oid, StoreError> {
            let mut builder = self.repo.treebuilder(Some(tree))?;
            if builder.get("tickets")?.is_some() {
                builder.remove("tickets")?;
            }
            Ok(builder.write()?)
        };
        let (base, ours, theirs) = (stripped(base)?, stripped(ours)?, stripped(theirs)?);
        if ours == theirs || base == theirs {
            return Ok(ours);
        }
        if base == ours {
            return Ok(theirs);
        }
        let tree = |id| self.repo.find_tree(id);
        let mut index = self.repo.merge_trees(&tree(base)?, &tree(ours)?, &tree(theirs)?, None)?;
        if index.has_conflicts() {
            let all = index.conflicts()?.collect::<Result<Vec<_>, _>>()?;
            for conflict in all {
                let one = [&conflict.our, &conflict.their, &conflict.ancestor].into_iter().flatten().next();
                let Some(one) = one else { continue };
                let path = String::from_utf8_lossy(&one.path).into_owned();
                // An ancestor keeps what no side has: git's markers, or where one side removed the file, what it was before.
                let kept = match (&conflict.ancestor, &conflict.our, &conflict.their) {
                    (Some(a), Some(o), Some(t)) => {
                        let both = self.repo.merge_file_from_index(a, o, t, None)?;
                        let id = self.repo.blob(both.content())?;
                        git2::IndexEntry { id, ..clear(o) }
                    }
                    (None, Some(o), Some(t)) => {
                        let id = self.both_added(o.id, t.id)?;
                        git2::IndexEntry { id, ..clear(o) }
                    }
                    (Some(a), ..) => clear(a),
                    _ => clear(one),
                };
                index.remove_path(std::path::Path::new(&path))?;
                index.add(&kept)?;
                self.conflicts.insert(path);
            }
        }
        Ok(index.write_tree_to(self.repo)?)
    }

    /// The two texts in git's markers, of a file that both sides added.
    fn both_added(&self, ours: Oid, theirs: Oid) -> Result<Oid, StoreError> {
        let text = |id: Oid| -> Result<Vec<u8>, StoreError> {
            Ok(self.repo.find_blob(id).map(|blob| blob.content().to_vec()).unwrap_or_default())
        };
        let (ours, theirs) = (text(ours)?, text(theirs)?);
        let [mut base, mut one, mut other] = [(); 3].map(|()| MergeFileInput::new());
        base.content(b"");
        one.content(&ours);
        other.content(&theirs);
        Ok(self.repo.blob(git2::merge_file(&base, &one, &other, None)?.content())?)
    }

    /// What becomes of `path`, a file or folder under `tickets/`.
    fn entry(&mut self, path: &str, base: Entry, ours: Entry, theirs: Entry) -> Result<Entry, StoreError> {
        if ours == theirs || base == theirs {
            return Ok(ours);
        }
        if base == ours {
            return Ok(theirs);
        }
        let is_folder = |entry: Entry| entry.is_none_or(|(_, mode)| mode == FOLDER);
        if is_folder(ours) && is_folder(theirs) {
            if let Some(whole) = self.removed_ticket(path, base, ours, theirs)? {
                return Ok(whole);
            }
            return self.folder(path, base, ours, theirs);
        }
        self.file(path, base, ours, theirs)
    }

    /// A ticket that one side removed and the other changed is taken or left as a whole.
    fn removed_ticket(
        &mut self,
        path: &str,
        base: Entry,
        ours: Entry,
        theirs: Entry,
    ) -> Result<Option<Entry>, StoreError> {
        let ticket = format!("{path}/ticket.yaml");
        if !matches!(DeskPath::of(&ticket), DeskPath::Ticket(_)) {
            return Ok(None);
        }
        let file = |entry: Entry| -> Result<Option<Vec<u8>>, StoreError> {
            let Some((id, FOLDER)) = entry else { return Ok(None) };
            let tree = self.repo.find_tree(id)?;
            let file = tree.get_name("ticket.yaml").map(|file| file.id());
            Ok(file.map(|id| self.repo.find_blob(id).map(|b| b.content().to_vec())).transpose()?)
        };
        let whole = base;
        let (base, our_file, their_file) = (file(base)?, file(ours)?, file(theirs)?);
        if base.is_none() || our_file.is_some() == their_file.is_some() {
            return Ok(None);
        }
        let versions = Versions {
            path: ticket.clone(),
            base,
            ours: our_file,
            theirs: their_file,
            of_ancestor: self.of_ancestor,
        };
        if self.of_ancestor {
            // As it was: so both sides have changed it since.
            return Ok(Some(whole));
        }
        Ok(match (self.decide)(&versions) {
            Answer::Ours => Some(ours),
            Answer::Theirs => Some(theirs),
            // Nothing to write that either side has not.
            Answer::Write(_) | Answer::Clash => Some(if versions.ours.is_some() { ours } else { theirs }),
        })
    }

    fn folder(&mut self, path: &str, base: Entry, ours: Entry, theirs: Entry) -> Result<Entry, StoreError> {
        let tree = |entry: Entry| -> Result<Option<Tree<'_>>, StoreError> {
            match entry {
                Some((id, FOLDER)) => Ok(Some(self.repo.find_tree(id)?)),
                _ => Ok(None),
            }
        };
        let sides = [tree(base)?, tree(ours)?, tree(theirs)?];
        let mut names = BTreeSet::new();
        for side in sides.iter().flatten() {
            names.extend(side.iter().map(|entry| entry.name_bytes().to_vec()));
        }
        let mut builder = self.repo.treebuilder(sides[1].as_ref())?;
        for name in names {
            let at = |side: &Option<Tree<'_>>| {
                side.as_ref()
                    .and_then(|tree| tree.get_name_bytes(&name))
                    .map(|entry| (entry.id(), entry.filemode()))
            };
            let (base, ours, theirs) = (at(&sides[0]), at(&sides[1]), at(&sides[2]));
            let below = format!("{path}/{}", String::from_utf8_lossy(&name));
            match self.entry(&below, base, ours, theirs)? {
                kept if kept == ours => {}
                Some((id, mode)) => {
                    builder.insert(name.as_slice(), id, mode)?;
                }
                None => builder.remove(name.as_slice())?,
            }
        }
        Ok((!builder.is_empty()).then(|| builder.write().map(|id| (id, FOLDER))).transpose()?)
    }

    fn file(&mut self, path: &str, base: Entry, ours: Entry, theirs: Entry) -> Result<Entry, StoreError> {
        let bytes = |entry: Entry| -> Result<Option<Vec<u8>>, StoreError> {
            match entry {
                Some((id, mode)) if is_file(mode) => Ok(Some(self.repo.find_blob(id)?.content().to_vec())),
                _ => Ok(None),
            }
        };
        let versions = Versions {
            path: path.to_owned(),
            base: bytes(base)?,
            ours: bytes(ours)?,
            theirs: bytes(theirs)?,
            of_ancestor: self.of_ancestor,
        };
        // A link or a folder in the place of a file: nothing that could be read as a ticket.
        let plain = [ours, theirs].into_iter().flatten().all(|(_, mode)| is_file(mode));
        let is_desks = matches!(DeskPath::of(path), DeskPath::Ticket(_) | DeskPath::Comment(..));
        if !is_desks || !plain {
            return self.stray(&versions, plain, base, ours, theirs);
        }
        Ok(match (self.decide)(&versions) {
            Answer::Write(bytes) => Some((self.repo.blob(&bytes)?, FileMode::Blob.into())),
            // As it was: so both sides have changed it since.
            _ if self.of_ancestor => base,
            Answer::Ours => ours,
            Answer::Theirs => theirs,
            Answer::Clash => ours.or(theirs),
        })
    }

    /// A file under `tickets/` that no desk knows: by lines, as git would.
    fn stray(
        &mut self,
        versions: &Versions,
        plain: bool,
        base: Entry,
        ours: Entry,
        theirs: Entry,
    ) -> Result<Entry, StoreError> {
        if let (true, Some(ours_text), Some(theirs_text)) = (plain, &versions.ours, &versions.theirs) {
            let (mut was, mut one, mut other) =
                (MergeFileInput::new(), MergeFileInput::new(), MergeFileInput::new());
            let empty = Vec::new();
            was.content(versions.base.as_ref().unwrap_or(&empty));
            one.content(ours_text);
            other.content(theirs_text);
            let result = git2::merge_file(&was, &one, &other, None)?;
            if result.is_automergeable() {
                let mode = ours.map_or(FileMode::Blob.into(), |(_, mode)| mode);
                return Ok(Some((self.repo.blob(result.content())?, mode)));
            }
        }
        self.conflicts.insert(versions.path.clone());
        Ok(if self.of_ancestor { base } else { ours.or(theirs) })
    }
}

/// An index entry as one that does not conflict.
fn clear(entry: &git2::IndexEntry) -> git2::IndexEntry {
    const STAGE: u16 = 0x3000;
    git2::IndexEntry {
        ctime: entry.ctime,
        mtime: entry.mtime,
        dev: 0,
        ino: 0,
        mode: entry.mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id: entry.id,
        flags: entry.flags & !STAGE,
        flags_extended: 0,
        path: entry.path.clone(),
    }
}

/// The trees and blobs of `tree` that none of `known` has at the same place.
fn collect_fresh(
    repo: &Repository,
    tree: Oid,
    known: &[Oid],
    fresh: &mut BTreeSet<Oid>,
) -> Result<(), StoreError> {
    if known.contains(&tree) || !fresh.insert(tree) {
        return Ok(());
    }
    let beside = known.iter().filter_map(|id| repo.find_tree(*id).ok()).collect::<Vec<_>>();
    for entry in &repo.find_tree(tree)? {
        let there: Vec<Oid> =
            beside.iter().filter_map(|tree| Some(tree.get_name_bytes(entry.name_bytes())?.id())).collect();
        if there.contains(&entry.id()) {
            continue;
        }
        if entry.filemode() == FOLDER {
            collect_fresh(repo, entry.id(), &there, fresh)?;
        } else {
            fresh.insert(entry.id());
        }
    }
    Ok(())
}
