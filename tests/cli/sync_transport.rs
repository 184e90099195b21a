//! Remotes over ssh and over http: the `git` program's credentials and settings, not ours (7).

use super::team::Team;
use crate::harness::Place;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Whether what is not installed here is a failure.
fn must_be_there() -> bool {
    #[expect(clippy::disallowed_methods, reason = "says where the tests run")]
    std::env::var_os("TRAMITE_CI").is_some()
}

fn program(names: &[&str]) -> Option<PathBuf> {
    names.iter().map(PathBuf::from).find(|path| path.exists())
}

/// Both exchange over `url`.
fn exchange(team: &mut Team, url: &str) {
    for who in ["ana", "bia"] {
        team.at(who).git(&["remote", "set-url", "origin", url]).ok();
    }
    team.run("ana", &["note", "1", "-m", "from ana"]).ok();
    team.run("bia", &["note", "1", "-m", "from bia"]).ok();
    team.sync("ana");
    assert_eq!(team.sync("bia")["outcome"], "merged");
    team.sync("ana");
    team.is_one(&["ana", "bia"]);
    let bodies = team.show("ana", "1")["comments"].to_string();
    assert!(bodies.contains("from ana") && bodies.contains("from bia"), "{bodies}");
}

/// A server of the system's own sshd on a port of its own, for one key; ended when it is dropped.
struct Sshd(Child);

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn sshd(place: &Place, root: &Path) -> Option<(Sshd, u16)> {
    let server = program(&["/usr/sbin/sshd", "/usr/local/sbin/sshd"])?;
    let at = |name: &str| root.join(name).display().to_string();
    for key in ["host", "user"] {
        place.sh(&format!("ssh-keygen -q -t ed25519 -N '' -f {}", at(key))).ok();
    }
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let config = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
         PasswordAuthentication no\nPidFile none\nAcceptEnv GIT_*\n",
        at("host"),
        at("user.pub")
    );
    std::fs::write(root.join("sshd_config"), config).unwrap();
    // Root's sshd wants its folder for privilege separation.
    let _ = place.sh("mkdir -p /run/sshd");
    let log = std::fs::File::create(root.join("sshd.log")).unwrap();
    let child = Command::new(server)
        .args(["-D", "-e", "-f", &at("sshd_config")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap();
    let server = Sshd(child);
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some((server, port));
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{}", std::fs::read_to_string(root.join("sshd.log")).unwrap_or_default());
}

#[test]
fn over_ssh() {
    let mut team = Team::new(&["ana", "bia"]);
    let root = team.place.root().to_owned();
    let Some((_server, port)) = sshd(&team.place, &root) else {
        assert!(!must_be_there(), "there is no sshd: apt-get install openssh-server");
        return;
    };
    let user = team.place.sh("id -un").ok().trim().to_owned();
    let at = |name: &str| root.join(name).display().to_string();
    // Settings of git's, as a person has them.
    let ssh = format!(
        "ssh -F none -i {} -o IdentitiesOnly=yes -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile={}",
        at("user"),
        at("known_hosts")
    );
    for who in ["ana", "bia"] {
        team.at(who).git(&["config", "core.sshCommand", &ssh]).ok();
    }
    exchange(&mut team, &format!("ssh://{user}@127.0.0.1:{port}{}", at("hub.git")));
    // A key that the server does not know.
    team.at("ana").git(&["config", "core.sshCommand", &ssh.replace(&at("user"), &at("host"))]).ok();
    let before = team.state("ana");
    let error = team.run("ana", &["sync"]).fails(6);
    assert!(error.contains("Permission denied"), "{error}");
    assert_eq!(team.state("ana"), before);
}

/// A tiny web server before `git http-backend`, which asks for a password. The first answer to a right one is a refusal.
struct Web {
    url: String,
    asked: Arc<AtomicUsize>,
    errors: Arc<Mutex<Vec<String>>>,
}

fn web(root: &Path) -> Web {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://ana@127.0.0.1:{}/hub.git", listener.local_addr().unwrap().port());
    let (asked, errors) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let web = Web { url, asked: Arc::clone(&asked), errors: Arc::clone(&errors) };
    let root = root.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (root, asked, errors) = (root.clone(), Arc::clone(&asked), Arc::clone(&errors));
            std::thread::spawn(move || {
                if let Err(error) = stream.and_then(|stream| answer(stream, &root, &asked)) {
                    errors.lock().unwrap().push(error.to_string());
                }
            });
        }
    });
    web
}

fn answer(stream: TcpStream, root: &Path, asked: &AtomicUsize) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut out = stream;
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim().to_owned();
        if line.is_empty() {
            break;
        }
        headers.push(line);
    }
    let header = |name: &str| {
        headers.iter().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    };
    if header("Expect").is_some() {
        out.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let body = if header("Transfer-Encoding").is_some_and(|v| v == "chunked") {
        chunks(&mut reader)?
    } else {
        let length = header("Content-Length").and_then(|v| v.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        body
    };
    // `ana:secret` in base 64.
    let knows = header("Authorization").is_some_and(|v| v == "Basic YW5hOnNlY3JldA==");
    if !knows || asked.fetch_add(1, Ordering::SeqCst) == 0 {
        return out.write_all(b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"desk\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut backend = Command::new("git");
    backend
        .args(["-c", "http.receivepack=true", "http-backend"])
        .env("GIT_PROJECT_ROOT", root)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("REQUEST_METHOD", method)
        .env("PATH_INFO", path)
        .env("QUERY_STRING", query)
        .env("REMOTE_USER", "ana")
        .env("CONTENT_TYPE", header("Content-Type").unwrap_or_default())
        .env("CONTENT_LENGTH", body.len().to_string())
        .env("HTTP_CONTENT_ENCODING", header("Content-Encoding").unwrap_or_default())
        .env("GIT_PROTOCOL", header("Git-Protocol").unwrap_or_default());
    let mut child = backend.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut input = child.stdin.take().unwrap();
    let feeding = std::thread::spawn(move || {
        let _ = input.write_all(&body);
    });
    let said = child.wait_with_output()?.stdout;
    let _ = feeding.join();
    let end = said.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(0);
    let head = String::from_utf8_lossy(&said[..end]).into_owned();
    let status = head.lines().find_map(|l| l.strip_prefix("Status: ")).unwrap_or("200 OK").to_owned();
    let content = &said[(end + 4).min(said.len())..];
    write!(
        out,
        "HTTP/1.1 {status}\r\n{head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        content.len()
    )?;
    out.write_all(content)
}

fn chunks(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16).unwrap_or(0);
        let mut part = vec![0; size + 2];
        reader.read_exact(&mut part)?;
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(&part[..size]);
    }
}

#[test]
fn over_http_with_a_password_that_is_refused_once() {
    let mut team = Team::new(&["ana", "bia"]);
    let root = team.place.root().to_owned();
    // Without the backend (a package of its own in some places) there is nothing to talk to.
    let backend = format!("{}/git-http-backend", team.place.git(&["--exec-path"]).ok().trim());
    let curl = backend.replace("git-http-backend", "git-remote-http");
    if !Path::new(&backend).exists() || !Path::new(&curl).exists() {
        assert!(!must_be_there(), "there is no {backend}");
        return;
    }
    team.at("hub.git").git(&["config", "http.receivepack", "true"]).ok();
    let web = web(&root);
    let helper = "!f() { test \"$1\" = get && printf 'username=ana\\npassword=secret\\n'; }; f";
    for who in ["ana", "bia"] {
        team.at(who).git(&["config", "credential.helper", helper]).ok();
        team.place.git(&["remote", "set-url", "origin", &web.url]).ok();
        team.place.set("GIT_TERMINAL_PROMPT", "0");
    }
    team.run("ana", &["note", "1", "-m", "offline"]).ok();
    let before = team.state("ana");
    let error = team.run("ana", &["sync"]).fails(6);
    assert!(error.contains("cannot fetch from \"origin\""), "{error}");
    assert_eq!(team.state("ana"), before);
    team.sync("ana");
    team.sync("bia");
    exchange(&mut team, &web.url);
    assert!(web.asked.load(Ordering::SeqCst) > 4);
    assert_eq!(web.errors.lock().unwrap().as_slice(), &[] as &[String]);
}
