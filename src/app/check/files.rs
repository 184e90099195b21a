//! The desk's files as a commit leaves them: where they may lie, and those that never change (3, 7).

use super::commit::Case;
use super::{Rule, paths};
use crate::app::Error;
use crate::model::DeskPath;
use crate::store::history::ObjectId;
use crate::store::history::raw::{Differences, FileChange};
use std::collections::{BTreeMap, BTreeSet};

/// What is said of a comment that the parent `had` has.
fn kept(rule: Rule, had: ObjectId, path: &str) -> String {
    let (what, then) = match rule {
        Rule::CommentRemoved => ("is gone; comments are kept", "dismiss or purge what must go"),
        _ => ("was rewritten; comments never change", "say it in another comment"),
    };
    let had = had.to_string();
    format!(
        "the comment {what}: where the commit has not been sent, `tramite undo` takes it out; else `git checkout {} -- {path}` brings \
         the file back; {then}",
        super::short(&had)
    )
}

impl Case<'_> {
    /// A desk's files come by commits on top of the desk's own: what has them and no desk before it has no place beside that.
    pub(super) fn root(&mut self) -> Result<(), Error> {
        let (store, audited) = (self.bench.store, self.audited);
        for parent in &audited.parents {
            if store.has_desk_files(*parent)? {
                return Ok(());
            }
        }
        if self.bench.genesis == Some(audited.id) || !store.has_desk_files(audited.id)? {
            return Ok(());
        }
        let has_begun = match self.ground.onto {
            Some(onto) if !audited.parents.is_empty() => store.has_desk_files(onto)?,
            _ => audited.parents.is_empty(),
        };
        if !has_begun {
            return Ok(());
        }
        self.say(
            Rule::UnrelatedRoot,
            "a commit with no desk before it brings a desk's files into a history that has one; record them by commits on the desk's branch",
        );
        Ok(())
    }

    /// Paths, modes, and files that never change.
    pub(super) fn files(&mut self) -> Result<(), Error> {
        let audited = self.audited;
        for change in audited.own_files() {
            let is_empty = |id| self.bench.store.blob_at(id).is_none();
            if let Some(wrong) = paths::wrong(change) {
                self.say_of(&change.path, Rule::Path, wrong);
            } else if change.path == ".gitattributes" && change.new.is_some_and(|new| is_empty(new.id)) {
                let wrong = "\".gitattributes\" claims to be a file, and is none; take it out of the commit";
                self.say_of(&change.path, Rule::Path, wrong);
            }
        }
        if audited.is_merge() {
            self.clashes();
        }
        self.comments()?;
        for flaw in &audited.flaws {
            let mut flaw = flaw.clone();
            flaw.commit = Some(audited.id.to_string());
            flaw.ticket = flaw.path.as_deref().and_then(paths::folder).map(|dir| dir.number.to_string());
            self.found.push(flaw);
        }
        Ok(())
    }

    /// Two names that are one file somewhere, each of them from another side of a merge.
    fn clashes(&mut self) {
        let Some((first, rest)) = self.audited.against.split_first() else { return };
        for change in &first.desk {
            let Some(other) = change.clash.as_ref().filter(|_| !self.is_named(&change.path)) else {
                continue;
            };
            let folder = change.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let is_of_pair = |c: &FileChange| {
                let (at, name) = c.path.rsplit_once('/').unwrap_or(("", &c.path));
                c.clash.is_some() && (c.path == change.path || at == folder && name == other)
            };
            if rest.iter().all(|other: &Differences| other.desk.iter().any(is_of_pair))
                && let Some(wrong) = paths::wrong(change)
            {
                self.say_of(&change.path, Rule::Path, wrong);
            }
        }
    }

    /// Whether something has been said of a file.
    pub(super) fn is_named(&self, path: &str) -> bool {
        self.found.iter().any(|finding| finding.path.as_deref() == Some(path))
    }

    /// Comments that a parent has, and that are gone or say something else. In a merge, what one side did to a comment that the
    /// other left alone was judged where it was done.
    fn comments(&mut self) -> Result<(), Error> {
        let audited = self.audited;
        let all = || audited.against.iter().flat_map(|differences| &differences.desk);
        let gone: BTreeSet<String> = all()
            .filter(|change| change.new.is_none())
            .filter_map(|change| match DeskPath::of(&change.path) {
                DeskPath::Ticket(dir) => Some(dir.path()),
                _ => None,
            })
            .collect();
        let mut said: BTreeMap<&str, (Rule, ObjectId)> = BTreeMap::new();
        for (side, differences) in audited.against.iter().enumerate() {
            for change in &differences.desk {
                let DeskPath::Comment(dir, _) = DeskPath::of(&change.path) else { continue };
                let Some(old) = change.old.filter(|_| !said.contains_key(change.path.as_str())) else {
                    continue;
                };
                let rule = match change.new {
                    None if gone.contains(&dir.path()) => continue,
                    None => Rule::CommentRemoved,
                    Some(new) if self.text(old.id) != self.text(new.id) => Rule::CommentImmutable,
                    Some(_) => continue,
                };
                if !self.is_others(side, change)? {
                    said.insert(&change.path, (rule, audited.parents[side]));
                }
            }
        }
        for (path, (rule, had)) in said {
            self.say_of(path, rule, kept(rule, had, path));
        }
        Ok(())
    }

    /// Whether another parent has the comment as the merge has it, and this one as it was where the two parted.
    fn is_others(&self, side: usize, change: &FileChange) -> Result<bool, Error> {
        let (store, audited) = (self.bench.store, self.audited);
        let new = change.new.and_then(|new| self.text(new.id));
        let had = change.old.and_then(|old| self.text(old.id));
        let file = |commit: ObjectId| store.file_at(commit, &change.path).map(|bytes| plain(&bytes));
        for (other, parent) in audited.parents.iter().enumerate() {
            if other == side || file(*parent) != new {
                continue;
            }
            for base in store.common_ancestors(audited.parents[side], *parent)? {
                if file(base) == had {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// What a comment's file says: line ends are git's business.
    fn text(&self, id: ObjectId) -> Option<Vec<u8>> {
        self.bench.store.blob_at(id).map(|bytes| plain(&bytes))
    }
}

fn plain(bytes: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n").into_bytes()
}
