//! Configurations that judge, by what is in them.

use crate::app::Error;
use crate::app::versions::GitVersions;
use crate::calendar::{CalendarSet, Zone};
use crate::codec;
use crate::model::config::{Config, Desk};
use crate::model::{Finding, Severity};
use crate::store::Store;
use crate::store::history::ObjectId;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// A configuration that judges commits.
pub struct Authority {
    /// What is in it.
    pub config: Arc<Config>,
    /// Its calendars.
    pub calendars: Arc<CalendarSet>,
    /// The desk's zone.
    pub zone: Zone,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// SSH keys of those who may sign.
    pub allowed_signers: Option<Vec<u8>>,
    /// OpenPGP keys of those who may sign.
    pub keyring: Option<Vec<u8>>,
    versions: GitVersions,
}

impl Authority {
    /// Configurations by commit, seen from this one.
    pub fn versions(&self) -> &GitVersions {
        &self.versions
    }

    /// Why it can judge nothing; `None` where it can.
    pub fn broken(&self) -> Option<&Finding> {
        let lost = self.config.desk == Desk::default();
        let of_desk =
            |f: &&Finding| f.severity == Severity::Error && f.path.as_deref() == Some(".tramite/desk.yaml");
        self.findings.iter().find(of_desk).filter(|_| lost)
    }
}

/// The configurations of a repository, each read once.
pub struct Authorities {
    store: Rc<Store>,
    build: String,
    trees: RefCell<HashMap<ObjectId, Option<ObjectId>>>,
    by_tree: RefCell<HashMap<ObjectId, Rc<Authority>>>,
}

impl Authorities {
    /// Those of a repository, by this build of the program.
    pub fn new(store: &Rc<Store>, build: &str) -> Self {
        Self {
            store: Rc::clone(store),
            build: build.to_owned(),
            trees: RefCell::default(),
            by_tree: RefCell::default(),
        }
    }

    /// The configuration of a commit; `None` where it has none.
    pub fn of(&self, commit: ObjectId) -> Result<Option<Rc<Authority>>, Error> {
        let known = self.trees.borrow().get(&commit).copied();
        let tree = match known {
            Some(tree) => tree,
            None => self.store.desk_ids(commit)?.0,
        };
        self.trees.borrow_mut().insert(commit, tree);
        let Some(tree) = tree else { return Ok(None) };
        if let Some(known) = self.by_tree.borrow().get(&tree) {
            return Ok(Some(Rc::clone(known)));
        }
        let id = commit.to_string();
        let files = self.store.config_files(&id)?;
        let (config, findings) = codec::config::load(&files);
        let (calendars, _) = CalendarSet::compile(&config);
        let (config, calendars) = (Arc::new(config), Arc::new(calendars));
        let file = |path: &str| files.iter().find(|f| f.path == path).map(|f| f.bytes.clone());
        let authority = Rc::new(Authority {
            zone: *calendars.zone(),
            allowed_signers: file(".tramite/allowed_signers"),
            keyring: file(".tramite/keyring"),
            versions: GitVersions::new(
                Rc::clone(&self.store),
                &self.build,
                id,
                Arc::clone(&config),
                Arc::clone(&calendars),
            ),
            config,
            calendars,
            findings,
        });
        self.by_tree.borrow_mut().insert(tree, Rc::clone(&authority));
        Ok(Some(authority))
    }
}
