//! `type list|show`.

use super::args::FormatArgs;
use clap::{Args, Subcommand};

/// Kinds of ticket: their fields and flows
#[derive(Debug, Args)]
pub struct TypeArgs {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "flattened")]
    pub command: TypeCommand,
}

/// What to tell about types.
#[derive(Debug, Subcommand)]
pub enum TypeCommand {
    /// List the desk's types
    #[command(after_help = "Example:\n  $ tramite type list")]
    List(FormatArgs),
    /// Show a type: its fields, statuses and moves
    #[command(after_help = "Example:\n  $ tramite type show problem")]
    Show {
        /// The type's id or title
        #[arg(value_name = "TYPE")]
        id: String,
        #[command(flatten)]
        #[expect(missing_docs, reason = "flattened")]
        format: FormatArgs,
    },
}
