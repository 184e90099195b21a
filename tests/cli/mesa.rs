//! A desk made by hand, whose figures can be worked out on paper: split days, a holiday, two priorities.

use crate::harness::{Place, Said};

/// Monday to Friday 08:00–12:00 and 13:30–18:00 (8.5 h a day); Friday 20 November 2026 is a holiday.
const FILES: &[(&str, &str)] = &[
    (
        "desk.yaml",
        r"name: Mesa
timezone: America/Sao_Paulo
locale: pt-BR
calendar: comercial
priorities:
  - {id: alta, label: Alta}
  - {id: media, label: Média}
people:
  - {id: ana, name: Ana Souza, email: ana@desk.example, roles: [leader, agent], teams: [suporte]}
  - {id: bia, name: Bia Reis, email: bia@desk.example, roles: [agent], teams: [produto]}
teams:
  - {id: suporte, label: Suporte, leader: ana}
  - {id: produto, label: Produto}
channels:
  - {id: phone, label: Telefone, contact: true}
  - {id: portal, label: Portal}
rating: [{value: 1, label: Ótimo, good: true}, {value: 2, label: Bom, good: true}, {value: 5, label: Péssimo}]
",
    ),
    (
        "calendars/comercial.yaml",
        "calendar: comercial\nhours:\n  mon-fri: [\"08:00-12:00\", \"13:30-18:00\"]\nholidays: [\"2026-11-20\"]\n",
    ),
    (
        "contacts/acme.yaml",
        "organization: acme\nname: ACME Ltda\ncontacts:\n  - {id: daiane@acme, name: Daiane, email: daiane@acme.example}\n",
    ),
    ("sla/padrao.yaml", POLICY),
    (
        "types/chamado.yaml",
        r#"type: chamado
title: Chamado
fields:
  - {id: modulo, label: Módulo, kind: enum, values: [{id: fiscal, label: Fiscal}, {id: vendas, label: Vendas}]}
  - {id: causa, label: Causa}
flow:
  initial: novo
  statuses:
    novo:      {label: Novo, category: new}
    andamento: {label: Em andamento, category: active}
    pendente:  {label: Pendente, category: waiting}
    resolvido: {label: Resolvido, category: resolved}
    fechado:   {label: Fechado, category: closed}
    rejeitado: {label: Rejeitado, category: rejected}
  transitions:
    - {from: [novo, andamento, pendente], to: resolvido}
    - {from: [novo, andamento, pendente], to: rejeitado}
    - {from: [novo, pendente, resolvido], to: andamento}
    - {from: [novo, andamento], to: pendente}
    - {from: [novo, andamento, resolvido], to: fechado}
rules:
  - {id: sem_causa, when: "category:resolved,closed", require: ["field:causa"], severity: gap, message: Informe a causa}
  - {id: sem_modulo, require: ["field:modulo"], severity: warning}
"#,
    ),
];

/// First response in 8 h, solution in 16 h; 4 h and 8 h where the priority is high.
pub const POLICY: &str = r#"policy: padrao
pause: "category:waiting"
warn: 75%
metrics:
  first_response: {start: opened, stop: reply, targets: [{when: "priority:alta", within: 4h}, {within: 8h}]}
  resolution: {start: opened, stop: "enter_category:resolved,closed", targets: [{when: "priority:alta", within: 8h}, {within: 16h}]}
"#;

/// The desk, committed on 2 November 2026.
pub fn mesa() -> Place {
    let mut desk = mesa_without("none");
    desk.at("2026-11-02T08:00:00-03:00");
    desk
}

/// The same without the files whose path begins so.
pub fn mesa_without(prefix: &str) -> Place {
    let mut desk = Place::repository();
    desk.at("2026-11-02T08:00:00-03:00");
    for (path, text) in FILES.iter().filter(|(path, _)| !path.starts_with(prefix)) {
        desk.write(&format!(".tramite/{path}"), text);
    }
    desk.commit("A desk");
    desk
}

/// Runs `tramite` at a local time of São Paulo: `2026-11-19 16:00`.
#[track_caller]
pub fn at(desk: &mut Place, when: &str, args: &[&str]) -> String {
    now(desk, when);
    let said: Said = desk.tramite(args);
    said.ok()
}

/// Sets the clock.
pub fn now(desk: &mut Place, when: &str) {
    let (day, time) = when.split_once(' ').unwrap();
    desk.at(&format!("{day}T{time}:00-03:00"));
}

/// A life with a holiday, a pause, a change of priority and a reopening. Working time of the solution:
///
/// | from | to | counts | sum |
/// | --- | --- | --- | --- |
/// | Thu 19 16:00 | 18:00 | 2 h | 2 h |
/// | Fri 20 | | holiday | |
/// | Mon 23 08:00 | 10:00 | 2 h | 4 h |
/// | Mon 23 10:00 | 15:00 | paused: 3.5 h | |
/// | Mon 23 15:00 | 18:00 | 3 h | 7 h |
/// | Tue 24 08:00 | 10:00 | 2 h | 9 h; from 09:00 the target is 8 h |
/// | Tue 24 10:00 | Wed 25 08:00 | resolved | |
/// | Wed 25 08:00 | 11:00 | 3 h | 12 h |
pub fn long_life(desk: &mut Place) {
    at(
        desk,
        "2026-11-19 16:00",
        &[
            "open",
            "chamado",
            "-t",
            "Pedido não fecha",
            "--priority",
            "media",
            "--for",
            "daiane@acme",
            "--origin",
            "portal",
            "-f",
            "modulo=vendas",
        ],
    );
    at(desk, "2026-11-23 09:00", &["reply", "1", "-m", "Estamos vendo"]);
    at(desk, "2026-11-23 10:00", &["transition", "1", "pendente"]);
    at(
        desk,
        "2026-11-23 15:00",
        &["comment", "1", "--customer", "--for", "daiane@acme", "-m", "Segue o log"],
    );
    at(desk, "2026-11-23 15:00", &["transition", "1", "andamento"]);
    at(desk, "2026-11-24 09:00", &["set", "1", "priority=alta"]);
    at(desk, "2026-11-24 10:00", &["transition", "1", "resolvido"]);
    at(desk, "2026-11-25 08:00", &["transition", "1", "andamento"]);
    at(desk, "2026-11-25 11:00", &["transition", "1", "resolvido"]);
}
