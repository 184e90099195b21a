//! Conditions on what only the ticket's JSON has: fields, tags, watchers, links.

use super::fragment::{Bounds, Fragment};
use super::stored::{like, text_of};
use super::{Context, SqlValue};
use crate::query::domain::{Domain, domains};
use crate::query::{Key, Stored, Test};

/// Where the values of a key stand in the JSON.
struct Place {
    /// `FROM …` with one row for each value.
    from: String,
    /// The value's text in such a row.
    value: &'static str,
    /// Further condition of a row.
    only: &'static str,
    params: Vec<SqlValue>,
}

impl Place {
    fn of(key: &Key) -> Option<Self> {
        let path = match key {
            Key::Field { id, .. } if !id.contains(['"', '\\']) => {
                return Some(Self {
                    from: "json_tree(tickets.json, ?)".to_owned(),
                    value: "atom",
                    only: "1",
                    params: vec![SqlValue::Text(format!("$.fields.\"{id}\""))],
                });
            }
            Key::Link(kind) => {
                return Some(Self {
                    from: "json_each(tickets.json, '$.links')".to_owned(),
                    value: "json_extract(value, '$.to')",
                    only: "json_extract(value, '$.kind') = ?",
                    params: vec![SqlValue::Text(kind.clone())],
                });
            }
            Key::Stored(Stored::Watchers) => "$.watchers",
            Key::Stored(Stored::Tags) => "$.tags",
            // Several texts in each: whether there are any is all that is asked here.
            Key::Stored(Stored::Links) => "$.links",
            Key::Stored(Stored::Attachments) => "$.attachments",
            Key::Stored(Stored::External) => "$.external",
            _ => return None,
        };
        let from = format!("json_each(tickets.json, '{path}')");
        Some(Self { from, value: "value", only: "1", params: Vec::new() })
    }

    /// Whether there is a value of which the condition holds.
    fn exists(&self, condition: &str, params: Vec<SqlValue>) -> Fragment {
        let text = format!("EXISTS (SELECT 1 FROM {} WHERE {} AND ({condition}))", self.from, self.only);
        Fragment::new(&text, self.params.iter().cloned().chain(params).collect())
    }
}

impl Context<'_> {
    pub(super) fn listed(&self, key: &Key, asked: &Test) -> Bounds {
        let all = domains(key, self.config, None);
        if all.is_empty() {
            return Bounds::exact(Fragment::no());
        }
        let Some(place) = Place::of(key) else { return Bounds::open() };
        let present = || place.exists(&format!("{} <> ''", place.value), Vec::new());
        if *asked == Test::None {
            return Bounds::exact(present()).not();
        }
        let whole = !matches!(key, Key::Stored(Stored::Links | Stored::Attachments | Stored::External));
        let one = |domain: &Domain| match (domain, text_of(asked)) {
            (Domain::Ids(ids), _) if whole => match self.texts(*ids, *domain, asked) {
                Some(texts) => {
                    let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
                    if texts.is_empty() {
                        return Bounds::exact(Fragment::no());
                    }
                    let marks = vec!["?"; texts.len()].join(", ");
                    let params = texts.into_iter().map(SqlValue::Text).collect();
                    Bounds::exact(place.exists(&format!("{} IN ({marks})", place.value), params))
                }
                None => Bounds::at_most(present()),
            },
            (Domain::Text, Some(text)) if whole => {
                like(place.value, text, |condition, params| place.exists(condition, params))
            }
            _ => Bounds::at_most(present()),
        };
        Bounds::one_of(all.iter().map(one).collect())
    }
}
