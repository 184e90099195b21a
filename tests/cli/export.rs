//! `export`, and that what it writes can be imported again (8.4).

use crate::harness::Place;
use serde_json::{Map, Value, json};
use std::path::Path;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn demo(tickets: &str, seed: &str) -> Place {
    let mut desk = Place::empty();
    desk.tramite(&["demo", "../demo", "--tickets", tickets, "--seed", seed]).ok();
    desk.cd("demo");
    let who = desk.git(&["log", "-1", "--format=%an%n%ae", "--", ".tramite/desk.yaml"]).ok();
    let (name, email) = who.trim().split_once('\n').unwrap();
    desk.be(name, email);
    desk
}

/// A line of `export` as a line of `import jsonl`. Links by uid hold because the uid is given.
fn as_import(exported: &Value) -> Value {
    let first = &exported["tramites"][0];
    let mut line: Map<String, Value> = first["changes"][0]["ticket"]
        .as_object()
        .unwrap()
        .clone()
        .into_iter()
        .filter(|(k, _)| k != "number")
        .collect();
    line.insert("external".into(), json!({"system": "desk", "id": exported["number"]}));
    line.insert("opened_at".into(), first["at"].clone());
    line.insert("by".into(), first["by"].clone());
    line.entry("organization").or_insert(Value::Null);
    let events = exported["tramites"].as_array().unwrap()[1..].iter();
    line.insert("events".into(), events.map(event).collect());
    line.into()
}

fn event(tramite: &Value) -> Value {
    let mut event = json!({"at": tramite["at"], "by": tramite["by"]});
    let mut set = Map::new();
    for change in tramite["changes"].as_array().unwrap() {
        let mut change = change.as_object().unwrap().clone();
        let kind = change.remove("change").unwrap();
        match kind.as_str().unwrap() {
            "status" => event["status"] = change["to"].clone(),
            "comment" => event["comment"] = change.into(),
            "dismissed" => {}
            "field" => {
                let id = format!("fields.{}", change["field"].as_str().unwrap());
                set.insert(id, change["to"].clone());
            }
            "tags" | "watchers" => {
                let signed = |key: &str, sign: &str| -> Vec<Value> {
                    change[key]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|t| format!("{sign}{}", t.as_str().unwrap()).into())
                        .collect()
                };
                let both = [signed("added", "+"), signed("removed", "-")].concat();
                set.insert(kind.as_str().unwrap().to_owned(), both.into());
            }
            key => {
                set.insert(key.to_owned(), change["to"].clone());
            }
        }
    }
    if !set.is_empty() {
        event["set"] = set.into();
    }
    event
}

/// What a second desk cannot share: commits, and where the ticket came from.
fn comparable(exported: &Value) -> Value {
    let mut exported = exported.clone();
    exported["ticket"].as_object_mut().unwrap().remove("external");
    for tramite in exported["tramites"].as_array_mut().unwrap() {
        tramite.as_object_mut().unwrap().remove("commit");
        for change in tramite["changes"].as_array_mut().unwrap() {
            if change["change"] == "opened" {
                change["ticket"].as_object_mut().unwrap().remove("external");
            }
        }
    }
    exported
}

#[test]
fn one_line_per_ticket_with_everything_that_was_recorded() {
    let mut desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "How?", "--for", "maria@example"]).ok();
    desk.at("2026-11-23T12:00:00-03:00");
    desk.tramite(&["reply", "1", "solved", "-m", "So", "--channel", "email"]).ok();
    desk.tramite(&["transition", "1", "closed"]).ok();
    desk.at("2026-11-23T15:30:00+02:00");
    desk.tramite(&["open", "question", "-t", "Second", "--for", "maria@example"]).ok();
    let all = lines(&desk.tramite(&["export"]).ok());
    assert_eq!(all.len(), 2, "closed ones too");
    let first = &all[0];
    let keys: Vec<&String> = first.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["number", "uid", "ticket", "tramites"]);
    assert_eq!((&first["number"], &first["ticket"]["status"]), (&json!("202611/0001"), &json!("closed")));
    assert_eq!(first["uid"], first["ticket"]["uid"]);
    let second = &first["tramites"][1];
    let keys: Vec<&String> = second.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["at", "recorded", "by", "commit", "changes"]);
    assert_eq!(second["at"], "2026-11-23T12:00:00-03:00");
    assert_eq!(second["by"], json!({"name": "Ana Souza", "email": "ana@desk.example"}));
    assert_eq!(second["commit"], desk.git(&["rev-parse", "HEAD~2"]).ok().trim());
    let changes = second["changes"].as_array().unwrap();
    assert_eq!(changes[0], json!({"change": "status", "from": "new", "to": "solved"}));
    assert!(changes.iter().any(|c| c["change"] == "comment" && c["body"] == "So" && c["channel"] == "email"));
    // The offset is the author's, as in `log`.
    assert_eq!(all[1]["tramites"][0]["at"], "2026-11-23T15:30:00+02:00");
    assert_eq!(desk.tramite(&["log", "1", "--format", "json"]).json()["tramites"], first["tramites"]);
}

#[test]
fn a_filter_narrows_it_and_a_wrong_one_writes_nothing() {
    let desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "One", "--for", "maria@example"]).ok();
    desk.tramite(&["open", "question", "-t", "Two", "--for", "maria@example", "--priority", "urgent"]).ok();
    assert_eq!(lines(&desk.tramite(&["export", "priority:urgent"]).ok())[0]["ticket"]["title"], "Two");
    assert_eq!(lines(&desk.tramite(&["export", "-priority:urgent"]).ok())[0]["ticket"]["title"], "One");
    assert_eq!(desk.tramite(&["export", "status:closed"]).ok(), "");
    assert!(desk.tramite(&["export", "prioriti:urgent"]).fails(2).contains("priority"));
    assert_eq!(Place::desk().tramite(&["export"]).ok(), "");
}

#[test]
fn what_is_exported_can_be_imported_and_exports_the_same() {
    for seed in ["3", "11"] {
        let desk = demo("40", seed);
        let exported = lines(&desk.tramite(&["export"]).ok());
        assert_eq!(exported.len(), 40);
        let first = desk.git(&["rev-list", "--max-parents=0", "HEAD"]).ok();
        // A second desk begins with the same configuration.
        desk.git(&["worktree", "add", "-q", "-b", "fresh", "../fresh", first.trim()]).ok();
        desk.git(&["clone", "-q", "-b", "fresh", ".", "../second"]).ok();
        let mut second = desk;
        second.cd("second");
        let file: String = exported.iter().map(|line| as_import(line).to_string() + "\n").collect();
        second.write("../export.jsonl", &file);
        let made = second.tramite(&["import", "jsonl", "../export.jsonl", "--format", "json"]).json();
        assert_eq!(made["tickets"], 40, "{made}");
        assert_eq!((&made["bad"], &made["unknown"]), (&json!([]), &json!([])));
        assert_eq!(made["transitions"], json!([]), "a demo follows its flows");
        let again = lines(&second.tramite(&["export"]).ok());
        for (before, after) in exported.iter().zip(&again) {
            assert_eq!(comparable(before), comparable(after));
        }
        assert_eq!(again.len(), 40);
        second.is_clean();
        second.tramite(&["validate", "--all"]).ok();
    }
}

#[test]
fn the_example_of_the_documentation_works() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/import.md")).unwrap();
    let block = |begin: &str| {
        let rest = text.split(begin).nth(1).unwrap();
        rest.split("\n```").next().unwrap().to_owned()
    };
    let desk = Place::desk();
    desk.write("../tickets.jsonl", &block("```jsonl\n"));
    let console = block("```console\n");
    let mut shown = String::new();
    for line in console.lines().filter_map(|line| line.strip_prefix("$ ")) {
        shown.push_str(&format!(
            "$ {line}\n{}",
            desk.sh(&line.replace("tickets.jsonl", "../tickets.jsonl")).ok()
        ));
    }
    assert_eq!(shown.trim_end(), console.trim_end());
    desk.is_clean();
    desk.tramite(&["validate", "--all"]).ok();
}
