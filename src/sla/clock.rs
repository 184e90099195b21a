//! From cycles to figures: elapsed, deadline, state (6, 8.2).

use super::machine::{Aim, Cycle, End, Mode, Piece};
use super::policy::Warn;
use crate::calendar::{Calendar, Instant};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use std::borrow::Cow;

/// How a clock stands (6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Stopped in time.
    Met,
    /// Stopped late.
    Breached,
    /// Not stopped, in time.
    Running,
    /// Not stopped, in time, but `warn` is reached.
    AtRisk,
    /// Not stopped, late, even if paused.
    Overdue,
    /// Not stopped, in time, and standing: `pause`, or outside `while`.
    Paused,
    /// Ended without a result: rejected, merged, or unknown to the policy of the new type.
    Cancelled,
}

impl ClockState {
    /// The word in JSON and filters.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Breached => "breached",
            Self::Running => "running",
            Self::AtRisk => "at_risk",
            Self::Overdue => "overdue",
            Self::Paused => "paused",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the clock has an end.
    pub const fn is_stopped(self) -> bool {
        matches!(self, Self::Met | Self::Breached | Self::Cancelled)
    }
}

/// One cycle of one metric of one ticket. Times are in the zone of its calendar, durations in whole seconds of
/// working time on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockRow {
    /// Id of the policy that it is run by.
    pub policy: String,
    /// The metric's name.
    pub metric: String,
    /// From 1.
    pub cycle: u32,
    /// The target in force, or that which was when it stopped.
    pub target_s: i64,
    /// Whether that is another one than at the start.
    pub target_changed: bool,
    /// When it started.
    pub started_at: DateTime<FixedOffset>,
    /// When elapsed reaches the target; of a stopped one, when it would have. `None` while it is paused in
    /// time, and where the calendar never opens again.
    pub due_at: Option<DateTime<FixedOffset>>,
    /// When it stopped or was cancelled.
    pub stopped_at: Option<DateTime<FixedOffset>>,
    /// Working time without pauses.
    pub elapsed_s: i64,
    /// Working time that did not count, paused or outside `while`.
    pub paused_s: i64,
    /// Target less elapsed, negative when late; `None` once stopped or cancelled.
    pub remaining_s: Option<i64>,
    /// How it stands.
    pub state: ClockState,
}

impl ClockRow {
    /// When it was decided: met at its stop, late at its deadline, else now (6).
    pub fn decided_at(&self, now: Instant) -> Instant {
        let decided = match self.state {
            ClockState::Met => self.stopped_at,
            ClockState::Breached | ClockState::Overdue => self.due_at,
            ClockState::Running | ClockState::AtRisk | ClockState::Paused | ClockState::Cancelled => None,
        };
        decided.map_or(now, Instant::from)
    }
}

impl End {
    /// When it ended, if it did.
    pub(super) const fn at(self) -> Option<Instant> {
        match self {
            Self::Open => None,
            Self::Standing(at, _) | Self::Stopped(at, _) | Self::Cancelled(at, _) => Some(at),
        }
    }
}

/// What a clock's figures are worked out from, whatever time is asked about.
#[derive(Debug, Clone)]
pub(super) struct Course<'p> {
    /// Id of the policy that it is run by.
    pub policy: &'p str,
    /// The metric's name.
    pub metric: &'p str,
    /// From 1.
    pub number: u32,
    /// When it is at risk.
    pub warn: Option<Warn>,
    /// The target in force, in seconds of working time.
    pub target: i64,
    /// Whether that is another one than at the start.
    pub target_changed: bool,
    /// When it started.
    pub started: Instant,
    /// Its stretches, in order.
    pub pieces: Cow<'p, [Piece<'p>]>,
    /// How it stands.
    pub end: End,
    /// The calendar that it is read on.
    pub calendar: &'p Calendar,
}

/// Stretches with their ends, cut where the cycle ended.
fn spans<'a, 'p>(
    pieces: &'a [Piece<'p>],
    end: End,
    now: Instant,
) -> impl Iterator<Item = (Piece<'p>, Instant)> + use<'a, 'p> {
    let end = end.at().unwrap_or(now);
    pieces.iter().enumerate().map(move |(index, piece)| {
        let next = pieces.get(index + 1).map_or(end, |next| next.from);
        (*piece, next.min(end).max(piece.from))
    })
}

impl Course<'_> {
    /// Working seconds of the stretches of which `of` holds.
    fn measure(&self, now: Instant, of: impl Fn(Mode) -> bool) -> i64 {
        let spans = spans(&self.pieces, self.end, now).filter(|(p, _)| of(p.mode));
        spans.map(|(p, to)| p.calendar.elapsed(p.from, to)).sum()
    }

    /// The earliest instant at which elapsed reaches the target; `None` while paused before that.
    fn due(&self, now: Instant) -> Option<Instant> {
        let mut left = self.target;
        if left <= 0 {
            return Some(self.started);
        }
        for (piece, to) in spans(&self.pieces, self.end, now).filter(|(p, _)| p.mode == Mode::Counting) {
            let counted = piece.calendar.elapsed(piece.from, to);
            if counted >= left {
                return piece.calendar.due(piece.from, left);
            }
            left -= counted;
        }
        match self.end {
            End::Open if self.pieces.last().is_some_and(|p| p.mode != Mode::Counting) => None,
            End::Open => self.calendar.due(now, left),
            End::Standing(at, _) | End::Stopped(at, _) | End::Cancelled(at, _) => self.calendar.due(at, left),
        }
    }

    /// The figures.
    pub(super) fn row(&self, now: Instant) -> ClockRow {
        let (target, zone) = (self.target, self.calendar.zone());
        let elapsed = self.measure(now, |mode| mode == Mode::Counting);
        let standing = self.pieces.last().is_some_and(|p| p.mode != Mode::Counting);
        let state = match self.end {
            End::Cancelled(..) => ClockState::Cancelled,
            End::Standing(..) | End::Stopped(..) if elapsed <= target => ClockState::Met,
            End::Standing(..) | End::Stopped(..) => ClockState::Breached,
            End::Open if elapsed > target => ClockState::Overdue,
            End::Open if standing => ClockState::Paused,
            End::Open if self.warn.is_some_and(|w| w.reached(elapsed, target)) => ClockState::AtRisk,
            End::Open => ClockState::Running,
        };
        ClockRow {
            metric: self.metric.to_owned(),
            cycle: self.number,
            policy: self.policy.to_owned(),
            target_s: target,
            target_changed: self.target_changed,
            started_at: zone.local(self.started),
            due_at: self.due(now).map(|at| zone.local(at)),
            stopped_at: self.end.at().map(|at| zone.local(at)),
            elapsed_s: elapsed,
            paused_s: self.measure(now, |mode| matches!(mode, Mode::Paused | Mode::Outside)),
            remaining_s: (!state.is_stopped()).then_some(target - elapsed),
            state,
        }
    }
}

impl<'p> Cycle<'p> {
    /// Its stretches with their ends, cut where the cycle ended.
    pub(super) fn spans(&self, now: Instant) -> impl Iterator<Item = (Piece<'p>, Instant)> + '_ {
        spans(&self.pieces, self.end, now)
    }

    /// The calendar that it is read on.
    pub(super) fn calendar(&self) -> Option<&'p Calendar> {
        self.pieces.last().map(|p| p.calendar).or_else(|| self.aims.last().map(|a| a.calendar))
    }

    /// The seconds of a target of this cycle: those of `bd` and `p` are the working time from the start to their
    /// first deadline.
    pub(super) fn seconds(&self, aim: &Aim) -> Option<i64> {
        use crate::calendar::Within;
        match aim.target?.within {
            Within::Seconds(seconds) => Some(seconds),
            within => Some(aim.calendar.elapsed(self.started, aim.calendar.deadline(self.started, within)?)),
        }
    }

    /// What its figures are worked out from; `None` where no target matches, so that nothing is owed.
    pub(super) fn course<'a>(
        &'a self,
        metric: &'a str,
        number: u32,
        policy: &'a str,
        warn: Option<Warn>,
    ) -> Option<Course<'a>> {
        let target = self.seconds(self.aims.last()?)?;
        let first = self.aims.first().and_then(|aim| self.seconds(aim));
        Some(Course {
            policy,
            metric,
            number,
            warn,
            target,
            target_changed: first != Some(target),
            started: self.started,
            pieces: Cow::Borrowed(&self.pieces),
            end: self.end,
            calendar: self.calendar()?,
        })
    }
}
