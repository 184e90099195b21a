//! `purge`: removed is removed, in the clone, on the server and in every clone that comes back (7.1, S29).

use super::support::terminal;
use crate::harness::Place;
use std::process::Stdio;

const OPEN: [&str; 8] = ["open", "question", "-t", "First", "-d", "Text", "--for", "maria@example"];
const SERVER: &str = "git -c gc.bigPackThreshold=0 gc --prune=now";
const SEND: [&str; 4] = ["push", "-q", "origin", "refs/tramite/files/*:refs/tramite/files/*"];

/// A desk with a bare hub beside it, over a real transport; the hub judges what it is sent.
fn shared() -> Place {
    let place = Place::desk();
    place.tramite(&OPEN).ok();
    place.git(&["init", "-q", "--bare", "-b", "main", "../hub.git"]).ok();
    place.sh("cd ../hub.git && tramite hooks install --server").ok();
    let hub = format!("file://{}", place.root().join("hub.git").display());
    place.git(&["remote", "add", "origin", &hub]).ok();
    place.git(&["push", "-q", "-u", "origin", "main"]).ok();
    place
}

fn clone(place: &Place, name: &str, options: &[&str]) {
    let hub = format!("file://{}", place.root().join("hub.git").display());
    let to = place.root().join(name).display().to_string();
    place.git(&[&["clone", "-q"], options, &[&hub, &to]].concat()).ok();
}

/// The id of the blob of a file here.
fn blob(place: &Place, file: &str) -> String {
    place.git(&["hash-object", file]).ok().trim().to_owned()
}

/// Whether a repository beside has an object.
fn has(place: &Place, repository: &str, oid: &str) -> bool {
    place.git(&["-C", repository, "cat-file", "-e", oid]).code == 0
}

fn files(place: &Place, repository: &str) -> usize {
    place.git(&["-C", repository, "for-each-ref", "refs/tramite"]).ok().lines().count()
}

/// Git finds nothing wrong, and nothing missing.
#[track_caller]
fn is_sound(place: &Place, repository: &str) {
    let fsck = place.git(&["-C", repository, "fsck", "--strict", "--full", "--no-dangling"]);
    assert_eq!((fsck.code, fsck.out.as_str()), (0, ""), "{repository}: {}", fsck.err);
}

#[test]
fn what_is_purged_is_gone_everywhere_and_nothing_else_is() {
    let mut place = shared();
    place.sh("head -c 21000000 /dev/urandom > ../dump.sql && printf keep > ../keep.txt").ok();
    place.tramite(&["attach", "1", "../dump.sql", "../keep.txt"]).ok();
    place.tramite(&["note", "1", "-m", "The key is 4711", "--sensitive"]).ok();
    let (dump, keep) = (blob(&place, "../dump.sql"), blob(&place, "../keep.txt"));
    let text = place.sh("printf 'The key is 4711' | git hash-object --stdin").ok().trim().to_owned();
    place.git(&["push", "-q"]).ok();
    place.git(&SEND).ok();
    // A plain clone has none of it: neither objects nor bytes.
    clone(&place, "plain", &[]);
    assert!(!has(&place, "../plain", &dump) && !has(&place, "../plain", &text));
    let size: u64 = place.sh("du -sk ../plain/.git | cut -f1").ok().trim().parse().unwrap();
    assert!(size < 2_000, "{size} kB");
    // A second clone fetches all of it, a third one file.
    clone(&place, "second", &[]);
    place.cd("second");
    let second = place.path().to_owned();
    place.tramite(&["attachment", "get", "1", "dump.sql"]).ok();
    place.tramite(&["attachment", "get", "1", "keep.txt"]).ok();
    assert_eq!(blob(&place, "dump.sql"), dump);
    place.sh("rm dump.sql keep.txt").ok();
    place.cd("desk");
    // Work that only git's own store still has: a dropped stash, packed with everything else.
    place.write("work.txt", "two days of work");
    place.git(&["add", "work.txt"]).ok();
    place.git(&["stash", "-q"]).ok();
    let stash = place.git(&["rev-parse", "refs/stash"]).ok().trim().to_owned();
    place.git(&["repack", "-a", "-d", "-q"]).ok();
    place.git(&["stash", "drop", "-q"]).ok();
    let loose = place.sh("echo lost | git hash-object -w --stdin").ok().trim().to_owned();
    assert!(has(&place, ".", &dump));
    // The server has it in a large pack with a bitmap, as servers do.
    place
        .sh("cd ../hub.git && git config gc.bigPackThreshold 1m && git config core.logAllRefUpdates always")
        .ok();
    place.sh("cd ../hub.git && git repack -q -a -d --write-bitmap-index && git multi-pack-index write --bitmap").ok();
    let seen = place.tramite(&["purge", "1", "--only", "dump.sql", "--dry-run"]).ok();
    assert!(seen.contains("dump.sql") && !seen.contains("keep.txt"), "{seen}");
    assert!(has(&place, ".", &dump) && files(&place, "../hub.git") == 3);
    place.tramite(&["purge", "1", "--only", "dump.sql"]).fails(2);
    let json = place
        .tramite(&["purge", "1", "--only", "dump.sql", "--yes", "-m", "Solved", "--format", "json"])
        .json();
    assert_eq!((&json["removed_here"], &json["removed_at_remote"]), (&1.into(), &1.into()));
    assert_eq!(json["server"], SERVER);
    assert_eq!(json["objects"][0]["oid"], dump.as_str());
    assert_eq!(json["remotes"], serde_json::json!([{"name": "origin", "removed": 1, "error": null}]));
    assert_eq!(json["tickets"][0]["files"][0]["name"], "dump.sql");
    assert!(!has(&place, ".", &dump), "gone from the packs too");
    assert!(has(&place, ".", &keep) && has(&place, ".", &text));
    assert!(has(&place, ".", &stash) && has(&place, ".", &loose), "work of others is not touched");
    assert_eq!(place.git(&["show", &format!("{stash}:work.txt")]).ok(), "two days of work");
    is_sound(&place, ".");
    // The documented step on the server.
    assert_eq!(place.git(&["rev-parse", "main"]).ok(), place.git(&["rev-parse", "origin/main"]).ok());
    assert!(has(&place, "../hub.git", &dump), "the server has it until it cleans up");
    place.sh("cd ../hub.git && git gc -q --prune=now").ok();
    assert!(has(&place, "../hub.git", &dump), "a plain gc leaves a large pack alone");
    place.sh(&format!("cd ../hub.git && {SERVER}")).ok();
    clone(&place, "mirror.git", &["--mirror"]);
    for repository in ["../hub.git", "../mirror.git"] {
        assert!(!has(&place, repository, &dump), "{repository}");
        assert!(has(&place, repository, &keep), "{repository}");
        is_sound(&place, repository);
    }
    // Who did it is on record, and the rest of the desk does not mind.
    let log = place.tramite(&["log", "1"]).ok();
    assert!(log.contains("comment internal: Solved") && log.contains("file purged: dump.sql"), "{log}");
    let hash = place.sh("sha256sum ../dump.sql | cut -c1-64").ok().trim().to_owned();
    let tramites = place.tramite(&["log", "1", "--format", "json"]).json()["tramites"].clone();
    let last = tramites.as_array().unwrap().last().unwrap();
    assert_eq!(last["by"]["email"], "ana@desk.example");
    assert_eq!(last["changes"][1], serde_json::json!({"change": "purged", "sha256": hash}));
    let list = place.tramite(&["attachment", "list", "1", "--format", "json"]).json()["attachments"].clone();
    assert_eq!((&list[0]["state"], &list[0]["purged_by"]["name"]), (&"purged".into(), &"Ana Souza".into()));
    assert!(place.tramite(&["show", "1"]).ok().contains("dump.sql (20.0 MB, removed)"));
    let error = place.tramite(&["attachment", "get", "1", "dump.sql"]).fails(3);
    assert!(error.contains("removed for good") && error.contains("Ana Souza"), "{error}");
    let error = place.tramite(&["attach", "1", "../dump.sql"]).fails(4);
    assert!(error.contains("cannot be attached again"), "{error}");
    assert_eq!(files(&place, "."), 2);
    assert!(!has(&place, ".", &dump), "an attempt to attach it again leaves nothing");
    assert_eq!(place.tramite(&["validate"]).ok(), "");
    // The rest, the sensitive text with it.
    let said = place.tramite(&["purge", "1", "--yes"]).ok();
    assert!(said.contains("2 files removed from this repository, 2 refs removed at origin"), "{said}");
    assert!(said.contains(SERVER) && said.contains(&text) && said.contains(&keep), "{said}");
    assert!(!has(&place, ".", &text) && !has(&place, ".", &keep));
    assert!(place.tramite(&["show", "1"]).ok().contains("(sensitive text, kept in a file: removed)"));
    assert_eq!((files(&place, "."), files(&place, "../hub.git")), (0, 0));
    is_sound(&place, ".");
    place.is_clean();
    // The second clone still has what it fetched; it cannot bring it back, and loses it.
    assert!(has(&place, "../second", &dump));
    place.cd("second");
    let said = place.tramite(&["sync"]).ok();
    for name in ["dump.sql", "keep.txt"] {
        assert!(said.contains(&format!("removed for good: 202611/0001 {name} (here)")), "{said}");
    }
    assert!(!has(&place, ".", &dump) && !has(&place, ".", &keep));
    assert_eq!((files(&place, "."), files(&place, "../hub.git")), (0, 0));
    is_sound(&place, &second.display().to_string());
}

#[test]
fn who_may_and_what_is_asked() {
    let mut place = Place::desk();
    place
        .tramite(&["person", "add", "bia", "--name", "Bia", "--email", "bia@desk.example", "--role", "agent"])
        .ok();
    for title in ["First", "Second"] {
        place.tramite(&["open", "question", "-t", title, "-d", "x", "--for", "maria@example"]).ok();
    }
    place.write("../a.txt", "same");
    place.write("../b.txt", "other");
    place.tramite(&["attach", "1", "../a.txt"]).ok();
    place.tramite(&["attach", "2", "../a.txt", "../b.txt"]).ok();
    let (a, b) = (blob(&place, "../a.txt"), blob(&place, "../b.txt"));
    let before = place.git(&["rev-parse", "HEAD"]).ok();
    let error = place.tramite(&["purge", "1"]).fails(2);
    assert!(error.contains("an answer to \"Remove 1 file for good?\" is needed"), "{error}");
    for (name, email) in
        [("Bia", "bia@desk.example"), ("Maria Lopes", "maria@example.com"), ("X", "x@nowhere.example")]
    {
        place.be(name, email);
        // Trying is refused as doing is.
        let error = place.tramite(&["purge", "1", "--dry-run"]).fails(4);
        assert!(error.contains(email), "{error}");
        let error = place.tramite(&["purge", "1", "--yes"]).fails(4);
        assert!(error.contains(email), "{error}");
    }
    assert_eq!((place.git(&["rev-parse", "HEAD"]).ok(), files(&place, ".")), (before, 3));
    // A person is shown what goes and asked; no is no.
    place.be("Ana Souza", "ana@desk.example");
    let steps = [("Remove 1 file for good?", "n\r")];
    if let Some(said) = terminal(&place, 100, &["--no-pager", "purge", "1"], &steps) {
        assert!(said.code == 2 && said.out.contains("a.txt (4 B)"), "{}", said.out);
        assert_eq!(files(&place, "."), 3);
    }
    // The desk can give it to others, and keep the names of what was removed to itself.
    place.be("Ana Souza", "ana@desk.example");
    let desk = place.read(".tramite/desk.yaml");
    place.write(".tramite/desk.yaml", &format!("{desk}\npurge: {{roles: [agent], names: false}}\n"));
    place.commit("Agents remove files");
    place.be("Bia", "bia@desk.example");
    // The same bytes are another ticket's too: they stay until that one's go.
    let said = place.tramite(&["purge", "1", "--yes"]).exits(0);
    assert!(said.err.contains("has the same file") && has(&place, ".", &a), "{}", said.err);
    assert!(place.tramite(&["show", "1"]).ok().contains("removed"));
    for args in [
        &["show", "1"][..],
        &["show", "1", "--format", "json"],
        &["log", "1"],
        &["log", "1", "--format", "json"],
        &["attachment", "list", "1"],
        &["list", "number:1", "--columns", "number,attachments"],
        &["list", "number:1", "--format", "json"],
        &["export", "number:1"],
    ] {
        let said = place.tramite(args).ok();
        assert!(!said.contains("a.txt") && !said.is_empty(), "{args:?}: {said}");
    }
    assert!(place.tramite(&["show", "2"]).ok().contains("a.txt (4 B)"));
    // A filter finds closed tickets too; many tickets are one commit.
    place.tramite(&["reply", "2", "solved", "-m", "Done"]).ok();
    place.tramite(&["attach", "1", "../b.txt"]).ok();
    let seen = place.tramite(&["purge", "status:new,solved", "--dry-run", "--format", "json"]).json();
    assert_eq!(seen["dry_run"], true);
    assert_eq!(seen["tickets"].as_array().unwrap().len(), 2);
    let before: usize = place.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse().unwrap();
    place.tramite(&["purge", "status:new,solved", "--yes"]).ok();
    let after: usize = place.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse().unwrap();
    assert_eq!(after, before + 1);
    assert_eq!(place.git(&["log", "-1", "--format=%s"]).ok(), "purged: 3 files of 2 tickets\n");
    assert!(!has(&place, ".", &a) && !has(&place, ".", &b));
    assert_eq!(files(&place, "."), 0);
    let said = place.tramite(&["purge", "status:new,solved", "--yes"]).ok();
    assert!(said.contains("0 files removed"), "{said}");
    place.tramite(&["purge", "", "--yes"]).fails(2);
    place.tramite(&["purge", "nosuch:1", "--yes"]).fails(2);
    place.tramite(&["purge", "9", "--yes"]).fails(3);
    assert_eq!(place.tramite(&["validate"]).ok(), "");
    place.is_clean();
}

#[test]
fn what_a_killed_purge_left_is_finished_and_a_kept_pack_is_said() {
    let place = Place::desk();
    place.tramite(&OPEN).ok();
    place.write("../a.txt", "first");
    place.write("../b.txt", "second");
    place.tramite(&["attach", "1", "../a.txt", "../b.txt"]).ok();
    let (a, b) = (blob(&place, "../a.txt"), blob(&place, "../b.txt"));
    // As it is after the ref of a.txt has gone and before its object has.
    let refs = place.git(&["for-each-ref", "--format=%(objectname) %(refname)", "refs/tramite"]).ok();
    let line = refs.lines().find(|l| l.starts_with(&a)).unwrap();
    place.write(".git/tramite/purging", &format!("{line}\n"));
    place.git(&["update-ref", "-d", line.split_once(' ').unwrap().1]).ok();
    place.git(&["repack", "-a", "-d", "-q"]).ok();
    place.sh("for pack in .git/objects/pack/*.pack; do : > ${pack%.pack}.keep; done").ok();
    let said = place.tramite(&["purge", "1", "--only", "b.txt", "--yes"]).exits(0);
    assert!(said.err.contains(".keep") && has(&place, ".", &b), "{}", said.err);
    assert!(!has(&place, ".", &a));
    place.sh("rm .git/objects/pack/*.keep").ok();
    place.tramite(&["purge", "1", "--yes"]).ok();
    place.is_clean();
}

#[test]
fn a_remote_that_fails_or_refuses_is_said_and_purged_later() {
    let mut place = shared();
    place.sh("rm ../hub.git/hooks/pre-receive").ok();
    place.write("../a.txt", "first");
    place.write("../b.txt", "second");
    place.tramite(&["attach", "1", "../a.txt", "../b.txt"]).ok();
    place.git(&SEND).ok();
    place.git(&["push", "-q"]).ok();
    // The server takes no deletion.
    place.sh("printf '#!/bin/sh\\necho nothing is deleted here >&2; exit 1\\n' > ../hub.git/hooks/update && chmod +x ../hub.git/hooks/update").ok();
    let said = place.tramite(&["purge", "1", "--only", "a.txt", "--yes"]).exits(1);
    let error = &said.err;
    assert!(error.contains("removed here, but not at") && error.contains("hook declined"), "{error}");
    assert!(
        said.out.contains("1 file removed from this repository, 0 refs removed at origin"),
        "{}",
        said.out
    );
    assert!(!has(&place, ".", &blob(&place, "../a.txt")));
    assert_eq!((files(&place, "."), files(&place, "../hub.git")), (1, 2));
    // It is not there at all.
    place.sh("rm ../hub.git/hooks/update && mv ../hub.git ../away.git").ok();
    let json = place.tramite(&["purge", "1", "--only", "b.txt", "--yes", "--format", "json"]).exits(1);
    assert!(json.err.contains("not at \"origin\"") && json.err.contains("mend"), "{}", json.err);
    assert!(
        json.out.contains("\"removed_here\": 1") && json.out.contains("\"error\": \"git could not ask"),
        "{}",
        json.out
    );
    place.sh("mv ../away.git ../hub.git").ok();
    let said = place.tramite(&["purge", "1", "--yes"]).ok();
    assert!(said.contains("2 refs removed at origin"), "{said}");
    assert_eq!((files(&place, "."), files(&place, "../hub.git")), (0, 0));
    place.is_clean();
    // Getting what is nowhere, from a remote that breaks off, and from one that is whole again.
    place.tramite(&OPEN).ok();
    place.sh("head -c 300000 /dev/urandom > ../c.bin").ok();
    place.tramite(&["attach", "2", "../c.bin"]).ok();
    place.git(&["push", "-q"]).ok();
    clone(&place, "second", &[]);
    place.cd("second");
    let error = place.tramite(&["attachment", "get", "2"]).fails(3);
    assert!(error.contains("tramite sync"), "{error}");
    place.cd("desk");
    place.git(&SEND).ok();
    place.cd("second");
    place.sh("printf '#!/bin/sh\\ngit-upload-pack \"$@\" | (dd bs=4096 count=20 2>/dev/null; kill -9 $$)\\n' > ../broken && chmod +x ../broken").ok();
    let broken = place.root().join("broken").display().to_string();
    place.git(&["config", "remote.origin.uploadpack", &broken]).ok();
    place.tramite(&["attachment", "get", "2"]).fails(6);
    assert_eq!(files(&place, "."), 0);
    assert!(!place.path().join("c.bin").exists());
    place.git(&["config", "--unset", "remote.origin.uploadpack"]).ok();
    place.tramite(&["attachment", "get", "2"]).ok();
    assert_eq!(place.sh("cmp c.bin ../c.bin").code, 0);
}

#[test]
fn two_clones_attach_at_once_and_a_server_may_take_no_files() {
    let mut place = shared();
    place.sh("for f in a b same; do echo $f > ../$f.txt; done").ok();
    clone(&place, "second", &[]);
    place.tramite(&["attach", "1", "../a.txt", "../same.txt"]).ok();
    place.cd("second");
    place.tramite(&["attach", "1", "../b.txt", "../same.txt"]).ok();
    place.cd("desk");
    // A server that takes no such refs takes the ticket all the same, and says why.
    place.sh("printf '#!/bin/sh\\ncase $1 in refs/tramite/*) echo no files here >&2; exit 1;; esac\\n' > ../hub.git/hooks/update && chmod +x ../hub.git/hooks/update").ok();
    let said = place.tramite(&["sync"]).exits(0);
    assert!(
        said.err.contains("does not take the file") && said.err.contains("hook declined"),
        "{}",
        said.err
    );
    assert_eq!((files(&place, "."), files(&place, "../hub.git")), (2, 0));
    assert_eq!(place.git(&["rev-parse", "main"]).ok(), place.git(&["rev-parse", "origin/main"]).ok());
    place.sh("rm ../hub.git/hooks/update").ok();
    for (clone, hub) in [("desk", 2), ("second", 3)] {
        place.cd(clone);
        place.tramite(&["sync"]).exits(0);
        assert_eq!((files(&place, "."), files(&place, "../hub.git")), (2, hub), "sent and not fetched");
    }
    place.cd("desk");
    let said = place.tramite(&["sync", "--files"]).ok();
    assert!(said.contains("received: 1 attached file"), "{said}");
    assert_eq!(files(&place, "."), 3);
    let list = place.tramite(&["attachment", "list", "1", "--format", "json"]).json()["attachments"].clone();
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["a.txt", "b.txt", "same.txt"]);
    // What no ticket names goes nowhere.
    let stray = format!("refs/tramite/files/01M847VV408THJ2BBRPY44MRSQ/{}", "0".repeat(64));
    place.git(&["update-ref", &stray, &blob(&place, "../a.txt")]).ok();
    place.tramite(&["sync"]).ok();
    assert_eq!(files(&place, "../hub.git"), 3);
    // It is found and goes; what is not said of it is that it was removed.
    let said = place.tramite(&["doctor"]).exits(1).out;
    assert!(said.contains("files lie here that no ticket names"), "{said}");
    place.tramite(&["doctor", "--fix"]).ok();
    assert_eq!(files(&place, "."), 3);
    // One that sends a removed file again by plain git does not get it back either.
    place.tramite(&["purge", "1", "--yes"]).ok();
    place.cd("second");
    assert!(place.git(&SEND).err.contains("was purged"), "the server refuses it");
    place.sh("mv ../hub.git/hooks/pre-receive ../hub.git/hooks/away").ok();
    place.git(&SEND).ok();
    place.sh("mv ../hub.git/hooks/away ../hub.git/hooks/pre-receive").ok();
    assert!(files(&place, "../hub.git") > 0);
    let said = place.tramite(&["sync"]).ok();
    assert!(
        said.contains("(here and there)") && said.contains("the server's own step is due again"),
        "{said}"
    );
    assert_eq!((files(&place, "."), files(&place, "../hub.git")), (0, 0));
    is_sound(&place, ".");
}

#[test]
fn every_remote_is_cleaned_and_what_nothing_names_goes_too() {
    let place = shared();
    place.write("../a.txt", "first");
    place.tramite(&["attach", "1", "../a.txt"]).ok();
    place.tramite(&["sync"]).ok();
    // A copy that somebody keeps, with the file.
    place.git(&["init", "-q", "--bare", "../copy.git"]).ok();
    place.git(&["remote", "add", "copy", "../copy.git"]).ok();
    place.git(&["push", "-q", "copy", "main", "refs/tramite/files/*:refs/tramite/files/*"]).ok();
    // An attach that was killed after it had made its ref, and one that was taken back.
    place.write("../b.txt", "second");
    let uid = place.tramite(&["show", "1", "--format", "json"]).json()["ticket"]["uid"].clone();
    let hash = place.sh("sha256sum ../b.txt | cut -c1-64").ok().trim().to_owned();
    let b = place.git(&["hash-object", "-w", "../b.txt"]).ok().trim().to_owned();
    let stray = format!("refs/tramite/files/{}/{hash}", uid.as_str().unwrap());
    place.git(&["update-ref", &stray, &b]).ok();
    place.git(&["push", "-q", "copy", &stray]).ok();
    place.write("../c.txt", "third");
    place.tramite(&["attach", "1", "../c.txt"]).ok();
    place.tramite(&["undo"]).ok();
    assert!(!has(&place, ".", &blob(&place, "../c.txt")), "what is taken back is gone");
    // What a change could not be made with is gone too.
    place.write("../d.txt", "fourth");
    place.tramite(&["transition", "1", "nowhere", "-m", "x", "--attach", "../d.txt"]);
    place.tramite(&["attach", "1", "../d.txt", "--at", "2020-01-01"]).fails(4);
    assert!(!has(&place, ".", &blob(&place, "../d.txt")));
    // Nor does what a killed attach had half written stay for good; what is written just now does.
    place.sh("cd .git/objects && echo third > tmp_object_git2_1 && echo x > tmp_object_git2_2 && mkdir -p pack && echo x > pack/pack_git2_1 && touch -d '2 hours ago' tmp_object_git2_1 pack/pack_git2_1").ok();
    // Nor what one that was killed before it made the ref had said that it takes in; others of its size are not touched.
    let [e, other] = ["fifth", "sixth"]
        .map(|text| place.sh(&format!("printf {text} | git hash-object -w --stdin")).ok().trim().to_owned());
    let hash_e = place.sh("printf fifth | sha256sum | cut -c1-64").ok().trim().to_owned();
    let note = format!("refs/tramite/files/{}/{hash_e} 5\n", uid.as_str().unwrap());
    place.write(".git/tramite/taking-killed", &note);
    let said = place.tramite(&["doctor"]).exits(1).out;
    assert!(said.contains("2 objects were half written") && said.contains("tmp_object_git2_1"), "{said}");
    assert!(said.contains("the bytes of 1 files are here without a ref"), "{said}");
    assert!(has(&place, ".", &e));
    let seen = place.tramite(&["purge", "1", "--dry-run"]).ok();
    assert!(seen.contains("a.txt") && seen.contains("a file that nothing names"), "{seen}");
    let json = place.tramite(&["purge", "1", "--yes", "--format", "json"]).json();
    assert_eq!(json["removed_here"], 3);
    assert!(!has(&place, ".", &e) && has(&place, ".", &other));
    assert_eq!(place.sh("ls .git/tramite | grep taking || true").ok(), "");
    assert_eq!(json["tickets"][0]["unnamed"], serde_json::json!([hash]));
    assert_eq!(
        json["remotes"],
        serde_json::json!([
            {"name": "origin", "removed": 1, "error": null}, {"name": "copy", "removed": 2, "error": null}
        ])
    );
    for repository in [".", "../hub.git", "../copy.git"] {
        assert_eq!(files(&place, repository), 0, "{repository}");
    }
    assert!(!has(&place, ".", &b));
    assert_eq!(place.sh("ls .git/objects | grep tmp_").ok(), "tmp_object_git2_2\n");
    assert_eq!(place.sh("ls .git/objects/pack | grep pack_git2 || true").ok(), "");
    // A remote that could not be asked is asked again by the next sync, and only that one.
    place.write("../g.txt", "seventh");
    place.tramite(&["attach", "1", "../g.txt"]).ok();
    place.tramite(&["sync"]).ok();
    place.git(&["push", "-q", "copy", "main", "refs/tramite/files/*:refs/tramite/files/*"]).ok();
    place.sh("mv ../copy.git ../away.git").ok();
    let said = place.tramite(&["purge", "1", "--yes"]).exits(1);
    assert!(said.err.contains("not at \"copy\""), "{}", said.err);
    let said = place.tramite(&["sync"]).exits(0);
    assert!(said.err.contains("\"copy\" may keep removed files"), "{}", said.err);
    place.sh("mv ../away.git ../copy.git").ok();
    let said = place.tramite(&["sync"]).exits(0);
    assert!(said.out.contains("g.txt (there)"), "{}", said.out);
    assert_eq!(files(&place, "../copy.git"), 0);
    place.sh("mv ../copy.git ../away.git").ok();
    assert_eq!(place.tramite(&["sync"]).exits(0).err, "");
    place.is_clean();
}

#[test]
fn attach_and_purge_of_the_same_bytes_at_once() {
    const ROUNDS: usize = 8;
    let place = Place::desk();
    place.tramite(&OPEN).ok();
    place.tramite(&["open", "question", "-t", "Second", "-d", "x", "--for", "maria@example"]).ok();
    // Of several sizes, so that one process meets the other at several steps.
    place
        .sh(&format!(
            "cd .. && for i in $(seq 0 {}); do head -c $((i * 150000 + 9)) /dev/urandom > $i.bin; done",
            ROUNDS - 1
        ))
        .ok();
    let names: Vec<String> = (0..ROUNDS).map(|i| format!("../{i}.bin")).collect();
    let second: Vec<&str> = ["attach", "2"].into_iter().chain(names.iter().map(String::as_str)).collect();
    place.tramite(&second).ok();
    for (i, path) in names.iter().enumerate() {
        let start = |args: &[&str]| {
            let mut command = place.command("tramite");
            command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let name = format!("{i}.bin");
        let mut both = [start(&["attach", "1", path]), start(&["purge", "2", "--only", &name, "--yes"])];
        for one in &mut both {
            assert!(one.wait().unwrap().success(), "round {i}");
        }
    }
    // What the first ticket names can be got, what was removed from the second is gone.
    assert_eq!(files(&place, "."), ROUNDS);
    place.sh("mkdir ../out").ok();
    for i in 0..ROUNDS {
        place.tramite(&["attachment", "get", "1", &format!("{i}.bin"), "-o", "../out"]).ok();
        place.tramite(&["attachment", "get", "2", &format!("{i}.bin"), "-o", "../out"]).fails(3);
        place.sh(&format!("cmp ../out/{i}.bin ../{i}.bin")).ok();
    }
    is_sound(&place, ".");
    let doctor = place.tramite(&["doctor"]);
    assert!(!doctor.out.contains("file"), "{}", doctor.out);
    place.is_clean();
}

#[test]
fn a_server_knows_a_removed_file_by_its_ticket() {
    let mut place = shared();
    place.tramite(&["open", "question", "-t", "Second", "-d", "x", "--for", "maria@example"]).ok();
    place.write("../same.txt", "the same");
    place.tramite(&["attach", "1", "../same.txt"]).ok();
    place.tramite(&["attach", "2", "../same.txt"]).ok();
    place.tramite(&["sync"]).ok();
    let said = place.tramite(&["purge", "1", "--yes"]).exits(0);
    assert!(said.err.contains("has the same file"), "{}", said.err);
    assert!(!said.out.contains(&blob(&place, "../same.txt")), "what stays is not to be gone: {}", said.out);
    assert_eq!((files(&place, "."), files(&place, "../hub.git")), (1, 1));
    // The second ticket's is neither refused nor may it be deleted.
    clone(&place, "second", &[]);
    place.cd("second");
    place.tramite(&["attachment", "get", "2"]).ok();
    let name = place.git(&["for-each-ref", "--format=%(refname)", "refs/tramite"]).ok().trim().to_owned();
    let error = place.git(&["push", "origin", &format!(":{name}")]).err;
    assert!(error.contains("tramite purge"), "{error}");
    place.sh(&format!("git -C ../hub.git update-ref -d {name}")).ok();
    let said = place.tramite(&["sync"]).ok();
    assert!(said.contains("sent: 1 attached file"), "{said}");
    assert_eq!(files(&place, "../hub.git"), 1);
    // A removed one that a plain push sends in a bundle with others is named, and the others come through.
    place.write("more.txt", "more");
    place.tramite(&["attach", "2", "more.txt"]).ok();
    place.sh("rm more.txt same.txt").ok();
    place.tramite(&["sync"]).ok();
    assert_eq!(files(&place, "../hub.git"), 2);
    place.is_clean();
}

#[test]
fn an_automation_removes_files_when_their_time_has_come() {
    let mut place = shared();
    place.write("../a.txt", "customer data");
    place.tramite(&["attach", "1", "../a.txt"]).ok();
    place.tramite(&["note", "1", "-m", "The key is 4711", "--sensitive"]).ok();
    let a = blob(&place, "../a.txt");
    place.write(
        ".tramite/automations.yaml",
        "- {id: retention, when: \"category:closed in_status:>=90d\", do: {purge: true}, anytime: true}\n",
    );
    place.commit("Files of closed tickets go after 90 days");
    assert_eq!(place.tramite(&["validate", "--config"]).ok(), "");
    place.tramite(&["reply", "1", "solved", "-m", "Done"]).ok();
    place.tramite(&["transition", "1", "closed"]).ok();
    place.tramite(&["sync"]).ok();
    assert_eq!(place.tramite(&["sweep"]).ok(), "nothing to do\n");
    place.at("2027-03-01T10:00:00-03:00");
    let said = place.tramite(&["sweep", "--dry-run"]).ok();
    assert!(said.contains("retention") && said.contains("purged"), "{said}");
    assert!(has(&place, ".", &a));
    let said = place.tramite(&["sweep"]).ok();
    assert!(said.contains("2 files removed from this repository, 2 refs removed at origin"), "{said}");
    assert!(said.contains(SERVER) && said.contains(&a), "{said}");
    assert!(!has(&place, ".", &a));
    assert_eq!((files(&place, "."), files(&place, "../hub.git")), (0, 0));
    assert_eq!(place.tramite(&["sweep"]).ok(), "nothing to do\n");
    // Somebody who may not remove files has it refused, and nothing goes by a transition.
    place.tramite(&["open", "question", "-t", "Second", "-d", "x", "--for", "maria@example"]).ok();
    place.tramite(&["attach", "202611/0001", "../a.txt"]).fails(4);
    place.tramite(&["attach", "202703/0001", "../a.txt"]).ok();
    place
        .tramite(&[
            "person",
            "add",
            "robo",
            "--name",
            "R",
            "--email",
            "robo@desk.example",
            "--role",
            "automation",
        ])
        .ok();
    place.tramite(&["reply", "202703/0001", "solved", "-m", "Done"]).ok();
    place.tramite(&["transition", "202703/0001", "closed"]).ok();
    place.at("2027-07-01T10:00:00-03:00");
    place.be("Robo", "robo@desk.example");
    let said = place.tramite(&["sweep"]).exits(1).out;
    assert!(said.contains("refused") && said.contains("may not remove files"), "{said}");
    assert!(has(&place, ".", &a));
    place.is_clean();
}

#[test]
fn a_clone_made_by_path_loses_the_bytes_that_it_has_no_refs_for() {
    let mut place = shared();
    place.sh("printf 'customer data' > ../a.txt && printf 'keep this' > ../keep.txt").ok();
    place.sh("printf 'in use' > ../used.txt && printf late > ../late.txt").ok();
    place.tramite(&["attach", "1", "../a.txt", "../keep.txt", "../used.txt", "../late.txt"]).ok();
    place.tramite(&["note", "1", "-m", "The key is 4711", "--sensitive"]).ok();
    place.tramite(&["sync"]).ok();
    let [a, keep, used, late] =
        ["../a.txt", "../keep.txt", "../used.txt", "../late.txt"].map(|file| blob(&place, file));
    let text = place.sh("printf 'The key is 4711' | git hash-object --stdin").ok().trim().to_owned();
    // Loose objects and a pack, hard-linked or copied: all of it, and not a ref.
    place.sh("git -C ../hub.git repack -q -a -d && git clone -q ../hub.git ../bia").ok();
    assert_eq!(files(&place, "../bia"), 0);
    for oid in [&a, &keep, &used, &late, &text] {
        assert!(has(&place, "../bia", oid));
    }
    place.cd("bia");
    // The user's own: a lost object, one of the same size as a removed one, and a tag of the same bytes.
    let lost = place.sh("echo lost | git hash-object -w --stdin").ok().trim().to_owned();
    let alike = place.sh("printf 'another data.' | git hash-object -w --stdin").ok().trim().to_owned();
    place.git(&["tag", "mine", &used]).ok();
    place.cd("desk");
    for name in ["a.txt", "used.txt"] {
        place.tramite(&["purge", "1", "--only", name, "--yes"]).ok();
    }
    let hash = place.sh("printf 'The key is 4711' | sha256sum | cut -c1-64").ok().trim().to_owned();
    place.tramite(&["purge", "1", "--only", &hash, "--yes"]).ok();
    place.sh(&format!("cd ../hub.git && {SERVER}")).ok();
    assert!(!has(&place, "../hub.git", &a) && !has(&place, "../hub.git", &text));
    place.cd("bia");
    let said = place.tramite(&["sync"]).ok();
    assert!(said.contains("removed for good: 202611/0001 a.txt (here)"), "{said}");
    assert!(!has(&place, ".", &a) && !has(&place, ".", &text));
    for oid in [&lost, &alike, &keep, &late, &used] {
        assert!(has(&place, ".", oid), "not one of the removed files, or in use");
    }
    is_sound(&place, ".");
    // A file is looked for once; `doctor` looks again for all, now that nothing needs it.
    assert!(!place.tramite(&["sync"]).ok().contains("removed"));
    assert!(!place.tramite(&["doctor"]).out.contains("without a ref"));
    place.git(&["tag", "-d", "mine"]).ok();
    let said = place.tramite(&["doctor"]).exits(1).out;
    assert!(said.contains("the bytes of 1 removed files are here without a ref"), "{said}");
    place.tramite(&["doctor", "--fix"]);
    assert!(!has(&place, ".", &used) && has(&place, ".", &late) && has(&place, ".", &lost));
    // A purge in such a clone takes them as well.
    let said = place.tramite(&["purge", "1", "--only", "late.txt", "--yes"]).ok();
    assert!(said.contains("1 file removed from this repository, 1 ref removed at origin"), "{said}");
    assert!(!has(&place, ".", &late) && has(&place, ".", &keep) && has(&place, ".", &lost));
    is_sound(&place, ".");
    place.is_clean();
}
