//! `contact list|add|edit`, `person add`.

use super::args::{FormatArgs, WriteArgs};
use super::contact_edit::{self, ContactEditArgs};
use super::context::{Context, Exit};
use crate::app::Error;
use crate::app::people::NewContact;
use crate::model::Value;
use crate::model::config::{Contact, OneOrMany, Person};
use crate::render::{self, Cell, Column, Table, Tone, sanitize};
use clap::{Args, Subcommand};
use std::collections::BTreeMap;

/// Customers
#[derive(Debug, Args)]
pub struct ContactArgs {
    #[command(subcommand)]
    pub command: ContactCommand,
}

/// What to do with customers.
#[derive(Debug, Subcommand)]
pub enum ContactCommand {
    /// List contacts by organization
    #[command(after_help = "Example:\n  $ tramite contact list")]
    List(FormatArgs),
    /// Add a contact to an organization, which is made where the desk does not have it
    #[command(
        after_help = "Example:\n  $ tramite contact add rui@acme --name \"Rui Melo\" --email rui@acme.example --organization acme --org-name \"ACME Ltd\""
    )]
    Add(ContactAddArgs),
    /// Change a contact or an organization; the file keeps its comments
    #[command(
        after_help = "What is not named stays. `-f KEY=` takes a key away.\n\nExamples:\n  $ tramite contact edit maria@example --role key_user -f trained=true\n  $ tramite contact edit example --flag cloud --no-flag sample"
    )]
    Edit(ContactEditArgs),
}

/// Arguments of `contact add`.
#[derive(Debug, Args)]
pub struct ContactAddArgs {
    /// Id
    pub id: String,
    /// Name
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// Address
    #[arg(long, value_name = "ADDRESS")]
    pub email: String,
    /// Id of the organization
    #[arg(long, value_name = "ORGANIZATION", visible_alias = "org")]
    pub organization: String,
    /// Name of the organization, where it is made
    #[arg(long, value_name = "NAME")]
    pub org_name: Option<String>,
    /// A role at the customer; may be repeated
    #[arg(long = "role", value_name = "ROLE")]
    pub roles: Vec<String>,
    /// Anything else that the desk keeps of a contact; may be repeated
    #[arg(short = 'f', long = "field", value_name = "KEY=VALUE")]
    pub fields: Vec<String>,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// People who work at the desk
#[derive(Debug, Args)]
pub struct PersonArgs {
    #[command(subcommand)]
    pub command: PersonCommand,
}

/// What to do with people.
#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// Add a person to the desk
    #[command(
        after_help = "Example:\n  $ tramite person add bruno --name \"Bruno Lima\" --email bruno@desk.example --role agent --team support"
    )]
    Add {
        /// Id
        id: String,
        /// Name
        #[arg(long, value_name = "NAME")]
        name: String,
        /// Address of their commits
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// A role; may be repeated
        #[arg(long = "role", value_name = "ROLE", default_value = "agent")]
        roles: Vec<String>,
        /// A team; may be repeated
        #[arg(long = "team", value_name = "TEAM")]
        teams: Vec<String>,
        #[command(flatten)]
        write: WriteArgs,
    },
}

/// `contact list|add`.
pub fn contact(context: &Context, args: &ContactArgs) -> Result<Exit, Error> {
    match &args.command {
        ContactCommand::List(format) => list(context, *format),
        ContactCommand::Add(args) => add(context, args),
        ContactCommand::Edit(args) => contact_edit::run(context, args),
    }
}

fn add(context: &Context, args: &ContactAddArgs) -> Result<Exit, Error> {
    const OWN: [&str; 4] = ["id", "name", "email", "roles"];
    let app = context.app()?;
    let mut extra = BTreeMap::new();
    for text in &args.fields {
        let (key, value) = text
            .split_once('=')
            .map(|(key, value)| (key.trim(), value.trim()))
            .filter(|(key, _)| !key.is_empty() && !OWN.contains(key))
            .ok_or_else(|| {
                Error::usage(format!("{text:?} is not KEY=VALUE")).mend("write for example -f trained=true")
            })?;
        extra.insert(key.to_owned(), Value::Text(value.to_owned()));
    }
    let new = NewContact {
        contact: Contact {
            id: args.id.clone(),
            name: args.name.clone(),
            email: OneOrMany(vec![args.email.clone()]),
            roles: args.roles.clone(),
            extra,
        },
        organization: args.organization.clone(),
        organization_name: args.org_name.clone(),
    };
    let commit = app.add_contact(&new, context.how(&args.write)?)?;
    if args.write.format.json() {
        return context.json(&serde_json::json!({
            "version": 1, "contact": args.id, "organization": args.organization, "commit": commit,
        }));
    }
    let said = format!("{} is a contact of {}", args.id, args.organization);
    context.ui.print(&format!("{}\n", sanitize::line(&said)))?;
    Ok(Exit::Done)
}

fn list(context: &Context, format: FormatArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    if format.json() {
        let organizations: Vec<_> = app.config.organizations.values().collect();
        return context.json_list("organizations", &organizations);
    }
    let locale = app.locale;
    let mut table = Table::new(vec![
        Column::new("organization", locale),
        Column::headed("id", locale).keep(9),
        Column::new("name", locale),
        Column::headed("email", locale),
        Column::headed("flags", locale),
    ]);
    for organization in app.config.organizations.values() {
        for contact in &organization.contacts {
            table.push(vec![
                Cell::text(&*organization.name),
                Cell::text(&*contact.id).tone(Tone::Name),
                Cell::text(&*contact.name),
                Cell::text(contact.email.0.join(", ")),
                Cell::text(organization.flags.join(", ")),
            ]);
        }
    }
    context.show(&render::table::render(&table, context.page(app)))
}

/// `person add`.
pub fn person(context: &Context, args: &PersonArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let PersonCommand::Add { id, name, email, roles, teams, write } = &args.command;
    let person = Person {
        id: id.clone(),
        name: name.clone(),
        email: OneOrMany(vec![email.clone()]),
        roles: roles.clone(),
        teams: teams.clone(),
        skills: BTreeMap::new(),
        away: Vec::new(),
    };
    let commit = app.add_person(&person, context.how(write)?)?;
    if write.format.json() {
        return context.json(&serde_json::json!({ "version": 1, "person": id, "commit": commit }));
    }
    context.ui.print(&format!("{}\n", sanitize::line(&format!("{id} is a person of the desk"))))?;
    Ok(Exit::Done)
}
