//! `sweep`: a tacit approval after fifteen days, working hours, refusals, loops, two sweepers at once.

use super::support::{be_ana, commits, refused, says, state, tip};
use crate::harness::Place;

const TYPE: &str = "\
type: pedido
title: Pedido
flow:
  initial: novo
  statuses:
    novo:                 {label: Novo, category: new}
    aguardando_aprovacao: {label: Aguardando aprovação, category: waiting}
    encerrado:            {label: Encerrado, category: closed}
  transitions:
    - {from: novo, to: aguardando_aprovacao, requires: [public_reply]}
    - {from: aguardando_aprovacao, to: novo}
    - {from: aguardando_aprovacao, to: encerrado, requires: [\"approval:solucao\"]}
approvals:
  solucao: {by: [customer]}
";

const TACIT: &str = "- {id: aceite_tacito, when: \"status:aguardando_aprovacao in_status:>=15d\", do: {approve: {what: solucao, verdict: tacit}, macro: encerramento/aceite}}\n";

/// A desk with the type, the macro and these automations.
fn desk(automations: &str) -> Place {
    let desk = Place::desk();
    desk.write(".tramite/types/pedido.yaml", TYPE);
    desk.write(
        ".tramite/macros/encerramento/aceite.hbs",
        "---\ntitle: Aceite tácito\nset: {status: encerrado}\n---\nWithout an answer we take {{ticket.number}} as accepted.\n",
    );
    desk.write(".tramite/automations.yaml", automations);
    desk.commit("process");
    desk
}

/// So many tickets that wait for the customer since Monday 23 November, 10:00.
fn waiting(desk: &Place, count: usize) {
    for n in 1..=count {
        desk.tramite(&["open", "pedido", "-t", "Order", "-d", "x", "--for", "maria@example"]).ok();
        desk.tramite(&["reply", &n.to_string(), "aguardando_aprovacao", "-m", "It is done"]).ok();
    }
}

fn ticket(desk: &Place, number: &str) -> serde_json::Value {
    desk.tramite(&["show", number, "--format", "json"]).json()["ticket"].clone()
}

fn sweep(desk: &Place, args: &[&str]) -> (i32, serde_json::Value) {
    let said = desk.tramite(&[&["sweep", "--format", "json"], args].concat());
    let json = serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e}: {} {}", said.out, said.err));
    (said.code, json)
}

#[test]
fn silence_for_fifteen_days_is_an_approval() {
    let mut desk = desk(TACIT);
    waiting(&desk, 2);
    desk.tramite(&["open", "pedido", "-t", "New", "-d", "x", "--for", "maria@example"]).ok();
    assert_eq!(desk.tramite(&["validate", "--config"]).ok(), "", "the automation is no mistake");
    // Tuesday 8 December, a minute before fifteen days are over.
    desk.at("2026-12-08T09:59:59-03:00");
    assert_eq!(desk.tramite(&["sweep"]).ok(), "nothing to do\n");
    desk.at("2026-12-08T10:00:00-03:00");
    let before = state(&desk);
    let (code, preview) = sweep(&desk, &["--dry-run"]);
    assert_eq!((code, preview["dry_run"].as_bool(), preview["version"].as_i64()), (0, Some(true), Some(1)));
    assert_eq!(state(&desk), before, "a preview writes nothing");
    let table = desk.tramite(&["sweep", "--dry-run"]).ok();
    says(&table, &["aceite_tacito", "202611/0001", "202611/0002", "would act", "→ encerrado"]);
    assert!(!table.contains("202611/0003"), "{table}");

    // Whoever has the role of an automation may run it.
    desk.write(
        ".tramite/desk.yaml",
        &desk.read(".tramite/desk.yaml").replace(
            "people:",
            "people:\n  - {id: robo, name: Robo, email: robo@desk.example, roles: [automation]}",
        ),
    );
    desk.commit("a robot");
    desk.be("Robo", "robo@desk.example");
    let count = commits(&desk);
    let (code, done) = sweep(&desk, &[]);
    assert_eq!(code, 0, "{done:#}");
    assert_eq!(commits(&desk), count + 2, "one commit for each ticket");
    let acts = done["acts"].as_array().unwrap();
    let numbers: Vec<&str> = acts.iter().map(|a| a["number"].as_str().unwrap()).collect();
    assert_eq!(numbers, ["202611/0001", "202611/0002"]);
    assert_eq!(acts[0]["commit"], desk.git(&["rev-parse", "HEAD~1"]).ok().trim());
    assert_eq!(acts[1]["commit"], tip(&desk, "%H"));
    for (a, b) in acts.iter().zip(preview["acts"].as_array().unwrap()) {
        assert_eq!((&a["number"], &a["changes"], &a["status"]), (&b["number"], &b["changes"], &b["status"]));
    }
    says(&tip(&desk, "%s"), &["202611/0002 aceite_tacito: ", "status: aguardando_aprovacao → encerrado"]);
    assert_eq!(
        tip(&desk, "%(trailers:key=Automation,valueonly)|%ae|%aI").replace('\n', ""),
        "aceite_tacito|robo@desk.example|2026-12-08T10:00:00-03:00"
    );
    let t = ticket(&desk, "202611/0001");
    assert_eq!((&t["status"], &t["closed_at"]), (&"encerrado".into(), &"2026-12-08T10:00:00-03:00".into()));
    let comments = t["comments"].as_array().unwrap();
    assert_eq!(comments[1]["approval"], serde_json::json!({"what": "solucao", "verdict": "tacit"}));
    assert_eq!(
        comments[2]["body"].as_str().unwrap().trim(),
        "Without an answer we take 202611/0001 as accepted."
    );
    assert_eq!(ticket(&desk, "202611/0003")["status"], "novo");

    let before = state(&desk);
    assert_eq!(desk.tramite(&["sweep"]).ok(), "nothing to do\n", "what is done is not done again");
    assert_eq!(state(&desk), before);
    desk.is_clean();
    desk.tramite(&["validate"]).ok();
}

#[test]
fn nothing_fires_at_night_or_on_a_holiday_unless_asked() {
    let mut desk = desk(&format!(
        "{TACIT}- {{id: marca, when: \"status:aguardando_aprovacao in_status:>=1d\", anytime: true, do: {{set: {{tags: [+silent]}}}}}}\n"
    ));
    let calendar = desk.read(".tramite/calendars/business.yaml");
    let closed = calendar.replace("dates:\n", "dates:\n  \"2026-12-10\": []\n");
    desk.write(".tramite/calendars/business.yaml", &closed);
    desk.commit("closed on the 10th");
    waiting(&desk, 1);
    for (now, opens) in [
        ("2026-12-09T00:00:00-03:00", "2026-12-09T09:00:00-03:00"), // midnight
        ("2026-12-10T11:00:00-03:00", "2026-12-11T09:00:00-03:00"), // the day that is closed
        ("2026-12-12T11:00:00-03:00", "2026-12-14T09:00:00-03:00"), // Saturday
    ] {
        desk.at(now);
        let (code, said) = sweep(&desk, &["--dry-run"]);
        let acts: Vec<&str> =
            said["acts"].as_array().unwrap().iter().map(|a| a["automation"].as_str().unwrap()).collect();
        assert_eq!((code, acts), (0, vec!["marca"]), "{said:#}");
        assert_eq!(
            said["waiting"],
            serde_json::json!([{"automation": "aceite_tacito", "until": opens, "numbers": ["202611/0001"]}])
        );
    }
    says(&desk.tramite(&["sweep"]).ok(), &["aceite_tacito", "waits", "until 2026-12-14 09:00"]);
    assert_eq!(ticket(&desk, "1")["tags"], serde_json::json!(["silent"]));
    assert_eq!(ticket(&desk, "1")["status"], "aguardando_aprovacao");
    // Hours that nobody can read are no hours.
    desk.write(
        ".tramite/calendars/business.yaml",
        "calendar: business\nhours: {mon-fri: [\"22:00-06:00\"]}\n",
    );
    desk.commit("a calendar with a mistake");
    let (code, said) = sweep(&desk, &[]);
    assert_eq!((code, &said["refused"][0]["automation"]), (1, &"aceite_tacito".into()));
    says(&said["refused"][0]["why"][0].to_string(), &["business", "validate --config"]);
    let (_, said) = sweep(&desk, &["--anytime"]);
    assert_eq!(
        (&said["acts"][0]["automation"], &said["waiting"]),
        (&"aceite_tacito".into(), &serde_json::json!([]))
    );
    assert_eq!(ticket(&desk, "1")["status"], "encerrado");
}

#[test]
fn what_the_flow_refuses_is_listed_and_the_rest_is_done() {
    let mut desk = desk(
        "- {id: fecha, when: \"status:aguardando_aprovacao -tags:seen\", do: {to: encerrado}}\n- {id: marca, when: \"status:aguardando_aprovacao -tags:seen\", do: {set: {tags: [+seen]}}}\n- {id: torta, when: \"stauts:novo\", do: {to: encerrado}}\n",
    );
    waiting(&desk, 2);
    desk.tramite(&["open", "pedido", "-t", "New", "-d", "x", "--for", "maria@example"]).ok();
    let (code, said) = sweep(&desk, &[]);
    assert_eq!(code, 1);
    let refused: Vec<(&str, &str)> = said["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["automation"].as_str().unwrap(), r["number"].as_str().unwrap_or("-")))
        .collect();
    assert_eq!(refused, [("torta", "-"), ("fecha", "202611/0001"), ("fecha", "202611/0002")]);
    says(&said["refused"][0]["why"][0].to_string(), &["stauts", "status"]);
    says(&said["refused"][1]["why"][0].to_string(), &["solucao"]);
    assert_eq!(ticket(&desk, "2")["tags"], serde_json::json!(["seen"]));
    assert_eq!(ticket(&desk, "2")["status"], "aguardando_aprovacao", "never forced");

    desk.be("Nobody", "nobody@nowhere.example");
    says(&refused_by(&desk), &["nobody@nowhere.example", "person"]);
    be_ana(&mut desk);
    desk.write(".tramite/automations.yaml", "- {id: a, when: [\n");
    desk.commit("broken");
    says(&desk.tramite(&["sweep"]).fails(4), &[".tramite/automations.yaml"]);
}

fn refused_by(desk: &Place) -> String {
    refused(desk, &["sweep"], 4)
}

#[test]
fn an_automation_that_would_run_in_a_circle_is_named_and_stopped() {
    let desk = desk("[]\n");
    desk.tramite(&["open", "pedido", "-t", "New", "-d", "x", "--for", "maria@example"]).ok();
    // One that says something each time: refused by the configuration's check already.
    desk.write(
        ".tramite/macros/lembrete.hbs",
        "---\ntitle: Lembrete\n---\nWe have not forgotten {{ticket.number}}.\n",
    );
    desk.write(
        ".tramite/automations.yaml",
        "# reminders\n- id: lembra\n  when: \"status:novo age:>=0d\"\n  do: {macro: lembrete}\n- {id: ok, when: \"status:novo since_public:>=3d\", do: {macro: lembrete}}\n- {id: once, when: \"status:novo -tags:told\", do: {macro: lembrete, set: {tags: [+told]}}}\n",
    );
    desk.commit("automations");
    let findings = desk.tramite(&["validate", "--config", "--format", "json"]).exits(1).out;
    let findings: serde_json::Value = serde_json::from_str(&findings).unwrap();
    let all = findings["findings"].as_array().unwrap();
    assert_eq!(all.len(), 1, "{findings:#}");
    assert_eq!((&all[0]["line"], &all[0]["rule"]), (&3.into(), &"automation".into()));
    says(all[0]["message"].as_str().unwrap(), &["again at every sweep"]);
    let (code, said) = sweep(&desk, &[]);
    assert_eq!((code, &said["refused"][0]["automation"]), (1, &"lembra".into()));
    assert_eq!(said["acts"].as_array().unwrap().len(), 1, "{said:#}");
    assert_eq!(said["acts"][0]["automation"], "once");

    // Two that undo each other are found where they act.
    desk.write(
        ".tramite/automations.yaml",
        "- {id: vai, when: \"tags:told -tags:b\", do: {set: {tags: [+b]}}}\n- {id: volta, when: \"tags:b\", do: {set: {tags: [-b]}}}\n",
    );
    desk.commit("a circle");
    let before = state(&desk);
    let (code, said) = sweep(&desk, &[]);
    assert_eq!((code, said["acts"].as_array().unwrap().len()), (1, 0), "{said:#}");
    let named: Vec<&str> =
        said["refused"].as_array().unwrap().iter().map(|r| r["automation"].as_str().unwrap()).collect();
    assert_eq!(named, ["vai", "volta"]);
    says(&said["refused"][0]["why"][0].to_string(), &["vai, volta", "again and again"]);
    assert_eq!(state(&desk), before, "nothing of a circle is done");
}

#[test]
fn two_sweepers_at_once_act_once() {
    let mut desk = desk(TACIT);
    waiting(&desk, 3);
    desk.at("2026-12-08T10:00:00-03:00");
    let count = commits(&desk);
    let start = || {
        desk.command(env!("CARGO_BIN_EXE_tramite"))
            .arg("sweep")
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap()
    };
    let both = [start(), start()];
    for mut one in both {
        assert!(one.wait().unwrap().success());
    }
    assert_eq!(commits(&desk), count + 3, "{}", desk.git(&["log", "--oneline"]).ok());
    for n in ["1", "2", "3"] {
        assert_eq!(ticket(&desk, &format!("202611/000{n}"))["comments"].as_array().unwrap().len(), 3);
    }
    desk.is_clean();
}
