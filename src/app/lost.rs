//! Bytes of removed files that no ref leads to, as a clone made by path has them (7.1).

use super::attachments::DeskFiles;
use super::{App, Error};
use crate::store::{Dropped, FileKey, Sought};
use std::collections::{BTreeMap, BTreeSet};

impl App {
    /// What of removed files is here without a ref, each with the id of its object.
    pub fn lost_purged(&self) -> Result<BTreeMap<FileKey, String>, Error> {
        Ok(self.store.lost_files(&self.refless(&self.desk_files()?)?)?)
    }

    /// Removes it, each file looked for once in a clone; gives it with what became of it.
    pub fn drop_lost(&self, desk: &DeskFiles) -> Result<(BTreeMap<FileKey, String>, Dropped), Error> {
        let sought = self.store.unsought(self.refless(desk)?);
        Ok(self.store.drop_lost(&super::store_env(&self.env), &sought)?)
    }

    /// Removes it, whether it was looked for before or not.
    pub fn drop_all_lost(&self) -> Result<Dropped, Error> {
        let sought = self.refless(&self.desk_files()?)?;
        Ok(self.store.drop_lost(&super::store_env(&self.env), &sought)?.1)
    }

    /// The removed files that have no ref here. What another ticket still has is none of them: its bytes may stay.
    fn refless(&self, desk: &DeskFiles) -> Result<Sought, Error> {
        // What a partial clone lacks cannot be told from what it lost; its remote gave it only what is reachable.
        if desk.purged.is_empty() || self.store.require_full_history().is_err() {
            return Ok(Sought::new());
        }
        let here = self.store.files()?;
        let wanted: BTreeSet<&str> = desk.wanted.iter().map(FileKey::sha256).collect();
        let purged = desk.purged.iter();
        let refless = purged.filter(|(key, _)| !here.contains_key(key) && !wanted.contains(key.sha256()));
        Ok(refless.map(|(key, size)| (key.clone(), size.clone())).collect())
    }
}
