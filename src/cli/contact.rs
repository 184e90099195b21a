//! `contact list`, `person add`.

use super::args::{FormatArgs, WriteArgs};
use clap::{Args, Subcommand};

/// Customers
#[derive(Debug, Args)]
pub struct ContactArgs {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "flattened")]
    pub command: ContactCommand,
}

/// What to do with customers.
#[derive(Debug, Subcommand)]
pub enum ContactCommand {
    /// List contacts by organization
    #[command(after_help = "Example:\n  $ tramite contact list")]
    List(FormatArgs),
}

/// People who work at the desk
#[derive(Debug, Args)]
pub struct PersonArgs {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "flattened")]
    pub command: PersonCommand,
}

/// What to do with people.
#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// Add a person to the desk
    #[command(after_help = "Example:\n  $ tramite person add bruno --name \"Bruno Lima\" --email bruno@desk.example --role agent --team support")]
    Add {
        /// Id
        id: String,
        /// Name
        #[arg(long, value_name = "NAME")]
        name: String,
        /// Address of their commits
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// A role; may be repeated
        #[arg(long = "role", value_name = "ROLE", default_value = "agent")]
        roles: Vec<String>,
        /// A team; may be repeated
        #[arg(long = "team", value_name = "TEAM")]
        teams: Vec<String>,
        #[command(flatten)]
        #[expect(missing_docs, reason = "flattened")]
        write: WriteArgs,
    },
}
