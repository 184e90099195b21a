//! Remotes, clones and branches of every sort: what cannot be exchanged is said, with the way out (4, 7).

use super::team::{OPEN, Team};
use crate::harness::Place;
use serde_json::json;

#[test]
fn without_a_remote() {
    let desk = Place::desk();
    assert!(desk.tramite(&["sync"]).fails(6).contains("git remote add origin URL"));
    desk.git(&["remote", "add", "one", "../one.git"]).ok();
    desk.git(&["remote", "add", "two", "../two.git"]).ok();
    let error = desk.tramite(&["sync"]).fails(6);
    assert!(error.contains("one, two") && error.contains("git config branch.main.remote one"), "{error}");
}

/// Who fetches from one place and pushes to another, as git is told to, sends there: what is there already comes along.
#[test]
fn a_remote_of_ones_own_to_push_to() {
    let mut team = Team::new(&["ana", "bia", "caio"]);
    team.at("bia").git(&["init", "-q", "--bare", "-b", "main", "../fork.git"]).ok();
    for who in ["bia", "caio"] {
        team.at(who).git(&["remote", "add", "fork", "../fork.git"]).ok();
    }
    team.at("bia").git(&["config", "remote.pushDefault", "fork"]).ok();
    team.at("caio").git(&["config", "branch.main.pushRemote", "fork"]).ok();
    let hub = team.head("hub.git");
    team.run("bia", &["note", "1", "-m", "from bia"]).ok();
    let said = team.run("bia", &["sync"]).ok();
    assert!(said.contains("sent to fork/main: "), "{said}");
    assert_eq!((team.head("hub.git"), team.head("fork.git")), (hub, team.head("bia")));
    assert!(!team.run("bia", &[]).ok().contains("not been sent"));
    assert_eq!(team.sync("bia")["outcome"], "same");
    team.run("caio", &["note", "1", "-m", "from caio"]).ok();
    team.run("ana", &["note", "1", "-m", "from ana"]).ok();
    team.sync("ana");
    assert_eq!(team.sync("caio")["sent_to"], "fork/main");
    assert_eq!(team.head("fork.git"), team.head("caio"));
    assert_eq!(team.show("caio", "1")["comments"].as_array().unwrap().len(), 3);
    // Git agrees where it is.
    let push = team.place.git(&["-c", "push.default=current", "rev-parse", "main@{push}", "main"]).ok();
    assert_eq!(push.lines().collect::<std::collections::BTreeSet<_>>().len(), 1, "{push}");
    team.sync("bia");
    team.is_one(&["bia", "caio"]);
}

#[test]
fn a_remote_that_cannot_be_reached_changes_nothing() {
    let mut team = Team::new(&["ana", "bia"]);
    team.run("bia", &["note", "1", "-m", "x"]).ok();
    std::fs::rename(team.place.root().join("hub.git"), team.place.root().join("away")).unwrap();
    let before = team.state("bia");
    let error = team.run("bia", &["sync"]).fails(6);
    assert!(error.contains("cannot fetch from \"origin\""), "{error}");
    assert_eq!(team.state("bia"), before);
    // An address that nobody has.
    team.at("bia").git(&["remote", "set-url", "origin", "http://127.0.0.1:9/hub.git"]).ok();
    team.run("bia", &["sync"]).fails(6);
    assert_eq!(team.state("bia"), before);
}

/// It goes away between fetch and push: what came is here, what is ours is not lost.
#[test]
fn a_remote_that_goes_away_midway() {
    let mut team = Team::new(&["ana", "bia"]);
    team.run("ana", &["note", "1", "-m", "from ana"]).ok();
    team.sync("ana");
    team.run("bia", &["note", "1", "-m", "from bia"]).ok();
    // The other end dies while it takes what is sent.
    team.at("hub.git").write("hooks/pre-receive", "#!/bin/sh\nkill -9 $PPID\n");
    team.place.sh("chmod +x hooks/pre-receive").ok();
    let hub = team.head("hub.git");
    let error = team.run("bia", &["sync"]).fails(6);
    assert!(error.contains("what came is merged here; nothing was sent"), "{error}");
    team.place.is_clean();
    assert_eq!(team.show("bia", "1")["comments"].as_array().unwrap().len(), 2);
    assert_eq!(team.head("hub.git"), hub);
    std::fs::remove_file(team.place.root().join("hub.git/hooks/pre-receive")).unwrap();
    assert_eq!(team.sync("bia")["sent"]["commits"], 2);
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

/// Somebody sends between our fetch and our push: again from the fetch on.
#[test]
fn a_push_that_somebody_overtook_is_tried_again() {
    let mut team = Team::new(&["ana", "bia"]);
    team.run("ana", &["note", "1", "-m", "overtakes"]).ok();
    team.run("bia", &["note", "1", "-m", "is overtaken"]).ok();
    let hook = "#!/bin/sh\n[ -e ../done ] && exit 0\ntouch ../done\nunset GIT_DIR GIT_WORK_TREE\ngit -C ../ana push -q\n";
    team.at("bia").write(".git/hooks/pre-push", hook);
    team.place.sh("chmod +x .git/hooks/pre-push").ok();
    assert_eq!(team.sync("bia")["outcome"], "merged");
    assert_eq!(team.head("hub.git"), team.head("bia"));
    team.sync("ana");
    assert_eq!(team.show("ana", "1")["comments"].as_array().unwrap().len(), 2);
    team.is_one(&["ana", "bia"]);
}

/// The server's own rules: what it says is passed on, and what was made stays.
#[test]
fn a_remote_that_refuses_says_why() {
    let mut team = Team::new(&["ana"]);
    let root = team.place.root().to_owned();
    std::fs::write(root.join("hub.git/hooks/pre-receive"), "#!/bin/sh\necho 'not on a Monday' >&2\nexit 1\n")
        .unwrap();
    team.place.sh("chmod +x ../hub.git/hooks/pre-receive").ok();
    team.run("ana", &["note", "1", "-m", "x"]).ok();
    let head = team.head("ana");
    let error = team.run("ana", &["sync"]).fails(4);
    assert!(error.contains("not on a Monday"), "{error}");
    assert_eq!(team.head("ana"), head);
    // A repository with files of its own, in which the branch is checked out.
    let desk = Place::desk();
    desk.git(&["clone", "-q", ".", "../copy"]).ok();
    let mut copy = desk;
    copy.cd("copy");
    copy.tramite(&OPEN).ok();
    let error = copy.tramite(&["sync"]).fails(6);
    assert!(error.contains("git init --bare") && error.contains("updateInstead"), "{error}");
}

#[test]
fn a_rewritten_upstream_stops_before_anything() {
    let mut team = Team::new(&["ana", "bia"]);
    team.run("ana", &["note", "1", "-m", "taken back"]).ok();
    team.sync("ana");
    team.sync("bia");
    team.run("bia", &["note", "1", "-m", "mine"]).ok();
    let (lost, before) = (team.head("ana"), team.state("bia"));
    team.at("ana").git(&["reset", "-q", "--hard", "HEAD^"]).ok();
    team.run("ana", &["tag", "1", "+rewritten"]).ok();
    team.place.git(&["push", "-q", "--force"]).ok();
    let hub = team.head("hub.git");
    let tried = |team: &mut Team| {
        let error = team.run("bia", &["sync"]).fails(5);
        assert!(error.contains("\"origin/main\" was rewritten: it no longer has"), "{error}");
        assert!(error.contains(&lost[..10]) && error.contains("git rebase --onto origin/main"), "{error}");
        assert_eq!((team.state("bia"), team.head("hub.git")), (before.clone(), hub.clone()));
        error
    };
    tried(&mut team);
    tried(&mut team);
    // Plain git has taken note of it: still nothing of what was taken back is sent again.
    team.at("bia").git(&["fetch", "-q"]).ok();
    let error = tried(&mut team);
    // What it says to do works.
    let mends = error.split("on top: ").nth(1).unwrap();
    for line in mends.split("; ").take(2) {
        team.at("bia").sh(line).ok();
    }
    team.sync("bia");
    let bodies = team.show("bia", "1")["comments"].to_string();
    assert!(bodies.contains("mine") && !bodies.contains("taken back"), "{bodies}");
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

/// Rewritten back to an older commit: nothing to merge, and nothing is pushed back.
#[test]
fn an_upstream_that_was_taken_back_is_not_pushed_again() {
    let mut team = Team::new(&["ana", "bia"]);
    team.run("ana", &["note", "1", "-m", "taken back"]).ok();
    team.sync("ana");
    team.sync("bia");
    team.at("ana").git(&["push", "-q", "--force", "origin", "HEAD^:main"]).ok();
    let hub = team.head("hub.git");
    for _ in 0..2 {
        team.run("bia", &["sync"]).fails(5);
        assert_eq!(team.head("hub.git"), hub);
        team.at("bia").git(&["fetch", "-q"]).ok();
    }
}

#[test]
fn a_branch_that_is_gone_from_the_remote_is_said() {
    let mut team = Team::new(&["ana", "bia"]);
    team.at("hub.git").git(&["update-ref", "-d", "refs/heads/main"]).ok();
    let error = team.run("bia", &["sync"]).fails(5);
    assert!(error.contains("\"origin/main\" is gone from the remote"), "{error}");
    let mend = error.split("mistake, ").nth(1).unwrap().split(" brings").next().unwrap();
    team.at("bia").sh(mend).ok();
    team.sync("bia");
    team.is_one(&["ana", "bia"]);
}

#[test]
fn histories_that_were_begun_apart_are_not_merged() {
    let mut team = Team::new(&["ana"]);
    let mut other = Place::repository();
    other.at("2026-11-23T09:00:00-03:00");
    other.tramite(&["init", "--preset", "helpdesk"]).ok();
    let hub = team.place.root().join("hub.git").display().to_string();
    other.git(&["remote", "add", "origin", &hub]).ok();
    other.at("2026-11-23T11:00:00-03:00");
    other.tramite(&OPEN).ok();
    let before = other.git(&["rev-parse", "HEAD"]).ok();
    let error = other.tramite(&["sync"]).fails(5);
    assert!(error.contains("no common commit"), "{error}");
    assert_eq!(other.git(&["rev-parse", "HEAD"]).ok(), before);
    assert_eq!(team.head("ana"), team.head("hub.git"));
}

#[test]
fn a_clone_of_what_was_empty_then() {
    let mut place = Place::repository();
    place.git(&["init", "-q", "--bare", "-b", "main", "../hub.git"]).ok();
    place.git(&["clone", "-q", "../hub.git", "../late"]).ok();
    place.tramite(&["init", "--preset", "helpdesk"]).ok();
    place.git(&["remote", "add", "origin", "../hub.git"]).ok();
    let error = {
        place.cd("late");
        place.tramite(&["sync"]).fails(3)
    };
    assert!(error.contains("no desk here, nor on \"origin/main\""), "{error}");
    place.cd("desk");
    place.tramite(&["sync"]).ok();
    assert_eq!(place.git(&["config", "branch.main.remote"]).ok(), "origin\n");
    place.tramite(&OPEN).ok();
    place.tramite(&["sync"]).ok();
    place.cd("late");
    assert_eq!(place.tramite(&["sync", "--format", "json"]).json()["outcome"], "forward");
    assert!(place.tramite(&["list"]).ok().contains("First"));
    place.is_clean();
    assert!(place.path().join(".tramite/desk.yaml").exists());
    place.tramite(&["note", "1", "-m", "x"]).ok();
    assert_eq!(place.tramite(&["sync", "--format", "json"]).json()["sent"]["commits"], 1);
}

/// Bare clones have no refspec, mirrors one that would run over our branch.
#[test]
fn in_bare_clones() {
    let mut team = Team::new(&["ana", "bia"]);
    for (name, option) in [("bare", "--bare"), ("mirror", "--mirror")] {
        let url = format!("file://{}", team.place.root().join("hub.git").display());
        let to = team.place.root().join(name).display().to_string();
        team.at("ana").git(&["clone", "-q", option, &url, &to]).ok();
        team.run("ana", &["note", "1", "-m", "from ana"]).ok();
        team.sync("ana");
        team.run(name, &["note", "1", "-m", "from a bare one"]).ok();
        assert_eq!(team.sync(name)["outcome"], "merged", "{name}");
        assert_eq!(team.head(name), team.head("hub.git"));
        // From elsewhere, where the remote's address is a relative one.
        team.at(name).git(&["remote", "set-url", "origin", "../hub.git"]).ok();
        team.place.cd("ana");
        let said = team.place.tramite(&["-C", &to, "sync", "--format", "json"]).json();
        assert_eq!(said["outcome"], "same", "{name}");
        team.sync("ana");
    }
    assert_eq!(team.show("ana", "1")["comments"].as_array().unwrap().len(), 4);
    team.is_one(&["ana"]);
}

/// The desk is on a branch of its own beside code; one clone has it checked out in a second worktree.
#[test]
fn on_a_branch_that_is_not_checked_out() {
    let mut place = Place::repository();
    place.write("main.c", "int main;\n");
    place.commit("code");
    place.tramite(&["init", "--branch", "desk", "--preset", "helpdesk"]).ok();
    place.tramite(&OPEN).ok();
    place.git(&["init", "-q", "--bare", "-b", "main", "../hub.git"]).ok();
    place.git(&["remote", "add", "origin", "../hub.git"]).ok();
    place.git(&["push", "-q", "-u", "origin", "main"]).ok();
    place.tramite(&["sync"]).ok();
    place.git(&["clone", "-q", "../hub.git", "../other"]).ok();
    place.cd("other");
    // Only the remote's branch is there: reading and syncing make none.
    assert_eq!(place.tramite(&["sync", "--format", "json"]).json()["outcome"], "same");
    place.set("TRAMITE_SEED", "other");
    place.tramite(&["note", "1", "-m", "from the other"]).ok();
    place.git(&["worktree", "add", "-q", "../tree", "desk"]).ok();
    place.cd("desk");
    place.tramite(&["tag", "1", "+vip"]).ok();
    place.tramite(&["sync"]).ok();
    place.cd("other");
    let code = place.git(&["rev-parse", "main"]).ok();
    place.write("main.c", "int mine;\n");
    assert_eq!(place.tramite(&["sync", "--format", "json"]).json()["outcome"], "merged");
    assert_eq!(place.git(&["rev-parse", "main"]).ok(), code);
    assert_eq!(place.git(&["status", "--porcelain"]).ok(), " M main.c\n");
    place.cd("tree");
    assert_eq!(place.git(&["status", "--porcelain"]).ok(), "", "the other worktree is in step");
    let file = place.ticket_file("1");
    assert!(place.sh(&format!("cat {file}/ticket.yaml")).ok().contains("vip"));
    place.cd("desk");
    place.tramite(&["sync"]).ok();
    assert_eq!(place.git(&["rev-parse", "desk"]).ok(), {
        place.cd("tree");
        place.git(&["rev-parse", "HEAD"]).ok()
    });
}

#[test]
fn in_the_middle_of_something_else_and_in_clones_that_lack_history() {
    let mut team = Team::new(&["ana", "bia"]);
    let url = format!("file://{}", team.place.root().join("hub.git").display());
    for (name, option) in [("shallow", "--depth=1"), ("partial", "--filter=blob:none")] {
        team.at("hub.git").git(&["config", "uploadpack.allowFilter", "true"]).ok();
        let to = team.place.root().join(name).display().to_string();
        team.place.git(&["clone", "-q", option, &url, &to]).ok();
        assert!(team.run(name, &["sync"]).fails(6).contains("git fetch"));
    }
    team.at("bia").git(&["switch", "-q", "--detach"]).ok();
    assert!(team.run("bia", &["sync"]).fails(6).contains("detached"));
    team.place.git(&["switch", "-q", "main"]).ok();
    for (who, value) in [("ana", "high"), ("bia", "low")] {
        team.run(who, &["set", "1", &format!("priority={value}")]).ok();
    }
    team.sync("ana");
    let before = team.head("bia");
    assert_ne!(team.at("bia").git(&["pull", "-q", "--rebase"]).code, 0);
    let error = team.run("bia", &["sync"]).fails(5);
    assert!(error.contains("rebase") && error.contains("git rebase --abort"), "{error}");
    team.at("bia").git(&["rebase", "--abort"]).ok();
    assert_eq!(team.head("bia"), before);
}

/// Thousands of commits behind and some ahead.
#[test]
fn far_behind() {
    let mut team = Team::new(&["ana", "bia"]);
    team.run("bia", &["note", "1", "-m", "mine"]).ok();
    let file = format!("{}/ticket.yaml", team.show("ana", "1")["path"].as_str().unwrap());
    let text = team.at("ana").read(&file);
    let mut stream = String::new();
    for n in 0..3000 {
        let title = text.replace("title: First", &format!("title: First {n}"));
        stream.push_str(&format!(
            "commit refs/heads/main\ncommitter Ana Souza <ana@desk.example> {} -0300\ndata 2\nx\n{}M 100644 inline {file}\ndata {}\n{title}\n",
            1_795_440_000 + n,
            if n == 0 { "from refs/heads/main^0\n" } else { "" },
            title.len()
        ));
    }
    team.place.write("../stream", &stream);
    team.place.sh("git fast-import --quiet < ../stream && git reset -q --hard").ok();
    team.sync("ana");
    let merged = team.sync("bia");
    assert_eq!((&merged["outcome"], &merged["received"]["commits"]), (&json!("merged"), &json!(3000)));
    assert_eq!(team.show("bia", "1")["title"], "First 2999");
    team.place.is_clean();
}
