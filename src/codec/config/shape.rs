//! A tree → a configuration value; what does not fit is reported and left out.

use crate::codec::de::{Context, De, DeError};
use crate::codec::node::{Data, Node};
use crate::model::Finding;
use serde::Deserialize;
use std::cell::RefCell;

/// How many problems of one file are looked for.
const MAX_PROBLEMS: usize = 50;

/// Decodes a node. The smallest list item or key that does not fit is a finding and is left out; `None` where
/// nothing useful is left.
pub(super) fn decode<T: for<'de> Deserialize<'de>>(
    path: &str,
    mut root: Node<'_>,
    findings: &mut Vec<Finding>,
) -> Option<T> {
    let context = Context { path, findings: RefCell::new(Vec::new()) };
    super::unseen::report(&context, &root);
    let mut cut: Vec<(u32, u32)> = Vec::new();
    let mut value = None;
    for _ in 0..MAX_PROBLEMS {
        let error = match T::deserialize(De::new(&root, &context)) {
            Ok(found) => {
                value = Some(found);
                break;
            }
            Err(error) => error,
        };
        let at = error.at.unwrap_or((root.line, root.col));
        // A key that was left out for what it held is not missing as well.
        if !(error.rule == "missing_key" && cut.contains(&at)) {
            findings.push(finding(path, &error, at));
        }
        match prune(&mut root, at) {
            Some(parent) => cut.push(parent),
            None => break,
        }
    }
    findings.extend(context.findings.into_inner());
    value
}

fn finding(path: &str, error: &DeError, at: (u32, u32)) -> Finding {
    Finding::error(error.rule, error.message.clone()).in_file(path).at(at.0, at.1)
}

/// Takes the innermost item or key at a place out of the tree; gives the place of what held it.
fn prune(node: &mut Node<'_>, at: (u32, u32)) -> Option<(u32, u32)> {
    let here = (node.line, node.col);
    match &mut node.data {
        Data::Scalar(..) => None,
        Data::Seq(items) => {
            // The last that begins at or before the place holds it.
            let n = items.iter().rposition(|item| (item.line, item.col) <= at)?;
            if let Some(parent) = prune_unless_itself(&mut items[n], at) {
                return Some(parent);
            }
            items.remove(n);
            Some(here)
        }
        Data::Map(entries) => {
            let n = entries.iter().rposition(|(key, _)| (key.line, key.col) <= at)?;
            let (key, value) = &mut entries[n];
            let of_key = (key.line, key.col) == at;
            if !of_key && let Some(parent) = prune_unless_itself(value, at) {
                return Some(parent);
            }
            entries.remove(n);
            Some(here)
        }
    }
}

/// Looks further inside, unless the place is the collection's own.
fn prune_unless_itself(node: &mut Node<'_>, at: (u32, u32)) -> Option<(u32, u32)> {
    if (node.line, node.col) == at { None } else { prune(node, at) }
}
