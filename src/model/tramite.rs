//! A trâmite: one recorded change of one ticket, derived from a commit (4).

use super::{Change, Uid};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// A git identity.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
}

/// Who changed what of one ticket in one commit, and when. Serialises as 8.4 says; `uid` stands outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tramite {
    /// The ticket.
    #[serde(skip, default = "no_uid")]
    pub uid: Uid,
    /// When it happened: the earlier of the commit's two dates, raised to that of an earlier change of the
    /// same key on its line of descent and to the opening's. Keeps the author's offset.
    pub at: DateTime<FixedOffset>,
    /// When it was recorded: the committer date.
    pub recorded: DateTime<FixedOffset>,
    /// The commit's author.
    pub by: Identity,
    /// The commit's id, hexadecimal.
    pub commit: String,
    /// What changed.
    pub changes: Vec<Change>,
}

fn no_uid() -> Uid {
    Uid::from_parts(0, 0)
}
