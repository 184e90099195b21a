//! A ticket judged by its content alone: what `validate` says of files, however they came to be.

use crate::model::config::{Config, TypeTemplate};
use crate::model::{Comment, Severity, Snapshot};
use crate::process::{Violation, authority, resolve, values};
use chrono::DateTime;

/// What is wrong with a ticket as it stands: its type and status, what its keys name, the values of its fields.
/// Its comments have files of their own: see [`comment`]. Rules and required fields depend on time and history: see `broken_rules` and `judge`.
pub fn ticket(config: &Config, snapshot: &Snapshot) -> Vec<Violation> {
    let Some(template) = config.types.get(&snapshot.ticket.type_id) else {
        return vec![authority::unknown_type(config, &snapshot.ticket.type_id)];
    };
    let status = snapshot.ticket.status.as_str();
    let mut found: Vec<Violation> = unknown_status(template, status).into_iter().collect();
    // Files hold nothing that depends on the day, so any day does.
    let now = DateTime::UNIX_EPOCH.fixed_offset();
    // People and tables go on changing after a ticket is done; what it names then is history.
    let done = template.flow.statuses.get(status).is_some_and(|s| s.category.is_final());
    let severity = |v: Violation| if done { v.with_severity(Severity::Warning) } else { v };
    found.extend(
        values::problems(config, template, snapshot, now, &|_| true, false).into_iter().map(severity),
    );
    for spec in &template.fields {
        let always = crate::process::fields::stages(spec).iter().any(|s| {
            matches!(s, crate::process::fields::Stage::Always | crate::process::fields::Stage::Open)
        });
        if always && spec.when.is_empty() && crate::process::fields::value_of(snapshot, &spec.id).is_none() {
            let label = spec.label.as_deref().unwrap_or(&spec.id);
            found.push(
                Violation::error("field_required", format!("{label} is required and not there"))
                    .about(&spec.id),
            );
        }
    }
    found
}

fn unknown_status(template: &TypeTemplate, status: &str) -> Option<Violation> {
    if template.flow.statuses.contains_key(status) {
        return None;
    }
    let message = resolve::status(template, status).map_or_else(
        |e| e.to_string(),
        |id| format!("status {status:?} is not how the file keeps it; write {id}"),
    );
    Some(Violation::error("status", format!("{message} (type {})", template.id)).about("status"))
}

/// Which of a ticket's type, status and priority the desk does not know: what a list must not show in silence. Each is
/// about its key.
pub fn unknown(config: &Config, type_id: &str, status: &str, priority: Option<&str>) -> Vec<Violation> {
    let mut found = Vec::new();
    match config.types.get(type_id) {
        None => found.push(authority::unknown_type(config, type_id)),
        Some(template) => found.extend(unknown_status(template, status)),
    }
    if let Some(text) = priority.filter(|text| config.desk.priorities.iter().all(|p| p.id != *text)) {
        let message = resolve::priority(config, text).map_or_else(
            |e| e.to_string(),
            |id| format!("priority {text:?} is not how the file keeps it; write {id}"),
        );
        found.push(Violation::error("value", message).about("priority"));
    }
    found
}

/// What is wrong with a comment of a ticket: the channel, contact, fields and messages that it names. Nothing where the
/// ticket's type is unknown, which is said of the ticket.
pub fn comment(config: &Config, snapshot: &Snapshot, comment: &Comment) -> Vec<Violation> {
    let template = config.types.get(&snapshot.ticket.type_id);
    template.map_or_else(Vec::new, |template| values::of_comment(config, template, snapshot, comment))
}
