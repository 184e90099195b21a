//! What the store takes from the environment, read by somebody else.

use super::{StoreError, when::parse_git_date};
use chrono::{DateTime, FixedOffset};
use std::path::PathBuf;

/// The environment of one command, read once by the program and handed down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Env {
    /// The folder in which to look for the repository.
    pub cwd: PathBuf,
    /// Whether `GIT_DIR`, `GIT_OBJECT_DIRECTORY`, `GIT_WORK_TREE`, `GIT_INDEX_FILE` or `GIT_CEILING_DIRECTORIES`
    /// is set, as in a hook: git then says where the repository (and its quarantine) is.
    pub git_environment: bool,
    /// Whether `GIT_CONFIG_GLOBAL`, `GIT_CONFIG_SYSTEM`, `GIT_CONFIG_NOSYSTEM`, `GIT_CONFIG_COUNT` or
    /// `GIT_CONFIG_PARAMETERS` is set: settings are then asked of the `git` program, which obeys them.
    pub config_environment: bool,
    /// `GIT_AUTHOR_NAME`.
    pub author_name: Option<String>,
    /// `GIT_AUTHOR_EMAIL`.
    pub author_email: Option<String>,
    /// `GIT_AUTHOR_DATE`, as written.
    pub author_date: Option<String>,
    /// `GIT_COMMITTER_NAME`.
    pub committer_name: Option<String>,
    /// `GIT_COMMITTER_EMAIL`.
    pub committer_email: Option<String>,
    /// `GIT_COMMITTER_DATE`, as written.
    pub committer_date: Option<String>,
    /// `EMAIL`, which git takes where no address is configured.
    pub email: Option<String>,
    /// `TRAMITE_NOW`, else the clock.
    pub now: DateTime<FixedOffset>,
    /// For tests: the step of a write at which to behave as if the process had been killed.
    pub crash_at: Option<String>,
}

impl Env {
    /// An environment that says nothing but where and when.
    pub fn new(cwd: impl Into<PathBuf>, now: DateTime<FixedOffset>) -> Self {
        Self {
            cwd: cwd.into(),
            git_environment: false,
            config_environment: false,
            author_name: None,
            author_email: None,
            author_date: None,
            committer_name: None,
            committer_email: None,
            committer_date: None,
            email: None,
            now,
            crash_at: None,
        }
    }

    /// The author date: `at` (the option `--at`), else `GIT_AUTHOR_DATE`, else now (5).
    pub fn author_when(
        &self,
        at: Option<DateTime<FixedOffset>>,
    ) -> Result<DateTime<FixedOffset>, StoreError> {
        match at {
            Some(at) => Ok(at),
            None => self.date("GIT_AUTHOR_DATE", self.author_date.as_deref()),
        }
    }

    /// The committer date: `GIT_COMMITTER_DATE`, else now (5).
    pub fn committer_when(&self) -> Result<DateTime<FixedOffset>, StoreError> {
        self.date("GIT_COMMITTER_DATE", self.committer_date.as_deref())
    }

    fn date(&self, name: &str, text: Option<&str>) -> Result<DateTime<FixedOffset>, StoreError> {
        match text.map(str::trim).filter(|text| !text.is_empty()) {
            None => Ok(self.now),
            Some(text) => parse_git_date(text, *self.now.offset()).ok_or_else(|| {
                StoreError::environment(format!("{name} is not a date: \"{text}\""))
                    .mend("write it as 2026-11-22T10:00:00-03:00 or @1795352400 -0300")
            }),
        }
    }
}

/// Who and when, as a commit states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// When, to the second, with its offset.
    pub when: DateTime<FixedOffset>,
}
