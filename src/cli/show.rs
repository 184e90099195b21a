//! `show`: one ticket, and what may come next.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use super::pages;
use crate::app::Error;
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
