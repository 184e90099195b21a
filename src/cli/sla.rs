//! `sla explain` and `sla due`.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use super::pages;
use crate::app::{App, Error};
use crate::render::log::{Labels, brief};
use crate::render::{self, Cell, Column, Page, Table, Tone, sanitize};
use crate::sla::{Cause, Explain, ExplainLine, Note, Why};
use chrono::{DateTime, FixedOffset, Timelike};
use clap::{Args, Subcommand};

/// Clocks: why they stand where they stand, and which run out next
#[derive(Debug, Args)]
pub struct SlaArgs {
    #[command(subcommand)]
    pub command: SlaCommand,
}

/// What to tell about clocks.
#[derive(Debug, Subcommand)]
pub enum SlaCommand {
    /// Show why a ticket's clocks stand where they stand, interval by interval
    #[command(after_help = "Example:\n  $ tramite sla explain 1")]
    Explain {
        /// The ticket: 7, 202611/0007, or the first characters of its uid
        ticket: String,
        /// Every interval, where a long life is told in runs of days otherwise
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        format: FormatArgs,
    },
    /// List what runs out next, soonest first
    #[command(after_help = "Example:\n  $ tramite sla due --within 4h")]
    Due {
        /// Only what runs out within this working time
        #[arg(long, value_name = "DURATION")]
        within: Option<String>,
        #[command(flatten)]
        format: FormatArgs,
    },
}

/// Runs one of them.
pub fn run(context: &Context, args: &SlaArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    match &args.command {
        SlaCommand::Explain { ticket, all, format } => {
            let row = app.find(ticket)?;
            let explain = app.sla_explain(&row)?;
            if format.json() {
                let mut json = serde_json::json!({ "version": 1 });
                json["explain"] = serde_json::to_value(&explain).unwrap_or_default();
                return context.json(&json);
            }
            context.show(&explained(app, &row.type_id, &explain, *all, context.page(app)))
        }
        SlaCommand::Due { within, format } => {
            let seconds = within
                .as_deref()
                .map(|text| app.locale.read_duration(text).map_err(|error| Error::usage(error.to_string())))
                .transpose()?;
            let due = app.sla_due(seconds)?;
            if format.json() {
                let json: Vec<_> = due
                    .iter()
                    .map(|d| {
                        serde_json::json!({
                            "ticket": d.row.number, "uid": d.row.uid, "title": d.row.title, "assignee": d.row.assignee,
                            "metric": d.clock.metric, "state": d.clock.state.as_str(),
                            "due_at": d.clock.due_at.map(|at| at.to_rfc3339()), "remaining_s": d.clock.remaining_s,
                        })
                    })
                    .collect();
                return context.json_list("due", &json);
            }
            let locale = app.locale;
            let mut table = Table::new(vec![
                Column::new("number", locale).keep(9),
                Column::new("title", locale),
                Column::new("assignee", locale),
                Column::new("metric", locale).keep(6),
                Column::new("due", locale).keep(8),
                Column::new("remaining", locale).right().keep(7),
            ]);
            let mut files = Vec::new();
            for one in due {
                files.push(pages::files_cell(&app.file_names(&one.row)?));
                let tone = Tone::of_state(one.clock.state.as_str());
                table.push(vec![
                    Cell::text(one.row.number.to_string()).tone(Tone::Name),
                    Cell::text(one.row.title.clone()),
                    one.row
                        .assignee
                        .as_deref()
                        .map(|id| pages::named(app, &one.row.type_id, "assignee", id))
                        .into(),
                    Cell::text(one.clock.metric.clone()),
                    Cell::from(one.clock.due_at).tone(tone),
                    one.clock.remaining_s.map_or_else(Cell::empty, |s| Cell::duration(s).tone(tone)),
                ]);
            }
            pages::add_files(app, &mut table, files);
            context.show(&render::table::render(&table, context.page(app)))
        }
    }
}

/// The intervals of each clock, then its figures and what changed it.
fn explained(app: &App, type_id: &str, explain: &Explain, all: bool, page: Page) -> String {
    let locale = app.locale;
    let label = |key: &str, id: &str| pages::label(app, type_id, key, id);
    let local = |at: DateTime<FixedOffset>| app.zone.local(at.to_utc());
    let labels = Labels { label: &label, local: &local };
    let cause = |cause: &Cause| format!("{}, {}", brief(&cause.changes, labels, page), cause.author);
    let mut text = String::new();
    for clock in &explain.clocks {
        let row = &clock.row;
        let cycle = if row.cycle > 1 { format!(" #{}", row.cycle) } else { String::new() };
        let mut table = Table::new(vec![
            Column::new("from", locale).keep(8),
            Column::new("to", locale).keep(8),
            Column::new("why", locale).wrapped().keep(9),
            Column::new("counted", locale).right().keep(9),
            Column::new("running_total", locale).right().keep(8),
        ])
        .titled(format!("{} {}{cycle} ({}, {})", explain.ticket, row.metric, row.policy, clock.calendar));
        let (lines, shortened) = if all { (clock.lines.clone(), false) } else { shortened(&clock.lines) };
        // To the second where any of them is not of a whole minute: what is added up must be seen.
        let is_whole = |at: DateTime<FixedOffset>| at.second() == 0;
        let whole = lines.iter().all(|line| is_whole(line.from) && is_whole(line.to));
        let time = |at: DateTime<FixedOffset>| {
            if whole {
                return at.into();
            }
            Cell::text(format!("{}{}", locale.datetime(at), at.format(":%S")))
        };
        for line in &lines {
            let word = |id: &str| locale.column(id).unwrap_or(id).to_owned();
            let why = match &line.why {
                Why::Working if line.to.date_naive() > line.from.date_naive() => word("why_days"),
                Why::Working => word("why_working"),
                Why::Closed => word("why_closed"),
                Why::Lunch => word("why_lunch"),
                Why::Holiday { name } => format!("{}: {name}", word("why_holiday")),
                Why::Paused => word("why_paused"),
                Why::OutsideWhile => word("why_while"),
                Why::Stopped => word("why_stopped"),
            };
            let by = line.by.as_ref().map(cause).map(|c| format!(" ({c})")).unwrap_or_default();
            table.push(vec![
                time(line.from),
                time(line.to),
                Cell::text(format!("{why}{by}")),
                Cell::text(locale.working_time_exact(line.counted_s)),
                Cell::text(locale.working_time_exact(line.total_s)),
            ]);
        }
        text.push_str(&render::table::render(&table, page));
        if shortened {
            let hint = locale.column("why_all").unwrap_or("--all");
            text.push_str(&page.paint(Tone::Dim, hint));
            text.push('\n');
        }
        let state = row.state.as_str();
        text.push_str(&page.paint(
            Tone::of_state(state),
            &format!(
                "{}: {} / {}",
                locale.state(state),
                locale.working_time_exact(row.elapsed_s),
                locale.working_time_exact(row.target_s)
            ),
        ));
        if let Some(due) = row.due_at {
            text.push_str(&format!(", {}: {}", locale.column("due").unwrap_or("due"), locale.datetime(due)));
        }
        text.push('\n');
        if let Some(commit) = clock.policy_commit.as_ref().filter(|_| clock.policy_edited) {
            let words = locale.column("why_version").unwrap_or("why_version");
            let commit = commit.get(..10).unwrap_or(commit);
            text.push_str(&format!(
                "  {}\n",
                words.replace("{policy}", &row.policy).replace("{commit}", commit)
            ));
        }
        for note in &clock.notes {
            text.push_str(&format!("  {}\n", sanitize::line(&note_text(app, note, &cause))));
        }
        text.push('\n');
    }
    if explain.clocks.is_empty() {
        text.push_str(&format!("{}\n", locale.column("why_none").unwrap_or("why_none")));
    }
    text
}

/// Lines that one can still read as they are.
const READABLE: usize = 20;

/// A long run told in fewer lines: days that count become one line each run, pauses and stops stay. Sums are those of
/// the lines they stand for. Whether anything was left out.
fn shortened(lines: &[ExplainLine]) -> (Vec<ExplainLine>, bool) {
    let counts = |why: &Why| matches!(why, Why::Working | Why::Closed | Why::Lunch | Why::Holiday { .. });
    if lines.len() <= READABLE {
        return (lines.to_vec(), false);
    }
    let mut short: Vec<ExplainLine> = Vec::new();
    for line in lines {
        match short.last_mut() {
            Some(last) if counts(&last.why) && counts(&line.why) => {
                last.why = Why::Working;
                last.to = line.to;
                last.counted_s += line.counted_s;
                last.total_s = line.total_s;
            }
            _ => short.push(line.clone()),
        }
    }
    let shorter = short.len() < lines.len();
    (short, shorter)
}

fn note_text(app: &App, note: &Note, cause: &dyn Fn(&Cause) -> String) -> String {
    let locale = app.locale;
    let word = |id: &'static str| locale.column(id).unwrap_or(id);
    let at = |by: &Cause| format!("{} {}", locale.datetime(by.at), cause(by));
    let target =
        |s: &Option<i64>| s.map_or_else(|| locale.words().none.to_owned(), |s| locale.working_time(s));
    match note {
        Note::Started { by } => format!("{}: {}", word("started_at"), at(by)),
        Note::Target { by, from_s, to_s } => {
            format!("{} {} → {}: {}", word("target"), target(from_s), target(to_s), at(by))
        }
        Note::Dismissed { by, status_too } => {
            let too = if *status_too { format!(" (+ {})", word("status")) } else { String::new() };
            format!("{}{too}: {}", locale.words().dismissed, at(by))
        }
        Note::Stopped { by } => format!("{}: {}", word("stopped_at"), at(by)),
        Note::Cancelled { by } => format!("{}: {}", locale.state("cancelled"), at(by)),
    }
}
