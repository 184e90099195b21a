//! A sync that is killed leaves the clone as before or as after, and the next one finishes (5, 7).

use super::team::Team;
use std::process::Stdio;
use std::time::Duration;

const STEPS: [&str; 13] = [
    "fetched",
    "start",
    "index-locked",
    "objects",
    "journal",
    "staged",
    "ref",
    "one-file",
    "files",
    "index",
    "journal-gone",
    "before-push",
    "pushed",
];

fn bodies(team: &mut Team, who: &str) -> Vec<String> {
    let ticket = team.show(who, "1");
    let comments = ticket["comments"].as_array().unwrap();
    let mut all: Vec<String> = comments.iter().map(|c| c["body"].as_str().unwrap().to_owned()).collect();
    all.sort();
    all
}

#[test]
fn killed_at_each_step_of_a_merge() {
    let mut team = Team::new(&["ana", "bia"]);
    let mut expected = Vec::new();
    for (n, step) in STEPS.iter().enumerate() {
        for who in ["ana", "bia"] {
            let text = format!("{n:02} by {who}");
            team.run(who, &["note", "1", "-m", &text]).ok();
            expected.push(text);
        }
        team.open("ana", step);
        team.open("bia", step);
        team.sync("ana");
        let (before, hub) = (team.head("bia"), team.head("hub.git"));
        team.place.set("TRAMITE_CRASH_AT", step);
        team.run("bia", &["sync"]).exits(6);
        team.place.unset("TRAMITE_CRASH_AT");
        // The next command finds the one or the other, whole.
        team.run("bia", &["list"]).ok();
        let now = team.head("bia");
        let parents = team.place.git(&["log", "-1", "--format=%P"]).ok();
        assert!(now == before || parents == format!("{hub} {before}\n"), "after {step}");
        team.place.is_clean();
        let sent = team.head("hub.git");
        assert!(sent == hub || sent == now, "after {step}");
        team.sync("bia");
        team.sync("ana");
        assert_eq!(bodies(&mut team, "ana"), expected, "after {step}");
    }
    assert_eq!(team.tickets("bia").len(), 1 + 2 * STEPS.len());
    team.is_one(&["ana", "bia"]);
}

/// A real signal at times spread over the process's life; what `git` it has started goes on or not.
#[test]
fn killed_by_a_signal_at_any_time() {
    let mut team = Team::new(&["ana", "bia"]);
    let mut expected = Vec::new();
    for round in 0..12_u64 {
        for who in ["ana", "bia"] {
            let text = format!("{round:02} by {who}");
            team.run(who, &["note", "1", "-m", &text]).ok();
            expected.push(text);
        }
        team.sync("ana");
        let mut command = team.at("bia").command("tramite");
        let mut child = command.arg("sync").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(round * 11));
        child.kill().unwrap();
        child.wait().unwrap();
        // A `git fetch` or `git push` that it had started may still hold its locks for a moment.
        let mut tries = 0;
        while team.run("bia", &["sync"]).code != 0 {
            tries += 1;
            assert!(tries < 50, "round {round}");
            std::thread::sleep(Duration::from_millis(100));
        }
        team.sync("ana");
        assert_eq!(bodies(&mut team, "ana"), expected, "round {round}");
        assert_eq!(bodies(&mut team, "bia"), expected, "round {round}");
    }
    team.is_one(&["ana", "bia"]);
}

/// A reserved number whose process dies: on the remote or not, never half.
#[test]
fn killed_while_a_number_is_reserved() {
    let mut team = Team::new(&["ana", "bia"]);
    team.at("ana").sh("sed -i 's/^numbers: .*/numbers: reserved/' .tramite/desk.yaml").ok();
    team.place.commit("numbers are reserved");
    team.sync("ana");
    team.sync("bia");
    for step in ["fetched", "before-push", "pushed", "journal", "ref", "files"] {
        team.place.set("TRAMITE_CRASH_AT", step);
        team.run("ana", &["open", "question", "-t", step, "-d", "x", "--for", "maria@example"]);
        team.place.unset("TRAMITE_CRASH_AT");
        team.open("bia", step);
        team.sync("ana");
        team.sync("bia");
        assert_eq!(team.run("ana", &["sync", "--format", "json"]).json()["outcome"], "same");
        let merges = team.place.git(&["rev-list", "--merges", "HEAD"]).ok();
        assert_eq!(merges, "", "no number had to change after {step}");
    }
    team.is_one(&["ana", "bia"]);
}
