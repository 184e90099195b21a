use super::*;
use crate::model::Value;
use crate::process::testing::{add_macro, bug_json, config as desk, snapshot, type_of};
use serde_json::{Value as Json, json};

/// What is found on the test desk after a change of its type `bug`.
fn found(change: impl FnOnce(&mut Json)) -> Vec<(String, String, Severity)> {
    let mut config = desk();
    let mut json = bug_json();
    change(&mut json);
    config.types.insert("bug".to_owned(), type_of(json));
    listed(&config)
}

fn listed(desk: &Config) -> Vec<(String, String, Severity)> {
    config(desk)
        .into_iter()
        .map(|p| (format!("{}:{}", p.file, p.key.join(".")), p.message, p.severity))
        .collect()
}

#[test]
fn a_good_desk_has_nothing_to_say() {
    assert_eq!(found(|_| {}), []);
}

type Change = fn(&mut Json);

/// A change of the type, the place where it is found, and a part of what is said.
const MISTAKES: [(Change, &str, &str); 31] = [
    (|j| j["flow"]["initial"] = json!("x"), "types/bug:flow.initial", "status \"x\" is unknown"),
    (|j| j["flow"]["initial"] = json!(""), "types/bug:flow.initial", "missing"),
    (
        |j| j["flow"]["transitions"][1]["to"] = json!("diagnostico"),
        "types/bug:flow.transitions.1.to",
        "em_diagnostico",
    ),
    (|j| j["flow"]["transitions"][1]["from"] = json!("x"), "types/bug:flow.transitions.1.from", "unknown"),
    (
        |j| j["flow"]["transitions"][1]["requires"] = json!(["public_replay"]),
        "types/bug:flow.transitions.1.requires",
        "did you mean public_reply",
    ),
    (
        |j| j["flow"]["transitions"][1]["requires"] = json!(["field:nada"]),
        "types/bug:flow.transitions.1.requires",
        "unknown",
    ),
    (
        |j| j["flow"]["transitions"][1]["requires"] = json!(["approval:nada"]),
        "types/bug:flow.transitions.1.requires",
        "unknown",
    ),
    (
        |j| j["flow"]["transitions"][1]["requires"] = json!([{"due": {"min_length": 3}}]),
        "types/bug:flow.transitions.1.requires",
        "no min_length",
    ),
    (
        |j| j["flow"]["transitions"][1]["set"] = json!({"assignee": {"pick": "leader"}}),
        "types/bug:flow.transitions.1.set.assignee",
        "did you mean lead",
    ),
    (
        |j| j["flow"]["transitions"][1]["set"] = json!({"team": "x"}),
        "types/bug:flow.transitions.1.set.team",
        "unknown",
    ),
    (
        |j| j["flow"]["transitions"][1]["set"] = json!({"nada": "x"}),
        "types/bug:flow.transitions.1.set.nada",
        "unknown",
    ),
    (
        |j| j["flow"]["transitions"][1]["macro"] = json!("encerramento/solucoes"),
        "types/bug:flow.transitions.1.macro",
        "did you mean",
    ),
    (|j| j["flow"]["transitions"][1]["when"] = json!("nada:x"), "types/bug:flow.transitions.1.when", "nada"),
    (|j| j["flow"]["events"][0]["event"] = json!("replied"), "types/bug:flow.events.0.event", "is no event"),
    (|j| j["flow"]["events"][0]["purge"] = json!(true), "types/bug:flow.events.0.purge", "by automations"),
    (|j| j["flow"]["events"][0]["event"] = json!("enter:x"), "types/bug:flow.events.0.event", "unknown"),
    (|j| j["fields"][1]["required"] = json!("enter:x"), "types/bug:fields.1.required", "unknown"),
    (|j| j["fields"][1]["required"] = json!("opening"), "types/bug:fields.1.required", "is no stage"),
    (|j| j["fields"][1]["table"] = json!("modulo"), "types/bug:fields.1.table", "did you mean modulos"),
    (|j| j["fields"][2]["depends_on"] = json!("x"), "types/bug:fields.2.depends_on", "unknown"),
    (|j| j["fields"][3]["pattern"] = json!("("), "types/bug:fields.3.pattern", "no regular expression"),
    (|j| j["fields"][3]["when"] = json!("age:>3d"), "types/bug:fields.3.when", "age"),
    (|j| j["fields"][3]["id"] = json!("modulo"), "types/bug:fields", "twice"),
    (
        |j| j["rules"] = json!([{"id": "r", "at": "opening", "forbid": ["due"]}]),
        "types/bug:rules.0.at",
        "did you mean open",
    ),
    (
        |j| j["rules"] = json!([{"id": "r", "forbid_pattern": ["("]}]),
        "types/bug:rules.0.forbid_pattern",
        "cpf, cnpj, senha, cartao",
    ),
    (|j| j["routing"][0]["when"] = json!("age:>3d"), "types/bug:routing.0.when", "age"),
    (|j| j["routing"][1]["assign"] = json!("nina"), "types/bug:routing.1.assign", "unknown"),
    (
        |j| j["approvals"]["revisao"]["by"] = json!(["leader"]),
        "types/bug:approvals.revisao.by",
        "names nobody",
    ),
    (|j| j["fields"][0]["default"] = json!("5 dias"), "types/bug:fields.0.default", "is no date"),
    (|j| j["fields"][3]["default"] = json!("errado"), "types/bug:fields.3.default", "is no value"),
    (|j| j["open"]["requester"] = json!("trained:>=x:"), "types/bug:open.requester", "trained"),
];

#[test]
fn mistakes_of_a_type_are_found_at_their_place() {
    for (change, place, part) in MISTAKES {
        let all = found(change);
        assert!(
            all.iter().any(|(at, message, severity)| at == place
                && message.contains(part)
                && *severity == Severity::Error),
            "{place} {part}: {all:?}"
        );
    }
}

#[test]
fn statuses_without_a_way_in_or_out_are_found() {
    let all = found(|j| {
        j["flow"]["statuses"]["ilha"] = json!({"category": "active"});
        // Without the move from any status, `ilha` has no way out either.
        j["flow"]["transitions"].as_array_mut().unwrap().pop();
    });
    let of = |id: &str| {
        let place = format!("types/bug:flow.statuses.{id}");
        all.iter().filter(|p| p.0 == place).map(|p| p.1.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of("ilha"), ["no move leads to ilha"]);
    assert_eq!(of("fechado"), ["no move leads to fechado"]);
    let all = found(|j| {
        j["flow"]["transitions"].as_array_mut().unwrap().pop();
        j["flow"]["events"] = json!([]);
    });
    let stuck: Vec<&str> = all.iter().filter(|p| p.2 == Severity::Error).map(|p| p.1.as_str()).collect();
    assert!(
        stuck.contains(&"no move leads out of resolvido, which is neither closed nor rejected"),
        "{all:?}"
    );
    assert!(
        stuck.contains(&"no move leads out of pendente, which is neither closed nor rejected"),
        "{all:?}"
    );
}

#[test]
fn mistakes_of_the_desk_are_found() {
    let mut config = desk();
    config.desk.timezone = "America/Sao_Paolo".to_owned();
    config.desk.people[0].away = vec!["natal".to_owned()];
    config.desk.people[1].email = "ana@desk.example".into();
    config.desk.teams[1].leader = Some("nina".to_owned());
    config.desk.next = Some("fila".to_owned());
    config.desk.aliases.insert("reply".to_owned(), "note".to_owned());
    config.desk.aliases.insert("abrir".to_owned(), "opem".to_owned());
    config.desk.priorities[1].id = "alta".to_owned();
    config.desk.purge.roles.clear();
    config.automations = serde_json::from_value(json!([
        {"id": "a", "when": "status:pendente", "do": {"to": "fechadoo"}},
        {"id": "a", "when": "nada:1", "do": {"macro": "x"}},
        {"id": "b", "when": "in_status:>=90d", "do": {"purge": true}}
    ]))
    .unwrap();
    let acme = config.organizations.get_mut("acme").unwrap();
    acme.tables.insert("motivos".to_owned(), std::collections::BTreeMap::new());
    acme.contacts[1].id = "daiane@acme".to_owned();
    let all = listed(&config);
    for place in [
        "desk:timezone",
        "desk:people.0.away",
        "desk:people.1.email",
        "desk:teams.1.leader",
        "desk:next",
        "desk:aliases.reply",
        "desk:aliases.abrir",
        "desk:priorities",
        "automations:a.do.to",
        "automations:1.when",
        "automations:1.do.macro",
        "automations:a",
        "automations:b.do.purge",
        "contacts/acme:tables.motivos",
        "contacts/acme:contacts.1.id",
    ] {
        assert!(all.iter().any(|p| p.0 == place && p.2 == Severity::Error), "{place}: {all:?}");
    }
}

#[test]
fn macros_are_checked_with_their_effects() {
    let mut config = desk();
    add_macro(
        &mut config,
        "a",
        &json!({"title": "A", "set": {"status": "nada", "team": "x"}}),
        "{{cliente}}",
    );
    let all = listed(&config);
    for place in ["macros/a:", "macros/a:set.status", "macros/a:set.team"] {
        assert!(all.iter().any(|p| p.0 == place), "{place}: {all:?}");
    }
}

#[test]
fn a_ticket_is_judged_as_it_stands() {
    let config = desk();
    let good = snapshot("bug", "backlog");
    assert_eq!(ticket(&config, &good), []);
    let rules = |change: &dyn Fn(&mut crate::model::Snapshot)| {
        let mut bad = good.clone();
        change(&mut bad);
        ticket(&config, &bad).into_iter().map(|v| (v.rule, v.severity)).collect::<Vec<_>>()
    };
    let error = |rule: &str| vec![(rule.to_owned(), Severity::Error)];
    assert_eq!(rules(&|t| t.ticket.type_id = "nada".into()), error("type"));
    assert_eq!(rules(&|t| t.ticket.status = "nada".into()), error("status"));
    assert_eq!(rules(&|t| t.ticket.assignee = Some("nina".into())), error("value"));
    assert_eq!(rules(&|t| t.ticket.requester = Some("nina".into())), error("value"));
    assert_eq!(rules(&|t| t.ticket.requester = Some("nina@x.example".into())), []);
    assert_eq!(rules(&|t| t.ticket.fields.clear()), error("field_required"));
    let field = |id: &'static str, value: Value| {
        move |t: &mut crate::model::Snapshot| {
            t.ticket.fields.insert(id.to_owned(), value.clone());
        }
    };
    assert_eq!(rules(&field("causa", "Erro de sistema".into())), error("field_value"));
    assert_eq!(rules(&field("rotina", "emissao".into())), error("field_value"));
    assert_eq!(rules(&field("due", "2026-11-30".into())), [("unknown_field".to_owned(), Severity::Warning)]);
}

/// A change of the type, the place where it is found, a part of what is said, and how bad it is.
const IMPOSSIBLE: [(Change, &str, &str, Severity); 12] = [
    (
        |j| j["fields"][1]["depends_on"] = json!("rotina"),
        "types/bug:fields.1.depends_on",
        "modulo, rotina depend on one another",
        Severity::Error,
    ),
    (
        |j| j["approvals"]["revisao"]["by"] = json!(["role:auditor", "person:nina"]),
        "types/bug:approvals.revisao.by",
        "nobody can give revisao",
        Severity::Error,
    ),
    (
        |j| j["approvals"]["solucao"]["by"] = json!(["contact:payer:diretor"]),
        "types/bug:approvals.solucao.by",
        "nobody can give solucao",
        Severity::Warning,
    ),
    (
        |j| j["rules"] = json!([{"id": "r", "when": "status:backlog category:closed", "forbid": ["due"]}]),
        "types/bug:rules.0.when",
        "never counts",
        Severity::Warning,
    ),
    (
        |j| j["rules"] = json!([{"id": "r", "at": "open", "when": "status:pendente", "forbid": ["due"]}]),
        "types/bug:rules.0.when",
        "never counts",
        Severity::Warning,
    ),
    (
        |j| j["rules"] = json!([{"id": "r", "at": "close", "when": "category:resolved", "forbid": ["due"]}]),
        "types/bug:rules.0.when",
        "never counts",
        Severity::Warning,
    ),
    (
        |j| j["rules"] = json!([{"id": "r", "when": "tags:x -tags:x", "forbid": ["due"]}]),
        "types/bug:rules.0.when",
        "never counts",
        Severity::Warning,
    ),
    (
        |j| j["rules"] = json!([{"id": "r", "when": "-type:bug", "forbid": ["due"]}]),
        "types/bug:rules.0.when",
        "never counts",
        Severity::Warning,
    ),
    (
        |j| j["flow"]["transitions"][1]["when"] = json!("status:pendente"),
        "types/bug:flow.transitions.1.when",
        "this move never counts",
        Severity::Warning,
    ),
    (
        |j| j["flow"]["events"][0]["when"] = json!("status:pendente category:new"),
        "types/bug:flow.events.0.when",
        "never counts",
        Severity::Warning,
    ),
    (
        |j| {
            j["flow"]["events"] = json!([
                {"event": "enter:backlog", "to": "em_diagnostico"},
                {"event": "enter:em_diagnostico", "to": "backlog"}
            ]);
        },
        "types/bug:flow.events.0",
        "enter:backlog, enter:em_diagnostico move a ticket in a circle",
        Severity::Error,
    ),
    (
        |j| j["rules"] = json!([{"id": "r", "at": "comment", "require": ["wiht"]}]),
        "types/bug:rules.0.require",
        "did you mean with",
        Severity::Error,
    ),
];

#[test]
fn what_can_never_be_is_found_at_its_place() {
    for (change, place, part, severity) in IMPOSSIBLE {
        let all = found(change);
        let seen = |p: &&(String, String, Severity)| p.0 == place && p.1.contains(part);
        assert_eq!(all.iter().find(seen).map(|p| p.2), Some(severity), "{place} {part}: {all:?}");
    }
}

#[test]
fn what_may_be_is_not_found_fault_with() {
    for rule in [
        json!({"id": "r", "at": "open", "when": "category:new", "forbid": ["due"]}),
        json!({"id": "r", "at": ["open", "close"], "when": "status:fechado", "forbid": ["due"]}),
        json!({"id": "r", "when": ["status:backlog category:closed", "status:backlog"], "forbid": ["due"]}),
        json!({"id": "r", "when": "-category:closed", "forbid": ["due"]}),
    ] {
        assert_eq!(found(|j| j["rules"] = json!([rule])), [], "{rule}");
    }
}

#[test]
fn filters_of_the_desk_that_nothing_can_fit_and_automations_that_never_end_are_found() {
    let mut config = desk();
    config.desk.rules =
        serde_json::from_value(json!([{"id": "r", "when": "status:backlog category:closed"}])).unwrap();
    config.automations = serde_json::from_value(json!([
        {"id": "nunca", "when": "category:closed status:pendente", "do": {"to": "fechado"}},
        {"id": "ida", "when": "status:backlog", "do": {"to": "em_diagnostico"}},
        {"id": "volta", "when": "status:em_diagnostico", "do": {"to": "backlog"}},
        {"id": "espera", "when": "status:fechado in_status:>=5d", "do": {"to": "resolvido"}}
    ]))
    .unwrap();
    config.views = serde_json::from_value(json!([{"id": "vazia", "query": "type:bug -type:bug"}])).unwrap();
    add_macro(
        &mut config,
        "a",
        &json!({"title": "A", "channel": "fax", "when": "type:bug -category:new,active,waiting,resolved,closed"}),
        "x",
    );
    let all = listed(&config);
    for (place, severity) in [
        ("desk:rules.0.when", Severity::Warning),
        ("automations:nunca.when", Severity::Warning),
        ("automations:ida.when", Severity::Error),
        ("views/vazia:vazia.query", Severity::Warning),
        ("macros/a:when", Severity::Warning),
        ("macros/a:channel", Severity::Error),
    ] {
        assert!(all.iter().any(|p| p.0 == place && p.2 == severity), "{place}: {all:?}");
    }
    let circle = all.iter().find(|p| p.0 == "automations:ida.when").unwrap();
    assert!(circle.1.contains("ida, volta"), "{}", circle.1);
    assert!(!all.iter().any(|p| p.0.starts_with("automations:espera")));
}
