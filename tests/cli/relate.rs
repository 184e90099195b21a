//! `child`, `follow-up`, `duplicate`, `merge`, `link`, `dismiss`, and a type that becomes another one.

use super::support::{commits, refused, says, tip};
use crate::harness::Place;
use serde_json::{Value, json};

const DESK: &str = r"name: Suporte
timezone: America/Sao_Paulo
locale: pt-BR
calendar: sempre
priorities: [{id: alta, label: Alta}, {id: media, label: Média}]
people:
  - {id: ana, name: Ana Souza, email: ana@desk.example, roles: [leader, agent], teams: [suporte]}
  - {id: bia, name: Bia Lima, email: bia@desk.example, roles: [agent], teams: [suporte]}
teams: [{id: suporte, label: Suporte}]
channels: [{id: phone, label: Telefone, contact: true}, {id: portal, label: Portal}]
rating: [{value: 1, label: Ótimo, good: true}, {value: 2, label: Bom, good: true}, {value: 5, label: Péssimo}]
";

const INCIDENTE: &str = r#"type: incidente
title: Incidente
open: {roles: [agent, customer], title: "[INC] {{title}}"}
fields:
  - {id: sistema, label: Sistema, kind: enum, values: [erp, web], required: open}
  - {id: causa, label: Causa, required: "enter:resolvido"}
flow:
  initial: novo
  statuses:
    novo: {category: new}
    em_analise: {category: active}
    pendente: {category: waiting}
    resolvido: {category: resolved}
    fechado: {category: closed}
    recusado: {category: rejected}
    cancelado: {category: rejected}
  transitions:
    - {from: novo, to: em_analise}
    - {from: em_analise, to: pendente, requires: [public_reply]}
    - {from: em_analise, to: resolvido, requires: ["link:issue.done"]}
    - {from: resolvido, to: fechado}
    - {from: [novo, em_analise], to: recusado, requires: [public_reply]}
    - {from: [novo, em_analise], to: cancelado, requires: ["link:duplicate_of", reason]}
  events:
    - {event: customer_message, when: "status:pendente", to: em_analise}
    - {event: "enter:pendente", set: {tags: "+esperando"}}
    - {event: "link:issue", set: {tags: "+defeito"}}
    - {event: "link:child", when: "status:novo", to: em_analise}
"#;

const BUG: &str = r#"type: bug
title: Reporte de bug
open: {title: "[BUG] {{title}}"}
fields:
  - {id: sistema, kind: enum, values: [erp, web], required: open}
  - {id: modulo, label: Módulo, required: open}
flow:
  initial: em_revisao
  statuses:
    em_revisao: {category: new}
    em_analise: {category: active}
    fechado: {category: closed}
    unido: {category: closed}
  transitions:
    - {from: em_revisao, to: em_analise}
    - {from: em_analise, to: fechado, requires: [public_reply]}
  events:
    - {event: "link:duplicate_of", to: fechado, set: {tags: "+duplicado"}}
    - {event: merged, to: unido}
"#;

const SLA: &str = r#"policy: padrao
calendar: sempre
pause: "category:waiting"
metrics:
  resolution: {start: opened, stop: "enter_category:resolved,closed", targets: [{within: 8h}]}
  next_response: {start: customer_message, stop: reply, repeat: true, targets: [{within: 2h}]}
"#;

/// A desk of two types, two agents and two customers, whose calendar has every hour.
pub fn house() -> Place {
    let place = Place::repository();
    for (path, text) in [
        ("desk.yaml", DESK),
        ("types/incidente.yaml", INCIDENTE),
        ("types/bug.yaml", BUG),
        ("sla/padrao.yaml", SLA),
        (
            "calendars/sempre.yaml",
            "calendar: sempre\ntimezone: America/Sao_Paulo\nhours: {mon-sun: [\"00:00-24:00\"]}\n",
        ),
        (
            "contacts/acme.yaml",
            "organization: acme\nname: ACME Ltda\ncontacts:\n  - {id: daiane@acme, name: Daiane, email: daiane@acme.example}\n  - {id: marcos@acme, name: Marcos, email: marcos@acme.example}\n",
        ),
        (
            "contacts/beta.yaml",
            "organization: beta\nname: Beta SA\ncontacts:\n  - {id: eva@beta, name: Eva, email: eva@beta.example, roles: [responsavel]}\n",
        ),
    ] {
        place.write(&format!(".tramite/{path}"), text);
    }
    place.write(
        ".gitattributes",
        "tickets/** text eol=lf\ntickets/**/ticket.yaml merge=tramite\n.tramite/** text eol=lf\n",
    );
    place.commit("a desk");
    assert_eq!(place.tramite(&["validate", "--config"]).ok(), "");
    place
}

/// A ticket as `show` has it.
pub fn shown(desk: &Place, ticket: &str) -> Value {
    desk.tramite(&["show", ticket, "--format", "json"]).json()["ticket"].clone()
}

fn incident(desk: &Place, title: &str, contact: &str) {
    desk.tramite(&["open", "incidente", "-t", title, "-f", "sistema=erp", "--for", contact]).ok();
}

fn links(of: &Value) -> Vec<(&str, &str)> {
    let links = of["links"].as_array().unwrap().iter();
    links.map(|l| (l["kind"].as_str().unwrap(), l["to"].as_str().unwrap())).collect()
}

/// One command, one commit, and the desk is sound after it.
#[track_caller]
fn once(desk: &Place, args: &[&str]) -> String {
    let before = commits(desk);
    let said = desk.tramite(args).ok();
    assert_eq!(commits(desk), before + 1, "{args:?}");
    assert_eq!(desk.tramite(&["validate", "--all"]).ok(), "", "{args:?}");
    desk.is_clean();
    said
}

#[test]
fn a_child_and_a_follow_up_cite_the_other_ticket_and_have_its_customer() {
    let mut desk = house();
    incident(&desk, "Erro ao confirmar pedido", "daiane@acme");
    // The child's own type asks for a module; the system is known, the customer and the title too.
    let err = refused(&desk, &["child", "1", "bug"], 4);
    says(&err, &["Módulo"]);
    assert!(!err.contains("sistema"), "{err}");
    once(&desk, &["child", "1", "bug", "-f", "modulo=vendas"]);
    let (parent, child) = (shown(&desk, "1"), shown(&desk, "2"));
    assert_eq!(links(&child), [("parent", parent["uid"].as_str().unwrap())]);
    assert_eq!(links(&parent), [("child", child["uid"].as_str().unwrap())]);
    assert_eq!(child["title"], "[BUG] Erro ao confirmar pedido");
    assert_eq!((&child["requester"], &child["organization"]), (&json!("daiane@acme"), &json!("acme")));
    assert_eq!(child["fields"], json!({"modulo": "vendas", "sistema": "erp"}));
    // The link moved the parent, in the same commit, which names both tickets.
    assert_eq!(parent["status"], "em_analise");
    says(&tip(&desk, "%B"), &["202611/0002 opened: bug\n\n202611/0001 ", "status: novo → em_analise"]);
    assert_eq!(parent["commits"], json!([]));
    let logs: Vec<Value> = ["1", "2"]
        .map(|t| {
            desk.tramite(&["log", t, "--format", "json"]).json()["tramites"]
                .as_array()
                .unwrap()
                .last()
                .unwrap()["commit"]
                .clone()
        })
        .to_vec();
    assert_eq!(logs[0], logs[1]);
    // A closed ticket is not opened again, but goes on in a follow-up of the same type.
    desk.tramite(&["reply", "2", "-m", "Corrigido"]).exits(0);
    desk.tramite(&["transition", "2", "em_analise"]).ok();
    desk.tramite(&["reply", "2", "fechado", "-m", "Corrigido"]).ok();
    says(&refused(&desk, &["transition", "2", "em_analise"], 4), &["follow-up"]);
    once(&desk, &["follow-up", "2", "-t", "Voltou", "-f", "modulo=compras", "--for", "marcos@acme"]);
    let (before, after) = (shown(&desk, "2"), shown(&desk, "3"));
    assert_eq!(links(&after), [("follow_up_of", before["uid"].as_str().unwrap())]);
    assert!(links(&before).contains(&("related", after["uid"].as_str().unwrap())));
    assert_eq!(
        (&after["type"], &after["requester"], &before["status"]),
        (&json!("bug"), &json!("marcos@acme"), &json!("fechado"))
    );
    assert_eq!(after["fields"]["modulo"], "compras");
    // A customer opens a follow-up of their own ticket; the link then stands on their side only.
    desk.be("Daiane", "daiane@acme.example");
    once(&desk, &["follow-up", "1", "incidente", "-t", "De novo"]);
    assert_eq!(links(&shown(&desk, "4")), [("follow_up_of", parent["uid"].as_str().unwrap())]);
    assert_eq!(links(&shown(&desk, "1")).len(), 1);
    desk.be("Eva", "eva@beta.example");
    says(&refused(&desk, &["follow-up", "1", "incidente", "-f", "sistema=web"], 4), &["beta"]);
}

#[test]
fn a_duplicate_ends_as_its_type_says() {
    let mut desk = house();
    for contact in ["daiane@acme", "eva@beta", "eva@beta"] {
        incident(&desk, "Parou", contact);
    }
    for number in ["4", "5"] {
        desk.tramite(&["open", "bug", "-t", "Erro", "-f", "sistema=web", "-f", "modulo=x"]).ok();
        assert_eq!(shown(&desk, number)["status"], "em_revisao");
    }
    // The move that asks for the original goes before the other rejected one; what it lacks is said.
    says(&refused(&desk, &["duplicate", "2", "1"], 4), &["cancelado", "a comment", "-m TEXT"]);
    once(&desk, &["duplicate", "2", "1", "-m", "O mesmo erro da ACME"]);
    let (one, two) = (shown(&desk, "1"), shown(&desk, "2"));
    assert_eq!((&two["status"], &two["comments"][0]["kind"]), (&json!("cancelado"), &json!("internal")));
    assert_eq!(links(&two), [("duplicate_of", one["uid"].as_str().unwrap())]);
    assert_eq!(links(&one), []);
    let states: Vec<Value> = desk.tramite(&["report", "sla", "--format", "json"]).json()["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["ticket"] == "202611/0002")
        .map(|r| r["state"].clone())
        .collect();
    assert_eq!(states, ["cancelled"]);
    // An event of the type goes before any move, also one that the flow has no transition for.
    says(&once(&desk, &["duplicate", "5", "4"]), &["link:duplicate_of → fechado"]);
    let five = shown(&desk, "5");
    assert_eq!((&five["status"], &five["tags"]), (&json!("fechado"), &json!(["duplicado"])));
    says(&refused(&desk, &["duplicate", "4", "5"], 4), &["is a duplicate of 202611/0004 already"]);
    refused(&desk, &["duplicate", "4", "4"], 2);
    refused(&desk, &["duplicate", "4", "99"], 3);
    // Contacts do not say so.
    desk.be("Eva", "eva@beta.example");
    refused(&desk, &["duplicate", "3", "1", "-m", "x"], 4);
}

#[test]
fn a_merged_ticket_ends_and_who_got_its_messages_gets_the_others() {
    let mut desk = house();
    for contact in ["daiane@acme", "marcos@acme", "eva@beta"] {
        incident(&desk, "Parou", contact);
    }
    desk.tramite(&["watch", "2", "bia"]).ok();
    desk.tramite(&["comment", "2", "--customer", "--for", "marcos@acme", "-m", "Parou tudo"]).ok();
    says(
        &refused(&desk, &["merge", "3", "1"], 4),
        &["same organization", "beta", "acme", "tramite duplicate"],
    );
    refused(&desk, &["merge", "1", "1"], 4);
    desk.at("2026-11-23T11:00:00-03:00");
    once(&desk, &["merge", "2", "1", "-m", "Os dois falam do mesmo"]);
    let (one, two) = (shown(&desk, "1"), shown(&desk, "2"));
    // No event says where: the flow's first status without an answer.
    assert_eq!((&two["status"], &two["merged"]), (&json!("recusado"), &one["uid"]));
    assert_eq!(one["watchers"], json!(["bia", "marcos@acme"]));
    assert_eq!(links(&one), [("related", two["uid"].as_str().unwrap())]);
    // What was said there stays there.
    assert_eq!((two["comments"].as_array().unwrap().len(), two["watchers"].clone()), (2, json!(["bia"])));
    assert_eq!(one["comments"], json!([]));
    says(&desk.tramite(&["show", "2"]).ok(), &["202611/0001", "Parou tudo"]);
    says(&tip(&desk, "%B"), &["202611/0002 ", "merged", "\n\n202611/0001 "]);
    let rows = desk.tramite(&["report", "sla", "--format", "json"]).json()["rows"].clone();
    let of = |ticket: &str| -> Vec<String> {
        let rows = rows.as_array().unwrap().iter().filter(|r| r["ticket"] == ticket);
        rows.map(|r| format!("{} {}", r["metric"].as_str().unwrap(), r["state"].as_str().unwrap())).collect()
    };
    assert_eq!(of("202611/0002"), ["resolution cancelled", "next_response cancelled"]);
    assert_eq!(of("202611/0001"), ["resolution running"]);
    // Neither a merged ticket nor a finished one is merged again, nor is anything merged into one.
    incident(&desk, "Parou de novo", "daiane@acme");
    for args in [["merge", "2", "4"], ["merge", "4", "2"]] {
        says(&refused(&desk, &args, 4), &["202611/0002 is recusado"]);
    }
    // Where the type says what becomes of a merged ticket, that holds.
    for modulo in ["a", "b"] {
        let field = format!("modulo={modulo}");
        desk.tramite(&["open", "bug", "-t", "Erro", "-f", "sistema=web", "-f", &field, "--for", "eva@beta"])
            .ok();
    }
    says(&once(&desk, &["merge", "6", "5"]), &["merged → unido"]);
    assert_eq!(shown(&desk, "6")["status"], "unido");
    assert_eq!(shown(&desk, "5")["watchers"], json!([]));
}

#[test]
fn links_lead_to_tickets_pages_and_commits() {
    let desk = house();
    for _ in 0..3 {
        incident(&desk, "Parou", "daiane@acme");
    }
    let uids: Vec<String> =
        ["1", "2", "3"].map(|t| shown(&desk, t)["uid"].as_str().unwrap().to_owned()).to_vec();
    once(&desk, &["link", "2", "parent", "1"]);
    assert_eq!(links(&shown(&desk, "1")), [("child", uids[1].as_str())]);
    once(&desk, &["link", "2", "child", "3"]);
    assert_eq!(links(&shown(&desk, "3")), [("parent", uids[1].as_str())]);
    // 1 above 2 above 3 above 1 would be a circle.
    says(&refused(&desk, &["link", "1", "parent", "3"], 4), &["circle"]);
    refused(&desk, &["link", "1", "parent", "1"], 2);
    once(&desk, &["link", "2", "child", "3", "--remove"]);
    assert_eq!((links(&shown(&desk, "2")).len(), links(&shown(&desk, "3")).len()), (1, 0));
    says(&refused(&desk, &["link", "2", "child", "3", "--remove"], 3), &["no link child", "it has parent"]);
    once(&desk, &["link", "3", "follow-up-of", "1"]);
    assert!(links(&shown(&desk, "1")).contains(&("related", uids[2].as_str())));
    // The type's event of the link, in the same commit.
    says(&once(&desk, &["link", "1", "issue", "https://issues.example/7"]), &["link:issue → tags"]);
    assert_eq!(shown(&desk, "1")["tags"], json!(["defeito"]));
    for (kind, target, part) in [
        ("issue", "ERP-7", "no URL"),
        ("kb", "two words://x", "no URL"),
        ("commit", "erp", "REPOSITORY@ID"),
        ("isue", "https://x.example/1", "did you mean issue"),
    ] {
        says(&refused(&desk, &["link", "1", kind, target], 2), &[part]);
    }
    once(&desk, &["link", "1", "commit", "erp@1a2b3c4"]);
    // Whether the issue is done is said with the link; until then it is not.
    says(&refused(&desk, &["transition", "1", "resolvido", "-f", "causa=x"], 4), &["done"]);
    assert_eq!(
        desk.tramite(&["list", "link.issue.done:false", "--format", "json"]).json()["tickets"][0]["number"],
        "202611/0001"
    );
    desk.tramite(&["tag", "1", "-defeito"]).ok();
    once(&desk, &["link", "1", "issue", "https://issues.example/7", "--done"]);
    let one = shown(&desk, "1");
    assert_eq!(one["links"].as_array().unwrap().iter().filter(|l| l["kind"] == "issue").count(), 1);
    assert_eq!(one["tags"], json!([]), "to say more of a link is no new link");
    desk.tramite(&["transition", "1", "resolvido", "-f", "causa=x"]).ok();
    assert_eq!(shown(&desk, "1")["status"], "resolvido");
    let said = desk
        .tramite(&["link", "1", "issue", "https://issues.example/7", "--done", "--format", "json"])
        .json();
    assert_eq!(said["commit"], Value::Null);
}

#[test]
fn a_dismissed_message_is_as_if_it_had_not_been() {
    let mut desk = house();
    desk.at("2026-11-23T08:00:00-03:00");
    incident(&desk, "Parou", "daiane@acme");
    desk.tramite(&["transition", "1", "em_analise"]).ok();
    desk.at("2026-11-23T09:00:00-03:00");
    desk.tramite(&["reply", "1", "pendente", "-m", "Qual versão?"]).ok();
    desk.tramite(&["tag", "1", "-esperando"]).ok();
    refused(&desk, &["dismiss", "1", "-m", "Nada"], 4);
    desk.be("Daiane", "daiane@acme.example");
    desk.at("2026-11-23T10:00:00-03:00");
    desk.tramite(&["comment", "1", "-m", "Marcos, pode ver isto?"]).ok();
    assert_eq!(shown(&desk, "1")["status"], "em_analise");
    refused(&desk, &["dismiss", "1", "-m", "x"], 4);
    desk.be("Bia Lima", "bia@desk.example");
    desk.at("2026-11-23T12:00:00-03:00");
    refused(&desk, &["dismiss", "1"], 2);
    refused(&desk, &["dismiss", "1", "01JDB3V1Q2", "-m", "x"], 3);
    once(&desk, &["dismiss", "1", "-m", "Conversa entre eles"]);
    let ticket = shown(&desk, "1");
    assert_eq!(ticket["status"], "pendente");
    assert_eq!(ticket["tags"], json!([]), "nothing happens for a way back");
    let comments = ticket["comments"].as_array().unwrap();
    assert_eq!((&comments[1]["dismissed"], &comments[2]["kind"]), (&json!(true), &json!("internal")));
    // Worked from 08:00 to 09:00, waiting since; no answer is owed.
    desk.at("2026-11-23T15:00:00-03:00");
    let rows = desk.tramite(&["report", "sla", "--format", "json"]).json()["rows"].clone();
    let rows: Vec<String> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|r| format!("{} {} {} {}", r["metric"], r["elapsed_s"], r["paused_s"], r["state"]))
        .collect();
    assert_eq!(rows, ["\"resolution\" 3600 21600 \"paused\""]);
    // Once is enough, and after another move only the message is taken out of account.
    let id = comments[1]["id"].as_str().unwrap();
    says(&refused(&desk, &["dismiss", "1", id, "-m", "x"], 4), &["dismissed already"]);
    desk.tramite(&["comment", "1", "--customer", "--for", "marcos@acme", "-m", "Ok"]).ok();
    desk.tramite(&["reply", "1", "pendente", "-m", "Obrigado"]).ok();
    let id = shown(&desk, "1")["comments"][3]["id"].as_str().unwrap().to_owned();
    once(&desk, &["dismiss", "1", &id[..12], "-m", "Só um agradecimento"]);
    assert_eq!(shown(&desk, "1")["status"], "pendente");
    assert_eq!(tip(&desk, "%s"), "202611/0001 comment: internal");
}

#[test]
fn an_incident_that_becomes_a_bug_keeps_the_status_that_both_have_or_begins_anew() {
    let desk = house();
    for _ in 0..2 {
        incident(&desk, "Parou", "daiane@acme");
    }
    // Both types have em_analise, where it stays; what the new type asks for at opening is asked for.
    desk.tramite(&["transition", "1", "em_analise"]).ok();
    says(&refused(&desk, &["set", "1", "type=bug"], 4), &["Módulo", "modulo="]);
    once(&desk, &["set", "1", "type=bug", "modulo=vendas"]);
    let one = shown(&desk, "1");
    assert_eq!((&one["type"], &one["status"]), (&json!("bug"), &json!("em_analise")));
    // novo is no status of a bug: it begins where bugs begin, and a status beside it is a move from there.
    once(&desk, &["set", "2", "type=bug", "modulo=vendas"]);
    assert_eq!(shown(&desk, "2")["status"], "em_revisao");
    says(&tip(&desk, "%s"), &["type: incidente → bug", "status: novo → em_revisao"]);
    incident(&desk, "Parou", "daiane@acme");
    says(
        &refused(&desk, &["set", "3", "type=bug", "modulo=v", "status=fechado"], 4),
        &["em_revisao", "fechado", "em_analise"],
    );
    once(&desk, &["set", "3", "type=bug", "modulo=v", "status=em_analise"]);
    assert_eq!(shown(&desk, "3")["status"], "em_analise");
}
