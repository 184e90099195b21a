//! `time add`: work that was done on a ticket.

use super::args::{CommentArgs, TextArgs, WriteArgs};
use super::context::{Context, Exit};
use crate::app::Error;
use crate::model::CommentKind;
use crate::process::Intent;
use clap::{Args, Subcommand};

/// Work that was done on a ticket
#[derive(Debug, Args)]
pub struct TimeArgs {
    #[command(subcommand)]
    pub command: TimeCommand,
}

/// What to do with work.
#[derive(Debug, Subcommand)]
pub enum TimeCommand {
    /// Record work that was done, with what was done where a text is given
    #[command(
        after_help = "Example:\n  $ tramite time add 1 1h30m --billable -m \"Set up the export with Maria\""
    )]
    Add(TimeAddArgs),
}

/// Arguments of `time add`.
#[derive(Debug, Args)]
pub struct TimeAddArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// 1h30m, 90min, 1,5h
    #[arg(value_name = "DURATION")]
    pub time: String,
    /// The customer pays for it
    #[arg(long)]
    pub billable: bool,
    /// The text is for the customer
    #[arg(long)]
    pub public: bool,
    /// The channel that the work was done by
    #[arg(long, value_name = "CHANNEL")]
    pub channel: Option<String>,
    /// Who was spoken to
    #[arg(long, value_name = "WHO")]
    pub with: Option<String>,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// `time add`.
pub fn run(context: &Context, args: &TimeArgs) -> Result<Exit, Error> {
    let TimeCommand::Add(args) = &args.command;
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let kind = if args.public { CommentKind::Public } else { CommentKind::Internal };
    // What the customer gets has words; the hours alone are a matter of the desk.
    let text = if args.public {
        context.comment_text(&args.text, "public, the customer sees this text")?
    } else {
        context.given_text(&args.text)?.unwrap_or_default()
    };
    let what = CommentArgs {
        channel: args.channel.clone(),
        with: args.with.clone(),
        time: Some(args.time.clone()),
        billable: args.billable,
        ..CommentArgs::default()
    };
    let comment = context.comment(kind, &what, &text)?;
    let done = app.change(&row.dir, &row.uid, context.how(&args.write)?, &mut |_, _| {
        Ok(Intent { comment: Some(comment.clone()), ..Intent::default() })
    })?;
    context.done(&done, args.write.format)
}
