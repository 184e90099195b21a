//! From what the desk says to what a page shows: labels for ids, dates in the desk's zone.

use crate::app::App;
use crate::app::commits::{COMMIT, TicketCommit};
use crate::app::customer::Customer;
use crate::app::list::Listed;
use crate::app::show::Shown;
use crate::model::config::{FieldKind, FieldSpec, TypeTemplate};
use crate::model::{Attachment, CommentKind, Snapshot, Ticket, Uid, Value};
use crate::process::awaited::Approval;
use crate::process::{fields, files};
use crate::query::{self, Scope};
use crate::render::ticket::{Awaited, CommentView, Fact, Move, SlaLine, TicketPage};
use crate::render::{Cell, Column, Content, Table, Tone};
use crate::report::packages::Packages;
use crate::sla::ClockRow;
use std::collections::{BTreeMap, BTreeSet};

/// The column that names files.
const FILES: &str = "attachments";

/// The columns of a list that asks for none.
pub const COLUMNS: [&str; 7] = ["number", "title", "status", "priority", "assignee", "sla", "age"];

fn template<'a>(app: &'a App, type_id: &str) -> Option<&'a TypeTemplate> {
    app.config.types.get(type_id)
}

/// The label of a value: (`status`, `open`) → `In progress`; (`field`, `causa`) → the field's own label;
/// (`fields.causa`, `erro`) → the label of its value. `None` where it has none.
pub fn label(app: &App, type_id: &str, key: &str, id: &str) -> Option<String> {
    let desk = &app.config.desk;
    let template = template(app, type_id);
    match key {
        "status" => {
            let status = template?.flow.statuses.get(id)?;
            // A customer reads the face that is for them (S17).
            let face = status.customer.as_ref().filter(|_| app.is_customer());
            face.or(status.label.as_ref()).cloned()
        }
        "type" => app.config.types.get(id)?.title.clone(),
        "priority" => desk.priorities.iter().find(|p| p.id == id)?.label.clone(),
        "team" => desk.teams.iter().find(|t| t.id == id)?.label.clone(),
        "severity" => Some(app.locale.state(id).to_owned()),
        "assignee" | "person" => {
            Some(desk.people.iter().find(|p| p.id == id)?.name.clone()).filter(|n| !n.is_empty())
        }
        "origin" | "channel" => desk.channels.iter().find(|c| c.id == id)?.label.clone(),
        "organization" | "payer" => {
            Some(app.config.organizations.get(id)?.name.clone()).filter(|n| !n.is_empty())
        }
        "requester" | "for" => contact(app, id),
        "watchers" => contact(app, id).or_else(|| label(app, type_id, "assignee", id)),
        "rating" => desk.rating.iter().find(|r| r.value.0 == id)?.label.clone(),
        "field" => Some(fields::label(template?, id).to_owned()).filter(|l| l != id),
        "approval" => template?.approvals.get(id)?.label.clone(),
        "link" | "merged" => Some(app.name_of(id)).filter(|name| name != id),
        _ => {
            let field = field(template?, key.strip_prefix("fields.").unwrap_or(key))?;
            match field.kind {
                FieldKind::Row => {
                    let table = app.config.tables.get(field.table.as_deref()?)?;
                    table.rows.iter().find(|r| r.id == id)?.label.clone()
                }
                FieldKind::Contact => contact(app, id),
                FieldKind::Organization => label(app, type_id, "organization", id),
                FieldKind::Money
                | FieldKind::Decimal
                | FieldKind::Int
                | FieldKind::Bool
                | FieldKind::Date
                | FieldKind::Datetime => {
                    Some(value(app, type_id, Some(field), &field.id, &Value::Text(id.to_owned())))
                }
                _ => field.values.iter().find(|v| v.id == id)?.label.clone(),
            }
        }
    }
}

fn field<'a>(template: &'a TypeTemplate, id: &str) -> Option<&'a FieldSpec> {
    template.fields.iter().find(|f| f.id == id)
}

fn contact(app: &App, id: &str) -> Option<String> {
    let (_, contact) = crate::process::find_contact(&app.config, id)?;
    Some(contact.name.clone()).filter(|name| !name.is_empty())
}

/// The label, else the id itself.
pub fn named(app: &App, type_id: &str, key: &str, id: &str) -> String {
    label(app, type_id, key, id).unwrap_or_else(|| id.to_owned())
}

/// A stored date or time as the desk writes it; what cannot be read stays as it is.
fn moment(app: &App, text: &str) -> String {
    app.locale
        .read_moment(text, app.now, &app.local_time())
        .map_or_else(|_| text.to_owned(), |moment| app.locale.moment(moment))
}

/// A field's value as people read it.
fn value(app: &App, type_id: &str, spec: Option<&FieldSpec>, id: &str, value: &Value) -> String {
    let words: Vec<String> = value
        .texts()
        .into_iter()
        .map(|text| match spec.map(|s| s.kind) {
            Some(FieldKind::Date | FieldKind::Datetime) => moment(app, text),
            Some(FieldKind::Decimal | FieldKind::Int) => app.locale.number(text),
            Some(FieldKind::Money) => app.locale.money(text),
            Some(FieldKind::Bool) => app.locale.plain_value(text).to_owned(),
            _ => named(app, type_id, id, text),
        })
        .collect();
    words.join(", ")
}

/// The flags of a customer and what else the desk notes of them, which is not for the customer.
fn noted(app: &App, customer: &Customer<'_>) -> (Option<String>, Option<String>) {
    if app.is_customer() {
        return (None, None);
    }
    let flags = customer.flags().join(", ");
    let mut said = customer.words(app.locale);
    if customer.unknown {
        said.insert(0, app.locale.words().no_organization.to_owned());
    }
    (Some(flags).filter(|flags| !flags.is_empty()), (!said.is_empty()).then(|| said.join("; ")))
}

/// Everything that `show` says.
pub fn ticket_page(app: &App, shown: &Shown) -> TicketPage {
    let ticket = &shown.listed.snapshot.ticket;
    let purged = files::purged(&shown.listed.snapshot);
    let names = file_names(app, &shown.listed.snapshot);
    let kind = ticket.type_id.as_str();
    // What is among agents is not laid before a customer.
    let mut facts = Vec::new();
    let title = |key: &str| app.locale.column(key).unwrap_or(key).to_owned();
    let mut fact = |key: &str, text: Option<String>| {
        if let Some(text) = text {
            facts.push(Fact::new(title(key), text));
        }
    };
    let of = |key: &'static str, id: &Option<String>| id.as_deref().map(|id| named(app, kind, key, id));
    fact("requester", of("requester", &ticket.requester));
    fact("organization", of("organization", &ticket.organization));
    fact("payer", of("payer", &ticket.payer));
    let customer = app.customer_with(ticket, shown.packages.clone());
    let (flags, said) = noted(app, &customer);
    fact("flags", flags);
    fact("customer", said);
    fact("packages", customer.packages.as_ref().map(|p| packages(app, p)));
    fact("team", of("team", &ticket.team));
    // Who handed it on stays in sight (S14).
    let before = crate::process::previous_assignees(&shown.listed.snapshot, &shown.tramites);
    let before = before
        .first()
        .map(|id| format!(" ({}: {})", app.locale.words().before, named(app, kind, "assignee", id)));
    fact(
        "assignee",
        of("assignee", &ticket.assignee).map(|name| name + before.as_deref().unwrap_or_default()),
    );
    fact("origin", of("origin", &ticket.origin));
    let listed = |key: &str, items: Vec<&String>| {
        let names: Vec<String> = items.into_iter().map(|id| named(app, kind, key, id)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    fact("watchers", listed("watchers", ticket.watchers.iter().collect()));
    fact("tags", listed("tags", ticket.tags.iter().collect()));
    if let Some(known) = &shown.listed.known {
        fact("opened", Some(app.locale.datetime(app.zone.local(known.moments.opened))));
        fact("closed", known.moments.closed.map(|at| app.locale.datetime(app.zone.local(at))));
    }
    fact("due", ticket.due.as_deref().map(|text| moment(app, text)));
    fact("promised", ticket.promised.as_deref().map(|text| moment(app, text)));
    fact("rating", of("rating", &ticket.rating));
    fact("merged", ticket.merged.as_deref().map(|uid| link_target(app, uid)));
    let template = template(app, kind);
    let fields = ticket
        .fields
        .iter()
        .map(|(id, v)| {
            let spec = template.and_then(|t| field(t, id));
            let label = spec.and_then(|s| s.label.clone()).unwrap_or_else(|| id.clone());
            let row = spec.and_then(|spec| row_words(app, ticket, spec, v));
            Fact::new(label, value(app, kind, spec, id, v) + &row.unwrap_or_default())
        })
        .collect();
    let number = shown.listed.snapshot.number().to_string();
    TicketPage {
        number: number.clone(),
        title: ticket.title.clone(),
        status: named(app, kind, "status", &ticket.status),
        category: Some(app.locale.category(shown.listed.row.category).to_owned()),
        badges: std::iter::once(named(app, kind, "type", kind))
            .chain(ticket.priority.as_deref().map(|p| named(app, kind, "priority", p)))
            .collect(),
        facts,
        fields,
        description: ticket.description.clone(),
        attachments: ticket.attachments.iter().map(|a| file(app, &purged, a)).collect(),
        links: links(app, shown),
        sla: shown.listed.known.iter().flat_map(|k| &k.clocks.rows).map(sla_line).collect(),
        comments: thread(app, shown, &purged, &names),
        approvals: shown
            .approvals
            .iter()
            .filter(|a| a.waits)
            .map(|a| Awaited {
                label: if a.label == a.what { a.what.clone() } else { format!("{} ({})", a.label, a.what) },
                by: deciders(app, kind, a),
                commands: ["approve", "refuse"]
                    .map(|verb| format!("tramite {verb} {number} {}", a.what))
                    .to_vec(),
            })
            .collect(),
        moves: Some(
            shown
                .moves
                .iter()
                .filter(|m| m.may)
                .map(|m| Move {
                    label: format!("{} ({})", m.label, m.to),
                    lacks: m.missing.clone(),
                    command: format!("tramite transition {number} {}", m.to),
                })
                .collect(),
        ),
    }
}

/// How packages of hours stand, a line each: `18h of 20h used, 2h left, until 31/12/2026`.
pub fn packages(app: &App, of: &Packages) -> String {
    let (locale, words) = (app.locale, app.locale.words());
    let mut lines: Vec<String> = of
        .packages
        .iter()
        .filter(|p| p.valid || p.remaining_s > 0)
        .map(|p| {
            let time = |seconds| locale.working_time(seconds);
            let until = p.until.map(|day| format!(", {} {}", words.until, locale.date(day)));
            format!(
                "{} / {} {}, {} {}{}",
                time(p.used_s),
                time(p.bought_s),
                words.used,
                time(p.remaining_s),
                words.left,
                until.unwrap_or_default()
            )
        })
        .collect();
    if of.beyond_s > 0 {
        lines.push(format!("{} {}", locale.working_time(of.beyond_s), words.uncovered));
    }
    lines.join("\n")
}

/// What a table says of the row that a field names, with the customer's exceptions (C21): ` (coberto: não)`.
fn row_words(app: &App, ticket: &Ticket, spec: &FieldSpec, value: &Value) -> Option<String> {
    let table = app.config.tables.get(spec.table.as_deref()?).filter(|_| spec.kind == FieldKind::Row)?;
    let row = table.rows.iter().find(|row| Some(row.id.as_str()) == value.as_text())?;
    let mut columns = row.columns.clone();
    let organization = ticket.organization.as_deref().and_then(|id| app.config.organizations.get(id));
    let exceptions = organization.and_then(|o| o.tables.get(&table.table)?.get(&row.id));
    columns.extend(exceptions.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())));
    let entries = columns.iter().filter(|(_, value)| !value.is_empty());
    let words: Vec<String> =
        entries.map(|(key, value)| format!("{key}: {}", app.locale.plain_values(value))).collect();
    (!words.is_empty()).then(|| format!(" ({})", words.join(", ")))
}

/// Who can give an approval: their names, else the configuration's words.
fn deciders(app: &App, kind: &str, approval: &Approval) -> String {
    const NAMED: usize = 5;
    if approval.who.is_empty() {
        let none = app.locale.words().none;
        return if approval.by.is_empty() {
            app.config.desk.name.clone()
        } else {
            format!("{} ({none})", approval.by.join(", "))
        };
    }
    let names = approval.who.iter().take(NAMED).map(|id| named(app, kind, "watchers", id));
    let more = if approval.who.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", names.collect::<Vec<_>>().join(", "))
}

fn link_target(app: &App, to: &str) -> String {
    let row = to.parse().ok().and_then(|uid| app.index().ok()?.by_uid(&uid).ok()?);
    row.map_or_else(|| to.to_owned(), |row| format!("{} {}", row.number, row.title))
}

/// `1a2b3c4d5e (fixes) Confirm orders again`.
fn commit_line(commit: &TicketCommit) -> String {
    let id = short(&commit.commit);
    let place = commit.repository.as_ref().map_or_else(|| id.to_owned(), |name| format!("{name} {id}"));
    let fix = match (&commit.fixed, commit.trailer) {
        (Some(fixed), _) => format!(" (fixes: {fixed})"),
        (None, "fixes") => " (fixes)".to_owned(),
        _ => String::new(),
    };
    let subject = commit.subject.as_deref().map(|subject| format!(" {subject}")).unwrap_or_default();
    format!("{place}{fix}{subject}")
}

/// As much of a commit's id as people copy.
pub fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

fn sla_line(row: &ClockRow) -> SlaLine {
    SlaLine {
        metric: row.metric.clone(),
        state: row.state.as_str().to_owned(),
        due_at: row.due_at,
        elapsed_s: row.elapsed_s,
        target_s: row.target_s,
    }
}

/// A file's name and size; that it was removed, where it was.
fn file(app: &App, purged: &BTreeSet<&str>, file: &Attachment) -> String {
    let size = app.locale.bytes(file.size);
    if !purged.contains(file.sha256.as_str()) {
        return format!("{} ({size})", file.name);
    }
    format!("{} ({size}, {})", file_name(app, true, file), app.locale.file_state("purged"))
}

/// What a file is called: by the beginning of its hash, where it was removed and the desk does not name what was.
fn file_name(app: &App, purged: bool, file: &Attachment) -> String {
    if purged && !app.config.desk.purge.names {
        return file.sha256.get(..12).unwrap_or(&file.sha256).to_owned();
    }
    file.name.clone()
}

/// What the files of a ticket are called in its log, by hash; to a customer, without the names that the desk uses in house.
pub fn file_names(app: &App, snapshot: &Snapshot) -> BTreeMap<String, String> {
    let purged = files::purged(snapshot);
    let for_customer = app.is_customer();
    let in_house = |id: &Uid| snapshot.comments.get(id).is_some_and(|c| c.kind == CommentKind::Internal);
    let named = files::named(snapshot)
        .into_iter()
        .filter(|named| !for_customer || !named.comment.is_some_and(in_house))
        .filter_map(|named| named.attachment);
    named.map(|a| (a.sha256.clone(), file_name(app, purged.contains(a.sha256.as_str()), a))).collect()
}

/// What it is linked with.
fn links(app: &App, shown: &Shown) -> Vec<Fact> {
    let links = &shown.listed.snapshot.ticket.links;
    links
        .iter()
        .filter(|link| link.kind != COMMIT)
        .map(|link| Fact::new(app.locale.state(&link.kind), link_target(app, &link.to)))
        .chain(shown.commits.iter().flatten().map(|one| Fact::new(COMMIT, commit_line(one))))
        .collect()
}

/// Its comments; to a customer, without what is among agents.
fn thread(
    app: &App,
    shown: &Shown,
    purged: &BTreeSet<&str>,
    names: &BTreeMap<String, String>,
) -> Vec<CommentView> {
    let for_customer = app.is_customer();
    let kind = shown.listed.snapshot.ticket.type_id.as_str();
    let seen =
        shown.comments.iter().filter(|said| !for_customer || said.comment.kind != CommentKind::Internal);
    seen.map(|said| comment_view(app, kind, said, purged, names)).collect()
}

fn comment_view(
    app: &App,
    kind: &str,
    said: &crate::app::show::Said,
    purged: &BTreeSet<&str>,
    names: &BTreeMap<String, String>,
) -> CommentView {
    let comment = &said.comment;
    let author = crate::process::identify(&app.config, &said.by);
    let by = author
        .person
        .as_ref()
        .map(|p| p.name.clone())
        .or_else(|| author.contact.as_ref().map(|(_, c)| c.name.clone()))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| said.by.name.clone());
    CommentView {
        id: said.id.to_string(),
        at: app.zone.local(said.at.to_utc()),
        by,
        kind: comment.kind,
        channel: comment.channel.as_deref().map(|id| named(app, kind, "channel", id)),
        with: comment.with.clone(),
        on_behalf: comment.for_contact.as_deref().map(|id| named(app, kind, "for", id)),
        time: comment.time.map(|t| (t.minutes, t.billable)),
        approval: comment.approval.as_ref().map(|a| (named(app, kind, "approval", &a.what), a.verdict)),
        missing: comment.missing.iter().map(|id| named(app, kind, "field", id)).collect(),
        attachments: comment.attachments.iter().map(|a| file(app, purged, a)).collect(),
        removed: comment
            .purges
            .iter()
            .map(|sha256| names.get(sha256).cloned().unwrap_or_else(|| sha256.chars().take(12).collect()))
            .collect(),
        dismissed: said.dismissed,
        sensitive: comment.body_file.as_deref().map(|sha256| {
            let state = if purged.contains(sha256) { "purged" } else { "elsewhere" };
            app.locale.file_state(state).to_owned()
        }),
        body: comment.body.clone(),
    }
}

/// Tickets as a table with these columns; the usual ones where none are named.
pub fn table(app: &App, listed: &[Listed], columns: &[String]) -> Table {
    let ids: Vec<&str> =
        if columns.is_empty() { COLUMNS.to_vec() } else { columns.iter().map(String::as_str).collect() };
    let columns = ids
        .iter()
        .map(|id| {
            let column = match app.locale.column(id) {
                Some(_) => Column::new(id, app.locale),
                None => Column::titled(id, &field_title(app, id)),
            };
            match *id {
                "number" => column.keep(9),
                "title" => column.keep(8),
                // How a clock stands says what to do first.
                "sla" => column.keep(7),
                "status" | "priority" => column.keep(6),
                "age" | "idle" | "in_status" => column.right().keep(4),
                "opened" | "closed" | "tags" | "origin" => column.keep(3),
                _ => column,
            }
        })
        .collect();
    let mut table = Table::new(columns);
    for one in listed {
        table.push(ids.iter().map(|id| cell(app, one, id)).collect());
    }
    table
}

/// The same, with what files the tickets have where any has one and nobody has said which columns to show (S32).
pub fn table_with_files(app: &App, listed: &[Listed], columns: &[String]) -> Table {
    let mut table = table(app, listed, columns);
    if !columns.iter().any(|id| id == FILES) {
        let names = |one: &Listed| files_cell(&app.file_names(&one.row).unwrap_or_default());
        add_files(app, &mut table, listed.iter().map(names).collect());
    }
    table
}

/// Adds the column of files to a table where any of its rows has one.
pub fn add_files(app: &App, table: &mut Table, cells: Vec<Cell>) {
    if cells.iter().any(|cell| *cell != Cell::empty()) {
        table.columns.push(files_column(app));
        table.rows.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell));
    }
}

/// The column of files: the first that is left out where the terminal is narrow.
pub fn files_column(app: &App) -> Column {
    Column::new(FILES, app.locale).keep(1)
}

/// What files are called.
pub fn files_cell(names: &[String]) -> Cell {
    if names.is_empty() { Cell::empty() } else { Cell::text(names.join(", ")) }
}

/// The table without its last column where that is the one of files and no row has any, or where it is for `programs`:
/// what these find is what JSON has (8.2).
pub fn with_files_for(table: &Table, programs: bool) -> Table {
    let mut table = table.clone();
    let at = table.columns.len().saturating_sub(1);
    let has_none = table.rows.iter().all(|row| row.get(at).is_none_or(|cell| *cell == Cell::empty()));
    if (has_none || programs) && table.columns.last().is_some_and(|column| column.key == FILES) {
        table.columns.pop();
        table.rows.iter_mut().for_each(|row| row.truncate(at));
    }
    table
}

fn field_title(app: &App, id: &str) -> String {
    let id = id.strip_prefix("fields.").unwrap_or(id);
    // What a row says: the field's label, then the column.
    if let Some((base, column)) = id.split_once('.') {
        return format!("{}: {column}", field_title(app, base));
    }
    app.config.types.values().find_map(|t| field(t, id)?.label.clone()).unwrap_or_else(|| id.to_owned())
}

fn cell(app: &App, listed: &Listed, column: &str) -> Cell {
    let ticket = &listed.snapshot.ticket;
    let kind = ticket.type_id.as_str();
    let now = app.now.to_utc();
    let since = |at: chrono::DateTime<chrono::Utc>| Cell::from(Content::Age((now - at).num_seconds()));
    let moments = listed.known.as_ref().map(|k| &k.moments);
    match column {
        "number" => Cell::text(listed.snapshot.number().to_string()).tone(Tone::Name),
        "sla" => match listed.clock() {
            Some(clock) => sla_cell(app, clock),
            None => Cell::empty(),
        },
        "age" => moments.map_or_else(Cell::empty, |m| {
            Cell::from(Content::Age((m.closed.unwrap_or(now) - m.opened).num_seconds()))
        }),
        "idle" => moments.map_or_else(Cell::empty, |m| since(m.last)),
        "in_status" => moments.map_or_else(Cell::empty, |m| since(m.in_status)),
        "since_public" => moments.map_or_else(Cell::empty, |m| since(m.public.unwrap_or(m.opened))),
        "since_customer" => moments.and_then(|m| m.customer).map_or_else(Cell::empty, since),
        "unanswered" => moments.and_then(|m| m.unanswered).map_or_else(Cell::empty, since),
        "opened" => moments.map_or_else(Cell::empty, |m| app.zone.local(m.opened).into()),
        "closed" => moments.and_then(|m| m.closed).map_or_else(Cell::empty, |at| app.zone.local(at).into()),
        "category" => Cell::text(app.locale.category(listed.row.category)),
        // Those of its comments too: what the customer has sent is not asked for again (S32).
        "attachments" => Cell::text(app.file_names(&listed.row).unwrap_or_default().join(", ")),
        "due" | "promised" => {
            let text = if column == "due" { &ticket.due } else { &ticket.promised };
            text.as_deref().map_or_else(Cell::empty, |text| {
                let late = app
                    .locale
                    .read_moment(text, app.now, &app.local_time())
                    .is_ok_and(|m| m.is_before(app.now) && !listed.row.category.is_final());
                Cell::text(moment(app, text)).tone(if late { Tone::Bad } else { Tone::Plain })
            })
        }
        key => {
            let id = key.strip_prefix("fields.").unwrap_or(key);
            if let Some(v) = ticket.fields.get(id) {
                let spec = template(app, kind).and_then(|t| field(t, id));
                return Cell::text(value(app, kind, spec, id, v));
            }
            asked(app, listed, key)
        }
    }
}

/// What a filter could ask for under the key.
fn asked(app: &App, listed: &Listed, key: &str) -> Cell {
    let (config, now) = (&*app.config, app.now);
    let facts = app.facts_of(listed.known.clone(), now.to_utc());
    let reader = app.reader();
    let scope =
        Scope { config, snapshot: &listed.snapshot, me: reader.id(), now, facts: &facts, changed: &[] };
    match query::shown(key, &scope) {
        query::Shown::Texts(_, texts) if texts.is_empty() => Cell::empty(),
        query::Shown::Texts(name, texts) => {
            let kind = listed.snapshot.ticket.type_id.as_str();
            let labels: Vec<String> = texts.iter().map(|text| named(app, kind, &name, text)).collect();
            Cell::text(labels.join(", "))
        }
        query::Shown::Fact(_, None) => Cell::empty(),
        query::Shown::Fact(_, Some(fact)) => match fact {
            query::Fact::Instant(at) => app.zone.local(at.to_utc()).into(),
            query::Fact::Seconds(seconds) => Cell::age(seconds),
            query::Fact::Days(n) | query::Fact::Count(n) => n.into(),
            query::Fact::Text(word) => Cell::text(app.locale.state(&word)).tone(Tone::of_state(&word)),
            query::Fact::Bool(yes) => yes.into(),
        },
    }
}

/// The soonest clock: when it runs out, or how it ended.
fn sla_cell(app: &App, clock: &ClockRow) -> Cell {
    let state = clock.state.as_str();
    let text = match clock.due_at.filter(|_| !clock.state.is_stopped()) {
        Some(due) => {
            format!("{} {}", app.locale.state(state), app.locale.datetime(app.zone.local(due.to_utc())))
        }
        None => app.locale.state(state).to_owned(),
    };
    Cell::text(text).tone(Tone::of_state(state))
}

/// The word for a comment's kind, for lists of macros.
pub fn kind_word(app: &App, kind: CommentKind) -> &'static str {
    app.locale.comment_kind(kind)
}
