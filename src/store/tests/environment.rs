//! Disks, rights, processes that are killed for good, hooks.

use super::*;

/// Set by [`killed_for_good`] for the process that it kills.
const CHILD: &str = "TRAMITE_TEST_WRITER";

/// Writes until it is killed; does nothing unless it is the child of the test below.
#[test]
fn writer_to_be_killed() {
    #[expect(clippy::disallowed_methods, reason = "tells this process from the test's own")]
    let Some(root) = std::env::var_os(CHILD) else { return };
    let env = Env::new(PathBuf::from(root), when("2026-11-22T10:00:00-03:00"));
    for number in 0.. {
        let store = Store::discover(&env).unwrap();
        let text = format!("title: {number}\n");
        let path = format!("tickets/202611/{number:04}-aaaa/ticket.yaml");
        write(&store, &env, &[(TICKET, Some(&text)), (&path, Some("title: x\n"))]).unwrap();
    }
}

#[test]
fn killed_for_good() {
    let desk = Fixture::new();
    let mut count = 1;
    for round in 0..20u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::tests::environment::writer_to_be_killed"])
            .env(CHILD, &desk.root)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(40 + round * 13 % 50));
        child.kill().unwrap();
        child.wait().unwrap();
        let store = desk.store();
        assert_clean(&desk.root);
        let now: u32 = desk.git(&["rev-list", "--count", "HEAD"]).parse().unwrap();
        assert!(now >= count);
        count = now;
        // Begin with files that are not there yet.
        let old: Vec<_> =
            store.list("HEAD", "tickets").unwrap().into_iter().map(|entry| entry.path).collect();
        let remove: Vec<_> =
            old.iter().filter(|path| *path != TICKET).map(|path| (path.as_str(), None)).collect();
        if !remove.is_empty() {
            write(&store, &desk.env(), &remove).unwrap();
            count += 1;
        }
    }
}

/// A write by a process in which no file may grow beyond so many blocks.
#[cfg(unix)]
#[test]
fn a_limit_on_file_sizes_changes_nothing() {
    let desk = Fixture::new();
    let run = |blocks: &str| {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let output = Command::new("sh")
            .args(["-c", &script])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture", "store::tests::environment::one_big_write"])
            .env(CHILD, &desk.root)
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    for blocks in ["0", "1", "8"] {
        let said = run(blocks);
        assert!(said.contains("refused: Environment"), "{blocks}: {said}");
        let _store = desk.store();
        assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "1");
        assert_clean(&desk.root);
    }
    let said = run("unlimited");
    assert!(said.contains("written"), "{said}");
    assert_clean(&desk.root);
}

/// Writes one file of 64 kB of noise and says what came of it; does nothing unless it is the child of the test above.
#[test]
fn one_big_write() {
    #[expect(clippy::disallowed_methods, reason = "tells this process from the test's own")]
    let Some(root) = std::env::var_os(CHILD) else { return };
    let env = Env::new(PathBuf::from(root), when("2026-11-22T10:00:00-03:00"));
    let mut noise = 1u32;
    let text: String = (0..65536)
        .map(|_| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'!' + (noise >> 24) as u8 % 90)
        })
        .collect();
    match Store::discover(&env).and_then(|store| write(&store, &env, &[(TICKET, Some(&text))])) {
        Ok(_) => println!("written"),
        Err(error) => println!("refused: {:?} {error}", error.kind),
    }
}

/// Inside a hook git says where the repository is, and objects may be in quarantine.
#[cfg(unix)]
#[test]
fn what_a_server_hook_sees() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Fixture::new();
    let bare = desk.beside("bare.git");
    desk.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
    pin(&bare);
    let hook = bare.join("hooks/pre-receive");
    let exe = std::env::current_exe().unwrap();
    let script = format!(
        "#!/bin/sh\nread old new ref\nTRAMITE_TEST_NEW=$new {CHILD}=. exec '{}' --exact --nocapture \
         store::tests::environment::reads_in_a_hook\n",
        exe.display()
    );
    fs::write(&hook, script).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    put(&desk.root, TICKET, "title: empurrado\n");
    desk.git(&["commit", "-q", "-a", "-m", "pushed"]);
    let output = command(&desk.root, &["push", bare.to_str().unwrap(), "main"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("the hook read: title: empurrado"), "{said}");
}

#[test]
fn reads_in_a_hook() {
    #[expect(clippy::disallowed_methods, reason = "tells this process from the test's own")]
    let Ok(new) = std::env::var("TRAMITE_TEST_NEW") else { return };
    let env = Env { git_environment: true, ..Env::new(".", when("2026-11-22T10:00:00-03:00")) };
    let store = Store::discover(&env).unwrap();
    let text = store.read(&new, TICKET).unwrap().unwrap();
    println!("the hook read: {}", String::from_utf8(text).unwrap());
}

/// Only where tests run with the right to give files away.
#[cfg(unix)]
#[test]
fn a_repository_of_somebody_else() {
    let desk = Fixture::new();
    if std::os::unix::fs::chown(&desk.root, Some(54321), None).is_err() {
        return;
    }
    std::os::unix::fs::chown(desk.root.join(".git"), Some(54321), None).unwrap();
    let error = Store::discover(&desk.env()).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Environment);
    let mend = error.mend.unwrap();
    assert!(mend.contains(&format!("safe.directory {}", desk.root.display())), "{mend}");
}
