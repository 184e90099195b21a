//! `report fcr`, `reopen`, `csat`, `time`: how well work was done, and how much.

use super::super::context::{Context, Exit};
use super::common::{As, AskArgs, Spec, group, print, print_all, table};
use crate::app::Error;
use crate::render::{Cell, Column, Table};

const FCR: &[Spec] = &[
    ("ticket", As::Ticket, 9),
    ("title", As::Text, 5),
    ("origin", As::Id, 4),
    ("assignee", As::Id, 5),
    ("resolved_at", As::At, 6),
    ("contacts", As::Count, 7),
    ("fcr", As::Text, 8),
    ("known", As::Text, 3),
];
const FCR_LINES: &[Spec] = &[
    ("group", As::Group, 9),
    ("total", As::Count, 9),
    ("fcr", As::Count, 8),
    ("share", As::Share, 9),
    ("known", As::Count, 5),
    ("known_fcr", As::Count, 5),
    ("known_share", As::Share, 6),
];

/// `report fcr`.
pub fn fcr(context: &Context, args: &AskArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ask = args.ask(app)?;
    let report = app.fcr(&ask)?;
    let mut rows = table(app, &ask, &report.rows, FCR)?;
    // Yes is good here, so it is not painted as a warning.
    for (cells, row) in rows.rows.iter_mut().zip(&report.rows) {
        cells[6] = row.fcr.into();
        cells[7] = row.known.into();
    }
    print(context, app, args, &report, &table(app, &ask, &report.summary, FCR_LINES)?, &rows)
}

const REOPEN: &[Spec] = &[
    ("ticket", As::Ticket, 9),
    ("title", As::Text, 5),
    ("assignee", As::Id, 6),
    ("status", As::Id, 3),
    ("resolved_at", As::At, 6),
    ("reopenings", As::Bad, 8),
    ("reopened_at", As::At, 5),
];
const REOPEN_LINES: &[Spec] = &[
    ("group", As::Group, 9),
    ("total", As::Count, 9),
    ("reopened", As::Bad, 8),
    ("reopenings", As::Count, 4),
    ("share", As::Share, 9),
];

/// `report reopen`.
pub fn reopen(context: &Context, args: &AskArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ask = args.ask(app)?;
    let report = app.reopenings(&ask)?;
    print_all(context, app, args, &ask, &report, (REOPEN, REOPEN_LINES))
}

const CSAT: &[Spec] = &[
    ("ticket", As::Ticket, 9),
    ("title", As::Text, 5),
    ("organization", As::Id, 4),
    ("assignee", As::Id, 6),
    ("rated_at", As::At, 5),
    ("rating", As::Id, 8),
];

/// `report csat`.
pub fn csat(context: &Context, args: &AskArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ask = args.ask(app)?;
    let report = app.csat(&ask)?;
    let locale = app.locale;
    let mut columns = Vec::new();
    if ask.by.is_some() {
        columns.push(Column::new("group", locale).keep(9));
    }
    for (key, keep) in [("total", 9), ("good", 8), ("share", 9)] {
        columns.push(Column::new(key, locale).right().keep(keep));
    }
    let scale: Vec<(String, String)> = report
        .summary
        .iter()
        .flat_map(|line| &line.values)
        .map(|v| (v.value.clone(), v.label.clone().unwrap_or_else(|| v.value.clone())))
        .fold(Vec::new(), |mut all, value| {
            if !all.contains(&value) {
                all.push(value);
            }
            all
        });
    columns.extend(scale.iter().map(|(value, label)| Column::titled(value, label).right().keep(5)));
    let mut summary = Table::new(columns);
    for line in &report.summary {
        let mut cells: Vec<Cell> = Vec::new();
        if let Some(id) = &line.group {
            cells.push(group(app, &ask, id).into());
        }
        cells.extend([
            Cell::from(line.total as i64),
            Cell::from(line.good as i64),
            line.share.map_or_else(Cell::empty, Cell::share),
        ]);
        for (value, _) in &scale {
            let count = line.values.iter().find(|v| v.value == *value).map_or(0, |v| v.count);
            cells.push(Cell::from(count as i64));
        }
        summary.push(cells);
    }
    print(context, app, args, &report, &summary, &table(app, &ask, &report.rows, CSAT)?)
}

const TIME: &[Spec] = &[
    ("at", As::At, 6),
    ("ticket", As::Ticket, 9),
    ("title", As::Text, 4),
    ("person", As::Id, 7),
    ("payer", As::Id, 5),
    ("time_s", As::Work, 8),
    ("billable", As::Text, 6),
];
const TIME_LINES: &[Spec] = &[
    ("group", As::Group, 9),
    ("entries", As::Count, 5),
    ("time_s", As::Work, 9),
    ("billable_s", As::Work, 8),
];

/// `report time`: by person, if nothing else is asked.
pub fn time(context: &Context, args: &AskArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ask = args.ask_by(app, "person")?;
    let report = app.time_report(&ask)?;
    let mut rows = table(app, &ask, &report.rows, TIME)?;
    for (cells, row) in rows.rows.iter_mut().zip(&report.rows) {
        cells[6] = row.billable.into();
    }
    print(context, app, args, &report, &table(app, &ask, &report.summary, TIME_LINES)?, &rows)
}
