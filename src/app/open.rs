//! `open`: a new ticket, numbered within its month (3, C3).

use super::files::Enclosed;
use super::write::{Done, How, Planned, Tools};
use super::{App, Error};
use crate::model::config::{FieldKind, FieldSpec};
use crate::model::{Number, Snapshot, Ticket, TicketDir, Value, normalize_line, plain};
use crate::process::fields::{self, Choice, Entry, KeyName};
use crate::process::{self, Edit, Intent, Opening};
use chrono::Datelike;
use std::path::Path;

/// A ticket that may be the same (S28).
#[derive(Debug, Clone)]
pub struct Likely {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its status.
    pub status: String,
}

impl App {
    /// Opens a ticket. Its number is the greatest of the month, plus one.
    pub fn open_ticket(&self, opening: &Opening, edits: &[Edit], how: How) -> Result<Done, Error> {
        self.commit(how, &mut |app, tools| app.plan_opening(tools, opening, edits))
    }

    /// Plans the opening of a ticket with the month's next number.
    pub(super) fn plan_opening(
        &self,
        tools: &Tools,
        opening: &Opening,
        edits: &[Edit],
    ) -> Result<Planned, Error> {
        let month = tools.at.year() as u32 * 100 + tools.at.month();
        let seq = self.greatest_number(month)? + 1;
        let opening = Opening { number: Some(Number { month, seq }), ..opening.clone() };
        let intent = Intent { open: Some(opening), edits: edits.to_vec(), ..Intent::default() };
        tools.plan(self, None, &[], &intent, None)
    }

    /// Lets `open` open a ticket that has files: they are kept under it before it is there.
    pub fn opening_with_files(
        &self,
        opening: Opening,
        edits: Vec<Edit>,
        enclosed: &Enclosed,
        open: impl FnOnce(&Opening, &[Edit]) -> Result<Done, Error>,
    ) -> Result<Done, Error> {
        if enclosed.is_empty() {
            return open(&opening, &edits);
        }
        let uid = self.new_uid(self.now);
        let opening = Opening { uid: Some(uid.clone()), ..opening };
        self.with_files(&uid, None, enclosed, |kept| {
            let intent = kept.with(Intent { edits, ..Intent::default() });
            open(&opening, &intent.edits)
        })
    }

    /// The greatest number that any ticket of the month has or had; 0 for none.
    pub(super) fn greatest_number(&self, month: u32) -> Result<u32, Error> {
        Ok(self.index()?.max_seq(month)?.max(self.greatest_folder(month)?))
    }

    /// The greatest number among the month's folders, also those whose ticket cannot be read.
    fn greatest_folder(&self, month: u32) -> Result<u32, Error> {
        let names = self.store.names(&self.head, &format!("tickets/{month:06}"))?;
        Ok(names.iter().filter_map(|name| name.split('-').next()?.parse().ok()).max().unwrap_or(0))
    }

    /// The fields that the type asks for at opening and that nobody gave, in the type's order.
    pub fn missing_at_open(&self, opening: &Opening, edits: &[Edit]) -> Result<Vec<FieldSpec>, Error> {
        let number = Number { month: 190_001, seq: 1 };
        let opening = Opening { number: Some(number), ..opening.clone() };
        let intent = Intent { open: Some(opening.clone()), edits: edits.to_vec(), ..Intent::default() };
        let facts = self.facts(&[], self.now)?;
        let planned = self.in_world(&self.config, self.actor()?, self.now, &facts, |world| {
            process::plan(world, None, &[], &intent)
        });
        let Err(refused) = planned else { return Ok(Vec::new()) };
        let template = self.type_template(&opening.type_id)?;
        let mut missing: Vec<FieldSpec> = Vec::new();
        for key in refused.iter().filter(|v| v.rule == "field_required").filter_map(|v| v.key.as_deref()) {
            let spec = template.fields.iter().find(|f| f.id == key).cloned();
            missing.push(spec.unwrap_or_else(|| FieldSpec { id: key.to_owned(), ..FieldSpec::default() }));
        }
        Ok(missing)
    }

    /// What can be chosen for a field of a ticket that is being opened; a choice made before narrows it (C8).
    pub fn choices_at_open(
        &self,
        opening: &Opening,
        edits: &[Edit],
        spec: &FieldSpec,
    ) -> Result<Vec<Choice>, Error> {
        let draft = self.draft(opening, edits)?;
        Ok(fields::choices(Entry { config: &self.config, snapshot: Some(&draft), now: self.now }, spec))
    }

    /// Whether a field of a ticket that is being opened takes this answer; what is wrong with it otherwise.
    pub fn answer_at_open(
        &self,
        opening: &Opening,
        edits: &[Edit],
        spec: &FieldSpec,
        answer: &str,
    ) -> Result<(), String> {
        if answer.trim().is_empty() {
            return Err("a value is needed".to_owned());
        }
        if fields::is_ticket_key(&spec.id) {
            return Ok(());
        }
        if spec.kind == FieldKind::Attachment {
            return self.incoming(Path::new(answer), None).map(drop).map_err(|error| error.to_string());
        }
        let draft = self.draft(opening, edits).map_err(|error| error.to_string())?;
        let entry = Entry { config: &self.config, snapshot: Some(&draft), now: self.now };
        fields::parse_value(entry, spec, answer).map(drop).map_err(|error| error.to_string())
    }

    /// The ticket as far as it is known while it is asked for. What does not fit is left out; opening it names that.
    fn draft(&self, opening: &Opening, edits: &[Edit]) -> Result<Snapshot, Error> {
        let template = self.type_template(&opening.type_id)?;
        let uid = self.new_uid(self.now);
        let mut ticket =
            Ticket::new(uid.clone(), &template.id, &normalize_line(&opening.title), &template.flow.initial);
        let contact = opening.for_contact.as_deref().and_then(|who| process::find_contact(&self.config, who));
        ticket.organization = contact.map(|(organization, _)| organization.organization.clone());
        let number = Number { month: 190_001, seq: 1 };
        let mut draft = Snapshot::new(TicketDir::new(number, &uid), ticket);
        for edit in edits {
            let Edit::Set { key, value } = edit else { continue };
            let Ok(KeyName::Field(id)) = fields::key(&self.config, template, key) else { continue };
            let Some(spec) = template.fields.iter().find(|f| f.id == id) else { continue };
            let entry = Entry { config: &self.config, snapshot: Some(&draft), now: self.now };
            if let Ok(text) = fields::parse_value(entry, spec, value) {
                draft.ticket.fields.insert(id, Value::Text(text));
            }
        }
        Ok(draft)
    }

    /// Open tickets whose title shares its telling words, the same organization's first; three at most.
    pub fn likely_duplicates(&self, opening: &Opening) -> Result<Vec<Likely>, Error> {
        let contact = match &opening.for_contact {
            Some(who) => process::resolve::contact(&self.config, who).ok().map(|(_, of)| of.to_owned()),
            None => self.reader().contact.map(|(of, _)| of),
        };
        let organization = contact.as_deref();
        let words: Vec<String> = plain(&opening.title)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() > 3)
            .map(str::to_owned)
            .collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let index = self.index()?;
        let mut found: Vec<(usize, bool, Likely)> = Vec::new();
        for row in index.search_any(&words)? {
            if self.is_final(&row) || !self.sees(&row)? {
                continue;
            }
            let theirs = plain(&row.title);
            let shared = words.iter().filter(|w| theirs.contains(w.as_str())).count();
            if shared * 2 < words.len() {
                continue;
            }
            let same = organization.is_some() && row.organization.as_deref() == organization;
            let likely = Likely {
                number: row.number.to_string(),
                title: row.title.clone(),
                status: row.status.clone(),
            };
            found.push((shared, same, likely));
        }
        found.sort_by_key(|(shared, same, likely)| (!*same, usize::MAX - shared, likely.number.clone()));
        Ok(found.into_iter().take(3).map(|(.., likely)| likely).collect())
    }
}
