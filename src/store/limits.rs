//! Repositories in which history or content is missing, or that libgit2 cannot read (4, 5).

use super::{Store, StoreError, settings};
use std::path::Path;

impl Store {
    /// An error in a shallow or partial clone: everything that needs history or content is then wrong (4, E2).
    pub fn require_full_history(&self) -> Result<(), StoreError> {
        if self.repo.is_shallow() {
            return Err(StoreError::environment("this clone is shallow")
                .why("history read from it would be silently wrong")
                .mend("git fetch --unshallow; in CI: fetch-depth: 0"));
        }
        let promisor = self
            .settings
            .matching("remote.", ".promisor")
            .into_iter()
            .find(|(_, value)| git2::Config::parse_bool(value.as_str()).unwrap_or(false))
            .and_then(|(key, _)| Some(key.strip_prefix("remote.")?.strip_suffix(".promisor")?.to_owned()))
            .or_else(|| self.settings.get("extensions.partialclone"));
        match promisor {
            None => Ok(()),
            Some(remote) => Err(partial(&remote)),
        }
    }
}

fn partial(remote: &str) -> StoreError {
    StoreError::environment("this clone is partial")
        .why(format!("files of its history are still at the remote \"{remote}\""))
        .mend(format!(
            "git fetch --refetch --no-filter {remote} && git config --unset-all remote.{remote}.promisor && \
             git config --unset-all remote.{remote}.partialclonefilter; or clone again without --filter"
        ))
}

/// Why libgit2 refused to open the repository around `from`, in words that say what to do.
pub(in crate::store) fn refused(error: &git2::Error, from: &Path) -> StoreError {
    let message = error.message().to_owned();
    match error.code() {
        git2::ErrorCode::NotFound => {
            return StoreError::not_found("no git repository here")
                .why(format!("neither \"{}\" nor a folder above it is one", from.display()))
                .mend("go to the desk's folder, or make one: git init && tramite init");
        }
        git2::ErrorCode::Owner => {
            let path = message.split('\'').nth(1).unwrap_or("<path>").trim_end_matches('/').to_owned();
            return StoreError::environment("git does not trust this repository")
                .why("it belongs to another user")
                .mend(format!("if you trust it: git config --global --add safe.directory {path}"));
        }
        _ => {}
    }
    let extensions = git_dir_above(from).map(|dir| settings::extensions_of(&dir)).unwrap_or_default();
    let has = |key: &str| extensions.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    if let Some(remote) = has("extensions.partialclone") {
        return partial(remote);
    }
    if let Some(format) = has("extensions.objectformat").filter(|format| *format != "sha1") {
        return StoreError::environment(format!("repositories with {format} object ids are not supported"))
            .why(message)
            .mend("keep the desk in a repository of its own: git init --object-format=sha1");
    }
    if let Some(format) = has("extensions.refstorage").filter(|format| *format != "files") {
        return StoreError::environment(format!("repositories with {format} references are not supported"))
            .why(message)
            .mend("git refs migrate --ref-format=files");
    }
    let names: Vec<&str> = extensions.iter().map(|(name, _)| name.as_str()).collect();
    let unreadable = StoreError::environment("cannot open the git repository").why(message);
    if names.is_empty() {
        unreadable.mend("git fsck says more")
    } else {
        unreadable
            .mend(format!("its extensions are {}; use a repository without the one named", names.join(", ")))
    }
}

/// The repository directory at or above `from`, found without libgit2.
fn git_dir_above(from: &Path) -> Option<std::path::PathBuf> {
    for dir in from.ancestors() {
        let dot = dir.join(".git");
        if dot.is_dir() {
            return Some(dot);
        }
        if let Ok(text) = std::fs::read_to_string(&dot) {
            let target = dir.join(text.strip_prefix("gitdir:")?.trim());
            let common = std::fs::read_to_string(target.join("commondir"));
            return Some(common.map_or(target.clone(), |common| target.join(common.trim())));
        }
        if dir.join("HEAD").is_file() && dir.join("objects").is_dir() {
            return Some(dir.to_owned());
        }
    }
    None
}
