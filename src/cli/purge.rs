//! `purge`: removes files for good.

use super::args::{FormatArgs, TextArgs};
use super::context::{Context, Exit};
use crate::app::list::Ask;
use crate::app::purge::{AtRemote, PurgeTicket, Purged};
use crate::app::write::How;
use crate::app::{App, Error};
use crate::render::{Tone, sanitize};
use crate::store::FileKey;
use clap::Args;
use serde_json::json;
use std::collections::BTreeSet;

/// What a server still has to do: only it can remove what its own store holds. Large packs, which a server may be set to leave
/// alone, are gone through too.
pub const SERVER: &str = "git -c gc.bigPackThreshold=0 gc --prune=now";

/// Remove files and sensitive texts of tickets for good: here, and at the remotes
#[derive(Debug, Args)]
#[command(
    after_help = "What is not a ticket is a filter, over closed tickets too. A comment on each ticket says who removed what.\nNames, hashes and other texts stay in the history. What is recorded is sent, as by `tramite sync`. The server removes the\nbytes that it has by a step of its own, which is printed. Exit code 1: a remote did not follow. Who may is said by `purge:` in .tramite/desk.yaml; a leader, where it says nothing.\n\nExample:\n  $ printf 'a dump' > dump.sql && tramite attach 1 dump.sql && tramite purge 1 --yes -m \"Solved; the customer's data goes\"\n  $ tramite purge 'closed:<2026-08-01' --dry-run"
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
    // Nobody is asked about what they may not do.
    app.may_remove_files()?;
    let count: usize = tickets.iter().map(PurgeTicket::count).sum();
    if args.dry_run {
        app.may_purge(&tickets)?;
        tickets.retain(|t| t.count() > 0);
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
    if let Some(unfinished) = &done.unfinished {
        let text = format!("recorded, but the working tree is behind: {unfinished}");
        context.ui.say_as(Tone::Warn, "warning", &text);
    }
    let all = context.warn_of_kept(&done);
    told(context, &tickets, Some(&done), args.format)?;
    Ok(if all { Exit::Done } else { Exit::Findings })
}

impl Context {
    /// Warns of what stays of removed files, here and at remotes; whether every remote followed.
    pub fn warn_of_kept(&self, done: &Purged) -> bool {
        for (key, why) in &done.here.held {
            let text = format!("the content of {} stays in this repository: {why}", &key.sha256()[..12]);
            self.ui.say_as(Tone::Warn, "warning", &text);
        }
        for at in &done.remotes {
            let Some(failed) = &at.failed else { continue };
            let text = format!("removed here, but not at {:?}: {}", at.name, failed.what);
            self.ui.say_as(Tone::Warn, "warning", &sanitize::line(&text));
            for why in &failed.why {
                self.ui.say_as(Tone::Dim, "    why", &sanitize::line(why));
            }
            let mend = "purge again, or `tramite sync`, when it can be reached and lets you remove refs below refs/tramite/files/";
            self.ui.say_as(Tone::Dim, "   mend", mend);
        }
        done.remotes.iter().all(|at| at.failed.is_none())
    }
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
    for stray in &ticket.strays {
        text.push_str(&format!("\n  (a file that nothing names)  {}", &stray.sha256()[..12]));
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
    if format.json() {
        let tickets: Vec<_> = tickets
            .iter()
            .map(|t| {
                let strays: Vec<_> = t.strays.iter().map(FileKey::sha256).collect();
                json!({ "number": t.row.number, "uid": t.row.uid, "files": t.files, "unnamed": strays })
            })
            .collect();
        let nothing = Purged::default();
        let mut page = json!({ "version": 1, "dry_run": done.is_none(), "tickets": tickets });
        if let (Some(page), Some(more)) =
            (page.as_object_mut(), json_of(done.unwrap_or(&nothing)).as_object())
        {
            page.extend(more.clone());
        }
        return context.json(&page);
    }
    let count: usize = tickets.iter().map(PurgeTicket::count).sum();
    let mut text = String::new();
    for ticket in tickets {
        text.push_str(&lines(app, ticket));
        text.push('\n');
    }
    match done {
        None if tickets.is_empty() => text.push_str("none of these tickets has a file to remove\n"),
        None => text.push_str(&format!(
            "{} of {} would be removed for good\n",
            counted(count, "file"),
            counted(tickets.len(), "ticket")
        )),
        Some(done) => text.push_str(&told_of(app, done)),
    }
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

/// What became of removed files, for programs.
pub fn json_of(done: &Purged) -> serde_json::Value {
    let held =
        |(key, why): &(FileKey, String)| json!({ "uid": key.uid(), "sha256": key.sha256(), "why": why });
    let remote = |at: &AtRemote| json!({ "name": at.name, "removed": at.removed, "error": at.failed.as_ref().map(|e| &e.what) });
    let object =
        |(key, oid): (&FileKey, &String)| json!({ "uid": key.uid(), "sha256": key.sha256(), "oid": oid });
    json!({
        "commit": done.commit,
        "removed_here": done.here.gone,
        "removed_at_remote": done.remotes.iter().map(|at| at.removed).sum::<usize>(),
        "kept": done.here.held.iter().map(held).collect::<Vec<_>>(),
        "remotes": done.remotes.iter().map(remote).collect::<Vec<_>>(),
        "objects": done.objects.iter().map(object).collect::<Vec<_>>(),
        "server": (!done.remotes.is_empty()).then_some(SERVER),
    })
}

/// The same for people: what is gone, and what others have to do.
pub fn told_of(app: &App, done: &Purged) -> String {
    let mut text = format!("{} removed from this repository", counted(done.here.gone, "file"));
    for at in &done.remotes {
        text.push_str(&format!(", {} removed at {}", counted(at.removed, "ref"), sanitize::line(&at.name)));
    }
    if !app.store.has_remote() {
        text.push_str("; there is no remote");
    }
    text.push('\n');
    if !done.remotes.is_empty() && !done.objects.is_empty() {
        text.push_str(&format!(
            "The server still holds the bytes until it runs, in its repository: {SERVER}\n\
             Then `git cat-file -e ID` fails there, and in every clone, for each of:\n"
        ));
        let ids: BTreeSet<&String> = done.objects.values().collect();
        for id in ids {
            text.push_str(&format!("  {id}\n"));
        }
        text.push_str(
            "`tramite sync` tells the other clones, which then remove theirs. A sync that has to remove refs at the server\n\
             once more says so: then the server's step is due again.\n",
        );
    }
    text
}
