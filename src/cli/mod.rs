//! The command line: one file per command, errors to text and exit code in one place.

mod alias;
mod args;
mod attach;
mod attachment;
mod bulk;
mod calendar;
mod change;
mod check;
mod commands;
mod comment;
mod complete;
mod completions;
mod contact;
mod contact_edit;
mod context;
mod dashboard;
mod decide;
mod demo;
mod doctor;
mod export;
mod hooks;
mod import;
mod init;
mod link;
mod links;
mod list;
mod log;
mod macros;
mod merge_driver;
mod open;
mod outbox;
mod pages;
mod purge;
mod relate;
mod report;
mod scan;
mod show;
mod sla;
mod sweep;
mod sync;
mod teamwork;
mod terms;
mod time;
mod transition;
mod type_change;
mod types;
mod undo;
mod validate;

use crate::app::Error;
use clap::{CommandFactory, Parser};
use commands::{COMMANDS, Command};
use context::{Context, Exit};
use std::ffi::OsString;
use std::path::PathBuf;

/// A help desk in a git repository: tickets are YAML files, every change is a commit
#[derive(Debug, Parser)]
#[command(
    name = "tramite",
    version,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = "Without a command: the dashboard. To see a desk with a past: `tramite demo`; to make your own: `tramite init`.\nTICKET is 202611/0007, 202611-0007, 7 (this month's, else the only one), or the first characters of a uid.\n\nExit codes: 0 done; 1 findings; 2 wrong usage; 3 no such desk, ticket, …; 4 refused by the desk's rules; 5 conflict; 6 environment."
)]
pub struct Cli {
    /// Work in this folder
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true, help_heading = "Everywhere")]
    pub directory: Option<PathBuf>,
    /// When to colour
    #[arg(
        long,
        value_name = "WHEN",
        global = true,
        default_value = "auto",
        hide_default_value = true,
        help_heading = "Everywhere"
    )]
    pub color: ColorArg,
    /// Print straight to the terminal
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub no_pager: bool,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[expect(missing_docs, reason = "the words are git's")]
pub enum ColorArg {
    Auto,
    Always,
    Never,
}

/// The whole command line, as help, completions and the manual show it.
pub fn declared() -> clap::Command {
    COMMANDS.iter().fold(Cli::command(), |root, command| root.subcommand(command.declared()))
}

/// As much of it as these words ask for: to declare every command takes longer than to find a ticket.
fn declared_for(args: &[OsString]) -> clap::Command {
    let named = alias::command_place(args).and_then(|at| Command::find(&args[at].to_string_lossy()));
    match named {
        Some(command) => Cli::command().subcommand(command.declared()),
        None => declared(),
    }
}

/// Runs one command line and gives the process's exit code.
pub fn run(args: Vec<OsString>) -> u8 {
    if let Some(code) = complete::answer(&args) {
        return code;
    }
    let (mut context, args) = match Context::new(&args) {
        Ok(context) => {
            let args = alias::expand(&context, args);
            (context, args)
        }
        Err(error) => {
            crate::ui::Ui::say_plainly(&format!("error: {error}"));
            return error.kind.exit_code();
        }
    };
    let parsed = args.and_then(|args| {
        let declared = declared_for(&args);
        let args = terms::mark(&declared, args);
        // The process ends soon: to take it apart again is work for nobody.
        let mut ready = std::mem::ManuallyDrop::new(terms::ready(declared));
        ready.try_get_matches_from_mut(args).map_err(|error| {
            // clap's own words and codes: help and version are 0, wrong usage is 2.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            Error::silent(code)
        })
    });
    let result = parsed.and_then(|given| {
        let Some((name, given)) = given.subcommand() else { return dashboard::run(&context) };
        let command =
            Command::find(name).ok_or_else(|| Error::usage(format!("there is no command {name:?}")))?;
        let start = if command.writes { teamwork::before(&mut context) } else { None };
        let result = command.run(&context, given);
        teamwork::after(&context, start);
        result.map_err(|error| if command.writes { teamwork::explained(&context, error) } else { error })
    });
    match result {
        Ok(Exit::Done) => 0,
        Ok(Exit::Findings) => 1,
        Err(error) => {
            context::tell(&context.ui, &error);
            error.code()
        }
    }
}
