//! The command line: one file per command, errors to text and exit code in one place.

mod args;
mod calendar;
mod change;
mod comment;
mod complete;
mod completions;
mod contact;
mod dashboard;
mod demo;
mod init;
mod list;
mod log;
mod macros;
mod open;
mod output;
mod prompt;
mod report;
mod show;
mod sla;
mod transition;
mod types;
mod validate;

use crate::app::{App, Error};
use crate::env::Env;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;

/// A help desk in a git repository: tickets are YAML files, every change is a commit
#[derive(Debug, Parser)]
#[command(name = "tramite", version, disable_help_subcommand = true, max_term_width = 100, args_conflicts_with_subcommands = true,
    after_help = "Without a command: the dashboard.\nTICKET is 202611/0007, 202611-0007, 7 (this month's, else the only one), or the first characters of a uid.\n\nExit codes: 0 done; 1 findings; 2 wrong usage; 3 no such desk, ticket, …; 4 refused by the desk's rules; 5 conflict; 6 environment.")]
pub struct Cli {
    /// Work in this folder
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    pub directory: Option<PathBuf>,
    /// Colour: auto, always, never
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", hide_default_value = true)]
    pub color: ColorArg,
    /// Print straight to the terminal
    #[arg(long, global = true)]
    pub no_pager: bool,
    #[command(subcommand)]
    #[expect(missing_docs, reason = "flattened")]
    pub command: Option<Command>,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[expect(missing_docs, reason = "the words are git's")]
pub enum ColorArg {
    Auto,
    Always,
    Never,
}

/// Every command.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each carries its own arguments, whose documentation is the help")]
pub enum Command {
    Init(init::InitArgs),
    Open(open::OpenArgs),
    Reply(comment::ReplyArgs),
    Note(comment::NoteArgs),
    Comment(comment::CommentCommandArgs),
    Transition(transition::TransitionArgs),
    Set(change::SetArgs),
    Edit(change::EditArgs),
    Assign(change::AssignArgs),
    Take(change::TakeArgs),
    Transfer(change::TransferArgs),
    Tag(change::TagArgs),
    Due(change::DueArgs),
    Promise(change::PromiseArgs),
    Watch(change::WatchArgs),
    Show(show::ShowArgs),
    Log(log::LogArgs),
    List(list::ListArgs),
    Search(list::SearchArgs),
    Next(list::NextArgs),
    Board(list::BoardArgs),
    View(list::ViewArgs),
    Validate(validate::ValidateArgs),
    Macro(macros::MacroArgs),
    Report(report::ReportArgs),
    Sla(sla::SlaArgs),
    Calendar(calendar::CalendarArgs),
    Type(types::TypeArgs),
    Contact(contact::ContactArgs),
    Person(contact::PersonArgs),
    Demo(demo::DemoArgs),
    Completions(completions::CompletionsArgs),
    Man(completions::ManArgs),
}
