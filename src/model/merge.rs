//! Two changed copies of a ticket made one (7): each key three-way, sets as sets, links by identity, text by
//! lines. A true clash is told with both values, never guessed.

use super::{Attachment, External, Link, Ticket, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A key that both sides changed, each otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The key: `status`, `fields.causa`, `description`.
    pub key: String,
    /// Before; `None` is absent.
    pub base: Option<String>,
    /// One side's.
    pub ours: Option<String>,
    /// The other's.
    pub theirs: Option<String>,
}

/// What settles a clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Our value.
    Ours,
    /// The other's.
    Theirs,
    /// A value that is neither: in the ancestor of a criss-cross history, against which both sides have then changed it.
    Neither,
}

/// Merges two copies of a ticket that began as `base` (`None`: both sides added it).
///
/// `merge(b, x, b) == x`, `merge(b, x, x) == x`, and swapping the sides swaps only the clashes' sides.
pub fn merge(base: Option<&Ticket>, ours: &Ticket, theirs: &Ticket) -> Result<Ticket, Vec<Clash>> {
    merge_settling(base, ours, theirs, &mut |_| None)
}

/// The same, where `settle` may decide clashes. Two uids are two tickets, of which one would be lost: nothing settles that.
pub fn merge_settling(
    base: Option<&Ticket>,
    ours: &Ticket,
    theirs: &Ticket,
    settle: &mut dyn FnMut(&Clash) -> Option<Side>,
) -> Result<Ticket, Vec<Clash>> {
    let mut m = Merge { clashes: Vec::new(), settle };
    let text = |pick: fn(&Ticket) -> &String| {
        (base.map(|b| pick(b).clone()), pick(ours).clone(), pick(theirs).clone())
    };
    let maybe = |pick: fn(&Ticket) -> &Option<String>| {
        (base.and_then(|b| pick(b).clone()), pick(ours).clone(), pick(theirs).clone())
    };
    let mut out = ours.clone();
    if ours.uid != theirs.uid || base.is_some_and(|b| b.uid != ours.uid) {
        m.clashes.push(Clash {
            key: "uid".to_owned(),
            base: base.map(|b| b.uid.to_string()),
            ours: Some(ours.uid.to_string()),
            theirs: Some(theirs.uid.to_string()),
        });
    }
    let number = |t: &Ticket| t.number.map(|n| n.to_string());
    let merged_number = m.scalar("number", (base.and_then(number), number(ours), number(theirs)));
    out.number = merged_number.and_then(|n| n.parse().ok());
    out.type_id = m.required("type", text(|t| &t.type_id));
    out.title = m.required("title", text(|t| &t.title));
    out.status = m.required("status", text(|t| &t.status));
    out.priority = m.optional("priority", maybe(|t| &t.priority));
    out.requester = m.optional("requester", maybe(|t| &t.requester));
    out.organization = m.optional("organization", maybe(|t| &t.organization));
    out.payer = m.optional("payer", maybe(|t| &t.payer));
    out.team = m.optional("team", maybe(|t| &t.team));
    out.assignee = m.optional("assignee", maybe(|t| &t.assignee));
    out.origin = m.optional("origin", maybe(|t| &t.origin));
    out.due = m.optional("due", maybe(|t| &t.due));
    out.promised = m.optional("promised", maybe(|t| &t.promised));
    out.rating = m.optional("rating", maybe(|t| &t.rating));
    out.merged = m.optional("merged", maybe(|t| &t.merged));
    out.description = m.text("description", maybe(|t| &t.description));
    let empty = BTreeSet::new();
    out.watchers = set(base.map_or(&empty, |b| &b.watchers), &ours.watchers, &theirs.watchers);
    out.tags = set(base.map_or(&empty, |b| &b.tags), &ours.tags, &theirs.tags);
    out.fields = m.map("fields.", base.map(|b| &b.fields), &ours.fields, &theirs.fields);
    out.extra = m.map("", base.map(|b| &b.extra), &ours.extra, &theirs.extra);
    out.links = m.links(base, ours, theirs);
    out.attachments = set(
        base.map_or(&BTreeSet::<Attachment>::new(), |b| &b.attachments),
        &ours.attachments,
        &theirs.attachments,
    );
    out.external = m.external(base, ours, theirs);
    if m.clashes.is_empty() { Ok(out) } else { Err(m.clashes) }
}

/// What a ticket says for a clash's key, in the words of a [`Clash`].
pub fn value_of(ticket: &Ticket, key: &str) -> Option<String> {
    if let Some(field) = key.strip_prefix("fields.") {
        return ticket.fields.get(field).map(ToText::to_text);
    }
    if let Some(rest) = key.strip_prefix("links ") {
        let mut words = rest.splitn(3, ' ');
        let (kind, to, key) = (words.next()?, words.next()?, words.next()?);
        let link = ticket.links.iter().find(|link| link.kind == kind && link.to == to)?;
        return link.extra.get(key).map(ToText::to_text);
    }
    match key {
        "uid" => Some(ticket.uid.to_string()),
        "number" => ticket.number.map(|n| n.to_string()),
        "type" => Some(ticket.type_id.clone()),
        "title" => Some(ticket.title.clone()),
        "status" => Some(ticket.status.clone()),
        "priority" => ticket.priority.clone(),
        "requester" => ticket.requester.clone(),
        "organization" => ticket.organization.clone(),
        "payer" => ticket.payer.clone(),
        "team" => ticket.team.clone(),
        "assignee" => ticket.assignee.clone(),
        "origin" => ticket.origin.clone(),
        "due" => ticket.due.clone(),
        "promised" => ticket.promised.clone(),
        "rating" => ticket.rating.clone(),
        "merged" => ticket.merged.clone(),
        "description" => ticket.description.clone(),
        "external" => ticket.external.as_ref().map(ToText::to_text),
        other => ticket.extra.get(other).map(ToText::to_text),
    }
}

/// What neither side removed, and what either added.
fn set<T: Ord + Clone>(base: &BTreeSet<T>, ours: &BTreeSet<T>, theirs: &BTreeSet<T>) -> BTreeSet<T> {
    let kept = ours.intersection(theirs);
    kept.chain(ours.difference(base)).chain(theirs.difference(base)).cloned().collect()
}

struct Merge<'a> {
    clashes: Vec<Clash>,
    settle: &'a mut dyn FnMut(&Clash) -> Option<Side>,
}

type Three<T> = (Option<T>, Option<T>, Option<T>);

impl Merge<'_> {
    /// The side that changed; where both did, what they agree on.
    fn scalar<T: PartialEq + ToText>(&mut self, key: &str, (base, ours, theirs): Three<T>) -> Option<T> {
        if ours == theirs || theirs == base {
            return ours;
        }
        if ours == base {
            return theirs;
        }
        let words = |value: &Option<T>| value.as_ref().map(ToText::to_text);
        let clash =
            Clash { key: key.to_owned(), base: words(&base), ours: words(&ours), theirs: words(&theirs) };
        match (self.settle)(&clash) {
            Some(Side::Ours) => ours,
            Some(Side::Theirs) => theirs,
            Some(Side::Neither) => Some(T::unlike(&clash)),
            None => {
                self.clashes.push(clash);
                theirs
            }
        }
    }

    fn required(&mut self, key: &str, (base, ours, theirs): (Option<String>, String, String)) -> String {
        self.scalar(key, (base, Some(ours), Some(theirs))).unwrap_or_default()
    }

    fn optional(&mut self, key: &str, (base, ours, theirs): Three<String>) -> Option<String> {
        self.scalar(key, (base, ours, theirs))
    }

    /// Where both sides changed a text, its lines are merged.
    fn text(&mut self, key: &str, (base, ours, theirs): Three<String>) -> Option<String> {
        if ours == theirs || theirs == base || ours == base {
            return self.scalar(key, (base, ours, theirs));
        }
        if let (Some(b), Some(o), Some(t)) = (&base, &ours, &theirs) {
            // Every line ends, so that an addition behind the last line does not touch it.
            let lines = |text: &String| format!("{text}\n");
            if let Ok(merged) = diffy::merge(&lines(b), &lines(o), &lines(t)) {
                return Some(merged.strip_suffix('\n').unwrap_or(&merged).to_owned());
            }
        }
        self.scalar(key, (base, ours, theirs))
    }

    fn map(
        &mut self,
        prefix: &str,
        base: Option<&BTreeMap<String, Value>>,
        ours: &BTreeMap<String, Value>,
        theirs: &BTreeMap<String, Value>,
    ) -> BTreeMap<String, Value> {
        let keys: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        let mut merged = BTreeMap::new();
        for key in keys {
            let base = base.and_then(|b| b.get(key)).cloned();
            let name = format!("{prefix}{key}");
            let value = match (&base, ours.get(key), theirs.get(key)) {
                (Some(Value::Text(b)), Some(Value::Text(o)), Some(Value::Text(t))) if b.contains('\n') => {
                    self.text(&name, (Some(b.clone()), Some(o.clone()), Some(t.clone()))).map(Value::Text)
                }
                (_, ours, theirs) => self.scalar(&name, (base.clone(), ours.cloned(), theirs.cloned())),
            };
            if let Some(value) = value {
                merged.insert(key.clone(), value);
            }
        }
        merged
    }

    /// Links are the same by kind and target; what else they say is merged key by key.
    fn links(&mut self, base: Option<&Ticket>, ours: &Ticket, theirs: &Ticket) -> BTreeSet<Link> {
        fn by_identity(links: &BTreeSet<Link>) -> BTreeMap<(&str, &str), &Link> {
            links.iter().map(|l| ((l.kind.as_str(), l.to.as_str()), l)).collect()
        }
        let empty = BTreeSet::new();
        let base = by_identity(base.map_or(&empty, |b| &b.links));
        let (ours, theirs) = (by_identity(&ours.links), by_identity(&theirs.links));
        let ids = |links: &BTreeMap<(&'_ str, &'_ str), &Link>| -> BTreeSet<(String, String)> {
            links.keys().map(|(kind, to)| ((*kind).to_owned(), (*to).to_owned())).collect()
        };
        let mut merged = BTreeSet::new();
        for (kind, to) in set(&ids(&base), &ids(&ours), &ids(&theirs)) {
            let id = (kind.as_str(), to.as_str());
            let none = BTreeMap::new();
            let extra = |links: &BTreeMap<(&str, &str), &Link>| links.get(&id).map(|l| l.extra.clone());
            let extra = match (extra(&ours), extra(&theirs)) {
                (Some(o), Some(t)) => {
                    let b = extra(&base).unwrap_or_default();
                    self.map(&format!("links {kind} {to} "), Some(&b), &o, &t)
                }
                (Some(one), None) | (None, Some(one)) => one,
                (None, None) => none,
            };
            merged.insert(Link { kind, to, extra });
        }
        merged
    }

    fn external(&mut self, base: Option<&Ticket>, ours: &Ticket, theirs: &Ticket) -> Option<External> {
        self.scalar(
            "external",
            (base.and_then(|b| b.external.clone()), ours.external.clone(), theirs.external.clone()),
        )
    }
}

/// How a value is told in a clash.
trait ToText {
    fn to_text(&self) -> String;
    /// A value that neither side has.
    fn unlike(clash: &Clash) -> Self;
}

impl ToText for String {
    fn to_text(&self) -> String {
        self.clone()
    }
    fn unlike(clash: &Clash) -> Self {
        let side = |value: &Option<String>| value.clone().unwrap_or_default();
        format!("({} or {})", side(&clash.ours), side(&clash.theirs))
    }
}

impl ToText for Value {
    fn to_text(&self) -> String {
        self.texts().join(", ")
    }
    fn unlike(clash: &Clash) -> Self {
        Self::Text(String::unlike(clash))
    }
}

impl ToText for External {
    fn to_text(&self) -> String {
        format!("{} {}", self.system, self.id)
    }
    fn unlike(clash: &Clash) -> Self {
        Self { system: String::unlike(clash), id: String::new() }
    }
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
