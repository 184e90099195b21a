//! One scalar on one line: plain where every reader of YAML reads the same text, else in double quotes.

use std::fmt::Write as _;

/// Where a scalar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a block: to the end of the line.
    Block,
    /// Between brackets or braces.
    Flow,
}

/// Writes a scalar.
pub(super) fn push(out: &mut String, text: &str, place: Place) {
    if is_plain(text, place) {
        out.push_str(text);
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) <= 0xff => {
                let _ = write!(out, "\\x{:02X}", u32::from(c));
            }
            c if u32::from(c) <= 0xffff => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
        }
    }
    out.push('"');
}

/// Whether YAML 1.1 and 1.2 let a character stand for itself on a line of text.
fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

fn is_plain(text: &str, place: Place) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let last = text.chars().next_back().unwrap_or(first);
    if matches!(
        first,
        '-' | '?' | ':' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' | '~'
    ) || matches!(first, ',' | '[' | ']' | '{' | '}')
        || text.starts_with("...")
        || text.starts_with("<<")
        || first.is_whitespace()
        || last.is_whitespace()
        || last == ':'
        || !text.chars().all(is_printable)
        || text.contains(": ")
        || text.contains(" #")
    {
        return false;
    }
    if place == Place::Flow && !is_plain_in_flow(text) {
        return false;
    }
    !is_word(text) && !is_number(text) && !is_date(text)
}

/// Readers differ on signs at the ends of words between brackets: there, words begin with a letter or digit.
fn is_plain_in_flow(text: &str) -> bool {
    !text.contains([',', '[', ']', '{', '}', '"', '\''])
        && !text.contains("::")
        && text.split(' ').all(|word| word.starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '/'))
        && !text.ends_with(['-', '?', ':'])
}

/// Words that some reader takes for a flag, for nothing, or for an operator.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", ".inf"];
    text.len() <= 5
        && (WORDS.contains(&text.to_ascii_lowercase().as_str()) || matches!(text, "=" | "<<" | "..."))
        || matches!(text.to_ascii_lowercase().as_str(), ".nan" | "+.inf" | "-.inf" | "---")
}

/// Numbers in every notation that some reader knows, and dotted or grouped digits such as versions.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let radix = digits.as_bytes();
    if radix.len() > 2 && radix[0] == b'0' && matches!(radix[1] | 0x20, b'x' | b'o' | b'b') {
        return radix[2..].iter().all(|b| b.is_ascii_hexdigit() || *b == b'_');
    }
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    mantissa.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && mantissa.contains(|c: char| c.is_ascii_digit())
        && mantissa.bytes().all(|b| b.is_ascii_digit() || b"_.,:".contains(&b))
        && exponent.bytes().all(|b| b.is_ascii_digit())
}

/// What YAML 1.1 takes for a date or a time.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 8
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && bytes[5].is_ascii_digit()
}
