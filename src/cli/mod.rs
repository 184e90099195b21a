//! The command line: one file per command, errors to text and exit code in one place.

mod alias;
mod args;
mod attach;
mod attachment;
mod bulk;
mod calendar;
mod change;
mod check;
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
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
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
    /// What to do; the dashboard where absent.
    #[command(subcommand)]
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
    Child(relate::ChildArgs),
    FollowUp(relate::FollowUpArgs),
    Duplicate(relate::DuplicateArgs),
    Merge(relate::MergeArgs),
    Link(link::LinkArgs),
    Dismiss(link::DismissArgs),
    Approve(decide::ApproveArgs),
    Refuse(decide::RefuseArgs),
    Rate(decide::RateArgs),
    Time(time::TimeArgs),
    Attach(attach::AttachArgs),
    Attachment(attachment::AttachmentArgs),
    Purge(purge::PurgeArgs),
    Show(show::ShowArgs),
    Log(log::LogArgs),
    List(list::ListArgs),
    Search(list::SearchArgs),
    Next(list::NextArgs),
    Board(list::BoardArgs),
    View(list::ViewArgs),
    Validate(validate::ValidateArgs),
    Check(check::CheckArgs),
    Macro(macros::MacroArgs),
    Report(report::ReportArgs),
    Sla(sla::SlaArgs),
    Calendar(calendar::CalendarArgs),
    Type(types::TypeArgs),
    Contact(contact::ContactArgs),
    Person(contact::PersonArgs),
    Sync(sync::SyncArgs),
    Demo(demo::DemoArgs),
    Hooks(hooks::HooksArgs),
    Doctor(doctor::DoctorArgs),
    Undo(undo::UndoArgs),
    Links(links::LinksArgs),
    Scan(scan::ScanArgs),
    Orphans(links::OrphansArgs),
    Sweep(sweep::SweepArgs),
    Bulk(bulk::BulkArgs),
    Outbox(outbox::OutboxArgs),
    Import(import::ImportArgs),
    Export(export::ExportArgs),
    Completions(completions::CompletionsArgs),
    Man(completions::ManArgs),
    MergeDriver(merge_driver::MergeDriverArgs),
}

/// Runs one command line and gives the process's exit code.
pub fn run(args: Vec<OsString>) -> u8 {
    if let Some(code) = complete::answer(&args) {
        return code;
    }
    // To build it takes as long as to find a ticket: once.
    let declared = Cli::command();
    let (mut context, args) = match Context::new(&args) {
        Ok(context) => {
            let args = alias::expand(&context, &declared, args);
            (context, args)
        }
        Err(error) => {
            crate::ui::Ui::say_plainly(&format!("error: {error}"));
            return error.kind.exit_code();
        }
    };
    let parsed = args.and_then(|args| {
        let args = terms::mark(&declared, args);
        // The process ends soon: to take all commands apart again takes a fifth as long as to find a ticket.
        let mut ready = std::mem::ManuallyDrop::new(terms::ready(declared));
        match ready.try_get_matches_from_mut(args) {
            Ok(matches) => Cli::from_arg_matches(&matches).map_err(|e| Error::usage(e.to_string())),
            Err(error) => {
                // clap's own words and codes: help and version are 0, wrong usage is 2.
                let code = if error.use_stderr() { 2 } else { 0 };
                let _ = error.print();
                Err(Error::silent(code))
            }
        }
    });
    let result = parsed.and_then(|cli| {
        let start = cli.command.as_ref().and_then(|command| teamwork::before(&mut context, command));
        let result = dispatch(&context, &cli);
        teamwork::after(&context, start);
        result.map_err(|error| teamwork::explained(&context, cli.command.as_ref(), error))
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

fn dispatch(context: &Context, cli: &Cli) -> Result<Exit, Error> {
    let Some(command) = &cli.command else { return dashboard::run(context) };
    match command {
        Command::Init(args) => init::run(context, args),
        Command::Open(args) => open::run(context, args),
        Command::Reply(args) => comment::reply(context, args),
        Command::Note(args) => comment::note(context, args),
        Command::Comment(args) => comment::comment(context, args),
        Command::Transition(args) => transition::run(context, args),
        Command::Set(args) => change::set(context, args),
        Command::Edit(args) => change::edit(context, args),
        Command::Assign(args) => change::assign(context, args),
        Command::Take(args) => change::take(context, args),
        Command::Transfer(args) => change::transfer(context, args),
        Command::Tag(args) => change::tag(context, args),
        Command::Due(args) => change::due(context, args),
        Command::Promise(args) => change::promise(context, args),
        Command::Watch(args) => change::watch(context, args),
        Command::Child(args) => relate::child(context, args),
        Command::FollowUp(args) => relate::follow_up(context, args),
        Command::Duplicate(args) => relate::duplicate(context, args),
        Command::Merge(args) => relate::merge(context, args),
        Command::Link(args) => link::link(context, args),
        Command::Dismiss(args) => link::dismiss(context, args),
        Command::Approve(args) => decide::approve(context, args),
        Command::Refuse(args) => decide::refuse(context, args),
        Command::Rate(args) => decide::rate(context, args),
        Command::Time(args) => time::run(context, args),
        Command::Attach(args) => attach::run(context, args),
        Command::Attachment(args) => attachment::run(context, args),
        Command::Purge(args) => purge::run(context, args),
        Command::Show(args) => show::run(context, args),
        Command::Log(args) => log::run(context, args),
        Command::List(args) => list::list(context, args),
        Command::Search(args) => list::search(context, args),
        Command::Next(args) => list::next(context, args),
        Command::Board(args) => list::board(context, args),
        Command::View(args) => list::views(context, args),
        Command::Validate(args) => validate::run(context, args),
        Command::Check(args) => check::run(context, args),
        Command::Macro(args) => macros::run(context, args),
        Command::Report(args) => report::run(context, args),
        Command::Sla(args) => sla::run(context, args),
        Command::Calendar(args) => calendar::run(context, args),
        Command::Type(args) => types::run(context, args),
        Command::Contact(args) => contact::contact(context, args),
        Command::Person(args) => contact::person(context, args),
        Command::Sync(args) => sync::run(context, args),
        Command::Demo(args) => demo::run(context, args),
        Command::Hooks(args) => hooks::run(context, args),
        Command::Doctor(args) => doctor::run(context, args),
        Command::Undo(args) => undo::run(context, args),
        Command::Links(args) => links::links(context, args),
        Command::Scan(args) => scan::run(context, args),
        Command::Orphans(args) => links::orphans(context, args),
        Command::Sweep(args) => sweep::run(context, args),
        Command::Bulk(args) => bulk::run(context, args),
        Command::Outbox(args) => outbox::run(context, args),
        Command::Import(args) => import::run(context, args),
        Command::Export(args) => export::run(context, args),
        Command::Completions(args) => completions::run(context, args),
        Command::Man(args) => completions::man(context, args),
        Command::MergeDriver(args) => merge_driver::run(context, args),
    }
}
