//! `sla explain` and `sla due`: why a clock stands where it stands.

use super::mesa::{at, long_life, mesa, now};

#[test]
fn an_explanation_adds_up_to_the_reports_row() {
    let mut desk = mesa();
    long_life(&mut desk);
    now(&mut desk, "2026-11-26 09:00");
    let report = desk.tramite(&["report", "sla", "--format", "json"]).json();
    let explain = desk.tramite(&["sla", "explain", "1", "--format", "json"]).json();
    let clocks = explain["explain"]["clocks"].as_array().unwrap();
    let rows = report["rows"].as_array().unwrap();
    assert_eq!(clocks.len(), rows.len());
    for (clock, row) in clocks.iter().zip(rows) {
        for key in ["metric", "cycle", "target_s", "due_at", "stopped_at", "elapsed_s", "paused_s", "state"] {
            assert_eq!(clock[key], row[key], "{key}");
        }
        let lines = clock["lines"].as_array().unwrap();
        let sum: i64 = lines.iter().map(|line| line["counted_s"].as_i64().unwrap()).sum();
        assert_eq!(sum, row["elapsed_s"].as_i64().unwrap());
        assert_eq!(lines.last().unwrap()["total_s"], row["elapsed_s"]);
        for pair in lines.windows(2) {
            assert_eq!(pair[0]["to"], pair[1]["from"], "no gap");
        }
    }
    let resolution = &clocks[1];
    let why = |why: &str| {
        let lines = resolution["lines"].as_array().unwrap().iter();
        lines.filter(|l| l["why"] == why).map(|l| l["from"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(why("paused"), ["2026-11-23T10:00:00-03:00"]);
    assert_eq!(why("stopped"), ["2026-11-24T10:00:00-03:00"]);
    assert_eq!(why("holiday"), ["2026-11-20T00:00:00-03:00"]);
    let target = resolution["notes"].as_array().unwrap().iter().find(|n| n["note"] == "target").unwrap();
    assert_eq!((&target["from_s"], &target["to_s"]), (&57_600.into(), &28_800.into()));
    assert_eq!(target["by"]["at"], "2026-11-24T09:00:00-03:00");
}

#[test]
fn an_explanation_reads_in_80_columns_and_in_the_desks_language() {
    let mut desk = mesa();
    long_life(&mut desk);
    now(&mut desk, "2026-11-26 09:00");
    desk.set("COLUMNS", "80");
    insta::assert_snapshot!(desk.tramite(&["sla", "explain", "1"]).ok());
}

#[test]
fn a_long_life_is_told_shortly_and_the_sums_stay() {
    let mut desk = mesa();
    at(&mut desk, "2026-11-02 09:00", &["open", "chamado", "-t", "Antigo"]);
    now(&mut desk, "2026-11-30 10:00");
    let short = desk.tramite(&["sla", "explain", "1"]).ok();
    let all = desk.tramite(&["sla", "explain", "1", "--all"]).ok();
    assert!(short.lines().count() < 20 && all.lines().count() > 80, "{short}");
    assert!(short.contains("--all") && !all.contains("--all"), "{short}");
    // 2 November from 09:00: 7.5 h; 18 further days to Friday 27, less the holiday: 8.5 h each; Monday 30 to 10:00: 2 h.
    let hours = 7.5 + 18.0 * 8.5 + 2.0;
    let json = desk.tramite(&["sla", "explain", "1", "--format", "json"]).json();
    assert_eq!(json["explain"]["clocks"][0]["elapsed_s"].as_i64().unwrap(), (hours * 3600.0) as i64);
    assert!(short.contains("162h 30min"), "{short}");
    // What happens within a minute, outside hours too, is told to the second.
    for (second, status) in [(10, "pendente"), (30, "andamento"), (50, "pendente")] {
        desk.at(&format!("2026-11-30T20:00:{second}-03:00"));
        desk.tramite(&["transition", "1", status]).ok();
    }
    now(&mut desk, "2026-11-30 20:10");
    let told = desk.tramite(&["sla", "explain", "1", "--all"]).ok();
    let count = |from: u32, to: u32| {
        told.matches(&format!("30/11/2026 20:00:{from}  30/11/2026 20:00:{to} ")).count()
    };
    assert_eq!((count(10, 30), count(30, 50)), (2, 2), "{told}");
    // The policy is edited: what holds is that of the opening, and that is said.
    assert!(!told.contains("editada"), "{told}");
    let opening = desk.git(&["log", "--reverse", "--format=%H", "--", "tickets"]).ok();
    let opening = opening.lines().next().unwrap();
    let policies = desk.git(&["ls-files", "--", ".tramite/sla"]).ok();
    let file = policies.lines().next().unwrap();
    desk.write(
        file,
        &format!(
            "{}order: 7
",
            desk.read(file)
        ),
    );
    desk.commit("another order");
    let clock =
        desk.tramite(&["sla", "explain", "1", "--format", "json"]).json()["explain"]["clocks"][0].clone();
    assert_eq!((clock["policy_commit"].as_str(), &clock["policy_edited"]), (Some(opening), &true.into()));
    let told = desk.tramite(&["sla", "explain", "1"]).ok();
    assert!(told.contains(&format!("de {}, editada desde então", &opening[..10])), "{told}");
}

#[test]
fn what_runs_out_next_comes_first_and_what_is_late_before_it() {
    let mut desk = mesa();
    at(&mut desk, "2026-11-23 08:00", &["open", "chamado", "-t", "Devagar", "--priority", "media"]);
    at(&mut desk, "2026-11-23 09:00", &["open", "chamado", "-t", "Urgente", "--priority", "alta"]);
    at(&mut desk, "2026-11-23 10:00", &["open", "chamado", "-t", "Espera", "--priority", "alta"]);
    at(&mut desk, "2026-11-23 10:00", &["transition", "3", "pendente"]);
    now(&mut desk, "2026-11-23 15:00");
    let due = |args: &[&str]| {
        let mut all = vec!["sla", "due", "--format", "json"];
        all.extend(args);
        let json = desk.tramite(&all).json();
        let list = json["due"].as_array().unwrap().clone();
        list.iter()
            .map(|d| {
                let text = |key: &str| d[key].as_str().unwrap().to_owned();
                (text("ticket"), text("metric"), text("due_at"), d["remaining_s"].as_i64().unwrap())
            })
            .collect::<Vec<_>>()
    };
    let row = |ticket: &str, metric: &str, due: &str, left: f64| {
        (
            format!("202611/{ticket}"),
            metric.to_owned(),
            format!("2026-11-{due}:00-03:00"),
            (left * 3600.0) as i64,
        )
    };
    // 2: 09:00–12:00 and 13:30–15:00 are 4.5 h of 4 h; 8 h are reached on Tuesday at 08:00 + 0.5 h.
    // 1: 5.5 h of 8 h: 17:30; of 16 h: 10.5 h from Monday 15:00, 3 h that day, 7.5 h on Tuesday: 17:00.
    assert_eq!(
        due(&[]),
        [
            row("0002", "first_response", "23T14:30", -0.5),
            row("0001", "first_response", "23T17:30", 2.5),
            row("0002", "resolution", "24T08:30", 3.5),
            row("0001", "resolution", "24T17:00", 10.5),
        ]
    );
    assert_eq!(due(&["--within", "3h"]).len(), 2);
    assert_eq!(due(&["--within", "3h30"]).len(), 3);
    assert_eq!(due(&["--within", "3,5h"]).len(), 3);
    desk.tramite(&["sla", "due", "--within", "logo"]).fails(2);
}

#[test]
fn a_dismissed_message_is_told_and_counts_as_if_it_had_not_been() {
    let mut desk = mesa();
    at(&mut desk, "2026-11-23 08:00", &["open", "chamado", "-t", "Um", "--priority", "media"]);
    at(&mut desk, "2026-11-23 09:00", &["reply", "1", "pendente", "-m", "Qual versão?"]);
    now(&mut desk, "2026-11-23 10:00");
    let uid = desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"]["path"]
        .as_str()
        .unwrap()
        .to_owned();
    // The customer's chatter brings the ticket back; the dismissal undoes both.
    let message = "01M8ZZZZZZZZZZZZZZZZZZZZZZ";
    desk.write(&format!("{uid}/{message}.yaml"), "kind: customer\nfor: daiane@acme\nbody: |\n  obrigado\n");
    let file = format!("{uid}/ticket.yaml");
    let pending = desk.read(&file);
    desk.write(&file, &pending.replace("status: pendente", "status: andamento"));
    desk.commit("chatter");
    now(&mut desk, "2026-11-23 11:00");
    desk.write(
        &format!("{uid}/01M90000000000000000000000.yaml"),
        &format!("kind: internal\ndismisses:\n  - {message}\nbody: |\n  conversa interna\n"),
    );
    desk.write(&file, &pending);
    desk.commit("dismissed");
    now(&mut desk, "2026-11-23 12:00");
    let report = desk.tramite(&["report", "sla", "--format", "json"]).json();
    let resolution = &report["rows"][1];
    assert_eq!((&resolution["elapsed_s"], &resolution["paused_s"]), (&3600.into(), &10_800.into()));
    // It has its status since nine, and since then the desk waits for the customer.
    let listed = |query: &str| {
        let json = desk.tramite(&["list", query, "--format", "json"]).json();
        json["tickets"].as_array().unwrap().len()
    };
    assert_eq!(
        ["in_status:>=3h", "in_status:>3h", "unanswered:>0h", "since_public:>=3h"].map(listed),
        [1, 0, 0, 1]
    );
    let explain = desk.tramite(&["sla", "explain", "1", "--format", "json"]).json();
    let notes = explain["explain"]["clocks"][1]["notes"].as_array().unwrap().clone();
    assert!(notes.iter().any(|n| n["note"] == "dismissed" && n["status_too"] == true), "{notes:?}");
}
