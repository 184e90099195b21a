//! `report …`: figures over many tickets.

mod common;
mod html;
mod quality;
mod sla;
mod work;

use super::context::{Context, Exit};
use crate::app::Error;
use clap::{Args, Subcommand};
use common::AskArgs;

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
    /// Open tickets by age; 15 days or more is old
    #[command(after_help = "Example:\n  $ tramite report aging --by team")]
    Aging(AskArgs),
    /// Who waits for an answer: unanswered for more than 2 days, 5 days without a public reply, idle time
    #[command(after_help = "Example:\n  $ tramite report response --by assignee")]
    Response(AskArgs),
    /// What was resolved at first contact
    ///
    /// A ticket that came by a spoken channel (`contact: true`) counts where at most one public comment followed its
    /// opening, any other where its solution was the only public comment; one that was reopened does not.
    #[command(after_help = "Example:\n  $ tramite report fcr --by origin")]
    Fcr(AskArgs),
    /// How many resolved tickets were reopened
    #[command(after_help = "Example:\n  $ tramite report reopen --by month")]
    Reopen(AskArgs),
    /// Opened, resolved, backlog, week by week
    #[command(after_help = "Example:\n  $ tramite report volume --month 2026-11")]
    Volume(AskArgs),
    /// The rules of severity `gap` that tickets break, by assignee
    #[command(after_help = "Example:\n  $ tramite report gaps --by team")]
    Gaps(work::GapsArgs),
    /// What customers think, on the desk's scale
    #[command(after_help = "Example:\n  $ tramite report csat --by month")]
    Csat(AskArgs),
    /// The work that was reported with comments, and what of it is billable
    #[command(after_help = "Example:\n  $ tramite report time --by payer --month 2026-11")]
    Time(AskArgs),
}

/// Runs one of them.
pub fn run(context: &Context, args: &ReportArgs) -> Result<Exit, Error> {
    match &args.command {
        ReportCommand::Sla(args) => sla::run(context, args),
        ReportCommand::Aging(args) => work::aging(context, args),
        ReportCommand::Response(args) => work::response(context, args),
        ReportCommand::Fcr(args) => quality::fcr(context, args),
        ReportCommand::Reopen(args) => quality::reopen(context, args),
        ReportCommand::Volume(args) => work::volume(context, args),
        ReportCommand::Gaps(args) => work::gaps(context, args),
        ReportCommand::Csat(args) => quality::csat(context, args),
        ReportCommand::Time(args) => quality::time(context, args),
    }
}
