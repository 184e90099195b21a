//! What a change does with the remote: `sync: on_write` and `numbers: reserved` (7).

use super::{ATTEMPTS, Options, Watch, pause, sync};
use crate::app::write::{Done, How, Planned, Tools};
use crate::app::{App, Error, Kind};
use crate::env::Env;
use crate::process::files;
use crate::store::{Change, FileKey, Pushed, StoreErrorKind};
use std::rc::Rc;

/// Makes a plan on the desk at some tip.
type Make<'a> = dyn FnMut(&App, &Tools) -> Result<Planned, Error> + 'a;

/// Brings what others did before a change (`sync: on_write`). That it cannot be brought hinders no change: why.
pub fn before_change(env: &Rc<Env>) -> Option<String> {
    let options = Options { keep: true, ..Options::default() };
    sync(env, options, &mut Watch::default())
        .err()
        .map(|error| format!("what others did was not fetched: {}", one_line(&error)))
}

/// Sends a change that was made (`sync: on_write`). The change stands, also where it cannot be sent: why.
pub fn after_change(env: &Rc<Env>) -> Option<String> {
    sync(env, Options::default(), &mut Watch::default())
        .err()
        .map(|error| format!("recorded here, but not sent: {}", one_line(&error)))
}

fn one_line(error: &Error) -> String {
    let why = error.why.first().map(|why| format!(": {why}")).unwrap_or_default();
    // What the remote's rules refuse they refuse again.
    let next = if error.kind == Kind::Refused {
        "nothing more goes before that is taken out: `tramite sync` says how"
    } else {
        "`tramite sync` tries again"
    };
    format!("{}{why}; {next}", error.what)
}

impl App {
    /// Whether the number of a ticket that is opened must be known to the remote before it is told (`numbers: reserved`).
    /// Where there is no remote, nobody else gives numbers.
    pub(in crate::app) fn reserves_numbers(&self) -> bool {
        self.config.desk.numbers == "reserved" && !self.offline.get() && self.store.has_remote()
    }

    /// Opens a ticket whose number stands: its commit is on the remote before the branch here has it.
    pub(in crate::app) fn commit_reserved(
        &self,
        how: How,
        tools: &Tools,
        make: &mut Make<'_>,
    ) -> Result<Done, Error> {
        let env = crate::app::store_env(&self.env);
        let author = self.store.author_signature(&env, how.at)?;
        let committer = self.store.committer_signature(&env)?;
        self.store.require_writable()?;
        let upstream = self.store.push_target(&self.store.upstream()?);
        for attempt in 0..ATTEMPTS {
            let here = sync(&self.env, Options::default(), &mut Watch::default()).map_err(no_number)?;
            let app = self.moved(here.head)?;
            let planned = make(&app, tools)?;
            planned.files.iter().try_for_each(crate::app::write::readable)?;
            let change = Change {
                message: format!("{}\n", planned.subject),
                author: author.clone(),
                committer: committer.clone(),
                files: planned.files.clone(),
                onto: None,
            };
            let commit = self.store.prepare(&app.head, &change)?;
            // Files are there before what names them; one that the remote does not take stays here, and a sync says so.
            let uid = &planned.after.ticket.uid;
            let keys: Vec<FileKey> =
                files::named(&planned.after).iter().filter_map(|n| FileKey::new(uid, n.sha256)).collect();
            self.store.push_files(&upstream.remote, &keys).map_err(|error| no_number(error.into()))?;
            match self.store.push(&env, &upstream, &commit, None) {
                Ok(Pushed::Rejected) => {
                    std::thread::sleep(pause(attempt));
                    continue;
                }
                Ok(Pushed::Done) => {}
                Err(error) => return Err(no_number(error.into())),
            }
            let unfinished = match self.store.advance_saying(&env, &commit, "sync: reserved number") {
                Ok(done) => done.unfinished.map(|error| error.to_string()),
                // Somebody wrote here meanwhile: merged with what they wrote.
                Err(error) if error.kind == StoreErrorKind::Conflict => {
                    sync(&self.env, Options::default(), &mut Watch::default())?.unfinished
                }
                Err(error) => {
                    Some(format!("{error}; the remote has the ticket, and `tramite sync` brings it"))
                }
            };
            return Ok(planned.done(Some(commit), unfinished));
        }
        Err(no_number(Error::new(Kind::Conflict, format!("{:?} keeps moving", upstream.name()))))
    }
}

/// No number could be reserved: the ticket is not opened.
fn no_number(error: Error) -> Error {
    let mut told = Error::new(error.kind, "no number can be reserved, and nothing is opened");
    told.why.push(error.what);
    told.why.extend(error.why);
    match error.kind {
        // Opened offline it would be refused as well.
        Kind::Refused => return told.mend("open it as the remote wants it"),
        Kind::Environment => {}
        _ => told.mend = error.mend,
    }
    told.mend("tramite open --offline opens it all the same, with a number that may change at the next sync")
}
