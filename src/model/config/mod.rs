//! What is under `.tramite/`, as written (3.2, 3.3, 6): plain data, filled by the codec and compiled by the
//! layers that understand it. Filters, durations, hours and patterns are still text here.

mod calendar;
mod desk;
mod policy;
mod type_template;

pub use calendar::{CalendarSpec, IcsFile};
pub use desk::{
    Automation, Channel, Contact, CustomersSpec, Desk, MacroSpec, Organization, OutboxSpec, Person, Priority,
    PurgeSpec, RatingValue, RepositorySpec, Table, TableRow, Team, View,
};
pub use policy::{MetricSpec, PolicySpec, TargetSpec};
pub use type_template::{
    ApprovalSpec, Effects, EnumValue, EventSpec, FieldKind, FieldSpec, Flow, OpenSpec, Pick, Requirement,
    RouteSpec, RuleSpec, SetValue, StatusCategory, StatusSpec, Transition, TypeTemplate,
};

use serde::{Deserialize, Deserializer, Serialize, de};
use std::collections::BTreeMap;
use std::fmt;

/// A text or a list of texts. For filters a list means *or* (3.4).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct OneOrMany(pub Vec<String>);

impl OneOrMany {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for OneOrMany {
    fn from(text: &str) -> Self {
        Self(vec![text.to_owned()])
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = OneOrMany;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![text.to_owned()]))
            }
            fn visit_unit<E: de::Error>(self) -> Result<OneOrMany, E> {
                Ok(OneOrMany::default())
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany, A::Error> {
                let mut all = Vec::new();
                while let Some(Text(text)) = seq.next_element()? {
                    all.push(text);
                }
                Ok(OneOrMany(all))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A scalar taken as text, whatever it looks like (`2`, `true`, `12.10`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Text(pub String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

/// A file of the desk's configuration, as the store found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFile {
    /// From the root of the tree: `.tramite/types/bug.yaml`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A whole desk's configuration at one commit. Every list is in the order of its files' names, then of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// `desk.yaml`.
    pub desk: Desk,
    /// `types/*.yaml`, by id.
    pub types: BTreeMap<String, TypeTemplate>,
    /// `tables/*.yaml`, by id.
    pub tables: BTreeMap<String, Table>,
    /// `calendars/*.yaml`, by id, with the text of the `.ics` files that they name.
    pub calendars: BTreeMap<String, CalendarSpec>,
    /// `calendars/*.ics`, by file name.
    pub ics: BTreeMap<String, IcsFile>,
    /// `sla/*.yaml`, by id.
    pub policies: BTreeMap<String, PolicySpec>,
    /// `macros/**/*.hbs`, by id: the path below `macros/` without `.hbs`.
    pub macros: BTreeMap<String, MacroSpec>,
    /// `views/*.yaml`, then `views/people/ID.yaml`.
    pub views: Vec<View>,
    /// `automations.yaml`.
    pub automations: Vec<Automation>,
    /// `contacts/*.yaml`, by organization id.
    pub organizations: BTreeMap<String, Organization>,
    /// Where each part was written: `types/bug` → `.tramite/types/bug.yaml`.
    pub files: BTreeMap<String, String>,
}
