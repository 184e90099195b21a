//! A process killed at any instant leaves the old state or the new, and the next command finishes (5).

use crate::harness::Place;
use std::process::Stdio;
use std::time::Duration;

/// The steps of a write, in order, and whether the commit is made by then.
const STEPS: [(&str, bool); 10] = [
    ("start", false),
    ("index-locked", false),
    ("objects", false),
    ("journal", false),
    ("staged", false),
    ("ref", true),
    ("one-file", true),
    ("files", true),
    ("index", true),
    ("journal-gone", true),
];

fn desk() -> Place {
    let desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "First", "-d", "Text", "--for", "maria@example"]).ok();
    desk
}

fn comments(desk: &Place) -> usize {
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    shown["ticket"]["comments"].as_array().unwrap().len()
}

#[track_caller]
fn nothing_is_left_over(desk: &Place) {
    assert!(!desk.path().join(".git/index.lock").exists());
    let found = desk.sh("find . -name '.tramite-*' -o -name '*.lock' -path '*refs*'").ok();
    assert_eq!(found, "");
}

#[test]
fn killed_at_each_step_of_a_comment() {
    let mut desk = desk();
    let mut expected = 0;
    for (step, made) in STEPS {
        desk.set("TRAMITE_CRASH_AT", step);
        desk.tramite(&["reply", "1", "-m", step]).exits(6);
        desk.unset("TRAMITE_CRASH_AT");
        expected += usize::from(made);
        // A reader finishes what the writer began.
        assert_eq!(comments(&desk), expected, "after {step}");
        nothing_is_left_over(&desk);
        desk.is_clean();
        desk.tramite(&["comment", "1", "-m", "goes on"]).ok();
        expected += 1;
        assert_eq!(comments(&desk), expected, "after {step}");
        desk.is_clean();
    }
}

/// The next command is a writer; the user has staged and unstaged work of his own.
#[test]
fn killed_at_each_step_of_an_opening_with_the_users_work_around() {
    let mut desk = desk();
    desk.write("mine", "committed\n");
    desk.commit("mine");
    desk.write("mine", "edited\n");
    desk.write("staged", "staged\n");
    desk.git(&["add", "staged"]).ok();
    let status = desk.git(&["status", "--porcelain"]).ok();
    assert_eq!(status, " M mine\nA  staged\n");
    let mut expected = 1;
    for (step, made) in STEPS {
        desk.set("TRAMITE_CRASH_AT", step);
        desk.tramite(&["open", "question", "-t", step, "-d", "x", "--for", "maria@example"]).exits(6);
        desk.unset("TRAMITE_CRASH_AT");
        expected += usize::from(made) + 1;
        let args =
            ["open", "question", "-t", "Next", "-d", "x", "--for", "maria@example", "--format", "json"];
        let opened = desk.tramite(&args).json();
        assert_eq!(opened["number"], format!("202611/{expected:04}"), "after {step}");
        assert_eq!(desk.git(&["status", "--porcelain"]).ok(), status, "after {step}");
        nothing_is_left_over(&desk);
    }
    assert_eq!(desk.git(&["log", "--format=%H", "--", "staged"]).ok(), "");
    assert_eq!(desk.read("mine"), "edited\n");
}

/// Where the user goes on with plain git before any `tramite` command: nothing of the ticket is lost.
#[test]
fn killed_and_then_plain_git() {
    let mut desk = desk();
    for (step, made) in STEPS {
        let before = comments(&desk);
        desk.set("TRAMITE_CRASH_AT", step);
        desk.tramite(&["comment", "1", "-m", step]).exits(6);
        desk.unset("TRAMITE_CRASH_AT");
        // git may refuse because of the dead process's index lock; it never runs over the ticket.
        desk.write("other", step);
        let _ = desk.git(&["add", "other"]);
        let _ = desk.git(&["commit", "-q", "-m", "other", "--", "other"]);
        assert_eq!(comments(&desk), before + usize::from(made), "after {step}");
        desk.git(&["add", "-A"]).ok();
        desk.git(&["commit", "-q", "--allow-empty", "-m", "other"]).ok();
        assert_eq!(comments(&desk), before + usize::from(made), "after {step}");
        desk.is_clean();
        nothing_is_left_over(&desk);
    }
}

#[test]
fn killed_on_a_branch_that_is_not_checked_out() {
    let mut desk = Place::repository();
    desk.write("main.c", "int main;\n");
    desk.commit("code");
    desk.tramite(&["init", "--branch", "desk", "--preset", "helpdesk"]).ok();
    desk.tramite(&["open", "question", "-t", "First", "-d", "Text", "--for", "maria@example"]).ok();
    let mut expected = 0;
    for (step, made) in STEPS {
        desk.set("TRAMITE_CRASH_AT", step);
        let said = desk.tramite(&["comment", "1", "-m", step]);
        desk.unset("TRAMITE_CRASH_AT");
        // Without a working tree some steps do not happen.
        expected += usize::from(made || said.code == 0);
        assert_eq!(comments(&desk), expected, "after {step}");
        desk.is_clean();
    }
}

/// A real signal, at times spread over the whole life of the process.
#[test]
fn killed_by_a_signal_at_any_time() {
    let desk = desk();
    let mut before = comments(&desk);
    let mut made = 0;
    for round in 0..24_u64 {
        let mut child = desk
            .command("tramite")
            .args(["reply", "1", "-m", "x"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(round * 2_900));
        child.kill().unwrap();
        let reported = child.wait().unwrap().success();
        let now = comments(&desk);
        assert!(now == before || now == before + 1, "{before} → {now}");
        assert!(!reported || now == before + 1, "what was reported is there");
        made += now - before;
        before = now;
        desk.is_clean();
        nothing_is_left_over(&desk);
    }
    let commits: usize = desk.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse().unwrap();
    assert_eq!(commits, 2 + made);
    desk.tramite(&["validate", "--all"]).ok();
}

/// The index is killed too, while it is made: it is right afterwards.
#[test]
fn killed_while_the_index_is_made() {
    let desk = desk();
    for i in 0..4 {
        desk.tramite(&["comment", "1", "-m", &format!("comment {i}")]).ok();
    }
    for round in 0..12_u64 {
        let _ = std::fs::remove_dir_all(desk.path().join(".git/tramite"));
        let mut child =
            desk.command("tramite").arg("list").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(round * 2_100));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(comments(&desk), 4);
    }
}
