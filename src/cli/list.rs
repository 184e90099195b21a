//! `list`, `search`, `next`, `board`, `view list`.

use super::args::FormatArgs;
use clap::{Args, Subcommand};

/// List tickets
#[derive(Debug, Args)]
#[command(after_help = "QUERY is `key:value` terms that must all hold: status:open,pending -tag:vip priority:>=high age:>3d \"some words\".\nClosed and rejected tickets are left out unless the query asks for them.\n\nExample:\n  $ tramite list priority:>=high -assignee:none")]
pub struct ListArgs {
    /// A filter
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Vec<String>,
    /// A saved query (`tramite view list`)
    #[arg(long, value_name = "VIEW")]
    pub view: Option<String>,
    /// Closed and rejected ones too
    #[arg(long)]
    pub all: bool,
    /// Sort by these keys; `-` before one for descending
    #[arg(long, value_name = "KEYS", value_delimiter = ',', allow_hyphen_values = true)]
    pub order: Vec<String>,
    /// Show these columns
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub columns: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub format: FormatArgs,
}

/// Find tickets by text, without case or accents
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite search export")]
pub struct SearchArgs {
    /// Words, all of which must be in the ticket or its comments
    #[arg(value_name = "TEXT", required = true)]
    pub text: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub format: FormatArgs,
}

/// Show the ticket to work on next, by the desk's `next` view
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite next")]
pub struct NextArgs {
    /// How many
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 1)]
    pub count: usize,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub format: FormatArgs,
}

/// Show open tickets by status, side by side
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite board type:question")]
pub struct BoardArgs {
    /// A filter
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub format: FormatArgs,
}

/// Saved queries
#[derive(Debug, Args)]
pub struct ViewArgs {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "flattened")]
    pub command: ViewCommand,
}

/// What to do with views.
#[derive(Debug, Subcommand)]
pub enum ViewCommand {
    /// List the desk's views and your own
    #[command(after_help = "Example:\n  $ tramite view list")]
    List(FormatArgs),
}
