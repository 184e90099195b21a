//! Files that come with a ticket: taken into git before the change that names them, so that a killed process leaves at
//! most a file that nothing names (7.1).

use super::attachments::FileState;
use super::write::{Done, How};
use super::{App, Error};
use crate::index::TicketRow;
use crate::model::config::{FieldKind, TypeTemplate};
use crate::model::{Attachment, Snapshot, Uid, normalize_line, normalize_text};
use crate::process::fields::{self, KeyName};
use crate::process::{Edit, Intent, files, resolve};
use crate::store::{FileKey, Pinned, Stored, Taking};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file that is to be attached.
#[derive(Debug)]
pub struct Incoming {
    /// What it is called from now on.
    pub name: String,
    from: From,
}

#[derive(Debug)]
enum From {
    /// Where it is, and which file was there when it was looked at.
    Path(PathBuf, Seen),
    /// What came by a pipe.
    Spooled(File),
}

/// What tells a file from another that takes its place.
type Seen = (u64, u64);

/// What a file's bytes are taken from, once more where they are gone again.
#[derive(Clone, Copy)]
enum Source<'a> {
    File(&'a Incoming),
    Text(&'a str),
}

/// A file in git's store, with its ref.
struct Held<'a> {
    source: Source<'a>,
    stored: Stored,
    size: u64,
    /// Whether the ref was not there before.
    new: bool,
}

/// How often bytes are stored again that somebody removes at the same time.
const TRIES: usize = 8;

/// What is to be kept for a change: files, and the edits that name them.
#[derive(Debug, Default)]
pub struct Enclosed {
    /// For the ticket or for its comment.
    pub files: Vec<Incoming>,
    /// For fields: key and file.
    pub(super) fields: Vec<(String, Incoming)>,
    /// The text of a sensitive comment, normalised.
    text: Option<String>,
}

/// What was kept.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// The files of [`Enclosed::files`], in order.
    pub attachments: Vec<Attachment>,
    /// Sets the fields, and attaches their files to the ticket.
    pub edits: Vec<Edit>,
    /// SHA-256 of the sensitive text.
    pub body_file: Option<String>,
}

impl Enclosed {
    /// Files for a ticket or its comment.
    pub fn of(files: Vec<Incoming>) -> Self {
        Self { files, ..Self::default() }
    }

    /// Keeps the text of a comment like a file.
    pub fn sensitive(&mut self, text: &str) {
        self.text = Some(normalize_text(text));
    }

    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.fields.is_empty() && self.text.is_none()
    }

    /// The files as a draft of the ticket has them: what they are called is all that is known of them.
    pub fn preview(&self) -> impl Iterator<Item = Edit> {
        let named = |file: &Incoming| Attachment { name: file.name.clone(), sha256: "0".repeat(64), size: 0 };
        let of_fields = self.fields.iter().flat_map(move |(key, file)| {
            [Edit::Attach(named(file)), Edit::Set { key: key.clone(), value: file.name.clone() }]
        });
        self.files.iter().map(move |file| Edit::Attach(named(file))).chain(of_fields)
    }

    /// Whether people are to be told what of a file cannot be removed.
    pub fn has_files(&self) -> bool {
        !self.files.is_empty() || !self.fields.is_empty()
    }
}

impl Kept {
    /// The intent with what was kept: with its comment where it has one, else with the ticket itself.
    pub fn with(&self, mut intent: Intent) -> Intent {
        intent.edits.extend(self.edits.iter().cloned());
        let attachments = self.attachments.iter().cloned();
        match &mut intent.comment {
            Some(comment) => {
                comment.attachments.extend(attachments);
                comment.body_file.clone_from(&self.body_file);
            }
            None => intent.edits.extend(attachments.map(Edit::Attach)),
        }
        intent
    }
}

impl App {
    /// Looks at a file that is to be attached: a plain file with a plain name within the desk's limit, not empty. Nothing
    /// is opened but to be read, and no link is followed.
    pub fn incoming(&self, path: &Path, name: Option<&str>) -> Result<Incoming, Error> {
        let shown = path.display().to_string();
        let place = self.env.cwd.join(path);
        let facts = std::fs::symlink_metadata(&place).map_err(|error| {
            Error::environment(format!("cannot read {shown:?}"))
                .because(error.to_string())
                .mend("give a file that can be read, or `-` for standard input")
        })?;
        let refuse = |what: &str, mend: &str| Err(Error::usage(format!("{shown:?} is {what}")).mend(mend));
        if facts.is_symlink() {
            return refuse("a link", "name the file that it points to");
        }
        if facts.is_dir() {
            return refuse("a folder", "attach its files, or pack it first: tar czf FOLDER.tgz FOLDER");
        }
        if !facts.is_file() {
            return refuse("no plain file", "give a file, or `-` for standard input");
        }
        let name = match name {
            Some(name) => name.to_owned(),
            None => {
                path.file_name().and_then(std::ffi::OsStr::to_str).map(str::to_owned).ok_or_else(|| {
                    Error::usage(format!("the name of {shown:?} is not UTF-8"))
                        .mend("give it another with --name")
                })?
            }
        };
        self.accepts(&name, facts.len())?;
        Ok(Incoming { name, from: From::Path(place, seen(&facts)) })
    }

    /// Takes what comes by a pipe aside, up to the desk's limit.
    pub fn incoming_stream(&self, from: &mut dyn Read, name: &str) -> Result<Incoming, Error> {
        let failed = |error: std::io::Error| {
            Error::environment("cannot read standard input").because(error.to_string())
        };
        let limit = self.file_limit()?;
        let mut spool = self.spool()?;
        let size = std::io::copy(&mut from.take(limit.saturating_add(1)), &mut spool).map_err(failed)?;
        self.accepts(name, size)?;
        spool.flush().and_then(|()| spool.seek(SeekFrom::Start(0))).map_err(failed)?;
        Ok(Incoming { name: name.to_owned(), from: From::Spooled(spool) })
    }

    /// A file of another ticket that the reader sees, to be attached here as well; `None` where it cannot be had: removed, or
    /// neither in this clone nor at the remote.
    pub(super) fn incoming_of(&self, row: &TicketRow, text: &str) -> Result<Option<Incoming>, Error> {
        let Ok(file) = self.attachment(row, Some(text)) else { return Ok(None) };
        let key = FileKey::new(&row.uid, &file.sha256).filter(|_| file.state != FileState::Purged);
        let (Some(name), Some(key)) = (file.name, key) else { return Ok(None) };
        if self.require_file(&key).is_err() {
            return Ok(None);
        }
        let mut spool = self.spool()?;
        if self.store.write_file(&key, &mut spool).is_err() {
            return Ok(None);
        }
        spool.flush().map_err(|error| aside(&error))?;
        Ok(Some(Incoming { name, from: From::Spooled(spool) }))
    }

    /// Where bytes lie that have no file of their own: without a name, gone with this process.
    fn spool(&self) -> Result<File, Error> {
        let own = self.store.own_dir();
        std::fs::create_dir_all(&own).map_err(|error| aside(&error))?;
        self.store.share(&own);
        tempfile::tempfile_in(&own).map_err(|error| aside(&error))
    }

    /// Bytes that an attachment may have at most.
    pub fn file_limit(&self) -> Result<u64, Error> {
        files::limit(&self.config.desk)
            .map_err(|why| Error::refused(format!("max_attachment in .tramite/desk.yaml: {why}")))
    }

    fn accepts(&self, name: &str, size: u64) -> Result<(), Error> {
        if let Some(why) = files::wrong_name(name) {
            return Err(Error::usage(format!("{name:?} {why}"))
                .mend("rename it, or give it another name with --name"));
        }
        if normalize_line(name) != name {
            return Err(Error::usage(format!("{name:?} has blanks that a list would not show"))
                .mend("rename it, or give it another name with --name"));
        }
        if size == 0 {
            return Err(Error::usage(format!("{name:?} is empty")).mend("attach a file that says something"));
        }
        let limit = self.file_limit()?;
        if size > limit {
            let written = self.config.desk.max_attachment.as_deref().unwrap_or("25MB");
            return Err(Error::refused(format!("{name:?} is larger than the desk's limit of {written}"))
                .because(if size == limit + 1 {
                    format!("it has more than {limit} bytes")
                } else {
                    format!("it has {size} bytes")
                })
                .mend("pack it, or leave it where the customer can give it; a leader changes max_attachment in .tramite/desk.yaml"));
        }
        Ok(())
    }

    /// Takes values of attachment fields that name a file of this machine out of `edits`: what they name is to be attached
    /// (C9). A value that names a file which the ticket has stays an edit.
    pub fn enclose_fields(
        &self,
        type_id: &str,
        ticket: Option<&Snapshot>,
        edits: Vec<Edit>,
        enclosed: &mut Enclosed,
    ) -> Result<Vec<Edit>, Error> {
        let of = |key: &str| {
            edits.iter().rev().find_map(|e| match e {
                Edit::Set { key: k, value } if k == key => Some(value.clone()),
                _ => None,
            })
        };
        let wanted = of("type").unwrap_or_else(|| type_id.to_owned());
        let template =
            resolve::ticket_type(&self.config, &wanted).ok().and_then(|id| self.config.types.get(id));
        let Some(template) = template else { return Ok(edits) };
        let mut rest = Vec::new();
        for edit in edits {
            let Edit::Set { key, value } = &edit else {
                rest.push(edit);
                continue;
            };
            let field = attachment_field(self, template, key).filter(|_| !value.trim().is_empty());
            let coming = enclosed.files.iter().any(|file| file.name == *value);
            match field {
                Some(field) if !coming && !is_named(ticket, value) => {
                    let file = self.incoming(Path::new(value.trim()), None).map_err(|error| {
                        error.because(format!(
                            "{field} holds a file: one of the ticket's by name, or one here by path"
                        ))
                    })?;
                    enclosed.fields.push((field, file));
                }
                Some(_) if !value.contains('/') && !coming && self.env.cwd.join(value).is_file() => {
                    return Err(Error::usage(format!("{key}={value}: the ticket has a file of that name, and so has this folder"))
                        .mend(format!("{key}=./{value} attaches the one here; the ticket's own is named by its hash (`tramite attachment list`)")));
                }
                _ => rest.push(edit),
            }
        }
        Ok(rest)
    }

    /// Keeps what is enclosed under the ticket `uid`, lets `write` make the change that names it, and lets go of what was
    /// not there before where that fails.
    pub fn with_files(
        &self,
        uid: &Uid,
        ticket: Option<&Snapshot>,
        enclosed: &Enclosed,
        write: impl FnOnce(&Kept) -> Result<Done, Error>,
    ) -> Result<Done, Error> {
        if enclosed.is_empty() {
            return write(&Kept::default());
        }
        let mut held: Vec<Held<'_>> = Vec::new();
        let done = self.keep(uid, ticket, enclosed, &mut held).and_then(|kept| write(&kept));
        match done {
            Ok(done) => {
                // Somebody whose change of the same ticket with the same file failed, or who removed the same bytes from
                // another ticket, may have let go of it.
                for one in &held {
                    self.hold_again(uid, one)?;
                }
                Ok(done)
            }
            Err(error) => {
                // What went wrong first is what people need to hear; what stays is found by `doctor`.
                let _ = self.let_go(uid, &held);
                Err(error)
            }
        }
    }

    /// Takes bytes into git's store and makes their ref; again where they are gone before the ref is there.
    fn hold<'a>(&self, uid: &Uid, source: Source<'a>) -> Result<Held<'a>, Error> {
        let env = super::store_env(&self.env);
        for _ in 0..TRIES {
            // The note of what comes is kept until its ref is there.
            let (stored, _taking, size) = self.stored(uid, source)?;
            match self.store.pin_file(&env, uid, &stored)? {
                Pinned::Gone => {}
                pinned => return Ok(Held { source, stored, size, new: pinned == Pinned::New }),
            }
        }
        Err(Error::environment("the same file is removed here again and again while it is attached")
            .mend("attach it when that has ended"))
    }

    fn stored(&self, uid: &Uid, source: Source<'_>) -> Result<(Stored, Option<Taking>, u64), Error> {
        let file = match source {
            Source::Text(text) => {
                let size = text.len() as u64;
                let (stored, taking) = self.store.take_file(uid, "the text", &mut text.as_bytes(), size)?;
                return Ok((stored, taking, size));
            }
            Source::File(file) => file,
        };
        let unread = |error: std::io::Error| {
            Error::environment(format!("cannot read {:?}", file.name)).because(error.to_string())
        };
        let mut open = match &file.from {
            From::Path(path, _) => File::open(path).map_err(unread)?,
            From::Spooled(spool) => {
                let mut spool = spool.try_clone().map_err(unread)?;
                spool.seek(SeekFrom::Start(0)).map_err(unread)?;
                spool
            }
        };
        let facts = open.metadata().map_err(unread)?;
        // Somebody may have put something else in its place meanwhile: a link to a file that is not theirs to read.
        if !facts.is_file() || matches!(&file.from, From::Path(_, then) if *then != seen(&facts)) {
            return Err(Error::environment(format!("{:?} changed while it was read", file.name))
                .mend("try again when nobody writes it"));
        }
        self.accepts(&file.name, facts.len())?;
        let (stored, taking) = self.store.take_file(uid, &file.name, &mut open, facts.len())?;
        Ok((stored, taking, facts.len()))
    }

    /// Makes sure that a file which a change has named is there.
    fn hold_again(&self, uid: &Uid, held: &Held<'_>) -> Result<(), Error> {
        let env = super::store_env(&self.env);
        if self.store.pin_file(&env, uid, &held.stored)? != Pinned::Gone {
            return Ok(());
        }
        let again = self.hold(uid, held.source).map_err(|error| {
            error
                .because("the change is recorded; its file was removed at the same time")
                .mend("attach the file once more")
        })?;
        if again.stored == held.stored {
            return Ok(());
        }
        Err(Error::environment("a file changed while it was attached")
            .because("the change is recorded; its file is not here")
            .mend("attach the file as it was once more"))
    }

    /// Removes what was held for a change that failed and was not there before, bytes and all. What somebody else's change
    /// of the same ticket has named meanwhile stays.
    fn let_go(&self, uid: &Uid, held: &[Held<'_>]) -> Result<(), Error> {
        let named = || -> Result<BTreeSet<String>, Error> {
            let Some(tip) = self.store.tip()? else { return Ok(BTreeSet::new()) };
            let app = self.moved(tip)?;
            let Some(row) = app.index()?.by_uid(uid)? else { return Ok(BTreeSet::new()) };
            let snapshot = app.index()?.snapshot(&row)?;
            let all = files::named(&snapshot).into_iter().map(|named| named.sha256.to_owned());
            Ok(all.collect())
        };
        let before = named()?;
        let going: Vec<&Held<'_>> =
            held.iter().filter(|one| one.new && !before.contains(one.stored.sha256())).collect();
        let keys: Vec<FileKey> = going.iter().map(|one| one.stored.key(uid)).collect();
        self.store.drop_files(&super::store_env(&self.env), &keys)?;
        if going.is_empty() {
            return Ok(());
        }
        let after = named()?;
        going.iter().filter(|one| after.contains(one.stored.sha256())).try_for_each(|one| {
            // Named between the two looks.
            self.hold(uid, one.source).map(drop)
        })
    }

    fn keep<'a>(
        &self,
        uid: &Uid,
        ticket: Option<&Snapshot>,
        enclosed: &'a Enclosed,
        held: &mut Vec<Held<'a>>,
    ) -> Result<Kept, Error> {
        let gone = ticket.map(files::purged).unwrap_or_default();
        let mut keep = |name: &str, source: Source<'a>| -> Result<Attachment, Error> {
            let one = self.hold(uid, source)?;
            let attachment =
                Attachment { name: name.to_owned(), sha256: one.stored.sha256().to_owned(), size: one.size };
            if gone.contains(one.stored.sha256()) {
                // What was removed for good does not come back by an attempt to attach it.
                self.store.drop_files(&super::store_env(&self.env), &[one.stored.key(uid)])?;
                return Err(Error::refused(format!(
                    "{name:?} was removed from this ticket for good and cannot be attached again"
                ))
                .mend("`tramite attachment list` says who removed it, and when"));
            }
            held.push(one);
            Ok(attachment)
        };
        let mut attach = |file: &'a Incoming| keep(&file.name, Source::File(file));
        let mut kept = Kept::default();
        for file in &enclosed.files {
            kept.attachments.push(attach(file)?);
        }
        let mut of_fields = Vec::new();
        for (key, file) in &enclosed.fields {
            of_fields.push((key.clone(), attach(file)?));
        }
        let all: BTreeSet<Attachment> = ticket
            .into_iter()
            .flat_map(files::named)
            .filter_map(|named| named.attachment.cloned())
            .chain(kept.attachments.iter().cloned())
            .chain(of_fields.iter().map(|(_, a)| a.clone()))
            .collect();
        for (key, attachment) in of_fields {
            let same = all.iter().any(|a| a.name == attachment.name && a.sha256 != attachment.sha256);
            let value = if same { attachment.sha256.clone() } else { attachment.name.clone() };
            kept.edits.push(Edit::Attach(attachment));
            kept.edits.push(Edit::Set { key, value });
        }
        if let Some(text) = &enclosed.text {
            if text.len() as u64 > self.file_limit()? {
                return Err(Error::refused("the text is larger than the desk's limit of an attachment"));
            }
            kept.body_file = Some(keep("the text", Source::Text(text))?.sha256);
        }
        Ok(kept)
    }

    /// Keeps what is enclosed and changes the ticket in one commit: `make` gives the intent from what was kept.
    pub fn change_with_files(
        &self,
        row: &TicketRow,
        how: How,
        enclosed: &Enclosed,
        make: &dyn Fn(&Kept) -> Intent,
    ) -> Result<Done, Error> {
        let ticket = if enclosed.is_empty() { None } else { Some(self.index()?.snapshot(row)?) };
        self.with_files(&row.uid, ticket.as_ref(), enclosed, |kept| {
            self.change(&row.dir, &row.uid, how, &mut |_, _| Ok(make(kept)))
        })
    }

    /// The key of a field of kind `attachment` that this text names.
    pub fn attachment_field(&self, type_id: &str, key: &str) -> Option<String> {
        attachment_field(self, self.config.types.get(type_id)?, key)
    }
}

fn aside(error: &std::io::Error) -> Error {
    Error::environment("cannot put a file aside in the repository").because(error.to_string())
}

#[cfg(unix)]
fn seen(facts: &std::fs::Metadata) -> Seen {
    use std::os::unix::fs::MetadataExt;
    (facts.dev(), facts.ino())
}

#[cfg(not(unix))]
fn seen(_: &std::fs::Metadata) -> Seen {
    (0, 0)
}

fn attachment_field(app: &App, template: &TypeTemplate, key: &str) -> Option<String> {
    match fields::key(&app.config, template, key) {
        Ok(KeyName::Field(id)) => {
            template.fields.iter().any(|f| f.id == id && f.kind == FieldKind::Attachment).then_some(id)
        }
        _ => None,
    }
}

/// Whether the ticket has a file of this name or hash.
fn is_named(ticket: Option<&Snapshot>, text: &str) -> bool {
    let mut all = ticket.into_iter().flat_map(files::named).filter_map(|named| named.attachment);
    all.any(|a| a.name == text || a.sha256 == text)
}
