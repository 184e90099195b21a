//! `report sla`, `sla explain`, `sla due`: clocks of many tickets and of one (6, 8.2).

use super::report::ReportAsk;
use super::what_if::Other;
use super::{App, Error, Knowing};
use crate::index::TicketRow;
use crate::report::sla::{On, SlaOptions, SlaReport, SlaTicket};
use crate::sla::{ClockRow, Engine, Explain, Horizon, WhatIf};
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
        let mut tickets = Vec::new();
        self.each_case(&ask.ask, by.as_ref(), &mut |case, clocks, tramites| {
            let others = other_engine
                .as_ref()
                .and_then(|engine| Some(engine.clocks(&engine.timeline(tramites, horizon)?)));
            tickets.push((
                case.snapshot.clone(),
                case.moments.opened,
                clocks.clone(),
                case.group.clone(),
                others,
            ));
            Ok(())
        })?;
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
            let tickets = tickets.iter().filter_map(|(snapshot, opened, clocks, group, other)| {
                let clocks = if others { other.as_ref()? } else { clocks };
                Some(SlaTicket { snapshot, opened: *opened, clocks, group: group.clone() })
            });
            SlaReport::new(tickets, &options)
        };
        Ok((report(false), other.is_some().then(|| report(true))))
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
