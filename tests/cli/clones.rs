//! Clones: what is missing in some of them (4), and what plain git makes of two (2.6, 7).

use crate::harness::Place;

const OPEN: [&str; 8] = ["open", "question", "-t", "First", "-d", "Text", "--for", "maria@example"];

/// What needs history, and so fails where there is none.
const NEED_HISTORY: [&[&str]; 17] = [
    &[],
    &["list"],
    &["list", "--format", "json"],
    &["show", "1"],
    &["log", "1"],
    &["search", "First"],
    &["next"],
    &["board"],
    &["report", "sla"],
    &["report", "sla", "--format", "json"],
    &["sla", "explain", "1"],
    &["sla", "due"],
    &["comment", "1", "-m", "x"],
    &["set", "1", "priority=high"],
    &["transition", "1", "open"],
    &["macro", "apply", "1", "reply/received"],
    &OPEN,
];

/// What works without.
const WORK: [&[&str]; 16] = [
    &["validate"],
    &["validate", "--all"],
    &["validate", "--config"],
    &["validate", "1"],
    &["validate", "202611/0001"],
    &["validate", "202611-0001"],
    &["calendar", "show", "business"],
    &["calendar", "elapsed", "business", "2026-11-23T09:00:00-03:00", "2026-11-23T10:00:00-03:00"],
    &["type", "list"],
    &["type", "show", "question"],
    &["macro", "list"],
    &["macro", "show", "close/solved"],
    &["macro", "check"],
    &["view", "list"],
    &["completions", "bash"],
    &["man"],
];

fn origin() -> Place {
    let desk = Place::desk();
    desk.tramite(&OPEN).ok();
    desk.tramite(&["comment", "1", "-m", "one"]).ok();
    desk.git(&["config", "uploadpack.allowFilter", "true"]).ok();
    desk
}

/// A clone by plain git, in which `place` then stands.
fn clone(place: &mut Place, options: &[&str], name: &str) {
    let url = format!("file://{}", place.path().display());
    let to = place.root().join(name).display().to_string();
    let mut args = vec!["clone", "-q"];
    args.extend(options);
    args.extend([url.as_str(), to.as_str()]);
    place.git(&args).ok();
    place.cd(name);
}

#[track_caller]
fn refuses_what_needs_history(desk: &Place, mend: &str) {
    let before = desk.git(&["rev-parse", "HEAD"]).ok();
    for args in NEED_HISTORY {
        let error = desk.tramite(args).fails(6);
        assert!(error.contains(mend), "{args:?}: {error}");
    }
    for args in WORK {
        assert_eq!(desk.tramite(args).exits(0).err, "", "{args:?}");
    }
    let demo = desk.root().join("demo").display().to_string();
    desk.tramite(&["demo", &demo, "--tickets", "3"]).ok();
    assert_eq!(desk.git(&["rev-parse", "HEAD"]).ok(), before);
    assert_eq!(desk.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn in_a_shallow_clone() {
    let mut desk = origin();
    clone(&mut desk, &["--depth", "1"], "shallow");
    refuses_what_needs_history(&desk, "git fetch --unshallow");
    let error = desk.tramite(&["list"]).fails(6);
    assert!(error.contains("fetch-depth: 0"), "{error}");
    // The mend mends it.
    desk.git(&["fetch", "-q", "--unshallow"]).ok();
    assert!(desk.tramite(&["list"]).ok().contains("First"));
    desk.tramite(&["comment", "1", "-m", "two"]).ok();
    desk.is_clean();
}

#[test]
fn in_a_partial_clone() {
    for filter in ["--filter=blob:none", "--filter=tree:0"] {
        let mut desk = origin();
        clone(&mut desk, &[filter], "partial");
        refuses_what_needs_history(&desk, "git fetch --refetch");
        let error = desk.tramite(&["list"]).fails(6);
        let mend = error.split("mend: ").nth(1).unwrap().split("; or").next().unwrap();
        desk.sh(mend).ok();
        assert!(desk.tramite(&["list"]).ok().contains("First"), "after {mend}");
        desk.tramite(&["comment", "1", "-m", "two"]).ok();
        desk.is_clean();
    }
}

#[test]
fn validate_finds_what_is_wrong_in_a_shallow_clone() {
    let mut desk = origin();
    desk.write("tickets/202611/0002-aaaa/ticket.yaml", "uid: [\n");
    desk.commit("bad");
    clone(&mut desk, &["--depth", "1"], "shallow");
    let said = desk.tramite(&["validate"]).exits(1);
    assert!(said.out.contains("tickets/202611/0002-aaaa/ticket.yaml"), "{}", said.out);
    desk.tramite(&["validate", "1"]).ok();
    desk.tramite(&["validate", "202611/0099"]).fails(3);
}

#[test]
fn in_a_clone_of_a_clone() {
    let mut desk = origin();
    clone(&mut desk, &[], "first");
    clone(&mut desk, &["--bare"], "second.git");
    assert!(desk.tramite(&["list"]).ok().contains("First"));
    desk.tramite(&["comment", "1", "-m", "two"]).ok();
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]).ok(), "4\n");
}

/// Only `origin/desk` is there: it is read, and the first write makes the local branch.
#[test]
fn after_a_clone_only_the_remote_has_the_desks_branch() {
    let mut desk = Place::repository();
    desk.write("main.c", "int main;\n");
    desk.commit("code");
    desk.tramite(&["init", "--branch", "desk", "--preset", "helpdesk"]).ok();
    desk.tramite(&OPEN).ok();
    clone(&mut desk, &[], "clone");
    let branches = |desk: &Place| desk.git(&["for-each-ref", "--format=%(refname:short)", "refs/heads"]).ok();
    for args in [
        &["list"][..],
        &["show", "1"],
        &["log", "1"],
        &["report", "sla"],
        &["validate"],
        &["type", "list"],
        &[],
    ] {
        assert_eq!(desk.tramite(args).exits(0).err, "", "{args:?}");
    }
    assert_eq!(branches(&desk), "main\n", "reading makes no branch");
    desk.tramite(&["comment", "1", "-m", "from the clone"]).ok();
    assert_eq!(branches(&desk), "desk\nmain\n");
    assert_eq!(desk.git(&["rev-list", "--count", "origin/desk..desk"]).ok(), "1\n");
    assert_eq!(desk.git(&["config", "branch.desk.remote"]).ok(), "origin\n");
    desk.is_clean();
    desk.git(&["push", "-q", "origin", "desk"]).ok();
}

#[test]
fn a_clone_that_lacks_the_desks_branch_says_how_to_get_it() {
    let mut desk = Place::repository();
    desk.write("main.c", "int main;\n");
    desk.commit("code");
    desk.tramite(&["init", "--branch", "desk", "--preset", "helpdesk"]).ok();
    desk.tramite(&OPEN).ok();
    clone(&mut desk, &["--single-branch", "--branch", "main"], "clone");
    for args in [&["list"][..], &["show", "1"], &["comment", "1", "-m", "x"]] {
        let error = desk.tramite(args).fails(6);
        assert!(error.contains("git fetch origin desk:desk"), "{error}");
    }
    desk.git(&["fetch", "-q", "origin", "desk:desk"]).ok();
    assert!(desk.tramite(&["list"]).ok().contains("First"));
}

/// What a fetch by plain git brought is seen: the index follows the branch, not the commands.
#[test]
fn what_plain_git_pulled_is_there() {
    let mut desk = origin();
    clone(&mut desk, &[], "clone");
    assert_eq!(shown(&desk, "1")["comments"].as_array().unwrap().len(), 1);
    desk.cd("desk");
    desk.tramite(&["comment", "1", "-m", "two"]).ok();
    desk.tramite(&OPEN).ok();
    desk.cd("clone");
    // Reading fetches nothing and looks at no other branch.
    let refs = desk.git(&["for-each-ref"]).ok();
    let listed = |desk: &Place| {
        let list = desk.tramite(&["list", "--format", "json"]).json();
        list["tickets"].as_array().unwrap().len()
    };
    assert_eq!((listed(&desk), desk.git(&["for-each-ref"]).ok()), (1, refs));
    desk.git(&["fetch", "-q"]).ok();
    assert_eq!(listed(&desk), 1);
    desk.git(&["pull", "-q"]).ok();
    assert_eq!(shown(&desk, "1")["comments"].as_array().unwrap().len(), 2);
    assert_eq!(listed(&desk), 2);
}

fn shown(desk: &Place, ticket: &str) -> serde_json::Value {
    desk.tramite(&["show", ticket, "--format", "json"]).json()["ticket"].clone()
}

/// Two people, offline: both comment on one ticket, both open one, and get the same number. Plain git merges without a
/// conflict, nothing is lost, and what is ambiguous is said, never guessed.
#[test]
fn two_clones_open_the_same_number_and_comment_on_one_ticket() {
    let mut desk = origin();
    clone(&mut desk, &[], "bia");
    for (place, seed, title) in [("desk", "11", "By Ana"), ("bia", "22", "By Bia")] {
        desk.cd(place);
        desk.set("TRAMITE_SEED", seed);
        let opened = desk
            .tramite(&[
                "open",
                "question",
                "-t",
                title,
                "-d",
                "x",
                "--for",
                "maria@example",
                "--format",
                "json",
            ])
            .json();
        assert_eq!(opened["number"], "202611/0002");
        desk.tramite(&["comment", "1", "-m", title]).ok();
    }
    let pulled = desk.git(&["pull", "--no-rebase", "--no-edit"]);
    assert_eq!(pulled.code, 0, "{}{}", pulled.out, pulled.err);
    let bodies: Vec<String> = shown(&desk, "1")["comments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["body"].as_str().unwrap().trim().to_owned())
        .collect();
    assert_eq!(bodies.len(), 3);
    assert!(
        ["one", "By Ana", "By Bia"].iter().all(|text| bodies.contains(&(*text).to_owned())),
        "{bodies:?}"
    );

    let list = desk.tramite(&["list", "--format", "json"]).json();
    let titles: Vec<&str> =
        list["tickets"].as_array().unwrap().iter().map(|t| t["title"].as_str().unwrap()).collect();
    assert_eq!(titles.len(), 3);
    assert!(titles.contains(&"By Ana") && titles.contains(&"By Bia"));

    // One finding, on the younger.
    let found = desk.tramite(&["validate", "--all", "--format", "json"]).exits(1);
    let found: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    let rules: Vec<&str> =
        found["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["duplicate_number"]);
    let younger = list["tickets"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|t| t["number"] == "202611/0002")
        .map(|t| (t["uid"].as_str().unwrap(), t["path"].as_str().unwrap()))
        .max()
        .unwrap();
    assert!(
        found["findings"][0]["path"]
            .as_str()
            .unwrap()
            .starts_with(younger.1.trim_end_matches("/ticket.yaml"))
    );

    // Every way of naming it by number alone is ambiguous, for readers and writers.
    let suffixed: Vec<String> = list["tickets"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|t| t["number"] == "202611/0002")
        .map(|t| format!("202611/0002-{}", t["uid"].as_str().unwrap()[22..].to_lowercase()))
        .collect();
    for name in ["2", "202611/0002", "202611-0002"] {
        for args in [&["show", name][..], &["comment", name, "-m", "x"], &["log", name]] {
            let error = desk.tramite(args).fails(3);
            assert!(suffixed.iter().all(|candidate| error.contains(candidate)), "{args:?}: {error}");
        }
        // What is wrong is that there are two.
        let found = desk.tramite(&["validate", name]).exits(1);
        assert!(found.out.contains("duplicate_number"), "{}", found.out);
    }
    for name in &suffixed {
        desk.tramite(&["comment", name, "-m", "to this one"]).ok();
        assert_eq!(shown(&desk, name)["comments"].as_array().unwrap().len(), 1);
    }
    // The next opening does not take it a third time.
    let opened = desk
        .tramite(&["open", "question", "-t", "Next", "-d", "x", "--for", "maria@example", "--format", "json"])
        .json();
    assert_eq!(opened["number"], "202611/0003");
    desk.is_clean();

    // A number of its own mends it; the old name still finds the ticket.
    let path = format!("{}/ticket.yaml", younger.1.trim_end_matches("/ticket.yaml"));
    let text = desk.read(&path).replacen("\ntype:", "\nnumber: 202611/0004\ntype:", 1);
    desk.write(&path, &text);
    desk.commit("a number of its own");
    desk.tramite(&["validate", "--all"]).ok();
    assert_eq!(shown(&desk, "4")["uid"], younger.0);
    assert_ne!(shown(&desk, "2")["uid"], younger.0);
    let at_birth = format!("202611/0002-{}", younger.0[22..].to_lowercase());
    assert_eq!(shown(&desk, &at_birth)["uid"], younger.0);
    desk.tramite(&["validate", "4"]).ok();
    desk.is_clean();
}

/// A number that was renumbered away counts as used: `next = greatest of the month + 1`.
#[test]
fn two_changes_of_different_lines_of_one_ticket_merge_and_of_one_line_clash_loudly() {
    let mut desk = origin();
    clone(&mut desk, &[], "bia");
    desk.tramite(&["set", "1", "priority=high"]).ok();
    desk.cd("desk");
    desk.tramite(&["set", "1", "priority=low"]).ok();
    desk.cd("bia");
    let before = desk.git(&["rev-parse", "HEAD"]).ok();
    let pulled = desk.git(&["pull", "--no-rebase", "--no-edit"]);
    assert_eq!(pulled.code, 1, "{}{}", pulled.out, pulled.err);
    // Until it is settled: readers read the tip, writers refuse.
    assert_eq!(shown(&desk, "1")["priority"], "high");
    assert!(desk.tramite(&["comment", "1", "-m", "x"]).fails(5).contains("tramite sync --resolve"));
    let found = desk.tramite(&["validate"]).exits(1);
    assert!(found.out.contains("ticket.yaml") && found.out.contains("conflict_markers"), "{}", found.out);
    assert!(!found.out.contains("unmerged"), "{}", found.out);
    // Without markers in the file it is found by git's index alone.
    let file = format!("{}/ticket.yaml", desk.ticket_file("1"));
    let text = desk.git(&["show", &format!("HEAD:{file}")]).ok();
    desk.write(&file, &text);
    for args in [&["validate"][..], &["validate", "1"], &["validate", "--staged"]] {
        let found = desk.tramite(args).exits(1);
        assert!(found.out.contains(&file) && found.out.contains("unmerged"), "{args:?} {}", found.out);
    }
    let found = desk.tramite(&["doctor"]).exits(1).out;
    assert!(found.contains("unmerged") && found.contains("sync --resolve"), "{found}");
    desk.tramite(&["validate", "--config"]).ok();
    assert_eq!(desk.git(&["rev-parse", "HEAD"]).ok(), before);
    desk.git(&["merge", "--abort"]).ok();
    desk.is_clean();
}
