//! Which policy, which version of it, which calendars (6).

use super::fixture::*;
use crate::model::config::Config;
use crate::sla::ClockState::*;
use crate::sla::{Engine, Horizon, Policies, Versions, Warn, WhatIf};
use serde_json::{Value, json};
use std::sync::Arc;

fn within(hours: &str) -> Value {
    json!({"calendar": "comercial", "pause": "category:waiting",
        "metrics": {"m": {"start": "opened", "stop": "reply", "targets": [{"within": hours}]}}})
}

fn versioned(hours: &str, version: &str) -> Value {
    let mut policy = within(hours);
    policy["version"] = json!(version);
    policy
}

fn ticket() -> History {
    History::open("2026-11-23 08:00", "novo").priority("2026-11-23 09:00", "media")
}

fn target(story: &Story) -> Option<i64> {
    ticket().clocks_over(story, "2026-11-23 10:00").rows.first().map(|r| r.target_s)
}

#[test]
fn the_first_that_matches_by_order_then_name() {
    let mut late = within("1h");
    late["order"] = json!(5);
    let mut other = within("2h");
    other["when"] = json!("type:servico");
    let config = with_policies(&[("a", late), ("b", other), ("c", within("3h")), ("d", within("4h"))]);
    assert_eq!(ticket().clocks(&config, "2026-11-23 10:00").policy.as_deref(), Some("c"));
    // A list means or.
    let mut any = within("2h");
    any["when"] = json!(["type:servico", "type:bug"]);
    let config = with_policies(&[("b", any), ("c", within("3h"))]);
    assert_eq!(ticket().clocks(&config, "2026-11-23 10:00").policy.as_deref(), Some("b"));
}

#[test]
fn at_open_keeps_the_policy_of_the_opening_and_current_follows_the_head() {
    let at_open =
        Story::new(with_policies(&[("p", within("8h"))])).then(2, with_policies(&[("p", within("4h"))]));
    assert_eq!(target(&at_open), Some(h(8)));
    let current = Story::new(with_policies(&[("p", within("8h"))]))
        .then(2, with_policies(&[("p", versioned("4h", "current"))]));
    assert_eq!(target(&current), Some(h(4)));
    // What the opening said of `version` does not matter.
    let frozen = Story::new(with_policies(&[("p", versioned("8h", "current"))]))
        .then(2, with_policies(&[("p", versioned("4h", "at_open"))]));
    assert_eq!(target(&frozen), Some(h(8)));
    // A policy that is gone: at_open.
    let gone = Story::new(with_policies(&[("p", versioned("8h", "current"))])).then(2, desk());
    assert_eq!(target(&gone), Some(h(8)));
}

#[test]
fn where_none_matched_at_opening_the_first_later_commit_that_has_one() {
    let story = Story::new(desk())
        .then(5, with_policies(&[("p", within("8h"))]))
        .then(9, with_policies(&[("p", within("4h"))]));
    let row = &ticket().clocks_over(&story, "2026-11-23 10:00").rows[0];
    assert_eq!((row.target_s, row.elapsed_s, row.started_at), (h(8), h(2), local("2026-11-23 08:00")));
    assert_eq!(target(&Story::new(desk())), None);
}

#[test]
fn calendars_are_those_of_the_head_unless_calendar_version_is_at_open() {
    let with_hours = |policy: Value, hours: &str| {
        let mut config: Config = with_policies(&[("p", policy)]);
        config.calendars.get_mut("comercial").unwrap().hours = [("mon-fri".to_owned(), hours.into())].into();
        config
    };
    let elapsed = |policy: Value| {
        let story =
            Story::new(with_hours(policy.clone(), "08:00-18:00")).then(2, with_hours(policy, "09:00-12:00"));
        ticket().clocks_over(&story, "2026-11-23 10:00").rows[0].elapsed_s
    };
    assert_eq!(elapsed(within("8h")), h(1));
    let mut frozen = within("8h");
    frozen["calendar_version"] = json!("at_open");
    assert_eq!(elapsed(frozen), h(2));
}

#[test]
fn a_calendar_that_is_gone_is_read_where_the_policy_was() {
    let mut policy = within("8h");
    policy["calendar"] = json!("curto");
    let mut without = with_policies(&[("p", policy.clone())]);
    without.calendars.remove("curto");
    let story = Story::new(with_policies(&[("p", policy)])).then(2, without.clone());
    assert_eq!(ticket().clocks_over(&story, "2026-11-23 10:00").rows[0].elapsed_s, h(1));
    let never = ticket().clocks_over(&Story::new(without), "2026-11-23 10:00");
    assert!(never.rows.is_empty());
    assert!(never.problems[0].message.contains("there is no calendar \"curto\""));
}

#[test]
fn a_metric_names_its_own_calendar() {
    let mut policy = within("8h");
    policy["metrics"]["m"]["calendar"] = json!("always");
    let t = History::open("2026-11-21 08:00", "novo");
    let row = t.row(&with_policies(&[("p", policy)]), "m", "2026-11-21 10:00");
    assert_eq!((row.elapsed_s, row.due_at), (h(2), Some(local("2026-11-21 16:00"))));
}

#[test]
fn after_a_change_of_type_clocks_go_on_by_name_and_those_absent_are_cancelled() {
    let mut incident = json!({"when": "type:bug", "pause": "category:waiting", "metrics": {
        "resolution": {"start": "opened", "stop": "enter_category:resolved", "targets": [{"within": "4h"}]},
        "contorno": {"start": "opened", "stop": "enter:aceito", "targets": [{"within": "2h"}]},
        "done": {"start": "opened", "stop": "reply", "targets": [{"within": "2h"}]},
    }});
    incident["calendar"] = json!("comercial");
    let service = json!({"when": "type:servico", "calendar": "comercial", "metrics": {
        "resolution": {"start": "opened", "stop": "enter_category:resolved", "targets": [{"within": "16h"}]},
        "first_response": {"start": "opened", "stop": "reply", "targets": [{"within": "8h"}]},
    }});
    let config = with_policies(&[("incidente", incident), ("servico", service)]);
    let t = History::open("2026-11-23 08:00", "novo")
        .status("2026-11-23 09:00", "pendente")
        .reply("2026-11-23 09:30")
        .status("2026-11-23 10:00", "atendimento")
        .type_id("2026-11-23 11:00", "servico");
    let clocks = t.clocks(&config, "2026-11-23 12:00");
    assert_eq!(clocks.policy.as_deref(), Some("servico"));
    let row = |name: &str| clocks.rows.iter().find(|r| r.metric == name).unwrap();
    // The pause under the first policy stays out; the target is the new one, from the clock's own start.
    let resolution = row("resolution");
    assert_eq!((resolution.elapsed_s, resolution.paused_s, resolution.target_s), (h(3), h(1), h(16)));
    assert!(resolution.target_changed);
    assert_eq!(resolution.policy, "servico");
    assert_eq!((row("contorno").state, row("contorno").elapsed_s), (Cancelled, h(2)));
    // A clock that was stopped before is decided.
    assert_eq!((row("done").state, row("done").elapsed_s), (Met, h(1)));
    // What the new policy brings is counted from the event that starts it, answered or not by then.
    let first = row("first_response");
    assert_eq!((first.state, first.started_at), (Met, local("2026-11-23 08:00")));
    let order: Vec<&str> = clocks.rows.iter().map(|r| r.metric.as_str()).collect();
    assert_eq!(order, ["resolution", "first_response", "contorno", "done"]);
}

#[test]
fn a_change_of_type_takes_the_policy_from_its_own_commit() {
    let of_type = |hours: &str| {
        let mut policy = within(hours);
        policy["when"] = json!("type:servico");
        with_policies(&[("p", within("1h")), ("a", policy)])
    };
    let story = Story::new(of_type("8h")).then(3, of_type("6h")).then(4, of_type("5h"));
    let t = ticket().type_id("2026-11-23 09:30", "servico").priority("2026-11-23 09:40", "alta");
    assert_eq!(t.clocks_over(&story, "2026-11-23 10:00").rows[0].target_s, h(6));
}

#[test]
fn a_new_type_with_another_calendar_counts_on_it_from_then_on() {
    let metric = |calendar: &str, of: &str| {
        json!({"when": format!("type:{of}"), "calendar": calendar, "metrics":
            {"m": {"start": "opened", "stop": "reply", "targets": [{"within": "8h"}]}}})
    };
    let config = with_policies(&[("a", metric("comercial", "bug")), ("b", metric("curto", "servico"))]);
    // 08:00–11:00 on the first, then to noon; the afternoon does not count on the second.
    let t = History::open("2026-11-23 08:00", "novo").type_id("2026-11-23 11:00", "servico");
    assert_eq!(t.row(&config, "m", "2026-11-23 17:00").elapsed_s, h(4));
}

#[test]
fn the_category_is_that_of_the_commit_that_set_the_status() {
    let waiting = |category: &str| {
        let mut config =
            one_metric(&json!({"start": "opened", "stop": "reply", "targets": [{"within": "8h"}]}));
        let flow = &mut config.types.get_mut("bug").unwrap().flow;
        flow.statuses.get_mut("pendente").unwrap().category =
            crate::sla::events::parse_category(category).unwrap();
        config
    };
    let t = History::open("2026-11-23 08:00", "novo").status("2026-11-23 09:00", "pendente");
    // Waiting when it was set; active at the head: still a pause.
    let story = Story::new(waiting("waiting")).then(3, waiting("active"));
    assert_eq!(t.clocks_over(&story, "2026-11-23 10:00").rows[0].state, Paused);
    let story = Story::new(waiting("active")).then(3, waiting("waiting"));
    assert_eq!(t.clocks_over(&story, "2026-11-23 10:00").rows[0].elapsed_s, h(2));
    // A status that its commit lacks is read at the head; one that the head lacks too is active, with a finding.
    let mut without = waiting("waiting");
    without.types.get_mut("bug").unwrap().flow.statuses.shift_remove("pendente");
    let story = Story::new(without.clone()).then(3, waiting("waiting"));
    assert_eq!(t.clocks_over(&story, "2026-11-23 10:00").rows[0].state, Paused);
    let clocks = t.clocks_over(&Story::new(without), "2026-11-23 10:00");
    assert_eq!(clocks.rows[0].elapsed_s, h(2));
    assert_eq!(clocks.problems[0].rule, "unknown_status");
    assert_eq!(clocks.problems[0].commit.as_deref(), Some("2"));
}

#[test]
fn policy_from_shows_the_same_history_under_other_policies() {
    let story = Story::new(with_policies(&[("p", within("8h"))]));
    let other = Story::new(with_policies(&[("q", within("1h"))]));
    let what_if = WhatIf {
        base: &story,
        config: Arc::clone(other.head()),
        calendars: Arc::clone(other.calendars_head()),
    };
    let clocks = ticket().clocks_over(&what_if, "2026-11-23 10:00");
    assert_eq!((clocks.policy.as_deref(), clocks.rows[0].state), (Some("q"), Overdue));
}

#[test]
fn as_of_and_as_known_cut_the_history() {
    let story = Story::new(with_policies(&[("p", within("8h"))]));
    let engine = Engine::new(&story);
    let mut t = History::open("2026-11-23 08:00", "novo").reply("2026-11-23 09:00");
    // Recorded at night.
    t.tramites[1].recorded = local("2026-11-23 22:00");
    let clock = |now: &str, known: Option<&str>| {
        let horizon = Horizon { now: at(now), known: known.map(at) };
        let timeline = engine.timeline(&t.tramites, horizon)?;
        Some(engine.clocks(&timeline).rows[0].state)
    };
    assert_eq!(clock("2026-11-23 08:59:59", None), Some(Running));
    assert_eq!(clock("2026-11-23 09:00", None), Some(Met));
    assert_eq!(clock("2026-11-23 10:00", Some("2026-11-23 21:59")), Some(Running));
    assert_eq!(clock("2026-11-23 10:00", Some("2026-11-23 22:00")), Some(Met));
    assert_eq!(clock("2026-11-23 07:59", None), None);
}

#[test]
fn errors_name_policy_metric_and_the_mend() {
    let config = with_policies(&[
        ("ok", within("8h")),
        (
            "bad",
            json!({"when": "type:bug", "version": "latest", "warn": "soon", "metrics": {
                "days": {"start": "opened", "stop": "reply", "targets": [{"within": "2d"}]},
                "event": {"start": "open", "stop": "reply", "targets": [{"within": "2h"}]},
                "empty": {"start": "opened", "stop": "reply"},
                "shifts": {"start": "opened", "stop": "reply", "calendar": "always", "targets": [{"within": "1p"}]},
            }}),
        ),
    ]);
    let policies = Policies::compile(&config);
    assert_eq!(policies.all.len(), 2);
    let all: Vec<String> = policies.errors.iter().map(ToString::to_string).collect();
    for part in [
        "version: \"latest\"",
        "warn: \"soon\"",
        "metric \"days\", target 1: \"2d\" is ambiguous",
        "metric \"event\", start: unknown event \"open\"",
        "metric \"empty\", targets",
        "no shifts",
    ] {
        assert!(all.iter().any(|e| e.contains(part)), "{part}: {all:#?}");
    }
}

#[test]
fn lint_finds_what_the_desk_does_not_know() {
    let mut policy = within("8h");
    policy["when"] = json!("age:>3d");
    policy["metrics"]["m"]["calendar"] = json!("comercail");
    policy["metrics"]["m"]["start"] = json!(["enter:aceitto", "approved:solucao"]);
    policy["metrics"]["m"]["while"] = json!("priorit:alta");
    policy["metrics"]["m"]["targets"] = json!([{"within": "1h"}, {"when": "priority:alta", "within": "2h"}]);
    let messages: Vec<String> =
        crate::sla::lint(&with_policies(&[("p", policy)])).into_iter().map(|f| f.message).collect();
    for part in [
        "when: ",
        "there is no calendar \"comercail\"",
        "no type has a status \"aceitto\"",
        "no type has an approval \"solucao\"",
        "metric \"m\", while: ",
        "target 2: it is never reached",
    ] {
        assert!(messages.iter().any(|m| m.contains(part)), "{part}: {messages:#?}");
    }
    assert!(crate::sla::lint(&with_policies(&[("padrao", standard())])).is_empty());
}

#[test]
fn warn_is_a_part_of_the_target() {
    let half = Warn::parse("50%").unwrap();
    assert!(half.reached(50, 100) && !half.reached(49, 100));
    assert_eq!(Warn::parse("66.6%"), Warn::parse("0.666"));
    for bad in ["", "0%", "101%", "soon", "-5%", "75 percent"] {
        assert_eq!(Warn::parse(bad), None, "{bad}");
    }
}
