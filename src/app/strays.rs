//! Files in git that no ticket names: what a killed attach, or one that was taken back, left behind (7.1). Nobody finds them
//! by a ticket, so that they would outlive every removal.

use super::{App, Error};
use crate::codec;
use crate::model::{DeskPath, Uid};
use crate::store::{FileKey, Store};
use std::collections::{BTreeMap, BTreeSet};

/// The folders of a commit that may be the ticket's, as the files in them.
#[derive(Debug, Default)]
pub struct OfTicket {
    files: Vec<Vec<u8>>,
    purged: BTreeSet<String>,
}

impl OfTicket {
    /// Reads what the commit has of the ticket `uid`. Its folder ends in the uid's last four characters, so that few are read.
    pub fn read(store: &Store, commit: &str, uid: &Uid) -> Result<Self, Error> {
        let mut found = Self::default();
        let end = format!("-{}", uid.suffix());
        for month in store.names(commit, "tickets")? {
            for folder in store.names(commit, &format!("tickets/{month}"))? {
                if folder.ends_with(&end) {
                    found.folder(store, commit, &format!("tickets/{month}/{folder}"), uid)?;
                }
            }
        }
        Ok(found)
    }

    fn folder(&mut self, store: &Store, commit: &str, folder: &str, uid: &Uid) -> Result<(), Error> {
        let path = format!("{folder}/ticket.yaml");
        let ticket = store.read(commit, &path)?.unwrap_or_default();
        // One that cannot be read may be it.
        if codec::ticket::decode(&path, &ticket).value.is_some_and(|ticket| ticket.uid != *uid) {
            return Ok(());
        }
        self.files.push(ticket);
        for name in store.names(commit, folder)? {
            let path = format!("{folder}/{name}");
            let DeskPath::Comment(..) = DeskPath::of(&path) else { continue };
            let Some(bytes) = store.read(commit, &path)? else { continue };
            if let Some(comment) = codec::comment::decode(&path, &bytes).value {
                self.purged.extend(comment.purges);
            }
            self.files.push(bytes);
        }
        Ok(())
    }

    /// Whether anything of the ticket speaks of a file: to name it, or to remove it.
    pub fn names(&self, sha256: &str) -> bool {
        let hash = sha256.as_bytes();
        self.files.iter().any(|file| file.windows(hash.len()).any(|part| part == hash))
    }

    /// Whether a comment of the ticket removed the file.
    pub fn purged(&self, sha256: &str) -> bool {
        self.purged.contains(sha256)
    }
}

impl App {
    /// The files here that no ticket names, on any branch with a desk, here or as last seen on a remote; of one ticket, where
    /// `uid` names it. What somebody attaches at this moment may be among them: it is stored again when its change is made.
    pub fn stray_files(&self, uid: Option<&Uid>) -> Result<Vec<FileKey>, Error> {
        let here = self.store.files()?.into_keys().filter(|key| uid.is_none_or(|uid| uid == key.uid()));
        let here: Vec<FileKey> = here.collect();
        if here.is_empty() {
            return Ok(Vec::new());
        }
        let known = self.desk_files()?;
        let mut strays: BTreeMap<Uid, Vec<FileKey>> = BTreeMap::new();
        for key in here {
            if !known.wanted.contains(&key) && !known.purged.contains_key(&key) {
                strays.entry(key.uid().clone()).or_default().push(key);
            }
        }
        let tips = if strays.is_empty() { Vec::new() } else { self.store.desk_tips()? };
        let mut found = Vec::new();
        for (uid, mut keys) in strays {
            for tip in &tips {
                let ticket = OfTicket::read(&self.store, tip, &uid)?;
                keys.retain(|key| !ticket.names(key.sha256()));
            }
            found.extend(keys);
        }
        Ok(found)
    }
}
