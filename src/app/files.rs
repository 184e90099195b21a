//! Files that come with a ticket: taken into git before the change that names them, so that a killed process leaves at
//! most a file that nothing names (7.1).

use super::write::{Done, How};
use super::{App, Error};
use crate::index::TicketRow;
use crate::model::config::{FieldKind, TypeTemplate};
use crate::model::{Attachment, Snapshot, Uid, normalize_line, normalize_text};
use crate::process::fields::{self, KeyName};
use crate::process::{Edit, Intent, files, resolve};
use crate::store::{FileKey, Stored};
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
    Path(PathBuf),
    /// What came by a pipe.
    Spooled(File),
}

/// What is to be kept for a change: files, and the edits that name them.
#[derive(Debug, Default)]
pub struct Enclosed {
    /// For the ticket or for its comment.
    pub files: Vec<Incoming>,
    /// For fields: key and file.
    fields: Vec<(String, Incoming)>,
    /// The text of a sensitive comment.
    pub text: Option<String>,
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

    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.fields.is_empty() && self.text.is_none()
    }

    /// The files as a draft of the ticket has them: what they are called is all that is known of them.
    pub fn preview(&self) -> impl Iterator<Item = Edit> {
        let named = |file: &Incoming| Attachment { name: file.name.clone(), sha256: "0".repeat(64), size: 0 };
        self.files.iter().map(move |file| Edit::Attach(named(file)))
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
        Ok(Incoming { name, from: From::Path(place) })
    }

    /// Takes what comes by a pipe aside, up to the desk's limit.
    pub fn incoming_stream(&self, from: &mut dyn Read, name: &str) -> Result<Incoming, Error> {
        let failed = |error: std::io::Error| {
            Error::environment("cannot read standard input").because(error.to_string())
        };
        let limit = self.file_limit()?;
        let own = self.store.own_dir();
        std::fs::create_dir_all(&own).map_err(failed)?;
        self.store.share(&own);
        // Without a name: it is gone with this process.
        let mut spool = tempfile::tempfile_in(&own).map_err(failed)?;
        let size = std::io::copy(&mut from.take(limit.saturating_add(1)), &mut spool).map_err(failed)?;
        self.accepts(name, size)?;
        spool.flush().and_then(|()| spool.seek(SeekFrom::Start(0))).map_err(failed)?;
        Ok(Incoming { name: name.to_owned(), from: From::Spooled(spool) })
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
        let mut pinned: Vec<(Stored, bool)> = Vec::new();
        let done = self.keep(uid, ticket, enclosed, &mut pinned).and_then(|kept| write(&kept));
        match done {
            Ok(done) => {
                // Somebody whose change of the same ticket with the same file failed may have let go of it.
                for (stored, _) in &pinned {
                    self.store.pin_file(uid, stored)?;
                }
                Ok(done)
            }
            Err(error) => {
                let new = pinned.iter().filter(|(_, new)| *new);
                let keys: Vec<FileKey> = new.map(|(stored, _)| stored.key(uid)).collect();
                // A file that nothing names is harmless; what went wrong first is what people need to hear.
                let _ = self.store.unpin_files(&keys);
                Err(error)
            }
        }
    }

    fn keep(
        &self,
        uid: &Uid,
        ticket: Option<&Snapshot>,
        enclosed: &Enclosed,
        pinned: &mut Vec<(Stored, bool)>,
    ) -> Result<Kept, Error> {
        let gone = ticket.map(files::purged).unwrap_or_default();
        let mut pin = |name: &str, from: &mut dyn Read, size: u64| -> Result<Attachment, Error> {
            let stored = self.store.store_file(name, from, size)?;
            let new = self.store.pin_file(uid, &stored)?;
            if gone.contains(stored.sha256()) {
                // What was removed for good does not come back by an attempt to attach it.
                self.store.drop_files(&super::store_env(&self.env), &[stored.key(uid)])?;
                return Err(Error::refused(format!(
                    "{name:?} was removed from this ticket for good and cannot be attached again"
                ))
                .mend("`tramite attachment list` says who removed it, and when"));
            }
            let attachment = Attachment { name: name.to_owned(), sha256: stored.sha256().to_owned(), size };
            pinned.push((stored, new));
            Ok(attachment)
        };
        let mut attach = |file: &Incoming| -> Result<Attachment, Error> {
            let unread = |error: std::io::Error| {
                Error::environment(format!("cannot read {:?}", file.name)).because(error.to_string())
            };
            let mut open = match &file.from {
                From::Path(path) => File::open(path).map_err(unread)?,
                From::Spooled(spool) => spool.try_clone().map_err(unread)?,
            };
            let facts = open.metadata().map_err(unread)?;
            // Somebody may have put something else in its place meanwhile.
            if !facts.is_file() {
                return Err(Error::environment(format!("{:?} changed while it was read", file.name)));
            }
            self.accepts(&file.name, facts.len())?;
            pin(&file.name, &mut open, facts.len())
        };
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
            let text = normalize_text(text);
            let bytes = text.as_bytes();
            if bytes.len() as u64 > self.file_limit()? {
                return Err(Error::refused("the text is larger than the desk's limit of an attachment"));
            }
            kept.body_file = Some(pin("the text", &mut &*bytes, bytes.len() as u64)?.sha256);
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
