use super::*;
use crate::locale::Locale;
use crate::render::Cell;
use crate::report::sla::{SlaReport, SlaRow, SlaSummary};
use crate::sla::{ClockRow, ClockState};
use chrono::{DateTime, FixedOffset};

const HOSTILE: &str = "<script>alert(1)</script>\"'&\u{202e}\u{1b}[31m{{head}}";

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

fn row(metric: &str, state: ClockState, due: &str, stopped: Option<&str>, elapsed: i64) -> SlaRow {
    SlaRow {
        ticket: "202611/0007".to_owned(),
        uid: "01JDB3V1Q2Z6X8N4T7C5M9K0RA".to_owned(),
        title: HOSTILE.to_owned(),
        type_id: "bug".to_owned(),
        priority: None,
        team: None,
        assignee: Some(HOSTILE.to_owned()),
        organization: None,
        clock: ClockRow {
            policy: "p".to_owned(),
            metric: metric.to_owned(),
            cycle: 1,
            target_s: 3600,
            target_changed: false,
            started_at: at("2026-11-02T08:00:00-03:00"),
            due_at: Some(at(due)),
            stopped_at: stopped.map(at),
            elapsed_s: elapsed,
            paused_s: 0,
            remaining_s: None,
            state,
        },
    }
}

fn line(metric: &str, met: usize, breached: usize) -> SlaSummary {
    SlaSummary {
        metric: metric.to_owned(),
        group: None,
        total: met + breached,
        met,
        breached,
        running: 0,
        at_risk: 0,
        overdue: 0,
        paused: 0,
        cancelled: 0,
        compliance: Some(met as f64 / (met + breached) as f64),
        elapsed_p50_s: Some(1800),
        elapsed_p90_s: None,
    }
}

/// Two weeks with one between them in which nothing was decided; the late clock was due in the first and stopped in
/// the third.
fn report() -> SlaReport {
    let met = |stopped| row("reply", ClockState::Met, "2026-11-20T10:00:00-03:00", Some(stopped), 1800);
    SlaReport {
        version: 1,
        desk: HOSTILE.to_owned(),
        as_of: at("2026-11-30T18:00:00-03:00"),
        head: "0123456789abcdef".to_owned(),
        rows: vec![
            met("2026-11-02T09:00:00-03:00"),
            met("2026-11-08T23:59:00-03:00"),
            met("2026-11-16T00:00:00-03:00"),
            row(
                "reply",
                ClockState::Breached,
                "2026-11-06T10:00:00-03:00",
                Some("2026-11-17T10:00:00-03:00"),
                36_000,
            ),
            row(HOSTILE, ClockState::Running, "2026-12-01T10:00:00-03:00", None, 60),
        ],
        summary: vec![line("reply", 3, 1)],
    }
}

fn page(locale: &str) -> Page {
    Page { locale: Locale::parse(locale).0, ..Page::default() }
}

/// A desk without labels.
const IDS: Names = Names { value: &|_, _, id| id.to_owned(), group: &|id| id.to_owned(), files: &|_| None };

fn built(locale: &str) -> Report {
    Report::sla(&report(), page(locale).locale, IDS).unwrap()
}

#[test]
fn text_of_others_is_never_markup() {
    let mut report = Table::new(vec![Column::titled("t", "<Título>"), Column::titled("n", "N").right()]);
    report.push(vec![Cell::text("<script>\"&'\n\u{1b}x").tone(Tone::Bad), 1234.into()]);
    let html = table(&report, Page::default());
    assert!(
        html.contains("<th scope=\"col\" class=\"k\">&lt;Título&gt;</th>")
            || html.contains("<th scope=\"col\">&lt;Título&gt;</th>")
    );
    assert!(html.contains("<span class=\"bad\">&lt;script&gt;&quot;&amp;&#39;<br>␛x</span></th>"), "{html}");
    assert!(html.contains("<td class=\"n\">1,234</td>"));
}

#[test]
fn a_page_is_one_file_that_asks_nobody_for_anything() {
    for locale in ["pt-BR", "en"] {
        let html = built(locale).html(page(locale)).unwrap();
        for word in
            ["http:", "https:", "src=", "href", "url(", "@import", "<script", "<link", "javascript", " on"]
        {
            let found = html.match_indices(word).map(|(at, _)| &html[at..(at + 30).min(html.len())]);
            let found: Vec<&str> = found.filter(|text| word != " on" || text.contains('=')).collect();
            assert!(found.is_empty(), "{word}: {found:?}");
        }
        assert!(html.contains("default-src 'none'"));
        assert!(html.contains(&format!("<html lang=\"{}\">", &locale[..2])));
        assert!(!html.contains('\u{202e}') && !html.contains('\u{1b}'));
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "titles are shown as they are");
        assert!(html.contains("{{head}}"), "text of others is no template");
    }
}

#[test]
fn every_picture_is_well_formed_and_every_class_has_a_style() {
    let html = built("pt-BR").html(page("pt-BR")).unwrap();
    let style = include_str!("../../../templates/reports/style.css");
    let mut pictures = 0;
    for part in html.split("<svg").skip(1) {
        let svg = format!("<svg{}</svg>", part.split("</svg>").next().unwrap());
        let tree = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
        pictures += usize::from(tree.root_element().attribute("role") == Some("img"));
        for node in tree.descendants() {
            for class in node.attribute("class").unwrap_or_default().split_whitespace() {
                assert!(style.contains(&format!(".{class} ")), "{class}");
            }
        }
    }
    assert_eq!(pictures, 4, "two charts, each for wide and narrow pages");
}

#[test]
fn a_week_counts_the_clocks_that_were_decided_in_it() {
    // Met in the week of 2 November: two, the last on Sunday night; late: due on the 6th. Week of the 9th: none.
    // Week of the 16th: met at its first instant.
    let report = built("pt-BR");
    let weeks = &report.charts[0].table;
    let text = |row, column| weeks.cell(row, column).unwrap().human(page("pt-BR").locale);
    let rows: Vec<(String, String)> = (0..weeks.rows.len()).map(|row| (text(row, 0), text(row, 1))).collect();
    let expected = [("02/11/2026", "66,7% (2/3)"), ("09/11/2026", "–"), ("16/11/2026", "100% (1/1)")];
    assert_eq!(rows, expected.map(|(week, share)| (week.to_owned(), share.to_owned())));
}

#[test]
fn clocks_are_spread_over_their_target() {
    // 1800 s of 3600 s are 50 %, three times; 36 000 s are ten times the target.
    let report = built("en");
    let spread = &report.charts[1].table;
    let counts: Vec<String> =
        (0..spread.rows.len()).map(|row| spread.cell(row, 1).unwrap().machine()).collect();
    assert_eq!(counts, ["0", "3", "0", "0", "0", "0", "0", "1"]);
    assert!(report.charts[1].summary.contains("300%"), "that marks were moved is said");
}

#[test]
fn a_template_of_ones_own_gets_exactly_the_json_and_is_strict() {
    let json = serde_json::to_value(report()).unwrap();
    let report = built("en");
    assert_eq!(report.json, json);
    let make = |template: &str| report.by_template("mine.hbs", template, page("en"));
    assert_eq!(make("{{#each this}}{{@key}} {{/each}}").unwrap(), "version desk as_of head rows summary ");
    assert_eq!(
        make("{{#each rows}}{{#if @first}}{{title}}{{/if}}{{/each}}").unwrap(),
        escape(HOSTILE),
        "escaped unless asked otherwise"
    );
    assert_eq!(
        make("{{#each summary}}{{percent compliance}} {{duration elapsed_p50_s}} {{duration elapsed_p90_s}}{{/each}}").unwrap(),
        "75% 30min –"
    );
    let error = make("a\n{{nothing}}").unwrap_err().to_string();
    assert!(error.contains("mine.hbs") && error.contains("nothing") && error.contains("summary"), "{error}");
    let error = make("{{chart \"pie\"}}").unwrap_err().to_string();
    assert!(error.contains("pie") && error.contains("compliance"), "{error}");
    assert!(
        make("{{percent nothing}}").is_err() && make("{{percent head}}").is_err() && make("{{#if").is_err()
    );
}

#[test]
fn an_empty_report_is_a_page() {
    let empty = SlaReport { rows: Vec::new(), summary: Vec::new(), ..report() };
    let html = Report::sla(&empty, page("en").locale, IDS).unwrap().html(page("en")).unwrap();
    assert!(html.contains("Nothing was decided in this period."));
}

#[test]
fn colours_can_be_read_in_light_and_dark() {
    // Relative luminance and contrast as WCAG 2 defines them.
    let style = include_str!("../../../templates/reports/style.css");
    let (light, dark) = style.split_once("prefers-color-scheme: dark").unwrap();
    for theme in [light, dark.split("* {").next().unwrap()] {
        let luminance = |name: &str| {
            let hex = theme.split(&format!("--{name}: #")).nth(1).unwrap().get(..6).unwrap();
            let part = |at: usize| {
                let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
        };
        let contrast = |name: &str| {
            let (a, b) = (luminance(name), luminance("page"));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        for name in ["ink", "soft", "good", "warn", "bad"] {
            assert!(contrast(name) >= 4.5, "text {name}: {}", contrast(name));
        }
        for name in ["c0", "c1", "c2", "c3", "c4", "c5"] {
            assert!(contrast(name) >= 3.0, "mark {name}: {}", contrast(name));
        }
    }
}
