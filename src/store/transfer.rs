//! Files of tickets to and from a remote, through the `git` program (7, 7.1).

use super::files::{Content, FOLDER, FileKey, forged, short};
use super::{Place, Store, StoreError, program};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Command;

/// Refs in one run of `git push`, whose command line has a limit.
const AT_ONCE: usize = 200;
/// As many refusals in a row, of files that are sent one by one, tell that the server takes none.
const PATIENCE: usize = 8;

/// A ref that a remote would not take.
#[derive(Debug, Clone)]
struct Refusal {
    key: FileKey,
    /// What it said.
    why: String,
    /// Whether it named this one.
    named: bool,
}

/// What came of sending files, or of removing them there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// How many went.
    pub done: usize,
    /// What the remote would not take, and what it said.
    pub refused: Vec<(FileKey, String)>,
    /// Those that the remote has with other bytes than are here.
    pub other: Vec<FileKey>,
}

impl Store {
    /// The remote that this desk's branch is shared over: its upstream's, else `origin`, else the first; `None` where
    /// the repository has none.
    pub fn remote(&self) -> Option<String> {
        let names = super::discover::remote_names(self.repo());
        let known = |name: &String| names.contains(name);
        let configured = match &self.place {
            Place::Tracking { tracking, .. } => {
                names.iter().find(|name| tracking.starts_with(&format!("refs/remotes/{name}/"))).cloned()
            }
            _ => self.setting(&format!("branch.{}.remote", self.branch())),
        };
        configured.filter(known).or_else(|| names.first().cloned())
    }

    /// Every remote, that of the desk's branch first: files may have been sent to any.
    pub fn remotes(&self) -> Vec<String> {
        let first = self.remote();
        let mut names = super::discover::remote_names(self.repo());
        names.sort_by_key(|name| Some(name) != first.as_ref());
        names
    }

    /// The files that a remote has, with the ids of their blobs; of one ticket, where `uid` names it.
    pub fn remote_files(
        &self,
        remote: &str,
        uid: Option<&crate::model::Uid>,
    ) -> Result<BTreeMap<FileKey, String>, StoreError> {
        let pattern = uid.map_or_else(|| format!("{FOLDER}*"), |uid| format!("{FOLDER}{uid}/*"));
        let mut command = self.network();
        command.args(["ls-remote", "--refs", "--quiet", "--", remote, &pattern]);
        let listed = program::run(&mut command, None, &format!("ask \"{remote}\" for its files"))
            .map_err(|error| error.mend("see that the remote can be reached: git fetch says more"))?;
        let lines = String::from_utf8_lossy(&listed).into_owned();
        let pairs = lines.lines().filter_map(|line| {
            let (oid, name) = line.split_once('\t')?;
            Some((FileKey::parse(name)?, oid.to_owned()))
        });
        Ok(pairs.collect())
    }

    /// Sends those of `keys` that are here and that the remote lacks.
    pub fn push_files(&self, remote: &str, keys: &[FileKey]) -> Result<Sent, StoreError> {
        let here = self.files()?;
        if !keys.iter().any(|key| here.contains_key(key)) {
            return Ok(Sent::default());
        }
        let there = self.remote_files(remote, None)?;
        let (mut new, mut other) = (Vec::new(), Vec::new());
        for key in keys {
            match (here.get(key), there.get(key)) {
                (Some(_), None) => new.push(key),
                (Some(ours), Some(theirs)) if ours != theirs => other.push(key.clone()),
                _ => {}
            }
        }
        let mut sent = self.pushed(remote, &new, &|key| format!("{0}:{0}", key.reference()))?;
        if !sent.refused.is_empty() {
            // Somebody else may have sent the same file meanwhile.
            let now = self.remote_files(remote, None)?;
            let before = sent.refused.len();
            sent.refused.retain(|(key, _)| now.get(key) != here.get(key));
            sent.done += before - sent.refused.len();
        }
        sent.other = other;
        Ok(sent)
    }

    /// Removes those of `keys` that the remote has; its objects are the server's to remove.
    pub fn delete_remote_files(&self, remote: &str, keys: &[FileKey]) -> Result<Sent, StoreError> {
        self.delete_listed(remote, &self.remote_files_of(remote, keys)?)
    }

    /// Removes files that were just seen at the remote.
    pub fn delete_listed(&self, remote: &str, there: &BTreeMap<FileKey, String>) -> Result<Sent, StoreError> {
        let gone: Vec<&FileKey> = there.keys().collect();
        self.pushed(remote, &gone, &|key| format!(":{}", key.reference()))
    }

    /// Those of `keys` that the remote has, with the ids of their blobs.
    pub fn remote_files_of(
        &self,
        remote: &str,
        keys: &[FileKey],
    ) -> Result<BTreeMap<FileKey, String>, StoreError> {
        let Some(first) = keys.first() else { return Ok(BTreeMap::new()) };
        let uid = keys.iter().all(|key| key.uid() == first.uid()).then(|| first.uid());
        let mut there = self.remote_files(remote, uid)?;
        let wanted: BTreeSet<&FileKey> = keys.iter().collect();
        there.retain(|key, _| wanted.contains(key));
        Ok(there)
    }

    fn pushed(
        &self,
        remote: &str,
        keys: &[&FileKey],
        spec: &dyn Fn(&FileKey) -> String,
    ) -> Result<Sent, StoreError> {
        let mut sent = Sent::default();
        for some in keys.chunks(AT_ONCE) {
            let mut refused = self.push_some(remote, some, spec)?;
            // A server's rules take or refuse a push as a whole: one bad file must not keep the others back.
            if some.len() > 1 && refused.len() == some.len() {
                refused = self.push_each(remote, &refused, spec)?;
            }
            sent.done += some.len() - refused.len();
            sent.refused.extend(refused.into_iter().map(|it| (it.key, it.why)));
        }
        Ok(sent)
    }

    /// Pushes what was refused together once more: first all that the server did not name, then one by one.
    fn push_each(
        &self,
        remote: &str,
        refused: &[Refusal],
        spec: &dyn Fn(&FileKey) -> String,
    ) -> Result<Vec<Refusal>, StoreError> {
        let (mut bad, mut rest): (Vec<Refusal>, Vec<Refusal>) =
            refused.iter().cloned().partition(|it| it.named);
        if !bad.is_empty() && !rest.is_empty() {
            let keys: Vec<&FileKey> = rest.iter().map(|it| &it.key).collect();
            let again = self.push_some(remote, &keys, spec)?;
            if again.len() < keys.len() {
                bad.extend(again);
                return Ok(bad);
            }
            rest = again;
        }
        let mut in_a_row = 0;
        for it in rest {
            let again =
                if in_a_row < PATIENCE { self.push_some(remote, &[&it.key], spec)? } else { vec![it] };
            in_a_row = if again.is_empty() { 0 } else { in_a_row + 1 };
            bad.extend(again);
        }
        Ok(bad)
    }

    /// One push; what it refused.
    fn push_some(
        &self,
        remote: &str,
        some: &[&FileKey],
        spec: &dyn Fn(&FileKey) -> String,
    ) -> Result<Vec<Refusal>, StoreError> {
        let mut command = self.network();
        command.args([
            "push",
            "--porcelain",
            "--quiet",
            "--no-follow-tags",
            "--recurse-submodules=no",
            "--",
            remote,
        ]);
        command.args(some.iter().map(|key| spec(key)));
        let output = program::output(&mut command, None)?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let heard: Vec<&str> =
            text.lines().filter_map(|line| line.strip_prefix("remote:")).map(str::trim).collect();
        let mut refused = Vec::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            // `!<tab>from:to<tab>[remote rejected] (why)`
            let mut parts = line.split('\t');
            if let (Some("!"), Some(pair), Some(why)) = (parts.next(), parts.next(), parts.next())
                && let Some(key) = pair.rsplit_once(':').and_then(|(_, to)| FileKey::parse(to))
            {
                let name = key.reference();
                let said = heard.iter().find(|line| line.contains(&name));
                let first = heard.iter().find(|line| !line.is_empty());
                let why = match said.or(first) {
                    Some(line) => format!("{}: {line}", why.trim()),
                    None => why.trim().to_owned(),
                };
                refused.push(Refusal { key, why, named: said.is_some() });
            }
        }
        if !output.status.success() && refused.is_empty() {
            let said: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            return Err(StoreError::environment(format!("cannot send files to \"{remote}\""))
                .why(said.join("; "))
                .mend("see that the remote can be reached and that you may write there, and try again"));
        }
        Ok(refused)
    }

    /// Fetches one file and checks that it is what its name says; nothing is kept of one that is not.
    pub fn fetch_file(&self, remote: &str, key: &FileKey) -> Result<(), StoreError> {
        let name = key.reference();
        let _taking = self.taking(&[(key, None)])?;
        self.fetched(remote, &format!("{name}:{name}\n")).map_err(|error| {
            let missing = error.why.as_deref().is_some_and(|why| why.contains("couldn't find remote ref"));
            if !missing {
                return error.mend("see that the remote can be reached, and try again");
            }
            StoreError::not_found(format!(
                "the file {} is neither here nor at \"{remote}\"",
                short(key.sha256())
            ))
            .why("it was removed, or whoever attached it has not sent it yet")
            .mend("they send it with `tramite sync`")
        })?;
        if self.read_file(key, &mut std::io::sink())? == Content::Other {
            // A ref that stays only makes the next try say it again.
            self.unpin_files(std::slice::from_ref(key))?;
            return Err(forged(key));
        }
        Ok(())
    }

    /// Fetches those of `keys` that are not here and that the remote has; how many. What is not what its name says is
    /// not kept, and named.
    pub fn fetch_files(&self, remote: &str, keys: &[FileKey]) -> Result<(usize, Vec<FileKey>), StoreError> {
        let there = self.remote_files(remote, None)?;
        let here = self.files()?;
        let new: Vec<&FileKey> =
            keys.iter().filter(|key| there.contains_key(*key) && !here.contains_key(*key)).collect();
        if new.is_empty() {
            return Ok((0, Vec::new()));
        }
        let mut specs = String::new();
        for key in &new {
            let name = key.reference();
            // Writing into a String cannot fail.
            let _ = writeln!(specs, "{name}:{name}");
        }
        let taking: Vec<(&FileKey, Option<u64>)> = new.iter().map(|key| (*key, None)).collect();
        let _taking = self.taking(&taking)?;
        self.fetched(remote, &specs)?;
        let mut wrong = Vec::new();
        for key in &new {
            if self.read_file(key, &mut std::io::sink())? == Content::Other {
                wrong.push((*key).clone());
            }
        }
        self.unpin_files(&wrong)?;
        Ok((new.len() - wrong.len(), wrong))
    }

    fn fetched(&self, remote: &str, specs: &str) -> Result<(), StoreError> {
        let mut command = self.network();
        // A person's `fetch.prune` would remove what is only here.
        command.args(["fetch", "--quiet", "--no-tags", "--no-prune", "--no-write-fetch-head", "--refmap="]);
        command.args(["--no-recurse-submodules", "--no-auto-maintenance", "--stdin", "--", remote]);
        program::run(&mut command, Some(specs.as_bytes()), &format!("fetch files from \"{remote}\""))
            .map(drop)
    }

    /// The `git` program where a relative address of a remote is right. Large files go piece by piece: git would have those
    /// below its own limit, 512 MB, in memory as a whole to compare them.
    fn network(&self) -> Command {
        let mut command = program::git(self.repo().path(), self.workdir());
        command.args(["-c", "core.bigFileThreshold=1m"]);
        command
    }
}
