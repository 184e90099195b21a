//! The language as a whole: what each rule of design 3.4 means for a ticket.

use super::fixture::*;
use super::*;
use crate::model::config::OneOrMany;
use crate::model::{Change, Comment, CommentKind, Pair, Snapshot, Uid};
use serde_json::{Value, json};

fn yes(file: &Value, queries: &[&str]) {
    for query in queries {
        assert!(matches(file.clone(), query), "should match: {query}");
    }
}

fn no(file: &Value, queries: &[&str]) {
    for query in queries {
        assert!(!matches(file.clone(), query), "should not match: {query}");
    }
}

#[test]
fn terms_all_hold_and_commas_mean_any() {
    let file = json!({"priority": "alta", "tags": ["nfe", "Fiscal"], "assignee": "ana"});
    yes(
        &file,
        &[
            "",
            "priority:alta",
            "priority:media,alta tags:nfe",
            "tag:fiscal",
            "-priority:baixa",
            "!tags:xml",
            "assignee:me,none",
            "assignee:none,me",
        ],
    );
    no(
        &file,
        &[
            "priority:media",
            "priority:alta tags:xml",
            "-tags:nfe",
            "-assignee:me",
            "assignee:none",
            "-tags:xml,fiscal",
        ],
    );
    yes(
        &json!({}),
        &["assignee:none", "tags:none", "-assignee:me", "due:none", "priority:none", "-fields.caminho:x"],
    );
}

#[test]
fn a_list_means_or() {
    let (config, snapshot) = (config(), snapshot(json!({"priority": "baixa"})));
    let scope = scope(&config, &snapshot, &NoFacts);
    let list = |texts: &[&str]| {
        Query::compile(&OneOrMany(texts.iter().map(|&text| text.to_owned()).collect())).unwrap()
    };
    assert!(list(&["priority:alta", "priority:baixa"]).matches(&scope));
    assert!(!list(&["priority:alta", "priority:media"]).matches(&scope));
    assert!(list(&[]).matches(&scope));
    let error = Query::compile(&OneOrMany(vec!["a".to_owned(), "b status:".to_owned()])).unwrap_err();
    assert_eq!((error.part, error.offset), (1, 9));
}

#[test]
fn labels_stand_for_ids_without_case_or_accents() {
    let file = json!({"status": "em_revisao", "priority": "media", "requester": "daiane@acme", "assignee": "beto",
        "organization": "acme", "team": "produto", "origin": "phone", "rating": "1", "fields": {"rotina": "pedido", "produto": "web"}});
    yes(
        &file,
        &[
            "status:\"em revisão\"",
            "status:\"EM REVISAO\"",
            "priority:Média",
            "requester:Daiane",
            "requester:daiane@acme.example",
            "assignee:\"beto lima\"",
            "assignee:beto@desk.example",
            "org:\"acme ltda\"",
            "origin:telefone",
            "rating:ótimo",
            "rotina:\"pedido de venda\"",
            "produto:\"produto web\"",
            "type:\"reporte de bug\"",
        ],
    );
    // An exact id goes before a label: `resolvido` is one type's id and the other's label.
    no(&json!({"type": "tarefa", "status": "feita"}), &["status:resolvido"]);
    yes(
        &json!({"type": "tarefa", "status": "feita"}),
        &["status:Resolvido", "category:closed", "-category:new"],
    );
    // The requester may be written by address.
    yes(&json!({"requester": "daiane@acme.example"}), &["requester:daiane@acme"]);
}

#[test]
fn comparisons_follow_the_kind_of_value() {
    let file = json!({"priority": "media", "fields": {"versao": "12.1.33", "valor": "10.50", "rotina": "pedido", "quando": "2026-11-20"}, "rating": "5"});
    yes(
        &file,
        &[
            "versao:<12.10.2",
            "versao:>=12.1.33",
            "versao:12.1.4..12.2",
            "versao:12.1.33.0",
            "priority:>=baixa",
            "priority:<alta",
            "priority:baixa..media",
            "priority:>=Média",
            "valor:10.5",
            "valor:>9",
            "rotina.peso:>=4",
            "rating:>3",
            "quando:<=2026-11-20",
            "quando:2026-11",
            "quando:-2d",
            "quando:>=-7d",
            "quando:20/11",
            "number:>=202611/0002",
            "number:202611/0007",
            "number:7",
            "number:202611/0007-k0ra",
        ],
    );
    no(
        &file,
        &[
            "versao:<12.1.33",
            "versao:>12.1.33",
            "priority:>=alta",
            "valor:>10.50",
            "rotina.peso:>5",
            "quando:<2026-11-20",
            "quando:>2026-11-20",
            "quando:<-2d",
            "number:<202611/0007",
            "number:202611/0007-zzzz",
        ],
    );
    no(&json!({}), &["versao:<12", "priority:<alta", "quando:<today", "rotina.peso:<9"]);
    yes(&json!({}), &["-versao:<12", "-priority:<alta"]);
}

#[test]
fn days_are_whole_and_moments_are_not() {
    let day = json!({"due": "2026-11-22", "promised": "2026-11-22T09:00:00-03:00"});
    yes(
        &day,
        &[
            "due:today",
            "due:<=today",
            "due:>=2026-11-22",
            "due:>now",
            "promised:today",
            "promised:<now",
            "promised:<=2026-11-22T12:00:00Z",
            "promised:\"2026-11-22 09:00\"",
            "due:yesterday..tomorrow",
            "due:hoje",
            "due:..today",
            "due:-1w..",
            "due:<+1d",
            "due:<AMANHÃ",
        ],
    );
    no(
        &day,
        &[
            "due:<today",
            "due:>today",
            "due:tomorrow",
            "promised:>now",
            "promised:<2026-11-22T12:00:00Z promised:>today",
            "due:+1d",
        ],
    );
    // 23:30 in São Paulo is the next day in UTC.
    let late = json!({"due": "2026-11-23T02:30:00Z"});
    yes(&late, &["due:2026-11-22", "due:today"]);
}

/// A zone that leaves summer time on 2 November 2026: until then an hour ahead of what `now` shows.
struct Summer;

impl Facts for Summer {
    fn fact(&self, _: &Derived, _: Unit) -> Option<Fact> {
        None
    }
    fn link_done(&self, _: &crate::model::Link) -> Option<bool> {
        None
    }
    fn day_start(&self, day: chrono::NaiveDate) -> Option<chrono::DateTime<chrono::FixedOffset>> {
        let offset = if day.to_string().as_str() < "2026-11-03" { "-02:00" } else { "-03:00" };
        Some(at(&format!("{day}T00:00:00{offset}")))
    }
}

#[test]
fn a_day_begins_when_it_begins_in_the_desks_zone() {
    let config = config();
    let holds = |due: &str, text: &str| {
        let snapshot = snapshot(json!({"due": due}));
        Query::parse(text).unwrap().matches(&scope(&config, &snapshot, &Summer))
    };
    // 02:30 UTC is 00:30 in summer time, 23:30 of the day before in winter time.
    assert!(holds("2026-11-01T02:30:00Z", "due:2026-11-01"));
    assert!(holds("2026-11-05T02:30:00Z", "due:2026-11-04"));
    assert!(holds("2026-11-01T12:00:00Z", "due:\"2026-11-01 10:00\""));
    // The day of the change has 25 hours.
    assert!(holds("2026-11-03T02:30:00Z", "due:2026-11-02"));
}

#[test]
fn a_dot_reaches_into_what_a_value_names() {
    let file = json!({"requester": "daiane@acme", "organization": "acme", "assignee": "ana", "team": "suporte", "origin": "phone", "rating": "1",
        "status": "resolvido", "watchers": ["beto", "marcos@acme"], "fields": {"servico": "backup", "rotina": "relatorio", "unidade": "rui"},
        "external": {"system": "zendesk", "id": "48211"}});
    yes(
        &file,
        &[
            // The organization's exception to the table goes before the table (C21).
            "servico.cobravel:false",
            "-servico.cobravel:true",
            "rotina.peso:2",
            "requester.trained:true",
            "requester.roles:responsavel",
            "requester.organization:acme",
            "requester.organization.flags:cloud",
            "org.flags:cloud",
            "organization.contract.horas:>=20",
            "assignee.teams:suporte",
            "assignee.skills.fiscal:>=3",
            "assignee.away:true",
            "team.leader:me",
            "team.leader.name:\"ana souza\"",
            "origin.contact:true",
            "rating.good:true",
            "status.category:resolved",
            "status.label:resolvido",
            "watchers.teams:produto",
            "unidade.trained:false",
            "unidade.organization:outra",
            "external.system:zendesk",
            "external:48211",
            "fields.rotina.label:relatorio",
        ],
    );
    let other = json!({"requester": "rui", "organization": "outra", "fields": {"servico": "backup"}});
    yes(&other, &["servico.cobravel:true", "requester.trained:false", "-org.flags:cloud", "org.flags:none"]);
    no(&other, &["requester.trained:true", "assignee.teams:suporte"]);
}

#[test]
fn links_and_whether_they_are_done() {
    let file = json!({"links": [{"kind": "issue", "to": "https://x/1"}, {"kind": "issue", "to": "https://x/2"}, {"kind": "parent", "to": UID}]});
    let (config, snapshot) = (config(), snapshot(file));
    let mut facts = Known::default();
    facts.done.insert("https://x/1".to_owned(), true);
    let holds =
        |facts: &Known, text: &str| Query::parse(text).unwrap().matches(&scope(&config, &snapshot, facts));
    assert!(holds(
        &facts,
        "link.issue:https://x/1 links:parent link.child:none -link.child:x link.kb:none,x"
    ));
    assert!(holds(&facts, "link.issue:https://x/2 link.kb:none -link.parent:none"));
    // One of the two is not known yet.
    assert!(!holds(&facts, "link.issue.done:true") && !holds(&facts, "link.issue.done:false"));
    facts.done.insert("https://x/2".to_owned(), false);
    assert!(holds(&facts, "link.issue.done:false") && !holds(&facts, "link.issue.done:true"));
    facts.done.insert("https://x/2".to_owned(), true);
    assert!(holds(&facts, "link.issue.done:true"));
    assert!(!holds(&facts, "link.kb.done:true,false"));
}

#[test]
fn bare_words_search_all_text() {
    let mut snapshot = snapshot(
        json!({"description": "Ao digitar às 10:30, aplicação fecha", "tags": ["nfe"], "fields": {"caminho": "Vendas / Pedidos"}}),
    );
    snapshot.comments.insert(Uid::from_parts(1, 1), Comment::new(CommentKind::Internal, "Caixa reiniciado"));
    let config = config();
    let holds = |text: &str| Query::parse(text).unwrap().matches(&scope(&config, &snapshot, &NoFacts));
    for text in [
        "APLICACAO",
        "erro caixa nfe vendas",
        "apl",
        "\"10:30\"",
        "\"ao confirmar pedido\"",
        "-xml",
        "202611/0007",
        "title:pedido",
        "title:\"erro ao conf\"",
        "...",
    ] {
        assert!(holds(text), "{text}");
    }
    for text in [
        "licacao",
        "erro xml",
        "\"confirmar ao\"",
        "\"apl\"",
        "\"pedido ao\"",
        "-erro",
        "202611/0008",
        "title:caixa",
    ] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn me_is_whoever_asks() {
    let (config, snapshot) = (
        config(),
        snapshot(
            json!({"assignee": "ana", "team": "suporte", "organization": "acme", "requester": "daiane@acme"}),
        ),
    );
    let holds = |me, text: &str| {
        Query::parse(text).unwrap().matches(&Scope { me, ..scope(&config, &snapshot, &NoFacts) })
    };
    assert!(holds(Some("ana"), "assignee:me team:me -requester:me"));
    assert!(holds(Some("daiane@acme"), "requester:me organization:me -assignee:me"));
    assert!(holds(None, "-assignee:me -team:me"));
    assert!(!holds(Some("ana"), "assignee:\"me\""));
    assert!(!holds(None, "assignee:\"\",\" \""));
}

#[test]
fn derived_keys_ask_the_facts_in_their_unit() {
    let (config, snapshot) = (config(), snapshot(json!({})));
    let mut facts = Known::default();
    let mut put = |key: &str, unit, fact| facts.facts.insert((key.to_owned(), unit), fact);
    put("age", Unit::Calendar, Fact::Seconds(15 * 86_400 + 5));
    put("age", Unit::WorkingDays, Fact::Days(10));
    put("age", Unit::WorkingHours, Fact::Seconds(80 * 3600));
    put("opened", Unit::Calendar, Fact::Instant(at("2026-11-07T23:30:00-03:00")));
    put("public_since_contact", Unit::Calendar, Fact::Count(3));
    put("sla.resolution.state", Unit::Calendar, Fact::Text("overdue".to_owned()));
    put("sla.resolution.due_in", Unit::Calendar, Fact::Seconds(-60));
    put("breached", Unit::Calendar, Fact::Bool(true));
    let holds = |text: &str| {
        let query = Query::parse(text).unwrap();
        assert_eq!(query.check(&config, Place::Anywhere), [], "{text}");
        query.matches(&scope(&config, &snapshot, &facts))
    };
    for text in [
        "age:>=15d",
        "age:15d",
        "age:>360h",
        "age:2w..",
        "age:<1w9d",
        "age:>=10bd",
        "age:<=80wh",
        "age:10bd..16d",
        "opened:2026-11-07",
        "opened:<=2026-11-07",
        "opened:-15d",
        "opened:2026-11-07..2026-11-08",
        "public_since_contact:>=3",
        "sla.resolution.state:overdue,breached",
        "sla.resolution.due_in:<4h",
        "sla.resolution.due_in:>=-1h",
        "breached:true",
        "-closed:today",
        "closed:none",
        "-unanswered:>2d",
        "unanswered:none",
        "-at_risk:true",
    ] {
        assert!(holds(text), "{text}");
    }
    for text in [
        "age:16d",
        "age:>10bd",
        "age:<80wh",
        "opened:2026-11-08",
        "opened:>2026-11-07",
        "unanswered:>=0s",
        "closed:>=2000-01-01",
        "-unanswered:none",
    ] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn changed_names_what_a_commit_changes() {
    let (config, snapshot) = (config(), snapshot(json!({})));
    let pair = |from: &str, to: &str| Pair { from: Some(from.to_owned()), to: Some(to.to_owned()) };
    let changed = [
        Change::Priority(pair("alta", "baixa")),
        Change::Field { field: "versao".to_owned(), from: None, to: None },
        Change::Comment {
            id: Uid::from_parts(1, 1),
            comment: Box::new(Comment::new(CommentKind::Public, "a")),
        },
    ];
    let holds = |text: &str| {
        let query = Query::parse(text).unwrap();
        assert_eq!(query.check(&config, Place::Rule), [], "{text}");
        query.matches(&Scope { changed: &changed, ..scope(&config, &snapshot, &NoFacts) })
    };
    for text in [
        "changed:priority,type",
        "changed:versao",
        "changed:fields.versao",
        "changed:comment",
        "-changed:type,tag",
    ] {
        assert!(holds(text), "{text}");
    }
    assert!(!holds("changed:status") && !holds("changed:opened"));
}

/// Messages as a person reads them, with the byte at which they point.
fn complaints(text: &str, place: Place) -> Vec<(usize, String, bool)> {
    let found = match Query::parse(text) {
        Ok(query) => query.check(&config(), place),
        Err(error) => vec![error],
    };
    found.into_iter().map(|error| (error.offset, error.to_string(), error.warning)).collect()
}

#[test]
fn mistakes_are_found_with_their_place_and_the_mend() {
    let one = |text: &str, offset: usize, warning: bool, parts: &[&str]| {
        let found = complaints(text, Place::Anywhere);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].0, found[0].2), (offset, warning), "{text}: {}", found[0].1);
        for part in parts {
            assert!(found[0].1.contains(part), "{text}: {} lacks {part}", found[0].1);
        }
    };
    one("a asignee:me", 2, false, &["\"asignee\"", "did you mean \"assignee\"?"]);
    one("verssao:1", 0, false, &["\"verssao\"", "\"versao\""]);
    one("fields.verssao:1", 0, false, &["\"fields.versao\""]);
    one("sla.resolutoin.state:met", 0, false, &["\"sla.resolution.state\""]);
    one("link.isue:none", 0, false, &["\"link.issue\""]);
    one("servico.cobravl:true", 0, false, &["\"servico.cobravel\""]);
    one("servco.cobravel:true", 0, false, &["\"servico.cobravel\""]);
    one("requester.traned:true", 0, false, &["\"requester.trained\""]);
    one("requester.idioma_falado:pt", 0, true, &["idioma_falado"]);
    one("title.x:1", 0, false, &["\"title.x\""]);
    one("http://x.example", 0, false, &["\"http\"", "quote it: \"http://x.example\""]);
    one("10:30", 0, false, &["\"10\"", "quote it: \"10:30\""]);
    one("age:>=banana", 4, false, &["banana", "15d"]);
    one("age:>=15", 4, false, &["15d"]);
    one("priority:>=xx", 9, false, &["xx"]);
    one("due:<3x", 4, false, &["date"]);
    one("versao:<abc", 7, false, &["version"]);
    one("breached:maybe", 9, false, &["true or false"]);
    one("status:<b", 7, false, &["no order"]);
    one("rotina.peso:>abc", 12, false, &["number"]);
    one("valor:abc", 6, false, &["number"]);
    one("public_since_contact:>=x", 21, false, &["number"]);
    one("priority:alta,atla", 14, true, &["did you mean \"alta\"?"]);
    one("status:em_revisoa", 7, true, &["\"em_revisao\""]);
    one("category:close", 9, true, &["\"closed\""]);
    one("type:bugg", 5, true, &["\"bug\""]);
    one("team:suport", 5, true, &["\"suporte\""]);
    one("assignee:anna", 9, true, &["\"ana\""]);
    one("origin:fone", 7, true, &["\"phone\""]);
    one("rotina:pedidos", 7, true, &["\"pedido\""]);
    one("priority=alta", 0, true, &["priority:alta"]);
    one("breached", 0, true, &["breached:true"]);
    one("changed:status", 0, false, &["rules"]);
    one("status:", 7, false, &["lacks a value", "key:none"]);
    one("status:a,", 9, false, &["lacks a value"]);
    one("a:\"b", 2, false, &["closing"]);
    one(":a", 0, false, &["no key"]);
    one("a\"b", 1, false, &["quotes"]);
    assert_eq!(complaints("status:pendente -tags:novidade requester:x@y.example", Place::Anywhere), []);
    let rule = complaints("changed:prioritty", Place::Rule);
    assert!(rule[0].1.contains("\"priority\""), "{rule:?}");
}

#[test]
fn derived_keys_have_no_place_where_history_is_not_read() {
    for text in ["age:>1d", "opened:today", "sla.resolution.state:met", "breached:true", "unanswered:none"] {
        let found = complaints(text, Place::Static);
        assert!(found.len() == 1 && !found[0].2 && found[0].1.contains("history"), "{found:?}");
        assert_eq!(complaints(text, Place::Rule), []);
    }
    assert_eq!(complaints("link.issue.done:false category:waiting rotina.peso:>=5", Place::Static), []);
}

#[test]
fn a_filter_on_the_requester_needs_no_prefix() {
    let config = config();
    let query = Query::parse("trained:true -roles:x organization:acme").unwrap().of_requester();
    assert_eq!(query.to_string(), "requester.trained:true -requester.roles:x organization:acme");
    assert_eq!(query.check(&config, Place::Static), []);
}

#[test]
fn a_query_that_asks_for_closed_tickets_says_so() {
    for text in
        ["status:fechado", "category:closed,new", "closed:today", "number:202611/0007", "a status.label:x"]
    {
        assert!(Query::parse(text).unwrap().mentions_final(), "{text}");
    }
    for text in ["", "-category:resolved", "assignee:me", "closed:none", "number:>=202611/0001"] {
        assert!(!Query::parse(text).unwrap().mentions_final(), "{text}");
    }
}

#[test]
fn a_leading_dash_makes_a_term_only_in_the_form_of_one() {
    for term in ["-status:novo", "-fields.x:a", "-link.issue.done:true", "-age:>1d"] {
        assert!(is_term(term), "{term}");
    }
    for other in ["-m", "--all", "-", "-x", "--query:x", "status:novo", "-status:", "-:x", "- a:b"] {
        assert!(!is_term(other), "{other}");
    }
}

#[test]
fn views_sort_by_keys_and_terms() {
    let config = config();
    let ticket = |seq: u32, file: Value| {
        let mut snapshot: Snapshot = snapshot(file);
        snapshot.dir.number.seq = seq;
        snapshot
    };
    let all = [
        ticket(1, json!({"priority": "baixa", "status": "em_revisao"})),
        ticket(2, json!({"priority": "alta", "status": "em_revisao", "fields": {"versao": "12.10"}})),
        ticket(3, json!({"priority": "baixa", "fields": {"versao": "12.9"}})),
        ticket(4, json!({"priority": "alta"})),
        ticket(5, json!({"status": "pendente"})),
    ];
    let sorted = |order: &[&str]| {
        let order: Vec<String> = order.iter().map(|&item| item.to_owned()).collect();
        assert_eq!(sort::check_order(&order, &config), []);
        let mut list: Vec<&Snapshot> = all.iter().rev().collect();
        list.sort_by(|a, b| {
            sort::compare(&order, &scope(&config, a, &NoFacts), &scope(&config, b, &NoFacts))
        });
        list.iter().map(|snapshot| snapshot.dir.number.seq).collect::<Vec<_>>()
    };
    assert_eq!(sorted(&[]), [1, 2, 3, 4, 5]);
    assert_eq!(sorted(&["-number"]), [5, 4, 3, 2, 1]);
    // What is in progress first, then the most urgent; without a priority last (A1).
    assert_eq!(sorted(&["-category:active", "-priority", "opened"]), [4, 3, 2, 1, 5]);
    assert_eq!(sorted(&["priority"]), [1, 3, 2, 4, 5]);
    assert_eq!(sorted(&["versao"]), [3, 2, 1, 4, 5]);
    assert_eq!(sorted(&["-versao"]), [2, 3, 1, 4, 5]);
    assert_eq!(sorted(&["-status"]), [5, 3, 4, 1, 2]);
    let wrong = sort::check_order(&["priority".to_owned(), "-prioritty".to_owned()], &config);
    assert_eq!((wrong.len(), wrong[0].part), (1, 1));
    assert!(wrong[0].to_string().contains("\"priority\""));
}
