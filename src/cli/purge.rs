//! `purge`: removes files for good.

use super::args::{FormatArgs, TextArgs};
use super::context::{Context, Exit};
use crate::app::list::Ask;
use crate::app::purge::{PurgeTicket, Purged};
use crate::app::write::How;
use crate::app::{App, Error, Kind};
use crate::render::{Tone, sanitize};
use clap::Args;
use serde_json::json;

/// What a server still has to do: only it can remove what its own store holds.
const SERVER: &str = "git gc --prune=now";

/// Remove files and sensitive texts of tickets for good: here, and at the remote
#[derive(Debug, Args)]
#[command(
    after_help = "What is not a ticket is a filter, over closed tickets too. A comment on each ticket says who removed what.\nNames, hashes and other texts stay in the history. The server removes the bytes that it has when it runs\n`git gc --prune=now` in its copy. Who may is said by `purge:` in .tramite/desk.yaml; a leader, where it says nothing.\n\nExample:\n  $ printf 'a dump' > dump.sql && tramite attach 1 dump.sql && tramite purge 1 --yes -m \"Solved; the customer's data goes\"\n  $ tramite purge 'closed:<2026-08-01' --dry-run"
)]
pub struct PurgeArgs {
    /// A ticket, or a filter
    #[arg(value_name = "TICKET|QUERY", required = true, allow_hyphen_values = true)]
    pub what: Vec<String>,
    /// Only this file, by name or hash; may be repeated
    #[arg(long, value_name = "NAME|HASH")]
    pub only: Vec<String>,
    #[command(flatten)]
    pub text: TextArgs,
    /// When it happened, if not now
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Only say what would go
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &PurgeArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let text = context.given_text(&args.text)?;
    let mut tickets = tickets(app, args)?;
    let count: usize = tickets.iter().map(|t| t.files.len()).sum();
    if args.dry_run {
        tickets.retain(|t| !t.files.is_empty());
        return told(context, &tickets, None, args.format);
    }
    if tickets.is_empty() {
        return told(context, &[], None, args.format);
    }
    if count > 0 && !args.yes {
        for ticket in &tickets {
            context.ui.say(&lines(app, ticket));
        }
        let question = format!("Remove {} for good?", counted(count, "file"));
        if !context.ui.confirm(&question, false, "--yes removes, --dry-run only shows")? {
            return Err(Error::usage("nothing is removed"));
        }
    }
    let at = args.at.as_deref().map(|text| app.read_time(text)).transpose()?;
    let done = app.purge(&tickets, text.as_deref(), How { at, ..How::default() })?;
    for (key, why) in &done.here.held {
        let text = format!("the content of {} stays in this repository: {why}", &key.sha256()[..12]);
        context.ui.say_as(Tone::Warn, "warning", &text);
    }
    if let Some(unfinished) = &done.unfinished {
        let text = format!("recorded, but the working tree is behind: {unfinished}");
        context.ui.say_as(Tone::Warn, "warning", &text);
    }
    remote_failed(&done)?;
    told(context, &tickets, Some(&done), args.format)
}

/// The ticket that is named, else those that the filter finds and that have or had files.
fn tickets(app: &App, args: &PurgeArgs) -> Result<Vec<PurgeTicket>, Error> {
    if let [one] = args.what.as_slice()
        && app.names_ticket(one)
    {
        return app.purgeable(vec![app.find(one)?], &args.only);
    }
    if !args.only.is_empty() {
        return Err(Error::usage("--only is for one ticket").mend("name the ticket: 7, 202611/0007"));
    }
    let query = app.query(&args.what.join(" "))?;
    if query.is_empty() {
        return Err(
            Error::usage("the filter is empty").mend("name a ticket, or say which: 'closed:<2026-08-01'")
        );
    }
    let listed = app.list(&Ask { query, all: true, order: Vec::new() })?;
    let mut found = app.purgeable(listed.into_iter().map(|l| l.row).collect(), &[])?;
    found.retain(PurgeTicket::has_any);
    Ok(found)
}

/// What the remote would not do is not done: said as a failure, with the way to go on.
fn remote_failed(done: &Purged) -> Result<(), Error> {
    let Some((remote, sent)) = &done.remote else { return Ok(()) };
    let what = format!("the files are removed here, but not at {remote:?}");
    let mend = "purge again, or run `tramite sync`, when the remote can be reached and lets you remove refs below refs/tramite/files/";
    match sent {
        Err(error) => {
            let mut failed = Error::new(Kind::Environment, what).because(error.what.clone());
            failed.why.extend(error.why.iter().cloned());
            Err(failed.mend(mend))
        }
        Ok(sent) => match sent.refused.first() {
            Some((_, why)) => Err(Error::new(Kind::Environment, what).because(why.clone()).mend(mend)),
            None => Ok(()),
        },
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn lines(app: &App, ticket: &PurgeTicket) -> String {
    let mut text = format!("{} {}", ticket.row.number, sanitize::line(&ticket.row.title));
    for file in &ticket.files {
        let name = file.name.as_deref().unwrap_or(app.locale.words().sensitive);
        let size = file.size.map(|size| format!(" ({})", app.locale.bytes(size))).unwrap_or_default();
        let short = file.sha256.get(..12).unwrap_or(&file.sha256);
        text.push_str(&format!("\n  {}{size}  {short}", sanitize::line(name)));
    }
    text
}

fn told(
    context: &Context,
    tickets: &[PurgeTicket],
    done: Option<&Purged>,
    format: FormatArgs,
) -> Result<Exit, Error> {
    let app = context.app()?;
    let remote =
        done.and_then(|d| d.remote.as_ref()).and_then(|(name, sent)| Some((name, sent.as_ref().ok()?)));
    if format.json() {
        let tickets: Vec<_> = tickets
            .iter()
            .map(|t| json!({ "number": t.row.number, "uid": t.row.uid, "files": t.files }))
            .collect();
        return context.json(&json!({
            "version": 1,
            "dry_run": done.is_none(),
            "tickets": tickets,
            "commit": done.and_then(|d| d.commit.as_deref()),
            "removed_here": done.map_or(0, |d| d.here.gone),
            "removed_at_remote": remote.map_or(0, |(_, sent)| sent.done),
            "kept": done.map_or_else(Vec::new, |d| {
                d.here.held.iter().map(|(k, why)| json!({ "uid": k.uid(), "sha256": k.sha256(), "why": why })).collect()
            }),
            "server": remote.map(|_| SERVER),
        }));
    }
    let count: usize = tickets.iter().map(|t| t.files.len()).sum();
    let mut text = String::new();
    for ticket in tickets {
        text.push_str(&lines(app, ticket));
        text.push('\n');
    }
    match done {
        None => text.push_str(&format!(
            "{} of {} would be removed for good\n",
            counted(count, "file"),
            counted(tickets.len(), "ticket")
        )),
        Some(done) => {
            text.push_str(&format!("{} removed from this repository", done.here.gone));
            match remote {
                Some((name, sent)) => {
                    text.push_str(&format!(
                        ", {} removed at {}\n",
                        counted(sent.done, "ref"),
                        sanitize::line(name)
                    ));
                    text.push_str(&format!(
                        "The server still holds the bytes until it runs, in its copy: {SERVER}\n\
                         `tramite sync` tells the other clones, which then remove theirs.\n"
                    ));
                }
                None => text.push_str("; there is no remote\n"),
            }
        }
    }
    context.ui.print(&text)?;
    Ok(Exit::Done)
}
