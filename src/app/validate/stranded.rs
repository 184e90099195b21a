//! Open tickets that a change of the configuration would leave behind: their type or status is gone, a table's row that they
//! name, a field that is always required and that they lack.

use crate::app::App;
use crate::codec::config::locate;
use crate::model::config::{Config, ConfigFile, FieldKind};
use crate::model::{Finding, Severity, Value};
use crate::process::fields::{Stage, stages};
use std::collections::BTreeMap;

/// What is said of some tickets, and where.
type Place = (String, Vec<String>, String, bool);

impl App {
    /// One finding for each thing that is gone, with the tickets that need it. Nothing where history cannot be read.
    pub(super) fn stranded(&self, config: &Config, files: &[ConfigFile]) -> Vec<Finding> {
        let Ok(rows) = self.index().and_then(|index| Ok(index.all()?)) else { return Vec::new() };
        let mut found: BTreeMap<Place, Vec<String>> = BTreeMap::new();
        for row in rows {
            // What was open by the configuration that is committed.
            if self.is_final(&row) {
                continue;
            }
            let number = row.number.to_string();
            let mut note = |part: String, key: Vec<String>, what: String, error: bool| {
                found.entry((part, key, what, error)).or_default().push(number.clone());
            };
            let Some(template) = config.types.get(&row.type_id) else {
                note(
                    "desk".to_owned(),
                    Vec::new(),
                    format!(
                        "type {:?} is gone; put it back, or give its tickets another one: `tramite set TICKET type=…`",
                        row.type_id
                    ),
                    true,
                );
                continue;
            };
            let part = format!("types/{}", template.id);
            if !template.flow.statuses.contains_key(&row.status) {
                let what = format!(
                    "status {:?} is gone; `tramite type rename-status` takes its tickets along, `tramite bulk` moves them",
                    row.status
                );
                note(part, vec!["flow".to_owned(), "statuses".to_owned()], what, true);
                continue;
            }
            let Ok(ticket) = row.ticket() else { continue };
            for (n, spec) in template.fields.iter().enumerate() {
                let value = ticket.fields.get(&spec.id).and_then(Value::as_text);
                let key = |last: &str| vec!["fields".to_owned(), n.to_string(), last.to_owned()];
                let table = spec.table.as_deref().filter(|_| spec.kind == FieldKind::Row);
                if let (Some(value), Some(table)) = (value, table.and_then(|id| config.tables.get(id)))
                    && !table.rows.iter().any(|row| row.id == value)
                {
                    let what = format!(
                        "row {value:?} is gone, which the field {0} names; put it back, or `tramite bulk {0}:{value} {0}=…` names another",
                        spec.id
                    );
                    note(format!("tables/{}", table.table), vec!["rows".to_owned()], what, true);
                }
                let own = !crate::process::fields::is_ticket_key(&spec.id);
                let always = spec.when.is_empty() && stages(spec).contains(&Stage::Always);
                if own && always && value.is_none_or(str::is_empty) && !ticket.fields.contains_key(&spec.id) {
                    let what = format!(
                        "{0} is always required, and is not there; `tramite bulk {0}:none {0}=…` gives it",
                        spec.id
                    );
                    note(part.clone(), key("required"), what, false);
                }
            }
        }
        found
            .into_iter()
            .map(|((part, key, what, error), numbers)| {
                let count = match numbers.len() {
                    1 => "1 open ticket".to_owned(),
                    n => format!("{n} open tickets"),
                };
                let shown = numbers.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
                let more = if numbers.len() > 5 { " …" } else { "" };
                let severity = if error { Severity::Error } else { Severity::Warning };
                let message = format!("{what}: {count} ({shown}{more})");
                let path =
                    config.files.get(&part).cloned().unwrap_or_else(|| format!(".tramite/{part}.yaml"));
                let mut finding = Finding::error("stranded", message).with_severity(severity);
                let keys: Vec<&str> = key.iter().map(String::as_str).collect();
                let file = files.iter().find(|f| f.path == path);
                if let Some((line, column)) = file.and_then(|file| locate(file, &keys)) {
                    finding = finding.at(line, column);
                }
                finding.in_file(&path)
            })
            .collect()
    }
}
