//! How commands scale: whole runs of the release binary beside git's own, on desks that `demo` makes.
//!
//! `cargo bench --bench scale [-- --tickets N --runs R]`. What is printed are ratios of medians of runs that took
//! turns on the same desk, so that they mean the same on any machine; times are for orientation.

#![expect(clippy::print_stdout, reason = "a report for whoever runs it")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const TRAMITE: &str = env!("CARGO_BIN_EXE_tramite");
const NOW: &str = "2026-11-23T10:00:00-03:00";

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let ask = Ask::of(std::env::args().skip(1))?;
    let bench = Bench::new(&ask)?;
    println!("{} tickets, {} trâmites, {} runs each\n", ask.tickets, bench.tramites()?, ask.runs);
    println!(
        "{:<34}{:>10}{:>10}{:>9}{:>8}{:>9}{:>10}",
        "", "ours", "git's", "ratio", "goal", "spread", "peak"
    );
    bench.show()?;
    bench.list()?;
    bench.note()?;
    bench.attach()?;
    bench.report()?;
    bench.check()?;
    bench.sync()?;
    bench.merge()?;
    bench.import()
}

/// What was asked for.
struct Ask {
    tickets: usize,
    runs: usize,
}

impl Ask {
    fn of(mut args: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut ask = Self { tickets: 1000, runs: 21 };
        while let Some(arg) = args.next() {
            let mut number = || -> Outcome<usize> {
                Ok(args.next().ok_or_else(|| format!("{arg} needs a number"))?.parse()?)
            };
            match arg.as_str() {
                // Cargo's own.
                "--bench" => {}
                "--tickets" => ask.tickets = number()?.max(1),
                "--runs" => ask.runs = number()?.max(1),
                _ => return Err(format!("unknown argument {arg:?}").into()),
            }
        }
        Ok(ask)
    }
}

/// Desks to measure on, and how programs run there.
struct Bench {
    root: tempfile::TempDir,
    tickets: usize,
    runs: usize,
    path: std::ffi::OsString,
}

impl Bench {
    fn new(ask: &Ask) -> Outcome<Self> {
        #[expect(clippy::disallowed_methods, reason = "git is looked for where it is")]
        let path = std::env::var_os("PATH").unwrap_or_default();
        let bench = Self { root: tempfile::tempdir()?, tickets: ask.tickets, runs: ask.runs, path };
        fs::create_dir(bench.root.path().join("home"))?;
        let begin = Instant::now();
        let tickets = ask.tickets.to_string();
        Bench::run(bench.tramite(bench.root.path(), &["demo", "desk", "--tickets", &tickets]))?;
        println!("demo: {}", shown(begin.elapsed()));
        Ok(bench)
    }

    fn desk(&self) -> PathBuf {
        self.root.path().join("desk")
    }

    /// A copy of the desk, by git, as a colleague's clone is.
    fn copy(&self, name: &str) -> Outcome<PathBuf> {
        let copy = self.root.path().join(name);
        let mut cp = self.program("cp", self.root.path());
        Self::run({
            cp.arg("-a").arg(self.desk()).arg(&copy);
            cp
        })?;
        Self::run(self.git(&copy, &["update-index", "-q", "--refresh"]))?;
        Ok(copy)
    }

    /// In an environment that says nothing but where things are and what time it is.
    fn program(&self, name: &str, dir: &Path) -> Command {
        let mut command = Command::new(name);
        command.current_dir(dir).env_clear().env("PATH", &self.path);
        command.env("HOME", self.root.path().join("home")).env("TRAMITE_NOW", NOW);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    fn tramite(&self, dir: &Path, args: &[&str]) -> Command {
        let mut command = self.program(TRAMITE, dir);
        command.args(args);
        command
    }

    fn git(&self, dir: &Path, args: &[&str]) -> Command {
        let mut command = self.program("git", dir);
        command.args(args);
        command
    }

    /// Runs one to its end; how long it took.
    fn run(mut command: Command) -> Outcome<Duration> {
        let begin = Instant::now();
        let output = command.output()?;
        let took = begin.elapsed();
        if output.status.success() {
            return Ok(took);
        }
        Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
    }

    fn output(mut command: Command) -> Outcome<String> {
        let output = command.stdout(Stdio::piped()).output()?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    fn tramites(&self) -> Outcome<String> {
        Self::output(self.git(&self.desk(), &["rev-list", "--count", "HEAD", "--", "tickets"]))
    }

    /// The path of a ticket in the middle of the desk.
    fn ticket(&self) -> Outcome<String> {
        let paths = self.git(&self.desk(), &["ls-files", "--", "tickets/*/ticket.yaml"]);
        let paths = Self::output(paths)?;
        let paths: Vec<&str> = paths.lines().collect();
        Ok((*paths.get(paths.len() / 2).ok_or("the desk has no tickets")?).to_owned())
    }

    fn show(&self) -> Outcome<()> {
        let path = self.ticket()?;
        let name = name_of(&path)?;
        let desk = self.desk();
        let object = format!("HEAD:{path}");
        let ours = || self.tramite(&desk, &["show", &name]);
        let pair = turns(
            self.runs,
            || Self::run(ours()),
            || Self::run(self.git(&desk, &["cat-file", "-p", &object])),
        )?;
        pair.print("show : cat-file -p", "≤ 4", peak(ours())?);
        Ok(())
    }

    fn list(&self) -> Outcome<()> {
        let desk = self.desk();
        let ours = || self.tramite(&desk, &["list"]);
        let pair = turns(self.runs, || Self::run(ours()), || Self::run(self.git(&desk, &["status"])))?;
        pair.print("list : status", "≤ 1", peak(ours())?);
        let ours = || self.tramite(&desk, &["list", "--all"]);
        let pair = turns(self.runs, || Self::run(ours()), || Self::run(self.git(&desk, &["status"])))?;
        pair.print("list --all : status", "", peak(ours())?);
        Ok(())
    }

    /// Each on a desk of its own. By default git syncs no loose objects, which we do: that pair is printed too.
    fn note(&self) -> Outcome<()> {
        let path = self.ticket()?;
        let name = name_of(&path)?;
        let ours = self.copy("ours")?;
        Self::run(self.tramite(&ours, &["show", &name]))?;
        let note = || self.tramite(&ours, &["note", &name, "-m", "The log names the module"]);
        for (title, goal, sync) in [
            ("note -m : add, commit", "≤ 1", "core.fsync=default"),
            ("note -m : add, commit, all synced", "", "core.fsync=all"),
        ] {
            let theirs = self.copy(sync)?;
            let file = theirs.join(&path);
            let mut text = fs::read_to_string(&file)?;
            let commit = || {
                writeln!(text, "# The log names the module")?;
                fs::write(&file, &text)?;
                let add = Self::run(self.git(&theirs, &["-c", sync, "add", &path]))?;
                Ok(add + Self::run(self.git(&theirs, &["-c", sync, "commit", "-q", "-m", "A note"]))?)
            };
            let pair = turns(self.runs, || Self::run(note()), commit)?;
            pair.print(title, goal, peak(note())?);
        }
        Ok(())
    }

    /// Each time a new file of 10 MB that does not compress. We sync what we write; both of git's ways are printed.
    fn attach(&self) -> Outcome<()> {
        const SIZE: usize = 10 << 20;
        let name = name_of(&self.ticket()?)?;
        let ours = self.copy("attach")?;
        Self::run(self.tramite(&ours, &["show", &name]))?;
        let seed = std::cell::Cell::new(1_u64);
        let file = || -> Outcome<String> {
            let (mut bytes, mut next) = (Vec::with_capacity(SIZE), seed.get());
            while bytes.len() < SIZE {
                // xorshift64
                next ^= next << 13;
                next ^= next >> 7;
                next ^= next << 17;
                bytes.extend_from_slice(&next.to_le_bytes());
            }
            seed.set(next);
            let path = self.root.path().join("file.bin");
            fs::write(&path, bytes)?;
            Ok(path.to_str().ok_or("a path is not UTF-8")?.to_owned())
        };
        let attach =
            || Ok::<_, Box<dyn std::error::Error>>(self.tramite(&ours, &["attach", &name, &file()?]));
        for (title, goal, sync) in [
            ("attach 10 MB : hash-object", "≤ 1.5", "core.fsync=default"),
            ("attach 10 MB : the same, synced", "", "core.fsync=all"),
        ] {
            let theirs = self.copy(&format!("attach-{sync}"))?;
            let pair = turns(
                self.runs.min(11),
                || Self::run(attach()?),
                || Self::run(self.git(&theirs, &["-c", sync, "hash-object", "-w", &file()?])),
            )?;
            pair.print(title, goal, peak(attach()?)?);
        }
        Ok(())
    }

    fn check(&self) -> Outcome<()> {
        let desk = self.desk();
        let ours = || self.tramite(&desk, &["check", "HEAD"]);
        let log = ["log", "--raw", "--no-renames"];
        let pair = turns(self.runs.div_ceil(4), || Self::run(ours()), || Self::run(self.git(&desk, &log)))?;
        pair.print("check HEAD : log --raw", "≤ 3", peak(ours())?);
        Ok(())
    }

    /// A clone of `hub`, as its leader has it.
    fn clone(&self, hub: &Path, name: &str) -> Outcome<PathBuf> {
        let clone = self.root.path().join(name);
        let (from, to) = (hub.to_string_lossy(), clone.to_string_lossy());
        Self::run(self.git(self.root.path(), &["clone", "-q", &from, &to]))?;
        let first = Self::output(self.git(&self.desk(), &["log", "--reverse", "--format=%an%n%ae"]))?;
        let mut who = first.lines();
        for key in ["user.name", "user.email"] {
            Self::run(self.git(&clone, &["config", key, who.next().ok_or("the desk has no history")?]))?;
        }
        Ok(clone)
    }

    fn hub(&self, name: &str) -> Outcome<PathBuf> {
        let hub = self.root.path().join(name);
        let (from, to) = (self.desk(), hub.to_string_lossy().into_owned());
        Self::run(self.git(self.root.path(), &["clone", "-q", "--bare", &from.to_string_lossy(), &to]))?;
        Ok(hub)
    }

    /// With nothing to bring or to take.
    fn sync(&self) -> Outcome<()> {
        let clone = self.clone(&self.hub("quiet.git")?, "quiet")?;
        let ours = || self.tramite(&clone, &["sync"]);
        let pair = turns(self.runs, || Self::run(ours()), || Self::run(self.git(&clone, &["fetch", "-q"])))?;
        pair.print("sync : fetch", "≤ 1.3", peak(ours())?);
        Ok(())
    }

    /// A thousand notes on each side, fetched, merged and pushed.
    fn merge(&self) -> Outcome<()> {
        let root = self.root.path();
        let hub = self.hub("busy.git")?;
        let (mine, other) = (self.clone(&hub, "mine")?, self.clone(&hub, "other")?);
        self.notes(&mine, 'A')?;
        self.notes(&other, 'B')?;
        Self::run(self.git(&other, &["push", "-q"]))?;
        let count = std::cell::Cell::new(0);
        let fresh = || -> Outcome<PathBuf> {
            let n = count.replace(count.get() + 1);
            let (clone, bare) = (root.join(format!("mine{n}")), root.join(format!("busy{n}.git")));
            for (from, to) in [(&mine, &clone), (&hub, &bare)] {
                let mut cp = self.program("cp", root);
                cp.arg("-a").arg(from).arg(to);
                Self::run(cp)?;
            }
            Self::run(self.git(&clone, &["remote", "set-url", "origin", &bare.to_string_lossy()]))?;
            Self::run(self.git(&clone, &["update-index", "-q", "--refresh"]))?;
            Ok(clone)
        };
        let pair = turns(
            self.runs.div_ceil(4),
            || Self::run(self.tramite(&fresh()?, &["sync"])),
            || {
                let clone = fresh()?;
                let pull = Self::run(self.git(&clone, &["pull", "-q", "--no-rebase", "--no-edit"]))?;
                Ok(pull + Self::run(self.git(&clone, &["push", "-q"]))?)
            },
        )?;
        let peak = peak(self.tramite(&fresh()?, &["sync"]))?;
        pair.print("sync, 1000 + 1000 : pull, push", "≤ 1.5", peak);
        Ok(())
    }

    /// A thousand commits of one note each, on all the desk's tickets in turn.
    fn notes(&self, clone: &Path, side: char) -> Outcome<()> {
        let paths = Self::output(self.git(clone, &["ls-files", "--", "tickets/*/ticket.yaml"]))?;
        let folders: Vec<&str> = paths.lines().filter_map(|path| path.strip_suffix("/ticket.yaml")).collect();
        let who = Self::output(self.git(clone, &["var", "GIT_COMMITTER_IDENT"]))?;
        let who = who.rsplitn(3, ' ').last().ok_or("git names nobody")?.to_owned();
        let branch = Self::output(self.git(clone, &["symbolic-ref", "HEAD"]))?;
        let mut stream = String::new();
        for (n, folder) in (0..1000).zip(folders.iter().cycle()) {
            let note = format!("kind: internal\nbody: |\n  Note {n} of side {side}\n");
            // From 2026-11-23T08:40:00-03:00 on, one a second.
            let when = 1_795_434_000 + n;
            writeln!(stream, "commit {branch}\ncommitter {who} {when} -0300\ndata 5\nnote\n")?;
            if n == 0 {
                writeln!(stream, "from {branch}^0")?;
            }
            let name = format!("01M{side}{n:022}.yaml");
            writeln!(stream, "M 100644 inline {folder}/{name}\ndata {}\n{note}", note.len())?;
        }
        let mut import = self.git(clone, &["fast-import", "--quiet"]);
        let mut child = import.stdin(Stdio::piped()).spawn()?;
        std::io::Write::write_all(&mut child.stdin.take().ok_or("no pipe")?, stream.as_bytes())?;
        if !child.wait()?.success() {
            return Err("git fast-import failed".into());
        }
        Self::run(self.git(clone, &["reset", "-q", "--hard"]))?;
        Ok(())
    }

    fn report(&self) -> Outcome<()> {
        let desk = self.desk();
        let index = desk.join(".git/tramite");
        let report = || self.tramite(&desk, &["report", "sla", "--format", "json"]);
        let forget = || match fs::remove_dir_all(&index) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        let log = ["log", "--raw", "--no-renames", "--", "tickets"];
        let runs = self.runs.div_ceil(4);
        let cold = turns(
            runs,
            || {
                forget()?;
                Self::run(report())
            },
            || Self::run(self.git(&desk, &log)),
        )?;
        forget()?;
        cold.print("cold report : log --raw", "≤ 1", peak(report())?);
        let warm = turns(
            runs,
            || Self::run(report()),
            || {
                forget()?;
                Self::run(report())
            },
        )?;
        warm.print("warm report : cold report", "≤ 0.15", peak(report())?);
        Ok(())
    }

    /// An import and the same commits as a stream for `git fast-import`.
    fn import(&self) -> Outcome<()> {
        let root = self.root.path();
        let lines = root.join("tickets.jsonl");
        let events = write_lines(&lines, self.tickets)?;
        let lines = lines.to_string_lossy().into_owned();
        let count = std::cell::Cell::new(0);
        // Each in a folder of its own: a file system is slower where files have just been removed.
        let fresh = |kind: &[&str]| -> Outcome<PathBuf> {
            let dir = root.join(format!("import{}", count.replace(count.get() + 1)));
            fs::create_dir(&dir)?;
            Self::run(self.git(&dir, &[&["init", "-q"], kind].concat()))?;
            Self::run(self.git(&dir, &["config", "user.name", "Ana"]))?;
            Self::run(self.git(&dir, &["config", "user.email", "ana@desk.example"]))?;
            Ok(dir)
        };
        let desk = |kind: &[&str]| -> Outcome<PathBuf> {
            let dir = fresh(kind)?;
            Self::run(self.tramite(&dir, &["init", "--preset", "helpdesk"]))?;
            Ok(dir)
        };
        let import = |dir: &Path| self.tramite(dir, &["import", "jsonl", &lines]);
        let ours = desk(&[])?;
        Self::run(import(&ours))?;
        let stream = root.join("stream");
        let mut export = self.git(&ours, &["fast-export", "HEAD"]);
        export.stdout(fs::File::create(&stream)?);
        if !export.status()?.success() {
            return Err("git fast-export failed".into());
        }
        let mut rates = Vec::new();
        // With files in a working tree, and as what git does: objects alone.
        for (title, goal, kind) in
            [("import : fast-import", "", &[][..]), ("import, bare : fast-import", "≤ 2", &["--bare"][..])]
        {
            let pair = turns(
                self.runs.div_ceil(4),
                || Self::run(import(&desk(kind)?)),
                || {
                    let mut pipe = self.git(&fresh(&["--bare"])?, &["fast-import", "--quiet"]);
                    pipe.stdin(fs::File::open(&stream)?);
                    Self::run(pipe)
                },
            )?;
            pair.print(title, goal, peak(import(&desk(kind)?))?);
            rates.push(pair.ours.median);
        }
        let rate = rates.iter().map(|took| format!("{:.0}", events as f64 / took.as_secs_f64()));
        let rate = rate.collect::<Vec<_>>().join(" and ");
        println!("import: {rate} trâmites a second");
        Ok(())
    }
}

/// Tickets with a few events each; gives how many trâmites they are.
fn write_lines(file: &Path, tickets: usize) -> Outcome<usize> {
    const DAYS: usize = 28;
    let mut text = String::new();
    for n in 0..tickets {
        let at =
            |hour: usize| format!("2026-{:02}-{:02}T{hour:02}:00:00-03:00", 1 + n / DAYS % 10, 1 + n % DAYS);
        let line = serde_json::json!({
            "external": {"system": "old", "id": n.to_string()},
            "type": "question", "title": format!("Question {n}"), "opened_at": at(9), "by": "Bia <bia@acme.example>",
            "events": [
                {"at": at(10), "by": "Ana <ana@desk.example>", "comment": {"kind": "public", "body": "Which version?\n"}},
                {"at": at(11), "by": "Bia <bia@acme.example>", "comment": {"kind": "customer", "body": "The last one\n"}},
                {"at": at(12), "by": "Ana <ana@desk.example>", "comment": {"kind": "internal", "body": "Seen before\n"}},
                {"at": at(13), "by": "Ana <ana@desk.example>", "status": "solved"},
            ],
        });
        writeln!(text, "{line}")?;
    }
    fs::write(file, text)?;
    Ok(tickets * 5)
}

/// `202611/0007-k0ra` of a path.
fn name_of(path: &str) -> Outcome<String> {
    let inside = path.strip_prefix("tickets/").and_then(|rest| rest.strip_suffix("/ticket.yaml"));
    Ok(inside.ok_or("no path of a ticket")?.to_owned())
}

/// Times of one side, in order.
struct Times {
    median: Duration,
    /// Between the first and the third quarter, as a part of the median.
    spread: f64,
}

impl Times {
    fn of(mut all: Vec<Duration>) -> Self {
        all.sort();
        let median = all[all.len() / 2];
        let between = all[all.len() * 3 / 4].saturating_sub(all[all.len() / 4]);
        Self { median, spread: between.as_secs_f64() / median.as_secs_f64() }
    }
}

struct Pair {
    ours: Times,
    theirs: Times,
}

impl Pair {
    fn print(&self, title: &str, goal: &str, peak: Option<u64>) {
        let ratio = self.ours.median.as_secs_f64() / self.theirs.median.as_secs_f64();
        println!(
            "{title:<34}{:>10}{:>10}{ratio:>9.2}{goal:>8}{:>9}{:>10}",
            shown(self.ours.median),
            shown(self.theirs.median),
            format!("±{:.0}%", 50.0 * self.ours.spread.max(self.theirs.spread)),
            peak.map_or_else(String::new, |kib| format!("{} MiB", kib / 1024)),
        );
    }
}

/// Both sides once to warm up, then in turns.
fn turns(
    runs: usize,
    mut ours: impl FnMut() -> Outcome<Duration>,
    mut theirs: impl FnMut() -> Outcome<Duration>,
) -> Outcome<Pair> {
    ours()?;
    theirs()?;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        left.push(ours()?);
        right.push(theirs()?);
    }
    Ok(Pair { ours: Times::of(left), theirs: Times::of(right) })
}

fn shown(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 1000.0 { format!("{ms:.1} ms") } else { format!("{:.2} s", ms / 1000.0) }
}

/// The most memory that a run of its own had, in KiB, as far as looking every half millisecond tells; `None` where the
/// system does not say.
fn peak(mut command: Command) -> Outcome<Option<u64>> {
    let mut child = command.stderr(Stdio::null()).spawn()?;
    let mut most = None;
    while child.try_wait()?.is_none() {
        most = most.max(resident(&child));
        std::thread::sleep(Duration::from_micros(500));
    }
    Ok(most)
}

fn resident(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
