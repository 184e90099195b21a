//! Plain git on a desk with the merge driver set up: nothing is dropped silently.

use crate::harness::Place;

/// A desk with one ticket, and two branches on which it is changed.
fn branched() -> Place {
    let mut desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "How do I export?", "--for", "maria@example"]).ok();
    desk.git(&["switch", "-q", "-c", "other"]).ok();
    desk.at("2026-11-23T11:00:00-03:00");
    desk
}

#[test]
fn changes_of_different_keys_are_merged_by_git() {
    let mut desk = branched();
    desk.tramite(&["tag", "1", "+vip"]).ok();
    desk.tramite(&["note", "1", "-m", "from the other branch"]).ok();
    desk.git(&["switch", "-q", "main"]).ok();
    desk.at("2026-11-23T12:00:00-03:00");
    desk.tramite(&["set", "1", "priority=high", "tags=+export"]).ok();
    desk.tramite(&["note", "1", "-m", "from the main branch"]).ok();
    desk.git(&["merge", "-q", "--no-edit", "other"]).ok();
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["priority"], "high");
    assert_eq!(shown["ticket"]["tags"], serde_json::json!(["export", "vip"]));
    assert_eq!(shown["ticket"]["comments"].as_array().unwrap().len(), 2);
    desk.is_clean();
}

#[test]
fn a_clash_leaves_markers_that_nothing_overwrites() {
    let mut desk = branched();
    desk.tramite(&["set", "1", "priority=low"]).ok();
    desk.git(&["switch", "-q", "main"]).ok();
    desk.at("2026-11-23T12:00:00-03:00");
    desk.tramite(&["set", "1", "priority=high"]).ok();
    let merge = desk.git(&["merge", "--no-edit", "other"]);
    assert_ne!(merge.code, 0);
    assert!(merge.err.contains("priority: ours \"high\", theirs \"low\""), "{}", merge.err);
    let path = format!("{}/ticket.yaml", desk.ticket_file("1").trim_end_matches("/ticket.yaml"));
    let text = desk.read(&path);
    assert!(
        text.contains("<<<<<<<") && text.contains("priority: high") && text.contains("priority: low"),
        "{text}"
    );
    let found = desk.tramite(&["validate", "--format", "json"]).exits(1);
    assert!(found.out.contains("conflict_markers"), "{}", found.out);
    assert!(desk.tramite(&["note", "1", "-m", "x"]).fails(5).lines().count() >= 2);
    // Also where git has forgotten that it was in the middle of something.
    desk.git(&["merge", "--abort"]).ok();
    desk.write(&path, &text);
    let error = desk.tramite(&["note", "1", "-m", "x"]).fails(5);
    assert!(error.contains("conflict markers") && error.contains("git checkout --"), "{error}");
    desk.git(&["checkout", "-q", "--", &path]).ok();
    desk.tramite(&["note", "1", "-m", "x"]).ok();
}

#[test]
fn without_the_binary_git_merges_lines_as_ever() {
    let mut desk = branched();
    desk.tramite(&["tag", "1", "+vip"]).ok();
    desk.git(&["switch", "-q", "main"]).ok();
    desk.at("2026-11-23T12:00:00-03:00");
    desk.tramite(&["note", "1", "-m", "elsewhere"]).ok();
    desk.set("PATH", "/usr/local/bin:/usr/bin:/bin");
    desk.git(&["merge", "-q", "--no-edit", "other"]).ok();
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["tags"], serde_json::json!(["vip"]));
}

/// How git is set up when it merges.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Driver {
    There,
    /// Set up, but `tramite` is not on the PATH.
    Missing,
    /// A clone in which no `tramite` command ran.
    None,
}

/// Runs git, or a line of several, as it is set up. Where it stops in a conflict, nothing is lost: markers, which `validate`
/// finds and writers refuse, or the file of one side with git's word that the other removed it; and `--resolve` settles it.
#[track_caller]
fn with(desk: &mut Place, driver: Driver, line: &str, go_on: &str) {
    let path = desk.env.iter().find(|(key, _)| key == "PATH").unwrap().1.clone();
    match driver {
        Driver::There => {}
        Driver::Missing => desk.set("PATH", "/usr/local/bin:/usr/bin:/bin"),
        Driver::None => {
            desk.git(&["config", "--remove-section", "merge.tramite"]).ok();
        }
    }
    let said = desk.sh(line);
    desk.set("PATH", &path);
    if said.code == 0 {
        return;
    }
    assert_ne!(driver, Driver::There, "{line}: {}{}", said.out, said.err);
    for _ in 0..5 {
        let unmerged = desk.git(&["ls-files", "-u"]).ok();
        assert!(!unmerged.is_empty(), "{line}: {}{}", said.out, said.err);
        desk.tramite(&["validate"]).exits(1);
        desk.tramite(&["set", "1", "title=Another"]).fails(5);
        desk.tramite(&["sync", "--resolve"]).ok();
        // The next commit of several may stop in its turn.
        if desk.sh(go_on).code == 0 {
            return;
        }
    }
    panic!("{line} does not come to an end");
}

/// Tag and comment of the other branch, priority and comment of this one: all of it is there, whatever verb brought it.
#[test]
fn every_verb_of_git_keeps_both_sides_work() {
    for driver in [Driver::There, Driver::Missing, Driver::None] {
        for (line, go_on) in [
            ("git merge -q --no-edit other", "git commit -q --no-edit"),
            ("git pull -q --no-rebase --no-edit . other", "git commit -q --no-edit"),
            ("git pull -q --rebase . other", "GIT_EDITOR=true git rebase --continue"),
            ("git rebase -q other", "GIT_EDITOR=true git rebase --continue"),
            ("git cherry-pick main..other", "GIT_EDITOR=true git cherry-pick --continue"),
            ("git format-patch -q --stdout main..other > ../p && git am -q -3 ../p", "git am --continue"),
        ] {
            let mut desk = branched();
            desk.tramite(&["note", "1", "-m", "from the other branch"]).ok();
            desk.tramite(&["tag", "1", "+vip"]).ok();
            desk.git(&["switch", "-q", "main"]).ok();
            desk.at("2026-11-23T12:00:00-03:00");
            desk.tramite(&["note", "1", "-m", "from the main branch"]).ok();
            desk.tramite(&["set", "1", "priority=high", "origin=phone"]).ok();
            with(&mut desk, driver, line, go_on);
            let shown = desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"].clone();
            assert_eq!(
                (&shown["priority"], &shown["origin"], &shown["tags"]),
                (&"high".into(), &"phone".into(), &serde_json::json!(["vip"])),
                "{driver:?}: {line}"
            );
            assert_eq!(shown["comments"].as_array().unwrap().len(), 2, "{driver:?}: {line}");
            desk.is_clean();
            desk.tramite(&["validate"]).ok();
        }
    }
}

#[test]
fn a_revert_takes_back_one_key_and_a_stash_brings_one_back() {
    for driver in [Driver::There, Driver::Missing, Driver::None] {
        let mut desk = branched();
        desk.tramite(&["tag", "1", "+vip"]).ok();
        desk.tramite(&["set", "1", "origin=phone"]).ok();
        with(&mut desk, driver, "git revert --no-edit HEAD~1", "GIT_EDITOR=true git revert --continue");
        let shown = desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"].clone();
        assert_eq!(
            (&shown["origin"], &shown["tags"]),
            (&"phone".into(), &serde_json::json!([])),
            "{driver:?}"
        );
        let path = format!("{}/ticket.yaml", shown["path"].as_str().unwrap());
        let text = desk.read(&path);
        desk.write(&path, &text.replace("origin: phone\n", "origin: phone\ntags:\n  - late\n"));
        desk.git(&["stash", "-q"]).ok();
        desk.tramite(&["set", "1", "origin=email"]).ok();
        with(&mut desk, driver, "git stash pop -q", "git stash drop -q");
        let text = desk.read(&path);
        assert!(text.contains("origin: email\n") && text.contains("  - late\n"), "{driver:?}: {text}");
    }
}

#[test]
fn any_command_sets_the_driver_up_in_a_clone_and_leaves_a_persons_own() {
    let mut desk = branched();
    desk.git(&["clone", "-q", ".", "../clone"]).ok();
    desk.cd("clone");
    assert_eq!(desk.git(&["config", "merge.tramite.driver"]).code, 1);
    desk.tramite(&["list"]).ok();
    let driver = "tramite merge-driver %O %A %B %P || git merge-file %A %O %B\n";
    assert_eq!(desk.git(&["config", "merge.tramite.driver"]).ok(), driver);
    desk.git(&["config", "merge.tramite.driver", "mine %A"]).ok();
    desk.tramite(&["note", "1", "-m", "x"]).ok();
    assert_eq!(desk.git(&["config", "merge.tramite.driver"]).ok(), "mine %A\n");
}
