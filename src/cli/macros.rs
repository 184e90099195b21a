//! `macro list|show|render|apply|check`.

use super::args::{FormatArgs, WriteArgs};
use clap::{Args, Subcommand};

/// Reply templates with the actions that go with them
#[derive(Debug, Args)]
pub struct MacroArgs {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "flattened")]
    pub command: MacroCommand,
}

/// What to do with macros.
#[derive(Debug, Subcommand)]
pub enum MacroCommand {
    /// List macros by group; for a ticket, those that fit it
    #[command(after_help = "Example:\n  $ tramite macro list")]
    List {
        /// Only those for this ticket
        ticket: Option<String>,
        #[command(flatten)]
        #[expect(missing_docs, reason = "flattened")]
        format: FormatArgs,
    },
    /// Show a macro: its text, what it asks and what it does
    #[command(after_help = "Example:\n  $ tramite macro show close/solved")]
    Show {
        /// Its id
        #[arg(value_name = "MACRO")]
        id: String,
        #[command(flatten)]
        #[expect(missing_docs, reason = "flattened")]
        format: FormatArgs,
    },
    /// Print a macro's text for a ticket; changes nothing
    #[command(after_help = "Example:\n  $ tramite macro render 1 collect/more_information -v \"question=Which browser?\"")]
    Render(RenderArgs),
    /// Post a macro's text and do what it does, in one commit
    #[command(after_help = "Example:\n  $ tramite macro apply 2 reply/received")]
    Apply(ApplyArgs),
    /// Find unknown names before anyone replies
    #[command(after_help = "Example:\n  $ tramite macro check")]
    Check(FormatArgs),
}

/// Arguments of `macro render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// The ticket
    pub ticket: String,
    /// The macro's id
    #[arg(value_name = "MACRO")]
    pub id: String,
    /// An answer to what the macro asks; may be repeated
    #[arg(short = 'v', long = "var", value_name = "KEY=VALUE")]
    pub vars: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub format: FormatArgs,
}

/// Arguments of `macro apply`.
#[derive(Debug, Args)]
pub struct ApplyArgs {
    /// The ticket
    pub ticket: String,
    /// The macro's id
    #[arg(value_name = "MACRO")]
    pub id: String,
    /// An answer to what the macro asks; may be repeated
    #[arg(short = 'v', long = "var", value_name = "KEY=VALUE")]
    pub vars: Vec<String>,
    /// The channel it goes by
    #[arg(long, value_name = "CHANNEL")]
    pub channel: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}
