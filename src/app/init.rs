//! `init`: a desk from a preset, its first leader the current git identity (8).

use super::{Error, preset};
use crate::env::Env;
use crate::model::plain;
use crate::store::{Change, Store, Tip, WriteError, with_desk_attributes};

/// What `init` is asked for.
#[derive(Debug, Clone, Default)]
pub struct Init {
    /// The preset.
    pub preset: String,
    /// A branch of its own.
    pub branch: Option<String>,
    /// What the desk is called.
    pub name: Option<String>,
    /// IANA time zone.
    pub timezone: Option<String>,
}

/// What `init` made.
#[derive(Debug, Clone)]
pub struct Made {
    /// The commit.
    pub commit: String,
    /// The desk's branch.
    pub branch: String,
    /// The desk's name.
    pub name: String,
    /// The first leader's id.
    pub leader: String,
    /// Whether the branch is checked out here.
    pub checked_out: bool,
}

/// Makes a desk on the current branch, or on one of its own.
pub fn init(env: &Env, ask: &Init) -> Result<Made, Error> {
    let files = preset::files(&ask.preset)?;
    let zone =
        ask.timezone.as_deref().map(|z| crate::calendar::Zone::parse(z).map(|zone| (z.to_owned(), zone)));
    let zone = match zone {
        Some(Ok((name, _))) => Some(name),
        Some(Err(error)) => return Err(Error::usage(error.to_string())),
        None => None,
    };
    let store_env = super::store_env(env);
    let mut store = Store::open_repository(&store_env)?;
    if let Some(branch) = &ask.branch {
        store = store.on_branch(branch)?;
    }
    let identity = store.identity(&store_env)?;
    let leader = person_id(&identity.name, &identity.email);
    let name = ask.name.clone().unwrap_or_else(|| default_name(env, &store));
    let author = store.author_signature(&store_env, None)?;
    let committer = store.committer_signature(&store_env)?;
    let teams = teams(&files);
    let done = store.commit(&store_env, &mut |tip: &Tip| {
        if let Some(commit) = &tip.commit
            && store.config_tree_id(commit).is_some()
        {
            return Err(Error::refused(format!("branch {:?} already has a desk", store.branch()))
                .because("nothing is overwritten")
                .mend("edit .tramite/ by hand and check it with `tramite validate --config`"));
        }
        let attributes = match &tip.commit {
            Some(commit) => store.read(commit, ".gitattributes")?,
            None => None,
        };
        let mut written =
            vec![(".gitattributes".to_owned(), Some(with_desk_attributes(attributes.as_deref())))];
        for file in &files {
            let bytes = if file.path == ".tramite/desk.yaml" {
                let text = String::from_utf8_lossy(&file.bytes).into_owned();
                let person = format!(
                    "{{id: {leader}, name: {}, email: {}, roles: [leader, agent], teams: [{}]}}",
                    quoted(&identity.name),
                    quoted(&identity.email),
                    teams.join(", ")
                );
                personalise(&text, &name, zone.as_deref(), &person).into_bytes()
            } else {
                file.bytes.clone()
            };
            written.push((file.path.clone(), Some(bytes)));
        }
        Ok(Some(Change {
            message: format!("desk: begin with preset {}\n", ask.preset),
            author: author.clone(),
            committer: committer.clone(),
            files: written,
            onto: None,
        }))
    });
    let done = done.map_err(|error| match error {
        WriteError::Store(error) => error.into(),
        WriteError::Plan(error) => error,
    })?;
    store.ensure_merge_driver()?;
    if ask.branch.is_some() {
        store.remember_branch()?;
    }
    let commit = done.commit.unwrap_or_default();
    let checked_out = ask.branch.is_none() && store.workdir().is_some();
    Ok(Made { commit, branch: store.branch().to_owned(), name, leader, checked_out })
}

/// A text as a YAML (and JSON) double-quoted scalar.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn default_name(env: &Env, store: &Store) -> String {
    let folder = store.workdir().map_or_else(|| env.cwd.clone(), std::path::Path::to_path_buf);
    folder.file_name().map_or_else(|| "Help desk".to_owned(), |n| n.to_string_lossy().into_owned())
}

/// `Ana Souza` → `ana`; without a usable name, the address's first part.
fn person_id(name: &str, email: &str) -> String {
    let word = |text: &str| -> String {
        plain(text)
            .split(|c: char| !c.is_ascii_alphanumeric())
            .find(|w| !w.is_empty())
            .unwrap_or_default()
            .to_owned()
    };
    let id = word(name);
    let id = if id.is_empty() { word(email.split('@').next().unwrap_or_default()) } else { id };
    match id.as_str() {
        // Words that filters give another meaning.
        "" | "me" | "none" | "any" => "person".to_owned(),
        _ => id,
    }
}

/// Ids of the preset's teams: its first leader is in all of them.
fn teams(files: &[crate::model::config::ConfigFile]) -> Vec<String> {
    crate::codec::config::load(files).0.desk.teams.into_iter().map(|team| team.id).collect()
}

/// Puts the desk's name, zone and first person into the preset's `desk.yaml`, whose layout and comments stay.
fn personalise(text: &str, name: &str, zone: Option<&str>, person: &str) -> String {
    let mut out = String::with_capacity(text.len() + 200);
    for line in text.lines() {
        if line.starts_with("name:") {
            out.push_str(&format!("name: {}", quoted(name)));
        } else if let (Some(zone), true) = (zone, line.starts_with("timezone:")) {
            out.push_str(&format!("timezone: {zone}"));
        } else if line.starts_with("people:") {
            out.push_str(&format!("people:\n  - {person}"));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_gets_a_readable_id() {
        assert_eq!(person_id("Ána  Souza", "x@y"), "ana");
        assert_eq!(person_id("", "joão.silva@desk.example"), "joao");
        assert_eq!(person_id("Me", "x@y"), "person");
        assert_eq!(person_id("", ""), "person");
    }

    #[test]
    fn the_first_leader_stands_before_the_presets_people() {
        let text = "# c\nname: Help desk\ntimezone: UTC\npeople: []\nteams: []\n";
        let done = personalise(text, "A \"b\": c", Some("America/Sao_Paulo"), "{id: ana}");
        assert_eq!(
            done,
            "# c\nname: \"A \\\"b\\\": c\"\ntimezone: America/Sao_Paulo\npeople:\n  - {id: ana}\nteams: []\n"
        );
        let text = "name: x\npeople:\n  - {id: bia}\n";
        assert_eq!(
            personalise(text, "x", None, "{id: ana}"),
            "name: \"x\"\npeople:\n  - {id: ana}\n  - {id: bia}\n"
        );
    }
}
