//! Text of others, made safe to look at (design 2.5). Nothing that moves a cursor, changes a colour, turns the
//! direction of writing or hides in plain sight reaches a terminal; what was there stays visible:
//!
//! - C0 controls and DEL become their pictures (`␛`, `␡`); C1 controls, bidirectional marks, zero-width and other
//!   invisible characters become `�`; a soft hyphen becomes `-`.
//! - Joiners stay between characters of scripts (and emoji) that need them.
//! - A combining mark without a base gets `◌`; of more than four on one base the rest are left out.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Marks on one base that any language needs.
const MARKS: usize = 4;

/// Whether a character must not reach a terminal: controls, direction, invisible characters. Line feed and tab
/// are controls here; [`block`] keeps them by itself.
pub const fn is_unsafe(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether it is a joiner between two characters that need one: Arabic, Indic scripts, emoji; never Latin,
/// Greek or Cyrillic, where it could only hide.
fn joins(before: Option<char>, c: char, after: Option<char>) -> bool {
    let needs = |c: Option<char>| c.is_some_and(|c| c > '\u{590}' && !is_unsafe(c));
    matches!(c, '\u{200c}' | '\u{200d}') && needs(before) && needs(after)
}

fn shown(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{ad}' => '-',
        _ => '\u{fffd}',
    }
}

fn clean(text: &str, keep: fn(char) -> Option<char>) -> String {
    use unicode_normalization::char::is_combining_mark;
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let (mut before, mut marks) = (None, 0);
    while let Some(c) = chars.next() {
        if is_combining_mark(c) && !is_unsafe(c) {
            marks += 1;
            if before.is_none_or(char::is_whitespace) {
                out.push('\u{25cc}');
            }
            if marks > MARKS {
                continue;
            }
        } else {
            marks = 0;
        }
        let new = match keep(c) {
            Some(kept) => kept,
            None if !is_unsafe(c) || joins(before, c, chars.peek().copied()) => c,
            None => shown(c),
        };
        out.push(new);
        before = Some(new);
    }
    out
}

/// Text of several lines: line feeds and tabs stay, other line ends become line feeds.
pub fn block(text: &str) -> String {
    clean(&text.replace("\r\n", "\n"), |c| match c {
        '\n' | '\t' => Some(c),
        '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        _ => None,
    })
}

/// Text of one line: line ends and tabs become blanks, blanks at both ends go.
pub fn line(text: &str) -> String {
    let text = clean(&text.replace("\r\n", "\n"), |c| match c {
        '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(' '),
        _ => None,
    });
    text.trim().to_owned()
}

/// Columns that a line takes on a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The line cut to `width` columns between two graphemes, with `…` in the last where something was cut.
pub fn truncate(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let Some(room) = width.checked_sub(1) else { return String::new() };
    let (head, _) = split_at_width(text, room);
    format!("{}…", head.trim_end())
}

/// The longest beginning of `text` that takes at most `width` columns and ends between two graphemes, and the rest.
pub fn split_at_width(text: &str, width: usize) -> (&str, &str) {
    // The whole beginning is measured, since widths of parts need not add up; so that a long text is not measured at
    // each of its graphemes, in strides that double until one is too wide, then by halves.
    let fits = |end: usize| text[..end].width() <= width;
    let (mut ends, mut stride) = (vec![0], 1);
    for (at, grapheme) in text.grapheme_indices(true) {
        ends.push(at + grapheme.len());
        if ends.len() > stride {
            if !fits(at + grapheme.len()) {
                break;
            }
            stride *= 2;
        }
    }
    let fitting = ends.partition_point(|end| fits(*end));
    text.split_at(ends[fitting.saturating_sub(1)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_are_shown_not_obeyed() {
        assert_eq!(line("a\u{1b}[31mb\u{7}\u{7f}"), "a␛[31mb␇␡");
        assert_eq!(line("a\u{9b}31m"), "a�31m");
        assert_eq!(block("a\r\nb\rc\td\u{2028}e"), "a\nb\nc\td\ne");
        assert_eq!(line(" a\nb\tc\r\nd "), "a b c d");
    }

    #[test]
    fn direction_and_invisible_characters_are_shown() {
        assert_eq!(line("nota\u{202e}lmx.exe"), "nota�lmx.exe");
        assert_eq!(line("p\u{200b}a\u{200d}y\u{feff}p\u{ad}al"), "p�a�y�p-al");
        assert_eq!(line("\u{2066}x\u{2069}\u{61c}\u{200e}"), "�x���");
        assert_eq!(line("a\u{e0041}"), "a�");
    }

    #[test]
    fn ordinary_text_of_any_script_stays() {
        for text in ["Olá, aplicação — “não” ✓", "日本語", "👩\u{200d}💻", "نمی\u{200c}خواهم", "e\u{301}"]
        {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn combining_marks_cannot_pile_up_or_stand_alone() {
        assert_eq!(line("\u{301}a"), "\u{25cc}\u{301}a");
        let pile = format!("a{}", "\u{301}".repeat(50));
        assert_eq!(line(&pile).chars().count(), 5);
    }

    #[test]
    fn lines_are_cut_between_graphemes() {
        assert_eq!(truncate("confirmação", 5), "conf…");
        assert_eq!(truncate("curto", 5), "curto");
        assert_eq!(truncate("日本語", 5), "日本…");
        assert_eq!(truncate("日本語", 4), "日…");
        assert_eq!(truncate("ae\u{301}io", 3), "ae\u{301}…");
        assert_eq!(truncate("abc", 0), "");
        assert_eq!(truncate("um dois", 4), "um…");
    }

    proptest! {
        #[test]
        fn nothing_unsafe_comes_out(text in any::<String>(), nasty in "[\u{0}-\u{9f}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{61c}a]{0,20}") {
            for text in [text.clone(), nasty.clone(), format!("{text}{nasty}")] {
                for out in [block(&text), line(&text)] {
                    prop_assert!(!out.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
                    let direction = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{200b}');
                    prop_assert!(!out.chars().any(direction));
                }
                prop_assert!(!line(&text).contains(['\n', '\t']));
                prop_assert_eq!(block(&block(&text)), block(&text));
            }
        }

        #[test]
        fn a_cut_line_fits(text in "\\PC{0,40}", width in 0_usize..30) {
            prop_assert!(super::width(&truncate(&line(&text), width)) <= width);
        }
    }
}
