//! The text of a message that tells of a trâmite (C16): the desk's own macro, else one in the desk's language.

use super::{MacroError, scope, text};
use crate::model::{Snapshot, Tramite, normalize_text};
use crate::process::{World, resolve};
use serde_json::Value as Json;

/// What such a text can name besides what every macro can.
pub const NAMES: [&str; 5] = ["author", "said", "changes", "files", "withheld"];

const PORTUGUESE: &str = include_str!("../../../templates/outbox/pt.hbs");
const ENGLISH: &str = include_str!("../../../templates/outbox/en.hbs");

/// What a trâmite tells customers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Who did it.
    pub author: String,
    /// What changed, a line each: `Status: Novo → Em atendimento`.
    pub changes: Vec<String>,
    /// What was said, comment by comment.
    pub said: Vec<String>,
    /// Names of files that came with it.
    pub files: String,
    /// Whether something was said that is kept apart and does not leave the desk.
    pub withheld: bool,
}

/// The text, by the macro with this id.
///
/// # Errors
/// There is no such macro, or it cannot be rendered.
pub fn letter(
    world: &World<'_>,
    macro_id: Option<&str>,
    ticket: &Snapshot,
    history: &[Tramite],
    told: &Told,
) -> Result<String, MacroError> {
    let (id, template) = match macro_id {
        Some(name) => {
            let id = resolve::macro_id(world.config, name)?;
            (id, world.config.macros[id].text.as_str())
        }
        None if world.config.desk.locale.to_ascii_lowercase().starts_with("pt") => ("outbox", PORTUGUESE),
        None => ("outbox", ENGLISH),
    };
    let mut data = scope::data(world, ticket, history, &[]);
    let text = |text: &str| Json::String(text.to_owned());
    data.insert("author".to_owned(), text(&told.author));
    data.insert("said".to_owned(), text(&told.said.join("\n\n")));
    data.insert("changes".to_owned(), told.changes.iter().map(|line| text(line)).collect());
    data.insert("files".to_owned(), text(&told.files));
    data.insert("withheld".to_owned(), Json::Bool(told.withheld));
    let mut names = scope::Names::of_desk(world.config);
    names.of_letter();
    Ok(normalize_text(&text::render(id, template, &data, &names, world)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::{add_macro, config, snapshot, with_world};
    use serde_json::json;

    fn told() -> Told {
        Told {
            author: "Bia Lima".to_owned(),
            changes: vec!["Situação: Novo → Em atendimento".to_owned()],
            said: vec!["Olá, {{me.name}}".to_owned(), "Segue o arquivo.".to_owned()],
            files: "nota.xml".to_owned(),
            withheld: false,
        }
    }

    #[test]
    fn a_letter_is_in_the_desks_language_or_the_desks_words() {
        let mut config = config();
        let of = |config: &_, id: Option<&str>, told: &Told| {
            with_world(config, "bia@desk.example", |world| {
                letter(world, id, &snapshot("bug", "backlog"), &[], told).map_err(|e| e.to_string())
            })
        };
        assert_eq!(
            of(&config, None, &told()).unwrap(),
            "Chamado 202611/0007: [BUG] Erro\nSituação: Novo → Em atendimento\n\nBia Lima \
             escreveu:\n\nOlá, {{me.name}}\n\nSegue o arquivo.\n\nArquivos: nota.xml\n\nSuporte ACME"
        );
        let hidden = Told { withheld: true, ..Told::default() };
        assert!(of(&config, None, &hidden).unwrap().contains("protegida"));
        config.desk.locale = "en".to_owned();
        assert!(of(&config, None, &told()).unwrap().starts_with("Ticket 202611/0007: "));
        add_macro(&mut config, "aviso", &json!({"title": "A"}), "{{author}}: {{said}} {{hours}}{{nada}}");
        assert!(of(&config, Some("aviso"), &told()).unwrap_err().contains("{{nada}}, which is unknown"));
        // `macro check` knows the names once the desk says what the macro is for.
        let known = |config: &_| super::super::check(config).iter().any(|p| p.message.contains("{{author}}"));
        assert!(known(&config));
        config.desk.outbox.macro_id = Some("aviso".to_owned());
        assert!(!known(&config));
    }
}
