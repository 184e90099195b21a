//! A small desk for tests.

use super::{Derived, Fact, Facts, FilterError, NoFacts, Place, Query, Scope, Unit};
use crate::model::config::{Config, Desk, Organization, PolicySpec, Table, TypeTemplate};
use crate::model::{Link, Number, Snapshot, Ticket, TicketDir};
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};
use std::collections::HashMap;

fn from<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

pub(super) fn config() -> Config {
    let desk: Desk = from(json!({
        "name": "ACME", "timezone": "America/Sao_Paulo", "locale": "pt-BR",
        "priorities": [{"id": "alta", "label": "Alta"}, {"id": "media", "label": "Média"}, {"id": "baixa", "label": "Baixa"}],
        "people": [
            {"id": "ana", "name": "Ana Souza", "email": "ana@desk.example", "roles": ["leader"], "teams": ["suporte"],
             "skills": {"fiscal": "3"}, "away": ["2026-11-20..2026-11-25"]},
            {"id": "beto", "name": "Beto Lima", "email": "beto@desk.example", "teams": ["produto", "suporte"]}],
        "teams": [{"id": "suporte", "label": "Suporte", "leader": "ana"}, {"id": "produto", "label": "Produto"}],
        "channels": [{"id": "phone", "label": "Telefone", "contact": true}, {"id": "portal", "label": "Portal"}],
        "rating": [{"value": "1", "label": "Ótimo", "good": true}, {"value": "5", "label": "Péssimo"}],
    }).as_object().map(|o| { let mut o = o.clone(); o["people"][0]["skills"]["fiscal"] = json!(3); Value::Object(o) }).unwrap());
    let bug: TypeTemplate = from(json!({
        "type": "bug", "title": "Reporte de bug",
        "fields": [
            {"id": "versao", "kind": "version"},
            {"id": "produto", "kind": "enum", "values": ["legado", {"id": "web", "label": "Produto Web"}]},
            {"id": "rotina", "kind": "row", "table": "rotinas"},
            {"id": "servico", "kind": "row", "table": "servicos"},
            {"id": "caminho", "kind": "text"},
            {"id": "valor", "kind": "money"},
            {"id": "grave", "kind": "bool"},
            {"id": "quando", "kind": "date"},
            {"id": "passos", "kind": "multiline"},
            {"id": "unidade", "kind": "contact"},
        ],
        "flow": {"initial": "em_revisao", "statuses": {
            "em_revisao": {"label": "Em revisão", "category": "new"},
            "em_diagnostico": {"label": "Diagnóstico", "category": "active"},
            "pendente": {"label": "Pendente cliente", "category": "waiting"},
            "resolvido": {"label": "Resolvido", "category": "resolved"},
            "fechado": {"label": "Fechado", "category": "closed"},
        }},
    }));
    let task: TypeTemplate = from(json!({
        "type": "tarefa", "title": "Tarefa",
        "fields": [{"id": "produto", "kind": "text"}, {"id": "horas", "kind": "int"}],
        "flow": {"initial": "aberta", "statuses": {
            "aberta": {"label": "Aberta", "category": "new"},
            "feita": {"label": "Resolvido", "category": "closed"},
            "negada": {"category": "rejected"},
        }},
    }));
    let rotinas: Table = from(json!({"table": "rotinas", "rows": [
        {"id": "pedido", "label": "Pedido de venda", "peso": "5"}, {"id": "relatorio", "label": "Relatório", "peso": "2"}]}));
    let servicos: Table = from(json!({"table": "servicos", "rows": [
        {"id": "backup", "label": "Backup", "cobravel": "true"}, {"id": "consulta", "cobravel": "false"}]}));
    let acme: Organization = from(json!({
        "organization": "acme", "name": "ACME Ltda", "flags": ["cloud"],
        "contract": {"horas": "20"},
        "tables": {"servicos": {"backup": {"cobravel": "false"}}},
        "contacts": [{"id": "daiane@acme", "name": "Daiane", "email": "daiane@acme.example", "trained": "true", "roles": ["responsavel"]},
                     {"id": "marcos@acme", "name": "Marcos"}],
    }));
    let outra: Organization = from(json!({"organization": "outra", "name": "Outra", "contacts": [
        {"id": "rui", "name": "Rui", "email": "rui@outra.example", "trained": "false"}]}));
    let policy: PolicySpec =
        from(json!({"policy": "padrao", "metrics": {"resolution": {}, "first_response": {}}}));
    Config {
        desk,
        types: [bug, task].into_iter().map(|t| (t.id.clone(), t)).collect(),
        tables: [rotinas, servicos].into_iter().map(|t| (t.table.clone(), t)).collect(),
        organizations: [acme, outra].into_iter().map(|o| (o.organization.clone(), o)).collect(),
        policies: [policy].into_iter().map(|p| (p.policy.clone(), p)).collect(),
        ..Config::default()
    }
}

pub(super) const UID: &str = "01JDB3V1Q2Z6X8N4T7C5M9K0RA";

/// A ticket of the given file, numbered 202611/0007.
#[expect(clippy::needless_pass_by_value, reason = "written on the spot with json!")]
pub(super) fn snapshot(file: Value) -> Snapshot {
    let mut all =
        json!({"uid": UID, "type": "bug", "title": "Erro ao confirmar pedido", "status": "em_diagnostico"});
    for (key, value) in file.as_object().unwrap() {
        all[key] = value.clone();
    }
    let ticket: Ticket = from(all);
    Snapshot::new(TicketDir::new(Number { month: 202_611, seq: 7 }, &ticket.uid), ticket)
}

pub(super) fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// Sunday, 22 November 2026, 10:00 in São Paulo.
pub(super) fn now() -> DateTime<FixedOffset> {
    at("2026-11-22T10:00:00-03:00")
}

/// Facts by the key's text.
#[derive(Default)]
pub(super) struct Known {
    pub(super) facts: HashMap<(String, Unit), Fact>,
    pub(super) done: HashMap<String, bool>,
}

impl Facts for Known {
    fn fact(&self, key: &Derived, unit: Unit) -> Option<Fact> {
        self.facts.get(&(key.to_string(), unit)).cloned()
    }
    fn link_done(&self, link: &Link) -> Option<bool> {
        self.done.get(&link.to).copied()
    }
}

pub(super) fn scope<'a>(config: &'a Config, snapshot: &'a Snapshot, facts: &'a dyn Facts) -> Scope<'a> {
    Scope { config, snapshot, me: Some("ana"), now: now(), facts, changed: &[] }
}

/// Whether a ticket of the given file matches; the filter must be one that the desk accepts.
pub(super) fn matches(file: Value, query: &str) -> bool {
    let (config, snapshot) = (config(), snapshot(file));
    let query = Query::parse(query).unwrap();
    let wrong: Vec<FilterError> =
        query.check(&config, Place::Anywhere).into_iter().filter(|e| !e.warning).collect();
    assert_eq!(wrong, [], "{query}");
    query.matches(&scope(&config, &snapshot, &NoFacts))
}
