//! Paragraphs in a width.

use super::sanitize::{split_at_width, width};

/// `text` in lines of at most `columns` columns, broken at blanks; a longer word is broken where it must. Line feeds stay,
/// and a line that is broken goes on under its own indentation and list mark. Tabs become four blanks.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| wrap_line(&line.replace('\t', "    "), columns.max(1))).collect()
}

fn wrap_line(line: &str, columns: usize) -> Vec<String> {
    let line = line.trim_end();
    if width(line) <= columns {
        return vec![line.to_owned()];
    }
    let (first, hang) = indents(line, columns);
    let mut lines = Vec::new();
    let (mut current, mut empty) = (first.clone(), true);
    for mut word in line[first.len()..].split(' ') {
        let gap = usize::from(!empty);
        if width(&current) + gap + width(word) > columns && !empty {
            lines.push(std::mem::replace(&mut current, hang.clone()).trim_end().to_owned());
            empty = true;
        }
        while width(&current) + width(word) > columns && empty {
            let (head, tail) = split_at_width(word, columns - width(&current));
            // A character wider than the whole line stands alone and is cut with the line by the terminal.
            let (head, tail) = if head.is_empty() { ("\u{fffd}", next_grapheme(word)) } else { (head, tail) };
            current.push_str(head);
            word = tail;
            lines.push(std::mem::replace(&mut current, hang.clone()));
        }
        if !empty {
            current.push(' ');
        }
        if !word.is_empty() {
            current.push_str(word);
            empty = false;
        }
    }
    if !empty {
        lines.push(current.trim_end().to_owned());
    }
    lines
}

fn next_grapheme(word: &str) -> &str {
    use unicode_segmentation::UnicodeSegmentation;
    word.grapheme_indices(true).nth(1).map_or("", |(at, _)| &word[at..])
}

/// What a line begins with (blanks, quote and list marks), and the blanks or quote marks under it; nothing where
/// that would leave less than half of the width, or no room for a wide character.
fn indents(line: &str, columns: usize) -> (String, String) {
    let mut end = line.len() - line.trim_start_matches([' ', '>']).len();
    let rest = &line[end..];
    let mark = rest.find(' ').filter(|at| {
        let word = &rest[..*at];
        let number = word.trim_end_matches(['.', ')']);
        matches!(word, "-" | "*" | "•" | "+")
            || (number.len() < word.len() && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    });
    let quote = line[..end].to_owned();
    let mut hang = quote.clone();
    if let Some(at) = mark {
        end += at + 1;
        hang.push_str(&" ".repeat(width(&rest[..at]) + 1));
    }
    if width(&hang) * 2 > columns || columns - width(&hang) < 2 {
        (String::new(), String::new())
    } else {
        (line[..end].to_owned(), hang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paragraphs_break_at_blanks() {
        assert_eq!(wrap("um dois três quatro", 9), ["um dois", "três", "quatro"]);
        assert_eq!(wrap("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("日本語日本語", 5), ["日本", "語日", "本語"]);
    }

    #[test]
    fn lists_and_quotes_hang() {
        assert_eq!(wrap("- um dois três", 9), ["- um dois", "  três"]);
        assert_eq!(wrap("10. um dois três", 11), ["10. um dois", "    três"]);
        assert_eq!(wrap("> um dois três", 10), ["> um dois", "> três"]);
        assert_eq!(wrap("  um dois três", 10), ["  um dois", "  três"]);
        assert_eq!(wrap(" a日", 2), ["a", "日"]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "[a-zé日 \n>-]{0,80}", columns in 2_usize..30) {
            let lines = wrap(&text, columns);
            for line in &lines {
                prop_assert!(width(line) <= columns, "{line:?}");
            }
            let letters = |s: &str| s.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
