//! The built-in words in the languages of the desk. A struct per language, so that no word can be missing.

use super::{Locale, ReadError};
use crate::model::config::StatusCategory;
use crate::model::{CommentKind, Value, Verdict, plain};
use chrono::{Datelike, NaiveDate, Weekday};

/// Words that stand alone on a page.
#[derive(Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the English word that it stands for")]
pub struct Words {
    pub now: &'static str,
    /// Before a span to come: `in 2 h`.
    pub in_time: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub none: &'static str,
    pub description: &'static str,
    pub comments: &'static str,
    pub attachments: &'static str,
    pub links: &'static str,
    pub what_next: &'static str,
    /// Before what a move still lacks.
    pub lacks: &'static str,
    pub no_moves: &'static str,
    /// Before an approval that has not been given.
    pub waits_for: &'static str,
    pub by: &'static str,
    pub with: &'static str,
    /// Before the contact whom an agent speaks for.
    pub on_behalf: &'static str,
    pub billable: &'static str,
    /// Beside a customer's message that was none.
    pub dismissed: &'static str,
    /// In the place of a text that is kept in a file.
    pub sensitive: &'static str,
    /// Before the fields that a return asks for.
    pub missing: &'static str,
    pub hidden_columns: &'static str,
    pub nothing: &'static str,
    /// In the place of a list that has no ticket.
    pub no_match: &'static str,
    /// In the place of the ticket to work on next.
    pub nothing_to_do: &'static str,
    /// Beside a deadline that has passed.
    pub late_by: &'static str,
    pub left: &'static str,
    /// Before who had the ticket before its assignee.
    pub before: &'static str,
    /// Beside a requester whom no customer of the desk has.
    pub no_organization: &'static str,
    pub used: &'static str,
    /// Before the last day of something.
    pub until: &'static str,
    /// Beside hours that no package covers.
    pub uncovered: &'static str,
    pub added: &'static str,
    pub removed: &'static str,
    pub opened: &'static str,
    pub comment_removed: &'static str,
    pub ticket_removed: &'static str,
    pub file_removed: &'static str,
    pub changed: &'static str,
    weekdays: [&'static str; 7],
    months: [&'static str; 12],
}

pub(super) const PORTUGUESE: Words = Words {
    now: "agora",
    in_time: "em",
    yes: "sim",
    no: "não",
    none: "nenhum",
    description: "Descrição",
    comments: "Comentários",
    attachments: "Anexos",
    links: "Ligações",
    what_next: "O que fazer agora",
    lacks: "falta",
    no_moves: "nenhum passo possível",
    waits_for: "aguarda",
    by: "por",
    with: "com",
    on_behalf: "em nome de",
    billable: "faturável",
    dismissed: "dispensado",
    sensitive: "texto sensível, guardado em arquivo",
    missing: "faltam",
    hidden_columns: "não cabem aqui",
    nothing: "nada",
    no_match: "nenhum ticket corresponde",
    nothing_to_do: "nada a fazer",
    late_by: "atrasado",
    left: "restam",
    before: "antes",
    no_organization: "sem organização",
    used: "usadas",
    until: "até",
    uncovered: "fora dos pacotes",
    added: "incluído",
    removed: "retirado",
    opened: "aberto",
    comment_removed: "comentário retirado",
    ticket_removed: "ticket retirado",
    file_removed: "arquivo eliminado",
    changed: "alterado",
    weekdays: [
        "segunda-feira",
        "terça-feira",
        "quarta-feira",
        "quinta-feira",
        "sexta-feira",
        "sábado",
        "domingo",
    ],
    months: [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
};

pub(super) const ENGLISH: Words = Words {
    now: "now",
    in_time: "in",
    yes: "yes",
    no: "no",
    none: "none",
    description: "Description",
    comments: "Comments",
    attachments: "Attachments",
    links: "Links",
    what_next: "What next",
    lacks: "lacks",
    no_moves: "no move is possible",
    waits_for: "waits for",
    by: "by",
    with: "with",
    on_behalf: "on behalf of",
    billable: "billable",
    dismissed: "dismissed",
    sensitive: "sensitive text, kept in a file",
    missing: "missing",
    hidden_columns: "no room for",
    nothing: "nothing",
    no_match: "no ticket matches",
    nothing_to_do: "nothing to do",
    late_by: "late by",
    left: "left",
    before: "before",
    no_organization: "no organization",
    used: "used",
    until: "until",
    uncovered: "beyond the packages",
    added: "added",
    removed: "removed",
    opened: "opened",
    comment_removed: "comment removed",
    ticket_removed: "ticket removed",
    file_removed: "file purged",
    changed: "changed",
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

/// Id, Portuguese, English. Columns of lists and reports, and the keys of tickets.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("number", "Número", "Number"),
    ("title", "Título", "Title"),
    ("type", "Tipo", "Type"),
    ("status", "Status", "Status"),
    ("category", "Categoria", "Category"),
    ("priority", "Prioridade", "Priority"),
    ("requester", "Solicitante", "Requester"),
    ("organization", "Organização", "Organization"),
    ("org", "Organização", "Organization"),
    ("payer", "Pagador", "Payer"),
    ("team", "Equipe", "Team"),
    ("assignee", "Responsável", "Assignee"),
    ("watchers", "Observadores", "Watchers"),
    ("origin", "Origem", "Origin"),
    ("tags", "Marcas", "Tags"),
    ("flags", "Sinais", "Flags"),
    ("customer", "Cliente", "Customer"),
    ("packages", "Pacotes de horas", "Packages of hours"),
    ("due", "Prazo", "Due"),
    ("promised", "Data controle", "Promised"),
    ("sla", "SLA", "SLA"),
    ("age", "Idade", "Age"),
    ("idle", "Parado há", "Idle"),
    ("in_status", "No status há", "In status"),
    ("opened", "Abertura", "Opened"),
    ("closed", "Fechamento", "Closed"),
    ("opened_at", "Abertura", "Opened"),
    ("closed_at", "Fechamento", "Closed"),
    ("rating", "Avaliação", "Rating"),
    ("description", "Descrição", "Description"),
    ("comment", "Comentário", "Comment"),
    ("comments", "Comentários", "Comments"),
    ("links", "Ligações", "Links"),
    ("attachments", "Anexos", "Attachments"),
    ("merged", "Unido a", "Merged into"),
    ("external", "Origem externa", "External"),
    ("path", "Caminho", "Path"),
    ("uid", "Uid", "Uid"),
    ("channel", "Canal", "Channel"),
    ("time", "Tempo", "Time"),
    ("ticket", "Ticket", "Ticket"),
    ("metric", "Métrica", "Metric"),
    ("policy", "Política", "Policy"),
    ("cycle", "Ciclo", "Cycle"),
    ("group", "Grupo", "Group"),
    ("target", "Meta", "Target"),
    ("elapsed", "Decorrido", "Elapsed"),
    ("paused", "Pausado", "Paused"),
    ("remaining", "Restante", "Remaining"),
    ("started_at", "Início", "Started"),
    ("due_at", "Vence em", "Due at"),
    ("stopped_at", "Fim", "Stopped"),
    ("state", "Situação", "State"),
    ("total", "Total", "Total"),
    ("count", "Quantidade", "Count"),
    ("compliance", "Cumprimento", "Compliance"),
    ("commit", "Commit", "Commit"),
    ("repository", "Repositório", "Repository"),
    ("trailer", "Trailer", "Trailer"),
    ("subject", "Assunto", "Subject"),
    ("rule", "Regra", "Rule"),
    ("message", "Mensagem", "Message"),
    ("severity", "Gravidade", "Severity"),
    ("name", "Nome", "Name"),
    ("email", "E-mail", "Address"),
    ("size", "Tamanho", "Size"),
    ("id", "Id", "Id"),
    ("label", "Rótulo", "Label"),
    ("help", "Ajuda", "Help"),
    ("query", "Consulta", "Query"),
    ("month", "Mês", "Month"),
    ("at", "Quando", "When"),
    ("by", "Quem", "Who"),
    ("what", "O quê", "What"),
    ("aging", "Tickets em aberto por idade", "Open tickets by age"),
    ("response", "Respostas", "Answers"),
    ("volume", "Volume por semana", "Volume by week"),
    ("gaps", "Lacunas de processo", "Process gaps"),
    ("reopen", "Reaberturas", "Reopenings"),
    ("csat", "Satisfação", "Satisfaction"),
    ("old", "15 dias ou mais", "15 days or more"),
    ("oldest", "Mais antigo", "Oldest"),
    ("unanswered", "Sem resposta há", "Unanswered"),
    ("unanswered_2d", "Sem resposta > 2 d", "Unanswered > 2 d"),
    ("silent_5d", "Sem público ≥ 5 d", "No reply ≥ 5 d"),
    ("since_public", "Última resposta há", "Last reply ago"),
    ("awaiting", "Aguardam resposta", "Awaiting reply"),
    ("longest_unanswered", "Maior espera", "Longest wait"),
    ("longest_idle", "Maior parada", "Longest idle"),
    ("week", "Semana", "Week"),
    ("from", "De", "From"),
    ("to", "Até", "To"),
    ("why", "Por quê", "Why"),
    ("why_working", "expediente", "working"),
    ("why_days", "expediente, vários dias", "working, several days"),
    ("why_closed", "fora do expediente", "closed"),
    ("why_lunch", "intervalo", "break"),
    ("why_holiday", "feriado", "holiday"),
    ("why_paused", "pausado", "paused"),
    ("why_while", "fora da condição", "outside `while`"),
    ("why_stopped", "parado", "stopped"),
    ("why_all", "(resumido; --all mostra cada intervalo)", "(shortened; --all shows every interval)"),
    (
        "why_version",
        "vale a política {policy} de {commit}, editada desde então",
        "the policy {policy} of {commit} holds, edited since",
    ),
    (
        "why_none",
        "nenhuma política tem um relógio para este ticket",
        "no policy of the desk has a clock for this ticket",
    ),
    ("counted", "Contado", "Counted"),
    ("running_total", "Soma", "Sum"),
    ("dropped", "Rejeitados", "Dropped"),
    ("resolved", "Resolvidos", "Resolved"),
    ("reopened", "Reabertos", "Reopened"),
    ("reopenings", "Reaberturas", "Reopenings"),
    ("reopened_at", "Reabertura", "Reopened at"),
    ("resolved_at", "Resolução", "Resolved at"),
    ("backlog", "Em aberto", "Backlog"),
    ("contacts", "Contatos", "Contacts"),
    ("fcr", "1º contato", "First contact"),
    ("share", "Proporção", "Share"),
    ("known", "Conhecidos", "Known"),
    ("known_fcr", "Conhecidos, 1º contato", "Known, first contact"),
    ("known_share", "Proporção dos conhecidos", "Share of known"),
    ("good", "Bons", "Good"),
    ("rated_at", "Avaliado em", "Rated at"),
    ("tickets", "Tickets", "Tickets"),
    ("person", "Pessoa", "Person"),
    ("billable", "Faturável", "Billable"),
    ("entries", "Lançamentos", "Entries"),
    ("elapsed_p50", "Mediana", "Median"),
    ("elapsed_p90", "Percentil 90", "90th percentile"),
    ("first_response", "Primeira resposta", "First response"),
    ("next_response", "Próxima resposta", "Next response"),
    ("update", "Atualização", "Update"),
    ("resolution", "Solução", "Resolution"),
];

/// States of a clock (6), link kinds (3.1) and severities.
const STATES: &[(&str, &str, &str)] = &[
    ("met", "cumprido", "met"),
    ("breached", "descumprido", "breached"),
    ("running", "em curso", "running"),
    ("at_risk", "em risco", "at risk"),
    ("overdue", "vencido", "overdue"),
    ("paused", "pausado", "paused"),
    ("cancelled", "cancelado", "cancelled"),
    ("parent", "pai", "parent"),
    ("child", "filho", "child"),
    ("duplicate_of", "duplicata de", "duplicate of"),
    ("follow_up_of", "continuação de", "follow-up of"),
    ("related", "relacionado", "related"),
    ("issue", "issue", "issue"),
    ("kb", "base de conhecimento", "knowledge base"),
    ("error", "erro", "error"),
    ("warning", "aviso", "warning"),
    ("gap", "lacuna", "gap"),
];

/// Where a file is (7.1).
const FILES: &[(&str, &str, &str)] = &[
    ("here", "aqui", "here"),
    ("elsewhere", "não baixado", "not fetched"),
    ("purged", "eliminado", "removed"),
];

/// Headings of tables about the desk itself. They stand apart from [`COLUMNS`]: a desk's own field may have such an id,
/// and is then called as the desk calls it.
const HEADINGS: &[(&str, &str, &str)] = &[
    ("kind", "Espécie", "Kind"),
    ("ask", "Pergunta", "Asks for"),
    ("field", "Campo", "Field"),
    ("required", "Obrigatório", "Required"),
    ("values", "Valores", "Values"),
    ("automation", "Automação", "Automation"),
];

impl Locale {
    /// The heading of a column that tells of the desk; the id itself where it is the desk's own.
    pub fn heading(self, id: &str) -> &str {
        self.find(HEADINGS, id).or_else(|| self.column(id)).unwrap_or(id)
    }

    /// Where a file is: `here`, `elsewhere`, `purged` in words.
    pub fn file_state(self, id: &str) -> &'static str {
        self.find(FILES, id).unwrap_or("")
    }

    fn pick(self, pt: &'static str, en: &'static str) -> &'static str {
        match self.language {
            super::Language::Portuguese => pt,
            super::Language::English => en,
        }
    }

    fn find(self, table: &[(&str, &'static str, &'static str)], id: &str) -> Option<&'static str> {
        table.iter().find(|(key, _, _)| *key == id).map(|(_, pt, en)| self.pick(pt, en))
    }

    /// The title of a column or of a ticket's key (`due` → `Prazo`); `None` where the id is the desk's own.
    pub fn column(self, id: &str) -> Option<&'static str> {
        self.find(COLUMNS, id)
            .or_else(|| self.find(COLUMNS, id.strip_suffix("_s")?))
            .or_else(|| self.find(STATES, id))
    }

    /// The id of the column or key that people call `label` in either language, without case or accents (E4): `prazo`,
    /// `Due` and `due` are `due`. Where two share a name, the one that filters know.
    pub fn column_id(label: &str) -> Option<&'static str> {
        let wanted = plain(label);
        let named = |(id, pt, en): &&(&'static str, &str, &str)| {
            wanted == *id || wanted == plain(pt) || wanted == plain(en)
        };
        COLUMNS.iter().find(named).map(|(id, _, _)| *id)
    }

    /// Reads yes or no in either language: `sim`, `s`, `não`, `n`, `yes`, `y`, `no`, `true`, `false`, `1`, `0`.
    pub fn read_bool(self, text: &str) -> Result<bool, ReadError> {
        match plain(text).as_str() {
            "sim" | "s" | "yes" | "y" | "true" | "verdadeiro" | "1" => Ok(true),
            "nao" | "n" | "no" | "false" | "falso" | "0" => Ok(false),
            _ => {
                let words = self.words();
                Err(ReadError::new("yes or no", text, format!("write it as {} or {}", words.yes, words.no)))
            }
        }
    }

    /// A value whose kind nobody has said, as people read it: `true` and `false` are yes and no, any other text is itself.
    pub fn plain_value(self, text: &str) -> &str {
        match text {
            "true" => self.words().yes,
            "false" => self.words().no,
            other => other,
        }
    }

    /// The same of each of its texts.
    pub fn plain_values(self, value: &Value) -> String {
        value.texts().into_iter().map(|text| self.plain_value(text)).collect::<Vec<_>>().join(", ")
    }

    /// The word of an SLA state, a link kind or a severity; the id itself where it is none.
    pub fn state(self, id: &str) -> &str {
        self.find(STATES, id).unwrap_or(id)
    }

    /// What a comment's kind says of its direction: `público`, `interno`, `do cliente`.
    pub fn comment_kind(self, kind: CommentKind) -> &'static str {
        match kind {
            CommentKind::Public => self.pick("público", "public"),
            CommentKind::Internal => self.pick("interno", "internal"),
            CommentKind::Customer => self.pick("do cliente", "from the customer"),
        }
    }

    /// The word of a category.
    pub fn category(self, category: StatusCategory) -> &'static str {
        match category {
            StatusCategory::New => self.pick("novo", "new"),
            StatusCategory::Active => self.pick("em andamento", "active"),
            StatusCategory::Waiting => self.pick("aguardando cliente", "waiting"),
            StatusCategory::Resolved => self.pick("resolvido", "resolved"),
            StatusCategory::Closed => self.pick("fechado", "closed"),
            StatusCategory::Rejected => self.pick("rejeitado", "rejected"),
        }
    }

    /// The word of a verdict.
    pub fn verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Approved => self.pick("aprovado", "approved"),
            Verdict::Restricted => self.pick("aprovado com ressalva", "approved with a reservation"),
            Verdict::Refused => self.pick("recusado", "refused"),
            Verdict::Tacit => self.pick("aprovado tacitamente", "approved tacitly"),
        }
    }

    /// The name of a day of the week.
    pub fn weekday(self, day: Weekday) -> &'static str {
        self.words().weekdays[day.num_days_from_monday() as usize]
    }

    /// The name of a date's month.
    pub fn month(self, date: NaiveDate) -> &'static str {
        self.words().months[date.month0() as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_the_desks_language() {
        let (pt, en) = (Locale::parse("pt-BR").0, Locale::default());
        assert_eq!((pt.column("promised"), en.column("promised")), (Some("Data controle"), Some("Promised")));
        assert_eq!((pt.column("elapsed_s"), pt.column("minha")), (Some("Decorrido"), None));
        assert_eq!((pt.state("at_risk"), en.state("at_risk"), pt.state("x")), ("em risco", "at risk", "x"));
        assert_eq!(pt.comment_kind(CommentKind::Customer), "do cliente");
        assert_eq!(pt.category(StatusCategory::Waiting), "aguardando cliente");
        assert_eq!(pt.verdict(Verdict::Tacit), "aprovado tacitamente");
        assert_eq!((pt.weekday(Weekday::Tue), en.weekday(Weekday::Sun)), ("terça-feira", "Sunday"));
        assert_eq!(pt.month(NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()), "março");
    }

    #[test]
    fn labels_stand_for_ids_and_words_for_yes_and_no() {
        for label in ["due", "Prazo", "PRAZO", "Due"] {
            assert_eq!(Locale::column_id(label), Some("due"), "{label}");
        }
        assert_eq!(
            (Locale::column_id("responsavel"), Locale::column_id("abertura")),
            (Some("assignee"), Some("opened"))
        );
        assert_eq!(Locale::column_id("modulo"), None);
        let pt = Locale::parse("pt-BR").0;
        assert_eq!(
            (pt.read_bool("Sim"), pt.read_bool("não"), pt.read_bool("true")),
            (Ok(true), Ok(false), Ok(true))
        );
        assert_eq!(
            pt.read_bool("talvez").unwrap_err().to_string(),
            "\"talvez\" is not yes or no: write it as sim or não"
        );
    }

    #[test]
    fn no_id_stands_twice() {
        let mut ids: Vec<_> = COLUMNS.iter().chain(STATES).map(|(id, _, _)| id).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        // `paused` is both a state and a column.
        assert_eq!(ids.len(), all - 1);
    }
}
