//! `person add`: a change of `desk.yaml` that keeps its comments and layout (3).

use super::write::How;
use super::{App, Error};
use crate::codec;
use crate::model::config::{ConfigFile, Person};
use crate::store::{Change, Tip, WriteError};

/// The file that people are in.
const DESK: &str = ".tramite/desk.yaml";

impl App {
    /// Adds a person to the desk, in one commit; gives its id. Who may is said by `config:` in desk.yaml.
    pub fn add_person(&self, person: &Person, how: How) -> Result<String, Error> {
        self.may_configure("desk")?;
        let desk = &self.config.desk;
        if desk.people.iter().any(|p| p.id == person.id) {
            return Err(Error::refused(format!("the desk has a person {:?} already", person.id)));
        }
        let email = person.email.0.first().cloned().unwrap_or_default();
        if desk.people.iter().any(|p| p.email.0.iter().any(|e| e.eq_ignore_ascii_case(&email))) {
            return Err(Error::refused(format!("the address {email:?} is another person's")));
        }
        for team in &person.teams {
            if !desk.teams.iter().any(|t| t.id == *team) {
                let ids: Vec<&str> = desk.teams.iter().map(|t| t.id.as_str()).collect();
                return Err(Error::usage(format!("there is no team {team:?}"))
                    .mend(format!("one of {}", ids.join(", "))));
            }
        }
        let env = super::store_env(&self.env);
        let author = self.store.author_signature(&env, how.at)?;
        let committer = self.store.committer_signature(&env)?;
        let done = self.store.commit(&env, &mut |tip: &Tip| {
            let commit = tip.commit.as_deref().unwrap_or(&self.head);
            let bytes = self.store.read(commit, DESK)?.unwrap_or_default();
            let text =
                String::from_utf8(bytes).map_err(|_| Error::refused(format!("{DESK} is not UTF-8")))?;
            let new = codec::edit::append_to_list(&text, "people", person).map_err(|error| {
                Error::refused(format!("{DESK} cannot be edited by a program: {error}"))
                    .mend("add the person by hand")
            })?;
            // What was written must say what was meant.
            let (config, _) =
                codec::config::load(&[ConfigFile { path: DESK.to_owned(), bytes: new.clone().into_bytes() }]);
            if config.desk.people.iter().all(|p| p.id != person.id) {
                return Err(Error::refused(format!("{DESK} cannot be edited by a program"))
                    .mend("add the person by hand"));
            }
            Ok(Some(Change {
                message: format!("desk: person {}\n", person.id),
                author: author.clone(),
                committer: committer.clone(),
                files: vec![(DESK.to_owned(), Some(new.into_bytes()))],
                onto: None,
            }))
        });
        let done = done.map_err(|error| match error {
            WriteError::Store(error) => error.into(),
            WriteError::Plan(error) => error,
        })?;
        Ok(done.commit.unwrap_or_default())
    }

    /// Whether the reader may change this part of `.tramite/` (`config:` in desk.yaml).
    fn may_configure(&self, part: &str) -> Result<(), Error> {
        let rules = &self.config.desk.config;
        let roles = rules.get(part).or_else(|| rules.get("*"));
        let actor = self.actor()?;
        match roles {
            Some(roles) if !actor.in_roles(roles) => {
                Err(Error::refused(format!("{} <{}> may not change {part}", actor.name, actor.email))
                    .because(format!("the desk gives that to {}", roles.join(", "))))
            }
            _ => Ok(()),
        }
    }
}
