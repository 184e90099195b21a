//! `demo`: a desk with a plausible, reproducible history.

use clap::Args;
use std::path::PathBuf;

/// Make a desk with a plausible history, and show its dashboard and SLA report
#[derive(Debug, Args)]
#[command(after_help = "The same seed, number and date give the same desk, to the commit ids.\n\nExample:\n  $ tramite demo demo-desk --tickets 20")]
pub struct DemoArgs {
    /// Where to make it; a temporary folder otherwise
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// The preset to begin with
    #[arg(long, value_name = "PRESET", default_value = "helpdesk")]
    pub preset: String,
    /// How many tickets, at most 1,000 a month
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub tickets: usize,
    /// Another desk
    #[arg(long, value_name = "SEED", default_value_t = 7)]
    pub seed: u64,
}
