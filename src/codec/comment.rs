//! A comment's file (3.1). Comments are immutable: they are written once.

use super::node::Node;
use super::reader::{self, Reader};
use super::{Decoded, write};
use crate::model::{ApprovalNote, Comment, CommentKind, TimeSpent, Verdict};

const TIME: &str = "{minutes: 90, billable: true}";
const APPROVAL: &str = "{what: proposta, verdict: approved}";

/// Reads a comment's file. There is a value where its kind can be read and nothing is said twice; what else is
/// wrong is a finding, and its key is absent.
pub fn decode(path: &str, bytes: &[u8]) -> Decoded<Comment> {
    reader::file(path, bytes, comment)
}

fn comment(reader: &mut Reader<'_>, root: &Node<'_>) -> Option<Comment> {
    let kind = kind(reader, root);
    let mut comment = Comment::new(kind.unwrap_or(CommentKind::Internal), "");
    for (key_node, node) in root.entries().unwrap_or_default() {
        let key = key_node.text().unwrap_or_default();
        match key {
            "kind" => {}
            "channel" => comment.channel = reader.line(key, node),
            "with" => comment.with = reader.line(key, node),
            "for" => comment.for_contact = reader.line(key, node),
            "time" => comment.time = time(reader, node),
            "approval" => comment.approval = approval(reader, node),
            "missing" => comment.missing = reader.lines(key, node),
            "dismisses" => comment.dismisses = reader.lines(key, node),
            "purges" => comment.purges = reader.lines(key, node),
            "attachments" => comment.attachments = reader.attachments(node),
            "body_file" => comment.body_file = reader.line(key, node),
            "body" => comment.body = reader.block(key, node).unwrap_or_default(),
            _ => {
                reader.unknown(key_node, &Comment::KEYS);
                comment.extra.insert(key.to_owned(), reader::value(node));
            }
        }
    }
    kind.map(|_| comment)
}

fn kind(reader: &mut Reader<'_>, root: &Node<'_>) -> Option<CommentKind> {
    let node = root.get("kind").unwrap_or(root);
    let Some(text) = root.get("kind").and_then(|node| reader.line("kind", node)) else {
        let message = "a comment needs `kind`; write `kind: public`, `kind: internal` or `kind: customer`";
        reader.error("missing_key", node, message);
        return None;
    };
    text.parse().map_err(|error: String| reader.error("bad_value", node, error)).ok()
}

fn time(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<TimeSpent> {
    let map = reader.mapping("time", node, TIME)?;
    reader.known("time", map, &["minutes", "billable"]);
    let minutes = reader.need("time", map, "minutes", TIME)?;
    let Ok(minutes) = minutes.parse() else {
        reader.error("bad_value", map, format!("minutes {minutes:?} is no whole number; write {TIME}"));
        return None;
    };
    let billable = map.get("billable").and_then(|value| {
        let text = reader.line("billable", value)?;
        match text.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                reader.error("bad_value", value, format!("billable {text:?} is neither true nor false"));
                None
            }
        }
    });
    Some(TimeSpent { minutes, billable: billable.unwrap_or_default() })
}

fn approval(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<ApprovalNote> {
    let map = reader.mapping("approval", node, APPROVAL)?;
    reader.known("approval", map, &["what", "verdict"]);
    let what = reader.need("approval", map, "what", APPROVAL);
    let verdict = reader.need("approval", map, "verdict", APPROVAL)?;
    let verdict = match verdict.as_str() {
        "approved" => Verdict::Approved,
        "restricted" => Verdict::Restricted,
        "refused" => Verdict::Refused,
        "tacit" => Verdict::Tacit,
        _ => {
            let message = format!("verdict {verdict:?} is not one of approved, restricted, refused, tacit");
            reader.error("bad_value", map, message);
            return None;
        }
    };
    Some(ApprovalNote { what: what?, verdict })
}

/// Writes a comment in canonical form. Text is normalised.
pub fn encode(comment: &Comment) -> Vec<u8> {
    let line = |key, text: &Option<String>| write::line(key, text.as_deref().unwrap_or_default());
    let mut out = write::line("kind", comment.kind.as_str());
    out.push_str(&line("channel", &comment.channel));
    out.push_str(&line("with", &comment.with));
    out.push_str(&line("for", &comment.for_contact));
    if let Some(time) = comment.time {
        let mut map = write::Flow::new();
        map.plain("minutes", &time.minutes.to_string());
        if time.billable {
            map.plain("billable", "true");
        }
        out.extend(["time: ", &map.finish(), "\n"]);
    }
    if let Some(approval) = &comment.approval {
        let verdict = match approval.verdict {
            Verdict::Approved => "approved",
            Verdict::Restricted => "restricted",
            Verdict::Refused => "refused",
            Verdict::Tacit => "tacit",
        };
        let mut map = write::Flow::new();
        map.text("what", &approval.what).text("verdict", verdict);
        out.extend(["approval: ", &map.finish(), "\n"]);
    }
    out.push_str(&write::line_list("missing", &comment.missing));
    out.push_str(&write::line_list("dismisses", &comment.dismisses));
    out.push_str(&write::line_list("purges", &comment.purges));
    out.push_str(&write::flow_list("attachments", comment.attachments.iter().map(write::attachment)));
    out.push_str(&line("body_file", &comment.body_file));
    out.push_str(&write::block_text("body", &comment.body));
    for (key, value) in comment.extra.iter().filter(|(key, _)| !Comment::KEYS.contains(&key.as_str())) {
        out.push_str(&write::entry(key, value, 0));
    }
    out.into_bytes()
}
