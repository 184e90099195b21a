//! Trials: three people and a bare repository, at work offline and at once. Nothing that was acknowledged is lost.

use super::team::Team;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Stdio};

const PEOPLE: [&str; 3] = ["ana", "bia", "caio"];

/// What the program said was done, by uid of the ticket.
#[derive(Default)]
struct Acknowledged {
    comments: BTreeMap<String, BTreeSet<String>>,
    tickets: BTreeSet<String>,
}

impl Acknowledged {
    #[track_caller]
    fn is_there(&self, team: &mut Team, who: &str) {
        let tickets: BTreeSet<String> =
            team.tickets(who).iter().map(|t| t["uid"].as_str().unwrap().to_owned()).collect();
        assert!(self.tickets.is_subset(&tickets), "{who} has every ticket");
        for (uid, expected) in &self.comments {
            let ticket = team.show(who, uid);
            let bodies: Vec<&str> =
                ticket["comments"].as_array().unwrap().iter().map(|c| c["body"].as_str().unwrap()).collect();
            let found: BTreeSet<String> = bodies.iter().map(|body| (*body).to_owned()).collect();
            assert_eq!(found.len(), bodies.len(), "{who} has none twice");
            assert!(expected.is_subset(&found), "{who}: {:?}", expected.difference(&found));
        }
    }
}

fn uid_of(said: &Value) -> String {
    said["uid"].as_str().unwrap().to_owned()
}

fn start_sync(team: &mut Team, who: &str) -> Child {
    let mut command = team.at(who).command("tramite");
    command.args(["sync", "--theirs"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Rounds of offline work by all three, who then sync at the same time.
#[test]
fn three_people_offline_who_sync_at_once() {
    let mut team = Team::new(&PEOPLE);
    let mut done = Acknowledged::default();
    let first = team.show("ana", "1")["uid"].as_str().unwrap().to_owned();
    for round in 0..4 {
        for who in PEOPLE {
            let opened =
                ["open", "question", "-t", who, "-d", "x", "--for", "maria@example", "--format", "json"];
            done.tickets.insert(uid_of(&team.run(who, &opened).json()));
            for n in 0..2 {
                let text = format!("{who} {round} {n}");
                team.run(who, &["note", &first, "-m", &text]).ok();
                done.comments.entry(first.clone()).or_default().insert(text);
            }
            // The same set by all, another key by each, and one key by all.
            team.run(who, &["tag", &first, &format!("+{who}{round}")]).ok();
            let own = match who {
                "ana" => "requester=john@example",
                "bia" => "due=2026-12-01",
                _ => "watchers=+caio",
            };
            team.run(who, &["set", &first, own]).exits(0);
            let priority = ["low", "normal", "high", "urgent"][(round + who.len()) % 4];
            team.run(who, &["set", &first, &format!("priority={priority}")]).ok();
        }
        let running: Vec<Child> = PEOPLE.iter().map(|who| start_sync(&mut team, who)).collect();
        for child in running {
            let said = child.wait_with_output().unwrap();
            assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        }
    }
    for _ in 0..2 {
        for who in PEOPLE {
            team.run(who, &["sync", "--theirs"]).ok();
        }
    }
    team.is_one(&PEOPLE);
    for who in PEOPLE {
        done.is_there(&mut team, who);
    }
    let tags: BTreeSet<String> = team.show("ana", &first)["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag.as_str().unwrap().to_owned())
        .collect();
    let expected: BTreeSet<String> =
        PEOPLE.iter().flat_map(|who| (0..4).map(move |round| format!("{who}{round}"))).collect();
    assert_eq!(tags, expected);
    team.run("ana", &["validate"]).ok();
}

/// In one clone, too: a sync is a command like any other, and others write meanwhile.
#[test]
fn two_syncs_and_a_comment_at_once_in_one_clone() {
    let mut team = Team::new(&["ana", "bia"]);
    let mut expected = BTreeSet::new();
    for round in 0..4 {
        for who in ["ana", "bia"] {
            let text = format!("{who} {round}");
            team.run(who, &["note", "1", "-m", &text]).ok();
            expected.insert(text);
        }
        team.sync("ana");
        let mut running = vec![start_sync(&mut team, "bia"), start_sync(&mut team, "bia")];
        let text = format!("meanwhile {round}");
        let mut command = team.at("bia").command("tramite");
        command.args(["note", "1", "-m", &text]).stdout(Stdio::piped()).stderr(Stdio::piped());
        running.push(command.spawn().unwrap());
        expected.insert(text);
        for child in running {
            let said = child.wait_with_output().unwrap();
            assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        }
        team.sync("bia");
        team.sync("ana");
    }
    team.is_one(&["ana", "bia"]);
    let ticket = team.show("ana", "1");
    let found: BTreeSet<String> = ticket["comments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["body"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(found, expected);
}

/// A small generator of its own, so that the same seed is the same trial everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// Operations, kills, syncs and merges by plain git in any order. After each step the repository is whole, and whatever was
/// acknowledged in a clone is in that clone.
#[test]
fn random_operations_kills_syncs_and_merges_of_plain_git() {
    const STEPS: [&str; 8] =
        ["fetched", "objects", "journal", "ref", "one-file", "index", "before-push", "pushed"];
    let mut dice = Dice(0x5eed_2026);
    let mut team = Team::new(&PEOPLE);
    let first = team.show("ana", "1")["uid"].as_str().unwrap().to_owned();
    let mut own: BTreeMap<&str, Acknowledged> =
        PEOPLE.iter().map(|who| (*who, Acknowledged::default())).collect();
    let mut files: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for step in 0..45 {
        let who = PEOPLE[dice.roll(3)];
        let killed = dice.roll(5) == 0;
        if killed {
            team.place.set("TRAMITE_CRASH_AT", STEPS[dice.roll(STEPS.len())]);
        }
        let done = own.get_mut(who).unwrap();
        match dice.roll(8) {
            0 => {
                let args = [
                    "open",
                    "question",
                    "-t",
                    "One",
                    "-d",
                    "x",
                    "--for",
                    "maria@example",
                    "--format",
                    "json",
                ];
                let said = team.run(who, &args);
                if said.code == 0 {
                    done.tickets.insert(uid_of(&said.json()));
                }
            }
            1 | 2 => {
                let text = format!("{who} {step}");
                if team.run(who, &["note", &first, "-m", &text]).code == 0 {
                    done.comments.entry(first.clone()).or_default().insert(text);
                }
            }
            3 => {
                let priority = ["low", "normal", "high", "urgent"][dice.roll(4)];
                let said = team.run(who, &["set", &first, &format!("priority={priority}")]);
                assert!(killed || said.code == 0, "{}", said.err);
            }
            4 => {
                let tag = format!("{}t{}", ["+", "-"][dice.roll(2)], dice.roll(4));
                let said = team.run(who, &["tag", &first, &tag]);
                assert!(killed || said.code == 0, "{}", said.err);
            }
            5 => {
                team.place.unset("TRAMITE_CRASH_AT");
                // What a killed command left is finished first, by any command.
                team.run(who, &["list"]).ok();
                if team.at(who).git(&["pull", "-q", "--no-rebase", "--no-edit"]).code != 0 {
                    team.run(who, &["sync", "--resolve", "--theirs"]).ok();
                    team.place.git(&["commit", "-q", "--no-edit"]).ok();
                }
                let _ = team.place.git(&["push", "-q"]);
            }
            _ => {
                let side = ["--ours", "--theirs"][dice.roll(2)];
                let said = team.run(who, &["sync", side]);
                assert!(killed || said.code == 0, "step {step}: {}", said.err);
            }
        }
        team.place.unset("TRAMITE_CRASH_AT");
        team.run(who, &["list"]).ok();
        team.place.is_clean();
        own[who].is_there(&mut team, who);
        // No file that a clone or the hub ever had is gone from there.
        for place in [who, "hub.git"] {
            team.place.cd(place);
            let now = team.place.git(&["ls-tree", "-r", "--name-only", "main", "tickets"]).ok();
            let now: BTreeSet<String> = now.lines().map(str::to_owned).collect();
            let before = files.insert(place, now.clone()).unwrap_or_default();
            assert!(before.is_subset(&now), "step {step}, {place}: {:?}", before.difference(&now));
        }
    }
    let ever: BTreeSet<String> = files.into_values().flatten().collect();
    for who in PEOPLE.iter().chain(&PEOPLE) {
        team.run(who, &["sync", "--theirs"]).ok();
    }
    team.is_one(&PEOPLE);
    let now = team.place.git(&["ls-tree", "-r", "--name-only", "main", "tickets"]).ok();
    assert!(ever.iter().all(|path| now.lines().any(|line| line == path)), "{now}");
    for done in own.values() {
        for who in PEOPLE {
            done.is_there(&mut team, who);
        }
    }
}
