//! `set`, `edit`, `assign`, `take`, `transfer`, `tag`, `due`, `promise`, `watch`: changes of a ticket's keys.

use super::args::{TextArgs, WriteArgs};
use clap::Args;

/// Change keys and fields of a ticket
#[derive(Debug, Args)]
#[command(after_help = "`KEY=` clears. Sets take `tags=+a,-b`.\n\nExample:\n  $ tramite set 1 area=usage tags=+export -m \"Seen with other customers too\"")]
pub struct SetArgs {
    /// The ticket
    pub ticket: String,
    /// What to set
    #[arg(value_name = "KEY=VALUE", required = true)]
    pub values: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub text: TextArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}

/// Change a ticket's file in your editor; checked before it is recorded
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ EDITOR=true tramite edit 1")]
pub struct EditArgs {
    /// The ticket
    pub ticket: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}

/// Give a ticket to a person (`none`: to nobody)
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite assign 1 me -m \"I know this customer\"")]
pub struct AssignArgs {
    /// The ticket
    pub ticket: String,
    /// A person's id, name or address; `me`; `none`
    pub who: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub text: TextArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}

/// Take a ticket yourself
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite take 2")]
pub struct TakeArgs {
    /// The ticket
    pub ticket: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub text: TextArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}

/// Hand a ticket to another team, and say why
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite transfer 2 engineering -m \"The log shows a fault in the export job\"")]
pub struct TransferArgs {
    /// The ticket
    pub ticket: String,
    /// The team's id or label
    pub team: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub text: TextArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}

/// Add and remove tags
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite tag 1 +export -billing")]
pub struct TagArgs {
    /// The ticket
    pub ticket: String,
    /// `+tag` or `tag` adds, `-tag` removes
    #[arg(value_name = "+TAG|-TAG", required = true, allow_hyphen_values = true)]
    pub tags: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}

/// Set the agreed delivery (`none` clears)
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite due 3 +5d")]
pub struct DueArgs {
    /// The ticket
    pub ticket: String,
    /// A date or a time, as the desk writes it, or `+5d`
    #[arg(allow_hyphen_values = true)]
    pub time: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub text: TextArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}

/// Set the date on which you promised to come back (`none` clears)
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite promise 1 tomorrow")]
pub struct PromiseArgs {
    /// The ticket
    pub ticket: String,
    /// A date as the desk writes it, or `+1d`
    #[arg(allow_hyphen_values = true)]
    pub date: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub text: TextArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}

/// Add or remove (`-WHO`) a watcher, who gets the ticket's messages
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite watch 1 john@example")]
pub struct WatchArgs {
    /// The ticket
    pub ticket: String,
    /// A contact or a person
    #[arg(value_name = "WHO", required = true, allow_hyphen_values = true)]
    pub who: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "flattened")]
    pub write: WriteArgs,
}
