//! Several processes at once on one desk (2.2, 5): everybody's work is kept, nothing is in the way of anybody.

use crate::harness::Place;
use std::collections::BTreeSet;
use std::process::{Child, Output, Stdio};

const TWELVE: usize = 12;

fn desk() -> Place {
    let desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "First", "-d", "Text", "--for", "maria@example"]).ok();
    desk
}

fn start(desk: &Place, program: &str, args: &[&str]) -> Child {
    desk.command(program).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[track_caller]
fn all_succeed(children: Vec<Child>) -> Vec<String> {
    let said: Vec<Output> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    for output in &said {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    said.into_iter().map(|output| String::from_utf8(output.stdout).unwrap()).collect()
}

/// The bodies of the comments, trimmed and sorted.
fn bodies(desk: &Place, ticket: &str) -> Vec<String> {
    let shown = desk.tramite(&["show", ticket, "--format", "json"]).json();
    let comments = shown["ticket"]["comments"].as_array().unwrap();
    let mut bodies: Vec<String> =
        comments.iter().map(|c| c["body"].as_str().unwrap().trim().to_owned()).collect();
    bodies.sort();
    bodies
}

#[test]
fn twelve_processes_comment_on_one_ticket_at_once() {
    let desk = desk();
    let texts: Vec<String> = (0..TWELVE).map(|i| format!("comment {i:02}")).collect();
    let commits =
        |desk: &Place| desk.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse::<usize>().unwrap();
    let before = commits(&desk);
    all_succeed(texts.iter().map(|text| start(&desk, "tramite", &["comment", "1", "-m", text])).collect());
    assert_eq!(bodies(&desk, "1"), texts);
    assert_eq!(commits(&desk), before + TWELVE, "one operation, one commit");
    assert_eq!(desk.git(&["rev-list", "--merges", "HEAD"]).ok(), "", "on one line");
    desk.is_clean();
}

#[test]
fn twelve_processes_open_at_once_and_get_twelve_numbers() {
    let desk = desk();
    // Without an index, so that all twelve also race for making it.
    std::fs::remove_dir_all(desk.path().join(".git/tramite")).unwrap();
    let args =
        ["open", "question", "-t", "One of twelve", "-d", "x", "--for", "maria@example", "--format", "json"];
    let said = all_succeed((0..TWELVE).map(|_| start(&desk, "tramite", &args)).collect());
    let numbers: BTreeSet<String> = said
        .iter()
        .map(|text| {
            serde_json::from_str::<serde_json::Value>(text).unwrap()["number"].as_str().unwrap().to_owned()
        })
        .collect();
    let expected: BTreeSet<String> = (2..2 + TWELVE).map(|n| format!("202611/{n:04}")).collect();
    assert_eq!(numbers, expected);
    let listed = desk.tramite(&["list", "--format", "json"]).json();
    assert_eq!(listed["tickets"].as_array().unwrap().len(), TWELVE + 1);
    desk.tramite(&["validate", "--all"]).ok();
    desk.is_clean();
}

/// Two who move one ticket to the same status: one does it, the other is told, or finds nothing to do.
#[test]
fn the_desks_rules_are_asked_again_on_the_new_tip() {
    let desk = desk();
    let children: Vec<Child> = (0..4)
        .map(|_| start(&desk, "tramite", &["transition", "1", "invalid", "-m", "No question"]))
        .collect();
    let codes: Vec<i32> =
        children.into_iter().map(|c| c.wait_with_output().unwrap().status.code().unwrap()).collect();
    assert!(codes.contains(&0) && codes.iter().all(|code| matches!(code, 0 | 4)), "{codes:?}");
    let log = desk.tramite(&["log", "1", "--format", "json"]).json();
    let moves = log["tramites"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|t| t["changes"].as_array().unwrap())
        .filter(|c| c["change"] == "status")
        .count();
    assert_eq!(moves, 1);
    desk.is_clean();
}

#[test]
fn plain_git_commits_at_the_same_time() {
    let desk = desk();
    let by_git = "for i in 1 2 3 4 5 6; do echo $i > notes.$i; n=0; \
                  until git add notes.$i && git commit -q -m notes.$i -- notes.$i; do \
                  n=$((n+1)); [ $n -lt 500 ] || exit 1; sleep 0.02; done; done";
    let mut children = vec![start(&desk, "sh", &["-c", by_git])];
    let texts: Vec<String> = (0..6).map(|i| format!("comment {i}")).collect();
    children.extend(texts.iter().map(|text| start(&desk, "tramite", &["comment", "1", "-m", text])));
    all_succeed(children);
    assert_eq!(bodies(&desk, "1"), texts);
    for i in 1..=6 {
        assert_eq!(desk.git(&["show", &format!("HEAD:notes.{i}")]).ok(), format!("{i}\n"));
    }
    desk.is_clean();
}

/// Readers see one commit or another, never half of one, and never fail.
#[test]
fn readers_read_while_writers_write() {
    let desk = desk();
    let mut children = Vec::new();
    for i in 0..6 {
        let text = format!("comment {i}");
        children.push(start(&desk, "tramite", &["comment", "1", "-m", &text]));
        children.push(start(&desk, "tramite", &["list", "--format", "json"]));
        children.push(start(&desk, "tramite", &["show", "1", "--format", "json"]));
    }
    all_succeed(children);
    assert_eq!(bodies(&desk, "1").len(), 6);
}
