//! `validate --config`: every mistake at its line and column, worked out by hand.

use crate::harness::Place;

/// The findings of `validate --config` as `path:line:column`, with rule, severity and message.
fn found(desk: &Place) -> Vec<(String, String, String, String)> {
    let said = desk.tramite(&["validate", "--config", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["version"], 1);
    let all = json["findings"].as_array().unwrap();
    let errors = all.iter().any(|f| f["severity"] == "error");
    assert_eq!(said.code, i32::from(errors), "{json:#}");
    all.iter()
        .map(|f| {
            for key in ["path", "line", "ticket", "commit", "rule", "message", "severity"] {
                assert!(f.get(key).is_some(), "{key}: {f}");
            }
            let text = |key: &str| f[key].as_str().unwrap_or_default().to_owned();
            let path = text("path").replace(".tramite/", "");
            (format!("{path}:{}:{}", f["line"], f["column"]), text("rule"), text("severity"), text("message"))
        })
        .collect()
}

/// Exactly these places, each with a part of what is said, in order.
#[track_caller]
fn exactly(desk: &Place, expected: &[(&str, &str, &str)]) {
    let all = found(desk);
    let places: Vec<&str> = all.iter().map(|f| f.0.as_str()).collect();
    assert_eq!(places, expected.iter().map(|e| e.0).collect::<Vec<_>>(), "{all:#?}");
    for (finding, (place, severity, part)) in all.iter().zip(expected) {
        assert_eq!(finding.2, *severity, "{finding:?}");
        assert!(finding.3.contains(part), "{place}: {part}: {finding:?}");
    }
}

const TYPE: &str = "\
type: fault
title: Fault
open: {roles: [agent], teams: [suport]}
fields:
  - {id: part, kind: row, table: parts}
  - {id: colour, kind: enum, values: [red], requird: open}
flow:
  initial: new
  statuses:
    new:   {label: New, category: new}
    stuck: {label: Stuck, category: active}
    lone:  {label: Lone, category: active}
    done:  {label: Done, category: closed}
  transitions:
    - {from: new, to: stuck, macro: close/solvd}
    - {from: new, to: finished}
    - {from: lone, to: done, when: \"colr:red\"}
    - from: new
      to: done
      set: {team: nobody, assignee: zoe}
routing:
  - {when: \"age:>3d\", team: support}
  - {team: suport}
";

#[test]
fn several_mistakes_of_a_type_are_several_findings() {
    let desk = Place::desk();
    desk.write(".tramite/types/fault.yaml", TYPE);
    exactly(
        &desk,
        &[
            ("types/fault.yaml:3:24", "error", "did you mean support"),
            ("types/fault.yaml:5:27", "error", "table \"parts\""),
            ("types/fault.yaml:6:45", "error", "required"),
            ("types/fault.yaml:11:5", "error", "no move leads out of stuck"),
            ("types/fault.yaml:12:5", "warning", "no move leads to lone"),
            ("types/fault.yaml:15:30", "error", "did you mean close/solved"),
            ("types/fault.yaml:16:19", "error", "status \"finished\""),
            ("types/fault.yaml:17:30", "error", "colr"),
            ("types/fault.yaml:20:13", "error", "team \"nobody\""),
            ("types/fault.yaml:20:27", "error", "person \"zoe\""),
            ("types/fault.yaml:22:6", "error", "age"),
            ("types/fault.yaml:23:6", "error", "did you mean support"),
        ],
    );
}

#[test]
fn calendars_policies_views_macros_and_automations_are_held_against_the_desk() {
    let desk = Place::desk();
    desk.write(
        ".tramite/sla/gold.yaml",
        "policy: gold\nwhen: \"org.flags:gold idle:>2d\"\ncalendar: busines\nmetrics:\n  first:\n    start: opened\n    stop: enter:finished\n    calendar: nights\n    targets:\n      - {within: 8h}\n      - {within: 2d}\n",
    );
    desk.write(".tramite/calendars/late.yaml", "calendar: late\nhours:\n  mon: [\"22:00-02:00\"]\n");
    desk.write(
        ".tramite/views/more.yaml",
        "- id: bad\n  query: \"prioritty:high\"\n- {id: worse, query: \"status:new\", order: [openned]}\n",
    );
    desk.write(
        ".tramite/automations.yaml",
        "- id: a\n  when: \"in_status:>5bd\"\n  do: {to: closd, macro: none/such}\n",
    );
    desk.write(
        ".tramite/macros/reply/bad.hbs",
        "---\ntitle: Bad\nset: {status: opened}\n---\nHello {{requester.name}},\n\nabout {{ticket.titel}} {{nobody}}\n{{#if foo}}x{{/if}}\n",
    );
    exactly(
        &desk,
        &[
            ("automations.yaml:3:8", "error", "did you mean closed"),
            ("automations.yaml:3:19", "error", "macro \"none/such\""),
            ("calendars/late.yaml:3:3", "error", "24:00"),
            ("macros/reply/bad.hbs:3:7", "error", "did you mean open"),
            ("macros/reply/bad.hbs:7:7", "error", "ticket.titel"),
            ("macros/reply/bad.hbs:7:24", "error", "{{nobody}}, which is unknown"),
            ("macros/reply/bad.hbs:8:1", "error", "{{foo}}, which is unknown"),
            ("sla/gold.yaml:2:1", "error", "idle"),
            ("sla/gold.yaml:3:1", "error", "there is no calendar \"busines\""),
            ("sla/gold.yaml:11:9", "error", "2d"),
            ("views/more.yaml:2:3", "error", "priority"),
            ("views/more.yaml:3:44", "error", "opened"),
        ],
    );
}

#[test]
fn a_malformed_file_is_one_finding() {
    let desk = Place::desk();
    desk.write(".tramite/types/question.yaml", "type: question\ntitle: [\nflow: x\n");
    let all = found(&desk);
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].0.starts_with("types/question.yaml:") && all[0].1 == "yaml_syntax", "{all:?}");

    let desk = Place::desk();
    desk.write(".tramite/macros/reply/open.hbs", "---\ntitle: x\nno end\n");
    exactly(&desk, &[("macros/reply/open.hbs:1:1", "error", "front matter")]);
    desk.write(".tramite/macros/reply/open.hbs", "---\ntitle: x\nkindd: public\nset: {a: b\n---\nx\n");
    let all = found(&desk);
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].0.starts_with("macros/reply/open.hbs:"), "{all:?}");

    let desk = Place::desk();
    desk.write(".tramite/desk.yaml", "name: \"x\ntimezone: UTC\n");
    let all = found(&desk);
    assert_eq!(all.len(), 1, "{all:?}");
}

#[test]
fn unknown_keys_and_files_are_told_with_the_nearest() {
    let desk = Place::desk();
    let text = desk.read(".tramite/desk.yaml").replace("timezone:", "timezon:");
    let line = 1 + text.lines().position(|l| l.starts_with("timezon:")).unwrap();
    desk.write(".tramite/desk.yaml", &text);
    desk.write(".tramite/type/bug.yaml", "type: bug\n");
    desk.write(".tramite/views/mine.yml", "- {id: x, query: \"tag\"}\n");
    desk.write(".tramite/README.md", "About us\n");
    let all = found(&desk);
    let place = format!("desk.yaml:{line}:1");
    let of = |place: &str| all.iter().find(|f| f.0 == place).unwrap_or_else(|| panic!("{place}: {all:?}"));
    assert!(of(&place).3.contains("timezone"), "{all:?}");
    assert!(of("type/bug.yaml:1:1").3.contains("types"), "{all:?}");
    assert!(of("views/mine.yml:1:1").3.contains(".yaml"), "{all:?}");
    assert_eq!(all.len(), 3, "{all:?}");
}

#[test]
fn warnings_alone_are_no_failure() {
    let desk = Place::desk();
    desk.write(".tramite/note.yaml", "x: 1\n");
    exactly(&desk, &[("note.yaml:1:1", "warning", "nothing reads it")]);
}

#[test]
fn a_desk_whose_desk_file_cannot_be_read_refuses_writers_and_goes_on_for_readers() {
    let desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "How?", "-d", "x", "--for", "maria@example"]).ok();
    // An open bracket on line 4: YAML says so at the next key, line 5.
    let text = desk.read(".tramite/desk.yaml");
    let line = 1 + text.lines().position(|l| l.starts_with("timezone:")).unwrap();
    desk.write(".tramite/desk.yaml", &text.replace("timezone: America/Sao_Paulo", "timezone: a: b"));
    desk.commit("a slip");
    let place = format!(".tramite/desk.yaml:{line}");
    for args in [
        &["note", "1", "-m", "x"][..],
        &["open", "question", "-t", "x", "-d", "y"],
        &["take", "1"],
        &["person", "add", "b", "--name", "B", "--email", "b@desk.example"],
    ] {
        let error = desk.tramite(args).fails(4);
        assert!(error.contains(&place), "{args:?}: {error}");
    }
    for args in [&["list"][..], &["show", "1"], &["log", "1"], &["report", "sla"], &["macro", "list"], &[]] {
        let said = desk.tramite(args).exits(0);
        assert!(said.err.contains(&place), "{args:?}: {}", said.err);
    }
    desk.tramite(&["validate"]).exits(1);
}

#[test]
fn open_tickets_that_a_change_would_strand_are_named() {
    let desk = Place::desk();
    for n in ["1", "2"] {
        desk.tramite(&["open", "question", "-t", "Export", "-d", "x", "--for", "maria@example"]).ok();
        desk.tramite(&["transition", n, "open"]).ok();
    }
    desk.tramite(&[
        "open",
        "request",
        "-t",
        "Access",
        "-d",
        "x",
        "--for",
        "maria@example",
        "-f",
        "service=access",
    ])
    .ok();
    desk.tramite(&["transition", "2", "invalid", "-m", "spam"]).ok();
    assert_eq!(found(&desk), []);
    let path = ".tramite/types/question.yaml";
    let text = desk
        .read(path)
        .replace("    open:    {", "    going:   {")
        .replace("open, ", "going, ")
        .replace("to: open", "to: going")
        .replace("[new, open]", "[new, going]")
        .replace("from: open", "from: going");
    desk.write(path, &text);
    let path = ".tramite/types/request.yaml";
    let text = desk.read(path).replace("kind: decimal, min: 0}", "kind: decimal, min: 0, required: always}");
    desk.write(path, &text);
    let all: Vec<_> = found(&desk).into_iter().filter(|f| f.1 == "stranded").collect();
    let line = |path: &str, part: &str| desk.read(path).lines().position(|l| l.contains(part)).unwrap() + 1;
    assert_eq!(all.len(), 2, "{all:#?}");
    let statuses = line(".tramite/types/question.yaml", "  statuses:");
    assert!(all[0].0.starts_with(&format!("types/question.yaml:{statuses}:")), "{all:?}");
    assert!(
        all[0].3.contains("\"open\" is gone") && all[0].3.contains("1 open ticket (202611/0001)"),
        "{all:?}"
    );
    let hours = line(".tramite/types/request.yaml", "{id: hours");
    assert!(
        all[1].0.starts_with(&format!("types/request.yaml:{hours}:")) && all[1].2 == "warning",
        "{all:?}"
    );
    assert!(all[1].3.contains("hours is always required") && all[1].3.contains("202611/0003"), "{all:?}");
}

/// Committed past `validate` it is still never taken for something else.
#[test]
fn what_the_configuration_asks_in_vain_gives_no_figures() {
    let desk = Place::desk();
    for (query, word) in [("foo:1", "foo"), ("-foo:1", "foo"), ("[\"status:new\", \"age:x\"]", "age")] {
        let query = if query.starts_with('[') { query.to_owned() } else { format!("\"{query}\"") };
        desk.write(".tramite/views/a.yaml", &format!("- {{id: v1, label: L, query: {query}}}\n"));
        desk.commit("a view");
        let error = desk.tramite(&["list", "--view", "v1"]).fails(2);
        assert!(error.contains("view \"v1\"") && error.contains(word), "{error}");
    }
    desk.tramite(&["report", "sla"]).ok();
    for (policy, word) in [
        (
            "order: -1\nwhen: \"-foo:1\"\nmetrics: {m: {start: opened, stop: reply, targets: [{within: 8h}]}}\n",
            "foo",
        ),
        ("order: -1\nmetrics: {m: {start: opened, stop: reply, targets: [{within: 1d}]}}\n", "1d"),
    ] {
        desk.write(".tramite/sla/zz.yaml", &format!("policy: zz\n{policy}"));
        desk.commit("a policy");
        for args in [&["report", "sla"][..], &["report", "sla", "--format", "json"], &["sla", "due"]] {
            let error = desk.tramite(args).fails(4);
            assert!(error.contains("\"zz\"") && error.contains(word), "{error}");
        }
    }
}
