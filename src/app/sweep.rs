//! `sweep`: what the desk's automations do now, under the flow's rules (3.2, C13, S25).
//!
//! Everything is planned on the branch's tip, ticket by ticket, and recorded as one commit for each automation that acts on
//! a ticket, all in one move of the branch: two sweepers at once cannot act twice, as the slower one plans anew.

use super::purge::Purged;
use super::state::State;
use super::subject::phrases;
use super::write::{Entry, How, Planned, Tools};
use super::{App, Error, Kind, subject};
use crate::calendar::Calendar;
use crate::model::config::Automation;
use crate::model::{Number, Severity, TicketDir, Uid, change};
use crate::process::{Intent, lint};
use crate::query::Query;
use crate::store::FileKey;
use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One automation acting on one ticket.
#[derive(Debug, Clone, Serialize)]
pub struct Act {
    /// The automation's id.
    pub automation: String,
    /// The ticket's number.
    pub number: String,
    /// Its uid.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// What changes, in the words of the commit's subject.
    pub changes: String,
    /// Its status afterwards.
    pub status: String,
    /// The commit; none in a dry run.
    pub commit: Option<String>,
}

/// What was not done, and why.
#[derive(Debug, Clone, Serialize)]
pub struct Refused {
    /// The automation's id.
    pub automation: String,
    /// The ticket's number; none where the automation itself is wrong.
    pub number: Option<String>,
    /// Reasons, each with how to mend it where that is known.
    pub why: Vec<String>,
}

/// What will be done later: its working hours have not begun.
#[derive(Debug, Clone, Serialize)]
pub struct Waiting {
    /// The automation's id.
    pub automation: String,
    /// When it may act; none where its calendar never opens.
    pub until: Option<String>,
    /// The numbers of the tickets that it would look at.
    pub numbers: Vec<String>,
}

/// What a sweep did, or would do.
#[derive(Debug, Clone, Default)]
pub struct Swept {
    /// What acts, in the order of the commits.
    pub acts: Vec<Act>,
    /// What was refused.
    pub refused: Vec<Refused>,
    /// What waits.
    pub waiting: Vec<Waiting>,
    /// What became of the files that were removed, where any were.
    pub removed: Option<Purged>,
    /// The files that are to go.
    purges: Vec<FileKey>,
    /// The commits are made, but the working tree could not be brought in step: why.
    pub unfinished: Option<String>,
}

/// An automation that may act now.
struct Ready<'a> {
    automation: &'a Automation,
    query: Query,
}

impl App {
    /// Runs the desk's automations; with `anytime` all of them, whatever the hour. In a dry run everything is planned and
    /// nothing is written.
    pub fn sweep(&self, dry_run: bool, anytime: bool) -> Result<Swept, Error> {
        let actor = self.actor()?;
        if !actor.works_here() {
            return Err(Error::refused(format!("{} <{}> is no person of the desk", actor.name, actor.email))
                .because("automations act in the name of who runs them")
                .mend("add them with the role automation: `tramite person add`, or set user.email"));
        }
        if let Some(finding) =
            self.unreadable().into_iter().find(|f| f.path.as_deref() == Some(".tramite/automations.yaml"))
        {
            return Err(Error::finding(finding));
        }
        let how = How::default();
        if dry_run {
            return Ok(self.swept(&self.tools(how)?, anytime)?.1);
        }
        let done = self.record(how, &mut |app, tools| app.swept(tools, anytime))?;
        let mut swept = done.made;
        for (act, commit) in swept.acts.iter_mut().zip(done.commits) {
            act.commit = Some(commit);
        }
        swept.unfinished = done.unfinished;
        if !swept.purges.is_empty() {
            swept.removed = Some(self.remove(&swept.purges)?);
        }
        Ok(swept)
    }

    /// What every automation does to every ticket that it is for.
    fn swept(&self, tools: &Tools, anytime: bool) -> Result<(Vec<Entry>, Swept), Error> {
        self.forget_assignments();
        let (mut entries, mut swept) = (Vec::new(), Swept::default());
        let ready = self.ready(tools, anytime, &mut swept)?;
        let mut tickets: BTreeMap<(Number, Uid), TicketDir> = BTreeMap::new();
        for one in &ready {
            for row in self.matching(&one.query)? {
                tickets.insert((row.number, row.uid), row.dir);
            }
        }
        for ((number, uid), dir) in &tickets {
            let mut chain = Chain { app: self, tools, ready: &ready, refused: Vec::new() };
            for (automation, planned) in chain.of(*number, dir, uid)? {
                swept.acts.push(Act {
                    automation: automation.id.clone(),
                    number: planned.after.number().to_string(),
                    uid: uid.to_string(),
                    title: planned.after.ticket.title.clone(),
                    changes: phrases(&planned.changes).join("; "),
                    status: planned.after.ticket.status.clone(),
                    commit: None,
                });
                let purges = planned.changes.iter().filter_map(|change| match change {
                    change::Change::Purged { sha256 } => FileKey::new(uid, sha256),
                    _ => None,
                });
                swept.purges.extend(purges);
                entries.push(entry(automation, planned));
            }
            swept.refused.append(&mut chain.refused);
        }
        Ok((entries, swept))
    }

    /// The automations that may act now. What is wrong with others, and what they wait for, goes to `swept`.
    fn ready(&self, tools: &Tools, anytime: bool, swept: &mut Swept) -> Result<Vec<Ready<'_>>, Error> {
        let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for problem in lint::config(&self.config) {
            if problem.file == "automations" && problem.severity == Severity::Error {
                let id = problem.key.first().cloned().unwrap_or_default();
                wrong.entry(id).or_default().push(problem.message);
            }
        }
        // What could not even be read as one is left out by the reader, and must not go unsaid.
        for finding in &self.findings {
            if finding.path.as_deref() == Some(".tramite/automations.yaml")
                && finding.severity == Severity::Error
            {
                let line = finding.line.map(|line| format!("line {line}: ")).unwrap_or_default();
                swept.refused.push(Refused {
                    automation: ".tramite/automations.yaml".to_owned(),
                    number: None,
                    why: vec![format!("{line}{}", finding.message)],
                });
            }
        }
        let mut ready = Vec::new();
        for automation in &self.config.automations {
            let refuse = |why: Vec<String>| Refused { automation: automation.id.clone(), number: None, why };
            if let Some(why) = wrong.get(&automation.id) {
                swept.refused.push(refuse(why.clone()));
                continue;
            }
            let query = match Query::compile(&automation.when) {
                Ok(query) => query,
                Err(error) => {
                    swept.refused.push(refuse(vec![error.to_string()]));
                    continue;
                }
            };
            // A calendar that cannot be read says nothing of the hours, and nobody is called at midnight for that.
            let named = automation.calendar.as_deref().or(self.config.desk.calendar.as_deref());
            let calendar = match named.filter(|_| !anytime && !automation.anytime) {
                None => None,
                Some(id) => {
                    let known = self.calendars.get(id);
                    if known.is_none() {
                        swept.refused.push(refuse(vec![format!(
                            "calendar {id:?} cannot be read, so nobody knows its hours; `tramite validate --config` says why"
                        )]));
                        continue;
                    }
                    known
                }
            };
            if let Some(calendar) = calendar.filter(|c| !c.is_open(tools.at.to_utc())) {
                let numbers: Vec<String> =
                    self.matching(&query)?.iter().map(|row| row.number.to_string()).collect();
                if !numbers.is_empty() {
                    let until = opens(calendar, tools.at).map(|at| at.to_rfc3339());
                    swept.waiting.push(Waiting { automation: automation.id.clone(), until, numbers });
                }
                continue;
            }
            ready.push(Ready { automation, query });
        }
        Ok(ready)
    }

    /// The tickets that a filter holds for, by number.
    fn matching(&self, query: &Query) -> Result<Vec<crate::index::TicketRow>, Error> {
        let ask = super::list::Ask { query: query.clone(), all: false, order: Vec::new() };
        Ok(self.list(&ask)?.into_iter().map(|listed| listed.row).collect())
    }
}

/// When a calendar that is closed opens next, in its zone.
pub fn opens(calendar: &Calendar, from: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    // The first second of working time from here on ends a second after the opening.
    let first = calendar.due(from.to_utc(), 1)? - TimeDelta::seconds(1);
    Some(calendar.zone().local(first))
}

/// The commit of one act: its subject and a trailer name the automation.
fn entry(automation: &Automation, planned: Planned) -> Entry {
    let id = automation.id.as_str();
    let subject = subject(planned.after.number(), &planned.changes);
    let (number, what) = subject.split_once(' ').unwrap_or((subject.as_str(), ""));
    Entry { message: format!("{number} {id}: {what}\n\nAutomation: {id}"), files: planned.files }
}

/// What the automations do to one ticket, one after the other until none has anything more to do.
struct Chain<'a> {
    app: &'a App,
    tools: &'a Tools,
    ready: &'a [Ready<'a>],
    refused: Vec<Refused>,
}

impl<'a> Chain<'a> {
    fn of(
        &mut self,
        number: Number,
        dir: &TicketDir,
        uid: &Uid,
    ) -> Result<Vec<(&'a Automation, Planned)>, Error> {
        let (app, tools, ready) = (self.app, self.tools, self.ready);
        let mut acts: Vec<(&Automation, Planned)> = Vec::new();
        let mut blocked: BTreeSet<&str> = BTreeSet::new();
        let mut state = match State::at_tip(app, dir, uid) {
            Ok(state) => state,
            Err(error) => {
                for one in ready {
                    self.refuse(&one.automation.id, number, &error)?;
                }
                return Ok(acts);
            }
        };
        'again: loop {
            for Ready { automation, query } in ready {
                let id = automation.id.as_str();
                if blocked.contains(id) || !state.matches(app, tools, query)? {
                    continue;
                }
                let intent = Intent { effects: vec![automation.effects.clone()], ..Intent::default() };
                let planned = match state.plan(app, tools, &intent) {
                    Ok(planned) if planned.changes.is_empty() => continue,
                    Ok(planned) => planned,
                    Err(error) => {
                        blocked.insert(id);
                        self.refuse(id, number, &error)?;
                        continue;
                    }
                };
                if let Some(first) = acts.iter().position(|(a, _)| a.id == automation.id) {
                    // What was done leads to its being done again: none of the circle is done at all.
                    let circle: Vec<&str> = acts[first..].iter().map(|(a, _)| a.id.as_str()).collect();
                    let why = circular(&circle);
                    for id in circle {
                        let number = Some(number.to_string());
                        self.refused.push(Refused {
                            automation: id.to_owned(),
                            number,
                            why: vec![why.clone()],
                        });
                    }
                    acts.truncate(first);
                    break 'again;
                }
                state = state.then(app, tools, &planned)?;
                acts.push((automation, planned));
                continue 'again;
            }
            break;
        }
        for (_, planned) in &acts {
            for change in &planned.changes {
                if let change::Change::Assignee(pair) = change {
                    app.plan_assignment(pair.from.as_deref(), pair.to.as_deref());
                }
            }
        }
        Ok(acts)
    }

    /// Lists a refusal by the desk's rules or of a file that cannot be read; anything else ends the sweep.
    fn refuse(&mut self, automation: &str, number: Number, error: &Error) -> Result<(), Error> {
        if !matches!(error.kind, Kind::Refused | Kind::NotFound | Kind::Usage) {
            return Err(error.clone());
        }
        let why = super::bulk::reasons(error);
        self.refused.push(Refused {
            automation: automation.to_owned(),
            number: Some(number.to_string()),
            why,
        });
        Ok(())
    }
}

fn circular(circle: &[&str]) -> String {
    match circle {
        [_] => "after it, its condition holds again, so that it would act at every sweep; let `when` exclude what it has done, for example with -tags:…, idle:>… or another status".to_owned(),
        several => format!(
            "{} lead to one another again and again; let their `when` exclude what the others do",
            several.join(", ")
        ),
    }
}
