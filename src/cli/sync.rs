//! `sync`: what others did comes, what is done here goes.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use crate::app::Error;
use crate::app::sync::{Options, Outcome, Removed, SyncClash, Synced, Traffic, Watch, settle, sync};
use crate::model::merge::Side;
use crate::render::{Tone, sanitize};
use crate::store::FileKey;
use crate::ui::Choice;
use clap::Args;

/// As many removed files are named to people.
const MOST_REMOVED: usize = 10;

/// Fetch what others did, merge it with what was done here, send both
#[derive(Debug, Args)]
#[command(
    after_help = "Tickets are merged key by key, in one commit; nothing moves until all of it has worked. Where both sides changed the same key, each otherwise, both values are told with who wrote them: exit 5, nothing changed. Two tickets with one number: the younger gets another.\n\nThe branch goes to where it comes from (`git branch -vv`), else to `origin`; an empty bare repository is enough to begin with.\n\nExample:\n  $ tramite sync"
)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct SyncArgs {
    /// Where both sides changed the same: keep what was written here
    #[arg(long, conflicts_with = "theirs")]
    pub ours: bool,
    /// Where both sides changed the same: take what was written there
    #[arg(long)]
    pub theirs: bool,
    /// Settle the conflicts of tickets that git merge, rebase or cherry-pick left, and stage the files
    #[arg(long, conflicts_with = "dry_run")]
    pub resolve: bool,
    /// Fetch every attached file too
    #[arg(long, conflicts_with_all = ["resolve", "dry_run"])]
    pub files: bool,
    /// Only say what would come and go
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &SyncArgs) -> Result<Exit, Error> {
    let settle = match (args.ours, args.theirs) {
        (true, _) => Some(Side::Ours),
        (_, true) => Some(Side::Theirs),
        _ => None,
    };
    if args.resolve {
        return resolve(context, settle, args.format);
    }
    let options = Options { settle, dry_run: args.dry_run, keep: false };
    let mut ask = |clash: &SyncClash| choose(context, clash);
    let mut bar = context.ui.progress("sync", None);
    let mut hear = |line: &str| bar.say(line);
    let mut watch = Watch::default();
    if context.ui.can_ask() && !args.dry_run {
        watch.ask = Some(&mut ask);
    }
    if context.ui.stderr_is_tty {
        watch.progress = Some(&mut hear);
    }
    let mut synced = sync(&context.env, options, &mut watch)?;
    drop(bar);
    if args.files {
        fetch(context, &mut synced)?;
    }
    for text in &synced.warnings {
        context.ui.say_as(Tone::Warn, "warning", &sanitize::line(text));
    }
    if let Some(unfinished) = &synced.unfinished {
        let text = format!("merged, but the working tree is behind: {unfinished}");
        context.ui.say_as(Tone::Warn, "warning", &sanitize::line(&text));
    }
    if args.format.json() {
        return context.json(&json(&synced));
    }
    context.ui.print(&text(&synced))?;
    Ok(Exit::Done)
}

/// Fetches every file that is not here.
fn fetch(context: &Context, synced: &mut Synced) -> Result<(), Error> {
    let app = context.app()?;
    let Some(remote) = app.store.remote() else { return Ok(()) };
    let (count, wrong) = app.fetch_files(&remote)?;
    synced.fetched = count;
    for key in wrong {
        synced
            .warnings
            .push(format!("{remote:?} has other bytes under the name of the file {}", key.sha256()));
    }
    Ok(())
}

fn resolve(context: &Context, settle: Option<Side>, format: FormatArgs) -> Result<Exit, Error> {
    let mut ask = |clash: &SyncClash| choose(context, clash);
    let mut watch = Watch::default();
    if context.ui.can_ask() {
        watch.ask = Some(&mut ask);
    }
    let resolved = settle::resolve(&context.env, settle, &mut watch)?;
    settle::nothing_to_settle(&resolved)?;
    if format.json() {
        let chosen: Vec<_> = resolved.chosen.iter().map(|(clash, side)| chosen(clash, *side)).collect();
        let left: Vec<_> =
            resolved.left.iter().map(|(path, why)| serde_json::json!({"path": path, "why": why})).collect();
        return context.json(&serde_json::json!({
            "version": 1,
            "operation": resolved.operation.map(|(what, _)| what),
            "files": resolved.settled,
            "settled": chosen,
            "left": left,
        }));
    }
    let mut text = String::new();
    for path in &resolved.settled {
        text.push_str(&format!("settled {}\n", sanitize::line(path)));
    }
    for (clash, side) in &resolved.chosen {
        let line = format!("  {} {}: {}", clash.ticket, clash.key, kept(clash, *side));
        text.push_str(&format!("  {}\n", sanitize::line(line.trim_start())));
    }
    for (path, why) in &resolved.left {
        text.push_str(&format!("left {}: {}\n", sanitize::line(path), sanitize::line(why)));
    }
    if resolved.settled.is_empty() && resolved.left.is_empty() {
        text.push_str("nothing is in conflict\n");
    }
    if let Some((what, mend)) = resolved.operation {
        text.push_str(&format!("the {what} is still under way: {mend}\n"));
    }
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

/// Which value stays, and which goes.
fn kept(clash: &SyncClash, side: Side) -> String {
    match side {
        Side::Ours => format!("{}, not {}", clash.ours.told("here"), clash.theirs.told("there")),
        _ => format!("{}, not {}", clash.theirs.told("there"), clash.ours.told("here")),
    }
}

fn chosen(clash: &SyncClash, side: Side) -> serde_json::Value {
    serde_json::json!({
        "ticket": clash.ticket,
        "key": clash.key,
        "ours": clash.ours.value,
        "theirs": clash.theirs.value,
        "kept": if side == Side::Ours { "ours" } else { "theirs" },
    })
}

/// Asks which of two values is to stay.
pub fn choose(context: &Context, clash: &SyncClash) -> Result<Side, Error> {
    let choices = [("here", &clash.ours), ("there", &clash.theirs)]
        .map(|(place, wrote)| Choice { label: wrote.told(place), help: None });
    let question = format!("{} {}", clash.ticket, clash.key);
    let chosen = context.ui.select(&question, &choices, 0, "tramite sync --ours, or --theirs")?;
    Ok(if chosen == 0 { Side::Ours } else { Side::Theirs })
}

fn text(synced: &Synced) -> String {
    let mut lines = Vec::new();
    let (would, is) = if synced.dry_run { ("would be ", "would be") } else { ("", "is now") };
    if !traffic(&synced.received).is_empty() {
        lines.push(format!("{would}received: {}", traffic(&synced.received)));
    }
    if !traffic(&synced.sent).is_empty() {
        let to = synced.sent_to.as_ref().map(|to| format!(" to {to}")).unwrap_or_default();
        lines.push(format!("{would}sent{to}: {}", traffic(&synced.sent)));
    }
    if synced.files > 0 {
        lines.push(format!("{would}sent: {}", plural(synced.files, "attached file")));
    }
    if synced.fetched > 0 {
        lines.push(format!("received: {}", plural(synced.fetched, "attached file")));
    }
    if !synced.removed.is_empty() {
        let one = |(key, removed): (&FileKey, &Removed)| {
            let name = removed.name.as_deref().unwrap_or(&key.sha256()[..12]);
            let place = match (removed.here, removed.remote) {
                (true, true) => "here and there",
                (true, false) => "here",
                _ => "there",
            };
            format!("removed for good: {} {name} ({place})", removed.ticket)
        };
        let mut told: Vec<String> = synced.removed.iter().map(one).collect();
        told.sort();
        let more = told.len().saturating_sub(MOST_REMOVED);
        told.truncate(MOST_REMOVED);
        lines.extend(told);
        if more > 0 {
            lines.push(format!("removed for good: {more} more (--format json names them)"));
        }
        if synced.removed.values().any(|removed| removed.remote) {
            lines.push(format!("the server's own step is due again: {}", super::purge::SERVER));
        }
    }
    for it in &synced.renumbered {
        lines.push(format!("{} {is} {}: an older ticket has {}", it.dir, it.to, it.from));
    }
    for (clash, side) in &synced.settled {
        lines.push(format!("{} {}: {}", clash.ticket, clash.key, kept(clash, *side)));
    }
    if lines.is_empty() {
        lines.push("nothing to exchange".to_owned());
    }
    let head = format!(
        "{}: {}",
        synced.upstream,
        match (synced.outcome, synced.dry_run) {
            (Outcome::Merged, false) => "merged",
            (Outcome::Merged, true) => "to be merged",
            _ => "in step",
        }
    );
    let all = std::iter::once(head).chain(lines.iter().map(|line| format!("  {line}")));
    let safe = all.map(|line| {
        let indent = if line.starts_with("  ") { "  " } else { "" };
        format!("{indent}{}\n", sanitize::line(&line))
    });
    safe.collect()
}

/// `3 commits: 202611/0007-k0ra new, 2 tickets changed, 4 comments`.
fn traffic(traffic: &Traffic) -> String {
    const NAMED: usize = 5;
    if traffic.commits == 0 {
        return String::new();
    }
    let mut parts = Vec::new();
    for (tickets, how) in [(&traffic.opened, "new"), (&traffic.changed, "changed")] {
        match tickets.len() {
            0 => {}
            1..=NAMED => parts.push(format!("{how} {}", tickets.join(" "))),
            many => parts.push(format!("{many} tickets {how}")),
        }
    }
    for (n, what) in [
        (traffic.comments, "comment"),
        (traffic.configuration, "file of the configuration"),
        (traffic.other, "other file"),
    ] {
        if n > 0 {
            parts.push(match what {
                "file of the configuration" if n > 1 => format!("{n} files of the configuration"),
                what => plural(n, what),
            });
        }
    }
    let commits = plural(traffic.commits, "commit");
    if parts.is_empty() { commits } else { format!("{commits}: {}", parts.join(", ")) }
}

fn plural(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn json(synced: &Synced) -> serde_json::Value {
    let traffic = |it: &Traffic| {
        serde_json::json!({
            "commits": it.commits, "opened": it.opened, "changed": it.changed, "comments": it.comments,
            "configuration": it.configuration, "other": it.other,
        })
    };
    let renumbered: Vec<_> = synced
        .renumbered
        .iter()
        .map(|it| serde_json::json!({"ticket": it.dir.to_string(), "uid": it.uid, "from": it.from, "to": it.to}))
        .collect();
    let settled: Vec<_> = synced.settled.iter().map(|(clash, side)| chosen(clash, *side)).collect();
    serde_json::json!({
        "version": 1,
        "upstream": synced.upstream,
        "sent_to": synced.sent_to,
        "outcome": match synced.outcome {
            Outcome::Same => "same",
            Outcome::Forward => "forward",
            Outcome::Merged => "merged",
        },
        "head": synced.head,
        "merge": synced.merge,
        "dry_run": synced.dry_run,
        "received": traffic(&synced.received),
        "sent": traffic(&synced.sent),
        "files_sent": synced.files,
        "files_received": synced.fetched,
        "files_removed": synced.removed.iter().map(|(key, removed)| serde_json::json!({
            "ticket": removed.ticket, "uid": key.uid(), "name": removed.name, "sha256": key.sha256(),
            "here": removed.here, "remote": removed.remote,
        })).collect::<Vec<_>>(),
        "renumbered": renumbered,
        "settled": settled,
        "warnings": synced.warnings,
    })
}
