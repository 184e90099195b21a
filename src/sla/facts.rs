//! What filters ask of a ticket's history (3.4): `age`, `idle`, `unanswered`, `sla.METRIC.state` and their like.

use super::clock::{ClockRow, ClockState};
use super::engine::TicketClocks;
use super::events::Event;
use super::timeline::Timeline;
use crate::calendar::{Calendar, Instant, Zone};
use crate::model::Link;
use crate::model::config::StatusCategory::{self, Closed, Rejected, Resolved};
use crate::query::{Derived, Fact, Facts, Unit};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

/// The moments of a ticket's life that derived keys are worked out from. Dismissed messages are in none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moments {
    /// Opening.
    pub opened: Instant,
    /// The last entry into a final category; `None` while it is in none.
    pub closed: Option<Instant>,
    /// The last trâmite.
    pub last: Instant,
    /// When it entered its status.
    pub in_status: Instant,
    /// The last public comment that is no receipt ([`Step::receipt`](super::Step::receipt)).
    pub public: Option<Instant>,
    /// The last message of the customer.
    pub customer: Option<Instant>,
    /// The oldest message of the customer that nobody has answered, the opening among them. A public comment
    /// answers unless it is a receipt, and so does the end of the work.
    pub unanswered: Option<Instant>,
    /// Public comments since the last spoken contact.
    pub public_since_contact: i64,
    /// The category of its status.
    pub category: StatusCategory,
}

impl Moments {
    /// Those of a timeline.
    pub fn of(timeline: &Timeline) -> Self {
        let opened = timeline.opened_at;
        let mut found = Self {
            opened,
            closed: None,
            last: timeline.last().at,
            in_status: opened,
            public: None,
            customer: None,
            unanswered: Some(opened),
            public_since_contact: 0,
            category: timeline.last().category,
        };
        for step in &timeline.steps {
            for group in &step.groups {
                let mut spoken = false;
                for event in group {
                    match event {
                        Event::Enter(_) => found.in_status = step.at,
                        Event::Reply => {
                            if !step.receipt {
                                (found.public, found.unanswered) = (Some(step.at), None);
                            }
                            found.public_since_contact += 1;
                        }
                        Event::CustomerMessage => {
                            found.customer = Some(step.at);
                            found.unanswered = found.unanswered.or(Some(step.at));
                        }
                        Event::Contact => spoken = true,
                        _ => {}
                    }
                }
                if spoken {
                    found.public_since_contact = 0;
                }
            }
            if step.category_before != Some(step.category)
                && matches!(step.category, Resolved | Closed | Rejected)
            {
                found.unanswered = None;
            }
            if !step.category.is_final() {
                found.closed = None;
            } else if !step.category_before.is_some_and(StatusCategory::is_final) {
                found.closed = Some(step.at);
            }
        }
        found
    }
}

impl TicketClocks {
    /// The clock that is due first among those that are not stopped, paused ones last; `None` where none runs.
    pub fn soonest(&self) -> Option<&ClockRow> {
        self.open().min_by_key(|row| (row.due_at.is_none(), row.due_at))
    }

    fn open(&self) -> impl Iterator<Item = &ClockRow> {
        self.rows.iter().filter(|row| !row.state.is_stopped())
    }

    /// The last cycle of a metric.
    pub fn metric(&self, name: &str) -> Option<&ClockRow> {
        self.rows.iter().rfind(|row| row.metric == name)
    }

    /// Whether any clock is late, stopped or not.
    pub fn breached(&self) -> bool {
        self.rows.iter().any(|row| matches!(row.state, ClockState::Breached | ClockState::Overdue))
    }

    /// Whether any clock is at risk.
    pub fn at_risk(&self) -> bool {
        self.rows.iter().any(|row| row.state == ClockState::AtRisk)
    }
}

/// Answers the derived keys of one ticket.
pub struct TicketFacts<'a> {
    /// Its moments.
    pub moments: &'a Moments,
    /// Its clocks.
    pub clocks: &'a TicketClocks,
    /// The desk's calendar: for durations in working time.
    pub calendar: &'a Calendar,
    /// The desk's zone.
    pub zone: &'a Zone,
    /// Now.
    pub now: Instant,
    /// Whether what a link points at is done, where that is known.
    pub links: &'a dyn Fn(&Link) -> Option<bool>,
}

impl TicketFacts<'_> {
    /// From one instant to another, negative where it is earlier.
    fn between(&self, from: Instant, to: Instant, unit: Unit) -> Fact {
        if to < from {
            return match self.between(to, from, unit) {
                Fact::Seconds(n) => Fact::Seconds(-n),
                Fact::Days(n) => Fact::Days(-n),
                other => other,
            };
        }
        match unit {
            Unit::Calendar => Fact::Seconds(to.timestamp() - from.timestamp()),
            Unit::WorkingHours => Fact::Seconds(self.calendar.elapsed(from, to)),
            Unit::WorkingDays => Fact::Days(self.calendar.working_days_between(from, to)),
        }
    }

    fn until(&self, row: &ClockRow, unit: Unit) -> Option<Fact> {
        if row.state.is_stopped() {
            return None;
        }
        Some(self.between(self.now, Instant::from(row.due_at?), unit))
    }
}

impl Facts for TicketFacts<'_> {
    fn fact(&self, key: &Derived, unit: Unit) -> Option<Fact> {
        let moments = self.moments;
        let since = |at: Instant| Some(self.between(at, self.now, unit));
        let instant = |at: Instant| Some(Fact::Instant(self.zone.local(at)));
        match key {
            Derived::Opened => instant(moments.opened),
            Derived::Closed => instant(moments.closed?),
            Derived::Age => Some(self.between(moments.opened, moments.closed.unwrap_or(self.now), unit)),
            Derived::Idle => since(moments.last),
            Derived::InStatus => since(moments.in_status),
            Derived::SincePublic => since(moments.public.unwrap_or(moments.opened)),
            Derived::SinceCustomer => since(moments.customer?),
            Derived::Unanswered => since(moments.unanswered?),
            Derived::PublicSinceContact => Some(Fact::Count(moments.public_since_contact)),
            Derived::SlaState(metric) => {
                Some(Fact::Text(self.clocks.metric(metric)?.state.as_str().to_owned()))
            }
            Derived::SlaDueIn(metric) => self.until(self.clocks.metric(metric)?, unit),
            Derived::Breached => Some(Fact::Bool(self.clocks.breached())),
            Derived::AtRisk => Some(Fact::Bool(self.clocks.at_risk())),
            Derived::DueIn => self.until(self.clocks.soonest()?, unit),
        }
    }

    fn link_done(&self, link: &Link) -> Option<bool> {
        (self.links)(link)
    }

    fn category(&self) -> Option<StatusCategory> {
        Some(self.moments.category)
    }

    fn day_start(&self, day: NaiveDate) -> Option<DateTime<FixedOffset>> {
        Some(self.zone.local(self.zone.resolve(day.and_time(NaiveTime::MIN))))
    }
}
