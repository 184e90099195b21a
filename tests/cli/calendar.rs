//! `calendar`: hours reckoned by hand.

use super::mesa::mesa;

#[test]
fn working_time_leaves_out_nights_breaks_and_holidays() {
    let desk = mesa();
    let elapsed = |from: &str, to: &str| {
        desk.tramite(&["calendar", "elapsed", "comercial", from, to, "--format", "json"]).json()["elapsed_s"]
            .as_i64()
            .unwrap()
    };
    // Thu 17:00–18:00, Fri is a holiday, Mon 08:00–12:00 and 13:30–14:00: 1 + 4 + 0.5 h.
    assert_eq!(elapsed("2026-11-19T17:00:00-03:00", "2026-11-23T14:00:00-03:00"), 5 * 3600 + 1800);
    assert_eq!(elapsed("2026-11-20T08:00:00-03:00", "2026-11-22T23:00:00-03:00"), 0);
    assert_eq!(elapsed("2026-11-23T14:00:00-03:00", "2026-11-19T17:00:00-03:00"), 0);
    // As the locale writes dates and durations.
    let said = desk.tramite(&["calendar", "elapsed", "comercial", "19/11/2026 17:00", "23/11/2026 14:00"]);
    assert_eq!(said.ok(), "5h 30min\n");
}

#[test]
fn a_deadline_is_at_closing_time_and_days_and_shifts_are_counted() {
    let desk = mesa();
    let due = |from: &str, within: &str| {
        let args = ["calendar", "due", "comercial", from, within, "--format", "json"];
        desk.tramite(&args).json()["due_at"].as_str().unwrap().to_owned()
    };
    // One hour before closing: due at closing, not at the next opening.
    assert_eq!(due("2026-11-19T17:00:00-03:00", "1h"), "2026-11-19T18:00:00-03:00");
    assert_eq!(due("2026-11-19T17:00:00-03:00", "90m"), "2026-11-23T08:30:00-03:00");
    // The day of the start never counts; Friday is a holiday: Monday, Tuesday.
    assert_eq!(due("2026-11-19T09:00:00-03:00", "2bd"), "2026-11-24T18:00:00-03:00");
    assert_eq!(due("2026-11-21T09:00:00-03:00", "1bd"), "2026-11-23T18:00:00-03:00");
    // Shifts that open after Thursday 09:00: Thursday afternoon, Monday morning, Monday afternoon.
    assert_eq!(due("2026-11-19T09:00:00-03:00", "3p"), "2026-11-23T18:00:00-03:00");
    assert_eq!(due("2026-11-19T09:00:00-03:00", "1,5h"), "2026-11-19T10:30:00-03:00");
    let days = desk.tramite(&["calendar", "due", "comercial", "2026-11-19T09:00:00-03:00", "2d"]).fails(2);
    assert!(days.contains("bd"), "{days}");
    assert!(desk.tramite(&["calendar", "show", "nenhum"]).fails(3).contains("comercial"));
}

#[test]
fn a_line_is_answered_with_a_line_and_a_bad_one_ends_nothing() {
    let desk = mesa();
    let input = concat!(
        "{\"op\":\"elapsed\",\"from\":\"2026-11-19T17:00:00-03:00\",\"to\":\"2026-11-23T14:00:00-03:00\"}\n",
        "{\"op\":\"due\",\"from\":\"2026-11-19T20:00:00Z\",\"within\":\"90m\"}\n",
        "nothing\n",
        "{\"op\":\"open\",\"at\":\"2026-11-19T12:00:00-03:00\"}\n",
        "{\"op\":\"open\",\"at\":\"2026-11-19T11:59:59-03:00\"}\n",
        "{\"op\":\"open\",\"at\":\"2026-11-20T09:00:00-03:00\"}\n",
    );
    let said = desk.tramite_with(&["calendar", "eval", "comercial"], input).exits(1);
    let lines: Vec<serde_json::Value> =
        said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 6);
    assert_eq!(lines[0]["seconds"], 5 * 3600 + 1800);
    assert_eq!(lines[0]["op"], "elapsed");
    assert_eq!(lines[1]["due"], "2026-11-23T11:30:00Z");
    assert!(lines[2]["error"].is_string());
    assert_eq!(
        (&lines[3]["open"], &lines[4]["open"], &lines[5]["open"]),
        (&false.into(), &true.into(), &false.into())
    );
    let good =
        "{\"op\":\"elapsed\",\"from\":\"2026-11-23T09:00:00-03:00\",\"to\":\"2026-11-23T08:00:00-03:00\"}\n";
    let said = desk.tramite_with(&["calendar", "eval", "comercial"], good).ok();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&said).unwrap()["seconds"], 0);
}

#[test]
fn a_month_shows_its_hours_and_names_its_holidays() {
    let desk = mesa();
    let shown = desk.tramite(&["calendar", "show", "comercial", "--month", "2026-11"]).ok();
    assert!(shown.contains("segunda-feira") && shown.contains("13:30–18:00"), "{shown}");
    let json = desk.tramite(&["calendar", "show", "--month", "2026-11", "--format", "json"]).json();
    // 21 weekdays, one of them a holiday: 20 × 8.5 h.
    assert_eq!(json["month"]["working_s"], 20 * (8 * 3600 + 1800));
    desk.tramite(&["calendar", "show", "--month", "2026-13"]).fails(2);
}

#[test]
fn an_hour_that_the_clock_skips_is_no_working_time() {
    let desk = mesa();
    // Lisbon, Sunday 29 March 2026: 01:00 becomes 02:00; Sunday 25 October: 02:00 becomes 01:00 again.
    desk.write(
        ".tramite/calendars/noite.yaml",
        "calendar: noite\ntimezone: Europe/Lisbon\nhours:\n  sun: [\"00:30-03:00\"]\n",
    );
    desk.commit("Nights");
    let elapsed = |day: &str| {
        let (from, to) = (format!("{day}T00:00:00Z"), format!("{day}T12:00:00Z"));
        let args = ["calendar", "elapsed", "noite", from.as_str(), to.as_str(), "--format", "json"];
        desk.tramite(&args).json()["elapsed_s"].as_i64().unwrap()
    };
    assert_eq!(elapsed("2026-03-22"), 9000);
    assert_eq!(elapsed("2026-03-29"), 5400);
    // In summer 00:30 is 23:30 of the day before in UTC, after the change 03:00 is 03:00.
    let args =
        ["calendar", "elapsed", "noite", "2026-10-24T22:00:00Z", "2026-10-25T12:00:00Z", "--format", "json"];
    assert_eq!(desk.tramite(&args).json()["elapsed_s"], 12_600);
}
