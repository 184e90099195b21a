//! A ticket judged by its content alone: what `validate` says of files, however they came to be.

use crate::model::config::Config;
use crate::model::{Comment, Severity, Snapshot};
use crate::process::{Violation, authority, values};
use chrono::DateTime;

/// What is wrong with a ticket as it stands: its type and status, what its keys name, the values of its fields.
/// Its comments have files of their own: see [`comment`]. Rules and required fields depend on time and history: see `broken_rules` and `judge`.
pub fn ticket(config: &Config, snapshot: &Snapshot) -> Vec<Violation> {
    let Some(template) = config.types.get(&snapshot.ticket.type_id) else {
        return vec![authority::unknown_type(config, snapshot)];
    };
    let mut found = Vec::new();
    let status = snapshot.ticket.status.as_str();
    if !template.flow.statuses.contains_key(status) {
        let hint = crate::process::resolve::status(template, status);
        let message = hint.map_or_else(
            |e| e.to_string(),
            |id| format!("status {status:?} is not how the file keeps it; write {id}"),
        );
        found.push(Violation::error("status", format!("{message} (type {})", template.id)).about("status"));
    }
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

/// What is wrong with a comment of a ticket: the channel, contact, fields and messages that it names. Nothing where the
/// ticket's type is unknown, which is said of the ticket.
pub fn comment(config: &Config, snapshot: &Snapshot, comment: &Comment) -> Vec<Violation> {
    let template = config.types.get(&snapshot.ticket.type_id);
    template.map_or_else(Vec::new, |template| values::of_comment(config, template, snapshot, comment))
}
