//! `type list|show|schema`: kinds of ticket for people and scripts.

use super::{App, Error};
use crate::model::config::{Config, FieldKind, FieldSpec, StatusCategory, TypeTemplate};
use crate::process::{self, fields, resolve};
use serde_json::{Map, Value as Json, json};

impl App {
    /// The type that a person names, by id or title.
    pub fn type_template(&self, name: &str) -> Result<&TypeTemplate, Error> {
        let id = resolve::ticket_type(&self.config, name).map_err(|e| Error::not_found(e.to_string()))?;
        self.config.types.get(id).ok_or_else(|| Error::not_found(format!("there is no type {name:?}")))
    }

    /// Refuses names of missing fields that the type does not have, before anybody writes a text about them.
    pub fn known_missing(&self, type_id: &str, names: &[String]) -> Result<(), Error> {
        let Some(template) = self.config.types.get(type_id) else { return Ok(()) };
        process::missing_fields(&self.config, template, names).map(drop).map_err(|v| vec![v].into())
    }
}

/// The flow as a Mermaid state diagram. A move from any status is drawn from each that is not final.
pub fn mermaid(template: &TypeTemplate) -> String {
    let flow = &template.flow;
    let label = |id: &str| {
        let label = flow.statuses.get(id).and_then(|s| s.label.as_deref()).unwrap_or(id);
        // Quotes and line ends end a Mermaid label, `#` begins an entity.
        label.replace(['"', '\n', '\r', '#', ';'], " ")
    };
    let name = |id: &str| {
        let n = flow.statuses.get_index_of(id).map_or_else(|| "x".to_owned(), |n| n.to_string());
        let plain: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        // Ids with other characters are made unique by their place.
        if plain == id { format!("s_{plain}") } else { format!("s{n}_{plain}") }
    };
    let mut text = String::from("stateDiagram-v2\n");
    for id in flow.statuses.keys() {
        text.push_str(&format!("    state \"{}\" as {}\n", label(id), name(id)));
    }
    if flow.statuses.contains_key(&flow.initial) {
        text.push_str(&format!("    [*] --> {}\n", name(&flow.initial)));
    }
    let mut drawn: Vec<(String, String)> = Vec::new();
    for transition in &flow.transitions {
        for (from, status) in &flow.statuses {
            let named = transition.from.0.iter().any(|f| f == from);
            let any = transition.from.0.iter().any(|f| f == "*") && !status.category.is_final();
            let edge = (name(from), name(&transition.to));
            if (named || any) && *from != transition.to && !drawn.contains(&edge) {
                text.push_str(&format!("    {} --> {}\n", edge.0, edge.1));
                drawn.push(edge);
            }
        }
    }
    for (id, status) in &flow.statuses {
        if matches!(status.category, StatusCategory::Closed | StatusCategory::Rejected) {
            text.push_str(&format!("    {} --> [*]\n", name(id)));
        }
    }
    text
}

/// JSON Schema (2020-12) of a type's `ticket.yaml`: its keys, fields, the values that they take, and what is required always.
pub fn schema(config: &Config, template: &TypeTemplate) -> Json {
    let restated = |id: &str| template.fields.iter().find(|f| f.id == id);
    let text = || json!({ "type": "string" });
    let one_of = |ids: Vec<&str>| if ids.is_empty() { text() } else { json!({ "enum": ids }) };
    let texts = json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true });
    let desk = &config.desk;
    let statuses = template.flow.statuses.keys().map(String::as_str).collect();
    let mut properties = Map::new();
    for (key, mut value) in [
        ("uid", json!({ "type": "string", "pattern": "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" })),
        ("number", json!({ "type": "string", "pattern": "^[0-9]{6}/[0-9]{4,}$" })),
        ("type", json!({ "const": template.id })),
        ("title", json!({ "type": "string", "minLength": 1 })),
        ("status", one_of(statuses)),
        ("priority", one_of(desk.priorities.iter().map(|p| p.id.as_str()).collect())),
        ("requester", text()),
        ("organization", text()),
        ("payer", text()),
        ("team", one_of(desk.teams.iter().map(|t| t.id.as_str()).collect())),
        ("assignee", one_of(desk.people.iter().map(|p| p.id.as_str()).collect())),
        ("watchers", texts.clone()),
        ("origin", one_of(desk.channels.iter().map(|c| c.id.as_str()).collect())),
        ("tags", texts),
        ("due", json!({ "type": "string" })),
        ("promised", json!({ "type": "string", "format": "date" })),
        ("description", text()),
        ("links", json!({ "type": "array", "items": { "type": "object", "required": ["kind", "to"] } })),
        (
            "attachments",
            json!({ "type": "array", "items": { "type": "object", "required": ["name", "sha256"] } }),
        ),
        ("rating", json!({ "type": ["string", "integer"] })),
        ("external", json!({ "type": "object", "required": ["system", "id"] })),
    ] {
        if let Some(spec) = restated(key) {
            describe(&mut value, spec);
        }
        properties.insert(key.to_owned(), value);
    }
    let mut of_fields = Map::new();
    for spec in fields::own(template) {
        of_fields.insert(spec.id.clone(), field(config, spec));
    }
    let always = |spec: &FieldSpec| {
        let stages = fields::stages(spec);
        let stage = stages.iter().any(|s| matches!(s, fields::Stage::Always | fields::Stage::Open));
        stage && spec.when.is_empty()
    };
    let required_fields: Vec<&str> =
        fields::own(template).filter(|f| always(f)).map(|f| f.id.as_str()).collect();
    let mut required: Vec<&str> = vec!["uid", "type", "title", "status"];
    let of_ticket = template.fields.iter().filter(|f| fields::is_ticket_key(&f.id) && always(f));
    required.extend(of_ticket.map(|f| f.id.as_str()).filter(|id| !["title", "status", "type"].contains(id)));
    if !required_fields.is_empty() {
        required.push("fields");
    }
    properties.insert(
        "fields".to_owned(),
        json!({ "type": "object", "properties": of_fields, "required": required_fields }),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": template.title.as_deref().unwrap_or(&template.id),
        "type": "object",
        "properties": properties,
        "required": required,
    })
}

fn describe(value: &mut Json, spec: &FieldSpec) {
    if let Some(label) = &spec.label {
        value["title"] = label.as_str().into();
    }
    if let Some(help) = &spec.help {
        value["description"] = help.as_str().into();
    }
}

/// A field's values. Scalars are kept as they were written, so that a number may stand in quotes.
fn field(config: &Config, spec: &FieldSpec) -> Json {
    let ids = |ids: Vec<&str>| json!({ "enum": ids });
    let mut value = match spec.kind {
        FieldKind::Int => json!({ "type": ["integer", "string"], "pattern": "^-?[0-9]+$" }),
        FieldKind::Decimal | FieldKind::Money => {
            json!({ "type": ["number", "string"], "pattern": "^-?[0-9]+(\\.[0-9]+)?$" })
        }
        FieldKind::Bool => json!({ "enum": [true, false, "true", "false"] }),
        FieldKind::Date => json!({ "type": "string", "format": "date" }),
        FieldKind::Datetime => json!({ "type": "string", "format": "date-time" }),
        FieldKind::Url => json!({ "type": "string", "format": "uri" }),
        FieldKind::Version => json!({ "type": ["string", "number"] }),
        FieldKind::Enum => ids(spec.values.iter().map(|v| v.id.as_str()).collect()),
        FieldKind::Row => match spec.table.as_deref().and_then(|id| config.tables.get(id)) {
            Some(table) => ids(table.rows.iter().map(|r| r.id.as_str()).collect()),
            None => json!({ "type": "string" }),
        },
        FieldKind::Text
        | FieldKind::Multiline
        | FieldKind::Contact
        | FieldKind::Organization
        | FieldKind::Ticket
        | FieldKind::Attachment => json!({ "type": "string" }),
    };
    describe(&mut value, spec);
    if let (Some(pattern), FieldKind::Text | FieldKind::Multiline) = (&spec.pattern, spec.kind) {
        value["pattern"] = format!("^(?:{pattern})$").into();
    }
    if let Some(length) = spec.min_length {
        value["minLength"] = length.into();
    }
    for (key, bound) in [("minimum", &spec.min), ("maximum", &spec.max)] {
        let number = bound.as_deref().and_then(|b| b.parse::<f64>().ok());
        if let (Some(number), FieldKind::Int | FieldKind::Decimal | FieldKind::Money) = (number, spec.kind) {
            value[key] = json!(number);
        }
    }
    value
}
