//! `type show --mermaid` and `type schema`.

use crate::harness::Place;

#[test]
fn a_flow_is_drawn_as_a_mermaid_diagram() {
    let desk = Place::desk();
    let text = desk.tramite(&["type", "show", "question", "--mermaid"]).ok();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert_eq!(lines[0], "stateDiagram-v2");
    assert_eq!(lines[1], "state \"New\" as s_new");
    for edge in [
        "[*] --> s_new",
        "s_new --> s_open",
        "s_new --> s_pending",
        "s_open --> s_pending",
        "s_new --> s_solved",
        "s_open --> s_solved",
        "s_pending --> s_solved",
        "s_pending --> s_open",
        "s_solved --> s_open",
        "s_solved --> s_closed",
        "s_new --> s_invalid",
        "s_open --> s_invalid",
        "s_closed --> [*]",
        "s_invalid --> [*]",
    ] {
        assert_eq!(lines.iter().filter(|l| **l == edge).count(), 1, "{edge}\n{text}");
    }
    assert_eq!(lines.iter().filter(|l| l.contains("-->")).count(), 14, "{text}");
}

#[test]
fn a_schema_says_what_a_ticket_file_holds() {
    let desk = Place::desk();
    let schema = desk.tramite(&["type", "schema", "problem"]).json();
    assert_eq!(schema["properties"]["type"]["const"], "problem");
    assert_eq!(
        schema["properties"]["status"]["enum"],
        serde_json::json!(["new", "open", "engineering", "pending", "solved", "closed", "invalid"])
    );
    assert_eq!(
        schema["properties"]["priority"]["enum"],
        serde_json::json!(["urgent", "high", "normal", "low"])
    );
    let fields = &schema["properties"]["fields"];
    assert_eq!(fields["properties"]["impact"]["enum"], serde_json::json!(["one", "some", "all"]));
    assert_eq!(fields["required"], serde_json::json!(["impact"]));
    assert_eq!(
        schema["required"],
        serde_json::json!(["uid", "type", "title", "status", "priority", "fields"])
    );
    assert!(desk.tramite(&["type", "schema", "problen"]).fails(3).contains("problem"));
}
