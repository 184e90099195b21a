//! `type rename-status`: the type, all that names the status, and its tickets, in one commit.

use super::support::{commits, refused, says, state, tip};
use crate::harness::Place;

fn desk() -> Place {
    let desk = Place::desk();
    for (kind, field) in
        [("question", "area=usage"), ("request", "service=access"), ("question", "area=usage")]
    {
        desk.tramite(&["open", kind, "-t", "Export", "-d", "x", "--for", "maria@example", "-f", field]).ok();
    }
    for n in ["1", "2"] {
        desk.tramite(&["transition", n, "open"]).ok();
    }
    desk
}

#[test]
fn everything_that_names_it_follows_in_one_commit() {
    let desk = desk();
    desk.write(
        ".tramite/views/mine.yaml",
        "# ours\n- {id: going, query: [\"status:open\", \"type:question -status:open\"]}   # all that goes on\n",
    );
    desk.commit("a view");
    let before = state(&desk);
    let preview =
        desk.tramite(&["type", "rename-status", "Question", "In progress", "in_progress", "--dry-run"]).ok();
    says(
        &preview,
        &["would be renamed in 1 ticket", ".tramite/types/question.yaml", ".tramite/views/mine.yaml"],
    );
    assert_eq!(state(&desk), before);
    let count = commits(&desk);
    let done = desk
        .tramite(&["type", "rename-status", "question", "open", "in_progress", "--format", "json"])
        .json();
    assert_eq!(commits(&desk), count + 1);
    assert_eq!(
        (&done["tickets"], &done["commit"]),
        (&serde_json::json!(["202611/0001"]), &tip(&desk, "%H").into())
    );
    assert_eq!(tip(&desk, "%s"), "type: status of question: open → in_progress");
    // The type: the key, the moves, the events, with its comments and its layout.
    let old = include_str!("../../templates/presets/helpdesk/types/question.yaml");
    let new = desk.read(".tramite/types/question.yaml");
    assert_eq!(old.lines().count(), new.lines().count());
    says(
        &new,
        &[
            "# Somebody wants to know something.",
            "    in_progress:    {label: In progress, category: active}",
            "{from: new, to: in_progress, roles: [agent]}",
            "{from: [new, in_progress], to: pending",
            "when: \"status:pending,solved -changed:rating\", to: in_progress}",
        ],
    );
    // Requests keep theirs, so a filter without a type means both.
    assert_eq!(
        desk.read(".tramite/views/mine.yaml"),
        "# ours\n- {id: going, query: [\"status:open,in_progress\", \"type:question -status:in_progress\"]}   # all that goes on\n"
    );
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(
        (&shown["ticket"]["status"], &shown["ticket"]["category"]),
        (&"in_progress".into(), &"active".into())
    );
    assert_eq!(desk.tramite(&["show", "2", "--format", "json"]).json()["ticket"]["status"], "open");
    desk.tramite(&["validate"]).ok();
    desk.is_clean();
    desk.tramite(&["reply", "1", "solved", "-m", "So"]).ok();
}

#[test]
fn what_would_leave_the_desk_wrong_is_refused() {
    let desk = desk();
    says(
        &refused(&desk, &["type", "rename-status", "question", "open", "solved"], 4),
        &["solved", "already"],
    );
    says(&refused(&desk, &["type", "rename-status", "question", "opne", "x"], 3), &["open"]);
    says(&refused(&desk, &["type", "rename-status", "question", "open", "in progress"], 2), &["one word"]);
    // An automation that moves questions and requests alike cannot be one for both any more.
    let automations = desk.read(".tramite/automations.yaml");
    let go = "- {id: go, when: \"status:new age:>=1d\", do: {to: open}}\n";
    desk.write(".tramite/automations.yaml", &format!("{automations}{go}"));
    desk.commit("an automation");
    let error = refused(&desk, &["type", "rename-status", "question", "open", "in_progress"], 4);
    says(&error, &[".tramite/automations.yaml", "several types", "when: type:question"]);
}

#[test]
fn a_macro_of_several_types_is_split() {
    let desk = desk();
    desk.write(".tramite/macros/go.hbs", "---\n# begins\ntitle: Go\nset: {status: open}\n---\nWe begin.\n");
    desk.write(
        ".tramite/macros/ours.hbs",
        "---\ntitle: Ours\nwhen: \"type:question\"\nset: {status: open}\n---\nWe begin.\n",
    );
    desk.write(
        ".tramite/macros/other.hbs",
        "---\ntitle: Other\nwhen: \"type:request\"\nset: {status: open}\n---\nWe begin.\n",
    );
    let type_file = desk.read(".tramite/types/question.yaml");
    let text = type_file
        .replace("{from: new, to: open, roles: [agent]}", "{from: new, to: open, roles: [agent], macro: go}");
    desk.write(".tramite/types/question.yaml", &text);
    desk.commit("macros");
    desk.tramite(&["type", "rename-status", "question", "open", "in_progress"]).ok();
    assert_eq!(
        desk.read(".tramite/macros/go.hbs"),
        "---\nwhen: \"-type:question\"\n# begins\ntitle: Go\nset: {status: open}\n---\nWe begin.\n"
    );
    assert_eq!(
        desk.read(".tramite/macros/go_question.hbs"),
        "---\nwhen: \"type:question\"\n# begins\ntitle: Go\nset: {status: in_progress}\n---\nWe begin.\n"
    );
    says(
        &desk.read(".tramite/types/question.yaml"),
        &["to: in_progress, roles: [agent], macro: go_question}"],
    );
    says(&desk.read(".tramite/macros/ours.hbs"), &["set: {status: in_progress}"]);
    says(&desk.read(".tramite/macros/other.hbs"), &["set: {status: open}"]);
    assert_eq!(desk.tramite(&["validate", "--config"]).ok(), "");
    desk.tramite(&["macro", "apply", "3", "go_question"]).ok();
}
