//! `report sla`: figures worked out by hand (8.2).

use super::mesa::{POLICY, at, long_life, mesa, mesa_without, now};
use crate::harness::Place;
use serde_json::{Value, json};

fn report(desk: &Place, args: &[&str]) -> Value {
    let mut all = vec!["report", "sla", "--format", "json"];
    all.extend(args);
    desk.tramite(&all).json()
}

fn rows(desk: &Place, args: &[&str]) -> Vec<Value> {
    report(desk, args)["rows"].as_array().unwrap().clone()
}

fn hours(n: f64) -> Value {
    ((n * 3600.0) as i64).into()
}

#[test]
fn a_life_with_a_holiday_a_pause_a_new_priority_and_a_reopening() {
    let mut desk = mesa();
    long_life(&mut desk);
    now(&mut desk, "2026-11-26 09:00");
    let json = report(&desk, &[]);
    let head = desk.git(&["rev-parse", "HEAD"]).ok().trim().to_owned();
    assert_eq!(
        (&json["version"], &json["desk"], &json["as_of"], &json["head"]),
        (&1.into(), &"Mesa".into(), &"2026-11-26T09:00:00-03:00".into(), &head.into())
    );
    let uid = json["rows"][0]["uid"].clone();
    let row = |own: Value| {
        let mut row = json!({
            "ticket": "202611/0001", "uid": uid, "title": "Pedido não fecha", "type": "chamado",
            "priority": "alta", "team": null, "assignee": null, "organization": "acme", "policy": "padrao", "cycle": 1,
            "started_at": "2026-11-19T16:00:00-03:00", "remaining_s": null,
        });
        row.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
        row
    };
    // Answered after 2 h + 1 h, when the priority was still low: its 8 h stay.
    let first = row(json!({
        "metric": "first_response", "target_s": hours(8.0), "target_changed": false,
        "due_at": "2026-11-23T15:30:00-03:00", "stopped_at": "2026-11-23T09:00:00-03:00",
        "elapsed_s": hours(3.0), "paused_s": 0, "state": "met",
    }));
    let resolution = row(json!({
        "metric": "resolution", "target_s": hours(8.0), "target_changed": true,
        "due_at": "2026-11-24T09:00:00-03:00", "stopped_at": "2026-11-25T11:00:00-03:00",
        "elapsed_s": hours(12.0), "paused_s": hours(3.5), "state": "breached",
    }));
    assert_eq!(json["rows"], json!([first, resolution]));
    let line = |metric: &str, met: i64, breached: i64, share: f64, elapsed: f64| {
        json!({
            "metric": metric, "group": null, "total": 1, "met": met, "breached": breached, "running": 0, "at_risk": 0,
            "overdue": 0, "paused": 0, "cancelled": 0, "compliance": share,
            "elapsed_p50_s": hours(elapsed), "elapsed_p90_s": hours(elapsed),
        })
    };
    let summary = json!([line("first_response", 1, 0, 1.0, 3.0), line("resolution", 0, 1, 0.0, 12.0)]);
    assert_eq!(json["summary"], summary);
    let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["version", "desk", "as_of", "head", "rows", "summary"]);
}

#[test]
fn a_report_as_of_any_hour_of_that_life() {
    let mut desk = mesa();
    long_life(&mut desk);
    now(&mut desk, "2026-11-26 09:00");
    let resolution = |at: &str| {
        let row = rows(&desk, &["--as-of", at])[1].clone();
        let text = |key: &str| row[key].as_str().map(str::to_owned);
        (
            text("state").unwrap(),
            row["elapsed_s"].as_f64().unwrap() / 3600.0,
            text("due_at"),
            row["remaining_s"].clone(),
        )
    };
    let due = |text: &str| Some(format!("2026-11-{text}:00-03:00"));
    // 16 h from Thursday 16:00: 2 + 8.5 + 5.5: Tuesday 08:00–12:00 and 13:30–15:00.
    assert_eq!(
        resolution("2026-11-20T12:00:00-03:00"),
        ("running".into(), 2.0, due("24T15:00"), hours(14.0))
    );
    assert_eq!(resolution("2026-11-23T11:00:00-03:00"), ("paused".into(), 4.0, None, hours(12.0)));
    // The pause has moved it by 3.5 h: 12 h from Monday 15:00 are 3 + 8.5 + 0.5.
    assert_eq!(
        resolution("2026-11-23T15:00:00-03:00"),
        ("running".into(), 4.0, due("25T08:30"), hours(12.0))
    );
    assert_eq!(resolution("2026-11-24T08:59:59-03:00").2, due("25T08:30"));
    // 8 h of 8 h are in time still.
    assert_eq!(resolution("2026-11-24T09:00:00-03:00"), ("at_risk".into(), 8.0, due("24T09:00"), hours(0.0)));
    assert_eq!(
        resolution("2026-11-24T09:30:00-03:00"),
        ("overdue".into(), 8.5, due("24T09:00"), hours(-0.5))
    );
    assert_eq!(
        resolution("2026-11-24T20:00:00-03:00"),
        ("breached".into(), 9.0, due("24T09:00"), Value::Null)
    );
    assert_eq!(
        resolution("2026-11-25T09:00:00-03:00"),
        ("overdue".into(), 10.0, due("24T09:00"), hours(-2.0))
    );
    // Before it was opened there is nothing.
    assert_eq!(report(&desk, &["--as-of", "2026-11-19T15:59:59-03:00"])["rows"], json!([]));
    // As the locale writes it.
    assert_eq!(report(&desk, &["--as-of", "23/11/2026 11:00"])["as_of"], "2026-11-23T11:00:00-03:00");
}

#[test]
fn what_was_recorded_later_was_not_known() {
    let mut desk = mesa();
    at(&mut desk, "2026-11-23 08:00", &["open", "chamado", "-t", "Um", "--priority", "media"]);
    // Answered at nine, recorded the day after.
    at(
        &mut desk,
        "2026-11-24 09:00",
        &["reply", "1", "-m", "Respondido", "--at", "2026-11-23T09:00:00-03:00"],
    );
    let first = |args: &[&str]| rows(&desk, args)[0]["state"].as_str().unwrap().to_owned();
    assert_eq!(first(&[]), "met");
    let noon = "2026-11-23T12:00:00-03:00";
    assert_eq!(first(&["--as-of", noon]), "met");
    assert_eq!(first(&["--as-of", noon, "--as-known", noon]), "running");
}

#[test]
fn periods_look_at_the_decision_or_at_what_is_asked() {
    let mut desk = mesa();
    at(&mut desk, "2026-10-30 16:00", &["open", "chamado", "-t", "Outubro", "--priority", "alta"]);
    at(&mut desk, "2026-11-03 09:00", &["reply", "202610/0001", "resolvido", "-m", "Feito"]);
    at(&mut desk, "2026-11-30 17:00", &["open", "chamado", "-t", "Novembro", "--priority", "alta"]);
    now(&mut desk, "2026-12-02 10:00");
    // 1: Friday 30 October 16:00 + 4 h is Monday 2 November 10:00; + 8 h is Monday 15:30. Both late in November.
    // 2: Monday 30 November 17:00 + 4 h is Tuesday 1 December 11:00; + 8 h is Tuesday 16:30. Both late in December.
    let count = |args: &[&str]| rows(&desk, args).len();
    assert_eq!(count(&["--month", "2026-10"]), 0);
    assert_eq!(count(&["--month", "2026-11"]), 2);
    assert_eq!(count(&["--month", "2026-12"]), 2);
    assert_eq!(count(&["--month", "2026-10", "--on", "opened"]), 2);
    assert_eq!(count(&["--month", "2026-11", "--on", "opened"]), 2);
    assert_eq!(count(&["--month", "2026-11", "--on", "stopped"]), 2);
    assert_eq!(count(&["--month", "2026-12", "--on", "stopped"]), 0);
    assert_eq!(count(&["--since", "2026-11-02", "--until", "2026-11-02"]), 2);
    assert_eq!(count(&["--since", "2026-11-03", "--until", "2026-11-30"]), 0);
    assert_eq!(count(&["--until", "01/12/2026"]), 4);
    // Two policies' months: groups by the month of the decision, or of the opening.
    let groups = |args: &[&str]| {
        let json = report(&desk, args);
        let lines = json["summary"].as_array().unwrap().clone();
        lines.iter().map(|l| l["group"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(groups(&["--by", "month"]), ["2026-11", "2026-12", "2026-11", "2026-12"]);
    assert_eq!(groups(&["--by", "month", "--on", "opened"]), ["2026-10", "2026-11", "2026-10", "2026-11"]);
    desk.tramite(&["report", "sla", "--month", "2026-13"]).fails(2);
    desk.tramite(&["report", "sla", "--since", "2026-11-03", "--until", "2026-11-01"]).fails(2);
    desk.tramite(&["report", "sla", "--month", "2026-11", "--since", "2026-11-03"]).fails(2);
}

#[test]
fn groups_are_any_key_of_the_desk() {
    let mut desk = mesa();
    at(
        &mut desk,
        "2026-11-23 08:00",
        &["open", "chamado", "-t", "Um", "--priority", "alta", "--for", "daiane@acme", "-f", "modulo=fiscal"],
    );
    at(&mut desk, "2026-11-23 08:00", &["open", "chamado", "-t", "Dois", "--priority", "media"]);
    at(&mut desk, "2026-11-23 08:30", &["assign", "1", "ana"]);
    at(&mut desk, "2026-11-23 08:30", &["set", "1", "team=suporte"]);
    let groups = |by: &str| {
        let json = report(&desk, &["--by", by]);
        let lines = json["summary"].as_array().unwrap().clone();
        lines
            .iter()
            .filter(|l| l["metric"] == "resolution")
            .map(|l| l["group"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(groups("priority"), ["alta", "media"]);
    assert_eq!(groups("Prioridade"), ["alta", "media"]);
    assert_eq!(groups("type"), ["chamado"]);
    assert_eq!(groups("team"), ["none", "suporte"]);
    assert_eq!(groups("assignee"), ["ana", "none"]);
    assert_eq!(groups("organization"), ["acme", "none"]);
    assert_eq!(groups("modulo"), ["fiscal", "none"]);
    assert_eq!(groups("fields.modulo"), ["fiscal", "none"]);
    assert_eq!(groups("Módulo"), ["fiscal", "none"]);
    assert_eq!(groups("category"), ["new"]);
    assert_eq!(groups("policy"), ["padrao"]);
    assert_eq!(groups("organization.name"), ["ACME Ltda", "none"]);
    assert!(desk.tramite(&["report", "sla", "--by", "prioriti"]).fails(2).contains("\"priority\""));
    assert!(desk.tramite(&["report", "sla", "--by", "modul"]).fails(2).contains("\"modulo\""));
    assert!(desk.tramite(&["report", "sla", "--by", "age"]).fails(2).contains("month"));
    assert!(desk.tramite(&["report", "sla", "--query", "priorty:alta"]).fails(2).contains("\"priority\""));
    assert_eq!(rows(&desk, &["--query", "priority:alta"]).len(), 2);
    assert_eq!(rows(&desk, &["--query", "-modulo:fiscal"])[0]["ticket"], "202611/0002");
    assert_eq!(rows(&desk, &["--query", "sla.resolution.state:paused"]), Vec::<Value>::new());
}

#[test]
fn a_gate_exits_1_with_its_list_on_standard_error_and_the_report_on_standard_output() {
    let mut desk = mesa();
    long_life(&mut desk);
    at(&mut desk, "2026-11-26 08:00", &["open", "chamado", "-t", "Novo", "--priority", "alta"]);
    now(&mut desk, "2026-11-26 11:00");
    let gate = |args: &[&str]| {
        let mut all = vec!["report", "sla", "--format", "json"];
        all.extend(args);
        desk.tramite(&all)
    };
    let said = gate(&["--fail-on", "breach"]).exits(1);
    assert_eq!(said.err, "202611/0001 resolution breached\n");
    assert_eq!(serde_json::from_str::<Value>(&said.out).unwrap()["rows"].as_array().unwrap().len(), 4);
    // 3 h of 4 h are 75 %.
    let said = gate(&["--fail-on", "at-risk"]).exits(1);
    assert_eq!(said.err, "202611/0001 resolution breached\n202611/0002 first_response at_risk\n");
    gate(&["--fail-on", "breach", "--query", "number:202611/0002"]).exits(0);
    let said = gate(&["--fail-under", "95"]).exits(1);
    assert!(said.err.contains("resolution") && !said.err.contains("first_response"), "{}", said.err);
    gate(&["--fail-under", "0"]).exits(0);
    gate(&["--fail-under", "50%"]).exits(1);
    for wrong in ["101", "nan", "muito"] {
        assert!(gate(&["--fail-under", wrong]).fails(2).contains("0 to 100"), "{wrong}");
    }
    gate(&["--fail-on", "never"]).exits(2);
}

#[test]
fn the_same_now_gives_the_same_bytes_and_an_empty_desk_has_a_report() {
    let mut desk = mesa();
    let empty = report(&desk, &[]);
    assert_eq!((&empty["rows"], &empty["summary"]), (&json!([]), &json!([])));
    for format in ["table", "csv", "markdown", "html"] {
        desk.tramite(&["report", "sla", "--format", format]).ok();
    }
    long_life(&mut desk);
    now(&mut desk, "2026-11-26 09:00");
    for format in ["table", "json", "csv", "markdown", "html"] {
        let args = ["report", "sla", "--by", "priority", "--format", format];
        let first = desk.tramite(&args).ok();
        desk.sh("rm -rf .git/tramite").ok();
        desk.set("TZ", "Asia/Tokyo");
        assert_eq!(desk.tramite(&args).ok(), first, "{format}");
    }
    let csv = desk.tramite(&["report", "sla", "--format", "csv"]).ok();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0].split(',').next(), Some("ticket"));
    assert_eq!(lines.len(), 3);
    assert!(lines[2].contains(",43200,28800,2026-11-24T09:00:00-03:00,"), "{}", lines[2]);
}

#[test]
fn a_shallow_clone_says_so_and_gives_no_figures() {
    let mut desk = mesa();
    long_life(&mut desk);
    let from = format!("file://{}", desk.path().display());
    desk.git(&["clone", "-q", "--depth", "1", &from, "../shallow"]).ok();
    desk.cd("shallow");
    for report in ["sla", "aging", "response", "fcr", "reopen", "volume", "csat", "gaps", "time"] {
        let said = desk.tramite(&["report", report, "--format", "json"]).fails(6);
        assert!(said.contains("fetch-depth: 0") || said.contains("--unshallow"), "{said}");
    }
    desk.tramite(&["sla", "explain", "1"]).fails(6);
    desk.tramite(&["calendar", "show"]).ok();
}

#[test]
fn what_was_opened_and_solved_outside_hours_is_there() {
    let mut desk = mesa();
    at(&mut desk, "2026-11-21 10:00", &["open", "chamado", "-t", "Sábado", "--priority", "alta"]);
    at(&mut desk, "2026-11-21 11:00", &["reply", "1", "resolvido", "-m", "Pronto"]);
    now(&mut desk, "2026-11-23 09:00");
    let rows = rows(&desk, &[]);
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!((&row["elapsed_s"], &row["state"]), (&0.into(), &"met".into()));
    }
}

#[test]
fn an_edited_policy_reaches_open_tickets_only_where_it_says_so() {
    for (version, target) in [("", 16.0), ("version: at_open\n", 16.0), ("version: current\n", 2.0)] {
        let mut desk = mesa();
        desk.write(".tramite/sla/padrao.yaml", &format!("{POLICY}# edited\n{version}"));
        desk.commit("A version");
        at(&mut desk, "2026-11-23 08:00", &["open", "chamado", "-t", "Antes", "--priority", "media"]);
        desk.write(
            ".tramite/sla/padrao.yaml",
            &format!("{POLICY}{version}").replace("within: 16h", "within: 2h"),
        );
        desk.commit("Faster");
        at(&mut desk, "2026-11-23 08:00", &["open", "chamado", "-t", "Depois", "--priority", "media"]);
        let rows = rows(&desk, &[]);
        assert_eq!(rows[1]["target_s"], hours(target), "{version}");
        assert_eq!(rows[3]["target_s"], hours(2.0), "{version}");
    }
}

#[test]
fn calendars_are_todays_unless_the_policy_keeps_them() {
    for (version, elapsed) in [("", 0.0), ("calendar_version: at_open\n", 4.0)] {
        let mut desk = mesa();
        desk.write(".tramite/sla/padrao.yaml", &format!("{POLICY}# edited\n{version}"));
        desk.commit("A version");
        at(&mut desk, "2026-11-23 08:00", &["open", "chamado", "-t", "Um", "--priority", "media"]);
        let path = ".tramite/calendars/comercial.yaml";
        desk.write(path, &desk.read(path).replace("\"2026-11-20\"", "\"2026-11-20\", \"2026-11-23\""));
        desk.commit("A holiday more");
        now(&mut desk, "2026-11-23 12:30");
        assert_eq!(rows(&desk, &[])[1]["elapsed_s"], hours(elapsed), "{version}");
    }
}

#[test]
fn a_deleted_policy_still_runs_what_it_began_and_a_first_one_reaches_old_tickets() {
    let mut desk = mesa();
    at(&mut desk, "2026-11-23 08:00", &["open", "chamado", "-t", "Um", "--priority", "media"]);
    desk.git(&["rm", "-q", ".tramite/sla/padrao.yaml"]).ok();
    desk.commit("No policy");
    at(&mut desk, "2026-11-23 09:00", &["open", "chamado", "-t", "Dois", "--priority", "media"]);
    now(&mut desk, "2026-11-23 10:00");
    let kept = rows(&desk, &[]);
    assert_eq!(kept.len(), 2, "the second has no policy");
    assert_eq!((&kept[1]["elapsed_s"], &kept[1]["policy"]), (&hours(2.0), &"padrao".into()));

    let mut desk = mesa_without("sla/");
    at(&mut desk, "2026-11-23 08:00", &["open", "chamado", "-t", "Um", "--priority", "media"]);
    assert_eq!(report(&desk, &[])["rows"], json!([]));
    desk.write(".tramite/sla/padrao.yaml", POLICY);
    desk.commit("A first policy");
    now(&mut desk, "2026-11-23 10:00");
    let rows = rows(&desk, &[]);
    assert_eq!((&rows[1]["elapsed_s"], &rows[1]["target_s"]), (&hours(2.0), &hours(16.0)));
}

#[test]
fn the_first_policy_that_matches_applies_by_order_then_name() {
    let mut desk = mesa();
    let own = |name: &str, head: &str, hours: u32| {
        format!(
            "policy: {name}\n{head}metrics:\n  resolution: {{start: opened, stop: \"enter_category:resolved\", targets: [{{within: {hours}h}}]}}\n"
        )
    };
    desk.write(".tramite/sla/aaa.yaml", &own("aaa", "order: 10\n", 1));
    desk.write(".tramite/sla/fiscal.yaml", &own("fiscal", "when: \"modulo:fiscal\"\norder: -1\n", 3));
    desk.commit("More policies");
    at(&mut desk, "2026-11-23 08:00", &["open", "chamado", "-t", "Um", "-f", "modulo=fiscal"]);
    at(&mut desk, "2026-11-23 08:00", &["open", "chamado", "-t", "Dois", "-f", "modulo=vendas"]);
    let found: Vec<(String, String)> = rows(&desk, &[])
        .iter()
        .map(|r| (r["ticket"].as_str().unwrap().to_owned(), r["policy"].as_str().unwrap().to_owned()))
        .collect();
    let row = |n: u32, policy: &str| (format!("202611/{n:04}"), policy.to_owned());
    assert_eq!(found, [row(1, "fiscal"), row(2, "padrao"), row(2, "padrao")]);
}

#[test]
fn the_same_history_under_other_policies() {
    let mut desk = mesa();
    long_life(&mut desk);
    now(&mut desk, "2026-11-26 09:00");
    // A folder: 24 h instead of 8 h for what is urgent, on a calendar without a break and without the holiday.
    desk.write(
        "../plan/sla/padrao.yaml",
        &POLICY.replace("within: 8h}, {within: 16h}", "within: 24h}, {within: 16h}"),
    );
    desk.write(
        "../plan/calendars/comercial.yaml",
        "calendar: comercial\nhours: {mon-fri: \"08:00-18:00\"}\n",
    );
    let json = report(&desk, &["--policy-from", "../plan"]);
    // Thu 2 h, Fri 10 h, Mon 2 h + 3 h, Tue 2 h, Wed 3 h; paused Monday 10:00–15:00.
    let row = &json["rows"][1];
    assert_eq!(
        (&row["elapsed_s"], &row["paused_s"], &row["state"]),
        (&hours(22.0), &hours(5.0), &"met".into())
    );
    assert_eq!(json["summary"][1]["compliance"], 1.0);
    assert_eq!(json["today"], report(&desk, &[])["summary"]);
    assert_eq!(json["policy_from"], "../plan");
    // A commit of the repository.
    desk.git(&["checkout", "-q", "-b", "plan"]).ok();
    desk.write(
        ".tramite/sla/padrao.yaml",
        &POLICY.replace("within: 8h}, {within: 16h}", "within: 12h}, {within: 16h}"),
    );
    desk.commit("A plan");
    desk.git(&["checkout", "-q", "main"]).ok();
    let row = report(&desk, &["--policy-from", "plan"])["rows"][1].clone();
    assert_eq!(
        (&row["target_s"], &row["elapsed_s"], &row["state"]),
        (&hours(12.0), &hours(12.0), &"met".into())
    );
    assert_eq!(report(&desk, &[])["rows"][1]["state"], "breached");
    let table = desk.tramite(&["report", "sla", "--policy-from", "plan"]).ok();
    assert!(table.contains("→"), "{table}");
    desk.tramite(&["report", "sla", "--policy-from", "plan", "--fail-on", "breach"]).exits(0);
    // What cannot be used is said.
    desk.tramite(&["report", "sla", "--policy-from", "nowhere"]).fails(3);
    desk.write("../bad/sla/padrao.yaml", &POLICY.replace("16h", "2d"));
    assert!(desk.tramite(&["report", "sla", "--policy-from", "../bad"]).fails(4).contains("bd"));
}
