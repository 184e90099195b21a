//! A ticket's moments and clocks without the time that is asked about, in a form that can be kept.
//!
//! What is kept are stretches of time, not sums of it: elapsed time and deadlines are worked out anew whenever they are
//! asked for.

use super::clock::Course;
use super::engine::TicketClocks;
use super::facts::Moments;
use super::machine::{End, Mode, Piece};
use super::policy::Warn;
use crate::calendar::{Calendar, CalendarSet, Instant};
use crate::model::Finding;
use crate::model::config::StatusCategory;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A ticket's clocks at any time from its last trâmite on, under one configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// The last trâmite, as all times here in Unix seconds.
    last: i64,
    moments: Kept,
    policy: Option<String>,
    metrics: Vec<String>,
    problems: Vec<Finding>,
    /// Ids of calendars.
    calendars: Vec<String>,
    clocks: Vec<Clock>,
}

/// [`Moments`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Kept(i64, Option<i64>, i64, i64, Option<i64>, Option<i64>, Option<i64>, i64, StatusCategory);

/// One clock; places are those in lists of [`Frozen`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Clock {
    /// Metric and cycle.
    of: (String, u32),
    policy: String,
    warn: Option<u32>,
    /// In seconds, and whether it is another one than at the start.
    target: (i64, bool),
    started: i64,
    /// How it ended, and when; see [`end`].
    end: (u8, i64),
    calendar: usize,
    /// Where each begins, what it is, see [`MODES`], and on which calendar.
    pieces: Vec<(i64, usize, usize)>,
}

const MODES: [Mode; 4] = [Mode::Counting, Mode::Paused, Mode::Outside, Mode::Standing];

fn end(word: u8, at: Instant) -> Option<End> {
    Some(match word {
        0 => End::Open,
        1 => End::Standing(at, 0),
        2 => End::Stopped(at, 0),
        3 => End::Cancelled(at, 0),
        _ => return None,
    })
}

fn instant(seconds: i64) -> Option<Instant> {
    Instant::from_timestamp(seconds, 0)
}

impl Frozen {
    /// `None` where a calendar is not one of the head's.
    pub(super) fn of(
        moments: Moments,
        last: Instant,
        courses: &[Course],
        head: &CalendarSet,
        whole: impl FnOnce(Vec<super::ClockRow>) -> TicketClocks,
    ) -> Option<Self> {
        let mut calendars: Vec<String> = Vec::new();
        let mut place = |calendar: &Calendar| {
            let id = calendar.id();
            if !head.get(id).is_some_and(|known| std::ptr::eq(known, calendar)) {
                return None;
            }
            Some(calendars.iter().position(|known| known == id).unwrap_or_else(|| {
                calendars.push(id.to_owned());
                calendars.len() - 1
            }))
        };
        let mut clocks = Vec::with_capacity(courses.len());
        for course in courses {
            let mut pieces = Vec::with_capacity(course.pieces.len());
            for piece in course.pieces.iter() {
                let mode = MODES.iter().position(|mode| *mode == piece.mode)?;
                pieces.push((piece.from.timestamp(), mode, place(piece.calendar)?));
            }
            let word = match course.end {
                End::Open => 0,
                End::Standing(..) => 1,
                End::Stopped(..) => 2,
                End::Cancelled(..) => 3,
            };
            clocks.push(Clock {
                of: (course.metric.to_owned(), course.number),
                policy: course.policy.to_owned(),
                warn: course.warn.map(Warn::millionths),
                target: (course.target, course.target_changed),
                started: course.started.timestamp(),
                end: (word, course.end.at().unwrap_or_default().timestamp()),
                calendar: place(course.calendar)?,
                pieces,
            });
        }
        let TicketClocks { policy, metrics, problems, .. } = whole(Vec::new());
        let seconds = |at: Option<Instant>| at.map(|at| at.timestamp());
        let m = moments;
        let moments = Kept(
            m.opened.timestamp(),
            seconds(m.closed),
            m.last.timestamp(),
            m.in_status.timestamp(),
            seconds(m.public),
            seconds(m.customer),
            seconds(m.unanswered),
            m.public_since_contact,
            m.category,
        );
        Some(Self { last: last.timestamp(), moments, policy, metrics, problems, calendars, clocks })
    }

    /// The moments and clocks at `now`, by the calendars that it was made with. `None` before the last trâmite, and where a
    /// calendar is missing.
    pub fn thaw(self, head: &CalendarSet, now: Instant) -> Option<(Moments, TicketClocks)> {
        if now < instant(self.last)? {
            return None;
        }
        let calendars: Vec<&Calendar> =
            self.calendars.iter().map(|id| head.get(id)).collect::<Option<_>>()?;
        let mut rows = Vec::with_capacity(self.clocks.len());
        for clock in &self.clocks {
            let mut pieces = Vec::with_capacity(clock.pieces.len());
            for (from, mode, calendar) in &clock.pieces {
                let (mode, calendar) = (*MODES.get(*mode)?, *calendars.get(*calendar)?);
                pieces.push(Piece { from: instant(*from)?, step: 0, mode, calendar });
            }
            let course = Course {
                policy: &clock.policy,
                metric: &clock.of.0,
                number: clock.of.1,
                warn: clock.warn.map(Warn::of_millionths),
                target: clock.target.0,
                target_changed: clock.target.1,
                started: instant(clock.started)?,
                pieces: Cow::Owned(pieces),
                end: end(clock.end.0, instant(clock.end.1)?)?,
                calendar: *calendars.get(clock.calendar)?,
            };
            rows.push(course.row(now));
        }
        let Kept(opened, closed, last, in_status, public, customer, unanswered, count, category) =
            self.moments;
        let moments = Moments {
            opened: instant(opened)?,
            closed: closed.and_then(instant),
            last: instant(last)?,
            in_status: instant(in_status)?,
            public: public.and_then(instant),
            customer: customer.and_then(instant),
            unanswered: unanswered.and_then(instant),
            public_since_contact: count,
            category,
        };
        let Self { policy, metrics, problems, .. } = self;
        Some((moments, TicketClocks { policy, metrics, rows, problems }))
    }
}
