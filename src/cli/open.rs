//! `open`: a new ticket.

use super::args::WriteArgs;
use clap::Args;
use std::path::PathBuf;

/// Open a ticket; on a terminal, what is missing is asked for
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite open question -t \"How do I export?\" -d \"I need last month's orders\" --for maria@example --origin email")]
pub struct OpenArgs {
    /// Type of ticket (`tramite type list`); asked for where there are several
    #[arg(value_name = "TYPE")]
    pub type_id: Option<String>,
    /// Title
    #[arg(short, long, value_name = "TITLE", allow_hyphen_values = true)]
    pub title: Option<String>,
    /// Description
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    pub description: Option<String>,
    /// Read the description from a file (`-`: standard input)
    #[arg(short = 'F', long, value_name = "FILE", conflicts_with = "description")]
    pub file: Option<PathBuf>,
    /// A field or a key of the ticket; may be repeated
    #[arg(short = 'f', long = "field", value_name = "KEY=VALUE")]
    pub fields: Vec<String>,
    /// The contact who asks: id, address or name
    #[arg(long = "for", value_name = "CONTACT")]
    pub for_contact: Option<String>,
    /// The channel it came by
    #[arg(long, value_name = "CHANNEL")]
    pub origin: Option<String>,
    /// Priority
    #[arg(short, long, value_name = "PRIORITY")]
    pub priority: Option<String>,
    /// Person who takes it; routed otherwise
    #[arg(long, value_name = "WHO")]
    pub assignee: Option<String>,
    /// Team; routed otherwise
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// A tag; may be repeated
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}
