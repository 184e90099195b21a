//! Which branch of a server is the desk. It is written down once, so that no push can make another branch take its place.

use super::refs::RefUpdate;
use crate::app::Error;
use crate::store::history::ObjectId;
use crate::store::{DESK_BRANCH, Store};
use std::time::Duration;

/// The setting that names the branch, in the server's own repository.
pub(super) const SETTING: &str = "tramite.branch";

/// The desk's place on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The branch, by its full name.
    pub name: String,
    /// Where it is; `None` where it is not there yet.
    pub tip: Option<ObjectId>,
    /// Whether it is to be written down: it is not yet, and there is no other that it could be.
    is_new: bool,
}

impl Seat {
    /// The desk that a server has: the branch that was written down, else by the rule by which everybody finds it (3): HEAD's if
    /// it has a desk, else `desk`; else any branch that has one.
    pub fn of(store: &Store) -> Result<Option<Self>, Error> {
        let branches = store.branches()?;
        let tip = |name: &str| branches.iter().find(|(branch, _)| branch == name).map(|(_, tip)| *tip);
        if let Some(name) = store.setting(SETTING) {
            let name = full(name.trim());
            return Ok(Some(Self { tip: tip(&name), name, is_new: false }));
        }
        let mut desks = Vec::new();
        for (name, tip) in &branches {
            if store.has_desk(*tip)? {
                desks.push((name.clone(), *tip));
            }
        }
        let by_rule = by_rule(store, desks.iter().map(|(name, _)| name));
        let sure = by_rule.is_some() || desks.len() == 1;
        let found = desks.into_iter().find(|(name, _)| by_rule.as_ref().is_none_or(|it| it == name));
        Ok(found.map(|(name, tip)| Self { name, tip: Some(tip), is_new: sure }))
    }

    /// The desk that a first push brings; the names of all branches with a desk where it could be several.
    pub fn coming(store: &Store, updates: &[RefUpdate]) -> Result<Result<Option<Self>, Vec<String>>, Error> {
        let mut desks = Vec::new();
        for update in updates.iter().filter(|update| update.name.starts_with("refs/heads/")) {
            if let Some(new) = update.new
                && store.has_desk(new)?
            {
                desks.push((store.led_to(&update.name), new));
            }
        }
        let by_rule = by_rule(store, desks.iter().map(|(name, _)| name));
        if by_rule.is_none() && desks.len() > 1 {
            return Ok(Err(desks.into_iter().map(|(name, _)| name).collect()));
        }
        let found = desks.into_iter().find(|(name, _)| by_rule.as_ref().is_none_or(|it| it == name));
        Ok(Ok(found.map(|(name, tip)| Self { name, tip: Some(tip), is_new: true })))
    }

    /// Whether a fresh clone would take a branch of this other name for the desk instead (3).
    pub fn gives_way_to(&self, store: &Store, name: &str) -> bool {
        let head = store.head_branch();
        let desk = full(DESK_BRANCH);
        // Some file systems keep both in one file.
        if name.to_lowercase() == self.name.to_lowercase() {
            return true;
        }
        if head.as_ref() == Some(&self.name) {
            return false;
        }
        head.as_deref() == Some(name) || (name == desk && self.name != desk)
    }

    /// Writes it down, where that has not been done.
    pub fn pin(&self, store: &Store) -> Result<bool, Error> {
        if !self.is_new {
            return Ok(false);
        }
        let short = self.name.strip_prefix("refs/heads/").unwrap_or(&self.name);
        let mut written = store.set_setting(SETTING, short);
        // Another push may be writing it just now.
        for _ in 0..20 {
            if written.is_ok() {
                return Ok(true);
            }
            std::thread::sleep(Duration::from_millis(50));
            written = store.set_setting(SETTING, short);
        }
        let why = written.err().map(|error| error.to_string()).unwrap_or_default();
        Err(Error::environment(format!(
            "which branch is the desk cannot be written down in \"{}\"",
            store.git_dir().display()
        ))
        .because(why)
        .mend(format!("whoever keeps the server writes it there: git config {SETTING} {short}")))
    }
}

/// Writes the desk's branch down where there is one already, and it can be no other; gives its short name.
pub fn pin(store: &Store) -> Result<Option<String>, Error> {
    let Some(seat) = Seat::of(store)? else { return Ok(None) };
    let short = seat.name.strip_prefix("refs/heads/").unwrap_or(&seat.name).to_owned();
    Ok(seat.pin(store)?.then_some(short))
}

fn full(name: &str) -> String {
    format!("refs/heads/{}", name.strip_prefix("refs/heads/").unwrap_or(name))
}

/// Of branches that have a desk, the one that everybody would find: HEAD's, else `desk`.
fn by_rule<'a>(store: &Store, mut names: impl Iterator<Item = &'a String> + Clone) -> Option<String> {
    let wanted = [store.head_branch(), Some(full(DESK_BRANCH))];
    wanted.into_iter().flatten().find(|name| names.clone().any(|it| it == name)).or_else(|| {
        let only = names.next().cloned();
        only.filter(|_| names.next().is_none())
    })
}
