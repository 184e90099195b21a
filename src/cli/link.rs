//! `link`, `dismiss`.

use super::args::{TextArgs, WriteArgs};
use super::context::{Context, Exit};
use crate::app::relate::Target;
use crate::app::{App, Error};
use crate::process;
use clap::Args;

/// Link a ticket with another one, an issue, an article or a commit
#[derive(Debug, Args)]
#[command(
    after_help = "KIND: parent, child, duplicate_of, follow_up_of, related (a ticket), issue, kb (a URL), commit (REPOSITORY@ID).\n\nExample:\n  $ tramite link 2 issue https://issues.example/481"
)]
pub struct LinkArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// What the target is to the ticket: `link 2 parent 1` says that 1 is above 2
    pub kind: String,
    /// A ticket, a URL, or REPOSITORY@ID
    pub target: String,
    /// What it leads to is done (`false`: not yet), for `link:KIND.done`
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", conflicts_with = "remove")]
    pub done: Option<bool>,
    /// Take the link away
    #[arg(long)]
    pub remove: bool,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Say that a customer's message was none: the ticket goes back, and no clock counts it
#[derive(Debug, Args)]
#[command(
    after_help = "Without COMMENT: the customer's last message.\n\nExample:\n  $ tramite dismiss 1 -m \"They only talked among themselves\""
)]
pub struct DismissArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// The message's id, its first eight or more characters, or its last four
    pub comment: Option<String>,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// `link`.
pub fn link(context: &Context, args: &LinkArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let kind = process::link_kind(&args.kind).map_err(|e| {
        Error::usage(e.to_string()).mend(format!("one of {}", process::LINK_KINDS.join(", ")))
    })?;
    let target = target(app, kind, &args.target, args.remove)?;
    let done = app.link_ticket(&row, kind, &target, args.done, args.remove, context.how(&args.write)?)?;
    context.done(&done, args.write.format)
}

/// What the text leads to. What is taken away is taken as it stands in the file.
fn target(app: &App, kind: &str, text: &str, as_written: bool) -> Result<Target, Error> {
    let text = text.trim();
    let plain = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    match kind {
        "issue" | "kb" => {
            let address = text.split_once("://").is_some_and(|(scheme, rest)| {
                scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                    && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
                    && !rest.is_empty()
            });
            if as_written || plain && address {
                return Ok(Target::Outside(text.to_owned()));
            }
            Err(Error::usage(format!("{text:?} is no URL")).mend("write https://…, the whole address of it"))
        }
        "commit" => {
            let id = text.rsplit_once('@').map(|(_, id)| id);
            let good = id
                .is_some_and(|id| (7..=64).contains(&id.len()) && id.chars().all(|c| c.is_ascii_hexdigit()));
            if as_written || plain && good {
                return Ok(Target::Outside(text.to_owned()));
            }
            Err(Error::usage(format!("{text:?} names no commit"))
                .mend("write REPOSITORY@ID with seven or more digits of the id: erp@1a2b3c4"))
        }
        _ => match app.find(text) {
            Ok(row) => Ok(Target::Ticket(Box::new(row))),
            // A link to a ticket that is not there can be taken away by the uid that it holds.
            Err(_) if as_written && text.len() == 26 => Ok(Target::Outside(text.to_ascii_uppercase())),
            Err(error) => Err(error),
        },
    }
}

/// `dismiss`.
pub fn dismiss(context: &Context, args: &DismissArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let text = context
        .comment_text(&args.text, "why the customer's message was none; only the desk sees this text")?;
    let done = app.dismiss(&row, args.comment.as_deref(), &text, context.how(&args.write)?)?;
    context.done(&done, args.write.format)
}
