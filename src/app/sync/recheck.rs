//! What a merge gave that the desk's flow does not: said, not refused, for both sides' changes are facts (7).

use crate::app::{App, Error};
use crate::codec;
use crate::model::{Snapshot, Ticket, TicketDir};
use crate::process::{self, lint};
use std::collections::BTreeMap;

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
