//! Repositories set up in ways that libgit2 cannot follow, or that change what is written.

use super::*;

#[test]
fn line_end_settings() {
    for (key, value) in [("core.autocrlf", "true"), ("core.autocrlf", "input"), ("core.eol", "crlf")] {
        let desk = Fixture::new();
        desk.git(&["config", key, value]);
        write(
            &desk.store(),
            &desk.env(),
            &[(TICKET, Some("title: dois\n")), ("tickets/a.yaml", Some("a: 1\n"))],
        )
        .unwrap();
        assert_clean(&desk.root);
        desk.git(&["checkout", "-q", "--", "."]);
        // As git writes it with this setting.
        fs::remove_file(desk.root.join(TICKET)).unwrap();
        desk.git(&["checkout", "-q", "--", TICKET]);
        write(&desk.store(), &desk.env(), &[(TICKET, Some("title: três\n"))]).unwrap();
        assert_clean(&desk.root);
    }
}

#[test]
fn attributes_with_other_line_ends() {
    let desk = Fixture::new();
    put(&desk.root, ".gitattributes", "* text eol=crlf\n");
    desk.git(&["add", "-A"]);
    desk.git(&["commit", "-q", "-m", "attributes"]);
    fs::remove_file(desk.root.join(TICKET)).unwrap();
    desk.git(&["checkout", "-q", "--", TICKET]);
    assert_eq!(fs::read_to_string(desk.root.join(TICKET)).unwrap(), "title: um\r\n");
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert_clean(&desk.root);
}

#[test]
fn split_and_sparse_indexes() {
    for setup in [
        &[&["update-index", "--split-index"][..]][..],
        &[&["sparse-checkout", "init", "--cone", "--sparse-index"], &["sparse-checkout", "set", "tickets"]],
    ] {
        let desk = Fixture::new();
        // A hint that `git fsck` prints when it reads such an index.
        desk.git(&["config", "advice.sparseIndexExpanded", "false"]);
        put(&desk.root, "docs/a.md", "a\n");
        desk.git(&["add", "-A"]);
        desk.git(&["commit", "-q", "-m", "docs"]);
        for args in setup {
            desk.git(args);
        }
        write(
            &desk.store(),
            &desk.env(),
            &[(TICKET, Some("title: dois\n")), ("tickets/b.yaml", Some("b: 1\n"))],
        )
        .unwrap();
        assert_clean(&desk.root);
        write(&desk.store(), &desk.env(), &[("tickets/b.yaml", None)]).unwrap();
        assert_clean(&desk.root);
        put(&desk.root, TICKET, "title: meu\n");
        let error = write(&desk.store(), &desk.env(), &[(TICKET, Some("title: três\n"))]).unwrap_err();
        assert_eq!(error.kind, StoreErrorKind::Dirty);
    }
}

#[test]
fn a_sparse_checkout_without_the_file() {
    let desk = Fixture::new();
    desk.git(&["sparse-checkout", "init", "--cone"]);
    desk.git(&["sparse-checkout", "set", "src"]);
    assert!(!desk.root.join(TICKET).exists());
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert!(!desk.root.join(TICKET).exists());
    assert_eq!(desk.git(&["show", &format!(":{TICKET}")]), "title: dois");
    assert_clean(&desk.root);
}

#[test]
fn index_versions_and_extensions() {
    for setup in [
        &["update-index", "--index-version", "4"][..],
        &["update-index", "--force-untracked-cache"],
        &["-c", "index.skipHash=true", "update-index", "--force-write-index"],
    ] {
        let desk = Fixture::new();
        desk.git(setup);
        write(
            &desk.store(),
            &desk.env(),
            &[(TICKET, Some("title: dois\n")), ("tickets/b.yaml", Some("b: 1\n"))],
        )
        .unwrap();
        assert_clean(&desk.root);
    }
}

#[test]
fn a_signed_commit() {
    let desk = Fixture::new();
    let key = desk.beside("key");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    desk.git(&["config", "gpg.format", "ssh"]);
    desk.git(&["config", "user.signingkey", key.to_str().unwrap()]);
    desk.git(&["config", "commit.gpgsign", "true"]);
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    let raw = desk.git(&["cat-file", "commit", "HEAD"]);
    assert!(raw.contains("gpgsig -----BEGIN SSH SIGNATURE-----"), "{raw}");
    assert!(raw.contains("author Ana Souza <ana@desk.example> 1795350600 -0300\n"), "{raw}");
    assert_clean(&desk.root);
    desk.git(&["config", "user.signingkey", "/nowhere"]);
    let error = write(&desk.store(), &desk.env(), &[(TICKET, Some("title: três\n"))]).unwrap_err();
    assert!(error.mend.unwrap().contains("commit.gpgsign"));
    assert_clean(&desk.root);
}

#[test]
fn a_worktree_elsewhere() {
    let desk = Fixture::new();
    let elsewhere = desk.beside("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    desk.git(&["config", "core.worktree", elsewhere.to_str().unwrap()]);
    git(&desk.root, &["checkout", "-q", "-f", "main"]);
    let store = desk.store();
    assert_eq!(store.workdir().map(|dir| dir.canonicalize().unwrap()), Some(elsewhere.clone()));
    write(&store, &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert_eq!(fs::read_to_string(elsewhere.join(TICKET)).unwrap(), "title: dois\n");
    assert_clean(&desk.root);
}

#[test]
fn settings_that_the_environment_changes() {
    let desk = Fixture::new();
    desk.git(&["config", "merge.tramite.driver", "mine"]);
    let store = Store::discover(&Env { config_environment: true, ..desk.env() }).unwrap();
    assert_eq!(store.identity(&desk.env()).unwrap().email, "ana@desk.example");
    write(&store, &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert_clean(&desk.root);
}
