//! `report …`: one file per report.

mod sla;

use super::context::{Context, Exit};
use crate::app::Error;
use clap::{Args, Subcommand};

pub use sla::summary;

/// Figures over many tickets
#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(subcommand)]
    pub command: ReportCommand,
}

/// Which report.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Each SLA clock of each ticket, and how many were met
    #[command(after_help = "Example:\n  $ tramite report sla --by priority")]
    Sla(sla::SlaReportArgs),
}

/// Runs one of them.
pub fn run(context: &Context, args: &ReportArgs) -> Result<Exit, Error> {
    match &args.command {
        ReportCommand::Sla(args) => sla::run(context, args),
    }
}
