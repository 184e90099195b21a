//! `macro render` and `apply`: text and effects in one commit (3.2).

use super::write::{Done, How};
use super::{App, Error};
use crate::index::TicketRow;
use crate::model::{Comment, CommentKind};
use crate::process::{Intent, fields, macros, resolve};
use crate::query::{Query, Scope};
use std::collections::BTreeMap;

/// A macro for a list.
#[derive(Debug, Clone, serde::Serialize)]
pub struct MacroBrief {
    /// Id: group and name.
    pub id: String,
    /// What people read.
    pub title: String,
    /// Kind of its comment.
    pub kind: CommentKind,
    /// What it asks, by id.
    pub ask: Vec<String>,
}

/// What goes with a macro's text.
#[derive(Debug, Clone, Copy)]
pub struct With<'a> {
    /// The channel it goes by.
    pub channel: Option<&'a str>,
    /// Who was spoken to.
    pub with: Option<&'a str>,
    /// The fields that are asked for.
    pub missing: &'a [String],
    /// Files.
    pub files: &'a super::files::Enclosed,
}

impl App {
    /// The macro that a person names, by id, title or last part of the id.
    pub fn macro_id(&self, name: &str) -> Result<String, Error> {
        resolve::macro_id(&self.config, name).map(str::to_owned).map_err(|e| Error::not_found(e.to_string()))
    }

    /// The desk's macros; for a ticket, those that fit it.
    pub fn macros(&self, row: Option<&TicketRow>) -> Result<Vec<MacroBrief>, Error> {
        let mut found = Vec::new();
        let known = match row {
            Some(row) => {
                let tramites = self.tramites(&row.uid)?;
                Some((self.index()?.snapshot(row)?, self.facts(&tramites, self.now)?))
            }
            None => None,
        };
        let reader = self.reader();
        for (id, spec) in &self.config.macros {
            if let Some((snapshot, facts)) = &known {
                let scope = Scope {
                    config: &self.config,
                    snapshot,
                    me: reader.id(),
                    now: self.now,
                    facts,
                    changed: &[],
                };
                if !Query::compile(&spec.when).is_ok_and(|query| query.matches(&scope)) {
                    continue;
                }
            }
            found.push(MacroBrief {
                id: id.clone(),
                title: spec.title.clone(),
                kind: spec.kind.unwrap_or(CommentKind::Public),
                ask: spec.ask.iter().map(|a| a.id.clone()).collect(),
            });
        }
        Ok(found)
    }

    /// A macro's text for a ticket, as it would be posted now.
    pub fn render_macro(
        &self,
        row: &TicketRow,
        id: &str,
        answers: &BTreeMap<String, String>,
        missing: &[String],
    ) -> Result<macros::Rendered, Error> {
        let id = self.macro_id(id)?;
        let index = self.index()?;
        let (snapshot, history) = (index.snapshot(row)?, self.tramites(&row.uid)?);
        let facts = self.facts(&history, self.now)?;
        let missing = self.field_ids(&snapshot.ticket.type_id, missing)?;
        self.in_world(&self.config, self.actor()?, self.now, &facts, |world| {
            macros::render(world, &id, &snapshot, &history, answers, &missing)
                .map_err(|error| Error::refused(error.to_string()))
        })
    }

    /// Posts a macro's text and does its effects, in one commit.
    pub fn apply_macro(
        &self,
        row: &TicketRow,
        id: &str,
        answers: &BTreeMap<String, String>,
        with: With<'_>,
        how: How,
    ) -> Result<Done, Error> {
        let id = self.macro_id(id)?;
        self.change_with_files(row, how, with.files, &|kept| {
            let mut intent = Intent { macro_id: Some((id.clone(), answers.clone())), ..Intent::default() };
            if with.channel.is_some()
                || with.with.is_some()
                || !with.missing.is_empty()
                || !kept.attachments.is_empty()
                || kept.body_file.is_some()
            {
                // The macro's comment takes what a given comment without text says of its way.
                let mut comment = Comment::new(CommentKind::Public, "");
                comment.channel = with.channel.map(str::to_owned);
                comment.with = with.with.map(str::to_owned);
                comment.missing = with.missing.to_vec();
                intent.comment = Some(comment);
            }
            kept.with(intent)
        })
    }

    /// The ids of fields or ticket keys that a person names by id or label.
    fn field_ids(&self, type_id: &str, names: &[String]) -> Result<Vec<String>, Error> {
        let Some(template) = self.config.types.get(type_id) else { return Ok(names.to_vec()) };
        let id = |name: &String| {
            fields::key(&self.config, template, name)
                .map(|key| match key {
                    fields::KeyName::Ticket(key) => key.to_owned(),
                    fields::KeyName::Field(id) => id,
                })
                .map_err(|error| Error::refused(error.to_string()))
        };
        names.iter().map(id).collect()
    }
}
