//! `transition`, and `set status=`.

use super::support::{desk_with_ticket, refused, says, state, tip};

#[test]
fn a_move_is_one_commit() {
    let desk = desk_with_ticket();
    desk.tramite(&["transition", "1", "open", "-m", "I take a look"]).ok();
    assert_eq!(tip(&desk, "%s"), "202611/0001 status: new → open; comment: internal");
    desk.tramite(&["transition", "1", "solved", "-m", "Use the menu", "--public", "-f", "area=Usage"]).ok();
    assert_eq!(tip(&desk, "%s"), "202611/0001 status: open → solved; field: area; comment: public");
    desk.tramite(&["transition", "1", "Closed"]).ok();
    let ticket = &desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"];
    assert_eq!((&ticket["status"], &ticket["category"]), (&"closed".into(), &"closed".into()));
    assert_eq!(ticket["closed_at"], crate::harness::NOW);
    assert_eq!(ticket["allowed"], serde_json::json!([]));
    desk.is_clean();
}

#[test]
fn a_move_that_the_flow_lacks_names_those_it_has() {
    let desk = desk_with_ticket();
    for args in [
        &["transition", "1", "closed"][..],
        &["set", "1", "status=closed"],
        &["set", "1", "Status=Closed"],
        &["reply", "1", "closed", "-m", "x"],
        &["note", "1", "closed", "-m", "x"],
    ] {
        says(&refused(&desk, args, 4), &["open", "pending", "solved", "invalid"]);
    }
    says(&refused(&desk, &["transition", "1", "slved"], 3), &["\"slved\"", "solved"]);
    says(&refused(&desk, &["transition", "1", "new"], 4), &["already"]);
    says(&refused(&desk, &["set", "1", "status="], 4), &["status"]);
}

#[test]
fn what_a_move_takes_is_named_and_show_says_it_beforehand() {
    let desk = desk_with_ticket();
    says(&refused(&desk, &["transition", "1", "solved"], 4), &["a public reply", "tramite reply"]);
    says(&refused(&desk, &["set", "1", "status=solved"], 4), &["a public reply"]);
    says(&refused(&desk, &["note", "1", "solved", "-m", "x"], 4), &["a public reply"]);
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    let allowed = shown["ticket"]["allowed"].as_array().unwrap();
    let of = |to: &str| allowed.iter().find(|m| m["to"] == to).unwrap()["missing"].as_array().unwrap().len();
    assert_eq!((of("open"), of("pending"), of("solved"), of("invalid")), (0, 1, 1, 1));
    let text = desk.tramite(&["show", "1"]).ok();
    let next = text.split("What next\n").nth(1).expect("show ends with what may come next");
    says(
        next,
        &[
            "In progress (open)",
            "Solved (solved) · lacks: a public reply",
            "tramite transition 202611/0001 open",
        ],
    );
}

#[test]
fn a_set_status_goes_through_the_flow_with_its_effects() {
    let desk = desk_with_ticket();
    desk.tramite(&["open", "problem", "-t", "x", "-f", "impact=one", "-f", "steps=Print"]).ok();
    desk.tramite(&["set", "2", "status=open"]).ok();
    desk.tramite(&["set", "2", "status=With engineering", "-m", "The log shows a fault in the export job"])
        .ok();
    let ticket = &desk.tramite(&["show", "2", "--format", "json"]).json()["ticket"];
    assert_eq!(
        (&ticket["status"], &ticket["team"], &ticket["assignee"]),
        (&"engineering".into(), &"engineering".into(), &serde_json::Value::Null)
    );
    desk.tramite(&["transition", "2", "open", "-m", "Back to you"]).ok();
    let ticket = &desk.tramite(&["show", "2", "--format", "json"]).json()["ticket"];
    assert_eq!((&ticket["team"], ticket["assignee"].is_string()), (&"support".into(), true));
}

#[test]
fn a_late_move_stands_at_its_time_and_never_before_the_last_one() {
    let mut desk = desk_with_ticket();
    desk.at("2026-11-23T12:00:00-03:00");
    desk.tramite(&["transition", "1", "open", "--at", "2026-11-23T11:00:00-03:00"]).ok();
    assert_eq!(tip(&desk, "%aI|%cI"), "2026-11-23T11:00:00-03:00|2026-11-23T12:00:00-03:00");
    let err =
        refused(&desk, &["transition", "1", "invalid", "-m", "x", "--at", "2026-11-23T10:30:00-03:00"], 4);
    says(&err, &["last status change", "2026-11-23 11:00"]);
    let err = refused(&desk, &["reply", "1", "pending", "-m", "x", "--at", "2026-11-23T10:30:00-03:00"], 4);
    says(&err, &["last status change"]);
    let err =
        refused(&desk, &["transition", "1", "invalid", "-m", "x", "--at", "2026-11-23T12:30:00-03:00"], 2);
    says(&err, &["future"]);
    // Git's own variable says the same as --at.
    desk.set("GIT_AUTHOR_DATE", "2026-11-23T10:30:00-03:00");
    refused(&desk, &["transition", "1", "invalid", "-m", "x"], 4);
    desk.set("GIT_AUTHOR_DATE", "2026-11-23T11:30:00-03:00");
    desk.tramite(&["transition", "1", "invalid", "-m", "x"]).ok();
    assert_eq!(tip(&desk, "%aI"), "2026-11-23T11:30:00-03:00");
}

#[test]
fn a_clock_behind_a_colleagues_does_not_stop_work() {
    let mut desk = desk_with_ticket();
    desk.at("2026-11-23T12:00:00-03:00");
    desk.tramite(&["transition", "1", "open"]).ok();
    desk.at("2026-11-23T11:59:00-03:00");
    desk.tramite(&["reply", "1", "pending", "-m", "x"]).ok();
    let log = desk.tramite(&["log", "1", "--format", "json"]).json();
    let last = log["tramites"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["changes"][0]["to"], "pending");
}

#[test]
fn missing_fields_of_a_return_are_named_by_the_desk() {
    let desk = desk_with_ticket();
    let before = state(&desk);
    says(&refused(&desk, &["transition", "1", "open", "--missing", "aria"], 4), &["\"aria\"", "area"]);
    assert_eq!(state(&desk), before);
    desk.tramite(&["transition", "1", "open", "-m", "Say which", "--missing", "Area,priority"]).ok();
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["comments"][0]["missing"], serde_json::json!(["area", "priority"]));
}
