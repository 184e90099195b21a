//! `show`: one ticket, and what may come next.

use super::args::FormatArgs;
use clap::Args;

/// Show a ticket: its state, its thread, its clocks, and what may come next
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite show 1")]
pub struct ShowArgs {
    /// The ticket
    pub ticket: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub format: FormatArgs,
}
