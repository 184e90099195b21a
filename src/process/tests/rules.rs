//! Rules, roles, and what a customer may do.

use super::*;
use crate::query::{Derived, Fact, Facts, Unit};

#[test]
fn a_stranger_is_told_their_address_and_how_to_be_added() {
    let config = config();
    let refused =
        on(&config, "x@nowhere.example", &snapshot("bug", "backlog"), &edit(&[set("priority", "alta")]));
    assert_eq!(rules(&refused), ["role"]);
    assert!(words(&refused).contains("x@nowhere.example") && words(&refused).contains("tramite person add"));
    let mut config = config;
    config.desk.people[1].roles.clear();
    let refused = on(&config, BIA, &snapshot("bug", "backlog"), &edit(&[set("priority", "alta")]));
    assert!(words(&refused).contains("bia") && words(&refused).contains("no role"));
}

#[test]
fn a_customer_comments_decides_and_rates_on_their_own_tickets_only() {
    let config = config();
    let before = snapshot("bug", "backlog");
    let mut foreign = before.clone();
    foreign.ticket.organization = Some("beta".into());
    let customer = || with(Intent::default(), said(CommentKind::Customer, "Oi"));
    assert!(on(&config, DAIANE, &before, &customer()).is_ok());
    assert_eq!(rules(&on(&config, DAIANE, &foreign, &customer())), ["role"]);
    for refused in [
        with(Intent::default(), said(CommentKind::Public, "Oi")),
        with(Intent::default(), said(CommentKind::Internal, "Oi")),
        edit(&[set("priority", "alta")]),
        edit(&[set("valor", "10")]),
        edit(&[Edit::AddTag("x".into())]),
        to("em_diagnostico"),
    ] {
        assert!(on(&config, DAIANE, &before, &refused).is_err(), "{refused:?}");
    }
    assert_eq!(
        on(&config, DAIANE, &before, &edit(&[set("rating", "péssimo")]))
            .unwrap()
            .after
            .ticket
            .rating
            .as_deref(),
        Some("5")
    );
    // The payer's person responsible decides on another organization's ticket (T7).
    let mut paid = before.clone();
    paid.ticket.payer = Some("beta".into());
    let approval = Comment {
        approval: Some(ApprovalNote { what: "solucao".into(), verdict: Verdict::Approved }),
        ..said(CommentKind::Customer, "")
    };
    assert!(on(&config, "eva@beta.example", &paid, &with(Intent::default(), approval)).is_ok());
}

#[test]
fn rules_forbid_require_and_warn() {
    let config = desk(|j| {
        j["rules"] = json!([
            {"id": "sem_prazo", "when": "status:backlog,em_diagnostico", "forbid": ["due"], "message": "sem prazo antes do planejamento"},
            {"id": "reclassificacao", "when": "changed:priority,type", "require": [{"internal_comment": {"min_length": 20}}]},
            {"id": "versao_antiga", "at": "open", "when": "versao:<12.1.33", "severity": "warning"},
            {"id": "lacuna", "when": "causa:none", "severity": "gap"},
            {"id": "documentos", "at": "comment", "forbid_pattern": ["cpf", "senha"]},
            {"id": "so_lideres", "when": "changed:team", "roles": ["agent"], "teams": ["produto"], "require": ["reason"]},
            {"id": "fechar", "at": "close", "require": ["field:causa"]},
            {"id": "mover", "at": "transition", "when": "priority:alta", "require": ["promised"]}
        ]);
    });
    let before = snapshot("bug", "backlog");
    let refused = on(&config, BIA, &before, &edit(&[set("due", "+5d")]));
    assert_eq!(rules(&refused), ["sem_prazo"]);
    assert!(words(&refused).starts_with("sem prazo antes do planejamento"));
    assert_eq!(rules(&on(&config, BIA, &before, &edit(&[set("priority", "media")]))), ["reclassificacao"]);
    let short = with(edit(&[set("priority", "media")]), said(CommentKind::Internal, "urgente"));
    assert_eq!(rules(&on(&config, BIA, &before, &short)), ["reclassificacao"]);
    let long =
        with(edit(&[set("priority", "media")]), said(CommentKind::Internal, "o cliente parou de faturar"));
    assert!(on(&config, BIA, &before, &long).is_ok());
    let cpf = with(Intent::default(), said(CommentKind::Public, "CPF 529.982.247-25"));
    assert_eq!(rules(&on(&config, BIA, &before, &cpf)), ["documentos"]);
    let order = with(Intent::default(), said(CommentKind::Public, "pedido 12345678901"));
    assert!(on(&config, BIA, &before, &order).is_ok());
    let transfer = edit(&[set("team", "suporte")]);
    assert!(on(&config, BIA, &before, &transfer).is_ok());
    assert_eq!(rules(&on(&config, "caio@desk.example", &before, &transfer)), ["so_lideres"]);
    assert_eq!(rules(&on(&config, ANA, &before, &to("fechado"))), ["fechar"]);
    let mut urgent = before.clone();
    urgent.ticket.priority = Some("alta".into());
    assert_eq!(rules(&on(&config, BIA, &urgent, &to("em_diagnostico"))), ["mover"]);
    let opened = open_as(&config, BIA, &opening("bug", &[set("modulo", "vendas"), set("versao", "12.1.9")]));
    // Opening sets no priority here, so nothing is reclassified; gaps stay for reports.
    let warnings: Vec<_> = opened.unwrap().warnings.iter().map(|v| (v.rule.clone(), v.severity)).collect();
    assert_eq!(warnings, [("versao_antiga".to_owned(), Severity::Warning)]);
    let gaps = with_world(&config, BIA, |world| broken_rules(world, &before, &[]));
    assert!(gaps.iter().any(|v| v.rule == "lacuna" && v.severity == Severity::Gap));
}

#[test]
fn a_second_reclassification_needs_its_own_reason() {
    let config = desk(|j| {
        j["rules"] = json!([{"id": "r", "when": "changed:priority", "require": ["internal_comment"]}]);
    });
    let opened = snapshot("bug", "backlog");
    let mut explained = opened.clone();
    explained.comments.insert(uid(5), said(CommentKind::Internal, "porque sim"));
    let history = history(&[(BIA, &opened), (BIA, &explained)]);
    let result =
        with_world(&config, BIA, |w| plan(w, Some(&explained), &history, &edit(&[set("priority", "alta")])));
    assert_eq!(rules(&result), ["r"]);
}

#[test]
fn what_was_broken_before_is_shown_and_does_not_refuse() {
    let config = desk(|j| {
        j["fields"]
            .as_array_mut()
            .unwrap()
            .push(json!({"id": "promised", "label": "Data controle", "required": "always"}));
        j["rules"] = json!([{"id": "sem_prazo", "when": "status:backlog", "forbid": ["due"]}]);
    });
    let mut before = snapshot("bug", "backlog");
    before.ticket.due = Some("2026-11-30".into());
    let planned =
        on(&config, DAIANE, &before, &with(Intent::default(), said(CommentKind::Customer, "Oi"))).unwrap();
    let warned: Vec<_> = planned.warnings.iter().map(|v| v.rule.as_str()).collect();
    assert_eq!(warned, ["field_required", "sem_prazo"]);
    let mut kept = before.clone();
    kept.ticket.promised = Some("2026-11-24".into());
    assert_eq!(rules(&on(&config, BIA, &kept, &edit(&[set("promised", "")]))), ["field_required"]);
}

#[test]
fn what_an_opening_asks_for_is_not_taken_away_later() {
    let config = desk(|_| {});
    let mut before = snapshot("bug", "backlog");
    let title = edit(&[set("title", "Outro")]);
    // What it never had, before the type asked for it, keeps nobody from working.
    before.ticket.fields.clear();
    assert!(on(&config, BIA, &before, &title).is_ok());
    before.ticket.fields.insert("modulo".to_owned(), "nfe".into());
    assert!(on(&config, BIA, &before, &title).is_ok());
    assert_eq!(rules(&on(&config, BIA, &before, &edit(&[set("modulo", "")]))), ["field_required"]);
}

#[test]
fn a_filter_that_asks_for_what_there_is_not_is_loud() {
    for when in ["foo:1", "-foo:1"] {
        let config = desk(|j| j["rules"] = json!([{"id": "r", "when": when, "require": ["due"]}]));
        let result = on(&config, BIA, &snapshot("bug", "backlog"), &edit(&[set("title", "Outro")]));
        assert_eq!(rules(&result), ["config"], "{when}");
    }
}

/// Three written public comments since the last spoken contact.
struct Written;
impl Facts for Written {
    fn fact(&self, key: &Derived, _: Unit) -> Option<Fact> {
        (*key == Derived::PublicSinceContact).then_some(Fact::Count(3))
    }
    fn link_done(&self, _: &Link) -> Option<bool> {
        None
    }
}

#[test]
fn a_fourth_written_reply_needs_a_phone_contact() {
    let config = desk(|j| {
        j["rules"] = json!([{"id": "tres_sem_fone", "at": "public", "when": "public_since_contact:>=3", "require": ["phone_contact"]}]);
    });
    let before = snapshot("bug", "backlog");
    let history = history(&[(BIA, &before)]);
    with_world(&config, BIA, |world| {
        world.facts = &Written;
        let mut reply =
            |comment: Comment| plan(world, Some(&before), &history, &with(Intent::default(), comment));
        assert_eq!(rules(&reply(said(CommentKind::Public, "Oi"))), ["tres_sem_fone"]);
        assert!(reply(said(CommentKind::Internal, "Oi")).is_ok());
        let call = Comment {
            channel: Some("telefone".into()),
            with: Some("Daiane".into()),
            ..said(CommentKind::Public, "Oi")
        };
        assert_eq!(
            reply(call).unwrap().after.comments.values().next().unwrap().channel.as_deref(),
            Some("phone")
        );
    });
}

#[test]
fn an_opening_reclassifies_nothing() {
    let config = desk(|j| {
        j["rules"] =
            json!([{"id": "r", "when": "changed:priority,type,team", "require": ["internal_comment"]}]);
    });
    let mut intent = opening("bug", &[set("modulo", "vendas")]);
    intent.open.as_mut().unwrap().priority = Some("alta".to_owned());
    assert!(open_as(&config, BIA, &intent).is_ok());
}

#[test]
fn a_rule_is_asked_at_its_events_with_each_severity() {
    let tagged = || edit(&[Edit::AddTag("x".into())]);
    let comment = |kind| with(Intent::default(), said(kind, "Oi"));
    // What happens (none: a ticket is opened), and the words of `at` that it is.
    let acts: [(Option<Intent>, &[&str]); 7] = [
        (None, &["open", "always"]),
        (Some(comment(CommentKind::Public)), &["public", "comment", "always"]),
        (Some(comment(CommentKind::Internal)), &["comment", "always"]),
        (Some(comment(CommentKind::Customer)), &["comment", "always"]),
        (Some(to("em_diagnostico")), &["transition", "always"]),
        (Some(to("fechado")), &["transition", "close", "always"]),
        (Some(tagged()), &["always"]),
    ];
    let before = snapshot("bug", "backlog");
    for at in crate::process::rules::AT {
        for severity in ["error", "warning", "gap"] {
            let rule = json!({"id": "r", "at": at, "severity": severity, "require": ["promised"]});
            let config = desk(|j| j["rules"] = json!([rule]));
            for (act, words) in &acts {
                let result = match act {
                    None => open_as(&config, ANA, &opening("bug", &[set("modulo", "vendas")])),
                    Some(intent) => on(&config, ANA, &before, intent),
                };
                let asked = words.contains(&at);
                // What this change did not do is only shown.
                let old = at == "always" && act.is_some();
                let refused = asked && severity == "error" && !old;
                let warned = asked && (severity == "warning" || severity == "error" && old);
                let found = match &result {
                    Ok(planned) => (false, planned.warnings.iter().any(|v| v.rule == "r")),
                    Err(against) => (against.iter().any(|v| v.rule == "r"), false),
                };
                assert_eq!(found, (refused, warned), "{rule}: {act:?}");
                assert_eq!(result.is_err(), refused, "{rule}: {act:?}");
            }
            // On a ticket as it stands: what is asked always; of acts, what would not have refused them.
            let standing = with_world(&config, ANA, |world| broken_rules(world, &before, &[]));
            let told = at == "always" || severity != "error" && ["open", "public", "comment"].contains(&at);
            assert_eq!(!standing.is_empty(), told, "{rule}");
        }
    }
}
