//! `doctor`: one thing broken at a time, found, mended, and found no more.

use super::links::{desk, full};
use crate::harness::Place;
use serde_json::{Value, json};

fn findings(place: &Place, args: &[&str]) -> (i32, Vec<Value>) {
    let said = place.tramite(&[&["doctor", "--format", "json"], args].concat());
    let json: Value = serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e}: {said:?}"));
    assert_eq!(json["version"], 1);
    (said.code, json["findings"].as_array().unwrap().clone())
}

fn checks(place: &Place) -> Vec<String> {
    let (code, found) = findings(place, &[]);
    assert_eq!(code, i32::from(!found.is_empty()));
    assert!(found.iter().all(|one| one["fixed"] == false && one["error"].is_null()));
    found.iter().map(|one| one["check"].as_str().unwrap().to_owned()).collect()
}

/// `check` is the one finding; it says how to mend it, is mended by `--fix`, and is gone then.
#[track_caller]
fn is_mended(place: &Place, check: &str) {
    assert_eq!(checks(place), [check]);
    let table = place.tramite(&["doctor"]).exits(1).out;
    assert!(table.contains(check), "{table}");
    let (code, found) = findings(place, &["--fix"]);
    assert_eq!((code, found.len()), (0, 1), "{found:?}");
    assert_eq!((&found[0]["fixed"], found[0]["mend"].as_str().unwrap().is_empty()), (&json!(true), false));
    assert_eq!(checks(place), Vec::<String>::new());
}

fn count(place: &Place) -> usize {
    place.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse().unwrap()
}

#[test]
fn a_sound_desk_has_nothing_and_what_a_clone_lacks_is_set_up() {
    let desk = desk();
    assert_eq!(desk.tramite(&["doctor"]).ok(), "nothing is wrong\n");
    desk.git(&["config", "--unset", "merge.tramite.driver"]).ok();
    is_mended(&desk, "merge_driver");
    assert!(desk.git(&["config", "merge.tramite.driver"]).ok().starts_with("tramite merge-driver"));
    desk.write(".gitattributes", "*.png binary\n");
    desk.commit("attributes lost");
    is_mended(&desk, "attributes");
    assert_eq!(
        desk.git(&["show", "HEAD:.gitattributes"]).ok(),
        "*.png binary\ntickets/** text eol=lf\ntickets/**/ticket.yaml merge=tramite\n.tramite/** text eol=lf\n"
    );
    desk.is_clean();
}

#[test]
fn a_work_tree_behind_its_branch_catches_up_and_edits_stay() {
    let desk = desk();
    let path = format!("{}/ticket.yaml", desk.ticket_file("1"));
    let old = desk.git(&["rev-parse", "HEAD"]).ok();
    desk.tramite(&["set", "1", "priority=low", "-m", "it can wait a while"]).ok();
    desk.tramite(&["note", "2", "-m", "more"]).ok();
    let tip = desk.git(&["rev-parse", "HEAD"]).ok();
    // The branch goes on without the files, as after a push into it.
    desk.git(&["reset", "-q", "--hard", old.trim()]).ok();
    desk.write("mine.txt", "mine\n");
    let third = format!("{}/ticket.yaml", desk.ticket_file("3"));
    let edited = desk.read(&third).replace("Wrong total", "Wrong sum");
    desk.write(&third, &edited);
    desk.git(&["update-ref", "refs/heads/main", tip.trim()]).ok();
    is_mended(&desk, "work_tree");
    assert!(desk.read(&path).contains("priority: low"));
    assert_eq!((desk.read("mine.txt"), desk.read(&third)), ("mine\n".to_owned(), edited));
    assert_eq!(desk.git(&["status", "--porcelain"]).ok(), format!(" M {third}\n?? mine.txt\n"));
    // A person's edits, staged or not, never look like a tree that is behind.
    desk.git(&["add", &third]).ok();
    assert_eq!(checks(&desk), Vec::<String>::new());
}

#[test]
fn what_a_killed_process_left_is_finished() {
    let mut desk = desk();
    for (step, done) in [("journal", false), ("ref", true)] {
        desk.set("TRAMITE_CRASH_AT", step);
        let said = desk.tramite(&["note", "1", "-m", step]);
        desk.unset("TRAMITE_CRASH_AT");
        if said.code == 0 {
            // This build has no place to be killed at.
            return;
        }
        is_mended(&desk, "journal");
        let shown = desk.tramite(&["show", "1"]).ok();
        assert_eq!(shown.contains(step), done, "{shown}");
        desk.is_clean();
    }
}

#[test]
fn a_journal_that_says_nothing_is_put_aside_and_locks_go_when_nobody_holds_them() {
    let desk = desk();
    desk.write(".git/tramite/journal", "no journal");
    is_mended(&desk, "journal");
    desk.tramite(&["note", "1", "-m", "writing goes on"]).ok();
    desk.write(".git/index.lock", "");
    assert_eq!(checks(&desk), ["lock"]);
    // While a git process is at work here its lock is left to it.
    let mut busy = desk
        .command("git")
        .args(["cat-file", "--batch"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let (code, found) = findings(&desk, &["--fix"]);
    busy.kill().unwrap();
    busy.wait().unwrap();
    if std::path::Path::new("/proc/self/comm").exists() {
        assert_eq!((code, &found[0]["fixed"]), (1, &json!(false)));
        assert!(found[0]["error"].as_str().unwrap().contains("works with git"), "{found:?}");
        // So it is to one that has it open, whatever it is called.
        let mut other = desk.command("sh").args(["-c", "exec sleep 60 3> .git/index.lock"]).spawn().unwrap();
        let open = std::path::PathBuf::from(format!("/proc/{}/fd/3", other.id()));
        while std::fs::read_link(&open).is_err() {
            std::thread::yield_now();
        }
        let (code, found) = findings(&desk, &["--fix"]);
        other.kill().unwrap();
        other.wait().unwrap();
        assert_eq!((code, &found[0]["fixed"]), (1, &json!(false)), "{found:?}");
        is_mended(&desk, "lock");
        desk.tramite(&["note", "1", "-m", "and on"]).ok();
    }
}

#[test]
fn a_broken_index_and_too_many_objects() {
    let desk = desk();
    let before = desk.tramite(&["list", "--format", "json"]).ok();
    desk.tramite(&["links"]).ok();
    for name in ["index.db", "commits.db"] {
        // Both are there; the first page is whole, what follows is not.
        desk.tramite(&["links"]).ok();
        let path = desk.path().join(".git/tramite").join(name);
        desk.sh("rm -f .git/tramite/*-wal .git/tramite/*-shm").ok();
        let mut bytes = std::fs::read(&path).unwrap();
        let from = bytes.len().min(100);
        bytes[from..].fill(0xA5);
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(checks(&desk), ["index"]);
        std::fs::write(&path, &bytes).unwrap();
        let (code, found) = findings(&desk, &["--fix"]);
        assert_eq!((code, found.len(), &found[0]["fixed"]), (0, 1, &json!(true)), "{found:?}");
        assert_eq!(checks(&desk), Vec::<String>::new());
    }
    assert_eq!(desk.tramite(&["list", "--format", "json"]).ok(), before);
    // Git's own index, damaged or gone, is made of HEAD; edits of files stay, and so does what was in its place.
    let third = format!("{}/ticket.yaml", desk.ticket_file("3"));
    let own = desk.read(&third);
    desk.write(&third, &own.replace("Wrong total", "Wrong sum"));
    for breaking in ["printf garbage > .git/index", "rm .git/index"] {
        desk.sh(breaking).ok();
        let said = desk.tramite(&["note", "1", "-m", "x"]).fails(6);
        assert!(said.lines().any(|line| line.contains("mend: tramite doctor --fix")), "{said:?}");
        is_mended(&desk, "git_index");
        assert_eq!(desk.git(&["status", "--porcelain"]).ok(), format!(" M {third}\n"));
        assert_eq!(desk.read(".git/index.damaged"), "garbage");
    }
    desk.git(&["add", &third]).ok();
    assert_eq!(findings(&desk, &["--fix"]), (0, Vec::new()), "an index that can be read is left as it is");
    assert_eq!(desk.git(&["status", "--porcelain"]).ok(), format!("M  {third}\n"));
    // What a merge has staged is in no commit.
    desk.sh("git rev-parse HEAD > .git/MERGE_HEAD; printf garbage > .git/index").ok();
    let (code, found) = findings(&desk, &["--fix"]);
    assert_eq!((code, &found[0]["check"], &found[0]["fixed"]), (1, &json!("git_index"), &json!(false)));
    assert!(found[0]["mend"].as_str().unwrap().contains("git merge --abort"), "{found:?}");
    assert_eq!(desk.read(".git/index"), "garbage");
    desk.sh("rm .git/MERGE_HEAD .git/index; git reset -q --hard").ok();
    // What a sparse checkout leaves out is not deleted; an index may also be there with nothing in it.
    desk.git(&["sparse-checkout", "set", ".tramite"]).ok();
    desk.sh("head -c 5000 /dev/zero > .git/index").ok();
    is_mended(&desk, "git_index");
    desk.is_clean();
    desk.git(&["sparse-checkout", "disable"]).ok();
    desk.sh("for n in $(seq 1 150); do printf %s $n > ../blob$n; echo ../blob$n; done | git hash-object -w --stdin-paths > ../ids").ok();
    assert_eq!(checks(&desk), Vec::<String>::new());
    desk.git(&["config", "gc.auto", "100"]).ok();
    is_mended(&desk, "maintenance");
    // Nobody's unreachable work is taken along.
    let kept = desk.sh("git cat-file --batch-check < ../ids | grep -c blob").ok();
    assert_eq!(kept.trim(), "150");
    desk.is_clean();
}

#[test]
fn of_two_tickets_with_one_number_the_younger_gets_another() {
    let mut desk = Place::desk();
    desk.git(&["switch", "-q", "-c", "other"]).ok();
    let open = |desk: &Place, title: &str| {
        desk.tramite(&["open", "question", "-t", title, "--for", "maria@example"]).ok()
    };
    open(&desk, "The elder");
    desk.git(&["switch", "-q", "main"]).ok();
    desk.at("2026-11-23T10:30:00-03:00");
    desk.set("TRAMITE_SEED", "2");
    open(&desk, "The younger");
    desk.git(&["merge", "-q", "--no-edit", "other"]).ok();
    assert_eq!(desk.tramite(&["show", "1"]).code, 3, "both are number 1");
    let before = count(&desk);
    assert_eq!(checks(&desk), ["duplicate_number"]);
    desk.be("Eve", "eve@elsewhere.example");
    let (code, found) = findings(&desk, &["--fix"]);
    assert_eq!((code, &found[0]["fixed"]), (1, &json!(false)));
    super::support::be_ana(&mut desk);
    is_mended(&desk, "duplicate_number");
    assert_eq!(count(&desk), before + 1);
    let title =
        |ticket: &str| desk.tramite(&["show", ticket, "--format", "json"]).json()["ticket"]["title"].clone();
    assert_eq!((title("202611/0001"), title("202611/0002")), (json!("The elder"), json!("The younger")));
    let subject = desk.git(&["log", "-1", "--format=%s"]).ok();
    assert_eq!(subject.trim(), "202611/0002 number: 202611/0001 → 202611/0002");
    let findings = desk.tramite(&["validate", "--format", "json"]).json();
    assert_eq!(findings["findings"], json!([]));
    assert!(full(&desk, "202611/0002").starts_with("202611/0001-"), "its path never changes");
    desk.is_clean();
}

#[test]
fn what_only_people_can_mend_is_told() {
    let mut desk = desk();
    desk.git(&["clone", "-q", "--depth", "1", &format!("file://{}", desk.path().display()), "../shallow"])
        .ok();
    desk.git(&[
        "clone",
        "-q",
        "--filter=blob:none",
        "--no-checkout",
        &format!("file://{}", desk.path().display()),
        "../partial",
    ]);
    desk.cd("shallow");
    for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
        desk.unset(name);
    }
    assert_eq!(checks(&desk), ["identity", "shallow", "merge_driver"]);
    let (code, found) = findings(&desk, &["--fix"]);
    let fixed: Vec<bool> = found.iter().map(|one| one["fixed"].as_bool().unwrap()).collect();
    assert_eq!((code, fixed), (1, vec![false, true, true]));
    assert!(found[0]["mend"].as_str().unwrap().contains("git config"), "{found:?}");
    assert_eq!(checks(&desk), ["identity"]);
    assert_eq!(desk.git(&["rev-parse", "--is-shallow-repository"]).ok(), "false\n");
    // A git that is too old, and none at all.
    desk.write("bin/git", "#!/bin/sh\necho git version 2.17.1\n");
    desk.sh("chmod +x bin/git").ok();
    let path = desk.env.iter().find(|(key, _)| key == "PATH").unwrap().1.clone();
    super::support::be_ana(&mut desk);
    desk.set("PATH", &format!("{}:{path}", desk.path().join("bin").display()));
    let said = desk.tramite(&["doctor"]);
    assert!(said.out.contains("2.17.1") || said.err.contains("git"), "{said:?}");
    desk.cd("elsewhere");
    std::fs::create_dir_all(desk.path()).unwrap();
    desk.set("PATH", &path);
    super::support::is_told(&desk.tramite(&["doctor"]).fails(3));
}
