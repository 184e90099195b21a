//! `set`, `edit`, `assign`, `take`, `transfer`, `tag`, `due`, `promise`, `watch`: changes of a ticket's keys.

use super::args::{TextArgs, WriteArgs};
use super::context::{Context, Exit};
use super::transition::pairs;
use crate::app::Error;
use crate::app::files::Enclosed;
use crate::model::{Comment, CommentKind};
use crate::process::{Edit, Intent};
use crate::render::Tone;
use clap::Args;

/// Change keys and fields of a ticket
#[derive(Debug, Args)]
#[command(
    after_help = "`KEY=` clears. Sets take `tags=+a,-b`.\n\nExample:\n  $ tramite set 1 area=usage tags=+export -m \"Seen with other customers too\""
)]
pub struct SetArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// What to set
    #[arg(value_name = "KEY=VALUE", required = true)]
    pub values: Vec<String>,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Change a ticket's file in your editor; checked before it is recorded
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ EDITOR=true tramite edit 1")]
pub struct EditArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Give a ticket to a person (`none`: to nobody)
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite assign 1 me -m \"I know this customer\"")]
pub struct AssignArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// A person's id, name or address; `me`; `none`
    pub who: String,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Take a ticket yourself
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite take 2")]
pub struct TakeArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Hand a ticket to another team, and say why
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  $ tramite transfer 2 engineering -m \"The log shows a fault in the export job\""
)]
pub struct TransferArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// The team's id or label
    pub team: String,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Add and remove tags
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite tag 1 +export -billing")]
pub struct TagArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// `+tag` or `tag` adds, `-tag` removes
    #[arg(value_name = "+TAG|-TAG", required = true, allow_hyphen_values = true)]
    pub tags: Vec<String>,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Set the agreed delivery (`none` clears)
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite due 3 +5d")]
pub struct DueArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// A date or a time, as the desk writes it, or `+5d`
    #[arg(allow_hyphen_values = true)]
    pub time: String,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Set the date on which you promised to come back (`none` clears)
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite promise 1 tomorrow")]
pub struct PromiseArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// A date as the desk writes it, or `+1d`
    #[arg(allow_hyphen_values = true)]
    pub date: String,
    #[command(flatten)]
    pub text: TextArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Add or remove (`-WATCHER`) a watcher, who gets the ticket's messages
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite watch 1 john@example")]
pub struct WatchArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// A contact or a person
    #[arg(value_name = "WATCHER", required = true, allow_hyphen_values = true)]
    pub who: Vec<String>,
    /// Remove all of these
    #[arg(long)]
    pub remove: bool,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Changes keys of a ticket, with an internal comment where one is given.
fn change(
    context: &Context,
    ticket: &str,
    edits: &[Edit],
    text: Option<String>,
    write: &WriteArgs,
) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(ticket)?;
    let comment = text.map(|text| Comment::new(CommentKind::Internal, &text));
    let mut enclosed = Enclosed::default();
    let edits = context.enclose_fields(&row, edits.to_vec(), &mut enclosed)?;
    let done = app.change_with_files(&row, context.how(write)?, &enclosed, &|kept| {
        kept.with(Intent { edits: edits.clone(), comment: comment.clone(), ..Intent::default() })
    })?;
    context.tell_of_files(&enclosed);
    context.done(&done, write.format)
}

fn one(key: &str, value: &str) -> Vec<Edit> {
    let cleared = value.trim().is_empty() || value.trim().eq_ignore_ascii_case("none");
    let key = key.to_owned();
    vec![if cleared { Edit::Clear { key } } else { Edit::Set { key, value: value.to_owned() } }]
}

/// `set`. A `status=` goes through the flow, as `transition` does.
pub fn set(context: &Context, args: &SetArgs) -> Result<Exit, Error> {
    let text = context.given_text(&args.text)?;
    change(context, &args.ticket, &pairs(&args.values)?, text, &args.write)
}

/// `assign`.
pub fn assign(context: &Context, args: &AssignArgs) -> Result<Exit, Error> {
    let text = context.given_text(&args.text)?;
    change(context, &args.ticket, &one("assignee", &args.who), text, &args.write)
}

/// `take`.
pub fn take(context: &Context, args: &TakeArgs) -> Result<Exit, Error> {
    let text = context.given_text(&args.text)?;
    change(context, &args.ticket, &one("assignee", "me"), text, &args.write)
}

/// `transfer`: the team changes and its next person is found by the desk's routing or by hand.
pub fn transfer(context: &Context, args: &TransferArgs) -> Result<Exit, Error> {
    let text = context
        .comment_text(&args.text, "why the ticket goes to another team; only the desk sees this text")?;
    let mut edits = one("team", &args.team);
    edits.push(Edit::Clear { key: "assignee".to_owned() });
    change(context, &args.ticket, &edits, Some(text), &args.write)
}

/// `tag`.
pub fn tag(context: &Context, args: &TagArgs) -> Result<Exit, Error> {
    let edits: Vec<Edit> = args
        .tags
        .iter()
        .map(|word| match (word.strip_prefix('-'), word.strip_prefix('+')) {
            (Some(tag), _) => Edit::RemoveTag(tag.to_owned()),
            (_, Some(tag)) => Edit::AddTag(tag.to_owned()),
            _ => Edit::AddTag(word.clone()),
        })
        .collect();
    change(context, &args.ticket, &edits, None, &args.write)
}

/// Says that a date lies in the past: it may record what was agreed, but more often it is a slip of the hand.
fn warn_of_past(context: &Context, text: &str) -> Result<(), Error> {
    let app = context.app()?;
    if app.locale.read_moment(text, app.now, &app.local_time()).is_ok_and(|moment| moment.is_before(app.now))
    {
        context.ui.say_as(Tone::Warn, "warning", &format!("{text} is in the past"));
    }
    Ok(())
}

/// `due`.
pub fn due(context: &Context, args: &DueArgs) -> Result<Exit, Error> {
    let text = context.given_text(&args.text)?;
    warn_of_past(context, &args.time)?;
    change(context, &args.ticket, &one("due", &args.time), text, &args.write)
}

/// `promise`.
pub fn promise(context: &Context, args: &PromiseArgs) -> Result<Exit, Error> {
    let text = context.given_text(&args.text)?;
    warn_of_past(context, &args.date)?;
    change(context, &args.ticket, &one("promised", &args.date), text, &args.write)
}

/// `watch`.
pub fn watch(context: &Context, args: &WatchArgs) -> Result<Exit, Error> {
    let edits: Vec<Edit> = args
        .who
        .iter()
        .map(|who| match who.strip_prefix('-') {
            Some(who) => Edit::Unwatch(who.to_owned()),
            None if args.remove => Edit::Unwatch(who.clone()),
            None => Edit::Watch(who.strip_prefix('+').unwrap_or(who).to_owned()),
        })
        .collect();
    change(context, &args.ticket, &edits, None, &args.write)
}

/// `edit`: the file as it is, in the editor; what comes back is judged by the desk's rules and recorded, or nothing is.
pub fn edit(context: &Context, args: &EditArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let before = app.editable(&row)?;
    let number = row.number;
    let help = format!("Ticket {number}. Save and close to record it; leave it as it is to change nothing.");
    let after = context.configured_ui().edit(&before, &help, ".yaml")?;
    let done = app.record_edit(&row, &before, &after, context.how(&args.write)?).map_err(|error| {
        // Nothing that was typed is lost: it is kept beside, and said where.
        match keep(context, &after) {
            Some(path) if before != after => error.mend(format!("your text is kept in {}", path.display())),
            _ => error,
        }
    })?;
    context.done(&done, args.write.format)
}

fn keep(context: &Context, text: &str) -> Option<std::path::PathBuf> {
    let dir = context.app().ok()?.store.own_dir();
    std::fs::create_dir_all(&dir).ok()?;
    let path = dir.join("edit.yaml");
    std::fs::write(&path, text).ok()?;
    Some(path)
}
