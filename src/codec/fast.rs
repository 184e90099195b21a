//! A short cut for files in our own canonical form, which most of a long history is. It reads the same tree as the
//! parser or nothing at all: at the first line that it isn't sure of it gives up.

use super::node::{Data, Node, Style};
use std::borrow::Cow;

/// The tree of a canonical ticket or comment; `None` where the parser has to look.
pub(super) fn parse(text: &str) -> Option<Node<'_>> {
    let mut lines = Lines { rest: text, line: 0 };
    let mut entries = Vec::with_capacity(16);
    while !lines.rest.is_empty() {
        let entry = entry(&mut lines, 0)?;
        // Twice the same key is the parser's to report.
        if entries.iter().any(|(key, _): &(Node<'_>, Node<'_>)| key.text() == entry.0.text()) {
            return None;
        }
        entries.push(entry);
    }
    (!entries.is_empty()).then(|| map(entries, 1, 1, false))
}

/// The lines that are still to be read.
struct Lines<'a> {
    rest: &'a str,
    /// Number of the line last taken, from 1.
    line: u32,
}

impl<'a> Lines<'a> {
    /// The next line without its end; a file that doesn't end with one is not ours.
    fn peek(&self) -> Option<&'a str> {
        self.rest.split_once('\n').map(|(line, _)| line)
    }

    fn take(&mut self) -> Option<&'a str> {
        let (line, rest) = self.rest.split_once('\n')?;
        (self.rest, self.line) = (rest, self.line + 1);
        Some(line)
    }
}

fn map<'a>(entries: Vec<(Node<'a>, Node<'a>)>, line: u32, col: u32, flow: bool) -> Node<'a> {
    Node { data: Data::Map(entries), line, col, flow }
}

/// One key at an indent with its value.
fn entry<'a>(lines: &mut Lines<'a>, indent: usize) -> Option<(Node<'a>, Node<'a>)> {
    let whole = lines.take()?;
    let line = lines.line;
    let text = deeper(whole, indent)?;
    let end = text.find(':')?;
    let name = &text[..end];
    if name.is_empty()
        || name.len() > 60
        || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        || name == "null"
    {
        return None;
    }
    let key = Node::scalar(name, Style::Plain, line, indent as u32 + 1);
    let col = (indent + end + 3) as u32;
    let value = match &text[end + 1..] {
        "" => inner(lines, indent)?,
        " |" => literal(lines, indent + 2)?,
        rest => {
            let mut cursor = Cursor { rest: rest.strip_prefix(' ')?, line, col };
            let value = match cursor.rest.as_bytes().first()? {
                b'{' | b'[' => flow(&mut cursor, 0)?,
                b'"' => quoted(&mut cursor)?,
                _ => plain_line(&mut cursor)?,
            };
            cursor.rest.is_empty().then_some(value)?
        }
    };
    Some((key, value))
}

/// What stands below a key: a list, or the entries of `fields`.
fn inner<'a>(lines: &mut Lines<'a>, indent: usize) -> Option<Node<'a>> {
    let (first, col) = (lines.line + 1, indent as u32 + 3);
    let item = |line: &'a str| deeper(line, indent + 2)?.strip_prefix("- ").filter(|text| !text.is_empty());
    if lines.peek().and_then(item).is_some() {
        let mut items = Vec::new();
        while let Some(text) = lines.peek().and_then(item) {
            lines.take();
            let mut cursor = Cursor { rest: text, line: lines.line, col: col + 2 };
            let item = match cursor.rest.as_bytes()[0] {
                b'{' => flow(&mut cursor, 0)?,
                b'"' => quoted(&mut cursor)?,
                _ => plain_line(&mut cursor)?,
            };
            cursor.rest.is_empty().then_some(())?;
            items.push(item);
        }
        ends(lines, indent)?;
        return Some(Node { data: Data::Seq(items), line: first, col, flow: false });
    }
    if indent > 0 {
        return None;
    }
    let mut entries: Vec<(Node<'a>, Node<'a>)> = Vec::new();
    while lines.peek().is_some_and(|line| line.starts_with("  ")) {
        let entry = entry(lines, 2)?;
        if entries.iter().any(|(key, _)| key.text() == entry.0.text()) {
            return None;
        }
        entries.push(entry);
    }
    (!entries.is_empty()).then(|| map(entries, first, 3, false))
}

/// Whether what follows can't belong to what was just read.
fn ends(lines: &Lines<'_>, indent: usize) -> Option<()> {
    match lines.peek() {
        None => lines.rest.is_empty().then_some(()),
        Some(line) => {
            let depth = line.len() - line.trim_start_matches(' ').len();
            (depth <= indent && depth < line.len()).then_some(())
        }
    }
}

/// The lines of a block that is indented as we do it. Its place is that of its first character.
fn literal<'a>(lines: &mut Lines<'a>, indent: usize) -> Option<Node<'a>> {
    let line = lines.line + 1;
    let mut out = String::new();
    let mut first = true;
    loop {
        let Some(text) = lines.peek() else {
            if !lines.rest.is_empty() {
                return None;
            }
            break;
        };
        if text.is_empty() {
            // Blank lines at the end of a block are the parser's to weigh.
            if first {
                return None;
            }
            out.push('\n');
        } else if let Some(body) = deeper(text, indent).filter(|body| !body.is_empty()) {
            if first && body.starts_with([' ', '\t'])
                || body.trim_matches([' ', '\t']).is_empty()
                || has_odd(body)
            {
                return None;
            }
            out.push_str(body);
            out.push('\n');
        } else if first || text.starts_with(['\t', '#', ' ']) && !is_shallower(text, indent) {
            return None;
        } else {
            break;
        }
        first = false;
        lines.take();
    }
    (!out.is_empty() && !out.ends_with("\n\n"))
        .then(|| Node::scalar(out, Style::Block, line, indent as u32 + 1))
}

/// Whether a line is indented less than a block, and no comment.
fn is_shallower(text: &str, indent: usize) -> bool {
    let depth = text.len() - text.trim_start_matches(' ').len();
    depth < indent && !text[depth..].starts_with(['#', '\t'])
}

/// A line without an indent that it must have.
fn deeper(line: &str, indent: usize) -> Option<&str> {
    let blanks = line.as_bytes().get(..indent)?;
    blanks.iter().all(|b| *b == b' ').then(|| &line[indent..])
}

/// A place within a line.
struct Cursor<'a> {
    rest: &'a str,
    line: u32,
    col: u32,
}

impl<'a> Cursor<'a> {
    fn skip(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.col += taken.chars().count() as u32;
        self.rest = rest;
        taken
    }

    fn scalar(&self, text: impl Into<Cow<'a, str>>, style: Style) -> Node<'a> {
        Node::scalar(text, style, self.line, self.col)
    }
}

/// A plain scalar to the end of its line.
fn plain_line<'a>(cursor: &mut Cursor<'a>) -> Option<Node<'a>> {
    let text = cursor.rest;
    let first = text.chars().next()?;
    let odd = !(first.is_alphanumeric() || first == '/' || first == '_')
        || text.ends_with([' ', '\t', ':'])
        || text.contains(": ")
        || text.contains(" #")
        || text.contains('\t')
        || has_odd(text);
    (!odd).then(|| {
        let node = cursor.scalar(text, Style::Plain);
        cursor.skip(text.len());
        node
    })
}

/// A text in double quotes without escapes.
fn quoted<'a>(cursor: &mut Cursor<'a>) -> Option<Node<'a>> {
    let end = cursor.rest[1..].find(['"', '\\'])? + 1;
    let text = &cursor.rest[1..end];
    if cursor.rest.as_bytes()[end] != b'"' || has_odd(text) || text.contains('\t') {
        return None;
    }
    let node = cursor.scalar(text, Style::Quoted);
    cursor.skip(end + 1);
    Some(node)
}

/// A list or mapping between brackets, as we write it.
fn flow<'a>(cursor: &mut Cursor<'a>, depth: usize) -> Option<Node<'a>> {
    let (line, col) = (cursor.line, cursor.col);
    let is_map = cursor.skip(1) == "{";
    if depth > 4 {
        return None;
    }
    let (mut items, mut entries): (Vec<Node<'a>>, Vec<(Node<'a>, Node<'a>)>) = (Vec::new(), Vec::new());
    loop {
        let item = flow_item(cursor, depth)?;
        if is_map {
            item.text().filter(|text| text.len() <= 60)?;
            cursor.rest.strip_prefix(": ")?;
            cursor.skip(2);
            if entries.iter().any(|(key, _)| key.text() == item.text()) {
                return None;
            }
            entries.push((item, flow_item(cursor, depth)?));
        } else {
            items.push(item);
        }
        if cursor.rest.starts_with(", ") {
            cursor.skip(2);
        } else {
            break;
        }
    }
    cursor.rest.starts_with(if is_map { '}' } else { ']' }).then_some(())?;
    cursor.skip(1);
    Some(if is_map {
        map(entries, line, col, true)
    } else {
        Node { data: Data::Seq(items), line, col, flow: true }
    })
}

fn flow_item<'a>(cursor: &mut Cursor<'a>, depth: usize) -> Option<Node<'a>> {
    match cursor.rest.as_bytes().first()? {
        b'{' | b'[' => flow(cursor, depth + 1),
        b'"' => quoted(cursor),
        _ => {
            let end = cursor.rest.find([',', '}', ']', ' ', '{', '['])?;
            let text = &cursor.rest[..end];
            let text = text.strip_suffix(':').unwrap_or(text);
            // One word of letters, digits and the signs of addresses, hashes and paths.
            let sure = text.starts_with(|c: char| c.is_ascii_alphanumeric())
                && text.ends_with(|c: char| c.is_ascii_alphanumeric())
                && text
                    .strip_prefix("https://")
                    .unwrap_or(text)
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"._-/@".contains(&b));
            sure.then(|| {
                let node = cursor.scalar(text, Style::Plain);
                cursor.skip(text.len());
                node
            })
        }
    }
}

/// Characters whose handling is the parser's: controls, line ends of other systems, byte order marks.
fn has_odd(text: &str) -> bool {
    text.bytes().any(|b| b < 0x20 && b != b'\t' || b == 0x7f)
        || !text.is_ascii()
            && text.contains(|c: char| {
                c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
            })
}
