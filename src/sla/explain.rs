//! Why a clock stands where it stands (S22): every stretch of its run, what it is, and what counted of it.

use super::clock::ClockRow;
use super::engine::Engine;
use super::machine::{Cycle, End, Mode};
use super::timeline::{Step, Timeline};
use crate::calendar::{Calendar, Instant};
use crate::model::Change;
use chrono::{DateTime, Days, FixedOffset, NaiveTime};
use serde::Serialize;

/// What a stretch of a clock's run is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// Working time: it counts.
    Working,
    /// Outside hours: nights, days without hours.
    Closed,
    /// Between two shifts of one day.
    Lunch,
    /// A holiday without hours.
    Holiday {
        /// Its name.
        name: String,
    },
    /// `pause` holds.
    Paused,
    /// `while` does not hold.
    OutsideWhile,
    /// In a category that stops it (`enter_category:`), before it was left again.
    Stopped,
}

/// A stretch of a clock's run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainLine {
    /// Where it begins.
    pub from: DateTime<FixedOffset>,
    /// Where it ends.
    pub to: DateTime<FixedOffset>,
    /// What it is.
    #[serde(flatten)]
    pub why: Why,
    /// The trâmite that began the pause or stop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Cause>,
    /// Working seconds that counted.
    pub counted_s: i64,
    /// Their sum so far: `elapsed_s` on the last line.
    pub total_s: i64,
}

/// A trâmite, as an explanation cites it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Its commit.
    pub commit: String,
    /// Whose.
    pub author: String,
    /// What it did, shortly, for programs: `status novo → pendente`.
    pub what: String,
    /// The same as it was recorded, to be told in the words of the desk.
    #[serde(skip)]
    pub changes: Vec<Change>,
}

/// Something that changed a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// It started.
    Started {
        /// By this.
        by: Cause,
    },
    /// Another target came into force.
    Target {
        /// By this.
        by: Cause,
        /// Seconds before.
        from_s: Option<i64>,
        /// Seconds after.
        to_s: Option<i64>,
    },
    /// A customer's message was none, and counts as if it had not been.
    Dismissed {
        /// The trâmite that brought the message.
        by: Cause,
        /// Whether its change of status counts as if it had not been, too.
        status_too: bool,
    },
    /// It stopped.
    Stopped {
        /// By this.
        by: Cause,
    },
    /// It was cancelled.
    Cancelled {
        /// By this.
        by: Cause,
    },
}

/// One clock explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedClock {
    /// Its figures: target, deadline, state.
    #[serde(flatten)]
    pub row: ClockRow,
    /// The commit whose version of the policy holds (`version: at_open`); `None` where it is the head's.
    pub policy_commit: Option<String>,
    /// Whether the policy has been edited or removed since.
    pub policy_edited: bool,
    /// The calendar that it is counted on.
    pub calendar: String,
    /// Its run from start to end, or to now, without gaps.
    pub lines: Vec<ExplainLine>,
    /// What changed it, in order.
    pub notes: Vec<Note>,
}

/// A ticket's clocks explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explain {
    /// The ticket's number.
    pub ticket: String,
    /// The policy that it has now.
    pub policy: Option<String>,
    /// Until when the run is told.
    pub as_of: DateTime<FixedOffset>,
    /// In the order of the report's rows.
    pub clocks: Vec<ExplainedClock>,
}

impl Engine<'_> {
    /// Why a ticket's clocks stand where they stand.
    pub fn explain(&self, timeline: &Timeline) -> Explain {
        let segments = self.segments(timeline);
        let runs = self.run(timeline, &segments);
        let now = timeline.horizon.now;
        let mut clocks = Vec::new();
        for machine in &runs.machines {
            for (index, cycle) in machine.cycles.iter().enumerate() {
                let Some((metric, chosen)) = machine.ruling(cycle, &segments) else { continue };
                let number = index as u32 + 1;
                let course = cycle.course(machine.name, number, &chosen.policy.id, metric.warn);
                let row = course.map(|course| course.row(now));
                let (Some(row), Some(calendar)) = (row, cycle.calendar()) else { continue };
                clocks.push(ExplainedClock {
                    row,
                    policy_commit: chosen.version.clone(),
                    policy_edited: chosen.edited,
                    calendar: calendar.id().to_owned(),
                    lines: lines(timeline, cycle, now),
                    notes: notes(timeline, cycle, calendar, now),
                });
            }
        }
        let zone = self.versions().calendars_head().zone();
        Explain {
            ticket: timeline.state.number().to_string(),
            policy: segments.last().and_then(|s| s.chosen.as_ref()).map(|c| c.policy.id.clone()),
            as_of: zone.local(now),
            clocks,
        }
    }
}

fn cause(step: &Step, calendar: &Calendar) -> Cause {
    let mut parts: Vec<String> = Vec::new();
    let mut changes: Vec<Change> = Vec::new();
    for change in &step.tramite.changes {
        let part = match (change, change.pair()) {
            (_, Some(pair)) => format!(
                "{} {} → {}",
                change.word(),
                pair.from.as_deref().unwrap_or("—"),
                pair.to.as_deref().unwrap_or("—")
            ),
            (Change::Opened { .. }, _) => "opened".to_owned(),
            (Change::Comment { comment, .. }, _) => format!("{} comment", comment.kind.as_str()),
            _ => continue,
        };
        // Texts of customers have no place in a line.
        if !matches!(change, Change::Title(_) | Change::Description(_)) {
            parts.push(part);
            changes.push(change.clone());
        }
    }
    Cause {
        at: calendar.zone().local(step.at),
        commit: step.tramite.commit.clone(),
        author: step.tramite.by.name.clone(),
        changes,
        what: if parts.is_empty() { "change".to_owned() } else { parts.join(", ") },
    }
}

fn lines(timeline: &Timeline, cycle: &Cycle, now: Instant) -> Vec<ExplainLine> {
    let mut lines: Vec<ExplainLine> = Vec::new();
    let mut total = 0;
    for (piece, end) in cycle.spans(now) {
        let calendar = piece.calendar;
        let mut push = |from: Instant, to: Instant, why: Why| {
            if from >= to {
                return;
            }
            let counted = if why == Why::Working { to.timestamp() - from.timestamp() } else { 0 };
            total += counted;
            let by = matches!(why, Why::Paused | Why::OutsideWhile | Why::Stopped)
                .then(|| cause(&timeline.steps[piece.step], calendar));
            let zone = calendar.zone();
            lines.push(ExplainLine {
                from: zone.local(from),
                to: zone.local(to),
                why,
                by,
                counted_s: counted,
                total_s: total,
            });
        };
        match piece.mode {
            Mode::Paused => push(piece.from, end, Why::Paused),
            Mode::Outside => push(piece.from, end, Why::OutsideWhile),
            Mode::Standing => push(piece.from, end, Why::Stopped),
            Mode::Counting => {
                let mut at = piece.from;
                for (open, close) in calendar.open_intervals(piece.from, end) {
                    for (from, to, why) in closed(calendar, at, open) {
                        push(from, to, why);
                    }
                    push(open, close, Why::Working);
                    at = close;
                }
                for (from, to, why) in closed(calendar, at, end) {
                    push(from, to, why);
                }
            }
        }
    }
    lines
}

/// Why a time without hours has none, day by day; what is the same is one.
fn closed(calendar: &Calendar, from: Instant, to: Instant) -> Vec<(Instant, Instant, Why)> {
    let zone = calendar.zone();
    let mut found: Vec<(Instant, Instant, Why)> = Vec::new();
    let mut at = from;
    while at < to {
        let local = zone.local(at);
        let next_day = local.date_naive().checked_add_days(Days::new(1));
        let midnight = next_day.map_or(to, |day| zone.resolve(day.and_time(NaiveTime::MIN)));
        let end = if midnight > at { midnight.min(to) } else { to };
        let day = calendar.day(local.date_naive());
        let why = match day.holiday {
            Some(name) if day.shifts.is_empty() => Why::Holiday { name },
            _ if day.shifts.len() > 1 && is_break(calendar, at, end, midnight) => Why::Lunch,
            _ => Why::Closed,
        };
        match found.last_mut() {
            Some(last) if last.2 == why => last.1 = end,
            _ => found.push((at, end, why)),
        }
        at = end;
    }
    found
}

/// Whether a closed time of one day lies between two of its openings.
fn is_break(calendar: &Calendar, from: Instant, to: Instant, midnight: Instant) -> bool {
    let zone = calendar.zone();
    let morning = zone.resolve(zone.local(from).date_naive().and_time(NaiveTime::MIN));
    calendar.elapsed(morning, from) > 0 && calendar.elapsed(to, midnight) > 0
}

fn notes(timeline: &Timeline, cycle: &Cycle, calendar: &Calendar, now: Instant) -> Vec<Note> {
    let cite = |index: usize| cause(&timeline.steps[index], calendar);
    let mut notes = vec![(cycle.step, Note::Started { by: cite(cycle.step) })];
    for pair in cycle.aims.windows(2) {
        let (from_s, to_s) = (cycle.seconds(&pair[0]), cycle.seconds(&pair[1]));
        if from_s != to_s {
            notes.push((pair[1].step, Note::Target { by: cite(pair[1].step), from_s, to_s }));
        }
    }
    let end = cycle.end.at().unwrap_or(now);
    for (index, step) in timeline.steps.iter().enumerate() {
        let dismissed = step
            .tramite
            .changes
            .iter()
            .any(|c| matches!(c, Change::Comment { id, .. } if timeline.dismissed.contains(id)));
        if dismissed && step.at >= cycle.started && step.at <= end {
            notes.push((index, Note::Dismissed { by: cite(index), status_too: step.skips_status }));
        }
    }
    match cycle.end {
        End::Open => {}
        End::Standing(_, index) | End::Stopped(_, index) => {
            notes.push((index, Note::Stopped { by: cite(index) }));
        }
        End::Cancelled(_, index) => notes.push((index, Note::Cancelled { by: cite(index) })),
    }
    notes.sort_by_key(|(index, _)| *index);
    notes.into_iter().map(|(_, note)| note).collect()
}
