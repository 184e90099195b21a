//! `sync`: two clones and a bare repository, with the `git` program as the oracle (7, E1).

use super::support::terminal;
use super::team::Team;
use serde_json::json;

/// The text of both sides' work, of different keys of one ticket.
fn apart(team: &mut Team) {
    team.run("ana", &["set", "1", "priority=high", "tags=+export"]).ok();
    team.run("ana", &["note", "1", "-m", "from ana"]).ok();
    team.run("bia", &["tag", "1", "+vip"]).ok();
    team.run("bia", &["note", "1", "-m", "from bia"]).ok();
}

#[test]
fn what_came_and_what_went_is_told_and_is_there() {
    let mut team = Team::new(&["ana", "bia"]);
    apart(&mut team);
    let sent = team.sync("ana");
    assert_eq!(sent["outcome"], "same");
    assert_eq!((&sent["received"]["commits"], &sent["sent"]["commits"]), (&json!(0), &json!(2)));
    let dir = team.show("bia", "1")["path"].as_str().unwrap().replace("tickets/", "");
    let (before, theirs) = (team.head("bia"), team.head("ana"));
    // What would go is what goes, the merge commit and files too.
    team.at("bia").write("../log.txt", "a file\n");
    team.run("bia", &["attach", "1", "../log.txt"]).ok();
    let planned = team.run("bia", &["sync", "--dry-run", "--format", "json"]).json();
    assert_eq!((&planned["sent"]["commits"], &planned["files_sent"]), (&json!(4), &json!(1)));
    assert!(team.run("bia", &["sync", "--dry-run"]).ok().contains("would be sent: 1 attached file"));
    assert_eq!(team.place.git(&["ls-remote", "origin", "refs/tramite/*"]).ok(), "");
    team.place.git(&["reset", "-q", "--hard", &before]).ok();
    let merged = team.sync("bia");
    assert_eq!(merged["outcome"], "merged");
    assert_eq!(merged["received"]["changed"], json!([dir]));
    assert_eq!((&merged["received"]["commits"], &merged["received"]["comments"]), (&json!(2), &json!(1)));
    // Bia's two commits and the merge.
    assert_eq!((&merged["sent"]["commits"], &merged["sent"]["comments"]), (&json!(3), &json!(1)));
    // One merge commit, the remote's tip its first parent, and no commit is another than it was.
    let parents = team.place.git(&["log", "-1", "--format=%P%n%an <%ae>"]).ok();
    assert_eq!(parents, format!("{theirs} {before}\nBia Lima <bia@desk.example>\n"));
    assert_eq!(team.place.git(&["rev-list", "--merges", "--count", "HEAD"]).ok(), "1\n");
    let ticket = team.show("bia", "1");
    assert_eq!((&ticket["priority"], &ticket["tags"]), (&json!("high"), &json!(["export", "vip"])));
    let bodies: Vec<_> = ticket["comments"].as_array().unwrap().iter().map(|c| c["body"].clone()).collect();
    assert_eq!(bodies, ["from ana", "from bia"]);
    // A clean merge is no step of the ticket's log.
    let log = team.place.tramite(&["log", "1", "--format", "json"]).json();
    let head = team.head("bia");
    assert!(log["tramites"].as_array().unwrap().iter().all(|t| t["commit"] != json!(head)));
    let came = team.sync("ana");
    assert_eq!((&came["outcome"], &came["sent"]["commits"]), (&json!("forward"), &json!(0)));
    team.is_one(&["ana", "bia"]);
    assert_eq!(team.sync("bia")["outcome"], "same");
    let said = team.run("bia", &["sync"]).ok();
    assert_eq!(said, "origin/main: in step\n  nothing to exchange\n");
}

/// On a terminal each clash is a question; who goes away without an answer has changed nothing.
#[test]
fn a_clash_is_settled_by_a_choice_on_a_terminal() {
    let mut team = Team::new(&["ana", "bia"]);
    team.run("ana", &["set", "1", "priority=high"]).ok();
    team.run("ana", &["set", "1", "title=Hers"]).ok();
    team.sync("ana");
    team.run("bia", &["set", "1", "priority=low"]).ok();
    team.run("bia", &["set", "1", "title=Mine"]).ok();
    let before = team.state("bia");
    let gone = terminal(team.at("bia"), 120, &["sync"], &[("title", "\u{3}")]);
    let Some(gone) = gone else { return };
    assert_ne!(gone.code, 0, "{}", gone.out);
    assert_eq!(team.state("bia"), before);
    // Ours stands first; the arrow goes to theirs.
    let steps = [("title", "\r"), ("priority", "\u{1b}[B\r")];
    let said = terminal(team.at("bia"), 120, &["sync"], &steps).unwrap();
    assert_eq!(said.code, 0, "{}", said.out);
    for told in ["\"low\" here, by Bia Lima", "\"high\" there, by Ana Souza"] {
        assert!(said.out.contains(told), "{}", said.out);
    }
    let ticket = team.show("bia", "1");
    assert_eq!((&ticket["title"], &ticket["priority"]), (&json!("Mine"), &json!("high")));
    let message = team.place.git(&["log", "-1", "--format=%b"]).ok();
    assert!(message.contains("title: ours") && message.contains("priority: theirs"), "{message}");
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

/// Plain git merges the same two branches to the same files, by the driver.
#[test]
fn the_merge_is_the_one_that_git_makes_by_the_driver() {
    let mut team = Team::new(&["ana", "bia"]);
    apart(&mut team);
    team.sync("ana");
    let desk = team.at("bia");
    desk.git(&["fetch", "-q"]).ok();
    desk.git(&["switch", "-q", "-c", "oracle", "origin/main"]).ok();
    desk.git(&["merge", "-q", "--no-edit", "main"]).ok();
    let oracle = desk.git(&["rev-parse", "HEAD^{tree}"]).ok();
    desk.git(&["switch", "-q", "main"]).ok();
    team.sync("bia");
    assert_eq!(team.place.git(&["rev-parse", "HEAD^{tree}"]).ok(), oracle);
}

#[test]
fn a_clash_is_told_with_both_values_and_who_wrote_them_and_nothing_is_changed() {
    let mut team = Team::new(&["ana", "bia"]);
    team.run("ana", &["set", "1", "priority=urgent"]).ok();
    team.run("ana", &["set", "1", "priority=high"]).ok();
    let high = team.head("ana")[..8].to_owned();
    team.run("ana", &["tag", "1", "+later"]).ok();
    team.sync("ana");
    team.run("bia", &["set", "1", "priority=low"]).ok();
    let low = team.head("bia")[..8].to_owned();
    team.run("bia", &["note", "1", "-m", "said"]).ok();
    let before = team.state("bia");
    let hub = team.head("hub.git");
    for args in [&["sync"][..], &["sync", "--dry-run"], &["sync", "--format", "json"]] {
        let error = team.run("bia", args).fails(5);
        let here = format!("\"low\" here, by Bia Lima <bia@desk.example> (2026-11-23 10:05, {low})");
        let there = format!("\"high\" there, by Ana Souza <ana@desk.example> (2026-11-23 10:02, {high})");
        assert!(error.contains(&format!("priority: {here}; {there}")), "{error}");
        assert!(error.contains("--ours") && error.contains("--theirs"), "{error}");
    }
    assert_eq!(team.state("bia"), before);
    assert_eq!(team.head("hub.git"), hub);
    team.place.cd("bia");
    team.place.is_clean();
    let dry = team.run("bia", &["sync", "--dry-run", "--ours", "--format", "json"]).json();
    assert_eq!((&dry["outcome"], &dry["dry_run"]), (&json!("merged"), &json!(true)));
    assert_eq!(team.state("bia"), before, "a dry run changes nothing");
    let settled = team.run("bia", &["sync", "--ours", "--format", "json"]).json();
    assert_eq!(settled["settled"][0]["kept"], "ours");
    assert_eq!(
        (&settled["settled"][0]["ours"], &settled["settled"][0]["theirs"]),
        (&json!("low"), &json!("high"))
    );
    assert_eq!(team.show("bia", "1")["priority"], "low");
    assert_eq!(team.show("bia", "1")["tags"], json!(["later"]));
    team.sync("ana");
    assert_eq!(team.show("ana", "1")["priority"], "low");
    team.is_one(&["ana", "bia"]);
}

#[test]
fn theirs_settles_a_clash_of_every_kind() {
    let mut team = Team::new(&["ana", "bia"]);
    let path = format!("{}/ticket.yaml", team.show("ana", "1")["path"].as_str().unwrap());
    for (who, word) in [("ana", "there"), ("bia", "here")] {
        let desk = team.at(who);
        let text = desk.read(&path).replace("  Text\n", &format!("  Text {word}\n"));
        desk.write(
            &path,
            &format!("{text}external: {{system: other, id: {word}}}\nx_{word}: one\nx_both: {word}\n"),
        );
        desk.commit("by hand");
    }
    team.sync("ana");
    let error = team.run("bia", &["sync"]).fails(5);
    for key in ["description", "external", "x_both"] {
        assert!(error.contains(&format!(" {key}: ")), "{key}: {error}");
    }
    assert!(!error.contains("x_here"), "{error}");
    team.run("bia", &["sync", "--theirs"]).ok();
    let text = team.place.read(&path);
    for line in [
        "  Text there",
        "external: {system: other, id: there}",
        "x_here: one",
        "x_there: one",
        "x_both: there",
    ] {
        assert!(text.contains(&format!("{line}\n")), "{line}: {text}");
    }
    team.place.is_clean();
}

/// A description's lines, an unknown key, links and watchers: each side's own is kept.
#[test]
fn texts_by_lines_and_sets_as_sets() {
    let mut team = Team::new(&["ana", "bia"]);
    let path = format!("{}/ticket.yaml", team.show("ana", "1")["path"].as_str().unwrap());
    let edit = |team: &mut Team, who: &str, from: &str, to: &str| {
        let desk = team.at(who);
        let text = desk.read(&path);
        assert!(text.contains(from), "{text}");
        desk.write(&path, &text.replace(from, to));
        desk.commit("by hand");
    };
    edit(&mut team, "ana", "description: |\n  Text\n", "description: |\n  one\n  two\n  three\n  four\n");
    team.sync("ana");
    team.sync("bia");
    edit(&mut team, "ana", "  one\n", "  one!\n");
    edit(&mut team, "bia", "  four\n", "  four\n  five\nx_new: of bia\n");
    team.run("ana", &["watch", "1", "ana"]).ok();
    team.run("bia", &["watch", "1", "bia"]).ok();
    team.sync("ana");
    team.sync("bia");
    let text = team.place.read(&path);
    assert!(text.contains("  one!\n  two\n  three\n  four\n  five\n"), "{text}");
    assert!(text.contains("x_new: of bia\n"), "{text}");
    assert_eq!(team.show("bia", "1")["watchers"], json!(["ana", "bia"]));
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

/// A ticket that one side removed by hand and the other answered is nobody's to drop.
#[test]
fn a_removed_ticket_that_the_other_side_answered_is_a_clash() {
    let mut team = Team::new(&["ana", "bia"]);
    let folder = team.show("ana", "1")["path"].as_str().unwrap().to_owned();
    team.at("ana").git(&["rm", "-rq", &folder]).ok();
    team.place.git(&["commit", "-q", "-m", "gone"]).ok();
    team.run("bia", &["note", "1", "-m", "an answer"]).ok();
    team.sync("ana");
    let error = team.run("bia", &["sync"]).fails(5);
    assert!(
        error.contains("ticket: \"changed\" here") && error.contains("\"removed\" there, by Ana"),
        "{error}"
    );
    team.run("bia", &["sync", "--ours"]).ok();
    assert_eq!(team.show("bia", "1")["comments"].as_array().unwrap().len(), 1);
    team.sync("ana");
    assert_eq!(team.show("ana", "1")["comments"].as_array().unwrap().len(), 1);
    team.is_one(&["ana", "bia"]);
}

/// Configuration and code by git's own rules; where these do not suffice nothing moves, and git is told of.
#[test]
fn other_files_are_merged_by_lines_or_left_to_git() {
    let mut team = Team::new(&["ana", "bia"]);
    team.at("ana").write("src/main.rs", "a\nb\nc\nd\ne\n");
    team.place.sh("chmod +x src/main.rs").ok();
    team.place.commit("code");
    team.sync("ana");
    team.sync("bia");
    team.at("ana").write("src/main.rs", "A\nb\nc\nd\ne\n");
    team.place.sh("sed -i 's/^name: .*/name: Help/' .tramite/desk.yaml").ok();
    team.place.commit("ana's");
    team.at("bia").write("src/main.rs", "a\nb\nc\nd\nE\n");
    team.place.commit("bia's");
    team.run("bia", &["note", "1", "-m", "x"]).ok();
    team.sync("ana");
    let merged = team.sync("bia");
    assert_eq!((&merged["received"]["configuration"], &merged["received"]["other"]), (&json!(1), &json!(1)));
    assert_eq!(team.place.read("src/main.rs"), "A\nb\nc\nd\nE\n");
    assert!(team.place.git(&["ls-files", "-s", "src/main.rs"]).ok().starts_with("100755 "));
    assert!(team.place.read(".tramite/desk.yaml").contains("name: Help\n"));
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
    // The same line on both sides.
    for (who, name) in [("ana", "One"), ("bia", "Two")] {
        team.at(who).sh(&format!("sed -i 's/^name: .*/name: {name}/' .tramite/desk.yaml")).ok();
        team.place.commit(name);
    }
    team.sync("ana");
    let before = team.state("bia");
    let error = team.run("bia", &["sync", "--ours"]).fails(5);
    assert!(
        error.contains("\".tramite/desk.yaml\" cannot be merged") && error.contains("git merge origin/main"),
        "{error}"
    );
    assert_eq!(team.state("bia"), before);
    // What it says to do works.
    assert_ne!(team.at("bia").git(&["merge", "origin/main"]).code, 0);
    assert!(team.run("bia", &["sync"]).fails(5).contains(".tramite/desk.yaml"));
    team.place.git(&["checkout", "-q", "--ours", ".tramite/desk.yaml"]).ok();
    team.place.git(&["add", "-A"]).ok();
    team.place.git(&["commit", "-q", "--no-edit"]).ok();
    team.sync("bia");
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

/// Merges that crossed: a tag that one side took away after both had it is not brought back by the older ancestor.
#[test]
fn a_criss_cross_history_has_the_right_ancestor() {
    let mut team = Team::new(&["ana", "bia"]);
    team.run("ana", &["tag", "1", "+a"]).ok();
    team.run("bia", &["tag", "1", "+b"]).ok();
    team.run("bia", &["set", "1", "priority=low"]).ok();
    let (a, b) = (team.head("ana"), team.head("bia"));
    // Each merges the other's without pushing, as two people with plain git would.
    for (who, other) in [("ana", "bia"), ("bia", "ana")] {
        team.at(who)
            .git(&[
                "pull",
                "-q",
                "--no-edit",
                "--no-rebase",
                &format!("../{other}"),
                if who == "ana" { "main" } else { &a },
            ])
            .ok();
    }
    team.run("ana", &["tag", "1", "-b"]).ok();
    team.run("bia", &["tag", "1", "-a"]).ok();
    team.run("ana", &["set", "1", "priority=high"]).ok();
    team.sync("ana");
    let bases = team.at("bia").git(&["fetch", "-q"]).ok()
        + &team.place.git(&["merge-base", "--all", "main", "origin/main"]).ok();
    assert!(bases.contains(&a) && bases.contains(&b), "two ancestors");
    team.sync("bia");
    let ticket = team.show("bia", "1");
    assert_eq!((&ticket["tags"], &ticket["priority"]), (&json!([]), &json!("high")));
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

#[test]
fn dirty_files_are_refused_before_anything_and_others_stay() {
    let mut team = Team::new(&["ana", "bia"]);
    apart(&mut team);
    team.sync("ana");
    let path = format!("{}/ticket.yaml", team.show("bia", "1")["path"].as_str().unwrap());
    let desk = team.at("bia");
    desk.write("mine", "not committed\n");
    desk.write("staged", "staged\n");
    desk.git(&["add", "staged"]).ok();
    let text = desk.read(&path);
    desk.write(&path, &text.replace("First", "Second"));
    let before = team.state("bia");
    let error = team.run("bia", &["sync"]).fails(6);
    assert!(error.contains(&path) && error.contains("git stash"), "{error}");
    assert_eq!(team.state("bia"), before);
    team.at("bia").write(&path, &text);
    team.sync("bia");
    assert_eq!(team.place.git(&["status", "--porcelain"]).ok(), "A  staged\n?? mine\n");
    assert_eq!(team.show("bia", "1")["tags"], json!(["export", "vip"]));
}

/// The dashboard says what has not been sent.
#[test]
fn the_dashboard_says_what_is_not_sent() {
    let mut team = Team::new(&["ana"]);
    assert!(!team.run("ana", &[]).ok().contains("not been sent"));
    team.run("ana", &["note", "1", "-m", "x"]).ok();
    assert!(team.run("ana", &[]).ok().contains("1 commit has not been sent; `tramite sync` sends it"));
    team.run("ana", &["note", "1", "-m", "y"]).ok();
    assert!(team.run("ana", &[]).ok().contains("2 commits have not been sent; `tramite sync` sends them"));
    team.sync("ana");
    assert!(!team.run("ana", &[]).ok().contains("not been sent"));
}

/// Both sides' changes are facts; that the flow has no such ticket is said.
#[test]
fn a_status_that_no_way_gives_is_a_warning() {
    let mut team = Team::new(&["ana", "bia"]);
    for who in ["ana", "bia"] {
        team.sync(who);
    }
    let path = format!("{}/ticket.yaml", team.show("ana", "1")["path"].as_str().unwrap());
    // A type without the status that the other side moves to.
    let desk = team.at("ana");
    desk.write(
        ".tramite/types/short.yaml",
        "type: short\ntitle: Short\nflow:\n  initial: new\n  statuses:\n    new: {label: New, category: new}\n    shut: {label: Shut, category: closed}\n  transitions:\n    - {from: new, to: shut}\n",
    );
    let text = desk.read(&path).replace("type: question", "type: short");
    desk.write(&path, &text);
    desk.commit("another type");
    team.run("bia", &["note", "1", "open", "-m", "I look at it"]).ok();
    team.sync("ana");
    let merged = team.sync("bia");
    let warnings = merged["warnings"].to_string();
    assert!(
        warnings.contains("status") && warnings.contains("open") && warnings.contains("short"),
        "{warnings}"
    );
    assert_eq!(team.show("bia", "1")["type"], "short");
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

/// On a branch of code the desk is that branch's; what is recorded there comes to nobody until it is merged.
#[test]
fn a_new_branch_beside_the_desk_of_the_remote_is_told() {
    let mut team = Team::new(&["ana"]);
    assert_eq!(team.sync("ana")["warnings"], json!([]));
    team.place.git(&["checkout", "-q", "-b", "fix"]).ok();
    team.run("ana", &["note", "1", "-m", "on a branch"]).ok();
    let sent = team.sync("ana");
    let warnings = sent["warnings"].to_string();
    assert!(
        warnings.contains("origin/main has a desk too") && warnings.contains("git merge fix"),
        "{warnings}"
    );
    assert_eq!(team.sync("ana")["warnings"], json!([]));
}
