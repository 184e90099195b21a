//! `report sla` as a page: compliance per week, elapsed against target, late clocks.

use super::engine::Report;
use super::other::MOST_ROWS;
use super::words::{name, say};
use crate::locale::{DateOrder, Locale, Moment};
use crate::render::chart::{Chart, GOOD, LATE, Marks, Series, Unit};
use crate::render::{Cell, Column, Table, Tone};
use crate::report::sla::{SlaReport, SlaRow, SlaSummary};
use crate::sla::ClockState;
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Where marks of very late clocks stand.
const MOST_SHARE: f64 = 3.0;

/// What the ids of a report are called on its page; an id without a name stays as it is.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// A value of a ticket: (type, `assignee`, `ana`) → `Ana Souza`.
    pub value: &'a dyn Fn(&str, &str, &str) -> String,
    /// A group.
    pub group: &'a dyn Fn(&str) -> String,
    /// What the files of a ticket are called, by its uid.
    pub files: &'a dyn Fn(&str) -> Option<String>,
}

impl Report {
    /// The page of `report sla`.
    pub fn sla(report: &SlaReport, locale: Locale, names: Names) -> Result<Self, serde_json::Error> {
        let mut charts = vec![weeks(report, locale)];
        charts
            .extend(metrics(report).into_iter().enumerate().map(|(nth, m)| elapsed(report, nth, m, locale)));
        Ok(Self {
            name: "sla".to_owned(),
            title: say(locale, "report_sla").to_owned(),
            period: String::new(),
            json: serde_json::to_value(report)?,
            charts,
            tables: vec![
                ("summary".to_owned(), summary(report, locale, names)),
                ("late".to_owned(), late(report, locale, names)),
                ("clocks".to_owned(), clocks(report, locale, names)),
            ],
        })
    }
}

impl Report {
    /// The same page under other policies: its JSON, where the policies are from, and both summaries beside each other.
    #[must_use]
    pub fn what_if(mut self, json: Json, from: &str, compared: &Table) -> Self {
        self.json = json;
        self.title = format!("{} ({from})", self.title);
        for (id, table) in &mut self.tables {
            if id == "summary" {
                let title = compared.title.clone().or_else(|| table.title.take());
                *table = Table { title, ..compared.clone() };
            }
        }
        self
    }
}

/// Metrics in the order of the summary.
fn metrics(report: &SlaReport) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for line in &report.summary {
        if !names.contains(&line.metric.as_str()) {
            names.push(&line.metric);
        }
    }
    names
}

/// When a clock was met or became late, in its calendar's zone; `None` where it is not decided (6).
fn decided(row: &SlaRow) -> Option<DateTime<FixedOffset>> {
    match row.clock.state {
        ClockState::Met => row.clock.stopped_at,
        ClockState::Breached | ClockState::Overdue => row.clock.due_at,
        ClockState::Running | ClockState::AtRisk | ClockState::Paused | ClockState::Cancelled => None,
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

pub(super) fn short(day: NaiveDate, locale: Locale) -> String {
    let form = match locale.order {
        DateOrder::DayMonth => "%d/%m",
        DateOrder::MonthDay => "%m/%d",
        DateOrder::Iso => "%m-%d",
    };
    day.format(form).to_string()
}

/// Compliance per week of decision, a line for each metric. Weeks without decisions between others are gaps.
fn weeks(report: &SlaReport, locale: Locale) -> Chart {
    let mut counts: BTreeMap<NaiveDate, BTreeMap<&str, (usize, usize)>> = BTreeMap::new();
    for row in &report.rows {
        let Some(at) = decided(row) else { continue };
        let (met, all) =
            counts.entry(monday(at.date_naive())).or_default().entry(&row.clock.metric).or_default();
        *met += usize::from(row.clock.state == ClockState::Met);
        *all += 1;
    }
    let mut mondays: Vec<NaiveDate> = Vec::new();
    if let (Some((first, _)), Some((last, _))) = (counts.first_key_value(), counts.last_key_value()) {
        let every = first.iter_days().step_by(7);
        mondays = every.take_while(|day| day <= last).collect();
    }
    let names = mondays.iter().map(|day| short(*day, locale)).collect();
    let metrics = metrics(report);
    let mut chart = Chart::over("compliance", names, Unit::Share)
        .titled(say(locale, "compliance_weeks"), say(locale, "compliance_weeks_is"));
    let mut columns = vec![Column::titled("week", say(locale, "week_of"))];
    columns.extend(metrics.iter().map(|metric| Column::titled(metric, &name(locale, metric)).right()));
    let mut table = Table::new(columns);
    let count = |day: &NaiveDate, metric: &str| counts.get(day).and_then(|week| week.get(metric)).copied();
    for metric in &metrics {
        let share = |day| count(day, metric).map(|(met, all)| met as f64 / all as f64);
        let shares: Vec<Option<f64>> = mondays.iter().map(share).collect();
        chart.line(name(locale, metric), &shares);
    }
    for day in &mondays {
        let mut row = vec![Cell::text(locale.moment(Moment::Day(*day)))];
        row.extend(metrics.iter().map(|metric| match count(day, metric) {
            Some((met, all)) => {
                Cell::text(format!("{} ({met}/{all})", locale.percent(met as f64 / all as f64)))
            }
            None => Cell::text("–"),
        }));
        table.push(row);
    }
    chart.with_table(table)
}

fn share(row: &SlaRow) -> f64 {
    row.clock.elapsed_s as f64 / row.clock.target_s.max(1) as f64
}

/// Elapsed against target of each decided clock of a metric, by its day of decision.
fn elapsed(report: &SlaReport, nth: usize, metric: &str, locale: Locale) -> Chart {
    let rows: Vec<(&SlaRow, DateTime<FixedOffset>)> = report
        .rows
        .iter()
        .filter(|row| row.clock.metric == metric)
        .filter_map(|row| decided(row).map(|at| (row, at)))
        .collect();
    let day = |at: &DateTime<FixedOffset>| at.naive_local().and_utc().timestamp() as f64 / 86_400.0;
    let first = rows.iter().map(|(_, at)| monday(at.date_naive())).min();
    let last = rows.iter().map(|(_, at)| at.date_naive()).max();
    let mut chart = Chart::over(&format!("elapsed-{nth}"), Vec::new(), Unit::Share);
    chart.top = 1.25;
    if let (Some(first), Some(last)) = (first, last) {
        let number = |day: NaiveDate| f64::from(day.num_days_from_ce() - EPOCH);
        chart.level = (number(first), number(last) + 1.0);
        chart.ticks = first
            .iter_days()
            .step_by(7)
            .take_while(|day| *day <= last)
            .map(|day| (number(day), short(day, locale)))
            .collect();
    }
    chart.bar = Some((1.0, say(locale, "target").to_owned()));
    let late = |row: &SlaRow| row.clock.state != ClockState::Met;
    for (is_late, word, look) in [(false, "in_time", GOOD), (true, "late", LATE)] {
        let dots = rows.iter().filter(|(row, _)| late(row) == is_late);
        let dots = dots.map(|(row, at)| (day(at), share(row).min(MOST_SHARE))).collect();
        chart.series.push(Series { name: say(locale, word).to_owned(), look, marks: Marks::Dots(dots) });
    }
    let mut summary = say(locale, "elapsed_target_is").to_owned();
    if rows.iter().any(|(row, _)| share(row) > MOST_SHARE) {
        summary.extend([" ", say(locale, "capped")]);
    }
    let title = format!("{}: {}", say(locale, "elapsed_target"), name(locale, metric));
    let rows: Vec<&SlaRow> = rows.into_iter().map(|(row, _)| row).collect();
    chart.titled(title, summary).with_table(spread(&rows, locale))
}

/// Days from the first of the common era to that of Unix time.
const EPOCH: i32 = 719_163;

/// How many clocks took which share of their target.
fn spread(rows: &[&SlaRow], locale: Locale) -> Table {
    let mut table = Table::new(vec![
        Column::titled("share", say(locale, "share_of_target")),
        Column::new("count", locale).right(),
        Column::titled("percent", "%").right(),
    ]);
    let ends = [0.25, 0.5, 0.75, 1.0, 1.5, 2.0, MOST_SHARE, f64::INFINITY];
    let mut from = f64::NEG_INFINITY;
    for end in ends {
        let count = rows.iter().filter(|row| share(row) > from && share(row) <= end).count();
        let title = if end.is_finite() {
            format!("{} {}", say(locale, "up_to"), locale.percent(end))
        } else {
            format!("{} {}", say(locale, "above"), locale.percent(from))
        };
        let part =
            if rows.is_empty() { Cell::empty() } else { Cell::share(count as f64 / rows.len() as f64) };
        table.push(vec![Cell::text(title), Cell::from(count as i64), part]);
        from = end;
    }
    table
}

/// How many clocks of each metric, and group where there are any, stand how. States that none is in have no column.
fn summary(report: &SlaReport, locale: Locale, names: Names) -> Table {
    type Count = fn(&SlaSummary) -> usize;
    let counts: [(&str, Count); 8] = [
        ("total", |line| line.total),
        ("met", |line| line.met),
        ("breached", |line| line.breached),
        ("overdue", |line| line.overdue),
        ("at_risk", |line| line.at_risk),
        ("running", |line| line.running),
        ("paused", |line| line.paused),
        ("cancelled", |line| line.cancelled),
    ];
    let used = |count: Count| report.summary.iter().any(|line| count(line) > 0);
    let counts: Vec<(&str, Count)> = counts.into_iter().filter(|(_, count)| used(*count)).collect();
    let grouped = report.summary.iter().any(|line| line.group.is_some());
    let mut columns = vec![Column::new("metric", locale)];
    if grouped {
        columns.push(Column::new("group", locale));
    }
    columns.push(Column::new("compliance", locale).right());
    columns.extend(counts.iter().map(|(id, _)| Column::titled(id, &name(locale, id)).right()));
    columns.push(Column::titled("elapsed_p50", say(locale, "median")).right());
    columns.push(Column::titled("elapsed_p90", say(locale, "p90")).right());
    let mut table = Table::new(columns).titled(say(locale, if grouped { "groups" } else { "summary" }));
    for line in &report.summary {
        let mut row = vec![Cell::text(name(locale, &line.metric))];
        if grouped {
            row.push(line.group.as_deref().map(names.group).into());
        }
        row.push(line.compliance.map_or_else(Cell::empty, Cell::share));
        row.extend(counts.iter().map(|(_, count)| Cell::from(count(line) as i64)));
        row.push(line.elapsed_p50_s.map_or_else(Cell::empty, Cell::duration));
        row.push(line.elapsed_p90_s.map_or_else(Cell::empty, Cell::duration));
        table.push(row);
    }
    table
}

/// Late clocks, the latest in relation to its target first.
fn late(report: &SlaReport, locale: Locale, names: Names) -> Table {
    let is_late = |row: &&SlaRow| matches!(row.clock.state, ClockState::Breached | ClockState::Overdue);
    let mut rows: Vec<&SlaRow> = report.rows.iter().filter(is_late).collect();
    rows.sort_by(|a, b| share(b).total_cmp(&share(a)));
    list(&rows, say(locale, "latest_first"), locale, names)
}

fn clocks(report: &SlaReport, locale: Locale, names: Names) -> Table {
    let rows: Vec<&SlaRow> = report.rows.iter().collect();
    list(&rows, say(locale, "by_number"), locale, names)
}

fn list(rows: &[&SlaRow], order: &str, locale: Locale, names: Names) -> Table {
    let mut table = Table::new(vec![
        Column::titled("ticket", locale.column("number").unwrap_or("ticket")),
        Column::new("title", locale).wrapped(),
        Column::new("priority", locale),
        Column::new("metric", locale),
        Column::new("state", locale),
        Column::new("elapsed", locale).right(),
        Column::new("target", locale).right(),
        Column::titled("over", say(locale, "over")).right(),
        Column::new("assignee", locale),
        Column::new("team", locale),
        Column::new("due_at", locale),
    ]);
    let with_files = rows.iter().take(MOST_ROWS).any(|row| (names.files)(&row.uid).is_some());
    if with_files {
        table.columns.push(Column::new("attachments", locale).wrapped());
    }
    let total = rows.len();
    let of = if total > MOST_ROWS { format!("{MOST_ROWS} {} ", say(locale, "of")) } else { String::new() };
    let rest = if total > MOST_ROWS { format!(". {}", say(locale, "first_rows")) } else { String::new() };
    table.title = Some(format!("{of}{total} {}, {order}{rest}", say(locale, "clocks")));
    for row in rows.iter().take(MOST_ROWS) {
        let clock = &row.clock;
        let metric = name(locale, &clock.metric);
        let metric = if clock.cycle > 1 { format!("{metric} #{}", clock.cycle) } else { metric };
        let state = clock.state.as_str();
        let of = |key: &str, id: &Option<String>| -> Cell {
            id.as_deref().map(|id| (names.value)(&row.type_id, key, id)).into()
        };
        let over = clock.elapsed_s - clock.target_s;
        let mut cells = vec![
            Cell::text(row.ticket.clone()),
            Cell::text(row.title.clone()),
            of("priority", &row.priority),
            Cell::text(metric),
            Cell::text(locale.state(state)).tone(Tone::of_state(state)),
            Cell::duration(clock.elapsed_s),
            Cell::duration(clock.target_s),
            if over > 0 { Cell::duration(over) } else { Cell::empty() },
            of("assignee", &row.assignee),
            of("team", &row.team),
            clock.due_at.into(),
        ];
        if with_files {
            cells.push((names.files)(&row.uid).into());
        }
        table.push(cells);
    }
    table
}
