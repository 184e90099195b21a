//! From cycles to figures: elapsed, deadline, state (6, 8.2).

use super::machine::{Aim, Cycle, End, Mode, Piece};
use super::policy::Warn;
use crate::calendar::{Calendar, Instant};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;

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

impl<'p> Cycle<'p> {
    /// Its stretches with their ends, cut where the cycle ended.
    pub(super) fn spans(&self, now: Instant) -> impl Iterator<Item = (Piece<'p>, Instant)> + '_ {
        let end = self.end.at().unwrap_or(now);
        self.pieces.iter().enumerate().map(move |(index, piece)| {
            let next = self.pieces.get(index + 1).map_or(end, |next| next.from);
            (*piece, next.min(end).max(piece.from))
        })
    }

    /// Working seconds of the stretches of which `of` holds.
    fn measure(&self, now: Instant, of: impl Fn(Mode) -> bool) -> i64 {
        self.spans(now).filter(|(p, _)| of(p.mode)).map(|(p, to)| p.calendar.elapsed(p.from, to)).sum()
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

    /// The earliest instant at which elapsed reaches the target; `None` while paused before that.
    fn due(&self, now: Instant, target: i64) -> Option<Instant> {
        let mut left = target;
        if left <= 0 {
            return Some(self.started);
        }
        for (piece, to) in self.spans(now).filter(|(p, _)| p.mode == Mode::Counting) {
            let counted = piece.calendar.elapsed(piece.from, to);
            if counted >= left {
                return piece.calendar.due(piece.from, left);
            }
            left -= counted;
        }
        let calendar = self.calendar()?;
        match self.end {
            End::Open if self.pieces.last().is_some_and(|p| p.mode != Mode::Counting) => None,
            End::Open => calendar.due(now, left),
            End::Standing(at, _) | End::Stopped(at, _) | End::Cancelled(at, _) => calendar.due(at, left),
        }
    }

    /// The figures; `None` where no target matches, so that nothing is owed.
    pub(super) fn row(
        &self,
        now: Instant,
        metric: &str,
        number: u32,
        policy: &str,
        warn: Option<Warn>,
    ) -> Option<ClockRow> {
        let target = self.seconds(self.aims.last()?)?;
        let first = self.aims.first().and_then(|aim| self.seconds(aim));
        let zone = self.calendar()?.zone();
        let elapsed = self.measure(now, |mode| mode == Mode::Counting);
        let standing = self.pieces.last().is_some_and(|p| p.mode != Mode::Counting);
        let state = match self.end {
            End::Cancelled(..) => ClockState::Cancelled,
            End::Standing(..) | End::Stopped(..) if elapsed <= target => ClockState::Met,
            End::Standing(..) | End::Stopped(..) => ClockState::Breached,
            End::Open if elapsed > target => ClockState::Overdue,
            End::Open if standing => ClockState::Paused,
            End::Open if warn.is_some_and(|w| w.reached(elapsed, target)) => ClockState::AtRisk,
            End::Open => ClockState::Running,
        };
        Some(ClockRow {
            metric: metric.to_owned(),
            cycle: number,
            policy: policy.to_owned(),
            target_s: target,
            target_changed: first != Some(target),
            started_at: zone.local(self.started),
            due_at: self.due(now, target).map(|at| zone.local(at)),
            stopped_at: self.end.at().map(|at| zone.local(at)),
            elapsed_s: elapsed,
            paused_s: self.measure(now, |mode| matches!(mode, Mode::Paused | Mode::Outside)),
            remaining_s: (!state.is_stopped()).then_some(target - elapsed),
            state,
        })
    }
}
