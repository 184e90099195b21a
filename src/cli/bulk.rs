//! `bulk`: one change of many tickets.

use super::args::{TextArgs, WriteArgs};
use super::context::{Context, Exit};
use super::list::query;
use crate::app::bulk::{Actions, Bulk, is_action};
use crate::app::list::Ask;
use crate::app::{App, Error};
use crate::model::{Comment, CommentKind};
use crate::render::{self, Cell, Column, Table, Tone};
use clap::Args;

/// Change many tickets in one commit, all of them or none
#[derive(Debug, Args)]
#[command(
    after_help = "QUERY is one word in quotes, or several terms; see `tramite list --help`. ACTION is status=S, KEY=VALUE (`KEY=` clears), +tag, -tag, assign=WHO, macro=ID, route=true, approve=WHAT:VERDICT. Closed and rejected tickets are left out unless QUERY names them (by category, status or number) or --all is given. What would change is shown first, and all that is refused: where one ticket is refused nothing is written. On a terminal you are asked, elsewhere --yes does it.\n\nExample:\n  $ tramite bulk 'type:question -assignee:none' priority=high +export -billing --dry-run"
)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub struct BulkArgs {
    /// Which tickets: a filter
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub query: String,
    /// What to do to each
    #[arg(value_name = "ACTION", allow_hyphen_values = true)]
    pub actions: Vec<String>,
    #[command(flatten)]
    pub text: TextArgs,
    /// The text is for the customers
    #[arg(long)]
    pub public: bool,
    /// The channel that the text goes by
    #[arg(long, value_name = "CHANNEL")]
    pub channel: Option<String>,
    /// Closed and rejected tickets too
    #[arg(long)]
    pub all: bool,
    /// Show what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do it without asking
    #[arg(short, long)]
    pub yes: bool,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &BulkArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    // Terms behind the first word belong to the query.
    let terms = args.actions.iter().take_while(|word| !is_action(word)).count();
    let (more, actions) = args.actions.split_at(terms);
    if is_action(&args.query) && !args.query.starts_with('-') {
        return Err(Error::usage(format!("{:?} is an action; which tickets?", args.query))
            .mend("give a query first: tramite bulk status:open priority=high"));
    }
    let words: Vec<String> = std::iter::once(&args.query).chain(more).cloned().collect();
    let filter = query(context, app, &words)?;
    if filter.is_empty() {
        return Err(Error::usage("the query is empty, which would mean every ticket")
            .mend("name the tickets, for example -category:closed,rejected"));
    }
    let kind = if args.public { CommentKind::Public } else { CommentKind::Internal };
    let comment = context.given_text(&args.text)?.map(|text| {
        let channel = args.channel.clone();
        Comment { channel, ..Comment::new(kind, &text) }
    });
    if actions.is_empty() && comment.is_none() {
        return Err(Error::usage("there is nothing to do: no action, no text")
            .mend("add actions: tramite bulk status:open priority=high +tag"));
    }
    let actions = Actions::read(actions, comment)?;
    let ask = Ask { query: filter, all: args.all, order: Vec::new() };
    let how = context.how(&args.write)?;
    let bulk = app.bulk_preview(&ask, &actions, how)?;
    if args.dry_run {
        let exit = if bulk.refused.is_empty() { Exit::Done } else { Exit::Findings };
        shown(context, app, &bulk, args, false, None)?;
        return Ok(exit);
    }
    if let Some(error) = bulk.refusal() {
        return Err(error);
    }
    if bulk.lines.is_empty() || args.yes {
        let done = app.bulk(&ask, &actions, how, None)?;
        warn(context, &done.made, done.unfinished.as_deref());
        return shown(context, app, &done.made, args, true, done.commits.first());
    }
    if !context.ui.can_ask() {
        return Err(Error::usage(format!("{} would change, and nobody was asked", tickets(&bulk)))
            .because("there is no terminal to ask on; nothing is changed")
            .mend("--dry-run shows what would be done, --yes does it"));
    }
    context.ui.print(&render::table::render(&table(app, &bulk), context.page(app)))?;
    if !context.ui.confirm(&format!("Change {}?", tickets(&bulk)), false, "--yes")? {
        context.ui.say("nothing is changed");
        return Ok(Exit::Done);
    }
    let done = app.bulk(&ask, &actions, how, Some(&bulk))?;
    warn(context, &done.made, done.unfinished.as_deref());
    context.ui.print(&format!("{} changed, in one commit\n", tickets(&done.made)))?;
    Ok(Exit::Done)
}

fn tickets(bulk: &Bulk) -> String {
    match bulk.lines.len() {
        1 => "1 ticket".to_owned(),
        n => format!("{n} tickets"),
    }
}

fn warn(context: &Context, bulk: &Bulk, unfinished: Option<&str>) {
    for warning in &bulk.warnings {
        context.ui.say_as(Tone::Warn, "warning", warning);
    }
    if let Some(unfinished) = unfinished {
        context.ui.say_as(
            Tone::Warn,
            "warning",
            &format!("recorded, but the working tree is behind: {unfinished}"),
        );
    }
}

/// The whole of it, done or not.
fn shown(
    context: &Context,
    app: &App,
    bulk: &Bulk,
    args: &BulkArgs,
    done: bool,
    commit: Option<&String>,
) -> Result<Exit, Error> {
    if args.write.format.json() {
        return context.json(&serde_json::json!({
            "version": 1, "dry_run": args.dry_run, "commit": commit,
            "tickets": bulk.lines, "unchanged": bulk.unchanged, "refused": bulk.refused,
        }));
    }
    if bulk.lines.is_empty() && bulk.refused.is_empty() {
        let text = match bulk.unchanged.len() {
            0 => "no ticket matches, nothing written\n".to_owned(),
            n => format!("nothing to change in {n} of {n} tickets, nothing written\n"),
        };
        context.ui.print(&text)?;
        return Ok(Exit::Done);
    }
    context.show(&render::table::render(&table(app, bulk), context.page(app)))?;
    if done {
        context.ui.print(&format!("{} changed, in one commit\n", tickets(bulk)))?;
    }
    Ok(Exit::Done)
}

fn table(app: &App, bulk: &Bulk) -> Table {
    let mut table = Table::new(vec![
        Column::new("number", app.locale).keep(9),
        Column::new("title", app.locale),
        Column::headed("what", app.locale).keep(5),
    ]);
    for line in &bulk.lines {
        table.push(vec![
            Cell::text(&*line.number).tone(Tone::Name),
            Cell::text(&*line.title),
            Cell::text(&*line.changes),
        ]);
    }
    for refused in &bulk.refused {
        table.push(vec![
            Cell::text(&*refused.number).tone(Tone::Name),
            Cell::text(&*refused.title),
            Cell::text(format!("refused: {}", refused.why.join("; "))).tone(Tone::Bad),
        ]);
    }
    table
}
