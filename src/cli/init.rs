//! `init`: makes a desk here.

use super::args::FormatArgs;
use clap::Args;

/// Make a desk in this repository, yourself its first leader
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite init --preset helpdesk --name \"Support\" --timezone America/Sao_Paulo")]
pub struct InitArgs {
    /// Types, flows, calendars, policies and macros to begin with
    #[arg(long, value_name = "PRESET", default_value = "helpdesk")]
    pub preset: String,
    /// Keep the desk on a branch of its own, which need not be checked out
    #[arg(long, value_name = "BRANCH")]
    pub branch: Option<String>,
    /// What the desk is called; the folder's name otherwise
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// IANA time zone of the desk; the preset's otherwise
    #[arg(long, value_name = "ZONE")]
    pub timezone: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub format: FormatArgs,
}
