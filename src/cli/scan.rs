//! `scan`: the commits of another repository that name tickets.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use super::links::tell_unresolved;
use super::pages::short;
use crate::app::Error;
use crate::app::scan::Scanned;
use crate::app::write::How;
use crate::render::{Tone, sanitize};
use clap::Args;

/// Record the commits of another repository that name tickets, and do what a fix does
#[derive(Debug, Args)]
#[command(
    after_help = "REPO is a folder, or one of the desk's `repositories` by path or name. Without RANGE: the branches that the desk names there, else all.\nOne commit records everything; what is recorded already is left alone. A fix does what the type's `events` say of `fixed`, once it is where the desk says that it counts; what the rules refuse is listed.\n\nExample:\n  $ tramite scan . --dry-run"
)]
pub struct ScanArgs {
    /// The repository
    #[arg(value_name = "REPO")]
    pub repository: String,
    /// The commits to look at, such as v1.0..main
    #[arg(value_name = "RANGE")]
    pub range: Option<String>,
    /// Only say what would be recorded
    #[arg(long)]
    pub dry_run: bool,
    /// Rewrite ticket files even though their YAML comments, anchors and tags are lost
    #[arg(long)]
    pub drop_yaml_comments: bool,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &ScanArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let how = How { at: None, drop_yaml_comments: args.drop_yaml_comments };
    let scanned = app.scan(&args.repository, args.range.as_deref(), how, args.dry_run)?;
    let warn = |text: &str| context.ui.say_as(Tone::Warn, "warning", text);
    scanned.notes.iter().for_each(|note| warn(note));
    if let Some(unfinished) = &scanned.unfinished {
        warn(&format!("recorded, but the working tree is behind: {unfinished}"));
    }
    if args.format.json() {
        let mut json = serde_json::json!({ "version": 1, "dry_run": args.dry_run });
        if let (Some(envelope), Ok(serde_json::Value::Object(found))) =
            (json.as_object_mut(), serde_json::to_value(&scanned))
        {
            envelope.extend(found);
        }
        return context.json(&json);
    }
    tell_unresolved(context, &scanned.unresolved);
    context.ui.print(&told(&scanned, args.dry_run))?;
    Ok(Exit::Done)
}

fn told(scanned: &Scanned, dry_run: bool) -> String {
    let mut lines = Vec::new();
    for one in &scanned.recorded {
        let fixed = match &one.fixed {
            Some(fixed) => format!("fixes: {fixed}"),
            None => one.trailer.to_owned(),
        };
        let commit = format!("{} {}", scanned.repository, short(&one.commit));
        lines.push(format!("{}  {commit}  {fixed}  {}", one.ticket, one.subject));
    }
    for one in &scanned.moved {
        lines.push(format!("{}  status: {} → {}", one.ticket, one.from, one.to));
    }
    for one in &scanned.refused {
        lines.push(format!("{}  refused: {}", one.ticket, one.why.join("; ")));
    }
    let tickets: std::collections::BTreeSet<&str> =
        scanned.recorded.iter().map(|one| one.ticket.as_str()).collect();
    lines.push(match (scanned.recorded.len(), dry_run) {
        (0, _) => format!("{}: {} commits name tickets; nothing new", scanned.repository, scanned.commits),
        (n, true) => format!("{}: {n} would be recorded, of {} tickets", scanned.repository, tickets.len()),
        (n, false) => format!("{}: {n} recorded, of {} tickets", scanned.repository, tickets.len()),
    });
    let lines: Vec<String> = lines.iter().map(|line| sanitize::line(line)).collect();
    lines.join("\n") + "\n"
}
