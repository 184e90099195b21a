//! Git's hooks of this repository: ours beside those of others (7).

use super::{Store, StoreError, StoreErrorKind, program};
use std::fs;
use std::path::{Path, PathBuf};

/// What is behind the name of another's hook that was there before ours.
const BEFORE: &str = "before-tramite";
/// The line that only our scripts have.
const OURS: &str = "# A hook of tramite: ";

/// What there is under a hook's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HookState {
    /// Nothing.
    Absent,
    /// Ours, as this program writes it.
    Ours,
    /// Ours, as another version wrote it.
    Old,
    /// Somebody else's.
    Other,
}

/// A hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its name, such as `commit-msg`.
    pub name: String,
    /// Its file.
    pub path: PathBuf,
    /// What is there.
    pub state: HookState,
    /// Whether another's hook is kept beside it and runs first.
    pub before: bool,
}

impl Store {
    /// The folder that git takes hooks from: `core.hooksPath`, else `hooks` in the repository, for all worktrees.
    pub fn hooks_dir(&self) -> Result<PathBuf, StoreError> {
        let mut command = program::git(self.repo().path(), self.workdir());
        command.args(["rev-parse", "--path-format=absolute", "--git-path", "hooks"]);
        let printed = program::run(&mut command, None, "tell where its hooks are")?;
        Ok(PathBuf::from(String::from_utf8_lossy(&printed).trim_end_matches('\n')))
    }

    /// What there is under this name, `script` being what this program writes there.
    pub fn hook(&self, name: &str, script: &str) -> Result<Hook, StoreError> {
        let path = self.hooks_dir()?.join(name);
        let state = match read(&path)? {
            None => HookState::Absent,
            Some(text) if text == script.as_bytes() => HookState::Ours,
            Some(text) if is_ours(&text) => HookState::Old,
            Some(_) => HookState::Other,
        };
        let before = fs::symlink_metadata(before(&path)).is_ok();
        Ok(Hook { name: name.to_owned(), path, state, before })
    }

    /// Puts our script under this name. Another's hook is kept beside it, and ours runs it first.
    pub fn install_hook(&self, name: &str, script: &str) -> Result<Hook, StoreError> {
        let hook = self.hook(name, script)?;
        let kept = before(&hook.path);
        if hook.state == HookState::Other {
            if hook.before {
                return Err(StoreError::new(
                    StoreErrorKind::Conflict,
                    format!(
                        "\"{}\" and \"{}\" are both hooks of others",
                        hook.path.display(),
                        kept.display()
                    ),
                )
                .why("only one of them could run before tramite's")
                .mend(format!(
                    "put the two together in {}, and remove {name}.{BEFORE}",
                    hook.path.display()
                )));
            }
            fs::rename(&hook.path, &kept).map_err(|error| StoreError::io("keep", &hook.path, &error))?;
        }
        if let Some(folder) = hook.path.parent() {
            fs::create_dir_all(folder).map_err(|error| StoreError::io("make the folder", folder, &error))?;
        }
        write_executable(&hook.path, script).map_err(|error| {
            // Without ours, theirs goes on as before.
            if hook.state == HookState::Other {
                let _ = fs::rename(&kept, &hook.path);
            }
            StoreError::io("write", &hook.path, &error)
        })?;
        self.hook(name, script)
    }

    /// Takes our script away; the hook that was there before comes back. Whether there was anything to take away.
    pub fn uninstall_hook(&self, name: &str, script: &str) -> Result<bool, StoreError> {
        let hook = self.hook(name, script)?;
        if !matches!(hook.state, HookState::Ours | HookState::Old) {
            return Ok(false);
        }
        let done = if hook.before {
            fs::rename(before(&hook.path), &hook.path)
        } else {
            fs::remove_file(&hook.path)
        };
        done.map_err(|error| StoreError::io("remove", &hook.path, &error))?;
        Ok(true)
    }

    /// The branch that is checked out in this worktree, by its short name.
    pub fn current_branch(&self) -> Option<String> {
        let full = super::checkout::head_branch(self.repo().path())?;
        full.strip_prefix("refs/heads/").map(str::to_owned)
    }
}

fn before(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(BEFORE);
    name.into()
}

fn is_ours(text: &[u8]) -> bool {
    String::from_utf8_lossy(text).lines().take(3).any(|line| line.starts_with(OURS))
}

/// What is there; a link that leads nowhere is somebody's too.
fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok(fs::symlink_metadata(path).is_ok().then(Vec::new))
        }
        Err(error) => Err(StoreError::io("read", path, &error)),
    }
}

/// Writes beside it first: a hook that git is just starting is whole.
fn write_executable(path: &Path, script: &str) -> std::io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    let new = PathBuf::from(name);
    fs::write(&new, script)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&new, fs::Permissions::from_mode(0o755))?;
    }
    fs::rename(&new, path)
}
