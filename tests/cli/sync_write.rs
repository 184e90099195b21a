//! `sync: on_write`: fetched before and sent after each change (3.2).

use super::team::Team;
use serde_json::json;

fn on_write() -> Team {
    let mut team = Team::new(&["ana", "bia"]);
    team.at("ana").sh("sed -i 's/^sync: .*/sync: on_write/' .tramite/desk.yaml").ok();
    team.place.commit("in step");
    team.sync("ana");
    team.sync("bia");
    team
}

#[test]
fn each_change_is_made_on_what_others_did_and_is_sent() {
    let mut team = on_write();
    team.run("ana", &["note", "1", "-m", "one"]).ok();
    assert_eq!(team.head("hub.git"), team.head("ana"));
    team.run("bia", &["note", "1", "-m", "two"]).ok();
    let log = team.place.git(&["log", "--format=%an %s", "-2"]).ok();
    assert_eq!(log, "Bia Lima 202611/0001 comment: internal\nAna Souza 202611/0001 comment: internal\n");
    assert_eq!(team.open("ana", "Next").0, "202611/0002");
    assert_eq!(team.open("bia", "Next").0, "202611/0003");
    team.run(
        "ana",
        &[
            "contact",
            "add",
            "leo@example",
            "--name",
            "Leo",
            "--email",
            "leo@example.example",
            "--org",
            "example",
        ],
    )
    .ok();
    assert_eq!(team.head("hub.git"), team.head("ana"));
    // Reading does not talk to the remote, and gets what is here.
    let head = team.head("bia");
    team.run("bia", &["list"]).ok();
    assert_eq!(team.head("bia"), head);
    team.sync("bia");
    team.is_one(&["ana", "bia"]);
}

#[test]
fn without_the_remote_the_change_stands_and_a_warning_says_so() {
    let mut team = on_write();
    std::fs::rename(team.place.root().join("hub.git"), team.place.root().join("away")).unwrap();
    let said = team.run("ana", &["note", "1", "-m", "offline", "--format", "json"]).exits(0);
    assert!(said.err.contains("warning: recorded here, but not sent"), "{}", said.err);
    assert!(serde_json::from_str::<serde_json::Value>(&said.out).is_ok(), "{}", said.out);
    assert_eq!(team.show("ana", "1")["comments"].as_array().unwrap().len(), 1);
    std::fs::rename(team.place.root().join("away"), team.place.root().join("hub.git")).unwrap();
    assert_eq!(team.run("bia", &["note", "1", "-m", "online"]).exits(0).err, "");
    // What is refused is refused again: the way out is not to try again.
    let hook = team.place.root().join("hub.git/hooks/pre-receive");
    std::fs::write(&hook, "#!/bin/sh\necho 'not on a Monday' >&2\nexit 1\n").unwrap();
    team.place.sh("chmod +x ../hub.git/hooks/pre-receive").ok();
    let said = team.run("bia", &["tag", "1", "+y"]).exits(0);
    assert!(
        said.err.contains("not on a Monday") && said.err.contains("`tramite sync` says how"),
        "{}",
        said.err
    );
    assert!(!said.err.contains("tries again"), "{}", said.err);
    std::fs::remove_file(&hook).unwrap();
    // The next change takes what is left over along.
    team.run("ana", &["tag", "1", "+x"]).ok();
    assert_eq!(team.head("hub.git"), team.head("ana"));
    team.sync("bia");
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

#[test]
fn a_clash_hinders_no_change() {
    let mut team = on_write();
    std::fs::rename(team.place.root().join("hub.git"), team.place.root().join("away")).unwrap();
    team.run("ana", &["set", "1", "priority=high"]).exits(0);
    std::fs::rename(team.place.root().join("away"), team.place.root().join("hub.git")).unwrap();
    team.run("bia", &["set", "1", "priority=low"]).ok();
    let said = team.run("ana", &["note", "1", "-m", "goes on"]).exits(0);
    assert!(said.err.contains("was changed on both sides"), "{}", said.err);
    assert_eq!(team.show("ana", "1")["priority"], json!("high"));
    team.run("ana", &["sync", "--theirs"]).ok();
    assert_eq!(team.show("ana", "1")["priority"], json!("low"));
    team.sync("bia");
    team.is_one(&["ana", "bia"]);
}
