//! What becomes of one file that both sides changed (7): tickets by their keys, comments and removals as a whole.

use super::clash::{Found, SyncClash, comment_in, ticket_in};
use crate::app::merge::{self, Apart};
use crate::model::DeskPath;
use crate::model::merge::Side;
use crate::store::{Answer, Versions};

/// Answers for a clash, where somebody has.
pub(super) type Settle<'a> = dyn Fn(&SyncClash) -> Option<Side> + 'a;

/// Decides about one file, and notes what it found on the way.
pub(super) fn decide(versions: &Versions, found: &mut Found, settle: &Settle<'_>) -> Answer {
    let path = versions.path.as_str();
    let (dir, is_ticket) = match DeskPath::of(path) {
        DeskPath::Ticket(dir) => (dir, true),
        DeskPath::Comment(dir, _) => (dir, false),
        _ => return Answer::Clash,
    };
    let ticket = dir.to_string();
    let whole = |found: &mut Found, key: &str, ours: Option<String>, theirs: Option<String>| {
        if versions.of_ancestor {
            return Answer::Ours;
        }
        let clash = SyncClash::new(ticket.clone(), path, key, ours, theirs);
        if let Some(side) = settle(&clash) {
            found.settled.push((clash, side));
            if side == Side::Ours { Answer::Ours } else { Answer::Theirs }
        } else {
            found.clashes.push(clash);
            Answer::Clash
        }
    };
    let (Some(ours), Some(theirs)) = (&versions.ours, &versions.theirs) else {
        let word =
            |bytes: &Option<Vec<u8>>| Some(if bytes.is_some() { "changed" } else { "removed" }.to_owned());
        let key = if is_ticket { "ticket" } else { "comment" };
        return whole(found, key, word(&versions.ours), word(&versions.theirs));
    };
    if !is_ticket {
        let body = |bytes: &[u8]| comment_in(path, bytes).map(|comment| comment.body);
        return whole(found, "comment", body(ours), body(theirs));
    }
    if !versions.of_ancestor {
        found.combined.insert(dir.clone());
    }
    let sides = [versions.base.as_deref(), Some(ours.as_slice()), Some(theirs.as_slice())];
    let mut settled = Vec::new();
    let mut answer = |clash: &crate::model::merge::Clash| {
        if versions.of_ancestor {
            return Some(Side::Neither);
        }
        // A number is given by a program; the one that others have seen stands.
        if clash.key == "number" {
            return Some(Side::Theirs);
        }
        let clash =
            SyncClash::new(ticket.clone(), path, &clash.key, clash.ours.clone(), clash.theirs.clone());
        let side = settle(&clash)?;
        settled.push((clash, side));
        Some(side)
    };
    match merge::tickets(path, sides, theirs, &mut answer) {
        Ok(bytes) => {
            found.settled.append(&mut settled);
            Answer::Write(bytes)
        }
        Err(Apart::Clashes(clashes)) => {
            found.clashes.extend(
                clashes
                    .into_iter()
                    .map(|clash| SyncClash::new(ticket.clone(), path, &clash.key, clash.ours, clash.theirs)),
            );
            Answer::Clash
        }
        // What is no ticket, or would lose its YAML comments, is merged by lines as plain git would.
        Err(Apart::Unreadable(_)) => {
            if let Some(bytes) = by_lines(path, versions.base.as_deref(), ours, theirs) {
                Answer::Write(bytes)
            } else {
                let text = |bytes: &[u8]| Some(String::from_utf8_lossy(bytes).into_owned());
                whole(found, "file", text(ours), text(theirs))
            }
        }
    }
}

/// The two texts merged by lines, where that gives a ticket.
fn by_lines(path: &str, base: Option<&[u8]>, ours: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
    let merged = diffy::merge_bytes(base?, ours, theirs).ok()?;
    ticket_in(path, &merged).is_some().then_some(merged)
}
