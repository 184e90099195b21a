//! `list`, views, `next`, the dashboard: tickets by filter, in an order (8, 8.1).

use super::{App, Error, Knowing, Known, KnownFacts};
use crate::index::TicketRow;
use crate::model::config::{OneOrMany, View};
use crate::model::{Snapshot, Value};
use crate::query::{Place, Query, Scope, check_column, sort};
use crate::sla::ClockRow;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The clock that runs out soonest, as a list shows it.
#[derive(Debug, Clone, Serialize)]
pub struct SlaBrief {
    /// The metric.
    pub metric: String,
    /// Its deadline.
    pub due_at: Option<String>,
    /// Its state.
    pub state: String,
}

/// A ticket as `list` and `show` give it to scripts (8.1).
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub struct TicketJson {
    pub number: String,
    pub uid: String,
    #[serde(rename = "type")]
    pub type_id: String,
    pub title: String,
    pub status: String,
    pub category: String,
    pub priority: Option<String>,
    pub requester: Option<String>,
    pub organization: Option<String>,
    pub payer: Option<String>,
    pub team: Option<String>,
    pub assignee: Option<String>,
    pub watchers: BTreeSet<String>,
    pub origin: Option<String>,
    pub tags: BTreeSet<String>,
    pub due: Option<String>,
    pub promised: Option<String>,
    pub opened_at: Option<String>,
    pub closed_at: Option<String>,
    pub fields: BTreeMap<String, Value>,
    pub sla: Option<SlaBrief>,
    pub path: String,
}

/// A ticket of a list, with what was worked out of its history.
#[derive(Debug, Clone)]
pub struct Listed {
    /// As the index has it.
    pub row: TicketRow,
    /// Its state; in a list without its comments, unless a filter asked for them.
    pub snapshot: Snapshot,
    /// Its moments and clocks.
    pub known: Option<Known>,
}

impl Listed {
    /// The clock that a list shows: the open one that runs out soonest, else the last.
    pub fn clock(&self) -> Option<&ClockRow> {
        let clocks = &self.known.as_ref()?.clocks;
        clocks.soonest().or_else(|| clocks.rows.last())
    }
}

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The filter.
    pub query: Query,
    /// Closed and rejected ones too.
    pub all: bool,
    /// Sort keys.
    pub order: Vec<String>,
}

impl App {
    /// Reads and checks a filter; exit 2 with the nearest known word where it is wrong.
    pub fn query(&self, text: &str) -> Result<Query, Error> {
        let query = Query::parse(text).and_then(|query| query.checked(&self.config, Place::Anywhere));
        query.map_err(|e| {
            Error::usage(e.message).mend(
                e.hint.unwrap_or_else(|| "`tramite list --help` shows how filters are written".to_owned()),
            )
        })
    }

    /// What a filter that can be used asks in vain: values that nothing has. Each with its nearest.
    pub fn query_warnings(&self, query: &Query) -> Vec<String> {
        let found = query.check(&self.config, Place::Anywhere);
        found.iter().filter(|e| e.warning).map(ToString::to_string).collect()
    }

    /// The columns that people name, by key or label (E4); exit 2 with the nearest where there is none.
    pub fn columns(&self, names: &[String]) -> Result<Vec<String>, Error> {
        let one = |name: &String| {
            let name = name.trim();
            let Some(error) = check_column(name, &self.config) else { return Ok(name.to_owned()) };
            match self.key_called(name).filter(|key| check_column(key, &self.config).is_none()) {
                Some(key) => Ok(key.to_owned()),
                None => Err(Error::usage(error.message).mend(
                    error
                        .hint
                        .unwrap_or_else(|| "a column is `sla` or a key of the filter language".to_owned()),
                )),
            }
        };
        names.iter().map(one).collect()
    }

    /// The columns of a view that there are, and what is wrong with the others.
    pub fn columns_of(&self, view: &View) -> (Vec<String>, Vec<String>) {
        let (mut known, mut wrong) = (Vec::new(), Vec::new());
        for column in &view.columns {
            match check_column(column, &self.config) {
                None => known.push(column.clone()),
                Some(error) => wrong.push(format!("view {:?}: {error}; it is left out", view.id)),
            }
        }
        (known, wrong)
    }

    /// A saved query by id or label: the reader's own before the desk's.
    pub fn view(&self, name: &str) -> Result<&View, Error> {
        let reader = self.reader();
        let mine = |view: &&View| view.person.as_deref().is_none_or(|p| Some(p) == reader.id());
        let wanted = crate::model::plain(name);
        let is = |view: &&View| {
            view.id == name || view.label.as_deref().is_some_and(|l| crate::model::plain(l) == wanted)
        };
        let found = self.config.views.iter().filter(mine).filter(is);
        found.max_by_key(|v| (v.person.is_some(), v.id == name)).ok_or_else(|| {
            let ids: Vec<&str> = self.config.views.iter().filter(mine).map(|v| v.id.as_str()).collect();
            Error::not_found(format!("there is no view {name:?}"))
                .mend(format!("the desk has {}", ids.join(", ")))
        })
    }

    /// What a view lists.
    pub fn ask_of(&self, view: &View) -> Result<Ask, Error> {
        let query =
            Query::compile(&view.query).and_then(|query| query.checked(&self.config, Place::Anywhere));
        let query = query.map_err(|e| {
            let error = Error::usage(format!("view {:?}: {}", view.id, e.message));
            let error = e.hint.iter().fold(error, |error, hint| error.because(hint.clone()));
            error.mend("`tramite validate --config` says where")
        })?;
        // A view says itself which statuses it wants.
        Ok(Ask { query, all: true, order: view.order.clone() })
    }

    /// The tickets that a filter holds for, in order; by number where the order says nothing.
    pub fn list(&self, ask: &Ask) -> Result<Vec<Listed>, Error> {
        if let Some(error) = sort::check_order(&ask.order, &self.config).iter().find(|e| !e.warning) {
            let usage = Error::usage(error.message.clone());
            return Err(usage.mend(
                error.hint.clone().unwrap_or_else(|| "sort by a key of the filter language".to_owned()),
            ));
        }
        let reader = self.reader();
        let index = self.index()?;
        let hide = !ask.all && !ask.query.mentions_final();
        let query = self.seen(&ask.query)?;
        let sql = crate::query::sql::compile(&query, &self.config, reader.id(), self.now);
        let mut rows = index.tickets(&sql)?;
        rows.retain(|row| !(hide && self.is_final(row)));
        // Comments only where a filter may ask for their text.
        let mut found: Vec<(TicketRow, Snapshot, KnownFacts)> = Vec::with_capacity(rows.len());
        for one in self.listed_with(rows, !sql.exact)? {
            let facts = self.facts_of(one.known, self.now.to_utc());
            found.push((one.row, one.snapshot, facts));
        }
        let (config, me, now) = (&*self.config, reader.id(), self.now);
        let matches = |(_, snapshot, facts): &(TicketRow, Snapshot, KnownFacts)| {
            query.matches(&Scope { config, snapshot, me, now, facts, changed: &[] })
        };
        if !sql.exact {
            found.retain(matches);
        }
        if !ask.order.is_empty() {
            found.sort_by(|a, b| {
                let a = Scope { config, snapshot: &a.1, me, now, facts: &a.2, changed: &[] };
                let b = Scope { config, snapshot: &b.1, me, now, facts: &b.2, changed: &[] };
                sort::compare(&ask.order, &a, &b)
            });
        }
        let veil = self.veil()?;
        Ok(found
            .into_iter()
            .map(|(row, mut snapshot, facts)| {
                veil.snapshot(&mut snapshot);
                Listed { row, snapshot, known: facts.into_known() }
            })
            .collect())
    }

    /// These rows with their moments and clocks, in the order given.
    pub fn listed(&self, rows: Vec<TicketRow>) -> Result<Vec<Listed>, Error> {
        let (mut listed, veil) = (self.listed_with(rows, true)?, self.veil()?);
        for one in &mut listed {
            veil.snapshot(&mut one.snapshot);
        }
        Ok(listed)
    }

    fn listed_with(&self, rows: Vec<TicketRow>, comments: bool) -> Result<Vec<Listed>, Error> {
        let index = self.index()?;
        let mut knowing = Knowing::of(self)?;
        let listed = rows
            .into_iter()
            .map(|row| {
                let known = knowing.ask(&row.uid)?;
                let snapshot = if comments {
                    index.snapshot(&row)?
                } else {
                    Snapshot::new(row.dir.clone(), row.ticket()?)
                };
                Ok(Listed { row, snapshot, known })
            })
            .collect();
        knowing.keep();
        listed
    }

    /// The desk's `next` view, else what is open and the reader's or nobody's.
    pub fn next_view(&self) -> Result<View, Error> {
        if let Some(id) = &self.config.desk.next {
            return self.view(id).cloned();
        }
        Ok(View {
            id: "next".to_owned(),
            label: None,
            query: OneOrMany::from("assignee:me,none -category:resolved,closed,rejected"),
            order: ["-category:active", "-priority", "opened"].map(str::to_owned).to_vec(),
            columns: Vec::new(),
            person: None,
        })
    }

    /// A ticket in the shape of 8.1.
    pub fn ticket_json(&self, listed: &Listed) -> TicketJson {
        let t = &listed.snapshot.ticket;
        let moments = listed.known.as_ref().map(|k| &k.moments);
        let time = |at: crate::calendar::Instant| self.zone.local(at).to_rfc3339();
        TicketJson {
            number: listed.snapshot.number().to_string(),
            uid: t.uid.to_string(),
            type_id: t.type_id.clone(),
            title: t.title.clone(),
            status: t.status.clone(),
            category: listed.row.category.as_str().to_owned(),
            priority: t.priority.clone(),
            requester: t.requester.clone(),
            organization: t.organization.clone(),
            payer: t.payer.clone(),
            team: t.team.clone(),
            assignee: t.assignee.clone(),
            watchers: t.watchers.clone(),
            origin: t.origin.clone(),
            tags: t.tags.clone(),
            due: t.due.clone(),
            promised: t.promised.clone(),
            opened_at: moments.map(|m| time(m.opened)),
            closed_at: moments.and_then(|m| m.closed).map(time),
            fields: t.fields.clone(),
            sla: listed.clock().map(|row| SlaBrief {
                metric: row.metric.clone(),
                due_at: row.due_at.map(|d| d.to_rfc3339()),
                state: row.state.as_str().to_owned(),
            }),
            path: listed.snapshot.dir.path(),
        }
    }
}
