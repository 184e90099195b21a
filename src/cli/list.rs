//! `list`, `search`, `next`, `board`, `view list`.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use super::pages;
use super::show::{warn_uncommitted, warn_unknown};
use crate::app::list::{Ask, Listed, TicketJson};
use crate::app::{App, Error};
use crate::model::Severity;
use crate::query::Query;
use crate::render::{self, Cell, Column, Table, Tone};
use crate::store::Ahead;
use clap::{Args, Subcommand};
use serde::Serialize;

/// List tickets
#[derive(Debug, Args)]
#[command(
    after_help = "QUERY is `key:value` terms that must all hold; `-` before one negates it, commas mean any.\nQuote `<` and `>`, which the shell would take. Closed and rejected tickets are left out unless the query asks for them.\n\nExample:\n  $ tramite list 'priority:>=high' -assignee:none\n  $ tramite list status:open,pending -tags:vip 'age:>3d' '\"last month\"'"
)]
pub struct ListArgs {
    /// A filter
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Vec<String>,
    /// A saved query (`tramite view list`)
    #[arg(long, value_name = "VIEW")]
    pub view: Option<String>,
    /// Closed and rejected ones too
    #[arg(long)]
    pub all: bool,
    /// Sort by these keys; `-` before one for descending
    #[arg(long, value_name = "KEYS", value_delimiter = ',', allow_hyphen_values = true)]
    pub order: Vec<String>,
    /// Show these columns
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub columns: Vec<String>,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Find tickets by text, without case or accents
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite search export")]
pub struct SearchArgs {
    /// Words, all of which must be in the ticket or its comments
    #[arg(value_name = "TEXT", required = true)]
    pub text: Vec<String>,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Show the ticket to work on next, by the desk's `next` view
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite next")]
pub struct NextArgs {
    /// How many
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 1)]
    pub count: usize,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Show open tickets by status, side by side
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite board type:question")]
pub struct BoardArgs {
    /// A filter
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Vec<String>,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Saved queries
#[derive(Debug, Args)]
pub struct ViewArgs {
    #[command(subcommand)]
    pub command: ViewCommand,
}

/// What to do with views.
#[derive(Debug, Subcommand)]
pub enum ViewCommand {
    /// List the desk's views and your own
    #[command(after_help = "Example:\n  $ tramite view list")]
    List(FormatArgs),
}

/// `list`.
pub fn list(context: &Context, args: &ListArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ahead = app.store.look_ahead();
    let mut columns = app.columns(&args.columns)?;
    let mut ask = Ask::default();
    if let Some(name) = &args.view {
        let view = app.view(name)?;
        ask = app.ask_of(view)?;
        if columns.is_empty() {
            columns = context.columns_of(app, view);
        }
    }
    let query = query(context, app, &args.query)?;
    if !query.is_empty() {
        ask.query = if args.view.is_some() { ask.query.and(&query) } else { query };
    }
    if args.all {
        ask.all = true;
    }
    if !args.order.is_empty() {
        ask.order.clone_from(&args.order);
    }
    let mut listed = app.list(&ask)?;
    if args.format.json() && args.order.is_empty() {
        // Programs get tickets by number (8.1), whatever a view's order is, unless they ask for another.
        listed.sort_by_key(|l| (l.snapshot.number(), l.row.uid.clone()));
    }
    print(context, app, ahead, &listed, &columns, args.format)
}

/// The words of a command line as one filter.
pub(super) fn query(context: &Context, app: &App, words: &[String]) -> Result<Query, Error> {
    let parts: Vec<String> = words
        .iter()
        .map(|word| {
            // A word with blanks came in quotes: it is one text, unless it has the form of terms.
            if word.starts_with('-') && !crate::query::is_term(word) {
                format!("\"{word}\"")
            } else {
                word.clone()
            }
        })
        .collect();
    context.query(app, &parts.join(" "))
}

/// What `list` gives to scripts (8.1).
#[derive(Serialize)]
struct Tickets {
    version: u32,
    tickets: Vec<TicketJson>,
}

fn print(
    context: &Context,
    app: &App,
    ahead: Ahead,
    listed: &[Listed],
    columns: &[String],
    format: FormatArgs,
) -> Result<Exit, Error> {
    let folders: Vec<String> = listed.iter().map(|l| l.snapshot.dir.path()).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let (dirty, page) = app.store.dirty_paths_meanwhile(ahead, &folders, || {
        if format.json() {
            let tickets = listed.iter().map(|l| app.ticket_json(l)).collect();
            let page = render::json::pretty(&Tickets { version: 1, tickets });
            page.map_err(|error| Error::environment(error.to_string()))
        } else {
            let table = pages::table(app, listed, columns);
            Ok(render::table::render(&table, context.page(app)))
        }
    });
    warn_uncommitted(context, &dirty.unwrap_or_default());
    warn_unknown(context, app, listed.iter().map(|l| &l.row));
    for problem in app.index()?.problems()?.iter().filter(|p| p.severity == Severity::Error) {
        context.ui.say_as(Tone::Warn, "warning", &Error::finding(problem).what);
    }
    let page = page?;
    if format.json() {
        context.ui.print(&page)?;
        return Ok(Exit::Done);
    }
    if listed.is_empty() && context.page(app).width.is_none() {
        context.ui.say(app.locale.words().no_match);
    }
    context.show(&page)
}

/// Shows a table. Without a terminal one without rows is as programs expect it, and whoever reads along is told.
fn show(context: &Context, app: &App, table: &Table, none: &str) -> Result<Exit, Error> {
    let page = context.page(app);
    if table.rows.is_empty() && page.width.is_none() {
        context.ui.say(none);
    }
    context.show(&render::table::render(table, page))
}

/// `search`.
pub fn search(context: &Context, args: &SearchArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let mut found = Vec::new();
    for one in app.index()?.search(&args.text.join(" "), 50)? {
        if app.sees(&one.row)? {
            found.push(one);
        }
    }
    warn_unknown(context, app, found.iter().map(|f| &f.row));
    if args.format.json() {
        let listed = app.listed(found.into_iter().map(|f| f.row).collect())?;
        let tickets: Vec<_> = listed.iter().map(|l| app.ticket_json(l)).collect();
        return context.json_list("tickets", &tickets);
    }
    let columns = ["number", "status", "title"].map(|id| Column::new(id, app.locale));
    let mut table = Table::new(columns.into_iter().chain([Column::titled("line", "")]).collect());
    for one in found {
        let status = pages::named(app, &one.row.type_id, "status", &one.row.status);
        let line = if one.line == one.row.title { String::new() } else { one.line };
        table.push(vec![
            Cell::text(one.row.number.to_string()).tone(Tone::Name),
            Cell::text(status),
            Cell::text(one.row.title),
            Cell::text(line).tone(Tone::Dim),
        ]);
    }
    show(context, app, &table, app.locale.words().no_match)
}

/// `next`.
pub fn next(context: &Context, args: &NextArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let view = app.next_view()?;
    let mut listed = app.list(&app.ask_of(&view)?)?;
    listed.truncate(args.count);
    warn_unknown(context, app, listed.iter().map(|l| &l.row));
    if args.format.json() {
        let tickets: Vec<_> = listed.iter().map(|l| app.ticket_json(l)).collect();
        return context.json_list("tickets", &tickets);
    }
    if let [one] = listed.as_slice()
        && args.count == 1
    {
        let shown = app.show(&one.row)?;
        warn_uncommitted(context, &shown.uncommitted);
        return context.show(&render::ticket::render(&pages::ticket_page(app, &shown), context.page(app)));
    }
    let columns = context.columns_of(app, &view);
    show(context, app, &pages::table(app, &listed, &columns), app.locale.words().nothing_to_do)
}

/// `board`: one column for each status that has tickets, in the order of the flows.
pub fn board(context: &Context, args: &BoardArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let listed = app.list(&Ask { query: query(context, app, &args.query)?, ..Ask::default() })?;
    warn_unknown(context, app, listed.iter().map(|l| &l.row));
    let mut columns: Vec<(String, Vec<&Listed>)> = Vec::new();
    for template in app.config.types.values() {
        for id in template.flow.statuses.keys() {
            let label = pages::named(app, &template.id, "status", id);
            let here = listed
                .iter()
                .filter(|l| l.snapshot.ticket.type_id == template.id && l.snapshot.ticket.status == *id);
            let here: Vec<&Listed> = here.collect();
            match columns.iter_mut().find(|(l, _)| *l == label) {
                Some((_, tickets)) => tickets.extend(here),
                None => columns.push((label, here)),
            }
        }
    }
    // What no flow has stands beside what they have: a ticket is not lost for its status.
    for one in &listed {
        let ticket = &one.snapshot.ticket;
        let flow = app.config.types.get(&ticket.type_id).map(|template| &template.flow);
        if flow.is_some_and(|flow| flow.statuses.contains_key(&ticket.status)) {
            continue;
        }
        match columns.iter_mut().find(|(label, _)| *label == ticket.status) {
            Some((_, tickets)) => tickets.push(one),
            None => columns.push((ticket.status.clone(), vec![one])),
        }
    }
    columns.retain(|(_, tickets)| !tickets.is_empty());
    if args.format.json() {
        let json: Vec<_> = columns
            .iter()
            .map(|(label, tickets)| {
                let tickets: Vec<_> = tickets.iter().map(|l| app.ticket_json(l)).collect();
                serde_json::json!({ "label": label, "tickets": tickets })
            })
            .collect();
        return context.json_list("columns", &json);
    }
    let mut table = Table::new(
        columns
            .iter()
            .map(|(label, t)| Column::titled(label, &format!("{label} ({})", t.len())).keep(5))
            .collect(),
    );
    for row in 0..columns.iter().map(|(_, t)| t.len()).max().unwrap_or(0) {
        let cells = columns.iter().map(|(_, tickets)| {
            tickets.get(row).map_or_else(Cell::empty, |l| {
                Cell::text(format!("{} {}", l.snapshot.number(), l.snapshot.ticket.title))
            })
        });
        table.push(cells.collect());
    }
    show(context, app, &table, app.locale.words().no_match)
}

/// `view list`.
pub fn views(context: &Context, args: &ViewArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ViewCommand::List(format) = &args.command;
    let reader = app.reader();
    let views: Vec<_> = app
        .config
        .views
        .iter()
        .filter(|v| v.person.as_deref().is_none_or(|p| Some(p) == reader.id()))
        .collect();
    if format.json() {
        let json: Vec<_> = views
            .iter()
            .map(|v| {
                serde_json::json!({
                    "id": v.id, "title": v.label, "query": v.query.0, "order": v.order, "columns": v.columns,
                    "person": v.person,
                })
            })
            .collect();
        return context.json_list("views", &json);
    }
    let mut table = Table::new(vec![
        Column::headed("id", app.locale).keep(9),
        Column::new("title", app.locale),
        Column::headed("query", app.locale),
    ]);
    for view in views {
        table.push(vec![
            Cell::text(&*view.id).tone(Tone::Name),
            view.label.clone().into(),
            Cell::text(view.query.0.join(" | ")),
        ]);
    }
    context.show(&render::table::render(&table, context.page(app)))
}
