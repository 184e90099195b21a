//! Removing files for good (7.1, S29): one commit that says so, then refs and objects here and refs at the remote.

use super::attachments::DeskFiles;
use super::write::{How, Planned, Tools, refusal};
use super::{App, Error, subject};
use crate::index::TicketRow;
use crate::model::{Change, Comment, CommentKind};
use crate::process::Intent;
use crate::process::files;
use crate::store::{Content, Dropped, FileKey, Sent};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A file that is to be removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PurgeFile {
    /// What it is called; `None` for a comment's text.
    pub name: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Bytes, where the ticket says.
    pub size: Option<u64>,
}

/// What is to be removed from one ticket.
#[derive(Debug, Clone)]
pub struct PurgeTicket {
    /// The ticket.
    pub row: TicketRow,
    /// The files that go.
    pub files: Vec<PurgeFile>,
    /// Files that lie under the ticket's uid and that nothing names: they go too.
    pub strays: Vec<FileKey>,
    /// Files that were removed before: whatever is left of them goes too.
    before: Vec<FileKey>,
}

/// What became of files at a remote.
#[derive(Debug, Clone)]
pub struct AtRemote {
    /// Its name.
    pub name: String,
    /// How many refs went.
    pub removed: usize,
    /// Why some are still there, where they are.
    pub failed: Option<Error>,
}

/// What was removed.
#[derive(Debug, Clone, Default)]
pub struct Purged {
    /// The commit that says so; `None` where it was said before.
    pub commit: Option<String>,
    /// What became of them here.
    pub here: Dropped,
    /// The ids of the objects that must be gone everywhere, each with the file that it is; of those that were known here or
    /// at a remote.
    pub objects: BTreeMap<FileKey, String>,
    /// What became of them at each remote that has or had them, the desk's own first.
    pub remotes: Vec<AtRemote>,
    /// The commit is made, but the working tree could not be brought in step: why.
    pub unfinished: Option<String>,
}

impl PurgeTicket {
    /// Whether there is or was anything to remove.
    pub fn has_any(&self) -> bool {
        !self.files.is_empty() || !self.before.is_empty() || !self.strays.is_empty()
    }

    /// How many files go.
    pub fn count(&self) -> usize {
        self.files.len() + self.strays.len()
    }

    fn keys(&self) -> impl Iterator<Item = FileKey> {
        let new = self.files.iter().filter_map(|f| FileKey::new(&self.row.uid, &f.sha256));
        new.chain(self.strays.iter().cloned()).chain(self.before.iter().cloned())
    }
}

impl App {
    /// What there is to remove from these tickets: all their files, or those that `only` names by name or hash.
    pub fn purgeable(&self, rows: Vec<TicketRow>, only: &[String]) -> Result<Vec<PurgeTicket>, Error> {
        let mut found = Vec::new();
        let strays = self.stray_files(match rows.as_slice() {
            [one] => Some(&one.uid),
            _ => None,
        })?;
        for row in rows {
            let snapshot = self.index()?.snapshot(&row)?;
            let purged = files::purged(&snapshot);
            let mut chosen: Vec<String> = Vec::new();
            for text in only {
                chosen.push(self.attachment(&row, Some(text))?.sha256);
            }
            let mut seen = BTreeSet::new();
            let going = files::named(&snapshot)
                .into_iter()
                .filter(|n| {
                    !purged.contains(n.sha256) && (only.is_empty() || chosen.iter().any(|c| c == n.sha256))
                })
                .filter(|n| seen.insert(n.sha256))
                .map(|n| PurgeFile {
                    name: n.attachment.map(|a| a.name.clone()),
                    sha256: n.sha256.to_owned(),
                    size: n.attachment.map(|a| a.size),
                })
                .collect();
            let before = purged.iter().filter_map(|sha256| FileKey::new(&row.uid, sha256)).collect();
            let mine = |key: &&FileKey| only.is_empty() && *key.uid() == row.uid;
            let strays = strays.iter().filter(mine).cloned().collect();
            found.push(PurgeTicket { files: going, strays, before, row });
        }
        Ok(found)
    }

    /// What the desk would say to it: nothing, or every reason against it (7.1). Nothing is written.
    pub fn may_purge(&self, tickets: &[PurgeTicket]) -> Result<(), Error> {
        let tools = self.tools(How::default())?;
        tickets.iter().try_for_each(|ticket| self.plan_purge(ticket, None, &tools).map(drop))
    }

    /// The comment that says what goes from one ticket, and who removes it.
    fn plan_purge(&self, ticket: &PurgeTicket, text: Option<&str>, tools: &Tools) -> Result<Planned, Error> {
        let brought = self.bring(&ticket.row.dir)?;
        let gone: BTreeSet<String> =
            files::purged(&brought.snapshot).into_iter().map(str::to_owned).collect();
        let hashes = ticket.files.iter().map(|f| f.sha256.clone());
        let purges: Vec<String> = hashes.filter(|sha256| !gone.contains(sha256)).collect();
        let mut intent = Intent::default();
        if purges.is_empty() {
            // Nothing is recorded, and whoever may not remove files may not remove what nobody names either.
            self.may_remove_files()?;
        } else {
            let comment = Comment::new(CommentKind::Internal, text.unwrap_or_default());
            intent.comment = Some(Comment { purges, ..comment });
        }
        let history = self.tramites(&ticket.row.uid)?;
        let planned = tools.plan(self, Some(&brought.snapshot), &history, &intent, Some(&brought.bytes))?;
        tools.check_time(self, &history, &planned)?;
        Ok(planned)
    }

    /// Refuses whoever may not remove files of this desk, whichever they are.
    pub fn may_remove_files(&self) -> Result<(), Error> {
        match files::may_remove(self.actor()?, &self.config.desk) {
            None => Ok(()),
            Some(violation) => Err(refusal(&[violation])),
        }
    }

    /// Removes them: one comment with `purges:` on each ticket, all in one commit; then refs and objects here; then the commit
    /// is sent, and the refs are removed at every remote that has them. Who may is judged by the desk (`purge: {roles: […]}`).
    /// Done twice it finishes what was left.
    pub fn purge(&self, tickets: &[PurgeTicket], text: Option<&str>, how: How) -> Result<Purged, Error> {
        let done = self.commit(how, &mut |app, tools| {
            let mut whole: Option<Planned> = None;
            let mut count = (0, 0);
            for ticket in tickets {
                let planned = app.plan_purge(ticket, text, tools)?;
                let purges = planned.changes.iter().filter(|c| matches!(c, Change::Purged { .. })).count();
                count = (count.0 + purges, count.1 + usize::from(purges > 0));
                match &mut whole {
                    None => whole = Some(planned),
                    Some(whole) => {
                        whole.files.extend(planned.files);
                        whole.changes.extend(planned.changes);
                        whole.warnings.extend(planned.warnings);
                    }
                }
            }
            let mut whole =
                whole.ok_or_else(|| Error::not_found("there is no ticket to remove files from"))?;
            whole.subject = match tickets {
                [one] => subject(one.row.number, &whole.changes),
                _ => format!("purged: {} files of {} tickets", count.0, count.1),
            };
            Ok(whole)
        })?;
        let keys: Vec<FileKey> = tickets.iter().flat_map(PurgeTicket::keys).collect();
        let mut purged = self.remove(&keys)?;
        purged.commit = done.commit;
        purged.unfinished = done.unfinished;
        Ok(purged)
    }

    /// Removes files that the desk's history says were removed, or that nothing names: here first, whatever the network
    /// does; then at every remote that has them, which must know of it before.
    pub(super) fn remove(&self, keys: &[FileKey]) -> Result<Purged, Error> {
        let known = self.store.files()?;
        let mut objects: BTreeMap<FileKey, String> =
            keys.iter().filter_map(|key| Some((key.clone(), known.get(key)?.clone()))).collect();
        let unfinished = |mut error: Error| {
            error.why.push("it is recorded that the files are removed, and not done yet".to_owned());
            error.mend("purge again, or `tramite sync`: either finishes it")
        };
        let mut here = self
            .store
            .drop_files_and_held(&super::store_env(&self.env), keys)
            .map_err(|error| unfinished(error.into()))?;
        self.store.looked_for(objects.keys())?;
        let mut wanted = BTreeSet::new();
        if let Some(tip) = self.store.tip()? {
            let mut desk = self.moved(tip)?.desk_files()?;
            desk.purged.retain(|key, _| keys.contains(key));
            let (lost, dropped) = self.drop_lost(&desk).map_err(unfinished)?;
            objects.extend(lost);
            here.gone += dropped.gone;
            here.held.extend(dropped.held);
            wanted = desk.wanted;
        }
        let mut remotes = Vec::new();
        let keys = if self.offline.get() { &[] } else { keys };
        for name in if keys.is_empty() { Vec::new() } else { self.store.remotes() } {
            let at = self.remove_at(&name, keys, &mut objects).unwrap_or_else(|failed| {
                Some(AtRemote { name: name.clone(), removed: 0, failed: Some(failed) })
            });
            self.store.owe_remote(&name, at.as_ref().is_some_and(|at| at.failed.is_some()))?;
            remotes.extend(at);
        }
        // Bytes that another ticket has too are to stay, here and everywhere.
        let wanted: BTreeSet<&str> = wanted.iter().map(FileKey::sha256).collect();
        objects.retain(|key, _| !wanted.contains(key.sha256()));
        Ok(Purged { commit: None, here, objects, remotes, unfinished: None })
    }

    /// Removes the refs that a remote has; `None` where it has none of them.
    fn remove_at(
        &self,
        remote: &str,
        keys: &[FileKey],
        objects: &mut BTreeMap<FileKey, String>,
    ) -> Result<Option<AtRemote>, Error> {
        let there = self.store.remote_files_of(remote, keys)?;
        if there.is_empty() {
            return Ok(None);
        }
        objects.extend(there.clone());
        // A server that judges what it is sent takes the removal of a ref once it knows who removed the file.
        let target = self.store.upstream().map(|upstream| self.store.push_target(&upstream));
        let unsent = match target.ok().filter(|target| target.remote == remote) {
            Some(_) => super::sync::sync(
                &self.env,
                super::sync::Options::default(),
                &mut super::sync::Watch::default(),
            )
            .err(),
            None => None,
        };
        let left: Vec<FileKey> = there.keys().cloned().collect();
        let sent = self.store.delete_remote_files(remote, &left)?;
        let mut at =
            AtRemote { name: remote.to_owned(), removed: there.len() - sent.refused.len(), failed: None };
        if let Some((_, why)) = sent.refused.into_iter().next() {
            let mut failed = Error::environment(why);
            if let Some(unsent) = unsent {
                failed.why.push(unsent.what);
                failed.why.extend(unsent.why);
                failed.mend = unsent.mend;
            }
            at.failed = Some(failed);
        }
        Ok(Some(at))
    }

    /// Removes here whatever the desk's history says was removed, in a clone that had fetched it; gives those that were here.
    pub fn drop_purged(&self, desk: &DeskFiles) -> Result<Vec<FileKey>, Error> {
        let here = self.store.files()?;
        let purged: Vec<FileKey> = desk.purged.keys().filter(|key| here.contains_key(key)).cloned().collect();
        self.store.drop_files(&super::store_env(&self.env), &purged)?;
        self.store.looked_for(&purged)?;
        Ok(purged)
    }

    /// Removes at a remote whatever the desk's history says was removed, where somebody sent it again or could not remove it;
    /// gives those that went and those that were refused.
    pub fn drop_purged_at(&self, remote: &str) -> Result<(Vec<FileKey>, Vec<(FileKey, String)>), Error> {
        let purged: Vec<FileKey> = self.desk_files()?.purged.into_keys().collect();
        let there = self.store.remote_files_of(remote, &purged)?;
        let refused = self.store.delete_listed(remote, &there)?.refused;
        let gone = there.into_keys().filter(|key| !refused.iter().any(|(other, _)| other == key));
        Ok((gone.collect(), refused))
    }

    /// The number of the ticket of a file, and what the file is called, where the desk says that.
    pub fn file_called(&self, key: &FileKey) -> Result<(String, Option<String>), Error> {
        let Some(row) = self.index()?.by_uid(key.uid())? else { return Ok((key.uid().to_string(), None)) };
        let snapshot = self.index()?.snapshot(&row)?;
        let named = files::named(&snapshot).into_iter().find(|named| named.sha256 == key.sha256());
        let name = named.and_then(|named| named.attachment).map(|a| a.name.clone());
        let shown = self.config.desk.purge.names || !files::purged(&snapshot).contains(key.sha256());
        Ok((row.number.to_string(), name.filter(|_| shown)))
    }

    /// What there is to say where a remote has other bytes than are here under a file's name.
    pub fn other_bytes(&self, remote: &str, key: &FileKey) -> Result<String, Error> {
        let (name, sha256) = (key.reference(), key.sha256());
        let mend = match self.store.read_file(key, &mut std::io::sink())? {
            Content::Right => {
                format!(
                    "the one here is right; whoever keeps the server removes the other (git update-ref -d {name}), and `tramite sync` sends this one"
                )
            }
            _ => format!(
                "the one here is not what its name says; git update-ref -d {name}, and `tramite attachment get` fetches the other"
            ),
        };
        Ok(format!("{remote:?} has other bytes under the name of the file {sha256}: {mend}"))
    }

    /// Sends the files of this desk that the remote lacks; never one that was removed, nor one that no ticket names.
    pub fn send_files(&self, remote: &str) -> Result<Sent, Error> {
        let wanted: Vec<FileKey> = self.desk_files()?.wanted.into_iter().collect();
        Ok(self.store.push_files(remote, &wanted)?)
    }

    /// Fetches every file of this desk that is not here; how many, and those that are not what their names say.
    pub fn fetch_files(&self, remote: &str) -> Result<(usize, Vec<FileKey>), Error> {
        let wanted: Vec<FileKey> = self.desk_files()?.wanted.into_iter().collect();
        Ok(self.store.fetch_files(remote, &wanted)?)
    }
}
