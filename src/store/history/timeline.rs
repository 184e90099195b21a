//! One ticket's trâmites in the order of time (4).

use super::ancestry::{Ancestors, Place};
use crate::model::{Change, Snapshot, TicketDir, Tramite, change};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A trâmite with what its place in history is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The trâmite.
    pub tramite: Tramite,
    /// Its commit's generation: 0 for a commit without parents, else one more than the greatest of its parents.
    pub generation: u32,
    /// The `.tramite` tree of its commit, hexadecimal.
    pub config: Option<String>,
}

impl Recorded {
    /// By time, then commit order, then id (4).
    pub fn order(&self, other: &Self) -> Ordering {
        let key = |r: &Self| (r.tramite.at, r.generation);
        key(self).cmp(&key(other)).then_with(|| self.tramite.commit.cmp(&other.tramite.commit))
    }
}

/// Everything known of a ticket while history is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Timeline {
    /// In order.
    pub all: Vec<(Place, Recorded)>,
    /// Folders in which it ever was, or in which its uid was.
    pub folders: BTreeSet<TicketDir>,
    /// Whether this reading added to it.
    pub touched: bool,
}

impl Timeline {
    /// Adds a commit's trâmite; its time is raised to that of each ancestor that changes one of its keys.
    pub fn push(&mut self, place: Place, mut new: Recorded, ancestors: &Ancestors) {
        let keys = keys(&new.tramite.changes);
        let base = new.tramite.at;
        let mut at = base;
        for (where_, earlier) in self.all.iter().rev() {
            // In order of time: none before this one can raise it.
            if earlier.tramite.at <= base {
                break;
            }
            let raises = earlier.tramite.at > at
                && ancestors.contains(*where_)
                && shares(&keys, &self::keys(&earlier.tramite.changes));
            if raises {
                at = earlier.tramite.at;
            }
        }
        new.tramite.at = at.with_timezone(base.offset());
        let index = self.all.partition_point(|(_, earlier)| earlier.order(&new).is_lt());
        self.all.insert(index, (place, new));
        self.touched = true;
    }

    /// The ticket's state after the trâmites of `ancestors`.
    pub fn fold(&self, ancestors: &Ancestors) -> Option<Snapshot> {
        let within = self.all.iter().filter(|(place, _)| ancestors.contains(*place));
        change::fold(within.flat_map(|(_, recorded)| &recorded.tramite.changes))
    }
}

fn keys(changes: &[Change]) -> BTreeSet<String> {
    changes.iter().flat_map(Change::keys).collect()
}

fn shares(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.contains("*") || b.contains("*") || !a.is_disjoint(b)
}
