//! `attachment list|get`: the files of a ticket.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use crate::app::attachments::{FileRow, FileState, moment};
use crate::app::{App, Error};
use crate::render::{self, Cell, Column, Table, Tone, sanitize};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// The files of a ticket: list them, get one
#[derive(Debug, Args)]
pub struct AttachmentArgs {
    #[command(subcommand)]
    pub command: AttachmentCommand,
}

/// What to do with attachments.
#[derive(Debug, Subcommand)]
pub enum AttachmentCommand {
    /// List a ticket's files and its sensitive texts, and where they are
    #[command(after_help = "Example:\n  $ tramite attachment list 1")]
    List {
        /// The ticket: 7, 202611/0007, or the first characters of its uid
        ticket: String,
        #[command(flatten)]
        format: FormatArgs,
    },
    /// Get one file: its hash is checked, and nothing is overwritten
    #[command(
        after_help = "It is fetched where it is not here. A name that could harm is changed: no path, no leading dot or dash. Nothing is opened or run.\n\nExample:\n  $ printf 'a log' > app.log && tramite attach 1 app.log && rm app.log && tramite attachment get 1 app.log"
    )]
    Get(GetArgs),
}

/// Arguments of `attachment get`.
#[derive(Debug, Args)]
pub struct GetArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// Its name, or eight or more first characters of its hash; the only one where absent
    #[arg(value_name = "NAME|HASH")]
    pub file: Option<String>,
    /// Write it into this folder
    #[arg(short, long, value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub output: PathBuf,
    /// Write it under this name
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs one of them.
pub fn run(context: &Context, args: &AttachmentArgs) -> Result<Exit, Error> {
    match &args.command {
        AttachmentCommand::List { ticket, format } => list(context, ticket, *format),
        AttachmentCommand::Get(args) => get(context, args),
    }
}

fn list(context: &Context, ticket: &str, format: FormatArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(ticket)?;
    let files = app.attachments(&row)?;
    if format.json() {
        return context.json_list("attachments", &files);
    }
    let mut table = Table::new(vec![
        Column::new("name", app.locale).keep(8),
        Column::new("size", app.locale).right(),
        Column::titled("sha256", "sha256").keep(12),
        Column::new("at", app.locale),
        Column::new("by", app.locale),
        Column::new("state", app.locale),
    ]);
    for file in &files {
        table.push(cells(app, file));
    }
    context.show(&render::table::render(&table, context.page(app)))
}

fn cells(app: &App, file: &FileRow) -> Vec<Cell> {
    let words = app.locale.words();
    let name = match (&file.name, file.text) {
        (Some(name), _) => Cell::text(name.clone()).tone(Tone::Name),
        (None, true) => Cell::text(words.sensitive).tone(Tone::Dim),
        (None, false) => Cell::text(words.file_removed).tone(Tone::Dim),
    };
    let (state, tone) = match file.state {
        FileState::Here => (app.locale.file_state("here"), Tone::Good),
        FileState::Elsewhere => (app.locale.file_state("elsewhere"), Tone::Dim),
        FileState::Purged => (app.locale.file_state("purged"), Tone::Warn),
    };
    let state = match (file.purged_at.as_deref().and_then(moment), &file.purged_by) {
        (Some(at), Some(by)) => {
            format!("{state} ({}, {})", app.locale.datetime(app.zone.local(at.to_utc())), by.name)
        }
        _ => state.to_owned(),
    };
    vec![
        name,
        file.size.map_or_else(Cell::empty, |size| Cell::text(app.locale.bytes(size))),
        Cell::text(file.sha256.get(..12).unwrap_or(&file.sha256)),
        file.at.as_deref().and_then(moment).map_or_else(Cell::empty, |at| app.zone.local(at.to_utc()).into()),
        file.by.as_ref().map_or_else(Cell::empty, |by| Cell::text(by.name.clone())),
        Cell::text(state).tone(tone),
    ]
}

fn get(context: &Context, args: &GetArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let file = app.attachment(&row, args.file.as_deref())?;
    let (path, there) = app.get_attachment(&row, &file, &args.output, args.name.as_deref())?;
    if file.name.as_deref().is_some_and(|name| args.name.is_none() && path.file_name() != Some(name.as_ref()))
    {
        context.ui.say_as(Tone::Warn, "warning", "its name was changed to one that can do no harm here");
    }
    let shown = path.display().to_string();
    if args.format.json() {
        return context.json(&serde_json::json!({
            "version": 1, "path": shown, "sha256": file.sha256, "size": file.size, "written": !there,
        }));
    }
    let already = if there { " (was there already)" } else { "" };
    context.ui.print(&format!("{}{already}\n", sanitize::line(&shown)))?;
    Ok(Exit::Done)
}
