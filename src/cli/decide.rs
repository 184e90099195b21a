//! `approve`, `refuse`, `rate`.

use super::args::{TextArgs, WriteArgs};
use super::context::{Context, Exit};
use crate::app::Error;
use crate::app::decide::Decision;
use crate::model::Verdict;
use clap::Args;

/// Approve what a ticket waits for
#[derive(Debug, Args)]
#[command(
    after_help = "Without WHAT: the approval that the ticket's status waits for; `tramite show` says which, and who can give it.\n\nExample:\n  $ tramite approve 3 quote --for maria@example -m \"Go ahead\""
)]
pub struct ApproveArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// The approval's id or label
    pub what: Option<String>,
    /// With a reservation, which the text tells
    #[arg(long)]
    pub restricted: bool,
    /// Given by this contact, recorded by you
    #[arg(long = "for", value_name = "CONTACT")]
    pub for_contact: Option<String>,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Refuse what a ticket waits for, and say why
#[derive(Debug, Args)]
#[command(
    after_help = "Without WHAT: the approval that the ticket's status waits for.\n\nExample:\n  $ tramite refuse 3 quote --for maria@example -m \"Too expensive\""
)]
pub struct RefuseArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// The approval's id or label
    pub what: Option<String>,
    /// Said by this contact, recorded by you
    #[arg(long = "for", value_name = "CONTACT")]
    pub for_contact: Option<String>,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Record what the customer thinks of the work, on the desk's own scale
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite rate 1 Good --for maria@example")]
pub struct RateArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// A value of the scale, or its label
    pub value: String,
    /// Said by this contact, recorded by you
    #[arg(long = "for", value_name = "CONTACT")]
    pub for_contact: Option<String>,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// `approve`.
pub fn approve(context: &Context, args: &ApproveArgs) -> Result<Exit, Error> {
    let verdict = if args.restricted { Verdict::Restricted } else { Verdict::Approved };
    // A reservation is told; a plain yes needs no words.
    let text = if args.restricted {
        Some(context.comment_text(&args.text, "the reservation")?)
    } else {
        context.given_text(&args.text)?
    };
    let (what, contact) = (args.what.clone(), args.for_contact.clone());
    decide(context, &args.ticket, &Decision { what, verdict, contact, text }, &args.write)
}

/// `refuse`.
pub fn refuse(context: &Context, args: &RefuseArgs) -> Result<Exit, Error> {
    let text = Some(context.comment_text(&args.text, "why it is refused")?);
    let (what, contact) = (args.what.clone(), args.for_contact.clone());
    decide(context, &args.ticket, &Decision { what, verdict: Verdict::Refused, contact, text }, &args.write)
}

fn decide(context: &Context, ticket: &str, decision: &Decision, write: &WriteArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let done = app.decide(&app.find(ticket)?, decision, context.how(write)?)?;
    context.done(&done, write.format)
}

/// `rate`.
pub fn rate(context: &Context, args: &RateArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let text = context.given_text(&args.text)?;
    let contact = args.for_contact.as_deref();
    let done = app.rate(&row, &args.value, contact, text.as_deref(), context.how(&args.write)?)?;
    context.done(&done, args.write.format)
}
