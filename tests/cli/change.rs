//! `set`, `assign`, `take`, `transfer`, `tag`, `due`, `promise`, `watch`.

use super::support::{be_ana, commits, desk_with_ticket, refused, says, tip};
use crate::harness::Place;
use serde_json::{Value, json};

fn ticket(desk: &Place) -> Value {
    desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"].clone()
}

#[test]
fn each_change_is_one_commit_that_says_what_changed() {
    let mut desk = desk_with_ticket();
    for (args, subject) in [
        (&["set", "1", "area=usage"][..], "field: area"),
        (&["set", "1", "title=Secret words"], "title"),
        (&["set", "1", "priority=high", "-m", "They all wait"], "priority: normal → high; comment: internal"),
        (&["assign", "1", "bruno"], "assignee: ana → bruno"),
        (&["assign", "1", "none"], "assignee: bruno → none"),
        (&["take", "1"], "assignee: none → ana"),
        (&["tag", "1", "+export", "nfe", "-none"], "tags: +export +nfe"),
        (&["tag", "1", "-nfe"], "tags: -nfe"),
        (&["due", "1", "+5d"], "due: none → 2026-11-28"),
        (&["due", "1", "2026-11-30 18:00"], "due: 2026-11-28 → 2026-11-30T18:00:00-03:00"),
        (&["promise", "1", "tomorrow"], "promised: none → 2026-11-24"),
        (&["promise", "1", "none"], "promised: 2026-11-24 → none"),
        (&["watch", "1", "john@example", "bruno"], "watchers"),
        (&["watch", "1", "-bruno"], "watchers"),
        (
            &["transfer", "1", "Engineering", "-m", "A fault"],
            "team: support → engineering; assignee: ana → none; comment: internal",
        ),
    ] {
        let before = commits(&desk);
        desk.tramite(args).ok();
        assert_eq!(commits(&desk), before + 1, "{args:?}");
        assert_eq!(tip(&desk, "%s|%b"), format!("202611/0001 {subject}|"), "{args:?}");
    }
    let now = ticket(&desk);
    assert_eq!(now["tags"], json!(["export"]));
    assert_eq!(now["watchers"], json!(["john@example"]));
    assert_eq!(now["due"], "2026-11-30T18:00:00-03:00");
    assert_eq!((&now["team"], &now["assignee"]), (&json!("engineering"), &Value::Null));
    desk.is_clean();
    be_ana(&mut desk);
}

#[test]
fn an_empty_value_clears() {
    let desk = desk_with_ticket();
    desk.tramite(&["set", "1", "area=usage", "tags=+a,+b", "due=2026-11-30"]).ok();
    desk.tramite(&["set", "1", "area=", "due=", "assignee=", "tags="]).ok();
    let now = ticket(&desk);
    assert_eq!(now["fields"], json!({}));
    assert_eq!((&now["due"], &now["assignee"], &now["tags"]), (&Value::Null, &Value::Null, &json!([])));
    refused(&desk, &["set", "1", "title="], 4);
    refused(&desk, &["set", "1", "type="], 4);
}

#[test]
fn the_value_it_has_already_writes_nothing() {
    let desk = desk_with_ticket();
    let before = commits(&desk);
    for args in
        [&["set", "1", "priority=normal"][..], &["take", "1"], &["tag", "1", "-none"], &["due", "1", "none"]]
    {
        let said = desk.tramite(args).ok();
        says(&said, &["nothing"]);
    }
    let said = desk.tramite(&["take", "1", "--format", "json"]).json();
    assert_eq!(said["commit"], Value::Null);
    assert_eq!(commits(&desk), before);
}

#[test]
fn a_changing_command_answers_in_json() {
    let desk = desk_with_ticket();
    for args in [
        &["set", "1", "area=usage"][..],
        &["note", "1", "-m", "x"],
        &["transition", "1", "open"],
        &["assign", "1", "bruno"],
        &["tag", "1", "x"],
        &["open", "question", "-t", "x"],
    ] {
        let mut args = args.to_vec();
        args.extend(["--format", "json"]);
        let said = desk.tramite(&args).json();
        let keys: Vec<&String> = said.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["version", "number", "uid", "commit", "status"], "{args:?}");
        assert_eq!(said["version"], 1);
        assert_eq!(said["commit"].as_str().unwrap(), tip(&desk, "%H"));
        assert_eq!(said["uid"].as_str().unwrap().len(), 26);
    }
}

#[test]
fn what_cannot_be_set_is_refused() {
    let desk = desk_with_ticket();
    for (args, code, part) in [
        (&["set", "1", "aera=usage"][..], 4, "area"),
        (&["set", "1", "area=usge"], 4, "usage"),
        (&["set", "1", "area"], 2, "KEY=VALUE"),
        (&["set", "1", "=x"], 2, "KEY=VALUE"),
        (&["set", "1", "uid=01JDB3V1Q2Z6X8N4T7C5M9K0RA"], 4, "uid"),
        (&["set", "1", "number=202611/0009"], 4, "number"),
        (&["set", "1", "priority=urgentt"], 3, "urgent"),
        (&["set", "1", "type=problm"], 3, "problem"),
        (&["assign", "1", "brno"], 3, "bruno"),
        (&["transfer", "1", "enginering", "-m", "x"], 3, "engineering"),
        (&["due", "1", "someday"], 4, "someday"),
        (&["promise", "1", "2026-02-30"], 4, "2026-02-30"),
        (&["watch", "1", "nobody"], 3, "nobody"),
    ] {
        says(&refused(&desk, args, code), &[part]);
    }
}

#[test]
fn several_wrong_values_are_named_together_and_nothing_is_written() {
    let desk = desk_with_ticket();
    says(
        &refused(&desk, &["set", "1", "area=usge", "priority=hgh", "tags=+fine"], 4),
        &["\"usge\"", "\"hgh\""],
    );
}

#[test]
fn a_changed_type_brings_its_own_fields_and_defaults() {
    let desk = desk_with_ticket();
    desk.tramite(&["set", "1", "type=Request", "service=report"]).ok();
    let now = ticket(&desk);
    assert_eq!(
        (&now["type"], &now["status"], &now["due"]),
        (&json!("request"), &json!("new"), &json!("2026-11-28"))
    );
    assert_eq!(now["fields"]["service"], "report");
}

#[test]
fn a_staged_file_of_the_user_stays_staged_and_out_of_the_commit() {
    let desk = desk_with_ticket();
    desk.write("notes.txt", "mine\n");
    desk.git(&["add", "notes.txt"]).ok();
    desk.write("other.txt", "not staged\n");
    desk.tramite(&["tag", "1", "x"]).ok();
    assert_eq!(desk.git(&["status", "--porcelain"]).ok(), "A  notes.txt\n?? other.txt\n");
    assert_eq!(desk.git(&["show", "--stat", "--format=", "HEAD", "--", "notes.txt"]).ok(), "");
}

#[test]
fn a_ticket_with_uncommitted_edits_is_not_run_over() {
    let desk = desk_with_ticket();
    let path = format!("{}/ticket.yaml", desk.ticket_file("1"));
    let text = desk.read(&path).replace("title: Export", "title: Mine");
    desk.write(&path, &text);
    let err = refused(&desk, &["tag", "1", "x"], 6);
    says(&err, &[&path, "git status"]);
    assert_eq!(desk.read(&path), text);
    for args in [&["show", "1"][..], &["list"]] {
        let said = desk.tramite(args);
        says(&said.err, &["warning: ", &path, "uncommitted"]);
        says(&said.ok(), &["Export"]);
    }
}

#[test]
fn yaml_comments_are_not_dropped_unasked() {
    let desk = desk_with_ticket();
    let path = format!("{}/ticket.yaml", desk.ticket_file("1"));
    desk.write(&path, &desk.read(&path).replace("title: Export", "title: Export # as they say"));
    desk.commit("a remark");
    let err = refused(&desk, &["tag", "1", "x"], 4);
    says(&err, &["line 3", "--drop-yaml-comments"]);
    desk.tramite(&["tag", "1", "x", "--drop-yaml-comments"]).ok();
    assert!(!desk.read(&path).contains('#'));
    assert_eq!(ticket(&desk)["title"], "Export");
}
