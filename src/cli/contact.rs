//! `contact list`, `person add`.

use super::args::{FormatArgs, WriteArgs};
use super::context::{Context, Exit};
use crate::app::Error;
use crate::model::config::{OneOrMany, Person};
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

/// `contact list`.
pub fn contact(context: &Context, args: &ContactArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ContactCommand::List(format) = &args.command;
    if format.json() {
        let organizations: Vec<_> = app.config.organizations.values().collect();
        return context.json_list("organizations", &organizations);
    }
    let locale = app.locale;
    let mut table = Table::new(vec![
        Column::new("organization", locale),
        Column::titled("id", "id").keep(9),
        Column::new("name", locale),
        Column::titled("email", "e-mail"),
        Column::titled("flags", "flags"),
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
