//! `init`: makes a desk here.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use crate::app::{Error, init};
use clap::Args;

/// Make a desk in this repository, yourself its first leader
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  $ tramite init --preset helpdesk --name \"Support\" --timezone America/Sao_Paulo"
)]
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
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &InitArgs) -> Result<Exit, Error> {
    let made = init::init(
        &context.env,
        &init::Init {
            preset: args.preset.clone(),
            branch: args.branch.clone(),
            name: args.name.clone(),
            timezone: args.timezone.clone(),
        },
    )?;
    if args.format.json() {
        return context.json(&serde_json::json!({
            "version": 1, "name": made.name, "branch": made.branch, "commit": made.commit, "leader": made.leader,
        }));
    }
    let mut text =
        format!("desk {:?} on branch {}; its first leader is {}\n", made.name, made.branch, made.leader);
    let types = context.app()?.config.types.keys().cloned().collect::<Vec<_>>().join(", ");
    text.push_str(&format!("  types of ticket: {types}\n"));
    if !made.checked_out {
        text.push_str("  the branch need not be checked out; every command finds it\n");
    }
    text.push_str("  next: tramite open; the process is in .tramite/, to be edited and checked with tramite validate --config\n");
    context.ui.print(&text)?;
    Ok(Exit::Done)
}
