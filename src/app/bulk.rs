//! `bulk`: one change of many tickets, previewed, in one commit, all of it or nothing (S26).

use super::state::State;
use super::subject::{cut, phrases};
use super::write::{Entry, How, Recorded, Tools};
use super::{App, Error, Kind, list::Ask};
use crate::model::config::Effects;
use crate::model::{ApprovalNote, Change, Comment, Snapshot, Verdict};
use crate::process::{Edit, Intent, resolve};
use serde::Serialize;

/// What is done to each ticket: effects, as automations and macros have them, and a comment.
#[derive(Debug, Clone, Default)]
pub struct Actions {
    to: Option<String>,
    edits: Vec<Edit>,
    effects: Effects,
    comment: Option<Comment>,
}

/// What happens to one ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its number.
    pub number: String,
    /// Its uid.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// What changes, in the words of a commit's subject.
    pub changes: String,
    /// Its status afterwards.
    pub status: String,
}

/// A ticket that the desk's rules do not let change so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Its number.
    pub number: String,
    /// Its uid.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// Why.
    pub why: Vec<String>,
}

/// What a bulk change does, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bulk {
    /// The tickets that change, by number.
    pub lines: Vec<Line>,
    /// Numbers of those that have nothing to change.
    pub unchanged: Vec<String>,
    /// Those that are refused. Where there is one, nothing is written.
    pub refused: Vec<Refused>,
    /// What is said but does not refuse.
    pub warnings: Vec<String>,
}

/// Whether a word of the command line is an action and not a term of a query: `+tag`, `-tag`, or a `=` before any `:`.
pub fn is_action(word: &str) -> bool {
    let signed =
        word.strip_prefix(['+', '-']).is_some_and(|tag| !tag.is_empty() && !tag.contains([':', '"']));
    signed || word.find('=').is_some_and(|at| at > 0 && !word[..at].contains([':', '"', ' ']))
}

impl Actions {
    /// Reads actions as they are typed: `status=S`, `KEY=VALUE` (`KEY=` clears), `+tag -tag`, `assign=WHO`, `macro=ID`,
    /// `route=true`, `approve=WHAT[:VERDICT]`.
    ///
    /// # Errors
    /// Wrong usage, with the form that would be right.
    pub fn read(words: &[String], comment: Option<Comment>) -> Result<Self, Error> {
        let mut actions = Self { comment, ..Self::default() };
        for word in words {
            let wrong = |what: String| {
                Error::usage(what).mend(
                "actions are status=S, KEY=VALUE (KEY= clears), +tag, -tag, assign=WHO, macro=ID, route=true, approve=WHAT:VERDICT",
            )
            };
            if !is_action(word) {
                return Err(wrong(format!("{word:?} is no action"))
                    .because("the first word, and terms like key:value behind it, are the query"));
            }
            let Some((key, value)) = word.split_once('=') else {
                let edit = match word.strip_prefix('-') {
                    Some(tag) => Edit::RemoveTag(tag.to_owned()),
                    None => Edit::AddTag(word.trim_start_matches('+').to_owned()),
                };
                actions.edits.push(edit);
                continue;
            };
            let (key, value) = (key.trim(), value.trim());
            let once = |taken: bool| {
                if taken { Err(wrong(format!("{key} is said twice"))) } else { Ok(value.to_owned()) }
            };
            match key {
                "status" | "to" => actions.to = Some(once(actions.to.is_some())?),
                "macro" => actions.effects.macro_id = Some(once(actions.effects.macro_id.is_some())?),
                "route" if ["true", "yes"].contains(&value) => actions.effects.route = true,
                "route" => return Err(wrong(format!("route={value} is no action; write route=true"))),
                "approve" => {
                    let (what, verdict) = value.split_once(':').unwrap_or((value, "approved"));
                    let verdict = serde_json::from_value::<Verdict>(verdict.into()).map_err(|_| {
                        wrong(format!(
                            "{verdict:?} is no verdict; write approved, restricted, refused or tacit"
                        ))
                    })?;
                    once(actions.effects.approve.is_some())?;
                    actions.effects.approve = Some(ApprovalNote { what: what.to_owned(), verdict });
                }
                _ => {
                    let key = if key == "assign" { "assignee" } else { key };
                    actions.edits.push(Edit::Set { key: key.to_owned(), value: value.to_owned() });
                }
            }
        }
        Ok(actions)
    }

    /// What is wanted of one ticket. One that is in the status already has nothing to move.
    fn intent(&self, app: &App, ticket: &Snapshot) -> Intent {
        let template = app.config.types.get(&ticket.ticket.type_id);
        let there = |to: &String| {
            template.is_some_and(|t| resolve::status(t, to).is_ok_and(|id| id == ticket.ticket.status))
        };
        Intent {
            to: self.to.clone().filter(|to| !there(to)),
            edits: self.edits.clone(),
            effects: if self.effects.is_empty() { Vec::new() } else { vec![self.effects.clone()] },
            comment: self.comment.clone(),
            ..Intent::default()
        }
    }
}

impl App {
    /// What a bulk change would do, and to what.
    pub fn bulk_preview(&self, ask: &Ask, actions: &Actions, how: How) -> Result<Bulk, Error> {
        let tools = self.tools(how)?;
        Ok(self.bulk_planned(&tools, ask, actions)?.1)
    }

    /// Makes a bulk change, in one commit. Nothing is written where one ticket is refused, or where it is no longer what was
    /// shown (`expected`).
    pub fn bulk(
        &self,
        ask: &Ask,
        actions: &Actions,
        how: How,
        expected: Option<&Bulk>,
    ) -> Result<Recorded<Bulk>, Error> {
        self.record(how, &mut |app, tools| {
            let (entry, bulk) = app.bulk_planned(tools, ask, actions)?;
            if let Some(error) = bulk.refusal() {
                return Err(error);
            }
            if expected.is_some_and(|expected| expected.lines != bulk.lines) {
                return Err(Error::new(Kind::Conflict, "the tickets were changed by someone else meanwhile")
                    .because("what was shown is no longer what would be done, so nothing was")
                    .mend("look at it again"));
            }
            Ok((entry.into_iter().collect(), bulk))
        })
    }

    fn bulk_planned(
        &self,
        tools: &Tools,
        ask: &Ask,
        actions: &Actions,
    ) -> Result<(Option<Entry>, Bulk), Error> {
        self.forget_assignments();
        let mut rows: Vec<_> = self.list(ask)?.into_iter().map(|listed| listed.row).collect();
        rows.sort_by(|a, b| (a.number, &a.uid).cmp(&(b.number, &b.uid)));
        let mut bulk = Bulk::default();
        let (mut files, mut names) = (Vec::new(), Vec::new());
        let mut changes: Vec<Change> = Vec::new();
        for row in rows {
            let state = State::at_tip(self, &row.dir, &row.uid);
            let planned = state.and_then(|s| s.plan(self, tools, &actions.intent(self, &s.snapshot)));
            let planned = match planned {
                Ok(planned) => planned,
                Err(error) if error.kind == Kind::Environment => return Err(error),
                Err(error) => {
                    let (number, uid) = (row.number.to_string(), row.uid.to_string());
                    bulk.refused.push(Refused { number, uid, title: row.title, why: reasons(&error) });
                    continue;
                }
            };
            let number = planned.after.number();
            if planned.changes.is_empty() {
                bulk.unchanged.push(number.to_string());
                continue;
            }
            for change in &planned.changes {
                if let Change::Assignee(pair) = change {
                    self.plan_assignment(pair.from.as_deref(), pair.to.as_deref());
                }
            }
            let warned = planned.warnings.iter().map(|warning| format!("{number}: {}", warning.message));
            bulk.warnings.extend(warned);
            bulk.lines.push(Line {
                number: number.to_string(),
                uid: row.uid.to_string(),
                title: planned.after.ticket.title.clone(),
                changes: phrases(&planned.changes).join("; "),
                status: planned.after.ticket.status.clone(),
            });
            names.push(format!("{number}-{}", row.uid.suffix()));
            files.extend(planned.files);
            changes.extend(planned.changes);
        }
        let count = bulk.lines.len();
        let tickets = if count == 1 { "1 ticket".to_owned() } else { format!("{count} tickets") };
        let subject = cut(format!("bulk: {tickets}: {}", phrases(&changes).join("; ")));
        let message = format!("{subject}\n\n{}", names.join("\n"));
        Ok(((count > 0).then_some(Entry { message, files }), bulk))
    }
}

impl Bulk {
    /// The refusal of the whole, where one ticket is refused.
    pub fn refusal(&self) -> Option<Error> {
        if self.refused.is_empty() {
            return None;
        }
        let all = self.refused.len() + self.lines.len() + self.unchanged.len();
        let what =
            format!("{} of {all} tickets cannot be changed so, and nothing is written", self.refused.len());
        let numbers: Vec<&str> = self.refused.iter().map(|r| r.number.as_str()).collect();
        let mut error = Error::refused(what)
            .mend(format!("leave them out with -number:{}, or change them first", numbers.join(",")));
        for refused in &self.refused {
            error.why.extend(refused.why.iter().map(|why| format!("{}: {why}", refused.number)));
        }
        Some(error)
    }
}

/// What a refusal says, without the id of its only rule.
pub(super) fn reasons(error: &Error) -> Vec<String> {
    if error.why.is_empty() || error.why.iter().all(|why| why.starts_with("rule ")) {
        vec![error.what.clone()]
    } else {
        error.why.clone()
    }
}
