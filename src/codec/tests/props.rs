//! Laws over random tickets and comments with nasty text, and over random bytes.

use super::canonical::{COMMENT, TICKET};
use crate::codec::{comment, fast, parse, ticket};
use crate::model::{
    ApprovalNote, Attachment, Comment, CommentKind, External, Link, Ticket, TimeSpent, Uid, Value, Verdict,
    normalize_text,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Pieces that look like YAML, Handlebars, numbers, or are hard to write.
const PIECES: [&str; 52] = [
    "- a: b",
    "{{handlebars}}",
    "---",
    "...",
    "#",
    " #",
    "%",
    "@",
    "`",
    "key: |",
    ": ",
    ":",
    "-",
    "?",
    "? ",
    "é",
    "שלום",
    "\u{202e}",
    "😀",
    " ",
    "  ",
    "\t",
    "\"",
    "'",
    "\\",
    "\\n",
    "|",
    ">",
    "&a",
    "*a",
    "!!str",
    "[",
    "]",
    "{",
    "}",
    ",",
    "12.10",
    "007",
    "1e3",
    "yes",
    "null",
    "~",
    "2026-11-24",
    "0x1F",
    "\u{1b}[31m",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{a0}",
    "<<<<<<<",
    "x",
    "\u{7f}",
];

fn line() -> BoxedStrategy<String> {
    let pieces = vec(proptest::sample::select(PIECES.to_vec()), 1..6).prop_map(|all| all.concat());
    prop_oneof![3 => pieces, 1 => "[a-z0-9. :#-]{1,12}", 1 => "\\PC{1,20}", 1 => Just("x y ".repeat(700) + "z")]
        .boxed()
}

/// YAML's keys have at most 1,024 characters.
fn key() -> BoxedStrategy<String> {
    line().prop_map(|text| text.chars().take(60).collect()).boxed()
}

fn block() -> BoxedStrategy<String> {
    let piece = prop_oneof![4 => line(), 2 => Just("\n".to_owned()), 1 => Just("\n\n".to_owned())];
    vec(piece, 1..8).prop_map(|all| normalize_text(&all.concat())).boxed()
}

fn value() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![line(), block()].prop_map(Value::Text);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::List),
            btree_map(key(), inner, 0..3).prop_map(Value::Map)
        ]
    })
    .boxed()
}

fn uid() -> impl Strategy<Value = Uid> {
    (0..1_u64 << 47, any::<u128>()).prop_map(|(time, random)| Uid::from_parts(time, random))
}

fn attachment() -> impl Strategy<Value = Attachment> {
    (line(), "[0-9a-f]{64}|[0-9]{64}", any::<u64>()).prop_map(|(name, sha256, size)| Attachment {
        name,
        sha256,
        size,
    })
}

/// Keys that no file knows.
fn extra() -> BoxedStrategy<BTreeMap<String, Value>> {
    btree_map(key().prop_map(|key| format!("{key}~")), value(), 0..2).boxed()
}

prop_compose! {
    fn some_ticket()(
        uid in uid(),
        number in option::of((1_u32..13, 1_u32..20_000)),
        words in (line(), line(), line()),
        optional in vec(option::of(line()), 11),
        watchers in btree_set(line(), 0..3),
        tags in btree_set(line(), 0..3),
        fields in btree_map(key(), value(), 0..4),
        description in option::of(block()),
        links in btree_set((line(), line(), extra()), 0..2),
        attachments in btree_set(attachment(), 0..2),
        external in option::of((line(), line())),
        extra in extra(),
    ) -> Ticket {
        let mut ticket = Ticket::new(uid, &words.0, &words.1, &words.2);
        let mut optional = optional.into_iter();
        let mut next = || optional.next().flatten();
        ticket.number = number.map(|(month, seq)| format!("2026{month:02}/{seq:04}").parse().unwrap());
        ticket.priority = next();
        ticket.requester = next();
        ticket.organization = next();
        ticket.payer = next();
        ticket.team = next();
        ticket.assignee = next();
        ticket.origin = next();
        ticket.due = next();
        ticket.promised = next();
        ticket.rating = next();
        ticket.merged = next();
        ticket.watchers = watchers;
        ticket.tags = tags;
        ticket.fields = fields;
        ticket.fields.retain(|_, value| !value.is_empty());
        ticket.description = description.filter(|text| !text.is_empty());
        ticket.links = links.into_iter().map(|(kind, to, extra)| Link { kind, to, extra }).collect();
        ticket.attachments = attachments;
        ticket.external = external.map(|(system, id)| External { system, id });
        ticket.extra = extra;
        ticket
    }
}

prop_compose! {
    fn some_comment()(
        kind in proptest::sample::select(vec![CommentKind::Public, CommentKind::Internal, CommentKind::Customer]),
        optional in vec(option::of(line()), 4),
        time in option::of((any::<u32>(), any::<bool>())),
        approval in option::of((line(), 0_usize..4)),
        lists in vec(vec(line(), 0..3), 3),
        attachments in vec(attachment(), 0..2),
        body in block(),
        extra in extra(),
    ) -> Comment {
        let mut comment = Comment::new(kind, &body);
        let mut optional = optional.into_iter();
        let mut next = || optional.next().flatten();
        comment.channel = next();
        comment.with = next();
        comment.for_contact = next();
        comment.body_file = next();
        comment.time = time.map(|(minutes, billable)| TimeSpent { minutes, billable });
        let verdicts = [Verdict::Approved, Verdict::Restricted, Verdict::Refused, Verdict::Tacit];
        comment.approval = approval.map(|(what, n)| ApprovalNote { what, verdict: verdicts[n] });
        let mut lists = lists.into_iter();
        let mut list = || lists.next().unwrap_or_default();
        comment.missing = list();
        comment.dismisses = list();
        comment.purges = list();
        comment.attachments = attachments;
        comment.extra = extra;
        comment
    }
}

/// What another YAML library reads: every scalar that is text to us must be text to it.
fn second_reader(bytes: &[u8]) -> serde_json::Value {
    serde_yaml::from_slice(bytes).unwrap_or_else(|e| panic!("{e}\n{}", String::from_utf8_lossy(bytes)))
}

fn as_json(value: &Value) -> serde_json::Value {
    serde_json::to_value(value).unwrap()
}

/// A block's text as YAML gives it: with its last line end.
fn unblock(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Json::String(text) => Json::String(text.strip_suffix('\n').unwrap_or(&text).to_owned()),
        Json::Array(items) => items.into_iter().map(unblock).collect(),
        Json::Object(map) => map.into_iter().map(|(key, value)| (key, unblock(value))).collect(),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_ticket_is_read_as_it_was_written(ticket in some_ticket()) {
        let bytes = ticket::encode(&ticket, None);
        let decoded = ticket::decode("t", &bytes);
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        prop_assert_eq!(decoded.value.as_ref(), Some(&ticket), "{}\n{:?}", shown, decoded.findings);
        prop_assert!(decoded.lossy.is_empty(), "{:?}\n{}", decoded.lossy, shown);
        prop_assert!(decoded.findings.iter().all(|finding| finding.rule == "unknown_key"), "{:?}", decoded.findings);
        prop_assert!(bytes.ends_with(b"\n") && !bytes.ends_with(b"\n\n"));
        prop_assert_eq!(ticket::encode(&ticket, Some(&bytes)), bytes);
    }

    #[test]
    fn a_comment_is_read_as_it_was_written(comment in some_comment()) {
        let bytes = comment::encode(&comment);
        let decoded = comment::decode("c", &bytes);
        prop_assert_eq!(decoded.value, Some(comment), "{}", String::from_utf8_lossy(&bytes));
        prop_assert!(decoded.lossy.is_empty());
    }

    #[test]
    fn another_yaml_reader_reads_the_same_texts(ticket in some_ticket()) {
        let bytes = ticket::encode(&ticket, None);
        let read = unblock(second_reader(&bytes));
        prop_assert_eq!(read["title"].as_str(), Some(ticket.title.as_str()));
        prop_assert_eq!(read["assignee"].as_str(), ticket.assignee.as_deref());
        prop_assert_eq!(read["description"].as_str(), ticket.description.as_deref());
        for (key, value) in &ticket.fields {
            prop_assert_eq!(&read["fields"][key], &as_json(value), "{}", String::from_utf8_lossy(&bytes));
        }
        for (key, value) in &ticket.extra {
            prop_assert_eq!(&read[key], &as_json(value));
        }
        let links: Vec<_> = ticket.links.iter().map(|link| serde_json::to_value(link).unwrap()).collect();
        prop_assert_eq!(read["links"].as_array().cloned().unwrap_or_default(), links);
    }

    #[test]
    fn a_rewrite_says_what_is_meant_and_leaves_the_rest(old in some_ticket(), new in some_ticket(), status in line()) {
        let prior = ticket::encode(&old, None);
        let rewritten = ticket::encode(&new, Some(&prior));
        prop_assert_eq!(ticket::decode("t", &rewritten).value, Some(new));
        // Canonical stays canonical, whatever one key becomes.
        let changed = Ticket { status, ..old };
        prop_assert_eq!(ticket::encode(&changed, Some(&prior)), ticket::encode(&changed, None));
    }

    #[test]
    fn the_short_cut_reads_what_the_parser_reads(
        ticket in some_ticket(),
        comment in some_comment(),
        cuts in vec((any::<proptest::sample::Index>(), 0_usize..6, proptest::sample::select(PIECES.to_vec())), 0..3),
    ) {
        let files = [ticket::encode(&ticket, None), comment::encode(&comment), TICKET.into(), COMMENT.into()];
        for bytes in files {
            let mut text = String::from_utf8(bytes).unwrap();
            for (at, gone, piece) in &cuts {
                let mut at = at.index(text.len());
                while !text.is_char_boundary(at) { at -= 1; }
                let end = text[at..].char_indices().nth(*gone).map_or(text.len(), |(n, _)| at + n);
                text.replace_range(at..end, piece);
            }
            // Only text that has passed the checks of bytes gets here.
            let (checked, findings) = crate::codec::text::read("t", text.as_bytes(), 1 << 20);
            if let (Some(checked), true) = (checked, findings.is_empty()) && let Some(root) = fast::parse(&checked) {
                let full = parse::parse("t", &checked, 1);
                prop_assert_eq!(&full.findings, &[], "{}", text);
                prop_assert_eq!(full.root.as_ref(), Some(&root), "{}", text);
                prop_assert!(full.lossy.is_empty(), "{}", text);
            }
        }
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in vec(any::<u8>(), 0..400)) {
        let _ = ticket::decode("t", &bytes);
        let _ = comment::decode("c", &bytes);
    }

    #[test]
    fn no_damage_breaks_the_reader(
        cuts in vec((any::<proptest::sample::Index>(), 0_usize..6, proptest::sample::select(PIECES.to_vec())), 1..6),
    ) {
        for good in [TICKET, COMMENT] {
            let mut bytes = good.as_bytes().to_vec();
            for (at, gone, piece) in &cuts {
                let at = at.index(bytes.len());
                let end = (at + gone).min(bytes.len());
                bytes.splice(at..end, piece.bytes());
            }
            let _ = comment::decode("c", &bytes);
            if let Some(ticket) = ticket::decode("t", &bytes).value {
                // Whatever can be read can be written and is then read as the same.
                let written = ticket::encode(&ticket, None);
                let read = ticket::decode("t", &written).value;
                prop_assert_eq!(read.as_ref(), Some(&ticket), "{}", String::from_utf8_lossy(&written));
                prop_assert_eq!(ticket::encode(&ticket, Some(&bytes)), bytes);
            }
        }
    }
}

#[test]
fn the_short_cut_takes_what_we_write() {
    assert!(fast::parse(TICKET).is_some());
    assert!(fast::parse(COMMENT).is_some());
}
