use super::*;

fn refused(env: &Env) -> StoreError {
    Store::discover(env).unwrap_err()
}

#[test]
fn head_with_a_desk_from_a_folder_below() {
    let desk = Fixture::new();
    let store = Store::discover(&Env { cwd: desk.root.join("src"), ..desk.env() }).unwrap();
    assert_eq!(store.branch(), "main");
    assert!(store.is_checked_out());
    assert_eq!(store.git_dir().canonicalize().unwrap(), desk.root.join(".git"));
}

#[test]
fn no_repository_and_no_desk_are_not_found() {
    let dir = tempfile::tempdir().unwrap();
    let env = Env::new(dir.path(), when("2026-11-22T10:00:00-03:00"));
    assert_eq!(refused(&env).kind, StoreErrorKind::NotFound);
    let desk = Fixture::empty();
    let error = refused(&desk.env());
    assert_eq!(error.kind, StoreErrorKind::NotFound);
    assert!(error.mend.unwrap().contains("tramite init"));
}

#[test]
fn the_setting_wins_over_head() {
    let desk = Fixture::new();
    desk.git(&["branch", "other"]);
    desk.git(&["config", "tramite.branch", "other"]);
    assert_eq!(desk.store().branch(), "other");
    desk.git(&["config", "tramite.branch", "gone"]);
    assert_eq!(refused(&desk.env()).kind, StoreErrorKind::Environment);
}

/// A code repository with a desk on `desk`, and a clone of it.
fn with_desk_branch() -> Fixture {
    let desk = Fixture::empty();
    put(&desk.root, "main.c", "int main;\n");
    desk.git(&["add", "-A"]);
    desk.git(&["commit", "-q", "-m", "code"]);
    let store = Store::open_repository(&desk.env()).unwrap().on_branch("desk").unwrap();
    write(&store, &desk.env(), &[(".tramite/desk.yaml", Some("name: x\n")), (TICKET, Some("title: um\n"))])
        .unwrap();
    desk
}

#[test]
fn a_remote_branch_is_read_and_the_first_write_makes_the_local_one() {
    let desk = with_desk_branch();
    let clone = desk.beside("clone");
    desk.git(&["clone", "-q", ".", clone.to_str().unwrap()]);
    pin(&clone);
    let env = Env { cwd: clone.clone(), ..desk.env() };
    let store = Store::discover(&env).unwrap();
    assert_eq!(store.branch(), "desk");
    assert_eq!(store.tip().unwrap(), Some(desk.git(&["rev-parse", "desk"])));
    write(&store, &env, &[(TICKET, Some("title: dois\n"))]).unwrap();
    assert_eq!(git(&clone, &["rev-list", "--count", "desk"]), "2");
    assert_eq!(git(&clone, &["rev-parse", "desk^"]), git(&clone, &["rev-parse", "origin/desk"]));
    assert_eq!(git(&clone, &["rev-parse", "--abbrev-ref", "desk@{upstream}"]), "origin/desk");
    assert_clean(&clone);
}

#[test]
fn a_clone_that_lacks_the_branch_says_how_to_fetch_it() {
    let desk = with_desk_branch();
    let clone = desk.beside("clone");
    desk.git(&["clone", "-q", "--single-branch", "--branch", "main", ".", clone.to_str().unwrap()]);
    pin(&clone);
    let env = Env { cwd: clone.clone(), ..desk.env() };
    let error = refused(&env);
    assert_eq!(error.kind, StoreErrorKind::Environment);
    assert_eq!(error.mend.as_deref(), Some("git fetch origin desk:desk"));
    git(&clone, &["fetch", "-q", "origin", "desk:desk"]);
    assert_eq!(Store::discover(&env).unwrap().branch(), "desk");
}

#[test]
fn shallow_and_partial_clones_are_told_and_not_written() {
    let desk = Fixture::new();
    write(&desk.store(), &desk.env(), &[(TICKET, Some("title: dois\n"))]).unwrap();
    desk.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", desk.root.display());
    for (name, option, mend) in
        [("shallow", "--depth=1", "git fetch --unshallow"), ("partial", "--filter=blob:none", "--refetch")]
    {
        let clone = desk.beside(name);
        desk.git(&["clone", "-q", option, &url, clone.to_str().unwrap()]);
        pin(&clone);
        let env = Env { cwd: clone.clone(), ..desk.env() };
        // A clone that libgit2 cannot open at all has its error at once.
        let error = match Store::discover(&env) {
            Err(error) => error,
            Ok(store) => {
                let written = write(&store, &env, &[(TICKET, Some("title: três\n"))]).unwrap_err();
                assert_eq!(store.require_full_history().unwrap_err(), written);
                written
            }
        };
        assert_eq!(error.kind, StoreErrorKind::Environment);
        assert!(error.mend.clone().unwrap().contains(mend), "{error}");
        // The mend works.
        let mend = error.mend.unwrap();
        for step in mend.split(';').next().unwrap().split(" && ") {
            git(&clone, &step.split(' ').skip(1).collect::<Vec<_>>());
        }
        let store = Store::discover(&env).unwrap();
        store.require_full_history().unwrap();
        write(&store, &env, &[(TICKET, Some("title: três\n"))]).unwrap();
        assert_clean(&clone);
    }
}

#[test]
fn foreign_formats_are_named() {
    let dir = tempfile::tempdir().unwrap();
    for (name, option, hint) in
        [("hash", "--object-format=sha256", "sha1"), ("refs", "--ref-format=reftable", "git refs migrate")]
    {
        git(dir.path(), &["init", "-q", option, name]);
        let error = refused(&Env::new(dir.path().join(name), when("2026-11-22T10:00:00-03:00")));
        assert_eq!(error.kind, StoreErrorKind::Environment, "{name}");
        assert!(error.mend.clone().unwrap().contains(hint), "{error}");
    }
}

#[test]
fn detached_head_reads_and_does_not_write() {
    let desk = Fixture::new();
    desk.git(&["switch", "-q", "--detach"]);
    let store = desk.store();
    assert_eq!(store.branch(), "HEAD");
    assert!(store.read(&store.tip().unwrap().unwrap(), TICKET).unwrap().is_some());
    let error = write(&store, &desk.env(), &[(TICKET, Some("x\n"))]).unwrap_err();
    assert!(error.mend.unwrap().contains("git switch"));
    desk.git(&["config", "tramite.branch", "main"]);
    write(&desk.store(), &desk.env(), &[(TICKET, Some("x\n"))]).unwrap();
    assert_eq!(desk.git(&["rev-list", "--count", "main"]), "2");
    assert_clean(&desk.root);
}

#[test]
fn not_in_the_middle_of_something() {
    let desk = Fixture::new();
    desk.git(&["switch", "-q", "-c", "side"]);
    put(&desk.root, "src/main.c", "int side;\n");
    desk.git(&["commit", "-q", "-a", "-m", "side"]);
    desk.git(&["switch", "-q", "main"]);
    put(&desk.root, "src/main.c", "int ours;\n");
    desk.git(&["commit", "-q", "-a", "-m", "ours"]);
    for (name, begin, end) in [
        ("merge", &["merge", "side"][..], &["merge", "--abort"][..]),
        ("rebase", &["rebase", "side"], &["rebase", "--abort"]),
        ("cherry-pick", &["cherry-pick", "side"], &["cherry-pick", "--abort"]),
        ("bisect", &["bisect", "start"], &["bisect", "reset"]),
        ("bisect", &["bisect", "start", "main", "main^"], &["bisect", "reset"]),
    ] {
        let _ = command(&desk.root, begin).output().unwrap();
        let store = desk.store();
        assert!(store.read(&store.tip().unwrap().unwrap(), TICKET).unwrap().is_some(), "{name}");
        let error = write(&store, &desk.env(), &[(TICKET, Some("x\n"))]).unwrap_err();
        // A file that git could not merge is a conflict.
        let wanted = if name == "bisect" { StoreErrorKind::Environment } else { StoreErrorKind::Conflict };
        let unmerged: &[String] = if name == "bisect" { &[] } else { &["src/main.c".to_owned()] };
        assert_eq!((error.kind, store.unmerged().unwrap().as_slice()), (wanted, unmerged), "{name}");
        assert!(error.what.contains(name), "{name}: {error}");
        desk.git(end);
        assert_clean(&desk.root);
    }
    // On a branch that nothing happens to, it does not matter.
    desk.git(&["branch", "other"]);
    desk.git(&["config", "tramite.branch", "other"]);
    let _ = command(&desk.root, &["merge", "side"]).output().unwrap();
    assert!(desk.store().unmerged().unwrap().is_empty());
    write(&desk.store(), &desk.env(), &[(TICKET, Some("x\n"))]).unwrap();
}

#[test]
fn who_writes() {
    let desk = Fixture::new();
    let store = desk.store();
    let who = store.identity(&desk.env()).unwrap();
    assert_eq!((who.name.as_str(), who.email.as_str()), ("Ana Souza", "ana@desk.example"));
    let env = Env {
        author_name: Some("Bia".into()),
        author_email: Some("bia@desk.example".into()),
        author_date: Some("@1795352400 -0300".into()),
        ..desk.env()
    };
    let author = store.author_signature(&env, None).unwrap();
    assert_eq!((author.name.as_str(), author.email.as_str()), ("Bia", "bia@desk.example"));
    assert_eq!(author.when, when("2026-11-22T10:00:00-03:00"));
    assert_eq!(store.committer_signature(&env).unwrap().name, "Ana Souza");
    let at = when("2026-11-20T10:00:00-03:00");
    assert_eq!(store.author_signature(&env, Some(at)).unwrap().when, at);
    let bad = Env { author_date: Some("soon".into()), ..desk.env() };
    assert!(store.author_signature(&bad, None).is_err());
}
