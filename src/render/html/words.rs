//! What a report says by itself, in the languages of the desk.

use crate::locale::{Language, Locale};

/// Id, Portuguese, English.
const WORDS: &[(&str, &str, &str)] = &[
    ("report_sla", "Relatório de SLA", "SLA report"),
    ("report_aging", "Tickets em aberto por idade", "Open tickets by age"),
    ("report_response", "Tickets à espera de resposta", "Tickets waiting for an answer"),
    ("report_fcr", "Resolvidos no primeiro contato", "Resolved at first contact"),
    ("report_reopen", "Tickets reabertos", "Reopened tickets"),
    ("report_volume", "Volume e backlog por semana", "Volume and backlog per week"),
    ("report_gaps", "Lacunas", "Gaps"),
    ("report_csat", "Satisfação dos clientes", "Customer satisfaction"),
    ("report_time", "Tempo apontado", "Reported work"),
    ("chart_aging", "Tickets em aberto por idade em dias", "Open tickets by age in days"),
    ("chart_volume", "Abertos e resolvidos por semana", "Opened and resolved per week"),
    ("chart_backlog", "Backlog ao fim de cada semana", "Backlog at the end of each week"),
    ("chart_groups", "Por grupo", "By group"),
    ("details", "Detalhes", "Details"),
    ("nothing_to_show", "Nada a mostrar.", "Nothing to show."),
    ("as_of", "Situação em", "As of"),
    ("at_commit", "no commit", "at commit"),
    ("all_time", "Todo o histórico", "All of the history"),
    ("of", "de", "of"),
    ("in_time", "no prazo", "in time"),
    ("late", "em atraso", "late"),
    ("breached", "descumpridos", "breached"),
    ("overdue", "vencidos", "overdue"),
    ("median", "mediana", "median"),
    ("p90", "90% em até", "90% within"),
    ("open", "em aberto", "still open"),
    ("target", "meta", "target"),
    ("week_of", "Semana de", "Week of"),
    ("table_behind", "Ver os números", "Show the figures"),
    ("no_data", "Nada foi decidido neste período.", "Nothing was decided in this period."),
    ("key_figures", "Em resumo", "At a glance"),
    ("compliance_weeks", "Cumprimento por semana", "Compliance per week"),
    (
        "compliance_weeks_is",
        "Parte dos relógios decididos em cada semana que foram cumpridos: os cumpridos contam na semana em que pararam, os atrasados na semana em que venceram.",
        "The share of the clocks decided in each week that were met: those met count in the week they stopped, late ones in the week they were due.",
    ),
    ("elapsed_target", "Decorrido em relação à meta", "Elapsed against target"),
    (
        "elapsed_target_is",
        "Cada ponto é um relógio decidido, pelo dia da decisão; acima da linha passou da meta.",
        "Each mark is one decided clock, by the day it was decided; above the line it took longer than its target.",
    ),
    ("capped", "Acima de 300% fica no topo.", "What is above 300% stays at the top."),
    ("share_of_target", "Parte da meta", "Share of target"),
    ("up_to", "até", "up to"),
    ("above", "acima de", "above"),
    ("summary", "Por métrica", "By metric"),
    ("course", "Ao longo do tempo", "Over time"),
    ("groups", "Por métrica e grupo", "By metric and group"),
    ("late_clocks", "Relógios em atraso", "Late clocks"),
    ("latest_first", "os que mais passaram da meta primeiro", "the furthest over their target first"),
    ("no_late_clocks", "Nenhum relógio em atraso.", "No clock is late."),
    ("clocks", "relógios", "clocks"),
    ("by_number", "por número", "by number"),
    ("all_clocks", "Todos os relógios", "All clocks"),
    (
        "first_rows",
        "Os primeiros; os demais estão no CSV e no JSON.",
        "The first ones; all are in the CSV and the JSON.",
    ),
    (
        "how_counted",
        "Cumprimento = cumpridos ÷ (cumpridos + descumpridos + vencidos). O decorrido é tempo útil do calendário de cada métrica, sem as pausas.",
        "Compliance = met ÷ (met + breached + overdue). Elapsed is working time on each metric’s calendar, without pauses.",
    ),
    ("over", "a mais", "over"),
];

/// The word or sentence of an id; `None` where there is none.
pub fn word(locale: Locale, id: &str) -> Option<&'static str> {
    let (_, pt, en) = WORDS.iter().find(|(key, _, _)| *key == id)?;
    Some(match locale.language {
        Language::Portuguese => pt,
        Language::English => en,
    })
}

/// The same for an id that the code names.
pub(super) fn say(locale: Locale, id: &'static str) -> &'static str {
    word(locale, id).unwrap_or(id)
}

/// What a metric, a column, a state is called; else the id, which is the desk's own.
pub(super) fn name(locale: Locale, id: &str) -> String {
    locale.column(id).map_or_else(|| id.replace('_', " "), str::to_owned)
}
