//! What is wrong with a desk's policies: for `validate --config`.

use super::events::Event;
use super::policy::{Metric, Policies, Policy};
use crate::calendar::ALWAYS;
use crate::model::config::Config;
use crate::model::{Finding, Severity};
use crate::query::{Place, Query};

/// Findings on a configuration's policies: what cannot be read, filters that the desk does not know, calendars,
/// statuses and approvals that are not there, targets that are never reached.
pub fn lint(config: &Config) -> Vec<Finding> {
    let policies = Policies::compile(config);
    let mut findings: Vec<Finding> = policies.errors.iter().map(|e| e.finding(config)).collect();
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

struct Lint<'a> {
    config: &'a Config,
    policy: &'a Policy,
    findings: &'a mut Vec<Finding>,
}

impl Lint<'_> {
    fn say(&mut self, severity: Severity, place: &str, what: &str) {
        let finding = Finding::error("policy", format!("policy {:?}, {place}: {what}", self.policy.id));
        let finding = finding.with_severity(severity);
        self.findings.push(match self.config.files.get(&format!("sla/{}", self.policy.id)) {
            Some(path) => finding.in_file(path),
            None => finding,
        });
    }

    fn filter(&mut self, place: &str, query: Option<&Query>) {
        let Some(query) = query else { return };
        for error in query.check(self.config, Place::Static) {
            let severity = if error.warning { Severity::Warning } else { Severity::Error };
            self.say(severity, place, &error.to_string());
        }
    }

    fn metric(&mut self, metric: &Metric) {
        let place = |key: &str| format!("metric {:?}, {key}", metric.name);
        self.filter(&place("while"), metric.while_.as_ref());
        let own_pause = self.config.policies.get(&self.policy.id).and_then(|p| p.metrics.get(&metric.name));
        if own_pause.is_some_and(|m| m.pause.is_some()) {
            self.filter(&place("pause"), metric.pause.as_deref());
        }
        if let Some(id) = metric.calendar.as_deref()
            && id != ALWAYS
            && !self.config.calendars.contains_key(id)
        {
            let known: Vec<&str> = self.config.calendars.keys().map(String::as_str).chain([ALWAYS]).collect();
            let what = format!("there is no calendar {id:?}: write one of {}", known.join(", "));
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
