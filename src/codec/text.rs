//! Bytes → text: what must hold before YAML is read at all.

use crate::model::{Finding, Severity};
use std::borrow::Cow;

/// The text of a file with LF line ends, and what was wrong with its bytes. `None` where it can't be read at all.
pub(super) fn read<'a>(path: &str, bytes: &'a [u8], limit: usize) -> (Option<Cow<'a, str>>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut find = |rule: &str, severity, place: (u32, u32), message: String| {
        findings
            .push(Finding::error(rule, message).in_file(path).at(place.0, place.1).with_severity(severity));
    };
    if bytes.len() > limit {
        let size = bytes.len();
        find(
            "too_large",
            Severity::Error,
            (1, 1),
            format!("the file has {size} bytes; the limit is {limit}: attach long texts instead"),
        );
        return (None, findings);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!("byte {at} is not UTF-8: save the file as UTF-8");
            find("not_utf8", Severity::Error, place_of(bytes, at), message);
            return (None, findings);
        }
    };
    let seen = scan(bytes);
    if seen.bom {
        let message = "the file begins with a byte order mark: save it as UTF-8 without one".to_owned();
        find("bom", Severity::Warning, (1, 1), message);
    }
    if let Some(at) = seen.carriage_return {
        let message = "lines end with CRLF: `git add --renormalize` makes them LF".to_owned();
        find("crlf", Severity::Warning, place_of(bytes, at), message);
    }
    if let Some(at) = seen.control {
        let code = text[at..].chars().next().map_or(0, u32::from);
        let message = format!("control character U+{code:04X}: remove it");
        find("control_character", Severity::Error, place_of(bytes, at), message);
    }
    if let Some(at) = seen.conflict {
        let message =
            "merge conflict markers: `tramite sync --resolve` settles them, or edit the file by hand";
        find("conflict_markers", Severity::Error, place_of(bytes, at), message.to_owned());
        return (None, findings);
    }
    if seen.nul {
        return (None, findings);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = match seen.carriage_return {
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        None => Cow::Borrowed(text),
    };
    (Some(text), findings)
}

/// What a pass over the bytes saw: first offsets.
#[derive(Default)]
struct Seen {
    bom: bool,
    carriage_return: Option<usize>,
    control: Option<usize>,
    nul: bool,
    conflict: Option<usize>,
}

fn scan(bytes: &[u8]) -> Seen {
    let mut seen = Seen { bom: bytes.starts_with(b"\xef\xbb\xbf"), ..Seen::default() };
    let mut line_start = true;
    for (at, &byte) in bytes.iter().enumerate() {
        if line_start && matches!(byte, b'<' | b'>' | b'|') && is_marker(&bytes[at..]) {
            seen.conflict.get_or_insert(at);
        }
        line_start = byte == b'\n';
        let control = match byte {
            b'\n' | b'\t' => false,
            b'\r' => {
                seen.carriage_return.get_or_insert(at);
                false
            }
            0 => {
                seen.nul = true;
                true
            }
            0x01..=0x1f | 0x7f => true,
            0xc2 => matches!(bytes.get(at + 1), Some(0x80..=0x9f)),
            _ => false,
        };
        if control {
            seen.control.get_or_insert(at);
        }
    }
    seen
}

/// Whether a file has conflict markers of git's.
pub fn has_markers(bytes: &[u8]) -> bool {
    bytes
        .split(|byte| *byte == b'\n')
        .any(|line| matches!(line.first(), Some(b'<' | b'>')) && is_marker(line))
}

/// Whether a line begins as git's conflict markers do. Text in a block is indented and never looks so.
fn is_marker(line: &[u8]) -> bool {
    line.len() >= 7
        && line[..7].iter().all(|b| *b == line[0])
        && matches!(line.get(7), None | Some(b' ' | b'\n' | b'\r'))
}

/// Line and column (in characters, from 1) of a byte.
fn place_of(bytes: &[u8], at: usize) -> (u32, u32) {
    let before = &bytes[..at];
    let line = before.split(|b| *b == b'\n').count();
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |newline| newline + 1);
    let column = before[start..].iter().filter(|b| (**b & 0xc0) != 0x80).count() + 1;
    (line as u32, column as u32)
}
