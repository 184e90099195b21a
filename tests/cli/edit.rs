//! `edit`: the file in the editor, recorded as the desk's rules allow.

use super::support::{desk_with_ticket, is_told, refused, says, state, tip};
use crate::harness::Place;

/// `edit 1` with `editor`, which refuses with `code` and writes nothing; gives what it said.
#[track_caller]
fn refuses(desk: &mut Place, editor: &str, code: i32) -> String {
    desk.set("GIT_EDITOR", editor);
    let before = state(desk);
    let err = desk.tramite(&["edit", "1"]).fails(code);
    is_told(&err);
    assert_eq!(state(desk), before, "{editor}");
    err
}

fn sed(script: &str) -> String {
    format!("sed -i '{script}'")
}

#[test]
fn an_edit_is_one_commit_of_what_changed() {
    let mut desk = desk_with_ticket();
    desk.set("GIT_EDITOR", &sed("s/^title:.*/title: \"New: words\"/; s/^status:.*/status: open/"));
    desk.tramite(&["edit", "1"]).ok();
    assert_eq!(tip(&desk, "%s"), "202611/0001 title; status: new → open");
    let path = format!("{}/ticket.yaml", desk.ticket_file("1"));
    says(&desk.read(&path), &["title: \"New: words\"\n"]);
    desk.is_clean();
}

#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let mut desk = desk_with_ticket();
    let before = state(&desk);
    for editor in ["true", ":"] {
        desk.set("GIT_EDITOR", editor);
        says(&desk.tramite(&["edit", "1"]).ok(), &["nothing to change"]);
    }
    assert_eq!(state(&desk), before);
}

#[test]
fn an_edit_that_the_desk_refuses_keeps_the_text() {
    let mut desk = desk_with_ticket();
    for (script, part) in [
        ("s/^title:.*/title: [/", "ticket.yaml:"),
        ("s/^uid:.*/uid: 01JDB3V1Q2Z6X8N4T7C5M9K0RA/", "uid"),
        ("s/^status:.*/status: closed/", "pending"),
        ("s/^status:.*/status: nope/", "\"nope\""),
        ("s/^type:.*/type: nope/", "\"nope\""),
        ("s/^priority:.*/priority: nope/", "\"nope\""),
        ("s/^assignee:.*/assignee: nope/", "\"nope\""),
        ("s/^title:.*/title:/", "title"),
        ("s/^title:.*/title: x # remark/", "--drop-yaml-comments"),
        ("1ititle: twice", "title"),
        ("1,$d", "empty"),
        ("1i<<<<<<< ours", "conflict"),
    ] {
        let err = refuses(&mut desk, &sed(script), 4);
        says(&err, &[part, "your text is kept in"]);
    }
    let kept = refuses(&mut desk, &sed("s/^status:.*/status: nope/"), 4);
    let path = kept.split("kept in ").nth(1).unwrap().trim();
    says(&std::fs::read_to_string(path).unwrap(), &["status: nope"]);
    refuses(&mut desk, "false", 6);
}

#[test]
fn only_a_true_clash_with_someone_elses_change_is_a_conflict() {
    let mut desk = desk_with_ticket();
    let meanwhile = |others: &str, script: &str| {
        format!("f() {{ tramite {others} >/dev/null; sed -i '{script}' \"$1\"; }}; f")
    };
    desk.set(
        "GIT_EDITOR",
        &meanwhile(
            "set 1 title=Meanwhile tags=+a",
            "s/^title:.*/title: Mine/; s/^priority:.*/priority: high/",
        ),
    );
    let err = desk.tramite(&["edit", "1"]).fails(5);
    says(
        &err,
        &["someone else", "title: you wrote \"Mine\", and it is \"Meanwhile\" now", "your text is kept in"],
    );
    assert!(!err.contains("high"), "what nobody else changed is no clash: {err}");
    let kept = err.split("kept in ").nth(1).unwrap().trim();
    says(&std::fs::read_to_string(kept).unwrap(), &["title: Mine\n", "priority: high\n"]);
    let ticket = || desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"].clone();
    assert_eq!((&ticket()["title"], &ticket()["priority"]), (&"Meanwhile".into(), &"normal".into()));
    desk.is_clean();
    // Another key, another tag, the same value, another ticket: both changes stand.
    desk.set(
        "GIT_EDITOR",
        &meanwhile("set 1 priority=low tags=+b", "s/^title:.*/title: Mine/; s/^tags:/&\\n  - c/"),
    );
    desk.tramite(&["edit", "1"]).ok();
    let merged = desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"].clone();
    assert_eq!((&merged["title"], &merged["priority"]), (&"Mine".into(), &"low".into()));
    assert_eq!(merged["tags"], serde_json::json!(["a", "b", "c"]));
    assert_eq!(tip(&desk, "%s"), "202611/0001 title; tags: +c");
    desk.set("GIT_EDITOR", &meanwhile("set 1 title=Same", "s/^title:.*/title: Same/"));
    says(&desk.tramite(&["edit", "1"]).ok(), &["nothing to change"]);
    desk.set("GIT_EDITOR", &meanwhile("open question -t Other", "s/^title:.*/title: Again/"));
    desk.tramite(&["edit", "1"]).ok();
    // Together they must be what the desk allows: the move was made meanwhile by another.
    desk.set("GIT_EDITOR", &meanwhile("transition 1 open", "s/^status:.*/status: pending/"));
    says(&desk.tramite(&["edit", "1"]).fails(5), &["status: you wrote \"pending\"", "\"open\""]);
    desk.is_clean();
}

#[test]
fn a_customer_does_not_edit() {
    let mut desk = desk_with_ticket();
    desk.be("Maria Lopes", "maria@example.com");
    refuses(&mut desk, &sed("s/^priority:.*/priority: urgent/"), 4);
    refused(&desk, &["edit", "99"], 3);
}
