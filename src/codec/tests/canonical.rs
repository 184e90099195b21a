//! The one canonical form (3.1).

use crate::codec::{comment, ticket};
use crate::model::{Comment, CommentKind, Link, Ticket, Value};

/// The design's example, its elided parts filled in.
pub(super) const TICKET: &str = r#"uid: 01JDB3V1Q2Z6X8N4T7C5M9K0RA
number: 202611/0008
type: bug
title: Erro ao confirmar pedido de venda
status: em_diagnostico
priority: alta
requester: daiane@acme
organization: acme
payer: unidade-sul
team: suporte
assignee: alexandre
watchers:
  - marcos@acme
origin: portal
tags:
  - nfe
due: 2026-11-30T18:00:00-03:00
promised: 2026-11-24
fields:
  caminho: Vendas / Pedidos
  versao: "12.1.33"
description: |
  Ao digitar um novo pedido:

    1. abre a tela
  # não é comentário
links:
  - {kind: issue, to: https://git.example/erp/issues/7, done: true}
  - {kind: parent, to: 01JDB2V1Q2Z6X8N4T7C5M9K0RB}
attachments:
  - {name: nota.xml, sha256: 8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92, size: 1234}
rating: 2
merged: 01JDB2V1Q2Z6X8N4T7C5M9K0RC
external: {system: zendesk, id: "48211"}
"#;

pub(super) const COMMENT: &str = r"kind: public
channel: phone
with: Daiane
for: daiane@acme
time: {minutes: 90, billable: true}
approval: {what: proposta, verdict: approved}
missing: [versao, caminho]
dismisses: [01JDB4K1Q2Z6X8N4T7C5M9K0RA]
purges: [8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92]
attachments:
  - {name: tela.png, sha256: 8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92, size: 52110}
body: |
  Confirmamos o cenário
";

fn some_ticket() -> Ticket {
    Ticket::new("01JDB3V1Q2Z6X8N4T7C5M9K0RA".parse().unwrap(), "bug", "T", "novo")
}

fn text(ticket: &Ticket) -> String {
    String::from_utf8(ticket::encode(ticket, None)).unwrap()
}

#[test]
fn the_designs_ticket_is_read_and_written_back() {
    let decoded = ticket::decode("t", TICKET.as_bytes());
    assert_eq!(decoded.findings, []);
    assert_eq!(decoded.lossy, Vec::<String>::new());
    let ticket = decoded.value.unwrap();
    assert_eq!(ticket.fields["versao"], Value::from("12.1.33"));
    assert_eq!(
        ticket.description.as_deref(),
        Some("Ao digitar um novo pedido:\n\n  1. abre a tela\n# não é comentário")
    );
    assert_eq!(ticket.due.as_deref(), Some("2026-11-30T18:00:00-03:00"));
    assert_eq!(ticket.links.first().unwrap().extra["done"], Value::from("true"));
    assert_eq!(ticket.attachments.first().unwrap().size, 1234);
    assert_eq!(ticket.external.as_ref().unwrap().id, "48211");
    // `done` was written plain, as nothing but text is kept it comes back in quotes.
    assert_eq!(text(&ticket), TICKET.replace("done: true", "done: \"true\""));
}

#[test]
fn the_designs_comment_is_read_and_written_back() {
    let decoded = comment::decode("c", COMMENT.as_bytes());
    assert_eq!(decoded.findings, []);
    let comment = decoded.value.unwrap();
    assert_eq!(comment.time.unwrap().minutes, 90);
    assert_eq!(comment.missing, ["versao", "caminho"]);
    assert_eq!(comment.body, "Confirmamos o cenário");
    assert_eq!(String::from_utf8(comment::encode(&comment)).unwrap(), COMMENT);
}

#[test]
fn absent_keys_leave_no_trace_and_sets_are_sorted() {
    let mut ticket = some_ticket();
    ticket.tags = ["b", "a"].map(str::to_owned).into();
    ticket.assignee = Some(String::new());
    ticket.fields.insert("vazio".to_owned(), "".into());
    let expected =
        "uid: 01JDB3V1Q2Z6X8N4T7C5M9K0RA\ntype: bug\ntitle: T\nstatus: novo\ntags:\n  - a\n  - b\n";
    assert_eq!(text(&ticket), expected);
    let comment = Comment::new(CommentKind::Internal, "");
    assert_eq!(comment::encode(&comment), b"kind: internal\n");
}

#[test]
fn whatever_another_reader_takes_for_something_else_is_quoted() {
    for (value, written) in [
        ("12.10", "\"12.10\""),
        ("007", "\"007\""),
        ("1e3", "\"1e3\""),
        ("0x1F", "\"0x1F\""),
        ("1_000", "\"1_000\""),
        ("1:30", "\"1:30\""),
        ("-5", "\"-5\""),
        (".5", "\".5\""),
        ("yes", "\"yes\""),
        ("Off", "\"Off\""),
        ("n", "\"n\""),
        ("null", "\"null\""),
        ("~", "\"~\""),
        ("2026-11-24", "\"2026-11-24\""),
        ("- a", "\"- a\""),
        ("a: b", "\"a: b\""),
        ("a #b", "\"a #b\""),
        ("a:", "\"a:\""),
        (" a", "\" a\""),
        ("@x", "\"@x\""),
        ("`x", "\"`x\""),
        ("%x", "\"%x\""),
        ("{{x}}", "\"{{x}}\""),
        ("[BUG] x", "\"[BUG] x\""),
        ("---", "\"---\""),
        ("...", "\"...\""),
        ("... x", "\"... x\""),
        ("=", "\"=\""),
        ("<<", "\"<<\""),
        (".inf", "\".inf\""),
        ("a\tb", "\"a\\tb\""),
        ("a\u{1b}[1m", "\"a\\x1B[1m\""),
        ("a\u{85}b", "\"a\\x85b\""),
        ("a\u{2028}b", "\"a\\u2028b\""),
        ("say \"hi\" \\o/", "say \"hi\" \\o/"),
        ("não {x}, é n#1 😀", "não {x}, é n#1 😀"),
        ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
        ("v12.1", "v12.1"),
        ("nota", "nota"),
    ] {
        let mut ticket = some_ticket();
        ticket.fields.insert("x".to_owned(), value.into());
        let lines = text(&ticket);
        assert_eq!(lines.lines().last().unwrap(), format!("  x: {written}"), "{value:?}");
        assert_eq!(ticket::decode("t", lines.as_bytes()).value, Some(ticket), "{value:?}");
    }
}

#[test]
fn long_lines_are_never_wrapped() {
    let mut ticket = some_ticket();
    ticket.title = "palavra ".repeat(2_000).trim_end().to_owned();
    ticket.description = Some("x ".repeat(5_000).trim_end().to_owned());
    assert_eq!(text(&ticket).lines().count(), 6);
    assert_eq!(ticket::decode("t", text(&ticket).as_bytes()).value, Some(ticket));
}

#[test]
fn texts_of_several_lines_are_literal_blocks_everywhere() {
    let mut ticket = some_ticket();
    ticket.description = Some("  indented\n\nlast".to_owned());
    ticket.fields.insert("n".to_owned(), " a\nb".into());
    ticket.fields.insert("l".to_owned(), Value::List(vec!["a\nb".into(), "c".into()]));
    let expected = "fields:\n  l:\n    - |\n      a\n      b\n    - c\n  \"n\": |2\n     a\n    b\n\
                    description: |2\n    indented\n\n  last\n";
    assert!(text(&ticket).ends_with(expected), "{}", text(&ticket));
    assert_eq!(ticket::decode("t", text(&ticket).as_bytes()).value, Some(ticket));
}

#[test]
fn text_is_normalised_on_the_way_out() {
    let comment = Comment::new(CommentKind::Public, "a \r\nb\u{1b}[31m\n\n");
    assert_eq!(comment::encode(&comment), b"kind: public\nbody: |\n  a\n  b[31m\n");
}

#[test]
fn unknown_keys_and_links_keep_what_they_hold() {
    let mut ticket = some_ticket();
    let inner = Value::Map([("a".to_owned(), Value::List(vec!["1".into(), Value::List(vec![])]))].into());
    ticket.extra.insert("zona".to_owned(), inner.clone());
    ticket.extra.insert("vazio".to_owned(), "".into());
    ticket.links.insert(Link {
        kind: "kb".to_owned(),
        to: "a, b".to_owned(),
        extra: [("x y".to_owned(), inner), ("t".to_owned(), "l\nm".into())].into(),
    });
    let written = text(&ticket);
    assert!(
        written.contains("links:\n  - {kind: kb, to: \"a, b\", t: \"l\\nm\", x y: {a: [\"1\", []]}}\n"),
        "{written}"
    );
    assert!(written.ends_with("vazio: \"\"\nzona:\n  a:\n    - \"1\"\n    - []\n"), "{written}");
    let decoded = ticket::decode("t", written.as_bytes());
    assert_eq!(decoded.value, Some(ticket));
    assert_eq!(decoded.findings.len(), 2);
}
