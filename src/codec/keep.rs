//! Keeps what a person wrote: parts of a file whose value is unchanged are copied as they were (3.1).

use super::node::Node;
use super::write::{self, Section};
use super::{parse, ticket};
use std::collections::HashMap;

/// The new file from the old one's parts. `None` where none can be kept.
pub(super) fn merge(sections: &[Section], prior: &[u8]) -> Option<Vec<u8>> {
    let decoded = ticket::decode("", prior);
    let before = decoded.value?;
    let old = ticket::sections(&before);
    if old == sections {
        return Some(prior.to_vec());
    }
    // An anchor that goes would break its alias; comments have no place of their own.
    if !decoded.lossy.is_empty() || prior.contains(&b'\r') || prior.starts_with(b"\xef\xbb\xbf") {
        return None;
    }
    let text = std::str::from_utf8(prior).ok()?;
    let root = parse::parse("", text, 1).root?;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let chunks = chunks(&root, &lines, 1)?;
    let old: HashMap<&str, &Section> = old.iter().map(|section| (section.key.as_str(), section)).collect();
    let mut out = String::with_capacity(text.len());
    for section in sections {
        let key = section.key.as_str();
        let Some(was) = old.get(key) else {
            out.push_str(&section.text);
            continue;
        };
        match chunks.get(key) {
            Some(chunk) if was.text == section.text => push_lines(&mut out, chunk),
            Some(_) if !section.parts.is_empty() => {
                out.push_str(
                    &nested(section, was, root.get(key), &lines).unwrap_or_else(|| section.text.clone()),
                );
            }
            _ => out.push_str(&section.text),
        }
    }
    let out = format!("{}\n", out.trim_end_matches('\n'));
    // What was copied must say what is meant; where a layout fools us the canonical form does.
    let said = ticket::decode("", out.as_bytes()).value?;
    (write::join(&ticket::sections(&said)) == write::join(sections)).then(|| out.into_bytes())
}

/// A mapping with the unchanged entries as they were written.
fn nested(section: &Section, was: &Section, node: Option<&Node<'_>>, lines: &[&str]) -> Option<String> {
    let chunks = chunks(node?, lines, 3)?;
    let was: HashMap<&str, &str> =
        was.parts.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    let mut out = format!("{}:\n", section.key);
    for (key, text) in &section.parts {
        match chunks.get(key.as_str()) {
            Some(chunk) if was.get(key.as_str()) == Some(&text.as_str()) => push_lines(&mut out, chunk),
            _ => out.push_str(text),
        }
    }
    Some(out)
}

/// The lines of each entry of a block mapping whose keys begin in a column.
fn chunks<'t, 'n>(
    node: &'n Node<'_>,
    lines: &[&'t str],
    column: u32,
) -> Option<HashMap<&'n str, Vec<&'t str>>> {
    let entries = node.entries().filter(|_| !node.flow)?;
    let mut all = HashMap::new();
    for (n, (key, _)) in entries.iter().enumerate() {
        // The last entry ends where the next line is not indented deeper than its key.
        let start = key.line as usize - 1;
        let end = entries.get(n + 1).map_or(lines.len(), |(next, _)| next.line as usize - 1);
        if key.col != column || start >= end || start >= lines.len() {
            return None;
        }
        let mut chunk = lines[start..end].to_vec();
        if n + 1 == entries.len() {
            chunk.truncate(1 + chunk[1..].iter().take_while(|line| belongs(line, column)).count());
        }
        all.insert(key.text().unwrap_or_default(), chunk);
    }
    Some(all)
}

/// Whether a line can be part of the last entry of a mapping at a column.
fn belongs(line: &str, column: u32) -> bool {
    let depth = line.len() - line.trim_start_matches(' ').len();
    line.trim().is_empty()
        || depth >= column as usize
        || (depth + 1 == column as usize && line[depth..].starts_with("- "))
}

fn push_lines(out: &mut String, lines: &[&str]) {
    out.extend(lines.iter().copied());
    if !out.ends_with('\n') {
        out.push('\n');
    }
}
