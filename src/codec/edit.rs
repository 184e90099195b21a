//! Edits of a configuration file that keep its comments and its layout (3).

use crate::model::Value;

/// Why a file cannot be edited by a program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The value of the key is no list that a program can add to.
    #[error("its '{0}' is written in a way that a program cannot add to; write one item per line")]
    Layout(String),
}

/// Appends an item to a list that is a key of the file itself, as one line in the way the file's lists are indented; makes the
/// list at the end of the file where it is not there. Empty values of the item are left out. Whoever calls it looks whether
/// the result says what was meant: a file can be written in ways that this does not foresee.
pub fn append_to_list(text: &str, key: &str, item: &[(&str, Value)]) -> Result<String, EditError> {
    let item = flow_map(item);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let head = format!("{key}:");
    let Some(at) = lines.iter().position(|line| {
        line.strip_prefix(&head).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }) else {
        lines.extend([head, format!("  - {item}")]);
        return Ok(joined(&lines));
    };
    let rest = &lines[at][head.len()..];
    let value = rest.split(" #").next().unwrap_or_default().trim_end();
    match value.trim_start() {
        "" => {
            let (last, indent) = end_of_list(&lines, at);
            lines.insert(last + 1, format!("{indent}- {item}"));
        }
        "[]" => {
            lines[at] = lines[at].replacen(" []", "", 1);
            lines.insert(at + 1, format!("  - {item}"));
        }
        list if list.starts_with('[') => {
            // A list on one line; a text in it may hold ` #`, so the line itself says where it ends.
            let close = lines[at].rfind(']').filter(|end| {
                lines[at][end + 1..].trim_start().starts_with('#') || lines[at][end + 1..].trim().is_empty()
            });
            let Some(close) = close else { return Err(EditError::Layout(key.to_owned())) };
            let before = lines[at][..close].trim_end().trim_end_matches(',').to_owned();
            lines[at] = format!("{before}, {item}{}", &lines[at][close..]);
        }
        _ => return Err(EditError::Layout(key.to_owned())),
    }
    Ok(joined(&lines))
}

/// Gives keys of a mapping new values: of the file's own where `of` is absent, else of the item of a list that has the id
/// (`("contacts", "daiane@acme")`). An empty value takes the key away; what is not named stays as it is written, with its
/// comments. Whoever calls it looks whether the result says what was meant.
pub fn set_keys(
    text: &str,
    of: Option<(&str, &str)>,
    entries: &[(&str, Value)],
) -> Result<String, EditError> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let Some((list, id)) = of else {
        let end = lines.len();
        set_in_block(&mut lines, 0..end, 0, entries);
        return Ok(joined(&lines));
    };
    let layout = || EditError::Layout(list.to_owned());
    let head = format!("{list}:");
    let at = lines.iter().position(|line| line.trim_end() == head || line.starts_with(&format!("{head} #")));
    let at = at.ok_or_else(layout)?;
    let (last, indent) = end_of_list(&lines, at);
    let dash = format!("{indent}-");
    let starts: Vec<usize> = (at + 1..=last).filter(|n| lines[*n].starts_with(&dash)).collect();
    for (n, start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).map_or(last + 1, |next| *next);
        let rest = lines[*start][dash.len()..].to_owned();
        let inner = rest.trim_start();
        if inner.starts_with('{') {
            let close = rest.rfind('}').filter(|_| end == start + 1 || is_aside(&lines[start + 1..end]));
            let Some(close) = close else { continue };
            let open = rest.len() - inner.len();
            let mut parts = flow_entries(&rest[open + 1..close]);
            if parts.iter().any(|(key, value)| key == "id" && unquoted(value) == id) {
                set_in_flow(&mut parts, entries);
                let written: Vec<String> =
                    parts.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                lines[*start] =
                    format!("{dash}{}{{{}}}{}", &rest[..open], written.join(", "), &rest[close + 1..]);
                return Ok(joined(&lines));
            }
            continue;
        }
        // A block: its first key stands behind the dash, the others below it.
        let column = dash.len() + rest.len() - inner.len();
        let first = lines[*start].clone();
        lines[*start] = format!("{}{inner}", " ".repeat(column));
        let block = key_line(&lines, *start..end, column, "id").map(|n| value_of(&lines[n], column));
        if block.is_some_and(|value| unquoted(&value) == id) {
            set_in_block(&mut lines, *start..end, column, entries);
            let body = lines[*start][column..].to_owned();
            lines[*start] = format!("{}{body}", &first[..column]);
            return Ok(joined(&lines));
        }
        lines[*start] = first;
    }
    Err(layout())
}

/// Whether the lines are empty or comments.
fn is_aside(lines: &[String]) -> bool {
    lines.iter().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

/// The line of a key of the block whose keys stand at `column`.
fn key_line(lines: &[String], range: std::ops::Range<usize>, column: usize, key: &str) -> Option<usize> {
    let indent = " ".repeat(column);
    range.into_iter().find(|n| {
        let rest = lines[*n].strip_prefix(&indent).and_then(|line| line.strip_prefix(key));
        rest.and_then(|rest| rest.strip_prefix(':')).is_some_and(|r| r.is_empty() || r.starts_with(' '))
    })
}

/// The value on a key's own line, without a comment behind it.
fn value_of(line: &str, column: usize) -> String {
    let value = line[column..].split_once(':').map_or("", |(_, value)| value).trim();
    let quoted = value.starts_with(['"', '\'']);
    if quoted { value.to_owned() } else { value.split(" #").next().unwrap_or_default().trim().to_owned() }
}

fn set_in_block(
    lines: &mut Vec<String>,
    range: std::ops::Range<usize>,
    column: usize,
    entries: &[(&str, Value)],
) {
    let (start, mut end) = (range.start, range.end);
    let indent = " ".repeat(column);
    for (key, value) in entries {
        let written = format!("{indent}{}: {}", flow_text(key), flow(value));
        let Some(at) = key_line(lines, start..end, column, key) else {
            if !value.is_empty() {
                // Behind the last line that says something: what follows is about what comes next.
                let last = (start..end).rev().find(|n| !is_aside(&lines[*n..=*n])).map_or(start, |n| n + 1);
                lines.insert(last, written);
                end += 1;
            }
            continue;
        };
        // What is indented deeper, or an item of a list at the same place, belongs to the old value.
        let deeper = |line: &String| {
            line.strip_prefix(&indent)
                .is_some_and(|rest| rest.starts_with([' ', '-']) && !rest.trim().is_empty())
        };
        let more = lines[at + 1..end].iter().take_while(|line| deeper(line)).count();
        let aside = (more == 0).then(|| comment_of(&lines[at][column..])).flatten().unwrap_or_default();
        lines.drain(at + 1..at + 1 + more);
        end -= more;
        if value.is_empty() {
            lines.remove(at);
            end -= 1;
        } else {
            lines[at] = written + &aside;
        }
    }
}

/// The comment behind a value, with the blanks before it.
fn comment_of(line: &str) -> Option<String> {
    let (mut quote, mut escaped) = (None, false);
    for (at, c) in line.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some('"'), '\\') => escaped = true,
            (Some(q), c) if q == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') if line[..at].ends_with([' ', '\t']) => {
                let blanks = at - line[..at].trim_end().len();
                return Some(line[at - blanks..].to_owned());
            }
            _ => {}
        }
    }
    None
}

/// The entries of a mapping on one line, each as it is written.
fn flow_entries(inner: &str) -> Vec<(String, String)> {
    let (mut depth, mut quote, mut escaped, mut from) = (0_i32, None, false, 0);
    let mut parts: Vec<&str> = Vec::new();
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some('"'), '\\') => escaped = true,
            (Some(q), c) if q == c => quote = None,
            (None, '"' | '\'')
                if inner[from..at].trim_end().is_empty()
                    || inner[from..at].trim_end().ends_with([':', '[', '{', ',']) =>
            {
                quote = Some(c);
            }
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[from..]);
    let entry = |part: &&str| {
        let (key, value) = part.split_once(':')?;
        Some((key.trim().to_owned(), value.trim().to_owned()))
    };
    parts.iter().filter(|part| !part.trim().is_empty()).filter_map(entry).collect()
}

fn set_in_flow(parts: &mut Vec<(String, String)>, entries: &[(&str, Value)]) {
    for (key, value) in entries {
        let at = parts.iter().position(|(known, _)| unquoted(known) == *key);
        match (at, value.is_empty()) {
            (Some(at), true) => drop(parts.remove(at)),
            (Some(at), false) => parts[at].1 = flow(value),
            (None, true) => {}
            (None, false) => parts.push((flow_text(key), flow(value))),
        }
    }
}

/// A plain or simply quoted scalar's text.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote)) {
            return inner;
        }
    }
    text
}

fn joined(lines: &[String]) -> String {
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// The last line of a block list whose key is at `at`, and how its items are indented.
fn end_of_list(lines: &[String], at: usize) -> (usize, String) {
    let is_item = |line: &str| line == "-" || line.starts_with("- ");
    let goes_on =
        |line: &&String| line.trim().is_empty() || line.starts_with([' ', '\t', '#']) || is_item(line);
    let list = lines[at + 1..].iter().take_while(goes_on);
    // Comments and empty lines at the end are about what follows.
    let content =
        list.enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let content: Vec<(usize, &String)> = content.collect();
    let last = content.last().map_or(at, |(n, _)| at + 1 + n);
    let first = content.iter().find(|(_, line)| is_item(line.trim_start()));
    let indent = first.map_or("  ", |(_, line)| &line[..line.len() - line.trim_start().len()]);
    (last, indent.to_owned())
}

/// A mapping on one line, without its empty values.
pub fn flow_map(entries: &[(&str, Value)]) -> String {
    let filled = entries.iter().filter(|(_, value)| match value {
        Value::Text(text) => !text.is_empty(),
        Value::List(items) => !items.is_empty(),
        Value::Map(map) => !map.is_empty(),
    });
    let written: Vec<String> =
        filled.map(|(key, value)| format!("{}: {}", flow_text(key), flow(value))).collect();
    format!("{{{}}}", written.join(", "))
}

fn flow(value: &Value) -> String {
    match value {
        Value::Text(text) => flow_text(text),
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Map(map) => {
            let entries: Vec<(&str, Value)> = map.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
            flow_map(&entries)
        }
    }
}

/// A text within brackets: plain where nobody can read it as anything else, double-quoted otherwise.
pub fn flow_text(text: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '/' | '+' | ' ');
    let plain = text.starts_with(char::is_alphabetic)
        && text.chars().all(word)
        && !text.ends_with(' ')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"]
            .contains(&text.to_lowercase().as_str());
    if plain {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::config::load;
    use crate::model::config::ConfigFile;
    use proptest::prelude::*;

    fn item(name: &str) -> Vec<(&'static str, Value)> {
        vec![
            ("id", Value::Text("bia".to_owned())),
            ("name", Value::Text(name.to_owned())),
            ("roles", Value::List(vec![Value::Text("agent".to_owned())])),
            ("teams", Value::List(Vec::new())),
        ]
    }

    const BIA: &str = "{id: bia, name: Bia, roles: [agent]}";

    #[test]
    fn an_item_goes_to_the_end_of_its_list() {
        for (before, after) in [
            ("people: []\nteams: []\n", "people:\n  - BIA\nteams: []\n"),
            ("people: []   # nobody yet\n", "people:   # nobody yet\n  - BIA\n"),
            ("people:\nteams: []\n", "people:\n  - BIA\nteams: []\n"),
            (
                "people:   # all of us\n  - {id: ana}   # first\n\n# teams\nteams: []\n",
                "people:   # all of us\n  - {id: ana}   # first\n  - BIA\n\n# teams\nteams: []\n",
            ),
            (
                "people:\n    - {id: ana}\n    # - {id: old}\n\nteams: []\n",
                "people:\n    - {id: ana}\n    - BIA\n    # - {id: old}\n\nteams: []\n",
            ),
            ("people:\n- {id: ana}\nteams: []\n", "people:\n- {id: ana}\n- BIA\nteams: []\n"),
            (
                "people:\n- id: ana\n  name: Ana\nteams: []\n",
                "people:\n- id: ana\n  name: Ana\n- BIA\nteams: []\n",
            ),
            (
                "people:\n  - id: ana\n    roles:\n      - agent\n",
                "people:\n  - id: ana\n    roles:\n      - agent\n  - BIA\n",
            ),
            ("people: [{id: ana}]\n", "people: [{id: ana}, BIA]\n"),
            ("people: [{id: ana}, ]  # us\n", "people: [{id: ana}, BIA]  # us\n"),
            ("name: x\n", "name: x\npeople:\n  - BIA\n"),
            ("name: x", "name: x\npeople:\n  - BIA\n"),
            ("people_of_old: []\npeople: []\n", "people_of_old: []\npeople:\n  - BIA\n"),
        ] {
            let done = append_to_list(before, "people", &item("Bia"));
            assert_eq!(done, Ok(after.replace("BIA", BIA)), "{before}");
        }
    }

    #[test]
    fn keys_of_an_item_change_and_all_else_stays_as_it_is_written() {
        let text = |t: &str| Value::Text(t.to_owned());
        let roles = || Value::List(vec![text("a"), text("b")]);
        let changes =
            [("name", text("Bia")), ("email", text("")), ("roles", roles()), ("trained", text("true"))];
        for (before, after) in [
            (
                "# who\ncontacts:\n  - {id: x, name: X}\n  - {id: bia, name: \"B, or }\", email: b@x.example, note: a # b}   # ours\n",
                "# who\ncontacts:\n  - {id: x, name: X}\n  - {id: bia, name: Bia, note: a # b, roles: [a, b], trained: \"true\"}   # ours\n",
            ),
            (
                "contacts:\n  # first\n  - id: bia\n    name: B   # as she says\n    email:\n      - b@x.example\n      - c@x.example\n    note: kept # so\n\n  # next\n  - id: x\n    name: X\n",
                "contacts:\n  # first\n  - id: bia\n    name: Bia   # as she says\n    note: kept # so\n    roles: [a, b]\n    trained: \"true\"\n\n  # next\n  - id: x\n    name: X\n",
            ),
            (
                "contacts:\n- name: B\n  id: \"bia\"\n  roles: [z]\nname: Org\n",
                "contacts:\n- name: Bia\n  id: \"bia\"\n  roles: [a, b]\n  trained: \"true\"\nname: Org\n",
            ),
        ] {
            assert_eq!(
                set_keys(before, Some(("contacts", "bia")), &changes),
                Ok(after.to_owned()),
                "{before}"
            );
        }
        for text in ["contacts: []\n", "contacts:\n  - {id: x}\n", "contacts: [{id: bia}]\n"] {
            assert!(set_keys(text, Some(("contacts", "bia")), &changes).is_err(), "{text}");
        }
        let file = "organization: acme  # ours\nflags: [a]   # why\ncontacts:\n  - {id: x}\n";
        let changes = [("flags", Value::List(vec![text("cloud")])), ("region", text("sul"))];
        assert_eq!(
            set_keys(file, None, &changes).unwrap(),
            "organization: acme  # ours\nflags: [cloud]   # why\ncontacts:\n  - {id: x}\nregion: sul\n"
        );
    }

    #[test]
    fn what_cannot_be_added_to_is_refused() {
        for text in ["people: [\n  {id: ana}\n]\n", "people: *us\n", "people: {a: 1}\n"] {
            assert!(append_to_list(text, "people", &item("Bia")).is_err(), "{text}");
        }
    }

    #[test]
    fn texts_are_quoted_only_where_they_must_be() {
        for (text, written) in [
            ("Bia Lima", "Bia Lima"),
            ("bia@desk.example", "bia@desk.example"),
            ("João", "João"),
            ("no", "\"no\""),
            ("Null", "\"Null\""),
            ("12", "\"12\""),
            ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""),
            ("O'Neil", "\"O'Neil\""),
            ("a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\""),
            ("two\nlines", "\"two\\nlines\""),
            ("x ", "\"x \""),
            ("", "\"\""),
            ("{{me.email}}", "\"{{me.email}}\""),
        ] {
            assert_eq!(flow_text(text), written);
        }
    }

    proptest! {
        #[test]
        fn any_name_comes_back_as_it_was(name in "\\PC{1,30}") {
            let text = append_to_list("name: x\npeople: []\n", "people", &item(&name)).unwrap();
            let file = ConfigFile { path: ".tramite/desk.yaml".to_owned(), bytes: text.into_bytes() };
            let (config, _) = load(&[file]);
            prop_assert_eq!(&config.desk.people[0].name, &name);
        }
    }
}
