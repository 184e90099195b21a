//! `child`, `follow-up`, `duplicate`, `merge`: tickets that come of another one, or are one with it.

use super::args::{TextArgs, WriteArgs};
use super::context::{Context, Exit};
use super::open::{self, OpenArgs};
use super::transition::pairs;
use crate::app::Error;
use crate::model::config::StatusCategory;
use crate::render::Tone;
use clap::Args;

/// Open a ticket that is part of another one; each cites the other
#[derive(Debug, Args)]
#[command(
    after_help = "The customer, the title and what both types ask for come from the ticket unless given.\n\nExample:\n  $ tramite child 1 problem -t \"The export job stops\" -f impact=some"
)]
pub struct ChildArgs {
    /// The ticket above: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    #[command(flatten)]
    pub open: OpenArgs,
}

/// Open a ticket that goes on where another one ended; each cites the other
#[derive(Debug, Args)]
#[command(
    after_help = "A closed ticket is not opened again: it gets a follow-up. Without TYPE it is of the same type.\n\nExample:\n  $ tramite follow-up 1 question -t \"The export, once more\""
)]
pub struct FollowUpArgs {
    /// The ticket before: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    #[command(flatten)]
    pub open: OpenArgs,
}

/// Say that a ticket is the same as another one, and end it as its type says
#[derive(Debug, Args)]
#[command(
    after_help = "It goes where an event `link:duplicate_of` of the type sends it, else to a rejected status where the flow allows that.\n\nExample:\n  $ tramite duplicate 2 1 -m \"The same export job\""
)]
pub struct DuplicateArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// The original
    #[arg(value_name = "OF")]
    pub of: String,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Merge a ticket into another one of the same organization
#[derive(Debug, Args)]
#[command(
    after_help = "It ends where an event `merged` of the type sends it, else without an answer; its clocks are cancelled. Who got its messages gets the other's.\n\nExample:\n  $ tramite merge 2 1 -m \"Both are about the export job\""
)]
pub struct MergeArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// The ticket that goes on
    #[arg(value_name = "INTO")]
    pub into: String,
    /// A field or a key of the ticket that the end of it takes; may be repeated
    #[arg(short = 'f', long = "field", value_name = "KEY=VALUE")]
    pub fields: Vec<String>,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// `child`.
pub fn child(context: &Context, args: &ChildArgs) -> Result<Exit, Error> {
    related(context, "parent", &args.ticket, &args.open)
}

/// `follow-up`.
pub fn follow_up(context: &Context, args: &FollowUpArgs) -> Result<Exit, Error> {
    let mut open = args.open.clone();
    let row = context.app()?.find(&args.ticket)?;
    if row.category != StatusCategory::Resolved && !row.category.is_final() {
        let text = format!(
            "{} is still open ({}): a follow-up goes on where a ticket has ended; `tramite child` opens a part of one",
            row.number, row.status
        );
        context.ui.say_as(Tone::Warn, "warning", &text);
    }
    if open.type_id.is_none() {
        open.type_id = Some(row.type_id);
    }
    related(context, "follow_up_of", &args.ticket, &open)
}

fn related(context: &Context, kind: &str, ticket: &str, args: &OpenArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let of = app.find(ticket)?;
    let (opening, edits, enclosed) = open::prepare(context, args, Some(&of))?;
    let how = context.how(&args.write)?;
    let done = app.opening_with_files(opening, edits, &enclosed, |opening, edits| {
        app.open_related(kind, &of, opening, edits, how)
    })?;
    context.tell_of_files(&enclosed);
    context.done(&done, args.write.format)
}

/// `duplicate`.
pub fn duplicate(context: &Context, args: &DuplicateArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let (row, of) = (app.find(&args.ticket)?, app.find(&args.of)?);
    let text = context.given_text(&args.text)?;
    let done = app.duplicate(&row, &of, text.as_deref(), context.how(&args.write)?)?;
    context.done(&done, args.write.format)
}

/// `merge`.
pub fn merge(context: &Context, args: &MergeArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let (row, into) = (app.find(&args.ticket)?, app.find(&args.into)?);
    let (edits, text) = (pairs(&args.fields)?, context.given_text(&args.text)?);
    let done = app.merge_tickets(&row, &into, &edits, text.as_deref(), context.how(&args.write)?)?;
    context.done(&done, args.write.format)
}
