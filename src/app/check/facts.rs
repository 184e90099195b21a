//! What filters of a rule ask of a ticket's past, worked out only where one asks.

use super::ground::Authority;
use crate::calendar::Instant;
use crate::model::config::StatusCategory;
use crate::model::{Link, Tramite};
use crate::query::{Derived, Fact, Facts, Unit};
use crate::sla::{Engine, Horizon, Moments, TicketClocks, TicketFacts};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use std::cell::OnceCell;

/// The answers for one ticket before one commit.
pub struct LazyFacts<'a> {
    authority: &'a Authority,
    tramites: &'a [Tramite],
    now: Instant,
    /// Whether what a link points at is done.
    links: &'a dyn Fn(&Link) -> Option<bool>,
    moments: OnceCell<Option<Moments>>,
    clocks: OnceCell<TicketClocks>,
}

impl<'a> LazyFacts<'a> {
    /// Of a ticket with these trâmites, at `now`.
    pub fn new(
        authority: &'a Authority,
        tramites: &'a [Tramite],
        now: DateTime<FixedOffset>,
        links: &'a dyn Fn(&Link) -> Option<bool>,
    ) -> Self {
        let now = now.to_utc();
        Self { authority, tramites, now, links, moments: OnceCell::new(), clocks: OnceCell::new() }
    }

    fn horizon(&self) -> Horizon {
        Horizon { now: self.now, known: None }
    }

    fn moments(&self) -> Option<&Moments> {
        let work_out = || {
            let engine = Engine::new(self.authority.versions());
            engine.timeline(self.tramites, self.horizon()).map(|timeline| Moments::of(&timeline))
        };
        self.moments.get_or_init(work_out).as_ref()
    }

    fn clocks(&self) -> &TicketClocks {
        self.clocks.get_or_init(|| {
            let engine = Engine::new(self.authority.versions());
            let timeline = engine.timeline(self.tramites, self.horizon());
            timeline.map(|timeline| engine.clocks(&timeline)).unwrap_or_default()
        })
    }
}

impl Facts for LazyFacts<'_> {
    fn fact(&self, key: &Derived, unit: Unit) -> Option<Fact> {
        let none = TicketClocks::default();
        let clocks = match key {
            Derived::SlaState(_)
            | Derived::SlaDueIn(_)
            | Derived::Breached
            | Derived::AtRisk
            | Derived::DueIn => self.clocks(),
            _ => &none,
        };
        let facts = TicketFacts {
            moments: self.moments()?,
            clocks,
            calendar: self.authority.calendars.default(),
            zone: &self.authority.zone,
            now: self.now,
            links: self.links,
        };
        facts.fact(key, unit)
    }

    fn link_done(&self, link: &Link) -> Option<bool> {
        (self.links)(link)
    }

    fn category(&self) -> Option<StatusCategory> {
        self.moments().map(|moments| moments.category)
    }

    fn day_start(&self, day: NaiveDate) -> Option<DateTime<FixedOffset>> {
        let zone = &self.authority.zone;
        Some(zone.local(zone.resolve(day.and_time(NaiveTime::MIN))))
    }
}
