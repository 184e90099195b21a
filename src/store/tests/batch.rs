use super::*;

fn many(count: usize) -> Vec<Change> {
    (0..count)
        .map(|number| {
            let mut one =
                change(&[(&format!("tickets/202611/{:04}-aaaa/ticket.yaml", number / 2 + 1), Some("x"))]);
            one.files[0].1 = Some(format!("title: {number}\nstatus: \"é\"\n").into_bytes());
            one.message = format!("import {number}");
            one.author.name = format!("Zé <{number}>");
            one.author.when = when("2020-02-29T23:59:59+05:30");
            one
        })
        .collect()
}

#[test]
fn all_of_them_in_order_few_or_many() {
    for count in [3, 60] {
        let desk = Fixture::new();
        put(&desk.root, "src/main.c", "int mine;\n");
        let start = desk.git(&["rev-parse", "HEAD"]);
        let done = desk.store().commit_all::<Infallible>(&desk.env(), &mut |_| Ok(many(count))).unwrap();
        assert_eq!(done.commit, Some(desk.git(&["rev-parse", "HEAD"])));
        assert_eq!(done.unfinished, None);
        let log = desk.git(&["log", "--reverse", "--format=%s|%an|%aI|%cn|%cI", &format!("{start}..HEAD")]);
        let lines: Vec<&str> = log.lines().collect();
        assert_eq!(lines.len(), count);
        assert_eq!(lines[2], "import 2|Zé 2|2020-02-29T23:59:59+05:30|Ana Souza|2026-11-22T10:00:00-03:00");
        assert_eq!(
            desk.git(&["show", "HEAD:tickets/202611/0001-aaaa/ticket.yaml"]),
            "title: 1\nstatus: \"é\""
        );
        assert_eq!(desk.git(&["show", "HEAD~2:tickets/202611/0001-aaaa/ticket.yaml"]).lines().count(), 2);
        assert_eq!(desk.git(&["status", "--porcelain", "--untracked-files=all"]), " M src/main.c");
        assert_eq!(desk.git(&["for-each-ref", "--format=%(refname)"]), "refs/heads/main");
        assert_sound(&desk.root);
    }
}

#[test]
fn the_first_commits_of_a_desk_and_deletions() {
    let desk = Fixture::empty();
    let store = Store::open_repository(&desk.env()).unwrap();
    let mut changes = many(40);
    changes[39] =
        change(&[("tickets/202611/0001-aaaa/ticket.yaml", None), ("tickets/a \"b\".yaml", Some("q\n"))]);
    store.commit_all::<Infallible>(&desk.env(), &mut |_| Ok(changes.clone())).unwrap();
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "40");
    assert!(!desk.root.join("tickets/202611/0001-aaaa").exists());
    assert_eq!(fs::read_to_string(desk.root.join("tickets/a \"b\".yaml")).unwrap(), "q\n");
    assert_clean(&desk.root);
    store.commit_all::<Infallible>(&desk.env(), &mut |_| Ok(Vec::new())).unwrap();
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "40");
}

#[test]
fn a_killed_batch_leaves_nothing_or_all() {
    for (at, expected) in
        [("objects", "1"), ("journal", "1"), ("staged", "1"), ("ref", "61"), ("one-file", "61")]
    {
        let desk = Fixture::new();
        let env = Env { crash_at: Some(at.to_owned()), ..desk.env() };
        desk.store().commit_all::<Infallible>(&env, &mut |_| Ok(many(60))).unwrap_err();
        let _store = desk.store();
        assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), expected, "{at}");
        assert_clean(&desk.root);
    }
}

#[test]
fn a_fast_forward_brings_every_kind_of_file() {
    fast_forward(false);
    fast_forward(true);
}

fn fast_forward(crlf: bool) {
    let desk = Fixture::new();
    let clone = desk.beside("clone");
    put(&desk.root, ".gitattributes", "*.txt ident\n");
    desk.git(&["add", "-A"]);
    desk.git(&["commit", "-q", "-m", "attributes"]);
    desk.git(&["clone", "-q", ".", clone.to_str().unwrap()]);
    pin(&clone);
    if crlf {
        git(&clone, &["config", "core.autocrlf", "true"]);
    }
    put(&desk.root, "src/main.c", "int theirs;\n");
    put(&desk.root, "src/run.sh", "#!/bin/sh\n");
    put(&desk.root, "src/id.txt", "$Id$\n");
    put(&desk.root, TICKET, "title: dois\n");
    let head = desk.git(&["rev-parse", "HEAD"]);
    desk.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{head},sub")]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(desk.root.join("src/run.sh"), fs::Permissions::from_mode(0o755)).unwrap();
        std::os::unix::fs::symlink("main.c", desk.root.join("src/link")).unwrap();
    }
    desk.git(&["add", "src", "tickets"]);
    desk.git(&["commit", "-q", "-m", "theirs"]);
    git(&clone, &["fetch", "-q"]);
    let env = Env { cwd: clone.clone(), ..desk.env() };
    let store = Store::discover(&env).unwrap();
    let killed = Env { crash_at: Some("one-file".into()), ..env.clone() };
    assert_eq!(store.advance(&killed, "origin/main").unwrap_err().kind, StoreErrorKind::Killed);
    let store = Store::discover(&env).unwrap();
    assert_clean(&clone);
    assert_eq!(git(&clone, &["rev-parse", "HEAD"]), desk.git(&["rev-parse", "HEAD"]));
    assert_eq!(store.advance(&env, "origin/main").unwrap().commit, None);
    let text = fs::read_to_string(clone.join("src/main.c")).unwrap();
    assert_eq!(text, if crlf { "int theirs;\r\n" } else { "int theirs;\n" });
    assert!(fs::read_to_string(clone.join("src/id.txt")).unwrap().contains("$Id: "));
    // Not forward.
    let error = store.advance(&env, "HEAD^").unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Conflict);
}
