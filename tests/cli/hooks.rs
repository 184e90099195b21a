//! Hooks, by real `git commit` and `git push`.

use super::links::{edit, full};
use crate::harness::{Place, Said};
use serde_json::{Value, json};

/// A desk with tickets 1 to 3 and the hooks of a clone.
fn desk() -> Place {
    let desk = super::links::desk();
    desk.tramite(&["hooks", "install"]).ok();
    desk
}

fn commit(place: &Place, message: &str) -> Said {
    place.git(&["commit", "-q", "--allow-empty", "-m", message])
}

fn last_message(place: &Place) -> String {
    place.git(&["log", "-1", "--format=%B"]).ok().trim_end().to_owned()
}

fn states(place: &Place) -> Value {
    let status = place.tramite(&["hooks", "status", "--format", "json"]).json();
    let all = status["hooks"].as_array().unwrap();
    all.iter().map(|hook| json!([hook["hook"], hook["state"], hook["before"]])).collect()
}

fn script(place: &Place, path: &str, text: &str) {
    place.write(path, text);
    place.sh(&format!("chmod +x {path}")).ok();
}

/// Without the `tramite` binary, but with git.
fn without_tramite(place: &mut Place) {
    place.set("PATH", "/usr/local/bin:/usr/bin:/bin");
}

#[test]
fn a_message_that_names_no_ticket_is_refused_and_numbers_are_completed() {
    let desk = desk();
    let (one, two) = (full(&desk, "1"), full(&desk, "2"));
    let head = desk.git(&["rev-parse", "HEAD"]).ok();
    let refused = commit(&desk, "Mend\n\nFixes: 202611/0033\nTicket: 202611/0001");
    assert_ne!(refused.code, 0);
    assert!(refused.err.contains("\"Fixes: 202611/0033\" names no ticket"), "{}", refused.err);
    assert!(
        refused.err.contains("did you mean") && refused.err.contains(&full(&desk, "3")),
        "{}",
        refused.err
    );
    assert_eq!(desk.git(&["rev-parse", "HEAD"]).ok(), head);
    let text = |a: &str, b: &str| {
        format!(
            "Mend\n\nTicket: 202611/0001 in prose stays.\n\nTicket: {a}\nfixes: {b}\nFixes: 1a2b3c4 (\"Other\")\nSigned-off-by: Ana <ana@desk.example>"
        )
    };
    commit(&desk, &text("202611/0001", "202611-0002")).ok();
    assert_eq!(last_message(&desk), text(&one, &two));
    commit(&desk, "Several\n\nTicket: 202611/0001, 202611/0002").ok();
    assert_eq!(last_message(&desk), format!("Several\n\nTicket: {one}, {two}"));
    commit(&desk, "No trailer: fixes 202611/0033 in prose").ok();
    commit(&desk, "Not ours\n\nFixes: #12").ok();
    // A number that another ticket had is the committer's to complete.
    desk.git(&["-c", "core.hooksPath=/dev/null", "status"]).ok();
    edit(&desk, "1", "type:", "number: 202611/0009\ntype:");
    edit(&desk, "3", "type:", "number: 202611/0001\ntype:");
    let refused = commit(&desk, "Mend\n\nTicket: 202611/0001");
    assert!(refused.code != 0 && refused.err.contains("more than one ticket"), "{}", refused.err);
    assert!(refused.err.contains(&one.replace("0001", "0009")), "{}", refused.err);
    commit(&desk, &format!("Mend\n\nTicket: {one}")).ok();
}

#[test]
fn the_branchs_ticket_goes_into_the_message_once() {
    let mut desk = desk();
    let one = full(&desk, "1");
    desk.git(&["switch", "-q", "-c", "202611-0001-fix"]).ok();
    commit(&desk, "Mend it").ok();
    assert_eq!(last_message(&desk), format!("Mend it\n\nTicket: {one}"));
    desk.git(&["commit", "-q", "--amend", "--allow-empty", "--no-edit"]).ok();
    assert_eq!(last_message(&desk), format!("Mend it\n\nTicket: {one}"));
    commit(&desk, "Mend it all\n\nFixes: 202611/0001").ok();
    assert_eq!(last_message(&desk), format!("Mend it all\n\nFixes: {one}"));
    // With an editor, the trailer stands above git's comments, and an emptied message still aborts.
    script(
        &desk,
        "../editor",
        "#!/bin/sh\nprintf 'By hand\\n' | cat - \"$1\" > \"$1.new\" && mv \"$1.new\" \"$1\"\n",
    );
    desk.set("GIT_EDITOR", &desk.root().join("editor").display().to_string());
    desk.git(&["commit", "-q", "--allow-empty", "-v"]).ok();
    assert_eq!(last_message(&desk), format!("By hand\n\nTicket: {one}"));
    let suffix = one.rsplit('-').next().unwrap().to_owned();
    for branch in [format!("ana/202611-0001-{suffix}-more"), "202611-0001-fast".to_owned()] {
        desk.git(&["switch", "-q", "-c", &branch]).ok();
        commit(&desk, "On a branch").ok();
        assert_eq!(last_message(&desk), format!("On a branch\n\nTicket: {one}"), "{branch}");
    }
    for branch in ["202611-0099-nothing", "release-202611-0001"] {
        desk.git(&["switch", "-q", "-c", branch]).ok();
        commit(&desk, "On a branch").ok();
        assert_eq!(last_message(&desk), "On a branch", "{branch}");
    }
    desk.git(&["switch", "-q", "202611-0001-fix"]).ok();
    desk.git(&["merge", "-q", "--no-ff", "--no-edit", "release-202611-0001"]).ok();
    assert!(!last_message(&desk).contains("Ticket:"), "a merge is of both sides");
}

#[test]
fn what_is_staged_of_the_desk_is_checked() {
    let desk = desk();
    let path = format!("{}/ticket.yaml", desk.ticket_file("1"));
    let text = desk.read(&path);
    desk.write(&path, &text.replace("status: new", "status: no_such"));
    desk.git(&["add", "-A"]).ok();
    let refused = desk.git(&["commit", "-q", "-m", "by hand"]);
    assert_ne!(refused.code, 0);
    assert!(format!("{}{}", refused.out, refused.err).contains("no_such"), "{refused:?}");
    desk.write(&path, &text.replace("status: new", "status: open"));
    desk.write("README", "code beside the desk\n");
    desk.git(&["add", "-A"]).ok();
    desk.git(&["commit", "-q", "-m", "by hand"]).ok();
    // What is not of the desk is not looked at, also where the desk has old mistakes.
    desk.write(&path, &text.replace("status: new", "status: no_such"));
    desk.git(&["commit", "-q", "--no-verify", "-am", "a mistake"]).ok();
    desk.write("README", "more\n");
    desk.git(&["commit", "-q", "-am", "code only"]).ok();
}

#[test]
fn hooks_of_others_are_kept_run_first_and_come_back() {
    let mut desk = super::links::desk();
    script(
        &desk,
        ".git/hooks/commit-msg",
        "#!/bin/sh\nsed -i '1s/$/ (seen)/' \"$1\"\ngrep -q forbidden \"$1\" && exit 7\nexit 0\n",
    );
    let theirs = desk.read(".git/hooks/commit-msg");
    for _ in 0..2 {
        desk.tramite(&["hooks", "install"]).ok();
        assert_eq!(
            states(&desk),
            json!([
                ["pre-commit", "installed", false],
                ["prepare-commit-msg", "installed", false],
                ["commit-msg", "installed", true],
                ["pre-receive", "absent", false],
            ])
        );
    }
    assert_eq!(desk.read(".git/hooks/commit-msg.before-tramite"), theirs);
    commit(&desk, "Mend").ok();
    assert_eq!(last_message(&desk), "Mend (seen)");
    assert_ne!(commit(&desk, "forbidden").code, 0);
    assert_ne!(commit(&desk, "x\n\nTicket: 202611/0099").code, 0, "ours runs too");
    // Their tool writes its hook again: nobody's is lost.
    script(&desk, ".git/hooks/commit-msg", "#!/bin/sh\nexit 0\n");
    let conflict = desk.tramite(&["hooks", "install"]).fails(5);
    assert!(conflict.contains("before-tramite"), "{conflict}");
    desk.write(".git/hooks/commit-msg", &theirs);
    desk.sh("rm .git/hooks/commit-msg.before-tramite").ok();
    desk.tramite(&["hooks", "install"]).ok();
    // Without the binary: a message passes with a warning, what is staged does not.
    let path = desk.env.iter().find(|(key, _)| key == "PATH").unwrap().1.clone();
    without_tramite(&mut desk);
    let said = desk.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
    assert!(said.code != 0 && said.err.contains("pre-commit: tramite is not on the PATH"), "{}", said.err);
    desk.set("PATH", &path);
    let gone = desk.tramite(&["hooks", "uninstall", "--format", "json"]).json();
    assert_eq!(gone["removed"], json!(["pre-commit", "prepare-commit-msg", "commit-msg"]));
    assert_eq!(desk.read(".git/hooks/commit-msg"), theirs);
    assert!(desk.sh("ls .git/hooks/*tramite*").code != 0);
    assert_eq!(desk.tramite(&["hooks", "uninstall"]).ok(), "no hook of tramite's is here\n");
}

#[test]
fn hooks_are_where_git_looks_for_them() {
    let mut desk = super::links::desk();
    // A folder of the user's own, as husky has it; seen from a folder below, and from another worktree.
    desk.git(&["config", "core.hooksPath", ".hooks"]).ok();
    desk.write("src/x", "");
    desk.cd("desk/src");
    desk.tramite(&["hooks", "install"]).ok();
    desk.cd("desk");
    assert!(desk.read(".hooks/commit-msg").contains("tramite hooks run commit-msg"));
    assert_ne!(commit(&desk, "x\n\nTicket: 202611/0099").code, 0);
    desk.git(&["config", "--unset", "core.hooksPath"]).ok();
    desk.git(&["worktree", "add", "-q", "../side"]).ok();
    desk.cd("side");
    desk.tramite(&["hooks", "install"]).ok();
    assert_ne!(commit(&desk, "x\n\nTicket: 202611/0099").code, 0);
    desk.cd("desk");
    assert_ne!(commit(&desk, "x\n\nTicket: 202611/0099").code, 0, "worktrees share their hooks");
    // A repository without a desk is let alone by a hook that serves several.
    desk.cd("code");
    std::fs::create_dir_all(desk.path()).unwrap();
    desk.git(&["init", "-q", "-b", "main"]).ok();
    desk.tramite(&["hooks", "install"]).ok();
    commit(&desk, "x\n\nTicket: 202611/0099").ok();
    // A desk on a branch of a code repository: the messages of code are checked.
    desk.tramite(&["init", "--branch", "desk", "--preset", "helpdesk"]).ok();
    desk.tramite(&["open", "question", "-t", "How?", "--for", "maria@example"]).ok();
    let one = full(&desk, "1");
    desk.git(&["switch", "-q", "-c", "202611-0001-answer"]).ok();
    desk.write("main.c", "int main() {}\n");
    desk.git(&["add", "main.c"]).ok();
    commit(&desk, "Answer").ok();
    assert_eq!(last_message(&desk), format!("Answer\n\nTicket: {one}"));
    assert_ne!(commit(&desk, "x\n\nTicket: 202611/0099").code, 0);
    assert!(desk.tramite(&["show", "1"]).ok().contains("Answer"), "the ticket shows the commit");
}

#[test]
fn a_servers_hook_feeds_both_and_refuses_where_it_cannot_check() {
    let mut desk = super::links::desk();
    desk.git(&["init", "-q", "--bare", "../server.git"]).ok();
    desk.git(&["remote", "add", "origin", "../server.git"]).ok();
    desk.cd("server.git");
    script(&desk, "hooks/pre-receive", "#!/bin/sh\ncat > before\n");
    desk.tramite(&["hooks", "install", "--server"]).ok();
    assert_eq!(states(&desk)[3], json!(["pre-receive", "installed", true]));
    assert_eq!(states(&desk)[0], json!(["pre-commit", "absent", false]));
    // In the binary's place: what it is called with, and what it reads.
    script(
        &desk,
        "bin/tramite",
        "#!/bin/sh\necho \"$@\" > called\ncat > read\ngrep -q refused called.as && exit 1\nexit 0\n",
    );
    desk.write("called.as", "");
    let bin = desk.path().join("bin").display().to_string();
    desk.set("PATH", &format!("{bin}:/usr/local/bin:/usr/bin:/bin"));
    desk.cd("desk");
    let push = |desk: &Place| desk.git(&["push", "-q", "origin", "main"]);
    push(&desk).ok();
    desk.cd("server.git");
    let tip = desk.git(&["rev-parse", "main"]).ok();
    assert_eq!(desk.read("called"), "check --pre-receive\n");
    assert_eq!(desk.read("read"), format!("{} {} refs/heads/main\n", "0".repeat(40), tip.trim()));
    assert_eq!(desk.read("read"), desk.read("before"));
    desk.write("called.as", "refused");
    desk.cd("desk");
    commit(&desk, "more").ok();
    assert_ne!(push(&desk).code, 0);
    without_tramite(&mut desk);
    let said = push(&desk);
    assert!(said.code != 0 && said.err.contains("tramite is not on the server's PATH"), "{}", said.err);
    desk.cd("server.git");
    assert_eq!(desk.git(&["rev-parse", "main"]).ok(), tip, "nothing was taken");
}

#[test]
fn a_push_is_judged_by_the_desks_rules() {
    let mut desk = super::links::desk();
    desk.git(&["init", "-q", "--bare", "../server.git"]).ok();
    desk.git(&["remote", "add", "origin", "../server.git"]).ok();
    desk.cd("server.git");
    desk.tramite(&["hooks", "install", "--server"]).ok();
    desk.cd("desk");
    let push = |desk: &Place| desk.git(&["push", "-q", "origin", "main"]);
    push(&desk).ok();
    // What scan and undo write is as good as anything.
    desk.tramite(&["tag", "1", "+vip"]).ok();
    push(&desk).ok();
    desk.tramite(&["undo"]).ok();
    desk.git(&["commit", "-q", "--allow-empty", "-m", "Mend\n\nFixes: 202611/0001"]).ok();
    desk.tramite(&["scan", "."]).ok();
    push(&desk).ok();
    edit(&desk, "1", "status: new", "status: solved");
    let refused = push(&desk);
    assert!(refused.code != 0 && refused.err.contains("202611/0001"), "{}", refused.err);
}
