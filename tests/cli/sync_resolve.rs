//! `sync --resolve`: conflicts that plain git left (7).

use super::team::Team;
use serde_json::json;

/// A clash of `priority`, and a change of another key on each side.
fn clashing() -> Team {
    let mut team = Team::new(&["ana", "bia"]);
    team.run("ana", &["set", "1", "priority=high", "tags=+a"]).ok();
    team.run("ana", &["note", "1", "-m", "from ana"]).ok();
    team.sync("ana");
    team.run("bia", &["set", "1", "priority=low", "tags=+b"]).ok();
    team.run("bia", &["note", "1", "-m", "from bia"]).ok();
    team
}

fn kept(team: &mut Team, priority: &str) {
    team.place.is_clean();
    let ticket = team.show("bia", "1");
    assert_eq!((&ticket["priority"], &ticket["tags"]), (&json!(priority), &json!(["a", "b"])));
    assert_eq!(ticket["comments"].as_array().unwrap().len(), 2);
    team.sync("bia");
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

#[test]
fn a_merge_of_plain_git() {
    let mut team = clashing();
    assert_ne!(team.at("bia").git(&["pull", "-q", "--no-rebase", "--no-edit"]).code, 0);
    let error = team.run("bia", &["sync", "--resolve"]).fails(5);
    assert!(error.contains("priority: \"low\" here, by Bia Lima"), "{error}");
    assert!(error.contains("\"high\" there, by Ana Souza"), "{error}");
    assert!(team.place.git(&["status", "--porcelain"]).ok().contains("UU "), "still in conflict");
    let said = team.run("bia", &["sync", "--resolve", "--ours"]).ok();
    assert!(said.contains("settled tickets/") && said.contains("finish it with git commit"), "{said}");
    team.place.git(&["commit", "-q", "--no-edit"]).ok();
    kept(&mut team, "low");
    team.run("bia", &["sync", "--resolve"]).fails(3);
}

#[test]
fn a_rebase_in_which_theirs_is_the_own_commit() {
    let mut team = clashing();
    assert_ne!(team.at("bia").git(&["pull", "-q", "--rebase"]).code, 0);
    let error = team.run("bia", &["sync", "--resolve"]).fails(5);
    assert!(error.contains("in a rebase that is your own commit"), "{error}");
    team.run("bia", &["sync", "--resolve", "--theirs", "--format", "json"]).ok();
    team.place.sh("GIT_EDITOR=true git rebase --continue").ok();
    kept(&mut team, "low");
}

#[test]
fn a_cherry_pick_and_other_files_are_left_alone() {
    let mut team = clashing();
    team.at("ana").write("code.c", "ana\n");
    team.place.commit("code");
    team.sync("ana");
    team.at("bia").write("code.c", "bia\n");
    team.place.commit("code");
    assert_ne!(team.place.git(&["pull", "-q", "--no-rebase", "--no-edit"]).code, 0);
    let said = team.run("bia", &["sync", "--resolve", "--theirs", "--format", "json"]).json();
    assert_eq!(said["operation"], "merge");
    assert_eq!(said["left"][0]["path"], "code.c");
    assert_eq!(said["settled"][0]["kept"], "theirs");
    assert!(team.place.git(&["status", "--porcelain"]).ok().contains("AA code.c"));
    team.place.git(&["checkout", "-q", "--ours", "code.c"]).ok();
    team.place.git(&["add", "code.c"]).ok();
    team.place.git(&["commit", "-q", "--no-edit"]).ok();
    kept(&mut team, "high");
    // One commit of another branch.
    team.at("bia").git(&["switch", "-q", "-c", "side", "HEAD"]).ok();
    team.run("bia", &["set", "1", "priority=urgent", "tags=+c"]).ok();
    team.place.git(&["switch", "-q", "main"]).ok();
    team.run("bia", &["set", "1", "priority=normal"]).ok();
    assert_ne!(team.place.git(&["cherry-pick", "side"]).code, 0);
    team.run("bia", &["sync", "--resolve", "--theirs"]).ok();
    team.place.git(&["-c", "core.editor=true", "cherry-pick", "--continue"]).ok();
    let ticket = team.show("bia", "1");
    assert_eq!((&ticket["priority"], &ticket["tags"]), (&json!("urgent"), &json!(["a", "b", "c"])));
    team.place.is_clean();
}

/// Without the driver the lines of different keys clash too; by their keys they do not.
#[test]
fn what_only_clashed_by_its_lines_needs_no_choice() {
    let mut team = Team::new(&["ana", "bia"]);
    team.run("ana", &["set", "1", "priority=high"]).ok();
    team.sync("ana");
    team.run("bia", &["set", "1", "requester=john@example"]).ok();
    team.run("bia", &["tag", "1", "+b"]).ok();
    team.at("bia").git(&["config", "merge.tramite.driver", "false"]).ok();
    assert_ne!(team.place.git(&["pull", "-q", "--no-rebase", "--no-edit"]).code, 0);
    let said = team.run("bia", &["sync", "--resolve", "--format", "json"]).json();
    assert_eq!((said["files"].as_array().unwrap().len(), &said["settled"]), (1, &json!([])));
    team.place.git(&["commit", "-q", "--no-edit"]).ok();
    let ticket = team.show("bia", "1");
    assert_eq!((&ticket["priority"], &ticket["requester"]), (&json!("high"), &json!("john@example")));
    assert_eq!(ticket["tags"], json!(["b"]));
    team.place.is_clean();
}

#[test]
fn what_somebody_has_begun_to_mend_is_left() {
    let mut team = clashing();
    assert_ne!(team.at("bia").git(&["pull", "-q", "--no-rebase", "--no-edit"]).code, 0);
    let path = format!("{}/ticket.yaml", team.show("bia", "1")["path"].as_str().unwrap());
    let mended = "uid: mended by hand\n";
    team.place.write(&path, mended);
    let said = team.run("bia", &["sync", "--resolve", "--ours", "--format", "json"]).json();
    assert_eq!(said["left"][0]["path"], json!(path));
    assert_eq!(team.place.read(&path), mended);
}
