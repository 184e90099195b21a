//! `type add`: a preset's type brought into a desk with what it needs, in one commit. Nothing of the desk is overwritten (S35).

use super::rename::types;
use super::write::{Entry, How, Recorded};
use super::{App, Error, preset};
use crate::codec::{self, config::locate, edit, rewrite};
use crate::model::Value;
use crate::model::config::{Automation, Config, ConfigFile, OneOrMany, TypeTemplate, View};
use crate::process::{lint, resolve};
use crate::query::{Key, Query, Stored, TermBody, Test};
use serde::Serialize;
use std::collections::BTreeSet;

/// What was brought, or would be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Added {
    /// The type's id.
    #[serde(rename = "type")]
    pub type_id: String,
    /// New files.
    pub files: Vec<String>,
    /// Files that were added to.
    pub edited: Vec<String>,
    /// What the desk should look at.
    pub notes: Vec<String>,
}

impl App {
    /// What `type add` would bring.
    pub fn adopt_preview(&self, preset: &str, type_name: &str) -> Result<Added, Error> {
        Ok(self.adopting(preset, type_name)?.1)
    }

    /// Brings a type of a preset into the desk.
    pub fn adopt(&self, preset: &str, type_name: &str, how: How) -> Result<Recorded<Added>, Error> {
        self.record(how, &mut |app, _| {
            let (entry, added) = app.adopting(preset, type_name)?;
            // Where all of it is there already nothing is written.
            let entries = if entry.files.is_empty() { Vec::new() } else { vec![entry] };
            Ok((entries, added))
        })
    }

    fn adopting(&self, preset: &str, type_name: &str) -> Result<(Entry, Added), Error> {
        let theirs = preset::files(preset)?;
        let (config, _) = codec::config::load(&theirs);
        let id = resolve::ticket_type(&config, type_name).map_err(|e| {
            let known = config.types.keys().cloned().collect::<Vec<_>>().join(", ");
            Error::not_found(e.to_string()).mend(format!("{preset} has {known}"))
        })?;
        let template = &config.types[id];
        self.may_configure("types")?;
        let mut basket = Basket::new(self, preset, &config, &theirs, template)?;
        basket.parts()?;
        basket.views()?;
        basket.automations()?;
        basket.desk()?;
        if !basket.clashes.is_empty() {
            let mut error = Error::refused(format!("the desk has its own of what {preset}/{id} brings"))
                .mend("nothing is overwritten: give the desk's another id, or take the type's file over by hand");
            error.why = basket.clashes;
            return Err(error);
        }
        basket.look()?;
        let Basket { written, mut added, .. } = basket;
        for (path, _) in &written {
            let known = self.store.read(&self.head, path)?.is_some();
            if known { &mut added.edited } else { &mut added.files }.push(path.clone());
        }
        let files = written.into_iter().map(|(path, text)| (path, Some(text.into_bytes()))).collect();
        Ok((Entry { message: format!("type: add {preset}/{id}"), files }, added))
    }
}

/// What is brought, piece by piece.
struct Basket<'a> {
    app: &'a App,
    preset: &'a str,
    config: &'a Config,
    theirs: &'a [ConfigFile],
    ours: Vec<ConfigFile>,
    template: &'a TypeTemplate,
    written: Vec<(String, String)>,
    clashes: Vec<String>,
    added: Added,
}

impl<'a> Basket<'a> {
    fn new(
        app: &'a App,
        preset: &'a str,
        config: &'a Config,
        theirs: &'a [ConfigFile],
        template: &'a TypeTemplate,
    ) -> Result<Self, Error> {
        let added = Added { type_id: template.id.clone(), ..Added::default() };
        let ours = app.store.config_files(&app.head)?;
        Ok(Self {
            app,
            preset,
            config,
            theirs,
            ours,
            template,
            written: Vec::new(),
            clashes: Vec::new(),
            added,
        })
    }

    /// Whether a filter is about the type: it names it, or with `or_status` without a type one of its statuses.
    fn is_about(&self, when: &OneOrMany, or_status: bool) -> bool {
        when.0.iter().any(|text| match types(text) {
            Some(named) => named.contains(&self.template.id),
            None => {
                or_status
                    && Query::parse(text).is_ok_and(|query| {
                        query.terms().any(|term| {
                            match &term.body {
                    TermBody::Key(Key::Stored(Stored::Status), items) if !term.negated => items.iter().any(
                        |i| matches!(&i.test, Test::Is(id) if self.template.flow.statuses.contains_key(id)),
                    ),
                    _ => false,
                }
                        })
                    })
            }
        })
    }

    /// Whether a filter names types that neither the desk nor the type are.
    fn is_of_strangers(&self, when: &OneOrMany) -> bool {
        let known = |id: &String| *id == self.template.id || self.app.config.types.contains_key(id);
        when.0.iter().filter_map(|text| types(text)).flatten().any(|id| !known(&id))
    }

    /// The type, its macros, tables, policies and their calendars: a file each.
    fn parts(&mut self) -> Result<(), Error> {
        let (config, template) = (self.config, self.template);
        let flow = &template.flow;
        let effects = flow.transitions.iter().map(crate::model::config::Transition::effects);
        let effects: Vec<_> = effects.chain(flow.events.iter().map(|e| e.effects.clone())).collect();
        let mut macros: BTreeSet<&str> = template.open.macro_id.iter().map(String::as_str).collect();
        macros.extend(effects.iter().filter_map(|e| e.macro_id.as_deref()));
        for automation in config.automations.iter().filter(|a| self.is_about(&a.when, true)) {
            macros.extend(automation.effects.macro_id.as_deref());
        }
        for (id, spec) in &config.macros {
            let moves = crate::process::target(config, &spec.effects);
            let fits = spec.when.is_empty() && moves.is_some_and(|to| flow.statuses.contains_key(to));
            if fits || self.is_about(&spec.when, true) {
                macros.insert(id);
            }
        }
        let mut tables: BTreeSet<&str> = template.fields.iter().filter_map(|f| f.table.as_deref()).collect();
        for spec in macros.iter().filter_map(|id| config.macros.get(*id)) {
            tables.extend(spec.ask.iter().filter_map(|ask| ask.table.as_deref()));
        }
        let mut policies: BTreeSet<&str> = config
            .policies
            .values()
            .filter(|p| self.is_about(&p.when, false))
            .map(|p| p.policy.as_str())
            .collect();
        if policies.is_empty() && self.app.config.policies.is_empty() {
            let of_all = config.policies.values().filter(|p| p.when.0.iter().all(|w| types(w).is_none()));
            policies = of_all.map(|p| p.policy.as_str()).collect();
        } else if policies.is_empty() {
            self.added.notes.push("its tickets follow the desk's own SLA policies".to_owned());
        }
        let mut calendars: BTreeSet<&str> = BTreeSet::new();
        for policy in policies.iter().filter_map(|id| config.policies.get(*id)) {
            calendars.extend(policy.calendar.as_deref());
            calendars.extend(policy.metrics.values().filter_map(|m| m.calendar.as_deref()));
        }
        self.part(&format!("types/{}", template.id))?;
        for (folder, ids) in
            [("macros", macros), ("tables", tables), ("sla", policies), ("calendars", calendars)]
        {
            for id in ids.into_iter().filter(|id| folder != "calendars" || *id != crate::calendar::ALWAYS) {
                self.part(&format!("{folder}/{id}"))?;
                let ics = config.calendars.get(id).filter(|_| folder == "calendars");
                for name in ics.iter().flat_map(|c| &c.ics.0) {
                    self.file(&format!(".tramite/calendars/{name}"), "")?;
                }
            }
        }
        Ok(())
    }

    /// One file, by the key of its part.
    fn part(&mut self, key: &str) -> Result<(), Error> {
        match self.config.files.get(key).cloned() {
            Some(path) => self.file(&path, key),
            // The preset's own check names what it refers to and lacks.
            None => Ok(()),
        }
    }

    fn file(&mut self, path: &str, key: &str) -> Result<(), Error> {
        let Some(file) = self.theirs.iter().find(|f| f.path == path) else { return Ok(()) };
        let folder = path.trim_start_matches(".tramite/").split('/').next().unwrap_or_default();
        let mine = self.app.config.files.get(key).cloned();
        let same = |path: &str| self.ours.iter().any(|f| f.path == path && f.bytes == file.bytes);
        match mine {
            Some(mine) if same(&mine) => return Ok(()),
            Some(mine) if folder == "calendars" => {
                self.added.notes.push(format!("{key}: the desk's own ({mine}) is used"));
                return Ok(());
            }
            Some(mine) => {
                self.clashes.push(format!("{key} is in {mine}, and says something else"));
                return Ok(());
            }
            None if same(path) => return Ok(()),
            None => {}
        }
        self.app.may_configure(folder)?;
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        let path = self.free(path);
        self.written.push((path, text));
        Ok(())
    }

    /// The path, or where the desk has another part there one that is free.
    fn free(&self, path: &str) -> String {
        if !self.ours.iter().any(|f| f.path == path) {
            return path.to_owned();
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        format!("{folder}/{}-{name}", self.preset)
    }

    /// The views that are about the type, in a file of their own.
    fn views(&mut self) -> Result<(), Error> {
        let mut text = String::new();
        let config = self.config;
        let about = |v: &&View| v.person.is_none() && self.is_about(&v.query, false);
        let views: Vec<&View> = config.views.iter().filter(about).collect();
        for view in views {
            let key = format!("views/{}", view.id);
            if self.is_of_strangers(&view.query) {
                self.added.notes.push(format!("{key} is about types that the desk lacks, and is left out"));
                continue;
            }
            match self.app.config.views.iter().find(|v| v.person.is_none() && v.id == view.id) {
                Some(own) if own == view => continue,
                Some(_) => {
                    let mine = self.app.config.files.get(&key).cloned().unwrap_or_default();
                    self.clashes.push(format!("{key} is in {mine}, and says something else"));
                    continue;
                }
                None => {}
            }
            let path = self.config.files.get(&key).cloned().unwrap_or_default();
            text.push_str(&self.item(&path, &view.id)?);
        }
        if !text.is_empty() {
            self.app.may_configure("views")?;
            let path = self.free(&format!(".tramite/views/{}.yaml", self.template.id));
            self.written.push((path, text));
        }
        Ok(())
    }

    /// The automations that are about the type, at the end of the desk's.
    fn automations(&mut self) -> Result<(), Error> {
        const PATH: &str = ".tramite/automations.yaml";
        let mut text = String::new();
        let config = self.config;
        let about = |a: &&Automation| self.is_about(&a.when, true);
        let automations: Vec<&Automation> = config.automations.iter().filter(about).collect();
        for automation in automations {
            if self.is_of_strangers(&automation.when) {
                let note = format!(
                    "automation {} is about types that the desk lacks, and is left out",
                    automation.id
                );
                self.added.notes.push(note);
                continue;
            }
            match self.app.config.automations.iter().find(|a| a.id == automation.id) {
                Some(own) if own == automation => continue,
                Some(_) => {
                    self.clashes
                        .push(format!("automation {} is in {PATH}, and says something else", automation.id));
                    continue;
                }
                None => {}
            }
            text.push_str(&self.item(PATH, &automation.id)?);
        }
        if text.is_empty() {
            return Ok(());
        }
        self.app.may_configure("automations")?;
        let own =
            self.ours.iter().find(|f| f.path == PATH).map(|f| String::from_utf8_lossy(&f.bytes).into_owned());
        let own = own.unwrap_or_default();
        let begun = if own.trim() == "[]" { String::new() } else { own };
        let gap = if begun.is_empty() || begun.ends_with('\n') { "" } else { "\n" };
        self.written.push((PATH.to_owned(), format!("{begun}{gap}{text}")));
        Ok(())
    }

    /// An item of a list as its file has it, with its comments.
    fn item(&self, path: &str, id: &str) -> Result<String, Error> {
        let wrong = || Error::refused(format!("{path} of the preset has {id:?} not on lines of its own"));
        let file = self.theirs.iter().find(|f| f.path == path).ok_or_else(wrong)?;
        let text = String::from_utf8_lossy(&file.bytes);
        let starts: Vec<u32> = (0..)
            .map_while(|n: usize| {
                let place = locate(file, &[&n.to_string()])?;
                // Past the end the list's own place is given.
                (n == 0 || place != locate(file, &[])?).then_some(place.0)
            })
            .collect();
        let (first, _) = locate(file, &[id]).ok_or_else(wrong)?;
        let next = starts.iter().copied().filter(|line| *line > first).min();
        let lines: Vec<&str> = text.lines().collect();
        let end = next.map_or(lines.len(), |line| line as usize - 1);
        let mut own = lines[first as usize - 1..end].to_vec();
        // Comments and empty lines at the end are about what follows.
        while own.last().is_some_and(|line| line.trim().is_empty() || line.starts_with('#')) {
            own.pop();
        }
        if !own.first().is_some_and(|line| line.starts_with("- ")) {
            return Err(wrong());
        }
        Ok(format!("{}\n", own.join("\n")))
    }

    /// Teams and channels that it names and the desk lacks go to desk.yaml.
    fn desk(&mut self) -> Result<(), Error> {
        const PATH: &str = ".tramite/desk.yaml";
        let mut words: BTreeSet<(bool, String)> = BTreeSet::new();
        for (path, text) in
            self.written.clone().into_iter().filter(|(path, _)| path.strip_suffix(".ics").is_none())
        {
            let collected = rewrite::rewrite(&path, &text, &mut |found| {
                let last = found.way.last().copied().unwrap_or_default();
                let filter = ["when", "query", "pause", "while"].contains(&last);
                for word in found.text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
                {
                    if filter || ["team", "teams", "by"].contains(&last) {
                        words.insert((true, word.to_owned()));
                    }
                    if filter || ["origins", "channel", "default"].contains(&last) {
                        words.insert((false, word.to_owned()));
                    }
                }
                None
            });
            collected.map_err(|error| Error::refused(format!("{path} cannot be read: {error}")))?;
        }
        let desk = &self.app.config.desk;
        let label = |label: &Option<String>| Value::Text(label.clone().unwrap_or_default());
        let own =
            self.ours.iter().find(|f| f.path == PATH).map(|f| String::from_utf8_lossy(&f.bytes).into_owned());
        let before = own.unwrap_or_default();
        let mut text = before.clone();
        let by_hand = |error: edit::EditError| {
            Error::refused(format!("{PATH} cannot be edited by a program: {error}"))
                .mend("add the teams and channels there by hand, and try again")
        };
        for team in &self.config.desk.teams {
            if words.contains(&(true, team.id.clone())) && !desk.teams.iter().any(|t| t.id == team.id) {
                let item = [("id", Value::Text(team.id.clone())), ("label", label(&team.label))];
                text = edit::append_to_list(&text, "teams", &item).map_err(by_hand)?;
                self.added.notes.push(format!("team {} is new, and nobody is in it yet", team.id));
            }
        }
        for channel in &self.config.desk.channels {
            if words.contains(&(false, channel.id.clone()))
                && !desk.channels.iter().any(|c| c.id == channel.id)
            {
                let mut item =
                    vec![("id", Value::Text(channel.id.clone())), ("label", label(&channel.label))];
                if channel.contact {
                    item.push(("contact", Value::Text("true".to_owned())));
                }
                text = edit::append_to_list(&text, "channels", &item).map_err(by_hand)?;
                // A flag is no text.
                text = text.replace("contact: \"true\"", "contact: true");
                self.added.notes.push(format!("channel {} is new", channel.id));
            }
        }
        if text != before {
            self.app.may_configure("desk")?;
            self.written.push((PATH.to_owned(), text));
        }
        Ok(())
    }

    /// Looks at the desk as it would be: what cannot be read refuses, what does not fit yet is said.
    fn look(&mut self) -> Result<(), Error> {
        let mut files: Vec<ConfigFile> = self
            .ours
            .iter()
            .filter(|f| !self.written.iter().any(|(path, _)| *path == f.path))
            .cloned()
            .collect();
        files.extend(
            self.written
                .iter()
                .map(|(path, text)| ConfigFile { path: path.clone(), bytes: text.clone().into_bytes() }),
        );
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let (config, findings) = codec::config::load(&files);
        if findings.len() > self.app.findings.len() {
            let mut error =
                Error::refused("the desk's files cannot take it up by a program, so nothing is written")
                    .mend("take the type's files over by hand");
            let known = |m: &String| self.app.findings.iter().any(|f| f.message == *m);
            error.why = findings.into_iter().map(|f| f.message).filter(|m| !known(m)).collect();
            return Err(error);
        }
        let said = |config: &Config| -> BTreeSet<String> {
            lint::config(config).into_iter().map(|p| format!("{}: {}", p.file, p.message)).collect()
        };
        let before = said(&self.app.config);
        self.added.notes.extend(said(&config).into_iter().filter(|m| !before.contains(m)));
        Ok(())
    }
}
