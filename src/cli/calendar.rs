//! `calendar show|elapsed|due|eval`.

use super::args::FormatArgs;
use clap::{Args, Subcommand};

/// Working hours: look at them, and reckon with them
#[derive(Debug, Args)]
pub struct CalendarArgs {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "flattened")]
    pub command: CalendarCommand,
}

/// What to reckon.
#[derive(Debug, Subcommand)]
pub enum CalendarCommand {
    /// Show a month: hours, holidays and their names
    #[command(after_help = "Example:\n  $ tramite calendar show business --month 2026-12")]
    Show {
        /// The calendar; the desk's otherwise
        name: Option<String>,
        /// The month, YYYY-MM; this one otherwise
        #[arg(long, value_name = "MONTH")]
        month: Option<String>,
        #[command(flatten)]
        #[expect(missing_docs, reason = "flattened")]
        format: FormatArgs,
    },
    /// Print the working time between two instants
    #[command(after_help = "Example:\n  $ tramite calendar elapsed business 2026-11-20T17:00:00Z 2026-11-23T10:00:00Z")]
    Elapsed {
        /// The calendar
        name: String,
        /// From
        from: String,
        /// To
        to: String,
        #[command(flatten)]
        #[expect(missing_docs, reason = "flattened")]
        format: FormatArgs,
    },
    /// Print when a working time that starts at an instant has passed
    #[command(after_help = "Example:\n  $ tramite calendar due business 2026-11-20T17:00:00Z 4h")]
    Due {
        /// The calendar
        name: String,
        /// From
        from: String,
        /// 90s, 30m, 4h, 1h30m, 2bd (working days), 3p (shifts)
        duration: String,
        #[command(flatten)]
        #[expect(missing_docs, reason = "flattened")]
        format: FormatArgs,
    },
    /// Answer questions, one JSON object a line, from standard input
    #[command(after_help = "Example:\n  $ echo '{\"op\":\"open\",\"at\":\"2026-11-20T10:00:00Z\"}' | tramite calendar eval business")]
    Eval {
        /// The calendar
        name: String,
    },
}
