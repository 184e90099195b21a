use super::*;
use crate::locale::Locale;
use crate::model::{ApprovalNote, CommentKind, Identity, Link, Number, Ticket, TimeSpent, Uid, Verdict};
use std::collections::BTreeMap;

fn pair(from: Option<&str>, to: Option<&str>) -> Pair {
    Pair { from: from.map(str::to_owned), to: to.map(str::to_owned) }
}

fn tramites() -> Vec<Tramite> {
    let uid: Uid = "01JDB3V1Q2Z6X8N4T7C5M9K0RA".parse().unwrap();
    let ticket = Ticket::new(uid.clone(), "bug", "Erro ao \u{1b}[2J confirmar pedido", "novo");
    let mut comment = Comment::new(CommentKind::Customer, "Continua com o erro.\nSegue a tela.");
    comment.channel = Some("phone".to_owned());
    comment.for_contact = Some("daiane@acme".to_owned());
    comment.time = Some(TimeSpent { minutes: 90, billable: true });
    comment.approval = Some(ApprovalNote { what: "proposta".to_owned(), verdict: Verdict::Refused });
    let tramite = |at: &str, name: &str, changes| Tramite {
        uid: uid.clone(),
        at: DateTime::parse_from_rfc3339(at).unwrap(),
        recorded: DateTime::parse_from_rfc3339(at).unwrap(),
        by: Identity { name: name.to_owned(), email: "x@desk.example".to_owned() },
        commit: "a1b2c3d4e5f60718293a".to_owned(),
        changes,
    };
    let link = |to: &str| Link { kind: "related".to_owned(), to: to.to_owned(), extra: BTreeMap::new() };
    vec![
        tramite(
            "2026-11-22T14:30:00+00:00",
            "Ana Souza",
            vec![Change::Opened {
                number: Number { month: 202_611, seq: 7 },
                path: "tickets/202611/0007-k0ra".to_owned(),
                ticket: Box::new(ticket),
            }],
        ),
        tramite(
            "2026-11-22T15:00:00+00:00",
            "Alexandre",
            vec![
                Change::Status(pair(Some("novo"), Some("em_atendimento"))),
                Change::Assignee(pair(None, Some("alexandre"))),
                Change::Due(pair(None, Some("2026-11-30T18:00:00-03:00"))),
                Change::Promised(pair(Some("2026-11-24"), None)),
                Change::Description(pair(Some("a"), Some("b"))),
            ],
        ),
        tramite(
            "2026-11-23T12:00:00+00:00",
            "Daiane",
            vec![
                Change::Field { field: "causa".to_owned(), from: None, to: Some("erro".into()) },
                Change::Tags(SetChange { added: vec!["nfe".to_owned()], removed: vec!["velho".to_owned()] }),
                Change::Links(SetChange { added: vec![link("01JX")], removed: vec![] }),
                Change::Comment { id: uid.clone(), comment: Box::new(comment) },
            ],
        ),
    ]
}

fn log(width: Option<usize>, tag: &str) -> String {
    let label = |key: &str, id: &str| {
        let label = match (key, id) {
            ("type", "bug") => "Reporte de bug",
            ("status", "novo") => "Novo",
            ("status", "em_atendimento") => "Em atendimento",
            ("assignee", "alexandre") => "Alexandre Lima",
            ("field", "causa") => "Causa",
            ("fields.causa", "erro") => "Erro de sistema",
            ("channel", "phone") => "Telefone",
            _ => return None,
        };
        Some(label.to_owned())
    };
    let local = |at: DateTime<FixedOffset>| at.with_timezone(&FixedOffset::west_opt(3 * 3600).unwrap());
    let page = Page { width, color: false, locale: Locale::parse(tag).0 };
    render(&tramites(), Labels { label: &label, local: &local }, page)
}

#[test]
fn a_log_at_100_columns() {
    insta::assert_snapshot!(log(Some(100), "pt-BR"));
}

#[test]
fn a_log_at_60_columns() {
    insta::assert_snapshot!(log(Some(60), "pt-BR"));
}

#[test]
fn a_log_without_a_terminal_in_english() {
    insta::assert_snapshot!(log(None, "en"));
}

#[test]
fn no_line_is_too_wide() {
    for columns in 1..200 {
        for line in log(Some(columns), "pt-BR").lines() {
            assert!(width(line) <= columns, "{line:?} at {columns}");
        }
    }
}
