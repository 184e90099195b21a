//! `--policy-from REF|DIR`: other policies and calendars for the same history (6).

use super::{App, Error};
use crate::calendar::CalendarSet;
use crate::codec;
use crate::model::config::{Config, ConfigFile};
use crate::model::{Finding, Severity};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Other policies and calendars; everything else is the desk's.
#[derive(Debug, Clone)]
pub struct Other {
    /// The desk's configuration with these policies and calendars.
    pub config: Arc<Config>,
    /// The calendars compiled.
    pub calendars: Arc<CalendarSet>,
}

impl App {
    /// Policies and calendars of a commit of this repository, or of a folder: one that has `.tramite/` inside, or
    /// `sla/` and `calendars/`. Of these two folders, one that is not there is the desk's own.
    pub fn other(&self, from: &str) -> Result<Other, Error> {
        let dir = self.env.cwd.join(from);
        let files = if dir.is_dir() {
            folder(&dir, from)?
        } else {
            let Ok(commit) = self.store.resolve(from) else {
                return Err(Error::not_found(format!("{from:?} is neither a folder nor a commit"))
                    .mend("give a folder that has sla/ and calendars/, or a branch, tag or commit"));
            };
            if self.store.config_tree_id(&commit).is_none() {
                return Err(Error::not_found(format!("{from:?} has no desk"))
                    .mend("give a commit that has a `.tramite` folder"));
            }
            self.store.config_files(&commit)?
        };
        let (other, findings) = codec::config::load(&files);
        let mut config = (*self.config).clone();
        let has = |part: &str| files.iter().any(|file| file.path.starts_with(&format!(".tramite/{part}/")));
        if has("sla") {
            config.policies.clone_from(&other.policies);
        }
        if has("calendars") {
            config.calendars.clone_from(&other.calendars);
            config.ics.clone_from(&other.ics);
        }
        if other.files.contains_key("desk") {
            config.desk.calendar.clone_from(&other.desk.calendar);
        }
        config.files.extend(other.files);
        let (calendars, problems) = CalendarSet::compile(&config);
        let is_ours = |f: &&Finding| {
            f.severity == Severity::Error
                && f.path.as_deref().is_some_and(|p| p.contains("/sla/") || p.contains("/calendars/"))
        };
        let mut wrong: Vec<String> = findings.iter().filter(is_ours).map(said).collect();
        wrong.extend(problems.iter().filter(|p| !p.warning).map(|p| p.message.clone()));
        let policies = crate::sla::lint(&config);
        let policies = policies.iter().filter(|p| p.severity == Severity::Error);
        wrong.extend(policies.map(|p| format!("policy {:?}: {}", p.policy, p.message)));
        if !wrong.is_empty() {
            let mut error = Error::refused(format!("the policies and calendars of {from:?} cannot be used"));
            error.why = wrong;
            return Err(error.mend("mend them there; `tramite validate --config` judges them in a desk"));
        }
        Ok(Other { config: Arc::new(config), calendars: Arc::new(calendars) })
    }
}

fn said(finding: &Finding) -> String {
    match &finding.path {
        Some(path) => format!("{path}: {}", finding.message),
        None => finding.message.clone(),
    }
}

/// The files of a folder as if they were in a desk.
fn folder(dir: &Path, from: &str) -> Result<Vec<ConfigFile>, Error> {
    let inside = dir.join(".tramite");
    let root = if inside.is_dir() { inside } else { dir.to_owned() };
    let mut files = Vec::new();
    for part in ["sla", "calendars"] {
        let folder = root.join(part);
        if !folder.is_dir() {
            continue;
        }
        let unreadable = |path: &PathBuf, error: std::io::Error| {
            Error::environment(format!("cannot read {:?}", path.display().to_string()))
                .because(error.to_string())
        };
        for entry in std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, error))? {
            let path = entry.map_err(|error| unreadable(&folder, error))?.path();
            if !path.is_file() {
                continue;
            }
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let bytes = std::fs::read(&path).map_err(|error| unreadable(&path, error))?;
            files.push(ConfigFile { path: format!(".tramite/{part}/{name}"), bytes });
        }
    }
    if files.is_empty() {
        return Err(Error::not_found(format!("{from:?} has no policies and no calendars"))
            .mend("it should have `.tramite/`, or `sla/` and `calendars/`"));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
