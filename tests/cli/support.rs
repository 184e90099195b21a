//! What tests of the commands share: a desk of two customers, refusals that write nothing, a terminal.

use crate::harness::{Place, Said};
use std::io::Write;
use std::process::{Command, Stdio};

/// A desk with two agents (ana, bruno) and the contacts of two organizations.
pub fn desk() -> Place {
    let desk = Place::desk();
    desk.tramite(&[
        "person",
        "add",
        "bruno",
        "--name",
        "Bruno Lima",
        "--email",
        "bruno@desk.example",
        "--role",
        "agent",
        "--team",
        "support",
    ])
    .ok();
    desk.write(
        ".tramite/contacts/other.yaml",
        "organization: other\nname: Other SA\ncontacts:\n  - {id: zoe@other, name: Zoé Dias, email: zoe@other.example}\n",
    );
    desk.commit("desk: contacts of Other SA");
    desk
}

/// The same with ticket 1, a question of maria@example.
pub fn desk_with_ticket() -> Place {
    let desk = desk();
    desk.tramite(&["open", "question", "-t", "Export", "-d", "How?", "--for", "maria@example"]).ok();
    desk
}

/// Ana again.
pub fn be_ana(desk: &mut Place) {
    desk.be("Ana Souza", "ana@desk.example");
}

/// The tip, the files and the git index.
pub fn state(desk: &Place) -> (String, String) {
    (desk.git(&["rev-parse", "HEAD"]).ok(), desk.git(&["status", "--porcelain", "-uall"]).ok())
}

/// `args` fail with `code`, say what is wrong on standard error only, and write nothing.
#[track_caller]
pub fn refused(desk: &Place, args: &[&str], code: i32) -> String {
    let before = state(desk);
    let err = desk.tramite(args).fails(code);
    is_told(&err);
    assert_eq!(state(desk), before, "{args:?} wrote something");
    err
}

/// What went wrong, a line each: `error:` first, then why and how to mend it.
#[track_caller]
pub fn is_told(err: &str) {
    let lines: Vec<&str> =
        err.lines().filter(|l| !l.starts_with("similar:") && !l.starts_with("warning:")).collect();
    assert!(lines.first().is_some_and(|l| l.starts_with("error: ")), "{err}");
    assert!(lines[1..].iter().all(|l| l.starts_with("  why: ") || l.starts_with(" mend: ")), "{err}");
    assert!(lines.iter().any(|l| l.starts_with(" mend: ")), "how to mend it is said: {err}");
}

/// Asserts that `text` holds every one of `parts`.
#[track_caller]
pub fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

/// The text of the commit at the tip: author, dates, subject and body.
pub fn tip(desk: &Place, format: &str) -> String {
    desk.git(&["log", "-1", &format!("--format={format}")]).ok().trim_end().to_owned()
}

/// How many commits the branch has.
pub fn commits(desk: &Place) -> usize {
    desk.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse().unwrap()
}

const PTY: &str = r#"
import fcntl, json, os, pty, select, struct, sys, termios, time
spec = json.load(sys.stdin)
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, spec["columns"], 0, 0))
    os.chdir(spec["cwd"])
    os.execvpe(spec["args"][0], spec["args"], spec["env"])
out, seen = b"", 0
end = time.time() + 60
def more():
    global out
    ready, _, _ = select.select([fd], [], [], max(0, end - time.time()))
    if not ready:
        sys.stdout.buffer.write(out); sys.exit(99)
    try:
        part = os.read(fd, 65536)
    except OSError:
        part = b""
    out += part
    return part
for expect, send in spec["steps"]:
    while expect.encode() not in out[seen:]:
        if not more():
            break
    seen = len(out)
    try:
        os.write(fd, send.encode())
    except OSError:
        pass
while more():
    pass
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(out)
sys.exit(os.waitstatus_to_exitcode(status))
"#;

/// Runs `tramite` on a terminal so many columns wide; each step waits for a text and types another. What it said is
/// all in `out`. `None` where there is no Python to make a terminal with, which is a failure in CI.
pub fn terminal(desk: &Place, columns: u16, args: &[&str], steps: &[(&str, &str)]) -> Option<Said> {
    #[expect(clippy::disallowed_methods, reason = "whether this runs in CI is not the binary's world")]
    let must = std::env::var_os("TRAMITE_CI").is_some();
    let mut all = vec![env!("CARGO_BIN_EXE_tramite")];
    all.extend(args);
    let mut env: std::collections::BTreeMap<&str, &str> =
        desk.env.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    env.insert("TERM", "xterm");
    env.remove("COLUMNS");
    let spec = serde_json::json!({
        "cwd": desk.path(), "args": all, "env": env, "steps": steps, "columns": columns,
    });
    let child = Command::new("python3")
        .args(["-c", PTY])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        assert!(!must, "python3 is needed to test a terminal");
        return None;
    };
    child.stdin.take().unwrap().write_all(spec.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    if err.contains("Traceback") {
        assert!(!must, "{err}");
        return None;
    }
    Some(Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n"),
        err,
    })
}
