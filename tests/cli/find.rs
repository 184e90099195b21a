//! How a ticket is named (8).

use super::support::{desk, refused, says};
use crate::harness::Place;

fn put(desk: &Place, folder: &str, uid: &str, title: &str, status: &str) {
    desk.write(
        &format!("tickets/{folder}/ticket.yaml"),
        &format!("uid: {uid}\ntype: question\ntitle: {title}\nstatus: {status}\n"),
    );
}

/// Number 7 of October and (closed) of September, 8 of both and open; two with number 202611/0002.
fn twins() -> Place {
    let desk = desk();
    put(&desk, "202610/0007-aaa1", "01K847VV40YYYYYYYYYYYYAAA1", "October", "new");
    put(&desk, "202609/0007-aaa2", "01J847VV40XXXXXXXXXXXXAAA2", "September", "closed");
    put(&desk, "202610/0008-aaa3", "01K947VV40YYYYYYYYYYYYAAA3", "October 8", "new");
    put(&desk, "202609/0008-aaa4", "01J947VV40XXXXXXXXXXXXAAA4", "September 8", "new");
    put(&desk, "202611/0002-aaa5", "01M847VV40XXXXXXXXXXXXAAA5", "Elder", "new");
    put(&desk, "202611/0002-aaa6", "01M847VV41XXXXXXXXXXXXAAA6", "Younger", "new");
    put(&desk, "202611/0009-1234", "01M847VV42XXXXXXXXXXXX1234", "Digits", "new");
    put(&desk, "202608/0009-aaa7", "01H847VV42XXXXXXXXXXXXAAA7", "August", "new");
    desk.commit("tickets from elsewhere");
    desk
}

#[track_caller]
fn is(desk: &Place, reference: &str, title: &str) {
    let shown = desk.tramite(&["show", reference, "--format", "json"]).json();
    assert_eq!(shown["ticket"]["title"], title, "{reference}");
}

#[test]
fn a_ticket_is_named_in_every_form() {
    let desk = twins();
    for (reference, title) in [
        ("202610/0007", "October"),
        ("202610-0007", "October"),
        ("202610/7", "October"),
        ("202610/0007-aaa1", "October"),
        ("202610-0007-AAA1", "October"),
        ("tickets/202610/0007-aaa1", "October"),
        ("tickets/202610/0007-aaa1/ticket.yaml", "October"),
        ("01K847VV40YYYYYYYYYYYYAAA1", "October"),
        ("01K847VV", "October"),
        ("01k847vv40y", "October"),
        ("aaa1", "October"),
        ("AAA2", "September"),
        // The only open one of two.
        ("7", "October"),
        ("0007", "October"),
        ("#7", "October"),
        // This month's before the others.
        ("9", "Digits"),
        ("202611/0002-aaa6", "Younger"),
        // Four digits that are no number are the last of a uid.
        ("1234", "Digits"),
    ] {
        is(&desk, reference, title);
    }
}

#[test]
fn an_ambiguous_name_lists_its_candidates() {
    let desk = twins();
    for (reference, candidates) in [
        ("8", ["202609/0008-aaa4", "202610/0008-aaa3"]),
        ("2", ["202611/0002-aaa5", "202611/0002-aaa6"]),
        ("202611/0002", ["202611/0002-aaa5", "202611/0002-aaa6"]),
        ("202611-0002", ["202611/0002-aaa5", "202611/0002-aaa6"]),
        ("01M847VV", ["202611/0002-aaa5", "202611/0002-aaa6"]),
    ] {
        says(&refused(&desk, &["show", reference], 3), &candidates);
        says(&refused(&desk, &["note", reference, "-m", "x"], 3), &candidates);
    }
}

#[test]
fn a_renumbered_ticket_has_its_new_number() {
    let desk = twins();
    let path = "tickets/202611/0002-aaa6/ticket.yaml";
    let text = desk.read(path).replace("type:", "number: 202611/0003\ntype:");
    desk.write(path, &text);
    desk.commit("renumber");
    is(&desk, "202611/0003", "Younger");
    is(&desk, "202611/0003-aaa6", "Younger");
    is(&desk, "202611/0002-aaa6", "Younger");
    is(&desk, "202611/0002", "Elder");
    assert_eq!(desk.tramite(&["show", "3", "--format", "json"]).json()["ticket"]["number"], "202611/0003");
    says(&desk.tramite(&["open", "question", "-t", "x"]).ok(), &["202611/0010 "]);
}

#[test]
fn what_is_no_ticket_says_so() {
    let desk = twins();
    for reference in ["99", "202611/0099", "202611/0002-zzzz", "zzzz", "01ZZZZZZZZ"] {
        says(&refused(&desk, &["show", reference], 3), &[reference]);
    }
    for reference in ["", "abc", "nonsense!", "202613/0001", "../../etc"] {
        refused(&desk, &["show", reference], 2);
    }
}

#[test]
fn without_a_desk_every_command_says_so() {
    let place = Place::empty();
    for args in [&["list"][..], &["show", "1"], &["open", "question", "-t", "x"], &[]] {
        let err = place.tramite(args).fails(3);
        says(&err, &["error: ", " mend: "]);
    }
}
