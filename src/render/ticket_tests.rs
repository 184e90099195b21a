use super::*;
use crate::locale::Locale;
use proptest::prelude::*;

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

fn comment(kind: CommentKind, by: &str, body: &str) -> CommentView {
    CommentView {
        id: "01JDB4M8".to_owned(),
        at: at("2026-11-22T14:30:00-03:00"),
        by: by.to_owned(),
        kind,
        channel: None,
        with: None,
        on_behalf: None,
        time: None,
        approval: None,
        missing: Vec::new(),
        attachments: Vec::new(),
        removed: Vec::new(),
        dismissed: false,
        sensitive: None,
        body: body.to_owned(),
    }
}

fn ticket(evil: &str) -> TicketPage {
    TicketPage {
        number: "202611/0007".to_owned(),
        title: format!("Erro ao confirmar pedido de venda{evil}"),
        status: "Diagnóstico".to_owned(),
        category: Some("em andamento".to_owned()),
        badges: vec!["Reporte de bug".to_owned(), "Alta".to_owned()],
        facts: vec![
            Fact::new("Solicitante", format!("Daiane{evil} (ACME Ltda)")),
            Fact::new("Responsável", "Alexandre Lima, Suporte"),
            Fact { tone: Tone::Bad, ..Fact::new("Prazo", "30/11/2026 18:00") },
            Fact::new("Marcas", "nfe, urgente"),
        ],
        fields: vec![
            Fact::new("Versão", "12.1.33"),
            Fact::new(
                "Caminho",
                "Vendas / Pedidos / Confirmação / Itens com desconto progressivo\nou pela tela de consulta",
            ),
        ],
        description: Some(format!(
            "Ao digitar um novo pedido de venda com mais de um item, a confirmação não termina.\n\n- primeiro: abrir a tela de pedidos e escolher o cliente pelo código\n- depois: confirmar{evil}"
        )),
        attachments: vec!["nota.xml".to_owned()],
        links: vec![Fact::new("pai", "202611/0003 Atualização")],
        sla: vec![
            SlaLine {
                metric: "Primeira resposta".to_owned(),
                state: "met".to_owned(),
                due_at: None,
                elapsed_s: 1800,
                target_s: 14_400,
            },
            SlaLine {
                metric: "Solução".to_owned(),
                state: "running".to_owned(),
                due_at: Some(at("2026-11-24T10:00:00-03:00")),
                elapsed_s: 15_600,
                target_s: 28_800,
            },
        ],
        comments: vec![
            CommentView {
                channel: Some("Telefone".to_owned()),
                with: Some("Daiane".to_owned()),
                time: Some((90, true)),
                attachments: vec!["tela.png".to_owned()],
                ..comment(
                    CommentKind::Public,
                    "Ana Souza",
                    "Confirmamos o cenário e vamos analisar. Assim que houver novidade avisamos por aqui mesmo.",
                )
            },
            CommentView {
                missing: vec!["Versão".to_owned(), "Caminho".to_owned()],
                ..comment(CommentKind::Internal, "Alexandre Lima", "Faltam dados.")
            },
            CommentView {
                on_behalf: Some("Daiane".to_owned()),
                approval: Some(("Proposta".to_owned(), Verdict::Approved)),
                dismissed: true,
                ..comment(CommentKind::Customer, "Ana Souza", &format!("Obrigada!{evil}"))
            },
            CommentView {
                sensitive: Some("not fetched".to_owned()),
                ..comment(CommentKind::Internal, "Ana Souza", "")
            },
        ],
        approvals: vec![Awaited {
            label: format!("Proposta (proposta){evil}"),
            by: "Daiane".to_owned(),
            commands: vec!["tramite approve 202611/0007 proposta".to_owned()],
        }],
        moves: Some(vec![
            Move {
                label: "Devolvido ao suporte".to_owned(),
                lacks: vec!["campos que faltam".to_owned()],
                command: "tramite transition 202611/0007 devolvido --missing CAMPO -m TEXTO".to_owned(),
            },
            Move {
                label: "Pendente cliente".to_owned(),
                lacks: vec![],
                command: "tramite transition 202611/0007 pendente".to_owned(),
            },
        ]),
    }
}

fn page(width: Option<usize>, tag: &str) -> Page {
    Page { width, color: false, locale: Locale::parse(tag).0 }
}

#[test]
fn a_ticket_at_100_columns() {
    insta::assert_snapshot!(render(&ticket("\u{1b}[2J"), page(Some(100), "pt-BR")));
}

#[test]
fn a_ticket_at_60_columns() {
    insta::assert_snapshot!(render(&ticket(""), page(Some(60), "pt-BR")));
}

#[test]
fn a_ticket_without_a_terminal_in_english() {
    insta::assert_snapshot!(render(&ticket(""), page(None, "en")));
}

#[test]
fn a_final_ticket_says_that_nothing_is_left_to_do() {
    let closed = TicketPage { moves: Some(Vec::new()), ..TicketPage::default() };
    assert!(render(&closed, page(None, "en")).ends_with("What next\n  no move is possible\n"));
    let past = TicketPage { moves: None, ..TicketPage::default() };
    assert!(!render(&past, page(None, "en")).contains("What next"));
}

proptest! {
    #[test]
    fn text_of_others_steers_nothing(evil in any::<String>(), columns in 8_usize..120) {
        let text = render(&ticket(&evil), page(Some(columns), "pt-BR"));
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        prop_assert!(!text.chars().any(turns));
        for line in text.lines().filter(|line| !line.contains("    tramite ")) {
            prop_assert!(width(line) <= columns, "{line:?} at {columns}");
        }
    }
}
