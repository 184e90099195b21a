//! Scalars of a YAML file replaced where they stand: comments, layout and everything else stay as they were (3).

use super::config::MacroFile;
use super::edit::{EditError, flow_text};
use super::node::{Data, Node, Style};
use super::parse;

/// A scalar, and the way to it.
#[derive(Debug)]
pub struct Found<'a> {
    /// Keys of mappings from the root down; a list adds nothing. The last is the scalar's own key, or for a key of a mapping
    /// that of the mapping.
    pub way: &'a [&'a str],
    /// What it says.
    pub text: &'a str,
    /// Whether it is a key and not a value.
    pub is_key: bool,
}

/// The file with the scalars for which `new` gives a text replaced by it. Of a macro the front matter is looked at.
///
/// # Errors
/// A scalar that is written in a way that a program cannot replace: over several lines, or by an alias.
pub fn rewrite(
    path: &str,
    text: &str,
    new: &mut dyn FnMut(&Found<'_>) -> Option<String>,
) -> Result<String, EditError> {
    let (yaml, first) = if path.strip_suffix(".hbs").is_some() {
        (MacroFile::of(text).front, MacroFile::FRONT_LINE)
    } else {
        (text, 1)
    };
    let Some(root) = parse::parse(path, yaml, first).root else {
        return Err(EditError::Layout(path.to_owned()));
    };
    let mut edits: Vec<(u32, u32, String, String, Style)> = Vec::new();
    walk(&root, &mut Vec::new(), &mut |way, node, is_key| {
        let Data::Scalar(said, style) = &node.data else { return };
        if let Some(written) = new(&Found { way, text: said, is_key }).filter(|w| w != said) {
            edits.push((node.line, node.col, said.clone().into_owned(), written, *style));
        }
    });
    // From the end, so that what stands before keeps its place.
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.0, edit.1)));
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for (line, col, old, written, style) in edits {
        let wrong = || EditError::Layout(old.clone());
        let line = lines.get_mut(line as usize - 1).ok_or_else(wrong)?;
        let start = line.char_indices().nth(col as usize - 1).map_or(line.len(), |(at, _)| at);
        let rest = &line[start..];
        let (length, text) = match style {
            Style::Plain if rest.starts_with(&old) => {
                // A word stays plain; what has signs of its own is quoted.
                let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
                let plain = written.chars().all(word);
                (old.len(), if plain { written } else { flow_text(&written) })
            }
            Style::Quoted if rest.starts_with('\'') => {
                let inner = old.replace('\'', "''");
                let whole = format!("'{inner}'");
                (rest.starts_with(&whole).then_some(whole.len()).ok_or_else(wrong)?, flow_text(&written))
            }
            Style::Quoted => {
                let end = double_quoted(rest).ok_or_else(wrong)?;
                let quoted = flow_text(&written);
                (end, if quoted.starts_with('"') { quoted } else { format!("\"{quoted}\"") })
            }
            _ => return Err(wrong()),
        };
        line.replace_range(start..start + length, &text);
    }
    Ok(lines.join("\n"))
}

/// The length of the text in double quotes at the beginning of a line's rest.
fn double_quoted(rest: &str) -> Option<usize> {
    let mut escaped = false;
    let mut chars = rest.char_indices();
    if chars.next()?.1 != '"' {
        return None;
    }
    for (at, c) in chars {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn walk<'n>(node: &'n Node<'_>, way: &mut Vec<&'n str>, see: &mut dyn FnMut(&[&str], &Node<'_>, bool)) {
    match &node.data {
        Data::Scalar(..) => see(way, node, false),
        Data::Seq(items) => items.iter().for_each(|item| walk(item, way, see)),
        Data::Map(entries) => {
            for (key, value) in entries {
                see(way, key, true);
                way.push(key.text().unwrap_or_default());
                walk(value, way, see);
                way.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(text: &str) -> Result<String, EditError> {
        rewrite("x.yaml", text, &mut |found| (found.text == "novo").then(|| "aberto".to_owned()))
    }

    #[test]
    fn scalars_are_replaced_where_they_stand() {
        for (before, after) in [
            ("a: novo   # the first\nb: novos\n", "a: aberto   # the first\nb: novos\n"),
            (
                "novo:  {x: 'novo', y: [novo, \"novo\"]} # novo\n",
                "aberto:  {x: aberto, y: [aberto, \"aberto\"]} # novo\n",
            ),
            ("- é: novo\n", "- é: aberto\n"),
            ("a: |\n  novo\n", "a: |\n  novo\n"),
        ] {
            assert_eq!(renamed(before).unwrap(), after);
        }
    }

    #[test]
    fn what_needs_quotes_gets_them_and_what_cannot_be_replaced_is_refused() {
        let mut quote = |found: &Found<'_>| (found.text == "s:a").then(|| "s:a,b".to_owned());
        assert_eq!(
            rewrite("x.yaml", "l: [s:a]\nm: s:a\n", &mut quote).unwrap(),
            "l: [\"s:a,b\"]\nm: \"s:a,b\"\n"
        );
        let mut all = |found: &Found<'_>| (found.text == "a b").then(|| "c".to_owned());
        assert!(rewrite("x.yaml", "k: a\n  b\n", &mut all).is_err(), "over several lines");
        let mut aliased = |found: &Found<'_>| (found.way == ["b"]).then(|| "c".to_owned());
        assert!(rewrite("x.yaml", "a: &x d\nb: *x\n", &mut aliased).is_err());
    }

    #[test]
    fn of_a_macro_only_the_front_matter_is_looked_at() {
        let text = "---\nset: {status: novo}\n---\nnovo: x\n";
        let mut new = |found: &Found<'_>| (found.way == ["set", "status"]).then(|| "aberto".to_owned());
        assert_eq!(rewrite("m.hbs", text, &mut new).unwrap(), "---\nset: {status: aberto}\n---\nnovo: x\n");
    }
}
