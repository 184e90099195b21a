//! Edits of a configuration file that keep its comments and its layout (3).

use serde::Serialize;

/// Why a file cannot be edited by a program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The key is not there, or not on a line of its own.
    #[error("it has no key '{0}' at the beginning of a line; add it by hand")]
    NoKey(String),
    /// The list is written in one line.
    #[error("its '{0}' is a list on one line; write one item per line")]
    OneLine(String),
    /// The item cannot be written.
    #[error("the item cannot be written: {0}")]
    Item(String),
}

/// Appends an item to a list that is a key of the file itself, as one line in the way the file's lists are indented.
pub fn append_to_list(text: &str, key: &str, item: &impl Serialize) -> Result<String, EditError> {
    let written = serde_yaml::to_string(&serde_yaml::FlowMap(item))
        .map_err(|error| EditError::Item(error.to_string()))?;
    let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<&str> = text.lines().collect();
    let head = format!("{key}:");
    let at = lines
        .iter()
        .position(|line| line.starts_with(&head))
        .ok_or_else(|| EditError::NoKey(key.to_owned()))?;
    let value = lines[at][head.len()..].split(" #").next().unwrap_or_default().trim();
    if !matches!(value, "" | "[]") {
        return Err(EditError::OneLine(key.to_owned()));
    }
    // The list goes on until a line that begins a new key.
    let belongs = |line: &&str| line.is_empty() || line.starts_with([' ', '#']) || line.starts_with("- ");
    let end = at + 1 + lines[at + 1..].iter().take_while(|line| belongs(line)).count();
    let last = (at + 1..end)
        .rev()
        .find(|i| lines[*i].trim_start().starts_with("- ") || lines[*i].starts_with("   "));
    let indent = (at + 1..end)
        .find(|i| lines[*i].trim_start().starts_with("- "))
        .map_or("  ", |i| &lines[i][..lines[i].len() - lines[i].trim_start().len()]);
    let mut out: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    if value == "[]" {
        out[at] = out[at].replacen(" []", "", 1);
    }
    out.insert(last.map_or(at + 1, |last| last + 1), format!("{indent}- {written}"));
    Ok(out.join("\n") + "\n")
}
