//! HTML: a table as a fragment, and a report as one file that needs nothing else. No script, no style of others, no
//! request to anywhere.

mod engine;
mod figures;
mod other;
mod sla;
#[cfg(test)]
mod tests;
mod words;

pub use engine::{HtmlError, Report};
pub use sla::Names;

use super::sanitize::{block, width};
use super::{Align, Column, Content, Page, Table, Tone};

/// Text as HTML text or as the value of a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in block(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// The table as a `<table>` in a box that scrolls by itself where the page is narrow. The first column names the row.
pub fn table(table: &Table, page: Page) -> String {
    let title = table.title.as_deref().map(escape).unwrap_or_default();
    let mut out =
        format!("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{title}\">\n<table>\n");
    if !title.is_empty() {
        out.extend(["<caption>", &title, "</caption>\n"]);
    }
    let sides: Vec<&str> = (0..table.columns.len()).map(|column| side(table, column, page)).collect();
    let side = |column: usize| sides[column];
    out.push_str("<thead><tr>");
    for (at, column) in table.columns.iter().enumerate() {
        out.extend(["<th scope=\"col\"", side(at), ">", &escape(&column.title), "</th>"]);
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in 0..table.rows.len() {
        out.push_str("<tr>");
        for column in 0..table.columns.len() {
            let text = cell(table, row, column, page);
            let (open, close) = if column == 0 { ("<th scope=\"row\"", "</th>") } else { ("<td", "</td>") };
            out.extend([open, side(column), ">", &text, close]);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

/// The most letters of a text that is never broken into two lines.
const SHORT: usize = 12;

/// The class of a column's cells: `n` numbers, `w` long text, `k` short names that stay in one line.
fn side(table: &Table, column: usize, page: Page) -> &'static str {
    let short = |row| table.cell(row, column).is_none_or(|cell| width(&cell.human(page.locale)) <= SHORT);
    match &table.columns[column] {
        Column { align: Align::Right, .. } => " class=\"n\"",
        Column { wrap: true, .. } => " class=\"w\"",
        _ if (0..table.rows.len()).all(short) => " class=\"k\"",
        _ => "",
    }
}

fn cell(table: &Table, row: usize, column: usize, page: Page) -> String {
    let Some(cell) = table.cell(row, column) else { return String::new() };
    let mut text = escape(&cell.human(page.locale)).replace('\n', "<br>");
    if matches!(cell.content, Content::Moment(_)) {
        text = format!("<time datetime=\"{}\">{text}</time>", escape(&cell.machine()));
    }
    match class(cell.tone) {
        Some(class) => format!("<span class=\"{class}\">{text}</span>"),
        None => text,
    }
}

fn class(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Good => Some("good"),
        Tone::Warn => Some("warn"),
        Tone::Bad => Some("bad"),
        Tone::Dim => Some("dim"),
        Tone::Plain | Tone::Strong | Tone::Name => None,
    }
}
