//! Calendars as written: what is refused, zones, sets, JSON lines.

use super::*;
use crate::model::config::Config;

#[test]
fn every_problem_is_told_with_its_key() {
    let mut wrong = spec("America/Sao_Paolo", &[("mon-fri", &["18:00-08:00"]), ("sab", &["08:00-12:00"])]);
    wrong.dates.insert("24/12".to_owned(), list(&["8-12"]));
    wrong.holidays = list(&["natal"]);
    let found = problems(&wrong);
    let keys: Vec<String> = found.iter().map(|problem| problem.key.join("/")).collect();
    assert_eq!(keys, ["timezone", "hours/mon-fri", "hours/sab", "dates/24/12", "dates/24/12", "holidays"]);
    assert!(found[0].message.contains("America/Sao_Paulo"), "{}", found[0]);
    assert!(found.iter().all(|problem| problem.calendar == "comercial" && !problem.warning));
}

#[test]
fn an_empty_week_is_refused() {
    for hours in [&[][..], &[("mon-sun", &[][..])][..]] {
        let found = problems(&spec("UTC", hours));
        assert!(found.len() == 1 && found[0].message.contains("no hours"), "{found:?}");
    }
}

#[test]
fn one_day_under_two_keys() {
    let both = compiled(&spec("UTC", &[("mon-fri", &["08:00-12:00"]), ("mon", &["14:00-15:00"])]));
    assert_eq!(both.elapsed(at("2026-11-23T00:00:00Z"), at("2026-11-25T00:00:00Z")), 9 * 3_600);
    let overlap = problems(&spec("UTC", &[("mon-fri", &["08:00-12:00"]), ("mon", &["11:00-15:00"])]));
    assert!(overlap[0].message.contains("overlap"), "{overlap:?}");
    let closed = problems(&spec("UTC", &[("mon-fri", &["08:00-12:00"]), ("fri", &[])]));
    assert!(closed[0].message.contains("fri is closed and open"), "{closed:?}");
}

#[test]
fn the_zone_is_the_desks_where_the_calendar_names_none() {
    let written = CalendarSpec { timezone: None, ..office() };
    let tokyo = Zone::parse("Asia/Tokyo").unwrap();
    let calendar = Calendar::compile(&written, &BTreeMap::new(), &tokyo).unwrap().calendar;
    assert_eq!(calendar.zone().name(), "Asia/Tokyo");
    assert!(calendar.is_open(at("2026-11-23T08:00:00+09:00")));
}

#[test]
fn zones_local_and_back() {
    let zone = Zone::parse("Asia/Kathmandu").unwrap();
    assert_eq!(zone.local(at("2026-11-23T00:00:00Z")).to_rfc3339(), "2026-11-23T05:45:00+05:45");
    assert_eq!(zone.resolve("2026-11-23T05:45:00".parse().unwrap()), at("2026-11-23T00:00:00Z"));
    // Old tickets have the offset of their time: Brazil had summer time until 2019.
    let zone = Zone::parse("America/Sao_Paulo").unwrap();
    assert_eq!(zone.local(at("2018-12-01T12:00:00Z")).to_rfc3339(), "2018-12-01T10:00:00-02:00");
    assert_eq!(zone.local(at("2026-12-01T12:00:00Z")).to_rfc3339(), "2026-12-01T09:00:00-03:00");
    let message = Zone::parse("Sao Paulo").unwrap_err().to_string();
    assert!(message.contains("America/Sao_Paulo"), "{message}");
}

#[test]
fn a_desks_calendars() {
    let mut config = Config::default();
    config.desk.timezone = "America/Sao_Paulo".to_owned();
    config.desk.calendar = Some("comercial".to_owned());
    config.calendars.insert("comercial".to_owned(), office());
    config
        .calendars
        .insert("vazio".to_owned(), CalendarSpec { calendar: "vazio".to_owned(), ..CalendarSpec::default() });
    let (set, found) = CalendarSet::compile(&config);
    assert_eq!(found.iter().map(|problem| problem.calendar.as_str()).collect::<Vec<_>>(), ["vazio"]);
    assert_eq!(set.default().id(), "comercial");
    assert_eq!(set.get("always").map(|always| always.zone().name()), Some("America/Sao_Paulo"));
    assert!(set.get("vazio").is_none());
    assert_eq!(set.ids().collect::<Vec<_>>(), ["comercial", "always"]);
    config.desk.calendar = Some("comercal".to_owned());
    let (set, found) = CalendarSet::compile(&config);
    assert!(
        found.iter().any(|problem| problem.key == ["calendar"] && problem.message.contains("\"comercial\""))
    );
    assert_eq!(set.default().id(), "always");
}

#[test]
fn always_is_no_name_for_ones_own() {
    let found = problems(&CalendarSpec { calendar: "always".to_owned(), ..office() });
    assert_eq!(found[0].key, ["calendar"]);
}

#[test]
fn json_lines_are_answered_in_kind() {
    let calendar = compiled(&office());
    let line = |text: &str| eval_line(&calendar, text);
    assert_eq!(
        line(r#"{"op":"elapsed","from":"2026-11-23T08:00:00-03:00","to":"2026-11-23T13:00:00-03:00","id":7}"#),
        Ok(r#"{"op":"elapsed","from":"2026-11-23T08:00:00-03:00","to":"2026-11-23T13:00:00-03:00","id":7,"seconds":14400}"#.to_owned())
    );
    assert_eq!(
        line(r#"{"op":"elapsed","from":"2026-11-23T13:00:00-03:00","to":"2026-11-23T08:00:00-03:00"}"#)
            .map(|text| text.ends_with(r#""seconds":0}"#)),
        Ok(true)
    );
    for (within, due) in
        [("90m", "2026-11-23T14:00:00Z"), ("2bd", "2026-11-25T21:00:00Z"), ("1p", "2026-11-23T21:00:00Z")]
    {
        let question = format!(r#"{{"op":"due","from":"2026-11-23T09:30:00-03:00","within":"{within}"}}"#);
        assert!(line(&question).unwrap().ends_with(&format!(r#","due":"{due}"}}"#)), "{question}");
    }
    assert_eq!(
        line(r#"{"op":"open","at":"2026-11-23T12:00:00-03:00"}"#),
        Ok(r#"{"op":"open","at":"2026-11-23T12:00:00-03:00","open":false}"#.to_owned())
    );
}

#[test]
fn bad_json_lines_say_why_and_keep_what_they_held() {
    let calendar = compiled(&office());
    for (text, word) in [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ("{}", "\\\"op\\\" is missing"),
        (r#"{"op":"dur"}"#, "unknown op"),
        (r#"{"op":"open","at":"2026-11-23"}"#, "RFC 3339"),
        (r#"{"op":"open","at":"2026-11-23T10:00:00"}"#, "offset"),
        (r#"{"op":"due","from":"2026-11-23T10:00:00Z","within":"2d"}"#, "48h"),
        (r#"{"op":"due","from":"2026-11-23T10:00:00Z","within":90}"#, "must be a text"),
    ] {
        let answer = eval_line(&calendar, text).unwrap_err();
        let parsed: serde_json::Value = serde_json::from_str(&answer).unwrap();
        assert!(parsed["error"].is_string() && answer.contains(word), "{answer}");
    }
    let kept = eval_line(&calendar, r#"{"op":"dur","id":3}"#).unwrap_err();
    assert!(kept.contains(r#""id":3"#), "{kept}");
}
