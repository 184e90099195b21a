//! `open`.

use super::support::{desk, refused, says, state, terminal, tip};
use crate::harness::NOW;

#[test]
fn a_ticket_is_one_commit_with_its_number_routing_and_dates() {
    let desk = desk();
    let said = desk.tramite(&[
        "open",
        "question",
        "-t",
        "How do I export?",
        "-d",
        "Last month's orders",
        "--for",
        "maria@example",
        "--origin",
        "email",
        "-p",
        "high",
        "--tag",
        "export",
        "-f",
        "area=usage",
    ]);
    says(&said.ok(), &["202611/0001 opened: question", "Team: support", "Assignee: ana"]);
    assert_eq!(
        tip(&desk, "%an|%ae|%aI|%cI|%s|%b"),
        format!("Ana Souza|ana@desk.example|{NOW}|{NOW}|202611/0001 opened: question|")
    );
    let path = desk.ticket_file("1");
    let uid = desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"]["uid"].clone();
    let uid = uid.as_str().unwrap();
    assert_eq!(path, format!("tickets/202611/0001-{}", uid[22..].to_lowercase()));
    // The file holds its keys in the design's order and no counter, no time.
    assert_eq!(
        desk.read(&format!("{path}/ticket.yaml")),
        format!(
            "uid: {uid}\ntype: question\ntitle: How do I export?\nstatus: new\npriority: high\nrequester: maria@example\n\
             organization: example\nteam: support\nassignee: ana\norigin: email\ntags:\n  - export\nfields:\n  area: usage\n\
             description: |\n  Last month's orders\n"
        )
    );
    desk.is_clean();
}

#[test]
fn everything_that_is_missing_is_named_at_once_without_a_terminal() {
    let desk = desk();
    let err = refused(&desk, &["open", "problem"], 4);
    says(&err, &["title", "-t TITLE", "Impact", "-f impact=one|some|all"]);
    let err = refused(&desk, &["open"], 2);
    says(&err, &["Type is needed", "no terminal", "problem, question, request"]);
}

#[test]
fn what_the_desk_does_not_know_is_refused_with_the_nearest() {
    let desk = desk();
    let open = ["open", "problem", "-t", "x", "-f", "impact=one"];
    for (more, parts) in [
        (&["-f", "impac=one"][..], &["\"impac\"", "impact"][..]),
        (&["-f", "cause=defct"], &["cause", "\"defct\"", "defect"]),
        (&["-p", "urgnt"], &["\"urgnt\"", "urgent"]),
        (&["--for", "mria@example"], &["\"mria@example\"", "maria@example"]),
        (&["--assignee", "brno"], &["\"brno\"", "bruno"]),
        (&["--team", "suport"], &["\"suport\"", "support"]),
        (&["--origin", "fone"], &["\"fone\"", "phone"]),
    ] {
        let args: Vec<&str> = open.iter().chain(more).copied().collect();
        // A field and its values are the type's; who and what is named besides is not found.
        let code = if more[0] == "-f" { 4 } else { 3 };
        says(&refused(&desk, &args, code), parts);
    }
    says(&refused(&desk, &["open", "problm", "-t", "x"], 3), &["\"problm\"", "problem"]);
    says(&refused(&desk, &["open", "problem", "-t", "x", "-f", "impact"], 2), &["KEY=VALUE"]);
    says(&refused(&desk, &["open", "problem", "-t", "x", "-f", "=one"], 2), &["KEY=VALUE"]);
}

#[test]
fn several_wrong_values_are_named_together() {
    let desk = desk();
    let err = refused(&desk, &["open", "problem", "-t", "x", "-f", "impact=nine", "-f", "cause=wrong"], 4);
    says(&err, &["\"nine\"", "\"wrong\""]);
}

#[test]
fn labels_without_case_or_accents_stand_for_ids() {
    let desk = desk();
    desk.tramite(&[
        "open",
        "PROBLEM",
        "-t",
        "x",
        "-f",
        "IMPACT=everybody",
        "-p",
        "Urgent",
        "--for",
        "zoe dias",
        "--origin",
        "e-MAIL",
    ])
    .ok();
    let ticket = &desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"];
    assert_eq!(ticket["type"], "problem");
    assert_eq!(ticket["fields"]["impact"], "all");
    assert_eq!(ticket["priority"], "urgent");
    assert_eq!(ticket["requester"], "zoe@other");
    assert_eq!(ticket["organization"], "other");
    assert_eq!(ticket["origin"], "email");
}

#[test]
fn two_tickets_of_one_second_differ_and_a_pinned_clock_still_takes_turns() {
    let desk = desk();
    let mut numbers = Vec::new();
    let mut who = Vec::new();
    for _ in 0..4 {
        let said = desk.tramite(&["open", "question", "-t", "x", "--format", "json"]).json();
        numbers.push(said["number"].as_str().unwrap().to_owned());
        let shown = desk.tramite(&["show", numbers.last().unwrap(), "--format", "json"]).json();
        who.push(shown["ticket"]["assignee"].as_str().unwrap().to_owned());
    }
    assert_eq!(numbers, ["202611/0001", "202611/0002", "202611/0003", "202611/0004"]);
    assert_ne!(who[0], who[1]);
    assert_eq!([&who[0], &who[1]], [&who[2], &who[3]]);
}

#[test]
fn numbers_count_within_the_month_of_opening_in_the_desks_zone() {
    let mut desk = desk();
    desk.tramite(&["open", "question", "-t", "x"]).ok();
    // 1 December in UTC, still November in São Paulo.
    desk.at("2026-12-01T02:00:00Z");
    says(&desk.tramite(&["open", "question", "-t", "y"]).ok(), &["202611/0002 "]);
    desk.at("2026-12-01T03:00:00Z");
    says(&desk.tramite(&["open", "question", "-t", "z"]).ok(), &["202612/0001 "]);
}

#[test]
fn a_ticket_can_have_been_opened_earlier_but_not_later_than_now() {
    let desk = desk();
    desk.tramite(&["open", "question", "-t", "x", "--at", "2026-10-30T09:00:00-03:00"]).ok();
    assert_eq!(
        tip(&desk, "%aI|%cI|%s"),
        format!("2026-10-30T09:00:00-03:00|{NOW}|202610/0001 opened: question")
    );
    let shown = desk.tramite(&["show", "202610/1", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["opened_at"], "2026-10-30T09:00:00-03:00");
    says(
        &refused(&desk, &["open", "question", "-t", "x", "--at", "2026-11-23T10:00:01-03:00"], 2),
        &["future"],
    );
    refused(&desk, &["open", "question", "-t", "x", "--at", "sometime"], 2);
}

#[test]
fn the_description_comes_from_a_file_or_standard_input_as_it_is() {
    let desk = desk();
    let text = "{{me.name}}\n- yaml: [1\n# comment\n---\n&anchor *alias !tag\n  'quote\"\n";
    desk.tramite_with(&["open", "question", "-t", "x", "-F", "-"], text).ok();
    let described = |number: &str| {
        desk.tramite(&["show", number, "--format", "json"]).json()["ticket"]["description"].clone()
    };
    assert_eq!(described("1"), text.trim_end());
    desk.write("../text", text);
    desk.tramite(&["open", "question", "-t", "x", "-F", "../text"]).ok();
    assert_eq!(described("2"), text.trim_end());
    desk.is_clean();
    assert_eq!(desk.tramite(&["validate", "--all"]).ok(), "");
    says(&refused(&desk, &["open", "question", "-t", "x", "-F", "../none"], 6), &["../none"]);
}

#[test]
fn likely_duplicates_are_shown_and_do_not_hinder() {
    let desk = desk();
    desk.tramite(&["open", "question", "-t", "Export of orders fails"]).ok();
    let said = desk.tramite(&["open", "question", "-t", "The orders export fails"]);
    says(&said.err, &["202611/0001", "Export of orders fails"]);
    said.ok();
    // Even from somebody who may only read, nothing of it goes to standard output.
    assert!(desk.tramite(&["open", "question", "-t", "Printer"]).err.is_empty());
}

#[test]
fn a_stranger_may_only_read() {
    let mut desk = desk();
    desk.tramite(&["open", "question", "-t", "x"]).ok();
    desk.be("Eve", "eve@nowhere.example");
    says(&refused(&desk, &["open", "question", "-t", "x"], 4), &["eve@nowhere.example", "may only read"]);
    desk.tramite(&["show", "1"]).ok();
    desk.tramite(&["list"]).ok();
}

#[test]
fn a_customer_opens_in_their_own_name() {
    let mut desk = desk();
    desk.be("Zoé Dias", "ZOE@other.example");
    desk.tramite(&["open", "question", "-t", "Mine"]).ok();
    let ticket = &desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"];
    assert_eq!((&ticket["requester"], &ticket["organization"]), (&"zoe@other".into(), &"other".into()));
    refused(&desk, &["open", "question", "-t", "Theirs", "--for", "maria@example"], 4);
}

#[test]
fn on_a_terminal_it_is_asked_field_by_field() {
    let mut desk = desk();
    desk.set("EDITOR", "printf 'It fails\\n' >");
    let steps = [
        ("Type", "\r"),
        ("Title", "\r"),
        ("a ticket needs a title", "Cannot print\r"),
        // The second of three.
        ("Impact", "\u{1b}[B\r"),
    ];
    let Some(said) = terminal(&desk, 80, &["open"], &steps) else { return };
    says(&said.exits(0).out, &["Problem", "One person", "A team", "202611/0001 opened: problem"]);
    let ticket = &desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"];
    assert_eq!(ticket["title"], "Cannot print");
    assert_eq!(ticket["fields"]["impact"], "some");
    assert_eq!(ticket["description"], "It fails");
    desk.is_clean();
}

#[test]
fn on_a_terminal_only_what_is_missing_is_asked_for() {
    let desk = desk();
    let Some(said) = terminal(&desk, 80, &["open", "problem", "-t", "x"], &[("Impact", "\r")]) else {
        return;
    };
    says(&said.exits(0).out, &["202611/0001 opened: problem"]);
    let said = terminal(&desk, 80, &["open", "question", "-t", "y"], &[]).unwrap();
    says(&said.exits(0).out, &["202611/0002 opened: question"]);
}

#[test]
fn who_goes_away_while_asked_writes_nothing() {
    let desk = desk();
    let before = state(&desk);
    let Some(said) = terminal(&desk, 80, &["open", "problem", "-t", "x"], &[("Impact", "\u{1b}")]) else {
        return;
    };
    says(&said.exits(6).out, &["interrupted"]);
    assert_eq!(state(&desk), before);
}

#[test]
fn a_choice_narrows_the_next_question() {
    let desk = desk();
    desk.write(
        ".tramite/tables/modules.yaml",
        "table: modules\nrows:\n  - {id: sales, label: Sales}\n  - {id: stock, label: Stock}\n",
    );
    desk.write(
        ".tramite/tables/routines.yaml",
        "table: routines\nrows:\n  - {id: order, label: Order, module: sales}\n  - {id: count, label: Count, module: stock}\n  - {id: move, label: Move, module: stock}\n",
    );
    desk.write(
        ".tramite/types/fault.yaml",
        "type: fault\ntitle: Fault\nopen: {roles: [agent]}\nfields:\n  - {id: module, label: Module, kind: row, table: modules, required: open}\n  - {id: routine, label: Routine, kind: row, table: routines, depends_on: module, required: open}\n  - {id: copies, label: Copies, kind: int, min: 1, required: open, when: \"routine:move\"}\nflow:\n  initial: new\n  statuses:\n    new: {label: New, category: new}\n    done: {label: Done, category: closed}\n  transitions:\n    - {from: new, to: done}\n",
    );
    desk.commit("desk: faults");
    assert_eq!(desk.tramite(&["validate", "--config"]).ok(), "");
    let steps = [
        ("Module", "\u{1b}[B\r"),
        ("Routine", "\u{1b}[B\r"),
        ("Copies", "many\r"),
        ("Copies", "0\r"),
        ("Copies", "3\r"),
    ];
    let Some(said) = terminal(&desk, 80, &["open", "fault", "-t", "x"], &steps) else { return };
    let said = said.exits(0);
    assert!(!said.out.contains("Order"), "{}", said.out);
    let fields = &desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"]["fields"];
    assert_eq!(*fields, serde_json::json!({"module": "stock", "routine": "move", "copies": "3"}));
}

/// An agent chooses a priority by its definition, which stands beside it (A2).
#[test]
fn priorities_are_explained_where_they_are_chosen() {
    let place = crate::harness::Place::repository();
    place.tramite(&["init", "--preset", "agencia"]).ok();
    let shown = place.tramite(&["type", "show", "solicitacao"]).ok();
    for help in ["O cliente está parado", "Atrapalha o trabalho", "pode esperar a sua vez"] {
        assert!(shown.contains(help), "{help} is not in\n{shown}");
    }
    let refused = place.tramite(&["open", "solicitacao", "-t", "x"]).fails(4);
    assert!(refused.contains("--priority alta|media|baixa"), "{refused}");
}
