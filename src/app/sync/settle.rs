//! `sync --resolve`: settles the conflicts of tickets that a merge, rebase or cherry-pick of plain git left (7).

use super::clash::{self, Found, SyncClash};
use super::{Answers, Watch, decide};
use crate::app::{Error, Kind};
use crate::env::Env;
use crate::model::DeskPath;
use crate::model::merge::Side;
use crate::store::{Answer, Conflicted, Store, Versions};
use std::cell::LazyCell;
use std::rc::Rc;

/// What came of settling.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    /// Files that are settled and staged.
    pub settled: Vec<String>,
    /// Clashes that were settled for a side.
    pub chosen: Vec<(SyncClash, Side)>,
    /// Files that are not a ticket's, or that somebody has begun to mend: why they stay as they are.
    pub left: Vec<(String, String)>,
    /// What git is in the middle of, and how it goes on.
    pub operation: Option<(&'static str, &'static str)>,
}

/// Settles what can be; where clashes remain the rest is settled all the same, and the error names them.
pub fn resolve(env: &Rc<Env>, settle: Option<Side>, watch: &mut Watch<'_>) -> Result<Resolved, Error> {
    let store_env = crate::app::store_env(env);
    let store = Store::discover(&store_env).or_else(|_| Store::open_repository(&store_env))?;
    let mut resolved = Resolved { operation: store.operation(), ..Resolved::default() };
    let (mut open, mut writes) = (Vec::new(), Vec::new());
    let tips = store.conflicting_tips()?;
    let ours = tips.as_ref().map_or("", |(ours, _)| ours);
    let times = LazyCell::new(|| clash::Times::at(env, &store, ours));
    for file in store.conflicted()? {
        if let Err(why) = is_free(&store, &file)? {
            resolved.left.push((file.path, why));
            continue;
        }
        let mut answers = Answers::new();
        loop {
            let mut found = Found::default();
            let answer = decide::decide(&versions(&file), &mut found, &|clash| {
                settle.or_else(|| answers.get(&clash.id()).copied())
            });
            for clash in found.clashes.iter_mut().chain(found.settled.iter_mut().map(|(clash, _)| clash)) {
                if let Some((ours, theirs)) = &tips {
                    clash::tell_authors(&store, &times, clash, ours, theirs)?;
                }
            }
            if !found.clashes.is_empty() {
                let answerable = found.clashes.iter().all(SyncClash::can_be_settled);
                let Some(ask) = watch.ask.as_mut().filter(|_| answerable) else {
                    open.append(&mut found.clashes);
                    break;
                };
                for clash in &found.clashes {
                    answers.insert(clash.id(), ask(clash)?);
                }
                continue;
            }
            let bytes = match answer {
                Answer::Write(bytes) => Some(bytes),
                Answer::Ours => file.ours.clone(),
                Answer::Theirs => file.theirs.clone(),
                Answer::Clash => break,
            };
            writes.push((file.path.clone(), bytes));
            resolved.settled.push(file.path.clone());
            resolved.chosen.append(&mut found.settled);
            break;
        }
    }
    store.settle(&writes)?;
    if open.is_empty() {
        return Ok(resolved);
    }
    let mut error = clash::refusal(&open);
    error.mend = vec![format!(
        "{}tramite sync --resolve --ours keeps what is on the branch you are on, --theirs what is being merged into it{}",
        match resolved.settled.len() {
            0 => String::new(),
            1 => "the other file is settled and staged; ".to_owned(),
            n => format!("{n} other files are settled and staged; "),
        },
        if resolved.operation.is_some_and(|(what, _)| what == "rebase") {
            " (in a rebase that is your own commit)"
        } else {
            ""
        }
    )];
    Err(error)
}

fn versions(file: &Conflicted) -> Versions {
    Versions {
        path: file.path.clone(),
        base: file.base.clone(),
        ours: file.ours.clone(),
        theirs: file.theirs.clone(),
        of_ancestor: false,
    }
}

/// Whether the working tree has what git left there: markers, or one of the versions.
fn is_free(store: &Store, file: &Conflicted) -> Result<Result<(), String>, Error> {
    if !matches!(DeskPath::of(&file.path), DeskPath::Ticket(_) | DeskPath::Comment(..)) {
        return Ok(Err("it is no ticket's; mend it by hand, then git add it".to_owned()));
    }
    let Some(there) = store.worktree_file(&file.path)? else { return Ok(Ok(())) };
    let marked = there.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"<<<<<<< "));
    let plain = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let known = [&file.base, &file.ours, &file.theirs]
        .into_iter()
        .flatten()
        .any(|bytes| plain(bytes) == plain(&there));
    Ok(if marked || known {
        Ok(())
    } else {
        Err("somebody has begun to mend it by hand; git add it when it is right".to_owned())
    })
}

/// What is said where nothing is in conflict.
pub fn nothing_to_settle(resolved: &Resolved) -> Result<(), Error> {
    if resolved.settled.is_empty() && resolved.left.is_empty() && resolved.operation.is_none() {
        return Err(Error::new(Kind::NotFound, "there is no conflict to settle")
            .because("neither a merge nor a rebase nor a cherry-pick is under way here")
            .mend("tramite sync exchanges changes with the remote"));
    }
    Ok(())
}
