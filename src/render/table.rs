//! A table for people: columns side by side in the width of the terminal.
//!
//! `comfy-table` lays it out. Ours is the policy before it: where the width is too small, text columns shrink (cut with
//! `…`, or wrapped), then columns of the lowest rank are left out and named below; without a terminal nothing is cut
//! and no rule is drawn. And the paint after it, since tones must not count as width.

use super::sanitize::{block, line, truncate, width};
use super::wrap::wrap;
use super::{Align, Content, Page, Table, Tone};
use comfy_table::{CellAlignment, ColumnConstraint, TableStyle, Width};

/// Blanks between columns.
const GAP: usize = 2;
/// Columns to which text may shrink.
const LEAST: usize = 12;
/// A column of this rank is never cut while another can be.
const WHOLE: u8 = 9;
/// The widest column that the layout can count; what is longer is cut even without a terminal.
const WIDEST: usize = u16::MAX as usize;
/// Stands between the columns of a line that is not painted yet: a control character, so that no cell holds it.
const BETWEEN: char = '\u{1f}';

struct Shown {
    index: usize,
    width: usize,
}

/// The table as text; every line ends with a line feed, none is wider than the page.
pub fn render(table: &Table, page: Page) -> String {
    let mut out = String::new();
    let limit = page.width.unwrap_or(usize::MAX);
    if let Some(title) = &table.title {
        out.push_str(&page.paint(Tone::Strong, &truncate(&line(title), limit)));
        out.push('\n');
    }
    if table.rows.is_empty() && page.width.is_some() {
        out.push_str(&page.paint(Tone::Dim, &truncate(page.locale.words().nothing, limit)));
        out.push('\n');
        return out;
    }
    let cells: Vec<Vec<String>> = (0..table.rows.len())
        .map(|row| {
            (0..table.columns.len())
                .map(|column| {
                    let text =
                        table.cell(row, column).map(|cell| cell.human(page.locale)).unwrap_or_default();
                    if table.columns[column].wrap { block(&text).replace('\t', "    ") } else { line(&text) }
                })
                .collect()
        })
        .collect();
    let titles: Vec<String> = table.columns.iter().map(|c| line(&c.title)).collect();
    let natural: Vec<usize> = (0..table.columns.len())
        .map(|column| {
            let widest = cells.iter().flat_map(|row| row[column].split('\n')).map(width).max();
            widest.unwrap_or(0).max(width(&titles[column])).clamp(1, WIDEST)
        })
        .collect();
    let shown = fit(table, &natural, limit);

    let heads: Vec<String> = shown.iter().map(|s| truncate(&titles[s.index], s.width)).collect();
    let rows: Vec<Vec<String>> = cells.iter().map(|row| row_in(table, &shown, row)).collect();
    let mut lines = lay_out(table, &shown, heads, &rows, page.width.is_some()).into_iter();
    out.extend(lines.by_ref().take(1).map(|line| painted(&line, page, |_| Tone::Strong)));
    if page.width.is_some() {
        let rule = lines.by_ref().take(1).map(|line| line.replace(BETWEEN, &" ".repeat(GAP)));
        out.extend(rule.map(|line| page.paint(Tone::Dim, &line) + "\n"));
    }
    for (at, row) in rows.iter().enumerate() {
        let tone = |n: usize| table.cell(at, shown[n].index).map_or(Tone::Plain, |cell| cell.tone);
        let height = row.iter().map(|cell| cell.split('\n').count()).max().unwrap_or(1);
        out.extend(lines.by_ref().take(height).map(|line| painted(&line, page, tone)));
    }
    push_hidden(&mut out, &titles, &shown, page);
    out
}

/// The shown cells of a row, cut or wrapped to their columns' widths.
fn row_in(table: &Table, shown: &[Shown], row: &[String]) -> Vec<String> {
    let fitted = |s: &Shown| {
        let text = &row[s.index];
        if table.columns[s.index].wrap { wrap(text, s.width).join("\n") } else { truncate(text, s.width) }
    };
    shown.iter().map(fitted).collect()
}

/// The lines of the table: its header, a rule where asked, its rows. Columns stand at their place, with [`BETWEEN`]
/// for the gap.
fn lay_out(
    table: &Table,
    shown: &[Shown],
    heads: Vec<String>,
    rows: &[Vec<String>],
    rule: bool,
) -> Vec<String> {
    let mut style = TableStyle::default();
    style.header_lines = style.header_lines.junction(BETWEEN);
    style.content_lines = style.content_lines.junction(BETWEEN);
    if rule {
        style.header_separator = style.header_separator.fill('─').junction(BETWEEN);
    }
    let mut layout = comfy_table::Table::new();
    layout.load_style(style).set_header(heads).add_rows(rows);
    for (column, s) in layout.column_iter_mut().zip(shown) {
        let columns = u16::try_from(s.width).unwrap_or(u16::MAX);
        column.set_padding((0, 0)).set_constraint(ColumnConstraint::Absolute(Width::Fixed(columns)));
        column.set_cell_alignment(match table.columns[s.index].align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
    layout.lines().collect()
}

/// A laid out line in the tones of its columns: only text is painted, and no line ends with blanks.
fn painted(line: &str, page: Page, tone: impl Fn(usize) -> Tone) -> String {
    let mut out = String::with_capacity(line.len() + 1);
    for (at, cell) in line.trim_end_matches([' ', BETWEEN]).split(BETWEEN).enumerate() {
        if at > 0 {
            out.push_str(&" ".repeat(GAP));
        }
        let text = cell.trim_matches(' ');
        let before = cell.len() - cell.trim_start_matches(' ').len();
        out.push_str(&cell[..before]);
        out.push_str(&page.paint(tone(at), text));
        out.push_str(cell.get(before + text.len()..).unwrap_or_default());
    }
    out.push('\n');
    out
}

/// Says which columns had no room.
fn push_hidden(out: &mut String, titles: &[String], shown: &[Shown], page: Page) {
    let hidden: Vec<&str> = titles
        .iter()
        .enumerate()
        .filter(|(at, _)| shown.iter().all(|s| s.index != *at))
        .map(|(_, title)| title.as_str())
        .collect();
    if !hidden.is_empty() {
        let text = format!("({}: {})", page.locale.words().hidden_columns, hidden.join(", "));
        for line in wrap(&text, page.width.unwrap_or(usize::MAX)) {
            out.push_str(&page.paint(Tone::Dim, &line));
            out.push('\n');
        }
    }
}

/// Which columns are shown, and how wide.
fn fit(table: &Table, natural: &[usize], limit: usize) -> Vec<Shown> {
    let least: Vec<usize> = (0..natural.len())
        .map(|column| {
            let text = (0..table.rows.len()).any(|row| {
                table
                    .cell(row, column)
                    .is_some_and(|cell| matches!(cell.content, Content::Text(_) | Content::Named { .. }))
            });
            let is_whole = table.columns[column].keep >= WHOLE && !table.columns[column].wrap;
            let whole = !text || is_whole;
            if whole { natural[column] } else { natural[column].min(LEAST) }
        })
        .collect();
    let mut kept: Vec<usize> = (0..natural.len()).collect();
    loop {
        let room = limit.saturating_sub(GAP * kept.len().saturating_sub(1));
        if kept.iter().map(|c| least[*c]).sum::<usize>() <= room {
            return shrink(&kept, natural, &least, room);
        }
        // The first column says which row it is. Among equals the one further right goes first.
        let first_to_go =
            kept.iter().enumerate().skip(1).min_by_key(|(at, c)| (table.columns[**c].keep, usize::MAX - at));
        let Some((at, _)) = first_to_go else {
            return kept.iter().map(|c| Shown { index: *c, width: natural[*c].min(limit) }).collect();
        };
        kept.remove(at);
    }
}

/// Takes from the widest columns until all fit.
fn shrink(kept: &[usize], natural: &[usize], least: &[usize], room: usize) -> Vec<Shown> {
    let mut shown: Vec<Shown> =
        kept.iter().map(|c| Shown { index: *c, width: natural[*c].min(room.max(least[*c])) }).collect();
    let mut over = shown.iter().map(|s| s.width).sum::<usize>().saturating_sub(room);
    while over > 0 {
        let Some(widest) = shown.iter_mut().filter(|s| s.width > least[s.index]).max_by_key(|s| s.width)
        else {
            break;
        };
        widest.width -= 1;
        over -= 1;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::render::{Cell, Column};
    use proptest::prelude::*;

    fn page(width: Option<usize>) -> Page {
        Page { width, color: false, locale: Locale::parse("pt-BR").0 }
    }

    fn queue() -> Table {
        let pt = Locale::parse("pt-BR").0;
        let mut table = Table::new(vec![
            Column::new("number", pt).keep(9),
            Column::new("title", pt).keep(8),
            Column::new("status", pt),
            Column::new("priority", pt),
            Column::new("assignee", pt).keep(3),
            Column::new("elapsed", pt).right().keep(2),
            Column::new("age", pt).right().keep(1),
        ])
        .titled("Fila");
        for (number, title, tone) in [
            ("202611/0007", "Erro ao confirmar pedido de venda com desconto no segundo item", Tone::Bad),
            ("202611/0012", "Nota \u{1b}[2Jrejeitada\u{202e}", Tone::Plain),
        ] {
            table.push(vec![
                number.into(),
                title.into(),
                Cell::text("Em diagnóstico").tone(tone),
                "Alta".into(),
                "Ana Souza".into(),
                Cell::duration(15_600),
                Cell::age(273_600),
            ]);
        }
        table
    }

    #[test]
    fn a_table_at_100_columns() {
        insta::assert_snapshot!(render(&queue(), page(Some(100))));
    }

    #[test]
    fn a_table_at_60_columns() {
        insta::assert_snapshot!(render(&queue(), page(Some(60))));
    }

    #[test]
    fn a_table_without_a_terminal() {
        insta::assert_snapshot!(render(&queue(), page(None)));
    }

    #[test]
    fn colour_is_around_the_text_only() {
        let mut table = Table::new(vec![Column::titled("a", "A"), Column::titled("b", "B")]);
        table.push(vec![Cell::text("x\u{1b}").tone(Tone::Bad), "y".into()]);
        let text = render(&table, Page { color: true, ..page(None) });
        assert_eq!(text, "\u{1b}[1mA\u{1b}[0m   \u{1b}[1mB\u{1b}[0m\n\u{1b}[31mx␛\u{1b}[0m  y\n");
    }

    #[test]
    fn long_text_of_a_wrapped_column_goes_on_below() {
        let mut table = Table::new(vec![Column::titled("a", "A"), Column::titled("b", "B").wrapped()]);
        table.push(vec!["x".into(), "um dois três quatro cinco".into()]);
        assert_eq!(
            render(&table, page(Some(18))),
            "A  B\n─  ───────────────\nx  um dois três\n   quatro cinco\n"
        );
    }

    #[test]
    fn a_column_wider_than_can_be_counted_is_cut_and_shifts_nothing() {
        let mut table = Table::new(vec![Column::titled("a", "A"), Column::titled("b", "B")]);
        table.push(vec!["y".into(), "x".repeat(70_000).into()]);
        table.push(vec!["z".into(), "w".into()]);
        let text = render(&table, page(None));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines.len(), width(lines[1]), lines[2]), (3, 1 + GAP + 65_535, "z  w"));
        assert!(lines[1].ends_with('…'));
    }

    #[test]
    fn an_empty_table_says_so_on_a_terminal() {
        let table = Table::new(vec![Column::titled("a", "A")]);
        assert_eq!(render(&table, page(Some(40))), "nada\n");
        assert_eq!(render(&table, page(None)), "A\n");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_page(
            rows in prop::collection::vec(prop::collection::vec(any::<String>(), 0..6), 0..5),
            columns in 1_usize..200,
            wrapped in any::<bool>(),
        ) {
            let columns_of = (0..6).map(|n| {
                let column = Column::titled("k", &format!("Title {n}")).keep(n);
                if wrapped && n % 2 == 0 { column.wrapped() } else { column }
            });
            let mut table = Table::new(columns_of.collect()).titled("Um título");
            for row in rows {
                table.push(row.into_iter().map(Cell::text).collect());
            }
            for line in render(&table, page(Some(columns))).lines() {
                prop_assert!(width(line) <= columns, "{line:?} at {columns}");
                prop_assert!(!line.chars().any(char::is_control));
            }
        }
    }
}
