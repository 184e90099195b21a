//! `import jsonl`: history as it was (8.4).

use crate::harness::Place;
use serde_json::{Value, json};

/// One line per value.
fn lines(tickets: &[Value]) -> String {
    tickets.iter().map(|t| t.to_string() + "\n").collect()
}

fn ticket(id: &str, opened_at: &str) -> Value {
    json!({"external": {"system": "old", "id": id}, "type": "question", "title": format!("Ticket {id}"),
           "opened_at": opened_at, "by": "Rui Gone <rui@old.example>", "events": []})
}

fn with(id: &str, opened_at: &str, events: Value) -> Value {
    let mut ticket = ticket(id, opened_at);
    ticket["events"] = events;
    ticket
}

fn set(mut ticket: Value, key: &str, value: Value) -> Value {
    ticket[key] = value;
    ticket
}

fn import(desk: &Place, tickets: &[Value]) -> crate::harness::Said {
    desk.tramite_with(&["import", "jsonl", "-", "--format", "json"], &lines(tickets))
}

fn commits(desk: &Place) -> usize {
    desk.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse().unwrap()
}

fn refused(ticket: Value) -> String {
    let desk = Place::desk();
    let before = commits(&desk);
    let good = self::ticket("good", "2026-03-01T09:00:00-03:00");
    let err = desk.tramite_with(&["import", "jsonl", "-"], &lines(&[good, ticket])).fails(4);
    assert_eq!(commits(&desk), before, "nothing is imported");
    assert!(err.contains("1 of 2 lines cannot be imported; nothing was"), "{err}");
    assert!(err.contains("line 2: "), "{err}");
    assert!(err.contains("--skip-bad"), "{err}");
    desk.is_clean();
    err
}

#[test]
fn every_event_is_a_commit_of_its_author_at_its_time() {
    let desk = Place::desk();
    let before = commits(&desk);
    let events = json!([
        {"at": "2026-03-02T10:00:00-03:00", "by": "Ana Souza <ana@desk.example>", "status": "open",
         "comment": {"kind": "public", "channel": "phone", "body": "Hello\r\nthere \r\n"}, "set": {"assignee": "ana"}},
        {"at": "2026-03-02T15:00:00+02:00", "by": "Maria <maria@example.example>",
         "comment": {"kind": "customer", "body": "Thanks"}}
    ]);
    let made = import(&desk, &[with("1", "2026-03-02T09:30:00-03:00", events)]).json();
    assert_eq!((&made["tickets"], &made["commits"]), (&json!(1), &json!(3)), "{made}");
    assert_eq!(commits(&desk), before + 3);
    // 15:00+02:00 is 10:00-03:00: the same instant keeps the file's order.
    let log = desk.git(&["log", "--reverse", "--format=%an <%ae>|%aI|%cI|%cn|%s", "-3"]).ok();
    assert_eq!(
        log.lines().collect::<Vec<_>>(),
        [
            "Rui Gone <rui@old.example>|2026-03-02T09:30:00-03:00|2026-03-02T09:30:00-03:00|Ana Souza|202603/0001 opened: question",
            "Ana Souza <ana@desk.example>|2026-03-02T10:00:00-03:00|2026-03-02T10:00:00-03:00|Ana Souza|202603/0001 status: new → open; assignee: none → ana; comment: public",
            "Maria <maria@example.example>|2026-03-02T15:00:00+02:00|2026-03-02T15:00:00+02:00|Ana Souza|202603/0001 comment: customer",
        ]
    );
    let shown = desk.tramite(&["show", "202603/0001", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["comments"][0]["body"], "Hello\nthere");
    assert_eq!(shown["ticket"]["opened_at"], "2026-03-02T09:30:00-03:00");
    let tramites = desk.tramite(&["log", "202603/0001", "--format", "json"]).json();
    assert_eq!(tramites["tramites"][2]["at"], "2026-03-02T15:00:00+02:00");
    assert_eq!(tramites["tramites"][2]["recorded"], "2026-03-02T15:00:00+02:00");
    desk.is_clean();
    desk.tramite(&["validate", "--all"]).ok();
}

#[test]
fn commits_are_in_order_of_time_over_all_tickets_and_numbers_in_order_of_opening() {
    let desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "Before", "--for", "maria@example"]).ok();
    let event = |at: &str| json!([{"at": at, "by": "A <a@x.example>", "status": "open"}]);
    let made = import(
        &desk,
        &[
            with("late", "2026-11-20T09:00:00-03:00", event("2026-11-21T09:00:00-03:00")),
            with("early", "2026-11-19T09:00:00-03:00", event("2026-11-20T12:00:00-03:00")),
            // Still November in São Paulo.
            ticket("edge", "2026-12-01T02:59:59Z"),
            ticket("december", "2026-12-01T03:00:00Z"),
        ],
    );
    made.ok();
    let subjects = desk.git(&["log", "--reverse", "--format=%s", "-6"]).ok();
    assert_eq!(
        subjects.lines().collect::<Vec<_>>(),
        [
            "202611/0002 opened: question",
            "202611/0003 opened: question",
            "202611/0002 status: new → open",
            "202611/0003 status: new → open",
            "202611/0004 opened: question",
            "202612/0001 opened: question",
        ]
    );
    let early = desk.tramite(&["show", "202611/0002", "--format", "json"]).json();
    assert_eq!(early["ticket"]["title"], "Ticket early");
    desk.is_clean();
}

#[test]
fn a_second_run_imports_nothing_and_makes_no_commit() {
    let desk = Place::desk();
    let file = lines(&[ticket("1", "2026-03-01T09:00:00-03:00"), ticket("2", "2026-03-01T09:00:00-03:00")]);
    desk.write("../t.jsonl", &file);
    let first = desk.tramite(&["import", "jsonl", "../t.jsonl"]).ok();
    assert_eq!(first, "imported 2 tickets, 2 commits: 202603/0001 to 202603/0002\n");
    let before = commits(&desk);
    let again = desk.tramite(&["import", "jsonl", "../t.jsonl"]).ok();
    assert_eq!(again, "imported 0 tickets, 0 commits\n2 tickets were there already\n");
    assert_eq!(commits(&desk), before);
    // What came since is imported, and counted on.
    desk.write("../t.jsonl", &format!("{file}\n{}", lines(&[ticket("3", "2026-03-01T08:00:00-03:00")])));
    let third = desk.tramite(&["import", "jsonl", "../t.jsonl"]).ok();
    assert_eq!(third, "imported 1 ticket, 1 commit: 202603/0003\n2 tickets were there already\n");
}

#[test]
fn the_same_file_gives_the_same_uids_on_every_desk() {
    let uids = |desk: &Place| {
        import(desk, &[ticket("1", "2026-03-01T09:00:00-03:00"), ticket("2", "2026-03-01T09:00:00-03:00")])
            .ok();
        let list = desk.tramite(&["list", "--all", "--format", "json"]).json();
        [list["tickets"][0]["uid"].clone(), list["tickets"][1]["uid"].clone()]
    };
    let mut other = Place::desk();
    other.set("TRAMITE_SEED", "99");
    let (a, b) = (uids(&Place::desk()), uids(&other));
    assert_eq!(a, b);
    assert_ne!(a[0], a[1]);
}

#[test]
fn bad_lines_are_named_with_the_nearest_word_and_nothing_is_imported() {
    let at = "2026-03-02T09:00:00-03:00";
    let event = |json: Value| {
        let mut event = json!({"at": "2026-03-03T09:00:00-03:00", "by": "A <a@x.example>"});
        event.as_object_mut().unwrap().extend(json.as_object().unwrap().clone());
        with("1", at, json!([event]))
    };
    for (bad, expected) in [
        (
            set(ticket("1", at), "type", json!("qestion")),
            "type \"qestion\" is unknown: did you mean question?",
        ),
        (set(ticket("1", at), "status", json!("opne")), "did you mean open?"),
        (set(ticket("1", at), "priority", json!("hihg")), "priority \"hihg\" is unknown: did you mean high?"),
        (set(ticket("1", at), "asignee", json!("ana")), "did you mean assignee?"),
        (set(ticket("1", at), "fields", json!({"aera": "usage"})), "did you mean area?"),
        (set(ticket("1", at), "fields", json!({"area": "usag"})), "did you mean usage?"),
        (set(ticket("1", at), "due", json!("amanhã")), "is no date"),
        (event(json!({"status": "sloved"})), "event 1: status \"sloved\" is unknown: did you mean solved"),
        (event(json!({"set": {"priority": "urgnt"}})), "did you mean urgent?"),
        (event(json!({"set": {"aera": "x"}})), "did you mean area?"),
        (event(json!({"set": {"number": "202601/0001"}})), "numbered by the desk"),
        (event(json!({"set": {"title": ""}})), "a ticket has a title"),
        (event(json!({"comment": {"kind": "publik", "body": "x"}})), "publik"),
        (event(json!({"comment": {"body": "x"}})), "has no `kind`"),
        (event(json!({"comment": {"kind": "public", "body": "  "}})), "says nothing"),
        (event(json!({"comment": {"kind": "public", "bodi": "x"}})), "did you mean body?"),
        (
            event(
                json!({"comment": {"kind": "internal", "body": "x", "dismisses": ["01JDB3V1Q2Z6X8N4T7C5M9K0RA"]}}),
            ),
            "cannot be dismissed",
        ),
        (event(json!({"at": "2026-03-02T08:59:59-03:00", "status": "open"})), "is before the opening"),
        (event(json!({"at": "2026-03-03T08:59:59", "status": "open"})), "has no offset"),
        (ticket("good", at), "\"good\" is on line 1 already"),
    ] {
        let err = refused(bad);
        assert!(err.contains(expected), "{expected}: {err}");
    }
}

#[test]
fn all_bad_lines_are_listed_and_skip_bad_imports_the_rest() {
    let desk = Place::desk();
    let good = ticket("1", "2026-03-01T09:00:00-03:00").to_string();
    let bad = set(ticket("2", "2026-03-01T09:00:00-03:00"), "priority", json!("none at all")).to_string();
    let file = format!("\u{feff}{good}\r\n\r\n{{\"a\":\n{bad}\n[]\n");
    let err = desk.tramite_with(&["import", "jsonl", "-"], &file).fails(4);
    assert!(err.contains("3 of 4 lines"), "{err}");
    for line in ["line 3: is not JSON", "line 4: priority", "line 5: is not a JSON object"] {
        assert!(err.contains(line), "{line}: {err}");
    }
    let said = desk.tramite_with(&["import", "jsonl", "-", "--skip-bad"], &file).exits(0);
    assert_eq!(said.out, "imported 1 ticket, 1 commit: 202603/0001\n3 lines were bad and left out\n");
    assert!(said.err.contains("line 4: priority"), "{}", said.err);
    desk.is_clean();
}

#[test]
fn what_the_flow_lacks_and_whom_the_desk_lacks_is_counted_and_listed() {
    let desk = Place::desk();
    let events = json!([
        // No transition leads from new to closed, and pending would take a public reply.
        {"at": "2026-03-02T10:00:00Z", "by": "X <x@x.example>", "status": "closed"},
        {"at": "2026-03-02T11:00:00Z", "by": "X <x@x.example>", "status": "new", "set": {"assignee": "rui"}},
        {"at": "2026-03-02T12:00:00Z", "by": "X <x@x.example>", "status": "pending"},
        {"at": "2026-03-02T13:00:00Z", "by": "X <x@x.example>", "status": "pending"}
    ]);
    let made = import(&desk, &[with("1", "2026-03-02T09:00:00Z", events)]).json();
    assert_eq!(
        made["transitions"],
        json!([
            {"type": "question", "from": "closed", "to": "new", "count": 1},
            {"type": "question", "from": "new", "to": "closed", "count": 1}
        ])
    );
    assert_eq!(made["unknown"], json!([{"key": "assignee", "name": "rui", "count": 1}]));
    assert_eq!((&made["commits"], &made["unchanged"]), (&json!(4), &json!(1)));
}

#[test]
fn rules_events_and_defaults_do_not_fire() {
    let desk = Place::desk();
    // By hand a customer's message would move a pending problem to open, and a problem would need its impact.
    let events = json!([{"at": "2026-03-02T10:00:00Z", "by": "M <m@x.example>",
                         "comment": {"kind": "customer", "body": "my password is senha: hunter2"}}]);
    let line = set(
        set(with("1", "2026-03-02T09:00:00Z", events), "type", json!("problem")),
        "status",
        json!("pending"),
    );
    import(&desk, &[line]).ok();
    let shown = desk.tramite(&["show", "202603/0001", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["status"], "pending");
    assert_eq!(shown["ticket"]["priority"], Value::Null);
    assert_eq!(shown["ticket"]["team"], Value::Null);
}

#[test]
fn every_ticket_key_can_be_given_and_changed() {
    let desk = Place::desk();
    let mut line = with(
        "1",
        "2026-03-02T09:00:00Z",
        json!([
            {"at": "2026-03-02T10:00:00Z", "by": "X <x@x.example>", "set": {
                "tags": ["+c", "-a"], "watchers": "+ana", "due": null, "promised": "2026-03-10T12:00:00-03:00",
                "priority": "", "area": "billing", "description": "Second", "title": "Other", "rating": 1,
                "links": [{"kind": "issue", "to": "https://x.example/1", "done": true}]}},
            {"at": "2026-03-02T11:00:00Z", "by": "X <x@x.example>", "set": {"tags": "x y", "type": "request", "service": "Access"}},
            {"at": "2026-03-02T12:00:00Z", "by": "X <x@x.example>", "comment": {
                "kind": "internal", "channel": "phone", "with": "Maria", "for": "maria@example", "body": "Called",
                "time": {"minutes": 90, "billable": true}}}
        ]),
    );
    for (key, value) in [
        ("priority", json!("High")),
        ("requester", json!("maria@example")),
        ("team", json!("support")),
        ("assignee", json!("ana")),
        ("origin", json!("phone")),
        ("tags", json!(["b", "a"])),
        ("watchers", json!(["someone@x.example"])),
        ("due", json!("2026-03-09")),
        ("description", json!("First\r\nline  \n")),
        ("fields", json!({"area": "account"})),
    ] {
        line[key] = value;
    }
    import(&desk, &[line]).ok();
    let export: Value = serde_json::from_str(desk.tramite(&["export"]).ok().trim()).unwrap();
    let opened = &export["tramites"][0]["changes"][0]["ticket"];
    assert_eq!(opened["priority"], "high");
    assert_eq!(opened["organization"], "example", "a contact's organization is known");
    assert_eq!(opened["tags"], json!(["a", "b"]));
    assert_eq!(opened["description"], "First\nline");
    let now = &export["ticket"];
    assert_eq!(now["tags"], json!(["x", "y"]));
    assert_eq!(now["watchers"], json!(["ana", "someone@x.example"]));
    assert_eq!((now.get("due"), now.get("priority")), (None, None));
    assert_eq!(now["promised"], "2026-03-10T12:00:00-03:00");
    assert_eq!(
        (&now["type"], &now["title"], &now["rating"]),
        (&json!("request"), &json!("Other"), &json!(1))
    );
    assert_eq!(now["fields"]["service"], "access");
    assert_eq!(now["links"], json!([{"kind": "issue", "to": "https://x.example/1", "done": "true"}]));
    let said = &export["tramites"][3]["changes"][0];
    assert_eq!(
        (&said["with"], &said["for"], &said["time"]["minutes"]),
        (&json!("Maria"), &json!("maria@example"), &json!(90))
    );
    desk.is_clean();
}

#[test]
fn times_of_the_past_are_what_reports_count_with() {
    let desk = Place::desk();
    // Monday 2 March 2026; the desk works 9 to 18 in São Paulo or so: both lie within hours.
    let events = json!([{"at": "2026-03-02T11:00:00-03:00", "by": "Ana Souza <ana@desk.example>", "status": "solved",
                         "comment": {"kind": "public", "body": "Done"}}]);
    let solved = set(with("1", "2026-03-02T10:00:00-03:00", events), "priority", json!("high"));
    // What came in closed, without its history, is late for nobody.
    let closed = set(ticket("2", "2026-03-03T10:00:00-03:00"), "status", json!("closed"));
    import(&desk, &[solved, closed]).ok();
    let report = desk.tramite(&["report", "sla", "--fail-on", "at-risk", "--format", "json"]).json();
    let rows = report["rows"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["state"] == "met") && rows.len() == 4, "{report}");
    let first = rows.iter().find(|row| row["metric"] == "first_response").unwrap();
    assert_eq!((&first["elapsed_s"], &first["state"]), (&json!(3600), &json!("met")), "{first}");
    // It was known when it happened.
    let known = desk
        .tramite(&[
            "report",
            "sla",
            "--as-of",
            "2026-03-02T12:00:00-03:00",
            "--as-known",
            "2026-03-02T12:00:00-03:00",
            "--format",
            "json",
        ])
        .json();
    assert!(known["rows"].as_array().unwrap().iter().any(|row| row["elapsed_s"] == 3600), "{known}");
}

#[test]
fn who_is_no_person_of_the_desk_imports_nothing() {
    let mut desk = Place::desk();
    desk.be("Stranger", "stranger@x.example");
    let err = import(&desk, &[ticket("1", "2026-03-01T09:00:00Z")]).fails(4);
    assert!(err.contains("no person of the desk"), "{err}");
    assert!(desk.tramite(&["import", "jsonl", "missing.jsonl"]).fails(6).contains("missing.jsonl"));
}

#[test]
fn many_events_go_through_fast_import_into_a_bare_desk_too() {
    let mut desk = Place::desk();
    desk.git(&["clone", "-q", "--bare", ".", "../bare.git"]).ok();
    desk.cd("bare.git");
    let tickets: Vec<Value> = (0..40)
        .map(|n| {
            let day = n % 28 + 1;
            let events = json!([{"at": format!("2026-05-{day:02}T15:00:00Z"), "by": "A <a@x.example>", "status": "open"}]);
            with(&n.to_string(), &format!("2026-05-{day:02}T12:{n:02}:00Z"), events)
        })
        .collect();
    let made = import(&desk, &tickets).json();
    assert_eq!((&made["tickets"], &made["commits"]), (&json!(40), &json!(80)));
    assert_eq!(desk.git(&["fsck", "--strict", "--no-dangling"]).ok(), "");
    assert_eq!(desk.tramite(&["list", "--format", "json"]).json()["tickets"].as_array().unwrap().len(), 40);
    assert_eq!(made["last"], "202605/0040");
}
