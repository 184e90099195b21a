//! Markdown for pages, issues and chats. Text of others is only text there: no link, no HTML, no mention.

use super::sanitize::{block, line};
use super::{Align, Page, Table};

/// The table as GitHub-flavoured Markdown.
pub fn render(table: &Table, page: Page) -> String {
    let mut out = String::new();
    if let Some(title) = &table.title {
        out.extend(["## ", &escape(&line(title)), "\n\n"]);
    }
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&row(table.columns.iter().map(|c| escape(&line(&c.title))).collect()));
    let marks = table.columns.iter().map(|c| match c.align {
        Align::Left => "---".to_owned(),
        Align::Right => "---:".to_owned(),
    });
    out.push_str(&row(marks.collect()));
    for at in 0..table.rows.len() {
        let cells = (0..table.columns.len()).map(|column| {
            table.cell(at, column).map_or_else(String::new, |cell| escape(&cell.human(page.locale)))
        });
        out.push_str(&row(cells.collect()));
    }
    out
}

/// Text that Markdown shows as it is, in one line: line feeds become `<br>`, everything that could mark up, link or call
/// someone becomes an entity.
pub fn escape(text: &str) -> String {
    let text = block(text);
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '\t' => out.push(' '),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' => {
                out.push('\\');
                out.push(c);
            }
            // `@name` calls people, `#12` links an issue.
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            _ => out.push(c),
        }
    }
    // Bare addresses become links by themselves; an entity inside keeps them text.
    for (bare, safe) in [("://", "&#58;//"), ("www.", "www&#46;"), ("WWW.", "WWW&#46;")] {
        out = out.replace(bare, safe);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Cell, Column};

    #[test]
    fn text_of_others_marks_nothing_up() {
        for (text, safe) in [
            ("a|b", "a\\|b"),
            ("a\r\nb", "a<br>b"),
            ("<img src=x>", "&lt;img src=x&gt;"),
            ("[x](https://evil.example)", "\\[x\\](https&#58;//evil.example)"),
            ("@ana #12 `rm` **x** \\|", "&#64;ana &#35;12 \\`rm\\` \\*\\*x\\*\\* \\\\\\|"),
            ("&lt;", "&amp;lt;"),
            ("www.evil.example", "www&#46;evil.example"),
            ("\u{1b}[31m", "␛\\[31m"),
        ] {
            assert_eq!(escape(text), safe, "{text}");
        }
    }

    #[test]
    fn numbers_stand_on_the_right() {
        let page = Page { locale: crate::locale::Locale::parse("pt-BR").0, ..Page::default() };
        let mut table =
            Table::new(vec![Column::titled("t", "Título"), Column::titled("c", "Cumprimento").right()])
                .titled("SLA");
        table.push(vec!["Bug".into(), Cell::share(0.945)]);
        assert_eq!(
            render(&table, page),
            "## SLA\n\n| Título | Cumprimento |\n| --- | ---: |\n| Bug | 94,5% |\n"
        );
    }
}
