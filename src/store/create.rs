//! A repository of its own: for demonstrations.

use super::{Env, Store, StoreError, program};
use std::path::Path;
use std::process::Command;

impl Store {
    /// Makes a repository in `dir`, which must be empty or absent, with the unborn branch `branch` checked out.
    ///
    /// `who`, a name and an address, becomes the repository's own identity: there may be none on the machine.
    pub fn create(env: &Env, dir: &Path, branch: &str, who: (&str, &str)) -> Result<Self, StoreError> {
        let occupied = std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
        if occupied {
            return Err(StoreError::environment(format!("folder \"{}\" is not empty", dir.display()))
                .why("nothing is overwritten")
                .mend("name a folder that does not exist yet"));
        }
        std::fs::create_dir_all(dir).map_err(|error| StoreError::io("make folder", dir, &error))?;
        let mut init = Command::new("git");
        init.args(["init", "--quiet", "--initial-branch", branch]).arg(dir);
        init.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
        program::run(&mut init, None, "make a repository")?;
        let git_dir = dir.join(".git");
        let (name, email) = who;
        for (key, value) in [("user.name", name), ("user.email", email), ("gc.auto", "0")] {
            program::run(
                program::git(&git_dir, Some(dir)).args(["config", key, value]),
                None,
                "configure the repository",
            )?;
        }
        Self::open_repository(&Env { cwd: dir.to_owned(), git_environment: false, ..env.clone() })
    }
}
