//! Time zones: the only place that names a time-zone database.

use super::Instant;
use super::nearest::did_you_mean;
use chrono::{
    DateTime, Datelike, Days, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeDelta, TimeZone,
};
use chrono_tz::{GapInfo, TZ_VARIANTS, Tz};

/// A zone of the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

/// Why a text names no zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown time zone \"{name}\"{hint}")]
pub struct ZoneError {
    /// What was written.
    pub name: String,
    /// The nearest known name, as a sentence, or nothing.
    pub hint: String,
}

impl Zone {
    /// The zone of an IANA name such as `America/Sao_Paulo`; an unknown name names the nearest.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        name.parse().map(Self).map_err(|_| ZoneError {
            name: name.to_owned(),
            hint: match did_you_mean(name, TZ_VARIANTS.iter().map(|zone| zone.name())) {
                hint if hint.is_empty() => "; write an IANA name such as America/Sao_Paulo".to_owned(),
                hint => hint,
            },
        })
    }

    /// UTC.
    pub fn utc() -> Self {
        Self(Tz::UTC)
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// The local time of an instant, with the offset that holds then.
    pub fn local(&self, at: Instant) -> DateTime<FixedOffset> {
        let offset = self.0.offset_from_utc_datetime(&known(at.naive_utc())).fix();
        at.with_timezone(&offset)
    }

    /// The instant of a local time. One that does not exist moves later by the length of the gap; of one that
    /// exists twice it is the first (6).
    pub fn resolve(&self, local: NaiveDateTime) -> Instant {
        let same = known(local);
        let offset = match self.0.offset_from_local_datetime(&same) {
            LocalResult::Single(offset) => offset.fix(),
            // The greater offset is the earlier instant.
            LocalResult::Ambiguous(a, b) => {
                if a.fix().local_minus_utc() >= b.fix().local_minus_utc() {
                    a.fix()
                } else {
                    b.fix()
                }
            }
            // With the offset of before the gap, a time in it comes out later by the gap's length.
            LocalResult::None => GapInfo::new(&same, &self.0)
                .and_then(|gap| gap.begin)
                .map_or_else(|| self.0.offset_from_utc_datetime(&same).fix(), |(_, before)| before.fix()),
        };
        (local - offset).and_utc()
    }

    /// Whether no local time of `date` exists: the zone went from the day before to the day after (6).
    pub(super) fn skips(self, date: NaiveDate) -> bool {
        let first = known(date.and_time(NaiveTime::MIN));
        let gap = |at: &NaiveDateTime| match self.0.offset_from_local_datetime(at) {
            LocalResult::None => GapInfo::new(at, &self.0).and_then(|gap| gap.begin).map(|(begin, _)| begin),
            _ => None,
        };
        let Some(begin) = gap(&first) else { return false };
        let last = first + Days::new(1) - TimeDelta::seconds(1);
        gap(&last) == Some(begin)
    }
}

/// The last year that the database has in full; rules without an end go on after it.
const LAST_YEAR: i32 = 2099;

/// The same moment of a year that the database knows and that has the same days on the same dates, so that
/// “the last Sunday of March” falls on it too.
fn known(moment: NaiveDateTime) -> NaiveDateTime {
    if moment.year() <= LAST_YEAR {
        return moment;
    }
    let first_day = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(|date| (date.weekday(), date.leap_year()));
    // Any 28 years without a skipped leap day hold all fourteen kinds of year.
    (LAST_YEAR - 27..=LAST_YEAR)
        .rev()
        .find(|year| first_day(*year) == first_day(moment.year()))
        .and_then(|year| moment.with_year(year))
        .unwrap_or(moment)
}
