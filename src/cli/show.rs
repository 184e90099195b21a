//! `show`: one ticket, and what may come next.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use super::pages;
use crate::app::{App, Error};
use crate::index::TicketRow;
use crate::process::lint;
use crate::render::{self, Tone};
use clap::Args;

/// Show a ticket: its state, its thread, its clocks, and what may come next
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite show 1")]
pub struct ShowArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &ShowArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let shown = app.show(&row)?;
    warn_uncommitted(context, &shown.uncommitted);
    if let Err(error) = &shown.commits {
        context.ui.say_as(Tone::Warn, "warning", &format!("its commits cannot be read: {error}"));
    }
    warn_unknown(context, app, [&row]);
    if args.format.json() {
        return context.json(&app.shown_json(&shown));
    }
    let page = context.page(app);
    context.show(&render::ticket::render(&pages::ticket_page(app, &shown), page))
}

/// What is read is what is committed; uncommitted edits are said.
pub fn warn_uncommitted(context: &Context, paths: &[String]) {
    for path in paths {
        context.ui.say_as(
            Tone::Warn,
            "warning",
            &format!("{path} has uncommitted edits, which are not shown"),
        );
    }
}

/// A type, status or priority that the desk does not know is shown as it stands, and said.
pub fn warn_unknown<'r>(context: &Context, app: &App, rows: impl IntoIterator<Item = &'r TicketRow>) {
    for row in rows {
        let number = row.number;
        for unknown in lint::unknown(&app.config, &row.type_id, &row.status, row.priority.as_deref()) {
            let mend = match unknown.key.as_deref() {
                Some("status") => format!("tramite transition {number} STATUS"),
                Some(key) => format!("tramite set {number} {key}=VALUE"),
                None => format!("tramite edit {number}"),
            };
            let text = format!("{number}: {}; `{mend}` mends it", unknown.message);
            context.ui.say_as(Tone::Warn, "warning", &text);
        }
    }
}
