//! `list`, `search`, `next`, `board`, `view list`.

use super::support::{desk_with_ticket, refused, says, terminal};
use crate::harness::Place;
use serde_json::Value;

fn numbers(desk: &Place, args: &[&str]) -> Vec<String> {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    let said = desk.tramite(&all).json();
    assert_eq!(said["version"], 1);
    let of = |t: &Value| t["number"].as_str().unwrap()[7..].to_owned();
    said["tickets"].as_array().unwrap().iter().map(of).collect()
}

/// 1 new question, 2 open problem (high), 3 closed question, 4 rejected.
fn four() -> Place {
    let desk = desk_with_ticket();
    desk.tramite(&[
        "open",
        "problem",
        "-t",
        "Impressão falha",
        "-f",
        "impact=one",
        "-p",
        "high",
        "--tag",
        "vip",
    ])
    .ok();
    desk.tramite(&["transition", "2", "open"]).ok();
    desk.tramite(&["open", "question", "-t", "Done"]).ok();
    desk.tramite(&["reply", "3", "solved", "-m", "So"]).ok();
    desk.tramite(&["transition", "3", "closed"]).ok();
    desk.tramite(&["open", "question", "-t", "Spam"]).ok();
    desk.tramite(&["note", "4", "invalid", "-m", "Spam"]).ok();
    desk
}

#[test]
fn closed_and_rejected_ones_are_left_out_unless_asked_for() {
    let desk = four();
    for (args, found) in [
        (&["list"][..], &["0001", "0002"][..]),
        (&["list", "--all"], &["0001", "0002", "0003", "0004"]),
        (&["list", "status:closed"], &["0003"]),
        (&["list", "category:rejected"], &["0004"]),
        (&["list", "-status:new"], &["0002"]),
        (&["list", "!status:new"], &["0002"]),
        (&["list", "type:question", "--all", "-category:closed"], &["0001", "0004"]),
        (&["list", "priority:>=high"], &["0002"]),
        (&["list", "tag:vip"], &["0002"]),
        (&["list", "tags:vip"], &["0002"]),
        (&["list", "-tag:vip"], &["0001"]),
        (&["list", "impressao"], &["0002"]),
        (&["list", "--order", "-priority"], &["0002", "0001"]),
        (&["list", "title:Nothing"], &[]),
        (&["search", "IMPRESSAO"], &["0002"]),
    ] {
        assert_eq!(numbers(&desk, args), found, "{args:?}");
    }
}

#[test]
fn what_cannot_be_asked_is_wrong_usage_with_the_nearest() {
    let desk = four();
    says(&refused(&desk, &["list", "statu:new"], 2), &["\"statu\"", "status"]);
    says(&refused(&desk, &["list", "-prioritty:high"], 2), &["\"prioritty\"", "priority"]);
    says(&refused(&desk, &["list", "title:\"open"], 2), &["quotation"]);
    says(&refused(&desk, &["list", "age:>soon"], 2), &["soon"]);
    says(&refused(&desk, &["list", "--view", "quee"], 3), &["\"quee\"", "queue"]);
    says(&refused(&desk, &["list", "--order", "statu"], 2), &["status"]);
    desk.tramite(&["list", "--frob"]).fails(2);
}

#[test]
fn a_malformed_file_is_one_warning_and_not_the_end_of_the_list() {
    let mut desk = four();
    // Nobody is needed to read a ticket.
    for editor in ["GIT_EDITOR", "VISUAL", "EDITOR"] {
        desk.set(editor, "false");
    }
    says(&desk.tramite(&["show", "1"]).ok(), &["202611/0001"]);
    let path = format!("{}/ticket.yaml", desk.ticket_file("2"));
    desk.write("tickets/202611/0008-zzzz/ticket.yaml", "uid: [\n");
    desk.write(&path, &(desk.read(&path) + "<<<<<<< ours\n"));
    desk.commit("broken by hand");
    let said = desk.tramite(&["list", "--all"]);
    says(&said.err, &["0008-zzzz/ticket.yaml:", &path]);
    says(&said.ok(), &["202611/0001", "202611/0003", "202611/0004"]);
    assert!(numbers(&desk, &["list", "--all"]).contains(&"0001".to_owned()));
    let found = desk.tramite(&["validate", "--all"]).exits(1);
    says(&found.out, &["0008-zzzz/ticket.yaml:", &path]);
    // The next number is not the broken one's.
    says(&desk.tramite(&["open", "question", "-t", "x"]).ok(), &["202611/0009 "]);
}

#[test]
fn a_reader_who_has_gone_is_no_error() {
    let desk = four();
    for line in [
        "tramite list --all",
        "tramite show 1 --format json",
        "tramite log 1",
        "tramite report sla",
        "tramite",
    ] {
        let said = desk.sh(&format!("{{ {line}; echo $? >../code; }} | head -0"));
        assert_eq!((desk.read("../code").trim(), said.err.as_str()), ("0", ""), "{line}");
    }
}

#[test]
fn there_is_colour_on_a_terminal_only() {
    let mut desk = four();
    let has_colour = |said: &str| said.contains('\u{1b}');
    assert!(!has_colour(&desk.tramite(&["list"]).ok()));
    assert!(has_colour(&desk.tramite(&["list", "--color", "always"]).ok()));
    assert!(has_colour(&desk.tramite(&["--color=always", "list"]).ok()));
    assert!(has_colour(&desk.tramite(&["show", "1", "--color=always"]).ok()));
    if let Some(said) = terminal(&desk, 100, &["--no-pager", "list"], &[]) {
        assert!(has_colour(&said.out), "{:?}", said.out);
        let never = terminal(&desk, 100, &["--no-pager", "--color", "never", "list"], &[]).unwrap();
        assert!(!has_colour(&never.out), "{:?}", never.out);
        desk.set("NO_COLOR", "1");
        let none = terminal(&desk, 100, &["--no-pager", "list"], &[]).unwrap();
        assert!(!has_colour(&none.out), "{:?}", none.out);
    }
    assert!(!has_colour(&desk.tramite(&["list"]).ok()));
}

#[test]
fn lines_fit_a_narrow_terminal_and_are_whole_in_a_pipe() {
    let mut desk = four();
    let long = "A very long title that does not fit into any narrow terminal whatever one does about it";
    desk.tramite(&["open", "question", "-t", long]).ok();
    says(&desk.tramite(&["list"]).ok(), &[long]);
    desk.set("NO_COLOR", "1");
    for columns in [40, 60] {
        for args in [&["--no-pager", "list"][..], &["--no-pager", "show", "1"], &["--no-pager"]] {
            let Some(said) = terminal(&desk, columns, args, &[]) else { return };
            // How the clock stands stays longer than who has it and how old it is.
            if columns == 60 && args.contains(&"list") {
                let head = said.out.lines().next().unwrap();
                assert!(head.contains("SLA") && !head.contains("Age"), "{head}");
            }
            for line in said.exits(0).out.lines().filter(|l| !l.contains("tramite transition")) {
                assert!(line.chars().count() <= usize::from(columns), "{columns}: {line:?}");
            }
        }
    }
}

#[test]
fn a_folder_can_be_named_before_or_behind_the_command() {
    let mut desk = four();
    let path = desk.path().display().to_string();
    desk.cd("home");
    for args in [
        &["-C", &path, "list"][..],
        &["list", "-C", &path],
        &["--directory", &path, "list"],
        &[&format!("--directory={path}"), "list"],
        &[&format!("-C{path}"), "list"],
        &["list", &format!("-C={path}")],
        &["-C", "../desk", "list"],
        &["-C", "../desk/tickets", "list"],
        &["-C", &path],
    ] {
        says(&desk.tramite(args).ok(), &["202611/0001"]);
    }
    says(&desk.tramite(&["-C", "none", "list"]).fails(6), &["/home/none\""]);
    desk.tramite(&["list"]).fails(3);
}

#[test]
fn the_work_order_is_in_progress_first() {
    let desk = four();
    says(&desk.tramite(&["next"]).ok(), &["202611/"]);
    let board = desk.tramite(&["board"]).ok();
    says(&board, &["202611/0001", "202611/0002"]);
    let dashboard = desk.tramite(&[]).ok();
    says(&dashboard, &["Mine", "What to do next", "Waiting for the customer (0)"]);
    says(&desk.tramite(&["view", "list"]).ok(), &["queue", "unassigned"]);
}

/// 1 has a status that its type lacks, 2 a type and 3 a priority that the desk lacks, by an editor and plain git.
fn unknown_states() -> Place {
    let desk = desk_with_ticket();
    for title in ["Second", "Third", "Fourth"] {
        desk.tramite(&["open", "question", "-t", title]).ok();
    }
    for ticket in ["1", "2", "3", "4"] {
        desk.tramite(&["assign", ticket, "ana"]).exits(0);
    }
    for (ticket, key, value) in
        [("1", "status", "opne"), ("2", "type", "questoin"), ("3", "priority", "urgnt")]
    {
        let path = format!("{}/ticket.yaml", desk.ticket_file(ticket));
        let begins = format!("{key}: ");
        let line =
            |l: &str| if l.starts_with(&begins) { format!("{begins}{value}\n") } else { format!("{l}\n") };
        let text: String = desk.read(&path).lines().map(line).collect();
        desk.write(&path, &text);
    }
    desk.commit("by hand");
    desk
}

#[test]
fn an_unknown_state_is_never_listed_silently() {
    let desk = unknown_states();
    let status = ["202611/0001: status \"opne\"", "open", "tramite transition 202611/0001 STATUS"];
    let kind = ["202611/0002: type \"questoin\"", "question", "tramite set 202611/0002 type=VALUE"];
    let priority = ["202611/0003: priority \"urgnt\"", "urgent", "tramite set 202611/0003 priority=VALUE"];
    for args in [
        &["list"][..],
        &["list", "--format", "json"],
        &["next", "-n", "4"],
        &["next", "-n", "4", "--format", "json"],
        &["board"],
        &["board", "--format", "json"],
        &[],
    ] {
        let said = desk.tramite(args);
        for line in [status, kind, priority] {
            says(&said.err, &line);
        }
        assert_eq!(said.err.lines().count(), 3, "{args:?}: {}", said.err);
        // It is there all the same.
        says(&said.ok(), &["opne", "202611/0001", "202611/0002", "202611/0003", "202611/0004"]);
    }
    for (args, line) in [
        (&["search", "second"][..], kind),
        (&["search", "third", "--format", "json"], priority),
        (&["show", "1"], status),
        (&["show", "2", "--format", "json"], kind),
        (&["list", "status:opne"], status),
    ] {
        let said = desk.tramite(args);
        let warnings: Vec<&str> = said.err.lines().filter(|l| l.starts_with("warning: 202611/")).collect();
        assert_eq!(warnings.len(), 1, "{args:?}: {}", said.err);
        says(warnings[0], &line);
        said.exits(0);
    }
    assert_eq!(desk.tramite(&["show", "4"]).err, "");
    // What is said to mend it does.
    for (args, found) in [
        (&["transition", "1", "open"][..], 2),
        (&["set", "2", "type=question"], 1),
        (&["set", "3", "priority=urgent"], 0),
    ] {
        desk.tramite(args).ok();
        let said = desk.tramite(&["list"]);
        assert_eq!(said.err.lines().count(), found, "{args:?}: {}", said.err);
    }
    desk.tramite(&["validate", "--all"]).ok();
}

#[test]
fn a_value_that_nothing_has_is_said_with_the_nearest() {
    let desk = four();
    for (args, wrong, near) in [
        (&["list", "status:opne"][..], "\"opne\" is no status", "\"open\""),
        (&["list", "-status:opne", "--format", "json"], "\"opne\" is no status", "\"open\""),
        (&["list", "--view", "queue", "team:suport"], "\"suport\" is no team", "\"support\""),
        (&["board", "priority:hgh"], "\"hgh\" is no priority", "\"high\""),
        (&["list", "type:questoin,problem"], "\"questoin\" is no type", "\"question\""),
        (&["report", "sla", "--query", "assignee:anna"], "\"anna\" is no person", "\"ana\""),
        (
            &["report", "sla", "--query", "assignee:anna", "--format", "html"],
            "\"anna\" is no person",
            "\"ana\"",
        ),
        (&["report", "aging", "--query", "assignee:anna"], "\"anna\" is no person", "\"ana\""),
        (&["export", "status:opne"], "\"opne\" is no status", "\"open\""),
    ] {
        let said = desk.tramite(args);
        says(&said.err, &["warning: ", wrong, "did you mean", near]);
        let warnings = said.err.lines().filter(|line| *line != "no ticket matches").count();
        assert_eq!(warnings, 1, "{args:?}: {}", said.err);
        said.exits(0);
    }
    for args in [&["list", "status:open,New"][..], &["list", "requester:maria@example.com"], &["list"]] {
        assert_eq!(desk.tramite(args).err, "", "{args:?}");
    }
}

/// The lines of a table as lists of cells, by the places of the heads.
fn cells(out: &str) -> Vec<Vec<String>> {
    out.lines()
        .map(|line| {
            line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
        })
        .collect()
}

#[test]
fn columns_are_keys_of_filters_and_unknown_ones_are_wrong_usage() {
    let desk = four();
    says(&refused(&desk, &["list", "--columns", "number,assigne"], 2), &["column \"assigne\"", "assignee"]);
    says(&refused(&desk, &["list", "--columns", "slaa"], 2), &["column \"slaa\"", "\"sla\""]);
    says(&refused(&desk, &["list", "--columns", "sla.resolutoin.state"], 2), &["sla.resolution.state"]);
    says(&refused(&desk, &["list", "--columns", "changed", "--format", "json"], 2), &["column \"changed\""]);
    // Whatever a filter may ask for can be shown, by its key or by what people call it.
    let columns = "number,requester.trained,fields.impact,impact,sla.resolution.state,breached,public_since_contact,TÍTULO";
    let out = desk.tramite(&["list", "--columns", columns]).ok();
    let rows = cells(&out);
    assert_eq!(rows[1][0], "202611/0001");
    assert_eq!(rows[2][1..], ["One person", "One person", "running", "no", "0", "Impressão falha"], "{out}");
    desk.tramite(&["list", "--columns", "number,uid,links,watchers,sla,in_status,due_in,external,rating"])
        .ok();
}

#[test]
fn what_is_unknown_in_a_view_is_found_where_it_stands() {
    let desk = four();
    desk.write(
        ".tramite/views/odd.yaml",
        "- {id: plain, query: \"type:question\"}\n- id: odd\n  query: \"type:question\"\n  order:\n    - -priority\n    - opend\n  columns:\n    - number\n    - titel\n    - sla\n",
    );
    let found = desk.tramite(&["validate", "--config"]).exits(1).out;
    says(&found, &[".tramite/views/odd.yaml:6:", "\"opend\"", "\"opened\""]);
    says(&found, &[".tramite/views/odd.yaml:9:", "unknown column \"titel\"", "\"title\""]);
    assert_eq!(found.lines().count(), 2, "{found}");
    // A wrong column costs the column, not the list.
    desk.write(
        ".tramite/views/odd.yaml",
        "- {id: odd, query: \"type:question\", columns: [number, titel]}\n",
    );
    desk.commit("a view with a slip");
    let said = desk.tramite(&["list", "--view", "odd"]);
    says(&said.err, &["view \"odd\"", "\"titel\"", "left out"]);
    assert_eq!(cells(&said.ok())[0], ["Number"]);
}
