//! A support day from an empty folder, by command and then by hand.

use super::support::{commits, says, tip};
use crate::harness::Place;
use serde_json::{Value, json};

fn status(desk: &Place, ticket: &str) -> Value {
    desk.tramite(&["show", ticket, "--format", "json"]).json()["ticket"]["status"].clone()
}

/// From nothing to a closed ticket: each step one commit, each with its own time.
fn day() -> Place {
    let mut desk = Place::empty();
    desk.git(&["init", "-q", "-b", "main"]).ok();
    desk.tramite(&["init", "--preset", "helpdesk", "--timezone", "America/Sao_Paulo"]).ok();
    assert_eq!(desk.tramite(&["validate", "--config"]).ok(), "");
    for (now, args) in [
        (
            "10:00",
            &[
                "open",
                "problem",
                "-t",
                "Cannot export",
                "-d",
                "It stops",
                "-f",
                "impact=all",
                "--for",
                "maria@example",
                "--origin",
                "phone",
                "-p",
                "urgent",
            ][..],
        ),
        ("10:05", &["assign", "1", "none"]),
        ("10:06", &["take", "1"]),
        ("10:10", &["transition", "1", "open", "-m", "I take a look"]),
        ("10:20", &["reply", "1", "pending", "-m", "Which browser?", "--channel", "email"]),
        (
            "11:20",
            &["comment", "1", "--customer", "--for", "maria@example", "--channel", "phone", "-m", "Firefox"],
        ),
        ("11:30", &["tag", "1", "+export", "+browser"]),
        ("11:31", &["set", "1", "version=12.10", "steps=Press export"]),
        ("11:32", &["due", "1", "2026-11-24 18:00"]),
        ("11:33", &["promise", "1", "tomorrow"]),
        ("11:34", &["watch", "1", "john@example"]),
        ("11:40", &["transition", "1", "engineering", "-m", "The log shows a fault in the export job"]),
        ("12:00", &["note", "1", "open", "-m", "Fixed by a newer browser", "--time", "30m"]),
        ("12:05", &["macro", "apply", "1", "reply/new_agent"]),
        ("12:10", &["set", "1", "cause=Third party"]),
        ("12:20", &["solve", "1", "-m", "Please update Firefox"]),
        ("14:00", &["transition", "1", "closed"]),
    ] {
        desk.at(&format!("2026-11-23T{now}:00-03:00"));
        let before = commits(&desk);
        desk.tramite(args).ok();
        assert_eq!(commits(&desk), before + 1, "{args:?}");
        assert!(tip(&desk, "%s").starts_with("202611/0001 "), "{args:?}");
        assert_eq!(tip(&desk, "%aI"), format!("2026-11-23T{now}:00-03:00"));
        assert_eq!(desk.tramite(&["validate", "--all"]).ok(), "", "{args:?}");
    }
    desk
}

#[test]
fn a_day_by_command() {
    let desk = day();
    let ticket = &desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"];
    assert_eq!(
        (&ticket["status"], &ticket["closed_at"]),
        (&json!("closed"), &json!("2026-11-23T14:00:00-03:00"))
    );
    assert_eq!(ticket["fields"]["version"], "12.10");
    assert_eq!(ticket["fields"]["cause"], "third_party");
    assert_eq!((&ticket["team"], &ticket["assignee"]), (&json!("support"), &json!("ana")));
    assert_eq!(
        (&ticket["due"], &ticket["promised"]),
        (&json!("2026-11-24T18:00:00-03:00"), &json!("2026-11-24"))
    );
    let kinds: Vec<&str> =
        ticket["comments"].as_array().unwrap().iter().map(|c| c["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["internal", "public", "customer", "internal", "internal", "public", "public"]);
    // The first answer after 20 minutes; solved after 10:00-10:20, 11:20-12:20 of working time, an hour's pause between.
    let report = desk.tramite(&["report", "sla", "--format", "json"]).json();
    let rows: Vec<(&str, i64, &str)> = report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            (r["metric"].as_str().unwrap(), r["elapsed_s"].as_i64().unwrap(), r["state"].as_str().unwrap())
        })
        .collect();
    assert_eq!(rows, [("first_response", 20 * 60, "met"), ("resolution", 80 * 60, "met")]);
    assert_eq!(report["rows"][1]["paused_s"], 3600);
    let log = desk.tramite(&["log", "1"]).ok();
    assert_eq!(log.lines().filter(|l| l.contains("2026-11-23 ")).count(), 17);
    assert_eq!(desk.tramite(&["list", "--format", "json"]).json()["tickets"], json!([]));
    says(&desk.tramite(&["list", "--all"]).ok(), &["202611/0001"]);
    says(
        &desk.tramite(&["macro", "render", "1", "reply/received"]).ok(),
        &["Hello Maria Lopes", "202611/0001"],
    );
    says(&desk.tramite(&[]).ok(), &["What to do next (0)"]);
    desk.is_clean();
    assert_eq!(desk.tramite(&["check", "HEAD"]).ok(), "");
    // The index is disposable.
    let before = desk.tramite(&["show", "1", "--format", "json"]).ok();
    std::fs::remove_dir_all(desk.path().join(".git/tramite")).unwrap();
    assert_eq!(desk.tramite(&["show", "1", "--format", "json"]).ok(), before);
}

#[test]
fn the_same_desk_by_hand() {
    let mut desk = day();
    desk.at("2026-11-23T15:00:00-03:00");
    desk.tramite(&["open", "question", "-t", "Second", "--for", "john@example"]).ok();
    let path = desk.ticket_file("2");
    // An answer and a move with an editor and git.
    desk.at("2026-11-23T15:30:00-03:00");
    let file = format!("{path}/ticket.yaml");
    desk.write(
        &file,
        &desk
            .read(&file)
            .replace("status: new", "status: pending")
            .replace("team: support", "team: support\ntags: [by_hand]"),
    );
    desk.write(
        &format!("{path}/01M84WZZ00ABCDEFGHJKMNPQRS.yaml"),
        "kind: public\nchannel: phone\nbody: Written by hand\n",
    );
    desk.commit("Whatever a person writes here");
    assert_eq!(desk.tramite(&["validate", "--all"]).ok(), "");
    let ticket = desk.tramite(&["show", "2", "--format", "json"]).json()["ticket"].clone();
    assert_eq!((&ticket["status"], &ticket["category"]), (&json!("pending"), &json!("waiting")));
    assert_eq!(ticket["tags"], json!(["by_hand"]));
    assert_eq!(ticket["comments"][0]["at"], "2026-11-23T15:30:00-03:00");
    let log = desk.tramite(&["log", "2", "--format", "json"]).json();
    let changes: Vec<&str> = log["tramites"][1]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["change"].as_str().unwrap())
        .collect();
    assert_eq!(changes, ["status", "tags", "comment"]);
    let list = desk.tramite(&["list", "category:waiting", "--format", "json"]).json();
    assert_eq!(list["tickets"][0]["number"], "202611/0002");
    // Its clocks count it like any other: answered after 30 minutes, paused since.
    desk.at("2026-11-23T17:00:00-03:00");
    let report = desk.tramite(&["report", "sla", "--query", "status:pending", "--format", "json"]).json();
    let row = |n: usize| (report["rows"][n]["elapsed_s"].clone(), report["rows"][n]["state"].clone());
    assert_eq!(row(0), (json!(1800), json!("met")));
    assert_eq!(row(1), (json!(1800), json!("paused")));
    assert_eq!(report["rows"][1]["paused_s"], 5400);
    // The commands go on from there, and leave alone what they do not change.
    desk.tramite(&["comment", "2", "--customer", "--for", "john@example", "-m", "Thanks"]).ok();
    assert_eq!(status(&desk, "2"), "open");
    desk.is_clean();
    assert_eq!(desk.tramite(&["check", "HEAD"]).ok(), "");
}

#[test]
fn a_hand_edit_that_the_process_refuses_is_found_and_shown() {
    let mut desk = day();
    desk.at("2026-11-23T15:00:00-03:00");
    desk.tramite(&["open", "question", "-t", "Second"]).ok();
    let file = format!("{}/ticket.yaml", desk.ticket_file("2"));
    desk.write(&file, &desk.read(&file).replace("status: new", "status: nowhere"));
    // Before it is committed only `validate` sees it.
    says(&desk.tramite(&["validate"]).exits(1).out, &[&file, "\"nowhere\""]);
    assert_eq!(status(&desk, "2"), "new");
    desk.commit("by hand");
    assert_eq!(status(&desk, "2"), "nowhere");
    says(&desk.tramite(&["validate"]).exits(1).out, &[&file, "\"nowhere\""]);
    says(&desk.tramite(&["list"]).ok(), &["nowhere"]);
    says(&desk.tramite(&["log", "2"]).ok(), &["nowhere"]);
    desk.tramite(&["report", "sla"]).ok();
    desk.git(&["revert", "--no-edit", "HEAD"]).ok();
    assert_eq!(desk.tramite(&["validate", "--all"]).ok(), "");
    assert_eq!(status(&desk, "2"), "new");
}
