//! Opening tickets.

use super::*;

struct LeastRecent;
impl Load for LeastRecent {
    fn open_tickets(&self, _: &str) -> u32 {
        0
    }
    fn assignments(&self, _: Option<&str>) -> Vec<(String, u64)> {
        vec![("ana".into(), 2), ("bia".into(), 1)]
    }
}

#[test]
fn a_bug_is_opened_titled_routed_and_in_the_initial_status() {
    let config = config();
    let mut intent = opening("reporte de bug", &[set("modulo", "Nota Fiscal"), set("rotina", "emissão")]);
    intent.open.as_mut().unwrap().for_contact = Some("daiane".to_owned());
    let t = open_as(&config, BIA, &intent).unwrap().after.ticket;
    assert_eq!(
        (t.title.as_str(), t.status.as_str(), t.type_id.as_str()),
        ("[BUG] Erro", "em_revisao", "bug")
    );
    assert_eq!((t.requester.as_deref(), t.organization.as_deref()), (Some("daiane@acme"), Some("acme")));
    assert_eq!((t.team.as_deref(), t.assignee.as_deref()), (Some("produto"), Some("duda")));
    assert_eq!(t.fields["rotina"], "emissao".into());
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let config = desk(|j| {
        j["fields"].as_array_mut().unwrap().extend([
            json!({"id": "requester", "required": "open"}),
            json!({"id": "description", "label": "Descrição", "required": "always", "help": "o que aconteceu"}),
            json!({"id": "departamento", "required": ["open", "enter:resolvido"]}),
            json!({"id": "xml", "kind": "attachment", "required": "open", "when": "modulo:nfe"}),
            json!({"id": "triagem", "required": "enter:em_revisao"}),
        ]);
    });
    let refused = open_as(&config, BIA, &opening("bug", &[]));
    let keys: Vec<_> = refused.as_ref().unwrap_err().iter().filter_map(|v| v.key.as_deref()).collect();
    assert_eq!(keys, ["modulo", "requester", "description", "departamento", "triagem"]);
    assert!(
        words(&refused).contains("Descrição is required (o que aconteceu): -d TEXT"),
        "{}",
        words(&refused)
    );
    let mut intent = opening("bug", &[set("modulo", "nfe"), set("departamento", "x"), set("triagem", "y")]);
    intent.open.as_mut().unwrap().for_contact = Some("daiane@acme".to_owned());
    intent.open.as_mut().unwrap().description = Some("z".to_owned());
    let refused = open_as(&config, BIA, &intent);
    assert_eq!(refused.as_ref().unwrap_err()[0].key.as_deref(), Some("xml"));
    intent.edits.push(set("xml", "nota.xml"));
    assert!(words(&open_as(&config, BIA, &intent)).contains("no attachment \"nota.xml\""));
    intent.edits.push(Edit::Attach(Attachment { name: "nota.xml".into(), sha256: "0".repeat(64), size: 1 }));
    assert!(open_as(&config, BIA, &intent).is_ok());
}

#[test]
fn every_mistake_of_the_edits_is_named_at_once() {
    let config = config();
    let refused = on(
        &config,
        BIA,
        &snapshot("bug", "backlog"),
        &edit(&[set("causa", "x"), set("nada", "y"), set("team", "z")]),
    );
    assert_eq!(rules(&refused), ["value", "field_value", "unknown_field"]);
}

#[test]
fn opening_is_for_roles_teams_channels_and_requesters() {
    let config = desk(|j| {
        j["open"] = json!({"roles": ["customer"], "origins": ["portal"], "requester": "trained:true"});
        j["fields"] = json!([]);
        j["routing"] = json!([]);
    });
    let with_origin = |origin: &str, who: Option<&str>| {
        let mut intent = opening("bug", &[]);
        let open = intent.open.as_mut().unwrap();
        open.origin = Some(origin.to_owned());
        open.for_contact = who.map(str::to_owned);
        intent
    };
    let opened = open_as(&config, DAIANE, &with_origin("portal", None)).unwrap().after.ticket;
    assert_eq!(
        (opened.requester.as_deref(), opened.organization.as_deref()),
        (Some("daiane@acme"), Some("acme"))
    );
    // An agent records it in the customer's name (S24).
    assert!(open_as(&config, BIA, &with_origin("Portal", Some("daiane@acme"))).is_ok());
    let refused = open_as(&config, BIA, &with_origin("portal", None));
    assert!(words(&refused).contains("--for CONTACT"), "{}", words(&refused));
    assert_eq!(rules(&open_as(&config, DAIANE, &with_origin("phone", None))), ["opening"]);
    let untrained = open_as(&config, "marcos@acme.example", &with_origin("portal", None));
    assert!(words(&untrained).contains("trained:true"), "{}", words(&untrained));
    let config = desk(|j| j["open"] = json!({"roles": ["agent"], "teams": ["suporte"]}));
    let intent = opening("bug", &[set("modulo", "vendas")]);
    assert!(open_as(&config, BIA, &intent).is_ok());
    assert_eq!(rules(&open_as(&config, "caio@desk.example", &intent)), ["opening"]);
    assert_eq!(rules(&open_as(&config, "portal@desk.example", &intent)), ["opening"]);
    assert_eq!(rules(&open_as(&config, DAIANE, &intent)), ["opening"]);
}

#[test]
fn an_opening_can_bring_a_macro_defaults_and_its_own_priority() {
    let mut config = desk(|j| {
        j["open"] = json!({"macro": "abertura/bug"});
        j["routing"] = json!([]);
        j["fields"] = json!([
            {"id": "due", "default": "+5d"}, {"id": "priority", "default": "media"},
            {"id": "causa", "kind": "enum", "values": ["erro", "uso"], "default": "uso"}
        ]);
    });
    add_macro(
        &mut config,
        "abertura/bug",
        &json!({"title": "A", "kind": "public", "set": {"tags": ["+termos"]}}),
        "Prazo: {{due}}",
    );
    let planned = open_as(&config, BIA, &opening("bug", &[])).unwrap();
    let t = &planned.after.ticket;
    assert_eq!((t.due.as_deref(), t.priority.as_deref()), (Some("2026-11-28"), Some("media")));
    assert_eq!(t.fields["causa"], "uso".into());
    assert!(t.tags.contains("termos"));
    let comments: Vec<_> = planned.after.comments.values().map(|c| (c.kind, c.body.as_str())).collect();
    assert_eq!(comments, [(CommentKind::Public, "Prazo: 28/11/2026")]);
}

#[test]
fn round_robin_goes_to_who_was_assigned_longest_ago() {
    let config = config();
    with_load(&config, ANA, &LeastRecent, |world| {
        let planned = plan(world, None, &[], &opening("bug", &[set("modulo", "vendas")])).unwrap();
        assert_eq!(planned.after.ticket.assignee.as_deref(), Some("bia"));
    });
    assert_eq!(identity(ANA).email, ANA);
}

#[test]
fn a_title_is_required_whatever_its_prefix() {
    let mut intent = opening("bug", &[set("modulo", "vendas")]);
    intent.open.as_mut().unwrap().title = "  ".to_owned();
    let refused = open_as(&config(), BIA, &intent);
    assert_eq!(refused.unwrap_err()[0].key.as_deref(), Some("title"));
}
