//! `calendar show|elapsed|due|eval`.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use crate::app::{App, Error};
use crate::calendar::{Calendar, Within, eval_line, month_picture};
use crate::render::{self, Cell, Column, Table, Tone};
use chrono::{Datelike, Weekday};
use clap::{Args, Subcommand};

/// Working hours: look at them, and reckon with them
#[derive(Debug, Args)]
pub struct CalendarArgs {
    #[command(subcommand)]
    pub command: CalendarCommand,
}

/// What to reckon.
#[derive(Debug, Subcommand)]
pub enum CalendarCommand {
    /// Show a month: hours, holidays and their names
    #[command(after_help = "Example:\n  $ tramite calendar show business --month 2026-12")]
    Show {
        /// The calendar; the desk's otherwise
        #[arg(value_name = "CALENDAR")]
        name: Option<String>,
        /// The month, YYYY-MM; this one otherwise
        #[arg(long, value_name = "MONTH")]
        month: Option<String>,
        #[command(flatten)]
        format: FormatArgs,
    },
    /// Print the working time between two instants
    #[command(
        after_help = "Example:\n  $ tramite calendar elapsed business 2026-11-20T17:00:00Z 2026-11-23T10:00:00Z"
    )]
    Elapsed {
        /// The calendar
        #[arg(value_name = "CALENDAR")]
        name: String,
        /// From
        from: String,
        /// To
        to: String,
        #[command(flatten)]
        format: FormatArgs,
    },
    /// Print when a working time that starts at an instant has passed
    #[command(after_help = "Example:\n  $ tramite calendar due business 2026-11-20T17:00:00Z 4h")]
    Due {
        /// The calendar
        #[arg(value_name = "CALENDAR")]
        name: String,
        /// From
        from: String,
        /// 90s, 30m, 4h, 1h30m, 2bd (working days), 3p (shifts)
        duration: String,
        #[command(flatten)]
        format: FormatArgs,
    },
    /// Answer questions, one JSON object a line, from standard input
    #[command(
        after_help = "Example:\n  $ echo '{\"op\":\"open\",\"at\":\"2026-11-20T10:00:00Z\"}' | tramite calendar eval business"
    )]
    Eval {
        /// The calendar
        #[arg(value_name = "CALENDAR")]
        name: String,
    },
}

/// Runs one of them. Calendars need no history, so they work in a shallow clone too.
pub fn run(context: &Context, args: &CalendarArgs) -> Result<Exit, Error> {
    match &args.command {
        CalendarCommand::Show { name, month, format } => {
            show(context, name.as_deref(), month.as_deref(), *format)
        }
        CalendarCommand::Elapsed { name, from, to, format } => {
            let app = context.app()?;
            let calendar = calendar(app, name)?;
            let (from, to) = (app.read_time(from)?, app.read_time(to)?);
            let seconds = calendar.elapsed(from.to_utc(), to.to_utc());
            if format.json() {
                return context.json(&serde_json::json!({ "version": 1, "elapsed_s": seconds }));
            }
            context.ui.print(&format!("{}\n", app.locale.working_time(seconds)))?;
            Ok(Exit::Done)
        }
        CalendarCommand::Due { name, from, duration, format } => {
            let app = context.app()?;
            let calendar = calendar(app, name)?;
            let from = app.read_time(from)?.to_utc();
            let within = within(app, duration)?;
            let due = calendar.deadline(from, within).ok_or_else(|| {
                Error::refused(format!("calendar {name:?} never has {duration} after that")).mend(
                    "`tramite calendar show` shows its hours; `p` needs shifts, which `always` has none of",
                )
            })?;
            let local = calendar.zone().local(due);
            if format.json() {
                return context.json(&serde_json::json!({ "version": 1, "due_at": local.to_rfc3339() }));
            }
            context.ui.print(&format!("{}\n", app.locale.datetime(local)))?;
            Ok(Exit::Done)
        }
        CalendarCommand::Eval { name } => {
            let app = context.app()?;
            let calendar = calendar(app, name)?;
            let mut exit = Exit::Done;
            let mut out = String::new();
            for line in context.ui.read_stdin("the questions")?.lines() {
                match eval_line(calendar, line) {
                    Ok(answer) => out.push_str(&answer),
                    Err(answer) => {
                        exit = Exit::Findings;
                        out.push_str(&answer);
                    }
                }
                out.push('\n');
            }
            context.ui.print(&out)?;
            Ok(exit)
        }
    }
}

/// `90s 30m 4h 1h30m 2bd 3p`, or a duration as the locale writes it.
fn within(app: &App, text: &str) -> Result<Within, Error> {
    match text.parse::<Within>() {
        Ok(within) => Ok(within),
        Err(error) => match app.locale.read_duration(text) {
            Ok(seconds) if seconds > 0 && !text.contains('d') => Ok(Within::Seconds(seconds)),
            _ => Err(Error::usage(error.to_string())),
        },
    }
}

fn calendar<'a>(app: &'a App, name: &str) -> Result<&'a Calendar, Error> {
    app.calendars.get(name).ok_or_else(|| {
        let ids: Vec<&str> = app.calendars.ids().collect();
        Error::not_found(format!("there is no usable calendar {name:?}")).mend(format!(
            "the desk has {}; `tramite validate --config` says what is wrong with one",
            ids.join(", ")
        ))
    })
}

fn show(
    context: &Context,
    name: Option<&str>,
    month: Option<&str>,
    format: FormatArgs,
) -> Result<Exit, Error> {
    let app = context.app()?;
    let calendar = match name {
        Some(name) => calendar(app, name)?,
        None => app.calendars.default(),
    };
    let (year, number) = match month {
        None => app.this_month(),
        Some(text) => {
            let first = app
                .locale
                .read_month(text, app.now.date_naive())
                .map_err(|error| Error::usage(error.to_string()).mend("write the month as 2026-11"))?;
            (first.year(), first.month())
        }
    };
    let picture =
        month_picture(calendar, year, number).ok_or_else(|| Error::usage("there is no such month"))?;
    if format.json() {
        return context.json(&serde_json::json!({ "version": 1, "month": picture }));
    }
    let locale = app.locale;
    let mut columns = Vec::new();
    for day in 0..7u8 {
        let weekday = Weekday::try_from(day).unwrap_or(Weekday::Mon);
        columns.push(Column::titled(&weekday.to_string(), locale.weekday(weekday)).wrapped().keep(9));
    }
    let mut table = Table::new(columns).titled(format!(
        "{} {}-{:02} ({}, {})",
        picture.calendar,
        picture.year,
        picture.month,
        picture.timezone,
        locale.working_time(picture.working_s)
    ));
    for week in &picture.weeks {
        let cells = week.iter().map(|day| {
            if !day.in_month {
                return Cell::empty();
            }
            let hours: Vec<String> = day.day.shifts.iter().map(|span| span.to_words()).collect();
            let mut text = format!("{}\n{}", day.day.date.day(), hours.join("\n"));
            if let Some(name) = &day.day.holiday {
                text.push_str(&format!("\n{name}"));
            }
            let tone = match (&day.day.holiday, day.day.special, hours.is_empty()) {
                (Some(_), ..) => Tone::Warn,
                (None, true, _) => Tone::Name,
                (None, false, true) => Tone::Dim,
                _ => Tone::Plain,
            };
            Cell::text(text.trim_end()).tone(tone)
        });
        table.push(cells.collect());
    }
    context.show(&render::table::render(&table, context.page(app)))
}
