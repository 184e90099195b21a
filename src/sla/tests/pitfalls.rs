//! What other systems got wrong, each as a test of its own.

use super::fixture::*;
use crate::model::config::Config;
use crate::sla::ClockState::{self, *};
use crate::sla::{ClockRow, Engine, Horizon};
use chrono::{TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::json;

fn desk() -> Config {
    with_policies(&[("padrao", standard())])
}

fn resolution(t: &History, now: &str) -> ClockRow {
    t.row(&desk(), "resolution", now)
}

#[test]
fn pause_is_neither_lost_nor_counted_twice_when_the_priority_changes_in_it() {
    let plain = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 09:00", "pendente")
        .status("2026-11-23 11:00", "atendimento");
    let changed = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 09:00", "pendente")
        .priority("2026-11-23 09:30", "alta")
        .priority("2026-11-23 10:00", "alta")
        .status("2026-11-23 11:00", "atendimento");
    let (plain, changed) = (resolution(&plain, "2026-11-23 14:00"), resolution(&changed, "2026-11-23 14:00"));
    assert_eq!((plain.elapsed_s, plain.paused_s), (h(2) + m(30), h(2)));
    assert_eq!((changed.elapsed_s, changed.paused_s), (plain.elapsed_s, plain.paused_s));
    // 5.5 of 8 h are left at 14:00: 4 until closing, then 1.5.
    assert_eq!(changed.due_at, Some(local("2026-11-24 09:30")));
}

#[test]
fn pause_stays_out_when_the_calendar_is_edited() {
    let mut edited = desk();
    edited.calendars.get_mut("comercial").unwrap().hours =
        [("mon-fri".to_owned(), "06:00-12:00".into())].into();
    let story = Story::new(desk()).then(4, edited);
    let t = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 09:00", "pendente")
        .status("2026-11-23 11:00", "atendimento")
        .priority("2026-11-24 08:00", "media");
    let rows = t.clocks_over(&story, "2026-11-24 08:00").rows;
    let row = rows.iter().find(|r| r.metric == "resolution").unwrap();
    // 8–9, 11–12, and 6–8 on Tuesday.
    assert_eq!((row.elapsed_s, row.paused_s), (h(4), h(2)));
}

#[test]
fn pause_is_neither_lost_nor_counted_twice_when_the_policy_changes_in_it() {
    // By another type, and by an edit that open tickets follow; each brings another target.
    let resolution = |hours: &str, version: &str, of: &str| {
        json!({"when": format!("type:{of}"), "pause": "category:waiting", "version": version, "metrics": {"resolution":
            {"start": "opened", "stop": "enter_category:resolved,closed", "targets": [{"within": hours}]}}})
    };
    let open = || History::open("2026-11-23 08:00", "novo").status("2026-11-23 09:00", "pendente");
    let by_type = open().type_id("2026-11-23 09:30", "servico").status("2026-11-23 11:00", "atendimento");
    let two = with_policies(&[
        ("a", resolution("8h", "at_open", "bug")),
        ("b", resolution("16h", "at_open", "servico")),
    ]);
    let by_edit = open().status("2026-11-23 11:00", "atendimento");
    let edited = Story::new(with_policies(&[("a", resolution("8h", "current", "bug"))]))
        .then(3, with_policies(&[("a", resolution("16h", "current", "bug"))]));
    let now = "2026-11-23 14:00";
    for rows in [by_type.clocks(&two, now).rows, by_edit.clocks_over(&edited, now).rows] {
        // 8–9, 11–12, 13:30–14; 9–11 paused.
        let figures: Vec<_> = rows.iter().map(|r| (r.elapsed_s, r.paused_s, r.target_s, r.cycle)).collect();
        assert_eq!(figures, [(h(2) + m(30), h(2), h(16), 1)]);
    }
}

#[test]
fn hold_counts_from_the_hold_and_not_from_the_creation() {
    let t = History::open("2026-11-23 08:00", "novo").status("2026-11-23 10:00", "pendente");
    assert_eq!(resolution(&t, "2026-11-23 12:00").paused_s, h(2));
}

#[test]
fn hold_is_not_lost_on_going_straight_from_paused_to_resolved() {
    let t = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 10:00", "pendente")
        .status("2026-11-24 10:00", "resolvido");
    let row = resolution(&t, "2026-11-30 10:00");
    assert_eq!((row.elapsed_s, row.paused_s, row.state), (h(2), h(8) + m(30), Met));
}

#[test]
fn time_while_solved_is_neither_elapsed_nor_pause_after_a_reopening() {
    let t = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 09:00", "resolvido")
        .status("2026-11-23 10:00", "atendimento")
        .status("2026-11-23 10:30", "pendente")
        .status("2026-11-23 11:00", "resolvido")
        .status("2026-11-23 11:30", "atendimento");
    let row = resolution(&t, "2026-11-23 12:00");
    assert_eq!((row.elapsed_s, row.paused_s, row.cycle), (h(2), m(30), 1));
}

#[test]
fn thanks_after_the_resolution_start_no_clock() {
    let t = History::open("2026-11-23 08:00", "novo")
        .reply("2026-11-23 08:30")
        .status("2026-11-23 09:00", "resolvido")
        .customer("2026-11-23 09:30");
    assert!(t.cycles(&desk(), "next_response", "2026-12-31 10:00").is_empty());
    // A message that reopens the ticket awaits an answer.
    let t = t.commit("2026-11-23 10:00", |s| {
        s.ticket.status = "atendimento".into();
        let message = crate::model::Comment::new(crate::model::CommentKind::Customer, "voltou");
        s.comments.insert(comment_id(60), message);
    });
    assert_eq!(t.row(&desk(), "next_response", "2026-11-23 11:00").elapsed_s, h(1));
}

#[test]
fn the_update_clock_is_silent_when_the_agent_has_just_written_and_resolved() {
    let t = History::open("2026-11-23 08:00", "atendimento").reply("2026-11-23 08:30").commit(
        "2026-11-23 09:00",
        |s| {
            s.ticket.status = "resolvido".into();
            let answer = crate::model::Comment::new(crate::model::CommentKind::Public, "feito");
            s.comments.insert(comment_id(60), answer);
        },
    );
    let rows = t.cycles(&desk(), "update", "2026-12-31 10:00");
    assert_eq!(rows.iter().map(|r| r.state).collect::<Vec<_>>(), [Met]);
}

#[test]
fn a_customers_answer_by_any_channel_starts_the_clock() {
    let t =
        History::open("2026-11-23 08:00", "novo").reply("2026-11-23 08:30").commit("2026-11-23 09:00", |s| {
            let mut call = crate::model::Comment::new(crate::model::CommentKind::Customer, "ligou");
            call.channel = Some("phone".into());
            call.for_contact = Some("daiane@acme".into());
            s.comments.insert(comment_id(60), call);
        });
    assert_eq!(t.row(&desk(), "next_response", "2026-11-23 10:00").elapsed_s, h(1));
}

#[test]
fn lunch_weekend_and_holiday_do_not_count() {
    // Thursday 2026-11-19, 17:00, to Monday 2026-11-23, 14:00; Friday is a holiday.
    let t = History::open("2026-11-19 17:00", "novo");
    assert_eq!(resolution(&t, "2026-11-23 14:00").elapsed_s, h(1) + h(4) + m(30));
}

#[test]
fn opened_and_solved_outside_hours_is_in_the_report_with_nothing_elapsed() {
    let t = History::open("2026-11-21 10:00", "novo")
        .reply("2026-11-21 10:10")
        .status("2026-11-21 11:00", "resolvido");
    let rows = t.clocks(&desk(), "2026-11-30 10:00").rows;
    let states: Vec<_> = rows.iter().map(|r| (r.metric.as_str(), r.state, r.elapsed_s)).collect();
    assert!(states.contains(&("first_response", Met, 0)) && states.contains(&("resolution", Met, 0)));
}

#[test]
fn merged_tickets_and_imported_closed_ones_do_not_escalate() {
    let merged = History::open("2026-11-23 08:00", "novo")
        .commit("2026-11-23 09:00", |s| s.ticket.merged = Some("01JDB3V1Q2Z6X8N4T7C5M9K0RA".into()));
    assert!(merged.clocks(&desk(), "2027-11-23 08:00").rows.iter().all(|r| r.state == Cancelled));
    let closed = History::open("2026-11-23 08:00", "fechado");
    let rows = closed.clocks(&desk(), "2027-11-23 08:00").rows;
    assert!(rows.iter().all(|r| r.state == Met && r.elapsed_s == 0), "{rows:?}");
    assert_eq!(rows.len(), 2);
    let rejected = History::open("2026-11-23 08:00", "rejeitado");
    assert!(rejected.clocks(&desk(), "2027-11-23 08:00").rows.iter().all(|r| r.state == Cancelled));
}

#[test]
fn a_ticket_opened_in_a_waiting_status_starts_paused() {
    let t = History::open("2026-11-23 08:00", "pendente");
    let row = resolution(&t, "2026-11-23 10:00");
    assert_eq!((row.state, row.elapsed_s, row.paused_s), (Paused, 0, h(2)));
}

#[test]
fn a_ticket_opened_in_a_closed_status_starts_stopped_and_runs_if_it_comes_back() {
    let t = History::open("2026-11-23 08:00", "fechado");
    let row = resolution(&t, "2027-11-23 10:00");
    assert_eq!((row.state, row.elapsed_s, row.paused_s), (Met, 0, 0));
    assert_eq!(row.stopped_at, Some(local("2026-11-23 08:00")));
    let back = t.status("2026-11-24 08:00", "atendimento");
    assert_eq!(resolution(&back, "2026-11-24 10:00").elapsed_s, h(2));
}

#[test]
fn a_deleted_policy_leaves_no_ticket_late_for_good() {
    let deleted = Story::new(desk()).then(2, super::fixture::desk());
    let late = History::open("2026-11-16 08:00", "novo");
    let state = |t: &History, now: &str| {
        let rows = t.clocks_over(&deleted, now).rows;
        let rows = rows.into_iter().filter(|r| r.metric != "update");
        rows.map(|r| (r.metric, r.state)).collect::<Vec<_>>()
    };
    let of = |first: ClockState, resolution: ClockState| {
        vec![("first_response".to_owned(), first), ("resolution".to_owned(), resolution)]
    };
    // What was promised at the opening stands, and can still be kept or ended.
    assert_eq!(state(&late, "2026-11-30 08:00"), of(Overdue, Overdue));
    let answered = late.clone().reply("2026-11-17 08:00").status("2026-11-17 08:00", "resolvido");
    assert_eq!(state(&answered, "2026-11-30 08:00"), of(Breached, Met));
    let dropped = late.clone().status("2026-11-17 08:00", "rejeitado");
    assert_eq!(state(&dropped, "2026-11-30 08:00"), of(Cancelled, Cancelled));
    // A ticket that is chosen a policy for now has none.
    let other = late.type_id("2026-11-17 08:00", "servico");
    assert_eq!(state(&other, "2026-11-30 08:00"), of(Cancelled, Cancelled));
}

#[test]
fn no_deadline_falls_at_midnight_or_on_a_weekend() {
    for (hour, day) in [(8, 19), (12, 19), (17, 20), (23, 20), (0, 21), (10, 22), (13, 23)] {
        let t = History::open(&format!("2026-11-{day} {hour:02}:15"), "novo");
        let due = resolution(&t, "2026-11-23 13:20").due_at.unwrap();
        let (weekday, clock) = (due.format("%u").to_string(), due.format("%H:%M").to_string());
        assert!(weekday.as_str() < "6" && ("08:00"..="18:00").contains(&clock.as_str()), "{due}");
    }
}

#[test]
fn elapsed_is_real_time_over_changes_of_the_clock_and_deadlines_are_read_in_the_desks_zone() {
    // In New York clocks go back on 2026-11-01: that day's opening at 09:00 has another offset than the day before's.
    let mut config = one_metric(&json!({"start": "opened", "stop": "reply", "targets": [{"within": "30h"}]}));
    config.desk.timezone = "America/New_York".into();
    let every = config.calendars.get_mut("comercial").unwrap();
    every.hours = [("mon-sun".to_owned(), "00:00-24:00".into())].into();
    // 23:00 in São Paulo is 22:00 in New York (−04:00); 30 h later it is 03:00 there (−05:00).
    let t = History::open("2026-10-31 23:00", "novo");
    let row = t.row(&config, "m", "2026-11-02 05:00");
    assert_eq!(row.elapsed_s, h(30));
    assert_eq!(row.due_at.unwrap().to_rfc3339(), "2026-11-02T03:00:00-05:00");
    assert_eq!(row.started_at.to_rfc3339(), "2026-10-31T22:00:00-04:00");
}

/// Rows of a history with all its times.
fn rows_at(t: &History, now: chrono::DateTime<Utc>) -> Vec<ClockRow> {
    let story = Story::new(desk());
    let engine = Engine::new(&story);
    let timeline = engine.timeline(&t.tramites, Horizon::at(now)).unwrap();
    let mut rows = engine.clocks(&timeline).rows;
    rows.retain(|r| r.metric == "resolution");
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_pause_of_any_length_leaves_elapsed_unchanged(minutes in 0_i64..20_000, start in 0_i64..3_000) {
        let pause = local("2026-11-23 08:00") + TimeDelta::minutes(start);
        let mut t = History::open("2026-11-23 08:00", "novo");
        let mut waiting = t.state.clone().unwrap();
        waiting.ticket.status = "pendente".into();
        t.record_at(pause, waiting.clone());
        let before = rows_at(&t, pause.into())[0].elapsed_s;
        let resumed = pause + TimeDelta::minutes(minutes);
        waiting.ticket.status = "atendimento".into();
        t.record_at(resumed, waiting);
        let rows = rows_at(&t, resumed.into());
        prop_assert_eq!(rows[0].elapsed_s, before);
    }

    #[test]
    fn changing_the_priority_back_and_forth_changes_nothing(first in 1_i64..5_000, second in 1_i64..5_000, now in 0_i64..8_000) {
        let opened = local("2026-11-23 08:00");
        let t = History::open("2026-11-23 08:00", "novo").priority("2026-11-23 08:00", "media");
        let now = (opened + TimeDelta::minutes(10_000 + now)).into();
        let plain = rows_at(&t, now);
        let mut changed = t.clone();
        for (minutes, priority) in [(first, "alta"), (first + second, "media")] {
            let mut state = changed.state.clone().unwrap();
            state.ticket.priority = Some(priority.into());
            changed.record_at(opened + TimeDelta::minutes(minutes), state);
        }
        prop_assert_eq!(rows_at(&changed, now), plain);
    }

    #[test]
    fn elapsed_never_shrinks_as_time_goes_on(first in 0_i64..4_000, second in 0_i64..4_000, pause in 0_i64..4_000) {
        let opened = local("2026-11-23 08:00");
        let mut t = History::open("2026-11-23 08:00", "novo");
        let mut state = t.state.clone().unwrap();
        state.ticket.status = "pendente".into();
        t.record_at(opened + TimeDelta::minutes(pause), state);
        let (a, b) = (first.min(second), first.max(second));
        let elapsed = |minutes| rows_at(&t, (opened + TimeDelta::minutes(minutes)).into())[0].elapsed_s;
        prop_assert!(elapsed(a) <= elapsed(b));
    }
}

#[test]
fn states_have_the_designs_words() {
    let words: Vec<&str> =
        [Met, Breached, Running, AtRisk, Overdue, Paused, Cancelled].map(ClockState::as_str).to_vec();
    assert_eq!(words, ["met", "breached", "running", "at_risk", "overdue", "paused", "cancelled"]);
}
