//! A support day from an empty folder.

use crate::harness::Place;

#[test]
fn a_ticket_is_opened_answered_and_solved() {
    let desk = Place::desk();
    desk.tramite(&[
        "open",
        "question",
        "-t",
        "How do I export?",
        "-d",
        "Last month's",
        "--for",
        "maria@example",
    ])
    .ok();
    desk.tramite(&["reply", "1", "pending", "-m", "Which browser?"]).ok();
    desk.tramite(&["comment", "1", "--customer", "--for", "maria@example", "-m", "Firefox"]).ok();
    desk.tramite(&["reply", "1", "solved", "-m", "Use the menu"]).ok();
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["status"], "solved");
    desk.is_clean();
}
