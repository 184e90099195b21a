//! A small desk for the tests of this layer.

use super::{Actor, Load, NoLoad, World, identify};
use crate::model::config::{Config, MacroSpec, Organization, Table, TypeTemplate};
use crate::model::{Change, Identity, Number, Snapshot, Ticket, TicketDir, Tramite, Uid, change};
use crate::query::NoFacts;
use chrono::{DateTime, FixedOffset};
use serde_json::{Value as Json, json};

pub fn identity(email: &str) -> Identity {
    Identity { name: email.to_owned(), email: email.to_owned() }
}

pub fn bug_json() -> Json {
    json!({
        "type": "bug", "title": "Reporte de bug",
        "open": {"title": "[BUG] {{title}}"},
        "fields": [
            {"id": "due", "label": "Prazo"},
            {"id": "modulo", "label": "Módulo", "kind": "row", "table": "modulos", "required": "open"},
            {"id": "rotina", "kind": "row", "table": "rotinas", "depends_on": "modulo"},
            {"id": "causa", "label": "Causa", "kind": "enum", "values": [{"id": "erro", "label": "Erro de sistema"}, "uso"], "required": "enter:resolvido"},
            {"id": "versao", "kind": "version"},
            {"id": "valor", "kind": "money", "min": "0"}
        ],
        "flow": {
            "initial": "em_revisao",
            "statuses": {
                "em_revisao": {"label": "Em revisão", "category": "new"},
                "backlog": {"label": "Backlog", "customer": "Em análise", "category": "new"},
                "em_diagnostico": {"label": "Diagnóstico", "customer": "Em análise", "category": "active"},
                "devolvido": {"label": "Devolvido ao suporte", "category": "active"},
                "pendente": {"label": "Pendente cliente", "category": "waiting"},
                "resolvido": {"label": "Resolvido", "category": "resolved"},
                "fechado": {"label": "Fechado", "category": "closed"}
            },
            "transitions": [
                {"from": "em_revisao", "to": "backlog", "requires": ["approval:revisao"], "route": true},
                {"from": "backlog", "to": "em_diagnostico"},
                {"from": "em_diagnostico", "to": "devolvido", "requires": ["missing"], "set": {"team": "suporte", "assignee": {"pick": "previous"}}},
                {"from": ["em_diagnostico", "devolvido"], "to": "pendente", "requires": ["public_reply"]},
                {"from": "devolvido", "to": "em_diagnostico", "requires": ["reason"]},
                {"from": "em_diagnostico", "to": "resolvido", "requires": ["public_reply"], "roles": ["agent"]},
                {"from": "*", "to": "fechado", "roles": ["leader"]}
            ],
            "events": [
                {"event": "customer_message", "when": "status:pendente", "to": "em_diagnostico"},
                {"event": "refused:solucao", "to": "em_diagnostico"}
            ]
        },
        "approvals": {
            "revisao": {"by": ["role:leader", "team:suporte"], "not": ["opener"]},
            "proposta": {"by": ["customer"], "of": ["valor"]},
            "solucao": {"by": ["customer", "contact:payer:responsavel"], "since": "opened"}
        },
        "routing": [
            {"when": "modulo:nfe", "team": "produto", "assign": {"pick": "senior", "by": "modulo", "level": ">=2"}},
            {"team": "suporte", "assign": "round_robin"}
        ]
    })
}

pub fn type_of(json: Json) -> TypeTemplate {
    serde_json::from_value(json).unwrap()
}

pub fn config() -> Config {
    let mut config = Config {
        desk: serde_json::from_value(json!({
            "name": "Suporte ACME", "timezone": "America/Sao_Paulo", "locale": "pt-BR",
            "priorities": [{"id": "alta", "label": "Alta"}, {"id": "media", "label": "Média"}],
            "people": [
                {"id": "ana", "name": "Ana Souza", "email": "ana@desk.example", "roles": ["leader", "agent"], "teams": ["suporte"], "skills": {"fiscal": 3}},
                {"id": "bia", "name": "Bia Lima", "email": "bia@desk.example", "roles": ["agent"], "teams": ["suporte"]},
                {"id": "caio", "name": "Caio Reis", "email": "caio@desk.example", "roles": ["agent"], "teams": ["produto"], "skills": {"nfe": 2}},
                {"id": "duda", "name": "Duda Paz", "email": "duda@desk.example", "roles": ["agent"], "teams": ["produto"], "skills": {"nfe": 3}, "away": ["2026-12-20..2027-01-05"]},
                {"id": "robo", "name": "Portal", "email": "portal@desk.example", "roles": ["automation"], "teams": ["suporte"]}
            ],
            "teams": [{"id": "suporte", "label": "Suporte", "leader": "ana"}, {"id": "produto", "label": "Produto"}],
            "channels": [{"id": "phone", "label": "Telefone", "contact": true}, {"id": "portal", "label": "Portal"}],
            "rating": [{"value": "1", "label": "Ótimo", "good": true}, {"value": "5", "label": "Péssimo"}]
        }))
        .unwrap_or_else(|e| panic!("{e}")),
        ..Config::default()
    };
    let organizations = [
        json!({"organization": "acme", "name": "ACME Ltda", "contacts": [
            {"id": "daiane@acme", "name": "Daiane", "email": "daiane@acme.example", "trained": "true"},
            {"id": "marcos@acme", "name": "Marcos", "email": "marcos@acme.example"}]}),
        json!({"organization": "beta", "name": "Beta SA", "contacts": [
            {"id": "eva@beta", "name": "Eva", "email": "eva@beta.example", "roles": ["responsavel"]}]}),
    ];
    for json in organizations {
        let organization: Organization = serde_json::from_value(json).unwrap();
        config.organizations.insert(organization.organization.clone(), organization);
    }
    let tables = [
        json!({"table": "modulos", "rows": [{"id": "nfe", "label": "Nota fiscal"}, {"id": "vendas", "label": "Vendas"}]}),
        json!({"table": "rotinas", "rows": [
            {"id": "emissao", "label": "Emissão", "modulo": "nfe"}, {"id": "pedido", "label": "Pedido", "modulo": "vendas"}]}),
    ];
    for json in tables {
        let table: Table = serde_json::from_value(json).unwrap();
        config.tables.insert(table.table.clone(), table);
    }
    add_macro(
        &mut config,
        "encerramento/solucao",
        &json!({"title": "Solução", "kind": "public"}),
        "Olá, {{me.name}} aqui.",
    );
    config.types.insert("bug".to_owned(), type_of(bug_json()));
    config
}

pub fn add_macro(config: &mut Config, id: &str, front: &Json, text: &str) {
    let spec: MacroSpec = serde_json::from_value(front.clone()).unwrap();
    config.macros.insert(id.to_owned(), MacroSpec { id: id.to_owned(), text: text.to_owned(), ..spec });
}

pub fn uid(n: u64) -> Uid {
    Uid::from_parts(1_700_000_000_000 + n, u128::from(n))
}

/// A ticket of acme in a status, with what the type's opening asks for.
pub fn snapshot(type_id: &str, status: &str) -> Snapshot {
    let number = Number { month: 202_611, seq: 7 };
    let mut ticket = Ticket::new(uid(1), type_id, "[BUG] Erro", status);
    ticket.organization = Some("acme".to_owned());
    ticket.requester = Some("daiane@acme".to_owned());
    ticket.fields.insert("modulo".to_owned(), "vendas".into());
    Snapshot::new(TicketDir::new(number, &uid(1)), ticket)
}

pub fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

pub fn now() -> DateTime<FixedOffset> {
    at("2026-11-23T10:00:00-03:00")
}

/// A trâmite from one state to another.
pub fn tramite(email: &str, when: &str, before: Option<&Snapshot>, after: &Snapshot) -> Tramite {
    Tramite {
        uid: after.ticket.uid.clone(),
        at: at(when),
        recorded: at(when),
        by: identity(email),
        commit: format!("{when}-{email}"),
        changes: change::diff(before, Some(after)),
    }
}

/// The states in order as a history by one author, an hour apart.
pub fn history(states: &[(&str, &Snapshot)]) -> Vec<Tramite> {
    let mut before: Option<&Snapshot> = None;
    let mut all = Vec::new();
    for (i, (email, state)) in states.iter().enumerate() {
        all.push(tramite(email, &format!("2026-11-20T{:02}:00:00-03:00", 8 + i), before, state));
        before = Some(state);
    }
    assert!(all.iter().all(|t| t.changes.iter().all(|c| !matches!(c, Change::Removed { .. }))));
    all
}

/// Runs `f` with the world of the author at `email`.
pub fn with_world<R>(config: &Config, email: &str, f: impl FnOnce(&mut World<'_>) -> R) -> R {
    with_load(config, email, &NoLoad, f)
}

/// The same with a load.
pub fn with_load<R>(config: &Config, email: &str, load: &dyn Load, f: impl FnOnce(&mut World<'_>) -> R) -> R {
    let actor: Actor = identify(config, &identity(email));
    let mut n = 1000;
    let mut new_id = || {
        n += 1;
        uid(n)
    };
    f(&mut World { config, now: now(), actor: &actor, facts: &NoFacts, load, new_id: &mut new_id })
}
