//! Macros: their text, filters, questions and effects.

use super::places::Report;
use super::possible;
use crate::process::{macros, resolve};
use crate::query::{Place, Query};

/// Checks every macro.
pub fn check(report: &mut Report<'_>) {
    let config = report.config;
    for problem in macros::check(config) {
        report.file(format!("macros/{}", problem.id));
        report.error_in_text(problem.place, problem.message);
    }
    for (id, spec) in &config.macros {
        report.file(format!("macros/{id}"));
        report.filter(&["when"], &spec.when, Place::Anywhere, false);
        if let Ok(query) = Query::compile(&spec.when)
            && !possible::anywhere(config, &query)
        {
            let text = spec.when.0.join("\" or \"");
            report.warning(&["when"], format!("it is for no ticket: none of any type can fit \"{text}\""));
        }
        report.effects(&[], &spec.effects, None);
        if let Some(channel) = &spec.channel {
            report.id(&["channel"], "channel", channel, config.desk.channels.iter().map(|c| c.id.as_str()));
        }
        if spec.effects.macro_id.is_some() {
            report.error(&["macro"], "a macro does not post another; put both texts into one");
        }
        for (i, ask) in spec.ask.iter().enumerate() {
            let i = i.to_string();
            if macros::available(config).iter().any(|n| n.split('.').next() == Some(ask.id.as_str())) {
                report.error(
                    &["ask", &i, "id"],
                    format!("{:?} is a name of every macro; choose another id", ask.id),
                );
            }
            if let Some(table) = &ask.table
                && !config.tables.contains_key(table)
            {
                let known = config.tables.keys().map(|t| (t.as_str(), Vec::new()));
                if let Err(error) = resolve::name("table", table, known) {
                    report.error(&["ask", &i, "table"], error.to_string());
                }
            }
            if ask.kind == crate::model::config::FieldKind::Enum && ask.values.is_empty() {
                report.error(&["ask", &i], "an enum needs `values`");
            }
        }
    }
}
