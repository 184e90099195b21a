//! `contact edit`.

use super::args::WriteArgs;
use super::context::{Context, Exit};
use crate::app::Error;
use crate::app::people::ContactChange;
use crate::render::sanitize;
use clap::Args;

/// Arguments of `contact edit`.
#[derive(Debug, Args)]
pub struct ContactEditArgs {
    /// A contact's id or address, or an organization's id
    pub id: String,
    /// Another name
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Other addresses of a contact; may be repeated
    #[arg(long = "email", value_name = "ADDRESS")]
    pub emails: Vec<String>,
    /// Other roles of a contact; may be repeated
    #[arg(long = "role", value_name = "ROLE", conflicts_with = "no_roles")]
    pub roles: Vec<String>,
    /// The contact has no roles
    #[arg(long)]
    pub no_roles: bool,
    /// A flag that an organization gets; may be repeated
    #[arg(long = "flag", value_name = "FLAG")]
    pub flags: Vec<String>,
    /// A flag that an organization loses; may be repeated
    #[arg(long = "no-flag", value_name = "FLAG")]
    pub no_flags: Vec<String>,
    /// Anything else that the desk keeps of them; may be repeated
    #[arg(short = 'f', long = "field", value_name = "KEY=VALUE")]
    pub fields: Vec<String>,
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &ContactEditArgs) -> Result<Exit, Error> {
    const OWN: [&str; 9] =
        ["id", "name", "email", "roles", "organization", "flags", "contract", "tables", "contacts"];
    let mut change = ContactChange {
        name: args.name.clone(),
        emails: (!args.emails.is_empty()).then(|| args.emails.clone()),
        roles: (args.no_roles || !args.roles.is_empty()).then(|| args.roles.clone()),
        flags: (args.flags.clone(), args.no_flags.clone()),
        ..ContactChange::default()
    };
    for text in &args.fields {
        let (key, value) = text
            .split_once('=')
            .map(|(key, value)| (key.trim(), value.trim()))
            .filter(|(key, _)| !key.is_empty() && !OWN.contains(key))
            .ok_or_else(|| {
                Error::usage(format!("{text:?} is not KEY=VALUE of their own"))
                    .mend("write for example -f trained=true; name, address, roles and flags have options")
            })?;
        change.extra.insert(key.to_owned(), value.to_owned());
    }
    let app = context.app()?;
    let commit = app.edit_contact(&args.id, &change, context.how(&args.write)?)?;
    let commit = Some(commit).filter(|commit| !commit.is_empty());
    if args.write.format.json() {
        return context.json(&serde_json::json!({ "version": 1, "contact": args.id, "commit": commit }));
    }
    let said = if commit.is_some() { "changed" } else { "nothing to change, nothing written" };
    context.ui.print(&format!("{}\n", sanitize::line(&format!("{}: {said}", args.id))))?;
    Ok(Exit::Done)
}
