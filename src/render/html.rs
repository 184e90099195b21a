//! HTML: a table as a fragment, and a whole page around fragments. No script, no style of others, no request to anywhere.

use super::sanitize::block;
use super::{Align, Content, Page, Table, Tone};
use crate::locale::Language;

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

/// The table as a `<section>`.
pub fn table(table: &Table, page: Page) -> String {
    let mut out = String::from("<section>\n");
    if let Some(title) = &table.title {
        out.extend(["<h2>", &escape(title), "</h2>\n"]);
    }
    let side = |column: usize| match table.columns[column].align {
        Align::Left => "",
        Align::Right => " class=\"n\"",
    };
    out.push_str("<table>\n<thead><tr>");
    for (at, column) in table.columns.iter().enumerate() {
        out.extend(["<th", side(at), ">", &escape(&column.title), "</th>"]);
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in 0..table.rows.len() {
        out.push_str("<tr>");
        for column in 0..table.columns.len() {
            let cell = table.cell(row, column);
            let text = cell.map(|cell| escape(&cell.human(page.locale)).replace('\n', "<br>"));
            let text = text.unwrap_or_default();
            let text = match cell.map(|cell| cell.tone) {
                Some(Tone::Good) => format!("<span class=\"good\">{text}</span>"),
                Some(Tone::Warn) => format!("<span class=\"warn\">{text}</span>"),
                Some(Tone::Bad) => format!("<span class=\"bad\">{text}</span>"),
                _ => text,
            };
            let text = match cell.map(|cell| &cell.content) {
                Some(Content::Moment(_)) => {
                    let at = cell.map(super::Cell::machine).unwrap_or_default();
                    format!("<time datetime=\"{}\">{text}</time>", escape(&at))
                }
                _ => text,
            };
            out.extend(["<td", side(column), ">", &text, "</td>"]);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
    out
}

/// A whole page with a title around fragments that are HTML already.
pub fn document(title: &str, fragments: &[String], page: Page) -> String {
    let language = match page.locale.language {
        Language::Portuguese => "pt",
        Language::English => "en",
    };
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<h1>{title}</h1>\n{}</body>\n</html>\n",
        fragments.concat()
    )
}

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}\n\
table{border-collapse:collapse;width:100%}\n\
th,td{border-bottom:1px solid #ddd;padding:.3rem .6rem;text-align:left;vertical-align:top}\n\
.n{text-align:right;font-variant-numeric:tabular-nums}\n\
.good{color:#17692c}.warn{color:#8a5a00}.bad{color:#a81818}\n";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Cell, Column};

    #[test]
    fn text_of_others_is_never_markup() {
        let mut report = Table::new(vec![Column::titled("t", "<Título>"), Column::titled("n", "N").right()]);
        report.push(vec![Cell::text("<script>\"&'\n\u{1b}x").tone(Tone::Bad), 1234.into()]);
        let html = document("a<b", &[table(&report, Page::default())], Page::default());
        assert!(html.contains("<h1>a&lt;b</h1>"));
        assert!(html.contains("<th>&lt;Título&gt;</th><th class=\"n\">N</th>"));
        assert!(html.contains(
            "<td><span class=\"bad\">&lt;script&gt;&quot;&amp;&#39;<br>␛x</span></td><td class=\"n\">1,234</td>"
        ));
    }
}
