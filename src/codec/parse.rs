//! Text → tree, within limits.

use super::node::{Data, Node, Style};
use crate::model::{Finding, Severity};
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::collections::{HashMap, HashSet};

/// How deep collections may lie in one another.
const MAX_DEPTH: usize = 64;
/// How many nodes a document may have, aliases expanded.
const MAX_NODES: usize = 500_000;

/// A document and what is wrong with it.
pub(super) struct Parsed<'a> {
    /// The document; `None` where it can't be read.
    pub root: Option<Node<'a>>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// YAML comments, anchors, aliases and tags: what the tree can't hold, with lines.
    pub lossy: Vec<(u32, String)>,
    /// Whether a key is there twice with different values.
    pub ambiguous: bool,
}

impl<'a> Parsed<'a> {
    /// A document without anything wrong.
    pub fn clean(root: Node<'a>) -> Self {
        Self { root: Some(root), findings: Vec::new(), lossy: Vec::new(), ambiguous: false }
    }
}

/// Parses one document. `first_line` is the line of the file at which the text begins.
pub(super) fn parse<'a>(path: &str, text: &'a str, first_line: u32) -> Parsed<'a> {
    let mut builder = Builder {
        path,
        shift: first_line - 1,
        stack: Vec::new(),
        anchors: HashMap::new(),
        nodes: 0,
        documents: 0,
        comments: Comments::of(text),
        done: Parsed { root: None, findings: Vec::new(), lossy: Vec::new(), ambiguous: false },
    };
    if builder.run(text).is_err() {
        builder.done.root = None;
    }
    let Builder { comments, mut done, shift, .. } = builder;
    if done.root.is_some() {
        done.lossy
            .extend(comments.outside(text).into_iter().map(|line| (line + shift, "comment".to_owned())));
        done.lossy.sort();
        done.lossy.dedup();
    }
    done
}

/// A collection that is being read.
struct Frame<'a> {
    node: Node<'a>,
    key: Option<Node<'a>>,
    anchor: usize,
}

struct Builder<'a, 'p> {
    path: &'p str,
    shift: u32,
    stack: Vec<Frame<'a>>,
    anchors: HashMap<usize, Node<'a>>,
    nodes: usize,
    documents: usize,
    comments: Comments,
    done: Parsed<'a>,
}

/// The document can't be used; the finding has been made.
struct Unusable;

impl<'a> Builder<'a, '_> {
    fn refuse(&mut self, rule: &str, line: u32, col: u32, message: String) -> Unusable {
        self.done.findings.push(Finding::error(rule, message).in_file(self.path).at(line, col));
        Unusable
    }

    fn run(&mut self, text: &'a str) -> Result<(), Unusable> {
        for event in Parser::new_from_str(text) {
            match event {
                Ok((event, span)) => self.event(event, span)?,
                Err(error) => {
                    let line = error.marker().line() as u32 + self.shift;
                    let col = error.marker().col() as u32 + 1;
                    let message = format!(
                        "not readable as YAML: {}; quote a text that holds `: ` or ` #` or begins with a sign",
                        error.info()
                    );
                    return Err(self.refuse("yaml_syntax", line, col, message));
                }
            }
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'a>, span: Span) -> Result<(), Unusable> {
        let line = span.start.line() as u32 + self.shift;
        let col = span.start.col() as u32 + 1;
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a second YAML document begins here: one file holds one document";
                    return Err(self.refuse("several_documents", line, col, message.to_owned()));
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.marks(line, anchor, tag.is_some());
                self.comments.scalar(span, style);
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                };
                self.count(1, line, col)?;
                self.add(Node::scalar(text, style, line, col), anchor)?;
            }
            Event::SequenceStart(anchor, tag) => {
                self.marks(line, anchor, tag.is_some());
                self.open(Data::Seq(Vec::new()), span, anchor)?;
            }
            Event::MappingStart(anchor, tag) => {
                self.marks(line, anchor, tag.is_some());
                self.open(Data::Map(Vec::new()), span, anchor)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(mut frame) = self.stack.pop() {
                    self.unique_keys(&mut frame.node);
                    self.add(frame.node, frame.anchor)?;
                }
            }
            Event::Alias(anchor) => {
                self.done.lossy.push((line, "alias".to_owned()));
                let Some(mut node) = self.anchors.get(&anchor).cloned() else {
                    let message = "an alias to what holds it: write the value out".to_owned();
                    return Err(self.refuse("bad_alias", line, col, message));
                };
                self.count(node.count(), line, col)?;
                (node.line, node.col) = (line, col);
                self.add(node, 0)?;
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn marks(&mut self, line: u32, anchor: usize, tag: bool) {
        if anchor != 0 {
            self.done.lossy.push((line, "anchor".to_owned()));
        }
        if tag {
            self.done.lossy.push((line, "tag".to_owned()));
        }
    }

    fn count(&mut self, more: usize, line: u32, col: u32) -> Result<(), Unusable> {
        self.nodes += more;
        if self.nodes <= MAX_NODES {
            return Ok(());
        }
        let message = format!("more than {MAX_NODES} values, aliases expanded: split the file");
        Err(self.refuse("too_many_values", line, col, message))
    }

    fn open(&mut self, data: Data<'a>, span: Span, anchor: usize) -> Result<(), Unusable> {
        let line = span.start.line() as u32 + self.shift;
        let col = span.start.col() as u32 + 1;
        self.count(1, line, col)?;
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("lists and mappings more than {MAX_DEPTH} deep: flatten them");
            return Err(self.refuse("too_deep", line, col, message));
        }
        let node = Node { data, line, col, flow: !span.is_empty() };
        self.stack.push(Frame { node, key: None, anchor });
        Ok(())
    }

    /// Puts a finished node where it belongs.
    fn add(&mut self, node: Node<'a>, anchor: usize) -> Result<(), Unusable> {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(frame) = self.stack.last_mut() else {
            self.done.root = Some(node);
            return Ok(());
        };
        match &mut frame.node.data {
            Data::Seq(items) => items.push(node),
            Data::Map(entries) => match frame.key.take() {
                Some(key) => entries.push((key, node)),
                None if node.text().is_some() => frame.key = Some(node),
                None => {
                    let message = format!(
                        "{} as a key: keys are texts; quote one that begins with a bracket",
                        node.what()
                    );
                    return Err(self.refuse("bad_key", node.line, node.col, message));
                }
            },
            // A frame is only made for a list or a mapping.
            Data::Scalar(..) => {}
        }
        Ok(())
    }

    /// Keeps the first of equal keys and reports the others.
    fn unique_keys(&mut self, node: &mut Node<'a>) {
        let Data::Map(entries) = &mut node.data else { return };
        let again = if entries.len() <= 24 {
            (1..entries.len()).any(|n| entries[..n].iter().any(|(key, _)| key.text() == entries[n].0.text()))
        } else {
            let mut seen = HashSet::new();
            !entries.iter().all(|(key, _)| seen.insert(key.text()))
        };
        if !again {
            return;
        }
        let mut kept: Vec<(Node<'a>, Node<'a>)> = Vec::with_capacity(entries.len());
        let mut places: HashMap<String, usize> = HashMap::new();
        for (key, value) in entries.drain(..) {
            let text = key.text().unwrap_or_default().to_owned();
            let Some(&first) = places.get(&text) else {
                places.insert(text, kept.len());
                kept.push((key, value));
                continue;
            };
            self.done.ambiguous |= !kept[first].1.says_the_same(&value);
            let message =
                format!("key `{text}` is there twice, first at line {}: remove one", kept[first].0.line);
            self.done
                .findings
                .push(Finding::error("duplicate_key", message).in_file(self.path).at(key.line, key.col));
        }
        *entries = kept;
    }
}

/// Finds the comments of a text: every `#` after a blank that is in no scalar. The parser skips them silently.
struct Comments {
    /// Offsets in characters, and lines, of the candidates.
    candidates: Vec<(usize, u32)>,
    /// Extents of scalars in characters.
    scalars: Vec<(usize, usize, ScalarStyle)>,
}

impl Comments {
    fn of(text: &str) -> Self {
        let mut found = Self { candidates: Vec::new(), scalars: Vec::new() };
        let bytes = text.as_bytes();
        let starts =
            |at: usize| bytes[at] == b'#' && (at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n'));
        if !bytes.contains(&b'#') || !(0..bytes.len()).any(starts) {
            return found;
        }
        let (mut line, mut before) = (1, '\n');
        for (at, c) in text.chars().enumerate() {
            if c == '#' && matches!(before, ' ' | '\t' | '\n') {
                found.candidates.push((at, line));
            }
            line += u32::from(c == '\n');
            before = c;
        }
        found
    }

    fn scalar(&mut self, span: Span, style: ScalarStyle) {
        if !self.candidates.is_empty() {
            self.scalars.push((span.start.index(), span.end.index(), style));
        }
    }

    /// Lines with a comment.
    fn outside(self, text: &str) -> Vec<u32> {
        if self.candidates.is_empty() {
            return Vec::new();
        }
        let chars: Vec<char> = text.chars().collect();
        let ends = |start: usize, end: usize, style: ScalarStyle| match style {
            // The parser's extent of a quoted scalar goes on to what follows it.
            ScalarStyle::SingleQuoted => {
                closing(chars.get(start..end).unwrap_or_default(), '\'').map_or(end, |n| start + n)
            }
            ScalarStyle::DoubleQuoted => {
                closing(chars.get(start..end).unwrap_or_default(), '"').map_or(end, |n| start + n)
            }
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => end,
        };
        let mut lines = Vec::new();
        let mut scalars =
            self.scalars.iter().map(|&(start, end, style)| (start, ends(start, end, style))).peekable();
        // Once in a comment, the rest of the line is one.
        for (at, line) in self.candidates {
            while scalars.next_if(|&(_, end)| end <= at).is_some() {}
            let inside = scalars.peek().is_some_and(|&(start, end)| start <= at && at < end);
            if !inside && lines.last() != Some(&line) {
                lines.push(line);
            }
        }
        lines
    }
}

/// Length of a quoted scalar, with its quotes and what stands before them (anchor, tag).
fn closing(chars: &[char], quote: char) -> Option<usize> {
    let open = chars.iter().position(|c| *c == quote)?;
    let mut at = open + 1;
    while at < chars.len() {
        match chars[at] {
            '\\' if quote == '"' => at += 1,
            c if c == quote && quote == '\'' && chars.get(at + 1) == Some(&'\'') => at += 1,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The findings for what a rewrite would drop (3).
pub(super) fn lossy_findings(path: &str, lossy: &[(u32, String)]) -> Vec<Finding> {
    lossy
        .iter()
        .map(|(line, what)| {
            let message = format!(
                "a YAML {what}, which a command that rewrites this file would drop: \
                 say it in a comment of the ticket or write the value out"
            );
            Finding::error("yaml_lossy", message).in_file(path).at(*line, 1).with_severity(Severity::Warning)
        })
        .collect()
}

/// `comment at line 3`, for the refusal of a command.
pub(super) fn lossy_words(lossy: &[(u32, String)]) -> Vec<String> {
    lossy.iter().map(|(line, what)| format!("{what} at line {line}")).collect()
}
