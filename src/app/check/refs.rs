//! What a push does to a server's refs (7): `pre-receive` is told of each before any of them moves.

use super::ground::Authorities;
use super::{Ask, Options, Past, Rule, judged, short};
use crate::app::Error;
use crate::app::strays::OfTicket;
use crate::env::Env;
use crate::index::{Index, Source};
use crate::model::Finding;
use crate::store::history::ObjectId;
use crate::store::{FileKey, Store};
use chrono::NaiveTime;
use std::rc::Rc;

/// A line of a `pre-receive` hook's input: which ref goes from what to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefUpdate {
    /// Where it is; `None` where it is new.
    pub old: Option<ObjectId>,
    /// Where it is to be; `None` where it is deleted.
    pub new: Option<ObjectId>,
    /// Its full name.
    pub name: String,
}

impl RefUpdate {
    /// Reads `OLD NEW REF`.
    pub fn parse(line: &str) -> Result<Self, Error> {
        let bad = || {
            Error::usage(format!("{line:?} is no line of a pre-receive hook"))
                .mend("git gives the hook lines `OLD NEW REF` on its standard input; the hook hands them on")
        };
        let mut words = line.splitn(3, ' ');
        let mut id = || -> Result<Option<ObjectId>, Error> {
            let text = words.next().filter(|text| text.len() == 40).ok_or_else(bad)?;
            let id = ObjectId::from_str(text).map_err(|_| bad())?;
            Ok((!id.is_zero()).then_some(id))
        };
        let (old, new) = (id()?, id()?);
        let name = words.next().filter(|name| !name.trim().is_empty()).ok_or_else(bad)?;
        Ok(Self { old, new, name: name.trim_end().to_owned() })
    }
}

/// Judges a push: all that speaks against it.
pub fn pre_receive(env: &Rc<Env>, updates: &[RefUpdate], options: &Options) -> Result<Vec<Finding>, Error> {
    let store = Rc::new(Store::open_repository(&super::super::store_env(env))?);
    store.require_full_history()?;
    let desk = desk_of(&store)?;
    // What a push purges is purged with it.
    let coming = updates.iter().filter(|u| u.name.starts_with("refs/heads/")).filter_map(|u| u.new);
    let mut tips: Vec<ObjectId> = desk.iter().map(|(_, tip)| *tip).collect();
    for tip in coming {
        if store.desk_ids(tip).is_ok_and(|(config, _)| config.is_some()) {
            tips.push(tip);
        }
    }
    let authorities = Authorities::new(&store, &env.build);
    let mut server = Server { store, desk, options, tips, authorities };
    let mut found = Vec::new();
    for update in updates {
        found.extend(server.branch(update)?);
    }
    Ok(found)
}

struct Server<'a> {
    store: Rc<Store>,
    /// The desk that the server has: its branch and where that is.
    desk: Option<(String, ObjectId)>,
    options: &'a Options,
    /// Where the desk is and where it is to be.
    tips: Vec<ObjectId>,
    authorities: Authorities,
}

/// The desk of a server, by the rule by which everybody finds it (3): the branch of `tramite.branch`, else HEAD's if it has a
/// desk, else `desk`; else any branch that has one.
fn desk_of(store: &Store) -> Result<Option<(String, ObjectId)>, Error> {
    let branches = store.branches()?;
    let named = store.setting("tramite.branch").map(|name| {
        let name = name.trim();
        format!("refs/heads/{}", name.strip_prefix("refs/heads/").unwrap_or(name))
    });
    let first = [named, store.head_branch(), Some("refs/heads/desk".to_owned())];
    let wanted = first.into_iter().flatten();
    let all = branches.iter().map(|(name, _)| name.clone());
    for name in wanted.chain(all) {
        if let Some((_, tip)) = branches.iter().find(|(branch, _)| *branch == name)
            && store.desk_ids(*tip)?.0.is_some()
        {
            return Ok(Some((name, *tip)));
        }
    }
    Ok(None)
}

fn refused(rule: Rule, commit: Option<ObjectId>, message: String) -> Vec<Finding> {
    let mut finding = Finding::error(rule.id(), message);
    finding.commit = commit.map(|id| id.to_string());
    vec![finding]
}

impl Server<'_> {
    fn branch(&mut self, update: &RefUpdate) -> Result<Vec<Finding>, Error> {
        let RefUpdate { old, new, name } = update;
        if name.starts_with("refs/tramite/files/") {
            return self.file(update);
        }
        if !name.starts_with("refs/heads/") {
            return Ok(Vec::new());
        }
        let is_desk = self.desk.as_ref().is_some_and(|(desk, _)| desk == name);
        let Some(new) = *new else {
            if is_desk {
                let message = format!("{name} is the desk: it cannot be deleted");
                return Ok(refused(Rule::BranchDeleted, *old, message));
            }
            return Ok(Vec::new());
        };
        if is_desk {
            return self.judge(*old, new, false);
        }
        // A branch without a desk is nobody's business here.
        if self.store.desk_ids(new)?.0.is_none() {
            return Ok(Vec::new());
        }
        match self.desk.clone() {
            None => {
                self.desk = Some((name.clone(), new));
                self.judge(*old, new, false)
            }
            // A branch of the desk, or of code with the desk in it: judged as if it were merged.
            Some((_, tip)) if self.store.related(tip, new) => self.judge(Some(tip), new, true),
            Some((desk, _)) => {
                let message = format!(
                    "{name} would be a second desk beside {desk}: {} has no history in common with it; push to {desk}",
                    short(&new.to_string())
                );
                Ok(refused(Rule::FirstPush, Some(new), message))
            }
        }
    }

    fn judge(&self, old: Option<ObjectId>, new: ObjectId, may_fork: bool) -> Result<Vec<Finding>, Error> {
        let ask = Ask { old, new, may_fork };
        let index = match old {
            Some(old) => self.index(old, new)?,
            None => None,
        };
        let known = index.as_ref().map(Index::known).transpose()?;
        let past = known.as_deref().zip(index.as_ref()).map(|(known, index)| Past { known, index });
        judged(&self.store, &self.authorities, self.options, ask, past)
    }

    /// The index of the desk at its old value, from which history is read on: a push then costs what it brings. It is not
    /// there where another push has just gone by, or where the ref does not go forward.
    fn index(&self, old: ObjectId, new: ObjectId) -> Result<Option<Index>, Error> {
        let (head, tip) = (old.to_string(), new.to_string());
        let (Some(authority), true) = (self.authorities.of(old)?, self.store.is_ancestor(&head, &tip)?)
        else {
            return Ok(None);
        };
        let zone = authority.zone;
        let source = Source {
            store: &self.store,
            head: &head,
            config: &authority.config,
            config_id: &self.store.config_tree_id(&head).unwrap_or_default(),
            day_start: &|day| zone.local(zone.resolve(day.and_time(NaiveTime::MIN))),
        };
        Ok(Some(Index::open(&source)?).filter(|index| index.head() == head))
    }

    /// An attachment's ref: created once, by its own name, unless it was purged from its ticket; deleted only if it was.
    fn file(&self, update: &RefUpdate) -> Result<Vec<Finding>, Error> {
        let RefUpdate { old, new, name } = update;
        let wrong = |message: String| Ok(refused(Rule::FileRef, None, message));
        let Some(key) = FileKey::parse(name).filter(|key| key.reference() == *name) else {
            return wrong(format!(
                "{name} is no attachment's ref: refs/tramite/files/UID/SHA256; delete it where it was made"
            ));
        };
        let (mut purged, mut named) = (false, false);
        for tip in &self.tips {
            let ticket = OfTicket::read(&self.store, &tip.to_string(), key.uid())?;
            purged |= ticket.purged(key.sha256());
            named |= ticket.names(key.sha256());
        }
        match (old, new) {
            (_, None) if purged => Ok(Vec::new()),
            // Left by an attach that came to nothing, or about to be named.
            (_, None) if !named => wrong(format!(
                "{name} is kept, and no ticket names it; whoever keeps the server removes it there: git update-ref -d {name}"
            )),
            (_, None) => wrong(format!(
                "{name} is kept: `tramite purge` removes an attachment, and says so on the ticket"
            )),
            (Some(_), Some(_)) => wrong(format!(
                "{name} is there already, and attachments never change; send the file under its own hash"
            )),
            (None, Some(_)) if purged => {
                let message = format!("{name} was purged; `tramite sync` deletes it where it still is");
                Ok(refused(Rule::PurgedFile, None, message))
            }
            (None, Some(new)) if !self.store.is_file_of(*new, &key)? => {
                wrong(format!("{name} is another file than its name says; send the file under its own hash"))
            }
            _ => Ok(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RefUpdate;

    #[test]
    fn lines_are_read_as_git_writes_them() {
        let (zero, one) = ("0".repeat(40), "1".repeat(40));
        let made = RefUpdate::parse(&format!("{zero} {one} refs/heads/main")).unwrap();
        assert!(made.old.is_none() && made.new.is_some());
        assert_eq!(made.name, "refs/heads/main");
        assert!(RefUpdate::parse(&format!("{one} {zero} refs/heads/main")).unwrap().new.is_none());
        for bad in
            ["", "x y z", &format!("{zero} {one}"), &format!("{zero} {one} "), &format!("{zero} 12 refs/x")]
        {
            assert!(RefUpdate::parse(bad).is_err(), "{bad:?}");
        }
    }
}
