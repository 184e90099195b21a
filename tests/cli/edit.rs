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
fn someone_elses_change_meanwhile_is_a_conflict() {
    let mut desk = desk_with_ticket();
    desk.set(
        "GIT_EDITOR",
        "f() { tramite set 1 title=Meanwhile >/dev/null; sed -i 's/^title:.*/title: Mine/' \"$1\"; }; f",
    );
    let err = desk.tramite(&["edit", "1"]).fails(5);
    says(&err, &["someone else", "your text is kept in"]);
    assert_eq!(desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"]["title"], "Meanwhile");
    desk.is_clean();
    // What others do elsewhere is none.
    desk.set(
        "GIT_EDITOR",
        "f() { tramite open question -t Other >/dev/null; sed -i 's/^title:.*/title: Mine/' \"$1\"; }; f",
    );
    desk.tramite(&["edit", "1"]).ok();
    assert_eq!(desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"]["title"], "Mine");
}

#[test]
fn a_customer_does_not_edit() {
    let mut desk = desk_with_ticket();
    desk.be("Maria Lopes", "maria@example.com");
    refuses(&mut desk, &sed("s/^priority:.*/priority: urgent/"), 4);
    refused(&desk, &["edit", "99"], 3);
}
