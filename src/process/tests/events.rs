//! What happens by itself.

use super::*;

#[test]
fn events_fire_in_the_same_commit() {
    let config = config();
    let before = snapshot("bug", "pendente");
    let planned =
        on(&config, DAIANE, &before, &with(Intent::default(), said(CommentKind::Customer, "Segue"))).unwrap();
    assert_eq!(planned.after.ticket.status, "em_diagnostico");
    assert_eq!(planned.fired, ["customer_message → em_diagnostico"]);
    // `when` narrows: in another status nothing happens.
    let planned = on(
        &config,
        DAIANE,
        &snapshot("bug", "backlog"),
        &with(Intent::default(), said(CommentKind::Customer, "Oi")),
    )
    .unwrap();
    assert_eq!((planned.after.ticket.status.as_str(), planned.fired.len()), ("backlog", 0));
}

#[test]
fn events_cause_events_and_a_circle_is_refused() {
    let mut config = desk(|j| {
        j["flow"]["events"] = json!([
            {"event": "customer_message", "to": "em_diagnostico"},
            {"event": "enter_category:active,waiting", "route": true, "set": {"tags": "+visto"}},
            {"event": "assigned", "set": {"priority": "alta"}, "macro": "aviso"}
        ]);
    });
    add_macro(
        &mut config,
        "aviso",
        &json!({"title": "Aviso", "kind": "internal"}),
        "Agora com {{ticket.assignee}}",
    );
    let comment = with(Intent::default(), said(CommentKind::Customer, "Oi"));
    let planned = on(&config, DAIANE, &snapshot("bug", "backlog"), &comment).unwrap();
    let t = &planned.after.ticket;
    assert_eq!(
        (t.status.as_str(), t.assignee.as_deref(), t.priority.as_deref()),
        ("em_diagnostico", Some("ana"), Some("alta"))
    );
    assert!(t.tags.contains("visto"));
    assert!(planned.after.comments.values().any(|c| c.body == "Agora com ana"));
    let config = desk(|j| {
        j["flow"]["events"] = json!([
            {"event": "enter:em_diagnostico", "to": "devolvido"},
            {"event": "enter:devolvido", "to": "em_diagnostico"}
        ]);
    });
    assert_eq!(rules(&on(&config, BIA, &snapshot("bug", "backlog"), &to("em_diagnostico"))), ["event_loop"]);
}

#[test]
fn all_effects_of_one_event_start_from_the_same_state() {
    let config = desk(|j| {
        j["flow"]["events"] = json!([
            {"event": "reply", "when": "status:backlog", "to": "em_diagnostico"},
            {"event": "reply", "when": "status:em_diagnostico", "to": "fechado"}
        ]);
    });
    let planned = on(
        &config,
        BIA,
        &snapshot("bug", "backlog"),
        &with(Intent::default(), said(CommentKind::Public, "Oi")),
    )
    .unwrap();
    assert_eq!(planned.after.ticket.status, "em_diagnostico");
}

#[test]
fn a_commit_that_fixes_and_a_link_are_events() {
    let config = desk(|j| {
        j["flow"]["events"] = json!([
            {"event": "fixed", "to": "em_diagnostico"}, {"event": "link:issue", "set": {"tags": "+defeito"}}
        ]);
    });
    let with = |kind: &str, to: &str, extra| Edit::Link(Link { kind: kind.into(), to: to.into(), extra });
    let link = |kind: &str, to: &str| with(kind, to, BTreeMap::new());
    let before = snapshot("bug", "backlog");
    let named = on(&config, BIA, &before, &edit(&[link("commit", "erp@1a2b3c")])).unwrap();
    assert_eq!(named.after.ticket.status, "backlog", "a commit that only names the ticket fixes nothing");
    let fixed = |word: &str| BTreeMap::from([("fixed".to_owned(), word.into())]);
    let pending =
        on(&config, BIA, &before, &edit(&[with("commit", "erp@1a2b3c", fixed("pending"))])).unwrap();
    assert_eq!(pending.after.ticket.status, "backlog");
    let merged = edit(&[
        Edit::Unlink(pending.after.ticket.links.first().unwrap().clone()),
        with("commit", "erp@1a2b3c", fixed("merged")),
    ]);
    let done = on(&config, BIA, &pending.after, &merged).unwrap();
    assert_eq!((done.after.ticket.status.as_str(), done.fired.len()), ("em_diagnostico", 1));
    let planned = on(&config, BIA, &before, &edit(&[link("issue", "https://x")])).unwrap();
    assert!(planned.after.ticket.tags.contains("defeito"));
}
