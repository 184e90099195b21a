//! A small desk and histories on it.

use crate::calendar::{CalendarSet, Instant};
use crate::model::change::diff;
use crate::model::config::Config;
use crate::model::{Comment, CommentKind, Identity, Number, Snapshot, Ticket, TicketDir, Tramite, Uid};
use crate::sla::{ClockRow, Engine, Explain, Horizon, TicketClocks, Versions};
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone};
use serde_json::{Value, json};
use std::sync::Arc;

/// Monday to Friday, 08:00–12:00 and 13:30–18:00 in São Paulo (−03:00 all year); 2026-11-20 (Friday) is a holiday.
pub const CLOSED_ON: &str = "2026-11-20";

/// A local time in São Paulo, `2026-11-23 09:00`.
pub fn local(text: &str) -> DateTime<FixedOffset> {
    let text = if text.len() == 16 { format!("{text}:00") } else { text.to_owned() };
    let naive = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S").unwrap();
    FixedOffset::west_opt(3 * 3600).unwrap().from_local_datetime(&naive).unwrap()
}

pub fn at(text: &str) -> Instant {
    Instant::from(local(text))
}

pub fn desk() -> Config {
    let desk = serde_json::from_value(json!({
        "name": "Suporte", "timezone": "America/Sao_Paulo", "calendar": "comercial",
        "priorities": [{"id": "alta"}, {"id": "media"}, {"id": "baixa"}],
        "channels": [{"id": "phone", "contact": true}, {"id": "portal"}],
    }))
    .unwrap();
    let mut config = Config { desk, ..Config::default() };
    for spec in [
        json!({"calendar": "comercial", "hours": {"mon-fri": ["08:00-12:00", "13:30-18:00"]}, "holidays": [CLOSED_ON]}),
        json!({"calendar": "curto", "hours": {"mon-fri": ["09:00-12:00"]}}),
    ] {
        let spec: crate::model::config::CalendarSpec = serde_json::from_value(spec).unwrap();
        config.calendars.insert(spec.calendar.clone(), spec);
    }
    let statuses = json!({
        "novo": {"category": "new"}, "revisao": {"category": "new"}, "aceito": {"category": "active"},
        "agendado": {"category": "active"}, "atendimento": {"category": "active"},
        "pendente": {"category": "waiting"}, "resolvido": {"category": "resolved"},
        "fechado": {"category": "closed"}, "rejeitado": {"category": "rejected"},
    });
    for id in ["bug", "servico", "duvida"] {
        let template = json!({"type": id, "flow": {"initial": "novo", "statuses": statuses}, "fields": [{"id": "peso", "kind": "int"}]});
        config.types.insert(id.to_owned(), serde_json::from_value(template).unwrap());
    }
    config
}

/// The policy of the design's example, without table lookups.
pub fn standard() -> Value {
    json!({
        "when": "type:bug,servico", "calendar": "comercial", "pause": "category:waiting", "warn": "75%",
        "metrics": {
            "first_response": {"start": "opened", "stop": "reply",
                "targets": [{"when": "priority:alta", "within": "4h"}, {"within": "8h"}]},
            "next_response": {"start": "customer_message", "after": "reply", "stop": "reply", "repeat": true,
                "targets": [{"within": "8h"}]},
            "update": {"start": "reply", "stop": "reply", "repeat": true, "while": "category:active",
                "targets": [{"within": "2bd"}]},
            "resolution": {"start": "opened", "stop": "enter_category:resolved,closed",
                "targets": [{"when": "priority:alta", "within": "8h"}, {"within": "16h"}]},
            "agendamento": {"start": ["enter:aceito", "customer_message"], "stop": "enter:agendado",
                "repeat": true, "targets": [{"within": "1p"}]},
        }
    })
}

/// The desk with policies by id.
pub fn with_policies(policies: &[(&str, Value)]) -> Config {
    let mut config = desk();
    for (id, policy) in policies {
        let mut policy = policy.clone();
        policy["policy"] = json!(id);
        config.policies.insert((*id).to_owned(), serde_json::from_value(policy).unwrap());
    }
    config
}

/// The desk with one policy of one metric.
pub fn one_metric(metric: &Value) -> Config {
    with_policies(&[("p", json!({"pause": "category:waiting", "warn": "75%", "metrics": {"m": metric}}))])
}

/// Configurations that begin at numbered commits; commits are numbered from 1.
pub struct Story {
    versions: Vec<(usize, Arc<Config>, Arc<CalendarSet>)>,
}

impl Story {
    pub fn new(config: Config) -> Self {
        Self { versions: Vec::new() }.then(1, config)
    }

    /// From commit `from` on, this configuration.
    pub fn then(mut self, from: usize, config: Config) -> Self {
        let calendars = Arc::new(CalendarSet::compile(&config).0);
        self.versions.push((from, Arc::new(config), calendars));
        self
    }

    fn of(&self, commit: &str) -> Option<&(usize, Arc<Config>, Arc<CalendarSet>)> {
        let number: usize = commit.parse().ok()?;
        self.versions.iter().rfind(|v| v.0 <= number)
    }

    fn last(&self) -> &(usize, Arc<Config>, Arc<CalendarSet>) {
        self.versions.last().unwrap()
    }
}

impl Versions for Story {
    fn head(&self) -> &Arc<Config> {
        &self.last().1
    }
    fn at(&self, commit: &str) -> Option<Arc<Config>> {
        self.of(commit).map(|v| Arc::clone(&v.1))
    }
    fn calendars_head(&self) -> &Arc<CalendarSet> {
        &self.last().2
    }
    fn calendars_at(&self, commit: &str) -> Option<Arc<CalendarSet>> {
        self.of(commit).map(|v| Arc::clone(&v.2))
    }
    fn first_after(
        &self,
        commit: &str,
        wanted: &mut dyn FnMut(&Arc<Config>) -> bool,
    ) -> Option<(String, Arc<Config>)> {
        let number: usize = commit.parse().ok()?;
        self.versions
            .iter()
            .filter(|v| v.0 > number)
            .find(|v| wanted(&v.1))
            .map(|v| (v.0.to_string(), Arc::clone(&v.1)))
    }
}

/// A ticket's history, written as a person would: change the state, commit.
#[derive(Clone)]
pub struct History {
    pub state: Option<Snapshot>,
    pub tramites: Vec<Tramite>,
    comments: u64,
}

impl History {
    /// Opened as type `bug`.
    pub fn open(when: &str, status: &str) -> Self {
        Self::open_with(when, status, |_| {})
    }

    pub fn open_with(when: &str, status: &str, change: impl FnOnce(&mut Snapshot)) -> Self {
        let uid = Uid::from_parts(1_000, 7);
        let number = Number { month: 202_611, seq: 7 };
        let ticket = Ticket::new(uid.clone(), "bug", "Erro", status);
        let mut snapshot = Snapshot::new(TicketDir::new(number, &uid), ticket);
        change(&mut snapshot);
        let mut history = Self { state: None, tramites: Vec::new(), comments: 0 };
        history.record(when, snapshot);
        history
    }

    fn record(&mut self, when: &str, new: Snapshot) {
        self.record_at(local(when), new);
    }

    pub fn record_at(&mut self, when: DateTime<FixedOffset>, new: Snapshot) {
        let changes = diff(self.state.as_ref(), Some(&new));
        self.tramites.push(Tramite {
            uid: new.ticket.uid.clone(),
            at: when,
            recorded: when,
            by: Identity { name: "Ana".into(), email: "ana@desk.example".into() },
            commit: (self.tramites.len() + 1).to_string(),
            changes,
        });
        self.state = Some(new);
    }

    /// One commit.
    pub fn commit(mut self, when: &str, change: impl FnOnce(&mut Snapshot)) -> Self {
        let mut new = self.state.clone().unwrap();
        change(&mut new);
        self.record(when, new);
        self
    }

    pub fn status(self, when: &str, status: &str) -> Self {
        self.commit(when, |s| s.ticket.status = status.to_owned())
    }

    pub fn priority(self, when: &str, priority: &str) -> Self {
        self.commit(when, |s| s.ticket.priority = Some(priority.to_owned()))
    }

    pub fn type_id(self, when: &str, type_id: &str) -> Self {
        self.commit(when, |s| s.ticket.type_id = type_id.to_owned())
    }

    pub fn comment(mut self, when: &str, kind: CommentKind) -> Self {
        self.comments += 1;
        let id = comment_id(self.comments);
        self.commit(when, |s| {
            s.comments.insert(id, Comment::new(kind, "texto"));
        })
    }

    pub fn reply(self, when: &str) -> Self {
        self.comment(when, CommentKind::Public)
    }

    pub fn customer(self, when: &str) -> Self {
        self.comment(when, CommentKind::Customer)
    }

    /// The clocks at `now`, under one configuration.
    pub fn clocks(&self, config: &Config, now: &str) -> TicketClocks {
        self.clocks_over(&Story::new(config.clone()), now)
    }

    pub fn clocks_over(&self, versions: &dyn Versions, now: &str) -> TicketClocks {
        let engine = Engine::new(versions);
        let timeline = engine.timeline(&self.tramites, Horizon::at(at(now))).unwrap();
        let clocks = engine.clocks(&timeline);
        kept_is_the_same(&engine, &self.tramites, at(now), &clocks);
        clocks
    }

    pub fn explain(&self, config: &Config, now: &str) -> Explain {
        let story = Story::new(config.clone());
        let engine = Engine::new(&story);
        let timeline = engine.timeline(&self.tramites, Horizon::at(at(now))).unwrap();
        engine.explain(&timeline)
    }

    /// All cycles of one metric at `now`.
    pub fn cycles(&self, config: &Config, metric: &str, now: &str) -> Vec<ClockRow> {
        self.clocks(config, now).rows.into_iter().filter(|r| r.metric == metric).collect()
    }

    /// The only cycle of one metric at `now`.
    pub fn row(&self, config: &Config, metric: &str, now: &str) -> ClockRow {
        let rows = self.cycles(config, metric, now);
        assert_eq!(rows.len(), 1, "{rows:?}");
        rows.into_iter().next().unwrap()
    }
}

/// What is kept of the clocks once nothing more happens, written and read, gives the same at any later time.
pub fn kept_is_the_same(engine: &Engine, tramites: &[Tramite], now: Instant, clocks: &TicketClocks) {
    let last: Instant = tramites.iter().map(|t| t.at.into()).max().unwrap();
    if last > now {
        let timeline = engine.timeline(tramites, Horizon::at(now)).unwrap();
        assert_eq!(engine.freeze(tramites, &timeline), None);
        return;
    }
    let timeline = engine.timeline(tramites, Horizon::at(last)).unwrap();
    let Some(frozen) = engine.freeze(tramites, &timeline) else { return };
    let text = serde_json::to_string(&frozen).unwrap();
    let frozen: crate::sla::Frozen = serde_json::from_str(&text).unwrap();
    let calendars = engine.versions().calendars_head();
    assert_eq!(frozen.clone().thaw(calendars, last - chrono::TimeDelta::seconds(1)), None);
    let (moments, again) = frozen.thaw(calendars, now).unwrap();
    assert_eq!(again, *clocks);
    let timeline = engine.timeline(tramites, Horizon::at(now)).unwrap();
    assert_eq!(moments, crate::sla::Moments::of(&timeline));
}

/// The id of the `n`-th comment that a history makes.
pub fn comment_id(n: u64) -> Uid {
    Uid::from_parts(2_000 + n, u128::from(n))
}

/// Hours in seconds.
pub const fn h(hours: i64) -> i64 {
    hours * 3600
}

/// Minutes in seconds.
pub const fn m(minutes: i64) -> i64 {
    minutes * 60
}
