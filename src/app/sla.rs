//! `report sla`, `sla explain`, `sla due`: clocks of many tickets and of one (6, 8.2).

use super::report::ReportAsk;
use super::what_if::Other;
use super::{App, Error, Knowing, Known};
use crate::calendar::Instant;
use crate::index::TicketRow;
use crate::model::Snapshot;
use crate::query::Scope;
use crate::report::sla::{By, On, SlaOptions, SlaReport, SlaTicket, Subject};
use crate::sla::{ClockRow, Engine, Explain, Horizon, TicketClocks, WhatIf};
use chrono::Datelike;
use std::sync::Arc;

/// What `report sla` is asked for.
#[derive(Debug, Clone, Default)]
pub struct SlaAsk {
    /// Tickets, groups, period, horizon.
    pub ask: ReportAsk,
    /// By which instant a clock belongs to the period.
    pub on: Option<On>,
}

/// A ticket as a report counts it.
struct Counted {
    subject: Subject,
    opened: Instant,
    clocks: TicketClocks,
    group: Option<String>,
    /// Under other policies, where these are asked about.
    others: Option<TicketClocks>,
}

/// A clock that runs, for `sla due`.
#[derive(Debug, Clone)]
pub struct DueClock {
    /// Its ticket.
    pub row: TicketRow,
    /// The clock.
    pub clock: ClockRow,
}

impl App {
    /// The report over all tickets that the query holds for, as they were at the horizon.
    pub fn sla_report(&self, ask: &SlaAsk) -> Result<SlaReport, Error> {
        Ok(self.sla_reports(ask, None)?.0)
    }

    /// The same, and once more under other policies and calendars: the first is today's. Tickets are chosen by
    /// today's, so that both are over the same ones.
    pub fn sla_reports(
        &self,
        ask: &SlaAsk,
        other: Option<&Other>,
    ) -> Result<(SlaReport, Option<SlaReport>), Error> {
        self.require_policies()?;
        let what_if = other.map(|other| WhatIf {
            base: self.versions(),
            config: Arc::clone(&other.config),
            calendars: Arc::clone(&other.calendars),
        });
        let other_engine = what_if.as_ref().map(|versions| Engine::new(versions));
        let horizon = self.horizon(&ask.ask);
        let by = self.by(&ask.ask)?;
        let tickets = match &other_engine {
            None if horizon == Horizon::at(self.now.to_utc()) => self.counted_now(&ask.ask, by.as_ref())?,
            other => self.counted(&ask.ask, by.as_ref(), other.as_ref())?,
        };
        let options = SlaOptions {
            desk: &self.config.desk.name,
            now: horizon.now,
            head: &self.head,
            zone: &self.zone,
            period: ask.ask.period,
            on: ask.on.unwrap_or(On::Decided),
            by,
        };
        let report = |others: bool| {
            let tickets =
                tickets.iter().filter_map(|Counted { subject, opened, clocks, group, others: other }| {
                    let clocks = if others { other.as_ref()? } else { clocks };
                    Some(SlaTicket { subject, opened: *opened, clocks, group: group.clone() })
                });
            SlaReport::new(tickets, &options)
        };
        Ok((report(false), other.is_some().then(|| report(true))))
    }

    /// The tickets of a report by their trâmites.
    fn counted(
        &self,
        ask: &ReportAsk,
        by: Option<&By>,
        other: Option<&Engine>,
    ) -> Result<Vec<Counted>, Error> {
        let horizon = self.horizon(ask);
        let mut tickets = Vec::new();
        self.each_case(ask, by, &mut |case, clocks, tramites| {
            tickets.push(Counted {
                subject: Subject::of(case.snapshot),
                opened: case.moments.opened,
                clocks: clocks.clone(),
                group: case.group.clone(),
                others: other.and_then(|engine| Some(engine.clocks(&engine.timeline(tramites, horizon)?))),
            });
            Ok(())
        })?;
        Ok(tickets)
    }

    /// The same as of now: by what the index has of each ticket, and no more of it than the report asks for.
    fn counted_now(&self, ask: &ReportAsk, by: Option<&By>) -> Result<Vec<Counted>, Error> {
        let index = self.index()?;
        let query = self.seen(&ask.query)?;
        let now = self.now;
        if index.latest()?.is_some_and(|last| last > now.timestamp()) {
            // The index has tickets as they are later.
            return self.counted(ask, by, None);
        }
        let mut knowing = Knowing::of(self)?;
        let mut tickets = Vec::new();
        let key = match by {
            Some(By::Key(key)) => Some(key),
            _ => None,
        };
        if query.is_empty() && key.is_none() {
            index.each_subject(&self.env.build, &mut |subject, kept| -> Result<(), Error> {
                let Some(known) = knowing.ask_with(&subject.uid, kept)? else { return Ok(()) };
                let Known { moments, clocks } = known;
                tickets.push(Counted { subject, opened: moments.opened, clocks, group: None, others: None });
                Ok(())
            })?;
        } else {
            let reader = self.reader();
            let texts = !crate::query::sql::compile(&query, &self.config, reader.id(), now).exact;
            for row in index.all()? {
                let snapshot =
                    if texts { index.snapshot(&row)? } else { Snapshot::new(row.dir.clone(), row.ticket()?) };
                let Some(known) = knowing.ask(&row.uid)? else { continue };
                let facts = self.facts_of(Some(known), now.to_utc());
                let scope = Scope {
                    config: &self.config,
                    snapshot: &snapshot,
                    me: reader.id(),
                    now,
                    facts: &facts,
                    changed: &[],
                };
                if !query.matches(&scope) {
                    continue;
                }
                let group = key.and_then(|key| key.of(&scope));
                let subject = Subject::of(&snapshot);
                let Some(Known { moments, clocks }) = facts.into_known() else { continue };
                tickets.push(Counted { subject, opened: moments.opened, clocks, group, others: None });
            }
        }
        knowing.keep();
        Ok(tickets)
    }

    /// Refuses figures by policies that do not work as written: they would look right (3.4, 6).
    fn require_policies(&self) -> Result<(), Error> {
        let problems = crate::sla::lint(&self.config).into_iter().filter(|problem| problem.unusable);
        let why: Vec<String> = problems.map(|problem| problem.message).collect();
        if why.is_empty() {
            return Ok(());
        }
        let mut error = Error::refused("the desk's SLA policies cannot be used as they are written");
        error.why = why;
        Err(error.mend("`tramite validate --config` says where; figures without them would be wrong"))
    }

    /// Why a ticket's clocks stand where they stand.
    pub fn sla_explain(&self, row: &TicketRow) -> Result<Explain, Error> {
        self.require_policies()?;
        let tramites = self.tramites(&row.uid)?;
        let engine = self.engine();
        let horizon = Horizon { now: self.now.to_utc(), known: None };
        let timeline = engine
            .timeline(&tramites, horizon)
            .ok_or_else(|| Error::not_found(format!("{} is not open yet at that time", row.number)))?;
        Ok(engine.explain(&timeline))
    }

    /// The clocks that run out, soonest first, overdue ones before; within `seconds` of working time where given.
    pub fn sla_due(&self, seconds: Option<i64>) -> Result<Vec<DueClock>, Error> {
        self.require_policies()?;
        let index = self.index()?;
        let mut knowing = Knowing::of(self)?;
        let mut due = Vec::new();
        for row in index.all()? {
            if self.is_final(&row) || !self.sees(&row)? {
                continue;
            }
            let Some(known) = knowing.ask(&row.uid)? else { continue };
            for clock in known.clocks.rows {
                if clock.state.is_stopped() || clock.due_at.is_none() {
                    continue;
                }
                if seconds.is_some_and(|most| clock.remaining_s.is_some_and(|left| left > most)) {
                    continue;
                }
                due.push(DueClock { row: row.clone(), clock });
            }
        }
        knowing.keep();
        due.sort_by_key(|d| (d.clock.due_at, d.row.number));
        Ok(due)
    }

    /// This month, for calendars: year and month.
    pub fn this_month(&self) -> (i32, u32) {
        (self.now.year(), self.now.month())
    }
}
