//! `report aging|response|fcr|reopen|volume|csat|gaps|time`: figures worked out by hand.

use super::mesa::{at, mesa, now};
use crate::harness::Place;
use serde_json::{Value, json};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Seven tickets until Monday 30 November 2026, 12:00.
fn november() -> Place {
    let mut desk = mesa();
    let d = &mut desk;
    let open = |d: &mut Place, when: &str, title: &str, more: &[&str]| {
        let mut args = vec!["open", "chamado", "-t", title, "--priority", "media"];
        args.extend(more);
        at(d, when, &args);
    };
    // 1: nobody has answered it.
    open(d, "2026-11-09 10:00", "Esquecido", &["--origin", "portal", "--for", "daiane@acme"]);
    // 2: one public reply solved it.
    open(d, "2026-11-16 09:00", "Fácil", &["--origin", "portal", "-f", "causa=uso"]);
    at(d, "2026-11-16 10:00", &["reply", "2", "resolvido", "-m", "Assim"]);
    at(d, "2026-11-17 08:00", &["set", "2", "rating=1"]);
    // 3: by phone, two replies after the call.
    open(d, "2026-11-17 09:00", "Difícil", &["--origin", "phone", "--for", "daiane@acme"]);
    at(d, "2026-11-17 09:30", &["reply", "3", "-m", "Vendo", "--time", "1h30m", "--billable"]);
    at(d, "2026-11-17 11:00", &["note", "3", "-m", "Era a rede", "--time", "30m"]);
    at(d, "2026-11-18 08:00", &["set", "3", "payer=acme"]);
    at(d, "2026-11-18 10:00", &["reply", "3", "resolvido", "-m", "Feito"]);
    at(d, "2026-11-18 11:00", &["set", "3", "rating=5"]);
    // 4: by phone, one reply, but it came back.
    open(d, "2026-11-18 08:30", "Voltou", &["--origin", "phone"]);
    at(d, "2026-11-18 12:00", &["reply", "4", "resolvido", "-m", "Feito"]);
    at(d, "2026-11-19 09:00", &["transition", "4", "andamento"]);
    at(d, "2026-11-23 09:00", &["transition", "4", "resolvido"]);
    // 5: rejected.
    open(d, "2026-11-18 13:00", "Engano", &[]);
    at(d, "2026-11-19 10:00", &["transition", "5", "rejeitado"]);
    // 6: five days since the last public reply, to the second.
    open(d, "2026-11-24 12:00", "Parado", &["-f", "modulo=fiscal"]);
    at(d, "2026-11-25 12:00", &["reply", "6", "-m", "Vendo"]);
    at(d, "2026-11-25 13:00", &["assign", "6", "ana"]);
    at(d, "2026-11-29 12:00", &["note", "6", "-m", "Lembrete"]);
    // 7: the customer has waited for two days, to the second.
    open(d, "2026-11-27 12:00", "Aguarda", &[]);
    at(d, "2026-11-27 13:00", &["reply", "7", "-m", "Vendo"]);
    at(d, "2026-11-27 14:00", &["set", "7", "team=produto"]);
    at(d, "2026-11-28 12:00", &["comment", "7", "--customer", "--for", "daiane@acme", "-m", "E então?"]);
    now(d, "2026-11-30 12:00");
    desk
}

fn report(desk: &Place, name: &str, args: &[&str]) -> Value {
    let mut all = vec!["report", name, "--format", "json"];
    all.extend(args);
    desk.tramite(&all).json()
}

/// The values of `keys` in each item of a list.
fn pick(list: &Value, keys: &[&str]) -> Vec<Value> {
    let items = list.as_array().unwrap().iter();
    items.map(|item| Value::Array(keys.iter().map(|key| item[*key].clone()).collect())).collect()
}

fn number(n: u32) -> String {
    format!("202611/{n:04}")
}

#[test]
fn every_report_is_an_envelope_and_has_every_format() {
    let desk = november();
    for name in ["aging", "response", "fcr", "reopen", "volume", "csat", "gaps", "time"] {
        let json = report(&desk, name, &[]);
        let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["version", "report", "desk", "as_of", "head", "rows", "summary"]);
        assert_eq!((&json["version"], &json["report"]), (&1.into(), &name.into()));
        assert_eq!(json["as_of"], "2026-11-30T12:00:00-03:00");
        for format in ["table", "markdown", "html"] {
            assert!(!desk.tramite(&["report", name, "--format", format]).ok().is_empty());
        }
        csv_has_what_json_has(&desk, name, json["rows"].as_array().unwrap());
        assert!(desk.tramite(&["report", name, "--by", "equipa"]).fails(2).contains("equipa"));
        desk.tramite(&["report", name, "--query", "statu:novo"]).fails(2);
        let nothing = report(&desk, name, &["--as-of", "2026-11-01T00:00:00-03:00"]);
        assert_eq!(nothing["rows"], json!([]), "{name}");
    }
    csv_has_what_json_has(&desk, "sla", report(&desk, "sla", &[])["rows"].as_array().unwrap());
    // People read the desk's words for what programs read the ids of, and no two columns have one heading.
    let said = desk.tramite(&["report", "response"]).ok();
    let heads: Vec<&str> = said.lines().next().unwrap().split("  ").map(str::trim).collect();
    let heads: Vec<&str> = heads.into_iter().filter(|head| !head.is_empty()).collect();
    assert_eq!(heads.iter().collect::<std::collections::BTreeSet<_>>().len(), heads.len(), "{heads:?}");
    assert_eq!(heads[heads.len() - 2..], ["Sem resposta > 2 d", "Sem público ≥ 5 d"]);
    assert!(desk.tramite(&["report", "sla"]).ok().contains("cumprido"));
    assert!(desk.tramite(&["report", "aging"]).ok().contains("Ana Souza"));
}

/// Each cell of the report's CSV is the value of the same row and key in JSON.
#[track_caller]
fn csv_has_what_json_has(desk: &Place, name: &str, rows: &[Value]) {
    let text = desk.tramite(&["report", name, "--format", "csv"]).ok();
    let mut csv = csv::Reader::from_reader(text.as_bytes());
    let heads = csv.headers().unwrap().clone();
    let records: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), rows.len(), "{text}");
    for (record, row) in records.iter().zip(rows) {
        for (head, cell) in heads.iter().zip(record) {
            let keys = [head.to_owned(), format!("{head}_s"), format!("{head}_at")];
            let value = keys.iter().find_map(|key| row.get(key));
            let wanted = match value.unwrap_or_else(|| panic!("{name} has no {head} in {row}")) {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(cell, wanted, "{head} of {name}");
        }
    }
}

#[test]
fn aging_counts_open_tickets_and_marks_those_of_15_days() {
    let desk = november();
    let json = report(&desk, "aging", &[]);
    assert_eq!(
        pick(&json["rows"], &["ticket", "age_s", "days", "bucket", "old"]),
        [
            json!([number(1), 21 * DAY + 2 * HOUR, 21, "15-29", true]),
            json!([number(6), 6 * DAY, 6, "3-7", false]),
            json!([number(7), 3 * DAY, 3, "3-7", false]),
        ]
    );
    assert_eq!(
        json["summary"],
        json!([{
            "group": null, "total": 3, "0-2": 0, "3-7": 2, "8-14": 0, "15-29": 1, "30+": 0, "old": 1,
            "oldest_s": 21 * DAY + 2 * HOUR,
        }])
    );
    // Fifteen days to the second are old; a second less are not.
    let old = |at: &str| report(&desk, "aging", &["--as-of", at])["summary"][0]["old"].clone();
    assert_eq!(old("2026-11-24T10:00:00-03:00"), 1);
    assert_eq!(old("2026-11-24T09:59:59-03:00"), 0);
    let by = report(&desk, "aging", &["--by", "team", "--query", "-assignee:ana"]);
    assert_eq!(pick(&by["summary"], &["group", "total"]), [json!(["none", 1]), json!(["produto", 1])]);
}

#[test]
fn response_says_who_waits_and_internal_comments_answer_nobody() {
    let mut desk = november();
    let json = report(&desk, "response", &[]);
    let keys = ["ticket", "unanswered_s", "since_public_s", "idle_s", "unanswered_2d", "silent_5d"];
    assert_eq!(
        pick(&json["rows"], &keys),
        [
            json!([number(1), 21 * DAY + 2 * HOUR, 21 * DAY + 2 * HOUR, 21 * DAY + 2 * HOUR, true, true]),
            json!([number(7), 2 * DAY, 2 * DAY + 23 * HOUR, 2 * DAY, false, false]),
            json!([number(6), null, 5 * DAY, DAY, false, true]),
        ]
    );
    let keys = ["group", "total", "awaiting", "unanswered_2d", "silent_5d"];
    assert_eq!(pick(&json["summary"], &keys), [json!(["none", 2, 1, 1, 2]), json!(["produto", 1, 1, 0, 0])]);
    now(&mut desk, "2026-11-30 12:01");
    // A list of who waits has who has waited since the opening, too.
    let waiting = desk.tramite(&["list", "unanswered:>=2d", "--format", "json"]).json();
    let listed: Vec<_> = waiting["tickets"].as_array().unwrap().iter().map(|t| t["number"].clone()).collect();
    assert_eq!(listed, [number(1), number(7)].map(Value::from));
    let later = report(&desk, "response", &["--query", "number:202611/0007", "--by", "assignee"]);
    assert_eq!(pick(&later["summary"], &["group", "unanswered_2d"]), [json!(["none", 1])]);
}

#[test]
fn first_contact_is_one_reply_or_a_call_and_one_more() {
    let desk = november();
    let json = report(&desk, "fcr", &[]);
    assert_eq!(
        pick(&json["rows"], &["ticket", "origin", "contacts", "fcr", "known"]),
        [
            json!([number(2), "portal", 1, true, false]),
            json!([number(3), "phone", 3, false, false]),
            json!([number(4), "phone", 2, false, false]),
        ]
    );
    assert_eq!(pick(&json["summary"], &["total", "fcr", "known"]), [json!([3, 1, 0])]);
    // Before it came back, the call and one reply were enough.
    let before = report(&desk, "fcr", &["--as-of", "2026-11-18T18:00:00-03:00", "--by", "origin"]);
    assert_eq!(
        pick(&before["summary"], &["group", "total", "fcr", "share"]),
        [json!(["phone", 2, 1, 0.5]), json!(["portal", 1, 1, 1.0])]
    );
    let week = report(&desk, "fcr", &["--since", "2026-11-23", "--until", "2026-11-23"]);
    assert_eq!(pick(&week["rows"], &["ticket"]), [json!([number(4)])]);
}

#[test]
fn a_ticket_that_matched_a_known_occurrence_is_counted_apart() {
    let mut desk = november();
    let file = desk.ticket_file("2");
    let path = format!("{file}/ticket.yaml");
    let text = desk
        .read(&path)
        .replace("fields:\n", "links:\n  - {kind: issue, to: \"https://git.example/1\"}\nfields:\n");
    desk.write(&path, &text);
    desk.commit("An issue");
    now(&mut desk, "2026-11-30 12:05");
    let json = report(&desk, "fcr", &[]);
    assert_eq!(pick(&json["summary"], &["known", "known_fcr", "known_share"]), [json!([1, 1, 1.0])]);
}

#[test]
fn reopenings_are_of_resolved_tickets() {
    let desk = november();
    let json = report(&desk, "reopen", &[]);
    assert_eq!(
        pick(&json["rows"], &["ticket", "reopenings", "resolved_at", "reopened_at"]),
        [
            json!([number(2), 0, "2026-11-16T10:00:00-03:00", null]),
            json!([number(3), 0, "2026-11-18T10:00:00-03:00", null]),
            json!([number(4), 1, "2026-11-18T12:00:00-03:00", "2026-11-19T09:00:00-03:00"]),
        ]
    );
    assert_eq!(
        json["summary"],
        json!([{"group": null, "total": 3, "reopened": 1, "reopenings": 1, "share": 1.0 / 3.0}])
    );
}

#[test]
fn volume_by_week_adds_up() {
    let desk = november();
    let keys = ["week", "from", "opened", "resolved", "dropped", "reopened", "backlog"];
    let monday = |day: u32| format!("2026-11-{day:02}T00:00:00-03:00");
    let json = report(&desk, "volume", &[]);
    assert_eq!(
        pick(&json["rows"], &keys),
        [
            json!(["2026-W46", monday(9), 1, 0, 0, 0, 1]),
            json!(["2026-W47", monday(16), 4, 3, 1, 1, 2]),
            json!(["2026-W48", monday(23), 2, 1, 0, 0, 3]),
            json!(["2026-W49", monday(30), 0, 0, 0, 0, 3]),
        ]
    );
    assert_eq!(pick(&json["summary"], &keys[2..]), [json!([7, 4, 1, 1, 3])]);
    // A period cuts weeks, and the backlog is that of its end.
    let json = report(&desk, "volume", &["--since", "2026-11-18", "--until", "2026-11-24"]);
    assert_eq!(
        pick(&json["rows"], &keys),
        [json!(["2026-W47", monday(18), 2, 2, 1, 1, 2]), json!(["2026-W48", monday(23), 1, 1, 0, 0, 2]),]
    );
    let by = report(&desk, "volume", &["--by", "origin"]);
    assert_eq!(
        pick(&by["summary"], &["group", "opened", "backlog"]),
        [json!(["none", 3, 2]), json!(["phone", 2, 0]), json!(["portal", 2, 1])]
    );
}

#[test]
fn satisfaction_is_on_the_desks_scale() {
    let desk = november();
    let json = report(&desk, "csat", &[]);
    assert_eq!(
        pick(&json["rows"], &["ticket", "rating", "label", "good", "rated_at"]),
        [
            json!([number(2), 1, "Ótimo", true, "2026-11-17T08:00:00-03:00"]),
            json!([number(3), 5, "Péssimo", false, "2026-11-18T11:00:00-03:00"]),
        ]
    );
    let line = &json["summary"][0];
    assert_eq!((&line["total"], &line["good"], &line["share"]), (&2.into(), &1.into(), &0.5.into()));
    assert_eq!(
        pick(&line["values"], &["value", "label", "count"]),
        [json!([1, "Ótimo", 1]), json!([2, "Bom", 0]), json!([5, "Péssimo", 1])]
    );
    let day = report(&desk, "csat", &["--since", "2026-11-18"]);
    assert_eq!(pick(&day["summary"], &["total", "good"]), [json!([1, 0])]);
    let empty = report(&desk, "csat", &["--month", "2026-10"]);
    assert_eq!(pick(&empty["summary"], &["total", "share"]), [json!([0, null])]);
}

#[test]
fn gaps_are_listed_for_whoever_has_the_ticket() {
    let desk = november();
    let json = report(&desk, "gaps", &[]);
    assert_eq!(
        pick(&json["rows"], &["ticket", "rule", "severity"]),
        [json!([number(3), "sem_causa", "gap"]), json!([number(4), "sem_causa", "gap"])]
    );
    assert!(json["rows"][0]["message"].as_str().unwrap().contains("Informe a causa"));
    assert_eq!(json["summary"], json!([{"group": "none", "rule": "sem_causa", "tickets": 2}]));
    let all = report(&desk, "gaps", &["--all-severities", "--query", "number:202611/0001,202611/0006"]);
    assert_eq!(
        pick(&all["rows"], &["ticket", "rule", "severity"]),
        [json!([number(1), "sem_modulo", "warning"])]
    );
}

#[test]
fn time_is_summed_by_who_worked_and_who_pays() {
    let mut desk = november();
    desk.be("Bia Reis", "bia@desk.example");
    at(&mut desk, "2026-11-30 13:00", &["note", "6", "-m", "Análise", "--time", "45m", "--billable"]);
    let json = report(&desk, "time", &[]);
    assert_eq!(
        pick(&json["rows"], &["ticket", "person", "payer", "time_s", "billable", "at"]),
        [
            json!([number(3), "ana", "acme", 5400, true, "2026-11-17T09:30:00-03:00"]),
            json!([number(3), "ana", "acme", 1800, false, "2026-11-17T11:00:00-03:00"]),
            json!([number(6), "bia", null, 2700, true, "2026-11-30T13:00:00-03:00"]),
        ]
    );
    let keys = ["group", "entries", "time_s", "billable_s"];
    assert_eq!(pick(&json["summary"], &keys), [json!(["ana", 2, 7200, 5400]), json!(["bia", 1, 2700, 2700])]);
    let by = |key: &str| pick(&report(&desk, "time", &["--by", key])["summary"], &keys);
    assert_eq!(by("payer"), [json!(["acme", 2, 7200, 5400]), json!(["none", 1, 2700, 2700])]);
    assert_eq!(by("month"), [json!(["2026-11", 3, 9900, 8100])]);
    let day = report(&desk, "time", &["--until", "2026-11-17"]);
    assert_eq!(pick(&day["summary"], &keys), [json!(["ana", 2, 7200, 5400])]);
}
