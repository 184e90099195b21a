//! `sla explain` and `sla due`.

use super::args::FormatArgs;
use clap::{Args, Subcommand};

/// Clocks: why they stand where they stand, and which run out next
#[derive(Debug, Args)]
pub struct SlaArgs {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "flattened")]
    pub command: SlaCommand,
}

/// What to tell about clocks.
#[derive(Debug, Subcommand)]
pub enum SlaCommand {
    /// Show why a ticket's clocks stand where they stand, interval by interval
    #[command(after_help = "Example:\n  $ tramite sla explain 1")]
    Explain {
        /// The ticket
        ticket: String,
        #[command(flatten)]
        #[expect(missing_docs, reason = "flattened")]
        format: FormatArgs,
    },
    /// List what runs out next, soonest first
    #[command(after_help = "Example:\n  $ tramite sla due --within 4h")]
    Due {
        /// Only what runs out within this working time
        #[arg(long, value_name = "DURATION")]
        within: Option<String>,
        #[command(flatten)]
        #[expect(missing_docs, reason = "flattened")]
        format: FormatArgs,
    },
}
