//! `approve`, `refuse`, `rate`, `time add`: verdicts of people and customers, and the work that was done.

use super::relate::{house, shown};
use super::support::{commits, refused, says, tip};
use crate::harness::Place;
use serde_json::{Value, json};

const MUDANCA: &str = r#"type: mudanca
title: Mudança
open: {roles: [agent, customer]}
fields:
  - {id: valor, label: Valor, kind: money}
flow:
  initial: em_revisao
  statuses:
    em_revisao: {category: new}
    em_estimativa: {category: active}
    aguardando_proposta: {category: waiting}
    em_atendimento: {category: active}
    aguardando_aprovacao: {category: waiting}
    encerrado: {category: closed}
  transitions:
    - {from: em_revisao, to: em_estimativa, requires: ["approval:revisao"]}
    - {from: em_estimativa, to: aguardando_proposta, requires: ["field:valor"]}
    - {from: aguardando_proposta, to: em_estimativa, requires: [reason]}
    - {from: aguardando_proposta, to: em_atendimento, requires: ["approval:proposta"]}
    - {from: em_atendimento, to: aguardando_aprovacao, requires: [public_reply]}
  events:
    - {event: customer_message, when: "status:aguardando_aprovacao", to: em_atendimento}
    - {event: "approved:solucao", when: "status:aguardando_aprovacao", to: encerrado}
    - {event: "restricted:solucao", when: "status:aguardando_aprovacao", to: encerrado, set: {tags: "+ressalva"}}
    - {event: "refused:solucao", when: "status:aguardando_aprovacao", to: em_atendimento}
approvals:
  revisao: {label: Revisão, by: ["role:leader", "team:suporte"], not: [opener, assignee]}
  proposta: {by: [customer, "contact:payer:responsavel"], of: [valor], since: opened}
  solucao: {label: Solução, by: [customer]}
routing: [{team: suporte, assign: bia}]
"#;

fn desk() -> Place {
    let desk = house();
    desk.write(".tramite/types/mudanca.yaml", MUDANCA);
    desk.commit("desk: changes that are approved");
    assert_eq!(desk.tramite(&["validate", "--config"]).ok(), "");
    desk
}

fn be(desk: &mut Place, who: &str) {
    let name = who.split('@').next().unwrap().to_owned();
    desk.be(&name, who);
}

const ANA: &str = "ana@desk.example";
const BIA: &str = "bia@desk.example";
const DAIANE: &str = "daiane@acme.example";
const EVA: &str = "eva@beta.example";

fn approvals(desk: &Place) -> Vec<(String, String, bool)> {
    let of = shown(desk, "1")["approvals"].clone();
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    of.as_array()
        .unwrap()
        .iter()
        .map(|a| (text(&a["what"]), text(&a["standing"]), a["waits"] == true))
        .collect()
}

#[track_caller]
fn is(desk: &Place, what: &str, standing: &str, waits: bool) {
    let all = approvals(desk);
    assert!(all.contains(&(what.to_owned(), standing.to_owned(), waits)), "{all:?}");
}

#[test]
fn approvals_are_given_by_those_who_may_and_stand_until_what_they_are_of_changes() {
    let mut desk = desk();
    desk.tramite(&["open", "mudanca", "-t", "Nova tela", "--for", "daiane@acme"]).ok();
    // Neither the opener (ana) nor the assignee (bia) reviews it.
    let said = refused(&desk, &["approve", "1"], 4);
    says(&said, &["Revisão", "opener"]);
    be(&mut desk, BIA);
    says(&refused(&desk, &["approve", "1", "revisão"], 4), &["assignee"]);
    says(&desk.tramite(&["show", "1"]).ok(), &["aguarda Revisão (revisao)", "falta: the approval Revisão"]);
    is(&desk, "revisao", "open", true);
    be(&mut desk, ANA);
    desk.tramite(&["assign", "1", "ana"]).ok();
    be(&mut desk, BIA);
    let before = commits(&desk);
    assert_eq!(desk.tramite(&["approve", "1", "--format", "json"]).json()["status"], "em_revisao");
    assert_eq!(commits(&desk), before + 1);
    assert_eq!(shown(&desk, "1")["comments"][0]["kind"], "internal");
    is(&desk, "revisao", "approved", false);
    desk.tramite(&["transition", "1", "em_estimativa"]).ok();
    desk.tramite(&["transition", "1", "aguardando_proposta", "-f", "valor=1000"]).ok();
    // The proposal waits for the customer, or for the person responsible of who pays.
    says(
        &desk.tramite(&["show", "1"]).ok(),
        &["aguarda proposta · por Daiane, Marcos", "tramite approve 202611/0001 proposta"],
    );
    says(&refused(&desk, &["approve", "1"], 4), &["--for CONTACT"]);
    says(
        &refused(&desk, &["approve", "1", "--for", "eva@beta"], 4),
        &["it takes customer or contact:payer:responsavel"],
    );
    be(&mut desk, EVA);
    refused(&desk, &["approve", "1"], 4);
    be(&mut desk, BIA);
    desk.tramite(&["set", "1", "payer=beta"]).ok();
    assert_eq!(shown(&desk, "1")["approvals"][0]["who"], json!(["daiane@acme", "marcos@acme", "eva@beta"]));
    be(&mut desk, EVA);
    desk.tramite(&["approve", "1", "-m", "CNPJ no contrato"]).ok();
    is(&desk, "proposta", "approved", false);
    // Another price needs another approval (C19).
    be(&mut desk, BIA);
    desk.tramite(&["set", "1", "valor=1200"]).ok();
    is(&desk, "proposta", "void", true);
    says(&refused(&desk, &["transition", "1", "em_atendimento"], 4), &["once more"]);
    desk.tramite(&["approve", "1", "--for", "marcos@acme", "-m", "Por telefone"]).ok();
    let comment = shown(&desk, "1")["comments"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&comment["kind"], &comment["for"], &comment["by"]["email"]),
        (&json!("customer"), &json!("marcos@acme"), &json!(BIA))
    );
    assert_eq!(comment["approval"], json!({"what": "proposta", "verdict": "approved"}));
    desk.tramite(&["transition", "1", "em_atendimento"]).ok();
    says(&refused(&desk, &["approve", "1"], 4), &["waits for no approval", "proposta, revisao, solucao"]);
    says(&refused(&desk, &["approve", "1", "solucoa"], 3), &["did you mean solucao"]);
    assert_eq!(desk.tramite(&["validate", "--all"]).ok(), "");
    desk.is_clean();
}

#[test]
fn a_verdict_moves_the_ticket_in_the_same_commit_and_what_is_closed_is_decided() {
    let mut desk = desk();
    desk.tramite(&["open", "mudanca", "-t", "Nova tela", "--for", "daiane@acme"]).ok();
    be(&mut desk, BIA);
    desk.tramite(&["assign", "1", "none"]).ok();
    desk.tramite(&["approve", "1"]).ok();
    desk.tramite(&["transition", "1", "em_estimativa"]).ok();
    desk.tramite(&["transition", "1", "aguardando_proposta", "-f", "valor=10"]).ok();
    be(&mut desk, DAIANE);
    desk.tramite(&["approve", "1"]).ok();
    be(&mut desk, BIA);
    desk.tramite(&["transition", "1", "em_atendimento"]).ok();
    desk.tramite(&["reply", "1", "aguardando_aprovacao", "-m", "Pronto"]).ok();
    // A refusal says why, and sends the ticket back to work.
    be(&mut desk, DAIANE);
    refused(&desk, &["refuse", "1"], 2);
    refused(&desk, &["approve", "1", "--for", "marcos@acme"], 4);
    says(&desk.tramite(&["refuse", "1", "-m", "A tela fecha"]).ok(), &["refused:solucao → em_atendimento"]);
    assert_eq!(shown(&desk, "1")["status"], "em_atendimento");
    be(&mut desk, BIA);
    desk.tramite(&["reply", "1", "aguardando_aprovacao", "-m", "Agora sim"]).ok();
    is(&desk, "solucao", "open", true);
    // A reservation is told, and the words that go with a verdict do not undo what it does.
    refused(&desk, &["approve", "1", "--restricted", "--for", "daiane@acme"], 2);
    let before = commits(&desk);
    let said =
        desk.tramite(&["approve", "1", "--restricted", "--for", "daiane@acme", "-m", "Falta a cor"]).ok();
    says(&said, &["restricted:solucao → encerrado"]);
    assert_eq!(commits(&desk), before + 1);
    let ticket = shown(&desk, "1");
    assert_eq!((&ticket["status"], &ticket["tags"]), (&json!("encerrado"), &json!(["ressalva"])));
    // Approved tickets never reopen (C12).
    for args in
        [&["refuse", "1", "solucao", "-m", "Não"][..], &["approve", "1", "solucao", "--for", "daiane@acme"]]
    {
        says(&refused(&desk, args, 4), &["encerrado", "final", "follow-up"]);
    }
    assert_eq!(desk.tramite(&["validate", "--all"]).ok(), "");
}

#[test]
fn a_rating_is_a_value_of_the_desks_own_scale() {
    let mut desk = house();
    desk.tramite(&["open", "incidente", "-t", "Parou", "-f", "sistema=erp", "--for", "daiane@acme"]).ok();
    desk.tramite(&["reply", "1", "-m", "Voltou."]).ok();
    says(&refused(&desk, &["rate", "1", "3"], 4), &["1, 2, 5"]);
    says(&refused(&desk, &["rate", "1", "1", "--for", "eva@beta"], 4), &["organization"]);
    refused(&desk, &["rate", "1", "1", "--for", "ninguem"], 3);
    desk.tramite(&["rate", "1", "otimo", "--for", "daiane@acme", "-m", "Obrigada"]).ok();
    assert_eq!(tip(&desk, "%s"), "202611/0001 rating; comment: customer");
    let ticket = shown(&desk, "1");
    assert_eq!((&ticket["rating"], &ticket["comments"][1]["for"]), (&json!(1), &json!("daiane@acme")));
    be(&mut desk, EVA);
    refused(&desk, &["rate", "1", "5"], 4);
    be(&mut desk, DAIANE);
    desk.tramite(&["rate", "1", "5"]).ok();
    assert_eq!(tip(&desk, "%s"), "202611/0001 rating");
    let csat = desk.tramite(&["report", "csat", "--format", "json"]).json();
    assert_eq!((&csat["summary"][0]["total"], &csat["summary"][0]["good"]), (&json!(1), &json!(0)));
    desk.is_clean();
}

#[test]
fn work_is_recorded_with_or_without_words() {
    let mut desk = house();
    desk.tramite(&["open", "incidente", "-t", "Parou", "-f", "sistema=erp", "--for", "daiane@acme"]).ok();
    desk.tramite(&[
        "time",
        "add",
        "1",
        "1h30m",
        "--billable",
        "--public",
        "--channel",
        "Telefone",
        "--with",
        "Daiane",
        "-m",
        "Análise do log",
    ])
    .ok();
    desk.tramite(&["time", "add", "1", "1,5h"]).ok();
    let ticket = shown(&desk, "1");
    let comments = ticket["comments"].as_array().unwrap();
    assert_eq!(comments[0]["time"], json!({"minutes": 90, "billable": true}));
    assert_eq!(
        (&comments[0]["kind"], &comments[0]["channel"], &comments[0]["with"]),
        (&json!("public"), &json!("phone"), &json!("Daiane"))
    );
    assert_eq!(
        (&comments[1]["time"]["minutes"], &comments[1]["kind"], &comments[1]["body"]),
        (&json!(90), &json!("internal"), &json!(""))
    );
    refused(&desk, &["time", "add", "1", "nada"], 2);
    refused(&desk, &["time", "add", "1", "0m"], 2);
    refused(&desk, &["time", "add", "1", "1h", "--public"], 2);
    desk.tramite(&["set", "1", "payer=beta"]).ok();
    let report =
        desk.tramite(&["report", "time", "--by", "payer", "--month", "2026-11", "--format", "json"]).json();
    assert_eq!(
        report["summary"],
        json!([{"group": "beta", "entries": 2, "time_s": 10800, "billable_s": 5400}])
    );
    be(&mut desk, DAIANE);
    refused(&desk, &["time", "add", "1", "1h"], 4);
    desk.is_clean();
}

#[test]
fn what_stands_out_about_a_customer_is_seen_and_hours_are_counted() {
    let desk = house();
    let acme = "# the biggest\norganization: acme\nname: ACME Ltda\nflags: [nuvem]   # since May\nplano: ouro\ncontract: {packages: [{bought: 2026-01-10, hours: 3, until: 2026-12-31}]}\ntables: {motivos: {backup: {coberto: true}}}\ncontacts:\n  # she knows\n  - {id: daiane@acme, name: Daiane, email: daiane@acme.example}   # first floor\n  - id: marcos@acme\n    name: Marcos\n    email: marcos@acme.example\n";
    desk.write(".tramite/contacts/acme.yaml", acme);
    desk.write(
        ".tramite/tables/motivos.yaml",
        "table: motivos\nrows:\n  - {id: backup, label: Backup de banco, responsavel: cliente, coberto: false}\n",
    );
    let incident = desk.read(".tramite/types/incidente.yaml");
    let field = "fields:\n  - {id: motivo, label: Motivo, kind: row, table: motivos}\n";
    desk.write(".tramite/types/incidente.yaml", &incident.replace("fields:\n", field));
    desk.commit("desk: what was agreed with ACME");
    // The files are edited as they are written, in one commit.
    let before = commits(&desk);
    desk.tramite(&["contact", "edit", "daiane@acme", "-f", "treinada=sim", "--role", "responsavel"]).ok();
    desk.tramite(&["contact", "edit", "marcos@acme", "--name", "Marcos Dias", "--email", "md@acme.example"])
        .ok();
    desk.tramite(&["contact", "edit", "acme", "--flag", "bloqueado", "-f", "plano="]).ok();
    assert_eq!(commits(&desk), before + 3);
    let wanted = acme
        .replace("daiane@acme.example}", "daiane@acme.example, roles: [responsavel], treinada: sim}")
        .replace(
            "name: Marcos\n    email: marcos@acme.example",
            "name: Marcos Dias\n    email: md@acme.example",
        )
        .replace("flags: [nuvem] ", "flags: [nuvem, bloqueado] ")
        .replace("plano: ouro\n", "");
    assert_eq!(desk.read(".tramite/contacts/acme.yaml"), wanted);
    for (args, code) in [
        (&["contact", "edit", "ninguem", "--name", "x"][..], 3),
        (&["contact", "edit", "daiane@acme", "--flag", "x"], 2),
        (&["contact", "edit", "daiane@acme", "-f", "id=x"], 2),
        (&["contact", "edit", "daiane@acme", "--email", "eva@beta.example"], 4),
        (&["contact", "edit", "daiane@acme", "--email", "nada"], 2),
    ] {
        refused(&desk, args, code);
    }
    let said = desk.tramite(&["contact", "edit", "acme", "--flag", "nuvem", "--format", "json"]).json();
    assert_eq!(said["commit"], Value::Null);
    // Seen where a ticket is opened, answered, and shown.
    let open =
        ["open", "incidente", "-t", "Servidor parou", "-f", "sistema=erp", "-f", "motivo=backup", "--for"];
    let said = desk.tramite(&[&open[..], &["daiane@acme"]].concat());
    says(&said.out, &["cliente: nuvem; bloqueado; roles: responsavel; treinada: sim"]);
    assert_eq!(said.err, "");
    says(&desk.tramite(&["reply", "1", "-m", "Vejo já"]).ok(), &["cliente: nuvem; bloqueado\n"]);
    let show = desk.tramite(&["show", "1"]).ok();
    says(
        &show,
        &["Backup de banco (coberto: sim, responsavel: cliente)", "nuvem, bloqueado", "treinada: sim"],
    );
    // The same customer's tickets come first among those that may be the same; an address of nobody's is said.
    desk.tramite(&[&open[..], &["eva@beta"]].concat()).ok();
    let said = desk.tramite(&[&open[..], &["eva@beta"]].concat());
    let similar: Vec<&str> = said.err.lines().filter(|l| l.starts_with("similar: ")).collect();
    assert!(similar[0].contains("202611/0002") && similar[1].contains("202611/0001"), "{similar:?}");
    says(&desk.tramite(&[&open[..], &["x@nowhere.example"]].concat()).out, &["cliente: sem organização"]);
    // Three hours were bought: half an hour is left after the second work, which is little only where the contract says so.
    let left = |desk: &Place| {
        let packages = shown(desk, "1")["customer"]["packages"].clone();
        (
            packages["packages"][0]["remaining_s"].clone(),
            packages["beyond_s"].clone(),
            packages["low"].clone(),
        )
    };
    assert_eq!(desk.tramite(&["time", "add", "1", "1h30m", "--billable"]).err, "");
    assert_eq!(left(&desk), (json!(5400), json!(0), json!(false)));
    desk.tramite(&["time", "add", "1", "8h"]).ok();
    assert_eq!(left(&desk), (json!(5400), json!(0), json!(false)));
    says(
        &desk.tramite(&["note", "1", "-m", "Mais", "--time", "80min", "--billable"]).err,
        &["warning: Pacotes de horas: 2h 50min / 3h usadas, 10min restam, até 31/12/2026"],
    );
    // Another's ticket that acme pays for counts; what no package covers is told.
    desk.tramite(&["set", "2", "payer=acme"]).ok();
    says(
        &desk.tramite(&["time", "add", "2", "1h", "--billable"]).err,
        &["3h / 3h usadas", "50min fora dos pacotes"],
    );
    assert_eq!(left(&desk), (json!(0), json!(3000), json!(true)));
    says(&desk.tramite(&["show", "1"]).ok(), &["50min fora dos pacotes"]);
    let said = desk.tramite(&[&open[..], &["daiane@acme"]].concat());
    says(&said.err, &["warning: Pacotes de horas: 3h / 3h"]);
}
