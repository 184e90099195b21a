//! Steps and their events, dismissals among them (4, 6, S21).

use super::fixture::*;
use crate::model::{Change, Comment, CommentKind, Pair};
use crate::sla::ClockState::*;
use crate::sla::{Engine, Event, Horizon};

fn desk() -> crate::model::config::Config {
    with_policies(&[("padrao", standard())])
}

fn events(history: &History) -> Vec<Vec<String>> {
    let story = Story::new(desk());
    let engine = Engine::new(&story);
    let timeline = engine.timeline(&history.tramites, Horizon::at(at("2026-12-31 00:00"))).unwrap();
    timeline.steps.iter().map(|s| s.events().map(Event::to_string).collect()).collect()
}

#[test]
fn every_event_is_found() {
    let t = History::open_with("2026-11-23 08:00", "novo", |s| s.ticket.assignee = Some("ana".into()))
        .commit("2026-11-23 09:00", |s| {
            s.ticket.status = "pendente".into();
            let mut phone = Comment::new(CommentKind::Internal, "liguei");
            phone.channel = Some("phone".into());
            s.comments.insert(comment_id(1), phone);
        })
        .commit("2026-11-23 10:00", |s| {
            s.ticket.assignee = None;
        })
        .commit("2026-11-23 11:00", |s| {
            s.ticket.assignee = Some("bia".into());
            s.ticket.links.insert(crate::sla::events::fix_link("erp@1a"));
        })
        .commit("2026-11-23 11:30", |s| s.ticket.merged = Some("01JDB3V1Q2Z6X8N4T7C5M9K0RA".into()));
    let found = events(&t);
    assert_eq!(found[0], ["opened", "enter:novo", "enter_category:new", "assigned"]);
    assert_eq!(found[1], ["leave:novo", "enter:pendente", "enter_category:waiting", "contact"]);
    assert!(found[2].is_empty());
    assert_eq!(found[3], ["assigned", "link:commit", "fixed"]);
    assert_eq!(found[4], ["merged"]);
}

#[test]
fn a_change_to_the_value_already_held_is_no_event() {
    let mut t = History::open("2026-11-23 08:00", "novo").status("2026-11-23 09:00", "aceito");
    // The same move, made on another line of history too.
    let mut again = t.tramites[1].clone();
    again.at = local("2026-11-23 10:00");
    again.commit = "3".into();
    again.changes = vec![Change::Status(Pair { from: Some("novo".into()), to: Some("aceito".into()) })];
    t.tramites.push(again);
    assert!(events(&t)[2].is_empty());
    // The same comment, brought by both lines.
    let mut t = History::open("2026-11-23 08:00", "novo").reply("2026-11-23 09:00");
    let mut again = t.tramites[1].clone();
    again.at = local("2026-11-23 10:00");
    t.tramites.push(again);
    assert!(events(&t)[2].is_empty());
}

fn dismiss(t: History, when: &str, comment: u64, back: Option<&str>) -> History {
    let back = back.map(str::to_owned);
    t.commit(when, move |s| {
        let mut note = Comment::new(CommentKind::Internal, "conversa interna do cliente");
        note.dismisses = vec![comment_id(comment).to_string()];
        s.comments.insert(comment_id(900), note);
        if let Some(back) = back {
            s.ticket.status = back;
        }
    })
}

fn chatter(with_status: bool) -> History {
    History::open("2026-11-23 08:00", "novo")
        .reply("2026-11-23 08:30")
        .status("2026-11-23 09:00", "pendente")
        .commit("2026-11-23 10:00", |s| {
            s.comments.insert(comment_id(77), Comment::new(CommentKind::Customer, "ok, obrigado"));
            if with_status {
                s.ticket.status = "atendimento".into();
            }
        })
}

#[test]
fn a_dismissed_message_and_the_move_that_its_dismissal_undid_are_as_if_they_had_not_been() {
    let before = chatter(true).clocks(&desk(), "2026-11-23 11:00").rows;
    assert_eq!(before.iter().find(|r| r.metric == "resolution").unwrap().elapsed_s, h(2));
    assert!(before.iter().any(|r| r.metric == "next_response"));
    let t = dismiss(chatter(true), "2026-11-23 11:00", 77, Some("pendente"));
    let rows = t.clocks(&desk(), "2026-11-23 14:00").rows;
    let resolution = rows.iter().find(|r| r.metric == "resolution").unwrap();
    // 8:00–9:00 counted; from 9:00 on it waits.
    assert_eq!((resolution.elapsed_s, resolution.paused_s, resolution.state), (h(1), h(3) + m(30), Paused));
    assert!(!rows.iter().any(|r| r.metric == "next_response"));
    // The same as without the two commits.
    let never = History::open("2026-11-23 08:00", "novo")
        .reply("2026-11-23 08:30")
        .status("2026-11-23 09:00", "pendente");
    assert_eq!(rows, never.clocks(&desk(), "2026-11-23 14:00").rows);
}

#[test]
fn a_move_that_the_dismissal_did_not_undo_stays() {
    let t = dismiss(chatter(true), "2026-11-23 11:00", 77, None);
    let rows = t.clocks(&desk(), "2026-11-23 11:30").rows;
    assert_eq!(rows.iter().find(|r| r.metric == "resolution").unwrap().elapsed_s, h(2) + m(30));
    assert!(!rows.iter().any(|r| r.metric == "next_response"));
    let t = dismiss(chatter(true), "2026-11-23 11:00", 77, Some("agendado"));
    assert_eq!(t.row(&desk(), "resolution", "2026-11-23 11:30").elapsed_s, h(2) + m(30));
}

#[test]
fn before_its_dismissal_was_made_the_message_counts() {
    let t = dismiss(chatter(true), "2026-11-23 11:00", 77, Some("pendente"));
    assert_eq!(t.cycles(&desk(), "next_response", "2026-11-23 10:30").len(), 1);
    assert_eq!(t.row(&desk(), "resolution", "2026-11-23 10:30").elapsed_s, h(1) + m(30));
}

#[test]
fn a_public_comment_cannot_be_dismissed() {
    let t = History::open("2026-11-23 08:00", "novo").reply("2026-11-23 09:00");
    let t = dismiss(t, "2026-11-23 10:00", 1, None);
    assert_eq!(t.row(&desk(), "first_response", "2026-11-23 11:00").state, Met);
}

#[test]
fn work_between_a_message_and_its_dismissal_keeps_its_own_moves() {
    // 10:00 chatter moves to atendimento; 10:30 an agent moves on to agendado; 11:00 dismissed, back to pendente.
    let t = chatter(true).status("2026-11-23 10:30", "agendado");
    let t = dismiss(t, "2026-11-23 11:00", 77, Some("pendente"));
    // 8–9, then 10:30–11:00 in agendado.
    assert_eq!(t.row(&desk(), "resolution", "2026-11-23 11:30").elapsed_s, h(1) + m(30));
}
