//! Cases worked out by hand.

use super::*;

#[test]
fn a_lunch_break_and_a_weekend_do_not_count() {
    let calendar = compiled(&office());
    // Friday 17:00 to Monday 09:00.
    assert_eq!(calendar.elapsed(at("2026-11-20T17:00:00-03:00"), at("2026-11-23T09:00:00-03:00")), 7_200);
    assert_eq!(calendar.elapsed(at("2026-11-23T11:00:00-03:00"), at("2026-11-23T14:30:00-03:00")), 7_200);
    assert_eq!(calendar.elapsed(at("2026-11-23T12:00:00-03:00"), at("2026-11-23T13:30:00-03:00")), 0);
    assert_eq!(calendar.elapsed(at("2026-11-23T14:00:00-03:00"), at("2026-11-23T09:00:00-03:00")), 0);
    // Opened and solved outside hours.
    assert_eq!(calendar.elapsed(at("2026-11-21T10:00:00-03:00"), at("2026-11-22T10:00:00-03:00")), 0);
}

#[test]
fn opening_counts_and_closing_does_not() {
    let calendar = compiled(&office());
    assert!(calendar.is_open(at("2026-11-23T08:00:00-03:00")));
    assert!(calendar.is_open(at("2026-11-23T11:59:59-03:00")));
    assert!(!calendar.is_open(at("2026-11-23T12:00:00-03:00")));
    assert!(!calendar.is_open(at("2026-11-23T07:59:59-03:00")));
    assert!(!calendar.is_open(at("2026-11-22T10:00:00-03:00")));
}

#[test]
fn a_budget_that_runs_out_at_closing_time_is_due_then() {
    let calendar = compiled(&office());
    let due = |from: &str, seconds| calendar.due(at(from), seconds);
    assert_eq!(due("2026-11-23T08:00:00-03:00", 4 * 3600), Some(at("2026-11-23T12:00:00-03:00")));
    assert_eq!(due("2026-11-23T08:00:00-03:00", 4 * 3600 + 1), Some(at("2026-11-23T13:30:01-03:00")));
    assert_eq!(due("2026-11-20T17:00:00-03:00", 3_600), Some(at("2026-11-20T18:00:00-03:00")));
    assert_eq!(due("2026-11-20T18:00:00-03:00", 3_600), Some(at("2026-11-23T09:00:00-03:00")));
    assert_eq!(due("2026-11-21T10:00:00-03:00", 0), Some(at("2026-11-21T10:00:00-03:00")));
}

#[test]
fn the_second_working_day_never_counts_the_first_date() {
    let calendar = compiled(&CalendarSpec { holidays: list(&["2026-11-20"]), ..office() });
    let close = |from: &str, n| calendar.nth_working_day_close(at(from), n);
    // Wednesday, before opening and after closing alike; Friday the 20th is a holiday.
    assert_eq!(close("2026-11-18T05:00:00-03:00", 1), Some(at("2026-11-19T18:00:00-03:00")));
    assert_eq!(close("2026-11-18T23:00:00-03:00", 1), Some(at("2026-11-19T18:00:00-03:00")));
    assert_eq!(close("2026-11-18T23:00:00-03:00", 2), Some(at("2026-11-23T18:00:00-03:00")));
    // The date is the local one: 02:00 in UTC is still the evening before.
    assert_eq!(close("2026-11-19T02:00:00Z", 1), Some(at("2026-11-19T18:00:00-03:00")));
    assert_eq!(close("2026-11-21T12:00:00-03:00", 1), Some(at("2026-11-23T18:00:00-03:00")));
    assert_eq!(close("2026-11-21T12:00:00-03:00", 0), None);
    let days = |from: &str, to: &str| calendar.working_days_between(at(from), at(to));
    assert_eq!(days("2026-11-18T05:00:00-03:00", "2026-11-23T01:00:00-03:00"), 2);
    assert_eq!(days("2026-11-18T05:00:00-03:00", "2026-11-18T23:00:00-03:00"), 0);
    assert_eq!(days("2026-11-23T01:00:00-03:00", "2026-11-18T05:00:00-03:00"), 0);
    // 2026 has 261 Mondays to Fridays.
    assert_eq!(days("2025-12-31T12:00:00-03:00", "2026-12-31T12:00:00-03:00"), 261 - 1);
}

#[test]
fn a_shift_must_open_strictly_after_the_start() {
    let calendar = compiled(&office());
    let close = |from: &str, n| calendar.nth_shift_close(at(from), n);
    assert_eq!(close("2026-11-23T07:59:59-03:00", 1), Some(at("2026-11-23T12:00:00-03:00")));
    assert_eq!(close("2026-11-23T08:00:00-03:00", 1), Some(at("2026-11-23T18:00:00-03:00")));
    assert_eq!(close("2026-11-23T08:00:00-03:00", 3), Some(at("2026-11-24T18:00:00-03:00")));
    assert_eq!(close("2026-11-20T14:00:00-03:00", 1), Some(at("2026-11-23T12:00:00-03:00")));
    assert_eq!(close("2026-11-20T14:00:00-03:00", 0), None);
}

#[test]
fn adjacent_intervals_are_two_shifts_of_one_time() {
    let calendar = compiled(&spec("UTC", &[("mon-fri", &["08:00-12:00", "12:00-18:00"])]));
    assert_eq!(
        calendar.open_intervals(at("2026-11-23T00:00:00Z"), at("2026-11-24T00:00:00Z")),
        [(at("2026-11-23T08:00:00Z"), at("2026-11-23T18:00:00Z"))]
    );
    assert_eq!(calendar.nth_shift_close(at("2026-11-23T08:00:00Z"), 1), Some(at("2026-11-23T18:00:00Z")));
    assert_eq!(calendar.nth_shift_close(at("2026-11-23T07:00:00Z"), 1), Some(at("2026-11-23T12:00:00Z")));
}

#[test]
fn a_shift_over_midnight_is_one() {
    let nights = [("mon-fri", ["22:00-24:00"].as_slice()), ("tue-sat", ["00:00-06:00"].as_slice())];
    let nights: Vec<(&str, &[&str])> = nights.to_vec();
    let mut hours = spec("America/Sao_Paulo", &[]);
    for (days, spans) in &nights {
        hours.hours.insert((*days).to_owned(), list(spans));
    }
    let calendar = compiled(&hours);
    let close = |from: &str, n| calendar.nth_shift_close(at(from), n);
    assert_eq!(close("2026-11-23T12:00:00-03:00", 1), Some(at("2026-11-24T06:00:00-03:00")));
    // Midnight opens no shift.
    assert_eq!(close("2026-11-23T23:00:00-03:00", 1), Some(at("2026-11-25T06:00:00-03:00")));
    // Over the turn of the year: Thursday 31 December.
    assert_eq!(close("2026-12-31T12:00:00-03:00", 1), Some(at("2027-01-01T06:00:00-03:00")));
    assert_eq!(close("2026-12-31T22:00:00-03:00", 1), Some(at("2027-01-02T06:00:00-03:00")));
    assert_eq!(close("2026-12-30T22:00:00-03:00", 2), Some(at("2027-01-02T06:00:00-03:00")));
    // Where the next day is closed, the shift ends at midnight.
    let closed = compiled(&CalendarSpec { holidays: list(&["01-01"]), ..hours });
    assert_eq!(
        closed.nth_shift_close(at("2026-12-31T12:00:00-03:00"), 1),
        Some(at("2027-01-01T00:00:00-03:00"))
    );
}

#[test]
fn shifts_of_a_zone_far_east_of_utc_at_new_year() {
    let calendar = compiled(&spec("Pacific/Kiritimati", &[("mon-sun", &["00:30-01:00", "02:00-03:00"])]));
    // 10:45 in UTC is 00:45 of the next local year there.
    let start = at("2025-12-31T10:45:00Z");
    assert_eq!(calendar.nth_shift_close(start, 1), Some(at("2026-01-01T03:00:00+14:00")));
    assert_eq!(calendar.nth_shift_close(start, 2), Some(at("2026-01-02T01:00:00+14:00")));
}

#[test]
fn always_is_open_and_has_no_shifts() {
    let always = Calendar::always(Zone::parse("America/Sao_Paulo").unwrap());
    let start = at("2026-11-22T10:00:00-03:00");
    assert_eq!(always.elapsed(start, at("2026-11-23T10:00:00-03:00")), 86_400);
    assert_eq!(always.due(start, 90), Some(at("2026-11-22T10:01:30-03:00")));
    assert_eq!(always.nth_shift_close(start, 1), None);
    assert_eq!(always.nth_working_day_close(start, 1), Some(at("2026-11-24T00:00:00-03:00")));
    assert!(always.is_open(start));
    assert_eq!(always.hours_in_words("pt-BR"), "todos os dias, 24 horas");
    // Written out it is the same time, in one shift that never opens.
    let written = compiled(&spec("America/Sao_Paulo", &[("mon-sun", &["00:00-24:00"])]));
    assert_eq!(written.elapsed(at("1999-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z")), 9_862 * 86_400);
    assert_eq!(written.nth_shift_close(start, 1), None);
    assert_eq!(
        written.open_intervals(at("1999-01-01T00:00:00Z"), start),
        [(at("1999-01-01T00:00:00Z"), start)]
    );
}

#[test]
fn what_never_comes_is_none() {
    let mut once = spec("UTC", &[("mon", &["08:00-12:00"])]);
    let every_day = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap().iter_days().take(366);
    once.holidays = OneOrMany(every_day.map(|date| date.format("%m-%d").to_string()).collect());
    once.dates.insert("2026-11-23".to_owned(), list(&["08:00-12:00"]));
    let calendar = compiled(&once);
    let start = at("2026-01-01T00:00:00Z");
    assert_eq!(calendar.due(start, 14_400), Some(at("2026-11-23T12:00:00Z")));
    assert_eq!(calendar.due(start, 14_401), None);
    assert_eq!(calendar.nth_working_day_close(start, 1), Some(at("2026-11-23T12:00:00Z")));
    assert_eq!(calendar.nth_working_day_close(start, 2), None);
    assert_eq!(calendar.nth_shift_close(start, 2), None);
    assert_eq!(compiled(&office()).due(start, i64::MAX), None);
    assert_eq!(Calendar::always(Zone::utc()).due(start, i64::MAX), None);
}

#[test]
fn decades_are_counted() {
    let calendar = compiled(&spec("UTC", &[("mon-fri", &["08:00-18:00"])]));
    // 400 years are 20,871 weeks.
    assert_eq!(calendar.elapsed(at("1800-01-01T00:00:00Z"), at("2200-01-01T00:00:00Z")), 20_871 * 50 * 3_600);
    assert_eq!(
        calendar.due(at("1800-01-01T00:00:00Z"), 20_871 * 50 * 3_600),
        Some(at("2199-12-31T18:00:00Z"))
    );
}

#[test]
fn a_year_is_worked_out_once_however_much_is_asked_of_it() {
    let calendar = compiled(&office());
    let (from, to) = (at("2006-06-01T10:00:00-03:00"), at("2026-06-01T10:00:00-03:00"));
    let day = |year: i32| {
        (at(&format!("{year}-06-01T10:00:00-03:00")), at(&format!("{year}-06-02T10:00:00-03:00")))
    };
    assert_eq!(calendar.elapsed(day(2010).0, day(2010).1), 30_600);
    assert_eq!(calendar.years.worked_out(), 1);
    let seconds = calendar.elapsed(from, to);
    assert_eq!(calendar.years.worked_out(), 21);
    // From then on each question adds up years and looks once into the first and the last: no day is walked again.
    assert_eq!(calendar.due(from, seconds), Some(to));
    assert!(calendar.is_open(from) && calendar.nth_working_day_close(from, 4_000).is_some());
    for year in 2006..2026 {
        assert!(calendar.due(day(year).0, 3_600).is_some() && calendar.elapsed(day(year).0, to) > 0);
    }
    assert_eq!(calendar.years.worked_out(), 21);
}

#[test]
fn clocks_put_forward() {
    // New York, Sunday 8 March 2026: 02:00 is 03:00.
    let hours = |span: &str| compiled(&spec("America/New_York", &[("sun", &[span])]));
    let (from, to) = (at("2026-03-08T00:00:00-05:00"), at("2026-03-09T00:00:00-04:00"));
    let open = |span: &str| hours(span).open_intervals(from, to);
    assert_eq!(open("02:30-05:00"), [(at("2026-03-08T03:30:00-04:00"), at("2026-03-08T05:00:00-04:00"))]);
    assert_eq!(open("01:00-02:30"), [(at("2026-03-08T01:00:00-05:00"), at("2026-03-08T03:30:00-04:00"))]);
    assert_eq!(open("02:15-02:45"), [(at("2026-03-08T03:15:00-04:00"), at("2026-03-08T03:45:00-04:00"))]);
    assert_eq!(open("00:00-24:00"), [(from, to)]);
    assert_eq!(hours("00:00-24:00").elapsed(from, to), 23 * 3_600);
    // It would close before it opens: there is none, and the day is no working day.
    assert_eq!(open("02:30-03:00"), []);
    let close = hours("02:30-03:00").nth_working_day_close(at("2026-03-07T12:00:00-05:00"), 1);
    assert_eq!(close, Some(at("2026-03-15T03:00:00-04:00")));
    assert!(hours("02:30-03:00").day("2026-03-08".parse().unwrap()).shifts.is_empty());
    // Two intervals that come to overlap count once.
    let both = compiled(&spec("America/New_York", &[("sun", &["01:00-02:30", "03:00-05:00"])]));
    assert_eq!(both.elapsed(from, to), 3 * 3_600);
}

#[test]
fn clocks_put_back() {
    // New York, Sunday 1 November 2026: 02:00 is 01:00 again; of two the first.
    let hours = |span: &str| compiled(&spec("America/New_York", &[("sun", &[span])]));
    let (from, to) = (at("2026-11-01T00:00:00-04:00"), at("2026-11-02T00:00:00-05:00"));
    let open = |span: &str| hours(span).open_intervals(from, to);
    assert_eq!(open("01:30-02:00"), [(at("2026-11-01T01:30:00-04:00"), at("2026-11-01T02:00:00-05:00"))]);
    assert_eq!(open("00:00-01:30"), [(from, at("2026-11-01T01:30:00-04:00"))]);
    assert_eq!(hours("01:30-02:00").elapsed(from, to), 5_400);
    assert_eq!(hours("00:00-24:00").elapsed(from, to), 25 * 3_600);
}

#[test]
fn midnight_that_brazil_skipped_and_repeated() {
    let calendar = compiled(&spec("America/Sao_Paulo", &[("sat-sun", &["00:00-24:00"])]));
    // Sunday 4 November 2018 began at 01:00; Saturday 16 February 2019 had 23:00 twice.
    assert_eq!(
        calendar.elapsed(at("2018-11-03T00:00:00-03:00"), at("2018-11-05T00:00:00-02:00")),
        47 * 3_600
    );
    assert_eq!(
        calendar.elapsed(at("2019-02-16T00:00:00-02:00"), at("2019-02-18T00:00:00-03:00")),
        49 * 3_600
    );
    let close = |from: &str| calendar.nth_shift_close(at(from), 1);
    assert_eq!(close("2018-11-02T12:00:00-03:00"), Some(at("2018-11-05T00:00:00-02:00")));
    assert_eq!(close("2019-02-15T12:00:00-02:00"), Some(at("2019-02-18T00:00:00-03:00")));
}

#[test]
fn a_date_that_the_zone_skips_has_no_hours() {
    // Apia went from Thursday 29 to Saturday 31 December 2011.
    let calendar = compiled(&spec("Pacific/Apia", &[("mon-sat", &["08:00-18:00"])]));
    let (from, to) = (at("2011-12-29T00:00:00-10:00"), at("2012-01-01T00:00:00+14:00"));
    assert_eq!(calendar.elapsed(from, to), 20 * 3_600);
    assert!(calendar.day("2011-12-30".parse().unwrap()).shifts.is_empty());
    assert_eq!(calendar.nth_working_day_close(from, 1), Some(at("2011-12-31T18:00:00+14:00")));
    // What ends at 24:00 goes on on the day that comes next.
    let nights = compiled(&spec("Pacific/Apia", &[("thu", &["22:00-24:00"]), ("sat", &["00:00-06:00"])]));
    assert_eq!(nights.nth_shift_close(from, 1), Some(at("2011-12-31T06:00:00+14:00")));
    assert_eq!(nights.elapsed(from, to), 8 * 3_600);
}

#[test]
fn rules_without_an_end_go_on_after_the_database() {
    let calendar = compiled(&spec("Europe/Berlin", &[("mon-sun", &["08:00-18:00"])]));
    assert!(
        calendar.is_open(at("2150-07-01T08:30:00+02:00"))
            && !calendar.is_open(at("2150-07-01T07:30:00+02:00"))
    );
    assert!(
        calendar.is_open(at("2150-01-01T08:30:00+01:00"))
            && !calendar.is_open(at("2150-01-01T07:30:00+01:00"))
    );
    // 29 March 2150 is the last Sunday of that month.
    assert_eq!(calendar.elapsed(at("2150-03-29T00:00:00+01:00"), at("2150-03-30T00:00:00+02:00")), 36_000);
    assert_eq!(calendar.zone().local(at("2150-03-29T01:00:00Z")).to_rfc3339(), "2150-03-29T03:00:00+02:00");
}

#[test]
fn a_month_as_a_picture() {
    let calendar = compiled(&CalendarSpec { holidays: list(&["br"]), ..office() });
    let november = month_picture(&calendar, 2026, 11).unwrap();
    assert_eq!(november.weeks.len(), 6);
    // 21 Mondays to Fridays without the 2nd and the 20th; 15 November is a Sunday.
    assert_eq!((november.working_days, november.working_s), (19, 19 * 30_600));
    assert!(!november.weeks[0][0].in_month && november.weeks[0][6].in_month);
    let finados = &november.weeks[1][0].day;
    assert_eq!((finados.holiday.as_deref(), finados.shifts.len()), (Some("Finados"), 0));
    assert_eq!(month_picture(&calendar, 2026, 13), None);
}
