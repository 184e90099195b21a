//! `validate`: what is wrong with tickets and configuration.

use super::args::FormatArgs;
use clap::Args;

/// Check tickets and configuration as they are in the working tree
#[derive(Debug, Args)]
#[command(after_help = "Without arguments: what differs from the branch's tip, and the configuration.\nExit code 1 where something is wrong.\n\nExample:\n  $ tramite validate --all")]
pub struct ValidateArgs {
    /// Tickets
    #[arg(value_name = "TICKET")]
    pub tickets: Vec<String>,
    /// Every ticket and the configuration
    #[arg(long, group = "what")]
    pub all: bool,
    /// What is staged for the next commit
    #[arg(long, group = "what")]
    pub staged: bool,
    /// The configuration only
    #[arg(long, group = "what")]
    pub config: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub format: FormatArgs,
}
