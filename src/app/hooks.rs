//! Hooks: what they do when git calls them, and putting them there (7).

use super::commits::{Target, full_name};
use super::{App, Error, Kind, validate::What};
use crate::model::Finding;
use crate::model::trailer::{TicketName, TrailerKey, names, of_branch};
use crate::store::{Hook, Store};

/// A hook of ours: its name, its script, whether it is for servers.
#[derive(Debug, Clone, Copy)]
pub struct HookScript {
    /// As git knows it.
    pub name: &'static str,
    /// What it says.
    pub script: &'static str,
    /// Whether it is for a repository that is pushed to.
    pub server: bool,
}

/// Every hook of ours.
pub const HOOKS: [HookScript; 4] = [
    HookScript {
        name: "pre-commit",
        script: include_str!("../../templates/hooks/pre-commit"),
        server: false,
    },
    HookScript {
        name: "prepare-commit-msg",
        script: include_str!("../../templates/hooks/prepare-commit-msg"),
        server: false,
    },
    HookScript {
        name: "commit-msg",
        script: include_str!("../../templates/hooks/commit-msg"),
        server: false,
    },
    HookScript {
        name: "pre-receive",
        script: include_str!("../../templates/hooks/pre-receive"),
        server: true,
    },
];

/// Puts the hooks there: those of a clone, or that of a server.
pub fn install(store: &Store, server: bool) -> Result<Vec<Hook>, Error> {
    let wanted = HOOKS.iter().filter(|hook| hook.server == server);
    let done: Result<Vec<Hook>, _> = wanted.map(|hook| store.install_hook(hook.name, hook.script)).collect();
    Ok(done?)
}

/// Takes all of them away; gives the names of those that were there.
pub fn uninstall(store: &Store) -> Result<Vec<&'static str>, Error> {
    let mut gone = Vec::new();
    for hook in HOOKS {
        if store.uninstall_hook(hook.name, hook.script)? {
            gone.push(hook.name);
        }
    }
    Ok(gone)
}

/// What there is under the names of ours.
pub fn status(store: &Store) -> Result<Vec<Hook>, Error> {
    let all: Result<Vec<Hook>, _> = HOOKS.iter().map(|hook| store.hook(hook.name, hook.script)).collect();
    Ok(all?)
}

impl App {
    /// `pre-commit`: what is wrong with what is staged, where something of the desk is staged here.
    pub fn staged_findings(&self) -> Result<Vec<Finding>, Error> {
        if !self.store.is_checked_out() {
            return Ok(Vec::new());
        }
        for folder in [".tramite", "tickets"] {
            if self.store.staged_files(folder)? != self.store.list(&self.head, folder)? {
                return self.validate(&What::Staged);
            }
        }
        Ok(Vec::new())
    }

    /// `commit-msg`: the message with numbers completed into `202611/0007-k0ra`, where it names any. A trailer that names no
    /// ticket, or perhaps another than was meant, is refused with the nearest.
    pub fn checked_message(&self, message: &str) -> Result<Option<String>, Error> {
        let trailers = self.store.message_trailers(message.as_bytes())?;
        let mut wrong: Vec<Error> = Vec::new();
        let mut completed: Vec<(TrailerKey, String, String)> = Vec::new();
        for (key, value) in trailers {
            let Some(key) = TrailerKey::parse(&key) else { continue };
            let Some(named) = names(&value) else { continue };
            let mut full = Vec::new();
            for name in named {
                match (self.target(&name)?, &name) {
                    (Target::One(row), TicketName::Number(_)) => full.push(full_name(&row)),
                    (Target::One(_), _) => full.push(name.to_string()),
                    (Target::Several(rows), _) => {
                        let all: Vec<String> = rows.iter().map(full_name).collect();
                        wrong.push(
                            Error::not_found(format!(
                                "\"{}: {name}\" may be more than one ticket",
                                key.as_str()
                            ))
                            .mend(format!("write {}", all.join(" or "))),
                        );
                    }
                    (Target::None(near), _) => {
                        let error = Error::not_found(format!(
                            "\"{}: {name}\" names no ticket of this desk",
                            key.as_str()
                        ));
                        wrong.push(if near.is_empty() {
                            error.mend("`tramite list --all` lists the tickets")
                        } else {
                            error.mend(format!("did you mean {}?", near.join(" or ")))
                        });
                    }
                }
            }
            completed.push((key, value, full.join(", ")));
        }
        if let Some(first) = wrong.first().cloned() {
            let rest = wrong.iter().skip(1);
            let error = rest.fold(first, |mut error, other| {
                error.why.push(other.what.clone());
                error.mend.extend(other.mend.iter().cloned());
                error
            });
            return Err(error.because("nothing is committed; the message is kept by git in COMMIT_EDITMSG"));
        }
        Ok(replaced(message, &completed))
    }

    /// `prepare-commit-msg`: the message with a trailer of the ticket that the branch is named after; `None` where there is
    /// nothing to add. `source` is what git says of where the message comes from.
    pub fn prepared_message(&self, message: &str, source: Option<&str>) -> Result<Option<Vec<u8>>, Error> {
        // A merge is of both sides; an amended or taken-over message says already what it is of.
        if matches!(source, Some("merge" | "commit")) {
            return Ok(None);
        }
        let Some(branch) = self.store.current_branch() else { return Ok(None) };
        let Some((number, suffix)) = of_branch(&branch) else { return Ok(None) };
        let full = match suffix {
            Some(suffix) => Some(self.target(&TicketName::Full(number, suffix))?),
            None => None,
        };
        // The word behind the number need not be the end of a uid.
        let target = match full {
            Some(found @ Target::One(_)) => found,
            _ => self.target(&TicketName::Number(number))?,
        };
        let row = match target {
            Target::One(row) => row,
            Target::None(_) => return Ok(None),
            Target::Several(rows) => {
                let all: Vec<String> = rows.iter().map(full_name).collect();
                return Err(Error::not_found(format!(
                    "the branch {branch:?} may be of more than one ticket"
                ))
                .mend(format!("write a trailer yourself: Ticket: {}", all.join(" or "))));
            }
        };
        for (key, value) in self.store.message_trailers(message.as_bytes())? {
            let ours = TrailerKey::parse(&key).and_then(|_| names(&value)).unwrap_or_default();
            for name in ours {
                if matches!(self.target(&name)?, Target::One(named) if named.uid == row.uid) {
                    return Ok(None);
                }
            }
        }
        let changed = self.store.with_trailer(message.as_bytes(), TrailerKey::Ticket, &full_name(&row))?;
        Ok((changed != message.as_bytes()).then_some(changed))
    }
}

/// Whether a hook had better let a commit pass: what it cannot see is not the committer's fault.
pub fn lets_pass(error: &Error) -> bool {
    error.kind == Kind::Environment
}

/// The message with new values in the lines of trailers, from its end, where they stand; `None` where nothing changes.
fn replaced(message: &str, completed: &[(TrailerKey, String, String)]) -> Option<String> {
    let mut lines: Vec<String> = message.split_inclusive('\n').map(str::to_owned).collect();
    let mut below = lines.len();
    let mut changed = false;
    for (key, old, new) in completed.iter().rev() {
        let is_it = |line: &str| {
            let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
            let value = line[end..].trim_start().get(1..)?.trim();
            (TrailerKey::parse(&line[..end]) == Some(*key) && value == old).then_some(())
        };
        // A folded one spans lines and stays as it was written.
        let Some(at) = lines[..below].iter().rposition(|line| is_it(line).is_some()) else { continue };
        below = at;
        if old != new {
            let start = lines[at].rfind(old.as_str())?;
            lines[at].replace_range(start..start + old.len(), new);
            changed = true;
        }
    }
    changed.then(|| lines.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_replaced_where_the_trailers_stand() {
        let message = "Subject\n\nTicket: 202611/0001 is what this is about:\n\nTicket: 202611/0001\nfixes : 202611/0002\n# Ticket: 202611/0001\n";
        let completed = [
            (TrailerKey::Ticket, "202611/0001".to_owned(), "202611/0001-k0ra".to_owned()),
            (TrailerKey::Fixes, "202611/0002".to_owned(), "202611/0002-aaaa".to_owned()),
        ];
        assert_eq!(
            replaced(message, &completed).unwrap(),
            "Subject\n\nTicket: 202611/0001 is what this is about:\n\nTicket: 202611/0001-k0ra\nfixes : 202611/0002-aaaa\n# Ticket: 202611/0001\n"
        );
        let same = [(TrailerKey::Ticket, "202611/0001".to_owned(), "202611/0001".to_owned())];
        assert_eq!(replaced(message, &same), None);
    }
}
