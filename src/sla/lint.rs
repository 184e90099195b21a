//! What is wrong with a desk's policies: for `validate --config`.

use super::events::Event;
use super::policy::{Metric, Policies, Policy, PolicyError};
use crate::calendar::ALWAYS;
use crate::model::Severity;
use crate::model::config::Config;
use crate::query::{Place, Query};

/// Findings on a configuration's policies: what cannot be read, filters that the desk does not know, calendars,
/// statuses and approvals that are not there, targets that are never reached.
pub fn lint(config: &Config) -> Vec<PolicyProblem> {
    let policies = Policies::compile(config);
    let of_error = |e: &PolicyError| PolicyProblem {
        policy: e.policy().to_owned(),
        key: key_of(e.place()),
        message: e.to_string(),
        severity: Severity::Error,
        unusable: true,
    };
    let mut findings: Vec<PolicyProblem> = policies.errors.iter().map(of_error).collect();
    for (id, spec) in &config.policies {
        if let Some(calendar) = &spec.calendar
            && let Some(message) = unknown_calendar(config, calendar)
        {
            findings.push(PolicyProblem {
                policy: id.clone(),
                key: vec!["calendar".to_owned()],
                message: format!("policy {id:?}, calendar: {message}"),
                severity: Severity::Error,
                unusable: true,
            });
        }
    }
    for policy in &policies.all {
        let mut lint = Lint { config, policy, findings: &mut findings };
        lint.filter("when", policy.when.as_ref());
        if let Some(spec) = config.policies.get(&policy.id)
            && let Ok(pause) = Query::compile(&spec.pause)
        {
            lint.filter("pause", Some(&pause));
        }
        for metric in &policy.metrics {
            lint.metric(metric);
        }
    }
    findings
}

/// A mistake in a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyProblem {
    /// The policy's id.
    pub policy: String,
    /// The way to the key in its file: `["metrics", "first_response", "targets", "1"]`.
    pub key: Vec<String>,
    /// What is wrong, and how to mend it.
    pub message: String,
    /// `Error` where the policy cannot work as written.
    pub severity: Severity,
    /// Whether figures made with it would say something else than what was written: it cannot be read, or asks for what the desk
    /// does not have.
    pub unusable: bool,
}

/// The way to a place that is named in words: `metric "first_response", target 2`.
fn key_of(place: &str) -> Vec<String> {
    let Some((name, key)) = place.strip_prefix("metric \"").and_then(|rest| rest.rsplit_once("\", ")) else {
        return vec![place.to_owned()];
    };
    let mut way = vec!["metrics".to_owned(), name.to_owned()];
    match key.strip_prefix("target ").and_then(|n| n.parse::<usize>().ok()) {
        Some(number) => way.extend(["targets".to_owned(), number.saturating_sub(1).to_string()]),
        None => way.push(key.to_owned()),
    }
    way
}

fn unknown_calendar(config: &Config, id: &str) -> Option<String> {
    if id == ALWAYS || config.calendars.contains_key(id) {
        return None;
    }
    let known: Vec<&str> = config.calendars.keys().map(String::as_str).chain([ALWAYS]).collect();
    Some(format!("there is no calendar {id:?}: write one of {}", known.join(", ")))
}

struct Lint<'a> {
    config: &'a Config,
    policy: &'a Policy,
    findings: &'a mut Vec<PolicyProblem>,
}

impl Lint<'_> {
    fn say(&mut self, severity: Severity, place: &str, what: &str) {
        self.findings.push(PolicyProblem {
            policy: self.policy.id.clone(),
            key: key_of(place),
            message: format!("policy {:?}, {place}: {what}", self.policy.id),
            severity,
            unusable: false,
        });
    }

    fn filter(&mut self, place: &str, query: Option<&Query>) {
        let Some(query) = query else { return };
        for error in query.check(self.config, Place::Static) {
            let severity = if error.warning { Severity::Warning } else { Severity::Error };
            self.say(severity, place, &error.to_string());
            if let Some(found) = self.findings.last_mut() {
                found.unusable = !error.warning;
            }
        }
    }

    fn metric(&mut self, metric: &Metric) {
        let place = |key: &str| format!("metric {:?}, {key}", metric.name);
        self.filter(&place("while"), metric.while_.as_ref());
        let own_pause = self.config.policies.get(&self.policy.id).and_then(|p| p.metrics.get(&metric.name));
        if own_pause.is_some_and(|m| m.pause.is_some()) {
            self.filter(&place("pause"), metric.pause.as_deref());
        }
        // The policy's own calendar is judged once, with the policy.
        let own = self.config.policies.get(&self.policy.id).and_then(|p| p.metrics.get(&metric.name));
        if let Some(id) = own.and_then(|m| m.calendar.as_deref())
            && let Some(what) = unknown_calendar(self.config, id)
        {
            self.say(Severity::Error, &place("calendar"), &what);
        }
        for (key, events) in [("start", &metric.start), ("stop", &metric.stop), ("after", &metric.after)] {
            for event in events {
                if let Some(what) = self.unknown(event) {
                    self.say(Severity::Error, &place(key), &what);
                }
            }
        }
        let catch_all = metric.targets.iter().position(|t| t.when.is_none());
        for (index, target) in metric.targets.iter().enumerate() {
            let place = place(&format!("target {}", index + 1));
            self.filter(&place, target.when.as_ref());
            if catch_all.is_some_and(|all| all < index) {
                let what = "it is never reached, as a target before it is for all tickets: put that one last";
                self.say(Severity::Warning, &place, what);
            }
        }
    }

    /// What an event names that no type of the desk has.
    fn unknown(&self, event: &Event) -> Option<String> {
        let mut types = self.config.types.values();
        match event {
            Event::Enter(status) | Event::Leave(status) => (!types
                .any(|t| t.flow.statuses.contains_key(status)))
            .then(|| format!("no type has a status {status:?}")),
            Event::Approved(what) | Event::Refused(what) | Event::Restricted(what) => (!types
                .any(|t| t.approvals.contains_key(what)))
            .then(|| format!("no type has an approval {what:?}")),
            _ => None,
        }
    }
}
