//! `automations.yaml`: filters, effects, hours, and automations whose effect makes their condition hold again.

use super::places::Report;
use super::possible;
use crate::model::config::{Automation, Config, Effects, SetValue};
use crate::model::{CommentKind, Link, Number, Snapshot, Ticket, TicketDir, Uid};
use crate::process::effects;
use crate::process::happened::{names, verdict_event};
use crate::query::{Derived, Fact, Facts, Filter, Key, Place, Query, Scope, Stored, Term, TermBody, Unit};

/// Checks every automation.
pub fn check(report: &mut Report<'_>) {
    let config = report.config;
    report.file("automations");
    for (i, automation) in config.automations.iter().enumerate() {
        let same = |other: &&Automation| other.id == automation.id;
        let place = config.automations[..i].iter().filter(same).count();
        if automation.id.is_empty() {
            report.error(&[&i.to_string()], "an automation has no id");
        } else if place > 0 {
            report.error(&[&automation.id], format!("automation {:?} stands there twice", automation.id));
        }
        // By its id, as an item that cannot be read is not counted; the second of a name by its place.
        let id = if place > 0 { i.to_string() } else { automation.id.clone() };
        let id = id.as_str();
        report.filter(&[id, "when"], &automation.when, Place::Anywhere, false);
        report.effects(&[id, "do"], &automation.effects, None);
        if let Some(calendar) = automation.calendar.as_deref().filter(|c| *c != crate::calendar::ALWAYS) {
            report.id(&[id, "calendar"], "calendar", calendar, config.calendars.keys().map(String::as_str));
        }
        if automation.anytime && automation.calendar.is_some() {
            report.warning(
                &[id, "calendar"],
                "with `anytime` it keeps no hours, so the calendar is not looked at",
            );
        }
        let query = Query::compile(&automation.when).unwrap_or_default();
        if automation.when.is_empty() || query.is_empty() {
            report.error(&[id, "when"], "an automation without `when` would act on every ticket");
        }
        if !query.is_empty() && !possible::anywhere(config, &query) {
            let text = automation.when.0.join("\" or \"");
            report.warning(
                &[id, "when"],
                format!("it never acts: no ticket of any type can fit \"{text}\"; look at its type, status and category"),
            );
        }
        if automation.effects.is_empty() {
            report.warning(&[id, "do"], "it does nothing");
        }
        if automation.effects.purge && config.desk.purge.roles.is_empty() {
            report.error(
                &[id, "do", "purge"],
                "nobody may remove files: name roles in `purge: {roles: […]}` of desk.yaml",
            );
        }
        if let Some(spec) = automation.effects.macro_id.as_ref().and_then(|m| config.macros.get(m)) {
            // With `{{default x "…"}}` a text goes without the answer.
            for ask in spec.ask.iter().filter(|ask| spec.text.contains(&format!("{{{{{}}}}}", ask.id))) {
                let message =
                    format!("macro {} asks for {:?}, and nobody is there to answer", spec.id, ask.id);
                report.error(&[id, "do", "macro"], message);
            }
        }
        if repeats(config, &automation.effects)
            && !query.is_empty()
            && holds_again(config, automation, &query)
        {
            report.error(
                &[id, "when"],
                "it would act again at every sweep, as its condition still holds after it; let `when` exclude what it has done, for example with -tags:…, idle:>… or another status",
            );
        }
    }
    handed_round(report);
}

/// Automations that hand a ticket to one another for ever, as nothing in their `when` has to pass first.
fn handed_round(report: &mut Report<'_>) {
    let config = report.config;
    for template in config.types.values() {
        let mut edges: Vec<(&str, &str, &str)> = Vec::new();
        for automation in &config.automations {
            let Ok(query) = Query::compile(&automation.when) else { continue };
            let waits = query.references().iter().any(|key| matches!(key, Key::Derived(_)));
            let Some(to) = effects::target(config, &automation.effects).filter(|_| !waits) else { continue };
            let tags = query.references().contains(&Key::Stored(Stored::Tags));
            if tags || !template.flow.statuses.contains_key(to) {
                continue;
            }
            let from = possible::statuses(config, template, &query);
            edges.extend(
                from.into_iter().filter(|from| *from != to).map(|from| (from, to, automation.id.as_str())),
            );
        }
        if let Some(circle) = possible::circle(&edges) {
            let ids: Vec<&str> = circle.iter().map(|(_, id)| *id).collect();
            report.error(
                &[ids[0], "when"],
                format!(
                    "{} move a {} in a circle at every sweep; let one wait (in_status:>=…) or ask for more",
                    ids.join(", "),
                    template.id
                ),
            );
            return;
        }
    }
}

/// Whether the effects do something each time, however often: say or record something, pick somebody anew.
fn repeats(config: &Config, effects: &Effects) -> bool {
    let picks = |effects: &Effects| match effects.set.get("assignee") {
        Some(SetValue::Pick(pick)) => ["round_robin", "least_loaded"].contains(&pick.pick.as_str()),
        Some(SetValue::Text(text)) => ["round_robin", "least_loaded"].contains(&text.as_str()),
        _ => false,
    };
    let spec = effects.macro_id.as_ref().and_then(|id| config.macros.get(id));
    let of_macro =
        spec.is_some_and(|m| !m.text.trim().is_empty() || m.effects.approve.is_some() || picks(&m.effects));
    effects.approve.is_some() || picks(effects) || of_macro
}

/// Whether, as far as can be told without a ticket, the condition holds once the effects are done: of some filter no
/// term is made false by them, on a ticket of some type.
fn holds_again(config: &Config, automation: &Automation, query: &Query) -> bool {
    let effects = &automation.effects;
    let to = effects::target(config, effects);
    let has = |t: &crate::model::config::TypeTemplate| to.is_none_or(|to| t.flow.statuses.contains_key(to));
    let verdict =
        effects.approve.as_ref().map(|note| format!("{}:{}", verdict_event(note.verdict), note.what));
    config.types.values().filter(|t| has(t)).any(|template| {
        // A verdict may move it further by an event of the flow, as an approval by silence does.
        let fired =
            template.flow.events.iter().find(|e| verdict.as_deref().is_some_and(|v| names(&e.event, v)));
        let to = fired.and_then(|event| effects::target(config, &event.effects)).or(to);
        let after = After::of(config, effects, &template.id, to);
        query.any.iter().any(|filter| filter.terms.iter().all(|term| after.may_hold(config, term)))
    })
}

/// What is known of a ticket once the effects are done.
struct After<'a> {
    ticket: Snapshot,
    set: Vec<(&'a str, &'a SetValue)>,
    moved: bool,
    public: bool,
}

impl<'a> After<'a> {
    fn of(config: &'a Config, effects: &'a Effects, type_id: &str, to: Option<&str>) -> Self {
        let uid = Uid::from_parts(0, 0);
        let mut ticket = Ticket::new(uid.clone(), type_id, "", to.unwrap_or_default());
        let spec = effects.macro_id.as_ref().and_then(|id| config.macros.get(id));
        let of_macro = spec.iter().flat_map(|m| &m.effects.set);
        let set: Vec<(&str, &SetValue)> =
            effects.set.iter().chain(of_macro).map(|(key, value)| (key.as_str(), value)).collect();
        for (key, value) in &set {
            let key = key.strip_prefix("fields.").unwrap_or(key);
            // Whom a pick finds is not known, but that it finds somebody.
            let text = match value {
                SetValue::Text(text) => text.clone(),
                SetValue::List(items) => items.join(" "),
                SetValue::Pick(_) => "?".to_owned(),
            };
            let one = (!text.is_empty() && text != "none").then(|| text.clone());
            match key {
                "tags" => {
                    let added = text.split([' ', ',']).filter(|w| !w.starts_with('-') && !w.is_empty());
                    ticket.tags.extend(added.map(|w| w.trim_start_matches('+').to_owned()));
                }
                "assignee" => ticket.assignee = one,
                "team" => ticket.team = one,
                "priority" => ticket.priority = one,
                "requester" => ticket.requester = one,
                "organization" => ticket.organization = one,
                _ => {
                    if let Some(text) = one {
                        ticket.fields.insert(key.to_owned(), crate::model::Value::Text(text));
                    }
                }
            }
        }
        let dir = TicketDir::new(Number { month: 200_001, seq: 1 }, &uid);
        let public = spec.is_some_and(|m| {
            !m.text.trim().is_empty() && m.kind.unwrap_or(CommentKind::Public) == CommentKind::Public
        });
        Self { ticket: Snapshot::new(dir, ticket), set, moved: to.is_some(), public }
    }

    /// Whether a term can hold of such a ticket. What the effects do not touch may hold as it did.
    fn may_hold(&self, config: &Config, term: &Term) -> bool {
        let TermBody::Key(key, items) = &term.body else { return true };
        let sets = |key: &str| self.set.iter().any(|(k, _)| k.strip_prefix("fields.").unwrap_or(k) == key);
        let known = match key {
            Key::Stored(Stored::Type) | Key::Derived(Derived::Idle) => true,
            Key::Stored(Stored::Status | Stored::Category) | Key::Derived(Derived::InStatus) => self.moved,
            Key::Stored(Stored::Tags) => {
                // Tags that are not named stay as they are.
                let named = |item: &crate::query::Item| match &item.test {
                    crate::query::Test::Is(tag) => self.names_tag(tag),
                    _ => false,
                };
                if term.negated { true } else { !items.is_empty() && items.iter().all(named) }
            }
            Key::Stored(stored) => {
                ["assignee", "team", "priority", "requester", "organization"].contains(&stored.word())
                    && sets(stored.word())
            }
            Key::Field { id, .. } => sets(id),
            Key::Derived(Derived::SincePublic | Derived::Unanswered) => self.public,
            _ => false,
        };
        if !known {
            return true;
        }
        let query = Query { any: vec![Filter { terms: vec![term.clone()] }] };
        query.matches(&Scope {
            config,
            snapshot: &self.ticket,
            me: None,
            now: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
            facts: &JustNow,
            changed: &[],
        })
    }

    fn names_tag(&self, tag: &str) -> bool {
        let signed = |text: &str| text.split([' ', ',']).any(|w| w.trim_start_matches(['+', '-']) == tag);
        self.set.iter().any(|(key, value)| {
            *key == "tags"
                && match value {
                    SetValue::Text(text) => signed(text),
                    SetValue::List(items) => items.iter().any(|item| signed(item)),
                    SetValue::Pick(_) => false,
                }
        })
    }
}

/// The facts of a ticket on which something has just been done.
struct JustNow;

impl Facts for JustNow {
    fn fact(&self, key: &Derived, unit: Unit) -> Option<Fact> {
        if *key == Derived::Unanswered {
            return None;
        }
        Some(if unit == Unit::WorkingDays { Fact::Days(0) } else { Fact::Seconds(0) })
    }

    fn link_done(&self, _: &Link) -> Option<bool> {
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::process::testing::{add_macro, config};
    use serde_json::{Value as Json, json};

    /// Whether the check finds that it would act again and again.
    fn loops(when: &str, effects: &Json) -> bool {
        let mut config = config();
        add_macro(&mut config, "lembrete", &json!({"title": "Lembrete"}), "Olá");
        add_macro(&mut config, "nota", &json!({"title": "Nota", "kind": "internal"}), "Visto");
        add_macro(&mut config, "marca", &json!({"title": "Marca", "set": {"tags": ["+lembrado"]}}), "Olá");
        config.automations =
            serde_json::from_value(json!([{"id": "a", "when": when, "do": effects}])).unwrap();
        let found = super::super::config(&config);
        let errors: Vec<_> = found.iter().filter(|p| p.file == "automations").collect();
        assert!(errors.iter().all(|p| p.message.contains("every sweep")), "{errors:?}");
        !errors.is_empty()
    }

    #[test]
    fn a_condition_that_the_effect_leaves_as_it_is_loops() {
        let say = || json!({"macro": "lembrete"});
        for (when, effects) in [
            ("status:pendente", say()),
            ("status:pendente in_status:>=3d", say()),
            ("category:waiting age:>=15d", say()),
            ("unanswered:>=2d", json!({"macro": "nota"})),
            ("since_public:>=5d", json!({"macro": "nota"})),
            ("status:pendente", json!({"approve": {"what": "solucao", "verdict": "tacit"}})),
            ("status:backlog", json!({"set": {"assignee": {"pick": "round_robin"}}})),
            ("-tags:outra", json!({"macro": "lembrete", "set": {"tags": ["+lembrado"]}})),
            (
                "status:em_diagnostico priority:alta",
                json!({"macro": "lembrete", "set": {"priority": "alta"}}),
            ),
        ] {
            assert!(loops(when, &effects), "{when}: {effects}");
        }
    }

    #[test]
    fn a_condition_that_the_effect_ends_does_not() {
        let say = || json!({"macro": "lembrete"});
        for (when, effects) in [
            ("status:pendente idle:>=3d", say()),
            ("status:pendente since_public:>=5d", say()),
            ("category:waiting idle:>=2bd", json!({"macro": "nota"})),
            ("unanswered:>=2d", say()),
            (
                "status:pendente in_status:>=15d",
                json!({"approve": {"what": "solucao", "verdict": "tacit"}, "to": "fechado"}),
            ),
            // The verdict's event moves it.
            (
                "status:resolvido in_status:>=15d",
                json!({"approve": {"what": "solucao", "verdict": "refused"}, "macro": "lembrete"}),
            ),
            ("status:pendente -tags:lembrado", json!({"macro": "marca"})),
            ("status:pendente tags:lembrar", json!({"macro": "lembrete", "set": {"tags": "-lembrar"}})),
            ("priority:media", json!({"macro": "lembrete", "set": {"priority": "alta"}})),
            ("assignee:none", json!({"set": {"assignee": {"pick": "round_robin"}}})),
            // What is set to the same value again is no change.
            ("status:pendente", json!({"set": {"tags": ["+x"]}})),
            ("status:pendente", json!({"to": "em_diagnostico"})),
        ] {
            assert!(!loops(when, &effects), "{when}: {effects}");
        }
    }
}
