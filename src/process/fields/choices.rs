//! What can be chosen for a field, with what people read and what it means (A2, C8).

use super::value::rows;
use super::{Entry, is_ticket_key};
use crate::model::config::{FieldKind, FieldSpec};

/// One thing that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the file holds.
    pub id: String,
    /// What people read.
    pub label: String,
    /// What it means.
    pub help: Option<String>,
}

fn choice(id: &str, label: Option<&str>, help: Option<&str>) -> Choice {
    let label = label.filter(|l| !l.is_empty()).unwrap_or(id);
    Choice { id: id.to_owned(), label: label.to_owned(), help: help.map(str::to_owned) }
}

/// The choices of a field or restated ticket key, in the desk's order; none where anything can be written.
pub fn choices(entry: Entry<'_>, spec: &FieldSpec) -> Vec<Choice> {
    let config = entry.config;
    let desk = &config.desk;
    let organizations = || {
        let all = config.organizations.values();
        all.map(|o| choice(&o.organization, Some(&o.name), None)).collect()
    };
    let contacts = || {
        let all = config.organizations.values().flat_map(|o| o.contacts.iter().map(move |c| (o, c)));
        all.map(|(o, c)| choice(&c.id, Some(&c.name), Some(&o.name))).collect()
    };
    if is_ticket_key(&spec.id) {
        return match spec.id.as_str() {
            "priority" => {
                desk.priorities.iter().map(|p| choice(&p.id, p.label.as_deref(), p.help.as_deref())).collect()
            }
            "team" => desk.teams.iter().map(|t| choice(&t.id, t.label.as_deref(), None)).collect(),
            "assignee" => desk.people.iter().map(|p| choice(&p.id, Some(&p.name), None)).collect(),
            "origin" => desk.channels.iter().map(|c| choice(&c.id, c.label.as_deref(), None)).collect(),
            "rating" => desk.rating.iter().map(|r| choice(&r.value.0, r.label.as_deref(), None)).collect(),
            "organization" | "payer" => organizations(),
            "requester" => contacts(),
            _ => Vec::new(),
        };
    }
    match spec.kind {
        FieldKind::Enum => {
            spec.values.iter().map(|v| choice(&v.id, v.label.as_deref(), v.help.as_deref())).collect()
        }
        FieldKind::Row => rows(entry, spec).iter().map(|r| choice(&r.id, r.label.as_deref(), None)).collect(),
        FieldKind::Bool => ["true", "false"].map(|word| choice(word, None, None)).to_vec(),
        FieldKind::Contact => contacts(),
        FieldKind::Organization => organizations(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::{config, now, snapshot};

    #[test]
    fn each_choice_narrows_the_next() {
        let config = config();
        let snapshot = snapshot("bug", "backlog");
        let entry = Entry { config: &config, snapshot: Some(&snapshot), now: now() };
        let of = |id: &str| {
            let spec = config.types["bug"].fields.iter().find(|f| f.id == id).cloned();
            let spec = spec.unwrap_or(FieldSpec { id: id.to_owned(), ..FieldSpec::default() });
            choices(entry, &spec).into_iter().map(|c| format!("{}={}", c.id, c.label)).collect::<Vec<_>>()
        };
        assert_eq!(of("modulo"), ["nfe=Nota fiscal", "vendas=Vendas"]);
        assert_eq!(of("rotina"), ["pedido=Pedido"]);
        assert_eq!(of("causa"), ["erro=Erro de sistema", "uso=uso"]);
        assert_eq!(of("priority"), ["alta=Alta", "media=Média"]);
        assert!(of("versao").is_empty());
    }
}
