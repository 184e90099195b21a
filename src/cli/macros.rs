//! `macro list|show|render|apply|check`.

use super::args::{FileArgs, FormatArgs, WriteArgs};
use super::context::{Context, Exit};
use super::pages;
use super::validate::report;
use crate::app::Error;
use crate::app::macros::With;
use crate::app::validate::What;
use crate::model::Finding;
use crate::render::{self, Cell, Column, Table, Tone, sanitize};
use clap::{Args, Subcommand};
use std::collections::BTreeMap;

/// Reply templates with the actions that go with them
#[derive(Debug, Args)]
pub struct MacroArgs {
    #[command(subcommand)]
    pub command: MacroCommand,
}

/// What to do with macros.
#[derive(Debug, Subcommand)]
pub enum MacroCommand {
    /// List macros by group; for a ticket, those that fit it
    #[command(after_help = "Example:\n  $ tramite macro list")]
    List {
        /// Only those for this ticket
        ticket: Option<String>,
        #[command(flatten)]
        format: FormatArgs,
    },
    /// Show a macro: its text, what it asks and what it does
    #[command(after_help = "Example:\n  $ tramite macro show close/solved")]
    Show {
        /// Its id
        #[arg(value_name = "MACRO")]
        id: String,
        #[command(flatten)]
        format: FormatArgs,
    },
    /// Print a macro's text for a ticket; changes nothing
    #[command(
        after_help = "Example:\n  $ tramite macro render 1 collect/more_information -v \"question=Which browser?\""
    )]
    Render(RenderArgs),
    /// Post a macro's text and do what it does, in one commit
    #[command(after_help = "Example:\n  $ tramite macro apply 2 reply/received")]
    Apply(ApplyArgs),
    /// Find unknown names before anyone replies
    #[command(after_help = "Example:\n  $ tramite macro check")]
    Check(FormatArgs),
}

/// Arguments of `macro render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// The macro's id
    #[arg(value_name = "MACRO")]
    pub id: String,
    /// An answer to what the macro asks; may be repeated
    #[arg(short = 'v', long = "var", value_name = "KEY=VALUE")]
    pub vars: Vec<String>,
    /// The fields that are asked for, by id or label, with commas between
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub missing: Vec<String>,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Arguments of `macro apply`.
#[derive(Debug, Args)]
pub struct ApplyArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// The macro's id
    #[arg(value_name = "MACRO")]
    pub id: String,
    /// An answer to what the macro asks; may be repeated
    #[arg(short = 'v', long = "var", value_name = "KEY=VALUE")]
    pub vars: Vec<String>,
    /// The fields that are asked for, by id or label, with commas between
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub missing: Vec<String>,
    /// The channel it goes by
    #[arg(long, value_name = "CHANNEL")]
    pub channel: Option<String>,
    /// Who was spoken to
    #[arg(long, value_name = "WHO")]
    pub with: Option<String>,
    #[command(flatten)]
    pub files: FileArgs,
    /// Keep its text as a file, so that it too can be removed (`tramite purge`)
    #[arg(long)]
    pub sensitive: bool,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Runs one of them.
pub fn run(context: &Context, args: &MacroArgs) -> Result<Exit, Error> {
    match &args.command {
        MacroCommand::List { ticket, format } => list(context, ticket.as_deref(), *format),
        MacroCommand::Show { id, format } => show(context, id, *format),
        MacroCommand::Render(args) => render(context, args),
        MacroCommand::Apply(args) => apply(context, args),
        MacroCommand::Check(format) => {
            let findings: Vec<Finding> = context
                .unwarned()?
                .validate(&What::Config)?
                .into_iter()
                .filter(|f| f.path.as_deref().is_some_and(|p| p.starts_with(".tramite/macros/")))
                .collect();
            report(context, &findings, *format)
        }
    }
}

fn list(context: &Context, ticket: Option<&str>, format: FormatArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = ticket.map(|ticket| app.find(ticket)).transpose()?;
    let macros = app.macros(row.as_ref())?;
    if format.json() {
        return context.json_list("macros", &macros);
    }
    let mut table = Table::new(vec![
        Column::headed("id", app.locale).keep(9),
        Column::new("title", app.locale),
        Column::headed("kind", app.locale),
        Column::headed("ask", app.locale),
    ]);
    for one in macros {
        table.push(vec![
            Cell::text(one.id).tone(Tone::Name),
            Cell::text(one.title),
            Cell::text(pages::kind_word(app, one.kind)),
            Cell::text(one.ask.join(", ")),
        ]);
    }
    context.show(&render::table::render(&table, context.page(app)))
}

fn show(context: &Context, id: &str, format: FormatArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let id = app.macro_id(id)?;
    let spec =
        app.config.macros.get(&id).ok_or_else(|| Error::not_found(format!("there is no macro {id:?}")))?;
    if format.json() {
        let mut json = serde_json::to_value(spec).unwrap_or_default();
        json["id"] = id.into();
        json["text"] = spec.text.clone().into();
        return context.json(&serde_json::json!({ "version": 1, "macro": json }));
    }
    let path = app.config.files.get(&format!("macros/{id}")).cloned().unwrap_or_default();
    let file = app.store.read(&app.head, &path)?.unwrap_or_default();
    context.show(&sanitize::block(&String::from_utf8_lossy(&file)))
}

/// The answers given with `-v`; what else the macro asks is asked on a terminal.
fn answers(context: &Context, id: &str, vars: &[String]) -> Result<BTreeMap<String, String>, Error> {
    let app = context.app()?;
    let id = app.macro_id(id)?;
    let mut answers = BTreeMap::new();
    for text in vars {
        let (key, value) = text.split_once('=').ok_or_else(|| {
            Error::usage(format!("{text:?} is not KEY=VALUE")).mend("write for example -v rotina=Pedidos")
        })?;
        answers.insert(key.trim().to_owned(), value.to_owned());
    }
    if context.ui.can_ask()
        && let Some(spec) = app.config.macros.get(&id)
    {
        for ask in spec.ask.iter().filter(|ask| !answers.contains_key(&ask.id)).collect::<Vec<_>>() {
            let label = ask.label.clone().unwrap_or_else(|| ask.id.clone());
            let hint = format!("-v {}=…", ask.id);
            let value =
                context.ui.input(&label, ask.default.as_deref(), &hint, &|text| Ok(text.to_owned()))?;
            answers.insert(ask.id.clone(), value);
        }
    }
    Ok(answers)
}

fn render(context: &Context, args: &RenderArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let rendered =
        app.render_macro(&row, &args.id, &answers(context, &args.id, &args.vars)?, &args.missing)?;
    if args.format.json() {
        return context.json(&serde_json::json!({
            "version": 1, "id": rendered.id, "title": rendered.title, "kind": rendered.kind, "text": rendered.text,
        }));
    }
    let text = format!("{}\n", rendered.text.trim_end_matches('\n'));
    context.ui.print(&sanitize::block(&text))?;
    Ok(Exit::Done)
}

fn apply(context: &Context, args: &ApplyArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let answers = answers(context, &args.id, &args.vars)?;
    let mut enclosed = context.enclosed(&args.files)?;
    if args.sensitive {
        let text = app.render_macro(&row, &args.id, &answers, &args.missing)?.text;
        if text.trim().is_empty() {
            return Err(Error::usage(format!("macro {:?} has no text to keep", args.id))
                .mend("leave --sensitive out"));
        }
        enclosed.sensitive(&text);
    }
    let with = With {
        channel: args.channel.as_deref(),
        with: args.with.as_deref(),
        missing: &args.missing,
        files: &enclosed,
    };
    let done = app.apply_macro(&row, &args.id, &answers, with, context.how(&args.write)?)?;
    context.tell_of_files(&enclosed);
    context.done(&done, args.write.format)
}
