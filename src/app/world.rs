//! What the desk's process decides with besides the ticket, put together in one place.

use super::{App, write::IndexLoad};
use crate::model::config::Config;
use crate::process::{Actor, World};
use crate::query::Facts;
use chrono::{DateTime, FixedOffset};

impl App {
    /// What `ask` makes of this desk at `now`, as `actor`. `config` is the desk's own, or the uncommitted one that
    /// `validate` looks at.
    pub(super) fn in_world<T>(
        &self,
        config: &Config,
        actor: &Actor,
        now: DateTime<FixedOffset>,
        facts: &dyn Facts,
        ask: impl FnOnce(&mut World<'_>) -> T,
    ) -> T {
        let load = IndexLoad::of(self);
        let mut new_id = || self.new_uid(now);
        ask(&mut World { config, now, actor, facts, load: &load, new_id: &mut new_id })
    }
}
