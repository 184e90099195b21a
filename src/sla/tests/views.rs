//! Explanations (S22) and derived facts (3.4, S20).

use super::fixture::*;
use crate::model::config::Config;
use crate::model::{Comment, CommentKind};
use crate::query::{Derived, Fact, Facts, Unit};
use crate::sla::{Engine, Horizon, Moments, Note, TicketFacts, Versions, Why};
use chrono::DateTime;

fn desk() -> Config {
    with_policies(&[("padrao", standard())])
}

fn times(from: &str, to: &str) -> (DateTime<chrono::FixedOffset>, DateTime<chrono::FixedOffset>) {
    (local(from), local(to))
}

#[test]
fn an_explanation_tells_every_stretch_and_what_began_it() {
    // Thursday evening, over the holiday of Friday, to Monday; then a wait and a resolution.
    let t = History::open("2026-11-19 17:00", "novo")
        .status("2026-11-23 11:00", "pendente")
        .status("2026-11-23 11:30", "atendimento")
        .status("2026-11-23 14:00", "resolvido")
        .status("2026-11-23 15:00", "atendimento");
    let explain = t.explain(&desk(), "2026-11-23 16:00");
    assert_eq!((explain.ticket.as_str(), explain.policy.as_deref()), ("202611/0007", Some("padrao")));
    let clock = explain.clocks.iter().find(|c| c.row.metric == "resolution").unwrap();
    let told: Vec<_> =
        clock.lines.iter().map(|l| ((l.from, l.to), l.why.clone(), l.counted_s, l.total_s)).collect();
    let holiday = told[2].1.clone();
    assert!(matches!(&holiday, Why::Holiday { name } if !name.is_empty()), "{holiday:?}");
    assert_eq!(
        told,
        [
            (times("2026-11-19 17:00", "2026-11-19 18:00"), Why::Working, h(1), h(1)),
            (times("2026-11-19 18:00", "2026-11-20 00:00"), Why::Closed, 0, h(1)),
            (times("2026-11-20 00:00", "2026-11-21 00:00"), holiday, 0, h(1)),
            (times("2026-11-21 00:00", "2026-11-23 08:00"), Why::Closed, 0, h(1)),
            (times("2026-11-23 08:00", "2026-11-23 11:00"), Why::Working, h(3), h(4)),
            (times("2026-11-23 11:00", "2026-11-23 11:30"), Why::Paused, 0, h(4)),
            (times("2026-11-23 11:30", "2026-11-23 12:00"), Why::Working, m(30), h(4) + m(30)),
            (times("2026-11-23 12:00", "2026-11-23 13:30"), Why::Lunch, 0, h(4) + m(30)),
            (times("2026-11-23 13:30", "2026-11-23 14:00"), Why::Working, m(30), h(5)),
            (times("2026-11-23 14:00", "2026-11-23 15:00"), Why::Stopped, 0, h(5)),
            (times("2026-11-23 15:00", "2026-11-23 16:00"), Why::Working, h(1), h(6)),
        ]
    );
    let pause = clock.lines[5].by.as_ref().unwrap();
    assert_eq!(
        (pause.commit.as_str(), pause.what.as_str(), pause.author.as_str()),
        ("2", "status novo → pendente", "Ana")
    );
    assert_eq!(clock.calendar, "comercial");
}

#[test]
fn an_explanation_notes_targets_and_dismissed_messages() {
    let t = History::open("2026-11-23 08:00", "pendente")
        .priority("2026-11-23 09:00", "alta")
        .commit("2026-11-23 10:00", |s| {
            s.comments.insert(comment_id(5), Comment::new(CommentKind::Customer, "…"));
            s.ticket.status = "atendimento".into();
        })
        .commit("2026-11-23 11:00", |s| {
            let mut note = Comment::new(CommentKind::Internal, "nada");
            note.dismisses = vec![comment_id(5).to_string()];
            s.comments.insert(comment_id(6), note);
            s.ticket.status = "pendente".into();
        });
    let explain = t.explain(&desk(), "2026-11-23 16:00");
    let notes = &explain.clocks.iter().find(|c| c.row.metric == "resolution").unwrap().notes;
    assert!(matches!(&notes[0], Note::Started { by } if by.what == "opened"));
    assert!(
        matches!(&notes[1], Note::Target { from_s, to_s, .. } if (*from_s, *to_s) == (Some(h(16)), Some(h(8))))
    );
    assert!(matches!(&notes[2], Note::Dismissed { by, status_too: true } if by.commit == "3"));
    assert_eq!(notes.len(), 3);
}

/// The facts of a history at `now`, handed to `ask`.
fn ask<T>(t: &History, now: &str, ask: impl FnOnce(&TicketFacts) -> T) -> T {
    let story = Story::new(desk());
    let engine = Engine::new(&story);
    let timeline = engine.timeline(&t.tramites, Horizon::at(at(now))).unwrap();
    let (moments, clocks) = (Moments::of(&timeline), engine.clocks(&timeline));
    let calendars = story.calendars_head();
    ask(&TicketFacts {
        moments: &moments,
        clocks: &clocks,
        calendar: calendars.default(),
        zone: calendars.zone(),
        now: at(now),
        links: &|_| None,
    })
}

fn seconds(t: &History, now: &str, key: &Derived) -> Option<i64> {
    ask(t, now, |facts| match facts.fact(key, Unit::Calendar)? {
        Fact::Seconds(n) | Fact::Count(n) => Some(n),
        other => panic!("{other:?}"),
    })
}

#[test]
fn durations_in_calendar_and_in_working_time() {
    let t = History::open("2026-11-19 17:00", "novo");
    ask(&t, "2026-11-23 09:00", |facts| {
        assert_eq!(facts.fact(&Derived::Age, Unit::Calendar), Some(Fact::Seconds(h(88))));
        assert_eq!(facts.fact(&Derived::Age, Unit::WorkingHours), Some(Fact::Seconds(h(2))));
        assert_eq!(facts.fact(&Derived::Age, Unit::WorkingDays), Some(Fact::Days(1)));
        assert_eq!(
            facts.fact(&Derived::Opened, Unit::Calendar),
            Some(Fact::Instant(local("2026-11-19 17:00")))
        );
    });
}

#[test]
fn a_closed_ticket_grows_no_older_until_it_is_opened_again() {
    let t = History::open("2026-11-23 08:00", "novo").status("2026-11-23 10:00", "fechado");
    assert_eq!(seconds(&t, "2026-11-25 10:00", &Derived::Age), Some(h(2)));
    ask(&t, "2026-11-25 10:00", |facts| {
        assert_eq!(
            facts.fact(&Derived::Closed, Unit::Calendar),
            Some(Fact::Instant(local("2026-11-23 10:00")))
        );
    });
    let t = t.status("2026-11-23 11:00", "atendimento");
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::Age), Some(h(4)));
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::Closed), None);
}

#[test]
fn idle_in_status_and_since_public() {
    let t = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 09:00", "atendimento")
        .priority("2026-11-23 10:00", "alta");
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::Idle), Some(h(2)));
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::InStatus), Some(h(3)));
    // Without a public comment from the opening.
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::SincePublic), Some(h(4)));
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::SinceCustomer), None);
}

#[test]
fn unanswered_is_the_oldest_message_that_waits() {
    let t = History::open("2026-11-23 08:00", "novo");
    assert_eq!(seconds(&t, "2026-11-23 09:00", &Derived::Unanswered), Some(h(1)));
    let t = t.reply("2026-11-23 09:00");
    assert_eq!(seconds(&t, "2026-11-23 10:00", &Derived::Unanswered), None);
    let t = t.customer("2026-11-23 10:00").customer("2026-11-23 11:00");
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::Unanswered), Some(h(2)));
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::SinceCustomer), Some(h(1)));
    // The agent's own internal notes are no answer; the end of the work is one.
    let t = t.comment("2026-11-23 11:30", CommentKind::Internal);
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::Unanswered), Some(h(2)));
    let t = t.status("2026-11-23 11:45", "resolvido");
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::Unanswered), None);
}

#[test]
fn dismissed_messages_do_not_count() {
    let t = History::open("2026-11-23 08:00", "novo")
        .reply("2026-11-23 09:00")
        .customer("2026-11-23 10:00")
        .commit("2026-11-23 11:00", |s| {
            let mut note = Comment::new(CommentKind::Internal, "nada");
            note.dismisses = vec![comment_id(2).to_string()];
            s.comments.insert(comment_id(6), note);
        });
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::Unanswered), None);
    assert_eq!(seconds(&t, "2026-11-23 12:00", &Derived::SinceCustomer), None);
}

#[test]
fn public_comments_since_the_last_spoken_contact() {
    let t = History::open("2026-11-23 08:00", "novo").reply("2026-11-23 08:10").reply("2026-11-23 08:20");
    assert_eq!(seconds(&t, "2026-11-23 09:00", &Derived::PublicSinceContact), Some(2));
    let t = t
        .commit("2026-11-23 08:30", |s| {
            let mut call = Comment::new(CommentKind::Public, "por telefone");
            call.channel = Some("phone".into());
            s.comments.insert(comment_id(70), call);
        })
        .reply("2026-11-23 08:40");
    assert_eq!(seconds(&t, "2026-11-23 09:00", &Derived::PublicSinceContact), Some(1));
}

#[test]
fn clocks_as_facts() {
    let t = History::open("2026-11-23 08:00", "novo").priority("2026-11-23 08:00", "alta");
    ask(&t, "2026-11-23 11:00", |facts| {
        let state = |name: &str| facts.fact(&Derived::SlaState(name.into()), Unit::Calendar);
        assert_eq!(state("first_response"), Some(Fact::Text("at_risk".into())));
        assert_eq!(state("none"), None);
        assert_eq!(facts.fact(&Derived::AtRisk, Unit::Calendar), Some(Fact::Bool(true)));
        assert_eq!(facts.fact(&Derived::Breached, Unit::Calendar), Some(Fact::Bool(false)));
        // Due at noon.
        assert_eq!(facts.fact(&Derived::DueIn, Unit::Calendar), Some(Fact::Seconds(h(1))));
        // 5 h of 8 are left: until closing at 17:30.
        let resolution = Derived::SlaDueIn("resolution".into());
        assert_eq!(facts.fact(&resolution, Unit::Calendar), Some(Fact::Seconds(h(6) + m(30))));
        assert_eq!(facts.fact(&resolution, Unit::WorkingHours), Some(Fact::Seconds(h(5))));
    });
    ask(&t, "2026-11-23 14:00", |facts| {
        assert_eq!(facts.fact(&Derived::DueIn, Unit::Calendar), Some(Fact::Seconds(-h(2))));
        assert_eq!(facts.fact(&Derived::Breached, Unit::Calendar), Some(Fact::Bool(true)));
    });
    let t = t.status("2026-11-23 11:30", "resolvido");
    ask(&t, "2026-11-23 14:00", |facts| assert_eq!(facts.fact(&Derived::DueIn, Unit::Calendar), None));
}

#[test]
fn a_receipt_answers_nobody() {
    let public = |t: History, when: &str, id: u64, message: bool| {
        t.commit(when, |s| {
            s.comments.insert(comment_id(id), Comment::new(CommentKind::Public, "Recebemos"));
            if message {
                s.comments.insert(comment_id(id - 1), Comment::new(CommentKind::Customer, "voltou"));
            }
        })
    };
    let opened = |status: &str| {
        History::open_with("2026-11-23 08:00", status, |s| {
            s.comments.insert(comment_id(50), Comment::new(CommentKind::Public, "Recebemos"));
        })
    };
    let of = |t: &History| {
        let ask = |key| seconds(t, "2026-11-23 12:00", &key);
        (ask(Derived::Unanswered), ask(Derived::SincePublic))
    };
    let t = opened("novo");
    assert_eq!(of(&t), (Some(h(4)), Some(h(4))));
    // To the clock it is a reply as any other.
    assert_eq!(t.row(&desk(), "first_response", "2026-11-23 12:00").state, crate::sla::ClockState::Met);
    let t = public(t, "2026-11-23 09:00", 60, false);
    assert_eq!(of(&t), (None, Some(h(3))));
    let t = public(t, "2026-11-23 10:00", 70, true);
    assert_eq!(of(&t), (Some(h(2)), Some(h(3))));
    // What is opened with its solution is answered by it.
    assert_eq!(of(&opened("resolvido")), (None, Some(h(4))));
}
