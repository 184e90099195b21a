//! Repositories in the middle of something, or made in a way of their own (5): what does not concern the desk's branch is
//! not in its way.

use crate::harness::Place;

const OPEN: [&str; 8] = ["open", "question", "-t", "First", "-d", "Text", "--for", "maria@example"];

fn comments(desk: &Place) -> usize {
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    shown["ticket"]["comments"].as_array().unwrap().len()
}

/// Reads and writes, and leaves git's view of the working tree as it was.
#[track_caller]
fn works(desk: &Place, when: &str) {
    let (status, before) = (desk.git(&["status", "--porcelain"]).ok(), comments(desk));
    desk.tramite(&["comment", "1", "-m", when]).ok();
    desk.tramite(&OPEN).ok();
    assert_eq!(comments(desk), before + 1, "{when}");
    assert_eq!(desk.git(&["status", "--porcelain"]).ok(), status, "{when}");
    assert_eq!(desk.git(&["fsck", "--strict", "--no-dangling"]).ok(), "", "{when}");
}

/// The code may be in any state: the desk is on another branch.
#[test]
fn whatever_happens_to_the_code_the_desk_beside_it_works() {
    let code = Place::repository();
    for i in 1..=4 {
        code.write("main.c", &format!("{i}\n"));
        code.commit("code");
    }
    code.tramite(&["init", "--branch", "desk", "--preset", "helpdesk"]).ok();
    code.tramite(&OPEN).ok();
    code.git(&["checkout", "-q", "-b", "side", "HEAD~1"]).ok();
    code.write("main.c", "side\n");
    code.commit("side");
    code.git(&["checkout", "-q", "main"]).ok();
    for (begin, end, when) in [
        ("git bisect start HEAD HEAD~3", "git bisect reset", "in a bisect"),
        ("! git merge side", "git merge --abort", "in a merge"),
        ("! git rebase side", "git rebase --abort", "in a rebase"),
        ("! git cherry-pick side", "git cherry-pick --abort", "in a cherry-pick"),
        ("git checkout -q --detach", "git checkout -q main", "on a detached HEAD"),
        ("git checkout -q --orphan unborn", "git checkout -q -f main", "on an unborn branch"),
    ] {
        code.sh(begin).ok();
        works(&code, when);
        code.sh(end).ok();
    }
    code.is_clean();
}

#[test]
fn with_every_form_of_the_index() {
    let desk = Place::desk();
    desk.tramite(&OPEN).ok();
    for i in 0..3 {
        desk.write(&format!("file{i}"), "x\n");
    }
    desk.commit("files");
    for (line, when) in [
        ("git config feature.manyFiles true && git status", "feature.manyFiles"),
        ("git config index.skipHash true && touch file0 && git update-index --refresh", "without a checksum"),
        ("git update-index --index-version 4", "version 4"),
        ("git update-index --untracked-cache", "an untracked cache"),
        ("git update-index --assume-unchanged file1", "assume-unchanged"),
        ("git update-index --skip-worktree file2 && rm file2", "skip-worktree"),
        ("echo x > later && git add -N later", "intent to add"),
    ] {
        desk.sh(line).ok();
        works(&desk, when);
    }
    assert!(!desk.path().join("file2").exists(), "what git was told to leave out stays out");
}

/// A path that git left in conflict without a merge under way: not the ticket's, so left as it is.
#[test]
fn with_an_unmerged_path_of_a_stash() {
    let desk = Place::desk();
    desk.tramite(&OPEN).ok();
    desk.write("file", "one\n");
    desk.commit("file");
    desk.sh("echo stashed > file && git stash -q && echo committed > file && git commit -q -am file").ok();
    desk.git(&["stash", "pop", "-q"]).exits(1);
    assert_eq!(desk.git(&["status", "--porcelain"]).ok(), "UU file\n");
    works(&desk, "an unmerged path");
}

#[test]
fn repositories_made_in_other_ways() {
    let mut desk = Place::desk();
    desk.tramite(&OPEN).ok();
    let path = desk.path().display().to_string();
    desk.cd("");
    desk.git(&["clone", "-q", "--shared", &path, "shared"]).ok();
    desk.git(&["clone", "-q", "--separate-git-dir", "away.git", &path, "separate"]).ok();
    desk.git(&["init", "-q", "super"]).ok();
    desk.cd("super");
    desk.git(&["-c", "protocol.file.allow=always", "submodule", "add", "-q", &path, "sub"]).ok();
    // The repository around it is no desk.
    desk.tramite(&["list"]).fails(3);
    for name in ["shared", "separate", "super/sub"] {
        desk.cd(name);
        works(&desk, name);
        desk.git(&["checkout", "-q", "-b", "team/with/slashes"]).ok();
        works(&desk, name);
    }
}

/// The desk's worktree was deleted, or has gone: it is not missed.
#[test]
fn a_worktree_that_is_gone_is_not_in_the_way() {
    let desk = Place::repository();
    desk.write("main.c", "int main;\n");
    desk.commit("code");
    desk.tramite(&["init", "--branch", "desk", "--preset", "helpdesk"]).ok();
    desk.tramite(&OPEN).ok();
    desk.git(&["worktree", "add", "-q", "../gone", "desk"]).ok();
    std::fs::remove_dir_all(desk.root().join("gone")).unwrap();
    works(&desk, "a worktree that is gone");
    assert!(!desk.root().join("gone").exists());
}

/// Git's hooks for commits are for commits by hand: a desk's own change does not depend on them.
#[test]
fn a_hook_that_refuses_commits_does_not_stop_the_desk() {
    let desk = Place::desk();
    desk.tramite(&OPEN).ok();
    desk.sh("printf '#!/bin/sh\\nexit 1\\n' > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit").ok();
    works(&desk, "a hook that refuses");
}

#[test]
fn a_lock_of_another_program_is_waited_for_and_then_named() {
    let desk = Place::desk();
    desk.tramite(&OPEN).ok();
    desk.write(".git/index.lock", "");
    let error = desk.tramite(&["comment", "1", "-m", "x"]).fails(6);
    assert!(error.contains("index.lock"), "{error}");
    assert!(desk.path().join(".git/index.lock").exists(), "it is not ours to remove");
    desk.tramite(&["list"]).ok();
    // One that goes away meanwhile is only waited for.
    desk.sh("(sleep 0.7; rm .git/index.lock) & tramite comment 1 -m waited; wait").ok();
    assert_eq!(comments(&desk), 1);
    desk.is_clean();
}
