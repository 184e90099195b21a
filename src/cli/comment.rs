//! `reply`, `note`, `comment`: a text, and a move, in one commit.

use super::args::{CommentArgs, WriteArgs};
use clap::Args;

/// Answer the customer, and move the ticket, in one commit
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite reply 1 pending -m \"Which browser do you use?\" --channel email")]
pub struct ReplyArgs {
    /// The ticket
    pub ticket: String,
    /// Status to move to
    pub status: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub comment: CommentArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}

/// Write a note that only the desk sees, and move the ticket, in one commit
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite note 1 -m \"Same as last week's; the export job was off\" --time 15m")]
pub struct NoteArgs {
    /// The ticket
    pub ticket: String,
    /// Status to move to
    pub status: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub comment: CommentArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}

/// Write a comment of any kind
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite comment 1 --customer --for maria@example --channel phone -m \"It works now, thank you\"")]
pub struct CommentCommandArgs {
    /// The ticket
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
    #[expect(missing_docs, reason = "flattened")]
    pub comment: CommentArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}
