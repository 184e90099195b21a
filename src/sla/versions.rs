//! What a desk was configured as, when: the one thing that clocks need from outside.

use crate::calendar::CalendarSet;
use crate::model::config::Config;
use std::sync::Arc;

/// Configurations by commit. Implementations cache by content and give out the same `Arc` for the same content:
/// everything compiled from it is kept by that identity.
pub trait Versions {
    /// The configuration at the head.
    fn head(&self) -> &Arc<Config>;

    /// The configuration in the tree of a commit; `None` where it has none that can be read.
    fn at(&self, commit: &str) -> Option<Arc<Config>>;

    /// The calendars of the head.
    fn calendars_head(&self) -> &Arc<CalendarSet>;

    /// The calendars in the tree of a commit.
    fn calendars_at(&self, commit: &str) -> Option<Arc<CalendarSet>>;

    /// The first commit after `commit` whose configuration is wanted, with that configuration, `commit` itself
    /// excluded. `None`: there is no such commit, or this source cannot tell; then the head is asked.
    fn first_after(
        &self,
        commit: &str,
        wanted: &mut dyn FnMut(&Arc<Config>) -> bool,
    ) -> Option<(String, Arc<Config>)> {
        let _ = (commit, wanted);
        None
    }

    /// Whose policies are looked at, at the head (`--policy-from` gives other ones).
    fn policies_head(&self) -> &Arc<Config> {
        self.head()
    }

    /// Whose policies are looked at, at a commit.
    fn policies_at(&self, commit: &str) -> Option<Arc<Config>> {
        self.at(commit)
    }
}

/// `--policy-from`: the same history under other policies and calendars, as if they had always been (6).
pub struct WhatIf<'a> {
    /// What really was.
    pub base: &'a dyn Versions,
    /// Whose policies apply.
    pub config: Arc<Config>,
    /// Its calendars.
    pub calendars: Arc<CalendarSet>,
}

impl Versions for WhatIf<'_> {
    fn head(&self) -> &Arc<Config> {
        self.base.head()
    }
    fn at(&self, commit: &str) -> Option<Arc<Config>> {
        self.base.at(commit)
    }
    fn calendars_head(&self) -> &Arc<CalendarSet> {
        &self.calendars
    }
    fn calendars_at(&self, _: &str) -> Option<Arc<CalendarSet>> {
        Some(Arc::clone(&self.calendars))
    }
    fn policies_head(&self) -> &Arc<Config> {
        &self.config
    }
    fn policies_at(&self, _: &str) -> Option<Arc<Config>> {
        Some(Arc::clone(&self.config))
    }
}

/// One configuration that has always been: for `init`, demonstrations and tests.
#[derive(Debug, Clone)]
pub struct Constant {
    /// The configuration.
    pub config: Arc<Config>,
    /// Its calendars.
    pub calendars: Arc<CalendarSet>,
}

impl Versions for Constant {
    fn head(&self) -> &Arc<Config> {
        &self.config
    }
    fn at(&self, _: &str) -> Option<Arc<Config>> {
        Some(Arc::clone(&self.config))
    }
    fn calendars_head(&self) -> &Arc<CalendarSet> {
        &self.calendars
    }
    fn calendars_at(&self, _: &str) -> Option<Arc<CalendarSet>> {
        Some(Arc::clone(&self.calendars))
    }
}
