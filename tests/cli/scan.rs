//! `scan`: what another repository's commits say of tickets, in one commit, once.

use super::links::{edit, full, message};
use super::support::is_told;
use crate::harness::Place;
use serde_json::{Value, json};

/// A desk with tickets 1 to 3 whose problems a fix solves once it is on `main` of `../erp`, which has one commit.
fn desks() -> Place {
    desks_where("[{path: ../erp, branches: [main], fixed_when: merged}]")
}

fn desks_where(repositories: &str) -> Place {
    let mut desk = super::links::desk();
    let yaml = desk.read(".tramite/desk.yaml");
    desk.write(".tramite/desk.yaml", &format!("{yaml}repositories: {repositories}\n"));
    let path = ".tramite/types/problem.yaml";
    let fixed = "  events:\n    - {event: fixed, when: \"status:new,open,engineering\", to: solved}\n";
    desk.write(path, &desk.read(path).replace("  events:\n", fixed));
    desk.commit("desk: what a fix does");
    for ticket in ["1", "2"] {
        desk.tramite(&["set", ticket, "cause=defect"]).ok();
    }
    std::fs::create_dir_all(desk.root().join("erp")).unwrap();
    desk.cd("erp");
    desk.git(&["init", "-q", "-b", "main"]).ok();
    message(&desk, "Begin");
    desk.cd("desk");
    desk
}

/// A commit in `../erp`.
fn code(desk: &mut Place, text: &str) -> String {
    desk.cd("erp");
    let id = message(desk, text);
    desk.cd("desk");
    id
}

fn erp(desk: &mut Place, args: &[&str]) {
    desk.cd("erp");
    desk.git(args).ok();
    desk.cd("desk");
}

fn scan(desk: &Place) -> Value {
    desk.tramite(&["scan", "../erp", "--format", "json"]).json()
}

fn ticket(desk: &Place, ticket: &str) -> Value {
    desk.tramite(&["show", ticket, "--format", "json"]).json()["ticket"].take()
}

fn count(desk: &Place) -> usize {
    desk.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse().unwrap()
}

#[test]
fn one_commit_records_links_and_does_what_a_fix_does_and_the_second_scan_nothing() {
    let mut desk = desks();
    let name = full(&desk, "1");
    let fix = code(&mut desk, &format!("Print again\n\nFixes: {name}\nTicket: 202611/0002"));
    let named = code(&mut desk, "Look at the log-in\n\nTicket: 202611/0002");
    code(&mut desk, "Fixes: 202611/0003 in prose only\n\nThis fixes 202611/0003.");
    let before = count(&desk);
    let planned = desk.tramite(&["scan", "../erp", "--dry-run", "--format", "json"]).json();
    assert_eq!((planned["recorded"].as_array().unwrap().len(), count(&desk)), (3, before));
    let scanned = scan(&desk);
    assert_eq!(
        (scanned["recorded"].clone(), scanned["moved"].clone()),
        (planned["recorded"].clone(), planned["moved"].clone())
    );
    assert_eq!(count(&desk), before + 1, "one commit");
    assert_eq!(scanned["repository"], "erp");
    assert_eq!(scanned["commit"], desk.git(&["rev-parse", "HEAD"]).ok().trim());
    assert_eq!(
        scanned["moved"],
        json!([{"ticket": "202611/0001", "from": "new", "to": "solved", "fired": ["fixed → solved"]}])
    );
    let first = ticket(&desk, "1");
    assert_eq!(first["status"], "solved");
    assert_eq!(first["links"], json!([{"kind": "commit", "to": format!("erp@{fix}"), "fixed": "merged"}]));
    let second = ticket(&desk, "2");
    assert_eq!(second["status"], "new", "a commit that only names a ticket moves nothing");
    let mut tos: Vec<&str> =
        second["links"].as_array().unwrap().iter().map(|link| link["to"].as_str().unwrap()).collect();
    tos.sort_unstable();
    let mut expected = [format!("erp@{fix}"), format!("erp@{named}")];
    expected.sort();
    assert_eq!(tos, expected);
    assert_eq!(second["commits"][0]["repository"], "erp");
    assert_eq!(ticket(&desk, "3")["links"], json!([]));
    let log = desk.tramite(&["log", "1", "--format", "json"]).json();
    let last = log["tramites"].as_array().unwrap().last().unwrap()["changes"].clone();
    let words: Vec<&str> = last.as_array().unwrap().iter().map(|c| c["change"].as_str().unwrap()).collect();
    assert!(words.contains(&"status") && words.contains(&"links"), "{words:?}");
    let again = scan(&desk);
    assert_eq!(
        (&again["commit"], &again["recorded"], &again["moved"]),
        (&json!(null), &json!([]), &json!([]))
    );
    // By the path as the desk has it, by name, from elsewhere: the same repository.
    desk.sh("git clone -q ../erp ../other/erp").ok();
    for repository in ["erp", "../other/erp"] {
        let again = desk.tramite(&["scan", repository, "--format", "json"]).json();
        assert_eq!(again["commit"], json!(null), "{repository}");
    }
    // A fix acts once: what people do with the ticket afterwards stays.
    desk.at("2026-11-23T11:00:00-03:00");
    desk.tramite(&["transition", "1", "open"]).ok();
    assert_eq!(scan(&desk)["commit"], json!(null));
    assert_eq!(ticket(&desk, "1")["status"], "open");
    let orphans = desk.tramite(&["orphans", "--format", "json"]).json();
    assert_eq!(orphans["orphans"][0]["ticket"], "202611/0001", "fixed, and open again");
    assert!(
        desk.tramite(&["validate", "--format", "json"]).json()["findings"].as_array().unwrap().is_empty()
    );
    desk.is_clean();
}

#[test]
fn a_fix_counts_only_where_the_desk_says() {
    let mut desk = desks_where("[{path: ../erp, name: ERP, branches: [main], fixed_when: released}]");
    erp(&mut desk, &["switch", "-q", "-c", "topic"]);
    let fix = code(&mut desk, "Print again\n\nFixes: 202611/0001");
    assert_eq!(scan(&desk)["recorded"], json!([]), "only the branches that count are read");
    let seen = desk.tramite(&["scan", "../erp", "topic", "--format", "json"]).json();
    assert_eq!(seen["recorded"][0]["fixed"], "pending");
    assert_eq!(ticket(&desk, "1")["status"], "new");
    assert_eq!(desk.tramite(&["orphans", "--format", "json"]).json()["orphans"], json!([]));
    erp(&mut desk, &["switch", "-q", "main"]);
    erp(&mut desk, &["merge", "-q", "--ff-only", "topic"]);
    assert_eq!(scan(&desk)["commit"], json!(null), "merged is not released");
    erp(&mut desk, &["tag", "-a", "-m", "1.0", "v1.0"]);
    let released = scan(&desk);
    assert_eq!(released["moved"][0]["to"], "solved");
    let first = ticket(&desk, "1");
    assert_eq!(first["links"], json!([{"kind": "commit", "to": format!("ERP@{fix}"), "fixed": "released"}]));
    assert_eq!(scan(&desk)["commit"], json!(null));
}

#[test]
fn what_the_rules_refuse_is_listed_and_not_forced() {
    let mut desk = desks();
    desk.tramite(&["set", "1", "cause="]).ok();
    let fix = code(&mut desk, "Print again\n\nFixes: 202611/0001");
    let other = code(&mut desk, "Log in faster\n\nFixes: 202611/0002");
    let unknown = code(&mut desk, "Typo\n\nFixes: 202611/0033");
    let before = count(&desk);
    let scanned = scan(&desk);
    assert_eq!(count(&desk), before + 1);
    assert_eq!(scanned["refused"][0]["ticket"], "202611/0001");
    assert_eq!(scanned["refused"][0]["commits"], json!([fix]));
    assert!(scanned["refused"][0]["why"].to_string().contains("cause"), "{}", scanned["refused"]);
    assert_eq!(scanned["moved"].as_array().unwrap().len(), 1);
    assert_eq!(scanned["unresolved"][0]["commit"], unknown.as_str());
    assert_eq!(scanned["unresolved"][0]["why"], "unknown");
    assert!(
        scanned["unresolved"][0]["tickets"].as_array().unwrap().iter().any(|t| *t == json!(full(&desk, "3")))
    );
    assert_eq!(
        (ticket(&desk, "1")["status"].clone(), ticket(&desk, "2")["status"].clone()),
        (json!("new"), json!("solved"))
    );
    // Listed again, not recorded again; and done once the rules allow it.
    let again = scan(&desk);
    assert_eq!((&again["commit"], &again["refused"][0]["ticket"]), (&json!(null), &json!("202611/0001")));
    let orphans = desk.tramite(&["orphans", "--format", "json"]).json();
    assert_eq!(orphans["orphans"][0]["commits"][0]["fixed"], "refused");
    let told = desk.tramite(&["scan", "../erp"]).exits(0);
    assert!(told.out.contains("refused") && told.err.contains("202611/0033"), "{told:?}");
    desk.tramite(&["set", "1", "cause=defect"]).ok();
    assert_eq!(scan(&desk)["moved"][0]["ticket"], "202611/0001");
    assert_eq!(
        ticket(&desk, "1")["links"],
        json!([{"kind": "commit", "to": format!("erp@{fix}"), "fixed": "merged"}])
    );
    assert!(ticket(&desk, "2")["links"].to_string().contains(&other));
}

#[test]
fn a_closed_ticket_stays_closed_and_strangers_record_nothing() {
    let mut desk = desks();
    edit(&desk, "1", "status: new", "status: closed");
    code(&mut desk, "Print again\n\nFixes: 202611/0001");
    let scanned = scan(&desk);
    assert_eq!((&scanned["recorded"][0]["fixed"], &scanned["moved"]), (&json!("closed"), &json!([])));
    assert_eq!(ticket(&desk, "1")["status"], "closed");
    assert_eq!(scan(&desk)["commit"], json!(null));
    code(&mut desk, "More\n\nTicket: 202611/0002");
    desk.be("Eve", "eve@elsewhere.example");
    is_told(&desk.tramite(&["scan", "../erp"]).fails(4));
    super::support::be_ana(&mut desk);
    // A repository that the desk does not name: recorded, and nothing counts.
    let yaml = desk.read(".tramite/desk.yaml");
    let without: Vec<&str> = yaml.lines().filter(|l| !l.starts_with("repositories:")).collect();
    desk.write(".tramite/desk.yaml", &(without.join("\n") + "\n"));
    desk.commit("desk: no repositories");
    code(&mut desk, "Log in\n\nFixes: 202611/0002");
    let scanned = scan(&desk);
    assert_eq!(scanned["recorded"].as_array().unwrap().len(), 2);
    assert_eq!((&scanned["moved"], scanned["notes"].as_array().unwrap().len()), (&json!([]), 1));
    // What is missing of its past would be silently wrong.
    desk.sh("git clone -q --depth 1 file://\"$(cd ../erp && pwd)\" ../shallow").ok();
    is_told(&desk.tramite(&["scan", "../shallow"]).fails(6));
}
