//! `open`: a new ticket.

use super::args::{FileArgs, WriteArgs};
use super::context::{Context, Exit};
use super::transition::pairs;
use crate::app::files::Enclosed;
use crate::app::{App, Error};
use crate::index::TicketRow;
use crate::model::config::TypeTemplate;
use crate::model::normalize_text;
use crate::process::{Edit, Opening};
use crate::render::Tone;
use crate::ui::Choice;
use clap::Args;
use std::path::{Path, PathBuf};

/// Open a ticket; on a terminal, what is missing is asked for
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "Example:\n  $ tramite open question -t \"How do I export?\" -d \"I need last month's orders\" --for maria@example --origin email"
)]
pub struct OpenArgs {
    /// Type of ticket (`tramite type list`); asked for where there are several
    #[arg(value_name = "TYPE")]
    pub type_id: Option<String>,
    /// Title
    #[arg(short, long, value_name = "TITLE", allow_hyphen_values = true)]
    pub title: Option<String>,
    /// Description
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    pub description: Option<String>,
    /// Read the description from a file (`-`: standard input)
    #[arg(short = 'F', long, value_name = "FILE", conflicts_with = "description")]
    pub file: Option<PathBuf>,
    /// A field or a key of the ticket; may be repeated
    #[arg(short = 'f', long = "field", value_name = "KEY=VALUE")]
    pub fields: Vec<String>,
    /// The contact who asks: id, address or name
    #[arg(long = "for", value_name = "CONTACT")]
    pub for_contact: Option<String>,
    /// The channel it came by
    #[arg(long, value_name = "CHANNEL")]
    pub origin: Option<String>,
    /// Priority
    #[arg(short, long, value_name = "PRIORITY")]
    pub priority: Option<String>,
    /// Person who takes it; routed otherwise
    #[arg(long, value_name = "WHO")]
    pub assignee: Option<String>,
    /// Team; routed otherwise
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// A tag; may be repeated
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// Where the desk reserves numbers: open it without asking the remote, with a number that may change
    #[arg(long)]
    pub offline: bool,
    #[command(flatten)]
    pub files: FileArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Runs it: asks for what is missing on a terminal, else names all of it at once.
pub fn run(context: &Context, args: &OpenArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let (opening, edits, enclosed) = prepare(context, args, None)?;
    let how = context.how(&args.write)?;
    let done = app.opening_with_files(opening, edits, &enclosed, |opening, edits| {
        app.open_ticket(opening, edits, how)
    })?;
    context.tell_of_files(&enclosed);
    context.done(&done, args.write.format)
}

/// What the arguments and, on a terminal, the answers say of a new ticket, with what it has from the one that it comes `of`.
/// Tickets that may be the same are said.
pub fn prepare(
    context: &Context,
    args: &OpenArgs,
    of: Option<&TicketRow>,
) -> Result<(Opening, Vec<Edit>, Enclosed), Error> {
    let app = context.app()?;
    app.offline.set(args.offline);
    let mut opening = Opening {
        type_id: type_id(context, args.type_id.as_deref())?,
        title: args.title.clone().unwrap_or_default(),
        description: args.description.as_deref().map(normalize_text).filter(|text| !text.is_empty()),
        uid: None,
        number: None,
        for_contact: args.for_contact.clone(),
        origin: args.origin.clone(),
        priority: args.priority.clone(),
    };
    if let Some(file) = &args.file {
        opening.description = Some(context.read_file(file)?);
    }
    let mut edits = pairs(&args.fields)?;
    for (key, value) in [("assignee", &args.assignee), ("team", &args.team)] {
        edits.extend(value.iter().map(|value| Edit::Set { key: key.to_owned(), value: value.clone() }));
    }
    edits.extend(args.tags.iter().cloned().map(Edit::AddTag));
    let mut enclosed = context.enclosed(&args.files)?;
    if let Some(of) = of {
        app.carry_over(of, &mut opening, &mut edits, &mut enclosed)?;
    }
    if context.ui.can_ask() {
        ask(context, app, &mut opening, &mut edits, &mut enclosed)?;
    }
    let edits = app.enclose_fields(&opening.type_id, None, edits, &mut enclosed)?;
    let likely = app.likely_duplicates(&opening)?;
    // The one that it comes of is known.
    for likely in
        likely.into_iter().filter(|likely| of.is_none_or(|of| of.number.to_string() != likely.number))
    {
        context.ui.say_as(
            Tone::Warn,
            "similar",
            &format!("{} {} ({})", likely.number, likely.title, likely.status),
        );
    }
    Ok((opening, edits, enclosed))
}

/// The type that was named, or the desk's only one, or the one that is chosen.
fn type_id(context: &Context, given: Option<&str>) -> Result<String, Error> {
    let app = context.app()?;
    if let Some(given) = given {
        return Ok(given.to_owned());
    }
    let types: Vec<&TypeTemplate> = app.config.types.values().collect();
    match types.as_slice() {
        [] => Err(Error::not_found("the desk has no type of ticket").mend("write one in .tramite/types/")),
        [only] => Ok(only.id.clone()),
        several => {
            let ids = several.iter().map(|t| t.id.as_str()).collect::<Vec<_>>().join(", ");
            let choices: Vec<Choice> = several
                .iter()
                .map(|t| Choice { label: t.title.clone().unwrap_or_else(|| t.id.clone()), help: None })
                .collect();
            let chosen =
                context.ui.select("Type", &choices, 0, &format!("tramite open TYPE, one of {ids}"))?;
            Ok(several[chosen].id.clone())
        }
    }
}

/// Asks for title, description and the required fields, one after another.
fn ask(
    context: &Context,
    app: &App,
    opening: &mut Opening,
    edits: &mut Vec<Edit>,
    enclosed: &mut Enclosed,
) -> Result<(), Error> {
    // Who gave a title has said what they wanted to; what a type requires is asked for all the same.
    let field_by_field = opening.title.trim().is_empty();
    if field_by_field {
        opening.title = context.ui.input("Title", None, "-t TITLE", &|text| match text.trim() {
            "" => Err("a ticket needs a title".to_owned()),
            text => Ok(text.to_owned()),
        })?;
    }
    let mut asked = std::collections::BTreeSet::new();
    // An answer can make another field required, so what is missing is asked anew; a field is asked for once.
    loop {
        let known: Vec<Edit> = edits.iter().cloned().chain(enclosed.preview()).collect();
        let missing = app.missing_at_open(opening, &known)?;
        let Some(field) = missing.into_iter().find(|f| f.id != "title" && !asked.contains(&f.id)) else {
            break;
        };
        asked.insert(field.id.clone());
        let label = field.label.clone().unwrap_or_else(|| field.id.clone());
        let question = match &field.help {
            Some(help) => format!("{label} ({help})"),
            None => label,
        };
        if field.id == "attachments" {
            let look = |text: &str| app.incoming(Path::new(text), None).map_err(|error| error.to_string());
            enclosed.files.push(context.ui.input(&question, None, "--attach FILE", &look)?);
            continue;
        }
        let choices = app.choices_at_open(opening, edits, &field)?;
        let value = if choices.is_empty() {
            context.ui.input(
                &question,
                field.default.as_deref(),
                &format!("-f {}=VALUE", field.id),
                &|text| app.answer_at_open(opening, edits, &field, text).map(|()| text.to_owned()),
            )?
        } else {
            let shown: Vec<Choice> = choices
                .iter()
                .map(|choice| Choice { label: choice.label.clone(), help: choice.help.clone() })
                .collect();
            let chosen = context.ui.select(&question, &shown, 0, &format!("-f {}=VALUE", field.id))?;
            choices[chosen].id.clone()
        };
        edits.push(Edit::Set { key: field.id.clone(), value });
    }
    if field_by_field && opening.description.is_none() {
        let ui = context.configured_ui();
        let text = if ui.has_editor() {
            ui.multiline("Description", "", "-d TEXT")?
        } else {
            ui.input("Description (may be empty)", None, "-d TEXT", &|text| Ok(text.to_owned()))?
        };
        let text = normalize_text(&text);
        opening.description = (!text.is_empty()).then_some(text);
    }
    Ok(())
}
