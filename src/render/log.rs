//! A ticket's trâmites as lines: when, who, what changed in words.

use super::sanitize::{line, truncate, width};
use super::wrap::wrap;
use super::{Page, Tone};
use crate::model::{Change, Comment, Pair, SetChange, Tramite, Value};
use chrono::{DateTime, FixedOffset};

/// What the log asks about the desk.
#[derive(Clone, Copy)]
pub struct Labels<'a> {
    /// The label of a value: (`status`, `em_diagnostico`) → `Diagnóstico`; (`field`, `causa`) → the field's own label;
    /// (`fields.causa`, `erro`) → the label of its value. `None` where it has none.
    pub label: &'a dyn Fn(&str, &str) -> Option<String>,
    /// An instant in the desk's zone.
    pub local: &'a dyn Fn(DateTime<FixedOffset>) -> DateTime<FixedOffset>,
}

/// The trâmites as text: one line for each, with further changes of the same commit below it.
pub fn render(tramites: &[Tramite], labels: Labels, page: Page) -> String {
    let limit = page.width.unwrap_or(usize::MAX);
    let people: Vec<String> = tramites.iter().map(|t| line(&t.by.name)).collect();
    let most = if page.width.is_some() { 20.min(limit / 4) } else { usize::MAX };
    let column = people.iter().map(|name| width(name)).max().unwrap_or(0).min(most);
    let mut out = String::new();
    for (tramite, name) in tramites.iter().zip(&people) {
        let when = page.locale.datetime((labels.local)(tramite.at));
        let name = truncate(name, column);
        let commit: String = line(&tramite.commit).chars().take(7).collect();
        let free = " ".repeat(column - width(&name));
        let left = width(&commit) + 2 + width(&when) + 2 + column + 2;
        let changes: Vec<String> = tramite.changes.iter().map(|c| describe(c, labels, page)).collect();
        let head = format!("{}  {when}  {name}", page.paint(Tone::Dim, &commit));
        // Too narrow for columns side by side: the changes stand below.
        let (indent, mut first) = if left * 2 > limit {
            out.push_str(&truncate_head(&commit, &when, &name, limit, page));
            out.push('\n');
            (2.min(limit.saturating_sub(1)), false)
        } else {
            (left, true)
        };
        if changes.is_empty() && first {
            out.extend([&head, "\n"]);
        }
        for part in changes.iter().flat_map(|change| wrap(change, limit - indent)) {
            if first {
                out.extend([&head, free.as_str(), "  "]);
            } else {
                out.push_str(&" ".repeat(indent));
            }
            first = false;
            out.push_str(&part);
            out.push('\n');
        }
    }
    out
}

fn truncate_head(commit: &str, when: &str, name: &str, limit: usize, page: Page) -> String {
    let text = truncate(&format!("{commit}  {when}  {name}"), limit);
    page.paint(Tone::Dim, &text)
}

/// One change in words: `Status: Novo → Em atendimento`. Already safe for a terminal.
pub fn describe(change: &Change, labels: Labels, page: Page) -> String {
    let words = page.locale.words();
    let title = |key: &str| page.locale.column(key).unwrap_or(key).to_owned();
    if let Some(pair) = change.pair() {
        return describe_pair(change.word(), pair, labels, page);
    }
    match change {
        Change::Opened { number, ticket, .. } => {
            let kind = (labels.label)("type", &ticket.type_id).unwrap_or_else(|| ticket.type_id.clone());
            let status = (labels.label)("status", &ticket.status).unwrap_or_else(|| ticket.status.clone());
            line(&format!("{} {number}: {} ({kind}, {status})", words.opened, ticket.title))
        }
        Change::Field { field, from, to } => {
            let name = (labels.label)("field", field).unwrap_or_else(|| field.clone());
            let key = format!("fields.{field}");
            let (from, to) = (shown(&key, from.as_ref(), labels), shown(&key, to.as_ref(), labels));
            arrow(&name, from.as_deref(), to.as_deref(), page)
        }
        Change::Watchers(set) => describe_set(&title("watchers"), set, |id| named("watchers", id, labels)),
        Change::Tags(set) => describe_set(&title("tags"), set, Clone::clone),
        Change::Links(set) => describe_set(&title("links"), set, |l| {
            format!("{} {}", page.locale.state(&l.kind), named("link", &l.to, labels))
        }),
        Change::Attachments(set) => describe_set(&title("attachments"), set, |a| {
            (labels.label)("file", &a.sha256).unwrap_or_else(|| a.name.clone())
        }),
        Change::Comment { comment, .. } => describe_comment(comment, labels, page),
        Change::Dismissed { comment } => line(&format!("{}: {comment}", words.dismissed)),
        Change::Purged { sha256 } => {
            let name = (labels.label)("file", sha256).unwrap_or_else(|| short(sha256).to_owned());
            line(&format!("{}: {name}", words.file_removed))
        }
        Change::Removed { comment: Some(id) } => format!("{}: {id}", words.comment_removed),
        Change::Removed { comment: None } => words.ticket_removed.to_owned(),
        Change::Other { key, from, to } => {
            if let Some(id) = key.strip_prefix("comment:") {
                return line(&format!("{} {}: {id}", title("comment"), words.changed));
            }
            let (from, to) = (shown(key, from.as_ref(), labels), shown(key, to.as_ref(), labels));
            arrow(&title(key), from.as_deref(), to.as_deref(), page)
        }
        _ => change.word().to_owned(),
    }
}

/// What changes were, for a citation: `Status: Novo → Pendente, comentário público`. No text of others.
pub fn brief(changes: &[Change], labels: Labels, page: Page) -> String {
    let words = page.locale.words();
    let title = |key: &str| page.locale.column(key).unwrap_or(key).to_owned();
    let parts: Vec<String> = changes
        .iter()
        .filter_map(|change| match (change, change.pair()) {
            (Change::Title(_) | Change::Description(_), _) => None,
            (_, Some(pair)) => Some(describe_pair(change.word(), pair, labels, page)),
            (Change::Opened { .. }, _) => Some(words.opened.to_owned()),
            (Change::Comment { comment, .. }, _) => {
                let title = title("comment").to_lowercase();
                Some(format!("{title} {}", page.locale.comment_kind(comment.kind)))
            }
            _ => None,
        })
        .collect();
    if parts.is_empty() { words.changed.to_owned() } else { parts.join(", ") }
}

fn short(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}

fn named(key: &str, id: &str, labels: Labels) -> String {
    (labels.label)(key, id).unwrap_or_else(|| id.to_owned())
}

fn shown(key: &str, value: Option<&Value>, labels: Labels) -> Option<String> {
    value.map(|value| value.texts().into_iter().map(|t| named(key, t, labels)).collect::<Vec<_>>().join(", "))
}

fn arrow(name: &str, from: Option<&str>, to: Option<&str>, page: Page) -> String {
    let none = page.locale.words().none;
    // Long texts say that they changed, not how: `show` has them.
    let text = |text: Option<&str>| {
        text.filter(|t| !t.is_empty()).map_or_else(|| none.to_owned(), |t| truncate(&line(t), 60))
    };
    format!("{}: {} → {}", line(name), text(from), text(to))
}

fn describe_pair(key: &str, pair: &Pair, labels: Labels, page: Page) -> String {
    let title = page.locale.column(key).unwrap_or(key);
    if key == "description" {
        return format!("{title}: {}", page.locale.words().changed);
    }
    let value = |id: &Option<String>| {
        id.as_ref().map(|id| (labels.label)(key, id).unwrap_or_else(|| moment(key, id, labels, page)))
    };
    arrow(title, value(&pair.from).as_deref(), value(&pair.to).as_deref(), page)
}

/// Deadlines are written as the locale writes dates.
fn moment(key: &str, text: &str, labels: Labels, page: Page) -> String {
    if !matches!(key, "due" | "promised") {
        return text.to_owned();
    }
    match (text.parse::<chrono::NaiveDate>(), DateTime::parse_from_rfc3339(text)) {
        (Ok(date), _) => page.locale.date(date),
        (_, Ok(at)) => page.locale.datetime((labels.local)(at)),
        _ => text.to_owned(),
    }
}

fn describe_set<T>(name: &str, set: &SetChange<T>, text: impl Fn(&T) -> String) -> String {
    let added = set.added.iter().map(|item| format!("+{}", line(&text(item))));
    let removed = set.removed.iter().map(|item| format!("-{}", line(&text(item))));
    format!("{name}: {}", added.chain(removed).collect::<Vec<_>>().join(" "))
}

/// The direction, what goes with it, and how the text begins.
fn describe_comment(comment: &Comment, labels: Labels, page: Page) -> String {
    let (locale, words) = (page.locale, page.locale.words());
    let title = locale.column("comment").unwrap_or("comment").to_lowercase();
    let mut parts = vec![format!("{title} {}", locale.comment_kind(comment.kind))];
    if let Some(channel) = &comment.channel {
        parts.push(line(&named("channel", channel, labels)));
    }
    if let Some(contact) = &comment.for_contact {
        parts.push(format!("{} {}", words.on_behalf, line(&named("requester", contact, labels))));
    }
    if let Some(time) = comment.time {
        parts.push(locale.working_time(i64::from(time.minutes) * 60));
    }
    if let Some(approval) = &comment.approval {
        let what = line(&named("approval", &approval.what, labels));
        parts.push(format!("{what} {}", locale.verdict(approval.verdict)));
    }
    if !comment.missing.is_empty() {
        let fields: Vec<String> = comment.missing.iter().map(|f| line(&named("field", f, labels))).collect();
        parts.push(format!("{}: {}", words.missing, fields.join(", ")));
    }
    let body = truncate(&line(&comment.body), 60);
    let text = if body.is_empty() { String::new() } else { format!(": {body}") };
    format!("{}{text}", parts.join(" · "))
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
