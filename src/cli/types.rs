//! `type list|show|schema|add|rename-status`.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use super::type_change;
use crate::app::{App, Error, types};
use crate::model::config::{FieldSpec, TypeTemplate};
use crate::process::fields;
use crate::render::{self, Cell, Column, Page, Table, Tone, sanitize};
use clap::{Args, Subcommand};

/// Kinds of ticket: their fields and flows
#[derive(Debug, Args)]
pub struct TypeArgs {
    #[command(subcommand)]
    pub command: TypeCommand,
}

/// What to tell about types.
#[derive(Debug, Subcommand)]
pub enum TypeCommand {
    /// List the desk's types
    #[command(after_help = "Example:\n  $ tramite type list")]
    List(FormatArgs),
    /// Show a type: its fields, statuses and moves
    #[command(after_help = "Example:\n  $ tramite type show problem --mermaid")]
    Show {
        /// The type's id or title
        #[arg(value_name = "TYPE")]
        id: String,
        /// Draw the flow as a Mermaid state diagram
        #[arg(long, conflicts_with = "format")]
        mermaid: bool,
        #[command(flatten)]
        format: FormatArgs,
    },
    /// Print a JSON Schema of the type's ticket file, for editors and importers
    #[command(after_help = "Example:\n  $ tramite type schema problem > problem.schema.json")]
    Schema {
        /// The type's id or title
        #[arg(value_name = "TYPE")]
        id: String,
    },
    /// Bring a preset's type into this desk, with its policy, tables, macros and views
    #[command(
        after_help = "Nothing of the desk is overwritten: where it has its own of an id, nothing is written (exit 4).\n\nExample:\n  $ tramite type add agencia/solicitacao --dry-run"
    )]
    Add(type_change::AddArgs),
    /// Give a status another id: in the type, in all that names it, and in its tickets
    #[command(after_help = "Example:\n  $ tramite type rename-status question open in_progress --dry-run")]
    RenameStatus(type_change::RenameArgs),
}

/// Runs one of them.
pub fn run(context: &Context, args: &TypeArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    match &args.command {
        TypeCommand::List(format) => {
            if format.json() {
                let types: Vec<_> = app
                    .config
                    .types
                    .values()
                    .map(|t| serde_json::json!({ "type": t.id, "title": t.title, "initial": t.flow.initial }))
                    .collect();
                return context.json_list("types", &types);
            }
            let mut table =
                Table::new(vec![Column::new("type", app.locale).keep(9), Column::new("title", app.locale)]);
            for template in app.config.types.values() {
                table.push(vec![Cell::text(&*template.id).tone(Tone::Name), template.title.clone().into()]);
            }
            context.show(&render::table::render(&table, context.page(app)))
        }
        TypeCommand::Add(args) => type_change::add(context, args),
        TypeCommand::RenameStatus(args) => type_change::rename(context, args),
        TypeCommand::Schema { id } => context.json(&types::schema(&app.config, app.type_template(id)?)),
        TypeCommand::Show { id, mermaid, format } => {
            let template = app.type_template(id)?;
            if *mermaid {
                context.ui.print(&types::mermaid(template))?;
                return Ok(Exit::Done);
            }
            if format.json() {
                return context.json(&serde_json::json!({ "version": 1, "type": template }));
            }
            context.show(&drawn(template, app, context.page(app)))
        }
    }
}

/// The type's fields, then each status with the moves that lead out of it.
fn drawn(template: &TypeTemplate, app: &App, page: Page) -> String {
    let title = template.title.clone().unwrap_or_else(|| template.id.clone());
    let mut text =
        format!("{}\n", page.paint(Tone::Strong, &sanitize::line(&format!("{title} ({})", template.id))));
    let mut table = Table::new(vec![
        Column::headed("field", app.locale).keep(9),
        Column::headed("label", app.locale).keep(7),
        Column::headed("kind", app.locale),
        Column::headed("required", app.locale).keep(8),
        Column::headed("values", app.locale).wrapped(),
    ]);
    for field in &template.fields {
        let kind = if fields::is_ticket_key(&field.id) { String::new() } else { kind_word(field) };
        let values: Vec<&str> = match field.id.as_str() {
            "priority" => app.config.desk.priorities.iter().map(|p| p.id.as_str()).collect(),
            _ => field.values.iter().map(|v| v.id.as_str()).collect(),
        };
        table.push(vec![
            Cell::text(&*field.id).tone(Tone::Name),
            field.label.clone().into(),
            Cell::text(kind),
            Cell::text(required(field)),
            Cell::text(field.table.as_ref().map_or_else(|| values.join(", "), |t| format!("table {t}"))),
        ]);
    }
    if !template.fields.is_empty() {
        text.push_str(&format!("\n{}", render::table::render(&table, page)));
    }
    text.push_str(&meanings(template, app));
    text.push('\n');
    for (id, status) in &template.flow.statuses {
        let label = status.label.clone().unwrap_or_else(|| id.clone());
        let begin = if *id == template.flow.initial { ", initial" } else { "" };
        let line = format!("{label} ({id}, {}{begin})", status.category.as_str());
        text.push_str(&format!("{}\n", page.paint(Tone::Strong, &sanitize::line(&line))));
        for transition in &template.flow.transitions {
            let from_here = transition.from.0.iter().any(|f| f == id)
                || (transition.from.0.iter().any(|f| f == "*") && !status.category.is_final());
            if !from_here || transition.to == *id {
                continue;
            }
            let mut needs: Vec<String> = transition.requires.iter().map(ToString::to_string).collect();
            if !transition.roles.is_empty() {
                needs.push(format!("by {}", transition.roles.join(" or ")));
            }
            if !transition.when.is_empty() {
                needs.push(format!("when {}", transition.when.0.join(" | ")));
            }
            let needs = if needs.is_empty() { String::new() } else { format!("  [{}]", needs.join(", ")) };
            text.push_str(&format!("  → {}\n", sanitize::line(&format!("{}{needs}", transition.to))));
        }
    }
    text
}

/// When a field is required, and for which tickets.
fn required(field: &FieldSpec) -> String {
    let stages = field.required.0.join(", ");
    if stages.is_empty() || field.when.is_empty() {
        return stages;
    }
    format!("{stages}, when {}", field.when.0.join(" | "))
}

fn kind_word(field: &FieldSpec) -> String {
    serde_json::to_value(field.kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What the values mean, where the desk says it: whoever opens a ticket chooses by it (A2).
fn meanings(template: &TypeTemplate, app: &App) -> String {
    let mut text = String::new();
    for field in &template.fields {
        let values: Vec<(&str, Option<&str>, Option<&str>)> = match field.id.as_str() {
            "priority" => {
                let all = app.config.desk.priorities.iter();
                all.map(|p| (p.id.as_str(), p.label.as_deref(), p.help.as_deref())).collect()
            }
            _ => {
                field.values.iter().map(|v| (v.id.as_str(), v.label.as_deref(), v.help.as_deref())).collect()
            }
        };
        for (id, label, help) in values {
            let Some(help) = help.filter(|help| !help.is_empty()) else { continue };
            let line = format!("  {} {}: {help}", field.id, label.unwrap_or(id));
            text.push_str(&format!("{}\n", sanitize::line(&line)));
        }
    }
    if text.is_empty() { text } else { format!("\n{text}") }
}
