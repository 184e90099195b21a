//! What was recorded, however it came into the repository (2.1, 4), and an index that is never in the way (2.3).

use crate::harness::Place;
use serde_json::Value;

const OPEN: [&str; 8] = ["open", "question", "-t", "First", "-d", "Text", "--for", "maria@example"];

fn desk() -> Place {
    let desk = Place::desk();
    desk.tramite(&OPEN).ok();
    desk
}

fn path(desk: &Place, ticket: &str) -> String {
    format!("{}/ticket.yaml", desk.ticket_file(ticket).trim_end_matches("/ticket.yaml"))
}

fn show(desk: &Place, ticket: &str) -> Value {
    desk.tramite(&["show", ticket, "--format", "json"]).json()["ticket"].clone()
}

fn log(desk: &Place, ticket: &str) -> Vec<Value> {
    desk.tramite(&["log", ticket, "--format", "json"]).json()["tramites"].as_array().unwrap().clone()
}

/// `from → to` of the ticket's moves, in the log's order.
fn moves(desk: &Place, ticket: &str) -> Vec<String> {
    log(desk, ticket)
        .iter()
        .flat_map(|t| t["changes"].as_array().unwrap().clone())
        .filter(|c| c["change"] == "status")
        .map(|c| format!("{} → {}", c["from"].as_str().unwrap(), c["to"].as_str().unwrap()))
        .collect()
}

/// Everything that is said of the desk, with the index as it is and with one made anew: the same.
#[track_caller]
fn the_index_is_right(desk: &Place) -> Vec<String> {
    let all = |desk: &Place| -> Vec<String> {
        let mut commands: Vec<Vec<&str>> = vec![
            vec!["list", "--all", "--format", "json"],
            vec!["report", "sla", "--format", "json"],
            vec!["board"],
            vec!["search", "First"],
        ];
        for ticket in ["1", "2", "3"] {
            commands.push(vec!["show", ticket, "--format", "json"]);
            commands.push(vec!["log", ticket, "--format", "json"]);
        }
        commands.iter().map(|args| desk.tramite(args).out).collect()
    };
    let before = all(desk);
    std::fs::remove_dir_all(desk.path().join(".git/tramite")).unwrap();
    let after = all(desk);
    assert_eq!(before, after, "the index and the truth");
    after
}

#[test]
fn a_hand_edit_and_a_plain_commit_are_a_tramite_like_any_other() {
    let mut desk = desk();
    let path = path(&desk, "1");
    desk.at("2026-11-23T11:00:00-03:00");
    desk.write(
        &path,
        &desk
            .read(&path)
            .replace("status: new", "status: open")
            .replace("priority: normal", "priority: high"),
    );
    desk.be("Bob", "bob@elsewhere.example");
    desk.commit("I know better");
    desk.be("Ana Souza", "ana@desk.example");
    let last = log(&desk, "1").pop().unwrap();
    assert_eq!(last["by"]["name"], "Bob");
    assert_eq!(last["at"], "2026-11-23T11:00:00-03:00");
    let kinds: Vec<&str> =
        last["changes"].as_array().unwrap().iter().map(|c| c["change"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"status") && kinds.contains(&"priority") && kinds.len() == 2, "{kinds:?}");
    assert_eq!(show(&desk, "1")["status"], "open");
    the_index_is_right(&desk);
}

/// A commit that touches what is no ticket is no trâmite; one that touches two tickets is one of each.
#[test]
fn a_commit_is_a_tramite_of_each_ticket_it_changes() {
    let desk = desk();
    desk.tramite(&OPEN).ok();
    desk.write("notes", "x\n");
    desk.commit("notes");
    assert_eq!((log(&desk, "1").len(), log(&desk, "2").len()), (1, 1));
    for ticket in ["1", "2"] {
        let path = path(&desk, ticket);
        desk.write(&path, &desk.read(&path).replace("title: First", "title: Both"));
    }
    desk.commit("both");
    let (one, two) = (log(&desk, "1"), log(&desk, "2"));
    assert_eq!((one.len(), two.len()), (2, 2));
    assert_eq!(one[1]["commit"], two[1]["commit"]);
    the_index_is_right(&desk);
}

/// A clock that went wrong: the order of the moves is that of the line of descent, and the second never precedes the first.
#[test]
fn dates_that_are_out_of_order() {
    let mut desk = desk();
    desk.at("2026-11-23T12:00:00-03:00");
    desk.tramite(&["transition", "1", "open"]).ok();
    desk.at("2026-11-23T11:00:00-03:00");
    desk.tramite(&["transition", "1", "pending", "--public", "-m", "Which?"]).ok();
    desk.at("2026-11-23T09:00:00-03:00");
    desk.tramite(&["comment", "1", "-m", "before the opening"]).ok();
    desk.at("2026-11-23T14:00:00-03:00");
    assert_eq!(moves(&desk, "1"), ["new → open", "open → pending"]);
    let log = log(&desk, "1");
    let times: Vec<chrono::DateTime<chrono::FixedOffset>> =
        log.iter().map(|t| t["at"].as_str().unwrap().parse().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert_eq!(log[0]["changes"][0]["change"], "opened", "nothing precedes the opening");
    assert_eq!(show(&desk, "1")["status"], "pending");
    the_index_is_right(&desk);
    // Said outright it is refused, for a move; a comment may be of an earlier hour.
    desk.tramite(&["transition", "1", "open", "--at", "2026-11-23T11:30:00-03:00"]).fails(4);
    desk.tramite(&["comment", "1", "-m", "x", "--at", "2026-11-23T11:30:00-03:00"]).ok();
    desk.tramite(&["comment", "1", "-m", "x", "--at", "2026-11-23T09:30:00-03:00"]).fails(4);
    the_index_is_right(&desk);
}

#[test]
fn comments_of_one_second_are_shown_in_the_order_of_their_commits() {
    let desk = desk();
    let texts: Vec<String> = (0..8).map(|i| format!("comment {i}")).collect();
    for text in &texts {
        desk.tramite(&["comment", "1", "-m", text]).ok();
    }
    let shown = show(&desk, "1");
    let bodies: Vec<&str> =
        shown["comments"].as_array().unwrap().iter().map(|c| c["body"].as_str().unwrap().trim()).collect();
    assert_eq!(bodies, texts);
    let logged: Vec<Value> = log(&desk, "1")[1..].iter().map(|t| t["changes"][0]["id"].clone()).collect();
    let ids: Vec<Value> = shown["comments"].as_array().unwrap().iter().map(|c| c["id"].clone()).collect();
    assert_eq!(logged, ids);
}

/// Two branches, one with a move and one with comments: the merge has no trâmite of its own, and the timeline is that of
/// the same commits on one line.
#[test]
fn a_clean_merge_adds_nothing() {
    let mut desk = desk();
    desk.at("2026-11-23T10:10:00-03:00");
    desk.git(&["checkout", "-q", "-b", "side"]).ok();
    desk.tramite(&["comment", "1", "-m", "on the side"]).ok();
    desk.git(&["checkout", "-q", "main"]).ok();
    desk.at("2026-11-23T10:05:00-03:00");
    desk.tramite(&["transition", "1", "open"]).ok();
    desk.at("2026-11-23T10:20:00-03:00");
    desk.git(&["merge", "-q", "--no-ff", "-m", "merge", "side"]).ok();
    let merged = log(&desk, "1");
    let kinds: Vec<&str> = merged.iter().map(|t| t["changes"][0]["change"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["opened", "status", "comment"]);
    let sla = the_index_is_right(&desk)[1].clone();
    // The same commits on one line.
    desk.git(&["checkout", "-q", "-b", "line", "HEAD^1"]).ok();
    desk.git(&["-c", "advice.mergeConflict=false", "cherry-pick", "side"]).ok();
    let line = log(&desk, "1");
    let timeline = |log: &[Value]| -> Vec<(Value, Value)> {
        log.iter().map(|t| (t["at"].clone(), t["changes"].clone())).collect()
    };
    // The picked commit's own dates: author date kept, and the earlier of the two counts.
    assert_eq!(timeline(&merged), timeline(&line));
    let report: Value = serde_json::from_str(&sla).unwrap();
    let again = desk.tramite(&["report", "sla", "--format", "json"]).json();
    assert_eq!(report["rows"], again["rows"]);
}

#[test]
fn a_merge_that_keeps_ours_is_a_tramite_of_its_own() {
    let mut desk = desk();
    desk.git(&["checkout", "-q", "-b", "side"]).ok();
    desk.at("2026-11-23T10:10:00-03:00");
    desk.tramite(&["set", "1", "priority=high"]).ok();
    desk.tramite(&["comment", "1", "-m", "dropped"]).ok();
    desk.git(&["checkout", "-q", "main"]).ok();
    desk.at("2026-11-23T10:20:00-03:00");
    desk.git(&["merge", "-q", "-s", "ours", "--no-edit", "side"]).ok();
    let shown = show(&desk, "1");
    assert_eq!(shown["priority"], "normal");
    assert_eq!(shown["comments"].as_array().unwrap().len(), 0);
    let log = log(&desk, "1");
    // Folding gives the head: high on the side, and back in the merge, with the comment.
    let last = log.last().unwrap();
    let changes = last["changes"].as_array().unwrap();
    assert!(
        changes.iter().any(|c| c["change"] == "priority" && c["from"] == "high" && c["to"] == "normal"),
        "{changes:?}"
    );
    assert!(changes.iter().any(|c| c["change"] == "removed" || c["change"] == "comment"), "{changes:?}");
    the_index_is_right(&desk);
}

#[test]
fn a_merge_made_by_hand_is_what_it_says() {
    let mut desk = desk();
    desk.git(&["checkout", "-q", "-b", "side"]).ok();
    desk.at("2026-11-23T10:10:00-03:00");
    desk.tramite(&["set", "1", "priority=high"]).ok();
    desk.git(&["checkout", "-q", "main"]).ok();
    desk.at("2026-11-23T10:15:00-03:00");
    desk.tramite(&["set", "1", "priority=low"]).ok();
    desk.at("2026-11-23T10:20:00-03:00");
    desk.git(&["merge", "-q", "--no-edit", "side"]).exits(1);
    desk.git(&["checkout", "-q", "--theirs", "."]).ok();
    let path = path(&desk, "1");
    desk.write(&path, &desk.read(&path).replace("priority: high", "priority: urgent"));
    desk.commit("settled");
    assert_eq!(show(&desk, "1")["priority"], "urgent");
    let last = log(&desk, "1").pop().unwrap();
    assert_eq!(last["changes"][0]["change"], "priority");
    assert_eq!(last["changes"][0]["to"], "urgent");
    the_index_is_right(&desk);
}

#[test]
fn a_removed_ticket_is_gone_and_a_revert_brings_it_back() {
    let desk = desk();
    desk.tramite(&OPEN).ok();
    desk.git(&["rm", "-rq", path(&desk, "2").trim_end_matches("/ticket.yaml")]).ok();
    desk.commit("away");
    desk.tramite(&["show", "2"]).fails(3);
    assert_eq!(desk.tramite(&["list", "--format", "json"]).json()["tickets"].as_array().unwrap().len(), 1);
    the_index_is_right(&desk);
    desk.git(&["revert", "--no-edit", "HEAD"]).ok();
    assert_eq!(show(&desk, "2")["title"], "First");
    the_index_is_right(&desk);
}

/// Whatever git does to the branch, the next command reads what is there.
#[test]
fn rewritten_history_is_read_anew() {
    let desk = desk();
    desk.tramite(&["comment", "1", "-m", "one"]).ok();
    desk.tramite(&["set", "1", "priority=high"]).ok();
    desk.tramite(&OPEN).ok();
    the_index_is_right(&desk);
    let rewrites: [&[&str]; 6] = [
        &["commit", "-q", "--amend", "--no-edit", "--date", "2026-11-23T13:30:00Z"],
        &["-c", "rebase.instructionFormat=%s", "rebase", "-q", "--force-rebase", "HEAD~2"],
        &["reset", "-q", "--hard", "HEAD~1"],
        &["reset", "-q", "--hard", "HEAD@{1}"],
        &["checkout", "-q", "-b", "other", "HEAD~2"],
        &["checkout", "-q", "main"],
    ];
    for args in rewrites {
        desk.git(args).ok();
        the_index_is_right(&desk);
        let tickets = desk.tramite(&["list", "--all", "--format", "json"]).json();
        let files = desk.git(&["ls-tree", "-r", "--name-only", "HEAD", "tickets"]).ok();
        let expected = files.lines().filter(|f| f.ends_with("/ticket.yaml")).count();
        assert_eq!(tickets["tickets"].as_array().unwrap().len(), expected, "{args:?}");
    }
    // And is written on.
    desk.tramite(&["comment", "1", "-m", "two"]).ok();
    the_index_is_right(&desk);
    desk.is_clean();
}

#[test]
fn after_gc_and_pack_refs() {
    let desk = desk();
    desk.tramite(&["comment", "1", "-m", "one"]).ok();
    for args in [
        &["gc", "-q", "--prune=now"][..],
        &["pack-refs", "--all"],
        &["commit-graph", "write"],
        &["multi-pack-index", "write"],
    ] {
        desk.git(args).ok();
        desk.tramite(&["comment", "1", "-m", "again"]).ok();
        the_index_is_right(&desk);
        desk.is_clean();
    }
    assert_eq!(show(&desk, "1")["comments"].as_array().unwrap().len(), 5);
}

#[test]
fn an_index_that_is_damaged_is_replaced() {
    let desk = desk();
    desk.tramite(&["comment", "1", "-m", "one"]).ok();
    let expected = (show(&desk, "1"), log(&desk, "1"));
    let db = desk.path().join(".git/tramite/index.db");
    assert!(db.exists());
    let whole = std::fs::read(&db).unwrap();
    let mut flipped = whole.clone();
    for byte in flipped.iter_mut().skip(4096).step_by(7) {
        *byte ^= 0x55;
    }
    let damages: [(&str, Vec<u8>); 5] = [
        ("empty", Vec::new()),
        ("another file", b"this is no database, but it is long enough to be taken for one\n".repeat(200)),
        ("half", whole[..whole.len() / 2].to_vec()),
        ("flipped", flipped),
        ("only its head", whole[..100].to_vec()),
    ];
    for (what, bytes) in damages {
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(desk.path().join(format!(".git/tramite/index.db{suffix}")));
        }
        std::fs::write(&db, bytes).unwrap();
        assert_eq!((show(&desk, "1"), log(&desk, "1")), expected, "{what}");
    }
    // A folder in its place, and a file in the place of its folder.
    std::fs::remove_file(&db).unwrap();
    std::fs::create_dir_all(db.join("inside")).unwrap();
    assert_eq!((show(&desk, "1"), log(&desk, "1")), expected);
    desk.tramite(&["comment", "1", "-m", "two"]).ok();
    std::fs::remove_dir_all(desk.path().join(".git/tramite")).unwrap();
    std::fs::write(desk.path().join(".git/tramite"), "x").unwrap();
    assert_eq!(show(&desk, "1")["comments"].as_array().unwrap().len(), 2);
    // A writer needs the folder, and says so.
    let said = desk.tramite(&["comment", "1", "-m", "three"]);
    assert_eq!(said.code, 6, "{}", said.err);
    assert!(said.err.contains(".git/tramite"), "{}", said.err);
}

/// An index of another desk, copied here with the repository's folder by somebody who means well.
#[test]
fn an_index_of_another_desk_is_not_believed() {
    let (desk, other) = (desk(), Place::desk());
    other.tramite(&["open", "question", "-t", "Other", "-d", "x", "--for", "maria@example"]).ok();
    other.tramite(&["list"]).ok();
    desk.tramite(&["list"]).ok();
    std::fs::remove_dir_all(desk.path().join(".git/tramite")).unwrap();
    let from = other.path().join(".git/tramite").display().to_string();
    desk.sh(&format!("cp -r {from} .git/tramite")).ok();
    assert!(desk.tramite(&["list"]).ok().contains("First"));
    the_index_is_right(&desk);
}
