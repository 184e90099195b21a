//! Git settings, with git's own rules of precedence.

use super::{Env, StoreError, program};
use std::collections::HashMap;
use std::path::Path;

/// The effective settings of a repository.
pub(in crate::store) enum Settings {
    /// As libgit2 finds them.
    Library(git2::Config),
    /// As the `git` program lists them, where the environment changes them: keys as git prints them, last value.
    Program(HashMap<String, String>),
}

impl Settings {
    pub(in crate::store) fn load(env: &Env, repo: &git2::Repository) -> Result<Self, StoreError> {
        if !env.config_environment {
            return Ok(Self::Library(repo.config()?.snapshot()?));
        }
        let listed = program::run(
            program::git(repo.path(), repo.workdir()).args(["config", "--list", "-z", "--includes"]),
            None,
            "list its settings",
        )?;
        let pairs = listed.split(|b| *b == 0).filter(|item| !item.is_empty()).map(|item| {
            let text = String::from_utf8_lossy(item);
            match text.split_once('\n') {
                Some((key, value)) => (key.to_owned(), value.to_owned()),
                // A key without `=` is true.
                None => (text.into_owned(), "true".to_owned()),
            }
        });
        Ok(Self::Program(pairs.collect()))
    }

    /// The last value of `key`, written in lower case; empty counts as absent.
    pub(in crate::store) fn get(&self, key: &str) -> Option<String> {
        match self {
            Self::Library(config) => config.get_string(key).ok(),
            Self::Program(values) => values.get(key).cloned(),
        }
        .filter(|value| !value.trim().is_empty())
    }

    pub(in crate::store) fn flag(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| git2::Config::parse_bool(value).unwrap_or(false))
    }

    /// The keys that begin with `prefix` and end with `suffix`, with their values.
    pub(in crate::store) fn matching(&self, prefix: &str, suffix: &str) -> Vec<(String, String)> {
        let wanted = |key: &str| key.starts_with(prefix) && key.ends_with(suffix);
        match self {
            Self::Program(values) => {
                values.iter().filter(|(key, _)| wanted(key)).map(|(k, v)| (k.clone(), v.clone())).collect()
            }
            Self::Library(config) => {
                let mut found = Vec::new();
                if let Ok(entries) = config.entries(None) {
                    let _ = entries.for_each(|entry| {
                        if let Ok(key) = entry.name()
                            && wanted(key)
                        {
                            let value = entry.value().unwrap_or("true").to_owned();
                            found.push((key.to_owned(), value));
                        }
                    });
                }
                found
            }
        }
    }
}

/// Settings of a repository that libgit2 refused to open: only its own file.
pub(in crate::store) fn extensions_of(git_dir: &Path) -> Vec<(String, String)> {
    let Ok(config) = git2::Config::open(&git_dir.join("config")) else { return Vec::new() };
    Settings::Library(config).matching("extensions.", "")
}
