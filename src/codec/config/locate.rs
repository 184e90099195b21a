//! Where a key of a configuration file stands.

use super::{MAX_CONFIG_BYTES, MacroFile, has_ending};
use crate::codec::node::{Data, Node};
use crate::codec::{parse, text};
use crate::model::config::ConfigFile;

/// Line and column (from 1) of a key path such as `["flow", "transitions", "2", "to"]`: a key of a mapping, an
/// index from 0 or an `id` of a list. The nearest ancestor that exists where the path does not; `None` where the file is not
/// YAML. Keys of a macro are those of its front matter.
pub fn locate(file: &ConfigFile, key: &[&str]) -> Option<(u32, u32)> {
    let (text, _) = text::read(&file.path, &file.bytes, MAX_CONFIG_BYTES);
    let text = text?;
    let root = if has_ending(&file.path, "hbs") {
        parse::parse(&file.path, MacroFile::of(&text).front, MacroFile::FRONT_LINE).root
    } else {
        parse::parse(&file.path, &text, 1).root
    }?;
    let (mut node, mut place) = (&root, (root.line, root.col));
    for part in key {
        let Some((found, at)) = step(node, part) else { break };
        (node, place) = (found, at);
    }
    Some(place)
}

/// The line, from 1, at which the text of a macro begins: after its front matter.
pub fn text_line(file: &ConfigFile) -> u32 {
    let (text, _) = text::read(&file.path, &file.bytes, MAX_CONFIG_BYTES);
    let Some(text) = text else { return 1 };
    let before = text.len() - MacroFile::of(&text).body.len();
    1 + text.as_bytes()[..before].iter().filter(|b| **b == b'\n').count() as u32
}

/// The child that a part of a path names, and where it begins: at its key, where it has one.
fn step<'n, 'a>(node: &'n Node<'a>, part: &str) -> Option<(&'n Node<'a>, (u32, u32))> {
    match &node.data {
        Data::Map(entries) => {
            let (key, value) = entries.iter().find(|(key, _)| key.text() == Some(part))?;
            Some((value, (key.line, key.col)))
        }
        Data::Seq(items) => {
            let by_index = part.parse::<usize>().ok().and_then(|n| items.get(n));
            let named = |item: &&Node<'a>| item.get("id").unwrap_or(item).text() == Some(part);
            let item = by_index.or_else(|| items.iter().find(named))?;
            Some((item, (item.line, item.col)))
        }
        Data::Scalar(..) => None,
    }
}
