//! Lines against a desk's configuration, without git.

use super::read::{Read, Reader};
use super::{BadLine, in_order, told};
use crate::app::preset;
use crate::codec;
use crate::model::{Change, External};
use std::collections::HashSet;

fn read(text: &str) -> Read {
    let (config, _) = codec::config::load(&preset::files("helpdesk").unwrap());
    let there: HashSet<External> = [External { system: "old".into(), id: "there".into() }].into();
    Reader::new(&config, &there, HashSet::new()).run(&mut text.as_bytes(), &mut || {}).unwrap()
}

fn line(id: &str, events: &str) -> String {
    format!(
        r#"{{"external":{{"system":"old","id":"{id}"}},"type":"question","title":"T","opened_at":"2026-03-01T10:00:00Z","by":"A <a@x.example>","events":[{events}]}}"#
    )
}

fn event(at: &str, rest: &str) -> String {
    format!(r#"{{"at":"2026-03-01T{at}Z","by":"A <a@x.example>",{rest}}}"#)
}

#[test]
fn events_are_sorted_and_those_of_one_instant_keep_their_order() {
    let events = [
        event("12:00:00", r#""status":"solved""#),
        event("11:00:00", r#""set":{"tags":"first"}"#),
        event("11:00:00", r#""set":{"tags":"+second"}"#),
        event("10:00:00", r#""status":"open""#),
    ];
    let read = read(&line("1", &events.join(",")));
    assert!(read.bad.is_empty(), "{:?}", read.bad);
    let words: Vec<String> = read.tickets[0].steps[1..]
        .iter()
        .flat_map(|step| &step.changes)
        .map(|change| match change {
            Change::Status(pair) => pair.to.clone().unwrap(),
            Change::Tags(set) => set.added.join(" "),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(words, ["open", "first", "second", "solved"]);
}

#[test]
fn steps_of_all_tickets_are_in_order_of_time_then_of_the_file() {
    let text = [
        line("1", &event("11:00:00", r#""status":"open""#)),
        line("2", &event("10:30:00", r#""status":"open""#)),
    ]
    .join("\n");
    let order: Vec<(usize, usize)> =
        in_order(&read(&text).tickets).into_iter().map(|(_, ticket, step)| (ticket, step)).collect();
    assert_eq!(order, [(0, 0), (1, 0), (1, 1), (0, 1)]);
}

#[test]
fn a_ticket_that_is_there_is_not_even_judged() {
    let read = read(&line("there", r#"{"status":"nonsense"}"#));
    assert_eq!((read.there, read.bad.len(), read.tickets.len()), (1, 0, 0));
}

#[test]
fn a_bad_line_counts_nothing() {
    let bad = line(
        "1",
        &[
            event("11:00:00", r#""status":"closed","set":{"team":"gone"}"#),
            event("12:00:00", r#""status":"x""#),
        ]
        .join(","),
    );
    let read = read(&bad);
    assert_eq!(read.bad.len(), 1);
    assert!(read.moves.is_empty() && read.strangers.is_empty());
}

#[test]
fn comments_of_one_instant_are_named_in_their_order() {
    let say = |text: &str| event("11:00:00", &format!(r#""comment":{{"kind":"public","body":"{text}"}}"#));
    let events: Vec<String> = (0..30).map(|n| say(&n.to_string())).collect();
    let read = read(&line("1", &events.join(",")));
    let mut said: Vec<(String, String)> = read.tickets[0].steps[1..]
        .iter()
        .map(|step| match &step.changes[0] {
            Change::Comment { id, comment } => (id.to_string(), comment.body.clone()),
            other => panic!("{other:?}"),
        })
        .collect();
    said.sort();
    let bodies: Vec<&str> = said.iter().map(|(_, body)| body.as_str()).collect();
    assert_eq!(bodies, (0..30).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn a_type_that_lacks_the_status_begins_with_its_own() {
    let events = [
        event("11:00:00", r#""status":"solved""#),
        event("12:00:00", r#""set":{"type":"request","service":"access"}"#),
    ];
    let read = read(&line("1", &events.join(",")));
    let changes = &read.tickets[0].steps[2].changes;
    assert!(changes.iter().any(|c| matches!(c, Change::Status(pair) if pair.to.as_deref() == Some("new"))));
}

#[test]
fn very_many_bad_lines_are_told_by_their_reasons() {
    let line = |n: usize, why: &str| BadLine { line: n, why: vec![why.to_owned()] };
    let mut bad: Vec<BadLine> = (1..=100).map(|n| line(n, "it has no type")).collect();
    assert_eq!(told(&bad).len(), 100);
    bad.extend([
        line(101, "event 4: status \"x\" is unknown"),
        line(102, "event 12: status \"x\" is unknown"),
    ]);
    bad.push(line(103, "it has no title"));
    let told = told(&bad);
    assert_eq!(told[99], "line 100: it has no type");
    assert_eq!(told[100..], ["2 more: status \"x\" is unknown", "1 more: it has no title"]);
}
