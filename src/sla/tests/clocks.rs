//! Elapsed, deadlines, stops, reopening, states (6).

use super::fixture::*;
use crate::model::Comment;
use crate::model::CommentKind::{Customer, Public};
use crate::sla::ClockState::*;
use serde_json::json;

fn desk() -> crate::model::config::Config {
    with_policies(&[("padrao", standard())])
}

// 2026-11-23 is a Monday.

#[test]
fn elapsed_is_working_time_and_the_deadline_is_where_it_reaches_the_target() {
    let t = History::open("2026-11-23 11:00", "novo");
    let row = t.row(&desk(), "first_response", "2026-11-23 14:30");
    assert_eq!((row.elapsed_s, row.target_s, row.state), (h(2), h(8), Running));
    // 1 h to noon, 4.5 h to 18:00, 2.5 h from 8:00.
    assert_eq!(row.due_at, Some(local("2026-11-24 10:30")));
    assert_eq!(row.remaining_s, Some(h(6)));
}

#[test]
fn a_budget_that_runs_out_at_closing_time_is_due_at_closing_time() {
    // 8:00 + 4 h is noon, not 13:30.
    let t = History::open_with("2026-11-23 08:00", "novo", |s| s.ticket.priority = Some("alta".into()));
    let row = t.row(&desk(), "first_response", "2026-11-23 12:30");
    assert_eq!(
        (row.due_at, row.elapsed_s, row.remaining_s),
        (Some(local("2026-11-23 12:00")), h(4), Some(0))
    );
    // At the target it is not late yet.
    assert_eq!(row.state, AtRisk);
    let row = t.row(&desk(), "first_response", "2026-11-23 13:30:01");
    assert_eq!((row.state, row.remaining_s), (Overdue, Some(-1)));
    let met = t.clone().reply("2026-11-23 13:30").row(&desk(), "first_response", "2026-11-30 09:00");
    assert_eq!((met.state, met.elapsed_s, met.remaining_s), (Met, h(4), None));
    assert_eq!(met.due_at, Some(local("2026-11-23 12:00")));
    let late = t.reply("2026-11-23 13:30:01").row(&desk(), "first_response", "2026-11-30 09:00");
    assert_eq!(late.state, Breached);
}

#[test]
fn at_risk_from_the_part_that_warn_says() {
    let t = History::open("2026-11-23 08:00", "novo");
    // 75 % of 8 h is 6 h: 8–12 and 13:30–15:30.
    assert_eq!(t.row(&desk(), "first_response", "2026-11-23 15:29:59").state, Running);
    assert_eq!(t.row(&desk(), "first_response", "2026-11-23 15:30").state, AtRisk);
}

#[test]
fn without_warn_a_clock_is_never_at_risk() {
    let config = with_policies(&[(
        "p",
        json!({"metrics": {"m": {"start": "opened", "stop": "reply", "targets": [{"within": "8h"}]}}}),
    )]);
    let t = History::open("2026-11-23 08:00", "novo");
    assert_eq!(t.row(&config, "m", "2026-11-23 17:30").state, Running);
}

#[test]
fn a_pause_takes_its_working_time_out_and_leaves_no_deadline() {
    let t = History::open("2026-11-23 09:00", "novo").status("2026-11-23 10:00", "pendente");
    let row = t.row(&desk(), "resolution", "2026-11-24 09:00");
    assert_eq!((row.elapsed_s, row.state, row.due_at), (h(1), Paused, None));
    assert_eq!(row.remaining_s, Some(h(15)));
    // 2 h to noon, 4.5 h to 18:00, 1 h next morning.
    assert_eq!(row.paused_s, h(7) + m(30));
    let t = t.status("2026-11-24 09:00", "atendimento");
    let row = t.row(&desk(), "resolution", "2026-11-24 10:00");
    assert_eq!((row.elapsed_s, row.paused_s, row.state), (h(2), h(7) + m(30), Running));
    // 14 h left at 10:00: 2 + 4.5 today, 7.5 on Wednesday: 8–12 and 13:30–17:00.
    assert_eq!(row.due_at, Some(local("2026-11-25 17:00")));
}

#[test]
fn an_overdue_clock_stays_overdue_and_keeps_its_deadline_while_paused() {
    let t = History::open("2026-11-23 08:00", "novo").status("2026-11-25 09:00", "pendente");
    let row = t.row(&desk(), "resolution", "2026-11-26 09:00");
    // Monday and Tuesday are 8.5 h each, of which 16 are reached on Tuesday at 17:00.
    assert_eq!((row.state, row.elapsed_s), (Overdue, h(18)));
    assert_eq!(row.due_at, Some(local("2026-11-24 17:00")));
}

#[test]
fn a_state_stop_stands_resumes_and_does_not_count_as_pause() {
    let t = History::open("2026-11-23 09:00", "novo").status("2026-11-23 10:00", "resolvido");
    let met = t.row(&desk(), "resolution", "2026-11-24 17:00");
    assert_eq!((met.state, met.elapsed_s, met.stopped_at), (Met, h(1), Some(local("2026-11-23 10:00"))));
    // 15 h left on Monday at 10:00: 6.5 then, 8.5 on Tuesday: closing time.
    assert_eq!(met.due_at, Some(local("2026-11-24 18:00")));
    let t = t.status("2026-11-24 09:00", "atendimento");
    let row = t.row(&desk(), "resolution", "2026-11-24 10:00");
    assert_eq!((row.state, row.elapsed_s, row.paused_s, row.stopped_at), (Running, h(2), 0, None));
    assert_eq!(row.cycle, 1);
}

#[test]
fn reopen_new_cycle_starts_the_next_one_with_its_own_target() {
    let config = one_metric(&json!({"start": "opened", "stop": "enter_category:resolved,closed",
        "reopen": "new_cycle", "targets": [{"within": "4h"}]}));
    let t = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 09:00", "resolvido")
        .status("2026-11-23 11:00", "atendimento");
    let rows = t.cycles(&config, "m", "2026-11-23 11:30");
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].cycle, rows[0].state, rows[0].elapsed_s), (1, Met, h(1)));
    assert_eq!((rows[1].cycle, rows[1].state, rows[1].elapsed_s), (2, Running, m(30)));
    assert_eq!(rows[1].started_at, local("2026-11-23 11:00"));
    // From resolved to closed nothing is reopened.
    let t = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 09:00", "resolvido")
        .status("2026-11-23 11:00", "fechado");
    assert_eq!(t.cycles(&config, "m", "2026-11-23 11:30").len(), 1);
}

#[test]
fn resolving_stops_every_running_clock_as_it_stands_and_a_reopening_leaves_it_stopped() {
    let t = History::open("2026-11-23 08:00", "novo").status("2026-11-23 10:00", "resolvido");
    let row = t.row(&desk(), "first_response", "2026-11-25 10:00");
    assert_eq!((row.state, row.elapsed_s), (Met, h(2)));
    let t = t.status("2026-11-24 08:00", "atendimento");
    let row = t.row(&desk(), "first_response", "2026-11-25 10:00");
    assert_eq!((row.state, row.elapsed_s), (Met, h(2)));
    let late = History::open("2026-11-23 08:00", "novo").status("2026-11-24 17:00", "resolvido");
    assert_eq!(late.row(&desk(), "first_response", "2026-11-25 10:00").state, Breached);
}

#[test]
fn rejected_and_merged_cancel() {
    let t = History::open("2026-11-23 08:00", "novo").status("2026-11-23 10:00", "rejeitado");
    let row = t.row(&desk(), "resolution", "2026-11-27 10:00");
    assert_eq!((row.state, row.elapsed_s, row.remaining_s), (Cancelled, h(2), None));
    let merged = History::open("2026-11-23 08:00", "novo").commit("2026-11-23 10:00", |s| {
        s.ticket.merged = Some("01JDB3V1Q2Z6X8N4T7C5M9K0RA".into());
        s.ticket.status = "fechado".into();
    });
    for row in merged.clocks(&desk(), "2026-11-27 10:00").rows {
        assert_eq!(row.state, Cancelled, "{row:?}");
    }
    // What was stopped before stays.
    let t = History::open("2026-11-23 08:00", "novo")
        .reply("2026-11-23 09:00")
        .status("2026-11-23 10:00", "rejeitado");
    assert_eq!(t.row(&desk(), "first_response", "2026-11-27 10:00").state, Met);
}

#[test]
fn a_stop_before_the_start_is_ignored() {
    let config =
        one_metric(&json!({"start": "enter:aceito", "stop": "reply", "targets": [{"within": "4h"}]}));
    let t = History::open("2026-11-23 08:00", "novo")
        .reply("2026-11-23 08:30")
        .status("2026-11-23 09:00", "aceito");
    assert_eq!(t.row(&config, "m", "2026-11-23 10:00").state, Running);
}

#[test]
fn only_the_first_start_counts_without_repeat_and_two_in_a_row_count_once() {
    let config =
        one_metric(&json!({"start": "enter:aceito", "stop": "reply", "targets": [{"within": "4h"}]}));
    let t = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 09:00", "aceito")
        .status("2026-11-23 09:10", "novo")
        .status("2026-11-23 09:20", "aceito");
    assert_eq!(t.row(&config, "m", "2026-11-23 10:00").elapsed_s, h(1));
    let t =
        t.reply("2026-11-23 09:30").status("2026-11-23 09:40", "novo").status("2026-11-23 09:50", "aceito");
    let row = t.row(&config, "m", "2026-11-23 10:00");
    assert_eq!((row.state, row.elapsed_s), (Met, m(30)));
}

#[test]
fn an_event_that_is_both_stops_first() {
    let t =
        History::open("2026-11-23 08:00", "atendimento").reply("2026-11-23 09:00").reply("2026-11-23 11:00");
    let rows = t.cycles(&desk(), "update", "2026-11-23 11:30");
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].state, rows[0].elapsed_s), (Met, h(2)));
    assert_eq!((rows[1].state, rows[1].elapsed_s), (Running, m(30)));
}

#[test]
fn no_start_before_the_first_of_after() {
    let t = History::open("2026-11-23 08:00", "novo").customer("2026-11-23 08:30");
    assert!(t.cycles(&desk(), "next_response", "2026-11-23 09:00").is_empty());
    let t = t.reply("2026-11-23 09:00").customer("2026-11-23 10:00").customer("2026-11-23 11:00");
    let row = t.row(&desk(), "next_response", "2026-11-23 11:30");
    assert_eq!((row.elapsed_s, row.started_at), (h(1) + m(30), local("2026-11-23 10:00")));
}

#[test]
fn outside_while_a_clock_is_paused() {
    let t = History::open("2026-11-23 08:00", "atendimento")
        .reply("2026-11-23 09:00")
        .status("2026-11-23 10:00", "pendente")
        .status("2026-11-23 11:00", "atendimento")
        .status("2026-11-23 11:30", "novo");
    let row = t.row(&desk(), "update", "2026-11-23 14:00");
    assert_eq!((row.state, row.elapsed_s, row.paused_s), (Paused, h(1) + m(30), h(2)));
    assert_eq!(row.due_at, None);
}

#[test]
fn business_days_and_shifts_fix_a_first_deadline_whose_working_time_is_the_target() {
    // From Wednesday 2026-11-18, 17:00: Thursday, then Monday, as Friday is a holiday.
    let t = History::open("2026-11-18 08:00", "atendimento").reply("2026-11-18 17:00");
    let row = t.row(&desk(), "update", "2026-11-19 08:00");
    assert_eq!((row.target_s, row.due_at), (h(18), Some(local("2026-11-23 18:00"))));
    // Put off by a pause of 2 h: those of the next morning.
    let t = t.status("2026-11-19 08:00", "pendente").status("2026-11-19 10:00", "atendimento");
    let row = t.row(&desk(), "update", "2026-11-19 11:00");
    assert_eq!((row.target_s, row.due_at), (h(18), Some(local("2026-11-24 10:00"))));
    // One shift, from within the morning: the afternoon's close (T4).
    let t = History::open("2026-11-23 08:00", "novo").status("2026-11-23 09:00", "aceito");
    let row = t.row(&desk(), "agendamento", "2026-11-23 09:00");
    assert_eq!((row.target_s, row.due_at), (h(7) + m(30), Some(local("2026-11-23 18:00"))));
    // At the instant at which a shift opens, that one does not count.
    let t = History::open("2026-11-23 07:00", "novo").status("2026-11-23 08:00", "aceito");
    assert_eq!(t.row(&desk(), "agendamento", "2026-11-23 09:00").due_at, Some(local("2026-11-23 18:00")));
}

#[test]
fn a_running_clock_takes_the_target_that_matches_now_from_its_own_start() {
    let t = History::open("2026-11-23 08:00", "novo").priority("2026-11-23 10:00", "alta");
    let row = t.row(&desk(), "first_response", "2026-11-23 11:00");
    assert_eq!((row.target_s, row.target_changed, row.due_at), (h(4), true, Some(local("2026-11-23 12:00"))));
    // A stopped one keeps what matched when it stopped.
    let t = History::open("2026-11-23 08:00", "novo")
        .reply("2026-11-23 13:30")
        .priority("2026-11-23 14:00", "alta");
    let row = t.row(&desk(), "first_response", "2026-11-23 15:00");
    assert_eq!((row.target_s, row.target_changed, row.state), (h(8), false, Met));
    // The change of the commit that stops it is in force when it stops.
    let t = History::open("2026-11-23 08:00", "novo").commit("2026-11-23 14:00", |s| {
        s.ticket.priority = Some("alta".into());
        s.comments.insert(comment_id(1), Comment::new(Public, "ok"));
    });
    let row = t.row(&desk(), "first_response", "2026-11-23 15:00");
    assert_eq!((row.target_s, row.state, row.elapsed_s), (h(4), Breached, h(4) + m(30)));
}

#[test]
fn a_standing_clock_keeps_its_target_until_it_resumes() {
    let t = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 10:00", "resolvido")
        .priority("2026-11-23 11:00", "alta");
    assert_eq!(t.row(&desk(), "resolution", "2026-11-23 12:00").target_s, h(16));
    let t = t.status("2026-11-23 14:00", "atendimento");
    assert_eq!(t.row(&desk(), "resolution", "2026-11-23 15:00").target_s, h(8));
}

#[test]
fn target_at_open_keeps_that_of_its_start() {
    let config = one_metric(&json!({"start": "opened", "stop": "reply", "target": "at_open",
        "targets": [{"when": "peso:>=5", "within": "8h"}, {"within": "16h"}]}));
    let t = History::open_with("2026-11-23 08:00", "novo", |s| {
        s.ticket.fields.insert("peso".into(), "5".into());
    })
    .commit("2026-11-23 09:00", |s| {
        s.ticket.fields.insert("peso".into(), "1".into());
    });
    let row = t.row(&config, "m", "2026-11-23 10:00");
    assert_eq!((row.target_s, row.target_changed), (h(8), false));
}

#[test]
fn a_clock_that_no_target_matches_owes_nothing() {
    let config = one_metric(
        &json!({"start": "opened", "stop": "reply", "targets": [{"when": "priority:alta", "within": "4h"}]}),
    );
    let t = History::open("2026-11-23 08:00", "novo");
    assert!(t.clocks(&config, "2026-11-24 08:00").rows.is_empty());
    let t = t.priority("2026-11-23 10:00", "alta");
    let row = t.row(&config, "m", "2026-11-23 11:00");
    assert_eq!((row.elapsed_s, row.target_s, row.target_changed), (h(3), h(4), true));
}

#[test]
fn an_opening_that_already_answers_is_met_with_nothing_elapsed() {
    let t = History::open_with("2026-11-23 08:00", "novo", |s| {
        s.comments.insert(comment_id(1), Comment::new(Public, "recebido"));
    });
    let row = t.row(&desk(), "first_response", "2026-11-23 10:00");
    assert_eq!((row.state, row.elapsed_s), (Met, 0));
}

#[test]
fn an_instant_stop_while_standing_is_final() {
    let config = one_metric(
        &json!({"start": "opened", "stop": ["reply", "enter_category:resolved"], "targets": [{"within": "4h"}]}),
    );
    let t = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 09:00", "resolvido")
        .reply("2026-11-23 09:30")
        .status("2026-11-23 10:00", "atendimento");
    let row = t.row(&config, "m", "2026-11-23 11:00");
    assert_eq!((row.state, row.elapsed_s, row.stopped_at), (Met, h(1), Some(local("2026-11-23 09:00"))));
}

#[test]
fn comments_of_one_commit_take_effect_in_their_order() {
    let both = |first, second| {
        History::open("2026-11-23 08:00", "novo").reply("2026-11-23 08:10").commit("2026-11-23 09:00", |s| {
            s.comments.insert(comment_id(50), Comment::new(first, "a"));
            s.comments.insert(comment_id(51), Comment::new(second, "b"));
        })
    };
    let row = both(Customer, Public).row(&desk(), "next_response", "2026-11-23 10:00");
    assert_eq!((row.state, row.elapsed_s), (Met, 0));
    let row = both(Public, Customer).row(&desk(), "next_response", "2026-11-23 10:00");
    assert_eq!((row.state, row.elapsed_s), (Running, h(1)));
}
