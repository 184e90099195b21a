//! Plain git on a desk with the merge driver set up: nothing is dropped silently.

use crate::harness::Place;

/// A desk with one ticket, and two branches on which it is changed.
fn branched() -> Place {
    let mut desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "How do I export?", "--for", "maria@example"]).ok();
    desk.git(&["switch", "-q", "-c", "other"]).ok();
    desk.at("2026-11-23T11:00:00-03:00");
    desk
}

#[test]
fn changes_of_different_keys_are_merged_by_git() {
    let mut desk = branched();
    desk.tramite(&["tag", "1", "+vip"]).ok();
    desk.tramite(&["note", "1", "-m", "from the other branch"]).ok();
    desk.git(&["switch", "-q", "main"]).ok();
    desk.at("2026-11-23T12:00:00-03:00");
    desk.tramite(&["set", "1", "priority=high", "tags=+export"]).ok();
    desk.tramite(&["note", "1", "-m", "from the main branch"]).ok();
    desk.git(&["merge", "-q", "--no-edit", "other"]).ok();
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["priority"], "high");
    assert_eq!(shown["ticket"]["tags"], serde_json::json!(["export", "vip"]));
    assert_eq!(shown["ticket"]["comments"].as_array().unwrap().len(), 2);
    desk.is_clean();
}

#[test]
fn a_clash_leaves_markers_that_nothing_overwrites() {
    let mut desk = branched();
    desk.tramite(&["set", "1", "priority=low"]).ok();
    desk.git(&["switch", "-q", "main"]).ok();
    desk.at("2026-11-23T12:00:00-03:00");
    desk.tramite(&["set", "1", "priority=high"]).ok();
    let merge = desk.git(&["merge", "--no-edit", "other"]);
    assert_ne!(merge.code, 0);
    assert!(merge.err.contains("priority: ours \"high\", theirs \"low\""), "{}", merge.err);
    let path = format!("{}/ticket.yaml", desk.ticket_file("1").trim_end_matches("/ticket.yaml"));
    let text = desk.read(&path);
    assert!(
        text.contains("<<<<<<<") && text.contains("priority: high") && text.contains("priority: low"),
        "{text}"
    );
    let found = desk.tramite(&["validate", "--format", "json"]).exits(1);
    assert!(found.out.contains("conflict_markers"), "{}", found.out);
    assert!(desk.tramite(&["note", "1", "-m", "x"]).fails(6).lines().count() >= 2);
}

#[test]
fn without_the_binary_git_merges_lines_as_ever() {
    let mut desk = branched();
    desk.tramite(&["tag", "1", "+vip"]).ok();
    desk.git(&["switch", "-q", "main"]).ok();
    desk.at("2026-11-23T12:00:00-03:00");
    desk.tramite(&["note", "1", "-m", "elsewhere"]).ok();
    desk.set("PATH", "/usr/local/bin:/usr/bin:/bin");
    desk.git(&["merge", "-q", "--no-edit", "other"]).ok();
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["tags"], serde_json::json!(["vip"]));
}
