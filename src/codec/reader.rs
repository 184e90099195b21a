//! Nodes → values of tickets and comments, one finding for each problem.

use super::node::{Data, Node};
use super::parse::Parsed;
use super::{Decoded, MAX_TICKET_BYTES, fast, parse, text};
use crate::model::{Attachment, Finding, Severity, Value, normalize_line, normalize_text};
use std::collections::BTreeMap;

/// Reads a ticket's or a comment's file: a mapping, decoded by `value`.
pub(super) fn file<T>(
    path: &str,
    bytes: &[u8],
    value: impl FnOnce(&mut Reader<'_>, &Node<'_>) -> Option<T>,
) -> Decoded<T> {
    let (text, mut findings) = text::read(path, bytes, MAX_TICKET_BYTES);
    let Some(text) = text else { return Decoded::nothing(findings) };
    let canonical = if findings.is_empty() { fast::parse(&text) } else { None };
    let Parsed { root, findings: more, lossy, ambiguous } =
        canonical.map_or_else(|| parse::parse(path, &text, 1), Parsed::clean);
    findings.extend(more);
    let Some(root) = root else {
        if findings.iter().all(|finding| finding.severity != Severity::Error) {
            findings.push(Finding::error("not_a_mapping", "the file is empty").in_file(path).at(1, 1));
        }
        return Decoded::nothing(findings);
    };
    let mut reader = Reader { path, findings };
    let decoded = if root.entries().is_some() {
        value(&mut reader, &root)
    } else {
        let message = format!("{} where `key: value` lines belong", root.what());
        reader.error("not_a_mapping", &root, message);
        None
    };
    let mut findings = reader.findings;
    findings.extend(parse::lossy_findings(path, &lossy));
    Decoded { value: decoded.filter(|_| !ambiguous), findings, lossy: parse::lossy_words(&lossy) }
}

/// Collects what is wrong while values are taken.
pub(super) struct Reader<'p> {
    path: &'p str,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    /// An error at a node.
    pub fn error(&mut self, rule: &str, node: &Node<'_>, message: impl Into<String>) {
        self.findings.push(Finding::error(rule, message).in_file(self.path).at(node.line, node.col));
    }

    /// A warning at a node.
    pub fn warning(&mut self, rule: &str, node: &Node<'_>, message: impl Into<String>) {
        self.error(rule, node, message);
        if let Some(last) = self.findings.last_mut() {
            last.severity = Severity::Warning;
        }
    }

    fn shape(&mut self, key: &str, node: &Node<'_>, expected: &str) {
        self.error("wrong_shape", node, format!("`{key}` is {}; write {expected}", node.what()));
    }

    /// One line of text; nothing where nothing is written.
    pub fn line(&mut self, key: &str, node: &Node<'_>) -> Option<String> {
        if node.is_null() {
            return None;
        }
        let Some(text) = node.text() else {
            self.shape(key, node, "one text");
            return None;
        };
        let text = if text.contains(['\n', '\r']) {
            let line = normalize_line(text);
            self.warning(
                "line_break",
                node,
                format!("`{key}` has line breaks; write it on one line: {line:?}"),
            );
            line
        } else {
            text.to_owned()
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// A text of any length, normalised.
    pub fn block(&mut self, key: &str, node: &Node<'_>) -> Option<String> {
        if node.is_null() {
            return None;
        }
        let Some(text) = node.text() else {
            self.shape(key, node, "a text; begin it with `|` and indent its lines");
            return None;
        };
        Some(normalize_text(text)).filter(|text| !text.is_empty())
    }

    /// A list of lines. One text alone is taken as a list of one.
    pub fn lines(&mut self, key: &str, node: &Node<'_>) -> Vec<String> {
        match &node.data {
            _ if node.is_null() => Vec::new(),
            Data::Seq(items) => items.iter().filter_map(|item| self.line(key, item)).collect(),
            Data::Scalar(text, _) => {
                self.warning("wrong_shape", node, format!("`{key}` is one text; write a list: [{text}]"));
                self.line(key, node).into_iter().collect()
            }
            Data::Map(_) => {
                self.shape(key, node, "a list of texts");
                Vec::new()
            }
        }
    }

    /// The mappings of a list. `example` shows one.
    pub fn mappings<'n, 'a>(&mut self, key: &str, node: &'n Node<'a>, example: &str) -> Vec<&'n Node<'a>> {
        let Data::Seq(items) = &node.data else {
            if !node.is_null() {
                self.shape(key, node, &format!("a list of mappings such as `- {example}`"));
            }
            return Vec::new();
        };
        let (good, bad): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.entries().is_some());
        for item in bad {
            self.shape(key, item, &format!("mappings such as `- {example}`"));
        }
        good
    }

    /// A mapping, or a finding that shows how one is written.
    pub fn mapping<'n, 'a>(&mut self, key: &str, node: &'n Node<'a>, example: &str) -> Option<&'n Node<'a>> {
        if node.entries().is_none() && !node.is_null() {
            self.shape(key, node, &format!("a mapping such as `{example}`"));
        }
        node.entries().map(|_| node)
    }

    /// A key that a mapping must have.
    pub fn need(&mut self, parent: &str, node: &Node<'_>, key: &str, example: &str) -> Option<String> {
        let found = node.get(key).and_then(|value| self.line(key, value));
        if found.is_none() {
            self.error("missing_key", node, format!("`{parent}` lacks `{key}`; write it as `{example}`"));
        }
        found
    }

    /// Files that came with a text.
    pub fn attachments(&mut self, node: &Node<'_>) -> Vec<Attachment> {
        const EXAMPLE: &str = "{name: nota.xml, sha256: …, size: 1234}";
        let mut all = Vec::new();
        for item in self.mappings("attachments", node, EXAMPLE) {
            self.known("attachments", item, &["name", "sha256", "size"]);
            let name = self.need("attachments", item, "name", EXAMPLE);
            let hash = self.need("attachments", item, "sha256", EXAMPLE);
            let size = self.need("attachments", item, "size", EXAMPLE);
            let (Some(name), Some(hash), Some(size)) = (name, hash, size) else { continue };
            let Ok(size) = size.parse() else {
                self.error("bad_value", item, format!("size {size:?} is no number of bytes"));
                continue;
            };
            let sha256 = hash.to_ascii_lowercase();
            if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
                self.warning("bad_value", item, format!("sha256 {hash:?} has not 64 hexadecimal digits"));
            }
            all.push(Attachment { name, sha256, size });
        }
        all
    }

    /// Reports the keys of a mapping that nothing reads.
    pub fn known(&mut self, parent: &str, node: &Node<'_>, known: &[&str]) {
        for (key, _) in node.entries().unwrap_or_default() {
            let text = key.text().unwrap_or_default();
            if !known.contains(&text) {
                let message = format!("`{parent}` has no key `{text}`{}", did_you_mean(text, known));
                self.warning("unknown_key", key, message);
            }
        }
    }

    /// A key that this version does not know: kept, and reported.
    pub fn unknown(&mut self, key: &Node<'_>, known: &[&str]) {
        let text = key.text().unwrap_or_default();
        let message = format!("unknown key `{text}`{}; it is kept", did_you_mean(text, known));
        self.warning("unknown_key", key, message);
    }
}

/// `; did you mean …?`, where one of `known` is near.
pub(super) fn did_you_mean(text: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|word| (strsim::damerau_levenshtein(&text.to_lowercase(), word), *word))
        .filter(|(distance, word)| *distance <= 1 + word.len().min(text.len()) / 4)
        .min();
    nearest.map_or_else(String::new, |(_, word)| format!("; did you mean `{word}`?"))
}

/// A scalar, list or mapping as the model keeps it: scalars as written, texts of several lines normalised.
pub(super) fn value(node: &Node<'_>) -> Value {
    match &node.data {
        Data::Scalar(text, _) if text.contains('\n') => Value::Text(normalize_text(text)),
        Data::Scalar(text, _) => Value::Text(text.clone().into_owned()),
        Data::Seq(items) => Value::List(items.iter().map(value).collect()),
        Data::Map(entries) => Value::Map(values(entries)),
    }
}

/// The entries of a mapping as the model keeps them.
pub(super) fn values(entries: &[(Node<'_>, Node<'_>)]) -> BTreeMap<String, Value> {
    entries.iter().map(|(key, node)| (key.text().unwrap_or_default().to_owned(), value(node))).collect()
}
