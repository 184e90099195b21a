//! Who acts in a demo, and what they have to give: values for fields, files, the list of what is missing.

use super::life::Life;
use crate::calendar::Instant;
use crate::model::config::{FieldKind, FieldSpec, TypeTemplate};
use crate::model::{Identity, Snapshot};
use crate::process::{self, Actor, Edit, Intent, fields};
use chrono::Duration;

/// The most files of a demo: each is a ref of its own.
const FILES: usize = 40;

impl Life<'_> {
    fn actor(&self, name: &str, email: Option<&String>) -> Actor {
        let email = email.cloned().unwrap_or_default();
        process::identify(self.config, &Identity { name: name.to_owned(), email })
    }

    /// A person or contact by id.
    pub(super) fn known(&self, id: &str) -> Option<Actor> {
        let person = self.config.desk.people.iter().find(|p| p.id == id);
        let person = person.map(|p| self.actor(&p.name, p.email.0.first()));
        person.or_else(|| {
            let (_, contact) = process::find_contact(self.config, id)?;
            Some(self.actor(&contact.name, contact.email.0.first()))
        })
    }

    fn somebody(&mut self, allowed: impl Fn(&Actor) -> bool) -> Option<Actor> {
        let people: Vec<Actor> = self
            .config
            .desk
            .people
            .iter()
            .filter(|p| p.roles.iter().any(|r| r == "agent"))
            .map(|p| self.actor(&p.name, p.email.0.first()))
            .filter(allowed)
            .collect();
        self.random.pick(&people).cloned()
    }

    /// Who opens a ticket of the type, and for whom: where customers may, mostly one of them.
    pub(super) fn opener(&mut self, template: &TypeTemplate) -> Option<(Actor, Option<String>)> {
        let open = &template.open;
        let contacts: Vec<_> = self.config.organizations.values().flat_map(|o| &o.contacts).collect();
        let contact = self.random.pick(&contacts).map(|c| c.id.clone());
        if open.roles.iter().any(|r| r == "customer") && open.teams.is_empty() && self.random.chance(70) {
            let actor = contact.as_deref().and_then(|id| self.known(id));
            if let Some(actor) = actor.filter(Actor::is_customer_only) {
                return Some((actor, None));
            }
        }
        let customers = open.roles.iter().any(|r| r == "customer");
        let may = |actor: &Actor| customers || (actor.in_roles(&open.roles) && actor.in_teams(&open.teams));
        Some((self.somebody(may)?, contact))
    }

    /// The assignee where there is one, else one of the team.
    pub(super) fn agent(&mut self, snapshot: &Snapshot) -> Option<Actor> {
        if let Some(actor) = snapshot.ticket.assignee.as_deref().and_then(|id| self.known(id)) {
            return Some(actor);
        }
        let team = snapshot.ticket.team.clone();
        let of_team = |actor: &Actor| team.as_deref().is_none_or(|team| actor.teams().contains(&team));
        self.somebody(of_team).or_else(|| self.somebody(|_| true))
    }

    /// What a return asks for, where the move takes that.
    pub(super) fn missing(&mut self, snapshot: &Snapshot, to: &str) -> Vec<String> {
        let Some(template) = self.config.types.get(&snapshot.ticket.type_id) else { return Vec::new() };
        let from = snapshot.ticket.status.as_str();
        let asks = template.flow.transitions.iter().any(|t| {
            t.to == to && t.from.0.iter().any(|f| f == from) && t.requires.iter().any(|r| r.what == "missing")
        });
        let fields: Vec<String> = fields::own(template).map(|f| f.id.clone()).collect();
        if asks { self.random.pick(&fields).cloned().into_iter().collect() } else { Vec::new() }
    }

    /// Gives an intent what a refusal asks for under `key`; false where there is nothing to give, or it was given before.
    pub(super) fn supply(
        &mut self,
        index: usize,
        template: &TypeTemplate,
        key: &str,
        intent: &mut Intent,
        at: Instant,
    ) -> bool {
        if given(intent, key).is_some() {
            return false;
        }
        let plain = FieldSpec { id: key.to_owned(), ..FieldSpec::default() };
        let restated = template.fields.iter().find(|f| f.id == key);
        let Some(spec) = restated.or_else(|| fields::is_ticket_key(key).then_some(&plain)) else {
            return false;
        };
        if spec.kind == FieldKind::Attachment {
            return self.attach(index, spec, intent);
        }
        let Some(value) = self.value(index, template, spec, intent, at) else { return false };
        intent.edits.push(Edit::Set { key: key.to_owned(), value });
        true
    }

    /// A sample file that the ticket does not have yet.
    fn attach(&mut self, index: usize, spec: &FieldSpec, intent: &mut Intent) -> bool {
        let uid = match (&intent.open, &self.live[index].snapshot) {
            (Some(open), _) => open.uid.clone(),
            (None, Some(snapshot)) => Some(snapshot.ticket.uid.clone()),
            (None, None) => None,
        };
        let used = intent.edits.iter().filter(|edit| matches!(edit, Edit::Attach(_))).count();
        let (Some(uid), Some(file)) = (uid, self.samples.get(used)) else { return false };
        if self.attached.len() >= FILES {
            return false;
        }
        self.attached.push((uid, used));
        intent.edits.push(Edit::Attach(file.clone()));
        intent.edits.push(Edit::Set { key: spec.id.clone(), value: file.name.clone() });
        true
    }

    /// A value for a field that a refusal asks for.
    fn value(
        &mut self,
        index: usize,
        template: &TypeTemplate,
        spec: &FieldSpec,
        intent: &Intent,
        at: Instant,
    ) -> Option<String> {
        let date = |days: i64| (self.local(at) + Duration::days(days)).format("%Y-%m-%d").to_string();
        let least = spec.min.clone();
        Some(match (spec.id.as_str(), spec.kind) {
            // A restated ticket key has that key's kind.
            ("due" | "promised", _) => date(5),
            ("priority", _) => self.priority()?,
            ("rating", _) => self.random.pick(&self.config.desk.rating)?.value.0.clone(),
            (key, _) if fields::is_ticket_key(key) && key != "description" => return None,
            (_, FieldKind::Text | FieldKind::Multiline) => self.text(spec)?,
            (_, FieldKind::Int | FieldKind::Decimal | FieldKind::Money) => match least.as_deref() {
                None | Some("0") => (2 + self.random.below(9)).to_string(),
                Some(_) => least?,
            },
            (_, FieldKind::Bool) => "true".to_owned(),
            (_, FieldKind::Date | FieldKind::Datetime) => date(3),
            (_, FieldKind::Enum) => self.random.pick(&spec.values)?.id.clone(),
            (_, FieldKind::Row) => self.row(index, template, spec, intent)?,
            (_, FieldKind::Version) => least.unwrap_or_else(|| "12.1.33".to_owned()),
            (_, FieldKind::Url) => "https://docs.example/article".to_owned(),
            (_, FieldKind::Contact) => {
                self.config.organizations.values().flat_map(|o| &o.contacts).next()?.id.clone()
            }
            (_, FieldKind::Organization) => self.config.organizations.keys().next()?.clone(),
            (_, FieldKind::Ticket) => {
                self.live.iter().find_map(|l| l.snapshot.as_ref())?.ticket.uid.to_string()
            }
            (_, FieldKind::Attachment) => return None,
        })
    }

    /// A text that is long enough.
    fn text(&mut self, spec: &FieldSpec) -> Option<String> {
        let mut text = (*self.random.pick(self.words.texts)?).to_owned();
        while text.chars().count() < spec.min_length.unwrap_or(0) as usize {
            text.push_str(&format!(". {}", self.random.pick(self.words.openings)?));
        }
        Some(text)
    }

    /// A row that fits what was chosen before, and leaves something to choose after it.
    fn row(
        &mut self,
        index: usize,
        template: &TypeTemplate,
        spec: &FieldSpec,
        intent: &Intent,
    ) -> Option<String> {
        let table = self.config.tables.get(spec.table.as_deref()?)?;
        let before = self.live[index].snapshot.as_ref();
        let above = spec.depends_on.as_deref().and_then(|other| {
            let value = given(intent, other).or_else(|| before.and_then(|s| fields::value_of(s, other)));
            Some((other, value?))
        });
        let dependents: Vec<&FieldSpec> =
            template.fields.iter().filter(|f| f.depends_on.as_deref() == Some(spec.id.as_str())).collect();
        let leads_on = |id: &str| {
            dependents.iter().all(|f| {
                let rows = f.table.as_deref().and_then(|t| self.config.tables.get(t)).map(|t| &t.rows);
                rows.is_some_and(|rows| {
                    rows.iter().any(|r| r.columns.get(&spec.id).is_none_or(|c| c.texts().contains(&id)))
                })
            })
        };
        let fits = |columns: &std::collections::BTreeMap<String, crate::model::Value>| {
            above.as_ref().is_none_or(|(other, value)| {
                columns.get(*other).is_none_or(|c| c.texts().contains(&value.as_str()))
            })
        };
        let rows: Vec<&str> = table
            .rows
            .iter()
            .filter(|row| fits(&row.columns) && leads_on(&row.id))
            .map(|row| row.id.as_str())
            .collect();
        self.random.pick(&rows).map(|id| (*id).to_owned())
    }
}

/// The value that an intent sets already.
fn given(intent: &Intent, key: &str) -> Option<String> {
    intent.edits.iter().find_map(|edit| match edit {
        Edit::Set { key: k, value } if k == key => Some(value.clone()),
        _ => None,
    })
}
