//! What came and what went, in words that a person counts in.

use super::{Dirs, Run};
use crate::app::Error;
use crate::model::DeskPath;
use crate::store::Store;

/// What lies between two commits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Commits.
    pub commits: usize,
    /// Tickets that are new: `202611/0007-k0ra`.
    pub opened: Vec<String>,
    /// Tickets that were there and differ.
    pub changed: Vec<String>,
    /// Comments that are new.
    pub comments: usize,
    /// Files under `.tramite/` that differ.
    pub configuration: usize,
    /// Other files that differ.
    pub other: usize,
}

impl Traffic {
    /// What `tip` has and `base` lacks; everything where there is no base.
    pub(super) fn between(store: &Store, base: Option<&str>, tip: &str) -> Result<Self, Error> {
        let mut found = Self { commits: store.count_since(base, tip)?, ..Self::default() };
        if found.commits == 0 {
            return Ok(found);
        }
        let (mut opened, mut changed) = (Dirs::new(), Dirs::new());
        for path in store.differing_paths(base, tip)? {
            match DeskPath::of(&path) {
                DeskPath::Ticket(dir) => {
                    let was = base.map(|base| store.read(base, &path)).transpose()?.flatten();
                    if was.is_none() {
                        opened.insert(dir);
                    } else {
                        changed.insert(dir);
                    }
                }
                DeskPath::Comment(dir, _) => {
                    found.comments += 1;
                    changed.insert(dir);
                }
                DeskPath::Config => found.configuration += 1,
                DeskPath::Stray | DeskPath::Foreign => found.other += 1,
            }
        }
        found.changed = changed.difference(&opened).map(ToString::to_string).collect();
        found.opened = opened.iter().map(ToString::to_string).collect();
        Ok(found)
    }
}

impl Run<'_> {
    /// What came from `remote`, and what goes to where `there` is now.
    pub(super) fn account(
        &mut self,
        start: Option<&str>,
        remote: Option<&str>,
        there: Option<&str>,
        head: &str,
    ) -> Result<(), Error> {
        if let Some(remote) = remote {
            let base = match start {
                Some(start) => self.store.common_ancestor(start, remote)?,
                None => None,
            };
            self.report.received = Traffic::between(&self.store, base.as_deref(), remote)?;
        }
        let base = match there {
            Some(there) => self.store.common_ancestor(there, head)?,
            None => None,
        };
        let own = match (start, &base) {
            // A merge's own tree has both sides' changes; what goes is what was here.
            (Some(start), Some(_)) if self.report.merge.is_some() => start.to_owned(),
            _ => head.to_owned(),
        };
        let since = match there {
            Some(there) => self.store.common_ancestor(there, &own)?,
            None => None,
        };
        self.report.sent = Traffic::between(&self.store, since.as_deref(), &own)?;
        // With the merge commit, which in a dry run is made too, but on no branch.
        self.report.sent.commits = self.store.count_since(there, head)?;
        Ok(())
    }
}
