//! `undo`: the last own operation taken back, and what cannot be.

use super::support::{be_ana, desk_with_ticket, refused};
use crate::harness::Place;
use serde_json::{Value, json};

fn undo(desk: &Place) -> Value {
    desk.tramite(&["undo", "--format", "json"]).json()
}

fn ticket(desk: &Place, ticket: &str) -> Value {
    desk.tramite(&["show", ticket, "--format", "json"]).json()["ticket"].take()
}

fn head(desk: &Place) -> String {
    desk.git(&["rev-parse", "HEAD"]).ok().trim().to_owned()
}

fn count(desk: &Place) -> usize {
    desk.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse().unwrap()
}

/// A bare repository that the desk is sent to.
fn server(desk: &Place) {
    desk.git(&["init", "-q", "--bare", "../server.git"]).ok();
    desk.git(&["remote", "add", "origin", "../server.git"]).ok();
    desk.git(&["push", "-q", "-u", "origin", "main"]).ok();
}

#[test]
fn an_edit_is_taken_back_by_a_new_commit_and_what_came_since_stays() {
    let mut desk = desk_with_ticket();
    server(&desk);
    desk.tramite(&["set", "1", "tags=+vip", "due=2026-11-30"]).ok();
    let mine = head(&desk);
    desk.git(&["push", "-q"]).ok();
    desk.be("Bruno Lima", "bruno@desk.example");
    desk.tramite(&["tag", "1", "+export"]).ok();
    be_ana(&mut desk);
    let before = count(&desk);
    let planned = desk.tramite(&["undo", "--dry-run", "--format", "json"]).json();
    assert_eq!((&planned["undone"], &planned["commit"], count(&desk)), (&json!(mine), &json!(null), before));
    let undone = undo(&desk);
    assert_eq!((&undone["undone"], &undone["how"]), (&json!(mine), &json!("reverted")));
    assert_eq!((undone["commit"].as_str().unwrap(), count(&desk)), (head(&desk).as_str(), before + 1));
    assert_eq!(undone["tickets"], json!(["202611/0001"]));
    let now = ticket(&desk, "1");
    assert_eq!((&now["tags"], &now["due"]), (&json!(["export"]), &json!(null)), "Bruno's tag stays");
    assert!(desk.git(&["log", "-1", "--format=%s"]).ok().starts_with("202611/0001 "));
    // The last own operation is now the undoing; taken back, the edit is there again.
    undo(&desk);
    assert_eq!(ticket(&desk, "1")["tags"], json!(["export", "vip"]));
    // What somebody else has changed since is not guessed.
    desk.tramite(&["set", "1", "due=2026-12-01"]).ok();
    desk.be("Bruno Lima", "bruno@desk.example");
    desk.tramite(&["set", "1", "due=2026-12-02"]).ok();
    be_ana(&mut desk);
    let clash = refused(&desk, &["undo"], 5);
    assert!(clash.contains("due") && clash.contains("2026-12-02"), "{clash}");
    assert_eq!(ticket(&desk, "1")["due"], "2026-12-02");
    desk.is_clean();
}

#[test]
fn a_comment_goes_with_its_commit_only_while_nobody_can_have_seen_it() {
    let mut desk = desk_with_ticket();
    server(&desk);
    let sent = head(&desk);
    desk.tramite(&["reply", "1", "-m", "a wrong answer"]).ok();
    let undone = undo(&desk);
    assert_eq!((&undone["how"], &undone["commit"]), (&json!("taken_back"), &json!(null)));
    assert_eq!((head(&desk), ticket(&desk, "1")["comments"].clone()), (sent, json!([])));
    desk.is_clean();
    // Behind another's operation, sent, on another branch: others can have it.
    desk.tramite(&["reply", "1", "-m", "an answer"]).ok();
    desk.git(&["branch", "copy"]).ok();
    let told = refused(&desk, &["undo"], 4);
    assert!(told.contains("tramite dismiss 202611/0001"), "{told}");
    desk.git(&["branch", "-q", "-D", "copy"]).ok();
    desk.be("Bruno Lima", "bruno@desk.example");
    desk.tramite(&["tag", "1", "+x"]).ok();
    be_ana(&mut desk);
    refused(&desk, &["undo"], 4);
    desk.git(&["reset", "-q", "--hard", "HEAD~1"]).ok();
    desk.git(&["push", "-q"]).ok();
    refused(&desk, &["undo"], 4);
    assert_eq!(ticket(&desk, "1")["comments"].as_array().unwrap().len(), 1);
}

#[test]
fn an_opening_is_rejected_once_it_is_sent() {
    let mut desk = Place::desk();
    server(&desk);
    let open = |desk: &Place| {
        desk.tramite(&["open", "problem", "-t", "Twice", "-f", "impact=one", "--for", "maria@example"]).ok()
    };
    let begin = head(&desk);
    open(&desk);
    desk.tramite(&["undo"]).ok();
    assert_eq!(head(&desk), begin);
    assert_eq!(desk.tramite(&["list", "--all", "--format", "json"]).json()["tickets"], json!([]));
    desk.is_clean();
    open(&desk);
    desk.git(&["push", "-q"]).ok();
    let told = refused(&desk, &["undo"], 4);
    assert!(told.contains("tramite transition 202611/0001 invalid"), "{told}");
    // Nothing of one's own, the desk's beginning, a stranger.
    desk.be("Zoe", "zoe@elsewhere.example");
    refused(&desk, &["undo"], 3);
    be_ana(&mut desk);
    desk.git(&["reset", "-q", "--hard", &begin]).ok();
    refused(&desk, &["undo"], 4);
}

#[test]
fn a_move_goes_back_by_the_flow_or_with_its_commit() {
    let desk = desk_with_ticket();
    server(&desk);
    let sent = head(&desk);
    let status = ticket(&desk, "1")["status"].clone();
    desk.tramite(&["transition", "1", "open"]).ok();
    // No flow leads from `open` back to `new`: as nobody has seen the move, it goes with its commit.
    let undone = undo(&desk);
    assert_eq!((undone["how"].clone(), head(&desk)), (json!("taken_back"), sent));
    assert_eq!(ticket(&desk, "1")["status"], status);
    desk.tramite(&["transition", "1", "open"]).ok();
    desk.git(&["push", "-q"]).ok();
    let told = refused(&desk, &["undo"], 4);
    assert!(told.contains("transition"), "{told}");
    assert_eq!(ticket(&desk, "1")["status"], "open");
}

#[test]
fn the_configuration_is_taken_back_too_and_code_is_not() {
    let desk = desk_with_ticket();
    desk.tramite(&[
        "person",
        "add",
        "carla",
        "--name",
        "Carla",
        "--email",
        "carla@desk.example",
        "--role",
        "agent",
    ])
    .ok();
    undo(&desk);
    assert!(!desk.read(".tramite/desk.yaml").contains("carla"));
    assert!(desk.git(&["log", "-1", "--format=%s"]).ok().starts_with("undo: "));
    desk.is_clean();
    desk.write("code.c", "int x;\n");
    desk.commit("code is no operation on the desk");
    undo(&desk);
    assert!(desk.read(".tramite/desk.yaml").contains("carla"), "the undoing was the last operation");
    desk.write("code.c", "int y;\n");
    desk.write(
        ".tramite/contacts/example.yaml",
        &desk.read(".tramite/contacts/example.yaml").replace("Maria", "Mary"),
    );
    desk.commit("both at once");
    let told = refused(&desk, &["undo"], 4);
    assert!(told.contains("git revert") && told.contains("git reset --soft"), "{told}");
    // Where nobody would take the commit, another one does not help: the advice, followed to the letter, keeps the code.
    desk.git(&["reset", "-q", "--hard", "HEAD~1"]).ok();
    let before = head(&desk);
    desk.write("code.c", "int z;\n");
    desk.write("tickets/stray.txt", "x\n");
    desk.commit("both, and one of them wrong");
    let told = refused(&desk, &["undo"], 4);
    assert!(!told.contains("git revert") && told.contains("`check` or the remote refuses it"), "{told}");
    desk.sh(&format!(
        "git reset -q --soft {before} && git restore -SW tickets .tramite && git commit -qm code"
    ))
    .ok();
    assert!(
        told.contains(&format!("git reset --soft {before}"))
            && told.contains("git restore -SW tickets .tramite")
    );
    assert_eq!(desk.git(&["show", "--format=", "--name-only", "HEAD"]).ok(), "code.c\n");
    desk.is_clean();
}

#[test]
fn a_killed_undo_leaves_the_old_state_or_the_new() {
    let mut desk = desk_with_ticket();
    for step in ["journal", "staged", "ref", "files", "index"] {
        let old = head(&desk);
        desk.tramite(&["note", "1", "-m", step]).ok();
        let new = head(&desk);
        desk.set("TRAMITE_CRASH_AT", step);
        let said = desk.tramite(&["undo"]);
        desk.unset("TRAMITE_CRASH_AT");
        let comments = ticket(&desk, "1")["comments"].as_array().unwrap().len();
        let now = head(&desk);
        assert!(now == old && comments == 0 || now == new && comments == 1, "{step}: {said:?}");
        desk.is_clean();
        if now == new {
            undo(&desk);
        }
        assert_eq!(head(&desk), old);
    }
}

#[test]
fn what_says_that_files_are_gone_stays() {
    let desk = desk_with_ticket();
    desk.write("../nota.xml", "<nota/>");
    desk.tramite(&["attach", "1", "../nota.xml"]).ok();
    desk.tramite(&["purge", "1", "--yes"]).ok();
    let before = head(&desk);
    let said = refused(&desk, &["undo"], 4);
    assert!(said.contains("removed files for good"), "{said}");
    assert_eq!(head(&desk), before);
}
