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
