//! Where a mistake stands, and the checks that many places share.

use super::ConfigProblem;
use crate::model::config::{Config, Effects, OneOrMany, Pick, Requirement, SetValue, TypeTemplate};
use crate::model::{Severity, Ticket};
use crate::process::patterns::Pattern;
use crate::process::pick::{PICKS, allows};
use crate::process::{fields, require, resolve};
use crate::query::{Place, Query};
use std::collections::BTreeSet;

/// The problems found so far, and the place being looked at.
pub struct Report<'a> {
    /// The desk.
    pub config: &'a Config,
    /// What was found.
    pub found: Vec<ConfigProblem>,
    file: String,
}

/// A way to a key, from the root of its file.
pub type Key<'a> = &'a [&'a str];

impl<'a> Report<'a> {
    /// Nothing found yet.
    pub fn new(config: &'a Config) -> Self {
        Self { config, found: Vec::new(), file: String::new() }
    }

    /// Goes to another file.
    pub fn file(&mut self, file: impl Into<String>) {
        self.file = file.into();
    }

    /// An error at a key.
    pub fn error(&mut self, key: Key<'_>, message: impl Into<String>) {
        self.add(key, message.into(), Severity::Error);
    }

    /// An error in a macro's text, at a line and column of it.
    pub fn error_in_text(&mut self, place: Option<(u32, u32)>, message: String) {
        let (file, severity) = (self.file.clone(), Severity::Error);
        self.found.push(ConfigProblem { file, key: Vec::new(), text: place, message, severity });
    }

    /// A warning at a key.
    pub fn warning(&mut self, key: Key<'_>, message: impl Into<String>) {
        self.add(key, message.into(), Severity::Warning);
    }

    fn add(&mut self, key: Key<'_>, message: String, severity: Severity) {
        let key = key.iter().map(|k| (*k).to_owned()).collect();
        let problem = ConfigProblem { file: self.file.clone(), key, text: None, message, severity };
        if !self.found.contains(&problem) {
            self.found.push(problem);
        }
    }

    /// A filter that cannot be read, or asks what cannot be asked there.
    pub fn filter(&mut self, key: Key<'_>, when: &OneOrMany, place: Place, of_requester: bool) {
        match Query::compile(when) {
            Err(error) => self.error(key, error.to_string()),
            Ok(query) => {
                let query = if of_requester { query.of_requester() } else { query };
                for error in query.check(self.config, place) {
                    if error.warning {
                        self.warning(key, error.to_string());
                    } else {
                        self.error(key, error.to_string());
                    }
                }
            }
        }
    }

    /// A word that has to be one of some.
    pub fn word(&mut self, key: Key<'_>, what: &'static str, word: &str, known: &[&str]) {
        if !known.contains(&word)
            && let Err(error) = resolve::name(what, word, known.iter().map(|k| (*k, Vec::new())))
        {
            self.error(key, error.to_string());
        }
    }

    /// An id that has to be one of the desk's: unlike a person at the keyboard, a file names no labels.
    pub fn id<'b>(
        &mut self,
        key: Key<'_>,
        what: &'static str,
        id: &str,
        known: impl Iterator<Item = &'b str>,
    ) {
        let mut seen = BTreeSet::new();
        let known: Vec<&str> = known.filter(|one| seen.insert(*one)).collect();
        if known.contains(&id) {
            return;
        }
        let message = match resolve::name(what, id, known.iter().map(|k| (*k, Vec::new()))) {
            Ok(written) => format!("{what} {id:?} is unknown: write {written}"),
            Err(error) => error.to_string(),
        };
        self.error(key, message);
    }

    /// A team's id.
    pub fn team(&mut self, key: Key<'_>, id: &str) {
        let config = self.config;
        self.id(key, "team", id, config.desk.teams.iter().map(|t| t.id.as_str()));
    }

    /// A person's id.
    pub fn person(&mut self, key: Key<'_>, id: &str) {
        let config = self.config;
        self.id(key, "person", id, config.desk.people.iter().map(|p| p.id.as_str()));
    }

    /// A macro's id.
    pub fn macro_id(&mut self, key: Key<'_>, id: &str) {
        let config = self.config;
        self.id(key, "macro", id, config.macros.keys().map(String::as_str));
    }

    /// Roles that nobody has are most likely slips of the hand.
    pub fn roles(&mut self, key: Key<'_>, roles: &[String]) {
        for role in roles {
            let known = role == "customer" || self.config.desk.people.iter().any(|p| p.roles.contains(role));
            let own = ["leader", "agent", "automation"].contains(&role.as_str());
            if !known && !own {
                self.warning(key, format!("nobody of the desk has the role {role:?}"));
            }
        }
    }

    /// A list of team ids.
    pub fn teams(&mut self, key: Key<'_>, teams: &[String]) {
        for team in teams {
            self.team(key, team);
        }
    }

    /// A pattern of a rule.
    pub fn pattern(&mut self, key: Key<'_>, pattern: &str) {
        if let Err(error) = Pattern::compile(pattern) {
            self.error(key, error);
        }
    }

    /// A choice of a person.
    pub fn pick(&mut self, key: Key<'_>, pick: &Pick, template: Option<&TypeTemplate>) {
        self.word(key, "pick", &pick.pick, &PICKS);
        if let Some(other) = &pick.or_else {
            self.word(key, "pick", other, &PICKS);
        }
        if let Some(level) = &pick.level {
            let readable = (-1000..1000).any(|n| allows(Some(level), n));
            if !readable {
                self.error(key, format!("level {level:?} is no comparison such as \">=2\""));
            }
        }
        if let (Some(by), Some(template)) = (&pick.by, template) {
            let id = by.split('.').next().unwrap_or(by);
            if !fields::is_ticket_key(id) && !template.fields.iter().any(|f| f.id == id) {
                self.error(key, format!("type {} has no field {id:?} to pick by", template.id));
            }
        }
    }

    /// The value of an assignee in `set` or `assign`: a person's id, `me`, nobody, or a pick.
    pub fn assignee(&mut self, key: Key<'_>, value: &SetValue, template: Option<&TypeTemplate>) {
        match value {
            SetValue::Pick(pick) => self.pick(key, pick, template),
            SetValue::Text(text) => {
                if !text.is_empty()
                    && !["me", "none"].contains(&text.as_str())
                    && !PICKS.contains(&text.as_str())
                {
                    self.person(key, text);
                }
            }
            SetValue::List(_) => self.error(key, "an assignee is one person"),
        }
    }

    /// What a transition or rule asks for.
    pub fn requirement(&mut self, key: Key<'_>, requirement: &Requirement, template: Option<&TypeTemplate>) {
        let what = requirement.what.as_str();
        let argument = requirement.argument.as_deref();
        match (require::WORDS.contains(&what), require::WORDS_WITH_ARGUMENT.contains(&what), argument) {
            (true, _, None) => {}
            (true, _, Some(argument)) => {
                self.error(key, format!("{what} takes nothing after it, not {argument:?}"));
            }
            (_, true, None | Some("")) => {
                self.error(key, format!("{what} takes a name after it: {what}:NAME"));
            }
            (_, true, Some(argument)) => self.argument(key, what, argument, template),
            _ => {
                let known: Vec<&str> =
                    require::WORDS.iter().chain(&require::WORDS_WITH_ARGUMENT).copied().collect();
                self.word(key, "requirement", what, &known);
            }
        }
        let texts = ["reason", "public_reply", "internal_comment", "phone_contact"];
        if requirement.min_length.is_some() && !texts.contains(&what) {
            self.error(key, format!("{what} is no text, so it has no min_length"));
        }
    }

    fn argument(&mut self, key: Key<'_>, what: &str, argument: &str, template: Option<&TypeTemplate>) {
        match (what, template) {
            ("field", Some(template)) => self.key(key, argument, template),
            ("approval", Some(template)) => {
                self.id(key, "approval", argument, template.approvals.keys().map(String::as_str));
            }
            ("link", _) => {
                let kind = argument.strip_suffix(".done").unwrap_or(argument);
                self.word(key, "link", kind, &crate::process::LINK_KINDS);
            }
            _ => {}
        }
    }

    /// A ticket key or a field's id.
    pub fn key(&mut self, key: Key<'_>, id: &str, template: &TypeTemplate) {
        let plain = id.strip_prefix("fields.").unwrap_or(id);
        if fields::is_ticket_key(plain) || template.fields.iter().any(|f| f.id == plain) {
            return;
        }
        let known = template
            .fields
            .iter()
            .map(|f| f.id.as_str())
            .chain(Ticket::settable().map(|key| -> &str { key }));
        self.id(key, "field", plain, known);
    }

    /// What a transition, event, macro or automation does. Without a type, every type of the desk may be meant.
    pub fn effects(&mut self, key: Key<'_>, effects: &Effects, template: Option<&TypeTemplate>) {
        let at = |last: &'static str| -> Vec<&str> { key.iter().copied().chain([last]).collect() };
        if let Some(to) = &effects.to {
            self.status(&at("to"), to, template);
        }
        for (name, value) in &effects.set {
            let place: Vec<&str> = key.iter().copied().chain(["set", name.as_str()]).collect();
            match name.as_str() {
                "status" => {
                    if let SetValue::Text(status) = value {
                        self.status(&place, status, template);
                    }
                }
                "assignee" => self.assignee(&place, value, template),
                "team" => {
                    if let SetValue::Text(team) = value
                        && !team.is_empty()
                    {
                        self.team(&place, team);
                    }
                }
                other => {
                    if let Some(template) = template {
                        self.key(&place, other, template);
                    } else {
                        let plain = other.strip_prefix("fields.").unwrap_or(other);
                        let some = self.config.types.values().any(|t| t.fields.iter().any(|f| f.id == plain));
                        if !some && !fields::is_ticket_key(plain) {
                            self.error(&place, format!("no type has a field {plain:?}"));
                        }
                    }
                }
            }
            if let (SetValue::Pick(_), false) = (value, name == "assignee") {
                self.error(&place, "only an assignee is picked");
            }
        }
        if let Some(id) = &effects.macro_id {
            self.macro_id(&at("macro"), id);
        }
        if effects.purge && self.file != "automations" {
            self.error(
                &at("purge"),
                "files are removed by `tramite purge` and by automations, and by nothing else",
            );
        }
        if let (Some(note), Some(template)) = (&effects.approve, template) {
            let known = template.approvals.keys().map(String::as_str);
            self.id(&at("approve"), "approval", &note.what, known);
        }
    }

    /// A status of the type, or without one of any type.
    pub fn status(&mut self, key: Key<'_>, id: &str, template: Option<&TypeTemplate>) {
        let config = self.config;
        if let Some(template) = template {
            self.id(key, "status", id, template.flow.statuses.keys().map(String::as_str));
        } else {
            let all = config.types.values().flat_map(|t| t.flow.statuses.keys()).map(String::as_str);
            self.id(key, "status", id, all);
        }
    }
}
