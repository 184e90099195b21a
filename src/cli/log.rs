//! `log`: the trâmites of one ticket.

use super::args::FormatArgs;
use clap::Args;

/// List a ticket's trâmites: who changed what, and when
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite log 1")]
pub struct LogArgs {
    /// The ticket
    pub ticket: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub format: FormatArgs,
}
