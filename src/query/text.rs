//! Searching text: words without case or accents.

use crate::model::{Snapshot, Value, plain};

fn parts(snapshot: &Snapshot) -> Vec<&str> {
    let ticket = &snapshot.ticket;
    let mut parts: Vec<&str> = vec![&ticket.title];
    parts.extend(ticket.description.as_deref());
    parts.extend(ticket.tags.iter().map(String::as_str));
    parts.extend(ticket.fields.values().flat_map(Value::texts));
    parts.extend(snapshot.comments.values().map(|comment| comment.body.as_str()));
    parts
}

/// All that bare words search: title, description, comments, fields and tags, one a line, as plain words (no
/// case, no accents). A full-text index over this text finds all that the predicate finds.
pub fn searchable(snapshot: &Snapshot) -> String {
    parts(snapshot).into_iter().map(plain).collect::<Vec<_>>().join("\n")
}

/// The words of each part; a phrase does not go from one part into the next.
pub(super) fn searched(snapshot: &Snapshot) -> Vec<Vec<String>> {
    parts(snapshot).into_iter().map(words).collect()
}

/// The words of a text: runs of letters and digits, plain. Private-use characters count as letters, as
/// SQLite's tokenizer has it.
pub(super) fn words(text: &str) -> Vec<String> {
    plain(text).split(|c| !is_word(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Whether `text` has these words in this order; of the last one, with `prefix`, only the beginning.
pub(super) fn has(text: &[String], wanted: &[String], prefix: bool) -> bool {
    let Some((last, init)) = wanted.split_last() else { return true };
    text.windows(wanted.len()).any(|window| {
        window[..init.len()] == *init
            && window.last().is_some_and(|word| if prefix { word.starts_with(last) } else { word == last })
    })
}
