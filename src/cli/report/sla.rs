//! `report sla`.

use super::super::args::ReportFormat;
use super::super::context::{Context, Exit};
use crate::app::sla::SlaAsk;
use crate::app::{App, Error};
use crate::render::{self, Cell, Column, Table, Tone};
use crate::report::sla::{self as report, SlaReport};
use crate::sla::ClockState;
use clap::{Args, ValueEnum};

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
    /// Tickets (`key:value` terms)
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Group by a key: type, priority, team, assignee, organization, month, a field
    #[arg(long, value_name = "KEY")]
    pub by: Option<String>,
    /// Clocks decided in this month, YYYY-MM
    #[arg(long, value_name = "MONTH", conflicts_with_all = ["since", "until"])]
    pub month: Option<String>,
    /// Clocks decided on or after this day
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Clocks decided before the end of this day
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Choose by another instant than that of the decision
    #[arg(long, value_enum, value_name = "WHAT")]
    pub on: Option<On>,
    /// As of this time: what happened later is left out
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<String>,
    /// As known at this time: what was recorded later is left out too
    #[arg(long, value_name = "TIME")]
    pub as_known: Option<String>,
    /// Exit 1, with the list on standard error, where a clock is in this state or worse
    #[arg(long, value_enum, value_name = "STATE")]
    pub fail_on: Option<FailOn>,
    /// Exit 1 where compliance of a metric is under this percentage
    #[arg(long, value_name = "PERCENT")]
    pub fail_under: Option<f64>,
    /// What to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ReportFormat,
}

/// Runs it.
pub fn run(context: &Context, args: &SlaReportArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let period = match &args.month {
        Some(month) => app.month(month)?,
        None => app.days(args.since.as_deref(), args.until.as_deref())?,
    };
    let ask = SlaAsk {
        query: args.query.as_deref().map(|text| app.query(text)).transpose()?.unwrap_or_default(),
        by: args.by.clone(),
        period,
        on: args.on.map(|on| match on {
            On::Opened => report::On::Opened,
            On::Stopped => report::On::Stopped,
            On::Due => report::On::Due,
        }),
        as_of: args.as_of.as_deref().map(|text| app.read_time(text)).transpose()?,
        as_known: args.as_known.as_deref().map(|text| app.read_time(text)).transpose()?,
    };
    let report = app.sla_report(&ask)?;
    let page = context.page(app);
    match args.format {
        ReportFormat::Json => {
            context.json(&report)?;
        }
        ReportFormat::Table => {
            let rows = if report.rows.is_empty() {
                String::new()
            } else {
                format!("{}\n", render::table::render(&rows(app, &report), page))
            };
            context.show(&format!("{rows}{}", render::table::render(&summary(app, &report), page)))?;
        }
        ReportFormat::Csv => context.ui.print(&render::csv::render(&rows(app, &report)))?,
        ReportFormat::Markdown => context.ui.print(&format!(
            "{}\n{}",
            render::markdown::render(&summary(app, &report), page),
            render::markdown::render(&rows(app, &report), page)
        ))?,
    }
    Ok(judge(context, args, &report))
}

fn rows(app: &App, report: &SlaReport) -> Table {
    let locale = app.locale;
    let mut table = Table::new(vec![
        Column::titled("ticket", locale.column("number").unwrap_or("ticket")).keep(9),
        Column::new("title", locale),
        Column::new("metric", locale).keep(7),
        Column::new("state", locale).keep(8),
        Column::new("elapsed", locale).right().keep(6),
        Column::new("target", locale).right().keep(6),
        Column::new("due", locale).keep(5),
        Column::new("paused", locale).right(),
    ]);
    for row in &report.rows {
        let clock = &row.clock;
        let state = clock.state.as_str();
        let metric =
            if clock.cycle > 1 { format!("{} #{}", clock.metric, clock.cycle) } else { clock.metric.clone() };
        table.push(vec![
            Cell::text(row.ticket.clone()).tone(Tone::Name),
            Cell::text(row.title.clone()),
            Cell::text(metric),
            Cell::text(locale.state(state)).tone(Tone::of_state(state)),
            Cell::duration(clock.elapsed_s),
            Cell::duration(clock.target_s),
            clock.due_at.into(),
            Cell::duration(clock.paused_s),
        ]);
    }
    table
}

/// How many clocks of each metric stand how.
pub fn summary(app: &App, report: &SlaReport) -> Table {
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
            cells.push(line.group.clone().into());
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
