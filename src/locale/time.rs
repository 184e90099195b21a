//! Date-times: `24/11 14:30`, `24/11 14h30`, `amanhã 9h`, `14h` (today), RFC 3339 read; `24/11/2026 14:30` written.

use super::{Language, Locale, Moment, ReadError};
use crate::model::plain;
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// Places a local time of the desk's zone: times that do not exist and times that are there twice are the
/// zone's matter (6).
pub type Zone<'a> = &'a dyn Fn(NaiveDateTime) -> DateTime<FixedOffset>;

/// A time of day in whole seconds since midnight; `24:00` is the end of the day.
fn time_of_day(text: &str) -> Option<u32> {
    let named = match text {
        "meio-dia" | "meio dia" | "noon" => Some(12),
        "meia-noite" | "meia noite" | "midnight" => Some(0),
        _ => None,
    };
    if let Some(hours) = named {
        return Some(hours * 3600);
    }
    let (text, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(text), _) => (text.trim_end(), Some(0)),
        (_, Some(text)) => (text.trim_end(), Some(12)),
        _ => (text, None),
    };
    let part = |text: &str, limit: u32| {
        let good = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        good.then(|| text.parse().ok()).flatten().filter(|n| *n <= limit)
    };
    let (hours, minutes, seconds) = if let Some((hours, rest)) = text.split_once('h') {
        let minutes = rest.trim().trim_end_matches("min").trim_end_matches('m').trim_end();
        (hours.trim_end(), if minutes.is_empty() { "00" } else { minutes }, "00")
    } else {
        let mut parts = text.split(':');
        let (hours, minutes) = (parts.next()?, parts.next());
        let seconds = parts.next();
        if parts.next().is_some() || (minutes.is_none() && half.is_none()) {
            return None;
        }
        if minutes.is_some_and(|m| m.len() != 2) || seconds.is_some_and(|s| s.len() != 2) {
            return None;
        }
        (hours, minutes.unwrap_or("00"), seconds.unwrap_or("00"))
    };
    let hour: u32 = part(hours, 24)?;
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
    };
    let total = hour * 3600 + part(minutes, 59)? * 60 + part(seconds, 59)?;
    (total <= 86_400).then_some(total)
}

/// An instant with its own offset: RFC 3339, also without seconds, and git's `2026-11-24 14:30:00 -0300`.
fn with_offset(text: &str) -> Option<DateTime<FixedOffset>> {
    let text = text.trim();
    DateTime::parse_from_rfc3339(text).ok().or_else(|| {
        let utc = text.strip_suffix(['Z', 'z']).map(|rest| format!("{rest}+00:00"));
        let text = utc.as_deref().unwrap_or(text);
        ["%Y-%m-%dT%H:%M%:z", "%Y-%m-%d %H:%M%:z", "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M %z"]
            .iter()
            .find_map(|format| DateTime::parse_from_str(text, format).ok())
    })
}

fn local(date: NaiveDate, seconds: u32) -> Option<NaiveDateTime> {
    let date = if seconds == 86_400 { date.checked_add_days(Days::new(1))? } else { date };
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds % 86_400, 0)?;
    Some(date.and_time(time))
}

impl Locale {
    /// Reads an instant; a date alone is the beginning of that day. See [`Self::read_moment`].
    pub fn read_datetime(
        self,
        text: &str,
        now: DateTime<FixedOffset>,
        zone: Zone,
    ) -> Result<DateTime<FixedOffset>, ReadError> {
        match self.moment_of(text, now, zone) {
            Some(Moment::At(at)) => Ok(at),
            Some(Moment::Day(date)) => Ok(zone(date.and_time(NaiveTime::MIN))),
            None => Err(self.moment_error("a date and time", text, now)),
        }
    }

    /// Reads a day or an instant, in the desk's zone: what [`Self::read_date`] reads, alone or with a time (`24/11
    /// 14:30`, `24/11 14h30`, `amanhã 9h`, `sexta às 14h`, `2026-11-24T14:30`), a time alone (today, even if past),
    /// `agora`, `+2h30`, and RFC 3339 (which keeps its offset). `now` is in the desk's zone.
    pub fn read_moment(
        self,
        text: &str,
        now: DateTime<FixedOffset>,
        zone: Zone,
    ) -> Result<Moment, ReadError> {
        self.moment_of(text, now, zone).ok_or_else(|| self.moment_error("a date or time", text, now))
    }

    fn moment_error(self, what: &'static str, text: &str, now: DateTime<FixedOffset>) -> ReadError {
        let today = now.date_naive();
        let iso = today.format("%Y-%m-%dT14:30");
        let hint = match self.language {
            Language::Portuguese => {
                format!("write it as {} 14:30, amanhã 9h, 14h30 or {iso}", self.date(today))
            }
            Language::English => {
                format!("write it as {} 14:30, tomorrow 9:00, 14:30 or {iso}", self.date(today))
            }
        };
        ReadError::new(what, text, hint)
    }

    fn moment_of(self, text: &str, now: DateTime<FixedOffset>, zone: Zone) -> Option<Moment> {
        if let Some(at) = with_offset(text) {
            return Some(Moment::At(at));
        }
        let (plain, today) = (plain(text), now.date_naive());
        if matches!(plain.as_str(), "agora" | "now") {
            return Some(Moment::At(now));
        }
        if let Some(date) = self.date_of(&plain, today) {
            return Some(Moment::Day(date));
        }
        let bare =
            ["as ", "a ", "at "].iter().find_map(|prefix| plain.strip_prefix(prefix)).unwrap_or(&plain);
        if let Some(seconds) = time_of_day(bare) {
            return local(today, seconds).map(|at| Moment::At(zone(at)));
        }
        // `+2h30`: elapsed time from now, so no zone is asked, but the offset may change on the way.
        for (sign, mark) in [(1, '+'), (-1, '-')] {
            if let Some(seconds) = plain.strip_prefix(mark).and_then(|rest| self.read_duration(rest).ok()) {
                return now.checked_add_signed(TimeDelta::seconds(sign * seconds)).map(Moment::At);
            }
        }
        let iso = plain.split_once('t').filter(|(date, _)| date.len() == 10 && !date.contains(' '));
        let blanks = plain.match_indices(' ').map(|(at, _)| (&plain[..at], &plain[at + 1..]));
        iso.into_iter().chain(blanks).find_map(|(date, time)| {
            let time =
                ["as ", "a ", "at "].iter().find_map(|prefix| time.strip_prefix(prefix)).unwrap_or(time);
            let date = self.date_of(date.trim_end_matches(','), today)?;
            local(date, time_of_day(time)?).map(|at| Moment::At(zone(at)))
        })
    }

    /// Writes an instant in its own offset to the minute: `24/11/2026 14:30`.
    pub fn datetime(self, at: DateTime<FixedOffset>) -> String {
        format!("{} {}", self.date(at.date_naive()), at.format("%H:%M"))
    }

    /// Writes a day or an instant.
    pub fn moment(self, moment: Moment) -> String {
        match moment {
            Moment::Day(date) => self.date(date),
            Moment::At(at) => self.datetime(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Offset, TimeZone};
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    fn brazil(local: NaiveDateTime) -> DateTime<FixedOffset> {
        FixedOffset::west_opt(3 * 3600).unwrap().from_local_datetime(&local).unwrap()
    }

    #[test]
    fn date_times_are_read_as_people_write_them() {
        let pt = Locale::parse("pt-BR").0;
        let now = at("2026-11-22T10:00:00-03:00");
        for (text, expected) in [
            ("24/11 14:30", "2026-11-24T14:30:00-03:00"),
            ("24/11 14h30", "2026-11-24T14:30:00-03:00"),
            ("24/11 14h", "2026-11-24T14:00:00-03:00"),
            ("24/11/2026 às 14h30min", "2026-11-24T14:30:00-03:00"),
            ("24/11, 14:30", "2026-11-24T14:30:00-03:00"),
            ("2026-11-24T14:30", "2026-11-24T14:30:00-03:00"),
            ("2026-11-24 14:30:15", "2026-11-24T14:30:15-03:00"),
            ("2026-11-24T14:30:00Z", "2026-11-24T14:30:00Z"),
            ("2026-11-24T14:30Z", "2026-11-24T14:30:00Z"),
            ("2026-11-24T14:30+02:00", "2026-11-24T14:30:00+02:00"),
            ("2026-11-24 14:30:00 -0300", "2026-11-24T14:30:00-03:00"),
            ("amanhã 9h", "2026-11-23T09:00:00-03:00"),
            ("depois de amanhã 9h", "2026-11-24T09:00:00-03:00"),
            ("sexta-feira às 14h", "2026-11-27T14:00:00-03:00"),
            ("24 de novembro 8h", "2026-11-24T08:00:00-03:00"),
            ("14h", "2026-11-22T14:00:00-03:00"),
            ("8:15", "2026-11-22T08:15:00-03:00"),
            ("às 14h", "2026-11-22T14:00:00-03:00"),
            ("24:00", "2026-11-23T00:00:00-03:00"),
            ("amanhã meio-dia", "2026-11-23T12:00:00-03:00"),
            ("tomorrow 2:30pm", "2026-11-23T14:30:00-03:00"),
            ("12am", "2026-11-22T00:00:00-03:00"),
            ("agora", "2026-11-22T10:00:00-03:00"),
            ("+2h30", "2026-11-22T12:30:00-03:00"),
            ("-30min", "2026-11-22T09:30:00-03:00"),
            ("24/11", "2026-11-24T00:00:00-03:00"),
        ] {
            assert_eq!(pt.read_datetime(text, now, &brazil), Ok(at(expected)), "{text}");
        }
        for bad in [
            "",
            "14",
            "25h",
            "24:01",
            "14:60",
            "14:3",
            "24/11 x",
            "13pm",
            "31/02 10h",
            "2026-11-24T",
            "1:2:3:4",
        ] {
            assert!(pt.read_datetime(bad, now, &brazil).is_err(), "{bad}");
        }
        assert_eq!(
            pt.read_datetime("24/11 25h", now, &brazil).unwrap_err().to_string(),
            "\"24/11 25h\" is not a date and time: write it as 22/11/2026 14:30, amanhã 9h, 14h30 or 2026-11-22T14:30"
        );
    }

    #[test]
    fn a_date_alone_stays_a_day() {
        let pt = Locale::parse("pt-BR").0;
        let now = at("2026-11-22T10:00:00-03:00");
        assert_eq!(pt.read_moment("24/11", now, &brazil).unwrap().to_string(), "2026-11-24");
        assert_eq!(
            pt.read_moment("24/11 18h", now, &brazil).unwrap().to_string(),
            "2026-11-24T18:00:00-03:00"
        );
        assert_eq!(pt.moment(pt.read_moment("24/11", now, &brazil).unwrap()), "24/11/2026");
    }

    #[test]
    fn the_zone_places_a_local_time() {
        let later =
            |local: NaiveDateTime| (local + TimeDelta::hours(1)).and_utc().with_timezone(&chrono::Utc.fix());
        let now = at("2026-11-22T10:00:00Z");
        let read = Locale::default().read_datetime("2026-11-24 02:30", now, &later);
        assert_eq!(read, Ok(at("2026-11-24T03:30:00Z")));
    }

    proptest! {
        #[test]
        fn a_written_instant_is_read_back(minutes in 0_i64..50_000_000, tag in "pt-BR|en|en-GB|en-US") {
            let locale = Locale::parse(&tag).0;
            let instant = at("2000-01-01T00:00:00-03:00") + TimeDelta::minutes(minutes);
            let now = at("2026-11-22T10:00:00-03:00");
            prop_assert_eq!(locale.read_datetime(&locale.datetime(instant), now, &brazil), Ok(instant));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}|[0-9/:hTZt +-]{0,18}") {
            let _ = Locale::parse("pt").0.read_moment(&text, at("2026-11-22T10:00:00-03:00"), &brazil);
        }
    }
}
