//! Files of tickets to and from a remote, through the `git` program (7, 7.1).

use super::files::{FOLDER, FileKey, short};
use super::{Place, Store, StoreError, program};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;

/// Refs in one run of `git push`, whose command line has a limit.
const AT_ONCE: usize = 200;

/// What came of sending files, or of removing them there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// How many went.
    pub done: usize,
    /// What the remote would not take, and what it said.
    pub refused: Vec<(FileKey, String)>,
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
        let new: Vec<&FileKey> =
            keys.iter().filter(|key| here.contains_key(*key) && !there.contains_key(*key)).collect();
        let mut sent = self.pushed(remote, &new, &|key| format!("{0}:{0}", key.reference()))?;
        if !sent.refused.is_empty() {
            // Somebody else may have sent the same file meanwhile.
            let now = self.remote_files(remote, None)?;
            let before = sent.refused.len();
            sent.refused.retain(|(key, _)| now.get(key) != here.get(key));
            sent.done += before - sent.refused.len();
        }
        Ok(sent)
    }

    /// Removes those of `keys` that the remote has; its objects are the server's to remove.
    pub fn delete_remote_files(&self, remote: &str, keys: &[FileKey]) -> Result<Sent, StoreError> {
        if keys.is_empty() {
            return Ok(Sent::default());
        }
        let uid = keys.iter().all(|key| key.uid() == keys[0].uid()).then(|| keys[0].uid());
        let there = self.remote_files(remote, uid)?;
        let gone: Vec<&FileKey> = keys.iter().filter(|key| there.contains_key(*key)).collect();
        self.pushed(remote, &gone, &|key| format!(":{}", key.reference()))
    }

    fn pushed(
        &self,
        remote: &str,
        keys: &[&FileKey],
        spec: &dyn Fn(&FileKey) -> String,
    ) -> Result<Sent, StoreError> {
        let mut sent = Sent::default();
        for some in keys.chunks(AT_ONCE) {
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
            let mut refused = Vec::new();
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                // `!<tab>from:to<tab>[remote rejected] (why)`
                let mut parts = line.split('\t');
                if let (Some("!"), Some(pair), Some(why)) = (parts.next(), parts.next(), parts.next())
                    && let Some(key) = pair.rsplit_once(':').and_then(|(_, to)| FileKey::parse(to))
                {
                    refused.push((key, why.trim().to_owned()));
                }
            }
            if !output.status.success() && refused.is_empty() {
                let said = String::from_utf8_lossy(&output.stderr);
                let said: Vec<&str> = said.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
                return Err(StoreError::environment(format!("cannot send files to \"{remote}\""))
                    .why(said.join("; "))
                    .mend("see that the remote can be reached and that you may write there, and try again"));
            }
            sent.done += some.len() - refused.len();
            sent.refused.extend(refused);
        }
        Ok(sent)
    }

    /// Fetches one file and checks that it is what its name says; nothing is kept of one that is not.
    pub fn fetch_file(&self, remote: &str, key: &FileKey) -> Result<(), StoreError> {
        let name = key.reference();
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
        self.read_file(key, &mut std::io::sink()).map(drop).inspect_err(|_| {
            // The error says what is wrong; a ref that stays only makes the next try say it again.
            let _ = self.unpin_files(std::slice::from_ref(key));
        })
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
        self.fetched(remote, &specs)?;
        let mut wrong = Vec::new();
        for key in &new {
            if self.read_file(key, &mut std::io::sink()).is_err() {
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

    /// The `git` program where a relative address of a remote is right.
    fn network(&self) -> Command {
        program::git(self.repo().path(), self.workdir())
    }
}
