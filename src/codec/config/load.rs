//! The files of `.tramite/`, one by one.

use super::shape::decode;
use super::{MAX_CONFIG_BYTES, MacroFile, has_ending};
use crate::codec::node::{Data, Node, Style};
use crate::codec::{parse, text};
use crate::model::config::{Automation, Config, ConfigFile, Desk, IcsFile, MacroSpec, View};
use crate::model::{Finding, Severity};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Reads every file that a desk knows; others are left alone. Files are taken in the order of their paths; of two
/// with one id the first counts. A part that does not fit is a finding with line and column, and is left out.
pub fn load(files: &[ConfigFile]) -> (Config, Vec<Finding>) {
    let mut loader = Loader::default();
    let mut sorted: Vec<&ConfigFile> = files.iter().collect();
    sorted.sort_by(|a, b| personal(a).cmp(&personal(b)).then_with(|| a.path.cmp(&b.path)));
    for file in sorted {
        loader.file(file);
    }
    if !loader.config.files.contains_key("desk") {
        let message = "there is no .tramite/desk.yaml: `tramite init` makes one";
        loader.findings.push(Finding::error("no_desk", message).in_file(".tramite/desk.yaml"));
    }
    (loader.config, loader.findings)
}

/// Personal views come after everybody's.
fn personal(file: &ConfigFile) -> bool {
    file.path.starts_with(".tramite/views/people/")
}

#[derive(Default)]
struct Loader {
    config: Config,
    findings: Vec<Finding>,
}

impl Loader {
    fn file(&mut self, file: &ConfigFile) {
        let Some(rest) = file.path.strip_prefix(".tramite/") else { return };
        let folders: Vec<&str> = rest.split('/').collect();
        match folders.as_slice() {
            ["desk.yaml"] => {
                self.config.files.insert("desk".to_owned(), file.path.clone());
                if let Some(text) = self.text(file)
                    && let Some(root) = self.tree(file, &text, 1)
                    && let Some(desk) = decode::<Desk>(&file.path, root, &mut self.findings)
                {
                    self.config.desk = desk;
                }
            }
            ["automations.yaml"] => {
                self.config.files.insert("automations".to_owned(), file.path.clone());
                let items: Vec<Automation> = self.list(file);
                self.config.automations.extend(items);
            }
            ["types", name] => self.part(file, "types", "type", name, |config| &mut config.types),
            ["tables", name] => self.part(file, "tables", "table", name, |config| &mut config.tables),
            ["sla", name] => self.part(file, "sla", "policy", name, |config| &mut config.policies),
            ["contacts", name] => {
                self.part(file, "contacts", "organization", name, |config| &mut config.organizations);
            }
            ["calendars", name] if has_ending(name, "ics") => {
                if let Some(text) = self.text(file) {
                    self.config.ics.insert((*name).to_owned(), IcsFile { text });
                }
            }
            ["calendars", name] => {
                self.part(file, "calendars", "calendar", name, |config| &mut config.calendars);
            }
            ["views", "people", name] => {
                if let Some(person) = self.stem(file, name) {
                    self.views(file, Some(person));
                }
            }
            ["views", name] => {
                let known = self.stem(file, name).is_some();
                if known {
                    self.views(file, None);
                }
            }
            ["macros", .., name] if has_ending(name, "hbs") => self.template(file, rest),
            _ => {}
        }
    }

    /// The name without `.yaml`. A file with another ending is left alone, aloud where it is a likely slip.
    fn stem<'n>(&mut self, file: &ConfigFile, name: &'n str) -> Option<&'n str> {
        if let Some(stem) = name.strip_suffix(".yml") {
            let message = format!("only files that end in .yaml are read: `git mv` it to {stem}.yaml");
            self.warn("not_read", file, (1, 1), message);
        }
        name.strip_suffix(".yaml")
    }

    fn warn(&mut self, rule: &str, file: &ConfigFile, at: (u32, u32), message: String) {
        let finding = Finding::error(rule, message).in_file(&file.path).at(at.0, at.1);
        self.findings.push(finding.with_severity(Severity::Warning));
    }

    fn text(&mut self, file: &ConfigFile) -> Option<String> {
        let (text, findings) = text::read(&file.path, &file.bytes, MAX_CONFIG_BYTES);
        // Calendar feeds end their lines with CRLF by their own standard.
        let feed = has_ending(&file.path, "ics");
        self.findings.extend(findings.into_iter().filter(|finding| !(feed && finding.rule == "crlf")));
        text.map(Cow::into_owned)
    }

    fn tree<'t>(&mut self, file: &ConfigFile, text: &'t str, first_line: u32) -> Option<Node<'t>> {
        let parsed = parse::parse(&file.path, text, first_line);
        let broken = parsed.findings.iter().any(|finding| finding.rule != "duplicate_key");
        self.findings.extend(parsed.findings);
        parsed.root.or_else(|| (!broken).then(|| Node::scalar("", Style::Plain, first_line, 1)))
    }

    /// A file that is a list; one mapping alone is a list of one.
    fn list<T: for<'de> Deserialize<'de>>(&mut self, file: &ConfigFile) -> Vec<T> {
        let Some(text) = self.text(file) else { return Vec::new() };
        let Some(mut root) = self.tree(file, &text, 1) else { return Vec::new() };
        if let Data::Map(_) = root.data {
            let (line, col) = (root.line, root.col);
            root = Node { data: Data::Seq(vec![root]), line, col, flow: false };
        }
        decode(&file.path, root, &mut self.findings).unwrap_or_default()
    }

    /// A file that is one part, whose id stands in it.
    fn part<T: for<'de> Deserialize<'de>>(
        &mut self,
        file: &ConfigFile,
        folder: &str,
        id_key: &str,
        name: &str,
        place: impl Fn(&mut Config) -> &mut BTreeMap<String, T>,
    ) {
        let Some(stem) = self.stem(file, name) else { return };
        let Some(text) = self.text(file) else { return };
        let Some(mut root) = self.tree(file, &text, 1) else { return };
        let id = self.id(file, &mut root, id_key, stem);
        if let Some(first) = self.config.files.get(&format!("{folder}/{id}")) {
            let message = format!("{id_key} {id:?} is already in {first}: give one of them another id");
            self.findings
                .push(Finding::error("duplicate_id", message).in_file(&file.path).at(root.line, root.col));
            return;
        }
        let Some(value) = decode(&file.path, root, &mut self.findings) else { return };
        place(&mut self.config).insert(id.clone(), value);
        self.config.files.insert(format!("{folder}/{id}"), file.path.clone());
    }

    /// The id that a part says it has; that of the file's name where it says none.
    fn id(&mut self, file: &ConfigFile, root: &mut Node<'_>, key: &str, stem: &str) -> String {
        let found = root.get(key).filter(|node| !node.is_null());
        if let Some((text, node)) = found.and_then(|node| Some((node.text()?, node))) {
            let text = text.to_owned();
            if text != stem {
                let message = format!("{key} {text:?} is in the file {stem}.yaml: name the file {text}.yaml");
                self.warn("id_file_name", file, (node.line, node.col), message);
            }
            return text;
        }
        let (line, col) = (root.line, root.col);
        if let Data::Map(entries) = &mut root.data {
            let message = format!("key `{key}` is missing: begin the file with `{key}: {stem}`");
            self.findings.push(Finding::error("missing_key", message).in_file(&file.path).at(line, col));
            entries.retain(|(name, _)| name.text() != Some(key));
            let place = |text: &str| Node::scalar(text.to_owned(), Style::Quoted, line, col);
            entries.insert(0, (place(key), place(stem)));
        }
        stem.to_owned()
    }

    fn views(&mut self, file: &ConfigFile, person: Option<&str>) {
        let views: Vec<View> = self.list(file);
        for mut view in views {
            let key = person.map_or_else(
                || format!("views/{}", view.id),
                |person| format!("views/people/{person}/{}", view.id),
            );
            if let Some(first) = self.config.files.get(&key) {
                let message =
                    format!("view {:?} is already in {first}: give one of them another id", view.id);
                self.findings.push(Finding::error("duplicate_id", message).in_file(&file.path));
                continue;
            }
            self.config.files.insert(key, file.path.clone());
            view.person = person.map(str::to_owned);
            self.config.views.push(view);
        }
    }

    fn template(&mut self, file: &ConfigFile, rest: &str) {
        let id = rest.trim_start_matches("macros/").trim_end_matches(".hbs").to_owned();
        let Some(text) = self.text(file) else { return };
        let parts = MacroFile::of(&text);
        if !parts.closed {
            let message = "the front matter is not closed: end it with a line `---`";
            self.findings.push(Finding::error("front_matter", message).in_file(&file.path).at(1, 1));
            return;
        }
        let Some(root) = self.tree(file, parts.front, MacroFile::FRONT_LINE) else { return };
        let Some(mut spec) = decode::<MacroSpec>(&file.path, root, &mut self.findings) else { return };
        spec.id.clone_from(&id);
        parts.body.clone_into(&mut spec.text);
        self.config.files.insert(format!("macros/{id}"), file.path.clone());
        self.config.macros.insert(id, spec);
    }
}
