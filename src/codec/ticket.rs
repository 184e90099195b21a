//! `ticket.yaml` (3.1).

use super::node::Node;
use super::reader::{self, Reader};
use super::write::Section;
use super::{Decoded, write};
use crate::model::{External, Link, Ticket, Uid};
use std::collections::{BTreeMap, BTreeSet};

const LINK: &str = "{kind: parent, to: 01JDB3V1Q2Z6X8N4T7C5M9K0RA}";
const EXTERNAL: &str = "{system: zendesk, id: \"48211\"}";

/// Reads a ticket's file. There is a value where uid, type and status can be read and nothing is said twice;
/// what else is wrong is a finding, and its key is absent.
pub fn decode(path: &str, bytes: &[u8]) -> Decoded<Ticket> {
    reader::file(path, bytes, ticket)
}

fn ticket(reader: &mut Reader<'_>, root: &Node<'_>) -> Option<Ticket> {
    let uid = uid(reader, root);
    let type_id = required(reader, root, "type");
    let status = required(reader, root, "status");
    let title = required(reader, root, "title").unwrap_or_default();
    // Read on without them, so that one run finds everything.
    let complete = uid.is_some() && type_id.is_some() && status.is_some();
    let uid = uid.unwrap_or_else(|| Uid::from_parts(0, 0));
    let mut ticket = Ticket::new(uid, &type_id.unwrap_or_default(), &title, &status.unwrap_or_default());
    for (key, node) in root.entries().unwrap_or_default() {
        entry(reader, &mut ticket, key, node);
    }
    complete.then_some(ticket)
}

fn entry(reader: &mut Reader<'_>, ticket: &mut Ticket, key_node: &Node<'_>, node: &Node<'_>) {
    let key = key_node.text().unwrap_or_default();
    match key {
        "uid" | "type" | "title" | "status" => {}
        "number" => {
            ticket.number = reader.line(key, node).and_then(|text| {
                text.parse().map_err(|error| reader.error("bad_number", node, format!("{error}"))).ok()
            });
        }
        "priority" => ticket.priority = reader.line(key, node),
        "requester" => ticket.requester = reader.line(key, node),
        "organization" => ticket.organization = reader.line(key, node),
        "payer" => ticket.payer = reader.line(key, node),
        "team" => ticket.team = reader.line(key, node),
        "assignee" => ticket.assignee = reader.line(key, node),
        "watchers" => ticket.watchers = reader.lines(key, node).into_iter().collect(),
        "origin" => ticket.origin = reader.line(key, node),
        "tags" => ticket.tags = reader.lines(key, node).into_iter().collect(),
        "due" => ticket.due = reader.line(key, node),
        "promised" => ticket.promised = reader.line(key, node),
        "fields" => {
            if let Some(fields) = reader.mapping(key, node, "fields: {versao: \"12.1\"}") {
                ticket.fields = reader::values(fields.entries().unwrap_or_default());
                ticket.fields.retain(|_, value| !value.is_empty());
            }
        }
        "description" => ticket.description = reader.block(key, node),
        "links" => ticket.links = links(reader, node),
        "attachments" => ticket.attachments = reader.attachments(node).into_iter().collect(),
        "rating" => ticket.rating = reader.line(key, node),
        "merged" => ticket.merged = reader.line(key, node),
        "external" => ticket.external = external(reader, node),
        _ => {
            reader.unknown(key_node, &Ticket::KEYS);
            ticket.extra.insert(key.to_owned(), reader::value(node));
        }
    }
}

fn uid(reader: &mut Reader<'_>, root: &Node<'_>) -> Option<Uid> {
    let text = required(reader, root, "uid")?;
    match text.parse::<Uid>() {
        Ok(uid) => Some(uid),
        Err(error) => {
            let node = root.get("uid").unwrap_or(root);
            reader.error("bad_uid", node, format!("{error}; take it from the file's history"));
            None
        }
    }
}

fn required(reader: &mut Reader<'_>, root: &Node<'_>, key: &str) -> Option<String> {
    let found = root.get(key).and_then(|node| reader.line(key, node));
    if found.is_none() {
        let node = root.get(key).unwrap_or(root);
        reader.error("missing_key", node, format!("a ticket needs `{key}`; write it as `{key}: …`"));
    }
    found
}

fn links(reader: &mut Reader<'_>, node: &Node<'_>) -> BTreeSet<Link> {
    let mut all = BTreeSet::new();
    for item in reader.mappings("links", node, LINK) {
        let kind = reader.need("links", item, "kind", LINK);
        let to = reader.need("links", item, "to", LINK);
        let (Some(kind), Some(to)) = (kind, to) else { continue };
        let mut extra: BTreeMap<_, _> = reader::values(item.entries().unwrap_or_default());
        extra.retain(|key, _| key != "kind" && key != "to");
        all.insert(Link { kind, to, extra });
    }
    all
}

fn external(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<External> {
    let node = reader.mapping("external", node, EXTERNAL)?;
    reader.known("external", node, &["system", "id"]);
    let system = reader.need("external", node, "system", EXTERNAL);
    let id = reader.need("external", node, "id", EXTERNAL);
    Some(External { system: system?, id: id? })
}

/// Writes a ticket: canonical, but for the parts that say the same as in `prior`, the file's bytes so far; these
/// stay as they were written. Text is normalised. Where nothing changed the bytes are those of `prior`.
pub fn encode(ticket: &Ticket, prior: Option<&[u8]>) -> Vec<u8> {
    let sections = sections(ticket);
    prior.and_then(|prior| super::keep::merge(&sections, prior)).unwrap_or_else(|| write::join(&sections))
}

/// The parts of a ticket's file in order; a key without a value is an empty part.
pub(super) fn sections(ticket: &Ticket) -> Vec<Section> {
    let mut all: Vec<Section> = Ticket::KEYS.iter().map(|key| section(ticket, key)).collect();
    let unknown = ticket.extra.iter().filter(|(key, _)| !Ticket::KEYS.contains(&key.as_str()));
    all.extend(unknown.map(|(key, value)| Section::new(key, write::entry(key, value, 0))));
    all
}

fn section(ticket: &Ticket, key: &'static str) -> Section {
    let line = |text: &Option<String>| write::line(key, text.as_deref().unwrap_or_default());
    let list = |set: &BTreeSet<String>| write::block_list(key, set);
    let text = match key {
        "uid" => write::line(key, ticket.uid.as_str()),
        "number" => ticket.number.map_or_else(String::new, |number| format!("number: {number}\n")),
        "type" => write::line(key, &ticket.type_id),
        "title" => write::needed_line(key, &ticket.title),
        "status" => write::line(key, &ticket.status),
        "priority" => line(&ticket.priority),
        "requester" => line(&ticket.requester),
        "organization" => line(&ticket.organization),
        "payer" => line(&ticket.payer),
        "team" => line(&ticket.team),
        "assignee" => line(&ticket.assignee),
        "watchers" => list(&ticket.watchers),
        "origin" => line(&ticket.origin),
        "tags" => list(&ticket.tags),
        "due" => write::instant(key, ticket.due.as_deref().unwrap_or_default()),
        "promised" => write::instant(key, ticket.promised.as_deref().unwrap_or_default()),
        "fields" => {
            let fields = ticket.fields.iter().filter(|(_, value)| !value.is_empty());
            let parts = fields.map(|(key, value)| (key.clone(), write::entry(key, value, 2))).collect();
            return Section::nested(key, parts);
        }
        "description" => write::block_text(key, ticket.description.as_deref().unwrap_or_default()),
        "links" => write::flow_list(key, ticket.links.iter().map(link)),
        "attachments" => write::flow_list(key, ticket.attachments.iter().map(write::attachment)),
        "rating" => write::digits(key, ticket.rating.as_deref().unwrap_or_default()),
        "merged" => line(&ticket.merged),
        "external" => ticket.external.as_ref().map_or_else(String::new, |external| {
            let mut map = write::Flow::new();
            map.text("system", &external.system).text("id", &external.id);
            format!("external: {}\n", map.finish())
        }),
        _ => String::new(),
    };
    Section::new(key, text)
}

fn link(link: &Link) -> String {
    let mut map = write::Flow::new();
    map.text("kind", &link.kind).text("to", &link.to);
    for (key, value) in link.extra.iter().filter(|(key, _)| *key != "kind" && *key != "to") {
        map.value(key, value);
    }
    map.finish()
}
