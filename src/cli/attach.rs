//! `attach`: files for a ticket; and `--attach` of the other commands.

use super::args::{FileArgs, WriteArgs};
use super::context::{Context, Exit};
use crate::app::Error;
use crate::app::files::Enclosed;
use crate::index::TicketRow;
use crate::model::{Comment, CommentKind};
use crate::process::{Edit, Intent};
use crate::render::Tone;
use clap::Args;
use std::path::{Path, PathBuf};

/// Attach files to a ticket
#[derive(Debug, Args)]
#[command(
    after_help = "A file's content can be removed later with `tramite purge`; its name and hash stay in the history.\nThe desk's limit is `max_attachment` in .tramite/desk.yaml.\n\nExample:\n  $ printf 'a screenshot' > screen.png && tramite attach 1 screen.png"
)]
pub struct AttachArgs {
    /// The ticket: 7, 202611/0007, or the first characters of its uid
    pub ticket: String,
    /// Files (`-`: standard input, with --name)
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// What the one file is called from now on
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Runs it. What a customer attaches is a message of theirs.
pub fn run(context: &Context, args: &AttachArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let row = app.find(&args.ticket)?;
    let mut enclosed = Enclosed::default();
    if args.name.is_some() && args.files.len() > 1 {
        return Err(Error::usage("--name is for one file").mend("attach the others by themselves"));
    }
    for file in &args.files {
        enclosed.files.push(if file == Path::new("-") {
            let name = args.name.as_deref().ok_or_else(|| {
                Error::usage("what comes on standard input has no name").mend("give it one with --name")
            })?;
            app.incoming_stream(&mut *context.ui.stdin(), name)?
        } else {
            app.incoming(file, args.name.as_deref())?
        });
    }
    let customer = app.actor()?.is_customer_only();
    let done = app.change_with_files(&row, context.how(&args.write)?, &enclosed, &|kept| {
        let comment = customer.then(|| Comment::new(CommentKind::Customer, ""));
        kept.with(Intent { comment, ..Intent::default() })
    })?;
    context.tell_of_files(&enclosed);
    context.done(&done, args.write.format)
}

impl Context {
    /// The files of `--attach`, looked at and not read yet.
    pub fn enclosed(&self, files: &FileArgs) -> Result<Enclosed, Error> {
        let app = self.app()?;
        Ok(Enclosed::of(files.attach.iter().map(|file| app.incoming(file, None)).collect::<Result<_, _>>()?))
    }

    /// Takes files that values of attachment fields name out of edits of a ticket.
    pub fn enclose_fields(
        &self,
        row: &TicketRow,
        edits: Vec<Edit>,
        enclosed: &mut Enclosed,
    ) -> Result<Vec<Edit>, Error> {
        let app = self.app()?;
        let ticket = if edits.is_empty() { None } else { Some(app.index()?.snapshot(row)?) };
        app.enclose_fields(&row.type_id, ticket.as_ref(), edits, enclosed)
    }

    /// Tells whoever attached something what of it stays (7.1).
    pub fn tell_of_files(&self, enclosed: &Enclosed) {
        if enclosed.has_files() {
            let text = "names and hashes of files stay in the history; their content can be removed with `tramite purge`";
            self.ui.say_as(Tone::Dim, "note", text);
        }
    }
}
