//! JSON for programs.

use super::sanitize::is_unsafe;
use serde::Serialize;

/// `value` as JSON over several lines, with a final line feed.
pub fn pretty<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(value).map(|text| safe(&text))
}

/// `value` as one line of JSON, with its line feed.
pub fn compact<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    serde_json::to_string(value).map(|text| safe(&text))
}

/// Writes every character that must not reach a terminal as `\uXXXX`: the same value to a program. Such characters
/// stand only inside strings, apart from the line feeds of the layout.
fn safe(json: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(json.len() + 1);
    let mut rest = json;
    while !rest.is_empty() {
        // Plain runs as they are: that is nearly all of it.
        let plain = rest.bytes().position(|b| b != b'\n' && !matches!(b, b' '..=b'~'));
        let (run, others) = rest.split_at(plain.unwrap_or(rest.len()));
        out.push_str(run);
        let Some(c) = others.chars().next() else { break };
        rest = &others[c.len_utf8()..];
        if is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_that_could_steer_a_terminal_is_escaped() {
        assert_eq!(compact(&"é\u{9b}\u{202e}\u{1b}\n").unwrap(), "\"é\\u009b\\u202e\\u001b\\n\"\n");
        assert_eq!(compact(&"\u{e0041}").unwrap(), "\"\\udb40\\udc41\"\n");
        assert_eq!(pretty(&[1]).unwrap(), "[\n  1\n]\n");
    }

    proptest! {
        #[test]
        fn the_value_is_the_same(text in any::<String>()) {
            let json = compact(&text).unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            prop_assert!(!json.trim_end_matches('\n').chars().any(is_unsafe));
        }
    }
}
