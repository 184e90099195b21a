//! Commits of this repository that name tickets: by trailer, as git reads trailers, on every branch.

use super::support::is_told;
use crate::harness::Place;
use serde_json::{Value, json};

/// A desk with tickets 1 to 3.
pub fn desk() -> Place {
    let desk = Place::desk();
    for title in ["Printing stops", "Slow login", "Wrong total"] {
        desk.tramite(&["open", "problem", "-t", title, "-f", "impact=some", "--for", "maria@example"]).ok();
    }
    desk
}

/// An empty commit with this message; gives its id.
pub fn message(place: &Place, text: &str) -> String {
    place.git(&["commit", "-q", "--allow-empty", "--no-verify", "-m", text]).ok();
    place.git(&["rev-parse", "HEAD"]).ok().trim().to_owned()
}

/// `202611/0001-xxxx`.
pub fn full(desk: &Place, ticket: &str) -> String {
    desk.ticket_file(ticket).trim_start_matches("tickets/").to_owned()
}

/// Changes a line of a ticket's file by hand, and commits.
pub fn edit(desk: &Place, ticket: &str, from: &str, to: &str) {
    let path = format!("{}/ticket.yaml", desk.ticket_file(ticket));
    let text = desk.read(&path);
    assert!(text.contains(from), "{text}");
    desk.write(&path, &text.replacen(from, to, 1));
    desk.commit("by hand");
}

/// The commits that `show` has of a ticket, each with its trailer, sorted.
fn shown(desk: &Place, ticket: &str) -> Vec<(String, String)> {
    let show = desk.tramite(&["show", ticket, "--format", "json"]).json();
    let of = |one: &Value| {
        (one["commit"].as_str().unwrap().to_owned(), one["trailer"].as_str().unwrap().to_owned())
    };
    let mut found: Vec<_> = show["ticket"]["commits"].as_array().unwrap().iter().map(of).collect();
    found.sort();
    found
}

fn sorted(mut all: Vec<(String, String)>) -> Vec<(String, String)> {
    all.sort();
    all
}

fn pair(commit: &str, trailer: &str) -> (String, String) {
    (commit.to_owned(), trailer.to_owned())
}

#[test]
fn closing_keywords_in_prose_close_the_wrong_ticket_elsewhere_but_not_here() {
    let desk = desk();
    // Real habits: a keyword in the subject, in a sentence, in a quoted list, in a block that is not the last paragraph.
    for text in [
        "Fixes: 202611/0001",
        "Report it\n\nThis reverts what fixes 202611/0001 and closes 202611/0002.",
        "Docs\n\nThe changelog says:\n\nFixes: 202611/0001\n\nbut that was another one.",
        "List\n\n- a\n- b\nFixes: 202611/0001 was wrong\nsee there",
        "Quote\n\n> Fixes: 202611/0001",
        "Others\n\nFixes: 1a2b3c4 (\"Printing stops\")\nFixes: #1\nTicket: 1\nTicket: acme/erp#1\nFixes: 202611/0001 and 202611/0002",
    ] {
        message(&desk, text);
    }
    for ticket in ["1", "2", "3"] {
        assert_eq!(shown(&desk, ticket), []);
    }
    let links = desk.tramite(&["links", "--format", "json"]).json();
    assert_eq!(links, json!({"version": 1, "links": [], "unresolved": []}));
    assert_eq!(desk.tramite(&["orphans", "--format", "json"]).json(), json!({"version": 1, "orphans": []}));
}

#[test]
fn trailers_name_tickets_by_number_uid_and_folder_as_git_parses_them() {
    let desk = desk();
    let show = desk.tramite(&["show", "2", "--format", "json"]).json();
    let uid = show["ticket"]["uid"].as_str().unwrap().to_owned();
    let full = full(&desk, "3");
    let texts = [
        "A\n\nTicket: 202611/0001".to_owned(),
        "B\n\nfixes : 202611-0001\nSigned-off-by: Ana <ana@desk.example>".to_owned(),
        format!("C\n\nText.\n\nTicket: 202611/0001\nFixes: {uid}\nTICKET: {}", full.to_uppercase()),
        // Folded, and with a patch below it.
        "D\n\nTicket:\n  202611/0001, 202611/0002\n---\n diff --git a/x b/x".to_owned(),
        // Both of one ticket: that it fixes is more.
        "E\n\nTicket: 202611/0001\nFixes: 202611/0001".to_owned(),
    ];
    let ids: Vec<String> = texts.iter().map(|text| message(&desk, text)).collect();
    assert_eq!(
        shown(&desk, "1"),
        sorted(vec![
            pair(&ids[0], "ticket"),
            pair(&ids[1], "fixes"),
            pair(&ids[2], "ticket"),
            pair(&ids[3], "ticket"),
            pair(&ids[4], "fixes"),
        ])
    );
    assert_eq!(shown(&desk, "2"), sorted(vec![pair(&ids[2], "fixes"), pair(&ids[3], "ticket")]));
    assert_eq!(shown(&desk, "3"), vec![pair(&ids[2], "ticket")]);
    // The oracle: what git itself says of each message.
    for (id, expected) in ids.iter().zip([1, 2, 3, 1, 2]) {
        let body = desk.git(&["log", "-1", "--format=%B", id]).ok();
        desk.write("../message", &body);
        let parsed = desk.sh("git interpret-trailers --parse < ../message").ok();
        assert_eq!(parsed.lines().count(), expected, "{parsed}");
    }
    let first = &desk.tramite(&["links", "1", "--format", "json"]).json()["links"][0];
    assert_eq!(
        (&first["ticket"], &first["repository"], &first["by"]["email"]),
        (&json!("202611/0001"), &json!(null), &json!("ana@desk.example"))
    );
    assert_eq!(first["at"], "2026-11-23T10:00:00-03:00");
    let page = desk.tramite(&["show", "1"]).ok();
    assert!(page.contains(&format!("{} (fixes) E", &ids[4][..10])), "{page}");
    let table = desk.tramite(&["links"]).ok();
    assert!(table.contains("202611/0003") && table.contains(&ids[2][..10]), "{table}");
    desk.tramite(&["links", "99"]).fails(3);
}

#[test]
fn all_branches_count_and_what_is_gone_from_them_is_forgotten() {
    let desk = desk();
    assert_eq!(shown(&desk, "1"), []);
    desk.git(&["switch", "-q", "-c", "fix"]).ok();
    let on_fix = message(&desk, "Mend\n\nTicket: 202611/0001");
    desk.git(&["switch", "-q", "main"]).ok();
    let on_main = message(&desk, "Mend it here\n\nTicket: 202611/0001");
    assert_eq!(shown(&desk, "1"), sorted(vec![pair(&on_fix, "ticket"), pair(&on_main, "ticket")]));
    // A branch that only a remote has.
    desk.git(&["update-ref", "refs/remotes/origin/fix", &on_fix]).ok();
    desk.git(&["branch", "-q", "-D", "fix"]).ok();
    assert_eq!(shown(&desk, "1").len(), 2);
    // Rewritten and deleted branches.
    desk.git(&["update-ref", "-d", "refs/remotes/origin/fix"]).ok();
    assert_eq!(shown(&desk, "1"), vec![pair(&on_main, "ticket")]);
    desk.git(&["commit", "-q", "--amend", "--allow-empty", "-m", "Mend it\n\nTicket: 202611/0002"]).ok();
    assert_eq!((shown(&desk, "1").len(), shown(&desk, "2").len()), (0, 1));
    // The old commits are cleared away: the file is made anew.
    message(&desk, "Again\n\nTicket: 202611/0001");
    assert_eq!(shown(&desk, "1").len(), 1);
    desk.git(&["reset", "-q", "--hard", "HEAD~1"]).ok();
    desk.sh("git reflog expire --expire=now --all && git gc -q --prune=now").ok();
    assert_eq!((shown(&desk, "1").len(), shown(&desk, "2").len()), (0, 1));
    // Damaged, deleted, not to be written: the answers are the same.
    desk.write(".git/tramite/commits.db", "no database");
    assert_eq!(shown(&desk, "2").len(), 1);
    std::fs::remove_dir_all(desk.path().join(".git/tramite")).unwrap();
    assert_eq!(shown(&desk, "2").len(), 1);
}

#[test]
fn a_number_that_was_two_tickets_is_listed_and_never_acted_on() {
    let desk = desk();
    edit(&desk, "2", "type:", "number: 202611/0009\ntype:");
    let once = full(&desk, "202611/0009");
    let named_by_birth = message(&desk, &format!("By its folder\n\nTicket: {once}"));
    let named_now = message(&desk, "By its number now\n\nTicket: 202611/0009");
    let named_once = message(&desk, "By the number it had\n\nFixes: 202611/0002");
    let all =
        sorted(vec![pair(&named_by_birth, "ticket"), pair(&named_now, "ticket"), pair(&named_once, "fixes")]);
    assert_eq!(shown(&desk, "202611/0009"), all);
    // Ticket 3 gets the number: from now on the bare number may be either's.
    edit(&desk, "3", "type:", "number: 202611/0002\ntype:");
    assert_eq!(shown(&desk, "202611/0009").len(), 2);
    let third = full(&desk, "202611/0002");
    let third = third.replace("0003", "0002");
    let third_once = full(&desk, "202611/0002");
    message(&desk, &format!("By now\n\nTicket: {third}"));
    message(&desk, &format!("By birth\n\nTicket: {third_once}"));
    assert_eq!(shown(&desk, "202611/0002").len(), 2);
    let missing = message(&desk, "No such\n\nTicket: 202611/0010");
    let links = desk.tramite(&["links", "--format", "json"]).json();
    let unresolved = links["unresolved"].as_array().unwrap();
    assert_eq!(unresolved.len(), 2, "{unresolved:?}");
    let of = |commit: &str| unresolved.iter().find(|one| one["commit"] == commit).unwrap();
    assert_eq!(of(&named_once)["why"], "ambiguous");
    let ninth = once.replace("0002", "0009");
    assert_eq!(of(&named_once)["tickets"], json!([third, ninth]));
    assert_eq!(of(&missing)["why"], "unknown");
    assert!(of(&missing)["tickets"].as_array().unwrap().contains(&json!(ninth)), "{:?}", of(&missing));
    assert_eq!(desk.tramite(&["orphans", "--format", "json"]).json()["orphans"], json!([]));
    let told = desk.tramite(&["links"]);
    assert!(told.err.contains("may be") && told.err.contains("nearest:"), "{}", told.err);
}

#[test]
fn a_fix_leaves_an_orphan_until_the_ticket_is_resolved() {
    let desk = desk();
    let fix = message(&desk, "Print again\n\nFixes: 202611/0001");
    message(&desk, "Look at it\n\nTicket: 202611/0002");
    let orphans = desk.tramite(&["orphans", "--format", "json"]).json();
    assert_eq!(orphans["orphans"].as_array().unwrap().len(), 1);
    assert_eq!(orphans["orphans"][0]["ticket"], "202611/0001");
    assert_eq!(orphans["orphans"][0]["commits"][0]["commit"], fix.as_str());
    let table = desk.tramite(&["orphans"]).ok();
    assert!(table.contains("202611/0001") && table.contains(&fix[..10]), "{table}");
    // The desk says that only what is on `release` counts.
    let desk_yaml = desk.read(".tramite/desk.yaml");
    desk.write(
        ".tramite/desk.yaml",
        &format!("{desk_yaml}repositories: [{{path: ., branches: [release]}}]\n"),
    );
    desk.commit("desk: where a fix counts");
    assert_eq!(desk.tramite(&["orphans", "--format", "json"]).json()["orphans"], json!([]));
    desk.git(&["branch", "release"]).ok();
    assert_eq!(desk.tramite(&["orphans", "--format", "json"]).json()["orphans"].as_array().unwrap().len(), 1);
    edit(&desk, "1", "status: new", "status: solved");
    assert_eq!(desk.tramite(&["orphans", "--format", "json"]).json()["orphans"], json!([]));
}

#[test]
fn a_range_or_a_repository_that_is_not_there_is_told() {
    let desk = desk();
    is_told(&desk.tramite(&["scan", "../nowhere"]).fails(3));
    is_told(&desk.tramite(&["scan", ".", "no-such-branch"]).fails(3));
    is_told(&desk.tramite(&["scan", ".", "--", "--all"]).fails(3));
}
