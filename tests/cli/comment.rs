//! `reply`, `note`, `comment`.

use super::support::{be_ana, commits, desk_with_ticket, refused, says, state, terminal, tip};
use crate::harness::Place;
use serde_json::{Value, json};

fn comments(desk: &Place) -> Vec<Value> {
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    shown["ticket"]["comments"].as_array().unwrap().clone()
}

fn status(desk: &Place) -> String {
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    shown["ticket"]["status"].as_str().unwrap().to_owned()
}

#[test]
fn a_reply_and_its_move_are_one_commit_without_customer_text() {
    let desk = desk_with_ticket();
    let before = commits(&desk);
    desk.tramite(&[
        "reply",
        "1",
        "pending",
        "-m",
        "Which browser?",
        "-m",
        "And version?",
        "--channel",
        "phone",
        "--with",
        "Maria",
        "--time",
        "1h30m",
        "--billable",
    ])
    .ok();
    assert_eq!(commits(&desk), before + 1);
    assert_eq!(tip(&desk, "%s|%b"), "202611/0001 status: new → pending; comment: public|");
    let comment = &comments(&desk)[0];
    assert_eq!(comment["kind"], "public");
    assert_eq!(comment["channel"], "phone");
    assert_eq!(comment["with"], "Maria");
    assert_eq!(comment["time"], json!({"minutes": 90, "billable": true}));
    assert_eq!(comment["body"], "Which browser?\n\nAnd version?");
    assert_eq!(comment["by"], json!({"name": "Ana Souza", "email": "ana@desk.example"}));
    let path = format!("{}/{}.yaml", desk.ticket_file("1"), comment["id"].as_str().unwrap());
    assert_eq!(
        desk.read(&path),
        "kind: public\nchannel: phone\nwith: Maria\ntime: {minutes: 90, billable: true}\nbody: |\n  Which browser?\n\n  And version?\n"
    );
    desk.is_clean();
}

#[test]
fn comments_of_one_second_stand_as_their_commits_do() {
    let desk = desk_with_ticket();
    for n in 0..6 {
        desk.tramite(&["note", "1", "-m", &format!("note {n}")]).ok();
    }
    let bodies: Vec<Value> = comments(&desk).iter().map(|c| c["body"].clone()).collect();
    assert_eq!(bodies, ["note 0", "note 1", "note 2", "note 3", "note 4", "note 5"]);
}

#[test]
fn a_note_with_a_status_moves_too() {
    let desk = desk_with_ticket();
    desk.tramite(&["note", "1", "invalid", "-m", "Spam"]).ok();
    assert_eq!((status(&desk).as_str(), comments(&desk)[0]["kind"].as_str()), ("invalid", Some("internal")));
}

#[test]
fn the_text_comes_from_standard_input_without_a_terminal() {
    let desk = desk_with_ticket();
    desk.tramite_with(&["note", "1"], "two\nlines \r\n\n# of text\n\n").ok();
    desk.tramite_with(&["reply", "1", "-F", "-"], "from -\n").ok();
    let bodies: Vec<Value> = comments(&desk).iter().map(|c| c["body"].clone()).collect();
    assert_eq!(bodies, ["two\nlines\n\n# of text", "from -"]);
}

#[test]
fn no_text_writes_nothing() {
    let desk = desk_with_ticket();
    for args in [
        &["reply", "1"][..],
        &["note", "1", "open"],
        &["comment", "1"],
        &["note", "1", "-m", ""],
        &["note", "1", "-m", " \n\t"],
        &["note", "1", "-F", "/dev/null"],
        &["transfer", "1", "engineering"],
    ] {
        says(&refused(&desk, args, 2), &["is empty", "-m TEXT"]);
    }
    let before = state(&desk);
    let said = desk.tramite_with(&["note", "1"], " \n\n");
    says(&said.fails(2), &["is empty"]);
    assert_eq!(state(&desk), before);
}

#[test]
fn input_that_is_not_utf8_is_refused() {
    let desk = desk_with_ticket();
    let before = state(&desk);
    let said = desk.sh("printf 'ol\\341' | tramite note 1");
    says(&said.fails(2), &["UTF-8", "iconv"]);
    assert_eq!(state(&desk), before);
}

#[test]
fn the_editor_is_asked_on_a_terminal_and_told_who_sees_it() {
    let mut desk = desk_with_ticket();
    desk.set("EDITOR", "f() { cp \"$1\" ../seen; printf 'Written\\n' > \"$1.new\"; cat \"$1\" >> \"$1.new\"; mv \"$1.new\" \"$1\"; }; f");
    let Some(said) = terminal(&desk, 80, &["reply", "1", "pending"], &[]) else { return };
    says(&said.exits(0).out, &["the customer sees this text"]);
    assert_eq!(comments(&desk)[0]["body"], "Written");
    says(&desk.read("../seen"), &["the customer sees this text"]);
    // Git's own choice of editor goes first.
    desk.git(&["config", "core.editor", "printf 'From git\\n' >"]).ok();
    terminal(&desk, 80, &["note", "1"], &[]).unwrap().exits(0);
    assert_eq!(comments(&desk)[1]["body"], "From git");
}

#[test]
fn an_editor_closed_without_text_or_failing_writes_nothing() {
    let mut desk = desk_with_ticket();
    let before = state(&desk);
    desk.set("EDITOR", "true");
    let Some(said) = terminal(&desk, 80, &["reply", "1", "pending"], &[]) else { return };
    says(&said.exits(2).out, &["is empty"]);
    desk.set("EDITOR", "false");
    let said = terminal(&desk, 80, &["reply", "1", "pending"], &[]).unwrap();
    says(&said.exits(6).out, &["the editor \"false\" failed"]);
    assert_eq!(state(&desk), before);
    assert_eq!(status(&desk), "new");
}

#[test]
fn a_bare_comment_is_of_the_desks_kind() {
    let mut desk = desk_with_ticket();
    desk.tramite(&["comment", "1", "-m", "a"]).ok();
    let yaml = desk.read(".tramite/desk.yaml").replace("comment: internal", "comment: public");
    desk.write(".tramite/desk.yaml", &yaml);
    desk.commit("desk: comments are public");
    desk.tramite(&["comment", "1", "-m", "b"]).ok();
    desk.tramite(&["comment", "1", "--internal", "-m", "c"]).ok();
    // A customer speaks as one, whatever the desk's kind is.
    desk.be("Maria Lopes", "maria@example.com");
    desk.tramite(&["comment", "1", "-m", "d"]).ok();
    let kinds: Vec<Value> = comments(&desk).iter().map(|c| c["kind"].clone()).collect();
    assert_eq!(kinds, ["internal", "public", "internal", "customer"]);
    refused(&desk, &["comment", "1", "--internal", "-m", "x"], 4);
}

#[test]
fn a_customer_writes_as_one_on_their_own_organizations_tickets_only() {
    let mut desk = desk_with_ticket();
    desk.tramite(&["reply", "1", "pending", "-m", "Which?"]).ok();
    desk.be("Zoé Dias", "zoe@other.example");
    says(&refused(&desk, &["comment", "1", "-m", "x"], 4), &["zoe@other.example"]);
    desk.be("John Park", "JOHN@example.com");
    for args in [
        &["note", "1", "-m", "x"][..],
        &["reply", "1", "-m", "x"],
        &["set", "1", "priority=low"],
        &["assign", "1", "bruno"],
        &["take", "1"],
        &["tag", "1", "+x"],
        &["transition", "1", "open"],
    ] {
        refused(&desk, args, 4);
    }
    desk.tramite(&["comment", "1", "--channel", "portal", "-m", "Firefox"]).ok();
    assert_eq!(
        tip(&desk, "%ae|%s"),
        "JOHN@example.com|202611/0001 status: pending → open; comment: customer"
    );
    // An agent records the same for them.
    be_ana(&mut desk);
    desk.tramite(&["reply", "1", "pending", "-m", "More?"]).ok();
    desk.tramite(&["comment", "1", "--customer", "--for", "maria@example", "-m", "Thanks"]).ok();
    let all = comments(&desk);
    let last = all.last().unwrap();
    assert_eq!((&last["kind"], &last["for"]), (&json!("customer"), &json!("maria@example")));
    assert_eq!(status(&desk), "open");
}

#[test]
fn text_that_looks_like_something_else_is_text() {
    let desk = desk_with_ticket();
    for text in [
        "-x",
        "--internal",
        "--",
        "-",
        "{{me.name}} {{#if x}}",
        "kind: public\nbody: |\n  x",
        "--- \n- a: [b\n...",
        "&a *b !c %TAG ? @ `",
        "'\"\\n",
        "null",
        "~",
        "  indented\nfirst",
        "\u{feff}bom",
        "tab\there",
        "=1+1",
        "# only a comment",
        "<<<<<<< not a conflict",
    ] {
        desk.tramite(&["note", "1", "-m", text]).ok();
        let all = comments(&desk);
        let body = all.last().unwrap()["body"].as_str().unwrap();
        assert_eq!(body.trim(), text.trim_start_matches('\u{feff}').replace(" \n", "\n").trim(), "{text:?}");
    }
    assert_eq!(desk.tramite(&["validate", "--all"]).ok(), "");
    desk.is_clean();
    // Behind `--` there are no options: a status that the flow lacks.
    says(&refused(&desk, &["note", "1", "-m", "x", "--", "-x"], 3), &["\"-x\""]);
}

#[test]
fn control_characters_never_reach_a_reader_raw() {
    let desk = desk_with_ticket();
    let evil = "a\u{1b}[31mred\u{1b}]0;x\u{7}\u{202e}\u{9b}2J\u{8}\rb";
    desk.tramite(&["open", "question", "-t", evil, "-d", evil, "--tag", "t"]).ok();
    desk.tramite(&["reply", "2", "-m", evil, "--with", evil]).ok();
    // The same by hand: what a file holds is not to be trusted either.
    let path = desk.ticket_file("2");
    desk.write(
        &format!("{path}/01M847VV50ABCDEFGHJKMNPQRS.yaml"),
        "kind: public\nwith: \"w\\e[5m\"\nbody: \"x\\e[31m\\u202Ey\"\n",
    );
    let text = desk.read(&format!("{path}/ticket.yaml"));
    let mut lines: Vec<&str> = text.lines().filter(|l| !l.starts_with("title:")).collect();
    lines.insert(2, "title: \"x\\e[31m\\u202Ey\"");
    desk.write(&format!("{path}/ticket.yaml"), &(lines.join("\n") + "\n"));
    desk.commit("by hand \u{1b}[31m");
    for args in [
        &["show", "2"][..],
        &["show", "2", "--format", "json"],
        &["log", "2"],
        &["log", "2", "--format", "json"],
        &["list"],
        &["list", "--format", "json"],
        &["list", "--color", "always"],
        &["search", "red"],
        &["board"],
        &["validate", "--all"],
        &["report", "sla"],
        &["report", "sla", "--format", "csv"],
        &["report", "sla", "--format", "markdown"],
        &["sla", "explain", "2"],
        &["macro", "render", "2", "reply/received"],
        &["set", "2", "priority=\u{1b}[31m"],
        &["show", "\u{1b}[31m"],
        &["list", "x\u{1b}[31m:y"],
        &[],
    ] {
        let said = desk.tramite(args);
        for text in [&said.out, &said.err] {
            let plain = text.replace("\u{1b}[0m", "");
            // Our own colours are SGR sequences of `--color`.
            let ours = args.contains(&"always");
            assert!(ours || !plain.contains('\u{1b}'), "{args:?}: {text:?}");
            for bad in ["\u{1b}[31mred", "\u{1b}[5m", "\u{202e}", "\u{9b}", "\u{7}", "\u{8}", "\rb"] {
                assert!(!text.contains(bad), "{args:?}: {bad:?} in {text:?}");
            }
        }
    }
    if let Some(said) = terminal(&desk, 80, &["--no-pager", "show", "2"], &[]) {
        for bad in ["\u{1b}[31mred", "\u{1b}[5m", "\u{1b}]0", "\u{202e}", "\u{9b}", "\u{7}"] {
            assert!(!said.out.contains(bad), "{bad:?} in {:?}", said.out);
        }
    }
}

#[test]
fn what_the_desk_does_not_know_is_refused() {
    let desk = desk_with_ticket();
    says(&refused(&desk, &["note", "1", "-m", "x", "--channel", "fone"], 3), &["phone"]);
    says(&refused(&desk, &["note", "1", "-m", "x", "--for", "mria@example"], 3), &["maria@example"]);
    for time in ["5x", "0m", "-1h", "later"] {
        refused(&desk, &["note", "1", "-m", "x", &format!("--time={time}")], 2);
    }
    desk.tramite(&["note", "1", "-m", "x", "--billable"]).fails(2);
    desk.tramite(&["note", "1", "-m", "x", "-F", "y"]).fails(2);
    desk.tramite(&["comment", "1", "--public", "--customer", "-m", "x"]).fails(2);
}

#[test]
fn secrets_are_refused_before_they_are_recorded() {
    let desk = desk_with_ticket();
    let err = refused(&desk, &["note", "1", "-m", "senha: hunter22"], 4);
    says(&err, &["secrets"]);
    assert!(!err.contains("hunter22"), "{err}");
}

#[test]
fn a_note_can_be_recorded_late_but_not_before_the_opening_or_in_the_future() {
    let mut desk = desk_with_ticket();
    desk.at("2026-11-23T12:00:00-03:00");
    desk.tramite(&["reply", "1", "pending", "-m", "x"]).ok();
    desk.at("2026-11-23T15:00:00-03:00");
    desk.tramite(&["note", "1", "-m", "called", "--at", "2026-11-23T11:00:00-03:00"]).ok();
    assert_eq!(tip(&desk, "%aI|%cI"), "2026-11-23T11:00:00-03:00|2026-11-23T15:00:00-03:00");
    let bodies: Vec<Value> = comments(&desk).iter().map(|c| c["body"].clone()).collect();
    assert_eq!(bodies, ["called", "x"], "in order of when it happened");
    says(&refused(&desk, &["note", "1", "-m", "x", "--at", "2026-11-23T09:59:59-03:00"], 4), &["opening"]);
    says(&refused(&desk, &["note", "1", "-m", "x", "--at", "2026-11-23T15:00:01-03:00"], 2), &["future"]);
    // In the desk's own zone and words.
    desk.tramite(&["note", "1", "-m", "later", "--at", "14:30"]).ok();
    assert_eq!(tip(&desk, "%aI"), "2026-11-23T14:30:00-03:00");
}

/// An answer brings along what the move takes, in one commit.
#[test]
fn an_answer_that_solves_says_the_cause_too() {
    let place = Place::desk();
    place
        .tramite(&["open", "problem", "-t", "x", "-d", "y", "--for", "maria@example", "-f", "impact=one"])
        .ok();
    place.tramite(&["transition", "1", "open"]).ok();
    let commits = || place.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse::<u32>().unwrap();
    let before = commits();
    place.tramite(&["reply", "1", "solved", "-f", "cause=Setup", "-m", "It was switched off."]).ok();
    assert_eq!(commits(), before + 1);
    let file = place.read(&format!("{}/ticket.yaml", place.ticket_file("1")));
    assert!(file.contains("status: solved") && file.contains("cause: setup"), "{file}");
}
