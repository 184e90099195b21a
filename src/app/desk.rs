//! A desk at one commit: its configuration, its calendars, its index, and who asks.

use super::{Error, Kind, Known, configured, versions::GitVersions};
use crate::calendar::{CalendarSet, Zone};
use crate::env::{Env, Ids};
use crate::index::{Clocks, Index, IndexError, NamingCommits, Source};
use crate::locale::Locale;
use crate::model::config::Config;
use crate::model::{Finding, Identity, Tramite, Uid};
use crate::process::{self, Actor};
use crate::sla::Horizon;
use crate::store::history::Recorded;
use crate::store::{Store, StoreError, StoreErrorKind};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// A desk at one commit of its branch, and the environment in which somebody asks about it.
pub struct App {
    /// The environment.
    pub env: Rc<Env>,
    /// Git.
    pub store: Rc<Store>,
    /// The commit that is read.
    pub head: String,
    /// The configuration at that commit.
    pub config: Arc<Config>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// Its calendars.
    pub calendars: Arc<CalendarSet>,
    /// The desk's zone.
    pub zone: Zone,
    /// How the desk writes and reads.
    pub locale: Locale,
    /// Now (`TRAMITE_NOW`, else the clock), in the desk's zone.
    pub now: DateTime<FixedOffset>,
    /// Whether a ticket is opened although its number cannot be reserved (7).
    pub offline: Cell<bool>,
    index: OnceCell<Index>,
    naming: OnceCell<NamingCommits>,
    versions: OnceCell<GitVersions>,
    actor: OnceCell<Actor>,
    ids: RefCell<Ids>,
    /// Assignees before and after, of tickets that are planned and not yet written: one operation on many tickets picks
    /// people as if it had been done one by one.
    assigned: RefCell<Vec<(Option<String>, Option<String>)>>,
}

impl App {
    /// The desk of this folder, at its branch's tip.
    pub fn open(env: &Rc<Env>) -> Result<Self, Error> {
        let store_env = super::store_env(env);
        let store = Rc::new(Store::discover(&store_env)?);
        let Some(head) = store.tip()? else {
            return Err(Error::not_found(format!("branch {:?} has no commit yet", store.branch()))
                .mend("make a desk with `tramite init`"));
        };
        let app = Self::at(env, &store, head)?;
        // A clone has no settings of ours: whichever command comes first makes git's merges safe (7). Who may not write the
        // settings reads all the same.
        let _ = app.store.ensure_merge_driver();
        Ok(app)
    }

    /// The desk at another commit.
    pub fn at(env: &Rc<Env>, store: &Rc<Store>, head: String) -> Result<Self, Error> {
        let Some(tree) = store.config_tree_id(&head) else {
            return Err(Error::not_found(format!("branch {:?} has no desk", store.branch()))
                .because("it has no `.tramite` folder")
                .mend("make one with `tramite init`, or name the desk's branch with `git config tramite.branch BRANCH`"));
        };
        let (config, findings) = configured::load(store, &env.build, &head, &tree)?;
        let (calendars, _) = CalendarSet::compile(&config);
        let zone = *calendars.zone();
        let locale = Locale::parse(&config.desk.locale).0;
        // Whole seconds, as everything that git records.
        let now = zone.local(env.now().to_utc()).trunc_subsecs(0);
        let mut ids = env.ids();
        ids.stir(head.as_bytes());
        Ok(Self {
            env: Rc::clone(env),
            store: Rc::clone(store),
            head,
            config: Arc::new(config),
            findings,
            calendars: Arc::new(calendars),
            zone,
            locale,
            now,
            offline: Cell::new(false),
            index: OnceCell::new(),
            naming: OnceCell::new(),
            versions: OnceCell::new(),
            actor: OnceCell::new(),
            ids: RefCell::new(ids),
            assigned: RefCell::default(),
        })
    }

    /// The same desk at another commit.
    pub fn moved(&self, head: String) -> Result<Self, Error> {
        Self::at(&self.env, &self.store, head)
    }

    /// The index of this commit, made or brought up to date where it must be. Needs the whole history.
    pub fn index(&self) -> Result<&Index, Error> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        self.store.require_full_history()?;
        let config_id = self.store.config_tree_id(&self.head).unwrap_or_default();
        let day_start = |day: NaiveDate| self.zone.local(self.zone.resolve(day.and_time(NaiveTime::MIN)));
        let engine = OnceCell::new();
        let clocks = |tramites: &[Tramite], configs: &[Option<String>]| {
            for (tramite, config) in tramites.iter().zip(configs) {
                self.versions().note(&tramite.commit, config.as_deref());
            }
            let engine = engine.get_or_init(|| self.engine());
            Known::frozen(engine, tramites, Horizon::at(self.now.to_utc()))
        };
        let index = Index::open(&Source {
            store: &self.store,
            head: &self.head,
            config: &self.config,
            config_id: &config_id,
            day_start: &day_start,
            clocks: Some(Clocks { build: &self.env.build, of: &clocks }),
        })?;
        Ok(self.index.get_or_init(|| index))
    }

    /// The commits of all branches of this repository that name tickets.
    pub fn naming_commits(&self) -> Result<&NamingCommits, Error> {
        if let Some(naming) = self.naming.get() {
            return Ok(naming);
        }
        let naming = NamingCommits::open(&self.store)?;
        Ok(self.naming.get_or_init(|| naming))
    }

    /// Configurations and calendars by commit.
    pub fn versions(&self) -> &GitVersions {
        self.versions.get_or_init(|| {
            GitVersions::new(
                Rc::clone(&self.store),
                &self.env.build,
                self.head.clone(),
                Arc::clone(&self.config),
                Arc::clone(&self.calendars),
            )
        })
    }

    /// A ticket's trâmites, in order.
    pub fn tramites(&self, uid: &Uid) -> Result<Vec<Tramite>, Error> {
        let recorded = self.index()?.recorded(uid)?;
        let versions = self.versions();
        let noted = recorded.into_iter().map(|Recorded { tramite, config, .. }| {
            versions.note(&tramite.commit, config.as_deref());
            tramite
        });
        Ok(noted.collect())
    }

    /// Files of the configuration that cannot be read at all, each with its first mistake: what they say does not hold,
    /// and a writer must not act as if they said nothing.
    pub fn unreadable(&self) -> Vec<&Finding> {
        self.findings.iter().filter(|f| super::validate::is_unreadable(f)).collect()
    }

    /// Refuses to write on a desk whose `desk.yaml` cannot be read: nobody knows who may do what.
    pub fn require_desk(&self) -> Result<(), Error> {
        let broken = self.findings.iter().find(|f| {
            f.severity == crate::model::Severity::Error
                && f.path.as_deref() == Some(".tramite/desk.yaml")
                && self.config.desk == crate::model::config::Desk::default()
        });
        broken.map_or(Ok(()), |finding| {
            Err(Error::finding(finding)
                .because("without desk.yaml nobody knows who may do what, so nothing is written"))
        })
    }

    /// Who asks, by the git identity. Without one: an error that says how to set it.
    pub fn actor(&self) -> Result<&Actor, Error> {
        if let Some(actor) = self.actor.get() {
            return Ok(actor);
        }
        let identity = self.store.identity(&super::store_env(&self.env))?;
        let actor = process::identify(&self.config, &identity);
        Ok(self.actor.get_or_init(|| actor))
    }

    /// Who asks, where anybody does: reading needs no identity.
    pub fn reader(&self) -> Actor {
        self.actor().cloned().unwrap_or_else(|_| {
            process::identify(&self.config, &Identity { name: String::new(), email: String::new() })
        })
    }

    /// A local time of the desk as an instant.
    pub fn local_time(&self) -> impl Fn(NaiveDateTime) -> DateTime<FixedOffset> + '_ {
        |local| self.zone.local(self.zone.resolve(local))
    }

    /// An instant as the desk's people write it.
    pub fn read_time(&self, text: &str) -> Result<DateTime<FixedOffset>, Error> {
        self.locale
            .read_datetime(text, self.now, &self.local_time())
            .map_err(|error| Error::unreadable(&error))
    }

    /// Remembers who a planned change takes a ticket from and gives it to.
    pub(super) fn plan_assignment(&self, before: Option<&str>, after: Option<&str>) {
        if before != after {
            self.assigned.borrow_mut().push((before.map(str::to_owned), after.map(str::to_owned)));
        }
    }

    /// Forgets them: what was planned is given up.
    pub(super) fn forget_assignments(&self) {
        self.assigned.borrow_mut().clear();
    }

    /// How many open tickets more than written a person has by what is planned.
    pub(super) fn planned_load(&self, person: &str) -> i32 {
        let is = |id: &Option<String>| i32::from(id.as_deref() == Some(person));
        self.assigned.borrow().iter().map(|(before, after)| is(after) - is(before)).sum()
    }

    /// Who gets tickets by what is planned, in order.
    pub(super) fn planned_assignments(&self) -> Vec<String> {
        self.assigned.borrow().iter().filter_map(|(_, after)| after.clone()).collect()
    }

    /// A new id at `at`, greater than every other of this process.
    pub fn new_uid(&self, at: DateTime<FixedOffset>) -> Uid {
        self.ids.borrow_mut().next(at)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let kind = match error.kind {
            StoreErrorKind::NotFound => Kind::NotFound,
            StoreErrorKind::Conflict => Kind::Conflict,
            StoreErrorKind::Refused => Kind::Refused,
            StoreErrorKind::Dirty | StoreErrorKind::Environment | StoreErrorKind::Killed => Kind::Environment,
        };
        let mut found = Self::new(kind, error.what);
        found.why.extend(error.why);
        found.mend.extend(error.mend);
        found
    }
}

impl From<IndexError> for Error {
    fn from(error: IndexError) -> Self {
        Self::environment(error.to_string())
    }
}
