//! What a merge gave that the desk's flow does not: said, not refused, for both sides' changes are facts (7). But how a clash is
//! settled is the choice of who settles it, and is refused where a server that judges what it is sent would refuse it.

use super::SyncClash;
use crate::app::{App, Error, check};
use crate::codec;
use crate::env::Env;
use crate::model::merge::Side;
use crate::model::{Snapshot, Ticket, TicketDir};
use crate::process::{self, lint};
use crate::store::Store;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Refuses a merge, which is on no branch yet, whose settlements `check` would not take onto what the remote has (`theirs`).
pub(super) fn settled(
    env: &Rc<Env>,
    store: &Rc<Store>,
    (theirs, merge): (&str, &str),
    settled: &[(SyncClash, Side)],
) -> Result<(), Error> {
    if settled.iter().all(|(_, side)| *side == Side::Theirs) {
        return Ok(());
    }
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let mut found = check::between(env, store, (theirs, merge), false)?;
    found.retain(|finding| {
        let of = finding.path.as_deref().map(folder);
        finding.commit.as_deref() == Some(merge)
            && settled.iter().any(|(clash, _)| Some(folder(&clash.path)) == of)
    });
    let Some(first) = found.first() else { return Ok(()) };
    let named = first.ticket.clone().unwrap_or_default();
    let keys: Vec<&str> = settled
        .iter()
        .filter(|(clash, side)| {
            *side == Side::Ours && first.path.as_deref().map(folder) == Some(folder(&clash.path))
        })
        .map(|(clash, _)| clash.key.as_str())
        .collect();
    let mut error = Error::refused(format!(
        "what was written here of {named} ({}) cannot be kept against what was written there",
        keys.join(", ")
    ));
    for finding in &found {
        let ticket = finding.ticket.as_deref().unwrap_or("-");
        error = error.because(format!("{ticket} {}: {}", finding.rule, finding.message));
    }
    Err(error.mend(format!(
        "nothing is changed, nothing sent: tramite sync --theirs takes what was written there (on a terminal, tramite sync asks for each); \
         then make the change anew, as the rules want it from there: `tramite show {named}` lists the moves"
    )))
}

/// The tickets that both sides changed, with ancestor and tips; `app` is the desk after the merge.
pub(super) fn warnings(
    app: &App,
    combined: &BTreeMap<TicketDir, (String, String, String)>,
) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for (dir, (base, ours, theirs)) in combined {
        let Ok(brought) = app.bring(dir) else { continue };
        let merged = brought.snapshot;
        let at = |commit: &str| ticket_at(app, commit, dir);
        let (base, ours, theirs) = (at(base)?, at(ours)?, at(theirs)?);
        if let Some(text) = moved(app, &merged.ticket, base.as_ref(), &[ours.as_ref(), theirs.as_ref()]) {
            found.push(format!("{dir}: {text}"));
        }
        let before: Vec<String> = [ours, theirs]
            .into_iter()
            .flatten()
            .flat_map(|ticket| {
                let side = Snapshot { ticket, ..merged.clone() };
                lint::ticket(&app.config, &side).into_iter().map(|v| v.message)
            })
            .collect();
        for violation in lint::ticket(&app.config, &merged) {
            if !before.contains(&violation.message) {
                found.push(format!("{dir}: {}", violation.message));
            }
        }
    }
    Ok(found)
}

fn ticket_at(app: &App, commit: &str, dir: &TicketDir) -> Result<Option<Ticket>, Error> {
    if commit.is_empty() {
        return Ok(None);
    }
    let path = dir.ticket_path();
    let bytes = app.store.read(commit, &path)?;
    Ok(bytes.and_then(|bytes| codec::ticket::decode(&path, &bytes).value))
}

/// A status that no side had together with this type is one that nobody moved it to: is there a way?
fn moved(app: &App, merged: &Ticket, base: Option<&Ticket>, sides: &[Option<&Ticket>]) -> Option<String> {
    let had = sides
        .iter()
        .flatten()
        .any(|ticket| (&ticket.type_id, &ticket.status) == (&merged.type_id, &merged.status));
    if had {
        return None;
    }
    let template = app.config.types.get(&merged.type_id)?;
    if !template.flow.statuses.contains_key(&merged.status) {
        return Some(format!(
            "its status {:?} is not one of its type {:?} any more; move it with tramite set, or give it its type back",
            merged.status, merged.type_id
        ));
    }
    let from = base.map_or(template.flow.initial.as_str(), |base| base.status.as_str());
    (!process::leads(&app.config, template, from, &merged.status)).then(|| {
        format!("no way of type {:?} leads from {from:?} to its status {:?}", merged.type_id, merged.status)
    })
}
