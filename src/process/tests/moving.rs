//! Moves, macros and automations.

use super::*;

#[test]
fn a_move_that_the_flow_lacks_names_those_it_has() {
    let config = config();
    let before = snapshot("bug", "backlog");
    let refused = on(&config, BIA, &before, &to("resolvido"));
    assert_eq!(rules(&refused), ["transition"]);
    assert!(
        words(&refused).contains("it can go to em_diagnostico (Diagnóstico), fechado"),
        "{}",
        words(&refused)
    );
    let refused = on(&config, BIA, &before, &to("backlog"));
    assert!(words(&refused).contains("is in backlog already"));
    let refused = on(&config, BIA, &before, &to("bakclogg"));
    assert!(words(&refused).contains("did you mean backlog?") && words(&refused).contains("can go to"));
    assert_eq!(on(&config, BIA, &before, &to("Diagnóstico")).unwrap().after.ticket.status, "em_diagnostico");
    let refused = on(&config, ANA, &snapshot("bug", "fechado"), &to("backlog"));
    assert!(words(&refused).contains("follow-up"), "{}", words(&refused));
}

#[test]
fn any_status_that_is_not_final_leaves_by_a_star_and_roles_narrow_it() {
    let config = config();
    for status in ["em_revisao", "pendente", "resolvido"] {
        assert!(on(&config, ANA, &snapshot("bug", status), &to("fechado")).is_ok(), "{status}");
        let refused = on(&config, BIA, &snapshot("bug", status), &to("fechado"));
        assert!(words(&refused).contains("the role leader"), "{}", words(&refused));
    }
}

#[test]
fn transitions_are_narrowed_by_when() {
    let config = desk(|j| j["flow"]["transitions"][1]["when"] = json!("-modulo:vendas"));
    let mut before = snapshot("bug", "backlog");
    let refused = on(&config, BIA, &before, &to("em_diagnostico"));
    assert!(words(&refused).contains("-modulo:vendas"), "{}", words(&refused));
    before.ticket.fields.insert("modulo".into(), "nfe".into());
    assert!(on(&config, BIA, &before, &to("em_diagnostico")).is_ok());
}

#[test]
fn what_is_set_with_a_move_decides_whether_it_is_for_the_ticket() {
    // For tickets without the cause: setting it in passing does not slip through (C21).
    let config = desk(|j| j["flow"]["transitions"][1]["when"] = json!("-causa:uso"));
    let before = snapshot("bug", "backlog");
    let with_cause = |cause: &str| Intent { edits: vec![set("causa", cause)], ..to("em_diagnostico") };
    assert!(words(&on(&config, BIA, &before, &with_cause("uso"))).contains("-causa:uso"));
    assert!(on(&config, BIA, &before, &with_cause("erro")).is_ok());
    // What the move itself sets does not speak against it.
    let config = desk(|j| {
        j["flow"]["transitions"][1]["when"] = json!("team:none");
        j["flow"]["transitions"][1]["set"] = json!({"team": "produto"});
    });
    assert!(on(&config, BIA, &before, &to("em_diagnostico")).is_ok());
}

#[test]
fn a_macro_is_for_the_ticket_as_it_is_before_it_moves_it() {
    let mut config = config();
    let front = json!({"title": "D", "kind": "public", "when": "status:em_diagnostico", "set": {"status": "pendente"}});
    add_macro(&mut config, "coleta/d", &front, "Falta o número.");
    let intent = Intent { macro_id: Some(("coleta/d".into(), BTreeMap::new())), ..Intent::default() };
    let planned = on(&config, BIA, &snapshot("bug", "em_diagnostico"), &intent).unwrap();
    assert_eq!(planned.after.comments.values().next().unwrap().body, "Falta o número.");
    assert!(on(&config, BIA, &snapshot("bug", "devolvido"), &intent).is_err());
}

#[test]
fn restated_texts_keep_to_their_bounds() {
    let config = desk(|j| {
        let fields = j["fields"].as_array_mut().unwrap();
        fields.push(json!({"id": "description", "label": "Descrição", "min_length": 10}));
        fields.push(json!({"id": "title", "max": "30"}));
    });
    let before = snapshot("bug", "backlog");
    let short = on(&config, BIA, &before, &edit(&[set("description", "curta")]));
    assert_eq!(rules(&short), ["field_value"]);
    assert!(words(&short).contains("Descrição: \"curta\" is too short: at least 10 characters"));
    assert!(on(&config, BIA, &before, &edit(&[set("description", "comprida o bastante")])).is_ok());
    assert!(
        words(&on(&config, BIA, &before, &edit(&[set("title", &"x".repeat(31))]))).contains("at most 30")
    );
    // What was so before is not asked again.
    let mut old = before.clone();
    old.ticket.description = Some("curta".into());
    assert!(on(&config, BIA, &old, &edit(&[set("due", "+2d")])).is_ok());
}

#[test]
fn requirements_and_fields_of_a_move_are_named_together() {
    let config = config();
    let before = snapshot("bug", "em_diagnostico");
    let refused = on(&config, BIA, &before, &to("resolvido"));
    assert_eq!(rules(&refused), ["requirement", "field_required"]);
    let intent = Intent {
        edits: vec![set("causa", "erro")],
        ..with(to("resolvido"), said(CommentKind::Public, "Pronto"))
    };
    assert!(on(&config, BIA, &before, &intent).is_ok());
}

#[test]
fn a_return_names_what_is_missing_and_goes_back_to_who_had_it() {
    let config = config();
    let opened = snapshot("bug", "em_diagnostico");
    let mut with_bia = opened.clone();
    with_bia.ticket.team = Some("suporte".into());
    with_bia.ticket.assignee = Some("bia".into());
    let mut with_caio = with_bia.clone();
    with_caio.ticket.team = Some("produto".into());
    with_caio.ticket.assignee = Some("caio".into());
    let history = history(&[(BIA, &opened), (BIA, &with_bia), (BIA, &with_caio)]);
    with_world(&config, "caio@desk.example", |world| {
        let refused = plan(world, Some(&with_caio), &history, &to("devolvido"));
        assert!(words(&refused).contains("--missing"));
        let comment = Comment {
            missing: vec!["Módulo".into(), "versao".into()],
            ..said(CommentKind::Internal, "Falta")
        };
        let planned = plan(world, Some(&with_caio), &history, &with(to("devolvido"), comment)).unwrap();
        let t = &planned.after.ticket;
        assert_eq!((t.team.as_deref(), t.assignee.as_deref()), (Some("suporte"), Some("bia")));
        assert_eq!(planned.after.comments.values().next().unwrap().missing, ["modulo", "versao"]);
    });
}

#[test]
fn an_approval_by_somebody_else_lets_it_move_and_routes_it() {
    let config = config();
    let before = snapshot("bug", "em_revisao");
    let approval = |verdict| Comment {
        approval: Some(ApprovalNote { what: "revisao".into(), verdict }),
        ..said(CommentKind::Internal, "")
    };
    assert!(words(&on(&config, ANA, &before, &to("backlog"))).contains("tramite approve TICKET revisao"));
    let own = on(&config, BIA, &before, &with(to("backlog"), approval(Verdict::Approved)));
    assert!(words(&own).contains("the opener may not give it"), "{}", words(&own));
    let planned = on(&config, ANA, &before, &with(to("backlog"), approval(Verdict::Approved))).unwrap();
    assert_eq!(planned.after.ticket.assignee.as_deref(), Some("ana"));
    let bare = on(&config, ANA, &before, &with(Intent::default(), approval(Verdict::Refused)));
    assert!(words(&bare).contains("a text that says why"), "{}", words(&bare));
}

#[test]
fn a_macro_posts_its_text_and_does_its_effects() {
    let mut config = config();
    let front = json!({
        "title": "Pedir mais informações", "kind": "public", "when": "type:bug",
        "ask": [{"id": "rotina_citada", "label": "Qual rotina?"}],
        "set": {"status": "pendente", "tags": ["+faltam_dados", "-novo"], "promised": "+2d"}
    });
    add_macro(
        &mut config,
        "coleta/faltam_dados",
        &front,
        "Olá {{requester.name}}, e a rotina {{rotina_citada}}?",
    );
    let before = snapshot("bug", "em_diagnostico");
    let apply = |answers: &[(&str, &str)]| Intent {
        macro_id: Some((
            "faltam dados".into(),
            answers.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect(),
        )),
        ..Intent::default()
    };
    assert_eq!(rules(&on(&config, BIA, &before, &apply(&[]))), ["macro"]);
    let planned = on(&config, BIA, &before, &apply(&[("rotina_citada", "pedido")])).unwrap();
    let t = &planned.after.ticket;
    assert_eq!((t.status.as_str(), t.promised.as_deref()), ("pendente", Some("2026-11-25")));
    assert!(t.tags.contains("faltam_dados"));
    assert_eq!(planned.after.comments.values().next().unwrap().body, "Olá Daiane, e a rotina pedido?");
    // Its move is a move like any other.
    assert_eq!(
        rules(&on(&config, BIA, &snapshot("bug", "backlog"), &apply(&[("rotina_citada", "x")]))),
        ["transition"]
    );
}

#[test]
fn an_automation_moves_by_the_flow_and_records_silence() {
    let config = config();
    let effects: Effects = serde_json::from_value(json!({
        "to": "fechado", "approve": {"what": "solucao", "verdict": "tacit"}, "macro": "encerramento/solucao"
    }))
    .unwrap();
    let intent = Intent { effects: vec![effects], ..Intent::default() };
    let planned = on(&config, ANA, &snapshot("bug", "resolvido"), &intent).unwrap();
    assert_eq!(planned.after.ticket.status, "fechado");
    let verdicts: Vec<_> =
        planned.after.comments.values().filter_map(|c| c.approval.as_ref()).map(|a| a.verdict).collect();
    assert_eq!(verdicts, [Verdict::Tacit]);
    assert_eq!(planned.after.comments.len(), 2);
}

#[test]
fn a_change_of_type_keeps_a_status_that_both_have_or_begins_anew() {
    let mut config = config();
    let incident = |initial: &str| {
        let mut json = bug_json();
        json["type"] = json!("incidente");
        json["open"] = json!({});
        json["flow"] = json!({
            "initial": initial,
            "statuses": {"novo": {"category": "new"}, "backlog": {"category": "active"}},
            "transitions": [{"from": "novo", "to": "backlog"}, {"from": "backlog", "to": "novo"}]
        });
        type_of(json)
    };
    config.types.insert("incidente".into(), incident("novo"));
    for (from, expected) in [("backlog", "backlog"), ("em_diagnostico", "novo")] {
        let planned = on(&config, BIA, &snapshot("bug", from), &edit(&[set("type", "incidente")])).unwrap();
        assert_eq!(
            (planned.after.ticket.type_id.as_str(), planned.after.ticket.status.as_str()),
            ("incidente", expected)
        );
    }
}

#[test]
fn moves_say_what_they_lack_and_who_may() {
    let config = config();
    let now = snapshot("bug", "em_diagnostico");
    let history = history(&[(BIA, &now)]);
    let all = with_world(&config, "portal@desk.example", |world| moves(world, &now, &history));
    let shown: Vec<_> =
        all.iter().map(|m| (m.to.as_str(), m.label.as_str(), m.missing.len(), m.may)).collect();
    assert_eq!(
        shown,
        [
            ("devolvido", "Devolvido ao suporte", 1, true),
            ("pendente", "Pendente cliente", 1, true),
            ("resolvido", "Resolvido", 2, false),
            ("fechado", "Fechado", 0, false)
        ]
    );
    assert_eq!(
        all[2].missing,
        ["a public reply: `tramite reply`, or -m TEXT --public", "Causa: -f causa=erro|uso"]
    );
}

#[test]
fn a_move_lacks_what_rules_ask_for_and_not_what_it_brings_itself() {
    let config = desk(|j| {
        j["flow"]["transitions"] = json!([
            {"from": "backlog", "to": "em_diagnostico", "requires": ["public_reply", "due"], "macro": "encerramento/solucao", "set": {"due": "+5d"}},
            {"from": "backlog", "to": "fechado"}
        ]);
        j["rules"] = json!([{"id": "fechar", "at": "close", "require": ["rating"]}]);
    });
    let now = snapshot("bug", "backlog");
    let history = history(&[(BIA, &now)]);
    with_world(&config, BIA, |world| {
        let lacks: Vec<Vec<String>> = moves(world, &now, &history).into_iter().map(|m| m.missing).collect();
        assert_eq!(lacks, [vec![], vec!["it takes the customer's rating: `tramite rate`".to_owned()]]);
    });
    let planned = on(&config, BIA, &now, &to("em_diagnostico")).unwrap().after;
    assert_eq!((planned.ticket.due.as_deref(), planned.comments.len()), (Some("2026-11-28"), 1));
    assert_eq!(rules(&on(&config, BIA, &now, &to("fechado"))), ["fechar"]);
}

#[test]
fn a_status_that_the_type_lost_can_be_left() {
    let config = config();
    assert!(on(&config, BIA, &snapshot("bug", "extinto"), &to("backlog")).is_ok());
}

#[test]
fn a_macro_that_moves_the_ticket_is_for_the_status_that_it_finds() {
    let mut config = config();
    let front = json!({"title": "Sem retorno", "when": "status:pendente", "set": {"status": "fechado"}, "channel": "portal"});
    add_macro(&mut config, "sem_retorno", &front, "Retomamos.");
    let by_hand = Intent { macro_id: Some(("sem_retorno".into(), BTreeMap::new())), ..Intent::default() };
    let effects = Effects { macro_id: Some("sem_retorno".into()), ..Effects::default() };
    let by_itself = Intent { effects: vec![effects], ..Intent::default() };
    for intent in [&by_hand, &by_itself] {
        let done = on(&config, ANA, &snapshot("bug", "pendente"), intent).unwrap();
        assert_eq!(done.after.ticket.status, "fechado");
        let said: Vec<_> = done.after.comments.values().collect();
        assert_eq!(said.len(), 1, "{intent:?}");
        assert_eq!((said[0].body.trim(), said[0].channel.as_deref()), ("Retomamos.", Some("portal")));
    }
    // Elsewhere it is refused by hand, and does nothing by itself.
    assert!(on(&config, ANA, &snapshot("bug", "backlog"), &by_hand).is_err());
    let nothing = on(&config, ANA, &snapshot("bug", "backlog"), &by_itself).unwrap();
    assert_eq!(nothing.after.ticket.status, "backlog");
    assert!(nothing.after.comments.is_empty());
}
