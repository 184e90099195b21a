//! `check` on ranges: what it accepts, how it says what it finds, and each rule broken in turn.

use super::support;
use crate::harness::Place;
use serde_json::Value;
use std::collections::BTreeSet;

/// The findings of a range as JSON; empty exactly where the exit code is 0.
#[track_caller]
pub fn findings(desk: &Place, args: &[&str]) -> Vec<Value> {
    let said = desk.tramite(&[&["check", "--format", "json"], args].concat());
    assert!(said.code == 0 || said.code == 1, "{}{}", said.out, said.err);
    let json: Value =
        serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e}: {}{}", said.out, said.err));
    assert_eq!(json["version"], 1);
    let found = json["findings"].as_array().unwrap().clone();
    assert_eq!(said.code == 0, found.is_empty(), "{found:?}");
    found
}

/// The ids of the rules that a range breaks.
#[track_caller]
pub fn rules(desk: &Place, args: &[&str]) -> BTreeSet<String> {
    findings(desk, args).iter().map(|f| f["rule"].as_str().unwrap().to_owned()).collect()
}

/// A file's text with something else in it.
pub fn edit(desk: &Place, path: &str, from: &str, to: &str) {
    let text = desk.read(path);
    assert!(text.contains(from), "{path} lacks {from:?}:\n{text}");
    desk.write(path, &text.replacen(from, to, 1));
}

/// A ticket's file.
#[track_caller]
pub fn file_of(desk: &Place, ticket: &str) -> String {
    format!("{}/ticket.yaml", desk.ticket_file(ticket))
}

/// Two tickets with a comment each; the branch `base` is where they stand.
pub fn two_tickets() -> Place {
    let desk = support::desk_with_ticket();
    desk.tramite(&["reply", "1", "-m", "We are looking into it."]).ok();
    desk.tramite(&[
        "open",
        "problem",
        "-t",
        "Crash",
        "-d",
        "It stops.",
        "--for",
        "zoe@other",
        "-f",
        "impact=one",
    ])
    .ok();
    desk.git(&["branch", "base"]).ok();
    desk
}

/// The first comment's file.
pub fn a_comment(desk: &Place) -> String {
    let listed = desk.git(&["ls-files", "tickets/*/01*.yaml"]).ok();
    listed.lines().next().unwrap().to_owned()
}

#[test]
fn what_commands_write_passes() {
    let mut desk = two_tickets();
    assert_eq!(desk.tramite(&["check", "HEAD"]).ok(), "");
    desk.tramite(&["transition", "2", "open"]).ok();
    desk.tramite(&[
        "transition",
        "2",
        "engineering",
        "-m",
        "It stops when the list is empty.",
        "-f",
        "steps=open it",
    ])
    .ok();
    desk.tramite(&["set", "2", "priority=urgent", "-m", "Everybody has stopped."]).ok();
    desk.tramite(&["transition", "1", "open"]).ok();
    desk.tramite(&["reply", "1", "pending", "-m", "Which browser?"]).ok();
    desk.be("Maria", "maria@example.com");
    desk.be("Ana Souza", "ana@desk.example");
    desk.tramite(&["comment", "1", "--customer", "--for", "maria@example", "-m", "Firefox."]).ok();
    desk.tramite(&["reply", "1", "solved", "-m", "Done."]).ok();
    desk.tramite(&[
        "contact",
        "add",
        "ze@other",
        "--name",
        "Zé",
        "--email",
        "ze@other.example",
        "--organization",
        "other",
    ]);
    assert_eq!(desk.tramite(&["check", "base..HEAD"]).ok(), "");
    assert_eq!(desk.tramite(&["check", "HEAD"]).ok(), "");
    assert_eq!(findings(&desk, &["base..HEAD"]), Vec::<Value>::new());
}

#[test]
fn a_line_says_commit_ticket_rule_and_mend() {
    let desk = two_tickets();
    let file = file_of(&desk, "1");
    edit(&desk, &file, "status: new", "status: closed");
    desk.commit("by hand");
    let commit = desk.git(&["rev-parse", "HEAD"]).ok();
    let said = desk.tramite(&["check", "base..HEAD"]).exits(1);
    assert_eq!(said.err, "");
    assert_eq!(said.out.lines().count(), 1, "{}", said.out);
    assert!(
        said.out.starts_with(&format!("{} 202611/0001 transition: {file}", &commit[..12])),
        "{}",
        said.out
    );
    assert!(said.out.contains("from here it can go to"), "{}", said.out);
    let found = findings(&desk, &["base..HEAD"]);
    let one = &found[0];
    assert_eq!((one["rule"].as_str(), one["ticket"].as_str()), (Some("transition"), Some("202611/0001")));
    assert_eq!((one["commit"].as_str(), one["severity"].as_str()), (Some(commit.trim()), Some("error")));
    assert_eq!(one["path"], file.as_str());
    let line = one["line"].as_u64().unwrap() as usize;
    assert_eq!(desk.read(&file).lines().nth(line - 1), Some("status: closed"));
}

#[test]
fn ranges_are_named_as_git_names_them() {
    let mut desk = two_tickets();
    let bad = |desk: &Place| {
        let file = file_of(desk, "1");
        edit(desk, &file, "status: new", "status: closed");
        desk.commit("by hand");
    };
    bad(&desk);
    desk.tramite(&["note", "2", "-m", "a note"]).ok();
    assert_eq!(findings(&desk, &["base..HEAD"]).len(), 1);
    assert_eq!(findings(&desk, &["base.."]).len(), 1);
    assert_eq!(findings(&desk, &["HEAD~1..HEAD"]).len(), 0);
    assert_eq!(findings(&desk, &["HEAD..HEAD"]).len(), 0);
    assert_eq!(findings(&desk, &["HEAD"]).len(), 1);
    assert_eq!(findings(&desk, &["base"]).len(), 0);
    // Without an upstream there is nothing to compare with.
    assert!(desk.tramite(&["check"]).fails(2).contains("no upstream"));
    assert!(desk.tramite(&["check", "base...HEAD"]).fails(2).contains("A..B"));
    // After a forced push A is no ancestor of B: what that means is said.
    desk.git(&["branch", "-q", "was", "HEAD"]).ok();
    desk.git(&["commit", "-q", "--amend", "-m", "other words"]).ok();
    let said = desk.tramite(&["check", "was..HEAD"]).exits(0);
    assert!(said.err.contains("is no ancestor of") && said.out.is_empty(), "{}{}", said.err, said.out);
    let said = desk.tramite(&["check", "was..HEAD", "--format", "json"]).exits(0);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["not_ancestor"], desk.git(&["rev-parse", "was"]).ok().trim());
    assert!(
        desk.tramite(&["check", "base..HEAD", "--format", "json"])
            .exits(1)
            .out
            .find("not_ancestor")
            .is_none()
    );
    desk.git(&["reset", "-q", "--hard", "was"]).ok();
    desk.tramite(&["check", "nowhere..HEAD"]).fails(3);
    desk.tramite(&["check", "--pusher", "ana", "HEAD"]).fails(2);
    desk.tramite(&["check", "--max-backdate", "long", "HEAD"]).fails(2);
    let origin = desk.path().display().to_string();
    desk.git(&["clone", "-q", "-b", "base", &origin, "../clone"]).ok();
    desk.cd("clone");
    desk.git(&["merge", "-q", "--ff-only", "origin/main"]).ok();
    assert_eq!(desk.git(&["rev-parse", "--abbrev-ref", "@{upstream}"]).ok(), "origin/base\n");
    assert_eq!(findings(&desk, &[]).len(), 1);
    desk.git(&["push", "-q"]).ok();
    assert_eq!(findings(&desk, &[]).len(), 0);
}

#[test]
fn without_all_of_history_nothing_is_said() {
    let mut desk = two_tickets();
    let url = format!("file://{}", desk.path().display());
    desk.git(&["config", "uploadpack.allowFilter", "true"]).ok();
    desk.git(&["clone", "-q", "--depth", "1", &url, "../shallow"]).ok();
    desk.git(&["clone", "-q", "--filter=blob:none", &url, "../partial"]).ok();
    for (clone, mend) in [("shallow", "--unshallow"), ("partial", "--refetch")] {
        desk.cd(clone);
        for args in [&["check", "HEAD"][..], &["check"], &["check", "--pre-receive"]] {
            assert!(desk.tramite(args).fails(6).contains(mend), "{clone} {args:?}");
        }
    }
}

/// Every commit that the demonstration makes is one that `check` accepts.
#[test]
fn a_demonstration_passes() {
    let mut desk = Place::empty();
    desk.tramite(&["demo", "../demo", "--tickets", "60"]).ok();
    desk.cd("demo");
    assert_eq!(desk.tramite(&["check", "HEAD"]).ok(), "");
    // As one push, and in two.
    let half = desk.git(&["rev-parse", "HEAD~150"]).ok();
    assert_eq!(desk.tramite(&["check", &format!("{}..HEAD", half.trim())]).ok(), "");
}

#[test]
fn imports_pass_and_are_no_way_around_the_rules() {
    let mut desk = two_tickets();
    let line = r#"{"external":{"system":"old","id":"7"},"type":"question","title":"Old","opened_at":"2025-03-03T09:00:00-03:00","by":"Gone <gone@old.example>","events":[{"at":"2025-03-03T10:00:00-03:00","by":"Gone <gone@old.example>","status":"closed"},{"at":"2025-03-04T10:00:00-03:00","by":"Other <other@old.example>","comment":{"kind":"public","body":"It is done."}}]}"#;
    desk.write("../old.jsonl", &format!("{line}\n{}\n", line.replace("\"7\"", "\"8\"")));
    // Who imports must be one whom the desk lets.
    desk.be("Bruno Lima", "bruno@desk.example");
    assert!(desk.tramite(&["import", "jsonl", "../old.jsonl"]).fails(4).contains("leader"));
    support::be_ana(&mut desk);
    desk.tramite(&["import", "jsonl", "../old.jsonl"]).ok();
    assert_eq!(rules(&desk, &["base..HEAD"]), BTreeSet::new());
    assert_eq!(
        rules(&desk, &["base..HEAD", "--max-backdate", "1d", "--pusher", "ana@desk.example"]),
        BTreeSet::new()
    );
    // The same history by somebody who may not import is what it is: by strangers, against the flow.
    desk.set("GIT_COMMITTER_EMAIL", "bruno@desk.example");
    desk.git(&["checkout", "-q", "-b", "forged", "base"]).ok();
    desk.sh("git cherry-pick --allow-empty base..main >&2").ok();
    let found = rules(&desk, &["base..HEAD"]);
    assert!(found.contains("role"), "{found:?}");
    // What is done to an imported ticket afterwards is judged, also by the one who imported it: the line is broken.
    desk.git(&["checkout", "-q", "main"]).ok();
    desk.be("Bruno Lima", "bruno@desk.example");
    desk.tramite(&["note", "2", "-m", "Something else."]).ok();
    support::be_ana(&mut desk);
    let file = desk.git(&["grep", "-l", "id: \"7\"", "--", "tickets"]).ok();
    edit(&desk, file.trim(), "status: closed", "status: new");
    desk.commit("by hand");
    assert_eq!(rules(&desk, &["base..HEAD"]), BTreeSet::from(["transition".to_owned()]));
}
