//! The `git` program and the repository's own upkeep, for `doctor`.

use super::discover::remote_names;
use super::{Store, StoreError, program};
use std::fs;
use std::process::Command;

/// What this program asks of git: `rev-parse --path-format`, `maintenance`, `--pathspec-from-file`.
const OLDEST: (u32, u32) = (2, 31);
/// Where git itself would begin to tidy up; `gc.auto` and `gc.autoPackLimit` say otherwise, but for the 0 that switches it off.
const LOOSE: usize = 6700;
const PACKS: usize = 50;

impl Store {
    /// The version of the `git` program, and the oldest that will do where it is older.
    pub fn git_version(&self) -> Result<(String, Option<String>), StoreError> {
        let printed = program::run(Command::new("git").arg("--version"), None, "tell its version")?;
        let text = String::from_utf8_lossy(&printed);
        let version = text.trim().trim_start_matches("git version ").to_owned();
        let too_old = version_of(&version).is_some_and(|version| version < OLDEST);
        Ok((version, too_old.then(|| format!("{}.{}", OLDEST.0, OLDEST.1))))
    }

    /// How many loose objects and packs there are, where git would tidy them up.
    pub fn untidy(&self) -> Option<(usize, usize)> {
        let objects = self.git_dir().join("objects");
        let count = |name: String, fits: &dyn Fn(&str) -> bool| {
            fs::read_dir(objects.join(name)).map_or(0, |entries| {
                entries.flatten().filter(|entry| fits(&entry.file_name().to_string_lossy())).count()
            })
        };
        let loose = (0..=0xff).map(|n| count(format!("{n:02x}"), &|name| name.len() == 38)).sum();
        let packs = count("pack".to_owned(), &|name| {
            name.strip_suffix(".pack").is_some_and(|stem| !objects.join(format!("pack/{stem}.keep")).exists())
        });
        (loose > self.limit("gc.auto", LOOSE) || packs > self.limit("gc.autopacklimit", PACKS))
            .then_some((loose, packs))
    }

    fn limit(&self, key: &str, absent: usize) -> usize {
        self.setting(key)
            .and_then(|text| text.trim().parse().ok())
            .filter(|limit| *limit > 0)
            .unwrap_or(absent)
    }

    /// Lets git judge whether it is time to tidy up, as it does after a fetch of its own. What becomes of that is its business.
    pub(in crate::store) fn tidy_by_itself(&self) {
        let mut command = program::git(self.git_dir(), None);
        command.args(["maintenance", "run", "--auto", "--quiet"]);
        let _ = program::output(&mut command, None);
    }

    /// Has git tidy up: by its own judgement, and where that leaves it (`gc.auto` may be 0), by packing what is loose. No object
    /// that somebody may miss is removed.
    pub fn maintain(&self) -> Result<(), StoreError> {
        let run = |arguments: &[&str]| {
            let mut command = program::git(self.git_dir(), None);
            command.args(["-c", "gc.autoDetach=false", "-c", "maintenance.autoDetach=false"]);
            command.args(["maintenance", "run", "--quiet"]).args(arguments);
            program::run(&mut command, None, "tidy up").map(drop)
        };
        run(&["--auto"])?;
        // One run packs, the next removes what has been packed.
        for _ in 0..2 {
            match self.untidy() {
                Some((loose, _)) if loose > self.limit("gc.auto", LOOSE) => run(&["--task=loose-objects"])?,
                Some(_) => run(&["--task=incremental-repack"])?,
                None => break,
            }
        }
        Ok(())
    }

    /// Whether the past is not all here.
    pub fn is_shallow(&self) -> bool {
        self.repo().is_shallow()
    }

    /// Fetches the whole past.
    pub fn unshallow(&self) -> Result<(), StoreError> {
        let remotes = remote_names(self.repo());
        let remote = remotes.first().ok_or_else(|| {
            StoreError::environment("there is no remote to fetch the past from")
                .mend("git remote add origin URL")
        })?;
        let mut command = program::git(self.git_dir(), None);
        command.args(["fetch", "--quiet", "--unshallow", remote]);
        program::run(&mut command, None, "fetch the whole past").map(drop)
    }
}

fn version_of(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split(|c: char| !c.is_ascii_digit());
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{OLDEST, version_of};

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(version_of("2.39.2 (Apple Git-143)"), Some((2, 39)));
        assert_eq!(version_of("2.47.0.windows.1"), Some((2, 47)));
        assert!(version_of("2.9.5").unwrap() < OLDEST && version_of("3.0.0").unwrap() > OLDEST);
    }
}
