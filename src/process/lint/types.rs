//! Type templates: flows that lead nowhere, names that nothing bears, words that mean nothing.

use super::places::{Key, Report};
use crate::model::config::{FieldKind, FieldSpec, RuleSpec, SetValue, TypeTemplate};
use crate::process::fields::{self, Entry, Stage};
use crate::process::happened::{WORDS, WORDS_WITH_ARGUMENT};
use crate::process::{effects, macros, resolve, rules};
use crate::query::Place;
use regex::Regex;
use std::collections::BTreeSet;

/// Checks every type.
pub fn check(report: &mut Report<'_>) {
    let config = report.config;
    for (id, template) in &config.types {
        report.file(format!("types/{id}"));
        open(report, template);
        all_fields(report, template);
        flow(report, template);
        reach(report, template);
        approvals(report, template);
        for (i, rule) in template.rules.iter().enumerate() {
            self::rule(report, &["rules", &i.to_string()], rule, Some(template));
        }
        let ids = template.rules.iter().map(|r| r.id.as_str());
        unique(report, &["rules"], "rule", ids);
        routing(report, template);
    }
}

/// Ids that stand twice.
pub fn unique<'a>(report: &mut Report<'_>, key: Key<'_>, what: &str, ids: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if id.is_empty() {
            report.error(key, format!("a {what} has no id"));
        } else if !seen.insert(id) {
            report.error(key, format!("{what} {id:?} stands there twice"));
        }
    }
}

fn open(report: &mut Report<'_>, template: &TypeTemplate) {
    let spec = &template.open;
    report.roles(&["open", "roles"], &spec.roles);
    report.teams(&["open", "teams"], &spec.teams);
    let config = report.config;
    for origin in &spec.origins {
        let channels = config.desk.channels.iter().map(|c| c.id.as_str());
        report.id(&["open", "origins"], "channel", origin, channels);
    }
    report.filter(&["open", "requester"], &spec.requester, Place::Static, true);
    if let Some(id) = &spec.macro_id {
        report.macro_id(&["open", "macro"], id);
    }
    for error in spec.title.iter().flat_map(|title| macros::check_title(config, title)) {
        report.error(&["open", "title"], error.to_string());
    }
}

fn all_fields(report: &mut Report<'_>, template: &TypeTemplate) {
    unique(report, &["fields"], "field", template.fields.iter().map(|f| f.id.as_str()));
    for (i, spec) in template.fields.iter().enumerate() {
        let i = i.to_string();
        field(report, &["fields", &i], spec, template);
    }
}

fn field(report: &mut Report<'_>, key: Key<'_>, spec: &FieldSpec, template: &TypeTemplate) {
    let at = |last: &'static str| -> Vec<&str> { key.iter().copied().chain([last]).collect() };
    report.filter(&at("when"), &spec.when, Place::Static, false);
    for text in &spec.required.0 {
        match Stage::read(text) {
            None => report.error(
                &at("required"),
                format!("{text:?} is no stage; write open, always, enter:STATUS or leave:STATUS"),
            ),
            Some(stages) => {
                for stage in stages {
                    if let Stage::Enter(status) | Stage::Leave(status) = stage {
                        report.status(&at("required"), &status, Some(template));
                    }
                }
            }
        }
    }
    if let Some(pattern) = &spec.pattern
        && let Err(error) = Regex::new(&format!("^(?:{pattern})$"))
    {
        report.error(&at("pattern"), format!("{pattern:?} is no regular expression: {error}"));
    }
    default(report, &at("default"), spec);
    if fields::is_ticket_key(&spec.id) {
        if ["status", "type", "title", "links"].contains(&spec.id.as_str())
            && !spec.required.is_empty()
            && spec.id != "links"
        {
            report.warning(&at("required"), format!("every ticket has a {}", spec.id));
        }
        return;
    }
    let config = report.config;
    match (spec.kind, &spec.table) {
        (FieldKind::Row, None) => report.error(key, "a row needs a `table`"),
        (FieldKind::Row, Some(table)) => {
            report.id(&at("table"), "table", table, config.tables.keys().map(String::as_str));
        }
        (_, Some(_)) => report.warning(&at("table"), "only a field of kind row has a table"),
        (FieldKind::Enum, None) if spec.values.is_empty() => report.error(key, "an enum needs `values`"),
        _ => {}
    }
    unique(report, &at("values"), "value", spec.values.iter().map(|v| v.id.as_str()));
    if let Some(other) = &spec.depends_on {
        report.key(&at("depends_on"), other, template);
        if other == &spec.id {
            report.error(&at("depends_on"), "a field cannot depend on itself");
        }
        let table = spec.table.as_deref().and_then(|id| config.tables.get(id));
        if table.is_some_and(|t| !t.rows.is_empty() && t.rows.iter().all(|r| !r.columns.contains_key(other)))
        {
            report.warning(
                &at("depends_on"),
                format!("no row of its table has a column {other:?}, so nothing is narrowed"),
            );
        }
    }
    for (name, bound) in [("min", &spec.min), ("max", &spec.max)] {
        let numeric = matches!(spec.kind, FieldKind::Int | FieldKind::Decimal | FieldKind::Money);
        if bound.as_ref().is_some_and(|b| numeric && b.parse::<f64>().is_err()) {
            report.error(&at(name), "it is no number; write 10 or 0.5");
        }
    }
}

/// A default that its field could not hold.
fn default(report: &mut Report<'_>, key: Key<'_>, spec: &FieldSpec) {
    let Some(text) = spec.default.as_deref().filter(|text| !text.is_empty()) else { return };
    // Any day does: a relative date is read or not whatever the day.
    let now = chrono::DateTime::UNIX_EPOCH.fixed_offset();
    let entry = Entry { config: report.config, snapshot: None, now };
    if !fields::is_ticket_key(&spec.id) {
        if let Err(error) = fields::parse_value(entry, spec, text) {
            report.error(key, error.to_string());
        }
        return;
    }
    let choices = fields::choices(entry, spec);
    let known = choices.iter().map(|c| (c.id.as_str(), vec![c.label.as_str()]));
    if !choices.is_empty()
        && let Err(error) = resolve::name("value", text, known)
    {
        report.error(key, error.to_string());
    }
    let working = text
        .strip_prefix('+')
        .is_some_and(|t| t.parse::<crate::calendar::Within>().is_ok() || t.ends_with("wh"));
    if ["due", "promised"].contains(&spec.id.as_str())
        && !working
        && fields::moment(entry, text, true).is_err()
    {
        report.error(key, format!("{text:?} is no date; write +5d, +2bd or a date"));
    }
}

fn flow(report: &mut Report<'_>, template: &TypeTemplate) {
    let flow = &template.flow;
    if flow.statuses.is_empty() {
        report.error(&["flow", "statuses"], "a type needs statuses");
        return;
    }
    if flow.initial.is_empty() {
        report.error(&["flow", "initial"], "the status of a new ticket is missing");
    } else {
        report.status(&["flow", "initial"], &flow.initial, Some(template));
    }
    for (i, transition) in flow.transitions.iter().enumerate() {
        let i = i.to_string();
        let at = |last: &'static str| -> [&str; 4] { ["flow", "transitions", &i, last] };
        if transition.from.is_empty() {
            report.error(&at("from"), "where it begins is missing; `*` is any status that is not final");
        }
        for from in transition.from.0.iter().filter(|from| *from != "*") {
            report.status(&at("from"), from, Some(template));
        }
        report.status(&at("to"), &transition.to, Some(template));
        if transition.from.0.contains(&transition.to) {
            report.error(&at("to"), "a move to the same status is none");
        }
        report.filter(&at("when"), &transition.when, Place::Anywhere, false);
        report.roles(&at("roles"), &transition.roles);
        report.teams(&at("teams"), &transition.teams);
        for requirement in &transition.requires {
            report.requirement(&at("requires"), requirement, Some(template));
        }
        report.effects(&["flow", "transitions", &i], &transition.effects(), Some(template));
        if transition.set.contains_key("status") {
            report.error(&at("set"), "a transition's status is its `to`");
        }
    }
    for (i, event) in flow.events.iter().enumerate() {
        let i = i.to_string();
        self::event(report, &["flow", "events", &i, "event"], &event.event, template);
        report.filter(&["flow", "events", &i, "when"], &event.when, Place::Rule, false);
        report.effects(&["flow", "events", &i], &event.effects, Some(template));
        if event.effects.is_empty() {
            report.warning(&["flow", "events", &i], "it does nothing");
        }
    }
}

fn event(report: &mut Report<'_>, key: Key<'_>, text: &str, template: &TypeTemplate) {
    let (word, argument) = text.split_once(':').unwrap_or((text, ""));
    if WORDS.contains(&word) && argument.is_empty() {
        return;
    }
    if !WORDS_WITH_ARGUMENT.contains(&word) || argument.is_empty() {
        let hint =
            format!("{}, {}", WORDS.join(", "), WORDS_WITH_ARGUMENT.map(|w| format!("{w}:…")).join(", "));
        report.error(key, format!("{text:?} is no event; there are {hint}"));
        return;
    }
    for argument in argument.split(',').map(str::trim) {
        match word {
            "enter" | "leave" => report.status(key, argument, Some(template)),
            "enter_category" => {
                report.word(
                    key,
                    "category",
                    argument,
                    &["new", "active", "waiting", "resolved", "closed", "rejected"],
                );
            }
            "link" => report.word(key, "link", argument, &crate::process::LINK_KINDS),
            _ => report.id(key, "approval", argument, template.approvals.keys().map(String::as_str)),
        }
    }
}

/// Statuses that no ticket gets to, and those that none leaves though they are not final.
fn reach(report: &mut Report<'_>, template: &TypeTemplate) {
    let flow = &template.flow;
    let config = report.config;
    let is_final = |id: &str| flow.statuses.get(id).is_some_and(|s| s.category.is_final());
    // Macros, automations and bulk move along transitions; only events make moves of their own.
    let by_events: Vec<&str> =
        flow.events.iter().filter_map(|e| effects::target(config, &e.effects)).collect();
    let next = |from: &str| -> Vec<&str> {
        let moves = flow
            .transitions
            .iter()
            .filter(|t| t.from.0.iter().any(|f| f == from || (f == "*" && !is_final(from))));
        moves.map(|t| t.to.as_str()).filter(|to| *to != from).collect()
    };
    let mut reached: BTreeSet<&str> = BTreeSet::from([flow.initial.as_str()]);
    let mut open: Vec<&str> = vec![flow.initial.as_str()];
    while let Some(from) = open.pop() {
        for to in next(from).into_iter().chain(by_events.iter().copied()) {
            if reached.insert(to) {
                open.push(to);
            }
        }
    }
    for (id, status) in &flow.statuses {
        let key = ["flow", "statuses", id.as_str()];
        if !reached.contains(id.as_str()) {
            report.warning(&key, format!("no move leads to {id}"));
        }
        if !status.category.is_final() && next(id).is_empty() && by_events.iter().all(|to| to == id) {
            report.error(&key, format!("no move leads out of {id}, which is neither closed nor rejected"));
        }
    }
}

fn approvals(report: &mut Report<'_>, template: &TypeTemplate) {
    for (id, approval) in &template.approvals {
        let at = |last: &'static str| -> [&str; 3] { ["approvals", id.as_str(), last] };
        for by in &approval.by {
            let (word, argument) = by.split_once(':').unwrap_or((by, ""));
            match (word, argument) {
                ("customer", "") => {}
                ("role", role) if !role.is_empty() => report.roles(&at("by"), &[role.to_owned()]),
                ("team", team) if !team.is_empty() => report.team(&at("by"), team),
                ("person", person) if !person.is_empty() => report.person(&at("by"), person),
                ("contact", argument) if !argument.is_empty() => {
                    let field = argument.rsplit_once(':').map_or(argument, |(field, _)| field);
                    report.key(&at("by"), field, template);
                }
                _ => report.error(
                    &at("by"),
                    format!(
                        "{by:?} names nobody; write role:R, team:T, person:P, customer or contact:FIELD:ROLE"
                    ),
                ),
            }
        }
        for not in &approval.not {
            report.word(&at("not"), "word", not, &["opener", "assignee"]);
        }
        for field in &approval.of {
            report.key(&at("of"), field, template);
        }
        if let Some(since) = &approval.since {
            report.word(&at("since"), "word", since, &["opened"]);
        }
    }
}

/// Checks a rule of a type or, without one, of the desk.
pub fn rule(report: &mut Report<'_>, key: Key<'_>, rule: &RuleSpec, template: Option<&TypeTemplate>) {
    let at = |last: &'static str| -> Vec<&str> { key.iter().copied().chain([last]).collect() };
    for word in &rule.at.0 {
        report.word(&at("at"), "word", word, &rules::AT);
    }
    report.filter(&at("when"), &rule.when, Place::Rule, false);
    report.roles(&at("roles"), &rule.roles);
    report.teams(&at("teams"), &rule.teams);
    for requirement in &rule.require {
        report.requirement(&at("require"), requirement, template);
    }
    for pattern in &rule.forbid_pattern.0 {
        report.pattern(&at("forbid_pattern"), pattern);
    }
    for id in rule.forbid.iter().filter(|_| template.is_some()) {
        if let Some(template) = template {
            report.key(&at("forbid"), id, template);
        }
    }
    let empty = rule.forbid.is_empty() && rule.require.is_empty() && rule.forbid_pattern.is_empty();
    if empty && rule.when.is_empty() {
        report.warning(key, "a rule without `when`, `forbid` and `require` applies to everything");
    }
}

fn routing(report: &mut Report<'_>, template: &TypeTemplate) {
    for (i, route) in template.routing.iter().enumerate() {
        let i = i.to_string();
        let at = |last: &'static str| -> [&str; 3] { ["routing", &i, last] };
        report.filter(&at("when"), &route.when, Place::Static, false);
        if let Some(team) = &route.team {
            report.team(&at("team"), team);
        }
        match &route.assign {
            Some(SetValue::Text(text)) if text.is_empty() => {}
            Some(assign) => report.assignee(&at("assign"), assign, Some(template)),
            None => {}
        }
        if route.when.is_empty() && i.parse() != Ok(template.routing.len() - 1) {
            report.warning(&["routing", &i], "it matches every ticket, so the routes after it never count");
        }
    }
}
