//! `report … --format html`, and what a browser makes of it.

use super::mesa::{POLICY, long_life, mesa, now};
use crate::harness::Place;
use serde_json::Value;
use std::path::Path;

/// A desk with one ticket answered in time, one with a long word for a title and hostile text.
fn desk() -> Place {
    let mut desk = Place::desk();
    let long = "x".repeat(160);
    for title in ["<script>document.title='x'</script>", &long] {
        desk.tramite(&["open", "question", "-t", title, "-d", "d", "--for", "maria@example"]).ok();
    }
    desk.at("2026-11-23T11:00:00-03:00");
    desk.tramite(&["reply", "1", "-m", "Use the menu"]).ok();
    desk.at("2026-12-07T11:00:00-03:00");
    desk
}

#[test]
fn every_report_is_a_page_and_its_context_is_its_json() {
    let desk = desk();
    for report in ["sla", "aging", "response", "fcr", "reopen", "volume", "gaps", "csat", "time"] {
        let html = desk.tramite(&["report", report, "--format", "html"]).ok();
        assert!(html.starts_with("<!DOCTYPE html>") && html.trim_end().ends_with("</html>"), "{report}");
        assert!(!html.contains("<script"), "{report}");
        let json = desk.tramite(&["report", report, "--format", "json"]).ok();
        assert_eq!(desk.tramite(&["report", report, "--print-context"]).ok(), json, "{report}");
    }
}

#[test]
fn a_template_of_ones_own() {
    let desk = desk();
    desk.write(
        "mine.hbs",
        "<p>{{desk}}: {{len rows}}</p>{{#each rows}}{{#if @last}}{{title}}{{/if}}{{/each}}\n",
    );
    let page = desk.tramite(&["report", "aging", "--template", "mine.hbs"]).ok();
    assert!(page.starts_with("<p>Support: 2</p>"), "{page}");
    desk.write("mine.hbs", "{{dsk}}\n");
    let error = desk.tramite(&["report", "aging", "--template", "mine.hbs"]).fails(2);
    assert!(error.contains("mine.hbs") && error.contains("dsk") && error.contains("desk"), "{error}");
    desk.tramite(&["report", "aging", "--template", "mine.hbs", "--format", "csv"]).fails(2);
    desk.tramite(&["report", "aging", "--template", "absent.hbs"]).fails(6);
}

/// Runs in a page of the test's around the report's, which itself forbids scripts.
const MEASURE: &str = r"
onerror = message => { document.body.textContent = '@@' + JSON.stringify(message) + '@@'; };
onload = () => {
  const frame = document.querySelector('iframe'), page = frame.contentDocument, root = page.documentElement;
  const css = node => frame.contentWindow.getComputedStyle(node);
  const seen = selector => [...page.querySelectorAll(selector)].filter(n => css(n).display !== 'none').length;
  const outside = [...page.querySelectorAll('body *')].filter(
    n => !n.closest('.scroll') && n.getBoundingClientRect().right > root.clientWidth + 1);
  const small = [...page.querySelectorAll('svg.chart text')].filter(n => n.getBoundingClientRect().width > 0)
    .map(n => parseFloat(css(n).fontSize) * n.getScreenCTM().a);
  document.body.textContent = '@@' + JSON.stringify({
    width: root.clientWidth, scroll: root.scrollWidth, outside: outside.map(n => n.outerHTML.slice(0, 80)),
    wide: seen('svg.wide'), narrow: seen('svg.narrow'), smallest: Math.min(...small),
    ground: css(page.body).backgroundColor, ink: css(page.body).color,
    mark: css(page.querySelector('.f10')).fill, title: page.title, lang: root.lang,
    unnamed: [...page.querySelectorAll('svg.chart')].filter(n => !n.querySelector('title').textContent.trim()).length,
    captions: [...page.querySelectorAll('table')].filter(n => !n.caption).length,
  }) + '@@';
};";

/// What a browser measures on a page in a frame as wide as a device; `None` where there is no browser.
fn measure(desk: &Place, html: &str, width: u32, dark: bool) -> Option<Value> {
    let page = html.replace('&', "&amp;").replace('"', "&quot;");
    let wrapper = format!(
        "<!DOCTYPE html><meta charset=\"utf-8\"><style>:root{{color-scheme:light dark}}\
         iframe{{width:{width}px;height:900px;border:0}}</style><script>{MEASURE}</script>\
         <body><iframe srcdoc=\"{page}\"></iframe></body>"
    );
    let name = format!("{width}-{dark}");
    let file = desk.root().join(format!("{name}.html"));
    std::fs::write(&file, wrapper).unwrap();
    let profile = desk.root().join(format!("profile-{name}"));
    let mut chromium = desk.command("chromium");
    chromium.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--virtual-time-budget=10000",
        "--window-size=1400,1000",
    ]);
    chromium.arg(format!("--user-data-dir={}", profile.display()));
    if dark {
        chromium.arg("--blink-settings=preferredColorScheme=0");
    }
    let output = match chromium.arg("--dump-dom").arg(address(&file)).output() {
        Ok(output) => output,
        Err(error) => {
            #[expect(
                clippy::disallowed_methods,
                reason = "whether a missing tool is a failure is said to the test"
            )]
            let needed = std::env::var_os("TRAMITE_CI").is_some();
            assert!(!needed, "chromium: {error}");
            return None;
        }
    };
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = dom
        .rsplit("@@")
        .nth(1)
        .unwrap_or_else(|| panic!("{dom}\n{}", String::from_utf8_lossy(&output.stderr)));
    let said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    Some(serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}")))
}

fn address(file: &Path) -> String {
    format!("file://{}", file.display())
}

#[test]
fn a_page_is_readable_on_a_phone_and_on_a_screen_in_light_and_dark() {
    let desk = desk();
    for report in ["sla", "volume"] {
        let html = desk.tramite(&["report", report, "--format", "html"]).ok();
        let mut grounds = Vec::new();
        for (width, dark) in [(390, false), (390, true), (1280, false), (1280, true)] {
            let Some(seen) = measure(&desk, &html, width, dark) else { return };
            let at = format!("{report} at {width}, dark: {dark}: {seen}");
            // The frame's own scroll bar takes some of its width.
            assert!(seen["width"].as_u64().unwrap() > u64::from(width) - 30, "{at}");
            assert_eq!(seen["scroll"], seen["width"], "nothing hangs over: {at}");
            assert_eq!(seen["outside"], serde_json::json!([]), "{at}");
            let (shown, hidden) = if width < 640 { ("narrow", "wide") } else { ("wide", "narrow") };
            assert!(seen[shown].as_u64().unwrap() > 0 && seen[hidden] == 0, "{at}");
            assert!(seen["smallest"].as_f64().unwrap() >= 10.0, "charts can be read: {at}");
            assert_eq!((&seen["unnamed"], &seen["captions"]), (&Value::from(0), &Value::from(0)), "{at}");
            assert_eq!(seen["lang"], "en", "{at}");
            assert_ne!(seen["title"], "x", "text of others ran: {at}");
            assert_ne!(seen["ground"], seen["ink"], "{at}");
            grounds.push((seen["ground"].clone(), seen["mark"].clone()));
        }
        assert_eq!(grounds[0].0, "rgb(255, 255, 255)");
        assert_ne!(grounds[0].0, grounds[1].0, "dark where dark is wanted");
        assert_ne!(grounds[0].1, grounds[1].1, "charts go along");
    }
}

/// The texts of the cells of each row of a table of the page, by the table's place among all.
fn cells(html: &str, table: usize) -> Vec<Vec<String>> {
    let table = html.split("<table").nth(table + 1).unwrap().split("</table>").next().unwrap();
    let plain = |cell: &str| {
        let text: Vec<&str> =
            cell.split('<').map(|part| part.split_once('>').map_or(part, |p| p.1)).collect();
        text.concat().trim().to_owned()
    };
    table
        .split("<tr")
        .skip(1)
        .map(|row| {
            let row = row.replace("<th", "<td").replace("</th", "</td");
            row.split("<td")
                .skip(1)
                .map(|cell| plain(&format!("<td{}", cell.split("</td").next().unwrap())))
                .collect()
        })
        .collect()
}

#[test]
fn a_page_says_what_people_call_things() {
    let mut desk = mesa();
    long_life(&mut desk);
    now(&mut desk, "2026-11-26 09:00");
    desk.tramite(&["set", "1", "assignee=ana", "team=suporte"]).ok();
    let html = desk.tramite(&["report", "sla", "--by", "team", "--format", "html"]).ok();
    for name in ["Ana Souza", "Suporte", "Alta"] {
        assert!(html.contains(&format!(">{name}</td>")), "{name}: {html}");
    }
    for id in ["ana", "suporte", "alta"] {
        assert!(!html.contains(&format!(">{id}</")), "{id}");
    }
    // The same in the table of the terminal, and in what the other reports show.
    let table = desk.tramite(&["report", "sla", "--by", "team"]).ok();
    assert!(table.contains("Suporte") && !table.contains("suporte"), "{table}");
    for (report, names) in [
        ("reopen", &["Ana Souza", "Resolvido"][..]),
        ("gaps", &["Ana Souza", "Resolvido", "lacuna"]),
        ("aging", &[]),
        ("response", &[]),
    ] {
        let html = desk.tramite(&["report", report, "--format", "html"]).ok();
        for name in names {
            assert!(html.contains(&format!(">{name}<")), "{report} {name}: {html}");
        }
        for id in ["ana", "suporte", "alta", "resolvido", "gap"] {
            assert!(!html.contains(&format!(">{id}</td>")), "{report} {id}");
        }
    }
}

#[test]
fn a_page_under_other_policies_has_both_figures_beside_each_other() {
    let mut desk = mesa();
    long_life(&mut desk);
    now(&mut desk, "2026-11-26 09:00");
    // 12 h instead of 8 h for what is urgent: the clock of 12 h is late today, and in time then.
    desk.write(
        "../plan/sla/padrao.yaml",
        &POLICY.replace("within: 8h}, {within: 16h}", "within: 12h}, {within: 16h}"),
    );
    let html = desk.tramite(&["report", "sla", "--policy-from", "../plan", "--format", "html"]).ok();
    assert!(html.starts_with("<!DOCTYPE html>"), "{html}");
    assert!(html.contains("(../plan)</h1>"), "{html}");
    let resolution = cells(&html, 0).into_iter().find(|row| row[0] == "resolution").unwrap();
    // Total, met, late and stopped, late and not stopped, compliance; each as it is and as it would be.
    assert_eq!(resolution[1..11], ["1", "1", "0", "1", "1", "0", "0", "0", "0%", "100%"], "{resolution:?}");
    let plain = desk.tramite(&["report", "sla", "--policy-from", "../plan", "--format", "json"]).ok();
    let context = desk.tramite(&["report", "sla", "--policy-from", "../plan", "--print-context"]).ok();
    assert_eq!(context, plain);
}
