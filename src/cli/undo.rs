//! `undo`: the last own operation taken back.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use super::pages::short;
use crate::app::Error;
use crate::render::{Tone, sanitize};
use clap::Args;

/// Take your last operation on the desk back
#[derive(Debug, Args)]
#[command(
    after_help = "A new commit takes it back; what others changed since stays. An opening, a comment or an attachment can be taken back only while it is the last commit and was not sent; then its commit goes. So does a commit that was not sent and that `check` or the remote refuses; a merge of that kind goes alone. A second `undo` takes the first one back.\n\nExample:\n  $ tramite undo --dry-run"
)]
pub struct UndoArgs {
    /// Only say what would be taken back, and how
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &UndoArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let undone = app.undo(args.dry_run)?;
    if let Some(unfinished) = &undone.unfinished {
        context.ui.say_as(
            Tone::Warn,
            "warning",
            &format!("taken back, but the working tree is behind: {unfinished}"),
        );
    }
    if args.format.json() {
        let mut json = serde_json::json!({ "version": 1, "dry_run": args.dry_run });
        if let (Some(envelope), Ok(serde_json::Value::Object(found))) =
            (json.as_object_mut(), serde_json::to_value(&undone))
        {
            envelope.extend(found);
        }
        return context.json(&json);
    }
    let how = match (undone.how, args.dry_run) {
        ("reverted", false) => "taken back by a new commit",
        ("reverted", true) => "would be taken back by a new commit",
        (_, false) => "taken back; its commit is gone",
        (_, true) => "would be taken back with its commit",
    };
    let line = format!("{} {}: {how}", short(&undone.undone), undone.subject);
    context.ui.print(&format!("{}\n", sanitize::line(&line)))?;
    Ok(Exit::Done)
}
