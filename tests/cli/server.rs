//! A server that judges what it is sent: which branch is its desk, its settings, and the way out after a refusal (7).

use super::check::{edit, file_of};
use super::support::desk_with_ticket;
use super::team::Team;
use crate::harness::{Place, Said};
use serde_json::{Value, json};

/// A bare repository whose HEAD names this branch, with the hook as it is installed; the desk in which to work knows it.
fn server(head: &str, options: &[&str]) -> Place {
    let mut desk = desk_with_ticket();
    desk.git(&["init", "-q", "--bare", "-b", head, "../server.git"]).ok();
    desk.git(&["remote", "add", "origin", "../server.git"]).ok();
    desk.cd("server.git");
    desk.tramite(&[&["hooks", "install", "--server"], options].concat()).ok();
    desk.cd("desk");
    desk
}

fn push(desk: &Place, args: &[&str]) -> Said {
    desk.git(&[&["push", "-q", "origin"], args].concat())
}

/// The server refuses the push by this rule and stays as it is.
#[track_caller]
fn refused(desk: &Place, args: &[&str], rule: &str) {
    let before = desk.git(&["ls-remote", "origin"]).ok();
    let said = push(desk, args);
    assert!(said.code != 0 && said.err.contains(&format!(" {rule}: ")), "{args:?}: {}", said.err);
    assert_eq!(desk.git(&["ls-remote", "origin"]).ok(), before);
}

/// What the server's own repository says.
fn setting(desk: &Place, key: &str) -> String {
    desk.git(&["--git-dir", "../server.git", "config", key]).out.trim().to_owned()
}

/// HEAD names a branch that is not there: the first push makes another one the desk, and no later one changes that.
#[test]
fn the_first_push_that_is_taken_says_which_branch_is_the_desk() {
    let desk = server("master", &[]);
    let old = desk.git(&["rev-parse", "HEAD~1"]).ok().trim().to_owned();
    let file = file_of(&desk, "1");
    // Nothing is written down for a push that was refused, nor where two branches could be it.
    edit(&desk, &file, "status: new", "status: closed");
    desk.commit("by hand");
    refused(&desk, &["HEAD:refs/heads/main"], "transition");
    desk.git(&["reset", "-q", "--hard", "HEAD~1"]).ok();
    refused(&desk, &["main:refs/heads/main", &format!("{old}:refs/heads/other")], "first_push");
    assert_eq!(setting(&desk, "tramite.branch"), "");
    push(&desk, &["main"]).ok();
    assert_eq!(setting(&desk, "tramite.branch"), "main");
    // An old state under the names by which fresh clones would find it, and as a second desk.
    for name in ["master", "desk", "Main"] {
        refused(&desk, &[&format!("{old}:refs/heads/{name}")], "first_push");
    }
    push(&desk, &[&format!("{old}:refs/heads/topic")]).ok();
    refused(&desk, &[":main"], "branch_deleted");
    refused(&desk, &["--force", &format!("{old}:main")], "non_fast_forward");
    // Under another name of the same branch, too.
    desk.git(&["--git-dir", "../server.git", "symbolic-ref", "refs/heads/alias", "refs/heads/main"]).ok();
    refused(&desk, &["--force", &format!("{old}:refs/heads/alias")], "non_fast_forward");
    // What git would read in the place of something else.
    let of = desk.git(&["rev-parse", &format!("HEAD:{file}")]).ok().trim().to_owned();
    let other = desk.sh(&format!("sed s/Export/Import/ {file} | git hash-object -w --stdin")).ok();
    refused(&desk, &[&format!("{}:refs/replace/{of}", other.trim())], "shadowing_ref");
    refused(&desk, &[&format!("{old}:refs/tags/main")], "shadowing_ref");
    refused(&desk, &[&format!("{old}:refs/tramite/main")], "file_ref");
    push(&desk, &[&format!("{old}:refs/tags/v1"), &format!("{old}:refs/notes/x")]).ok();
    // The desk goes on.
    desk.tramite(&["note", "1", "-m", "goes on"]).ok();
    desk.tramite(&["sync"]).ok();
    assert_eq!(setting(&desk, "tramite.branch"), "main");
}

/// The desk is on a branch beside code, and was there before the hook.
#[test]
fn a_desk_beside_code_stays_where_it_is() {
    let mut desk = desk_with_ticket();
    desk.git(&["init", "-q", "--bare", "-b", "main", "../server.git"]).ok();
    desk.git(&["remote", "add", "origin", "../server.git"]).ok();
    push(&desk, &["main:desk"]).ok();
    desk.cd("server.git");
    let said = desk.tramite(&["hooks", "install", "--server", "--format", "json"]).json();
    let keys: Vec<&Value> = said["settings"].as_array().unwrap().iter().map(|one| &one["key"]).collect();
    assert_eq!(keys, ["receive.fsckObjects", "tramite.branch"]);
    assert_eq!(said["settings"][1]["value"], "desk");
    // What somebody has decided stays; a second time there is nothing to set.
    desk.git(&["config", "receive.fsckObjects", "false"]).ok();
    let said = desk.tramite(&["hooks", "install", "--server", "--format", "json"]).json();
    assert_eq!(said["settings"], json!([]));
    desk.cd("desk");
    // `main` comes before `desk` in fresh clones; code without a desk may be there.
    refused(&desk, &["main:refs/heads/main"], "first_push");
    desk.git(&["checkout", "-q", "--orphan", "code"]).ok();
    desk.git(&["rm", "-rqf", "."]).ok();
    desk.write("main.rs", "fn main() {}\n");
    desk.commit("code");
    push(&desk, &["code:main"]).ok();
    push(&desk, &["main:refs/heads/topic"]).ok();
    // Whoever keeps the server may name a branch that is yet to come.
    desk.git(&["--git-dir", "../server.git", "config", "tramite.branch", "later"]).ok();
    refused(&desk, &["main:refs/heads/another"], "first_push");
    push(&desk, &["main:refs/heads/later"]).ok();
}

#[test]
fn who_pushes_and_how_far_back_are_settings_of_the_server() {
    let mut desk = server("main", &["--pusher", "GL_USER", "--max-backdate", "2d"]);
    assert_eq!(setting(&desk, "tramite.check.pusher"), "GL_USER");
    assert_eq!(setting(&desk, "tramite.check.maxBackdate"), "2d");
    for bad in [&["--pusher", "$X"][..], &["--max-backdate", "soon"]] {
        desk.cd("server.git");
        desk.tramite(&[&["hooks", "install", "--server"], bad].concat()).fails(2);
        desk.tramite(&[&["hooks", "install"], bad].concat()).fails(2);
        desk.cd("desk");
    }
    desk.git(&["--git-dir", "../server.git", "config", "tramite.check.maxBackdate", "soon"]).ok();
    let said = push(&desk, &["main"]);
    assert!(said.code != 0 && said.err.contains("git config tramite.check.maxBackdate"), "{}", said.err);
    desk.git(&["--git-dir", "../server.git", "config", "tramite.check.maxBackdate", "2d"]).ok();
    // Nobody says who: nothing is taken.
    let said = push(&desk, &["main"]);
    assert!(said.code != 0 && said.err.contains("the variable GL_USER is not set"), "{}", said.err);
    // By address, and as a person of the desk by id.
    desk.set("GL_USER", "ana@desk.example");
    push(&desk, &["main"]).ok();
    desk.tramite(&["note", "1", "-m", "by Ana"]).ok();
    for other in ["bruno", "nobody", "bruno@desk.example"] {
        desk.set("GL_USER", other);
        refused(&desk, &["main"], "pusher");
    }
    desk.set("GL_USER", "ana");
    push(&desk, &["main"]).ok();
    let noted = desk.tramite(&["note", "1", "-m", "long ago", "--at", "2026-11-20T09:00:00-03:00"]);
    noted.exits(4);
    desk.tramite(&["tag", "1", "+late"]).ok();
    desk.set("GIT_AUTHOR_DATE", "2026-11-20T09:00:00-03:00");
    desk.sh("git commit -q --amend --no-edit --date 2026-11-20T09:00:00-03:00").ok();
    refused(&desk, &["main"], "backdate");
    // The same from the command line, for hooks that others keep.
    desk.unset("GIT_AUTHOR_DATE");
    let line = "git log -1 --format='0000000000000000000000000000000000000000 %H refs/heads/main' |
        (cd ../server.git && git fetch -q ../desk main && tramite check --pre-receive --pusher-from GL_USER --max-backdate 30d)";
    let said = desk.sh(line);
    assert!(!said.out.contains("backdate") && !said.out.contains("pusher"), "{said:?}");
}

/// A path that would leave the working tree, or reach git's own settings: the clone stays as it is, and the server takes none.
#[test]
fn paths_that_no_file_may_have() {
    let mut team = Team::new(&["ana", "bia"]);
    let evil = |team: &mut Team, folder: &str, name: &str| -> String {
        let line = format!(
            "blob=$(echo evil | git hash-object -w --stdin) &&
             tree=$(printf '100644 blob %s\\t{name}\\n' $blob | git mktree) &&
             (git ls-tree HEAD; printf '040000 tree %s\\t{folder}\\n' $tree) | git mktree > ../tree &&
             git commit-tree -p HEAD -m evil $(cat ../tree)"
        );
        team.at("ana").sh(&line).ok().trim().to_owned()
    };
    let before = (team.state("bia"), team.head("hub.git"));
    team.run("bia", &["note", "1", "-m", "mine"]).ok();
    let config = team.at("bia").read(".git/config");
    let ahead = team.state("bia");
    for (folder, name) in [("..", "outside"), (".git", "config"), (".GIT", "config")] {
        let commit = evil(&mut team, folder, name);
        team.place.git(&["push", "-q", "--force", "origin", &format!("{commit}:main")]).ok();
        // To be merged, then to be gone forward to; told in a dry run too.
        for args in [&["sync"][..], &["sync", "--dry-run"]] {
            let error = team.run("bia", args).fails(6);
            assert!(error.contains(&format!("\"{folder}/{name}\" cannot be the path of a file")), "{error}");
        }
        assert_eq!(team.state("bia"), ahead);
        let ana = team.state("ana");
        assert!(team.run("ana", &["sync"]).fails(6).contains("receive.fsckObjects"));
        assert_eq!(team.state("ana"), ana);
        team.place.git(&["update-ref", "refs/remotes/origin/main", &before.1]).ok();
        team.at("bia").git(&["update-ref", "refs/remotes/origin/main", &before.1]).ok();
        team.at("hub.git").git(&["update-ref", "refs/heads/main", &before.1]).ok();
        assert_eq!(std::fs::metadata(team.place.root().join("outside")).ok().map(|_| ()), None);
    }
    assert_eq!(team.at("bia").read(".git/config"), config);
    team.at("hub.git").tramite(&["hooks", "install", "--server"]).ok();
    let commit = evil(&mut team, ".git", "config");
    let said = team.place.git(&["push", "-q", "origin", &format!("{commit}:main")]);
    assert!(said.code != 0 && said.err.contains("hasDotgit"), "{}", said.err);
    team.sync("bia");
    assert_eq!(team.head("hub.git"), team.head("bia"));
    assert_eq!(team.place.git(&["status", "--porcelain"]).ok(), "");
}

/// A team whose hub judges.
fn judged() -> Team {
    let mut team = Team::new(&["ana", "bia"]);
    team.at("hub.git").tramite(&["hooks", "install", "--server"]).ok();
    team
}

/// What the hub refuses stays here and blocks what is done after it; the printed advice, followed to the letter, is the way out.
#[test]
fn after_a_refusal_the_advice_leads_on() {
    let mut team = judged();
    let path = file_of(team.at("bia"), "1");
    team.run("bia", &["note", "1", "-m", "good"]).ok();
    let good = team.head("bia");
    edit(team.at("bia"), &path, "status: new", "status: solved");
    team.place.commit("solved by hand");
    let error = team.run("bia", &["sync"]).fails(4);
    assert!(error.contains("\"origin/main\" refused it") && error.contains(" requirement: "), "{error}");
    assert!(error.contains("`tramite undo` takes your last one out"), "{error}");
    assert!(!error.contains("mend what the remote names with a further change"), "{error}");
    // Somebody who tries a further change is not helped, and undoes that first.
    team.run("bia", &["set", "1", "title=Another"]).ok();
    team.run("bia", &["sync"]).fails(4);
    let undone = team.run("bia", &["undo", "--format", "json"]).json();
    assert_eq!((&undone["how"], &undone["commit"]), (&json!("taken_back"), &json!(null)));
    let undone = team.run("bia", &["undo", "--format", "json"]).json();
    assert_eq!((&undone["how"], &undone["subject"]), (&json!("taken_back"), &json!("solved by hand")));
    assert_eq!(team.head("bia"), good);
    team.place.is_clean();
    team.run("bia", &["reply", "1", "solved", "-m", "Press the button."]).ok();
    team.sync("bia");
    // The same where others have sent meanwhile: the merge that could not be sent goes too, and is made again.
    team.sync("ana");
    team.run("ana", &["tag", "1", "+vip"]).ok();
    team.sync("ana");
    let comments = team.show("bia", "1")["comments"].as_array().unwrap().len();
    assert_eq!(comments, 2);
    team.run("bia", &["note", "1", "-m", "kept"]).ok();
    team.at("bia").sh("git rm -q tickets/*/*/01*.yaml && git commit -q -m 'tidied up'").ok();
    let error = team.run("bia", &["sync"]).fails(4);
    assert!(error.contains("comment_removed") && error.contains("what came is merged here"), "{error}");
    assert_eq!(team.place.git(&["rev-list", "--merges", "--count", "HEAD"]).ok(), "1\n");
    let told = team.run("bia", &["undo", "--dry-run", "--format", "json"]).json();
    assert_eq!((&told["how"], &told["subject"]), (&json!("taken_back"), &json!("tidied up")));
    team.run("bia", &["undo"]).ok();
    team.place.is_clean();
    team.sync("bia");
    let ticket = team.show("bia", "1");
    assert_eq!((ticket["comments"].as_array().unwrap().len(), &ticket["tags"]), (3, &json!(["vip"])));
    // And by git's own means, which keep what was done after it.
    edit(team.at("bia"), &path, "status: solved", "status: new");
    team.place.commit("back by hand");
    let bad = team.head("bia");
    team.run("bia", &["note", "1", "-m", "after it"]).ok();
    let error = team.run("bia", &["sync"]).fails(4);
    assert!(error.contains("git rebase -i origin/main") && error.contains(&bad[..12]), "{error}");
    let edited = format!(
        "GIT_COMMITTER_DATE=\"$TRAMITE_NOW\" GIT_SEQUENCE_EDITOR=\"sed -i /{}/d\" git rebase -q -i origin/main",
        &bad[..7]
    );
    team.at("bia").sh(&edited).ok();
    team.sync("bia");
    assert_eq!(team.show("bia", "1")["comments"].as_array().unwrap().len(), 4);
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
}

/// A merge made by hand that says what nobody may: it alone goes, and what was done before it stays.
#[test]
fn a_refused_merge_goes_alone() {
    let mut team = judged();
    let path = file_of(team.at("bia"), "1");
    team.run("ana", &["tag", "1", "+vip"]).ok();
    team.sync("ana");
    team.run("bia", &["note", "1", "-m", "good"]).ok();
    let good = team.head("bia");
    let merge = |place: &Place, edited: bool| {
        place.git(&["fetch", "-q"]).ok();
        place.git(&["merge", "-q", "--no-commit", "origin/main"]).ok();
        if edited {
            edit(place, &path, "status: new", "status: solved");
        }
        place.git(&["commit", "-qam", "by hand"]).ok();
    };
    merge(team.at("bia"), true);
    team.run("bia", &["sync"]).fails(4);
    let undone = team.run("bia", &["undo", "--format", "json"]).json();
    assert_eq!((&undone["how"], &undone["subject"]), (&json!("taken_back"), &json!("by hand")));
    assert_eq!(team.head("bia"), good);
    team.place.is_clean();
    // What stays is an operation as any other: it was refused with the merge, and not for itself.
    let told = team.run("bia", &["undo", "--dry-run", "--format", "json"]).json();
    assert_eq!(told["subject"], "202611/0001 comment: internal", "{told}");
    team.run("bia", &["set", "1", "title=Mine"]).ok();
    let told = team.run("bia", &["undo", "--dry-run", "--format", "json"]).json();
    assert_eq!(told["how"], "reverted");
    team.sync("bia");
    assert_eq!(team.show("bia", "1")["comments"].as_array().unwrap().len(), 1);
    // Code that somebody has merged by hand is nobody's to drop: what is printed keeps it, typed as it is.
    team.sync("ana");
    let code = |place: &Place, text: &str| {
        place.write("code.txt", text);
        place.git(&["add", "-A"]).ok();
        place.git(&["commit", "-qm", "code"]).ok();
    };
    code(team.at("ana"), "one\n");
    team.sync("ana");
    code(team.at("bia"), "other\n");
    let own = team.head("bia");
    team.place.git(&["fetch", "-q"]).ok();
    team.place.git(&["merge", "-q", "--no-commit", "origin/main"]).exits(1);
    edit(&team.place, &path, "status: new", "status: solved");
    code(&team.place, "both\n");
    team.run("bia", &["sync"]).fails(4);
    let error = team.run("bia", &["undo"]).fails(4);
    let mend = error.split(" mend: ").nth(1).unwrap();
    assert!(error.contains("code.txt") && mend.contains("git checkout by-hand -- code.txt"), "{error}");
    let typed =
        |from: &str| mend[mend.find(from).unwrap()..].split([';', ' ']).take(4).collect::<Vec<_>>().join(" ");
    team.place.sh(&format!("{}; {}", typed("git branch"), typed("git reset"))).ok();
    assert_eq!(team.head("bia"), own);
    team.place.git(&["merge", "-q", "--no-commit", "origin/main"]).exits(1);
    team.place.git(&["checkout", "by-hand", "--", "code.txt"]).ok();
    team.place.git(&["commit", "-qam", "merged"]).ok();
    team.sync("bia");
    assert_eq!(team.place.read("code.txt"), "both\n");
    // What only the server sees is known by the name that it gave.
    team.at("hub.git").git(&["config", "tramite.check.pusher", "GL_USER"]).ok();
    team.place.set("GL_USER", "bia");
    team.run("bia", &["note", "1", "-m", "good too"]).ok();
    let good = team.head("bia");
    team.place.set("GL_USER", "ana");
    team.sync("ana");
    team.run("ana", &["tag", "1", "+urgent"]).ok();
    team.sync("ana");
    team.place.set("GL_USER", "bia");
    team.at("bia").set("GIT_COMMITTER_EMAIL", "ana@desk.example");
    merge(&team.place, false);
    assert!(team.run("bia", &["sync"]).fails(4).contains(" pusher: "));
    team.run("bia", &["undo"]).ok();
    assert_eq!(team.head("bia"), good);
    team.sync("bia");
    assert_eq!(team.show("bia", "1")["comments"].as_array().unwrap().len(), 2);
}

/// How a clash is settled is judged before anything moves, as the hub would judge it.
#[test]
fn a_settlement_that_the_hub_would_refuse_is_said_first() {
    let mut team = judged();
    team.run("ana", &["reply", "1", "open", "-m", "I look at it."]).ok();
    team.sync("ana");
    team.sync("bia");
    team.run("ana", &["reply", "1", "solved", "-m", "Press it."]).ok();
    team.run("ana", &["transition", "1", "closed"]).ok();
    team.sync("ana");
    team.run("bia", &["reply", "1", "pending", "-m", "Which one?"]).ok();
    let before = team.state("bia");
    team.run("bia", &["sync"]).fails(5);
    for args in [&["sync", "--ours"][..], &["sync", "--ours", "--dry-run"]] {
        let error = team.run("bia", args).fails(4);
        assert!(error.contains("(status) cannot be kept") && error.contains(" transition: "), "{error}");
        assert!(
            error.contains("tramite sync --theirs") && error.contains("tramite show 202611/0001"),
            "{error}"
        );
        assert_eq!(team.state("bia"), before);
    }
    assert_eq!(team.sync("ana")["received"]["commits"], 0);
    team.run("bia", &["sync", "--theirs"]).ok();
    assert_eq!(team.show("bia", "1")["status"], "closed");
    assert_eq!(team.show("bia", "1")["comments"].as_array().unwrap().len(), 3);
}

/// Two merges that settled one clash otherwise meet: who settled it is told, and it is settled by no merge again.
#[test]
fn a_clash_that_two_have_settled_each_in_their_way() {
    let mut team = judged();
    team.run("ana", &["open", "problem", "-t", "P", "-d", "x", "--for", "maria@example", "-f", "impact=one"])
        .ok();
    team.sync("ana");
    team.sync("bia");
    for (who, priority) in [("ana", "high"), ("bia", "urgent")] {
        team.run(who, &["set", "2", &format!("priority={priority}"), "-m", "because of the impact"]).ok();
        team.place.git(&["branch", "mine"]).ok();
    }
    for (who, other) in [("ana", "bia"), ("bia", "ana")] {
        let place = team.at(who);
        place.git(&["fetch", "-q", &format!("../{other}"), "mine:theirs"]).ok();
        place.git(&["merge", "-q", "theirs"]);
        place.tramite(&["sync", "--resolve", "--ours"]).ok();
        place.git(&["commit", "-qm", "settled"]).ok();
    }
    team.sync("ana");
    let error = team.run("bia", &["sync"]).fails(5);
    assert!(
        error.contains("\"urgent\" here, by Bia Lima") && error.contains("\"high\" there, by Ana Souza"),
        "{error}"
    );
    let before = team.state("bia");
    let error = team.run("bia", &["sync", "--ours"]).fails(4);
    assert!(error.contains("(priority) cannot be kept") && error.contains(" reclassified: "), "{error}");
    assert_eq!(team.state("bia"), before);
    team.run("bia", &["sync", "--theirs"]).ok();
    team.run("bia", &["set", "2", "priority=urgent", "-m", "it is urgent all the same"]).ok();
    team.sync("bia");
    team.sync("ana");
    assert_eq!(team.show("ana", "2")["priority"], "urgent");
}

/// What only the server can see (here: who pushes) is taken out in the same way; without a refusal an edit is reversed.
#[test]
fn a_commit_that_only_the_server_refuses() {
    let mut team = judged();
    team.at("hub.git").git(&["config", "tramite.check.pusher", "GL_USER"]).ok();
    team.place.set("GL_USER", "bia");
    team.at("bia").be("Bia Lima", "bia@elsewhere.example");
    team.at("bia").set("GIT_COMMITTER_EMAIL", "ana@desk.example");
    team.place.tramite(&["set", "1", "priority=high"]).ok();
    let error = team.run("bia", &["sync"]).fails(4);
    assert!(error.contains(" pusher: "), "{error}");
    let undone = team.run("bia", &["undo", "--format", "json"]).json();
    assert_eq!(undone["how"], "taken_back");
    team.run("bia", &["set", "1", "priority=high"]).ok();
    let undone = team.run("bia", &["undo", "--format", "json"]).json();
    assert_eq!(undone["how"], "reverted");
    team.sync("bia");
}
