//! The shapes of 8.1 to 8.4, exactly.

use super::support::desk_with_ticket;
use serde_json::{Value, json};

#[track_caller]
fn keys(value: &Value, expected: &str) {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected: Vec<&str> = expected.split_whitespace().collect();
    keys.sort_unstable();
    expected.sort_unstable();
    assert_eq!(keys, expected, "{value}");
}

const T: &str = "number uid type title status category priority requester organization payer team assignee watchers origin tags due promised opened_at closed_at fields sla path";

#[test]
fn a_ticket_has_every_key_and_null_where_it_has_no_value() {
    let desk = desk_with_ticket();
    let list = desk.tramite(&["list", "--format", "json"]).json();
    keys(&list, "version tickets");
    assert_eq!(list["version"], 1);
    let ticket = &list["tickets"][0];
    keys(ticket, T);
    keys(&ticket["sla"], "metric due_at state");
    for key in ["payer", "origin", "due", "promised", "closed_at"] {
        assert_eq!(ticket[key], Value::Null, "{key}");
    }
    assert_eq!(
        (&ticket["watchers"], &ticket["tags"], &ticket["fields"]),
        (&json!([]), &json!([]), &json!({}))
    );
    assert_eq!(ticket["opened_at"], "2026-11-23T10:00:00-03:00");
    // 8 working hours from 10:00: 7 h to 18:00 without lunch hour, 1 h of the next morning.
    assert_eq!(
        ticket["sla"],
        json!({"metric": "first_response", "due_at": "2026-11-24T10:00:00-03:00", "state": "running"})
    );
}

#[test]
fn a_shown_ticket_has_its_thread_and_its_moves() {
    let desk = desk_with_ticket();
    desk.tramite(&["note", "1", "-m", "x"]).ok();
    let show = desk.tramite(&["show", "1", "--format", "json"]).json();
    keys(&show, "version ticket");
    let ticket = show["ticket"].as_object().unwrap();
    for key in
        T.split_whitespace().chain(["description", "links", "attachments", "comments", "commits", "allowed"])
    {
        assert!(ticket.contains_key(key), "{key}");
    }
    let comment = &show["ticket"]["comments"][0];
    for key in ["id", "kind", "channel", "with", "for", "at", "by", "time", "approval", "dismissed", "body"] {
        assert!(comment.as_object().unwrap().contains_key(key), "{key}");
    }
    assert_eq!(comment["dismissed"], false);
    keys(&comment["by"], "name email");
    keys(&show["ticket"]["allowed"][0], "to missing");
    assert_eq!(show["ticket"]["links"], json!([]));
}

#[test]
fn a_log_has_typed_changes_and_keeps_the_authors_offset() {
    let mut desk = desk_with_ticket();
    desk.set("GIT_AUTHOR_DATE", "2026-11-23T14:00:00+01:00");
    desk.tramite(&["set", "1", "area=usage", "tags=+a"]).ok();
    desk.unset("GIT_AUTHOR_DATE");
    let log = desk.tramite(&["log", "1", "--format", "json"]).json();
    keys(&log, "version tramites");
    let all = log["tramites"].as_array().unwrap();
    for tramite in all {
        keys(tramite, "at recorded by commit changes");
        keys(&tramite["by"], "name email");
    }
    assert_eq!(all[0]["changes"][0]["change"], "opened");
    assert_eq!(all[1]["at"], "2026-11-23T14:00:00+01:00");
    assert_eq!(
        all[1]["changes"],
        json!([
            {"change": "tags", "added": ["a"], "removed": []},
            {"change": "field", "field": "area", "from": null, "to": "usage"},
        ])
    );
}

#[test]
fn lists_of_the_desk_are_enveloped() {
    let desk = desk_with_ticket();
    for (args, name, id) in [
        (&["type", "list"][..], "types", "type"),
        (&["macro", "list"], "macros", "id"),
        (&["view", "list"], "views", "id"),
    ] {
        let mut args = args.to_vec();
        args.extend(["--format", "json"]);
        let said = desk.tramite(&args).json();
        keys(&said, &format!("version {name}"));
        assert_eq!(said["version"], 1);
        let first = &said[name][0];
        assert!(first[id].is_string() && first["title"].is_string(), "{first}");
    }
    let found = desk.tramite(&["validate", "--format", "json"]).json();
    assert_eq!(found, json!({"version": 1, "findings": []}));
    let path = format!("{}/ticket.yaml", desk.ticket_file("1"));
    desk.write(&path, &desk.read(&path).replace("status: new", "status: nope"));
    let said = desk.tramite(&["validate", "--format", "json"]).exits(1);
    let found: Value = serde_json::from_str(&said.out).unwrap();
    let finding = &found["findings"][0];
    for key in ["path", "line", "ticket", "commit", "rule", "message", "severity"] {
        assert!(finding.as_object().unwrap().contains_key(key), "{key}: {finding}");
    }
    assert_eq!((&finding["path"], &finding["severity"]), (&json!(path), &json!("error")));
}

#[test]
fn the_sla_report_has_the_rows_and_summary_of_the_design() {
    let desk = desk_with_ticket();
    let report = desk.tramite(&["report", "sla", "--format", "json"]).json();
    keys(&report, "version desk as_of head rows summary");
    keys(
        &report["rows"][0],
        "ticket uid title type priority team assignee organization policy metric cycle target_s target_changed started_at due_at stopped_at elapsed_s paused_s remaining_s state",
    );
    keys(
        &report["summary"][0],
        "metric group total met breached running at_risk overdue paused cancelled compliance elapsed_p50_s elapsed_p90_s",
    );
    assert_eq!(report["summary"][0]["compliance"], Value::Null);
}
