//! `transition`: moves a ticket.

use super::args::{FileArgs, TextArgs, WriteArgs};
use super::context::{Context, Exit};
use crate::app::Error;
use crate::model::{Comment, CommentKind};
use crate::process::{Edit, Intent};
use clap::Args;

/// Move a ticket to another status, in one commit with what the move takes
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite transition 2 open -m \"I take a look\"")]
pub struct TransitionArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// Status to move to: its id or label
    pub status: String,
    #[command(flatten)]
    pub text: TextArgs,
    /// The text is for the customer
    #[arg(long)]
    pub public: bool,
    /// The channel that the text went by
    #[arg(long, value_name = "CHANNEL")]
    pub channel: Option<String>,
    /// Who was spoken to
    #[arg(long, value_name = "WHO")]
    pub with: Option<String>,
    /// A field or a key of the ticket; may be repeated
    #[arg(short = 'f', long = "field", value_name = "KEY=VALUE")]
    pub fields: Vec<String>,
    /// Fields that are missing, for a return
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub missing: Vec<String>,
    #[command(flatten)]
    pub files: FileArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Runs it. What the move takes and nobody gave is asked for on a terminal.
pub fn run(context: &Context, args: &TransitionArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let kind = if args.public { CommentKind::Public } else { CommentKind::Internal };
    app.known_missing(&row.type_id, &args.missing)?;
    let text = match context.given_text(&args.text)? {
        // A public text or a list of missing fields needs words; without -m they are written in the editor.
        None if args.public || !args.missing.is_empty() => {
            let text = context.comment_text(&args.text, "the text that goes with the move");
            Some(text.map_err(|error| {
                if args.missing.is_empty() {
                    error
                } else {
                    error.because("--missing goes with a text that says what is missing")
                }
            })?)
        }
        text => text,
    };
    let comment = text.map(|text| {
        let mut comment = Comment::new(kind, &text);
        comment.channel.clone_from(&args.channel);
        comment.with.clone_from(&args.with);
        comment.missing.clone_from(&args.missing);
        comment
    });
    let mut enclosed = context.enclosed(&args.files)?;
    let edits = context.enclose_fields(&row, pairs(&args.fields)?, &mut enclosed)?;
    let done = app.change_with_files(&row, context.how(&args.write)?, &enclosed, &|kept| {
        kept.with(Intent {
            to: Some(args.status.clone()),
            comment: comment.clone(),
            edits: edits.clone(),
            ..Intent::default()
        })
    })?;
    context.tell_of_files(&enclosed);
    context.done(&done, args.write.format)
}

/// `KEY=VALUE`, as edits.
pub fn pairs(values: &[String]) -> Result<Vec<Edit>, Error> {
    values
        .iter()
        .map(|text| match text.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() => {
                Ok(Edit::Set { key: key.trim().to_owned(), value: value.to_owned() })
            }
            _ => Err(Error::usage(format!("{text:?} is not KEY=VALUE"))
                .mend("write for example priority=high; `KEY=` clears")),
        })
        .collect()
}
