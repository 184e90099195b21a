//! Changes made by hand, and the law that what is planned passes the judgement.

use super::*;

type Change<'a> = &'a dyn Fn(&mut Snapshot);

#[test]
fn a_hand_edit_is_judged_by_the_same_rules() {
    let config = config();
    let before = snapshot("bug", "em_diagnostico");
    let judged = |author: &str, change: &dyn Fn(&mut Snapshot)| {
        let mut after = before.clone();
        change(&mut after);
        let history = history(&[(BIA, &before)]);
        with_world(&config, author, |world| {
            judge(world, Some(&before), &after, &history).into_iter().map(|v| v.rule).collect::<Vec<_>>()
        })
    };
    let cases: [(Change<'_>, &[&str]); 10] = [
        (&|_| {}, &[]),
        (&|s| s.ticket.status = "backlog".into(), &["transition"]),
        (&|s| s.ticket.status = "nada".into(), &["transition"]),
        (&|s| s.ticket.status = "pendente".into(), &["requirement"]),
        (&|s| s.ticket.priority = Some("Alta".into()), &["value"]),
        (&|s| s.ticket.due = Some("24/11".into()), &["value"]),
        (
            &|s| {
                s.ticket.fields.insert("nada".into(), "x".into());
            },
            &["unknown_field"],
        ),
        (
            &|s| {
                s.ticket.fields.insert("valor".into(), "-1".into());
            },
            &["field_value"],
        ),
        (&|s| s.ticket.type_id = "nada".into(), &["type"]),
        (&|s| s.ticket.title = String::new(), &["value"]),
    ];
    for (i, (change, expected)) in cases.iter().enumerate() {
        assert_eq!(judged(BIA, change), *expected, "case {i}");
    }
    assert_eq!(judged("x@nowhere.example", &|s| s.ticket.priority = Some("alta".into())), ["role"]);
}

#[test]
fn comments_never_change_and_never_go() {
    let config = config();
    let mut before = snapshot("bug", "backlog");
    before.comments.insert(uid(5), said(CommentKind::Public, "Oi"));
    let history = history(&[(BIA, &before)]);
    let mut rewritten = before.clone();
    rewritten.comments.insert(uid(5), said(CommentKind::Public, "Olá"));
    let mut removed = before.clone();
    removed.comments.clear();
    with_world(&config, BIA, |world| {
        assert_eq!(judge(world, Some(&before), &rewritten, &history)[0].rule, "comment_immutable");
        assert_eq!(judge(world, Some(&before), &removed, &history)[0].rule, "comment_removed");
    });
}

#[test]
fn a_dismissal_may_take_back_the_move_that_the_message_made() {
    let config = config();
    let waiting = snapshot("bug", "pendente");
    let mut answered = waiting.clone();
    answered.ticket.status = "em_diagnostico".into();
    answered.comments.insert(uid(5), said(CommentKind::Customer, "obrigada"));
    let mut back = answered.clone();
    back.ticket.status = "pendente".into();
    back.comments.insert(
        uid(6),
        Comment { dismisses: vec![uid(5).to_string()], ..said(CommentKind::Internal, "conversa deles") },
    );
    let history = history(&[(BIA, &waiting), (DAIANE, &answered)]);
    with_world(&config, BIA, |world| {
        assert_eq!(judge(world, Some(&answered), &back, &history), []);
        let mut elsewhere = back.clone();
        elsewhere.ticket.status = "backlog".into();
        assert_eq!(judge(world, Some(&answered), &elsewhere, &history)[0].rule, "transition");
    });
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let key = prop::sample::select(vec![
        "priority", "team", "assignee", "causa", "valor", "due", "promised", "modulo", "rotina", "tags",
        "versao", "nada",
    ]);
    let value = prop::sample::select(vec![
        "",
        "alta",
        "suporte",
        "ana",
        "me",
        "erro",
        "10",
        "+5d",
        "nfe",
        "emissao",
        "pedido",
        "+a -b",
        "12.1",
        "round_robin",
    ]);
    (key, value).prop_map(|(k, v)| set(k, v))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is asked for: what `plan` gives passes `judge` (that is asserted in `on`), and planning the
    /// same twice gives the same.
    #[test]
    fn what_is_planned_passes_the_judgement(
        status in prop::sample::select(vec!["em_revisao", "backlog", "em_diagnostico", "devolvido", "pendente", "resolvido", "fechado"]),
        target in prop::option::of(prop::sample::select(vec!["backlog", "em_diagnostico", "devolvido", "pendente", "resolvido", "fechado"])),
        author in prop::sample::select(vec![ANA, BIA, DAIANE, "portal@desk.example", "x@nowhere.example"]),
        edits in prop::collection::vec(any_edit(), 0..3),
        kind in prop::option::of(prop::sample::select(vec![CommentKind::Public, CommentKind::Internal, CommentKind::Customer])),
    ) {
        let config = config();
        let intent = Intent {
            edits,
            to: target.map(str::to_owned),
            comment: kind.map(|k| Comment { missing: vec!["versao".into()], ..said(k, "um texto qualquer") }),
            ..Intent::default()
        };
        let before = snapshot("bug", status);
        let first = on(&config, author, &before, &intent);
        let second = on(&config, author, &before, &intent);
        prop_assert_eq!(first, second);
    }
}
