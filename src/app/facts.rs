//! What only history tells of a ticket, and how filters ask for it.

use super::{App, Error};
use crate::calendar::Instant;
use crate::index::Index;
use crate::model::config::StatusCategory;
use crate::model::{Link, Tramite, Uid};
use crate::query::{Derived, Fact, Facts, Unit};
use crate::sla::{Engine, Frozen, Horizon, Moments, TicketClocks, TicketFacts};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

/// A ticket's moments and clocks at one time.
#[derive(Debug, Clone)]
pub struct Known {
    /// Opening, closing, last messages …
    pub moments: Moments,
    /// SLA clocks.
    pub clocks: TicketClocks,
}

impl Known {
    /// As the trâmites have it; `None` for a ticket that is not open yet by then.
    pub fn of(engine: &Engine, tramites: &[Tramite], horizon: Horizon) -> Option<Self> {
        let timeline = engine.timeline(tramites, horizon)?;
        Some(Self { moments: Moments::of(&timeline), clocks: engine.clocks(&timeline) })
    }

    /// What the index keeps of a ticket with these trâmites; `None` where some of them come later.
    pub(super) fn frozen(engine: &Engine, tramites: &[Tramite], horizon: Horizon) -> Option<String> {
        let frozen = engine.freeze(tramites, &engine.timeline(tramites, horizon)?)?;
        serde_json::to_string(&frozen).ok()
    }
}

/// What is known of many tickets, now: from the index where it was kept, else worked out and, in the end, kept.
pub(super) struct Knowing<'a> {
    app: &'a App,
    engine: Engine<'a>,
    index: &'a Index,
    /// Whether what the index keeps is of this desk: another process may have gone on with both.
    keeps: bool,
    fresh: Vec<(Uid, String)>,
}

impl<'a> Knowing<'a> {
    /// Of this desk's tickets.
    pub(super) fn of(app: &'a App) -> Result<Self, Error> {
        let index = app.index()?;
        Ok(Self { app, engine: app.engine(), index, keeps: index.head() == app.head, fresh: Vec::new() })
    }

    /// A ticket's moments and clocks.
    pub(super) fn ask(&mut self, uid: &Uid) -> Result<Option<Known>, Error> {
        let kept = if self.keeps { self.index.kept_clocks(uid, &self.app.env.build)? } else { None };
        self.ask_with(uid, kept.as_deref())
    }

    /// The same where what the index keeps of it is at hand.
    pub(super) fn ask_with(&mut self, uid: &Uid, kept: Option<&str>) -> Result<Option<Known>, Error> {
        let (app, now) = (self.app, self.app.now.to_utc());
        if self.keeps
            && let Some(frozen) = kept.and_then(|text| serde_json::from_str::<Frozen>(text).ok())
            && let Some((moments, clocks)) = frozen.thaw(&app.calendars, now)
        {
            return Ok(Some(Known { moments, clocks }));
        }
        let tramites = app.tramites(uid)?;
        let Some(timeline) = self.engine.timeline(&tramites, Horizon::at(now)) else { return Ok(None) };
        if self.keeps
            && let Some(frozen) = self.engine.freeze(&tramites, &timeline)
            && let Ok(text) = serde_json::to_string(&frozen)
        {
            self.fresh.push((uid.clone(), text));
            if let Some((moments, clocks)) = frozen.thaw(&app.calendars, now) {
                return Ok(Some(Known { moments, clocks }));
            }
        }
        Ok(Some(Known { moments: Moments::of(&timeline), clocks: self.engine.clocks(&timeline) }))
    }

    /// Keeps what was worked out.
    pub(super) fn keep(self) {
        self.index.keep_clocks(&self.app.env.build, &self.fresh);
    }
}

/// The answers to a filter's derived keys, of one ticket of a desk.
pub struct KnownFacts<'a> {
    app: &'a App,
    known: Option<Known>,
    now: Instant,
}

impl App {
    /// An engine over this desk's configurations. Compiles each policy once: use one for many tickets.
    pub fn engine(&self) -> Engine<'_> {
        Engine::new(self.versions())
    }

    /// What filters may ask of a ticket with these trâmites, at `at`.
    pub fn facts(&self, tramites: &[Tramite], at: DateTime<FixedOffset>) -> Result<KnownFacts<'_>, Error> {
        let now = at.to_utc();
        let known = Known::of(&self.engine(), tramites, Horizon { now, known: None });
        Ok(KnownFacts { app: self, known, now })
    }

    /// The same where it is known already.
    pub fn facts_of(&self, known: Option<Known>, now: Instant) -> KnownFacts<'_> {
        KnownFacts { app: self, known, now }
    }

    fn link_done(&self, link: &Link) -> Option<bool> {
        if let Some(done) = link.extra.get("done").and_then(|v| v.as_text()) {
            return Some(done == "true");
        }
        if link.kind == "issue" {
            // Nobody has said that it is done.
            return Some(false);
        }
        let uid: Uid = link.to.parse().ok()?;
        let row = self.index().ok()?.by_uid(&uid).ok()??;
        Some(row.category == StatusCategory::Resolved || row.category.is_final())
    }
}

impl KnownFacts<'_> {
    /// What is known.
    pub fn known(&self) -> Option<&Known> {
        self.known.as_ref()
    }

    /// What is known, and no more questions.
    pub fn into_known(self) -> Option<Known> {
        self.known
    }

    fn ask<T>(&self, question: impl FnOnce(&TicketFacts) -> Option<T>) -> Option<T> {
        let known = self.known.as_ref()?;
        let links = |link: &Link| self.app.link_done(link);
        question(&TicketFacts {
            moments: &known.moments,
            clocks: &known.clocks,
            calendar: self.app.calendars.default(),
            zone: &self.app.zone,
            now: self.now,
            links: &links,
        })
    }
}

impl Facts for KnownFacts<'_> {
    fn fact(&self, key: &Derived, unit: Unit) -> Option<Fact> {
        self.ask(|facts| facts.fact(key, unit))
    }

    fn link_done(&self, link: &Link) -> Option<bool> {
        self.app.link_done(link)
    }

    fn category(&self) -> Option<StatusCategory> {
        self.known.as_ref().map(|known| known.moments.category)
    }

    fn day_start(&self, day: NaiveDate) -> Option<DateTime<FixedOffset>> {
        Some(self.app.zone.local(self.app.zone.resolve(day.and_time(NaiveTime::MIN))))
    }
}
