//! The dashboard: what needs saying, then one small table per view.

use super::sanitize::line;
use super::wrap::wrap;
use super::{Page, Table, Tone, table};

/// A view on the dashboard.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its title and first rows.
    pub table: Table,
    /// How many rows the view has; those beyond the table's are told as a number.
    pub total: usize,
    /// What to type to see all of it.
    pub command: String,
}

/// The desk's name, notes (what was not sent, what is wrong), and its sections.
pub fn render(desk: &str, notes: &[String], sections: &[Section], page: Page) -> String {
    let width = page.width.unwrap_or(usize::MAX);
    let mut out = String::new();
    let push = |out: &mut String, tone: Tone, text: &str| {
        for text in wrap(text, width) {
            out.push_str(&page.paint(tone, &text));
            out.push('\n');
        }
    };
    push(&mut out, Tone::Strong, &line(desk));
    for note in notes {
        push(&mut out, Tone::Warn, &line(note));
    }
    for section in sections {
        out.push('\n');
        let mut shown = section.table.clone();
        let title = shown.title.unwrap_or_default();
        shown.title = Some(format!("{title} ({})", page.locale.number(&section.total.to_string())));
        out.push_str(&table::render(&shown, page));
        let more = section.total.saturating_sub(shown.rows.len());
        if more > 0 {
            push(&mut out, Tone::Dim, &format!("+{more}: {}", line(&section.command)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::render::Column;

    #[test]
    fn a_dashboard_names_each_view_and_what_it_leaves_out() {
        let page = Page { width: Some(60), color: false, locale: Locale::parse("pt-BR").0 };
        let mut mine =
            Table::new(vec![Column::titled("number", "Número"), Column::titled("title", "Título")])
                .titled("Minhas");
        mine.push(vec!["202611/0007".into(), "Erro ao confirmar".into()]);
        let empty = Table::new(vec![Column::titled("number", "Número")]).titled("Vencendo");
        let sections = [
            Section { table: mine, total: 3, command: "tramite list --view minhas".to_owned() },
            Section { table: empty, total: 0, command: "tramite list --view vencendo".to_owned() },
        ];
        let notes = ["2 commits not sent: tramite sync".to_owned()];
        assert_eq!(
            render("Suporte ACME", &notes, &sections, page),
            "Suporte ACME\n2 commits not sent: tramite sync\n\nMinhas (3)\nNúmero       Título\n───────────  \
             ─────────────────\n202611/0007  Erro ao confirmar\n+2: tramite list --view minhas\n\nVencendo (0)\nnada\n"
        );
    }
}
