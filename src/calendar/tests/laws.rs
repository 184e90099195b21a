//! Laws that hold for any calendar, and an oracle that asks of each second whether it counts.

use super::*;
use chrono::{Days, NaiveDateTime, NaiveTime};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Zones, and a moment near which each changes its offset.
const MOMENTS: [(&str, &str); 14] = [
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z"),
    ("America/Sao_Paulo", "2019-02-17T02:00:00Z"),
    ("America/New_York", "2026-03-08T07:00:00Z"),
    ("America/New_York", "2026-11-01T06:00:00Z"),
    ("Asia/Kathmandu", "1985-12-31T18:30:00Z"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z"),
    ("Pacific/Kwajalein", "1993-08-21T12:00:00Z"),
    ("Pacific/Kiritimati", "1994-12-31T10:00:00Z"),
    ("Africa/Casablanca", "2026-02-15T02:00:00Z"),
    ("Africa/Casablanca", "2026-03-22T02:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
    ("America/Havana", "2026-11-01T05:00:00Z"),
    ("Asia/Tokyo", "2026-12-31T15:00:00Z"),
];

type Minutes = (u16, u16);

/// What an oracle needs to know, and the file that says the same.
#[derive(Debug, Clone)]
struct Plan {
    zone: &'static str,
    moment: Instant,
    week: Vec<Vec<Minutes>>,
    /// Days from the moment's date → hours instead.
    special: BTreeMap<i64, Vec<Minutes>>,
    closed: BTreeSet<i64>,
}

fn a_day() -> impl Strategy<Value = Vec<Minutes>> {
    // Quarters of an hour, both ends of the day among them.
    proptest::collection::btree_set(0_u16..=96, 0..=6).prop_map(|ends| {
        let ends: Vec<u16> = ends.into_iter().map(|quarter| quarter * 15).collect();
        ends.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    })
}

fn a_plan() -> impl Strategy<Value = Plan> {
    let week = proptest::collection::vec(a_day(), 7)
        .prop_filter("a week has hours", |week| week.iter().any(|day| !day.is_empty()));
    let special = proptest::collection::btree_map(-3_i64..=3, a_day(), 0..3);
    let closed = proptest::collection::btree_set(-3_i64..=3, 0..3);
    (0..MOMENTS.len(), week, special, closed).prop_map(|(index, week, special, closed)| {
        let (zone, moment) = MOMENTS[index];
        Plan { zone, moment: at(moment), week, special, closed }
    })
}

impl Plan {
    fn date(&self, days: i64) -> NaiveDate {
        self.moment.date_naive().checked_add_signed(TimeDelta::days(days)).unwrap()
    }

    fn calendar(&self) -> Calendar {
        let text = |spans: &[Minutes]| {
            let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
            OneOrMany(
                spans.iter().map(|(open, close)| format!("{}-{}", clock(*open), clock(*close))).collect(),
            )
        };
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        compiled(&CalendarSpec {
            hours: days.iter().zip(&self.week).map(|(day, spans)| ((*day).to_owned(), text(spans))).collect(),
            dates: self
                .special
                .iter()
                .map(|(days, spans)| (self.date(*days).to_string(), text(spans)))
                .collect(),
            holidays: OneOrMany(self.closed.iter().map(|days| self.date(*days).to_string()).collect()),
            ..spec(self.zone, &[])
        })
    }

    /// All openings around the moment, found without the calendar: local times are looked for among instants.
    fn openings(&self) -> Vec<(Instant, Instant)> {
        let zone = Zone::parse(self.zone).unwrap();
        // The offset every quarter of an hour; all changes of these zones are at such times, as are the moments.
        let start = self.moment - TimeDelta::days(9);
        let clock: Vec<(Instant, NaiveDateTime)> = (0..18 * 96)
            .map(|quarter| start + TimeDelta::minutes(15 * quarter))
            .map(|at| (at, zone.local(at).naive_local()))
            .collect();
        let existing: BTreeSet<NaiveDate> = clock.iter().map(|(_, local)| local.date()).collect();
        let resolve = |local: NaiveDateTime| {
            clock.iter().find(|(_, shown)| *shown == local).map_or_else(
                || {
                    // The clock jumped over it: go on counting from before the jump.
                    let (at, shown) = clock.iter().take_while(|(_, shown)| *shown < local).last().unwrap();
                    *at + (local - *shown)
                },
                |(at, _)| *at,
            )
        };
        let mut all = Vec::new();
        for days in -6..=6 {
            let date = self.date(days);
            let spans = match (self.special.get(&days), self.closed.contains(&days)) {
                (Some(spans), _) => spans.as_slice(),
                (None, true) => &[],
                (None, false) => &self.week[date.weekday().num_days_from_monday() as usize],
            };
            for (open, close) in spans.iter().filter(|_| existing.contains(&date)) {
                let time = |minutes: u16| {
                    let day = if minutes == 1440 { date + Days::new(1) } else { date };
                    resolve(
                        day.and_time(
                            NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minutes % 1440) * 60, 0)
                                .unwrap(),
                        ),
                    )
                };
                all.push((time(*open), time(*close)));
            }
        }
        all.into_iter().filter(|(open, close)| open < close).collect()
    }

    fn moment_plus(&self, seconds: i64) -> Instant {
        self.moment + TimeDelta::seconds(seconds)
    }
}

const NEAR: i64 = 3 * 86_400;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn as_the_oracle_counts(plan in a_plan(), from in -NEAR..NEAR, length in 0..NEAR) {
        let (calendar, openings) = (plan.calendar(), plan.openings());
        let counts = |at: Instant| openings.iter().any(|(open, close)| *open <= at && at < *close);
        let (start, end) = (plan.moment_plus(from), plan.moment_plus(from + length));
        // Openings are on quarters of an hour: within one, each second is as the first.
        let expected: i64 = (from..from + length)
            .filter(|second| *second == from || second.rem_euclid(60) == 0)
            .map(|second| {
                let until = ((second.div_euclid(60) + 1) * 60).min(from + length);
                if counts(plan.moment_plus(second)) { until - second } else { 0 }
            })
            .sum();
        prop_assert_eq!(calendar.elapsed(start, end), expected);
        prop_assert_eq!(calendar.is_open(start), counts(start));
    }

    #[test]
    fn the_next_shift_and_day_are_the_oracles(plan in a_plan(), from in -NEAR..NEAR) {
        let (calendar, openings) = (plan.calendar(), plan.openings());
        let start = plan.moment_plus(from);
        // Where none ends at midnight, shifts are the openings themselves.
        let apart = plan.week.iter().chain(plan.special.values()).flatten().all(|(_, close)| *close != 1440);
        let next = openings.iter().filter(|(open, _)| *open > start).min();
        if let Some((_, close)) = next.filter(|_| apart) {
            prop_assert_eq!(calendar.nth_shift_close(start, 1), Some(*close));
        }
        let zone = calendar.zone();
        let today = zone.local(start).date_naive();
        if apart && let Some(first) = openings.iter().map(|(open, _)| zone.local(*open).date_naive()).filter(|date| *date > today).min() {
            let close = openings.iter().filter(|(open, _)| zone.local(*open).date_naive() == first).map(|(_, close)| *close).max();
            prop_assert_eq!(calendar.nth_working_day_close(start, 1), close);
            prop_assert_eq!(calendar.working_days_between(start, close.unwrap()), 1);
        }
    }

    #[test]
    fn elapsed_adds_up_and_never_falls(plan in a_plan(), mut at in proptest::array::uniform3(-NEAR * 300..NEAR * 300)) {
        at.sort_unstable();
        let calendar = plan.calendar();
        let [a, b, c] = at.map(|seconds| plan.moment_plus(seconds));
        prop_assert_eq!(calendar.elapsed(a, b) + calendar.elapsed(b, c), calendar.elapsed(a, c));
        prop_assert!(calendar.elapsed(a, b) >= 0 && calendar.elapsed(a, b) <= (b - a).num_seconds());
        prop_assert_eq!(calendar.elapsed(c, a), 0);
        let open = calendar.open_intervals(a, c);
        let sum: i64 = open.iter().map(|(open, close)| (*close - *open).num_seconds()).sum();
        prop_assert_eq!(sum, calendar.elapsed(a, c));
        prop_assert!(open.windows(2).all(|pair| pair[0].1 < pair[1].0), "apart and in order");
        prop_assert!(open.iter().all(|(open, close)| a <= *open && open < close && *close <= c));
    }

    #[test]
    fn due_is_the_least_instant(plan in a_plan(), from in -NEAR..NEAR, seconds in 1_i64..2_000_000) {
        let calendar = plan.calendar();
        let start = plan.moment_plus(from);
        let due = calendar.due(start, seconds).unwrap();
        prop_assert_eq!(calendar.elapsed(start, due), seconds);
        prop_assert_eq!(calendar.elapsed(start, due - TimeDelta::seconds(1)), seconds - 1);
        prop_assert!(calendar.is_open(due - TimeDelta::seconds(1)), "the last second counted");
    }

    #[test]
    fn nothing_counts_outside_hours(plan in a_plan(), from in -NEAR..NEAR) {
        let calendar = plan.calendar();
        let at = plan.moment_plus(from);
        let second = calendar.elapsed(at, at + TimeDelta::seconds(1));
        prop_assert_eq!(second, i64::from(calendar.is_open(at)));
    }
}
