//! What is wrong with a file is said with its place (3, principle 5).

use crate::codec::{Decoded, comment, ticket};
use crate::model::{Severity, Ticket, Value};

const HEAD: &str = "uid: 01JDB3V1Q2Z6X8N4T7C5M9K0RA\ntype: bug\ntitle: T\nstatus: novo\n";

fn decode(text: &str) -> Decoded<Ticket> {
    ticket::decode("tickets/x", text.as_bytes())
}

/// Rule, line, column of each finding.
fn found<T>(decoded: &Decoded<T>) -> Vec<(&str, u32, u32)> {
    let place = |n: Option<u32>| n.unwrap_or_default();
    decoded.findings.iter().map(|f| (f.rule.as_str(), place(f.line), place(f.column))).collect()
}

#[test]
fn what_makes_a_ticket_unreadable() {
    for (text, rule, line, col) in [
        (
            format!("{HEAD}<<<<<<< HEAD\npriority: a\n=======\npriority: b\n>>>>>>> x\n"),
            "conflict_markers",
            5,
            1,
        ),
        (format!("{HEAD}priority: a\npriority: b\n"), "duplicate_key", 6, 1),
        (format!("{HEAD}fields:\n  a: 1\n  a: 2\n"), "duplicate_key", 7, 3),
        (format!("{HEAD}---\na: 1\n"), "several_documents", 5, 1),
        (format!("{HEAD}? [a]\n: b\n"), "bad_key", 5, 3),
        ("- a\n".to_owned(), "not_a_mapping", 1, 1),
        (String::new(), "not_a_mapping", 1, 1),
        ("# só isto\n".to_owned(), "not_a_mapping", 1, 1),
        ("uid: [\n".to_owned(), "yaml_syntax", 2, 1),
        (HEAD.replace("K0RA", "K0RU"), "bad_uid", 1, 6),
        (HEAD.replace("status: novo\n", ""), "missing_key", 1, 1),
        (HEAD.replace("type: bug\n", "type:\n"), "missing_key", 2, 5),
        (format!("{HEAD}priority: a\0b\n"), "control_character", 5, 12),
        (format!("{HEAD}a: {}1{}\n", "[".repeat(70), "]".repeat(70)), "too_deep", 5, 67),
        (format!("{HEAD}x: &x [*x]\n"), "bad_alias", 5, 8),
    ] {
        let decoded = decode(&text);
        assert_eq!(decoded.value, None, "{text}");
        let all = found(&decoded);
        assert!(all.contains(&(rule, line, col)), "{text}: {all:?}");
        assert_eq!(decoded.findings[0].path.as_deref(), Some("tickets/x"));
        assert_eq!(decoded.findings[0].severity, Severity::Error);
    }
    let decoded = ticket::decode("t", b"uid: x\ntitle: a\xff\n");
    assert_eq!(found(&decoded), [("not_utf8", 2, 9)]);
    let decoded = ticket::decode("t", &vec![b'a'; (1 << 20) + 1]);
    assert_eq!(found(&decoded), [("too_large", 1, 1)]);
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut text = format!("{HEAD}a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..10 {
        let items = vec![format!("*a{}", n - 1); 10].join(", ");
        text.extend([format!("a{n}: &a{n} [{items}]\n")]);
    }
    let decoded = decode(&text);
    assert_eq!(decoded.value, None);
    assert_eq!(decoded.findings[0].rule, "too_many_values");
}

#[test]
fn what_is_still_clear_is_read() {
    for (text, rule, line, col, severity) in [
        (format!("\u{feff}{HEAD}"), "bom", 1, 1, Severity::Warning),
        (HEAD.replace('\n', "\r\n"), "crlf", 1, 32, Severity::Warning),
        (format!("{HEAD}priority: a\npriority: a\n"), "duplicate_key", 6, 1, Severity::Error),
        (format!("{HEAD}number: 7\n"), "bad_number", 5, 9, Severity::Error),
        (format!("{HEAD}assignee: [a]\n"), "wrong_shape", 5, 11, Severity::Error),
        (format!("{HEAD}tags: nfe\n"), "wrong_shape", 5, 7, Severity::Warning),
        (format!("{HEAD}tags: {{a: b}}\n"), "wrong_shape", 5, 7, Severity::Error),
        (format!("{HEAD}links:\n  - {{kind: parent}}\n"), "missing_key", 6, 5, Severity::Error),
        (format!("{HEAD}links:\n  - parent\n"), "wrong_shape", 6, 5, Severity::Error),
        (format!("{HEAD}fields: x\n"), "wrong_shape", 5, 9, Severity::Error),
        (format!("{HEAD}external: {{system: z}}\n"), "missing_key", 5, 11, Severity::Error),
        (format!("{HEAD}priorty: a\n"), "unknown_key", 5, 1, Severity::Warning),
        (format!("{HEAD}priority: a # b\n"), "yaml_lossy", 5, 1, Severity::Warning),
        (HEAD.replace("title: T", "title: \"a\\nb\""), "line_break", 3, 8, Severity::Warning),
        (HEAD.replace("title: T\n", ""), "missing_key", 1, 1, Severity::Error),
    ] {
        let decoded = decode(&text);
        assert!(decoded.value.is_some(), "{text}");
        assert_eq!(found(&decoded), [(rule, line, col)], "{text}");
        assert_eq!(decoded.findings[0].severity, severity, "{text}");
    }
}

#[test]
fn messages_say_how_to_mend() {
    let decoded = decode(&format!("{HEAD}priorty: a\n"));
    assert_eq!(decoded.findings[0].message, "unknown key `priorty`; did you mean `priority`?; it is kept");
    assert_eq!(decoded.value.unwrap().extra["priorty"], Value::from("a"));
    let decoded = decode("<<<<<<< HEAD\n");
    assert!(decoded.findings[0].message.contains("tramite sync --resolve"));
}

#[test]
fn scalars_are_the_text_they_were_written_in() {
    let text = format!(
        "{HEAD}fields:\n  a: 12.10\n  b: 007\n  c: 1e3\n  d: yes\n  e: null\n  f: ~\n  g:\n  h: ''\nx: 1.0\n"
    );
    let ticket = decode(&text).value.unwrap();
    let fields: Vec<_> = ticket.fields.values().map(|value| value.as_text().unwrap()).collect();
    assert_eq!(fields, ["12.10", "007", "1e3", "yes", "null", "~"]);
    assert_eq!(ticket.extra["x"], Value::from("1.0"));
}

#[test]
fn comments_anchors_aliases_and_tags_are_listed() {
    let text = "# um\nuid: 01JDB3V1Q2Z6X8N4T7C5M9K0RA # dois\ntype: &t bug\ntitle: 'a # b' # três\nstatus: *t\n\
        tags: !!set [\"x # y\\\" # z\"]\ndescription: | # quatro\n  # texto\n\n# cinco\norigin: a#b\n";
    let decoded = decode(text);
    assert_eq!(
        decoded.lossy,
        [
            "comment at line 1",
            "comment at line 2",
            "anchor at line 3",
            "comment at line 4",
            "alias at line 5",
            "tag at line 6",
            "comment at line 7",
            "comment at line 10"
        ]
    );
    let ticket = decoded.value.unwrap();
    assert_eq!(ticket.status, "bug");
    assert_eq!(ticket.description.as_deref(), Some("# texto"));
    assert_eq!(ticket.origin.as_deref(), Some("a#b"));
}

#[test]
fn comments_need_their_kind() {
    for (text, rule, line, col) in
        [("body: x\n", "missing_key", 1, 1), ("body: x\nkind: secret\n", "bad_value", 2, 7)]
    {
        let decoded = comment::decode("c", text.as_bytes());
        assert_eq!(decoded.value, None);
        assert_eq!(found(&decoded), [(rule, line, col)]);
    }
    for (text, rule, line, col) in [
        ("kind: public\ntime: 90\n", "wrong_shape", 2, 7),
        ("kind: public\ntime: {minutes: 1.5}\n", "bad_value", 2, 7),
        ("kind: public\ntime: {minutes: 5, billable: talvez}\n", "bad_value", 2, 30),
        ("kind: public\napproval: {what: x, verdict: ok}\n", "bad_value", 2, 11),
        ("kind: public\nbody: [a]\n", "wrong_shape", 2, 7),
        ("kind: public\nbodi: a\n", "unknown_key", 2, 1),
    ] {
        let decoded = comment::decode("c", text.as_bytes());
        assert!(decoded.value.is_some());
        assert_eq!(found(&decoded), [(rule, line, col)], "{text}");
    }
}
