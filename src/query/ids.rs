//! Ids that a desk defines, and the words by which people name them.

use crate::model::config::{Config, EnumValue, StatusCategory, Table};
use crate::model::plain;

/// What an id is an id of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ids<'c> {
    Type,
    Status,
    Category,
    Priority,
    /// People of the desk.
    Person,
    /// Contacts, and people.
    Contact,
    Organization,
    Team,
    Channel,
    Rating,
    Values(&'c [EnumValue]),
    Rows(&'c Table),
    /// States of a clock (6).
    SlaState,
}

/// One thing that a desk defines.
pub(super) struct Named<'c> {
    pub(super) id: &'c str,
    /// Other exact names: addresses.
    pub(super) also: &'c [String],
    /// What people read.
    pub(super) label: Option<&'c str>,
}

const CATEGORIES: [StatusCategory; 6] = [
    StatusCategory::New,
    StatusCategory::Active,
    StatusCategory::Waiting,
    StatusCategory::Resolved,
    StatusCategory::Closed,
    StatusCategory::Rejected,
];

const SLA_STATES: [&str; 7] = ["met", "breached", "running", "at_risk", "overdue", "paused", "cancelled"];

impl<'c> Ids<'c> {
    /// What a message calls it.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Status => "status",
            Self::Category => "category",
            Self::Priority => "priority",
            Self::Person => "person",
            Self::Contact => "contact or person",
            Self::Organization => "organization",
            Self::Team => "team",
            Self::Channel => "channel",
            Self::Rating => "rating",
            Self::Values(_) => "value",
            Self::Rows(_) => "row",
            Self::SlaState => "state of a clock",
        }
    }

    /// All that the desk defines, in its order.
    pub(super) fn all(self, config: &'c Config) -> Vec<Named<'c>> {
        let word = |id: &'c str| Named { id, also: &[], label: None };
        let named = |id: &'c str, label: Option<&'c str>| Named { id, also: &[], label };
        let people = || {
            config.desk.people.iter().map(|person| Named {
                id: &person.id,
                also: &person.email.0,
                label: Some(person.name.as_str()),
            })
        };
        match self {
            Self::Type => config.types.values().map(|t| named(&t.id, t.title.as_deref())).collect(),
            Self::Status => {
                let flows = config.types.values().flat_map(|t| &t.flow.statuses);
                flows.map(|(id, status)| named(id, status.label.as_deref())).collect()
            }
            Self::Category => CATEGORIES.iter().map(|category| word(category.as_str())).collect(),
            Self::Priority => {
                config.desk.priorities.iter().map(|p| named(&p.id, p.label.as_deref())).collect()
            }
            Self::Person => people().collect(),
            Self::Contact => {
                let contacts = config.organizations.values().flat_map(|o| &o.contacts);
                let contacts =
                    contacts.map(|c| Named { id: &c.id, also: &c.email.0, label: Some(c.name.as_str()) });
                contacts.chain(people()).collect()
            }
            Self::Organization => {
                let all = config.organizations.values();
                all.map(|o| named(&o.organization, Some(o.name.as_str()))).collect()
            }
            Self::Team => config.desk.teams.iter().map(|t| named(&t.id, t.label.as_deref())).collect(),
            Self::Channel => config.desk.channels.iter().map(|c| named(&c.id, c.label.as_deref())).collect(),
            Self::Rating => {
                config.desk.rating.iter().map(|r| named(&r.value.0, r.label.as_deref())).collect()
            }
            Self::Values(values) => values.iter().map(|v| named(&v.id, v.label.as_deref())).collect(),
            Self::Rows(table) => table.rows.iter().map(|r| named(&r.id, r.label.as_deref())).collect(),
            Self::SlaState => SLA_STATES.iter().map(|state| word(state)).collect(),
        }
    }

    /// The stored texts that `text` stands for: itself, and, unless it is an id, the ids (and addresses) of
    /// what is so labelled. An exact id or address goes before any label.
    pub(super) fn resolve(self, text: &str, config: &'c Config) -> Vec<String> {
        // Somebody without a name is not named by nothing.
        if !text.bytes().any(|byte| byte.is_ascii_alphanumeric()) && plain(text).is_empty() {
            return Vec::new();
        }
        let all = self.all(config);
        let exact = |n: &&Named| n.id == text || n.also.iter().any(|also| also.eq_ignore_ascii_case(text));
        let mut found: Vec<&Named> = all.iter().filter(exact).collect();
        if found.is_empty() {
            let wanted = plain(text);
            let like =
                |n: &&Named| same(n.id, text, &wanted) || n.label.is_some_and(|l| same(l, text, &wanted));
            found = all.iter().filter(like).collect();
        }
        let mut texts = vec![text.to_owned()];
        for named in found {
            for name in std::iter::once(named.id).chain(named.also.iter().map(String::as_str)) {
                if !texts.iter().any(|known| known == name) {
                    texts.push(name.to_owned());
                }
            }
        }
        texts
    }

    /// Whether the desk defines what `text` names.
    pub(super) fn knows(self, text: &str, config: &'c Config) -> bool {
        let wanted = plain(text);
        self.all(config).iter().any(|n| {
            n.also.iter().any(|also| also.eq_ignore_ascii_case(text))
                || same(n.id, text, &wanted)
                || n.label.is_some_and(|label| same(label, text, &wanted))
        })
    }
}

/// `plain(a) == wanted`, where `wanted` is `plain(b)`; quick for what is ASCII without blanks.
fn same(a: &str, b: &str, wanted: &str) -> bool {
    let simple = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    if simple(a) && simple(b) { a.eq_ignore_ascii_case(b) } else { plain(a) == wanted }
}

/// Where a priority stands: greater is more urgent, from 1 (3.4); `None` for one that the desk lacks.
pub fn priority_rank(config: &Config, id: &str) -> Option<usize> {
    let all = &config.desk.priorities;
    all.iter().position(|priority| priority.id == id).map(|position| all.len() - position)
}
