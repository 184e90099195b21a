//! CSV for spreadsheets and programs, as RFC 4180 has it (CRLF line ends): the columns' keys as header, values as
//! programs read them. Text that a spreadsheet would take for a formula gets a `'` before it; plain numbers stay.

use super::sanitize::block;
use super::{Content, Table};
use ::csv::{Terminator, WriterBuilder};

/// The table as CSV, with a header line.
#[expect(clippy::missing_panics_doc, reason = "writing to memory does not fail")]
pub fn render(table: &Table) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let mut push = |record: Vec<String>| {
        writer
            .write_record(record)
            .expect("memory takes every record, and all have one field for each column");
    };
    push(table.columns.iter().map(|c| neutral(&c.key)).collect());
    for row in 0..table.rows.len() {
        let cell = |column| table.cell(row, column).map_or_else(String::new, field);
        push((0..table.columns.len()).map(cell).collect());
    }
    let bytes = writer.into_inner().expect("memory takes what is left");
    String::from_utf8(bytes).expect("every field is UTF-8")
}

fn field(cell: &super::Cell) -> String {
    match &cell.content {
        Content::Text(text) | Content::Named { id: text, .. } => neutral(text),
        _ => cell.machine(),
    }
}

/// Text that no spreadsheet evaluates: `=1+2` becomes `'=1+2`. `-5`, `+3`, `-1.234,56` and `-3%` are numbers and stay.
pub fn neutral(text: &str) -> String {
    let text = block(text);
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\n', '＝', '＋', '－', '＠', '|', '%']);
    if formula && !is_number(&text) { format!("'{text}") } else { text }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = digits.strip_suffix('%').unwrap_or(digits);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Moment;
    use crate::render::{Cell, Column};
    use proptest::prelude::*;

    #[test]
    fn formulas_are_neutral_and_numbers_stay() {
        for (text, safe) in [
            ("=1+2", "'=1+2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+5511999", "+5511999"),
            ("+55 11 999", "'+55 11 999"),
            ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
            ("-1.234,56", "-1.234,56"),
            ("-3%", "-3%"),
            ("-", "'-"),
            ("\tx", "'\tx"),
            ("\r=x", "'\n=x"),
            ("＝1", "'＝1"),
            ("Olá = 2", "Olá = 2"),
            ("\u{1b}[2J", "␛[2J"),
        ] {
            assert_eq!(neutral(text), safe, "{text}");
        }
    }

    #[test]
    fn values_are_for_programs_and_quoted_where_they_must() {
        let mut table = Table::new(vec![
            Column::titled("title", "Título"),
            Column::titled("at", "Quando"),
            Column::titled("elapsed_s", "Decorrido"),
            Column::titled("compliance", "Cumprimento"),
            Column::titled("state", "Situação"),
        ]);
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-24T14:30:00-03:00").unwrap();
        table.push(vec![
            "a, \"b\"\nc".into(),
            Content::Moment(Moment::At(at)).into(),
            Cell::duration(-5),
            Cell::share(0.5),
            Cell::named("=met", "cumprido"),
        ]);
        table.push(vec!["x".into()]);
        assert_eq!(
            render(&table),
            "title,at,elapsed_s,compliance,state\r\n\"a, \"\"b\"\"\nc\",2026-11-24T14:30:00-03:00,-5,0.5,'=met\r\nx,,,,\r\n"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(texts in prop::collection::vec(any::<String>(), 2)) {
            let mut table = Table::new(vec![Column::titled("a", "A"), Column::titled("b", "B")]);
            table.push(texts.iter().map(|t| Cell::text(t.clone())).collect());
            let csv = render(&table);
            let mut reader = ::csv::Reader::from_reader(csv.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            let expected: Vec<String> = texts.iter().map(|t| neutral(t)).collect();
            prop_assert_eq!(record.iter().collect::<Vec<_>>(), expected);
        }
    }
}
