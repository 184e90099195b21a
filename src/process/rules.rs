//! Rules of types and of the desk: when they apply, what they forbid and require (3.3).

use super::approvals::Case;
use super::judge::takes_back;
use super::patterns::{BUILT_IN, Pattern};
use super::require::{Reach, lacking};
use super::{Violation, World, fields, filter};
use crate::model::config::{RuleSpec, StatusCategory, TypeTemplate};
use crate::model::{Change, CommentKind, Severity, Snapshot, Tramite, Value};

/// Words of `at`.
pub const AT: [&str; 6] = ["open", "public", "comment", "transition", "close", "always"];

/// What a change is, as rules see it.
pub struct Act<'a> {
    /// The states and the past.
    pub case: Case<'a>,
    /// What changes.
    pub changes: &'a [Change],
}

impl Act<'_> {
    /// Whether one word of `at` is what happens.
    fn is(&self, template: &TypeTemplate, at: &str) -> bool {
        // The way back from a dismissed message is no move of anybody's (S21).
        let Case { before, after, history } = self.case;
        let status_changes = || {
            before.is_some_and(|b| b.ticket.status != after.ticket.status)
                && !takes_back(before, after, history)
        };
        let comments = |kind: Option<CommentKind>| {
            self.changes.iter().any(
                |c| matches!(c, Change::Comment { comment, .. } if kind.is_none_or(|k| comment.kind == k)),
            )
        };
        let closed =
            |id: &str| template.flow.statuses.get(id).is_some_and(|s| s.category == StatusCategory::Closed);
        match at {
            "always" => true,
            "open" => self.case.before.is_none(),
            "public" => comments(Some(CommentKind::Public)),
            "comment" => comments(None),
            "transition" => status_changes(),
            "close" => {
                closed(&self.case.after.ticket.status)
                    && self.case.before.is_none_or(|b| !closed(&b.ticket.status))
            }
            _ => false,
        }
    }

    /// The new texts that a rule at this place looks at, each with what it is.
    fn texts(&self, rule: &RuleSpec) -> Vec<(String, &str)> {
        let at = |word: &str| rule.at.0.iter().any(|a| a == word);
        let only_comments = !rule.at.is_empty() && rule.at.0.iter().all(|a| a == "comment" || a == "public");
        let only_public = at("public") && !at("comment") && only_comments;
        let mut texts = Vec::new();
        for change in self.changes {
            match change {
                Change::Comment { comment, .. } if !only_public || comment.kind == CommentKind::Public => {
                    texts.push((format!("the {} comment", comment.kind.as_str()), comment.body.as_str()));
                }
                _ if only_comments => {}
                Change::Opened { ticket, .. } => {
                    texts.push(("title".to_owned(), ticket.title.as_str()));
                    texts.extend(ticket.description.iter().map(|d| ("description".to_owned(), d.as_str())));
                    for (id, value) in &ticket.fields {
                        texts.extend(value.texts().into_iter().map(|t| (id.clone(), t)));
                    }
                }
                Change::Title(p) | Change::Description(p) => {
                    texts.extend(p.to.iter().map(|t| (change.word().to_owned(), t.as_str())));
                }
                Change::Field { field, to: Some(to), .. } => {
                    texts.extend(Value::texts(to).into_iter().map(|t| (field.clone(), t)));
                }
                _ => {}
            }
        }
        texts
    }
}

/// All rules that the change breaks. One that is about the ticket alone and was broken already is only shown:
/// this commit did not do it.
pub fn judge(world: &World<'_>, template: &TypeTemplate, act: &Act<'_>) -> Result<Vec<Violation>, Violation> {
    let mut found = Vec::new();
    for rule in world.config.desk.rules.iter().chain(&template.rules) {
        let at = rule.at.is_empty() || rule.at.0.iter().any(|at| act.is(template, at));
        if !at || !world.actor.in_roles(&rule.roles) || !world.actor.in_teams(&rule.teams) {
            continue;
        }
        if !filter::holds(world, &rule.when, act.case.after, act.changes)? {
            continue;
        }
        let of_state = is_of_state(rule);
        let was_broken = match act.case.before {
            Some(before) if of_state && rule.severity == Severity::Error => {
                let case = Case { before: Some(before), after: before, history: act.case.history };
                filter::holds(world, &rule.when, before, &[])?
                    && !breaches(world, template, rule, &Act { case, changes: &[] })?.is_empty()
            }
            _ => false,
        };
        let severity = if was_broken { Severity::Warning } else { rule.severity };
        let breaches = breaches(world, template, rule, act)?;
        found.extend(breaches.into_iter().map(|v| v.with_severity(severity)));
    }
    Ok(found)
}

/// Whether a rule is about what the ticket is, not about what somebody does.
fn is_of_state(rule: &RuleSpec) -> bool {
    (rule.at.is_empty() || rule.at.0.iter().any(|a| a == "always")) && !filter::asks_for_changes(&rule.when)
}

/// What of a rule that applies is broken.
fn breaches(
    world: &World<'_>,
    template: &TypeTemplate,
    rule: &RuleSpec,
    act: &Act<'_>,
) -> Result<Vec<Violation>, Violation> {
    let mut found = Vec::new();
    let mut breach = |what: String, key: Option<&str>| {
        let message = match (&rule.message, what.is_empty()) {
            (Some(message), true) => message.clone(),
            (Some(message), false) => format!("{message} — {what}"),
            (None, true) => format!("rule {} applies", rule.id),
            (None, false) => what,
        };
        let violation = Violation::error(&rule.id, message);
        found.push(match key {
            Some(key) => violation.about(key),
            None => violation,
        });
    };
    for key in &rule.forbid {
        if fields::value_of(act.case.after, key).is_some() {
            let label = fields::label(template, key);
            breach(format!("{label} has no place here: clear it with {key}="), Some(key));
        }
    }
    for name in &rule.forbid_pattern.0 {
        let pattern = Pattern::compile(name)
            .map_err(|e| Violation::error("config", format!("rule {}: {e}", rule.id)))?;
        for (place, text) in act.texts(rule) {
            if pattern.is_in(text) {
                let what = if BUILT_IN.contains(&name.as_str()) {
                    format!("looks like {name}")
                } else {
                    format!("rule {} is about", rule.id)
                };
                breach(format!("{place} holds what {what}; leave it out"), Some(&place));
            }
        }
    }
    let about_the_act = filter::asks_for_changes(&rule.when)
        || (!rule.at.is_empty()
            && rule.at.0.iter().all(|a| matches!(a.as_str(), "open" | "public" | "comment")));
    let reach = if about_the_act { Reach::Commit } else { Reach::Status };
    for requirement in &rule.require {
        if let Some(words) = lacking(world, template, requirement, act.case, reach)? {
            let key = match requirement.what.as_str() {
                "field" => requirement.argument.as_deref(),
                what @ ("due" | "promised") => Some(what),
                _ => None,
            };
            breach(format!("it takes {words}"), key);
        }
    }
    if rule.forbid.is_empty() && rule.forbid_pattern.is_empty() && rule.require.is_empty() {
        breach(String::new(), None);
    }
    Ok(found)
}

/// The rules that a ticket breaks as it stands, with all severities: for `validate` and the report of gaps (S15).
///
/// Rules on acts (`changed:`, transitions) say nothing about a state. Of the rules at opening, closing and
/// comments only those that do not refuse are reported: an error was refused when it could be.
pub fn broken(world: &World<'_>, ticket: &Snapshot, history: &[Tramite]) -> Vec<Violation> {
    let Some(template) = world.config.types.get(&ticket.ticket.type_id) else { return Vec::new() };
    let mut found = Vec::new();
    let is_closed = template
        .flow
        .statuses
        .get(&ticket.ticket.status)
        .is_some_and(|s| s.category == StatusCategory::Closed);
    let changes = crate::model::change::diff(None, Some(ticket));
    for rule in world.config.desk.rules.iter().chain(&template.rules) {
        let lenient = rule.severity != Severity::Error;
        let at = rule.at.is_empty()
            || rule.at.0.iter().any(|at| match at.as_str() {
                "always" => true,
                "open" | "public" | "comment" => lenient,
                "close" => is_closed,
                _ => false,
            });
        let reasons =
            rule.require.iter().any(|r| matches!(r.what.as_str(), "reason" | "missing" | "channel" | "with"));
        if !at || reasons || filter::asks_for_changes(&rule.when) {
            continue;
        }
        let approval = rule.require.iter().any(|r| r.what == "approval");
        let before = approval.then_some(ticket);
        let history = if approval { history } else { &[] };
        let act = Act { case: Case { before, after: ticket, history }, changes: &changes };
        let result = filter::holds(world, &rule.when, ticket, &[])
            .and_then(|holds| if holds { breaches(world, template, rule, &act) } else { Ok(Vec::new()) });
        match result {
            Ok(breaches) => found.extend(breaches.into_iter().map(|v| v.with_severity(rule.severity))),
            Err(problem) => found.push(problem),
        }
    }
    found
}
