//! Reading one ticket's files at a commit.

use super::{App, Error};
use crate::codec;
use crate::model::{DeskPath, Snapshot, TicketDir};

/// A ticket's folder at a commit.
pub struct Brought {
    /// What it says.
    pub snapshot: Snapshot,
    /// The bytes of its `ticket.yaml`.
    pub bytes: Vec<u8>,
    /// What a rewrite would drop.
    pub lossy: Vec<String>,
}

impl App {
    /// The ticket in `dir` at this commit. A file that cannot be read is an error that says where it is wrong.
    pub fn bring(&self, dir: &TicketDir) -> Result<Brought, Error> {
        let path = dir.ticket_path();
        let Some(bytes) = self.store.read(&self.head, &path)? else {
            return Err(Error::not_found(format!("there is no {path} on branch {:?}", self.store.branch())));
        };
        let decoded = codec::ticket::decode(&path, &bytes);
        let Some(ticket) = decoded.value else {
            return Err(decoded
                .findings
                .first()
                .map_or_else(|| Error::refused(format!("{path} cannot be read")), Error::finding));
        };
        let mut snapshot = Snapshot::new(dir.clone(), ticket);
        for entry in self.store.list(&self.head, &dir.path())? {
            let DeskPath::Comment(_, id) = DeskPath::of(&entry.path) else { continue };
            let decoded = codec::comment::decode(&entry.path, &self.store.blob(&entry.oid)?);
            if let Some(comment) = decoded.value {
                snapshot.comments.insert(id, comment);
            }
        }
        Ok(Brought { snapshot, bytes, lossy: decoded.lossy })
    }
}
