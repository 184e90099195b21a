//! `type add`, `type rename-status`: a desk's types changed by a program.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use crate::app::Error;
use crate::app::rename::Rename;
use crate::app::write::How;
use crate::render::{Tone, sanitize};
use clap::Args;

/// What to bring.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// A preset and one of its types
    #[arg(value_name = "PRESET/TYPE")]
    pub name: String,
    /// Show what would be brought, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// What to rename.
#[derive(Debug, Args)]
pub struct RenameArgs {
    /// The type's id or title
    #[arg(value_name = "TYPE")]
    pub type_id: String,
    /// The status: its id or label
    pub old: String,
    /// Its new id
    pub new: String,
    /// Show what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// `type add`.
pub fn add(context: &Context, args: &AddArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let Some((preset, type_name)) = args.name.split_once('/') else {
        return Err(Error::usage(format!("{:?} is not PRESET/TYPE", args.name)).mend(format!(
            "write helpdesk/question; there are the presets {}",
            crate::app::preset::names().join(", ")
        )));
    };
    let (added, commit, unfinished) = if args.dry_run {
        (app.adopt_preview(preset, type_name)?, None, None)
    } else {
        let done = app.adopt(preset, type_name, How::default())?;
        (done.made, done.commits.last().cloned(), done.unfinished)
    };
    told(context, unfinished.as_deref());
    if args.format.json() {
        return context.json(&serde_json::json!({
            "version": 1, "dry_run": args.dry_run, "commit": commit,
            "type": added.type_id, "files": added.files, "edited": added.edited, "notes": added.notes,
        }));
    }
    let done = if args.dry_run { "would be added" } else { "added" };
    let mut text = format!("type {} {done}\n", sanitize::line(&added.type_id));
    list(&mut text, "new", &added.files);
    list(&mut text, "edited", &added.edited);
    list(&mut text, "note", &added.notes);
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

/// `type rename-status`.
pub fn rename(context: &Context, args: &RenameArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let rename = Rename { type_id: args.type_id.clone(), old: args.old.clone(), new: args.new.clone() };
    let (renamed, commit, unfinished) = if args.dry_run {
        (app.rename_preview(&rename)?, None, None)
    } else {
        let done = app.rename_status(&rename, How::default())?;
        (done.made, done.commits.last().cloned(), done.unfinished)
    };
    told(context, unfinished.as_deref());
    if args.format.json() {
        return context.json(&serde_json::json!({
            "version": 1, "dry_run": args.dry_run, "commit": commit,
            "files": renamed.files, "tickets": renamed.tickets, "notes": renamed.notes,
        }));
    }
    let count = match renamed.tickets.len() {
        1 => "1 ticket".to_owned(),
        n => format!("{n} tickets"),
    };
    let done = if args.dry_run { "would be renamed" } else { "renamed" };
    let mut text = format!("{} {done} in {count}\n", sanitize::line(&format!("{} → {}", args.old, args.new)));
    list(&mut text, "edited", &renamed.files);
    list(&mut text, "note", &renamed.notes);
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

fn list(text: &mut String, what: &str, items: &[String]) {
    for item in items {
        text.push_str(&format!("  {what}: {}\n", sanitize::line(item)));
    }
}

fn told(context: &Context, unfinished: Option<&str>) {
    if let Some(unfinished) = unfinished {
        let text = format!("recorded, but the working tree is behind: {unfinished}");
        context.ui.say_as(Tone::Warn, "warning", &text);
    }
}
