//! What files a ticket has, where they are, and getting one (7.1).

use super::report::{ReportAsk, snapshot_at};
use super::{App, Error};
use crate::index::TicketRow;
use crate::model::{Change, CommentKind, Identity, Snapshot, Tramite, Uid};
use crate::process::files::{self, Named};
use crate::store::{Content, FileKey, Sought};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

/// Bytes that a sensitive text may have to be looked for where no ref leads to it: the history does not say how many it has.
const LONGEST_TEXT: u64 = 4 << 20;

/// Where a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// In this clone.
    Here,
    /// Not in this clone: `attachment get` asks the remote for it.
    Elsewhere,
    /// Removed for good.
    Purged,
}

/// A file of a ticket.
#[derive(Debug, Clone, Serialize)]
pub struct FileRow {
    /// What it is called; `None` for a comment's text, and where the desk does not name what was removed.
    pub name: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Bytes, where the ticket says.
    pub size: Option<u64>,
    /// The comment that it is of; `None` for the ticket's own.
    pub comment: Option<String>,
    /// Whether it is the text of that comment.
    pub text: bool,
    /// When it came, RFC 3339.
    pub at: Option<String>,
    /// Who attached it.
    pub by: Option<Identity>,
    /// Where it is.
    pub state: FileState,
    /// When it was removed, RFC 3339.
    pub purged_at: Option<String>,
    /// Who removed it.
    pub purged_by: Option<Identity>,
}

/// The files of the whole desk that matter to a remote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskFiles {
    /// Those that tickets name and that were not removed.
    pub wanted: BTreeSet<FileKey>,
    /// Those that were removed, each with the bytes that it may have.
    pub purged: Sought,
}

impl App {
    /// The files of a ticket: its own, then those of its comments.
    pub fn attachments(&self, row: &TicketRow) -> Result<Vec<FileRow>, Error> {
        let snapshot = self.index()?.snapshot(row)?;
        let tramites = self.tramites(&row.uid)?;
        let purged = files::purged(&snapshot);
        let named = files::named(&snapshot);
        // What came with an internal comment stays in house.
        let kind = |id| snapshot.comments.get(id).map(|comment| comment.kind);
        let mut named: Vec<_> = named.iter().collect();
        if self.is_customer() {
            named.retain(|named| named.comment.and_then(kind) != Some(CommentKind::Internal));
        }
        named.into_iter().map(|named| self.file_row(row, named, &purged, &tramites)).collect()
    }

    /// What the files of a ticket and its comments are called that can still be got, each name once (S32).
    pub fn file_names(&self, row: &TicketRow) -> Result<Vec<String>, Error> {
        if !self.index()?.has_files(&row.uid)? {
            return Ok(Vec::new());
        }
        let snapshot = self.index()?.snapshot(row)?;
        let purged = files::purged(&snapshot);
        Ok(self.names_in(&snapshot, &purged))
    }

    /// The same of every ticket that has any, by uid, as each was at the horizon of a report. What was removed later is not
    /// named all the same: it cannot be got.
    pub fn file_names_at(&self, ask: &ReportAsk) -> Result<BTreeMap<String, Vec<String>>, Error> {
        let then = (ask.as_of.is_some() || ask.as_known.is_some()).then(|| self.horizon(ask));
        let mut all = BTreeMap::new();
        for now in self.index()?.tickets_with_files()? {
            let uid = &now.ticket.uid;
            let purged = files::purged(&now);
            let names = match then {
                None => self.names_in(&now, &purged),
                Some(then) => snapshot_at(&self.tramites(uid)?, then)
                    .map(|snapshot| self.names_in(&snapshot, &purged))
                    .unwrap_or_default(),
            };
            if !names.is_empty() {
                all.insert(uid.to_string(), names);
            }
        }
        Ok(all)
    }

    /// The names in a ticket but of what was removed, each once; what came with an internal comment stays in house.
    fn names_in(&self, snapshot: &Snapshot, purged: &BTreeSet<&str>) -> Vec<String> {
        let outside = self.is_customer();
        let in_house = |id: &Uid| snapshot.comments.get(id).is_some_and(|c| c.kind == CommentKind::Internal);
        let mut names: Vec<String> = Vec::new();
        for named in files::named(snapshot) {
            let hidden = purged.contains(named.sha256) || outside && named.comment.is_some_and(in_house);
            if let Some(attachment) = named.attachment.filter(|a| !hidden && !names.contains(&a.name)) {
                names.push(attachment.name.clone());
            }
        }
        names
    }

    fn file_row(
        &self,
        row: &TicketRow,
        named: &Named<'_>,
        purged: &BTreeSet<&str>,
        tramites: &[Tramite],
    ) -> Result<FileRow, Error> {
        let brought = tramites.iter().find(|t| t.changes.iter().any(|c| brings(c, named)));
        let removed = tramites.iter().find(|t| {
            t.changes.iter().any(|c| matches!(c, Change::Purged { sha256 } if sha256 == named.sha256))
        });
        let gone = purged.contains(named.sha256);
        let here = match FileKey::new(&row.uid, named.sha256) {
            Some(key) => self.store.has_file(&key)?,
            None => false,
        };
        let state = match (gone, here) {
            (true, _) => FileState::Purged,
            (false, true) => FileState::Here,
            (false, false) => FileState::Elsewhere,
        };
        let at = |t: &Tramite| self.zone.local(t.at.to_utc()).to_rfc3339();
        let shown = !gone || self.config.desk.purge.names;
        Ok(FileRow {
            name: named.attachment.filter(|_| shown).map(|a| a.name.clone()),
            sha256: named.sha256.to_owned(),
            size: named.attachment.map(|a| a.size),
            comment: named.comment.map(ToString::to_string),
            text: named.attachment.is_none(),
            at: brought.map(at),
            by: brought.map(|t| t.by.clone()),
            state,
            purged_at: removed.map(at),
            purged_by: removed.map(|t| t.by.clone()),
        })
    }

    /// The one file of a ticket that `text` names: a name, or eight or more first characters of a hash; without it the
    /// only one. Several or none: exit 3 with the candidates.
    pub fn attachment(&self, row: &TicketRow, text: Option<&str>) -> Result<FileRow, Error> {
        let all = self.attachments(row)?;
        let is = |file: &&FileRow| {
            text.is_none_or(|text| {
                let hash = text.len() >= 8 && file.sha256.starts_with(&text.to_ascii_lowercase());
                hash || file.name.as_deref() == Some(text)
            })
        };
        let mut found: Vec<&FileRow> = Vec::new();
        for file in all.iter().filter(is) {
            if !found.iter().any(|other| other.sha256 == file.sha256) {
                found.push(file);
            }
        }
        let list =
            |error: Error, files: &[&FileRow]| files.iter().fold(error, |e, file| e.because(label(file)));
        match found.as_slice() {
            [one] => Ok((*one).clone()),
            [] => {
                let what = text.map_or_else(|| "no file".to_owned(), |text| format!("no file {text:?}"));
                let error = Error::not_found(format!("{} has {what}", row.number));
                Err(list(error, &all.iter().collect::<Vec<_>>())
                    .mend(format!("`tramite attachment list {}` lists them", row.number)))
            }
            several => Err(list(Error::not_found(format!("{} has several such files", row.number)), several)
                .mend("name one by its name, or by the first characters of its hash")),
        }
    }

    /// Writes a file of a ticket into `folder` under a plain name and never over another file; fetches it first where it is
    /// not here. Gives the path, and whether it was there already with the same bytes.
    pub fn get_attachment(
        &self,
        row: &TicketRow,
        file: &FileRow,
        folder: &Path,
        name: Option<&str>,
    ) -> Result<(PathBuf, bool), Error> {
        let key = FileKey::new(&row.uid, &file.sha256).ok_or_else(|| {
            Error::refused(format!("{:?} is no SHA-256", file.sha256))
                .mend("`tramite validate` says where it stands")
        })?;
        if file.state == FileState::Purged {
            let when = file.purged_at.as_deref().unwrap_or_default();
            let who =
                file.purged_by.as_ref().map(|by| format!("{} <{}>", by.name, by.email)).unwrap_or_default();
            return Err(Error::not_found(format!("{} was removed for good", label(file)))
                .because(format!("by {who}, {when}"))
                .mend("ask whoever sent it, if it is still needed"));
        }
        if let Some(name) = name
            && let Some(why) = files::wrong_name(name)
        {
            return Err(Error::usage(format!("{name:?} {why}"))
                .mend("give --name a plain name, and --output the folder"));
        }
        let place = self.env.cwd.join(folder);
        if !place.is_dir() {
            return Err(Error::environment(format!("there is no folder {:?}", folder.display().to_string()))
                .mend("make it first, or leave --output out"));
        }
        self.require_file(&key)?;
        let called = file.name.clone().unwrap_or_else(|| format!("text-{}.txt", &key.sha256()[..12]));
        let called = name.map_or_else(|| files::safe_name(&called, key.sha256()), str::to_owned);
        let failed = |error: &std::io::Error| {
            Error::environment(format!("cannot write into {:?}", folder.display().to_string()))
                .because(error.to_string())
        };
        let mut new =
            tempfile::Builder::new().prefix(".tramite-").tempfile_in(&place).map_err(|e| failed(&e))?;
        self.store.write_file(&key, &mut new)?;
        new.as_file().sync_all().map_err(|e| failed(&e))?;
        let shown = folder.join(&called);
        match new.persist_noclobber(place.join(&called)) {
            Ok(_) => Ok((shown, false)),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                if same_bytes(error.file.path(), &place.join(&called)) {
                    return Ok((shown, true));
                }
                Err(Error::environment(format!(
                    "{:?} is there already, with other content",
                    shown.display().to_string()
                ))
                .because("nothing is overwritten")
                .mend("give another name with --name, or another folder with --output"))
            }
            Err(error) => Err(failed(&error.error)),
        }
    }

    /// Has a file in this clone, fetched from the remote where it is not.
    pub fn require_file(&self, key: &FileKey) -> Result<(), Error> {
        if self.store.has_file(key)? {
            return Ok(());
        }
        let Some(remote) = self.store.remote() else {
            return Err(Error::not_found("the file is not in this clone")
                .because("and the clone has no remote that could have it")
                .mend("git remote add origin ADDRESS, and get it again"));
        };
        self.store.fetch_file(&remote, key)?;
        Ok(())
    }

    /// The text of a sensitive comment, where it is in this clone and was not removed.
    pub fn sensitive_text(&self, snapshot: &Snapshot, sha256: &str) -> Option<String> {
        if files::purged(snapshot).contains(sha256) {
            return None;
        }
        let key = FileKey::new(&snapshot.ticket.uid, sha256)?;
        let mut bytes = Vec::new();
        // A text that is not what its name says is not shown; `attachment get` says what is wrong with it.
        let right = matches!(self.store.read_file(&key, &mut bytes), Ok(Content::Right));
        right.then(|| crate::model::normalize_text(&String::from_utf8_lossy(&bytes)))
    }

    /// The files that tickets of this commit name, and those that were removed: what a remote should have, and what not.
    pub fn desk_files(&self) -> Result<DeskFiles, Error> {
        let mut all = DeskFiles::default();
        for snapshot in self.index()?.tickets_with_files()? {
            let key = |sha256: &str| FileKey::new(&snapshot.ticket.uid, sha256);
            let purged = files::purged(&snapshot);
            let named = files::named(&snapshot);
            all.wanted
                .extend(named.iter().filter(|n| !purged.contains(n.sha256)).filter_map(|n| key(n.sha256)));
            for sha256 in purged {
                let Some(key) = key(sha256) else { continue };
                let size = match named.iter().find(|n| n.sha256 == sha256).map(|n| n.attachment) {
                    Some(Some(attachment)) => attachment.size..=attachment.size,
                    Some(None) => 0..=LONGEST_TEXT,
                    // The ticket had it once.
                    None => 0..=self.file_limit().unwrap_or(u64::MAX),
                };
                all.purged.insert(key, size);
            }
        }
        Ok(all)
    }
}

/// What people call a file: its name where it has one, else the beginning of its hash.
pub fn label(file: &FileRow) -> String {
    let short = file.sha256.get(..12).unwrap_or(&file.sha256);
    match &file.name {
        Some(name) => format!("{name} ({short})"),
        None => short.to_owned(),
    }
}

/// Whether a change is the one that brought a file.
fn brings(change: &Change, named: &Named<'_>) -> bool {
    match (change, named.comment) {
        (Change::Comment { id, .. }, Some(comment)) => id == comment,
        (Change::Opened { ticket, .. }, None) => {
            ticket.attachments.iter().any(|a| Some(a) == named.attachment)
        }
        (Change::Attachments(set), None) => set.added.iter().any(|a| Some(a) == named.attachment),
        _ => false,
    }
}

/// Whether two plain files have the same bytes. A link is none.
fn same_bytes(new: &Path, there: &Path) -> bool {
    use std::io::{BufRead, BufReader};
    let plain = std::fs::symlink_metadata(there).is_ok_and(|facts| facts.is_file());
    let (Ok(ours), Ok(theirs)) = (File::open(new), File::open(there)) else { return false };
    let (mut ours, mut theirs) = (BufReader::new(ours), BufReader::new(theirs));
    loop {
        let (Ok(left), Ok(right)) = (ours.fill_buf(), theirs.fill_buf()) else { return false };
        let both = left.len().min(right.len());
        if !plain || left[..both] != right[..both] {
            return false;
        }
        if both == 0 {
            return left.len() == right.len();
        }
        ours.consume(both);
        theirs.consume(both);
    }
}

/// When somebody did something, for tables.
pub fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}
