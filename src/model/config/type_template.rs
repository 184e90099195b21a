//! The type template (3.3): fields, flow, approvals, rules, routing.

use super::OneOrMany;
use crate::model::{ApprovalNote, Severity};
use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::collections::BTreeMap;
use std::fmt;

/// `types/*.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TypeTemplate {
    /// Id.
    #[serde(rename = "type")]
    pub id: String,
    /// What people read.
    #[serde(default)]
    pub title: Option<String>,
    /// Who may open one, and how.
    #[serde(default)]
    pub open: OpenSpec,
    /// Its fields, in the order in which they are asked; an id that is a ticket key restates that key.
    #[serde(default)]
    pub fields: Vec<FieldSpec>,
    /// Statuses, transitions and events.
    #[serde(default)]
    pub flow: Flow,
    /// Approvals by id.
    #[serde(default)]
    pub approvals: BTreeMap<String, ApprovalSpec>,
    /// Rules.
    #[serde(default)]
    pub rules: Vec<RuleSpec>,
    /// Who gets a new one; the first that matches.
    #[serde(default)]
    pub routing: Vec<RouteSpec>,
}

/// Who may open a type, and how.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpenSpec {
    /// Roles; anybody of the desk where empty.
    pub roles: Vec<String>,
    /// Teams; any where empty.
    pub teams: Vec<String>,
    /// Channels; any where empty.
    pub origins: Vec<String>,
    /// A filter on the requester: `trained:true` (C4).
    pub requester: OneOrMany,
    /// A Handlebars text for the title: `[BUG] {{title}}` (T1).
    pub title: Option<String>,
    /// A macro that is applied with the opening.
    #[serde(rename = "macro")]
    pub macro_id: Option<String>,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the variants are the design's words")]
pub enum FieldKind {
    #[default]
    Text,
    Multiline,
    Int,
    Decimal,
    Money,
    Bool,
    Date,
    Datetime,
    Enum,
    Row,
    Version,
    Url,
    Contact,
    Organization,
    Ticket,
    Attachment,
}

/// One value of an enum: an id, with what people read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnumValue {
    /// Id.
    pub id: String,
    /// What people read.
    pub label: Option<String>,
    /// What it means.
    pub help: Option<String>,
}

impl<'de> Deserialize<'de> for EnumValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Full {
            id: String,
            #[serde(default)]
            label: Option<String>,
            #[serde(default)]
            help: Option<String>,
        }
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = EnumValue;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an id, or a mapping with `id` and `label`")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<EnumValue, E> {
                Ok(EnumValue { id: text.to_owned(), label: None, help: None })
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<EnumValue, A::Error> {
                let full = Full::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(EnumValue { id: full.id, label: full.label, help: full.help })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A field of a type.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldSpec {
    /// Id; one that is a ticket key restates that key.
    pub id: String,
    /// What people read.
    pub label: Option<String>,
    /// What it means, shown where it is asked.
    pub help: Option<String>,
    /// What it holds.
    pub kind: FieldKind,
    /// A regular expression that the whole text must match.
    pub pattern: Option<String>,
    /// Least value.
    pub min: Option<String>,
    /// Greatest value.
    pub max: Option<String>,
    /// Least length in characters.
    pub min_length: Option<u32>,
    /// Values of an enum.
    pub values: Vec<EnumValue>,
    /// Table of a `row`.
    pub table: Option<String>,
    /// Another field that narrows the rows (C8).
    pub depends_on: Option<String>,
    /// Value at opening: a text, or `+5d` for a date.
    pub default: Option<String>,
    /// `open`, `always`, `enter:STATUS`, `leave:STATUS`.
    pub required: OneOrMany,
    /// Tickets that it is for.
    pub when: OneOrMany,
}

/// What a status means to every desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusCategory {
    /// Not begun.
    New,
    /// Being worked on.
    Active,
    /// On the customer.
    Waiting,
    /// Answered; may come back.
    Resolved,
    /// Final.
    Closed,
    /// Final, without an answer.
    Rejected,
}

impl StatusCategory {
    /// The word in files and filters.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Active => "active",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Rejected => "rejected",
        }
    }

    /// Whether a ticket there is done for ever.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Rejected)
    }
}

/// A step of a flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatusSpec {
    /// What people read.
    #[serde(default)]
    pub label: Option<String>,
    /// What the customer reads; the label where absent (S17).
    #[serde(default)]
    pub customer: Option<String>,
    /// What it means.
    pub category: StatusCategory,
}

/// Statuses, transitions, events.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flow {
    /// The status of a new ticket.
    pub initial: String,
    /// Statuses by id, in the file's order.
    pub statuses: IndexMap<String, StatusSpec>,
    /// Legal moves.
    pub transitions: Vec<Transition>,
    /// What happens by itself.
    pub events: Vec<EventSpec>,
}

/// A legal move.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Transition {
    /// Status, or several, before; `*` is any that is not final.
    pub from: OneOrMany,
    /// Status after.
    pub to: String,
    /// What people read.
    pub label: Option<String>,
    /// What it takes.
    pub requires: Vec<Requirement>,
    /// Roles that may; any where empty.
    pub roles: Vec<String>,
    /// Teams that may; any where empty.
    pub teams: Vec<String>,
    /// Tickets that it is for.
    pub when: OneOrMany,
    /// What it does besides (`to` is the transition's own).
    pub set: BTreeMap<String, SetValue>,
    /// Whether routing runs again.
    pub route: bool,
    /// A macro that is posted with it.
    #[serde(rename = "macro")]
    pub macro_id: Option<String>,
    /// A verdict that it records.
    pub approve: Option<ApprovalNote>,
}

impl Transition {
    /// What it does besides the move itself.
    pub fn effects(&self) -> Effects {
        Effects {
            to: None,
            set: self.set.clone(),
            route: self.route,
            macro_id: self.macro_id.clone(),
            approve: self.approve.clone(),
            purge: false,
        }
    }
}

/// What happens by itself, in the same commit as its cause.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventSpec {
    /// The event (6, 3.3).
    pub event: String,
    /// Tickets that it is for.
    pub when: OneOrMany,
    /// What it does.
    #[serde(flatten)]
    pub effects: Effects,
}

/// The one grammar of effects: transitions, events, macros, automations, bulk.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Effects {
    /// Status to move to.
    pub to: Option<String>,
    /// Keys to set.
    pub set: BTreeMap<String, SetValue>,
    /// Whether routing runs.
    #[serde(deserialize_with = "flag")]
    pub route: bool,
    /// A macro to post.
    #[serde(rename = "macro")]
    pub macro_id: Option<String>,
    /// A verdict to record.
    pub approve: Option<ApprovalNote>,
    /// Whether the ticket's files are removed for good (7.1): by automations only.
    #[serde(deserialize_with = "flag")]
    pub purge: bool,
}

/// A flag that may come as text: what is read through `#[serde(flatten)]` has no types of its own.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    struct Visitor;
    impl de::Visitor<'_> for Visitor {
        type Value = bool;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("true or false")
        }
        fn visit_bool<E: de::Error>(self, flag: bool) -> Result<bool, E> {
            Ok(flag)
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<bool, E> {
            match text {
                "true" => Ok(true),
                "false" => Ok(false),
                _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
            }
        }
    }
    deserializer.deserialize_any(Visitor)
}

impl Effects {
    /// Whether it does nothing.
    pub fn is_empty(&self) -> bool {
        self.to.is_none()
            && self.set.is_empty()
            && !self.route
            && self.macro_id.is_none()
            && self.approve.is_none()
            && !self.purge
    }
}

/// A deterministic choice of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// `lead senior round_robin least_loaded previous`.
    pub pick: String,
    /// `senior`: the field whose value names the subject.
    #[serde(default)]
    pub by: Option<String>,
    /// `senior`: a comparison on the level, `>=2`.
    #[serde(default)]
    pub level: Option<String>,
    /// The pick that chooses where this one finds nobody.
    #[serde(default, rename = "else")]
    pub or_else: Option<String>,
}

/// What `set` gives a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SetValue {
    /// A person, chosen.
    Pick(Pick),
    /// A value; empty clears. `+5d` for a date.
    Text(String),
    /// Members of a set: `+a -b`, or `a`.
    List(Vec<String>),
}

/// One of the things that a transition or a rule asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// `reason public_reply internal_comment phone_contact channel with field missing link approval due promised rating`.
    pub what: String,
    /// What stands after the first `:` (`field:X`, `link:KIND.done`, `approval:WHAT`).
    pub argument: Option<String>,
    /// Least length of the text in characters.
    pub min_length: Option<u32>,
}

/// One rule: when it applies, and what it forbids or requires.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleSpec {
    /// Id.
    pub id: String,
    /// `open public comment transition close always`; always where empty.
    pub at: OneOrMany,
    /// Tickets that it is for.
    pub when: OneOrMany,
    /// Roles that it binds; all where empty.
    pub roles: Vec<String>,
    /// Teams that it binds; all where empty.
    pub teams: Vec<String>,
    /// Keys that must be absent.
    pub forbid: Vec<String>,
    /// Regular expressions or built-in names that no new text may match (S34).
    pub forbid_pattern: OneOrMany,
    /// What must be there.
    pub require: Vec<Requirement>,
    /// What is said where it is broken.
    pub message: Option<String>,
    /// How bad.
    pub severity: Severity,
}

/// Who gives an approval, and what voids it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApprovalSpec {
    /// What people read.
    pub label: Option<String>,
    /// `role:X team:X person:X customer contact:FIELD:ROLE`.
    pub by: Vec<String>,
    /// `opener`, `assignee`.
    pub not: Vec<String>,
    /// Fields whose later change voids it.
    pub of: Vec<String>,
    /// `opened` widens it to the ticket's whole life.
    pub since: Option<String>,
}

/// Who gets a ticket.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RouteSpec {
    /// Tickets that it is for.
    pub when: OneOrMany,
    /// Team.
    pub team: Option<String>,
    /// Person: an id, the name of a pick, or a pick.
    pub assign: Option<SetValue>,
}

impl<'de> Deserialize<'de> for SetValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = SetValue;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text, a list of texts, or {pick: …}")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<SetValue, E> {
                Ok(SetValue::Text(text.to_owned()))
            }
            fn visit_unit<E: de::Error>(self) -> Result<SetValue, E> {
                Ok(SetValue::Text(String::new()))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<SetValue, A::Error> {
                OneOrMany::deserialize(de::value::SeqAccessDeserializer::new(seq))
                    .map(|many| SetValue::List(many.0))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<SetValue, A::Error> {
                Pick::deserialize(de::value::MapAccessDeserializer::new(map)).map(SetValue::Pick)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl Requirement {
    /// Reads the short form: `field:X`, `public_reply`.
    pub fn parse(text: &str) -> Self {
        let (what, argument) = match text.split_once(':') {
            Some((what, argument)) => (what, Some(argument.trim().to_owned())),
            None => (text, None),
        };
        Self { what: what.trim().to_owned(), argument, min_length: None }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.argument.as_ref().map_or(Ok(()), |argument| write!(f, ":{argument}"))
    }
}

impl Serialize for Requirement {
    /// As it is written: `"field:X"`, or `{"internal_comment": {"min_length": 20}}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(min_length) = self.min_length else { return serializer.collect_str(self) };
        serializer.collect_map([(self.to_string(), BTreeMap::from([("min_length", min_length)]))])
    }
}

impl<'de> Deserialize<'de> for Requirement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        struct Options {
            #[serde(default)]
            min_length: Option<u32>,
        }
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Requirement;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a requirement such as `public_reply`, `field:causa` or `{internal_comment: {min_length: 20}}`")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Requirement, E> {
                Ok(Requirement::parse(text))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Requirement, A::Error> {
                let key: String = map.next_key()?.ok_or_else(|| de::Error::custom("an empty requirement"))?;
                let options: Options = map.next_value()?;
                if map.next_key::<String>()?.is_some() {
                    return Err(de::Error::custom("one requirement per list item"));
                }
                Ok(Requirement { min_length: options.min_length, ..Requirement::parse(&key) })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
