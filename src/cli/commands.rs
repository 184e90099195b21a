//! Every command: how it is declared, how it runs, and whether it changes the desk.

use super::context::{Context, Exit};
use super::{
    attach, attachment, bulk, calendar, change, check, comment, completions, contact, decide, demo, doctor,
    export, hooks, import, init, link, links, list, log, macros, merge_driver, open, outbox, purge, relate,
    report, scan, show, sla, sweep, sync, time, transition, types, undo, validate,
};
use crate::app::Error;
use clap::{ArgMatches, Args, FromArgMatches};

/// A command of the program.
pub struct Command {
    /// The word that it is called by.
    pub name: &'static str,
    /// Whether it may change the desk.
    pub writes: bool,
    arguments: fn(clap::Command) -> clap::Command,
    run: fn(&Context, &ArgMatches) -> Result<Exit, Error>,
}

impl Command {
    /// The command of this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        COMMANDS.iter().find(|command| command.name == name)
    }

    /// Its declaration, with its arguments and their help.
    pub fn declared(&self) -> clap::Command {
        (self.arguments)(clap::Command::new(self.name))
    }

    /// Runs it with what was given to it.
    pub fn run(&self, context: &Context, given: &ArgMatches) -> Result<Exit, Error> {
        (self.run)(context, given)
    }
}

macro_rules! command {
    ($name:literal, $writes:literal, $arguments:ty, $run:path) => {
        Command {
            name: $name,
            writes: $writes,
            arguments: <$arguments as Args>::augment_args,
            run: |context, given| {
                let given = <$arguments as FromArgMatches>::from_arg_matches(given);
                $run(context, &given.map_err(|error| Error::usage(error.to_string()))?)
            },
        }
    };
}

macro_rules! writing {
    ($name:literal, $arguments:ty, $run:path) => {
        command!($name, true, $arguments, $run)
    };
}

macro_rules! reading {
    ($name:literal, $arguments:ty, $run:path) => {
        command!($name, false, $arguments, $run)
    };
}

/// All of them, in the order in which the help names them.
pub const COMMANDS: [Command; 60] = [
    reading!("init", init::InitArgs, init::run),
    writing!("open", open::OpenArgs, open::run),
    writing!("reply", comment::ReplyArgs, comment::reply),
    writing!("note", comment::NoteArgs, comment::note),
    writing!("comment", comment::CommentCommandArgs, comment::comment),
    writing!("transition", transition::TransitionArgs, transition::run),
    writing!("set", change::SetArgs, change::set),
    writing!("edit", change::EditArgs, change::edit),
    writing!("assign", change::AssignArgs, change::assign),
    writing!("take", change::TakeArgs, change::take),
    writing!("transfer", change::TransferArgs, change::transfer),
    writing!("tag", change::TagArgs, change::tag),
    writing!("due", change::DueArgs, change::due),
    writing!("promise", change::PromiseArgs, change::promise),
    writing!("watch", change::WatchArgs, change::watch),
    writing!("child", relate::ChildArgs, relate::child),
    writing!("follow-up", relate::FollowUpArgs, relate::follow_up),
    writing!("duplicate", relate::DuplicateArgs, relate::duplicate),
    writing!("merge", relate::MergeArgs, relate::merge),
    writing!("link", link::LinkArgs, link::link),
    writing!("dismiss", link::DismissArgs, link::dismiss),
    writing!("approve", decide::ApproveArgs, decide::approve),
    writing!("refuse", decide::RefuseArgs, decide::refuse),
    writing!("rate", decide::RateArgs, decide::rate),
    writing!("time", time::TimeArgs, time::run),
    writing!("attach", attach::AttachArgs, attach::run),
    reading!("attachment", attachment::AttachmentArgs, attachment::run),
    writing!("purge", purge::PurgeArgs, purge::run),
    reading!("show", show::ShowArgs, show::run),
    reading!("log", log::LogArgs, log::run),
    reading!("list", list::ListArgs, list::list),
    reading!("search", list::SearchArgs, list::search),
    reading!("next", list::NextArgs, list::next),
    reading!("board", list::BoardArgs, list::board),
    reading!("view", list::ViewArgs, list::views),
    reading!("validate", validate::ValidateArgs, validate::run),
    reading!("check", check::CheckArgs, check::run),
    writing!("macro", macros::MacroArgs, macros::run),
    reading!("report", report::ReportArgs, report::run),
    reading!("sla", sla::SlaArgs, sla::run),
    reading!("calendar", calendar::CalendarArgs, calendar::run),
    writing!("type", types::TypeArgs, types::run),
    writing!("contact", contact::ContactArgs, contact::contact),
    writing!("person", contact::PersonArgs, contact::person),
    reading!("sync", sync::SyncArgs, sync::run),
    reading!("demo", demo::DemoArgs, demo::run),
    reading!("hooks", hooks::HooksArgs, hooks::run),
    reading!("doctor", doctor::DoctorArgs, doctor::run),
    writing!("undo", undo::UndoArgs, undo::run),
    reading!("links", links::LinksArgs, links::links),
    writing!("scan", scan::ScanArgs, scan::run),
    reading!("orphans", links::OrphansArgs, links::orphans),
    writing!("sweep", sweep::SweepArgs, sweep::run),
    writing!("bulk", bulk::BulkArgs, bulk::run),
    reading!("outbox", outbox::OutboxArgs, outbox::run),
    writing!("import", import::ImportArgs, import::run),
    reading!("export", export::ExportArgs, export::run),
    reading!("completions", completions::CompletionsArgs, completions::run),
    reading!("man", completions::ManArgs, completions::man),
    reading!("merge-driver", merge_driver::MergeDriverArgs, merge_driver::run),
];
