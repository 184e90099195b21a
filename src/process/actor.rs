//! Who acts: a git identity found among the desk's people and contacts by address (3.2).

use crate::model::config::{Config, Contact, Organization, Person};
use crate::model::{Identity, Ticket};

/// Who acts.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// Name in git.
    pub name: String,
    /// Address in git.
    pub email: String,
    /// The person of the desk with this address.
    pub person: Option<Person>,
    /// The contact with this address, with the id of their organization, where no person has it.
    pub contact: Option<(String, Contact)>,
}

impl Actor {
    /// A person's or contact's id.
    pub fn id(&self) -> Option<&str> {
        self.person.as_ref().map(|p| p.id.as_str()).or(self.contact.as_ref().map(|(_, c)| c.id.as_str()))
    }

    /// Roles at the desk; `customer` for a contact.
    pub fn roles(&self) -> Vec<&str> {
        match (&self.person, &self.contact) {
            (Some(person), _) => person.roles.iter().map(String::as_str).collect(),
            (None, Some(_)) => vec!["customer"],
            (None, None) => Vec::new(),
        }
    }

    /// Ids of their teams.
    pub fn teams(&self) -> Vec<&str> {
        self.person.iter().flat_map(|p| &p.teams).map(String::as_str).collect()
    }

    /// Whether they have the role.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles().contains(&role)
    }

    /// Whether they act as a customer and nothing else.
    pub fn is_customer_only(&self) -> bool {
        self.person.is_none() && self.contact.is_some()
    }

    /// Whether they work here: a person with at least one role.
    pub fn works_here(&self) -> bool {
        self.person.as_ref().is_some_and(|p| !p.roles.is_empty())
    }

    /// Whether a list of roles names one of theirs; an empty list names everybody.
    pub fn in_roles(&self, roles: &[String]) -> bool {
        roles.is_empty() || roles.iter().any(|role| self.has_role(role))
    }

    /// Whether a list of teams names one of theirs; an empty list names everybody.
    pub fn in_teams(&self, teams: &[String]) -> bool {
        teams.is_empty() || teams.iter().any(|team| self.teams().contains(&team.as_str()))
    }

    /// Whether the ticket is of this contact's organization, or their own.
    pub fn owns(&self, config: &Config, ticket: &Ticket) -> bool {
        let Some((organization, contact)) = &self.contact else { return false };
        let is = |key: &Option<String>| key.as_deref() == Some(organization.as_str());
        if ticket.organization.is_some() || ticket.payer.is_some() {
            return is(&ticket.organization) || is(&ticket.payer);
        }
        ticket
            .requester
            .as_deref()
            .and_then(|r| find_contact(config, r))
            .is_some_and(|(o, c)| o.organization == *organization || c.id == contact.id)
    }
}

/// The person of the desk with an address, else the contact with it, case aside.
pub fn identify(config: &Config, identity: &Identity) -> Actor {
    let same = |email: &String| email.trim().eq_ignore_ascii_case(identity.email.trim());
    let person = config.desk.people.iter().find(|p| p.email.0.iter().any(same)).cloned();
    let contact = if person.is_some() || identity.email.trim().is_empty() {
        None
    } else {
        config.organizations.values().find_map(|o| {
            let contact = o.contacts.iter().find(|c| c.email.0.iter().any(same))?;
            Some((o.organization.clone(), contact.clone()))
        })
    };
    Actor { name: identity.name.clone(), email: identity.email.clone(), person, contact }
}

/// The contact with this id or address, case aside.
pub fn find_contact<'a>(config: &'a Config, text: &str) -> Option<(&'a Organization, &'a Contact)> {
    let is = |t: &str| t.eq_ignore_ascii_case(text.trim());
    let all = || config.organizations.values().flat_map(|o| o.contacts.iter().map(move |c| (o, c)));
    all().find(|(_, c)| is(&c.id)).or_else(|| all().find(|(_, c)| c.email.0.iter().any(|e| is(e))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::{config, identity};

    #[test]
    fn an_author_is_found_by_address_whatever_its_case() {
        let config = config();
        let ana = identify(&config, &identity("ANA@desk.example"));
        assert_eq!(ana.id(), Some("ana"));
        assert!(ana.works_here() && ana.has_role("leader") && !ana.is_customer_only());
        let daiane = identify(&config, &identity("daiane@acme.example"));
        assert_eq!((daiane.id(), daiane.roles()), (Some("daiane@acme"), vec!["customer"]));
        assert!(daiane.is_customer_only());
        let nobody = identify(&config, &identity("x@nowhere.example"));
        assert!(!nobody.works_here() && nobody.roles().is_empty() && nobody.id().is_none());
    }

    #[test]
    fn a_customer_owns_the_tickets_of_their_organization_only() {
        let config = config();
        let daiane = identify(&config, &identity("daiane@acme.example"));
        let mut ticket = crate::process::testing::snapshot("bug", "backlog").ticket;
        ticket.organization = Some("acme".to_owned());
        assert!(daiane.owns(&config, &ticket));
        ticket.organization = Some("beta".to_owned());
        assert!(!daiane.owns(&config, &ticket));
        ticket.organization = None;
        ticket.requester = Some("marcos@acme".to_owned());
        assert!(daiane.owns(&config, &ticket));
    }
}
