//! What stands out about a ticket's customer (S28, C4, T6): whatever the desk's data says of them, and nothing that is built in.

use super::{App, Error};
use crate::locale::Locale;
use crate::model::config::{Contact, Organization};
use crate::model::{Ticket, Value};
use crate::process;
use crate::report::packages::{self, Packages};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A ticket's customer.
#[derive(Debug)]
pub struct Customer<'a> {
    /// The requester, where they are a contact.
    pub contact: Option<&'a Contact>,
    /// Their organization.
    pub organization: Option<&'a Organization>,
    /// Whether somebody asks who belongs to no organization that the desk knows.
    pub unknown: bool,
    /// The packages of hours of who pays.
    pub packages: Option<Packages>,
}

impl App {
    /// The customer of a ticket. Only what a package covers is asked of history.
    pub fn customer(&self, ticket: &Ticket) -> Result<Customer<'_>, Error> {
        Ok(self.customer_with(ticket, self.packages(ticket, &[])?))
    }

    /// The same where it is known already how the packages stand.
    pub fn customer_with(&self, ticket: &Ticket, packages: Option<Packages>) -> Customer<'_> {
        let requester = ticket.requester.as_deref();
        let found = requester.and_then(|who| process::find_contact(&self.config, who));
        let id = ticket.organization.as_deref();
        let organization = id.and_then(|id| self.config.organizations.get(id));
        let of_desk = self.config.desk.people.iter().any(|p| Some(p.id.as_str()) == requester);
        Customer {
            contact: found.map(|(_, contact)| contact),
            organization,
            unknown: requester.is_some() && organization.is_none() && !of_desk,
            packages,
        }
    }

    /// The packages of hours of who pays for a ticket, with work that the index does not have yet.
    pub fn packages(&self, ticket: &Ticket, more: &[(NaiveDate, i64)]) -> Result<Option<Packages>, Error> {
        let Some(payer) = ticket.payer.as_deref().or(ticket.organization.as_deref()) else { return Ok(None) };
        let contract = self.config.organizations.get(payer).map(|o| &o.contract);
        let Some(contract) = contract.filter(|contract| contract.contains_key("packages")) else {
            return Ok(None);
        };
        let mut work: Vec<(NaiveDate, i64)> = self
            .index()?
            .billable_work(payer)?
            .into_iter()
            .map(|(at, minutes)| (self.zone.local(at.to_utc()).date_naive(), i64::from(minutes) * 60))
            .collect();
        work.extend(more);
        Ok(packages::stand(contract, &work, self.now.date_naive()))
    }
}

impl Customer<'_> {
    /// What the data says of the contact and the organization beyond their names, as `key: value` in the desk's language.
    pub fn words(&self, locale: Locale) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(contact) = self.contact {
            if !contact.roles.is_empty() {
                words.push(format!("roles: {}", contact.roles.join(", ")));
            }
            words.extend(texts(&contact.extra, locale));
        }
        if let Some(organization) = self.organization {
            words.extend(texts(&organization.extra, locale));
            words.extend(texts(&organization.contract, locale));
        }
        words
    }

    /// The organization's flags.
    pub fn flags(&self) -> &[String] {
        self.organization.map_or(&[], |organization| &organization.flags)
    }
}

/// Scalars and lists of them; what is nested deeper is for programs.
fn texts(map: &BTreeMap<String, Value>, locale: Locale) -> Vec<String> {
    let plain = |value: &&Value| match value {
        Value::Text(_) => true,
        Value::List(items) => items.iter().all(|item| item.as_text().is_some()),
        Value::Map(_) => false,
    };
    let entries = map.iter().filter(|(_, value)| !value.is_empty() && plain(value));
    entries.map(|(key, value)| format!("{key}: {}", locale.plain_values(value))).collect()
}
