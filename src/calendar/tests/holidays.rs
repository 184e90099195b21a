//! Holidays, exceptions and `.ics` files.

use super::*;

fn with(holidays: &[&str]) -> Calendar {
    let hours = spec("America/Sao_Paulo", &[("mon-sun", &["08:00-18:00"])]);
    compiled(&CalendarSpec { holidays: list(holidays), ..hours })
}

fn name(calendar: &Calendar, date: &str) -> Option<String> {
    let day = calendar.day(date.parse().unwrap());
    assert!(day.special || day.holiday.is_some() == day.shifts.is_empty(), "{day:?}");
    day.holiday
}

fn is(calendar: &Calendar, date: &str) -> bool {
    name(calendar, date).is_some()
}

fn of_year(calendar: &Calendar, year: i32) -> Vec<String> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let dates = first.iter_days().take_while(|date| date.year() == year);
    dates
        .filter(|date| calendar.day(*date).holiday.is_some())
        .map(|date| date.format("%m-%d").to_string())
        .collect()
}

#[test]
fn dates_and_days_of_every_year() {
    let calendar = with(&["2026-06-24", "12-31", "02-29"]);
    assert!(is(&calendar, "2026-06-24") && !is(&calendar, "2027-06-24"));
    assert!(is(&calendar, "2026-12-31") && is(&calendar, "1999-12-31"));
    assert!(is(&calendar, "2028-02-29") && !is(&calendar, "2027-02-28") && !is(&calendar, "2027-03-01"));
}

#[test]
fn national_holidays_of_brazil() {
    let calendar = with(&["br"]);
    let fixed = ["01-01", "04-03", "04-21", "05-01", "09-07", "10-12", "11-02", "11-15", "11-20", "12-25"];
    assert_eq!(of_year(&calendar, 2026), fixed);
    assert_eq!(name(&calendar, "2026-04-03").as_deref(), Some("Paixão de Cristo"));
    // Each from the year of its law.
    assert!(!is(&calendar, "2023-11-20") && is(&calendar, "2024-11-20"));
    assert!(!is(&calendar, "1979-10-12") && is(&calendar, "1980-10-12"));
    assert!(!is(&calendar, "2002-11-02") && is(&calendar, "2003-11-02"));
    // Good Fridays by the tables of the church.
    for date in
        ["2000-04-21", "2008-03-21", "2011-04-22", "2024-03-29", "2025-04-18", "2038-04-23", "2049-04-16"]
    {
        assert!(is(&calendar, date), "{date}");
    }
    assert!(!is(&calendar, "2026-02-17") && !is(&calendar, "2026-06-04"));
}

#[test]
fn optional_days_and_states() {
    assert_eq!(of_year(&with(&["br.carnaval"]), 2026), ["02-16", "02-17"]);
    assert_eq!(of_year(&with(&["br.cinzas"]), 2026), ["02-18"]);
    assert_eq!(of_year(&with(&["br.corpus_christi"]), 2026), ["06-04"]);
    let sao_paulo = with(&["br.SP"]);
    assert!(is(&sao_paulo, "2026-07-09") && is(&sao_paulo, "2023-11-20") && is(&sao_paulo, "2026-12-25"));
    // Lei 17.264/2020 moved it in that year.
    assert!(!is(&sao_paulo, "2020-07-09") && is(&sao_paulo, "2020-05-25") && !is(&sao_paulo, "2021-05-25"));
    assert!(is(&with(&["br", "br.RJ"]), "2026-04-23") && is(&with(&["br.RS"]), "2026-09-20"));
    let ceara = with(&["br.CE"]);
    assert!(!is(&ceara, "2011-03-25") && is(&ceara, "2012-03-25") && is(&ceara, "2026-03-25"));
    // The second Monday after Easter: 31 March in 2024, 5 April in 2026.
    let penha = with(&["br.ES"]);
    assert!(is(&penha, "2024-04-08") && is(&penha, "2026-04-13") && !is(&penha, "2019-04-29"));
}

#[test]
fn unknown_names_say_what_there_is() {
    let message = |text: &str| {
        let found = problems(&CalendarSpec { holidays: list(&[text]), ..office() });
        assert_eq!(found[0].key, ["holidays"]);
        found[0].message.clone()
    };
    assert!(message("br.carnval").contains("\"br.carnaval\""));
    let unknown_state = message("br.ZZ");
    assert!(
        unknown_state.contains("br.SP") && unknown_state.contains("br.corpus_christi"),
        "{unknown_state}"
    );
    for wrong in ["2026-02-30", "02-30", "13-01", "2026-1-1", "24/06", "2026-06", "2026-06-24x"] {
        assert!(message(wrong).contains("no date"), "{wrong}");
    }
}

#[test]
fn exceptions_replace_a_days_hours_on_holidays_too() {
    let mut written = CalendarSpec { holidays: list(&["br", "2026-12-24"]), ..office() };
    written.dates.insert("2026-12-24".to_owned(), list(&["08:00-12:00"]));
    written.dates.insert("2026-12-25".to_owned(), list(&["10:00-11:00"]));
    written.dates.insert("2026-12-28".to_owned(), list(&[]));
    written.dates.insert("2026-12-26".to_owned(), list(&["09:00-10:00"]));
    let calendar = compiled(&written);
    let seconds = |date: &str| {
        calendar.elapsed(at(&format!("{date}T00:00:00-03:00")), at(&format!("{date}T23:59:59-03:00")))
    };
    assert_eq!(
        ["2026-12-24", "2026-12-25", "2026-12-26", "2026-12-28", "2026-12-29"].map(seconds),
        [14_400, 3_600, 3_600, 0, 30_600]
    );
    let christmas = calendar.day("2026-12-25".parse().unwrap());
    assert_eq!((christmas.holiday.as_deref(), christmas.special), (Some("Natal"), true));
}

fn from_ics(events: &str) -> (Calendar, Vec<String>) {
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//PT\r\n{}END:VCALENDAR\r\n",
        events.replace('\n', "\r\n")
    );
    let files = BTreeMap::from([("feriados.ics".to_owned(), IcsFile { text })]);
    let hours = spec("America/Sao_Paulo", &[("mon-sun", &["08:00-18:00"])]);
    let compiled =
        Calendar::compile(&CalendarSpec { ics: list(&["feriados.ics"]), ..hours }, &files, &Zone::utc())
            .unwrap();
    assert!(compiled.notes.iter().all(|note| note.warning && note.key == ["ics"]));
    (compiled.calendar, compiled.notes.into_iter().map(|note| note.message).collect())
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:a@b\nDTSTAMP:20260101T000000Z\n{lines}END:VEVENT\n")
}

#[test]
fn whole_days_of_an_ics_file() {
    let (calendar, notes) = from_ics(&event(
        "DTSTART;VALUE=DATE:20261223\nDTEND;VALUE=DATE:20261225\nSUMMARY:Recesso\\, parte\n  um\n",
    ));
    // DTEND is the day after; the folded line is put together.
    assert_eq!(of_year(&calendar, 2026), ["12-23", "12-24"]);
    assert_eq!(name(&calendar, "2026-12-23").as_deref(), Some("Recesso, parte um"));
    assert!(notes.is_empty());
    let (calendar, _) = from_ics(&event(
        "DTSTART;TZID=America/Sao_Paulo;VALUE=DATE:20260601\nSUMMARY:Um\\; dois\\\\três\n\t e quatro\n",
    ));
    assert_eq!(name(&calendar, "2026-06-01").as_deref(), Some(r"Um; dois\três e quatro"));
    let days = |lines: &str| of_year(&from_ics(&event(lines)).0, 2026);
    assert_eq!(days("DTSTART;VALUE=DATE:20260601\n"), ["06-01"]);
    assert_eq!(days("DTSTART:20260601\n"), ["06-01"]);
    assert_eq!(days("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260601\n"), ["06-01"]);
    assert_eq!(days("DTSTART;VALUE=DATE:20260601\nDURATION:P2D\n"), ["06-01", "06-02"]);
    assert_eq!(days("DTSTART;VALUE=DATE:20260601\nDURATION:P1W\n").len(), 7);
    // Over the turn of the year.
    assert_eq!(days("DTSTART;VALUE=DATE:20251230\nDTEND;VALUE=DATE:20260103\n"), ["01-01", "01-02"]);
}

#[test]
fn yearly_events() {
    let start = "DTSTART;VALUE=DATE:20200709\n";
    let is_in = |rule: &str, years: &[i32]| {
        let (calendar, notes) = from_ics(&event(&format!("{start}{rule}")));
        assert!(notes.is_empty(), "{notes:?}");
        let found: Vec<i32> = (2018..=2030).filter(|year| !of_year(&calendar, *year).is_empty()).collect();
        assert_eq!(found, years, "{rule}");
    };
    is_in("RRULE:FREQ=YEARLY;COUNT=3\n", &[2020, 2021, 2022]);
    is_in("RRULE:FREQ=YEARLY;INTERVAL=4\n", &[2020, 2024, 2028]);
    is_in("RRULE:FREQ=YEARLY;UNTIL=20220709\n", &[2020, 2021, 2022]);
    is_in("RRULE:FREQ=YEARLY;UNTIL=20220708T235959Z\n", &[2020, 2021]);
    is_in("RRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=9;COUNT=2\n", &[2020, 2021]);
    is_in("RRULE:FREQ=YEARLY;COUNT=4\nEXDATE;VALUE=DATE:20210709,20230709\n", &[2020, 2022]);
    let (leap, _) = from_ics(&event("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;COUNT=2\n"));
    assert!(is(&leap, "2024-02-29") && is(&leap, "2028-02-29") && !is(&leap, "2032-02-29"));
    assert!(of_year(&leap, 2025).is_empty());
    for id in ["RECURRENCE-ID;VALUE=DATE:20210709", "RECURRENCE-ID:20210709T000000"] {
        let (moved, _) = from_ics(
            &(event(&format!("{start}RRULE:FREQ=YEARLY;COUNT=2\n"))
                + &event(&format!("{id}\nDTSTART;VALUE=DATE:20210712\n"))),
        );
        assert_eq!(
            (of_year(&moved, 2020), of_year(&moved, 2021)),
            (vec!["07-09".to_owned()], vec!["07-12".to_owned()])
        );
        // A cancelled one takes its day along, and is told.
        let (gone, notes) = from_ics(
            &(event(&format!("{start}RRULE:FREQ=YEARLY;COUNT=2\n"))
                + &event(&format!("{id}\nDTSTART;VALUE=DATE:20210709\nSTATUS:CANCELLED\n"))),
        );
        assert!(of_year(&gone, 2021).is_empty() && notes.len() == 1, "{notes:?}");
    }
}

#[test]
fn yearly_events_on_a_day_of_the_week() {
    let dates = |lines: &str, years: &[i32]| -> Vec<String> {
        let (calendar, notes) = from_ics(&event(lines));
        assert!(notes.is_empty(), "{notes:?}");
        let of = |year: i32| of_year(&calendar, year).into_iter().map(move |day| format!("{year}-{day}"));
        years.iter().copied().flat_map(of).collect()
    };
    // Thanksgiving by its three ways of writing; as on calendars of the United States.
    let start = "DTSTART;VALUE=DATE:20241128\n";
    let fourth = ["2024-11-28", "2025-11-27", "2026-11-26", "2027-11-25"];
    for rule in [
        "BYMONTH=11;BYDAY=4TH",
        "BYDAY=TH;BYMONTH=11;BYMONTHDAY=22,23,24,25,26,27,28",
        "BYMONTH=11;BYDAY=TH;BYSETPOS=4;WKST=SU",
    ] {
        let lines = format!("{start}RRULE:FREQ=YEARLY;{rule}\n");
        assert_eq!(dates(&lines, &[2023, 2024, 2025, 2026, 2027]), fourth, "{rule}");
        let counted = format!("{start}RRULE:FREQ=YEARLY;COUNT=3;{rule}\nEXDATE;VALUE=DATE:20251127\n");
        assert_eq!(dates(&counted, &[2024, 2025, 2026, 2027]), ["2024-11-28", "2026-11-26"], "{rule}");
    }
    // The last Monday of May; the last day but one of two months, every second year, until a day.
    assert_eq!(
        dates("DTSTART;VALUE=DATE:20250526\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO\n", &[2025, 2026, 2027]),
        ["2025-05-26", "2026-05-25", "2027-05-31"]
    );
    let ends = "DTSTART;VALUE=DATE:20240228\nRRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=2,12;BYMONTHDAY=-2;UNTIL=20260301\n";
    assert_eq!(dates(ends, &[2024, 2025, 2026]), ["2024-02-28", "2024-12-30", "2026-02-27"]);
    // A count goes over all dates of a year.
    let both = "DTSTART;VALUE=DATE:20250324\nRRULE:FREQ=YEARLY;COUNT=3;BYMONTH=3,9\n";
    assert_eq!(dates(both, &[2025, 2026, 2027]), ["2025-03-24", "2025-09-24", "2026-03-24"]);
}

#[test]
fn what_a_file_says_beyond_that_is_told() {
    for (lines, word) in [
        ("RRULE:FREQ=MONTHLY;BYDAY=1MO\n", "FREQ=MONTHLY"),
        ("RRULE:FREQ=YEARLY;BYYEARDAY=100\n", "BYYEARDAY"),
        ("RRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO\n", "BYWEEKNO"),
        ("RRULE:FREQ=YEARLY;BYDAY=20MO\n", "20MO"),
        ("RRULE:FREQ=YEARLY;BYMONTHDAY=1\n", "BYMONTHDAY"),
        ("RRULE:FREQ=YEARLY;COUNT=0\n", "COUNT=0"),
        ("RRULE:FREQ=YEARLY;COUNT=1\nRRULE:FREQ=YEARLY;BYMONTH=7\n", "BYMONTH=7"),
        ("RRULE:FREQ=YEARLY;COUNT=1\nEXRULE:FREQ=YEARLY;INTERVAL=2\n", "EXRULE"),
        ("EXDATE:amanhã\n", "EXDATE \"amanhã\""),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260601\n", "later dates"),
    ] {
        let (calendar, notes) = from_ics(&event(&format!("DTSTART;VALUE=DATE:20260601\n{lines}")));
        assert_eq!(of_year(&calendar, 2026), ["06-01"], "{lines}");
        assert!(notes.len() == 1 && notes[0].contains(word), "{lines}: {notes:?}");
    }
}

#[test]
fn what_is_no_holiday_is_told_and_left_out() {
    for (lines, word) in [
        ("DTSTART:20260601T090000Z\nDTEND:20260601T100000Z\nSUMMARY:Reunião\n", "time of day"),
        ("DTSTART;TZID=America/Sao_Paulo:20260601T090000\nSUMMARY:Reunião\n", "time of day"),
        ("DTSTART;VALUE=DATE:20260601\nSTATUS:CANCELLED\n", "cancelled"),
        (
            "DTSTART;VALUE=DATE:20260510\nSUMMARY:Dia das Mães\nDESCRIPTION:Observance\\nTo hide …\n",
            "observance",
        ),
        ("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260501\n", "before"),
        ("SUMMARY:Nada\n", "DTSTART"),
    ] {
        let (calendar, notes) = from_ics(&event(lines));
        assert!(of_year(&calendar, 2026).is_empty(), "{lines}");
        assert!(notes.len() == 1 && notes[0].contains(word), "{notes:?}");
    }
    // Feeds of public holidays mark every day as “transparent”: it says nothing of a holiday.
    assert_eq!(
        of_year(&from_ics(&event("DTSTART;VALUE=DATE:20260601\nTRANSP:TRANSPARENT\n")).0, 2026),
        ["06-01"]
    );
    let (weekly, notes) = from_ics(&event("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=WEEKLY\n"));
    assert_eq!(of_year(&weekly, 2026), ["06-01"]);
    assert!(notes[0].contains("FREQ=WEEKLY"), "{notes:?}");
    let (todo, notes) = from_ics("BEGIN:VTODO\nUID:1\nDTSTART;VALUE=DATE:20260601\nEND:VTODO\n");
    assert!(of_year(&todo, 2026).is_empty() && notes.is_empty());
}

#[test]
fn files_that_are_missing_or_no_calendars() {
    let files = BTreeMap::from([("feriados.ics".to_owned(), IcsFile { text: "<html></html>".to_owned() })]);
    let message = |name: &str| {
        let written = CalendarSpec { ics: list(&[name]), ..office() };
        Calendar::compile(&written, &files, &Zone::utc()).unwrap_err()[0].message.clone()
    };
    assert!(message("feriado.ics").contains("\"feriados.ics\""));
    assert!(message("feriados.ics").contains("no iCalendar file"), "{}", message("feriados.ics"));
}

#[test]
fn files_as_programs_write_them() {
    let text = "\u{feff}BEGIN:VCALENDAR\nX-WR-CALNAME:Feriados\nBEGIN:VTIMEZONE\nTZID:America/Sao_Paulo\nBEGIN:STANDARD\n\
        DTSTART:19700101T000000\nTZOFFSETFROM:-0300\nTZOFFSETTO:-0300\nEND:STANDARD\nEND:VTIMEZONE\n\
        BEGIN:VEVENT\ndtstart;value=date:20260709\nATTENDEE;CN=\"a: b; c\":mailto:x@y\nX-EMPTY:\n\
        SUMMARY;LANGUAGE=pt:Revolu\n ção\nBEGIN:VALARM\nTRIGGER:-PT1H\nDURATION:PT15M\nACTION:DISPLAY\nEND:VALARM\n\
        END:VEVENT\n\nBEGIN:VEVENT\nDTSTART;VALUE=\"DATE\":20260710\nEND:VEVENT\nEND:VCALENDAR";
    // Several calendars in one file are one.
    let first = "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n";
    for text in [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        format!("{first}{}", text.trim_start_matches('\u{feff}')),
    ] {
        let files = BTreeMap::from([("a.ics".to_owned(), IcsFile { text })]);
        let hours = spec("America/Sao_Paulo", &[("mon-sun", &["08:00-18:00"])]);
        let found = Calendar::compile(&CalendarSpec { ics: list(&["a.ics"]), ..hours }, &files, &Zone::utc())
            .unwrap();
        assert_eq!(found.notes, []);
        assert_eq!(of_year(&found.calendar, 2026), ["07-09", "07-10"]);
        assert_eq!(name(&found.calendar, "2026-07-09").as_deref(), Some("Revolução"));
    }
}
