//! SQL against the predicate, on SQLite itself.

use super::*;
use crate::model::{Snapshot, TicketDir, Uid, Value};
use crate::query::fixture::{config, now, snapshot};
use crate::query::{Derived, Fact, Facts, Scope, Unit, category, searchable, stored_seconds};
use proptest::prelude::*;
use proptest::sample::select;
use rusqlite::{Connection, params_from_iter, types::Value as Cell};
use serde_json::json;

/// A ticket's moments, from which both the columns and the facts come.
#[derive(Debug, Clone)]
struct Moments {
    opened: i64,
    closed: Option<i64>,
    status: i64,
    last: i64,
    public: Option<i64>,
    customer: Option<i64>,
    unanswered: Option<i64>,
    /// Whether this timeline counts an age until the closing.
    age_stops: bool,
    /// Whether it counts from the opening where there is no public comment.
    public_from_opening: bool,
}

impl Facts for Moments {
    fn fact(&self, key: &Derived, unit: Unit) -> Option<Fact> {
        let now = now().timestamp();
        let instant = |at: i64| Fact::Instant(DateTime::from_timestamp(at, 0).unwrap().fixed_offset());
        let since = |at: i64| match unit {
            Unit::Calendar => Fact::Seconds(now - at),
            Unit::WorkingDays => Fact::Days((now - at) / 86_400 / 2),
            Unit::WorkingHours => Fact::Seconds((now - at) / 3),
        };
        match key {
            Derived::Opened => Some(instant(self.opened)),
            Derived::Closed => self.closed.map(instant),
            Derived::Age => {
                let end = self.closed.filter(|_| self.age_stops).unwrap_or(now);
                Some(since(self.opened + now - end))
            }
            Derived::Idle => Some(since(self.last)),
            Derived::InStatus => Some(since(self.status)),
            Derived::SincePublic => {
                self.public.or(self.public_from_opening.then_some(self.opened)).map(since)
            }
            Derived::SinceCustomer => self.customer.map(since),
            Derived::Unanswered => self.unanswered.map(since),
            Derived::PublicSinceContact => Some(Fact::Count(self.opened % 5)),
            Derived::Breached => Some(Fact::Bool(self.opened % 2 == 0)),
            _ => None,
        }
    }
    fn link_done(&self, link: &crate::model::Link) -> Option<bool> {
        Some(link.to.len().is_multiple_of(2))
    }
}

fn text(pool: &[&'static str]) -> impl Strategy<Value = Option<String>> + use<> {
    proptest::option::of(select(pool.to_vec())).prop_map(|text| text.map(str::to_owned))
}

const TEXTS: [&str; 14] = [
    "nfe",
    "NFE",
    "Ação",
    "acao",
    "pedido de  venda",
    "Vendas / Pedidos",
    "10:30",
    "5",
    "12.1.33",
    "12.10.2",
    "",
    "me",
    "none",
    "2026-11-20",
];
const WHO: [&str; 8] =
    ["ana", "beto", "daiane@acme", "daiane@acme.example", "rui", "fora@x.example", "", "acme"];

prop_compose! {
    fn tickets()(
        kind in select(vec!["bug", "tarefa", "extinto"]),
        status in select(vec!["em_revisao", "em_diagnostico", "pendente", "fechado", "aberta", "feita", "sumido"]),
        title in select(vec!["Erro ao confirmar pedido", "Ação 10:30 no caixa", "", "pedidos (nfe)"]),
        priority in text(&["alta", "media", "baixa", "extinta"]),
        who in proptest::collection::vec(text(&WHO), 5),
        (team, organization) in (text(&["suporte", "produto", ""]), text(&["acme", "outra", "nova"])),
        origin in text(&["phone", "portal"]),
        rating in text(&["1", "5", "x"]),
        due in proptest::collection::vec(text(&["2026-11-22", "2026-11-23", "2026-11-22T09:00:00-03:00", "2026-11-22T18:00:00Z", "amanha"]), 2),
        tags in proptest::collection::btree_set(select(TEXTS.to_vec()), 0..3),
        fields in proptest::collection::btree_map(select(vec!["versao", "produto", "rotina", "caminho", "valor", "grave", "quando", "unidade", "horas", "solto"]), select([&TEXTS[..], &["legado", "web", "pedido", "true", "rui"]].concat()), 0..6),
        links in proptest::collection::btree_set((select(vec!["issue", "parent"]), select(vec!["https://x/1", "AB", ""])), 0..3),
        seq in 1u32..4, day in 0i64..6, odd in any::<[bool; 3]>(),
        spans in proptest::collection::vec(proptest::option::of(select(vec![0i64, 3600, 86_400, 90_000, 172_800, 2_000_000])), 6),
    ) -> (Snapshot, Moments) {
        let mut snapshot = snapshot(json!({
            "type": kind, "status": status, "title": title, "tags": tags, "fields": fields,
            "links": links.iter().map(|(kind, to)| json!({"kind": kind, "to": to})).collect::<Vec<_>>(),
        }));
        let uid = Uid::from_parts(1_700_000_000_000 + u64::from(seq), u128::from(day as u64) * 977);
        let ticket = &mut snapshot.ticket;
        ticket.uid = uid.clone();
        ticket.priority = priority;
        (ticket.requester, ticket.assignee) = (who[0].clone(), who[1].clone());
        ticket.watchers = who[2..].iter().flatten().cloned().collect();
        (ticket.team, ticket.organization, ticket.origin, ticket.rating) = (team, organization, origin, rating);
        (ticket.due, ticket.promised) = (due[0].clone(), due[1].clone());
        if odd[2] {
            let list = Value::List(vec!["web".into(), "Ação".into()]);
            ticket.fields.insert("produto".to_owned(), list);
        }
        snapshot.dir = TicketDir::new(Number { month: 202_610 + seq % 2, seq }, &uid);
        let now = now().timestamp();
        let ago = |n: usize| spans[n].map(|span| now - span);
        let moments = Moments {
            opened: now - day * 86_400 - 7, closed: ago(0), status: ago(1).unwrap_or(now), last: ago(2).unwrap_or(now),
            public: ago(3), customer: ago(4), unanswered: ago(5), age_stops: odd[0], public_from_opening: odd[1],
        };
        (snapshot, moments)
    }
}

#[expect(clippy::too_many_lines, reason = "most of it is lists of words")]
fn queries() -> impl Strategy<Value = String> {
    let id_keys = select(vec![
        "type",
        "status",
        "category",
        "priority",
        "requester",
        "organization",
        "payer",
        "team",
        "assignee",
        "watchers",
        "origin",
        "rating",
        "tags",
        "title",
        "description",
        "links",
        "external",
        "merged",
        "uid",
        "number",
        "link.issue",
        "link.issue.done",
        "org.flags",
        "requester.trained",
        "rotina.peso",
        "versao",
        "produto",
        "fields.produto",
        "rotina",
        "caminho",
        "valor",
        "grave",
        "quando",
        "unidade",
        "horas",
        "solto",
        "nada",
        "changed",
        "due",
        "promised",
        "status.label",
    ]);
    let values = select(
        [
            &TEXTS[..],
            &WHO[..],
            &[
                "bug",
                "em_revisao",
                "em revisão",
                "Resolvido",
                "closed",
                "alta",
                "Média",
                "BETO LIMA",
                "suporte",
                "acme",
                "Telefone",
                "1",
                "Ótimo",
                "legado",
                "Produto Web",
                "true",
                "sim",
                "issue",
                "https://x/1",
                "202610/0002",
                "2",
                "today",
                "+1d",
                "now",
                "2026-11-22T09:00:00-03:00",
                "2026-11",
                "ab",
                "pedido",
            ][..],
        ]
        .concat(),
    );
    let quote = |text: &str| format!("\"{text}\"");
    let op = select(vec!["<", "<=", ">", ">="]);
    let item = prop_oneof![
        4 => values.clone().prop_map(quote),
        2 => (op.clone(), values.clone()).prop_map(move |(op, text)| format!("{op}{}", quote(text))),
        1 => (values.clone(), values.clone()).prop_map(move |(a, b)| format!("{}..{}", quote(a), quote(b))),
        1 => values.clone().prop_map(move |a| format!("..{}", quote(a))),
        1 => Just("none".to_owned()),
        1 => Just("me".to_owned()),
    ];
    let stored = (id_keys, proptest::collection::vec(item, 1..3))
        .prop_map(|(key, items)| format!("{key}:{}", items.join(",")));
    let spans = (
        select(vec![
            "age",
            "idle",
            "in_status",
            "since_public",
            "since_customer",
            "unanswered",
            "due_in",
            "public_since_contact",
            "breached",
        ]),
        select(vec!["", "<", "<=", ">", ">=", "1h.."]),
        select(vec!["1d", "24h", "2d", "1h", "2bd", "8wh", "0h", "3", "true", "x"]),
    )
        .prop_map(|(key, op, value)| format!("{key}:{op}{value}"));
    let moments = (
        select(vec!["opened", "closed"]),
        select(vec!["", "<", "<=", ">", ">=", "-5d.."]),
        select(vec!["today", "-1d", "2026-11-21", "2026-11-21T10:00", "now", "-24h", "2026-11", "x"]),
    )
        .prop_map(|(key, op, value)| format!("{key}:{op}{value}"));
    let dates = (
        select(vec!["due", "promised"]),
        select(vec!["", "<", "<=", ">", ">=", "-5d.."]),
        select(vec!["today", "+1d", "now", "2026-11-22T09:00:00-03:00", "2026-11-22T15:00", "2026-11"]),
    )
        .prop_map(|(key, op, value)| format!("{key}:{op}{value}"));
    let texts = (select(vec!["tags", "caminho", "produto"]), select(TEXTS.to_vec()))
        .prop_map(move |(key, text)| format!("{key}:{}", quote(text)));
    let words = select(vec![
        "pedido",
        "ped",
        "PEDIDOS",
        "açao",
        "\"ao confirmar\"",
        "\"confirmar ao\"",
        "\"10:30\"",
        "caixa",
        "(nfe)",
        "ß",
        "...",
        "\"pedido venda\"",
        "web",
        "202610/0002",
        "closed:none",
        "age:none",
        "since_public:none",
    ])
    .prop_map(str::to_owned);
    let term = (
        prop_oneof![5 => stored, 2 => spans, 1 => moments, 1 => words, 1 => dates, 2 => texts],
        select(vec!["", "", "-"]),
    )
        .prop_map(|(term, sign)| format!("{sign}{term}"));
    proptest::collection::vec(term, 1..4).prop_map(|terms| terms.join(" "))
}

fn database(tickets: &[(Snapshot, Moments)]) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE tickets (uid TEXT, month INTEGER, seq INTEGER, type TEXT, title TEXT, status TEXT, category TEXT,
            priority TEXT, priority_rank INTEGER, requester TEXT, organization TEXT, payer TEXT, team TEXT,
            assignee TEXT, origin TEXT, due_s INTEGER, promised_s INTEGER, rating TEXT, opened_s INTEGER,
            closed_s INTEGER, status_since_s INTEGER, last_s INTEGER, last_public_s INTEGER,
            last_customer_s INTEGER, unanswered_since_s INTEGER, json TEXT);
         CREATE VIRTUAL TABLE search USING fts5(uid UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2');",
    )
    .unwrap();
    let config = config();
    let start = |day| fixed_day_start(now(), day);
    let days = Days { now: now(), start: &start, locale: "pt-BR" };
    for (snapshot, m) in tickets {
        let t = &snapshot.ticket;
        let number = snapshot.number();
        let maybe = |text: &Option<String>| text.clone().map_or(Cell::Null, Cell::Text);
        let seconds = |at: Option<i64>| at.map_or(Cell::Null, Cell::Integer);
        let date =
            |text: &Option<String>| seconds(text.as_ref().and_then(|text| stored_seconds(text, &days)));
        let row = vec![
            Cell::Text(t.uid.to_string()),
            Cell::Integer(number.month.into()),
            Cell::Integer(number.seq.into()),
            Cell::Text(t.type_id.clone()),
            Cell::Text(t.title.clone()),
            Cell::Text(t.status.clone()),
            Cell::Text(category(&config, t).as_str().to_owned()),
            maybe(&t.priority),
            Cell::Null,
            maybe(&t.requester),
            maybe(&t.organization),
            maybe(&t.payer),
            maybe(&t.team),
            maybe(&t.assignee),
            maybe(&t.origin),
            date(&t.due),
            date(&t.promised),
            maybe(&t.rating),
            Cell::Integer(m.opened),
            seconds(m.closed),
            Cell::Integer(m.status),
            Cell::Integer(m.last),
            seconds(m.public),
            seconds(m.customer),
            seconds(m.unanswered),
            Cell::Text(serde_json::to_string(t).unwrap()),
        ];
        let marks = vec!["?"; row.len()].join(",");
        db.execute(&format!("INSERT INTO tickets VALUES ({marks})"), params_from_iter(row)).unwrap();
        let text = searchable(snapshot);
        db.execute("INSERT INTO search VALUES (?, ?)", [t.uid.as_str(), &text]).unwrap();
    }
    db
}

fn rows(db: &Connection, sql: &Sql) -> Vec<i64> {
    let cells = sql.params.iter().map(|value| match value {
        SqlValue::Text(text) => Cell::Text(text.clone()),
        SqlValue::Int(n) => Cell::Integer(*n),
        SqlValue::Null => Cell::Null,
    });
    let text = format!("SELECT rowid FROM tickets WHERE {} ORDER BY rowid", sql.clause);
    let mut statement = db.prepare(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let found = statement.query_map(params_from_iter(cells), |row| row.get(0)).unwrap();
    found.map(Result::unwrap).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn sql_finds_what_the_predicate_finds(
        tickets in proptest::collection::vec(tickets(), 1..6),
        texts in proptest::collection::vec(queries(), 1..12),
        me in select(vec![None, Some("ana"), Some("daiane@acme")]),
    ) {
        let config = config();
        let db = database(&tickets);
        for text in &texts {
            let query = Query::parse(text).unwrap();
            let sql = compile(&query, &config, me, now());
            let found = rows(&db, &sql);
            let wanted: Vec<i64> = tickets.iter().zip(1..).filter(|((snapshot, moments), _)| {
                query.matches(&Scope { config: &config, snapshot, me, now: now(), facts: moments, changed: &[] })
            }).map(|(_, row)| row).collect();
            if sql.exact {
                prop_assert_eq!(&found, &wanted, "{} as {}", text, sql.clause);
            }
            for row in wanted {
                prop_assert!(found.contains(&row), "{} as {} misses {}", text, sql.clause, row);
            }
        }
    }
}

/// Which filters SQL answers alone: a list of ten thousand tickets must not be read for these.
#[test]
fn everyday_filters_are_exact() {
    let config = config();
    let exact = |text: &str| compile(&Query::parse(text).unwrap(), &config, Some("ana"), now()).exact;
    for text in [
        "",
        "status:em_revisao,pendente -category:closed,rejected",
        "assignee:me,none priority:>=media",
        "team:me -organization:acme due:<today opened:2026-11 closed:none",
        "number:202611/0007 watcher:me rotina:pedido -rotina:none",
        "in_status:>=15d idle:>2d unanswered:>=2d",
    ] {
        assert!(exact(text), "{text}");
    }
    for text in ["title:erro", "pedido", "tag:nfe", "sla.resolution.state:overdue", "age:>=2bd", "due:<now"] {
        assert!(!exact(text), "{text}");
    }
}
