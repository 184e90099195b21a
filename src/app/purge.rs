//! Removing files for good (7.1, S29): one commit that says so, then refs and objects here and refs at the remote.

use super::write::{How, Planned};
use super::{App, Error, subject};
use crate::index::TicketRow;
use crate::model::{Comment, CommentKind};
use crate::process::Intent;
use crate::process::files;
use crate::store::{Dropped, FileKey, Sent};
use serde::Serialize;
use std::collections::BTreeSet;

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
    /// Files that were removed before: whatever is left of them goes too.
    before: Vec<FileKey>,
}

/// What was removed.
#[derive(Debug, Clone)]
pub struct Purged {
    /// The commit that says so; `None` where it was said before.
    pub commit: Option<String>,
    /// What became of them here.
    pub here: Dropped,
    /// The remote, and what became of them there; `None` where there is no remote.
    pub remote: Option<(String, Result<Sent, Error>)>,
    /// The commit is made, but the working tree could not be brought in step: why.
    pub unfinished: Option<String>,
}

impl PurgeTicket {
    /// Whether there is or was anything to remove.
    pub fn has_any(&self) -> bool {
        !self.files.is_empty() || !self.before.is_empty()
    }
}

impl App {
    /// What there is to remove from these tickets: all their files, or those that `only` names by name or hash.
    pub fn purgeable(&self, rows: Vec<TicketRow>, only: &[String]) -> Result<Vec<PurgeTicket>, Error> {
        let mut found = Vec::new();
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
            found.push(PurgeTicket { files: going, before, row });
        }
        Ok(found)
    }

    /// Removes them: one comment with `purges:` on each ticket, all in one commit; then refs and objects here, refs at the
    /// remote. Who may is judged by the desk (`purge: {roles: […]}`). Done twice it finishes what was left.
    pub fn purge(&self, tickets: &[PurgeTicket], text: Option<&str>, how: How) -> Result<Purged, Error> {
        let done = self.commit(how, &mut |app, tools| {
            let mut whole: Option<Planned> = None;
            let mut count = (0, 0);
            for ticket in tickets {
                let brought = app.bring(&ticket.row.dir)?;
                let gone: BTreeSet<String> =
                    files::purged(&brought.snapshot).into_iter().map(str::to_owned).collect();
                let hashes = ticket.files.iter().map(|f| f.sha256.clone());
                let purges: Vec<String> = hashes.filter(|sha256| !gone.contains(sha256)).collect();
                let mut intent = Intent::default();
                if !purges.is_empty() {
                    count = (count.0 + purges.len(), count.1 + 1);
                    let comment = Comment::new(CommentKind::Internal, text.unwrap_or_default());
                    intent.comment = Some(Comment { purges, ..comment });
                }
                let history = app.tramites(&ticket.row.uid)?;
                let planned =
                    tools.plan(app, Some(&brought.snapshot), &history, &intent, Some(&brought.bytes))?;
                tools.check_time(app, &history, &planned)?;
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
        let keys: Vec<FileKey> = tickets
            .iter()
            .flat_map(|t| {
                let new = t.files.iter().filter_map(|f| FileKey::new(&t.row.uid, &f.sha256));
                new.chain(t.before.iter().cloned())
            })
            .collect();
        let remote = self.store.remote();
        let remote = remote.map(|remote| {
            let sent = self.store.delete_remote_files(&remote, &keys).map_err(Error::from);
            (remote, sent)
        });
        let here = self.store.drop_files(&super::store_env(&self.env), &keys)?;
        Ok(Purged { commit: done.commit, here, remote, unfinished: done.unfinished })
    }

    /// Removes here, and at the remote where one is named, whatever the desk's history says was removed: a clone that had
    /// fetched such a file, or a file that somebody sent again.
    pub fn drop_purged(&self, remote: Option<&str>) -> Result<(Dropped, Sent), Error> {
        let purged: Vec<FileKey> = self.desk_files()?.purged.into_iter().collect();
        let sent = match remote {
            Some(remote) => self.store.delete_remote_files(remote, &purged)?,
            None => Sent::default(),
        };
        Ok((self.store.drop_files(&super::store_env(&self.env), &purged)?, sent))
    }

    /// Whether any file of this desk was removed.
    pub fn has_purged_files(&self) -> Result<bool, Error> {
        Ok(!self.desk_files()?.purged.is_empty())
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
