//! `transition`: moves a ticket.

use super::args::{TextArgs, WriteArgs};
use clap::Args;

/// Move a ticket to another status, in one commit with what the move takes
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite transition 2 open -m \"I take a look\"")]
pub struct TransitionArgs {
    /// The ticket
    pub ticket: String,
    /// Status to move to: its id or label
    pub status: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub text: TextArgs,
    /// The text is for the customer
    #[arg(long)]
    pub public: bool,
    /// The channel that the text went by
    #[arg(long, value_name = "CHANNEL")]
    pub channel: Option<String>,
    /// A field or a key of the ticket; may be repeated
    #[arg(short = 'f', long = "field", value_name = "KEY=VALUE")]
    pub fields: Vec<String>,
    /// Fields that are missing, for a return
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub missing: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}
