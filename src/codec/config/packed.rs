//! A configuration as it was read, to be kept: reading it again from JSON takes a fraction of what YAML takes.
//!
//! The first line says what it is of and what the rest adds up to, so that what is stale, damaged or of another program
//! is nothing.

use crate::model::Finding;
use crate::model::config::{
    Automation, CalendarSpec, Config, Desk, IcsFile, MacroSpec, Organization, PolicySpec, Table,
    TypeTemplate, View,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};

/// To be raised with every change of what is read from the files of `.tramite/`, or of how it is packed.
const FORMAT: u32 = 1;

/// What is written, or read back; a configuration with what its files do not say themselves beside it.
#[derive(Serialize, Deserialize)]
struct Packed {
    desk: Desk,
    types: BTreeMap<String, TypeTemplate>,
    tables: BTreeMap<String, Table>,
    calendars: BTreeMap<String, CalendarSpec>,
    ics: BTreeMap<String, String>,
    policies: BTreeMap<String, PolicySpec>,
    /// With their texts.
    macros: BTreeMap<String, (String, MacroSpec)>,
    /// With whose they are.
    views: Vec<(Option<String>, View)>,
    automations: Vec<Automation>,
    organizations: BTreeMap<String, Organization>,
    files: BTreeMap<String, String>,
    findings: Vec<Finding>,
}

impl Packed {
    fn of(config: &Config, findings: &[Finding]) -> Self {
        let ics = config.ics.iter().map(|(name, file)| (name.clone(), file.text.clone()));
        let macros = config.macros.iter().map(|(id, it)| (id.clone(), (it.text.clone(), it.clone())));
        Self {
            desk: config.desk.clone(),
            types: config.types.clone(),
            tables: config.tables.clone(),
            calendars: config.calendars.clone(),
            ics: ics.collect(),
            policies: config.policies.clone(),
            macros: macros.collect(),
            views: config.views.iter().map(|view| (view.person.clone(), view.clone())).collect(),
            automations: config.automations.clone(),
            organizations: config.organizations.clone(),
            files: config.files.clone(),
            findings: findings.to_vec(),
        }
    }

    fn open(self) -> (Config, Vec<Finding>) {
        let macros = self.macros.into_iter().map(|(id, (text, it))| {
            let it = MacroSpec { id: id.clone(), text, ..it };
            (id, it)
        });
        let config = Config {
            desk: self.desk,
            types: self.types,
            tables: self.tables,
            calendars: self.calendars,
            ics: self.ics.into_iter().map(|(name, text)| (name, IcsFile { text })).collect(),
            policies: self.policies,
            macros: macros.collect(),
            views: self.views.into_iter().map(|(person, view)| View { person, ..view }).collect(),
            automations: self.automations,
            organizations: self.organizations,
            files: self.files,
        };
        (config, self.findings)
    }
}

/// The first line: what this is of, and the sum of `body`.
fn head(of: &str, body: &[u8]) -> String {
    let mut sum = DefaultHasher::new();
    sum.write(body);
    format!("tramite {} {FORMAT} {of} {:016x}\n", env!("CARGO_PKG_VERSION"), sum.finish())
}

/// What [`super::load`] gave of what `of` names, as bytes. `None` for what would not come back as it is.
pub fn pack(of: &str, config: &Config, findings: &[Finding]) -> Option<Vec<u8>> {
    let body = serde_json::to_vec(&Packed::of(config, findings)).ok()?;
    let mut bytes = head(of, &body).into_bytes();
    bytes.extend_from_slice(&body);
    let (again, same) = unpack(of, &bytes)?;
    (again == *config && same == findings).then_some(bytes)
}

/// What was packed of what `of` names. `None` for anything else.
pub fn unpack(of: &str, bytes: &[u8]) -> Option<(Config, Vec<Finding>)> {
    let end = bytes.iter().position(|byte| *byte == b'\n')? + 1;
    let (first, body) = bytes.split_at(end);
    if first != head(of, body).as_bytes() {
        return None;
    }
    Some(serde_json::from_slice::<Packed>(body).ok()?.open())
}
