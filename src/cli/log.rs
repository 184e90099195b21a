//! `log`: the trâmites of one ticket.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use super::pages;
use crate::app::Error;
use crate::render;
use chrono::{DateTime, FixedOffset};
use clap::Args;

/// List a ticket's trâmites: who changed what, and when
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite log 1")]
pub struct LogArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &LogArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let tramites = app.log(&row)?;
    if args.format.json() {
        return context.json_list("tramites", &tramites);
    }
    let tramites = app.told(tramites);
    let files = pages::file_names(app, &app.index()?.snapshot(&row)?);
    let label = |key: &str, id: &str| match key {
        "file" => files.get(id).cloned(),
        _ => pages::label(app, &row.type_id, key, id),
    };
    let local = |at: DateTime<FixedOffset>| app.zone.local(at.to_utc());
    let labels = render::log::Labels { label: &label, local: &local };
    context.show(&render::log::render(&tramites, labels, context.page(app)))
}
