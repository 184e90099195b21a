//! `completions` and `man`.

use clap::Args;
use clap_complete::Shell;
use std::path::PathBuf;

/// Print a completion script
#[derive(Debug, Args)]
#[command(after_help = "Tickets, statuses, types and macros are completed from the desk where the shell runs\n`COMPLETE=bash tramite` (or zsh, fish, elvish, powershell) at its start.\n\nExample:\n  $ tramite completions bash")]
pub struct CompletionsArgs {
    /// bash, zsh, fish, elvish, powershell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Print the manual page, or write all of them to a folder
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite man")]
pub struct ManArgs {
    /// Write one page per command here
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}
