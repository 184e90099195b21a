//! `links` and `orphans`: commits that name tickets.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use super::pages::short;
use crate::app::Error;
use crate::app::commits::{TicketCommit, Unresolved};
use crate::render::{self, Cell, Column, Table, Tone};
use clap::Args;

/// List the commits that name tickets by trailer, here and in other repositories
#[derive(Debug, Args)]
#[command(
    after_help = "A commit names a ticket by a trailer, never in prose: `Ticket: 202611/0007` or `Fixes: 202611/0007-k0ra` in the last paragraph of its message.\nOf this repository all branches are read; of others, what `tramite scan` recorded.\n\nExample:\n  $ tramite links --format json"
)]
pub struct LinksArgs {
    /// Only those of this ticket
    #[arg(value_name = "TICKET")]
    pub ticket: Option<String>,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// List the tickets that a commit fixes and that are still open
#[derive(Debug, Args)]
#[command(
    after_help = "A fix is listed once it is where the desk says that it counts (`repositories` of desk.yaml).\n\nExample:\n  $ tramite orphans"
)]
pub struct OrphansArgs {
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs `links`.
pub fn links(context: &Context, args: &LinksArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = args.ticket.as_deref().map(|text| app.find(text)).transpose()?;
    let found = app.links(row.as_ref())?;
    if args.format.json() {
        return context.json(&serde_json::json!({
            "version": 1, "links": found.links, "unresolved": found.unresolved,
        }));
    }
    let mut table = Table::new(vec![
        Column::new("ticket", app.locale).keep(9),
        Column::new("commit", app.locale).keep(8),
        Column::new("repository", app.locale),
        Column::new("trailer", app.locale),
        Column::new("at", app.locale).keep(4),
        Column::new("by", app.locale).keep(3),
        Column::new("subject", app.locale),
    ]);
    for linked in &found.links {
        let commit = &linked.commit;
        table.push(vec![
            Cell::text(&*linked.ticket).tone(Tone::Name),
            short(&commit.commit).into(),
            commit.repository.clone().into(),
            trailer(commit).into(),
            commit.at.into(),
            commit.by.as_ref().map(|by| by.name.clone()).into(),
            commit.subject.clone().into(),
        ]);
    }
    tell_unresolved(context, &found.unresolved);
    context.show(&render::table::render(&table, context.page(app)))
}

/// `fixes: merged`, `fixes`, `ticket`.
fn trailer(commit: &TicketCommit) -> String {
    match &commit.fixed {
        Some(fixed) => format!("fixes: {fixed}"),
        None => commit.trailer.to_owned(),
    }
}

/// Trailers that name no ticket, or not one alone: said, never acted on.
pub fn tell_unresolved(context: &Context, unresolved: &[Unresolved]) {
    for one in unresolved {
        let (commit, name) = (short(&one.commit), &one.name);
        let text = match (one.why, one.tickets.as_slice()) {
            ("ambiguous", tickets) => {
                format!("{commit}: {name} may be {}; not acted on", tickets.join(" or "))
            }
            (_, []) => format!("{commit}: {name} is no ticket of this desk"),
            (_, near) => format!("{commit}: {name} is no ticket of this desk; nearest: {}", near.join(", ")),
        };
        context.ui.say_as(Tone::Warn, "warning", &text);
    }
}

/// Runs `orphans`.
pub fn orphans(context: &Context, args: &OrphansArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let orphans = app.orphans()?;
    if args.format.json() {
        return context.json_list("orphans", &orphans);
    }
    let mut table = Table::new(vec![
        Column::new("ticket", app.locale).keep(9),
        Column::new("title", app.locale),
        Column::new("status", app.locale),
        Column::new("assignee", app.locale),
        Column::new("commit", app.locale).keep(8),
    ]);
    for orphan in &orphans {
        let commits: Vec<String> = orphan.commits.iter().map(place).collect();
        table.push(vec![
            Cell::text(&*orphan.ticket).tone(Tone::Name),
            Cell::text(&*orphan.title),
            Cell::text(&*orphan.status),
            orphan.assignee.clone().into(),
            commits.join(", ").into(),
        ]);
    }
    context.show(&render::table::render(&table, context.page(app)))
}

fn place(commit: &TicketCommit) -> String {
    let id = short(&commit.commit);
    let fixed = commit.fixed.as_deref().map(|fixed| format!(" ({fixed})")).unwrap_or_default();
    match &commit.repository {
        Some(name) => format!("{name} {id}{fixed}"),
        None => format!("{id}{fixed}"),
    }
}
