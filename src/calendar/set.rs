//! All calendars of a desk.

use super::nearest::did_you_mean;
use super::{ALWAYS, Calendar, CalendarProblem, Zone};
use crate::model::config::Config;
use std::collections::BTreeMap;

/// The calendars of a configuration, compiled once, and `always` in the desk's zone.
#[derive(Debug, Clone)]
pub struct CalendarSet {
    calendars: BTreeMap<String, Calendar>,
    always: Calendar,
    default: Option<String>,
    zone: Zone,
}

impl CalendarSet {
    /// Compiles what can be compiled and tells the rest. A calendar with an error is not in the set.
    pub fn compile(config: &Config) -> (Self, Vec<CalendarProblem>) {
        let mut problems = Vec::new();
        let desk_problem = |key: &str, message: String| CalendarProblem {
            calendar: String::new(),
            key: vec![key.to_owned()],
            message,
            warning: false,
        };
        let zone = Zone::parse(&config.desk.timezone).unwrap_or_else(|error| {
            problems.push(desk_problem("timezone", error.to_string()));
            Zone::utc()
        });
        let mut calendars = BTreeMap::new();
        for (id, spec) in &config.calendars {
            match Calendar::compile(spec, &config.ics, &zone) {
                Ok(compiled) => {
                    problems.extend(compiled.notes);
                    calendars.insert(id.clone(), compiled.calendar);
                }
                Err(errors) => problems.extend(errors),
            }
        }
        let default = config.desk.calendar.clone();
        if let Some(id) = default.as_deref().filter(|id| *id != ALWAYS && !config.calendars.contains_key(*id))
        {
            let hint = did_you_mean(id, config.calendars.keys().map(String::as_str).chain([ALWAYS]));
            problems.push(desk_problem("calendar", format!("there is no calendar \"{id}\"{hint}")));
        }
        (Self { calendars, always: Calendar::always(zone), default, zone }, problems)
    }

    /// A calendar by id; `always` is always there.
    pub fn get(&self, id: &str) -> Option<&Calendar> {
        if id == ALWAYS { Some(&self.always) } else { self.calendars.get(id) }
    }

    /// The desk's default calendar; `always` where the desk names none that works.
    pub fn default(&self) -> &Calendar {
        self.default.as_deref().and_then(|id| self.get(id)).unwrap_or(&self.always)
    }

    /// The ids, `always` last.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.calendars.keys().map(String::as_str).chain([ALWAYS])
    }

    /// The desk's zone (UTC where it names none that is known).
    pub fn zone(&self) -> &Zone {
        &self.zone
    }
}
