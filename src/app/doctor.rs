//! `doctor`: what is wrong with a clone and its desk that no single command would tell, and mending it.

use super::write::{Entry, How};
use super::{App, Error};
use crate::env::Env;
use crate::index;
use crate::store::{self, Store, StoreError, with_desk_attributes};
use serde::Serialize;
use std::rc::Rc;

/// The file that a desk's merges and line ends are told by.
const ATTRIBUTES: &str = ".gitattributes";

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ailment {
    /// Which check found it.
    pub check: &'static str,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
    /// Whether it has been mended now.
    pub fixed: bool,
    /// Why it could not be, where that was tried.
    pub error: Option<String>,
}

/// Mends what a check found.
type Cure<'a> = Box<dyn FnOnce() -> Result<(), Error> + 'a>;

/// What has been found so far, and whether to mend it.
struct Examination {
    fix: bool,
    found: Vec<Ailment>,
}

/// What `--fix` does, said where it was not asked for.
const FIX: &str = "tramite doctor --fix";

impl Examination {
    /// Notes an ailment, and mends it where that was asked for.
    fn note(&mut self, check: &'static str, message: String, mend: &str, cure: Option<Cure<'_>>) {
        let mut ailment = Ailment { check, message, mend: mend.to_owned(), fixed: false, error: None };
        if let Some(cure) = cure.filter(|_| self.fix) {
            match cure() {
                Ok(()) => ailment.fixed = true,
                Err(error) => ailment.error = Some(error.to_string()),
            }
        }
        self.found.push(ailment);
    }

    /// The same of what the store says itself.
    fn note_error(&mut self, check: &'static str, error: StoreError) {
        let why = error.why.map(|why| format!(": {why}")).unwrap_or_default();
        let mend = error.mend.unwrap_or_default();
        self.note(check, format!("{}{why}", error.what), &mend, None);
    }
}

/// Looks at everything; with `fix` mends what can be mended. The order matters: what is unfinished is finished first.
pub fn doctor(env: &Rc<Env>, fix: bool) -> Result<Vec<Ailment>, Error> {
    let store_env = super::store_env(env);
    let store = Rc::new(Store::discover_as_it_is(&store_env)?);
    let mut exam = Examination { fix, found: Vec::new() };
    git(&store, &store_env, &mut exam);
    locks(&store, &mut exam);
    // A journal is played into the index.
    git_index(&store, &store_env, &mut exam)?;
    unfinished(&store, &mut exam);
    files(&store, &mut exam)?;
    for (path, why) in index::examine(&store.own_dir()) {
        let cure: Cure<'_> = Box::new(|| {
            index::forget(&store.own_dir()).map_err(|error| Error::environment(error.to_string()))
        });
        exam.note("index", format!("{} is damaged: {why}", path.display()), FIX, Some(cure));
    }
    if let Some(head) = store.tip()? {
        desk(env, &store, head, &mut exam)?;
    }
    attached(env, &store, &store_env, &mut exam)?;
    if let Some((loose, packs)) = store.untidy() {
        let cure: Cure<'_> = Box::new(|| Ok(store.maintain()?));
        let message = format!("{loose} loose objects and {packs} packs make git slow");
        exam.note("maintenance", message, "git maintenance run --auto", Some(cure));
    }
    Ok(exam.found)
}

/// The git program, who asks, and what of the past is here.
fn git(store: &Rc<Store>, env: &store::Env, exam: &mut Examination) {
    match store.git_version() {
        Ok((version, Some(oldest))) => {
            let message = format!("git is {version}, and tramite needs {oldest} or later");
            exam.note("git", message, "install a newer git", None);
        }
        Ok(_) => {}
        Err(error) => exam.note_error("git", error),
    }
    if let Err(error) = store.identity(env).and_then(|_| store.committer(env)) {
        exam.note_error("identity", error);
    }
    if let Err(error) = store.require_full_history() {
        if store.is_shallow() {
            let mend = error.mend.clone().unwrap_or_default();
            let why = error.why.as_deref().unwrap_or_default();
            let cure: Cure<'_> = Box::new(|| Ok(store.unshallow()?));
            exam.note("shallow", format!("{}: {why}", error.what), &mend, Some(cure));
        } else {
            exam.note_error("partial", error);
        }
    }
    if !store.has_merge_driver() {
        let cure: Cure<'_> = Box::new(|| Ok(store.ensure_merge_driver()?));
        let message =
            "the merge driver of tickets is not set up in this clone, so that git merges them as lines";
        exam.note("merge_driver", message.to_owned(), FIX, Some(cure));
    }
}

/// The journal that a killed process left.
fn unfinished(store: &Rc<Store>, exam: &mut Examination) {
    if store.unfinished() {
        let cure: Cure<'_> =
            Box::new(|| match store.recover() {
                Ok(()) if !store.unfinished() => Ok(()),
                // It is another process that writes, or a journal that says nothing.
                Ok(()) => Err(Error::environment("another tramite command is writing")
                    .mend("try again when it is done")),
                Err(_) => {
                    store.set_journal_aside()?;
                    Ok(store.recover()?)
                }
            });
        let message = "a write of tramite was interrupted: its journal or its lock is still there";
        exam.note("journal", message.to_owned(), FIX, Some(cure));
    }
}

/// The locks that a killed git left.
fn locks(store: &Rc<Store>, exam: &mut Examination) {
    for lock in store.foreign_locks() {
        let path = lock.display().to_string();
        let cure: Cure<'_> = Box::new(|| match store.git_is_at_work(&lock) {
            Some(false) => Ok(store.remove_lock(&lock)?),
            Some(true) => Err(Error::environment("a process that works with git is at work here")
                .mend("try again when it is done")),
            None => Err(Error::environment("nobody can tell here whether a git process is at work")),
        });
        let mend = format!("if no git process runs here: rm {path}");
        exam.note("lock", format!("{path} keeps git and tramite from writing"), &mend, Some(cure));
    }
}

/// Git's own index of the working tree.
fn git_index(store: &Rc<Store>, env: &store::Env, exam: &mut Examination) -> Result<(), Error> {
    let Some(broken) = store.broken_index()? else { return Ok(()) };
    let message = format!("git's index {} is broken: {}", broken.path.display(), broken.why);
    let cure: Option<Cure<'_>> = match broken.by_hand {
        Some(_) => None,
        None => Some(Box::new(|| Ok(store.renew_index(env)?))),
    };
    exam.note("git_index", message, broken.by_hand.as_deref().unwrap_or(FIX), cure);
    Ok(())
}

/// The working tree.
fn files(store: &Rc<Store>, exam: &mut Examination) -> Result<(), Error> {
    // What an unfinished write has not written yet is not another ailment.
    if store.unfinished() || store.broken_index()?.is_some() {
        return Ok(());
    }
    let open = store.unmerged()?;
    if let Some(first) = open.first() {
        let others = if open.len() > 1 { format!(" and {} more", open.len() - 1) } else { String::new() };
        let message =
            format!("git has left {first:?}{others} unmerged, and nothing can be written till they are");
        exam.note("unmerged", message, "tramite sync --resolve, then git commit", None);
    }
    if let Some(behind) = store.behind()? {
        let message = format!(
            "{} files of the working tree are those of {}, and the branch has gone on",
            behind.paths.len(),
            behind.commit.get(..10).unwrap_or(&behind.commit)
        );
        let cure: Cure<'_> = Box::new(|| Ok(store.catch_up(&behind)?));
        exam.note("work_tree", message, FIX, Some(cure));
    }
    Ok(())
}

/// Files of tickets: refs without content, files that nothing names, and removed ones whose content had to stay (7.1).
fn attached(
    env: &Rc<Env>,
    store: &Rc<Store>,
    store_env: &store::Env,
    exam: &mut Examination,
) -> Result<(), Error> {
    let named = |keys: &[store::FileKey]| {
        let few = keys.iter().take(3).map(|key| format!("{} {}", key.uid(), &key.sha256()[..12]));
        let more = if keys.len() > 3 { ", …" } else { "" };
        format!("{}{more}", few.collect::<Vec<_>>().join(", "))
    };
    let hollow = store.hollow_files()?;
    if !hollow.is_empty() {
        let message = format!(
            "{} refs of files have no content here, and git fetches nothing while they are there: {}",
            hollow.len(),
            named(&hollow)
        );
        let cure: Cure<'_> = Box::new(|| Ok(store.unpin_files(&hollow)?));
        exam.note("hollow_file", message, FIX, Some(cure));
    }
    if store.require_full_history().is_err() {
        return Ok(());
    }
    if let Some(head) = store.tip()? {
        let strays = App::at(env, store, head)?.stray_files(None)?;
        if !strays.is_empty() {
            let message = format!(
                "{} files lie here that no ticket names, of an attach that came to nothing: {}",
                strays.len(),
                named(&strays)
            );
            let cure: Cure<'_> = Box::new(|| Ok(store.drop_files(store_env, &strays).map(drop)?));
            exam.note("stray_file", message, FIX, Some(cure));
        }
    }
    if let Some(head) = store.tip()? {
        let app = App::at(env, store, head)?;
        let mut lost = app.lost_purged()?;
        let held = store.held_files()?;
        lost.retain(|key, _| !held.contains(key));
        if !lost.is_empty() {
            let keys: Vec<_> = lost.into_keys().collect();
            let message = format!(
                "the bytes of {} removed files are here without a ref, as in a clone made by path: {}",
                keys.len(),
                named(&keys)
            );
            let cure: Cure<'_> = Box::new(move || match app.drop_all_lost()?.held.first() {
                None => Ok(()),
                Some((_, why)) => Err(Error::environment("it has to stay").because(why.clone())),
            });
            exam.note("removed_content", message, FIX, Some(cure));
        }
    }
    let left = store.left_files()?;
    if !left.is_empty() {
        let message = format!(
            "the bytes of {} files are here without a ref, of commands that were killed: {}",
            left.len(),
            named(&left)
        );
        let cure: Cure<'_> = Box::new(|| Ok(store.drop_files(store_env, &[]).map(drop)?));
        exam.note("unnamed_content", message, FIX, Some(cure));
    }
    let half = store.half_written();
    if !half.is_empty() {
        let message = format!(
            "{} objects were half written by commands that were killed, and may hold bytes of files: {}",
            half.len(),
            half[0].display()
        );
        let cure: Cure<'_> = Box::new(|| Ok(store.remove_half_written()?));
        exam.note("half_written", message, FIX, Some(cure));
    }
    let held = store.held_files()?;
    if !held.is_empty() {
        let message = format!("the content of {} removed files is still here: {}", held.len(), named(&held));
        let cure: Cure<'_> = Box::new(|| match store.drop_files_and_held(store_env, &[])?.held.first() {
            None => Ok(()),
            Some((_, why)) => Err(Error::environment("it has to stay").because(why.clone())),
        });
        exam.note("kept_content", message, FIX, Some(cure));
    }
    Ok(())
}

/// The desk at its tip: attributes, configuration, numbers.
fn desk(env: &Rc<Env>, store: &Rc<Store>, head: String, exam: &mut Examination) -> Result<(), Error> {
    let app = App::at(env, store, head)?;
    let attributes = store.read(&app.head, ATTRIBUTES)?;
    if with_desk_attributes(attributes.as_deref()) != attributes.unwrap_or_default() {
        let cure: Cure<'_> = Box::new(|| app.write_attributes());
        let message =
            format!("{ATTRIBUTES} lacks lines of the desk: line ends and merges of tickets go wrong");
        exam.note("attributes", message, FIX, Some(cure));
    }
    for finding in app.unreadable() {
        let path = finding.path.as_deref().unwrap_or(".tramite");
        let message = format!("{path}: {}", finding.message);
        exam.note("configuration", message, "tramite validate --config says where", None);
    }
    if store.require_full_history().is_err() {
        return Ok(());
    }
    // Attributes may have been written meanwhile.
    let app = app.moved(store.tip()?.unwrap_or_default())?;
    let shared = app.renumberings()?;
    let mut error = None;
    let mut mended = Vec::new();
    if exam.fix && !shared.is_empty() {
        match app.renumber(How::default()) {
            Ok((done, _)) => mended = done,
            Err(failed) => error = Some(failed.to_string()),
        }
    }
    for one in shared {
        let fixed = mended.iter().any(|done| done.uid == one.uid);
        exam.found.push(Ailment {
            check: "duplicate_number",
            message: format!(
                "{} and {} have the number {}; the younger becomes {}",
                one.elder, one.dir, one.from, one.to
            ),
            mend: FIX.to_owned(),
            fixed,
            error: error.clone().filter(|_| !fixed),
        });
    }
    Ok(())
}

impl App {
    /// Puts the desk's lines into `.gitattributes`, in one commit.
    fn write_attributes(&self) -> Result<(), Error> {
        self.may_configure(ATTRIBUTES)?;
        self.record(How::default(), &mut |app, _| {
            let whole = with_desk_attributes(app.store.read(&app.head, ATTRIBUTES)?.as_deref());
            let entry = Entry {
                message: format!("desk: {ATTRIBUTES}"),
                files: vec![(ATTRIBUTES.to_owned(), Some(whole))],
            };
            Ok((vec![entry], ()))
        })
        .map(drop)
    }
}
