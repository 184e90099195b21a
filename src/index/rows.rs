//! What the tables get of a ticket, worked out without them: a thread of its own can write it.

use super::derive::{self, Derived, category_in};
use super::{IndexError, Source, lines};
use crate::codec;
use crate::model::config::{Config, StatusCategory};
use crate::model::{Change, Number, Pair, Snapshot, TicketDir, Tramite, Uid};
use crate::query::{self, Days};
use crate::store::history::{Recorded, TicketHistory};
use std::collections::{BTreeSet, HashMap};

/// Everything of one ticket.
pub(super) struct TicketRows {
    pub uid: Uid,
    pub tramites: Vec<TramiteRow>,
    /// Every number that it ever had.
    pub numbers: BTreeSet<Number>,
    /// `None` where it was removed.
    pub now: Option<Now>,
    /// Its clocks, where they are worked out already.
    pub clocks: Option<String>,
}

pub(super) struct TramiteRow {
    /// Without its changes.
    pub tramite: Tramite,
    pub generation: u32,
    pub config: Option<String>,
    /// See [`lines`].
    pub changes: String,
}

/// What a ticket is now.
pub(super) struct Now {
    pub snapshot: Snapshot,
    pub derived: Derived,
    pub category: StatusCategory,
    pub rank: Option<i64>,
    pub due_s: Option<i64>,
    pub promised_s: Option<i64>,
    /// The whole ticket.
    pub json: String,
    /// Its comments in the order of `derived.said`.
    pub comments: Vec<String>,
    /// Its full text, where that may have changed.
    pub text: Option<String>,
}

/// Works out rows by one configuration.
pub(super) struct Maker<'a> {
    source: &'a Source<'a>,
    ranks: HashMap<&'a str, i64>,
    /// Templates by the `.tramite` tree that they are in; `None` where they cannot be read.
    templates: HashMap<String, Option<Config>>,
}

impl<'a> Maker<'a> {
    pub fn new(source: &'a Source<'a>) -> Self {
        // The most urgent is the greatest.
        let priorities = source.config.desk.priorities.iter().rev();
        let ranks = priorities.zip(1..).map(|(priority, rank)| (priority.id.as_str(), rank)).collect();
        Self { source, ranks, templates: HashMap::new() }
    }

    /// The rows of one ticket; with its clocks where they are asked for and can be told.
    pub fn ticket(&mut self, ticket: TicketHistory, clocks: bool) -> Result<TicketRows, IndexError> {
        let TicketHistory { uid, snapshot, tramites: recorded } = ticket;
        let mut places = Vec::with_capacity(recorded.len());
        let mut configs = Vec::with_capacity(recorded.len());
        let tramites = recorded.into_iter().map(|Recorded { tramite, generation, config }| {
            places.push(generation);
            configs.push(config);
            tramite
        });
        let tramites: Vec<Tramite> = tramites.collect();
        let timeline = tramites.iter().zip(configs.iter().map(Option::as_deref));
        let now = snapshot.map(|snapshot| self.now(snapshot, timeline, true)).transpose()?.flatten();
        let clocks = self.source.clocks.filter(|_| clocks && now.is_some());
        let clocks = clocks.and_then(|clocks| (clocks.of)(&tramites, &configs));
        let numbers = numbers(&tramites);
        let mut rows = Vec::with_capacity(tramites.len());
        for (mut tramite, (generation, config)) in tramites.into_iter().zip(places.into_iter().zip(configs)) {
            let changes = lines::write(&tramite.changes)?;
            tramite.changes = Vec::new();
            rows.push(TramiteRow { tramite, generation, config, changes });
        }
        Ok(TicketRows { uid, tramites: rows, numbers, now, clocks })
    }

    /// What a ticket is now; its full text only where it may have changed.
    pub fn now<'t>(
        &mut self,
        snapshot: Snapshot,
        timeline: impl IntoIterator<Item = (&'t Tramite, Option<&'t str>)>,
        text: bool,
    ) -> Result<Option<Now>, IndexError> {
        let Some(derived) = self.derived(&snapshot, timeline) else { return Ok(None) };
        let (ticket, config) = (&snapshot.ticket, self.source.config);
        let days = Days { now: derived.last, start: self.source.day_start, locale: &config.desk.locale };
        let date = |text: &Option<String>| text.as_deref().and_then(|t| query::stored_seconds(t, &days));
        let comment = |(id, _): &(Uid, _)| serde_json::to_string(&snapshot.comments.get(id));
        let rank = ticket.priority.as_deref().and_then(|priority| self.ranks.get(priority));
        Ok(Some(Now {
            category: query::category(config, ticket),
            rank: rank.copied(),
            due_s: date(&ticket.due),
            promised_s: date(&ticket.promised),
            json: serde_json::to_string(ticket)?,
            comments: derived.said.iter().map(comment).collect::<Result<_, _>>()?,
            text: text.then(|| query::searchable(&snapshot)),
            snapshot,
            derived,
        }))
    }

    fn derived<'t>(
        &mut self,
        snapshot: &Snapshot,
        timeline: impl IntoIterator<Item = (&'t Tramite, Option<&'t str>)>,
    ) -> Option<Derived> {
        let (source, templates) = (self.source, &mut self.templates);
        let mut category_at = |tree: Option<&str>, type_id: &str, status: &str| {
            category_at(source, templates, tree, type_id, status)
        };
        derive::derive(snapshot, timeline, source.config, &mut category_at)
    }
}

fn category_at(
    source: &Source,
    templates: &mut HashMap<String, Option<Config>>,
    tree: Option<&str>,
    type_id: &str,
    status: &str,
) -> Option<StatusCategory> {
    let tree = tree?;
    if tree == source.config_id {
        return category_in(source.config, type_id, status);
    }
    if !templates.contains_key(tree) {
        let files = source.store.type_files(tree).ok();
        templates.insert(tree.to_owned(), files.map(|files| codec::config::load(&files).0));
    }
    category_in(templates.get(tree)?.as_ref()?, type_id, status)
}

/// Every number that a ticket ever had.
fn numbers(tramites: &[Tramite]) -> BTreeSet<Number> {
    let mut all = BTreeSet::new();
    let mut born = None;
    for change in tramites.iter().flat_map(|tramite| &tramite.changes) {
        match change {
            Change::Opened { number, ticket, .. } => {
                born = Some(*number);
                all.insert(ticket.number.unwrap_or(*number));
            }
            Change::Number(Pair { to: Some(to), .. }) => all.extend(to.parse::<Number>()),
            Change::Number(Pair { to: None, .. }) => all.extend(born),
            Change::Other { key, to: Some(to), .. } if key == "path" => {
                let dir = to.as_text().and_then(|path| TicketDir::from_path(path).ok());
                born = dir.map(|dir| dir.number).or(born);
                all.extend(born);
            }
            _ => {}
        }
    }
    all
}
