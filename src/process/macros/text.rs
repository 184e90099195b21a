//! The text of a macro: read, held against the names there are, then rendered.

use super::MacroError;
use super::helpers::{HELPERS, engine};
use super::scope::Names;
use crate::process::World;
use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use handlebars::{Path, PathSeg, RenderErrorReason, Template};
use serde_json::{Map, Value as Json};

/// Renders a text that has passed [`check`].
pub fn render(
    id: &str,
    text: &str,
    data: &Map<String, Json>,
    names: &Names,
    world: &World<'_>,
) -> Result<String, MacroError> {
    if let Some(error) = check(id, text, names).into_iter().next() {
        return Err(error.0);
    }
    let engine = engine(&world.config.desk.locale, world.now);
    engine.render_template(text, data).map_err(|error| match error.reason() {
        RenderErrorReason::MissingVariable(name) => {
            let name = name.clone().unwrap_or_else(|| "…".to_owned());
            MacroError::NoValue { id: id.to_owned(), hint: hint(&name, data), name }
        }
        other => MacroError::Unreadable { id: id.to_owned(), message: other.to_string() },
    })
}

/// How to mend a placeholder without a value: what has one, and the fallback.
fn hint(name: &str, data: &Map<String, Json>) -> String {
    let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
    let filled = match (data.get(first), rest) {
        (Some(Json::Object(map)), Some(_)) => {
            map.keys().map(|k| format!("{first}.{k}")).collect::<Vec<_>>().join(", ")
        }
        _ => data.keys().cloned().collect::<Vec<_>>().join(", "),
    };
    let give = match (first, rest) {
        ("missing", None) => "name the fields with --missing FIELD,FIELD".to_owned(),
        (_, Some(_)) | ("requester" | "organization" | "previous_assignee" | "hours" | "due", None) => {
            format!("fill it, or write {{{{default {name} \"…\"}}}}")
        }
        (asked, None) => format!("answer it with -v {asked}=…, or write {{{{default {name} \"…\"}}}}"),
    };
    format!("{give}; with a value: {filled}")
}

/// What is wrong with a text, whatever the ticket, each with its line and column in the text.
pub fn check(id: &str, text: &str, names: &Names) -> Vec<(MacroError, Option<(u32, u32)>)> {
    let mut checker = Checker { id, names, place: None, found: Vec::new() };
    match Template::compile(text) {
        Ok(template) => checker.template(&template, false),
        Err(error) => {
            let place = error.pos().map(|(line, column)| format!(" (line {line}, column {column})"));
            checker.place = error.pos().and_then(|(line, column)| at(line, column));
            checker.unreadable(format!("{}{}", error.reason(), place.unwrap_or_default()));
        }
    }
    checker.found
}

/// A place as findings have it.
fn at(line: usize, column: usize) -> Option<(u32, u32)> {
    Some((u32::try_from(line).ok()?, u32::try_from(column).ok()?))
}

struct Checker<'a> {
    id: &'a str,
    names: &'a Names,
    /// Where the tag that is looked at begins.
    place: Option<(u32, u32)>,
    found: Vec<(MacroError, Option<(u32, u32)>)>,
}

impl Checker<'_> {
    fn unreadable(&mut self, message: String) {
        self.found.push((MacroError::Unreadable { id: self.id.to_owned(), message }, self.place));
    }

    /// `inner`: within a block that has its own scope, where names of its items cannot be known.
    fn template(&mut self, template: &Template, inner: bool) {
        for (n, element) in template.elements.iter().enumerate() {
            self.place = template.mapping.get(n).and_then(|m| at(m.0, m.1)).or(self.place);
            match element {
                TemplateElement::RawString(_) | TemplateElement::Comment(_) => {}
                TemplateElement::HtmlExpression(helper)
                | TemplateElement::Expression(helper)
                | TemplateElement::HelperBlock(helper) => self.helper(helper, inner),
                _ => self.unreadable("partials and decorators are not for macros".to_owned()),
            }
        }
    }

    fn helper(&mut self, helper: &HelperTemplate, inner: bool) {
        if helper.params.is_empty() && helper.hash.is_empty() && !helper.block {
            self.parameter(&helper.name, inner);
            return;
        }
        let name = match &helper.name {
            Parameter::Name(name) => name.as_str(),
            Parameter::Path(Path::Relative((_, raw)) | Path::Local((_, _, raw))) => raw.as_str(),
            _ => "",
        };
        if !HELPERS.contains(&name) {
            self.unreadable(format!("there is no helper {name:?}; there are {}", HELPERS.join(", ")));
        }
        if helper.params.is_empty() {
            self.unreadable(format!("{{{{{name}}}}} takes a value"));
        }
        for parameter in helper.params.iter().chain(helper.hash.values()) {
            self.parameter(parameter, inner);
        }
        let scoped = inner || matches!(name, "each" | "with");
        for template in [&helper.template, &helper.inverse].into_iter().flatten() {
            self.template(template, scoped);
        }
    }

    fn parameter(&mut self, parameter: &Parameter, inner: bool) {
        match parameter {
            Parameter::Path(Path::Relative((segments, raw))) => {
                let climbs = segments.iter().any(|s| matches!(s, PathSeg::Ruled(_)));
                let path: Vec<&str> = segments
                    .iter()
                    .filter_map(|s| match s {
                        PathSeg::Named(name) => Some(name.trim_matches(['[', ']'])),
                        _ => None,
                    })
                    .collect();
                let local = inner && (climbs || !path.first().is_some_and(|p| self.names.has(p)));
                if local {
                    return;
                }
                if let Some(hint) = self.names.unknown(&path) {
                    let error =
                        MacroError::UnknownPlaceholder { id: self.id.to_owned(), name: raw.clone(), hint };
                    self.found.push((error, self.place));
                }
            }
            Parameter::Name(name) => {
                if let Some(hint) = self.names.unknown(&name.split('.').collect::<Vec<_>>()) {
                    let name = name.clone();
                    let error = MacroError::UnknownPlaceholder { id: self.id.to_owned(), name, hint };
                    self.found.push((error, self.place));
                }
            }
            Parameter::Subexpression(sub) => match sub.as_element() {
                TemplateElement::Expression(helper) => self.helper(helper, inner),
                _ => self.unreadable("a bracket holds a helper".to_owned()),
            },
            _ => {}
        }
    }
}
