//! `merge-driver`: git calls it for `ticket.yaml` (7). People never do.

use super::context::{Context, Exit};
use crate::app::{Error, Kind, merge};
use clap::Args;
use std::path::PathBuf;

/// Merge two versions of a ticket's file; called by git
#[derive(Debug, Args)]
#[command(hide = true)]
pub struct MergeDriverArgs {
    /// The common ancestor (%O)
    pub base: PathBuf,
    /// Ours, which receives the result (%A)
    pub ours: PathBuf,
    /// Theirs (%B)
    pub theirs: PathBuf,
    /// The path in the tree (%P)
    pub path: String,
}

/// Runs it. On a clash, or where a side cannot be read, nothing is written and the exit code is 1: git's own merge
/// then leaves markers, which every writer refuses.
pub fn run(context: &Context, args: &MergeDriverArgs) -> Result<Exit, Error> {
    let read = |path: &PathBuf| {
        let path = context.env.cwd.join(path);
        std::fs::read(&path).map_err(|error| {
            Error::environment(format!("cannot read {:?}", path.display().to_string()))
                .because(error.to_string())
        })
    };
    let merged =
        merge::ticket_files(&args.path, &read(&args.base)?, &read(&args.ours)?, &read(&args.theirs)?);
    match merged {
        Ok(bytes) => {
            let path = context.env.cwd.join(&args.ours);
            std::fs::write(&path, bytes).map_err(|error| {
                Error::environment(format!("cannot write {:?}", path.display().to_string()))
                    .because(error.to_string())
            })?;
            Ok(Exit::Done)
        }
        Err(why) => {
            for line in why {
                context.ui.say(&line);
            }
            Err(Error::silent(Kind::Findings.exit_code()))
        }
    }
}
