//! Numbers that two clones give twice, and numbers that stand (7, C3).

use super::team::Team;
use serde_json::json;

#[test]
fn the_younger_of_two_tickets_gets_another_number_in_the_merge_commit() {
    let mut team = Team::new(&["ana", "bia"]);
    let (number, elder) = team.open("ana", "By Ana");
    assert_eq!(number, "202611/0002");
    let (number, younger) = team.open("bia", "By Bia");
    assert_eq!(number, "202611/0002");
    assert!(elder < younger);
    let path = team.show("bia", "2")["path"].as_str().unwrap().to_owned();
    team.sync("ana");
    let said = team.run("bia", &["sync"]).ok();
    let name = path.replace("tickets/", "");
    assert!(said.contains(&format!("{name} is now 202611/0003: an older ticket has 202611/0002")), "{said}");
    assert_eq!(team.place.git(&["rev-list", "--merges", "HEAD"]).ok().lines().count(), 1);
    let message = team.place.git(&["log", "-1", "--format=%P|%B"]).ok();
    assert!(message.contains(&format!("{name} number: 202611/0002 → 202611/0003")), "{message}");
    assert_eq!(message.split('|').next().unwrap().split(' ').count(), 2, "in the merge commit");
    assert!(team.place.read(&format!("{path}/ticket.yaml")).contains("number: 202611/0003\n"));
    team.sync("ana");
    for who in ["ana", "bia"] {
        assert_eq!(team.show(who, "3")["title"], "By Bia");
        assert_eq!(team.show(who, "2")["title"], "By Ana");
    }
    team.is_one(&["ana", "bia"]);
    team.run("bia", &["validate"]).ok();
    // The next number is free everywhere.
    assert_eq!(team.open("ana", "Next").0, "202611/0004");
}

/// It is the younger that changes, not the one that was sent later.
#[test]
fn a_younger_ticket_that_was_sent_first_gives_way() {
    let mut team = Team::new(&["ana", "bia"]);
    team.open("bia", "Older, sent later");
    team.open("ana", "Younger, sent first");
    team.sync("ana");
    let merged = team.sync("bia");
    assert_eq!(merged["renumbered"][0]["from"], "202611/0002");
    assert_eq!(merged["renumbered"][0]["to"], "202611/0003");
    assert_eq!(team.show("bia", "2")["title"], "Older, sent later");
    team.sync("ana");
    assert_eq!(team.show("ana", "3")["title"], "Younger, sent first");
    team.is_one(&["ana", "bia"]);
}

#[test]
fn many_numbers_at_once_and_three_with_the_same() {
    let mut team = Team::new(&["ana", "bia", "caio"]);
    for who in ["ana", "bia", "caio"] {
        for n in 0..3 {
            team.open(who, &format!("{who} {n}"));
        }
    }
    for who in ["ana", "bia", "caio", "bia", "ana"] {
        team.sync(who);
    }
    team.is_one(&["ana", "bia", "caio"]);
    let numbers: Vec<_> =
        team.tickets("ana").iter().map(|t| t["number"].as_str().unwrap().to_owned()).collect();
    let expected: Vec<_> = (1..=10).map(|n| format!("202611/{n:04}")).collect();
    assert_eq!(numbers, expected);
}

/// What somebody wrote offline on a ticket whose number changed meanwhile arrives on that ticket.
#[test]
fn a_comment_on_a_ticket_that_was_renumbered_meanwhile_arrives() {
    let mut team = Team::new(&["ana", "bia", "caio"]);
    team.open("ana", "By Ana");
    let (_, uid) = team.open("bia", "By Bia");
    // Caio has Bia's ticket by plain git, while it still is 0002.
    team.at("caio").git(&["pull", "-q", "../bia", "main"]).ok();
    team.run("caio", &["note", "202611/0002", "-m", "offline"]).ok();
    team.run("caio", &["set", "2", "priority=high"]).ok();
    team.sync("ana");
    assert_eq!(team.sync("bia")["renumbered"][0]["uid"], json!(uid));
    team.sync("caio");
    for who in ["ana", "bia"] {
        team.sync(who);
    }
    team.is_one(&["ana", "bia", "caio"]);
    let ticket = team.show("ana", &uid);
    assert_eq!((&ticket["number"], &ticket["priority"]), (&json!("202611/0003"), &json!("high")));
    assert_eq!(ticket["comments"][0]["body"], "offline");
    assert_eq!(team.show("ana", "2")["comments"], json!([]));
}

/// Plain git merged the two: until a sync settles it the number is ambiguous, and never guessed.
#[test]
fn a_number_that_two_tickets_have_is_ambiguous_until_a_sync_settles_it() {
    let mut team = Team::new(&["ana", "bia"]);
    team.open("ana", "By Ana");
    team.open("bia", "By Bia");
    team.sync("ana");
    team.at("bia").git(&["pull", "-q", "--no-rebase", "--no-edit"]).ok();
    let error = team.run("bia", &["show", "202611/0002"]).fails(3);
    for title in ["By Ana", "By Bia"] {
        assert!(error.contains(title), "{error}");
    }
    assert_eq!(error.matches("202611/0002-").count(), 2, "{error}");
    team.run("bia", &["note", "2", "-m", "to whom?"]).fails(3);
    let found = team.run("bia", &["validate", "--format", "json"]).exits(1);
    assert!(found.out.contains("duplicate_number"), "{}", found.out);
    let synced = team.sync("bia");
    assert_eq!(synced["renumbered"][0]["to"], "202611/0003");
    assert_eq!(team.show("bia", "2")["title"], "By Ana");
    team.run("bia", &["validate"]).ok();
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

fn reserved(team: &mut Team) {
    team.at("ana").sh("sed -i 's/^numbers: .*/numbers: reserved/' .tramite/desk.yaml").ok();
    team.place.commit("numbers are reserved");
    team.sync("ana");
    team.sync("bia");
}

#[test]
fn a_reserved_number_is_on_the_remote_before_it_is_told() {
    let mut team = Team::new(&["ana", "bia"]);
    reserved(&mut team);
    assert_eq!(team.open("ana", "By Ana").0, "202611/0002");
    assert_eq!(team.head("hub.git"), team.head("ana"));
    // Bia has not synced: her number is the next all the same, and what she had not sent goes with it.
    team.run("bia", &["note", "1", "-m", "not sent"]).ok();
    assert_eq!(team.open("bia", "By Bia").0, "202611/0003");
    assert_eq!(team.head("hub.git"), team.head("bia"));
    team.place.is_clean();
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

/// Whoever sees the ticket can have its file.
#[test]
fn files_are_there_before_the_ticket_with_a_reserved_number() {
    let mut team = Team::new(&["ana", "bia"]);
    reserved(&mut team);
    // With each push of the branch: how many files are there already.
    let hook =
        "#!/bin/sh\ngrep -q refs/heads/ && git for-each-ref refs/tramite/files | wc -l > files\nexit 0\n";
    team.at("hub.git").write("hooks/pre-receive", hook);
    team.place.sh("chmod +x hooks/pre-receive").ok();
    team.at("ana").write("../log.txt", "a file\n");
    let args =
        ["open", "question", "-t", "With it", "-d", "x", "--for", "maria@example", "--attach", "../log.txt"];
    team.run("ana", &args).ok();
    assert_eq!(team.at("hub.git").read("files").trim(), "1");
    team.sync("bia");
    team.run("bia", &["attachment", "get", "2", "log.txt"]).ok();
    assert_eq!(team.place.read("log.txt"), "a file\n");
    // Where the remote refuses it nothing is opened, and opening it offline is no way round.
    team.at("hub.git").write("hooks/pre-receive", "#!/bin/sh\necho 'closed today' >&2\nexit 1\n");
    let before = team.state("ana");
    let error = team.run("ana", &args[..8]).fails(4);
    assert!(error.contains("closed today") && !error.contains("--offline"), "{error}");
    assert!(!error.contains("tramite undo"), "there is nothing to take out: {error}");
    assert_eq!(team.state("ana"), before);
}

/// Somebody else's push arrives between the fetch and ours: the number is drawn again.
#[test]
fn a_reserved_number_that_somebody_else_got_first_is_drawn_again() {
    let mut team = Team::new(&["ana", "bia"]);
    reserved(&mut team);
    // Just before her first push Bia opens, once.
    let hook = "#!/bin/sh\n[ -e ../done ] && exit 0\n[ \"$(wc -l)\" -gt 0 ] || exit 0\ntouch ../done\ncd ../bia && unset GIT_DIR GIT_WORK_TREE && TRAMITE_SEED=other GIT_AUTHOR_EMAIL=bia@desk.example tramite open question -t First -d x --for maria@example >&2\n";
    team.at("ana").write(".git/hooks/pre-push", hook);
    team.place.sh("chmod +x .git/hooks/pre-push").ok();
    assert_eq!(team.open("ana", "Overtaken").0, "202611/0003");
    assert_eq!(team.show("ana", "2")["title"], "First");
    assert_eq!(
        team.place.git(&["rev-list", "--merges", "HEAD"]).ok(),
        "",
        "no ticket was renumbered by a merge"
    );
    team.sync("bia");
    team.is_one(&["ana", "bia"]);
}

#[test]
fn without_the_remote_no_number_is_reserved_unless_that_is_wanted() {
    let mut team = Team::new(&["ana", "bia"]);
    reserved(&mut team);
    std::fs::rename(team.place.root().join("hub.git"), team.place.root().join("away")).unwrap();
    let before = team.state("ana");
    let args = ["open", "question", "-t", "Offline", "-d", "x", "--for", "maria@example"];
    let error = team.run("ana", &args).fails(6);
    assert!(error.contains("no number can be reserved") && error.contains("--offline"), "{error}");
    assert_eq!(team.state("ana"), before);
    // Everything else goes on.
    team.run("ana", &["note", "1", "-m", "offline"]).ok();
    team.run("ana", &[&args[..], &["--offline"]].concat()).ok();
    assert_eq!(team.show("ana", "2")["title"], "Offline");
    std::fs::rename(team.place.root().join("away"), team.place.root().join("hub.git")).unwrap();
    assert_eq!(team.open("bia", "Online").0, "202611/0002");
    assert_eq!(team.sync("ana")["renumbered"].as_array().unwrap().len(), 1);
    team.sync("bia");
    team.is_one(&["ana", "bia"]);
}
