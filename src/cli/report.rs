//! `report …`.

use super::args::ReportFormat;
use clap::{Args, Subcommand, ValueEnum};

/// Figures over many tickets
#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "flattened")]
    pub command: ReportCommand,
}

/// Which report.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Each SLA clock of each ticket, and how many were met
    #[command(after_help = "Example:\n  $ tramite report sla --by priority")]
    Sla(SlaReportArgs),
}

/// What makes a report fail (exit 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A clock that was stopped too late
    Breach,
    /// A clock that runs and is late, or was stopped too late
    Overdue,
    /// A clock that is close to its target, or any of the above
    AtRisk,
}

/// Which instant of a clock a period looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum On {
    /// Its ticket's opening
    Opened,
    /// Its stop
    Stopped,
    /// Its deadline
    Due,
}

/// Arguments of `report sla`.
#[derive(Debug, Args)]
pub struct SlaReportArgs {
    /// Tickets (`key:value` terms)
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Group by a key: type, priority, team, assignee, organization, month, a field
    #[arg(long, value_name = "KEY")]
    pub by: Option<String>,
    /// Clocks decided in this month, YYYY-MM
    #[arg(long, value_name = "MONTH", conflicts_with_all = ["since", "until"])]
    pub month: Option<String>,
    /// Clocks decided on or after this day
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Clocks decided before the end of this day
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Choose by another instant than that of the decision
    #[arg(long, value_enum, value_name = "WHAT")]
    pub on: Option<On>,
    /// As of this time: what happened later is left out
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<String>,
    /// As known at this time: what was recorded later is left out too
    #[arg(long, value_name = "TIME")]
    pub as_known: Option<String>,
    /// Exit 1, with the list on standard error, where a clock is in this state or worse
    #[arg(long, value_enum, value_name = "STATE")]
    pub fail_on: Option<FailOn>,
    /// Exit 1 where compliance of a metric is under this percentage
    #[arg(long, value_name = "PERCENT")]
    pub fail_under: Option<f64>,
    /// What to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ReportFormat,
}
