//! `report sla`.

use super::super::args::ReportFormat;
use super::super::context::{Context, Exit};
use super::super::pages;
use super::common::{AskArgs, group, print};
use crate::app::sla::SlaAsk;
use crate::app::{App, Error};
use crate::render::html::{Names, Report};
use crate::render::{Cell, Column, Table, Tone};
use crate::report::sla::{self as report, SlaReport, SlaSummary};
use crate::sla::ClockState;
use clap::{Args, ValueEnum};
use serde::Serialize;

/// What makes a report fail (exit 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A clock that was stopped too late
    Breach,
    /// A clock that runs and is late, or was stopped too late
    Overdue,
    /// A clock that is close to its target, or any of the above
    AtRisk,
}

/// Which instant of a clock a period looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum On {
    /// Its ticket's opening
    Opened,
    /// Its stop
    Stopped,
    /// Its deadline
    Due,
}

/// Arguments of `report sla`.
#[derive(Debug, Args)]
pub struct SlaReportArgs {
    #[command(flatten)]
    pub ask: AskArgs,
    /// Choose by another instant than that of the decision
    #[arg(long, value_enum, value_name = "WHAT")]
    pub on: Option<On>,
    /// Exit 1, with the list on standard error, where a clock is in this state or worse
    #[arg(long, value_enum, value_name = "STATE")]
    pub fail_on: Option<FailOn>,
    /// Exit 1 where compliance of a metric is under this percentage
    #[arg(long, value_name = "PERCENT")]
    pub fail_under: Option<f64>,
    /// The same history under other policies and calendars, beside today's: a commit, or a folder with sla/ and calendars/
    #[arg(long, value_name = "REF|DIR")]
    pub policy_from: Option<String>,
}

/// What `--policy-from` gives to scripts: the report under the other policies, and today's summary beside it.
#[derive(Debug, Serialize)]
struct WhatIf<'a> {
    #[serde(flatten)]
    report: &'a SlaReport,
    policy_from: &'a str,
    today: &'a [SlaSummary],
}

/// Runs it.
pub fn run(context: &Context, args: &SlaReportArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ask = SlaAsk {
        ask: args.ask.ask(app)?,
        on: args.on.map(|on| match on {
            On::Opened => report::On::Opened,
            On::Stopped => report::On::Stopped,
            On::Due => report::On::Due,
        }),
    };
    let (format, html) = (args.ask.format, &args.ask.html);
    let value = |type_id: &str, key: &str, id: &str| pages::named(app, type_id, key, id);
    let group = |id: &str| group(app, &ask.ask, id);
    let names = Names { value: &value, group: &group };
    let period = ask.ask.period;
    if format == ReportFormat::Html {
        // Other formats are printed with their warnings.
        context.warn_query(app, &ask.ask.query);
    }
    let Some(from) = args.policy_from.as_deref() else {
        let report = app.sla_report(&ask)?;
        if html.print(context, format, &period, || Report::sla(&report, app.locale, names))? {
            return Ok(judge(context, args, &report));
        }
        print(context, app, &args.ask, &report, &summary(app, &report, &group), &rows(app, &report, format))?;
        return Ok(judge(context, args, &report));
    };
    let other = app.other(from)?;
    let (today, what_if) = app.sla_reports(&ask, Some(&other))?;
    let Some(what_if) = what_if else { return Ok(Exit::Done) };
    let json = WhatIf { report: &what_if, policy_from: from, today: &today.summary };
    let compared = beside(app, &today, &what_if, &group);
    let page = || {
        Ok(Report::sla(&what_if, app.locale, names)?.what_if(serde_json::to_value(&json)?, from, &compared))
    };
    if !html.print(context, format, &period, page)? {
        print(context, app, &args.ask, &json, &compared, &rows(app, &what_if, format))?;
    }
    Ok(judge(context, args, &what_if))
}

/// Two summaries side by side: what is, and what would be.
fn beside(app: &App, today: &SlaReport, what_if: &SlaReport, named: &dyn Fn(&str) -> String) -> Table {
    let locale = app.locale;
    let key = |line: &SlaSummary| (line.metric.clone(), line.group.clone());
    let mut keys: Vec<_> = today.summary.iter().map(key).collect();
    for other in what_if.summary.iter().map(key) {
        if !keys.contains(&other) {
            keys.push(other);
        }
    }
    let grouped = keys.iter().any(|(_, group)| group.is_some());
    let mut columns = vec![Column::new("metric", locale).keep(9)];
    if grouped {
        columns.push(Column::new("group", locale).keep(9));
    }
    for (id, keep) in
        [("total", 4), ("met", 6), ("breached", 7), ("overdue", 7), ("compliance", 9), ("elapsed_p90", 3)]
    {
        let title = locale.column(id).unwrap_or(id);
        columns.push(Column::titled(&format!("{id}_today"), title).right().keep(keep));
        columns.push(Column::titled(id, &format!("→ {title}")).right().keep(keep));
    }
    let mut table = Table::new(columns);
    for (metric, group) in keys {
        let find = |report: &SlaReport| {
            report.summary.iter().find(|l| l.metric == metric && l.group == group).map(cells_of)
        };
        let mut cells = vec![Cell::text(metric.clone())];
        if grouped {
            cells.push(group.as_deref().map(named).into());
        }
        let (now, then) = (find(today), find(what_if));
        for index in 0..CELLS {
            for side in [&now, &then] {
                cells.push(side.as_ref().map_or_else(Cell::empty, |cells| cells[index].clone()));
            }
        }
        table.push(cells);
    }
    table
}

/// Columns that [`beside`] compares.
const CELLS: usize = 6;

fn cells_of(line: &SlaSummary) -> [Cell; CELLS] {
    [
        Cell::from(line.total as i64),
        Cell::from(line.met as i64),
        Cell::from(line.breached as i64),
        Cell::from(line.overdue as i64),
        line.compliance.map_or_else(Cell::empty, Cell::share),
        line.elapsed_p90_s.map_or_else(Cell::empty, Cell::duration),
    ]
}

/// A line for each clock. People read a later cycle beside the metric; CSV has it in a column of its own, as JSON has.
fn rows(app: &App, report: &SlaReport, format: ReportFormat) -> Table {
    let locale = app.locale;
    let cycles = format == ReportFormat::Csv;
    let mut columns = vec![
        Column::titled("ticket", locale.column("number").unwrap_or("ticket")).keep(9),
        Column::new("title", locale),
        Column::new("metric", locale).keep(7),
        Column::new("state", locale).keep(8),
        Column::new("elapsed", locale).right().keep(6),
        Column::new("target", locale).right().keep(6),
        Column::new("due", locale).keep(5),
        Column::new("paused", locale).right(),
    ];
    if cycles {
        columns.push(Column::new("cycle", locale).right());
    }
    let mut table = Table::new(columns);
    // JSON is the report itself.
    let rows = if format == ReportFormat::Json { &[][..] } else { &report.rows };
    for row in rows {
        let clock = &row.clock;
        let state = clock.state.as_str();
        let metric =
            if clock.cycle > 1 { format!("{} #{}", clock.metric, clock.cycle) } else { clock.metric.clone() };
        let mut cells = vec![
            Cell::text(row.ticket.clone()).tone(Tone::Name),
            Cell::text(row.title.clone()),
            Cell::named(clock.metric.clone(), metric),
            Cell::named(state, locale.state(state)).tone(Tone::of_state(state)),
            Cell::duration(clock.elapsed_s),
            Cell::duration(clock.target_s),
            clock.due_at.into(),
            Cell::duration(clock.paused_s),
        ];
        if cycles {
            cells.push(i64::from(clock.cycle).into());
        }
        table.push(cells);
    }
    table
}

/// How many clocks of each metric stand how.
pub fn summary(app: &App, report: &SlaReport, named: &dyn Fn(&str) -> String) -> Table {
    let locale = app.locale;
    let grouped = report.summary.iter().any(|s| s.group.is_some());
    let mut columns = vec![Column::new("metric", locale).keep(9)];
    if grouped {
        columns.push(Column::new("group", locale).keep(9));
    }
    for id in ["total", "met", "breached", "running", "at_risk", "overdue", "paused", "cancelled"] {
        let title = if id == "total" { locale.column(id).unwrap_or(id) } else { locale.state(id) };
        columns.push(Column::titled(id, title).right().keep(5));
    }
    columns.push(Column::new("compliance", locale).right().keep(8));
    columns.push(Column::new("elapsed_p50", locale).right());
    columns.push(Column::new("elapsed_p90", locale).right());
    let mut table = Table::new(columns);
    for line in &report.summary {
        let mut cells = vec![Cell::text(line.metric.clone())];
        if grouped {
            cells.push(line.group.as_deref().map(named).into());
        }
        for count in [
            line.total,
            line.met,
            line.breached,
            line.running,
            line.at_risk,
            line.overdue,
            line.paused,
            line.cancelled,
        ] {
            cells.push(Cell::from(count as i64));
        }
        cells.push(line.compliance.map_or_else(Cell::empty, Cell::share));
        cells.push(line.elapsed_p50_s.map_or_else(Cell::empty, Cell::duration));
        cells.push(line.elapsed_p90_s.map_or_else(Cell::empty, Cell::duration));
        table.push(cells);
    }
    table
}

/// `--fail-on` and `--fail-under`: exit 1, with the list on standard error.
fn judge(context: &Context, args: &SlaReportArgs, report: &SlaReport) -> Exit {
    let mut failed = false;
    if let Some(on) = args.fail_on {
        let bad = |state: ClockState| match on {
            FailOn::Breach => state == ClockState::Breached,
            FailOn::Overdue => matches!(state, ClockState::Breached | ClockState::Overdue),
            FailOn::AtRisk => {
                matches!(state, ClockState::Breached | ClockState::Overdue | ClockState::AtRisk)
            }
        };
        for row in report.rows.iter().filter(|row| bad(row.clock.state)) {
            failed = true;
            context.ui.say(&format!("{} {} {}", row.ticket, row.clock.metric, row.clock.state.as_str()));
        }
    }
    if let Some(least) = args.fail_under {
        for line in &report.summary {
            if let Some(share) = line.compliance.filter(|share| share * 100.0 < least) {
                failed = true;
                let group = line.group.as_deref().map(|g| format!(" {g}")).unwrap_or_default();
                context.ui.say(&format!(
                    "{}{group}: compliance {:.1} % is under {least} %",
                    line.metric,
                    share * 100.0
                ));
            }
        }
    }
    if failed { Exit::Findings } else { Exit::Done }
}
