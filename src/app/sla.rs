//! `report sla`, `sla explain`, `sla due`: clocks of many tickets and of one (6, 8.2).

use super::{App, Error, Known};
use crate::calendar::Instant;
use crate::index::TicketRow;
use crate::model::{Snapshot, Tramite, change};
use crate::query::{Query, Scope};
use crate::report::sla::{By, On, Period, SlaOptions, SlaReport, SlaTicket};
use crate::sla::{ClockRow, Explain, Horizon};
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};

/// What `report sla` is asked for.
#[derive(Debug, Clone, Default)]
pub struct SlaAsk {
    /// Tickets.
    pub query: Query,
    /// Groups.
    pub by: Option<String>,
    /// Clocks.
    pub period: Period,
    /// By which instant.
    pub on: Option<On>,
    /// `--as-of`.
    pub as_of: Option<DateTime<FixedOffset>>,
    /// `--as-known`.
    pub as_known: Option<DateTime<FixedOffset>>,
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
        let index = self.index()?;
        let engine = self.engine();
        let now: Instant = ask.as_of.map_or_else(|| self.now.to_utc(), |at| at.to_utc());
        let horizon = Horizon { now, known: ask.as_known.map(|at| at.to_utc()) };
        let reader = self.reader();
        let mut tickets: Vec<(Snapshot, Known)> = Vec::new();
        for row in index.all()? {
            let tramites = self.tramites(&row.uid)?;
            let Some(known) = Known::of(&engine, &tramites, horizon) else { continue };
            let Some(snapshot) = snapshot_at(&tramites, horizon) else { continue };
            let facts = self.facts_of(Some(known), now);
            let scope = Scope {
                config: &self.config,
                snapshot: &snapshot,
                me: reader.id(),
                now: self.zone.local(now),
                facts: &facts,
                changed: &[],
            };
            if !ask.query.matches(&scope) {
                continue;
            }
            if let Some(known) = facts.into_known() {
                tickets.push((snapshot, known));
            }
        }
        let options = SlaOptions {
            desk: &self.config.desk.name,
            now,
            head: &self.head,
            zone: &self.zone,
            period: ask.period,
            on: ask.on.unwrap_or(On::Decided),
            by: ask.by.as_deref().map(By::parse),
        };
        let tickets = tickets.iter().map(|(snapshot, known)| SlaTicket {
            snapshot,
            opened: known.moments.opened,
            clocks: &known.clocks,
        });
        Ok(SlaReport::new(tickets, &options))
    }

    /// Why a ticket's clocks stand where they stand.
    pub fn sla_explain(&self, row: &TicketRow) -> Result<Explain, Error> {
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
        let index = self.index()?;
        let engine = self.engine();
        let horizon = Horizon { now: self.now.to_utc(), known: None };
        let mut due = Vec::new();
        for row in index.all()? {
            if self.is_final(&row) {
                continue;
            }
            let Some(known) = Known::of(&engine, &self.tramites(&row.uid)?, horizon) else { continue };
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
        due.sort_by_key(|d| (d.clock.due_at, d.row.number));
        Ok(due)
    }

    /// The month `YYYY-MM`, as a period in the desk's zone.
    pub fn month(&self, text: &str) -> Result<Period, Error> {
        let bad = || Error::usage(format!("{text:?} is not a month")).mend("write it as 2026-11");
        let (year, month) = text.split_once('-').ok_or_else(bad)?;
        let (year, month): (i32, u32) = (year.parse().map_err(|_| bad())?, month.parse().map_err(|_| bad())?);
        let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or_else(bad)?;
        let next = if month == 12 {
            NaiveDate::from_ymd_opt(year + 1, 1, 1)
        } else {
            NaiveDate::from_ymd_opt(year, month + 1, 1)
        };
        let next = next.ok_or_else(bad)?;
        Ok(Period { since: Some(self.day_start(first)), until: Some(self.day_start(next)) })
    }

    /// From the first day through the last, both included.
    pub fn days(&self, since: Option<&str>, until: Option<&str>) -> Result<Period, Error> {
        let day = |text: &str| {
            self.locale
                .read_date(text, self.now.date_naive())
                .map_err(|error| Error::usage(error.to_string()))
        };
        let since = since.map(day).transpose()?;
        let until = until.map(day).transpose()?;
        let after = until.and_then(|day| day.checked_add_days(Days::new(1)));
        Ok(Period { since: since.map(|d| self.day_start(d)), until: after.map(|d| self.day_start(d)) })
    }

    fn day_start(&self, day: NaiveDate) -> Instant {
        self.zone.resolve(day.and_time(chrono::NaiveTime::MIN))
    }

    /// This month, for calendars: year and month.
    pub fn this_month(&self) -> (i32, u32) {
        (self.now.year(), self.now.month())
    }
}

/// The ticket as it was at the horizon.
fn snapshot_at(tramites: &[Tramite], horizon: Horizon) -> Option<Snapshot> {
    change::fold(tramites.iter().filter(|t| horizon.sees(t)).flat_map(|t| &t.changes))
}
