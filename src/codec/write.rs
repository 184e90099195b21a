//! Values → text in the one canonical form (3.1): never folded, never wrapped, quoted wherever another reader
//! of YAML 1.1 or 1.2 would not read the same text.

use super::scalar::{self, Place};
use crate::model::{Attachment, Value, normalize_line, normalize_text};
use std::borrow::Cow;
use std::fmt::Write as _;

/// One top-level key of a file as it is written; empty where the key is absent.
#[derive(Debug, PartialEq)]
pub(super) struct Section {
    /// The key.
    pub key: String,
    /// Its lines.
    pub text: String,
    /// The lines of each entry, where the key holds a mapping whose entries are kept one by one.
    pub parts: Vec<(String, String)>,
}

impl Section {
    /// A key that is kept or rewritten as a whole.
    pub fn new(key: &str, text: String) -> Self {
        Self { key: key.to_owned(), text, parts: Vec::new() }
    }

    /// A key whose entries are kept or rewritten one by one.
    pub fn nested(key: &str, parts: Vec<(String, String)>) -> Self {
        let mut text = String::new();
        if !parts.is_empty() {
            let _ = writeln!(text, "{key}:");
            text.extend(parts.iter().map(|(_, lines)| lines.as_str()));
        }
        Self { key: key.to_owned(), text, parts }
    }
}

/// The bytes of a file.
pub(super) fn join(sections: &[Section]) -> Vec<u8> {
    sections.iter().flat_map(|section| section.text.bytes()).collect()
}

/// `key: text`, or nothing.
pub(super) fn line(key: &str, text: &str) -> String {
    let text = one_line(text);
    if text.is_empty() { String::new() } else { needed_line(key, &text) }
}

/// `key: text`, even without text.
pub(super) fn needed_line(key: &str, text: &str) -> String {
    let mut out = format!("{key}: ");
    scalar::push(&mut out, &one_line(text), Place::Block);
    out.push('\n');
    out
}

/// `key: 2026-11-30T18:00:00-03:00`: dates and instants are plain, as people write them.
pub(super) fn instant(key: &str, text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_digit())
        && text.len() >= 10
        && text.as_bytes()[4] == b'-'
        && text.bytes().all(|b| b.is_ascii_digit() || b"-:+.TZ".contains(&b))
        && !text.ends_with(':');
    if plain { format!("{key}: {text}\n") } else { line(key, text) }
}

/// `key: 2`: a small whole number is plain, as people write it.
pub(super) fn digits(key: &str, text: &str) -> String {
    let plain = matches!(text.len(), 1..=9) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { format!("{key}: {text}\n") } else { line(key, text) }
}

/// `key: |` and the lines of a text, normalised; or nothing.
pub(super) fn block_text(key: &str, text: &str) -> String {
    let text = normalize_text(text);
    if text.is_empty() {
        return String::new();
    }
    let mut out = format!("{key}:");
    literal(&mut out, &text, 2);
    out
}

/// `key:` and a line for each item.
pub(super) fn block_list<'a>(key: &str, items: impl IntoIterator<Item = &'a String>) -> String {
    let mut out = String::new();
    for item in items {
        let item = one_line(item);
        if item.is_empty() {
            continue;
        }
        if out.is_empty() {
            let _ = writeln!(out, "{key}:");
        }
        out.push_str("  - ");
        scalar::push(&mut out, &item, Place::Block);
        out.push('\n');
    }
    out
}

/// `key: [a, b]`, or nothing.
pub(super) fn line_list(key: &str, items: &[String]) -> String {
    let items: Vec<Value> = items
        .iter()
        .map(|item| one_line(item))
        .filter(|item| !item.is_empty())
        .map(|item| item.as_ref().into())
        .collect();
    if items.is_empty() {
        return String::new();
    }
    let mut out = format!("{key}: ");
    flow(&mut out, &Value::List(items));
    out.push('\n');
    out
}

/// `key:` and a line for each mapping, already written.
pub(super) fn flow_list(key: &str, items: impl Iterator<Item = String>) -> String {
    let mut out = String::new();
    for item in items {
        if out.is_empty() {
            let _ = writeln!(out, "{key}:");
        }
        let _ = writeln!(out, "  - {item}");
    }
    out
}

/// An attachment on one line.
pub(super) fn attachment(attachment: &Attachment) -> String {
    let mut map = Flow::new();
    map.text("name", &attachment.name)
        .text("sha256", &attachment.sha256)
        .plain("size", &attachment.size.to_string());
    map.finish()
}

/// An entry of a mapping at an indent: whatever the value is.
pub(super) fn entry(key: &str, value: &Value, indent: usize) -> String {
    let mut out = " ".repeat(indent);
    scalar::push(&mut out, key, Place::Block);
    out.push(':');
    match value {
        Value::Text(text) => block_scalar(&mut out, text, indent + 2),
        Value::List(items) if items.is_empty() => out.push_str(" []\n"),
        Value::List(items) => {
            out.push('\n');
            for item in items {
                out.extend(std::iter::repeat_n(' ', indent + 2));
                out.push('-');
                if let Value::Text(text) = item {
                    block_scalar(&mut out, text, indent + 4);
                } else {
                    out.push(' ');
                    flow(&mut out, item);
                    out.push('\n');
                }
            }
        }
        Value::Map(map) if map.is_empty() => out.push_str(" {}\n"),
        Value::Map(map) => {
            out.push('\n');
            out.extend(map.iter().map(|(key, value)| entry(key, value, indent + 2)));
        }
    }
    out
}

/// ` text` on the same line, or a literal block.
fn block_scalar(out: &mut String, text: &str, indent: usize) {
    let text = whole(text);
    if text.contains('\n') {
        literal(out, &text, indent);
    } else {
        out.push(' ');
        scalar::push(out, &text, Place::Block);
        out.push('\n');
    }
}

/// ` |` and the lines of normalised text.
fn literal(out: &mut String, text: &str, indent: usize) {
    // A first line that begins with a blank would be taken as deeper indented.
    out.push_str(if text.starts_with([' ', '\t']) { " |2\n" } else { " |\n" });
    for line in text.split('\n') {
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// Any value on the line that it is on.
fn flow(out: &mut String, value: &Value) {
    match value {
        Value::Text(text) => scalar::push(out, &whole(text), Place::Flow),
        Value::List(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                out.push_str(if n == 0 { "" } else { ", " });
                flow(out, item);
            }
            out.push(']');
        }
        Value::Map(map) => {
            let mut inner = Flow::new();
            for (key, value) in map {
                inner.value(key, value);
            }
            out.push_str(&inner.finish());
        }
    }
}

/// A mapping on one line: `{kind: parent, to: …}`.
pub(super) struct Flow(String);

impl Flow {
    /// An empty one.
    pub fn new() -> Self {
        Self("{".to_owned())
    }

    fn key(&mut self, key: &str) {
        self.0.push_str(if self.0.len() == 1 { "" } else { ", " });
        scalar::push(&mut self.0, key, Place::Flow);
        self.0.push_str(": ");
    }

    /// Adds a line of text.
    pub fn text(&mut self, key: &str, text: &str) -> &mut Self {
        self.key(key);
        scalar::push(&mut self.0, &one_line(text), Place::Flow);
        self
    }

    /// Adds a text that needs no quotes: a number or a flag.
    pub fn plain(&mut self, key: &str, text: &str) -> &mut Self {
        self.key(key);
        self.0.push_str(text);
        self
    }

    /// Adds any value.
    pub fn value(&mut self, key: &str, value: &Value) -> &mut Self {
        self.key(key);
        flow(&mut self.0, value);
        self
    }

    /// The text.
    pub fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A text without line breaks, as the reader takes it.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) { Cow::Owned(normalize_line(text)) } else { Cow::Borrowed(text) }
}

/// A value's text, as the reader takes it.
fn whole(text: &str) -> Cow<'_, str> {
    if text.contains('\n') { Cow::Owned(normalize_text(text)) } else { Cow::Borrowed(text) }
}
