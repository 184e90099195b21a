//! Changes of `.tramite/` and of what `.gitattributes` says of the desk's files: who may, and whether they can be read (7).

use super::commit::Case;
use super::{Rule, attributes};
use crate::app::Error;
use crate::model::Severity;
use crate::process;
use crate::store::history::raw::FileChange;
use std::collections::BTreeSet;

impl Case<'_> {
    /// Changes of `.tramite/` and `.gitattributes`: on the mainline everything that is not as in the parent there, elsewhere
    /// what the commit itself changed.
    pub(super) fn configuration(&mut self) -> Result<(), Error> {
        let audited = self.audited;
        let changes: Vec<&FileChange> = match self.ground.mainline {
            Some(Some(parent)) => {
                let place = audited.parents.iter().position(|p| *p == parent);
                place.map(|place| audited.against[place].desk.iter().collect()).unwrap_or_default()
            }
            _ => audited.own_files(),
        };
        let is_config = |c: &&FileChange| c.path == ".tramite" || c.path.starts_with(".tramite/");
        let attributes = changes.iter().find(|c| c.path == ".gitattributes").filter(|c| {
            let bytes = |thing: Option<crate::store::history::raw::Thing>| {
                thing.and_then(|thing| self.bench.store.blob_at(thing.id)).unwrap_or_default()
            };
            attributes::differ(&bytes(c.old), &bytes(c.new))
        });
        let config: Vec<&FileChange> = changes.iter().copied().filter(is_config).collect();
        if config.is_empty() && attributes.is_none() {
            return Ok(());
        }
        let actor = self.answers();
        let parts: BTreeSet<&str> = config.iter().chain(attributes).map(|c| part(&c.path)).collect();
        let mut said = BTreeSet::new();
        for part in parts {
            if let Err(refused) = process::may_configure(&self.authority.config, &actor, part) {
                let path = config
                    .iter()
                    .chain(attributes)
                    .find(|c| self::part(&c.path) == part)
                    .map(|c| c.path.clone());
                let folder = part.split('/').next().unwrap_or(part);
                if said.insert(folder.to_owned()) {
                    let message =
                        format!("{}; ask one who may, or take the change out of the commit", refused.message);
                    self.say(Rule::ConfigRole, message).path = path;
                }
            }
        }
        if !config.is_empty() {
            self.read_configuration(&config)?;
        }
        Ok(())
    }

    /// A configuration that cannot be read judges nobody: what is newly wrong with it is refused.
    fn read_configuration(&mut self, changes: &[&FileChange]) -> Result<(), Error> {
        let Some(now) = self.bench.authorities.of(self.audited.id)? else {
            self.say(
                Rule::DeskRemoved,
                "`.tramite/` is gone, and with it who may do what; bring it back with `git revert`",
            );
            return Ok(());
        };
        if changes.iter().any(|c| c.path == ".tramite/desk.yaml" && c.new.is_none()) {
            self.say(
                Rule::DeskRemoved,
                ".tramite/desk.yaml is gone, and with it who may do what; bring it back with `git revert`",
            );
            return Ok(());
        }
        for finding in now.findings.iter().filter(|f| f.severity == Severity::Error) {
            let of_change =
                finding.path.as_deref().is_some_and(|path| changes.iter().any(|c| c.path == path));
            if of_change {
                let mut finding = finding.clone();
                finding.message = format!("{} ({})", finding.message, finding.rule);
                Rule::Config.id().clone_into(&mut finding.rule);
                finding.commit = Some(self.audited.id.to_string());
                self.found.push(finding);
            }
        }
        Ok(())
    }
}

/// The part of the configuration that a file is: `desk`, `types/bug`, `views/people/ana`.
fn part(path: &str) -> &str {
    let rest = path.strip_prefix(".tramite/").unwrap_or(path);
    let (folder, name) = rest.rsplit_once('/').map_or(("", rest), |(folder, name)| (folder, name));
    let stem = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem);
    if folder.is_empty() { &rest[..stem.len()] } else { &rest[..=folder.len() + stem.len()] }
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_part_is_a_file_without_its_ending() {
        for (path, wanted) in [
            (".tramite/desk.yaml", "desk"),
            (".tramite/types/bug.yaml", "types/bug"),
            (".tramite/views/people/ana.yaml", "views/people/ana"),
            (".tramite/macros/coleta/x.hbs", "macros/coleta/x"),
            (".tramite/allowed_signers", "allowed_signers"),
            (".gitattributes", ".gitattributes"),
            (".tramite/.hidden", ".hidden"),
        ] {
            assert_eq!(part(path), wanted, "{path}");
        }
    }
}
