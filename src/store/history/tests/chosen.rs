//! Chosen histories: each a rule of section 4 on its own.

use super::super::fixture::{Desk, Files, dir, edit, put, say, ticket, uid};
use super::{Kept, collect};
use crate::model::{Change, CommentKind};
use git2::Oid;
use std::process::Command;

const T: i64 = 1_790_000_000;

fn opened() -> Files {
    let mut files = Files::new();
    put(&mut files, &dir(1, 1), &ticket(1));
    files
}

fn with(files: &Files, change: impl FnOnce(&mut crate::model::Ticket)) -> Files {
    let mut files = files.clone();
    assert!(edit(&mut files, &dir(1, 1), change));
    files
}

/// `seconds after the opening: what` for each trâmite of ticket 1.
fn story(desk: &Desk, head: Oid) -> Vec<String> {
    let history = collect(&desk.repo, head, None).unwrap();
    let ticket = history.tickets.iter().find(|t| t.uid == uid(1)).unwrap();
    let all = ticket.tramites.iter().map(|recorded| {
        let words: Vec<String> = recorded
            .tramite
            .changes
            .iter()
            .map(|change| match change.pair() {
                Some(pair) => format!("{}={}", change.word(), pair.to.as_deref().unwrap_or("-")),
                None => change.word().to_owned(),
            })
            .collect();
        format!("{}: {}", recorded.tramite.at.timestamp() - T, words.join(" "))
    });
    all.collect()
}

/// The same edits of different keys in one line, and on two lines that are merged.
pub(super) fn line_and_merge(picks: &[(bool, usize, i64)]) -> [Vec<String>; 2] {
    let apply = |files: &Files, index: usize, (side, key, _): (bool, usize, i64)| {
        // Each side has keys of its own, so that all commute.
        let mut files = files.clone();
        edit(&mut files, &dir(1, 1), |t| {
            t.fields.insert(format!("{side}{key}"), format!("v{index}").into());
        });
        files
    };
    let desk = Desk::new();
    let times = |index: usize, shift: i64| (T + 100 * index as i64 + 50 + shift, T + 100 * index as i64 + 90);
    let mut files = opened();
    let root = desk.commit(&[], &files, (T, T));
    let mut line = root;
    let mut sides = [(root, opened()), (root, opened())];
    for (index, pick) in picks.iter().enumerate() {
        files = apply(&files, index, *pick);
        line = desk.commit(&[line], &files, times(index, pick.2));
        let (id, state) = &mut sides[usize::from(pick.0)];
        *state = apply(state, index, *pick);
        *id = desk.commit(&[*id], state, times(index, pick.2));
    }
    let parents: Vec<Oid> = sides.iter().map(|(id, _)| *id).collect();
    let merge = desk.commit(&parents, &files, (T + 9000, T + 9000));
    [story(&desk, line), story(&desk, merge)]
}

#[test]
fn the_earlier_date_counts_with_the_authors_offset() {
    let desk = Desk::new();
    let head = desk.commit(&[], &opened(), (T + 5, T + 9));
    let history = collect(&desk.repo, head, None).unwrap();
    let tramite = &history.tickets[0].tramites[0].tramite;
    assert_eq!(tramite.at.to_rfc3339(), "2026-09-21T11:13:25-03:00");
    assert_eq!(tramite.recorded.to_rfc3339(), "2026-09-21T11:13:29-03:00");
    assert_eq!((tramite.by.name.as_str(), tramite.by.email.as_str()), ("Ana", "ana@desk.example"));
    // An author's clock that runs ahead.
    let head = desk.commit(&[], &opened(), (T + 500, T + 9));
    assert_eq!(story(&desk, head), ["9: opened"]);
}

#[test]
fn only_the_same_key_is_raised() {
    let desk = Desk::new();
    let root = desk.commit(&[], &opened(), (T, T));
    let status = with(&opened(), |t| t.status = "b".into());
    let a = desk.commit(&[root], &status, (T + 100, T + 100));
    let title = with(&status, |t| t.title = "x".into());
    let b = desk.commit(&[a], &title, (T + 50, T + 150));
    let again = with(&title, |t| t.status = "c".into());
    let c = desk.commit(&[b], &again, (T + 60, T + 160));
    assert_eq!(story(&desk, c), ["0: opened", "50: title=x", "100: status=b", "100: status=c"]);
}

#[test]
fn nothing_precedes_the_opening() {
    let desk = Desk::new();
    let root = desk.commit(&[], &opened(), (T, T));
    let head = desk.commit(&[root], &with(&opened(), |t| t.status = "b".into()), (T - 500, T + 5));
    assert_eq!(story(&desk, head), ["0: opened", "0: status=b"]);
}

#[test]
fn a_clean_merge_has_none_and_others_have_one() {
    let desk = Desk::new();
    let root = desk.commit(&[], &opened(), (T, T));
    let left = with(&opened(), |t| t.status = "left".into());
    let right = with(&opened(), |t| t.title = "right".into());
    let a = desk.commit(&[root], &left, (T + 10, T + 10));
    let b = desk.commit(&[root], &right, (T + 20, T + 20));
    let both = with(&left, |t| t.title = "right".into());
    let clean = desk.commit(&[a, b], &both, (T + 30, T + 30));
    let own = ["0: opened", "10: status=left", "20: title=right"];
    assert_eq!(story(&desk, clean), own);
    // `-s ours`: what the other side did is taken back.
    let ours = desk.commit(&[a, b], &left, (T + 30, T + 30));
    assert_eq!(story(&desk, ours)[..3], own);
    assert_eq!(story(&desk, ours)[3..], ["30: title=Ticket 1"]);
    let hand = desk.commit(&[a, b], &with(&both, |t| t.priority = Some("alta".into())), (T + 5, T + 5));
    assert_eq!(story(&desk, hand), ["0: opened", "5: priority=alta", "10: status=left", "20: title=right"]);
}

#[test]
fn a_conflict_settled_for_the_earlier_side_is_a_tramite() {
    let desk = Desk::new();
    let root = desk.commit(&[], &opened(), (T, T));
    let left = with(&opened(), |t| t.status = "left".into());
    let right = with(&opened(), |t| t.status = "right".into());
    let a = desk.commit(&[root], &left, (T + 10, T + 10));
    let b = desk.commit(&[root], &right, (T + 20, T + 20));
    let later = desk.commit(&[a, b], &right, (T + 30, T + 30));
    assert_eq!(story(&desk, later), ["0: opened", "10: status=left", "20: status=right"]);
    let earlier = desk.commit(&[a, b], &left, (T + 30, T + 30));
    assert_eq!(
        story(&desk, earlier),
        ["0: opened", "10: status=left", "20: status=right", "30: status=left"]
    );
}

#[test]
fn a_moved_folder_is_the_same_ticket() {
    let desk = Desk::new();
    let root = desk.commit(&[], &opened(), (T, T));
    let mut files = Files::new();
    put(&mut files, &dir(1, 9), &ticket(1));
    let head = desk.commit(&[root], &files, (T + 1, T + 1));
    let kept = Kept::read(&desk.repo, head);
    assert_eq!(kept.snapshots[&uid(1)].dir, dir(1, 9));
    let Change::Other { key, from, to } = &kept.tramites[&uid(1)][1].tramite.changes[0] else { panic!() };
    assert_eq!(key, "path");
    assert_eq!(from.as_ref().unwrap().as_text(), Some(dir(1, 1).path().as_str()));
    assert_eq!(to.as_ref().unwrap().as_text(), Some(dir(1, 9).path().as_str()));
}

#[test]
fn the_first_of_two_folders_with_one_uid_counts() {
    let desk = Desk::new();
    let mut files = opened();
    put(&mut files, &dir(1, 2), &crate::model::Ticket { title: "copy".into(), ..ticket(1) });
    let root = desk.commit(&[], &files, (T, T));
    let kept = Kept::read(&desk.repo, root);
    assert_eq!(kept.snapshots[&uid(1)].ticket.title, "Ticket 1");
    let found: Vec<&str> = kept.problems.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(found, [dir(1, 2).ticket_path()]);
    assert_eq!(kept.problems[0].finding.rule, "uid_unique");
    // The first goes: the other is the ticket from then on, and the finding goes too.
    files.retain(|path, _| !path.starts_with(&dir(1, 1).path()));
    let head = desk.commit(&[root], &files, (T + 1, T + 1));
    let kept = Kept::read(&desk.repo, head);
    assert_eq!(kept.snapshots[&uid(1)].ticket.title, "copy");
    assert_eq!(kept.problems, []);
}

#[test]
fn an_unreadable_version_is_no_change_and_a_finding_at_the_head_only() {
    let desk = Desk::new();
    let mut files = opened();
    let said = say(&mut files, &dir(1, 1), 1, CommentKind::Public, "hello");
    let root = desk.commit(&[], &files, (T, T));
    let mut broken = files.clone();
    broken.insert(dir(1, 1).ticket_path(), b"<<<<<<< HEAD\nuid: [\n".to_vec());
    broken.insert(dir(1, 1).comment_path(&said), b"kind: {".to_vec());
    let bad = desk.commit(&[root], &broken, (T + 1, T + 1));
    let kept = Kept::read(&desk.repo, bad);
    assert_eq!(kept.tramites[&uid(1)].len(), 1);
    assert_eq!(kept.snapshots[&uid(1)].comments.len(), 1);
    assert_eq!(kept.problems.len(), 2);
    // Other changes in the folder count while it is damaged.
    say(&mut broken, &dir(1, 1), 2, CommentKind::Internal, "mend it");
    let talk = desk.commit(&[bad], &broken, (T + 2, T + 2));
    let kept = Kept::read(&desk.repo, talk);
    assert_eq!(kept.tramites[&uid(1)].len(), 2);
    let mended = desk.commit(&[talk], &with(&files, |t| t.status = "b".into()), (T + 3, T + 3));
    assert_eq!(story(&desk, mended), ["0: opened comment", "2: comment", "3: status=b removed"]);
    assert_eq!(Kept::read(&desk.repo, mended).problems, []);
}

#[test]
fn unknown_keys_and_rewritten_comments_fold_back() {
    let desk = Desk::new();
    let mut files = opened();
    let path = dir(1, 1).comment_path(&uid(101));
    files.insert(path.clone(), b"kind: public\nsize: 12\nbody: |\n  one\n".to_vec());
    let root = desk.commit(&[], &files, (T, T));
    let mut files = with(&files, |t| {
        t.extra.insert("path".into(), "tickets/202611/0009-0000".into());
        t.extra.insert("extra.x".into(), "1".into());
    });
    let text = "kind: public\ntime: {minutes: 90, billable: true}\nsize: 13\nbody: |\n  two\n";
    files.insert(path, text.as_bytes().to_vec());
    let head = desk.commit(&[root], &files, (T + 1, T + 1));
    let kept = Kept::read(&desk.repo, head);
    assert_eq!(kept.snapshots, super::super::fixture::plain_content(&files));
    assert_eq!(kept.snapshots[&uid(1)].ticket.extra.len(), 2);
    assert_eq!(kept.snapshots[&uid(1)].comments[&uid(101)].time.unwrap().minutes, 90);
}

#[test]
fn what_never_could_be_read_is_a_finding_and_no_ticket() {
    let desk = Desk::new();
    let mut files = Files::new();
    files.insert(dir(1, 1).ticket_path(), b"{".to_vec());
    let bad = desk.commit(&[], &files, (T, T));
    let kept = Kept::read(&desk.repo, bad);
    assert!(kept.snapshots.is_empty() && kept.tramites.is_empty());
    assert_eq!(kept.problems.len(), 1);
    // Mended later: opened then.
    let head = desk.commit(&[bad], &opened(), (T + 7, T + 7));
    assert_eq!(story(&desk, head), ["7: opened"]);
}

#[test]
fn a_removed_ticket_stays_in_history() {
    let desk = Desk::new();
    let root = desk.commit(&[], &opened(), (T, T));
    let gone = desk.commit(&[root], &Files::new(), (T + 5, T + 5));
    let history = collect(&desk.repo, gone, None).unwrap();
    assert_eq!(history.tickets[0].snapshot, None);
    assert_eq!(story(&desk, gone), ["0: opened", "5: removed"]);
    let back = desk.commit(&[gone], &opened(), (T + 9, T + 9));
    assert_eq!(story(&desk, back), ["0: opened", "5: removed", "9: opened"]);
}

#[test]
fn a_rewritten_history_is_said_so() {
    let desk = Desk::new();
    let root = desk.commit(&[], &opened(), (T, T));
    let one = desk.commit(&[root], &with(&opened(), |t| t.status = "b".into()), (T + 1, T + 1));
    let other = desk.commit(&[root], &with(&opened(), |t| t.status = "c".into()), (T + 2, T + 2));
    let mut kept = Kept::read(&desk.repo, one);
    for elsewhere in [root, other] {
        let error = kept.advance(&desk.repo, elsewhere).unwrap_err();
        assert!(matches!(error, super::HistoryError::Rewritten(_)), "{error}");
    }
}

/// The `git` program makes the merges: two people who change different keys of different and same tickets.
#[test]
fn merges_made_by_git_are_clean() {
    let folder = tempfile::tempdir().unwrap();
    let git = |at: i64, args: &[&str]| {
        let date = format!("{} -0300", T + at);
        let output = Command::new("git")
            .current_dir(folder.path())
            .args(["-c", "user.name=Ana", "-c", "user.email=ana@desk.example", "-c", "commit.gpgsign=false"])
            .args(args)
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .output()
            .unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let save = |files: &Files| {
        for (path, bytes) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    };
    let full = |t: &mut crate::model::Ticket| {
        t.priority = Some("alta".into());
        t.requester = Some("daiane@acme".into());
        t.team = Some("suporte".into());
        t.description = Some("one\n\ntwo\n\nthree\n\nfour".into());
    };
    git(0, &["init", "-q", "-b", "main"]);
    let base = with(&opened(), full);
    save(&base);
    git(0, &["add", "."]);
    git(0, &["commit", "-qm", "opened"]);
    git(0, &["branch", "other"]);
    save(&with(&base, |t| t.status = "left".into()));
    git(10, &["commit", "-qam", "left"]);
    git(10, &["switch", "-q", "other"]);
    let mut other = with(&base, |t| t.description = Some("one\n\ntwo\n\nthree\n\nfive".into()));
    say(&mut other, &dir(1, 1), 1, CommentKind::Customer, "and this");
    put(&mut other, &dir(2, 2), &ticket(2));
    save(&other);
    git(5, &["add", "."]);
    git(5, &["commit", "-qm", "right"]);
    git(5, &["switch", "-q", "main"]);
    git(20, &["merge", "-q", "--no-edit", "other"]);
    let repo = git2::Repository::open(folder.path()).unwrap();
    let head = repo.head().unwrap().target().unwrap();
    let kept = Kept::read(&repo, head);
    let words = |n: u8| -> Vec<&str> {
        let all = &kept.tramites[&uid(n)];
        all.iter().flat_map(|r| r.tramite.changes.iter().map(Change::word)).collect()
    };
    assert_eq!(words(1), ["opened", "description", "comment", "status"]);
    assert_eq!(words(2), ["opened"]);
    // `git merge -s ours` takes back what the other side did.
    git(30, &["switch", "-qc", "third", "other"]);
    let third = with(&other, |t| t.title = "third".into());
    save(&third);
    git(30, &["commit", "-qam", "third"]);
    git(30, &["switch", "-q", "main"]);
    git(40, &["merge", "-q", "-s", "ours", "--no-edit", "third"]);
    let head = repo.head().unwrap().target().unwrap();
    let kept = Kept::read(&repo, head);
    let last = &kept.tramites[&uid(1)].last().unwrap().tramite;
    assert_eq!(last.commit, head.to_string());
    assert_eq!(last.changes.len(), 1);
    assert_eq!(last.changes[0].pair().unwrap().to.as_deref(), Some("Ticket 1"));
}
