//! What all reports share: which tickets, which time, how they are printed.

use super::super::args::ReportFormat;
use super::super::context::{Context, Exit};
use super::super::pages;
use super::html::HtmlArgs;
use crate::app::report::ReportAsk;
use crate::app::{App, Error};
use crate::render::html::Report;
use crate::render::{self, Cell, Column, Table, Tone};
use chrono::DateTime;
use clap::Args;
use serde::Serialize;
use serde_json::Value;

/// Which tickets, which time, which format.
#[derive(Debug, Default, Args)]
pub struct AskArgs {
    /// Tickets (`key:value` terms)
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Option<String>,
    /// Group by a key: type, priority, team, assignee, organization, month, a field
    #[arg(long, value_name = "KEY")]
    pub by: Option<String>,
    /// Only this month, YYYY-MM
    #[arg(long, value_name = "MONTH", conflicts_with_all = ["since", "until"])]
    pub month: Option<String>,
    /// Only from this day on
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Only to the end of this day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub until: Option<String>,
    /// As of this time: what happened later is left out
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub as_of: Option<String>,
    /// As known at this time: what was recorded later is left out too
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub as_known: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ReportFormat,
    #[command(flatten)]
    pub html: HtmlArgs,
}

impl AskArgs {
    /// What they ask of a desk.
    pub fn ask(&self, app: &App) -> Result<ReportAsk, Error> {
        Ok(ReportAsk {
            query: self.query.as_deref().map(|text| app.query(text)).transpose()?.unwrap_or_default(),
            by: self.by.clone(),
            period: match &self.month {
                Some(month) => app.month(month)?,
                None => app.days(self.since.as_deref(), self.until.as_deref())?,
            },
            as_of: self.as_of.as_deref().map(|text| app.read_time(text)).transpose()?,
            as_known: self.as_known.as_deref().map(|text| app.read_time(text)).transpose()?,
        })
    }

    /// The same with groups where none were asked for.
    pub fn ask_by(&self, app: &App, key: &str) -> Result<ReportAsk, Error> {
        let mut ask = self.ask(app)?;
        ask.by.get_or_insert_with(|| key.to_owned());
        Ok(ask)
    }
}

/// What a value of a report's row is.
#[derive(Debug, Clone, Copy)]
pub enum As {
    /// The ticket's number.
    Ticket,
    /// Text.
    Text,
    /// The id of something that has a label: a priority, a person, a team …
    Id,
    /// The id of a row's group.
    Group,
    /// A number of things.
    Count,
    /// The same where more than none is bad.
    Bad,
    /// Calendar time.
    Age,
    /// Working time, or time that was worked.
    Work,
    /// A share of one.
    Share,
    /// An instant.
    At,
    /// Yes or no, where yes is worth a look.
    Flag,
}

/// A column: the key in the row, what its value is, its rank where the terminal is narrow (9 stays longest).
pub type Spec = (&'static str, As, u8);

/// Rows as a table. The column of groups is there only where rows have one.
pub fn table<T: Serialize>(app: &App, ask: &ReportAsk, rows: &[T], columns: &[Spec]) -> Result<Table, Error> {
    let locale = app.locale;
    let columns: Vec<&Spec> =
        columns.iter().filter(|(_, kind, _)| ask.by.is_some() || !matches!(kind, As::Group)).collect();
    let heads = columns.iter().map(|(key, kind, keep)| {
        let column = Column::new(key, locale).keep(*keep);
        match kind {
            As::Count | As::Bad | As::Age | As::Work | As::Share => column.right(),
            _ => column,
        }
    });
    let mut table = Table::new(heads.collect());
    for row in rows {
        let row = serde_json::to_value(row).map_err(|error| Error::environment(error.to_string()))?;
        let type_id = row["type"].as_str().unwrap_or_default();
        let cell = |(key, kind, _): &&Spec| cell(app, ask, type_id, key, *kind, &row[*key]);
        table.push(columns.iter().map(cell).collect());
    }
    Ok(table)
}

fn cell(app: &App, ask: &ReportAsk, type_id: &str, key: &str, kind: As, value: &Value) -> Cell {
    let text = value.as_str().unwrap_or_default();
    let number = value.as_i64();
    if value.is_null() {
        return Cell::empty();
    }
    match kind {
        As::Ticket => Cell::text(text).tone(Tone::Name),
        As::Text => Cell::text(text),
        As::Id => Cell::named(text, pages::named(app, type_id, key, text)),
        As::Group => Cell::named(text, group(app, ask, text)),
        As::Count => number.into(),
        As::Bad => Cell::from(number).tone(if number == Some(0) { Tone::Plain } else { Tone::Bad }),
        As::Age => number.map_or_else(Cell::empty, Cell::age),
        As::Work => number.map_or_else(Cell::empty, Cell::duration),
        As::Share => value.as_f64().map_or_else(Cell::empty, Cell::share),
        As::At => DateTime::parse_from_rfc3339(text).ok().into(),
        As::Flag => {
            let flag = value.as_bool().unwrap_or_default();
            Cell::from(flag).tone(if flag { Tone::Bad } else { Tone::Dim })
        }
    }
}

/// A group's label.
pub fn group(app: &App, ask: &ReportAsk, id: &str) -> String {
    let key = match ask.by.as_deref() {
        _ if id == crate::report::NONE => return app.locale.words().none.to_owned(),
        Some("person") => "assignee",
        Some("payer") => "organization",
        Some(key) => key,
        None => return id.to_owned(),
    };
    // A field's labels are its type's.
    let mut types = std::iter::once("").chain(app.config.types.keys().map(String::as_str));
    types.find_map(|type_id| pages::label(app, type_id, key, id)).unwrap_or_else(|| id.to_owned())
}

/// Prints a report with these columns for its rows and its summary.
pub fn print_all<R: Serialize, S: Serialize>(
    context: &Context,
    app: &App,
    args: &AskArgs,
    ask: &ReportAsk,
    report: &crate::report::Report<R, S>,
    (rows, lines): (&[Spec], &[Spec]),
) -> Result<Exit, Error> {
    let summary = table(app, ask, &report.summary, lines)?;
    // JSON is the report itself.
    let shown = if args.format == ReportFormat::Json { &[][..] } else { &report.rows };
    print(context, app, args, report, &summary, &table(app, ask, shown, rows)?)
}

/// Prints a report: JSON is the report itself, CSV its rows, Markdown and the table both.
pub fn print(
    context: &Context,
    app: &App,
    args: &AskArgs,
    json: &impl Serialize,
    summary: &Table,
    rows: &Table,
) -> Result<Exit, Error> {
    let ReportAsk { query, period, .. } = args.ask(app)?;
    context.warn_query(app, &query);
    if args.html.print(context, args.format, &period, || Report::of(json, summary, rows, app.locale))? {
        return Ok(Exit::Done);
    }
    let page = context.page(app);
    match args.format {
        ReportFormat::Json => context.json(json),
        // Printed above.
        ReportFormat::Html => Ok(Exit::Done),
        ReportFormat::Table => {
            let detail = if rows.rows.is_empty() {
                String::new()
            } else {
                format!("{}\n", render::table::render(rows, page))
            };
            context.show(&format!("{detail}{}", render::table::render(summary, page)))
        }
        ReportFormat::Csv => {
            context.ui.print(&render::csv::render(rows))?;
            Ok(Exit::Done)
        }
        ReportFormat::Markdown => {
            context.ui.print(&format!(
                "{}\n{}",
                render::markdown::render(summary, page),
                render::markdown::render(rows, page)
            ))?;
            Ok(Exit::Done)
        }
    }
}
