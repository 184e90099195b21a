//! `reply`, `note`, `comment`: a text, and a move, in one commit.

use super::args::{CommentArgs, WriteArgs};
use super::context::{Context, Exit};
use super::transition::pairs;
use crate::app::Error;
use crate::model::CommentKind;
use crate::process::Intent;
use clap::Args;

/// Answer the customer, and move the ticket, in one commit
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  $ tramite reply 1 pending -m \"Which browser do you use?\" --channel email"
)]
pub struct ReplyArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// Status to move to
    pub status: Option<String>,
    #[command(flatten)]
    pub comment: CommentArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Write a note that only the desk sees, and move the ticket, in one commit
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  $ tramite note 1 -m \"Same as last week's; the export job was off\" --time 15m"
)]
pub struct NoteArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// Status to move to
    pub status: Option<String>,
    #[command(flatten)]
    pub comment: CommentArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Write a comment of any kind
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  $ tramite comment 1 --customer --for maria@example --channel phone -m \"It works now, thank you\""
)]
pub struct CommentCommandArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// To the customer
    #[arg(long, group = "kind")]
    pub public: bool,
    /// Among agents
    #[arg(long, group = "kind")]
    pub internal: bool,
    /// From the customer
    #[arg(long, group = "kind")]
    pub customer: bool,
    #[command(flatten)]
    pub comment: CommentArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// `reply`.
pub fn reply(context: &Context, args: &ReplyArgs) -> Result<Exit, Error> {
    post(context, &args.ticket, args.status.as_deref(), CommentKind::Public, &args.comment, &args.write)
}

/// `note`.
pub fn note(context: &Context, args: &NoteArgs) -> Result<Exit, Error> {
    post(context, &args.ticket, args.status.as_deref(), CommentKind::Internal, &args.comment, &args.write)
}

/// `comment`: the kind of its option, else the desk's.
pub fn comment(context: &Context, args: &CommentCommandArgs) -> Result<Exit, Error> {
    let kind = match (args.public, args.internal, args.customer) {
        (true, ..) => CommentKind::Public,
        (_, true, _) => CommentKind::Internal,
        (.., true) => CommentKind::Customer,
        _ if context.app()?.actor()?.is_customer_only() => CommentKind::Customer,
        _ => context.app()?.config.desk.comment,
    };
    post(context, &args.ticket, None, kind, &args.comment, &args.write)
}

/// Who will see a comment of this kind.
fn who_sees(number: &str, kind: CommentKind) -> String {
    match kind {
        CommentKind::Public => format!("{number}: public, the customer sees this text"),
        CommentKind::Internal => format!("{number}: internal, only the desk sees this text"),
        CommentKind::Customer => format!("{number}: recorded as said by the customer"),
    }
}

fn post(
    context: &Context,
    ticket: &str,
    status: Option<&str>,
    kind: CommentKind,
    args: &CommentArgs,
    write: &WriteArgs,
) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(ticket)?;
    let sees = who_sees(&row.number.to_string(), kind);
    if context.ui.stderr_is_tty {
        context.ui.say(&sees);
    }
    let mut enclosed = context.enclosed(&args.files)?;
    let edits = context.enclose_fields(&row, pairs(&args.fields)?, &mut enclosed)?;
    app.known_missing(&row.type_id, &args.missing)?;
    let text = match context.given_text(&args.text)? {
        Some(text) => text,
        // A file may say all that there is to say.
        None if !enclosed.files.is_empty() && !args.sensitive && !context.ui.can_ask() => String::new(),
        None => context.comment_text(&args.text, &sees)?,
    };
    let mut comment = context.comment(kind, args, &text)?;
    if args.sensitive {
        enclosed.sensitive(&std::mem::take(&mut comment.body));
    }
    let done = app.change_with_files(&row, context.how(write)?, &enclosed, &|kept| {
        kept.with(Intent {
            comment: Some(comment.clone()),
            to: status.map(str::to_owned),
            edits: edits.clone(),
            ..Intent::default()
        })
    })?;
    context.tell_of_files(&enclosed);
    context.done(&done, write.format)
}
