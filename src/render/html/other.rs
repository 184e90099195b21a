//! The pages of the other reports: what to draw is read off their tables.

use super::engine::Report;
use super::words::say;
use crate::locale::Locale;
use crate::render::chart::{Chart, GOOD, LATE, LOOKS, Unit};
use crate::render::{Cell, Content, Table};
use serde::Serialize;

/// Rows of the longest table; the others are in the CSV and the JSON.
pub(super) const MOST_ROWS: usize = 500;
/// Groups that still fit a picture.
const MOST_GROUPS: usize = 16;

impl Report {
    /// The page of a report that names itself in its JSON, from its summary and its rows as tables.
    pub fn of(
        json: &impl Serialize,
        summary: &Table,
        rows: &Table,
        locale: Locale,
    ) -> Result<Self, serde_json::Error> {
        let json = serde_json::to_value(json)?;
        let name = json["report"].as_str().unwrap_or_default().to_owned();
        let title = super::words::word(locale, &format!("report_{name}")).unwrap_or(&name).to_owned();
        let charts = match name.as_str() {
            "aging" => vec![aging(summary, locale)],
            "volume" => volume(rows, locale),
            "fcr" | "reopen" | "csat" => groups(summary, &["share"], Unit::Share, locale),
            "time" => groups(summary, &["time_s", "billable_s"], Unit::Seconds, locale),
            "response" => groups(summary, &["unanswered_2d", "silent_5d"], Unit::Count, locale),
            _ => Vec::new(),
        };
        let mut details = rows.clone();
        let total = rows.rows.len();
        details.rows.truncate(MOST_ROWS);
        let rest = if total > MOST_ROWS {
            format!(" ({MOST_ROWS} {} {total}). {}", say(locale, "of"), say(locale, "first_rows"))
        } else {
            format!(" ({total})")
        };
        details.title = Some(format!("{}{rest}", say(locale, "details")));
        for column in &mut details.columns {
            column.wrap |= matches!(column.key.as_str(), "title" | "message");
        }
        let summary = Table { title: Some(say(locale, "key_figures").to_owned()), ..summary.clone() };
        let mut tables = Vec::new();
        for (id, table) in [("summary", summary), ("rows", details)] {
            if !table.rows.is_empty() {
                tables.push((id.to_owned(), table));
            }
        }
        Ok(Self { name, title, period: String::new(), json, charts, tables })
    }
}

fn at(table: &Table, key: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.key == key)
}

fn figure(cell: Option<&Cell>) -> f64 {
    match cell.map(|cell| &cell.content) {
        Some(Content::Integer(n) | Content::Duration(n) | Content::Age(n)) => *n as f64,
        Some(Content::Share(share)) => *share,
        _ => 0.0,
    }
}

fn title(table: &Table, column: usize) -> &str {
    &table.columns[column].title
}

/// Counts by age, all groups together.
fn aging(summary: &Table, locale: Locale) -> Chart {
    let buckets: Vec<usize> = (0..summary.columns.len())
        .filter(|at| summary.columns[*at].key.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    let names = buckets.iter().map(|at| title(summary, *at).to_owned()).collect();
    let sum = |at: &usize| (0..summary.rows.len()).map(|row| figure(summary.cell(row, *at))).sum();
    let counts: Vec<f64> = buckets.iter().map(sum).collect();
    let says: Vec<String> = buckets
        .iter()
        .zip(&counts)
        .map(|(at, count)| format!("{}: {}", title(summary, *at), locale.number(&format!("{count}"))))
        .collect();
    let mut chart = Chart::over("aging", names, Unit::Count)
        .titled(say(locale, "chart_aging"), format!("{}.", says.join(" · ")));
    chart.columns(&[(say(locale, "chart_aging"), GOOD, counts)], true);
    chart
}

/// What came and went, and what was left, per week, all groups together.
fn volume(rows: &Table, locale: Locale) -> Vec<Chart> {
    let Some(week) = at(rows, "from").or_else(|| at(rows, "week")) else { return Vec::new() };
    let name = |row: usize| match rows.cell(row, week).map(|cell| &cell.content) {
        Some(Content::Moment(crate::locale::Moment::At(day))) => super::sla::short(day.date_naive(), locale),
        Some(_) | None => rows.cell(row, week).map(|cell| cell.human(locale)).unwrap_or_default(),
    };
    let keyed = |row: usize| rows.cell(row, week).map(Cell::machine).unwrap_or_default();
    let mut weeks: Vec<(String, String)> = (0..rows.rows.len()).map(|row| (keyed(row), name(row))).collect();
    weeks.sort();
    weeks.dedup();
    let names: Vec<String> = weeks.iter().map(|(_, name)| name.clone()).collect();
    let sums = |key: &str| -> Vec<f64> {
        let of = |(week, _): &(String, String)| {
            let rows_of = (0..rows.rows.len()).filter(|row| keyed(*row) == *week);
            rows_of.map(|row| at(rows, key).map_or(0.0, |column| figure(rows.cell(row, column)))).sum()
        };
        weeks.iter().map(of).collect()
    };
    let heading = |key: &'static str| at(rows, key).map_or(key, |column| title(rows, column)).to_owned();
    let (opened, resolved) = (heading("opened"), heading("resolved"));
    let mut flow = Chart::over("volume", names.clone(), Unit::Count).titled(
        say(locale, "chart_volume"),
        format!(
            "{opened}: {} · {resolved}: {}.",
            total(&sums("opened"), locale),
            total(&sums("resolved"), locale)
        ),
    );
    flow.columns(&[(&opened, LATE, sums("opened")), (&resolved, GOOD, sums("resolved"))], false);
    let left = sums("backlog");
    let ends = [left.first(), left.last()].map(|end| locale.number(&format!("{}", end.unwrap_or(&0.0))));
    let mut backlog = Chart::over("backlog", names, Unit::Count)
        .titled(say(locale, "chart_backlog"), format!("{} → {}.", ends[0], ends[1]));
    backlog.line(heading("backlog"), &left.into_iter().map(Some).collect::<Vec<_>>());
    vec![flow, backlog]
}

fn total(counts: &[f64], locale: Locale) -> String {
    locale.number(&format!("{}", counts.iter().sum::<f64>()))
}

/// Columns of the summary beside each other, where it has several groups but not too many for a picture.
fn groups(summary: &Table, keys: &[&str], unit: Unit, locale: Locale) -> Vec<Chart> {
    let count = summary.rows.len();
    let Some(group) = at(summary, "group").filter(|_| (2..=MOST_GROUPS).contains(&count)) else {
        return Vec::new();
    };
    let names = (0..count)
        .map(|row| summary.cell(row, group).map(|cell| cell.human(locale)).unwrap_or_default())
        .collect();
    let sets: Vec<(&str, usize, Vec<f64>)> = keys
        .iter()
        .filter_map(|key| at(summary, key))
        .enumerate()
        .map(|(nth, column)| {
            let values = (0..count).map(|row| figure(summary.cell(row, column))).collect();
            (title(summary, column), nth % LOOKS, values)
        })
        .collect();
    let says: Vec<&str> = sets.iter().map(|(name, ..)| *name).collect();
    let words = format!("{}: {}", say(locale, "chart_groups"), says.join(", "));
    let mut chart = Chart::over("groups", names, unit).titled(words, "");
    chart.columns(&sets, false);
    vec![chart]
}
