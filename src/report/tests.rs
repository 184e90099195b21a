//! The SLA report (8.2).

use super::sla::{By, On, Period, SlaOptions, SlaReport, SlaTicket, Subject, nearest_rank};
use crate::calendar::Instant;
use crate::model::config::Config;
use crate::model::{Number, Snapshot};
use crate::query::{GroupKey, NoFacts, Scope};
use crate::sla::TicketClocks;
use crate::sla::Versions;
use crate::sla::tests::fixture::*;

fn desk() -> Config {
    with_policies(&[("padrao", standard())])
}

struct World {
    story: Story,
    tickets: Vec<(Snapshot, TicketClocks)>,
    now: Instant,
}

impl World {
    fn new(now: &str, histories: Vec<History>) -> Self {
        let story = Story::new(desk());
        let tickets = histories
            .into_iter()
            .enumerate()
            .map(|(index, history)| {
                let mut snapshot = history.state.clone().unwrap();
                snapshot.ticket.number = Some(Number { month: 202_611, seq: 20 - index as u32 });
                (snapshot, history.clocks_over(&story, now))
            })
            .collect();
        Self { story, tickets, now: at(now) }
    }

    fn report(&self, period: Period, on: On, by: Option<&By>) -> SlaReport {
        let options = SlaOptions {
            desk: "Suporte",
            now: self.now,
            head: "abc",
            zone: self.story.calendars_head().zone(),
            period,
            on,
            by: by.cloned(),
        };
        let config = desk();
        let subjects: Vec<Subject> = self.tickets.iter().map(|(snapshot, _)| Subject::of(snapshot)).collect();
        let tickets = self.tickets.iter().zip(&subjects).map(|((snapshot, clocks), subject)| SlaTicket {
            subject,
            opened: at("2026-11-23 08:00"),
            clocks,
            group: match &by {
                Some(By::Key(key)) => key.of(&Scope {
                    config: &config,
                    snapshot,
                    me: None,
                    now: self.story.calendars_head().zone().local(self.now),
                    facts: &NoFacts,
                    changed: &[],
                }),
                _ => None,
            },
        });
        SlaReport::new(tickets, &options)
    }
}

#[test]
fn the_report_has_the_keys_of_the_contract_in_order() {
    let world = World::new("2026-11-23 10:00", vec![History::open("2026-11-23 08:00", "novo")]);
    let json = serde_json::to_value(world.report(Period::default(), On::Decided, None)).unwrap();
    let keys =
        |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&json), "version desk as_of head rows summary");
    assert_eq!(
        keys(&json["rows"][0]),
        "ticket uid title type priority team assignee organization policy metric cycle target_s target_changed \
         started_at due_at stopped_at elapsed_s paused_s remaining_s state"
    );
    assert_eq!(
        keys(&json["summary"][0]),
        "metric group total met breached running at_risk overdue paused cancelled compliance elapsed_p50_s elapsed_p90_s"
    );
    assert_eq!(json["as_of"], "2026-11-23T10:00:00-03:00");
    assert_eq!(json["rows"][0]["started_at"], "2026-11-23T08:00:00-03:00");
    assert_eq!(json["rows"][0]["stopped_at"], serde_json::Value::Null);
    assert_eq!(json["rows"][0]["state"], "running");
    assert_eq!(json["summary"][0]["compliance"], serde_json::Value::Null);
    assert_eq!(json["summary"][0]["group"], serde_json::Value::Null);
}

fn busy() -> World {
    World::new(
        "2026-11-26 10:00",
        vec![
            // Met in 1 h; late (9.5 h); running late; in time.
            History::open("2026-11-23 08:00", "novo")
                .reply("2026-11-23 09:00")
                .status("2026-11-23 10:00", "resolvido"),
            History::open("2026-11-23 08:00", "novo")
                .reply("2026-11-24 09:00")
                .status("2026-11-24 10:00", "resolvido"),
            History::open("2026-11-24 08:00", "novo"),
            History::open("2026-11-26 08:00", "novo").priority("2026-11-26 08:00", "alta"),
        ],
    )
}

#[test]
fn rows_are_by_number_and_the_summary_by_metric_in_policy_order() {
    let report = busy().report(Period::default(), On::Decided, None);
    let numbers: Vec<&str> = report.rows.iter().map(|r| r.ticket.as_str()).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
    let metrics: Vec<&str> = report.summary.iter().map(|s| s.metric.as_str()).collect();
    assert_eq!(metrics, ["first_response", "update", "resolution"]);
    let first = &report.summary[0];
    assert_eq!((first.total, first.met, first.breached, first.overdue, first.running), (4, 1, 1, 1, 1));
    assert_eq!(first.compliance, Some(1.0 / 3.0));
    // 1 h, and 8.5 h + 1 h.
    assert_eq!((first.elapsed_p50_s, first.elapsed_p90_s), (Some(h(1)), Some(h(9) + m(30))));
}

#[test]
fn groups() {
    let report = busy().report(
        Period::default(),
        On::Decided,
        Some(&By::Key(GroupKey::read("priority", &desk()).unwrap())),
    );
    let groups: Vec<_> = report
        .summary
        .iter()
        .filter(|s| s.metric == "first_response")
        .map(|s| (s.group.clone().unwrap(), s.total))
        .collect();
    assert_eq!(groups, [("alta".to_owned(), 1), ("none".to_owned(), 3)]);
    let report = busy().report(Period::default(), On::Decided, Some(&By::Month));
    assert!(report.summary.iter().all(|s| s.group.as_deref() == Some("2026-11")));
}

#[test]
fn a_period_takes_met_clocks_at_their_stop_late_ones_at_their_deadline_and_others_now() {
    let count = |since: &str, until: &str, on| {
        let period = Period { since: Some(at(since)), until: Some(at(until)) };
        let report = busy().report(period, on, None);
        report.rows.iter().filter(|r| r.clock.metric == "first_response").count()
    };
    // Met on Monday; late: due on Monday at 17:30.
    assert_eq!(count("2026-11-23 00:00", "2026-11-24 00:00", On::Decided), 2);
    assert_eq!(count("2026-11-23 17:30", "2026-11-23 17:31", On::Decided), 1);
    assert_eq!(count("2026-11-23 17:00", "2026-11-23 17:30", On::Decided), 0);
    // Overdue since Tuesday at 17:30; the running one is of now.
    assert_eq!(count("2026-11-24 00:00", "2026-11-25 00:00", On::Decided), 1);
    assert_eq!(count("2026-11-26 10:00", "2026-11-26 10:01", On::Decided), 1);
    assert_eq!(count("2026-11-24 00:00", "2026-11-25 00:00", On::Stopped), 1);
    assert_eq!(count("2026-11-23 08:00", "2026-11-23 08:01", On::Opened), 4);
    assert_eq!(count("2026-11-26 00:00", "2026-11-27 00:00", On::Due), 1);
}

#[test]
fn percentiles_by_nearest_rank() {
    let values = [15, 20, 35, 40, 50];
    assert_eq!(nearest_rank(&values, 50), Some(35));
    assert_eq!(nearest_rank(&values, 90), Some(50));
    assert_eq!(nearest_rank(&values, 40), Some(20));
    assert_eq!(nearest_rank(&[7], 90), Some(7));
    assert_eq!(nearest_rank(&[], 50), None);
}
