//! Whole operations: what is planned, what is refused, and that both doors judge alike.

mod events;
mod judging;
mod moving;
mod opening;
mod rules;

use crate::model::config::{Config, Effects};
use crate::model::{
    ApprovalNote, Attachment, Comment, CommentKind, Link, Number, Severity, Snapshot, Verdict,
};
use crate::process::testing::{
    add_macro, bug_json, config, history, identity, snapshot, type_of, uid, with_load, with_world,
};
use crate::process::{Edit, Intent, Load, Opening, Planned, Violation, broken_rules, judge, moves, plan};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

const ANA: &str = "ana@desk.example";
const BIA: &str = "bia@desk.example";
const DAIANE: &str = "daiane@acme.example";

fn set(key: &str, value: &str) -> Edit {
    Edit::Set { key: key.to_owned(), value: value.to_owned() }
}

fn to(status: &str) -> Intent {
    Intent { to: Some(status.to_owned()), ..Intent::default() }
}

fn said(kind: CommentKind, text: &str) -> Comment {
    Comment::new(kind, text)
}

fn with(intent: Intent, comment: Comment) -> Intent {
    Intent { comment: Some(comment), ..intent }
}

fn edit(edits: &[Edit]) -> Intent {
    Intent { edits: edits.to_vec(), ..Intent::default() }
}

fn opening(type_id: &str, edits: &[Edit]) -> Intent {
    let open = Opening {
        type_id: type_id.to_owned(),
        title: "Erro".to_owned(),
        number: Some(Number { month: 202_611, seq: 8 }),
        ..Opening::default()
    };
    Intent { open: Some(open), edits: edits.to_vec(), ..Intent::default() }
}

/// A desk whose type `bug` is changed.
fn desk(change: impl FnOnce(&mut Json)) -> Config {
    let mut config = config();
    let mut json = bug_json();
    change(&mut json);
    config.types.insert("bug".to_owned(), type_of(json));
    config
}

/// Plans for a ticket that bia opened in a status; what comes of it also passes `judge`.
fn on(config: &Config, author: &str, before: &Snapshot, intent: &Intent) -> Result<Planned, Vec<Violation>> {
    let history = history(&[(BIA, before)]);
    with_world(config, author, |world| {
        let planned = plan(world, Some(before), &history, intent)?;
        assert!(judge(world, Some(before), &planned.after, &history).iter().all(|v| !v.refuses()));
        Ok(planned)
    })
}

fn open_as(config: &Config, author: &str, intent: &Intent) -> Result<Planned, Vec<Violation>> {
    with_world(config, author, |world| {
        let planned = plan(world, None, &[], intent)?;
        assert!(judge(world, None, &planned.after, &[]).iter().all(|v| !v.refuses()));
        Ok(planned)
    })
}

fn rules(result: &Result<Planned, Vec<Violation>>) -> Vec<String> {
    result.as_ref().err().into_iter().flatten().map(|v| v.rule.clone()).collect()
}

fn words(result: &Result<Planned, Vec<Violation>>) -> String {
    let all: Vec<String> = result.as_ref().err().into_iter().flatten().map(|v| v.message.clone()).collect();
    all.join("\n")
}
