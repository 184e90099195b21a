//! What a push does to a server's refs (7): `pre-receive` is told of each before any of them moves.

use super::ground::Authorities;
use super::seat::Seat;
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
    /// Reads `OLD NEW REF`. Names of objects that are SHA-256 are the environment's fault, whatever else is not git's line a
    /// mistake of the caller.
    pub fn parse(line: &str) -> Result<Self, Error> {
        let bad = || {
            Error::usage(format!("{line:?} is no line of a pre-receive hook"))
                .mend("git gives the hook lines `OLD NEW REF` on its standard input; the hook hands them on")
        };
        let mut words = line.splitn(3, ' ');
        let mut id = || -> Result<Option<ObjectId>, Error> {
            let text = words.next().ok_or_else(bad)?;
            if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(Error::environment("the server's repository names its objects by SHA-256")
                    .because("tramite reads repositories that name them by SHA-1, as git makes them unless told otherwise")
                    .mend("make the shared repository anew: git init --bare --object-format=sha1"));
            }
            let text = Some(text).filter(|text| text.len() == 40).ok_or_else(bad)?;
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
    let seat = match Seat::of(&store)? {
        Some(seat) => Ok(Some(seat)),
        None => Seat::coming(&store, updates)?,
    };
    // What a push purges is purged with it.
    let coming = updates.iter().filter(|u| u.name.starts_with("refs/heads/")).filter_map(|u| u.new);
    let mut tips: Vec<ObjectId> = seat.iter().flatten().filter_map(|seat| seat.tip).collect();
    for tip in coming {
        if store.has_desk(tip)? {
            tips.push(tip);
        }
    }
    let authorities = Authorities::new(&store, &env.build);
    let server = Server { store, seat, options, tips, authorities };
    let mut found = Vec::new();
    for update in updates {
        found.extend(server.update(update)?);
    }
    if let (true, Ok(Some(seat))) = (found.is_empty(), &server.seat) {
        seat.pin(&server.store)?;
    }
    Ok(found)
}

struct Server<'a> {
    store: Rc<Store>,
    /// The desk's place here; the names of several branches that could be it where nothing says which is.
    seat: Result<Option<Seat>, Vec<String>>,
    options: &'a Options,
    /// Where the desk is and where it is to be.
    tips: Vec<ObjectId>,
    authorities: Authorities,
}

fn refused(rule: Rule, commit: Option<ObjectId>, message: String) -> Vec<Finding> {
    let mut finding = Finding::error(rule.id(), message);
    finding.commit = commit.map(|id| id.to_string());
    vec![finding]
}

impl Server<'_> {
    fn update(&self, update: &RefUpdate) -> Result<Vec<Finding>, Error> {
        let RefUpdate { new, name, .. } = update;
        if name.starts_with("refs/tramite/") {
            return self.file(update);
        }
        if let (Some(what), Some(new)) = (self.shadows(name), *new) {
            let message = format!("{name} {what}; delete it where it was made");
            return Ok(refused(Rule::ShadowingRef, Some(new), message));
        }
        // What is sent to a symbolic ref goes where that leads.
        let name = self.store.led_to(name);
        if name.starts_with("refs/heads/") { self.branch(update, &name) } else { Ok(Vec::new()) }
    }

    /// What git would take a ref for that is not what others have under its name.
    fn shadows(&self, name: &str) -> Option<&'static str> {
        let tag = name.strip_prefix("refs/tags/");
        let of_desk = self.seat.as_ref().is_ok_and(|seat| {
            seat.as_ref().is_some_and(|seat| tag.is_some() && tag == seat.name.strip_prefix("refs/heads/"))
        });
        if name.starts_with("refs/replace/") {
            Some("makes git read another object than the one that is named")
        } else {
            of_desk.then_some("is called like the desk's branch, and git would take the tag for it")
        }
    }

    fn branch(&self, update: &RefUpdate, name: &str) -> Result<Vec<Finding>, Error> {
        let RefUpdate { old, new, .. } = update;
        let seat = match &self.seat {
            Ok(seat) => seat.as_ref(),
            Err(several) => {
                let Some(new) = new.filter(|_| several.iter().any(|one| one == name)) else {
                    return Ok(Vec::new());
                };
                let message = format!(
                    "{} have a desk, and nothing says which of them is to be this server's; push that one alone first",
                    several.join(" and ")
                );
                return Ok(refused(Rule::FirstPush, Some(new), message));
            }
        };
        let is_desk = seat.is_some_and(|seat| seat.name == name);
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
        let Some(seat) = seat.filter(|_| self.store.has_desk(new).unwrap_or(true)) else {
            return Ok(Vec::new());
        };
        let second = |why: String| Ok(refused(Rule::FirstPush, Some(new), why));
        let desk = &seat.name;
        match seat.tip {
            None => second(format!(
                "the desk of this server is to be {desk}, and {name} is another branch; push to {desk}, \
                 or let whoever keeps the server name it: git config tramite.branch"
            )),
            Some(tip) if !self.store.related(tip, new) => second(format!(
                "{name} would be a second desk beside {desk}: {} has no history in common with it; push to {desk}",
                short(&new.to_string())
            )),
            Some(_) if seat.gives_way_to(&self.store, name) => second(format!(
                "fresh clones would take {name} for the desk in the place of {desk}; push to {desk}, or under another name"
            )),
            // A branch of the desk, or of code with the desk in it: judged as if it were merged.
            Some(tip) => self.judge(Some(tip), new, true),
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
            clocks: None,
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
    use crate::app::Kind;

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
            assert_eq!(RefUpdate::parse(bad).unwrap_err().kind, Kind::Usage, "{bad:?}");
        }
        let (zero, one) = ("0".repeat(64), "a".repeat(64));
        let error = RefUpdate::parse(&format!("{zero} {one} refs/heads/main")).unwrap_err();
        assert!(error.kind == Kind::Environment && error.what.contains("SHA-256"), "{error:?}");
    }
}
