//! From a calendar as written to one that answers, or everything that is wrong with it.

use super::holidays::{Holidays, date, read_ics};
use super::hours::{self, DAYS, Span};
use super::nearest::did_you_mean;
use super::rules::Rules;
use super::year::Years;
use super::{ALWAYS, Calendar, Zone};
use crate::model::config::{CalendarSpec, IcsFile};
use std::collections::BTreeMap;
use std::fmt;

/// A calendar and what was left out on the way.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The calendar.
    pub calendar: Calendar,
    /// Warnings: events of `.ics` files that are no holidays.
    pub notes: Vec<CalendarProblem>,
}

/// One thing wrong with a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarProblem {
    /// The calendar's id; empty where it is the desk's own key.
    pub calendar: String,
    /// The keys that lead to it in the file: `["hours", "mon-fri"]`.
    pub key: Vec<String>,
    /// What, and how to mend it.
    pub message: String,
    /// Whether it is only told: the calendar works without it.
    pub warning: bool,
}

impl fmt::Display for CalendarProblem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if !self.calendar.is_empty() {
            write!(f, "calendar \"{}\": ", self.calendar)?;
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key.join("."))?;
        }
        f.write_str(&self.message)
    }
}

/// Gathers problems of one calendar.
struct Problems<'a> {
    calendar: &'a str,
    all: Vec<CalendarProblem>,
}

impl Problems<'_> {
    fn add(&mut self, key: &[&str], message: &dyn fmt::Display, warning: bool) {
        self.all.push(CalendarProblem {
            calendar: self.calendar.to_owned(),
            key: key.iter().map(|part| (*part).to_owned()).collect(),
            message: message.to_string(),
            warning,
        });
    }

    fn error(&mut self, key: &[&str], message: impl fmt::Display) {
        self.add(key, &message, false);
    }
}

pub(super) fn compile(
    spec: &CalendarSpec,
    ics: &BTreeMap<String, IcsFile>,
    desk_zone: Zone,
) -> Result<Compiled, Vec<CalendarProblem>> {
    let mut problems = Problems { calendar: &spec.calendar, all: Vec::new() };
    if spec.calendar == ALWAYS {
        problems.error(
            &["calendar"],
            "\"always\" is the built-in calendar that is always open; choose another id",
        );
    }
    let zone = match spec.timezone.as_deref().map(Zone::parse) {
        None => desk_zone,
        Some(Ok(zone)) => zone,
        Some(Err(error)) => {
            problems.error(&["timezone"], error);
            desk_zone
        }
    };
    let week = week(spec, &mut problems);
    let dates = dates(spec, &mut problems);
    let holidays = holidays(spec, ics, &mut problems);
    if problems.all.iter().any(|problem| !problem.warning) {
        return Err(problems.all);
    }
    let calendar = Calendar {
        id: spec.calendar.clone(),
        label: spec.label.clone(),
        always: false,
        rules: Rules { zone, week, dates, holidays },
        years: Years::new(),
    };
    Ok(Compiled { calendar, notes: problems.all })
}

fn week(spec: &CalendarSpec, problems: &mut Problems) -> [Vec<Span>; 7] {
    let mut texts: [Vec<String>; 7] = std::array::from_fn(|_| Vec::new());
    // The first key of each day, and whether it closes it.
    let mut said: [Option<(&str, bool)>; 7] = [None; 7];
    let mut failed = false;
    for (key, intervals) in &spec.hours {
        let here = ["hours", key];
        let days = hours::days(key);
        let spans = hours::spans(&intervals.0);
        for error in [days.as_ref().err(), spans.as_ref().err()].into_iter().flatten() {
            problems.error(&here, error);
            failed = true;
        }
        let (Ok(days), Ok(_)) = (days, spans) else { continue };
        for day in days {
            match said[day] {
                Some((other, closed)) if closed != intervals.is_empty() => {
                    let name = DAYS[day];
                    problems.error(&here, format!("{name} is closed and open: \"{other}\" and \"{key}\" both name it; leave it out of one"));
                    failed = true;
                }
                _ => said[day] = Some((key, intervals.is_empty())),
            }
            texts[day].extend(intervals.0.iter().cloned());
        }
    }
    let week = std::array::from_fn(|day| {
        // Each key alone is right: what is wrong now is two keys together.
        hours::spans(&texts[day]).unwrap_or_else(|error| {
            if !failed {
                let name = DAYS[day];
                problems.error(&["hours"], format!("{name} is named by more than one key: {error}"));
            }
            failed = true;
            Vec::new()
        })
    });
    if !failed && week.iter().all(Vec::is_empty) {
        problems.error(
            &["hours"],
            "the week has no hours, so no deadline would ever come; write some, such as mon-fri: [\"08:00-18:00\"], or use the calendar \"always\"",
        );
    }
    week
}

fn dates(spec: &CalendarSpec, problems: &mut Problems) -> BTreeMap<chrono::NaiveDate, Vec<Span>> {
    let mut dates = BTreeMap::new();
    for (key, intervals) in &spec.dates {
        let here = ["dates", key];
        let date = date(key.trim());
        if date.is_none() {
            problems
                .error(&here, format!("there is no date \"{key}\"; write YYYY-MM-DD, such as 2026-12-24"));
        }
        match hours::spans(&intervals.0) {
            Ok(spans) => dates.extend(date.map(|date| (date, spans))),
            Err(error) => problems.error(&here, error),
        }
    }
    dates
}

fn holidays(spec: &CalendarSpec, ics: &BTreeMap<String, IcsFile>, problems: &mut Problems) -> Holidays {
    let mut holidays = Holidays::default();
    for text in &spec.holidays.0 {
        if let Err(error) = holidays.add(text) {
            problems.error(&["holidays"], error);
        }
    }
    for name in &spec.ics.0 {
        let Some(file) = ics.get(name.as_str()) else {
            let hint = did_you_mean(name, ics.keys().map(String::as_str));
            problems.error(&["ics"], format!("there is no file \"{name}\" beside the calendar{hint}"));
            continue;
        };
        match read_ics(&file.text) {
            Ok(read) => {
                holidays.add_events(read.events);
                for note in read.notes {
                    problems.add(&["ics"], &format_args!("\"{name}\": {note}"), true);
                }
            }
            Err(error) => problems.error(&["ics"], format!("\"{name}\" {error}")),
        }
    }
    holidays
}
