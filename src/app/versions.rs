//! Configurations and calendars by commit, read from git and kept by content (6).

use super::configured;
use crate::calendar::CalendarSet;
use crate::model::config::Config;
use crate::sla::Versions;
use crate::store::Store;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

type Loaded = (Arc<Config>, Arc<CalendarSet>);

/// What a desk was configured as at each commit of its branch.
pub struct GitVersions {
    store: Rc<Store>,
    build: String,
    head: Loaded,
    head_commit: String,
    by_commit: RefCell<HashMap<String, Option<String>>>,
    by_tree: RefCell<HashMap<String, Loaded>>,
    changes: RefCell<Option<Rc<Vec<String>>>>,
}

impl GitVersions {
    /// The versions seen from the commit `head`, whose configuration is known already, by this build of the program.
    pub fn new(
        store: Rc<Store>,
        build: &str,
        head_commit: String,
        config: Arc<Config>,
        calendars: Arc<CalendarSet>,
    ) -> Self {
        let head = (config, calendars);
        let mut by_tree = HashMap::new();
        if let Some(tree) = store.config_tree_id(&head_commit) {
            by_tree.insert(tree, head.clone());
        }
        Self {
            store,
            build: build.to_owned(),
            head,
            head_commit,
            by_commit: RefCell::default(),
            by_tree: RefCell::new(by_tree),
            changes: RefCell::default(),
        }
    }

    /// Notes which `.tramite` tree a commit has, so that git need not be asked.
    pub fn note(&self, commit: &str, tree: Option<&str>) {
        let mut by_commit = self.by_commit.borrow_mut();
        if !by_commit.contains_key(commit) {
            by_commit.insert(commit.to_owned(), tree.map(str::to_owned));
        }
    }

    fn load(&self, commit: &str) -> Option<Loaded> {
        if !self.by_commit.borrow().contains_key(commit) {
            self.note(commit, self.store.config_tree_id(commit).as_deref());
        }
        let by_commit = self.by_commit.borrow();
        let tree = by_commit.get(commit)?.as_ref()?;
        if let Some(loaded) = self.by_tree.borrow().get(tree) {
            return Some(loaded.clone());
        }
        let config = configured::load(&self.store, &self.build, commit, tree).ok()?.0;
        let calendars = CalendarSet::compile(&config).0;
        let loaded = (Arc::new(config), Arc::new(calendars));
        self.by_tree.borrow_mut().insert(tree.clone(), loaded.clone());
        Some(loaded)
    }

    /// The commits that changed `.tramite/`, oldest first.
    fn changes(&self) -> Rc<Vec<String>> {
        let mut changes = self.changes.borrow_mut();
        Rc::clone(
            changes.get_or_insert_with(|| {
                Rc::new(self.store.config_changes(&self.head_commit).unwrap_or_default())
            }),
        )
    }
}

impl Versions for GitVersions {
    fn head(&self) -> &Arc<Config> {
        &self.head.0
    }

    fn at(&self, commit: &str) -> Option<Arc<Config>> {
        Some(self.load(commit)?.0)
    }

    fn calendars_head(&self) -> &Arc<CalendarSet> {
        &self.head.1
    }

    fn calendars_at(&self, commit: &str) -> Option<Arc<CalendarSet>> {
        Some(self.load(commit)?.1)
    }

    fn first_after(
        &self,
        commit: &str,
        wanted: &mut dyn FnMut(&Arc<Config>) -> bool,
    ) -> Option<(String, Arc<Config>)> {
        let changes = self.changes();
        for change in changes.iter() {
            // A change that came before the ticket is in the tree of the ticket's own commit already.
            if self.store.is_ancestor(change, commit).unwrap_or(true) {
                continue;
            }
            if let Some((config, _)) = self.load(change)
                && wanted(&config)
            {
                return Some((change.clone(), config));
            }
        }
        None
    }
}
