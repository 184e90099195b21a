//! What a push does to a server's refs (7): `pre-receive` is told of each before any of them moves.

use super::{Ask, Options, Rule, judged, short};
use crate::app::Error;
use crate::env::Env;
use crate::model::Finding;
use crate::store::Store;
use crate::store::history::ObjectId;
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
    let store = Rc::new(Store::on_server(&super::super::store_env(env))?);
    store.require_full_history()?;
    let mut server = Server { desk: desk_of(&store)?, store, options };
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
        judged(&self.store, self.options, Ask { old, new, may_fork }, None)
    }
}
