//! Names for ids: labels are accepted, without case or accents (8, E4).

use super::actor::find_contact;
use crate::model::config::{Config, TypeTemplate};
use crate::model::plain;

/// A name that is no id and no label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {text:?} is unknown: {hint}")]
pub struct UnknownName {
    /// What it should have been.
    pub what: &'static str,
    /// The text as given.
    pub text: String,
    /// The nearest names, or all of them.
    pub hint: String,
}

/// One thing that can be named: its id, and other names of it.
pub type Candidate<'a> = (&'a str, Vec<&'a str>);

fn folded(text: &str) -> String {
    plain(&text.replace(['_', '-'], " "))
}

/// The id that `text` names: an id, else an id or label without case and accents.
pub fn name<'a>(
    what: &'static str,
    text: &str,
    candidates: impl IntoIterator<Item = Candidate<'a>>,
) -> Result<&'a str, UnknownName> {
    let candidates: Vec<Candidate<'a>> = candidates.into_iter().collect();
    let text = text.trim();
    if let Some((id, _)) = candidates.iter().find(|(id, _)| *id == text) {
        return Ok(id);
    }
    let wanted = folded(text);
    for by_label in [false, true] {
        let mut found: Vec<&str> =
            candidates
                .iter()
                .filter(|(id, names)| {
                    if by_label { names.iter().any(|n| folded(n) == wanted) } else { folded(id) == wanted }
                })
                .map(|(id, _)| *id)
                .collect();
        found.dedup();
        match found.as_slice() {
            [] => {}
            [id] if !wanted.is_empty() => return Ok(id),
            _ => {
                let hint = format!("it could be {}; write the id", found.join(" or "));
                return Err(UnknownName { what, text: text.to_owned(), hint });
            }
        }
    }
    Err(UnknownName { what, text: text.to_owned(), hint: hint(text, &candidates) })
}

/// The nearest names to `text`, or all of them where none is near.
fn hint(text: &str, candidates: &[Candidate<'_>]) -> String {
    if candidates.is_empty() {
        return "the desk has none".to_owned();
    }
    let near = nearest(text, candidates.iter().map(|(id, names)| (*id, names.as_slice())));
    if near.is_empty() {
        let shown: Vec<&str> = candidates.iter().map(|(id, _)| *id).take(12).collect();
        let more = if candidates.len() > shown.len() { " …" } else { "" };
        return format!("there are {}{more}", shown.join(", "));
    }
    format!("did you mean {}?", near.join(" or "))
}

/// Up to three ids whose id or other names are nearest to `text`, best first.
pub fn nearest<'a, 'b>(
    text: &str,
    candidates: impl IntoIterator<Item = (&'a str, &'b [&'b str])>,
) -> Vec<&'a str> {
    let wanted = folded(text);
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|(id, names)| {
            // The beginning of a name is near it however much is left out.
            let begins = |n: &str| wanted.chars().count() >= 3 && n.starts_with(&wanted);
            let score = |n: &str| {
                let n = folded(n);
                if begins(&n) { 0.9 } else { strsim::normalized_damerau_levenshtein(&n, &wanted) }
            };
            (names.iter().map(|n| score(n)).fold(score(id), f64::max), id)
        })
        .filter(|(score, _)| *score >= 0.55)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.truncate(3);
    scored.into_iter().map(|(_, id)| id).collect()
}

fn labelled<'a>(id: &'a str, label: Option<&'a String>) -> Candidate<'a> {
    (id, label.into_iter().map(String::as_str).collect())
}

/// A type of the desk by id or title.
pub fn ticket_type<'a>(config: &'a Config, text: &str) -> Result<&'a str, UnknownName> {
    name("type", text, config.types.values().map(|t| labelled(&t.id, t.title.as_ref())))
}

/// A status of the type by id, label or what the customer reads.
pub fn status<'a>(template: &'a TypeTemplate, text: &str) -> Result<&'a str, UnknownName> {
    let statuses = &template.flow.statuses;
    let by_label = name("status", text, statuses.iter().map(|(id, s)| labelled(id, s.label.as_ref())));
    // The customer's face can be shared by several statuses (S17): it only helps where the label does not.
    by_label.or_else(|error| {
        name("status", text, statuses.iter().map(|(id, s)| labelled(id, s.customer.as_ref())))
            .map_err(|_| error)
    })
}

/// A priority by id or label.
pub fn priority<'a>(config: &'a Config, text: &str) -> Result<&'a str, UnknownName> {
    name("priority", text, config.desk.priorities.iter().map(|p| labelled(&p.id, p.label.as_ref())))
}

/// A team by id or label.
pub fn team<'a>(config: &'a Config, text: &str) -> Result<&'a str, UnknownName> {
    name("team", text, config.desk.teams.iter().map(|t| labelled(&t.id, t.label.as_ref())))
}

/// A channel by id or label.
pub fn channel<'a>(config: &'a Config, text: &str) -> Result<&'a str, UnknownName> {
    name("channel", text, config.desk.channels.iter().map(|c| labelled(&c.id, c.label.as_ref())))
}

/// A person by id, name or address.
pub fn person<'a>(config: &'a Config, text: &str) -> Result<&'a str, UnknownName> {
    let candidates = config.desk.people.iter().map(|p| {
        let names = std::iter::once(&p.name).chain(&p.email.0).map(String::as_str);
        (p.id.as_str(), names.filter(|n| !n.is_empty()).collect())
    });
    name("person", text, candidates)
}

/// A contact by id, address or name; gives the contact's id and their organization's.
pub fn contact<'a>(config: &'a Config, text: &str) -> Result<(&'a str, &'a str), UnknownName> {
    if let Some((organization, contact)) = find_contact(config, text) {
        return Ok((&contact.id, &organization.organization));
    }
    let all = config.organizations.values().flat_map(|o| &o.contacts);
    let id = name("contact", text, all.map(|c| (c.id.as_str(), vec![c.name.as_str()])))?;
    // The id is of a contact of the configuration, so it is found again.
    find_contact(config, id).map(|(o, c)| (c.id.as_str(), o.organization.as_str())).ok_or_else(|| {
        UnknownName { what: "contact", text: text.to_owned(), hint: "the desk has none".to_owned() }
    })
}

/// An organization by id or name.
pub fn organization<'a>(config: &'a Config, text: &str) -> Result<&'a str, UnknownName> {
    let all = config.organizations.values();
    name("organization", text, all.map(|o| (o.organization.as_str(), vec![o.name.as_str()])))
}

/// A macro by id, last part of its id, or title.
pub fn macro_id<'a>(config: &'a Config, text: &str) -> Result<&'a str, UnknownName> {
    let last = |id: &'a str| id.rsplit('/').next().unwrap_or(id);
    name("macro", text, config.macros.iter().map(|(id, m)| (id.as_str(), vec![last(id), m.title.as_str()])))
}

/// A value of the rating scale by value or label.
pub fn rating<'a>(config: &'a Config, text: &str) -> Result<&'a str, UnknownName> {
    name("rating", text, config.desk.rating.iter().map(|r| labelled(&r.value.0, r.label.as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::config;

    #[test]
    fn labels_are_accepted_without_case_or_accents() {
        let config = config();
        let bug = &config.types["bug"];
        assert_eq!(status(bug, "EM REVISAO"), Ok("em_revisao"));
        assert_eq!(status(bug, "Diagnóstico"), Ok("em_diagnostico"));
        assert_eq!(priority(&config, "média"), Ok("media"));
        assert_eq!(person(&config, "ana souza"), Ok("ana"));
        assert_eq!(person(&config, "bia@desk.example"), Ok("bia"));
        assert_eq!(contact(&config, "daiane"), Ok(("daiane@acme", "acme")));
        assert_eq!(contact(&config, "Daiane@ACME.example"), Ok(("daiane@acme", "acme")));
        assert_eq!(macro_id(&config, "solucao"), Ok("encerramento/solucao"));
    }

    #[test]
    fn an_unknown_name_names_the_nearest_or_all() {
        let config = config();
        let error = status(&config.types["bug"], "bakclog").unwrap_err().to_string();
        assert_eq!(error, "status \"bakclog\" is unknown: did you mean backlog?");
        let error = priority(&config, "xyz").unwrap_err().to_string();
        assert_eq!(error, "priority \"xyz\" is unknown: there are alta, media");
    }

    #[test]
    fn the_beginning_of_a_name_is_near_it() {
        let error = name("team", "infra", [("suporte", vec![]), ("infraestrutura", vec![])]).unwrap_err();
        assert_eq!(error.hint, "did you mean infraestrutura?");
    }

    #[test]
    fn a_label_that_two_share_is_ambiguous() {
        let error = name("team", "Suporte", [("a", vec!["Suporte"]), ("b", vec!["suporte"])]).unwrap_err();
        assert!(error.hint.contains("a or b"), "{error}");
    }
}
