//! `outbox`: messages that tell requesters and watchers of trâmites (C10, C16).

use super::context::{Context, Exit};
use crate::app::Error;
use crate::app::outbox::{Letter, Outbox};
use crate::render::{self, Cell, Column, Table, Tone};
use crate::ui::Maildir;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How the messages are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum OutboxFormat {
    /// For people: which there are.
    #[default]
    Table,
    /// For scripts: an envelope with `"version": 1`.
    Json,
    /// The messages themselves, one mailbox.
    Mbox,
}

/// Tell requesters and watchers what happened to their tickets: a message for each trâmite
#[derive(Debug, Args)]
#[command(
    after_help = "Only what customers may read is told: never internal comments, never protected texts. Each message has the same id whenever it is made; what is in the maildir, to go or gone, is not made again. The text is that of the macro `outbox: {macro: …}` of .tramite/desk.yaml.\n\nExample:\n  $ tramite outbox --since 2026-11-01 --from support@desk.example"
)]
pub struct OutboxArgs {
    /// Since this commit or time: an id, `HEAD~1`, 2026-11-24, -2d
    #[arg(long, value_name = "SINCE", allow_hyphen_values = true)]
    pub since: String,
    /// Who they come from; the desk's `outbox: {from: …}` otherwise
    #[arg(long, value_name = "ADDRESS")]
    pub from: Option<String>,
    /// Put those that are new into this maildir
    #[arg(long, value_name = "DIR")]
    pub maildir: Option<PathBuf>,
    /// Give what waits in the maildir to this program, such as `sendmail -t -oi`
    #[arg(long, value_name = "PROGRAM", requires = "maildir")]
    pub send: Option<String>,
    /// Refuse to tell of more than this
    #[arg(long, value_name = "COUNT", default_value_t = 200)]
    pub limit: usize,
    /// What to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: OutboxFormat,
}

/// Runs it.
pub fn run(context: &Context, args: &OutboxArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let maildir = args.maildir.as_ref().map(|dir| Maildir::open(&context.env.cwd.join(dir))).transpose()?;
    let mut outbox = app.outbox(&args.since, args.from.as_deref())?;
    if let Some(maildir) = &maildir {
        outbox.letters.retain(|letter| !maildir.has(&letter.id));
    }
    let count = outbox.letters.len();
    if count > args.limit {
        return Err(Error::refused(format!("{count} messages would go, more than {}", args.limit))
            .because("so many are rarely meant, as after an import")
            .mend(format!("a later --since, or --limit {count}")));
    }
    for number in &outbox.nobody {
        context.ui.say_as(
            Tone::Warn,
            "warning",
            &format!("{number}: neither requester nor watchers have an address"),
        );
    }
    if let Some(maildir) = &maildir {
        for letter in &outbox.letters {
            maildir.deliver(&letter.id, &bytes(letter)?)?;
        }
    }
    if let (Some(maildir), Some(program)) = (&maildir, &args.send) {
        let mut failed = Vec::new();
        for message in maildir.waiting()? {
            match context.ui.hand_over(program, &message) {
                Ok(()) => maildir.gone(&message)?,
                Err(why) => failed.push(why),
            }
        }
        if let Some(why) = failed.first() {
            return Err(Error::environment(format!("{} messages did not go", failed.len()))
                .because(why.clone())
                .mend("they stay in the maildir's `new` and go with the next run"));
        }
    }
    show(context, args, &outbox)
}

fn bytes(letter: &Letter) -> Result<Vec<u8>, Error> {
    render::mail::message(letter).map_err(|error| Error::environment(error.to_string()))
}

fn show(context: &Context, args: &OutboxArgs, outbox: &Outbox) -> Result<Exit, Error> {
    let app = context.app()?;
    match args.format {
        OutboxFormat::Json => {
            let json: Vec<_> = outbox
                .letters
                .iter()
                .map(|l| {
                    serde_json::json!({
                        "id": l.id, "thread": l.thread, "number": l.number, "uid": l.uid, "commit": l.commit,
                        "at": l.at.to_rfc3339(), "from": l.from, "to": l.to, "cc": l.cc, "subject": l.subject,
                        "text": l.text,
                    })
                })
                .collect();
            context.json_list("messages", &json)
        }
        OutboxFormat::Mbox => {
            let messages: Result<Vec<_>, Error> =
                outbox.letters.iter().map(|letter| Ok((letter, bytes(letter)?))).collect();
            context.ui.print_bytes(&render::mail::mbox(&messages?))?;
            Ok(Exit::Done)
        }
        OutboxFormat::Table => {
            let column = |id| Column::new(id, app.locale);
            let mut table = Table::new(vec![
                column("at"),
                column("number").keep(9),
                column("requester"),
                column("watchers"),
                column("title").keep(8),
            ]);
            for letter in &outbox.letters {
                let emails = |all: &[crate::app::outbox::Mailbox]| {
                    all.iter().map(|m| m.email.clone()).collect::<Vec<_>>().join(", ")
                };
                table.push(vec![
                    letter.at.into(),
                    Cell::text(&*letter.number).tone(Tone::Name),
                    Cell::text(emails(&letter.to)),
                    Cell::text(emails(&letter.cc)),
                    Cell::text(
                        letter.subject.trim_start_matches(|c| c != ']').trim_start_matches([']', ' ']),
                    ),
                ]);
            }
            context.show(&render::table::render(&table, context.page(app)))
        }
    }
}
