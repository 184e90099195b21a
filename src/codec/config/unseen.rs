//! Unknown keys where serde doesn't say which are known: in flattened mappings and in values of several shapes.

use crate::codec::de::Context;
use crate::codec::node::{Data, Node};

const PICK: &[&str] = &["pick", "by", "level", "else"];
const EFFECTS: &[&str] = &["to", "set", "route", "macro", "approve", "purge"];
const ENUM_VALUE: &[&str] = &["id", "label", "help"];

/// Where such mappings stand in a kind of file, `*` for any key or item, and what they may hold besides effects.
type Places = &'static [(&'static [&'static str], &'static [&'static str], bool)];

const TYPE: Places = &[
    (&["fields", "*", "values", "*"], ENUM_VALUE, false),
    (&["flow", "events", "*"], &["event", "when"], true),
    (&["flow", "events", "*", "set", "*"], PICK, false),
    (&["flow", "transitions", "*", "set", "*"], PICK, false),
    (&["routing", "*", "assign"], PICK, false),
];
const MACRO: Places = &[
    (&[], &["title", "kind", "channel", "when", "ask"], true),
    (&["set", "*"], PICK, false),
    (&["ask", "*", "values", "*"], ENUM_VALUE, false),
];
const AUTOMATIONS: Places = &[(&["*", "do", "set", "*"], PICK, false)];

/// Reports the unknown keys of such places. `path` says what kind of file it is.
pub(super) fn report(context: &Context<'_>, root: &Node<'_>) {
    let places = match context.path.strip_prefix(".tramite/").unwrap_or_default() {
        path if path.starts_with("types/") => TYPE,
        path if path.starts_with("macros/") => MACRO,
        "automations.yaml" => AUTOMATIONS,
        _ => &[],
    };
    for (steps, own, effects) in places {
        let mut known = own.to_vec();
        if *effects {
            known.extend(EFFECTS);
        }
        walk(context, root, steps, &known);
    }
}

fn walk(context: &Context<'_>, node: &Node<'_>, steps: &[&str], known: &[&str]) {
    let Some((step, rest)) = steps.split_first() else {
        for (key, _) in node.entries().unwrap_or_default() {
            if !known.contains(&key.text().unwrap_or_default()) {
                context.unknown(key, known);
            }
        }
        return;
    };
    match &node.data {
        Data::Seq(items) if *step == "*" => items.iter().for_each(|item| walk(context, item, rest, known)),
        Data::Map(entries) => entries
            .iter()
            .filter(|(key, _)| *step == "*" || key.text() == Some(*step))
            .for_each(|(_, value)| walk(context, value, rest, known)),
        Data::Seq(_) | Data::Scalar(..) => {}
    }
}
