//! `validate` of tickets: files as they are, and uncommitted edits judged against the tip.

use crate::harness::{Place, Said};

/// A desk with two open questions.
fn desk() -> Place {
    let desk = Place::desk();
    for title in ["How?", "Where?"] {
        desk.tramite(&["open", "question", "-t", title, "-d", "x", "--for", "maria@example"]).ok();
    }
    desk.tramite(&["reply", "1", "pending", "-m", "Which one?"]).ok();
    desk
}

fn json(said: &Said) -> Vec<serde_json::Value> {
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e}: {said:?}"));
    json["findings"].as_array().unwrap().clone()
}

/// Path after the ticket's folder, line, rule, severity.
#[track_caller]
fn found(desk: &Place, args: &[&str]) -> Vec<(String, u64, String, String)> {
    let said = desk.tramite(&[&["validate", "--format", "json"], args].concat());
    let all = json(&said);
    let errors = all.iter().any(|f| f["severity"] == "error");
    assert_eq!(said.code, i32::from(errors), "{said:?}");
    all.iter()
        .map(|f| {
            let text = |key: &str| f[key].as_str().unwrap_or_default().to_owned();
            let path = text("path");
            let file = path.rsplit('/').next().unwrap().to_owned();
            (file, f["line"].as_u64().unwrap_or(0), text("rule"), text("severity"))
        })
        .collect()
}

/// The rules of what is found, with the file's name and line.
#[track_caller]
fn exactly(desk: &Place, args: &[&str], expected: &[(&str, u64, &str, &str)]) {
    let all = found(desk, args);
    let all: Vec<(&str, u64, &str, &str)> =
        all.iter().map(|f| (f.0.as_str(), f.1, f.2.as_str(), f.3.as_str())).collect();
    assert_eq!(all, expected);
}

/// The path of ticket `n`'s file.
fn file(desk: &Place, n: &str) -> String {
    let path = desk.ticket_file(n);
    if path.ends_with("ticket.yaml") { path } else { format!("{path}/ticket.yaml") }
}

/// The path of ticket `n`'s only comment.
fn comment(desk: &Place, n: &str) -> String {
    let folder = file(desk, n).replace("/ticket.yaml", "");
    let files = desk.git(&["ls-files", &folder]).ok();
    files.lines().find(|f| !f.ends_with("ticket.yaml")).unwrap().to_owned()
}

#[test]
fn a_clean_desk_has_nothing_to_say() {
    let desk = desk();
    for args in [&["validate"][..], &["validate", "--all"], &["validate", "--staged"], &["validate", "1"]] {
        assert_eq!(desk.tramite(args).ok(), "", "{args:?}");
    }
    assert_eq!(
        desk.tramite(&["validate", "--format", "json"]).json(),
        serde_json::json!({"version": 1, "findings": []})
    );
}

#[test]
fn an_uncommitted_edit_is_judged_by_the_flow_and_the_desk() {
    let desk = desk();
    let path = file(&desk, "2");
    let text = desk.read(&path);
    let line = |key: &str| 1 + text.lines().position(|l| l.starts_with(key)).unwrap() as u64;
    desk.write(&path, &text.replace("status: new", "status: closed"));
    exactly(&desk, &[], &[("ticket.yaml", line("status:"), "transition", "error")]);
    exactly(&desk, &["2"], &[("ticket.yaml", line("status:"), "transition", "error")]);
    exactly(&desk, &["1"], &[]);
    exactly(&desk, &["--config"], &[]);
    // A legal move that lacks what it takes.
    desk.write(&path, &text.replace("status: new", "status: solved"));
    exactly(
        &desk,
        &[],
        &[("ticket.yaml", 0, "requirement", "error")].map(|(f, _, r, s)| (f, found(&desk, &[])[0].1, r, s)),
    );
    desk.write(&path, &text.replace("team: support", "team: suport").replace("status: new", "status: newer"));
    let rules: Vec<String> = found(&desk, &[]).into_iter().map(|f| format!("{}:{}", f.1, f.2)).collect();
    assert!(rules.contains(&format!("{}:value", line("team:"))), "{rules:?}");
    assert!(rules.contains(&format!("{}:status", line("status:"))), "{rules:?}");
    // A legal one is none.
    desk.write(&path, &text.replace("status: new", "status: open"));
    exactly(&desk, &[], &[]);
}

#[test]
fn comments_never_change_and_tickets_stay() {
    let desk = desk();
    let path = comment(&desk, "1");
    let name = path.rsplit('/').next().unwrap().to_owned();
    let text = desk.read(&path);
    desk.write(&path, &text.replace("Which one?", "Which two?"));
    exactly(&desk, &[], &[(&name, 1, "comment_immutable", "error")]);
    std::fs::remove_file(desk.path().join(&path)).unwrap();
    exactly(&desk, &[], &[(&name, 0, "comment_removed", "error")]);
    desk.git(&["checkout", "-q", "--", "."]).ok();
    let ticket = file(&desk, "2");
    std::fs::remove_dir_all(desk.path().join(&ticket).parent().unwrap()).unwrap();
    exactly(&desk, &[], &[("ticket.yaml", 0, "ticket_removed", "error")]);
    desk.git(&["checkout", "-q", "--", "."]).ok();
    let text = desk.read(&ticket);
    let uid = text.lines().find_map(|l| l.strip_prefix("uid: ")).unwrap().to_owned();
    // Another uid with the same last four.
    let other = format!("01JDB3V1Q2Z6X8N4T7C5M9{}", &uid[22..]);
    desk.write(&ticket, &text.replace(&uid, &other));
    let rules: Vec<String> = found(&desk, &[]).into_iter().map(|f| f.2).collect();
    assert!(rules.contains(&"uid".to_owned()), "{rules:?}");
}

#[test]
fn files_of_other_makes_are_found_at_their_line() {
    let desk = desk();
    let path = file(&desk, "2");
    let text = desk.read(&path);
    let cases: [(&str, Vec<u8>, u64, &str, &str); 6] = [
        ("crlf", text.replace('\n', "\r\n").into_bytes(), 1, "crlf", "warning"),
        ("bom", format!("\u{feff}{text}").into_bytes(), 1, "bom", "warning"),
        (
            "latin1",
            [text.as_bytes(), b"# \xe9\n"].concat(),
            1 + text.lines().count() as u64,
            "not_utf8",
            "error",
        ),
        (
            "conflict",
            format!("{text}<<<<<<< HEAD\ntags: [a]\n=======\ntags: [b]\n>>>>>>> x\n").into_bytes(),
            1 + text.lines().count() as u64,
            "conflict_markers",
            "error",
        ),
        (
            "unknown",
            format!("{text}prioridade: alta\n").into_bytes(),
            1 + text.lines().count() as u64,
            "unknown_key",
            "warning",
        ),
        ("comment", format!("# note\n{text}").into_bytes(), 1, "yaml_lossy", "warning"),
    ];
    for (what, bytes, line, rule, severity) in cases {
        std::fs::write(desk.path().join(&path), bytes).unwrap();
        let all = found(&desk, &[]);
        assert!(
            all.contains(&("ticket.yaml".to_owned(), line, rule.to_owned(), severity.to_owned())),
            "{what}: {all:?}"
        );
    }
}

#[test]
fn stray_files_lost_links_and_doubles_are_found() {
    let desk = desk();
    let one = file(&desk, "1");
    let (text, two) = (desk.read(&one), file(&desk, "2"));
    let folder = one.replace("/ticket.yaml", "");
    desk.write(&format!("{folder}/notes.txt"), "x\n");
    desk.write("tickets/202611/7-abcd/ticket.yaml", &text);
    exactly(&desk, &[], &[("notes.txt", 0, "stray_file", "warning"), ("ticket.yaml", 0, "path", "error")]);
    std::fs::remove_dir_all(desk.path().join("tickets/202611/7-abcd")).unwrap();
    std::fs::remove_file(desk.path().join(format!("{folder}/notes.txt"))).unwrap();

    let plain = desk.read(&two);
    let lines = plain.lines().count() as u64;
    desk.write(&two, &format!("{plain}links:\n  - {{kind: related, to: 01JDB3V1Q2Z6X8N4T7C5M9K0RA}}\n"));
    exactly(&desk, &[], &[("ticket.yaml", lines + 2, "link", "warning")]);
    desk.git(&["checkout", "-q", "--", "."]).ok();

    // The same folder under the next number, as a careless copy makes it.
    let copy = folder.replace("0001-", "0009-");
    desk.write(&format!("{copy}/ticket.yaml"), &text);
    let rules: Vec<String> = found(&desk, &[]).into_iter().map(|f| f.2).collect();
    assert!(rules.contains(&"duplicate_uid".to_owned()), "{rules:?}");
    std::fs::remove_dir_all(desk.path().join(&copy)).unwrap();
    desk.write(&two, &plain.replace("type:", "number: 202611/0001\ntype:"));
    let rules: Vec<String> = found(&desk, &[]).into_iter().map(|f| f.2).collect();
    assert!(rules.contains(&"duplicate_number".to_owned()), "{rules:?}");
}

#[test]
fn an_id_a_day_away_from_its_commit_is_a_warning() {
    let mut desk = desk();
    desk.tramite(&["note", "1", "-m", "now"]).ok();
    let path = file(&desk, "2").replace("ticket.yaml", "01JDB4M8G00000000000000000.yaml");
    desk.write(&path, "kind: internal\nbody: |\n  from 2024\n");
    desk.at("2026-11-23T11:00:00-03:00");
    desk.commit("a comment with an old id");
    exactly(&desk, &[], &[("01JDB4M8G00000000000000000.yaml", 1, "uid_time", "warning")]);
}

#[test]
fn rules_hold_for_what_was_committed_by_hand_and_gaps_are_not_shown() {
    let mut desk = desk();
    let path = file(&desk, "2");
    let text = desk.read(&path);
    // The preset's gap: open past its agreed delivery.
    desk.write(&path, &text.replace("description:", "due: 2026-11-01\ndescription:"));
    desk.at("2026-11-23T11:00:00-03:00");
    desk.commit("late");
    exactly(&desk, &[], &[]);
    let rule = "  - {id: no_due, when: \"type:question\", forbid: [due], message: questions have no date}\n";
    let config = desk.read(".tramite/desk.yaml").replace("rules:\n", &format!("rules:\n{rule}"));
    desk.write(".tramite/desk.yaml", &config);
    let text = desk.read(&path);
    let line = 1 + text.lines().position(|l| l.starts_with("due:")).unwrap() as u64;
    exactly(&desk, &[], &[("ticket.yaml", line, "no_due", "error")]);
}

#[test]
fn what_is_staged_is_judged_from_the_index() {
    let desk = desk();
    let path = file(&desk, "2");
    let text = desk.read(&path);
    desk.write(&path, &text.replace("status: new", "status: closed"));
    exactly(&desk, &["--staged"], &[]);
    desk.git(&["add", "-A"]).ok();
    desk.write(&path, &text);
    exactly(&desk, &[], &[]);
    let line = 1 + text.lines().position(|l| l.starts_with("status:")).unwrap() as u64;
    exactly(&desk, &["--staged"], &[("ticket.yaml", line, "transition", "error")]);
    desk.git(&["rm", "-q", "-f", "--cached", &path]).ok();
    exactly(&desk, &["--staged"], &[("ticket.yaml", 0, "ticket_removed", "error")]);
}

#[test]
fn it_works_in_shallow_and_bare_clones_and_without_an_identity() {
    let mut desk = desk();
    let path = file(&desk, "2");
    let text = desk.read(&path);
    let url = format!("file://{}", desk.path().display());
    desk.git(&["clone", "-q", "--depth", "1", &url, "../shallow"]).ok();
    desk.git(&["clone", "-q", "--bare", &url, "../bare"]).ok();
    for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
        desk.unset(name);
    }
    desk.cd("bare");
    assert_eq!(desk.tramite(&["validate"]).ok(), "");
    desk.cd("shallow");
    assert_eq!(desk.tramite(&["validate"]).ok(), "");
    assert_eq!(desk.tramite(&["validate", "202611/0002"]).ok(), "");
    desk.write(&path, &text.replace("status: new", "status: closed"));
    let line = 1 + text.lines().position(|l| l.starts_with("status:")).unwrap() as u64;
    exactly(&desk, &[], &[("ticket.yaml", line, "transition", "error")]);
}

#[test]
fn a_sparse_checkout_removes_nothing() {
    let desk = desk();
    let folder = file(&desk, "1").replace("/ticket.yaml", "");
    desk.git(&["sparse-checkout", "set", "--no-cone", "/*", &format!("!/{folder}/")]).ok();
    assert!(!desk.path().join(&folder).exists());
    assert_eq!(desk.tramite(&["validate"]).ok(), "");
}
