//! `sync`: fetch, merge, push (7). A merge is made in memory; nothing moves until all of it has worked.

mod clash;
mod decide;
mod numbers;
mod recheck;
mod traffic;

pub mod settle;
mod write;

pub use clash::{SyncClash, Wrote};
pub use traffic::Traffic;
pub use write::{after_change, before_change};

use super::{App, Error, Kind};
use crate::env::Env;
use crate::index::Index;
use crate::model::TicketDir;
use crate::model::merge::Side;
use crate::model::numbers::Renumbering;
use crate::store::{self, Change, Fetched, FileKey, Pushed, Store, Upstream};
use clash::Found;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

/// How often a push that somebody else overtook is tried again, from the fetch on.
const ATTEMPTS: u32 = 12;

/// What a sync is to do.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Settles every clash for one side.
    pub settle: Option<Side>,
    /// Only says what would come and go. What the remote has is fetched all the same.
    pub dry_run: bool,
    /// Fetches and merges, but sends nothing.
    pub keep: bool,
}

/// Asks a person which side's value stays.
pub type Ask<'a> = dyn FnMut(&SyncClash) -> Result<Side, Error> + 'a;

/// Who watches a sync.
#[derive(Default)]
pub struct Watch<'a> {
    /// Settles a clash; where nobody does, clashes end the sync.
    pub ask: Option<&'a mut Ask<'a>>,
    /// Hears what git says of its progress.
    pub progress: store::Progress<'a>,
}

/// What became of the branch here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing came.
    Same,
    /// It went forward to the remote's tip.
    Forward,
    /// The two were merged.
    Merged,
}

/// What came of a sync.
#[derive(Debug, Clone)]
pub struct Synced {
    /// `origin/main`.
    pub upstream: String,
    /// Where the branch goes, where git is told to push elsewhere.
    pub sent_to: Option<String>,
    /// What became of the branch here.
    pub outcome: Outcome,
    /// The tip after it.
    pub head: String,
    /// The last merge commit that was made.
    pub merge: Option<String>,
    /// What came.
    pub received: Traffic,
    /// What went.
    pub sent: Traffic,
    /// How many files of tickets went.
    pub files: usize,
    /// How many files of tickets came, where they were asked for.
    pub fetched: usize,
    /// Files that a purge removed and that were still here or there.
    pub removed: BTreeMap<FileKey, Removed>,
    /// Tickets that got another number.
    pub renumbered: Vec<Renumbering>,
    /// Clashes that were settled, for which side.
    pub settled: Vec<(SyncClash, Side)>,
    /// What the merge gave that the desk's flow does not.
    pub warnings: Vec<String>,
    /// The branch moved, but the working tree could not be brought in step: why.
    pub unfinished: Option<String>,
    /// Whether nothing was done.
    pub dry_run: bool,
}

/// Where a file that was removed from its ticket for good still was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removed {
    /// The ticket's number.
    pub ticket: String,
    /// What it was called, where the desk names what was removed.
    pub name: Option<String>,
    /// In this clone.
    pub here: bool,
    /// At the remote.
    pub remote: bool,
}

/// Answers that were given, by path, key and both values: the same question is not asked twice.
type Answers = BTreeMap<(String, String, Option<String>, Option<String>), Side>;

/// One sync at work.
struct Run<'e> {
    env: &'e Rc<Env>,
    store_env: store::Env,
    store: Rc<Store>,
    upstream: Upstream,
    /// Where the branch goes: mostly the same.
    target: Upstream,
    options: Options,
    answers: Answers,
    /// Tickets that both sides changed, with the ancestor and the two tips.
    combined: BTreeMap<TicketDir, (String, String, String)>,
    /// The desk at the commit that was looked at last.
    app: Option<Rc<App>>,
    /// A merge in which shared numbers were looked for.
    numbered: Option<String>,
    report: Synced,
}

/// Brings the desk's branch and its upstream together.
pub fn sync(env: &Rc<Env>, options: Options, watch: &mut Watch<'_>) -> Result<Synced, Error> {
    let store_env = super::store_env(env);
    let store = Rc::new(find(&store_env)?);
    store.require_full_history()?;
    store.require_writable()?;
    let upstream = store.upstream()?;
    let target = store.push_target(&upstream);
    let report = Synced {
        upstream: upstream.name(),
        sent_to: (target != upstream).then(|| target.name()),
        outcome: Outcome::Same,
        head: String::new(),
        merge: None,
        received: Traffic::default(),
        sent: Traffic::default(),
        files: 0,
        fetched: 0,
        removed: BTreeMap::new(),
        renumbered: Vec::new(),
        settled: Vec::new(),
        warnings: Vec::new(),
        unfinished: None,
        dry_run: options.dry_run,
    };
    let (answers, combined, numbered) = (Answers::new(), BTreeMap::new(), None);
    Run { env, store_env, store, upstream, target, options, answers, combined, app: None, numbered, report }
        .all(watch)
}

/// The desk's repository; a fresh clone of what was empty then has its desk only on the remote.
fn find(env: &store::Env) -> Result<Store, Error> {
    match Store::discover(env) {
        Ok(store) => Ok(store),
        Err(error) => match Store::open_repository(env) {
            Ok(store) if store.tip().is_ok_and(|tip| tip.is_none()) && store.upstream().is_ok() => Ok(store),
            _ => Err(error.into()),
        },
    }
}

impl Run<'_> {
    fn all(mut self, watch: &mut Watch<'_>) -> Result<Synced, Error> {
        let start = self.store.tip()?;
        self.hollow()?;
        for attempt in 0..ATTEMPTS {
            let fetched = self.fetched(&self.upstream.clone(), watch)?;
            let remote = self.desk_of(&self.upstream, &fetched)?;
            // What went there before, from another clone perhaps, is to be part of what goes; first, since it has most of the rest.
            let there = if self.target == self.upstream {
                remote.clone()
            } else {
                let fetched = self.fetched(&self.target.clone(), watch)?;
                self.desk_of(&self.target, &fetched)?
            };
            let mut head = None;
            for theirs in there.iter().chain(remote.iter().filter(|_| there != remote)) {
                head = Some(self.together(theirs, watch)?);
            }
            let head = match head {
                Some(head) => head,
                None => self.store.tip()?.ok_or_else(|| self.nowhere())?,
            };
            let head = self.one_number_each(head)?;
            let start = start.as_deref().or(fetched.before.as_deref());
            self.account(start, remote.as_deref(), there.as_deref(), &head)?;
            self.report.head.clone_from(&head);
            if attempt == 0 && there.is_none() {
                self.tell_of_other_desks()?;
            }
            if self.options.dry_run {
                self.report.files = self.unsent_files()?;
            }
            if self.options.dry_run || self.options.keep {
                return self.done();
            }
            let moved = start != Some(head.as_str());
            let app = self.files(&head).map_err(|error| unsent(error, moved))?;
            if there.as_ref() == Some(&head) {
                return self.all_sent(&app);
            }
            let progress = reborrow(&mut watch.progress);
            match self.store.push(&self.store_env, &self.target, &head, progress) {
                Ok(Pushed::Done) => return self.all_sent(&app),
                Ok(Pushed::Rejected) => std::thread::sleep(pause(attempt)),
                Err(error) => return Err(unsent(error.into(), moved)),
            }
        }
        Err(Error::new(Kind::Conflict, format!("{:?} keeps moving", self.upstream.name()))
            .because(format!("others sent their changes first, {ATTEMPTS} times in a row"))
            .mend("what came is here and what is yours is safe; tramite sync again"))
    }

    /// What a remote has now. While it is asked, the desk as it is here is read.
    fn fetched(&mut self, from: &Upstream, watch: &mut Watch<'_>) -> Result<Fetched, Error> {
        let (store, env) = (Rc::clone(&self.store), self.store_env.clone());
        let mut meanwhile = || {
            // A new index is made of what is here in the end. What is wrong with the desk, whoever needs it says.
            let tip = store.tip().ok().flatten().filter(|_| Index::is_there(&store));
            let _ = tip.and_then(|tip| self.app(&tip).ok()?.index().map(drop).ok());
        };
        Ok(store.fetch(&env, from, reborrow(&mut watch.progress), &mut meanwhile)?)
    }

    /// Lets go of refs of files whose content is gone, since git fetches nothing while there is one: the repository that this
    /// clone borrows objects from has removed them. A file that is wanted is fetched anew.
    fn hollow(&mut self) -> Result<(), Error> {
        let hollow = self.store.hollow_files()?;
        self.store.unpin_files(&hollow)?;
        for key in hollow {
            self.report.warnings.push(format!(
                "the content of the file {} is no longer here; where it was not removed, `tramite attachment get` fetches it again",
                key.sha256()
            ));
        }
        Ok(())
    }

    /// Neither here nor there.
    fn nowhere(&self) -> Error {
        let error = Error::not_found(format!("there is no desk here, nor on {:?}", self.upstream.name()));
        match self.store.remote_desks().first() {
            Some(branch) => {
                error.mend(format!("{} has one on another branch: git switch {branch}", self.upstream.remote))
            }
            None => error.mend("make one with `tramite init`, then tramite sync shares it"),
        }
    }

    /// A branch that is new at the remote, beside one that has the desk: most often somebody is on a branch of code.
    fn tell_of_other_desks(&mut self) -> Result<(), Error> {
        let own = self.target.name();
        let others: Vec<String> =
            self.store.desks_at(&self.target.remote)?.into_iter().filter(|name| *name != own).collect();
        if let Some(first) = others.first() {
            let branch = first.split_once('/').map_or(first.as_str(), |(_, branch)| branch);
            self.report.warnings.push(format!(
                "{own:?} is new, and {} has a desk too, which gets nothing of this one: where they are one desk, git checkout {branch}, \
                 git merge {}, tramite sync",
                others.join(", "),
                self.target.short()
            ));
        }
        Ok(())
    }

    /// The fetched tip, where there is one and it has a desk.
    fn desk_of(&self, at: &Upstream, fetched: &Fetched) -> Result<Option<String>, Error> {
        let Some(tip) = &fetched.tip else { return Ok(None) };
        if self.store.config_tree_id(tip).is_none() {
            return Err(Error::not_found(format!("{:?} has no desk", at.name()))
                .because("it has no `.tramite` folder")
                .mend(
                    "see which branch has it (git branch -r), and name it: git config tramite.branch BRANCH",
                ));
        }
        Ok(Some(tip.clone()))
    }

    /// The desk at a commit, read once for all that asks about it.
    fn app(&mut self, head: &str) -> Result<Rc<App>, Error> {
        if let Some(app) = self.app.as_ref().filter(|app| app.head == head) {
            return Ok(Rc::clone(app));
        }
        let app = Rc::new(App::at(self.env, &self.store, head.to_owned())?);
        self.app = Some(Rc::clone(&app));
        Ok(app)
    }

    /// Files that the commits name are on the remote before the commits that name them; what was removed is removed here
    /// (7.1).
    fn files(&mut self, head: &str) -> Result<Rc<App>, Error> {
        let app = self.app(head)?;
        let remote = &self.target.remote;
        let desk = app.desk_files()?;
        for key in app.drop_purged(&desk)? {
            self.report.removed.entry(key).or_default().here = true;
        }
        match app.drop_lost(&desk) {
            Ok((lost, dropped)) => {
                for key in lost.into_keys().filter(|key| dropped.held.iter().all(|(held, _)| held != key)) {
                    self.report.removed.entry(key).or_default().here = true;
                }
                for (key, why) in dropped.held {
                    let text = format!("the content of the removed file {} stays here: {why}", key.sha256());
                    self.report.warnings.push(text);
                }
            }
            Err(error) => {
                let why = error.why.first().map(|why| format!(": {why}")).unwrap_or_default();
                let text =
                    format!("bytes of removed files may still be here: {}{why}; sync again", error.what);
                self.report.warnings.push(text);
            }
        }
        let sent = app.send_files(remote)?;
        self.report.files += sent.done;
        for key in sent.other {
            self.report.warnings.push(app.other_bytes(remote, &key)?);
        }
        // The work of a team does not wait for a server that takes no files.
        for (key, why) in sent.refused {
            self.report.warnings.push(format!(
                "{remote:?} does not take the file {}, which stays here: {why}; let it take refs below refs/tramite/files/, and sync again",
                key.sha256()
            ));
        }
        Ok(app)
    }

    /// The remote has the branch, and knows who removed which files: now their refs go there too (7.1).
    fn all_sent(mut self, app: &App) -> Result<Synced, Error> {
        let target = self.target.remote.clone();
        let owed = self.store.owed_remotes();
        // Where this clone had a file that went just now, any of its remotes may have it from here.
        let had = self.report.removed.values().any(|removed| removed.here);
        let known = self.store.remotes();
        for name in owed.iter().filter(|name| !known.contains(name)) {
            self.store.owe_remote(name, false)?;
        }
        let asked = |name: &String| *name == target || had || owed.contains(name);
        for remote in known.iter().filter(|name| asked(name)) {
            let all = self.clear(app, remote);
            self.store.owe_remote(remote, !all && *remote != target)?;
        }
        for (key, removed) in &mut self.report.removed {
            (removed.ticket, removed.name) = app.file_called(key)?;
        }
        self.done()
    }

    /// Removes the refs of removed files at a remote; whether it has none of them any more.
    fn clear(&mut self, app: &App, remote: &str) -> bool {
        match app.drop_purged_at(remote) {
            Ok((gone, refused)) => {
                for key in gone {
                    self.report.removed.entry(key).or_default().remote = true;
                }
                for (key, why) in &refused {
                    let text = format!("{remote:?} keeps the removed file {}: {why}", key.sha256());
                    self.report.warnings.push(text);
                }
                refused.is_empty()
            }
            Err(error) => {
                let why = error.why.first().map(|why| format!(": {why}")).unwrap_or_default();
                let text = format!("{remote:?} may keep removed files: {}{why}; sync again", error.what);
                self.report.warnings.push(text);
                false
            }
        }
    }

    /// How many files of the desk as it is here are not there yet.
    fn unsent_files(&mut self) -> Result<usize, Error> {
        let Some(tip) = self.store.tip()? else { return Ok(0) };
        let wanted = self.app(&tip)?.desk_files()?.wanted;
        let here = self.store.files()?;
        let mut own = wanted.iter().filter(|key| here.contains_key(key)).peekable();
        if own.peek().is_none() {
            return Ok(0);
        }
        let there = self.store.remote_files(&self.target.remote, None)?;
        Ok(own.filter(|key| !there.contains_key(key)).count())
    }

    /// Brings the branch here together with `theirs`; gives the tip, in a dry run what it would be.
    fn together(&mut self, theirs: &str, watch: &mut Watch<'_>) -> Result<String, Error> {
        for attempt in 0..ATTEMPTS {
            let ours = self.store.tip()?;
            if let Some(ours) = ours.as_ref()
                && self.store.is_ancestor(theirs, ours)?
            {
                return Ok(ours.clone());
            }
            // Before libgit2 is given any of them.
            self.store.require_safe_paths(ours.as_deref(), theirs)?;
            let (to, outcome, words) = match &ours {
                Some(ours) if !self.store.is_ancestor(ours, theirs)? => {
                    (self.merged(ours, theirs, watch)?, Outcome::Merged, "sync: merge")
                }
                _ => (theirs.to_owned(), Outcome::Forward, "sync: fast-forward"),
            };
            if !self.options.dry_run {
                match self.store.advance_saying(&self.store_env, &to, words) {
                    Ok(done) => self.report.unfinished = done.unfinished.map(|error| error.to_string()),
                    // Somebody wrote here meanwhile: again with what they wrote.
                    Err(error)
                        if error.kind == store::StoreErrorKind::Conflict && self.store.tip()? != ours =>
                    {
                        std::thread::sleep(pause(attempt));
                        continue;
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            if outcome == Outcome::Merged {
                self.report.merge = Some(to.clone());
            }
            if self.report.outcome != Outcome::Merged {
                self.report.outcome = outcome;
            }
            return Ok(to);
        }
        Err(Error::new(Kind::Conflict, "the desk's branch keeps moving")
            .because("other commands here wrote to it while its changes were merged")
            .mend("try again when they are done"))
    }

    /// The merge commit of the two, made but on no branch.
    fn merged(&mut self, ours: &str, theirs: &str, watch: &mut Watch<'_>) -> Result<String, Error> {
        loop {
            let mut found = Found::default();
            let merged = {
                let (settle, answers) = (self.options.settle, &self.answers);
                let mut decide = |versions: &store::Versions| {
                    decide::decide(versions, &mut found, &|clash| {
                        settle.or_else(|| answers.get(&clash.id()).copied())
                    })
                };
                self.store.merge(ours, theirs, &mut decide)?
            };
            if !merged.conflicts.is_empty() {
                return Err(self.by_hand(&merged.conflicts));
            }
            let times = LazyCell::new(|| clash::Times::at(self.env, &self.store, ours));
            if found.clashes.is_empty() {
                let base = self.store.common_ancestor(ours, theirs)?.unwrap_or_default();
                let tips = (base, ours.to_owned(), theirs.to_owned());
                self.combined.extend(found.combined.iter().map(|dir| (dir.clone(), tips.clone())));
                for (mut clash, side) in found.settled {
                    clash::tell_authors(&self.store, &times, &mut clash, ours, theirs)?;
                    self.report.settled.push((clash, side));
                }
                let merge = self.merge_commit(ours, theirs, &merged.tree)?;
                recheck::settled(self.env, &self.store, (theirs, &merge), &self.report.settled)?;
                return Ok(merge);
            }
            for clash in &mut found.clashes {
                clash::tell_authors(&self.store, &times, clash, ours, theirs)?;
            }
            let answerable = found.clashes.iter().all(SyncClash::can_be_settled);
            let Some(ask) = watch.ask.as_mut().filter(|_| answerable) else {
                return Err(clash::refusal(&found.clashes));
            };
            for clash in &found.clashes {
                let side = ask(clash)?;
                self.answers.insert(clash.id(), side);
            }
        }
    }

    fn merge_commit(&mut self, ours: &str, theirs: &str, tree: &str) -> Result<String, Error> {
        let who = self.store.committer_signature(&self.store_env)?;
        let author = self.store.author_signature(&self.store_env, None)?;
        let mut change = Change {
            message: format!("sync: merge of {}\n", self.upstream.name()),
            author,
            committer: who,
            files: Vec::new(),
            onto: None,
        };
        let app = self.app(ours)?;
        let renumbered = numbers::in_merge(&app, tree)?;
        let looked = renumbered.is_some();
        let renumbered = renumbered.unwrap_or_default();
        let mut lines = String::new();
        for (clash, side) in &self.report.settled {
            let side = if *side == Side::Ours { "ours" } else { "theirs" };
            lines.push_str(&format!("{} {}: {side}\n", clash.ticket, clash.key));
        }
        for (it, bytes) in renumbered.tickets {
            lines.push_str(&format!("{} number: {} → {}\n", it.dir, it.from, it.to));
            change.files.push((it.dir.ticket_path(), Some(bytes)));
            self.report.renumbered.push(it);
        }
        self.report.warnings.extend(renumbered.by_hand);
        if !lines.is_empty() {
            change.message.push_str(&format!("\n{lines}"));
        }
        let merge = self.store.merge_commit(tree, [theirs, ours], &change)?;
        self.numbered = looked.then(|| merge.clone());
        Ok(merge)
    }

    /// Files that are no tickets' and that git's rules cannot merge.
    fn by_hand(&self, paths: &[String]) -> Error {
        let named = paths.iter().take(5).map(|p| format!("{p:?}")).collect::<Vec<_>>().join(", ");
        let more = if paths.len() > 5 { format!(" and {} more", paths.len() - 5) } else { String::new() };
        let name = self.upstream.name();
        let place = if self.store.is_checked_out() {
            String::new()
        } else {
            format!("git worktree add ../desk {}; in it: ", self.store.branch())
        };
        let itself = if paths.len() == 1 { "itself" } else { "themselves" };
        Error::new(Kind::Conflict, format!("{named}{more} cannot be merged by {itself}"))
            .because("both sides changed the same lines; nothing is changed here")
            .mend(format!(
                "{place}git merge {name}, mend the files, git add and git commit them, then tramite sync; \
                 tickets that clash meanwhile: tramite sync --resolve"
            ))
    }

    fn done(mut self) -> Result<Synced, Error> {
        if self.options.dry_run || (self.combined.is_empty() && self.report.outcome == Outcome::Same) {
            return Ok(self.report);
        }
        let head = self.report.head.clone();
        let app = self.app(&head)?;
        self.report.warnings.extend(recheck::warnings(&app, &self.combined)?);
        Ok(self.report)
    }
}

/// An error that came after the merge: what stands.
fn unsent(error: Error, moved: bool) -> Error {
    if moved { error.because("what came is merged here; nothing was sent") } else { error }
}

/// The same listener for one more call.
fn reborrow<'b>(progress: &'b mut store::Progress<'_>) -> store::Progress<'b> {
    match progress {
        Some(hear) => Some(&mut **hear),
        None => None,
    }
}

/// Longer each time, and not the same for two processes.
fn pause(attempt: u32) -> Duration {
    let jitter = (std::process::id().wrapping_mul(2_654_435_761) >> 16) % 97;
    let spread = u64::from(jitter) * u64::from(attempt + 1) % 97;
    Duration::from_millis(20 * (1 << attempt.min(5)) + 4 * spread)
}

/// Tickets, once each.
type Dirs = BTreeSet<TicketDir>;
