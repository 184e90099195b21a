//! Holidays from iCalendar files: events of whole days (6). What is no holiday is told and left out.

use super::yearly::Yearly;
use chrono::{Datelike, Days, NaiveDate};
use icalendar::parser::{Component, Property, read_components, unfold};
use std::collections::{BTreeMap, BTreeSet};

/// The longest event that is taken, in days.
const LONGEST: u64 = 366;

/// An event of one or more whole days, on one date or every so many years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its summary.
    pub name: String,
    start: NaiveDate,
    days: u64,
    repeats: Option<Yearly>,
    more: BTreeSet<NaiveDate>,
    except: BTreeSet<NaiveDate>,
}

/// What a file holds: events, and what was left out and why.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// Holidays.
    pub events: Vec<Event>,
    /// One sentence for each thing left out.
    pub notes: Vec<String>,
}

/// Reads the text of an `.ics` file.
pub fn read(text: &str) -> Result<Read, String> {
    let text = unfold(text.trim_start_matches('\u{feff}'));
    if text.trim().is_empty() {
        return Err("is empty; it should hold a VCALENDAR".to_owned());
    }
    let mut roots = Vec::new();
    for one in calendars(&text) {
        roots.extend(read_components(one).map_err(|_| "is no iCalendar file (RFC 5545)".to_owned())?);
    }
    if !roots.iter().any(|root| root.name.as_str().eq_ignore_ascii_case("VCALENDAR")) {
        return Err("is no iCalendar file (RFC 5545): it holds no VCALENDAR".to_owned());
    }
    let mut all = Vec::new();
    collect(&roots, &mut all);
    let mut read = Read::default();
    // An event with RECURRENCE-ID stands in the place of one day of the event with the same UID.
    let mut replaced: BTreeMap<&str, BTreeSet<NaiveDate>> = BTreeMap::new();
    for event in &all {
        if let (Some(uid), Some(instead)) =
            (value(event, "UID"), value(event, "RECURRENCE-ID").and_then(day_of))
        {
            replaced.entry(uid).or_default().insert(instead);
        }
    }
    for component in &all {
        match event(component) {
            Ok((mut event, notes)) => {
                if let (Some(uid), None) = (value(component, "UID"), value(component, "RECURRENCE-ID")) {
                    event.except.extend(replaced.get(uid).into_iter().flatten());
                }
                read.events.push(event);
                read.notes.extend(notes);
            }
            Err(note) => read.notes.push(note),
        }
    }
    Ok(read)
}

/// A stream may be several calendars (RFC 5545, 3.4); the parser takes one.
fn calendars(text: &str) -> Vec<&str> {
    let mut begins = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().eq_ignore_ascii_case("BEGIN:VCALENDAR") {
            begins.push(at);
        }
        at += line.len();
    }
    begins.push(text.len());
    let parts = begins.windows(2).filter_map(|pair| text.get(pair[0]..pair[1]));
    parts.filter(|part| !part.trim().is_empty()).collect()
}

/// The events at any depth.
fn collect<'a, 'b>(components: &'b [Component<'a>], all: &mut Vec<&'b Component<'a>>) {
    for component in components {
        if component.name.as_str().eq_ignore_ascii_case("VEVENT") {
            all.push(component);
        } else {
            collect(&component.components, all);
        }
    }
}

fn properties<'b>(component: &'b Component<'_>, name: &'b str) -> impl Iterator<Item = &'b Property<'b>> {
    component.properties.iter().filter(move |property| property.name.as_str().eq_ignore_ascii_case(name))
}

fn value<'b>(component: &'b Component<'_>, name: &'b str) -> Option<&'b str> {
    properties(component, name).next().map(|property| property.val.as_str().trim())
}

/// One event, or why it is left out; with a note for each part of it that is not understood.
fn event(component: &Component) -> Result<(Event, Vec<String>), String> {
    let name = value(component, "SUMMARY").filter(|name| !name.is_empty()).unwrap_or("holiday").to_owned();
    let start_text =
        value(component, "DTSTART").ok_or_else(|| format!("event \"{name}\" has no DTSTART: ignored"))?;
    let told = format!("event \"{name}\" ({start_text})");
    if value(component, "STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
        return Err(format!("{told} is cancelled: ignored"));
    }
    if is_observance(component) {
        return Err(format!(
            "{told} is described as an observance, no holiday: ignored; name it in `holidays` if it is one"
        ));
    }
    let Some(start) = day(start_text) else {
        return Err(if start_text.contains(['T', 't']) {
            format!(
                "{told} has a time of day: ignored, only whole days are holidays; write short days under `dates`"
            )
        } else {
            format!("{told} has no readable date: ignored")
        });
    };
    let days = length(component, start).map_err(|why| format!("{told} {why}: ignored"))?;
    let mut event =
        Event { name, start, days, repeats: None, more: BTreeSet::new(), except: BTreeSet::new() };
    let mut notes = Vec::new();
    for (name, dates) in [("EXDATE", &mut event.except), ("RDATE", &mut event.more)] {
        for text in listed(component, name) {
            match day_of(text) {
                Some(date) => drop(dates.insert(date)),
                None => notes.push(format!("{told}: {name} \"{text}\" is no date: ignored")),
            }
        }
    }
    let mut rules = properties(component, "RRULE").map(|rule| rule.val.as_str().trim());
    if let Some(rule) = rules.next() {
        event.repeats = Yearly::parse(rule, start);
        if event.repeats.is_none() {
            notes.push(format!(
                "{told}: \"{rule}\" is not understood (only yearly repetition is); only its first date counts"
            ));
        }
    }
    let further = rules.map(|rule| ("RRULE", rule));
    let without = properties(component, "EXRULE").map(|rule| ("EXRULE", rule.val.as_str()));
    for (name, rule) in further.chain(without) {
        notes.push(format!("{told}: {name} \"{rule}\" is not understood: ignored; name its dates"));
    }
    if properties(component, "RECURRENCE-ID")
        .any(|p| p.params.iter().any(|p| p.key.as_str().eq_ignore_ascii_case("RANGE")))
    {
        notes.push(format!(
            "{told}: a change of all later dates is not understood: it counts for its own date only"
        ));
    }
    Ok((event, notes))
}

/// Public feeds mark as observances the days they list that nobody is off.
fn is_observance(component: &Component) -> bool {
    let description = value(component, "DESCRIPTION").unwrap_or_default().to_lowercase();
    ["observance", "comemoração", "data comemorativa"].iter().any(|word| description.starts_with(word))
}

/// How many days; `DTEND` is the day after the last (RFC 5545, 3.6.1).
fn length(component: &Component, start: NaiveDate) -> Result<u64, String> {
    let days = if let Some(end) = value(component, "DTEND") {
        let end = day(end).ok_or("has an end that is no date")?;
        if end < start {
            return Err("ends before it begins".to_owned());
        }
        // Some programs write the day itself.
        (end - start).num_days().unsigned_abs().max(1)
    } else if let Some(duration) = value(component, "DURATION") {
        whole_days(duration)
            .ok_or_else(|| format!("has a duration (\"{duration}\") that is no number of days"))?
    } else {
        1
    };
    if days > LONGEST { Err(format!("goes over {days} days, more than a year")) } else { Ok(days) }
}

/// `P1D`, `P2W`, also `PT24H` where it comes out whole.
fn whole_days(text: &str) -> Option<u64> {
    let (mut rest, mut seconds) = (text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?, 0_u64);
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T') {
            rest = time;
        }
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = rest[..digits].parse().ok()?;
        let size = match rest.as_bytes()[digits] {
            b'W' => 604_800,
            b'D' => 86_400,
            b'H' => 3_600,
            b'M' => 60,
            b'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.checked_mul(size)?)?;
        rest = &rest[digits + 1..];
    }
    (seconds > 0 && seconds % 86_400 == 0).then_some(seconds / 86_400)
}

/// The values of all properties of a name, which may be lists.
fn listed<'b>(component: &'b Component<'_>, name: &'b str) -> impl Iterator<Item = &'b str> {
    let values = properties(component, name).flat_map(|property| property.val.as_str().split(','));
    values.map(str::trim).filter(|text| !text.is_empty())
}

/// The date of a date, of a time, or of the begin of a period.
fn day_of(text: &str) -> Option<NaiveDate> {
    day(text).or_else(|| day(text.trim().get(..8)?))
}

/// `20261225`.
fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())?
}

impl Event {
    /// The dates of `year` that are it.
    pub fn dates_in(&self, year: i32) -> Vec<NaiveDate> {
        let mut starts: BTreeSet<NaiveDate> = self.more.clone();
        // One that began in an earlier year may reach into this one.
        starts.extend((year - 2..=year).flat_map(|year| self.starts_in(year)));
        starts
            .difference(&self.except)
            .flat_map(|start| (0..self.days).filter_map(|days| start.checked_add_days(Days::new(days))))
            .filter(|date| date.year() == year)
            .collect()
    }

    fn starts_in(&self, year: i32) -> Vec<NaiveDate> {
        match &self.repeats {
            Some(rule) => rule.in_year(self.start, year),
            None if year == self.start.year() => vec![self.start],
            None => Vec::new(),
        }
    }
}
