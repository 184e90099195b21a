//! Who works at a demo desk, and for whom: written into the preset's files.

use super::random::Random;
use super::words::Words;
use crate::model::config::{Config, ConfigFile};
use crate::model::plain;

/// A person as `desk.yaml` has them, in one line.
fn person_line(index: usize, name: &str, email: &str, config: &Config) -> String {
    let id = plain(name).split(' ').next().unwrap_or("person").to_owned();
    let teams: Vec<&str> = config.desk.teams.iter().map(|t| t.id.as_str()).collect();
    // The leader and one more know every team; the others have one each.
    let teams = match index {
        0 | 1 => teams.join(", "),
        _ if teams.is_empty() => String::new(),
        _ => teams[index % teams.len()].to_owned(),
    };
    let roles = if index == 0 { "leader, agent" } else { "agent" };
    format!("  - {{id: {id}, name: {name}, email: {email}, roles: [{roles}], teams: [{teams}]}}")
}

/// The preset's files with people and customers of a demo.
pub fn staff(files: &[ConfigFile], config: &Config, words: &Words, random: &mut Random) -> Vec<ConfigFile> {
    let mut done: Vec<ConfigFile> = files.to_vec();
    let people: Vec<String> = words
        .people
        .iter()
        .enumerate()
        .map(|(i, (name, email))| person_line(i, name, email, config))
        .collect();
    for file in &mut done {
        if file.path == ".tramite/desk.yaml" {
            let text = String::from_utf8_lossy(&file.bytes);
            let lines: Vec<String> = text
                .lines()
                .map(|line| match line {
                    "people: []" | "people:" => format!("people:\n{}", people.join("\n")),
                    line if line.starts_with("name:") => "name: Demo desk".to_owned(),
                    line => line.to_owned(),
                })
                .collect();
            file.bytes = (lines.join("\n") + "\n").into_bytes();
        }
    }
    for (index, company) in words.companies.iter().enumerate() {
        let file = organization(index, company, config, words, random);
        // A sample customer of the preset stays who it is.
        if !done.iter().any(|known| known.path == file.path) {
            done.push(file);
        }
    }
    done.sort_by(|a, b| a.path.cmp(&b.path));
    done
}

/// A customer with two contacts, who know what the preset's own sample contacts know (`trained: true`).
fn organization(
    index: usize,
    company: &str,
    config: &Config,
    words: &Words,
    random: &mut Random,
) -> ConfigFile {
    let id = plain(company)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|w| w.len() > 2)
        .unwrap_or("customer")
        .to_owned();
    let sample = config.organizations.values().flat_map(|o| &o.contacts).next();
    let extra: String = sample
        .iter()
        .flat_map(|c| &c.extra)
        .filter_map(|(key, value)| value.as_text().map(|text| format!(", {key}: {text}")))
        .collect();
    let roles =
        sample.map(|c| c.roles.join(", ")).filter(|r| !r.is_empty()).map(|r| format!(", roles: [{r}]"));
    let first = (index * 2 + random.below(2) as usize) % words.contacts.len();
    let mut text = format!("organization: {id}\nname: {company}\ncontacts:\n");
    for offset in 0..2 {
        let name = words.contacts[(first + offset * 3) % words.contacts.len()];
        let word = plain(name).split(' ').next().unwrap_or("contact").to_owned();
        text.push_str(&format!(
            "  - {{id: {word}@{id}, name: {name}, email: {word}@{id}.example{extra}{}}}\n",
            roles.clone().unwrap_or_default()
        ));
    }
    ConfigFile { path: format!(".tramite/contacts/{id}.yaml"), bytes: text.into_bytes() }
}
