//! Macros: text and effects, strict placeholders, customer text that stays text.

use crate::harness::Place;

fn desk() -> Place {
    let desk = Place::desk();
    desk.tramite(&[
        "open",
        "question",
        "-t",
        "How {{me.email}}?",
        "-d",
        "{{desk.name}} {{#if",
        "--for",
        "maria@example",
    ])
    .ok();
    desk
}

fn with_macro(desk: &Place, id: &str, text: &str) {
    desk.write(&format!(".tramite/macros/{id}.hbs"), text);
    desk.commit("a macro");
}

fn ticket(desk: &Place) -> serde_json::Value {
    desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"].clone()
}

#[test]
fn apply_posts_and_acts_in_one_commit() {
    let desk = desk();
    with_macro(
        &desk,
        "a/b/all",
        "---\ntitle: All of it\nkind: internal\nset: {status: open, tags: [+seen, +vip], team: engineering, assignee: ana, priority: high}\n---\nRead {{ticket.number}}\n",
    );
    let head = desk.git(&["rev-parse", "HEAD"]).ok();
    desk.tramite(&["macro", "apply", "1", "a/b/all", "--channel", "Phone"]).ok();
    assert_eq!(desk.git(&["rev-parse", "HEAD^"]).ok(), head, "one commit");
    let t = ticket(&desk);
    for (key, value) in
        [("status", "open"), ("team", "engineering"), ("assignee", "ana"), ("priority", "high")]
    {
        assert_eq!(t[key], value);
    }
    assert_eq!(t["tags"], serde_json::json!(["seen", "vip"]));
    let comments = t["comments"].as_array().unwrap();
    assert_eq!(comments.len(), 1, "no empty comment beside the macro's: {comments:?}");
    assert_eq!(
        (&comments[0]["kind"], &comments[0]["channel"], comments[0]["body"].as_str().unwrap().trim()),
        (&"internal".into(), &"phone".into(), "Read 202611/0001")
    );
    desk.is_clean();
    desk.tramite(&["validate"]).ok();
}

#[test]
fn a_macro_without_a_text_only_acts() {
    let desk = desk();
    with_macro(
        &desk,
        "route",
        "---\ntitle: Route\nset: {tags: [+routed], assignee: \"\"}\nroute: true\n---\n",
    );
    desk.tramite(&["macro", "apply", "1", "route", "--channel", "phone"]).ok();
    let t = ticket(&desk);
    assert_eq!((&t["tags"], &t["comments"]), (&serde_json::json!(["routed"]), &serde_json::json!([])));
    assert_eq!(t["team"], "support");
}

#[test]
fn customer_text_is_never_evaluated() {
    let desk = desk();
    with_macro(&desk, "echo", "---\ntitle: Echo\n---\n{{ticket.title}} | {{ticket.description}}\n");
    let text = desk.tramite(&["macro", "render", "1", "echo"]).ok();
    assert_eq!(text, "How {{me.email}}? | {{desk.name}} {{#if\n");
}

#[test]
fn names_without_a_value_are_errors_that_say_what_there_is() {
    let desk = desk();
    with_macro(
        &desk,
        "strict",
        "---\ntitle: Strict\nask: [{id: part, label: Which part}, {id: day, kind: date}]\n---\n{{part}} {{default previous_assignee.name \"nobody\"}} {{hours}} {{date day}} {{duration 5400}}\n",
    );
    let head = desk.git(&["rev-parse", "HEAD"]).ok();
    let error = desk.tramite(&["macro", "render", "1", "strict"]).fails(4);
    assert!(error.contains("{{part}}") && error.contains("-v part="), "{error}");
    desk.tramite(&["macro", "apply", "1", "strict"]).fails(4);
    assert_eq!(desk.git(&["rev-parse", "HEAD"]).ok(), head, "nothing is written");
    let error = desk.tramite(&["macro", "render", "1", "strict", "-v", "prt=x"]).fails(4);
    assert!(error.contains("part, day"), "{error}");
    let text = desk
        .tramite(&["macro", "render", "1", "strict", "-v", "part={{me.name}}", "-v", "day=2026-11-30"])
        .ok();
    assert!(
        text.starts_with("{{me.name}} nobody ") && text.contains("09:00") && text.contains("2026-11-30 1h30"),
        "{text}"
    );

    with_macro(&desk, "typo", "---\ntitle: Typo\n---\nHello\n{{requester.nmae}}\n");
    let error = desk.tramite(&["macro", "render", "1", "typo"]).fails(4);
    assert!(
        error.contains("requester.nmae") && error.contains("requester has") && error.contains("name"),
        "{error}"
    );
    let check = desk.tramite(&["macro", "check"]).exits(1);
    assert!(check.out.starts_with(".tramite/macros/typo.hbs:5:1: error: "), "{}", check.out);
    assert_eq!(check.out.lines().count(), 1, "{}", check.out);
}

#[test]
fn a_macro_is_for_the_tickets_that_its_when_names() {
    let desk = desk();
    let fits = |id: &str| {
        let all = desk.tramite(&["macro", "list", "1", "--format", "json"]).json();
        all["macros"].as_array().unwrap().iter().any(|m| m["id"] == id)
    };
    assert!(fits("close/solved") && !fits("close/delivered"));
    let error = desk.tramite(&["macro", "apply", "1", "close/delivered"]).fails(4);
    assert!(error.contains("type:request"), "{error}");
    assert!(desk.tramite(&["macro", "show", "nothing"]).fails(3).contains("nothing"));
}

#[test]
fn macros_ask_for_the_fields_that_are_missing() {
    let desk = desk();
    with_macro(
        &desk,
        "collect/fields",
        "---\ntitle: Fields\nset: {status: pending}\n---\nPlease tell us: {{missing}}\n",
    );
    let error = desk.tramite(&["macro", "render", "1", "collect/fields"]).fails(4);
    assert!(error.contains("--missing"), "{error}");
    let text = desk.tramite(&["macro", "render", "1", "collect/fields", "--missing", "area"]).ok();
    assert_eq!(text, "Please tell us: Area\n");
    desk.tramite(&["macro", "apply", "1", "collect/fields", "--missing", "Area"]).ok();
    let file = desk.sh("cat tickets/*/0001-*/01*.yaml").ok();
    assert_eq!(file, "kind: public\nmissing: [area]\nbody: |\n  Please tell us: Area\n");
}

#[test]
fn transitions_and_openings_post_their_macros() {
    let mut desk = desk();
    let path = ".tramite/types/question.yaml";
    let text = desk
        .read(path)
        .replace("open: {roles: [agent, customer]}", "open: {roles: [agent, customer], macro: reply/hello}")
        .replace(
            "{from: new, to: open, roles: [agent]}",
            "{from: new, to: open, roles: [agent], macro: reply/begun}",
        );
    desk.write(path, &text);
    desk.write(".tramite/macros/reply/hello.hbs", "---\ntitle: Hello\n---\nWe have {{ticket.number}}\n");
    desk.write(
        ".tramite/macros/reply/begun.hbs",
        "---\ntitle: Begun\n---\n{{ticket.status}} by {{me.name}}\n",
    );
    desk.commit("macros");
    desk.tramite(&["open", "question", "-t", "Second", "-d", "x", "--for", "maria@example"]).ok();
    desk.at("2026-11-23T10:05:00-03:00");
    desk.tramite(&["transition", "2", "open"]).ok();
    let shown = desk.tramite(&["show", "2", "--format", "json"]).json();
    let bodies: Vec<&str> = shown["ticket"]["comments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["body"].as_str().unwrap().trim())
        .collect();
    assert_eq!(bodies, ["We have 202611/0002", "open by Ana Souza"]);
}
