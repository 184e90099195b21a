//! `bulk`: previewed, confirmed, one commit, all or nothing.

use super::support::{commits, desk, refused, says, state, terminal, tip};
use crate::harness::Place;

/// Three questions and a request.
fn full() -> Place {
    let desk = desk();
    for (kind, title, field) in [
        ("question", "Export", "area=usage"),
        ("question", "Import", "area=usage"),
        ("request", "Access", "service=access"),
        ("question", "Login", "area=usage"),
    ] {
        desk.tramite(&["open", kind, "-t", title, "-d", "x", "--for", "maria@example", "-f", field]).ok();
    }
    desk
}

fn ticket(desk: &Place, number: &str) -> serde_json::Value {
    desk.tramite(&["show", number, "--format", "json"]).json()["ticket"].clone()
}

#[test]
fn a_bulk_change_is_previewed_and_one_commit() {
    let desk = full();
    let args =
        ["bulk", "type:question", "-tags:done", "status=Open", "priority=high", "+seen", "assign=bruno"];
    let before = state(&desk);
    let preview = desk.tramite(&[&args[..], &["--dry-run"]].concat()).ok();
    says(&preview, &["202611/0001", "Import", "202611/0004", "status: new → open", "tags: +seen"]);
    assert!(!preview.contains("0003"), "{preview}");
    // Nobody to ask, and nobody said --yes.
    let error = refused(&desk, &args, 2);
    says(&error, &["3 tickets", "--yes", "--dry-run"]);
    assert_eq!(state(&desk), before);

    let count = commits(&desk);
    let done = desk.tramite(&[&args[..], &["--yes", "-m", "Together", "--format", "json"]].concat()).json();
    assert_eq!(commits(&desk), count + 1, "one commit");
    assert_eq!((&done["version"], &done["commit"]), (&1.into(), &tip(&desk, "%H").into()));
    let numbers: Vec<&str> =
        done["tickets"].as_array().unwrap().iter().map(|t| t["number"].as_str().unwrap()).collect();
    assert_eq!(numbers, ["202611/0001", "202611/0002", "202611/0004"]);
    says(&tip(&desk, "%s"), &["bulk: 3 tickets: status: new → open", "priority: normal → high"]);
    assert_eq!(tip(&desk, "%b").lines().count(), 3, "the tickets are named");
    for number in numbers {
        let t = ticket(&desk, number);
        assert_eq!(
            (&t["status"], &t["priority"], &t["assignee"], &t["tags"]),
            (&"open".into(), &"high".into(), &"bruno".into(), &serde_json::json!(["seen"]))
        );
        assert_eq!(
            (&t["comments"][0]["kind"], t["comments"][0]["body"].as_str().unwrap().trim()),
            (&"internal".into(), "Together")
        );
    }
    assert_eq!(ticket(&desk, "3")["priority"], "normal");
    let again = desk.tramite(&["bulk", "type:question", "status=open", "+seen", "--yes"]).ok();
    assert_eq!(again, "nothing to change in 3 of 3 tickets, nothing written\n");
    assert_eq!(
        desk.tramite(&["bulk", "tags:none", "type:question", "+x", "-y"]).ok(),
        "no ticket matches, nothing written\n"
    );
    desk.is_clean();
    desk.tramite(&["validate"]).ok();
}

#[test]
fn one_refusal_refuses_all_of_it_and_every_one_is_listed() {
    let desk = full();
    desk.tramite(&["reply", "2", "solved", "-m", "So"]).ok();
    // Solving takes a public reply: 1 and 4 have none, the request has no such status, 2 is there already.
    let error = refused(&desk, &["bulk", "category:new,resolved", "status=solved", "--yes"], 4);
    says(
        &error,
        &[
            "3 of 4 tickets",
            "202611/0001: ",
            "202611/0003: ",
            "202611/0004: ",
            "public reply",
            "-number:202611/0001,202611/0003,202611/0004",
        ],
    );
    let said =
        desk.tramite(&["bulk", "category:new,resolved", "status=solved", "--dry-run", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.exits(1).out).unwrap();
    assert_eq!(
        (json["refused"].as_array().unwrap().len(), &json["unchanged"]),
        (3, &serde_json::json!(["202611/0002"]))
    );
    // With a public text for each it can be done.
    desk.tramite(&["bulk", "type:question", "status=solved", "-m", "Fixed in 2.0", "--public", "--yes"]).ok();
    assert_eq!(ticket(&desk, "4")["status"], "solved");
    for (args, parts) in [
        (&["bulk", "", "+x", "--yes"][..], &["every ticket"][..]),
        (&["bulk", "status=open", "--yes"], &["which tickets"]),
        (&["bulk", "status:open", "--yes"], &["nothing to do"]),
        (&["bulk", "status:open", "+x", "seen", "--yes"], &["\"seen\"", "no action"]),
        (&["bulk", "stauts:open", "+x", "--yes"], &["stauts", "status"]),
        (&["bulk", "status:open", "approve=solution:perhaps", "--yes"], &["perhaps", "tacit"]),
        (&["bulk", "status:open", "status=a", "status=b", "--yes"], &["twice"]),
    ] {
        says(&refused(&desk, args, 2), parts);
    }
    let error = refused(&desk, &["bulk", "number:1", "priorty=high", "--yes"], 4);
    says(&error, &["priorty", "priority"]);
}

#[test]
fn every_effect_can_be_done_in_bulk() {
    let desk = full();
    desk.tramite(&["bulk", "type:question", "assign=none", "--yes"]).ok();
    desk.tramite(&["bulk", "type:question", "assign=round_robin", "area=usage", "--yes"]).ok();
    let who: Vec<String> =
        ["1", "2", "4"].map(|n| ticket(&desk, n)["assignee"].as_str().unwrap().to_owned()).to_vec();
    assert_ne!(who[0], who[1], "each pick counts the ones before it: {who:?}");
    assert_eq!(who[0], who[2]);
    desk.tramite(&["bulk", "type:question", "macro=reply/received", "-usage", "+told", "area=", "--yes"])
        .ok();
    let t = ticket(&desk, "4");
    assert_eq!((&t["fields"], &t["tags"]), (&serde_json::json!({}), &serde_json::json!(["told"])));
    assert_eq!(t["comments"][0]["kind"], "public");
    desk.tramite(&["bulk", "tags:told", "team=engineering", "assign=none", "--yes"]).ok();
    let t = ticket(&desk, "1");
    assert_eq!((&t["team"], &t["assignee"]), (&"engineering".into(), &serde_json::Value::Null));
    desk.tramite(&["bulk", "tags:told", "route=true", "--yes"]).ok();
    assert_eq!(ticket(&desk, "1")["team"], "support");
}

#[test]
fn on_a_terminal_it_asks() {
    let desk = full();
    let before = state(&desk);
    let args = ["bulk", "type:question", "+asked"];
    let Some(said) = terminal(&desk, 100, &args, &[("Change 3 tickets?", "n\r")]) else { return };
    says(&said.out, &["202611/0002", "tags: +asked", "nothing is changed"]);
    assert_eq!((said.code, state(&desk)), (0, before));
    let Some(said) = terminal(&desk, 100, &args, &[("Change 3 tickets?", "y\r")]) else { return };
    says(&said.out, &["3 tickets changed, in one commit"]);
    assert_eq!(ticket(&desk, "1")["tags"], serde_json::json!(["asked"]));
}
