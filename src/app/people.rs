//! `person add`, `contact add` and `contact edit`: changes of files under `.tramite/` that keep their comments and layout (3).

use super::write::How;
use super::{App, Error};
use crate::codec::{self, edit};
use crate::model::Value;
use crate::model::config::{Config, ConfigFile, Contact, Person};
use crate::process;
use crate::store::{Change, Tip, WriteError};
use std::collections::BTreeMap;

/// The file that people are in.
const DESK: &str = ".tramite/desk.yaml";

/// A contact to be added, and the organization that they belong to.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// The contact.
    pub contact: Contact,
    /// Id of the organization; made where the desk has none of this id.
    pub organization: String,
    /// Name of an organization that is made.
    pub organization_name: Option<String>,
}

/// What is to be changed of a contact or of an organization; `None` and what is not named stays.
#[derive(Debug, Clone, Default)]
pub struct ContactChange {
    /// Another name.
    pub name: Option<String>,
    /// Other addresses of a contact.
    pub emails: Option<Vec<String>>,
    /// Other roles of a contact.
    pub roles: Option<Vec<String>>,
    /// Flags of an organization: which it gets, and which it loses.
    pub flags: (Vec<String>, Vec<String>),
    /// Further keys; an empty text takes one away.
    pub extra: BTreeMap<String, String>,
}

impl App {
    /// Changes a contact, or an organization, in its file, in one commit; gives its id. The file keeps its comments.
    pub fn edit_contact(&self, id: &str, change: &ContactChange, how: How) -> Result<String, Error> {
        self.require_desk()?;
        self.may_configure("contacts")?;
        let found = process::find_contact(&self.config, id);
        let organization = found.map(|(o, _)| o).or_else(|| self.config.organizations.get(id));
        let Some(organization) = organization else {
            return Err(Error::not_found(format!("there is no contact and no organization {id:?}"))
                .mend("`tramite contact list` lists them"));
        };
        let mut wanted = organization.clone();
        let texts = |all: &[String]| Value::List(all.iter().cloned().map(Value::Text).collect());
        let mut entries: Vec<(&str, Value)> = Vec::new();
        if let Some(name) = &change.name {
            entries.push(("name", Value::Text(name.clone())));
        }
        let of = if let Some((_, contact)) = found {
            if change.flags != (Vec::new(), Vec::new()) {
                return Err(Error::usage("flags are an organization's")
                    .mend(format!("tramite contact edit {} --flag FLAG", organization.organization)));
            }
            let Some(new) = wanted.contacts.iter_mut().find(|c| c.id == contact.id) else {
                return Err(Error::not_found(format!("there is no contact {id:?}")));
            };
            if let Some(emails) = &change.emails {
                let emails: Vec<String> =
                    emails.iter().map(|e| address(std::slice::from_ref(e))).collect::<Result<_, _>>()?;
                for email in emails.iter().filter(|e| !contact.email.0.contains(e)) {
                    self.is_nobodys(email)?;
                }
                let one = |all: &[String]| Value::Text(all[0].clone());
                entries.push(("email", if emails.len() == 1 { one(&emails) } else { texts(&emails) }));
                new.email.0 = emails;
            }
            if let Some(roles) = &change.roles {
                entries.push(("roles", texts(roles)));
                new.roles.clone_from(roles);
            }
            new.name = change.name.clone().unwrap_or_else(|| new.name.clone());
            extend(&mut new.extra, &change.extra);
            Some(contact.id.as_str())
        } else {
            if change.emails.is_some() || change.roles.is_some() {
                return Err(Error::usage("addresses and roles are a contact's")
                    .mend("name the contact: `tramite contact list` lists them"));
            }
            let (gains, loses) = &change.flags;
            if !gains.is_empty() || !loses.is_empty() {
                wanted.flags.retain(|flag| !loses.contains(flag));
                wanted.flags.extend(gains.iter().filter(|f| !organization.flags.contains(f)).cloned());
                entries.push(("flags", texts(&wanted.flags)));
            }
            wanted.name = change.name.clone().unwrap_or_else(|| wanted.name.clone());
            extend(&mut wanted.extra, &change.extra);
            None
        };
        entries.extend(change.extra.iter().map(|(key, value)| (key.as_str(), Value::Text(value.clone()))));
        let named = of.unwrap_or(&organization.organization);
        if wanted == *organization {
            return Ok(String::new());
        }
        let part = format!("contacts/{}", organization.organization);
        let path = self.config.files.get(&part).cloned().unwrap_or_else(|| format!(".tramite/{part}.yaml"));
        let is_there = |config: &Config| config.organizations.get(&wanted.organization) == Some(&wanted);
        let of = of.map(|id| ("contacts", id));
        self.add(how, &path, &format!("desk: contact {named}"), &is_there, &|text| {
            edit::set_keys(text.unwrap_or_default(), of, &entries)
        })
    }

    /// Adds a person to the desk, in one commit; gives its id. Who may is said by `config:` in desk.yaml.
    pub fn add_person(&self, person: &Person, how: How) -> Result<String, Error> {
        self.require_desk()?;
        self.may_configure("desk")?;
        valid_id(&person.id)?;
        let desk = &self.config.desk;
        if desk.people.iter().any(|p| p.id == person.id) {
            return Err(Error::refused(format!("the desk has a person {:?} already", person.id))
                .mend("choose another id, or edit .tramite/desk.yaml"));
        }
        let email = address(&person.email.0)?;
        self.is_nobodys(&email)?;
        for team in &person.teams {
            if !desk.teams.iter().any(|t| t.id == *team) {
                let ids: Vec<&str> = desk.teams.iter().map(|t| t.id.as_str()).collect();
                return Err(Error::usage(format!("there is no team {team:?}"))
                    .mend(format!("one of {}", ids.join(", "))));
            }
        }
        let texts = |all: &[String]| Value::List(all.iter().cloned().map(Value::Text).collect());
        let item = [
            ("id", Value::Text(person.id.clone())),
            ("name", Value::Text(person.name.clone())),
            ("email", Value::Text(email.clone())),
            ("roles", texts(&person.roles)),
            ("teams", texts(&person.teams)),
        ];
        let is_there = |config: &Config| {
            config.desk.people.iter().any(|p| p.id == person.id && p.email.0 == [email.clone()])
        };
        self.add(how, DESK, &format!("desk: person {}", person.id), &is_there, &|text| {
            edit::append_to_list(text.unwrap_or_default(), "people", &item)
        })
    }

    /// Adds a contact to an organization's file, which is made where it is not there, in one commit; gives its id.
    pub fn add_contact(&self, new: &NewContact, how: How) -> Result<String, Error> {
        self.require_desk()?;
        self.may_configure("contacts")?;
        let NewContact { contact, organization, organization_name } = new;
        valid_id(&contact.id)?;
        valid_id(organization)?;
        let all = self.config.organizations.values();
        if let Some(o) = all.clone().find(|o| o.contacts.iter().any(|c| c.id == contact.id)) {
            return Err(Error::refused(format!(
                "{:?} is a contact of {} already",
                contact.id, o.organization
            ))
            .mend(format!("choose another id, or edit the file of {}", o.organization)));
        }
        let email = address(&contact.email.0)?;
        self.is_nobodys(&email)?;
        let known = self.config.organizations.get(organization);
        if known.is_some() && organization_name.is_some() {
            return Err(Error::refused(format!("the organization {organization:?} is there already"))
                .mend("leave --org-name out, or edit its file"));
        }
        let roles = contact.roles.iter().cloned().map(Value::Text).collect();
        let mut item = vec![
            ("id", Value::Text(contact.id.clone())),
            ("name", Value::Text(contact.name.clone())),
            ("email", Value::Text(email.clone())),
            ("roles", Value::List(roles)),
        ];
        item.extend(contact.extra.iter().map(|(key, value)| (key.as_str(), value.clone())));
        let path = self
            .config
            .files
            .get(&format!("contacts/{organization}"))
            .cloned()
            .unwrap_or_else(|| format!(".tramite/contacts/{organization}.yaml"));
        let begin = format!(
            "organization: {}\nname: {}\ncontacts: []\n",
            edit::flow_text(organization),
            edit::flow_text(organization_name.as_deref().unwrap_or(organization))
        );
        let is_there = |config: &Config| {
            config.organizations.get(organization).is_some_and(|o| {
                o.contacts.iter().any(|c| c.id == contact.id && c.email.0 == [email.clone()])
            })
        };
        self.add(how, &path, &format!("desk: contact {}", contact.id), &is_there, &|text| {
            edit::append_to_list(text.unwrap_or(&begin), "contacts", &item)
        })
    }

    /// Writes one file of the configuration, on the tip, where what was written says what was meant: nothing but the new part
    /// differs, and the file has no new mistake.
    fn add(
        &self,
        how: How,
        path: &str,
        subject: &str,
        is_there: &dyn Fn(&Config) -> bool,
        make: &dyn Fn(Option<&str>) -> Result<String, edit::EditError>,
    ) -> Result<String, Error> {
        let env = super::store_env(&self.env);
        let author = self.store.author_signature(&env, how.at)?;
        let committer = self.store.committer_signature(&env)?;
        let by_hand = || format!("edit {path} by hand and check it with `tramite validate --config`");
        let done = self.store.commit(&env, &mut |tip: &Tip| {
            let commit = tip.commit.as_deref().unwrap_or(&self.head);
            let text = match self.store.read(commit, path)? {
                Some(bytes) => Some(
                    String::from_utf8(bytes).map_err(|_| Error::refused(format!("{path} is not UTF-8")))?,
                ),
                None => None,
            };
            let new = make(text.as_deref()).map_err(|error| {
                Error::refused(format!("{path} cannot be edited by a program: {error}")).mend(by_hand())
            })?;
            let loaded = |text: &str| {
                codec::config::load(&[ConfigFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() }])
            };
            let (config, after) = loaded(&new);
            let before = text.as_deref().map_or(0, |text| loaded(text).1.len());
            // A file without desk.yaml beside it has that to say.
            let alone = usize::from(text.is_none() && path != DESK);
            if !is_there(&config) || after.len() > before + alone {
                return Err(Error::refused(format!("{path} cannot be edited by a program")).mend(by_hand()));
            }
            Ok(Some(Change {
                message: format!("{subject}\n"),
                author: author.clone(),
                committer: committer.clone(),
                files: vec![(path.to_owned(), Some(new.into_bytes()))],
                onto: None,
            }))
        });
        let done = done.map_err(|error| match error {
            WriteError::Store(error) => error.into(),
            WriteError::Plan(error) => error,
        })?;
        Ok(done.commit.unwrap_or_default())
    }

    /// Refuses an address that somebody of the desk or of a customer has: a git author is found by it.
    fn is_nobodys(&self, email: &str) -> Result<(), Error> {
        let has = |all: &[String]| all.iter().any(|e| e.eq_ignore_ascii_case(email));
        let person = self.config.desk.people.iter().find(|p| has(&p.email.0)).map(|p| p.id.as_str());
        let mut contacts = self.config.organizations.values().flat_map(|o| &o.contacts);
        match person.or_else(|| contacts.find(|c| has(&c.email.0)).map(|c| c.id.as_str())) {
            Some(id) => Err(Error::refused(format!("the address {email:?} is that of {id:?}"))
                .mend("everybody has an address of their own, as a git author is found by it")),
            None => Ok(()),
        }
    }

    /// Whether the reader may change this part of `.tramite/` (`config:` in desk.yaml).
    pub(super) fn may_configure(&self, part: &str) -> Result<(), Error> {
        process::may_configure(&self.config, self.actor()?, part).map_err(|refused| {
            let message = refused.message;
            match message.split_once(": ") {
                Some((what, why)) => Error::refused(what).because(why),
                None => Error::refused(message),
            }
        })
    }
}

fn extend(known: &mut BTreeMap<String, Value>, changes: &BTreeMap<String, String>) {
    for (key, value) in changes {
        if value.is_empty() {
            known.remove(key);
        } else {
            known.insert(key.clone(), Value::Text(value.clone()));
        }
    }
}

/// The one address, in the form of one.
fn address(all: &[String]) -> Result<String, Error> {
    let email = all.first().map(|e| e.trim().to_owned()).unwrap_or_default();
    let parts = email.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty());
    if !parts || email.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>')) {
        return Err(
            Error::usage(format!("{email:?} is no address")).mend("write for example ana@desk.example")
        );
    }
    Ok(email)
}

/// An id is one word: it is typed in commands and filters.
fn valid_id(id: &str) -> Result<(), Error> {
    let good = id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '+'))
        && !["me", "none", "any"].contains(&id);
    if good {
        return Ok(());
    }
    Err(Error::usage(format!("{id:?} is no id"))
        .mend("an id is one word of letters without accents, digits and - _ . @, not `me`, `none` or `any`"))
}
