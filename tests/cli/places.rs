//! Wherever a repository can be, and whatever state it can be in (3, 5): every command reads the branch's tip, and a write
//! leaves alone what is not the ticket's.

use crate::harness::{Place, Said};

const OPEN: [&str; 8] = ["open", "question", "-t", "First", "-d", "Text", "--for", "maria@example"];

fn desk() -> Place {
    let desk = Place::desk();
    desk.tramite(&OPEN).ok();
    desk
}

fn comments(desk: &Place) -> usize {
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    shown["ticket"]["comments"].as_array().unwrap().len()
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests sees what was not tried")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

fn head(desk: &Place) -> String {
    desk.git(&["rev-parse", "HEAD"]).ok()
}

/// Every command that reads, and two that write, do their work.
#[track_caller]
fn everything_works(desk: &Place) {
    let reads: [&[&str]; 16] = [
        &[],
        &["list"],
        &["show", "1"],
        &["log", "1"],
        &["search", "First"],
        &["next"],
        &["board"],
        &["view", "list"],
        &["report", "sla"],
        &["sla", "explain", "1"],
        &["validate"],
        &["validate", "--all"],
        &["macro", "check"],
        &["type", "list"],
        &["calendar", "show", "business"],
        &["contact", "list"],
    ];
    for args in reads {
        assert_eq!(desk.tramite(args).exits(0).err, "", "{args:?}");
    }
    let before = comments(desk);
    desk.tramite(&["comment", "1", "-m", "here"]).ok();
    desk.tramite(&["set", "1", "priority=high"]).ok();
    desk.tramite(&["set", "1", "priority=low"]).ok();
    desk.tramite(&OPEN).ok();
    assert_eq!(comments(desk), before + 1);
}

// ── HEAD ────────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn on_a_detached_head_it_is_read_and_not_written() {
    let desk = desk();
    desk.git(&["checkout", "-q", "--detach"]).ok();
    assert!(desk.tramite(&["list"]).ok().contains("First"));
    let before = head(&desk);
    let error = desk.tramite(&["comment", "1", "-m", "x"]).fails(6);
    assert!(error.contains("detached") && error.contains("git switch"), "{error}");
    assert_eq!(head(&desk), before);
    desk.is_clean();
}

#[test]
fn an_unborn_branch_is_no_desk_yet() {
    let desk = Place::repository();
    let error = desk.tramite(&["list"]).fails(3);
    assert!(error.contains("tramite init"), "{error}");
    desk.tramite(&["init", "--preset", "helpdesk"]).ok();
    desk.tramite(&OPEN).ok();
    everything_works(&desk);
    desk.is_clean();
}

#[test]
fn without_a_repository_there_is_no_desk() {
    let place = Place::empty();
    for args in [&["list"][..], &["show", "1"], &["comment", "1", "-m", "x"], &["validate"], &[]] {
        let error = place.tramite(args).fails(3);
        assert!(error.contains("no git repository"), "{error}");
    }
}

#[test]
fn without_an_identity_it_is_read_and_not_written() {
    let mut desk = desk();
    for who in ["AUTHOR", "COMMITTER"] {
        desk.unset(&format!("GIT_{who}_NAME"));
        desk.unset(&format!("GIT_{who}_EMAIL"));
    }
    desk.git(&["config", "user.useConfigOnly", "true"]).ok();
    desk.tramite(&["list"]).ok();
    desk.tramite(&["show", "1"]).ok();
    let error = desk.tramite(&["comment", "1", "-m", "x"]).fails(6);
    assert!(error.contains("git config"), "{error}");
    desk.is_clean();
}

#[test]
fn in_a_linked_worktree() {
    let mut desk = desk();
    desk.git(&["worktree", "add", "-q", "-b", "side", "../side"]).ok();
    desk.cd("side");
    everything_works(&desk);
    assert_eq!(desk.git(&["status", "--porcelain"]).ok(), "");
    assert_eq!(desk.git(&["symbolic-ref", "HEAD"]).ok(), "refs/heads/side\n");
    // The other worktree has its own branch, and is where it was.
    desk.cd("desk");
    assert_eq!(comments(&desk), 0);
    desk.is_clean();
}

/// A branch that is checked out elsewhere than where the command runs: its working tree is kept in step there.
#[test]
fn the_desks_branch_is_checked_out_in_another_worktree() {
    let mut desk = Place::repository();
    desk.write("main.c", "int main;\n");
    desk.commit("code");
    desk.tramite(&["init", "--branch", "desk", "--preset", "helpdesk"]).ok();
    desk.git(&["worktree", "add", "-q", "../tickets", "desk"]).ok();
    desk.tramite(&OPEN).ok();
    desk.tramite(&["comment", "1", "-m", "from the code"]).ok();
    desk.is_clean();
    desk.cd("tickets");
    desk.is_clean();
    assert_eq!(desk.git(&["ls-files", "tickets"]).ok().lines().count(), 2);
    everything_works(&desk);
}

#[test]
fn in_the_middle_of_a_merge_or_rebase_it_is_read_and_not_written() {
    let desk = desk();
    desk.git(&["checkout", "-q", "-b", "side"]).ok();
    desk.write("notes", "theirs\n");
    desk.commit("theirs");
    desk.git(&["checkout", "-q", "main"]).ok();
    desk.write("notes", "ours\n");
    desk.commit("ours");
    let before = head(&desk);
    for (begin, word, give_up) in [
        ("merge", "merge", "merge"),
        ("rebase", "rebase", "rebase"),
        ("cherry-pick", "cherry-pick", "cherry-pick"),
    ] {
        desk.git(&[begin, "side"]).exits(1);
        let status = desk.git(&["status", "--porcelain"]).ok();
        assert!(desk.tramite(&["list"]).ok().contains("First"), "{begin}");
        desk.tramite(&["show", "1"]).ok();
        let error = desk.tramite(&["comment", "1", "-m", "x"]).fails(5);
        assert!(error.contains(word) && error.contains("--abort"), "{error}");
        assert_eq!(desk.git(&["status", "--porcelain"]).ok(), status, "nothing was written");
        desk.git(&[give_up, "--abort"]).ok();
        assert_eq!(head(&desk), before);
        desk.tramite(&["list"]).ok();
    }
    desk.tramite(&["comment", "1", "-m", "afterwards"]).ok();
    desk.is_clean();
}

// ── the user's own work ─────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn an_edit_of_the_ticket_is_refused_before_anything_is_written_and_shown_as_uncommitted() {
    let desk = desk();
    let path = format!("{}/ticket.yaml", desk.ticket_file("1").trim_end_matches("/ticket.yaml"));
    let edited = desk.read(&path).replace("First", "Edited");
    desk.write(&path, &edited);
    let before = head(&desk);
    let error = desk.tramite(&["set", "1", "priority=high"]).fails(6);
    assert!(error.contains("uncommitted") && error.contains(&path), "{error}");
    assert_eq!((head(&desk), desk.read(&path)), (before.clone(), edited.clone()));
    // The same once it is staged.
    desk.git(&["add", "-A"]).ok();
    desk.tramite(&["set", "1", "priority=high"]).fails(6);
    assert_eq!((head(&desk), desk.read(&path)), (before, edited.clone()));
    // Readers read the tip, and say so.
    for args in [&["list"][..], &["show", "1"]] {
        let said = desk.tramite(args).exits(0);
        assert!(said.out.contains("First") && !said.out.contains("Edited"), "{}", said.out);
        assert!(said.err.contains("uncommitted"), "{}", said.err);
    }
    // A comment is a file of its own: it goes beside the edit.
    desk.tramite(&["comment", "1", "-m", "x"]).ok();
    assert_eq!(desk.read(&path), edited);
    assert_eq!(desk.git(&["status", "--porcelain"]).ok(), format!("M  {path}\n"));
}

#[test]
fn what_the_user_has_staged_or_edited_does_not_go_into_the_tickets_commit() {
    let desk = desk();
    desk.write("tracked", "one\n");
    desk.commit("tracked");
    desk.write("tracked", "two\n");
    desk.write("staged", "staged\n");
    desk.git(&["add", "staged"]).ok();
    desk.write("untracked", "x\n");
    let status = desk.git(&["status", "--porcelain"]).ok();
    for args in [&["set", "1", "priority=high"][..], &["comment", "1", "-m", "x"], &OPEN] {
        desk.tramite(args).ok();
        let files = desk.git(&["show", "--format=", "--name-only", "HEAD"]).ok();
        assert!(files.lines().all(|file| file.starts_with("tickets/")), "{files}");
        assert_eq!(desk.git(&["status", "--porcelain"]).ok(), status);
    }
    assert_eq!(desk.read("tracked"), "two\n");
}

// ── indexes and settings that libgit2 does not follow ───────────────────────────────────────────────────────────────

#[test]
fn with_a_split_index() {
    let desk = desk();
    desk.git(&["update-index", "--split-index"]).ok();
    everything_works(&desk);
    desk.is_clean();
}

#[test]
fn with_a_sparse_index() {
    let desk = desk();
    desk.write("src/deep/main.c", "int main;\n");
    desk.commit("code");
    desk.git(&["sparse-checkout", "set", "--cone", "--sparse-index", ".tramite", "tickets"]).ok();
    assert!(desk.git(&["ls-files", "--sparse"]).ok().contains("src/\n"), "the index is sparse");
    everything_works(&desk);
    desk.is_clean();
    assert!(!desk.path().join("src").exists());
    assert_eq!(desk.git(&["show", "HEAD:src/deep/main.c"]).ok(), "int main;\n");
}

#[test]
fn with_the_tickets_outside_of_a_sparse_checkout() {
    let desk = desk();
    desk.write("src/main.c", "int main;\n");
    desk.commit("code");
    desk.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "src"]).ok();
    desk.tramite(&["comment", "1", "-m", "here"]).ok();
    desk.tramite(&OPEN).ok();
    assert_eq!(comments(&desk), 1);
    assert_eq!(desk.git(&["status", "--porcelain"]).ok(), "");
    desk.git(&["sparse-checkout", "disable"]).ok();
    desk.is_clean();
}

#[test]
fn with_line_ends_of_windows() {
    let desk = Place::repository();
    desk.git(&["config", "core.autocrlf", "true"]).ok();
    desk.tramite(&["init", "--preset", "helpdesk"]).ok();
    desk.tramite(&OPEN).ok();
    everything_works(&desk);
    desk.is_clean();
    desk.tramite(&["comment", "1", "-m", "one\ntwo"]).ok();
    let crlf = desk.git(&["grep", "-lI", "\r", "HEAD", "--", "tickets"]);
    assert_eq!((crlf.code, crlf.out.as_str()), (1, ""), "no carriage return in git");
    // Checked out anew, they are as they were written.
    std::fs::remove_dir_all(desk.path().join("tickets")).unwrap();
    desk.git(&["checkout", "-q", "--", "."]).ok();
    desk.tramite(&["set", "1", "priority=urgent"]).ok();
    desk.is_clean();
}

#[test]
fn commits_are_signed_where_git_is_told_to() {
    let desk = desk();
    if desk.sh("command -v ssh-keygen").code != 0 {
        skipped("no ssh-keygen here");
        return;
    }
    desk.sh("ssh-keygen -q -t ed25519 -N '' -C ana -f ../key && echo \"ana@desk.example $(cat ../key.pub)\" > ../allowed").ok();
    let key = desk.root().join("key.pub").display().to_string();
    let allowed = desk.root().join("allowed").display().to_string();
    for (name, value) in [
        ("gpg.format", "ssh"),
        ("user.signingkey", key.as_str()),
        ("commit.gpgsign", "true"),
        ("gpg.ssh.allowedSignersFile", allowed.as_str()),
    ] {
        desk.git(&["config", name, value]).ok();
    }
    desk.tramite(&["comment", "1", "-m", "signed"]).ok();
    desk.tramite(&OPEN).ok();
    assert_eq!(desk.git(&["log", "-2", "--format=%G?"]).ok(), "G\nG\n");
    desk.is_clean();
    // A key that is not there: nothing is written, least of all without a signature.
    desk.git(&["config", "user.signingkey", "/nowhere.pub"]).ok();
    let before = head(&desk);
    let error = desk.tramite(&["comment", "1", "-m", "x"]).fails(6);
    assert!(error.contains("sign"), "{error}");
    assert_eq!(head(&desk), before);
    desk.is_clean();
}

/// The agent of a test's own key ring, which ends with the test.
struct Agent(Place);

impl Drop for Agent {
    fn drop(&mut self) {
        self.0.sh("gpgconf --kill gpg-agent");
    }
}

#[test]
fn commits_are_signed_with_gpg_where_git_is_told_to() {
    let mut desk = desk();
    if desk.sh("command -v gpg").code != 0 {
        #[expect(
            clippy::disallowed_methods,
            reason = "whether a missing tool is a failure is said to the test"
        )]
        let needed = std::env::var_os("TRAMITE_CI").is_some();
        assert!(!needed, "gpg is needed");
        skipped("no gpg here");
        return;
    }
    let ring = desk.root().join("ring").display().to_string();
    desk.sh(&format!("mkdir -m 700 '{ring}'")).ok();
    desk.set("GNUPGHOME", &ring);
    let desk = Agent(desk);
    let made = "gpg --batch --quiet --passphrase '' --quick-generate-key 'Ana Souza <ana@desk.example>' ed25519 sign 0";
    desk.0.sh(made).ok();
    desk.0.git(&["config", "commit.gpgsign", "true"]).ok();
    desk.0.tramite(&["comment", "1", "-m", "signed"]).ok();
    desk.0.tramite(&OPEN).ok();
    assert_eq!(
        desk.0.git(&["log", "-2", "--format=%G? %GS"]).ok(),
        "G Ana Souza <ana@desk.example>\n".repeat(2)
    );
    desk.0.is_clean();
    // A key that nobody has.
    desk.0.git(&["config", "user.signingkey", "nobody@desk.example"]).ok();
    let before = head(&desk.0);
    let error = desk.0.tramite(&["comment", "1", "-m", "x"]).fails(6);
    assert!(error.contains("sign") && error.contains("mend"), "{error}");
    assert_eq!(head(&desk.0), before);
}

// ── formats and owners ──────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn formats_that_cannot_be_read_are_named_with_the_mend() {
    for (option, word, mend) in [
        ("--object-format=sha256", "sha256", "git init"),
        ("--ref-format=reftable", "reftable", "git refs migrate"),
    ] {
        let place = Place::empty();
        if place.git(&["init", "-q", option]).code != 0 {
            skipped(&format!("this git has no {option}"));
            continue;
        }
        for args in [&["init"][..], &["list"], &["comment", "1", "-m", "x"], &["validate"]] {
            let error = place.tramite(args).fails(6);
            assert!(error.contains(word) && error.contains(mend), "{error}");
        }
    }
}

#[test]
fn a_repository_of_somebody_else_is_refused_as_git_does() {
    let desk = desk();
    if desk.sh("chown -R 12345 .").code != 0 || desk.git(&["status"]).code == 0 {
        skipped("only root gives files away");
        return;
    }
    let error = desk.tramite(&["list"]).fails(6);
    assert!(error.contains("safe.directory"), "{error}");
    let path = desk.path().display().to_string();
    desk.git(&["config", "--global", "--add", "safe.directory", &path]).ok();
    assert!(desk.tramite(&["list"]).ok().contains("First"));
}

// ── a desk beside the code, or without a working tree ───────────────────────────────────────────────────────────────

fn code_with_desk() -> Place {
    let desk = Place::repository();
    desk.write("main.c", "int main;\n");
    desk.commit("code");
    desk.write("main.c", "edited\n");
    desk.write("new.c", "staged\n");
    desk.git(&["add", "new.c"]).ok();
    desk.tramite(&["init", "--branch", "desk", "--preset", "helpdesk"]).ok();
    desk.tramite(&OPEN).ok();
    desk
}

#[test]
fn on_an_orphan_branch_of_a_code_repository() {
    let desk = code_with_desk();
    everything_works(&desk);
    assert_eq!(desk.git(&["status", "--porcelain"]).ok(), " M main.c\nA  new.c\n");
    assert_eq!(desk.git(&["symbolic-ref", "HEAD"]).ok(), "refs/heads/main\n");
    assert_eq!(desk.git(&["merge-base", "main", "desk"]).code, 1, "no history in common");
    assert!(!desk.path().join("tickets").exists() && !desk.path().join(".tramite").exists());
    assert_eq!(desk.git(&["fsck", "--strict", "--no-dangling"]).ok(), "");
    // Checked out, it is kept in step.
    desk.git(&["stash", "-q"]).ok();
    desk.git(&["switch", "-q", "desk"]).ok();
    everything_works(&desk);
    desk.is_clean();
}

#[test]
fn on_a_branch_named_by_the_configuration() {
    let desk = Place::repository();
    desk.write("main.c", "int main;\n");
    desk.commit("code");
    desk.tramite(&["init", "--branch", "suporte", "--preset", "helpdesk"]).ok();
    desk.git(&["config", "tramite.branch", "suporte"]).ok();
    desk.tramite(&OPEN).ok();
    everything_works(&desk);
    desk.is_clean();
    desk.git(&["config", "tramite.branch", "nowhere"]).ok();
    let error = desk.tramite(&["list"]).fails(6);
    assert!(error.contains("nowhere"), "{error}");
}

#[test]
fn in_a_bare_repository() {
    let desk = Place::empty();
    desk.git(&["init", "-q", "--bare", "-b", "main"]).ok();
    desk.tramite(&["init", "--preset", "helpdesk"]).ok();
    desk.tramite(&OPEN).ok();
    everything_works(&desk);
    assert_eq!(desk.git(&["fsck", "--strict", "--no-dangling"]).ok(), "");
    assert_eq!(desk.sh("ls").ok().split_whitespace().find(|name| *name == "tickets"), None);
}

#[test]
fn in_a_subfolder_and_from_elsewhere() {
    let mut desk = desk();
    let path = desk.path().display().to_string();
    desk.write("sub/folder/file", "x\n");
    desk.commit("a folder");
    desk.cd("desk/sub/folder");
    everything_works(&desk);
    desk.cd("home");
    for args in [
        &["-C", &path, "list"][..],
        &["list", "-C", &path],
        &["--no-pager", "--color", "never", "--directory", &path, "show", "1"],
        &["-C", &path],
    ] {
        assert!(desk.tramite(args).ok().contains("First"), "{args:?}");
    }
    desk.cd("desk");
    desk.is_clean();
}

// ── in git's hooks ──────────────────────────────────────────────────────────────────────────────────────────────────

#[cfg(unix)]
fn hook(desk: &Place, name: &str, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path = format!(".git/hooks/{name}");
    desk.write(&path, &format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(desk.path().join(path), std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn git_says_where_the_repository_is() {
    let mut desk = desk();
    let git_dir = desk.path().join(".git").display().to_string();
    desk.cd("home");
    desk.set("GIT_DIR", &git_dir);
    assert!(desk.tramite(&["list"]).ok().contains("First"));
    desk.unset("GIT_DIR");
    desk.tramite(&["list"]).fails(3);
}

#[test]
fn a_hook_before_a_commit_sees_what_is_staged() {
    let desk = desk();
    hook(&desk, "pre-commit", "tramite validate --staged && tramite list > ../listed");
    desk.write("notes", "x\n");
    desk.commit("notes");
    assert!(std::fs::read_to_string(desk.root().join("listed")).unwrap().contains("First"));
    desk.write("tickets/202611/0002-aaaa/ticket.yaml", "uid: [\n");
    desk.git(&["add", "-A"]).ok();
    let said = desk.git(&["commit", "-q", "-m", "bad"]).exits(1);
    assert!(format!("{}{}", said.out, said.err).contains("tickets/202611/0002-aaaa/ticket.yaml"));
}

/// In a hook git sets `GIT_INDEX_FILE`, `GIT_AUTHOR_DATE` and more; a write there is as good as any other.
#[test]
fn a_hook_after_a_commit_writes() {
    let desk = desk();
    hook(&desk, "post-commit", "tramite comment 1 -m 'by the hook' > ../said 2>&1");
    desk.write("notes", "x\n");
    desk.commit("notes");
    let said = std::fs::read_to_string(desk.root().join("said")).unwrap();
    assert_eq!(comments(&desk), 1, "{said}");
    desk.is_clean();
}

// ── no room, no right ───────────────────────────────────────────────────────────────────────────────────────────────

/// Runs a script as root of a namespace of its own, where it may mount.
fn mounted(desk: &Place, script: &str) -> Option<Said> {
    let may = "unshare -rm sh -c 'mount -t tmpfs -o size=64k none ../home'";
    if desk.sh(may).code != 0 {
        skipped("mounting is not permitted here");
        return None;
    }
    let script = script.replace('\'', "'\\''");
    Some(desk.sh(&format!("unshare -rm sh -ec '{script}'")))
}

#[test]
fn a_repository_that_cannot_be_written_is_read() {
    let desk = desk();
    for (prepare, what) in [("true", "with an index"), ("rm -rf .git/tramite", "without an index")] {
        desk.sh(prepare).ok();
        let Some(said) = mounted(
            &desk,
            "mount --bind . . && mount -o remount,ro,bind . && cd \"$PWD\"
             if echo x > probe; then exit 99; fi
             tramite list | grep First
             tramite show 1 > /dev/null
             tramite report sla > /dev/null
             tramite validate --all
             code=0; tramite comment 1 -m x > ../out 2> ../err || code=$?
             test $code = 6; test ! -s ../out; cat ../err >&2",
        ) else {
            return;
        };
        assert_eq!(said.code, 0, "{what}: {}", said.err);
        assert!(said.err.contains("error:") && said.err.contains("mend:"), "{}", said.err);
        assert_eq!(comments(&desk), 0);
        desk.is_clean();
    }
}

/// Whatever room is left: the write is made or it is not, and when there is room again all is well.
#[test]
fn a_full_disk_leaves_the_old_state_or_the_new() {
    let desk = desk();
    let Some(said) = mounted(
        &desk,
        "here=$PWD; mkdir ../disk; mount -t tmpfs -o size=6m none ../disk; cd ../disk
         git clone -q --no-hardlinks \"$here\" desk; cd desk; tramite list > /dev/null
         commits=$(git rev-list --count HEAD); refused=0
         head -c 60000 /dev/zero | tr '\\0' 'x' | fold -w 70 > ../text
         for room in 0 4 8 12 16 20 28 36 44 52 64 80 100 120; do
           dd if=/dev/zero of=../fill bs=1024 count=8192 2> /dev/null || true
           truncate -s -${room}k ../fill
           code=0; tramite reply 1 -F ../text > ../../out 2> ../../err || code=$?
           rm ../fill
           case $code in 0) commits=$((commits+1));; 6) refused=$((refused+1)); test ! -s ../../out;; *) cat ../../err >&2; exit 98;; esac
           tramite list > /dev/null
           now=$(git rev-list --count HEAD); test $now = $commits || { echo $room: $now $commits >&2; exit 97; }
           test -z \"$(git fsck --strict --no-dangling 2>&1)\" || { git fsck --strict >&2; exit 96; }
           test -z \"$(git status --porcelain)\" || { git status >&2; exit 95; }
         done
         test $refused -gt 0 || exit 94
         tramite reply 1 -m 'room again' > /dev/null",
    ) else {
        return;
    };
    assert_eq!(said.code, 0, "{}", said.err);
}
