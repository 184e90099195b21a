//! Requirements: what a transition or a rule asks for, and how to give it (3.3).

use super::approvals::{Case, Standing, standing};
use super::happened::is_contact;
use super::window::{Said, Window};
use super::{Violation, World, fields};
use crate::model::CommentKind;
use crate::model::config::{Requirement, TypeTemplate};

/// Words of requirements that take no argument.
pub const WORDS: [&str; 10] = [
    "reason",
    "public_reply",
    "internal_comment",
    "phone_contact",
    "channel",
    "with",
    "missing",
    "due",
    "promised",
    "rating",
];
/// Words that take one.
pub const WORDS_WITH_ARGUMENT: [&str; 3] = ["field", "link", "approval"];

/// How far back comments count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Since the status was last entered, this commit included.
    Status,
    /// This commit: for rules about the act itself, which no earlier comment explains.
    Commit,
}

/// What is lacking for a requirement, in words that say how to give it; `None` where it is met.
pub fn lacking(
    world: &World<'_>,
    template: &TypeTemplate,
    requirement: &Requirement,
    case: Case<'_>,
    reach: Reach,
) -> Result<Option<String>, Violation> {
    let window = Window::new(case.before, case.after, case.history);
    let least = requirement.min_length.unwrap_or(0) as usize;
    let long = |said: &&Said<'_>| {
        let length = said.comment.body.trim().chars().count();
        // A text that is kept apart, or was removed, cannot be measured by everybody who judges it.
        said.comment.body_file.is_some() || length >= least.max(1)
    };
    let said = |test: &dyn Fn(&Said<'_>) -> bool| match reach {
        Reach::Status => window.all().filter(long).any(test),
        Reach::Commit => window.now.iter().filter(long).any(test),
    };
    let size = if least > 0 { format!(" of at least {least} characters") } else { String::new() };
    let argument = requirement.argument.as_deref().unwrap_or_default();
    let present = |key: &str| fields::value_of(case.after, key).is_some();
    let entry = fields::Entry { config: world.config, snapshot: Some(case.after), now: world.now };
    let (met, words) = match requirement.what.as_str() {
        "reason" => (window.now.iter().any(|s| long(&s)), format!("a comment{size} that says why: -m TEXT")),
        "public_reply" => (
            said(&|s| s.comment.kind == CommentKind::Public),
            format!("a public reply{size}: `tramite reply`, or -m TEXT --public"),
        ),
        "internal_comment" => (
            said(&|s| s.comment.kind == CommentKind::Internal),
            format!("an internal comment{size}: `tramite note`, or -m TEXT"),
        ),
        "phone_contact" => {
            let channels = channels(world, true);
            (
                said(&|s| is_contact(world.config, s.comment)),
                format!(
                    "a spoken contact with the customer{size}: a comment with --channel {channels} --with WHO -m TEXT"
                ),
            )
        }
        "channel" => (
            // What passes between the desk and the customer; a verdict is no message.
            window
                .now
                .iter()
                .map(|s| s.comment)
                .all(|c| c.kind == CommentKind::Internal || c.approval.is_some() || c.channel.is_some()),
            format!("the channel of the message: --channel {}", channels(world, false)),
        ),
        "with" => (
            window.now.iter().map(|s| s.comment).filter(|c| is_contact(world.config, c)).all(|c| {
                c.for_contact.is_some() || c.with.as_deref().is_some_and(|who| !who.trim().is_empty())
            }),
            "who was spoken to: --with WHO".to_owned(),
        ),
        "missing" => (
            window.now.iter().any(|s| !s.comment.missing.is_empty()),
            "a comment that names the missing fields: --missing FIELD,FIELD -m TEXT".to_owned(),
        ),
        "field" => {
            let usage = template.fields.iter().find(|f| f.id == argument);
            let usage = usage.map_or_else(|| format!("{argument}=…"), |spec| fields::usage(entry, spec));
            (present(argument), format!("{}: -f {usage}", fields::label(template, argument)))
        }
        "due" => (present("due"), format!("{}: -f due=DATE", fields::label(template, "due"))),
        "promised" => {
            (present("promised"), format!("{}: -f promised=DATE", fields::label(template, "promised")))
        }
        "rating" => (present("rating"), "the customer's rating: `tramite rate`".to_owned()),
        "link" => link(world, argument, case),
        "approval" => approval(world, template, argument, case),
        other => {
            return Err(Violation::error(
                "config",
                format!(
                    "the desk asks for {other:?}, which is no requirement; mend the type {}",
                    template.id
                ),
            ));
        }
    };
    Ok((!met).then_some(words))
}

/// The ids of the desk's channels, or of those by which people speak.
fn channels(world: &World<'_>, spoken: bool) -> String {
    let channels = world.config.desk.channels.iter().filter(|c| c.contact || !spoken);
    let channels: Vec<&str> = channels.map(|c| c.id.as_str()).collect();
    if channels.is_empty() { "CHANNEL".to_owned() } else { channels.join("|") }
}

fn link(world: &World<'_>, argument: &str, case: Case<'_>) -> (bool, String) {
    let (kind, done) = argument.strip_suffix(".done").map_or((argument, false), |kind| (kind, true));
    let there = case.after.ticket.links.iter().any(|l| l.kind == kind);
    if !there || !done {
        return (there, format!("a link {kind}: `tramite link TICKET {kind} TARGET`"));
    }
    // What is not known to be done is not done.
    let links = case.after.ticket.links.iter();
    let met = links.filter(|l| l.kind == kind).all(|l| world.facts.link_done(l) == Some(true));
    let how = match kind {
        "issue" => "; once it is, `tramite link TICKET issue URL --done` says so",
        _ => "",
    };
    (met, format!("what its link {kind} names to be done first{how}"))
}

fn approval(world: &World<'_>, template: &TypeTemplate, what: &str, case: Case<'_>) -> (bool, String) {
    let spec = template.approvals.get(what);
    let label = spec.and_then(|s| s.label.as_deref()).unwrap_or(what);
    let by = spec.map(|s| s.by.join(" or ")).filter(|by| !by.is_empty());
    let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
    let not = spec.map(|s| s.not.join(" nor the ")).filter(|not| !not.is_empty());
    let not = not.map(|not| format!(", not the {not}")).unwrap_or_default();
    match standing(world, template, what, case) {
        Standing::Given(_) => (true, String::new()),
        Standing::Refused => (
            false,
            format!("the approval {label}{by}{not}, which was refused: `tramite approve TICKET {what}`"),
        ),
        Standing::Void => (
            false,
            format!(
                "the approval {label}{by}{not} once more, as what was approved has changed: `tramite approve TICKET {what}`"
            ),
        ),
        Standing::Open => (false, format!("the approval {label}{by}{not}: `tramite approve TICKET {what}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ApprovalNote, Comment, Link, Snapshot, Verdict};
    use crate::process::testing::{config, history, snapshot, uid, with_world};

    fn lacks(
        requirement: &str,
        json_min: Option<u32>,
        reach: Reach,
        make: impl FnOnce(&mut Snapshot, &mut Snapshot),
    ) -> Option<String> {
        let config = config();
        let opened = snapshot("bug", "em_diagnostico");
        let mut before = opened.clone();
        let mut after = opened.clone();
        make(&mut before, &mut after);
        for (id, comment) in &before.comments {
            after.comments.insert(id.clone(), comment.clone());
        }
        let history = history(&[("ana@desk.example", &opened), ("ana@desk.example", &before)]);
        let requirement = Requirement { min_length: json_min, ..Requirement::parse(requirement) };
        with_world(&config, "ana@desk.example", |world| {
            let case = Case { before: Some(&before), after: &after, history: &history };
            lacking(world, &config.types["bug"], &requirement, case, reach).unwrap()
        })
    }

    fn said(kind: CommentKind, text: &str, channel: Option<&str>) -> Comment {
        Comment { channel: channel.map(str::to_owned), ..Comment::new(kind, text) }
    }

    #[test]
    fn comments_count_since_the_status_was_entered() {
        for (requirement, kind, channel) in [
            ("public_reply", CommentKind::Public, None),
            ("internal_comment", CommentKind::Internal, None),
            ("phone_contact", CommentKind::Internal, Some("phone")),
        ] {
            let comment = said(kind, "um texto de vinte letras", channel);
            assert!(lacks(requirement, None, Reach::Status, |_, _| {}).is_some(), "{requirement}");
            let earlier = |b: &mut Snapshot, _: &mut Snapshot| {
                b.comments.insert(uid(2), comment.clone());
            };
            let now = |_: &mut Snapshot, a: &mut Snapshot| {
                a.comments.insert(uid(3), comment.clone());
            };
            assert_eq!(lacks(requirement, None, Reach::Status, earlier), None, "{requirement}");
            assert_eq!(lacks(requirement, None, Reach::Status, now), None, "{requirement}");
            assert!(lacks(requirement, None, Reach::Commit, earlier).is_some(), "{requirement}");
            assert!(lacks(requirement, Some(100), Reach::Status, now).is_some(), "{requirement}");
        }
        let portal = |b: &mut Snapshot, _: &mut Snapshot| {
            b.comments.insert(uid(2), said(CommentKind::Internal, "x", Some("portal")));
        };
        assert!(lacks("phone_contact", None, Reach::Status, portal).is_some());
    }

    #[test]
    fn a_message_says_its_channel_and_a_call_with_whom() {
        let says = |requirement: &str, comment: Comment| {
            let now = |_: &mut Snapshot, a: &mut Snapshot| {
                a.comments.insert(uid(3), comment);
            };
            lacks(requirement, None, Reach::Commit, now)
        };
        let public = |channel| said(CommentKind::Public, "x", channel);
        assert!(says("channel", public(None)).unwrap().contains("--channel phone|portal"));
        assert_eq!(says("channel", public(Some("portal"))), None);
        assert!(says("channel", said(CommentKind::Customer, "x", None)).is_some());
        assert_eq!(says("channel", said(CommentKind::Internal, "x", None)), None);
        let call = |with: Option<&str>| Comment {
            with: with.map(str::to_owned),
            ..said(CommentKind::Internal, "x", Some("phone"))
        };
        assert!(says("with", call(None)).unwrap().contains("--with WHO"));
        assert!(says("with", call(Some(" "))).is_some());
        assert_eq!(says("with", call(Some("Daiane"))), None);
        let told = Comment { for_contact: Some("daiane@acme".into()), ..call(None) };
        assert_eq!(says("with", told), None);
        assert_eq!(says("with", public(Some("portal"))), None, "nobody was spoken to");
        // Without a comment there is nothing to say.
        for requirement in ["channel", "with"] {
            assert_eq!(lacks(requirement, None, Reach::Commit, |_, _| {}), None);
        }
    }

    #[test]
    fn a_reason_and_what_is_missing_are_of_this_commit() {
        let comment =
            Comment { missing: vec!["versao".to_owned()], ..said(CommentKind::Customer, "porque", None) };
        for requirement in ["reason", "missing"] {
            let earlier = |b: &mut Snapshot, _: &mut Snapshot| {
                b.comments.insert(uid(2), comment.clone());
            };
            assert!(lacks(requirement, None, Reach::Status, earlier).is_some(), "{requirement}");
            let now = |_: &mut Snapshot, a: &mut Snapshot| {
                a.comments.insert(uid(3), comment.clone());
            };
            assert_eq!(lacks(requirement, None, Reach::Status, now), None, "{requirement}");
        }
        let empty = |_: &mut Snapshot, a: &mut Snapshot| {
            a.comments.insert(uid(3), said(CommentKind::Internal, "", None));
        };
        assert!(lacks("reason", None, Reach::Status, empty).is_some());
    }

    #[test]
    fn keys_and_links_and_approvals() {
        type Make = fn(&mut Snapshot, &mut Snapshot);
        let cases: [(&str, Make); 6] = [
            ("field:causa", |_, a| {
                a.ticket.fields.insert("causa".into(), "erro".into());
            }),
            ("due", |_, a| a.ticket.due = Some("2026-11-30".into())),
            ("promised", |_, a| a.ticket.promised = Some("2026-11-30".into())),
            ("rating", |_, a| a.ticket.rating = Some("1".into())),
            ("link:issue", |_, a| {
                a.ticket.links.insert(Link {
                    kind: "issue".into(),
                    to: "https://x".into(),
                    extra: std::collections::BTreeMap::new(),
                });
            }),
            ("approval:proposta", |_, a| {
                let mut c = Comment::new(CommentKind::Internal, "");
                c.for_contact = Some("daiane@acme".into());
                c.approval = Some(ApprovalNote { what: "proposta".into(), verdict: Verdict::Approved });
                a.comments.insert(uid(3), c);
            }),
        ];
        for (requirement, make) in cases {
            assert!(lacks(requirement, None, Reach::Status, |_, _| {}).is_some(), "{requirement}");
            assert_eq!(lacks(requirement, None, Reach::Status, make), None, "{requirement}");
        }
    }

    #[test]
    fn a_link_that_is_not_known_to_be_done_is_not() {
        let lacking = lacks("link:issue.done", None, Reach::Status, |_, a| {
            a.ticket.links.insert(Link {
                kind: "issue".into(),
                to: "https://x".into(),
                extra: std::collections::BTreeMap::new(),
            });
        });
        assert!(lacking.unwrap().contains("done first"));
    }

    #[test]
    fn words_say_how_to_give_it() {
        let words = lacks("public_reply", Some(20), Reach::Status, |_, _| {}).unwrap();
        assert!(words.contains("public reply of at least 20 characters") && words.contains("tramite reply"));
        let words = lacks("field:causa", None, Reach::Status, |_, _| {}).unwrap();
        assert_eq!(words, "Causa: -f causa=erro|uso");
        let words = lacks("phone_contact", None, Reach::Status, |_, _| {}).unwrap();
        assert!(words.contains("--channel phone --with WHO"));
    }
}
