//! Opening a ticket: who may, by which channel, for whom, and what it begins with (3.3, P3, C4, S24, T1).

use super::fields::{self, Entry, is_ticket_key};
use super::{Opening, Violation, World, edit, filter, macros, resolve};
use crate::model::config::{OpenSpec, TypeTemplate};
use crate::model::{Number, Snapshot, Ticket, TicketDir, Value, normalize_line, normalize_text};

/// The ticket as it is before anything is set on it.
pub fn begin(
    world: &mut World<'_>,
    template: &TypeTemplate,
    opening: &Opening,
) -> Result<Snapshot, Violation> {
    let uid = opening.uid.clone().unwrap_or_else(|| (world.new_id)());
    let wrong = |key: &str, e: &resolve::UnknownName| Violation::unknown("value", e).about(key);
    let mut ticket =
        Ticket::new(uid.clone(), &template.id, &normalize_line(&opening.title), &template.flow.initial);
    ticket.description = opening.description.as_deref().map(normalize_text).filter(|d| !d.is_empty());
    if let Some(who) = opening.for_contact.as_deref().filter(|w| !w.trim().is_empty()) {
        let (id, organization) = edit::requester(world, who).map_err(|e| wrong("requester", &e))?;
        (ticket.requester, ticket.organization) = (Some(id), organization);
    } else if let (true, Some((organization, contact))) =
        (world.actor.is_customer_only(), &world.actor.contact)
    {
        (ticket.requester, ticket.organization) = (Some(contact.id.clone()), Some(organization.clone()));
    }
    if let Some(origin) = opening.origin.as_deref().filter(|o| !o.trim().is_empty()) {
        let id = resolve::channel(world.config, origin).map_err(|e| wrong("origin", &e))?;
        ticket.origin = Some(id.to_owned());
    }
    if let Some(priority) = opening.priority.as_deref().filter(|p| !p.trim().is_empty()) {
        let id = resolve::priority(world.config, priority).map_err(|e| wrong("priority", &e))?;
        ticket.priority = Some(id.to_owned());
    }
    let month = || world.now.format("%Y%m").to_string().parse().unwrap_or(0);
    let number = opening.number.unwrap_or_else(|| Number { month: month(), seq: 1 });
    Ok(Snapshot::new(TicketDir::new(number, &uid), ticket))
}

/// Gives every key and field its default where it has no value; also what a type change brings.
pub fn defaults(world: &World<'_>, template: &TypeTemplate, ticket: &mut Snapshot) -> Result<(), Violation> {
    for spec in &template.fields {
        let Some(default) = spec.default.as_deref().filter(|d| !d.is_empty()) else { continue };
        if fields::value_of(ticket, &spec.id).is_some() || !filter::holds(world, &spec.when, ticket, &[])? {
            continue;
        }
        if is_ticket_key(&spec.id) {
            edit::set(world, template, ticket, &[], &spec.id, default)?;
            continue;
        }
        let entry = Entry { config: world.config, snapshot: Some(ticket), now: world.now };
        let text = fields::parse_value(entry, spec, default).map_err(|e| {
            Violation::error("config", format!("the default of a field does not fit it: {e}")).about(&spec.id)
        })?;
        ticket.ticket.fields.insert(spec.id.clone(), Value::Text(text));
    }
    Ok(())
}

/// Puts the type's text around the title.
pub fn entitle(world: &World<'_>, template: &TypeTemplate, ticket: &mut Snapshot) -> Result<(), Violation> {
    // A prefix is no title: an empty one stays empty, and is refused as such.
    if let Some(text) = template.open.title.as_ref().filter(|_| !ticket.ticket.title.is_empty()) {
        let title = macros::title(world, text, ticket, &ticket.ticket.title.clone())
            .map_err(|e| Violation::error("macro", e.to_string()).about("title"))?;
        ticket.ticket.title = title;
    }
    Ok(())
}

/// What speaks against opening: role, team, channel and requester.
pub fn forbidden(
    world: &World<'_>,
    template: &TypeTemplate,
    ticket: &Snapshot,
) -> Result<Vec<Violation>, Violation> {
    let open: &OpenSpec = &template.open;
    let mut found = Vec::new();
    let against = |message: String, key: &str| Violation::error("opening", message).about(key);
    let title = template.title.as_deref().unwrap_or(&template.id);
    // An agent records what a contact could open themselves (S24, 3.2).
    let requester = ticket.ticket.requester.as_deref();
    let contact = requester.and_then(|r| super::find_contact(world.config, r));
    let in_their_name = world.actor.works_here() && contact.is_some();
    let as_customer = in_their_name && open.roles.iter().any(|r| r == "customer");
    let may = if world.actor.is_customer_only() {
        open.roles.iter().any(|r| r == "customer") && open.teams.is_empty()
    } else {
        as_customer || (world.actor.in_roles(&open.roles) && world.actor.in_teams(&open.teams))
    };
    if !may {
        let mut who: Vec<String> = Vec::new();
        if !open.roles.is_empty() {
            who.push(format!("the role {}", open.roles.join(" or ")));
        }
        if !open.teams.is_empty() {
            who.push(format!("the team {}", open.teams.join(" or ")));
        }
        let who = if who.is_empty() { "a person of the desk".to_owned() } else { who.join(" and ") };
        let mut message = format!("{} may not open {title}: it takes {who}", world.actor.email);
        if open.roles.iter().any(|r| r == "customer") && world.actor.works_here() {
            message.push_str("; to open it in a customer's name use --for CONTACT");
        }
        found.push(Violation::error("opening", message));
    }
    let origin = ticket.ticket.origin.as_deref();
    if !open.origins.is_empty() && !origin.is_some_and(|o| open.origins.iter().any(|x| x == o)) {
        let came = origin.map_or("without a channel".to_owned(), |o| format!("by {o}"));
        found.push(against(
            format!(
                "{title} is opened by {} only, not {came}: --origin {}",
                open.origins.join(" or "),
                open.origins[0]
            ),
            "origin",
        ));
    }
    if !filter::holds_for_requester(world, &open.requester, ticket)? {
        let filter = open.requester.0.join("\" or \"");
        let who = requester.unwrap_or("nobody; name one with --for CONTACT");
        found.push(against(
            format!("{title} is for requesters with \"{filter}\" only; the requester is {who}"),
            "requester",
        ));
    }
    Ok(found)
}
