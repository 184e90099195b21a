//! `report …`: tickets as cases, for every report (8).

use super::{App, Error, Known};
use crate::calendar::Instant;
use crate::locale::{Locale, Moment};
use crate::model::{Severity, Snapshot, Tramite, change};
use crate::process;
use crate::query::{FilterError, GroupKey, Query, Scope};
use crate::report::{self, By, Case, Frame, Period, Report};
use crate::sla::{Horizon, Moments, TicketClocks};
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime};

/// What a report is asked for.
#[derive(Debug, Clone, Default)]
pub struct ReportAsk {
    /// Tickets.
    pub query: Query,
    /// Groups, as written.
    pub by: Option<String>,
    /// Rows.
    pub period: Period,
    /// `--as-of`.
    pub as_of: Option<DateTime<FixedOffset>>,
    /// `--as-known`.
    pub as_known: Option<DateTime<FixedOffset>>,
}

/// What is done with each ticket: its case, its clocks, its trâmites.
type Visit<'v> = dyn FnMut(&Case, &TicketClocks, &[Tramite]) -> Result<(), Error> + 'v;

impl App {
    /// Until when a report looks.
    pub(super) fn horizon(&self, ask: &ReportAsk) -> Horizon {
        let now = ask.as_of.map_or_else(|| self.now.to_utc(), |at| at.to_utc());
        Horizon { now, known: ask.as_known.map(|at| at.to_utc()) }
    }

    /// Reads `--by`; exit 2 with the nearest known word where it is wrong.
    pub(super) fn by(&self, ask: &ReportAsk) -> Result<Option<By>, Error> {
        let Some(text) = ask.by.as_deref() else { return Ok(None) };
        let text = text.trim();
        Ok(Some(match text {
            "month" => By::Month,
            "policy" => By::Policy,
            "person" => By::Person,
            text => {
                let key = GroupKey::read(text, &self.config)
                    .or_else(|error| self.labelled_key(text).unwrap_or(Err(error)))
                    .map_err(|error| {
                        Error::usage(error.message).mend(error.hint.unwrap_or_else(|| {
                            "group by month, type, priority, team, assignee, organization or a field's id"
                                .to_owned()
                        }))
                    })?;
                By::Key(key)
            }
        }))
    }

    /// The key that people call so: `prioridade`, or a field's label.
    fn labelled_key(&self, text: &str) -> Option<Result<GroupKey, FilterError>> {
        Some(GroupKey::read(self.key_called(text)?, &self.config))
    }

    /// The id of the key or field that people call so.
    pub(super) fn key_called(&self, text: &str) -> Option<&str> {
        if let Some(key) = Locale::column_id(text).filter(|key| *key != text) {
            return Some(key);
        }
        let wanted = crate::model::plain(text);
        let mut fields = self.config.types.values().flat_map(|template| &template.fields);
        let field = fields.find(|f| f.label.as_deref().is_some_and(|l| crate::model::plain(l) == wanted))?;
        Some(&field.id)
    }

    /// Every ticket that the query holds for, as it was at the horizon, by number.
    pub(super) fn each_case(
        &self,
        ask: &ReportAsk,
        by: Option<&By>,
        visit: &mut Visit<'_>,
    ) -> Result<(), Error> {
        let index = self.index()?;
        let engine = self.engine();
        let horizon = self.horizon(ask);
        let reader = self.reader();
        let query = self.seen(&ask.query)?;
        let veil = self.veil()?;
        let mut rows = index.all()?;
        rows.sort_by(|a, b| (a.number, &a.uid).cmp(&(b.number, &b.uid)));
        for row in rows {
            let tramites = self.tramites(&row.uid)?;
            let Some(timeline) = engine.timeline(&tramites, horizon) else { continue };
            let Some(mut snapshot) = snapshot_at(&tramites, horizon) else { continue };
            // A group may be what a field is called after a file.
            veil.snapshot(&mut snapshot);
            let moments = Moments::of(&timeline);
            let clocks = engine.clocks(&timeline);
            let known = Known { moments: moments.clone(), clocks };
            let facts = self.facts_of(Some(known), horizon.now);
            let scope = Scope {
                config: &self.config,
                snapshot: &snapshot,
                me: reader.id(),
                now: self.zone.local(horizon.now),
                facts: &facts,
                changed: &[],
            };
            if !query.matches(&scope) {
                continue;
            }
            let group = match by {
                Some(By::Key(key)) => key.of(&scope),
                _ => None,
            };
            let case = Case { snapshot: &snapshot, timeline: &timeline, moments: &moments, group };
            if let Some(known) = facts.known() {
                visit(&case, &known.clocks, &tramites)?;
            }
        }
        Ok(())
    }

    /// The rows that `row` makes of each ticket, put together by `whole`.
    fn rows<R, S>(
        &self,
        ask: &ReportAsk,
        row: impl Fn(&Case, &Frame) -> Vec<R>,
        whole: impl FnOnce(Vec<R>, &Frame) -> Report<R, S>,
    ) -> Result<Report<R, S>, Error> {
        let by = self.by(ask)?;
        let frame = self.frame(ask, by.as_ref());
        let mut rows = Vec::new();
        self.each_case(ask, by.as_ref(), &mut |case, _, _| {
            rows.extend(row(case, &frame));
            Ok(())
        })?;
        Ok(whole(rows, &frame))
    }

    fn frame<'f>(&'f self, ask: &ReportAsk, by: Option<&'f By>) -> Frame<'f> {
        let now = self.horizon(ask).now;
        Frame { config: &self.config, head: &self.head, now, zone: &self.zone, period: ask.period, by }
    }

    /// `report aging`.
    pub fn aging(
        &self,
        ask: &ReportAsk,
    ) -> Result<Report<report::aging::AgingRow, report::aging::AgingLine>, Error> {
        self.rows(ask, |c, f| report::aging::row(c, f).into_iter().collect(), report::aging::report)
    }

    /// `report response`.
    pub fn response(
        &self,
        ask: &ReportAsk,
    ) -> Result<Report<report::response::ResponseRow, report::response::ResponseLine>, Error> {
        self.rows(ask, |c, f| report::response::row(c, f).into_iter().collect(), report::response::report)
    }

    /// `report fcr`.
    pub fn fcr(&self, ask: &ReportAsk) -> Result<Report<report::fcr::FcrRow, report::fcr::FcrLine>, Error> {
        self.rows(ask, |c, f| report::fcr::row(c, f).into_iter().collect(), report::fcr::report)
    }

    /// `report reopen`.
    pub fn reopenings(
        &self,
        ask: &ReportAsk,
    ) -> Result<Report<report::reopen::ReopenRow, report::reopen::ReopenLine>, Error> {
        self.rows(ask, |c, f| report::reopen::row(c, f).into_iter().collect(), report::reopen::report)
    }

    /// `report csat`.
    pub fn csat(
        &self,
        ask: &ReportAsk,
    ) -> Result<Report<report::csat::CsatRow, report::csat::CsatLine>, Error> {
        self.rows(ask, |c, f| report::csat::row(c, f).into_iter().collect(), report::csat::report)
    }

    /// `report time`.
    pub fn time_report(
        &self,
        ask: &ReportAsk,
    ) -> Result<Report<report::time::TimeRow, report::time::TimeLine>, Error> {
        self.rows(ask, report::time::rows, report::time::report)
    }

    /// `report volume`.
    pub fn volume(
        &self,
        ask: &ReportAsk,
    ) -> Result<Report<report::volume::VolumeRow, report::volume::VolumeLine>, Error> {
        let by = self.by(ask)?;
        let frame = self.frame(ask, by.as_ref());
        let mut volume = report::volume::Volume::default();
        self.each_case(ask, by.as_ref(), &mut |case, _, _| {
            volume.add(case, &frame);
            Ok(())
        })?;
        Ok(volume.report(&frame))
    }

    /// `report gaps`: rules of severity `gap`, and of the others that are asked for.
    pub fn gaps(
        &self,
        ask: &ReportAsk,
        severities: &[Severity],
    ) -> Result<Report<report::gaps::GapRow, report::gaps::GapLine>, Error> {
        let by = self.by(ask)?;
        let frame = self.frame(ask, by.as_ref());
        let actor = self.reader();
        let now = self.zone.local(frame.now);
        let mut rows = Vec::new();
        self.each_case(ask, by.as_ref(), &mut |case, clocks, tramites| {
            if !report::gaps::is_asked(case, &frame) {
                return Ok(());
            }
            let known = Known { moments: case.moments.clone(), clocks: clocks.clone() };
            let facts = self.facts_of(Some(known), frame.now);
            let broken = self
                .in_world(&self.config, &actor, now, &facts, |world| {
                    process::broken_rules(world, case.snapshot, tramites)
                })
                .into_iter()
                .filter(|violation| severities.contains(&violation.severity))
                .map(|violation| (violation.rule, violation.severity, violation.message));
            rows.extend(report::gaps::rows(case, &frame, broken));
            Ok(())
        })?;
        Ok(report::gaps::report(rows, &frame))
    }

    /// A month as people write it, as a period in the desk's zone.
    pub fn month(&self, text: &str) -> Result<Period, Error> {
        let bad = || Error::usage(format!("{text:?} is not a month")).mend("write it as 2026-11");
        let first = self.locale.read_month(text, self.now.date_naive()).map_err(|_| bad())?;
        let next = first.checked_add_months(chrono::Months::new(1)).ok_or_else(bad)?;
        Ok(Period { since: Some(self.day_start(first)), until: Some(self.day_start(next)) })
    }

    /// From the first day or instant to the last: a day is in it as a whole.
    pub fn days(&self, since: Option<&str>, until: Option<&str>) -> Result<Period, Error> {
        let read = |text: &str| {
            self.locale
                .read_moment(text, self.now, &self.local_time())
                .map_err(|error| Error::usage(error.to_string()))
        };
        let since = since.map(read).transpose()?.map(|moment| match moment {
            Moment::Day(day) => self.day_start(day),
            Moment::At(at) => at.to_utc(),
        });
        let until = until.map(read).transpose()?.map(|moment| match moment {
            Moment::Day(day) => self.day_start(day.checked_add_days(Days::new(1)).unwrap_or(day)),
            Moment::At(at) => at.to_utc(),
        });
        if let (Some(since), Some(until)) = (since, until)
            && until <= since
        {
            return Err(Error::usage("the period ends before it begins")
                .mend("--since takes its first day, --until its last"));
        }
        Ok(Period { since, until })
    }

    fn day_start(&self, day: NaiveDate) -> Instant {
        self.zone.resolve(day.and_time(NaiveTime::MIN))
    }
}

/// The ticket as it was at the horizon.
pub(super) fn snapshot_at(tramites: &[Tramite], horizon: Horizon) -> Option<Snapshot> {
    change::fold(tramites.iter().filter(|t| horizon.sees(t)).flat_map(|t| &t.changes))
}
