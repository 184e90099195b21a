//! The remote that a desk's branch is shared by, through the `git` program: the user's credentials, ssh settings and
//! hooks are git's own business (7).

use super::commit::step;
use super::discover::remote_names;
use super::{Env, Place, Store, StoreError, StoreErrorKind, program};
use git2::Oid;
use std::process::{Command, Output};

/// Where a desk's branch comes from and goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream {
    /// The remote's name: `origin`.
    pub remote: String,
    /// The branch there, `refs/heads/…`.
    pub branch: String,
    /// What this clone last saw of it, `refs/remotes/…`.
    pub tracking: String,
}

impl Upstream {
    /// As people write it: `origin/main`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.remote, self.short())
    }

    /// The branch by its short name.
    pub fn short(&self) -> &str {
        self.branch.strip_prefix("refs/heads/").unwrap_or(&self.branch)
    }
}

/// What a fetch found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// What this clone had seen of the branch before.
    pub before: Option<String>,
    /// Its tip now; `None` where the remote has no such branch.
    pub tip: Option<String>,
}

/// What came of a push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pushed {
    /// The remote has it.
    Done,
    /// Somebody else was there first: to be tried again from the fetch on.
    Rejected,
}

/// Takes what git says of its progress, a line at a time.
pub type Progress<'a> = Option<&'a mut dyn FnMut(&str)>;

impl Store {
    /// The upstream of the desk's branch: as git's settings say, else the branch of the same name on the only remote, or
    /// on `origin`. None, or several to choose from: an error that says what to do.
    pub fn upstream(&self) -> Result<Upstream, StoreError> {
        let Some(reference) = self.reference() else {
            return Err(StoreError::environment("the desk is on a detached HEAD")
                .why("it is no branch, so that nothing is its counterpart on a remote")
                .mend("git switch BRANCH, and try again"));
        };
        let short = reference.strip_prefix("refs/heads/").unwrap_or(reference);
        let names = remote_names(&self.repo);
        let set = |key: &str| self.settings.get(&format!("branch.{short}.{key}"));
        let tracked = match &self.place {
            Place::Tracking { tracking, .. } => {
                let rest = tracking.strip_prefix("refs/remotes/").unwrap_or(tracking);
                names.iter().find(|name| rest.starts_with(&format!("{name}/"))).cloned()
            }
            _ => None,
        };
        let configured = set("remote").filter(|name| name != ".");
        let (remote, branch) = match (configured, set("merge")) {
            (Some(remote), branch) => (remote, branch.unwrap_or_else(|| reference.to_owned())),
            (None, _) => match tracked.or_else(|| names.first().cloned()) {
                None => {
                    return Err(StoreError::environment("this desk has no remote")
                        .why("there is nobody to exchange changes with")
                        .mend("make an empty bare repository (git init --bare) and name it: git remote add origin URL"));
                }
                Some(first) if names.len() > 1 && first != "origin" => {
                    return Err(StoreError::environment(format!(
                        "there are several remotes: {}",
                        names.join(", ")
                    ))
                    .why(format!("git is not told which of them \"{short}\" belongs to"))
                    .mend(format!(
                        "git config branch.{short}.remote {first}; git config branch.{short}.merge {reference}"
                    )));
                }
                Some(only) => (only, reference.to_owned()),
            },
        };
        let tracking = self.tracking_name(&remote, &branch);
        Ok(Upstream { remote, branch, tracking })
    }

    /// Where the desk's branch goes, by git's own settings for who fetches from one place and pushes to another
    /// (`branch.*.pushRemote`, `remote.pushDefault`): there, to the branch that the remote's refspecs say, else of the same
    /// name. Otherwise it goes back to its upstream.
    pub fn push_target(&self, upstream: &Upstream) -> Upstream {
        let same = || upstream.clone();
        let Some(reference) = self.reference() else { return same() };
        let Some(remote) = self.push_remote(reference).filter(|remote| *remote != upstream.remote) else {
            return same();
        };
        let found = self.repo.find_remote(&remote).ok();
        let mapped = found.iter().flat_map(git2::Remote::refspecs).find_map(|spec| {
            let matches = spec.direction() == git2::Direction::Push && spec.src_matches(reference);
            let name = matches.then(|| spec.transform(reference).ok()).flatten()?;
            Some(name.as_str().ok()?.to_owned())
        });
        let branch = mapped.unwrap_or_else(|| reference.to_owned());
        let tracking = self.tracking_name(&remote, &branch);
        Upstream { remote, branch, tracking }
    }

    fn push_remote(&self, reference: &str) -> Option<String> {
        let short = reference.strip_prefix("refs/heads/").unwrap_or(reference);
        let own = self.settings.get(&format!("branch.{short}.pushremote"));
        own.or_else(|| self.settings.get("remote.pushdefault"))
    }

    /// Whether there is any remote at all.
    pub fn has_remote(&self) -> bool {
        !remote_names(&self.repo).is_empty()
    }

    /// Branches of the remotes that have a desk, as `git switch` takes them.
    pub fn remote_desks(&self) -> Vec<String> {
        let Ok(branches) = self.repo.branches(Some(git2::BranchType::Remote)) else { return Vec::new() };
        let has_desk = |branch: &git2::Branch<'_>| {
            let tree = branch.get().peel_to_tree();
            tree.is_ok_and(|tree| tree.get_name(".tramite").is_some())
        };
        let mut names: Vec<String> = branches
            .flatten()
            .filter(|(branch, _)| {
                branch.get().kind() == Some(git2::ReferenceType::Direct) && has_desk(branch)
            })
            .filter_map(|(branch, _)| Some(branch.name().ok()??.split_once('/')?.1.to_owned()))
            .collect();
        names.sort();
        names.dedup();
        names
    }

    /// Where the remote's refspecs keep the branch; where they do not (a bare clone) or keep it in a branch of ours (a
    /// mirror), in git's usual place.
    fn tracking_name(&self, remote: &str, branch: &str) -> String {
        let found = self.repo.find_remote(remote).ok();
        let mapped = found.iter().flat_map(git2::Remote::refspecs).find_map(|spec| {
            let matches = spec.direction() == git2::Direction::Fetch && spec.src_matches(branch);
            let name = matches.then(|| spec.transform(branch).ok()).flatten()?;
            let name = name.as_str().ok()?;
            name.starts_with("refs/remotes/").then(|| name.to_owned())
        });
        let short = branch.strip_prefix("refs/heads/").unwrap_or(branch);
        // A URL in the place of a name makes no path.
        let folder = if found.is_some() { remote } else { "tramite" };
        mapped.unwrap_or_else(|| format!("refs/remotes/{folder}/{short}"))
    }

    /// Whether a commit could be made here now; an error that says what is in the way.
    pub fn require_writable(&self) -> Result<(), StoreError> {
        let reference = self.writable()?;
        self.checkouts(reference).map(drop)
    }

    /// Fetches the upstream's branch, and nothing else. A branch that was rewritten, so that it no longer has commits which
    /// this clone has from it, is a conflict, and what this clone last saw of it stays. While the remote is asked, `meanwhile`
    /// is done.
    pub fn fetch(
        &self,
        env: &Env,
        upstream: &Upstream,
        mut progress: Progress<'_>,
        meanwhile: &mut dyn FnMut(),
    ) -> Result<Fetched, StoreError> {
        let seen = || self.repo.refname_to_id(&upstream.tracking).ok();
        let before = seen();
        let mut command = self.fetching(upstream, "", progress.is_some());
        let mut output = program::output_beside(&mut command, &mut progress, meanwhile)?;
        for attempt in 1..6 {
            // Another fetch in this clone, perhaps of a process that has ended.
            if output.status.success() || !said(&output).contains("cannot lock ref") {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(40 * attempt));
            output = program::output_heard(&mut command, &mut progress)?;
        }
        if !output.status.success() && said(&output).contains("(non-fast-forward)") {
            self.refuse_rewritten(upstream, before)?;
            // Rewritten, but nothing of the old is ours.
            let mut command = self.fetching(upstream, "+", progress.is_some());
            output = program::output_heard(&mut command, &mut progress)?;
        }
        if !output.status.success() {
            if said(&output).contains("couldn't find remote ref") {
                return match before {
                    None => Ok(Fetched { before: None, tip: None }),
                    Some(_) => Err(gone(upstream)),
                };
            }
            return Err(unreachable(upstream, &output, "fetch from"));
        }
        // What came lies in a pack that libgit2 has not looked at.
        self.repo.odb()?.refresh()?;
        let tip = seen();
        if let Some(tip) = tip {
            self.refuse_forced(upstream, tip)?;
        }
        step(env, "fetched")?;
        if tip != before {
            self.tidy_by_itself();
        }
        Ok(Fetched { before: before.map(|id| id.to_string()), tip: tip.map(|id| id.to_string()) })
    }

    fn fetching(&self, upstream: &Upstream, force: &str, is_heard: bool) -> Command {
        let mut command = program::git(self.repo.path(), self.repo.workdir());
        // Whatever is fetched is on disk before a merge names it.
        command.args(["-c", "core.fsync=all", "-c", "core.fsyncMethod=fsync"]);
        command.args(["fetch", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap="]);
        // A person's `fetch.prune` is about their own branches. Git looks after its objects where some came.
        command.args(["--no-prune", "--no-auto-maintenance"]);
        command.arg(if is_heard { "--progress" } else { "--no-progress" });
        command.arg("--").arg(&upstream.remote);
        command.arg(format!("{force}{}:{}", upstream.branch, upstream.tracking));
        command
    }

    /// A conflict where `lost`, which the upstream had, is part of our history.
    fn refuse_rewritten(&self, upstream: &Upstream, lost: Option<Oid>) -> Result<(), StoreError> {
        let (Some(lost), Some(ours)) = (lost, self.tip_oid()?) else { return Ok(()) };
        if ours != lost && !self.repo.graph_descendant_of(ours, lost)? {
            return Ok(());
        }
        let (name, short) = (upstream.name(), upstream.short());
        let (remote, branch) = (&upstream.remote, self.branch());
        let id = &lost.to_string()[..10];
        Err(StoreError::new(StoreErrorKind::Conflict, format!("\"{name}\" was rewritten: it no longer has {id}"))
            .why("this clone has that commit, and sending it would bring back what was taken out; nothing is changed here")
            .mend(format!(
                "to go on with what is there now, with your own commits on top: git fetch {remote} +{short}:{}; \
                 git rebase --onto {name} {id} {branch}; if it was rewritten by mistake, whoever did it can push {id} again",
                upstream.tracking
            )))
    }

    /// The same where plain git has fetched the rewritten branch already: what was there before is in the reflog. Somebody
    /// who has merged the two since has decided.
    fn refuse_forced(&self, upstream: &Upstream, tip: Oid) -> Result<(), StoreError> {
        let Ok(log) = self.repo.reflog(&upstream.tracking) else { return Ok(()) };
        let Some(ours) = self.tip_oid()? else { return Ok(()) };
        let below = |old: Oid, new: Oid| -> Result<bool, StoreError> {
            Ok(old == new || self.repo.graph_descendant_of(new, old)?)
        };
        for entry in log.iter().take(100) {
            let lost = entry.id_old();
            let forced = entry.message().ok().flatten().is_some_and(|text| text.contains("forced-update"));
            if !forced || lost.is_zero() || self.repo.find_commit(lost).is_err() {
                continue;
            }
            let is_lost = below(lost, ours)? && !below(lost, tip)?;
            if is_lost && (!below(tip, ours)? || below(tip, lost)?) {
                return self.refuse_rewritten(upstream, Some(lost));
            }
        }
        Ok(())
    }

    /// Sends a commit to be the tip of the upstream's branch, where that is a fast-forward.
    pub fn push(
        &self,
        env: &Env,
        upstream: &Upstream,
        commit: &str,
        mut progress: Progress<'_>,
    ) -> Result<Pushed, StoreError> {
        step(env, "before-push")?;
        let mut command = program::git(self.repo.path(), self.repo.workdir());
        if self.settings.flag(&format!("remote.{}.mirror", upstream.remote)) {
            // A mirror is meant to send everything it has; this is one branch.
            command.arg("-c").arg(format!("remote.{}.mirror=false", upstream.remote));
        }
        command.args(["push", "--porcelain", "--no-recurse-submodules"]);
        command.arg(if progress.is_some() { "--progress" } else { "--no-progress" });
        command.arg("--").arg(&upstream.remote).arg(format!("{commit}:{}", upstream.branch));
        let output = program::output_heard(&mut command, &mut progress)?;
        if !output.status.success() {
            let result = not_pushed(upstream, &output);
            if result.as_ref().is_err_and(|error| error.kind == StoreErrorKind::Refused) {
                self.note_refused(Some((commit, &String::from_utf8_lossy(&output.stderr))));
            }
            return result;
        }
        self.note_refused(None);
        step(env, "pushed")?;
        // Git has done it where the remote's refspecs say so. It is only what this clone remembers.
        let commit = self.oid(commit)?;
        let seen = self.repo.refname_to_id(&upstream.tracking).ok();
        if seen
            .is_none_or(|seen| seen != commit && self.repo.graph_descendant_of(commit, seen).unwrap_or(false))
        {
            let _ = self.repo.reference(&upstream.tracking, commit, true, "update by push");
        }
        self.follow(upstream);
        Ok(Pushed::Done)
    }

    /// Makes the branch follow its upstream from now on, as `git push -u` does, where it follows none.
    fn follow(&self, upstream: &Upstream) {
        let Some(short) = self.reference().and_then(|name| name.strip_prefix("refs/heads/")) else { return };
        let is_elsewhere = self.push_remote(short).is_some_and(|remote| remote == upstream.remote);
        if is_elsewhere || self.settings.get(&format!("branch.{short}.remote")).is_some() {
            return;
        }
        if let Ok(mut config) = self.repo.config().and_then(|c| c.open_level(git2::ConfigLevel::Local)) {
            let _ = config.set_str(&format!("branch.{short}.remote"), &upstream.remote);
            let _ = config.set_str(&format!("branch.{short}.merge"), &upstream.branch);
        }
    }
}

/// What git says where the repository here cannot be written.
const DISK: [&str; 4] = [
    "Read-only file system",
    "No space left on device",
    "unable to create temporary file",
    "insufficient permission for adding an object",
];

/// What git says where, by the time the push arrived, the branch had moved or was just being moved.
const RACES: [&str; 7] = [
    "[rejected]",
    "fetch first",
    "non-fast-forward",
    "cannot lock ref",
    "failed to lock",
    "failed to update ref",
    "incorrect old value",
];

/// In the words of our own hook: something of the server itself is wrong.
const KEEPER: &str = "whoever keeps the server";

/// Why the remote did not take it: somebody was faster, or its own rules.
fn not_pushed(upstream: &Upstream, output: &Output) -> Result<Pushed, StoreError> {
    let out = String::from_utf8_lossy(&output.stdout);
    let Some(line) = out.lines().find(|line| line.starts_with('!')) else {
        return Err(unreachable(upstream, output, "push to"));
    };
    let reason = line.rsplit('\t').next().unwrap_or(line);
    if RACES.iter().any(|race| reason.contains(race)) {
        return Ok(Pushed::Rejected);
    }
    let error_text = said(output);
    let heard = error_text
        .lines()
        .filter_map(|line| line.strip_prefix("remote:"))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    if reason.contains("checked out") {
        return Err(StoreError::environment(format!("\"{}\" cannot be sent to", upstream.name()))
            .why("it is the branch that is checked out there")
            .mend("share a bare repository (git init --bare); or there: git config receive.denyCurrentBranch updateInstead"));
    }
    // Git's own check of what it received is a refusal; whatever else hinders it from unpacking is not the sender's fault.
    if reason.contains("unpacker error") && !error_text.contains("fsck") {
        let said = error_text
            .lines()
            .map(str::trim)
            .filter(|line| line.contains("error:") || line.contains("fatal:"));
        let said = said.collect::<Vec<_>>().join("; ");
        return Err(StoreError::environment(format!("\"{}\" could not store it", upstream.name()))
            .why(if said.is_empty() { reason.to_owned() } else { said })
            .mend("what was made stays here; whoever keeps the remote sees to its disk and its rights, then tramite sync"));
    }
    let why = if heard.is_empty() { reason.to_owned() } else { format!("{reason}: {heard}") };
    // The hook of ours says so where it cannot judge: no commit is at fault.
    if heard.contains(KEEPER) && !error_text.lines().any(|line| super::operation::named_first(line).is_some())
    {
        return Err(StoreError::environment(format!("\"{}\" takes nothing now", upstream.name()))
            .why(why)
            .mend(
                "what was made stays here, and is in order; when the server is mended, tramite sync sends it",
            ));
    }
    Err(StoreError::new(StoreErrorKind::Refused, format!("\"{}\" refused it", upstream.name()))
        .why(why)
        .mend(format!(
            "what was made stays here, but a further change does not help, for each commit is judged: `tramite undo` takes your last \
             one out; do it again as the remote wants it, and tramite sync. To keep what you did after it: git rebase -i {}, and \
             delete the line of the commit that the remote names",
            upstream.name()
        )))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn gone(upstream: &Upstream) -> StoreError {
    StoreError::new(StoreErrorKind::Conflict, format!("\"{}\" is gone from the remote", upstream.name()))
        .why("it was there before; somebody has removed or renamed it")
        .mend(format!(
            "if it was a mistake, git push {} {}:{} brings it back; if it has another name: git branch --set-upstream-to",
            upstream.remote, upstream.tracking, upstream.branch
        ))
}

/// Git could not talk to the remote: what it said, without its own progress.
fn unreachable(upstream: &Upstream, output: &Output, doing: &str) -> StoreError {
    let text = said(output);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.contains('%'));
    let lines = lines.collect::<Vec<_>>().join("; ");
    let why = if lines.is_empty() { format!("git ended with {}", output.status) } else { lines };
    let own = text.lines().filter(|line| !line.starts_with("remote:"));
    if own.into_iter().any(|line| DISK.iter().any(|fault| line.contains(fault))) {
        return StoreError::environment(format!("cannot {doing} \"{}\"", upstream.remote))
            .why(why)
            .mend("nothing of the desk is changed; make room, or give yourself the right to write in the repository, and tramite sync again");
    }
    StoreError::environment(format!("cannot {doing} \"{}\"", upstream.remote)).why(why).mend(format!(
        "git remote get-url {} says where it is; changes made meanwhile stay here and go with the next tramite sync",
        upstream.remote
    ))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;

    fn output(out: &str, err: &str) -> Output {
        Output {
            status: std::process::ExitStatus::from_raw(256),
            stdout: out.as_bytes().to_vec(),
            stderr: err.as_bytes().to_vec(),
        }
    }

    /// Git ends a line of its progress by going back to the line's beginning.
    #[test]
    fn what_git_says_meanwhile_is_heard_line_by_line() {
        let mut heard = Vec::new();
        let mut hear = |line: &str| heard.push(line.to_owned());
        let mut command = Command::new("sh");
        command.args(["-c", "printf 'one 1%%\\rone 2%%\\nerror: two\\n' >&2; printf out"]);
        let output = program::output_heard(&mut command, &mut Some(&mut hear)).unwrap();
        assert_eq!(heard, ["one 1%", "one 2%", "error: two"]);
        assert_eq!(
            (output.stdout.as_slice(), said(&output).as_str()),
            (&b"out"[..], "one 1%\rone 2%\nerror: two\n")
        );
    }

    #[test]
    fn whose_fault_it_is_that_a_push_did_not_arrive() {
        let upstream = Upstream {
            remote: "origin".to_owned(),
            branch: "refs/heads/main".to_owned(),
            tracking: "refs/remotes/origin/main".to_owned(),
        };
        let line = |reason: &str| format!("To hub\n!\tabc:refs/heads/main\t{reason}\nDone\n");
        let of = |reason: &str, err: &str| not_pushed(&upstream, &output(&line(reason), err));
        assert_eq!(of("[rejected] (fetch first)", "").unwrap(), Pushed::Rejected);
        let kind = |result: Result<Pushed, StoreError>| result.unwrap_err().kind;
        let hook =
            of("[remote rejected] (pre-receive hook declined)", "remote: not on a Monday\n").unwrap_err();
        assert_eq!(hook.kind, StoreErrorKind::Refused);
        assert!(hook.why.unwrap().ends_with(": not on a Monday"));
        let declined = "[remote rejected] (pre-receive hook declined)";
        let absent = "remote: error: nothing can be checked\nremote:  mend: ask whoever keeps the server\n";
        assert_eq!(kind(of(declined, absent)), StoreErrorKind::Environment);
        let named =
            format!("remote: 0123456789ab pushed by somebody; whoever keeps the server knows\n{absent}");
        assert_eq!(kind(of(declined, &named)), StoreErrorKind::Refused);
        let unpacker = "[remote rejected] (unpacker error)";
        assert_eq!(
            kind(of(unpacker, "remote: fatal: fsck error in packed object\n")),
            StoreErrorKind::Refused
        );
        let full = of(unpacker, "remote: error: unable to write: No space left on device\n").unwrap_err();
        assert_eq!(full.kind, StoreErrorKind::Environment);
        assert!(
            full.why.unwrap().contains("No space left") && full.mend.unwrap().contains("keeps the remote")
        );
        // Nothing came back at all.
        let away = not_pushed(&upstream, &output("", "fatal: Could not read from remote repository.\n"));
        assert!(away.unwrap_err().mend.unwrap().contains("git remote get-url origin"));
        let here = not_pushed(
            &upstream,
            &output("", "error: unable to create temporary file: Read-only file system\n"),
        );
        assert!(here.unwrap_err().mend.unwrap().contains("make room"));
    }
}
