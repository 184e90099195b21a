//! Type templates: flows that lead nowhere, names that nothing bears, words that mean nothing.

use super::places::{Key, Report};
use super::possible;
use crate::model::config::{
    ApprovalSpec, FieldKind, FieldSpec, OneOrMany, RuleSpec, SetValue, StatusCategory, TypeTemplate,
};
use crate::process::fields::{self, Entry, Stage};
use crate::process::happened::{WORDS, WORDS_WITH_ARGUMENT};
use crate::process::{effects, macros, resolve, rules};
use crate::query::{Place, Query};
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
    let depends = |f: &'_ FieldSpec| f.depends_on.as_ref().is_some_and(|other| *other != f.id);
    let edges: Vec<(&str, &str, &str)> = template
        .fields
        .iter()
        .filter(|f| depends(f))
        .filter_map(|f| Some((f.id.as_str(), f.depends_on.as_deref()?, f.id.as_str())))
        .collect();
    if let Some(circle) = possible::circle(&edges) {
        let ids: Vec<&str> = circle.iter().map(|(id, _)| *id).collect();
        let place = template.fields.iter().position(|f| f.id == ids[0]).unwrap_or_default().to_string();
        report.error(
            &["fields", &place, "depends_on"],
            format!(
                "{} depend on one another in a circle, so none can be chosen first; take one `depends_on` away",
                ids.join(", ")
            ),
        );
    }
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
        let any = transition.from.0.iter().any(|from| from == "*");
        let there =
            |status: &&str| any || *status == transition.to || transition.from.0.iter().any(|f| f == status);
        never(report, &at("when"), &transition.when, template, &there, "this move");
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
        never(report, &["flow", "events", &i, "when"], &event.when, template, &|_| true, "it");
        report.effects(&["flow", "events", &i], &event.effects, Some(template));
        if event.effects.is_empty() {
            report.warning(&["flow", "events", &i], "it does nothing");
        }
    }
    event_circle(report, template);
}

/// A filter that no ticket of the type can fit, where it is asked of tickets in some of the statuses.
fn never(
    report: &mut Report<'_>,
    key: Key<'_>,
    when: &OneOrMany,
    template: &TypeTemplate,
    there: &dyn Fn(&&str) -> bool,
    what: &str,
) {
    let Ok(query) = Query::compile(when) else { return };
    if !template.flow.statuses.is_empty()
        && !possible::statuses(report.config, template, &query).iter().any(there)
    {
        report.warning(
            key,
            format!(
                "{what} never counts: no ticket of type {} can fit \"{}\" there; look at its type, status and category",
                template.id,
                when.0.join("\" or \"")
            ),
        );
    }
}

/// Events that move a ticket round and round within one commit.
fn event_circle(report: &mut Report<'_>, template: &TypeTemplate) {
    let config = report.config;
    let mut edges: Vec<(&str, &str, &str)> = Vec::new();
    for event in template.flow.events.iter().filter(|e| e.when.is_empty()) {
        let (Some(entered), Some(to)) =
            (event.event.strip_prefix("enter:"), effects::target(config, &event.effects))
        else {
            continue;
        };
        edges.extend(entered.split(',').map(|from| (from.trim(), to, event.event.as_str())));
    }
    if let Some(circle) = possible::circle(&edges) {
        let names: Vec<&str> = circle.iter().map(|(_, event)| *event).collect();
        let place = template.flow.events.iter().position(|e| e.event == names[0]).unwrap_or_default();
        report.error(
            &["flow", "events", &place.to_string()],
            format!("the events {} move a ticket in a circle; give one a `when`", names.join(", ")),
        );
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
        nobody(report, &at("by"), id, approval);
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

/// An approval that nobody can give: what asks for it never goes on.
fn nobody(report: &mut Report<'_>, key: Key<'_>, id: &str, approval: &ApprovalSpec) {
    let config = report.config;
    let people = &config.desk.people;
    let contacts = || config.organizations.values().flat_map(|o| &o.contacts);
    let split = |by: &'_ str| -> (String, String) {
        let (word, argument) = by.split_once(':').unwrap_or((by, ""));
        (word.to_owned(), argument.to_owned())
    };
    let words: Vec<(String, String)> = approval.by.iter().map(|by| split(by)).collect();
    let can = |(word, argument): &(String, String)| match word.as_str() {
        "role" => people.iter().any(|p| p.roles.contains(argument)),
        "team" => people.iter().any(|p| p.teams.contains(argument)),
        "person" => people.iter().any(|p| p.id == *argument),
        // Customers come and go.
        "contact" => argument
            .rsplit_once(':')
            .is_none_or(|(_, role)| contacts().any(|c| c.roles.iter().any(|r| r == role))),
        _ => true,
    };
    if words.is_empty() || words.iter().any(can) {
        return;
    }
    let message = format!(
        "nobody can give {id}: the desk has nobody for {}; give somebody that role or team, or name others in `by`",
        approval.by.join(" nor ")
    );
    if words.iter().any(|(word, _)| word == "contact") {
        report.warning(key, message);
    } else {
        report.error(key, message);
    }
}

/// Checks a rule of a type or, without one, of the desk.
pub fn rule(report: &mut Report<'_>, key: Key<'_>, rule: &RuleSpec, template: Option<&TypeTemplate>) {
    let at = |last: &'static str| -> Vec<&str> { key.iter().copied().chain([last]).collect() };
    for word in &rule.at.0 {
        report.word(&at("at"), "word", word, &rules::AT);
    }
    report.filter(&at("when"), &rule.when, Place::Rule, false);
    if let Some(template) = template {
        let flow = &template.flow;
        let only = |word: &str| !rule.at.is_empty() && rule.at.0.iter().all(|at| at == word);
        let config = report.config;
        let by_events: Vec<&str> =
            flow.events.iter().filter_map(|e| effects::target(config, &e.effects)).collect();
        let there = |status: &&str| {
            let category = flow.statuses.get(*status).map(|s| s.category);
            (!only("open")
                || *status == flow.initial
                || by_events.contains(status)
                || template.open.macro_id.is_some())
                && (!only("close") || category == Some(StatusCategory::Closed))
        };
        never(report, &at("when"), &rule.when, template, &there, "the rule");
    } else if let Ok(query) = Query::compile(&rule.when)
        && !possible::anywhere(report.config, &query)
    {
        let text = rule.when.0.join("\" or \"");
        report.warning(
            &at("when"),
            format!("the rule never counts: no ticket of any type can fit \"{text}\"; look at its type, status and category"),
        );
    }
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
