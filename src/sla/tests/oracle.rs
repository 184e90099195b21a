//! A brute-force oracle: plainly different code walks minute by minute and must come to the same figures.

use super::fixture::*;
use crate::model::{Comment, CommentKind};
use crate::sla::{ClockState, Engine, Horizon};
use chrono::{DateTime, FixedOffset, TimeDelta};
use proptest::prelude::*;
use std::collections::BTreeSet;

const STATUSES: [(&str, &str); 8] = [
    ("novo", "new"),
    ("aceito", "active"),
    ("agendado", "active"),
    ("atendimento", "active"),
    ("pendente", "waiting"),
    ("resolvido", "resolved"),
    ("fechado", "closed"),
    ("rejeitado", "rejected"),
];

/// What happens in one commit, some minutes after the one before.
#[derive(Debug, Clone)]
struct Move {
    after: i64,
    status: Option<usize>,
    comment: Option<CommentKind>,
    urgent: Option<bool>,
}

/// Minute 0 is Monday 2026-11-16, 00:00 local. Open 8–12 and 13:30–18:00, Monday to Thursday of that week (Friday
/// is a holiday) and Monday to Friday of later ones.
fn open(minute: i64) -> bool {
    let (day, of_day) = (minute / 1440, minute % 1440);
    let works = day % 7 < 5 && day != 4;
    works && ((480..720).contains(&of_day) || (810..1080).contains(&of_day))
}

#[derive(Debug, Default, Clone, PartialEq)]
struct Seen {
    elapsed: i64,
    paused: i64,
    state: String,
}

struct Watch {
    runs: Vec<Seen>,
    /// `running`, `standing`, `over` or `none`.
    phase: &'static str,
    target: i64,
}

/// The clocks first_response, next_response, update and resolution, minute by minute.
fn walk(moves: &[Move], start: i64, now: i64) -> Vec<(&'static str, Vec<Seen>)> {
    let mut out = Vec::new();
    for name in ["first_response", "next_response", "update", "resolution"] {
        let mut watch = Watch { runs: Vec::new(), phase: "none", target: 0 };
        let (mut status, mut urgent, mut replied) = (0_usize, false, false);
        let mut due = moves.iter().scan(start, |at, m| {
            *at += m.after;
            Some((*at, m))
        });
        let mut next = due.next();
        for minute in start..=now {
            let opened = minute == start;
            let mut first = opened;
            while first || next.is_some_and(|(at, _)| at == minute) {
                let was = STATUSES[status].1;
                let (mut reply, mut customer) = (false, false);
                if !first {
                    let (_, change) = next.unwrap();
                    status = change.status.unwrap_or(status);
                    urgent = change.urgent.unwrap_or(urgent);
                    reply = change.comment == Some(CommentKind::Public);
                    customer = change.comment == Some(CommentKind::Customer);
                    next = due.next();
                }
                let is = STATUSES[status].1;
                let ended = ["resolved", "closed", "rejected"].contains(&is);
                let mut was_running = watch.phase == "running";
                let live = ["running", "standing"].contains(&watch.phase);
                if reply && name != "resolution" && live {
                    watch.phase = "over";
                }
                replied |= reply;
                let begins = match name {
                    "first_response" | "resolution" => first,
                    "next_response" => customer && replied && !ended,
                    _ => reply && !ended,
                };
                if begins && !["running", "standing"].contains(&watch.phase) {
                    watch.runs.push(Seen::default());
                    watch.phase = "running";
                    watch.target = 0;
                }
                was_running |= watch.phase == "running";
                if name == "resolution" && watch.phase != "over" && watch.phase != "none" {
                    watch.phase = if is == "resolved" || is == "closed" { "standing" } else { "running" };
                }
                if watch.phase == "running" && (first || is != was) {
                    if is == "rejected" {
                        watch.phase = "over";
                        watch.runs.last_mut().unwrap().state = "cancelled".into();
                    } else if is == "resolved" || is == "closed" {
                        watch.phase = "over";
                    }
                }
                if watch.phase == "running" || was_running || watch.target == 0 {
                    watch.target = match (name, urgent) {
                        ("first_response", true) => 240,
                        ("resolution", false) => 960,
                        _ => 480,
                    };
                }
                first = false;
                let target = watch.target;
                let phase = watch.phase;
                if let Some(run) = watch.runs.last_mut()
                    && run.state != "cancelled"
                    && phase != "running"
                    && (was_running || run.state.is_empty())
                {
                    run.state = if run.elapsed <= target { "met" } else { "breached" }.into();
                }
            }
            if watch.phase == "running" {
                let halted =
                    STATUSES[status].1 == "waiting" || (name == "update" && STATUSES[status].1 != "active");
                let target = watch.target;
                let run = watch.runs.last_mut().unwrap();
                run.state = match () {
                    () if name == "update" => String::new(),
                    () if run.elapsed > target => "overdue".into(),
                    () if halted => "paused".into(),
                    () if run.elapsed * 4 >= target * 3 => "at_risk".into(),
                    () => "running".into(),
                };
                if minute < now && open(minute) {
                    if halted {
                        run.paused += 1;
                    } else {
                        run.elapsed += 1;
                    }
                }
            }
        }
        out.push((name, watch.runs));
    }
    out
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let kind =
        prop_oneof![Just(CommentKind::Public), Just(CommentKind::Customer), Just(CommentKind::Internal)];
    let status = prop_oneof![8 => 0..5_usize, 2 => 5..7_usize, 1 => Just(7_usize)];
    let one = (
        0_i64..900,
        proptest::option::of(status),
        proptest::option::of(kind),
        proptest::option::of(any::<bool>()),
    )
        .prop_map(|(after, status, comment, urgent)| Move { after, status, comment, urgent });
    proptest::collection::vec(one, 0..14)
}

/// A history of these moves; before the `at`-th, `extra` may commit more, a minute after the one before.
fn history(moves: &[Move], at: usize, extra: impl Fn(&mut History, DateTime<FixedOffset>)) -> History {
    let mut when = local("2026-11-16 09:00");
    let mut t = History::open("2026-11-16 09:00", "novo");
    for (index, change) in moves.iter().enumerate() {
        if index == at {
            extra(&mut t, when + TimeDelta::minutes(1));
        }
        when += TimeDelta::minutes(change.after + 10);
        let mut state = t.state.clone().unwrap();
        if let Some(status) = change.status {
            state.ticket.status = STATUSES[status].0.into();
        }
        if let Some(kind) = change.comment {
            state.comments.insert(comment_id(index as u64), Comment::new(kind, "x"));
        }
        t.record_at(when, state);
    }
    t
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_dismissed_message_is_as_if_it_had_never_been_written(moves in moves(), at in 0_usize..14, moved in 0_usize..7) {
        let config = with_policies(&[("padrao", standard())]);
        let plain = history(&moves, 99, |_, _| {});
        let chatter = history(&moves, at, |t, when| {
            let before = t.state.clone().unwrap();
            let mut state = before.clone();
            state.ticket.status = STATUSES[moved].0.into();
            state.comments.insert(comment_id(500), Comment::new(CommentKind::Customer, "ok"));
            t.record_at(when, state.clone());
            let mut note = Comment::new(CommentKind::Internal, "nada");
            note.dismisses = vec![comment_id(500).to_string()];
            state.comments.insert(comment_id(501), note);
            state.ticket.status = before.ticket.status;
            t.record_at(when + TimeDelta::minutes(7), state);
        });
        let now = "2026-12-24 10:00";
        prop_assert_eq!(chatter.clocks(&config, now).rows, plain.clocks(&config, now).rows);
    }

    #[test]
    fn changing_the_type_and_back_under_one_policy_changes_nothing(moves in moves(), at in 0_usize..14) {
        let config = with_policies(&[("padrao", standard())]);
        let plain = history(&moves, 99, |_, _| {});
        let changed = history(&moves, at, |t, when| {
            for (minutes, type_id) in [(0, "servico"), (5, "bug")] {
                let mut state = t.state.clone().unwrap();
                state.ticket.type_id = type_id.into();
                t.record_at(when + TimeDelta::minutes(minutes), state);
            }
        });
        let now = "2026-12-24 10:00";
        prop_assert_eq!(changed.clocks(&config, now).rows, plain.clocks(&config, now).rows);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn clocks_are_what_a_walk_minute_by_minute_counts(moves in moves(), start in 0_i64..4_000, more in 0_i64..3_000) {
        let zero = local("2026-11-16 00:00");
        let opened = zero + TimeDelta::minutes(start);
        let mut t = History::open("2026-11-16 00:00", "novo");
        t.tramites[0].at = opened;
        let mut at = start;
        for (index, change) in moves.iter().enumerate() {
            at += change.after;
            let mut state = t.state.clone().unwrap();
            if let Some(status) = change.status {
                state.ticket.status = STATUSES[status].0.into();
            }
            if let Some(urgent) = change.urgent {
                state.ticket.priority = urgent.then(|| "alta".into());
            }
            if let Some(kind) = change.comment {
                state.comments.insert(comment_id(index as u64), Comment::new(kind, "x"));
            }
            t.record_at(zero + TimeDelta::minutes(at), state);
        }
        let now = at + more;
        let story = Story::new(with_policies(&[("padrao", standard())]));
        let engine = Engine::new(&story);
        let timeline = engine.timeline(&t.tramites, Horizon::at((zero + TimeDelta::minutes(now)).into())).unwrap();
        let clocks = engine.clocks(&timeline);
        kept_is_the_same(&engine, &t.tramites, (zero + TimeDelta::minutes(now)).into(), &clocks);
        for (name, runs) in walk(&moves, start, now) {
            let rows: Vec<_> = clocks.rows.iter().filter(|r| r.metric == name).collect();
            prop_assert_eq!(rows.len(), runs.len(), "{}", name);
            for (row, run) in rows.iter().zip(&runs) {
                prop_assert_eq!(row.elapsed_s, run.elapsed * 60, "{} elapsed of {:?}", name, row);
                prop_assert_eq!(row.paused_s, run.paused * 60, "{} paused of {:?}", name, row);
                if name != "update" {
                    prop_assert_eq!(row.state.as_str(), run.state.as_str(), "{} state of {:?}", name, row);
                }
            }
        }
        // Each explanation adds up to its row, without gaps.
        let explained = engine.explain(&timeline);
        prop_assert_eq!(explained.clocks.len(), clocks.rows.len());
        for (clock, row) in explained.clocks.iter().zip(&clocks.rows) {
            prop_assert_eq!(&clock.row, row);
            prop_assert_eq!(clock.lines.iter().map(|l| l.counted_s).sum::<i64>(), row.elapsed_s);
            prop_assert_eq!(clock.lines.last().map_or(0, |l| l.total_s), row.elapsed_s);
            prop_assert!(clock.lines.windows(2).all(|pair| pair[0].to == pair[1].from));
        }
        // The deadline is the earliest instant at which elapsed reaches the target.
        for row in clocks.rows.iter().filter(|r| r.state == ClockState::Overdue || r.state == ClockState::Breached) {
            let due = row.due_at.unwrap();
            let elapsed = |at: DateTime<FixedOffset>| {
                let timeline = engine.timeline(&t.tramites, Horizon::at(at.into())).unwrap();
                let then = engine.clocks(&timeline);
                then.rows.iter().find(|r| (&r.metric, r.cycle) == (&row.metric, row.cycle)).map(|r| r.elapsed_s)
            };
            prop_assert_eq!(elapsed(due), Some(row.target_s));
            let before = elapsed(due - TimeDelta::seconds(1));
            prop_assert!(before.is_none_or(|s| s < row.target_s));
        }
        let metrics: BTreeSet<&str> = clocks.metrics.iter().map(String::as_str).collect();
        prop_assert_eq!(metrics.len(), 5);
    }
}
