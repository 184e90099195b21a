//! Macros: replies with placeholders and the actions that go with them (3.2, S27).
//!
//! Strict: a name that nothing bears is found before anything is rendered, a placeholder without a value is
//! an error, and no value is ever read as a template: customer text stays text.

mod helpers;
mod letter;
mod scope;
mod text;

pub use letter::{Told, letter};
pub use scope::{available, moment};

use super::resolve::{self, UnknownName};
use super::{World, fields, filter};
use crate::model::config::{Config, Effects, MacroSpec};
use crate::model::{CommentKind, Snapshot, Tramite, normalize_line, normalize_text};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A macro rendered for a ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Rendered {
    /// Its id.
    pub id: String,
    /// What people read.
    pub title: String,
    /// Kind of the comment.
    pub kind: CommentKind,
    /// The comment's text.
    pub text: String,
    /// What it does.
    pub effects: Effects,
}

/// Why a macro cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MacroError {
    /// No such macro.
    #[error("{0}")]
    Unknown(#[from] UnknownName),
    /// Its text is no template.
    #[error("macro {id} cannot be read: {message}")]
    Unreadable {
        /// The macro.
        id: String,
        /// What is wrong, with the line.
        message: String,
    },
    /// A placeholder that no ticket gives a value.
    #[error("macro {id} uses {{{{{name}}}}}, which is unknown; {hint}")]
    UnknownPlaceholder {
        /// The macro.
        id: String,
        /// The placeholder.
        name: String,
        /// What is available.
        hint: String,
    },
    /// A placeholder that has no value here.
    #[error("macro {id} uses {{{{{name}}}}}, which has no value here; {hint}")]
    NoValue {
        /// The macro.
        id: String,
        /// The placeholder.
        name: String,
        /// What is available, and how to give a fallback.
        hint: String,
    },
    /// An answer to what it asks is missing or wrong.
    #[error("macro {id}: {message}")]
    Answer {
        /// The macro.
        id: String,
        /// What is wrong.
        message: String,
    },
}

/// Renders a macro by id or title for a ticket; `missing` are the ids of fields that are asked for with it.
pub fn render(
    world: &World<'_>,
    name: &str,
    ticket: &Snapshot,
    history: &[Tramite],
    answers: &BTreeMap<String, String>,
    missing: &[String],
) -> Result<Rendered, MacroError> {
    let id = resolve::macro_id(world.config, name)?;
    let spec = &world.config.macros[id];
    let mut data = scope::data(world, ticket, history, missing);
    answer(world, spec, ticket, answers, &mut data)?;
    let rendered = text::render(id, &spec.text, &data, &scope::Names::of_macro(world.config, spec), world)?;
    Ok(Rendered {
        id: id.to_owned(),
        title: if spec.title.is_empty() { id.to_owned() } else { spec.title.clone() },
        kind: spec.kind.unwrap_or(CommentKind::Public),
        text: normalize_text(&rendered),
        effects: spec.effects.clone(),
    })
}

/// The macros that are for a ticket, by id.
pub fn applicable<'a>(world: &World<'a>, ticket: &Snapshot) -> Vec<&'a MacroSpec> {
    let holds = |m: &&MacroSpec| filter::holds(world, &m.when, ticket, &[]).unwrap_or(false);
    world.config.macros.values().filter(holds).collect()
}

/// Puts the answers to what the macro asks into scope.
fn answer(
    world: &World<'_>,
    spec: &MacroSpec,
    ticket: &Snapshot,
    answers: &BTreeMap<String, String>,
    data: &mut serde_json::Map<String, Json>,
) -> Result<(), MacroError> {
    let fail = |message: String| MacroError::Answer { id: spec.id.clone(), message };
    for key in answers.keys() {
        if !spec.ask.iter().any(|f| f.id == *key) {
            let asks: Vec<&str> = spec.ask.iter().map(|f| f.id.as_str()).collect();
            let asks = if asks.is_empty() { "nothing".to_owned() } else { asks.join(", ") };
            return Err(fail(format!("it does not ask for {key:?}; it asks for {asks}")));
        }
    }
    for ask in &spec.ask {
        let given = answers.get(&ask.id).or(ask.default.as_ref()).filter(|t| !t.trim().is_empty());
        match given {
            Some(given) => {
                let entry = fields::Entry { config: world.config, snapshot: Some(ticket), now: world.now };
                let value = fields::parse_value(entry, ask, given).map_err(|e| fail(e.to_string()))?;
                data.insert(ask.id.clone(), Json::String(value));
            }
            None if !ask.required.is_empty() => {
                let label = ask.label.as_deref().unwrap_or(&ask.id);
                return Err(fail(format!("it asks {label:?}: -v {}=…", ask.id)));
            }
            None => {}
        }
    }
    Ok(())
}

/// The title of a new ticket by its type's text (`[BUG] {{title}}`), which is not put around a title that
/// bears it already (T1).
pub fn title(
    world: &World<'_>,
    template: &str,
    ticket: &Snapshot,
    title: &str,
) -> Result<String, MacroError> {
    const MARK: &str = "\u{1}";
    let mut data = scope::data(world, ticket, &[], &[]);
    data.insert("title".to_owned(), Json::String(MARK.to_owned()));
    let names = scope::Names::of_title(world.config);
    let around = text::render("open.title", template, &data, &names, world)?;
    let Some((before, after)) = around.split_once(MARK) else { return Ok(normalize_line(&around)) };
    let plain = crate::model::plain;
    let given = plain(title);
    if given.starts_with(&plain(before)) && given.ends_with(&plain(after)) {
        return Ok(normalize_line(title));
    }
    Ok(normalize_line(&format!("{before}{title}{after}")))
}

/// What is wrong with the text of a macro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextProblem {
    /// The macro.
    pub id: String,
    /// Line and column in its text, from 1, where they are known.
    pub place: Option<(u32, u32)>,
    /// What is wrong, and how to mend it.
    pub message: String,
}

/// What is wrong with a desk's macros, whatever the ticket.
pub fn check(config: &Config) -> Vec<TextProblem> {
    let mut problems = Vec::new();
    for (id, spec) in &config.macros {
        let names = scope::Names::of_macro(config, spec);
        problems.extend(text::check(id, &spec.text, &names).into_iter().map(|(error, place)| TextProblem {
            id: id.clone(),
            place,
            message: error.to_string(),
        }));
    }
    problems
}

/// What is wrong with a type's title text.
pub fn check_title(config: &Config, template: &str) -> Vec<MacroError> {
    let found = text::check("open.title", template, &scope::Names::of_title(config));
    found.into_iter().map(|(error, _)| error).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::{add_macro, config, snapshot, with_world};
    use serde_json::json;

    fn rendered(text: &str, answers: &[(&str, &str)], missing: &[&str]) -> Result<String, String> {
        let mut config = config();
        let ask = json!({"title": "M", "ask": [{"id": "rotina", "label": "Qual rotina?"}]});
        add_macro(&mut config, "coleta/m", &ask, text);
        let mut ticket = snapshot("bug", "em_diagnostico");
        ticket.ticket.description = Some("{{desk.name}} <b>".to_owned());
        ticket.ticket.due = Some("2026-11-30".to_owned());
        let answers = answers.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let missing: Vec<String> = missing.iter().map(|m| (*m).to_owned()).collect();
        with_world(&config, "bia@desk.example", |world| {
            render(world, "M", &ticket, &[], &answers, &missing).map(|r| r.text).map_err(|e| e.to_string())
        })
    }

    #[test]
    fn placeholders_have_values() {
        for (text, expected) in [
            (
                "Olá {{requester.name}}, aqui é {{me.name}} do {{desk.name}}",
                "Olá Daiane, aqui é Bia Lima do Suporte ACME",
            ),
            ("{{ticket.number}} {{ticket.fields.modulo}} {{ticket.modulo}}", "202611/0007 vendas vendas"),
            (
                "{{organization.name}} {{ticket.status}} {{ticket.status_label}}",
                "ACME Ltda em_diagnostico Em análise",
            ),
            ("{{missing}}", "versao, Causa"),
            ("{{due}}", "30/11/2026"),
            ("{{date \"+5d\"}} {{date ticket.due}}", "28/11/2026 30/11/2026"),
            ("{{duration 5400}}", "1h30"),
            ("{{money \"1234.5\"}}", "R$ 1.234,50"),
            ("{{rotina}}", "Pedido"),
            ("{{default ticket.assignee \"ninguém\"}}", "ninguém"),
            ("{{default me.name \"ninguém\"}}", "Bia Lima"),
            ("{{#if ticket.assignee}}a{{else}}b{{/if}}{{#if ticket.due}}c{{/if}}", "bc"),
            ("{{#if ticket.assignee}}{{ticket.assignee}}{{/if}}x", "x"),
            ("{{#each ticket.tags}}{{this}}{{/each}}x", "x"),
            ("{{! um comentário }}y", "y"),
        ] {
            assert_eq!(
                rendered(text, &[("rotina", "Pedido")], &["versao", "causa"]).as_deref(),
                Ok(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn hours_are_those_that_the_tickets_clocks_run_on() {
        let mut config = config();
        add_macro(&mut config, "m", &json!({"title": "M"}), "{{hours}}");
        for (id, days) in [("comercial", "mon-fri"), ("plantao", "mon-sun")] {
            let spec = json!({"calendar": id, "hours": {days: ["08:00-12:00", "13:30-18:00"]}});
            config.calendars.insert(id.to_owned(), serde_json::from_value(spec).unwrap());
        }
        config.desk.calendar = Some("comercial".to_owned());
        let hours = |config: &Config, type_id: &str| {
            let ticket = snapshot(type_id, "em_diagnostico");
            with_world(config, "bia@desk.example", |world| {
                render(world, "M", &ticket, &[], &BTreeMap::new(), &[]).unwrap().text
            })
        };
        let week = "segunda a sexta, 08:00–12:00 e 13:30–18:00";
        assert_eq!(hours(&config, "bug"), week);
        let metrics = json!({"m": {"start": "opened", "stop": "reply", "targets": [{"within": "1h"}]}});
        let policy = json!({"policy": "p", "when": "type:bug", "calendar": "plantao", "metrics": metrics});
        config.policies.insert("p".to_owned(), serde_json::from_value(policy).unwrap());
        assert_eq!(hours(&config, "bug"), "todos os dias, 08:00–12:00 e 13:30–18:00");
        assert_eq!(hours(&config, "financeiro"), week);
    }

    #[test]
    fn customer_text_is_never_a_template_nor_escaped() {
        assert_eq!(rendered("{{ticket.description}}", &[], &[]).as_deref(), Ok("{{desk.name}} <b>"));
        assert_eq!(rendered("{{rotina}}", &[("rotina", "{{me.name}}")], &[]).as_deref(), Ok("{{me.name}}"));
    }

    #[test]
    fn a_placeholder_without_a_value_or_name_is_an_error() {
        for (text, part) in [
            ("{{ticket.assignee}}", "{{ticket.assignee}}, which has no value here"),
            ("{{rotina}}", "-v rotina=…"),
            ("{{missing}}", "{{missing}}, which has no value here"),
            ("{{requester.phone}}", "{{requester.phone}}, which is unknown; requester has"),
            ("{{nome}}", "{{nome}}, which is unknown; there are"),
            ("{{#if nome}}a{{/if}}", "{{nome}}, which is unknown"),
            ("{{default nome \"x\"}}", "{{nome}}, which is unknown"),
            ("{{#if}}", "cannot be read"),
            ("{{#if a}}", "cannot be read"),
            ("{{> outro}}", "cannot be read"),
            ("{{log \"x\"}}", "cannot be read"),
            ("{{this}}", "unknown"),
        ] {
            let error = rendered(text, &[], &[]).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn answers_are_typed_and_known() {
        assert!(rendered("x", &[("outra", "y")], &[]).unwrap_err().contains("it asks for rotina"));
    }

    #[test]
    fn a_titles_text_is_not_doubled() {
        let config = config();
        let ticket = snapshot("bug", "em_revisao");
        with_world(&config, "bia@desk.example", |world| {
            let make = |t: &str| title(world, "[BUG] {{title}}", &ticket, t).unwrap();
            assert_eq!(make("Erro ao salvar"), "[BUG] Erro ao salvar");
            assert_eq!(make("[bug] Erro"), "[bug] Erro");
            assert_eq!(make("{{me.name}}"), "[BUG] {{me.name}}");
        });
    }

    #[test]
    fn macros_are_for_the_tickets_that_their_when_names() {
        let mut config = config();
        add_macro(&mut config, "financeiro", &json!({"title": "F", "when": "type:financeiro"}), "x");
        let ids = with_world(&config, "bia@desk.example", |world| {
            let all = applicable(world, &snapshot("bug", "backlog"));
            all.into_iter().map(|m| m.id.clone()).collect::<Vec<_>>()
        });
        assert_eq!(ids, ["encerramento/solucao"]);
    }

    #[test]
    fn check_finds_unknown_names_without_a_ticket() {
        let mut config = config();
        add_macro(&mut config, "a", &json!({"title": "A"}), "{{requester.nome}} {{ticket.causa}} {{outro}}");
        let found = check(&config);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|p| p.id == "a" && p.place == Some((1, if p.message.contains("nome") { 1 } else { 37 }))));
    }
}
