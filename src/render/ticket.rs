//! What `show` prints. Takes texts that are already resolved to labels; knows the layout and nothing of the desk.

use super::sanitize::{block, line, truncate, width};
use super::wrap::wrap;
use super::{Page, Tone};
use crate::model::{CommentKind, Verdict};
use chrono::{DateTime, FixedOffset};

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What it says; may have several lines.
    pub value: String,
    /// How it is meant.
    pub tone: Tone,
}

impl Fact {
    /// A fact without a tone.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), tone: Tone::Plain }
    }
}

/// A comment as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentView {
    /// Its id, or as much of it as names it.
    pub id: String,
    /// When, in the desk's zone.
    pub at: DateTime<FixedOffset>,
    /// Who wrote it.
    pub by: String,
    /// Its direction.
    pub kind: CommentKind,
    /// The channel's label.
    pub channel: Option<String>,
    /// Who was spoken to.
    pub with: Option<String>,
    /// The contact who said it.
    pub on_behalf: Option<String>,
    /// Work reported with it in minutes, and whether it is billable.
    pub time: Option<(u32, bool)>,
    /// The approval's label and the verdict.
    pub approval: Option<(String, Verdict)>,
    /// Labels of the fields that a return asks for.
    pub missing: Vec<String>,
    /// Names of its files.
    pub attachments: Vec<String>,
    /// Names of the files that it says were removed.
    pub removed: Vec<String>,
    /// Whether it was said to be no message (S21).
    pub dismissed: bool,
    /// Where its text is, in words, where that is kept like a file.
    pub sensitive: Option<String>,
    /// Its text.
    pub body: String,
}

/// A clock as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlaLine {
    /// The metric's label.
    pub metric: String,
    /// Its state's id (6).
    pub state: String,
    /// Its deadline, in the zone of its calendar.
    pub due_at: Option<DateTime<FixedOffset>>,
    /// Working time elapsed in seconds.
    pub elapsed_s: i64,
    /// Its target in seconds.
    pub target_s: i64,
}

/// A legal move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The label of the status that it leads to.
    pub label: String,
    /// What it still lacks, in words.
    pub lacks: Vec<String>,
    /// What to type.
    pub command: String,
}

/// An approval that the ticket waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// Its label.
    pub label: String,
    /// Who can give it, in words.
    pub by: String,
    /// What to type.
    pub commands: Vec<String>,
}

/// Everything that `show` says of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TicketPage {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The status' label.
    pub status: String,
    /// The category's word, where it says more than the label.
    pub category: Option<String>,
    /// Beside the status: type, priority.
    pub badges: Vec<String>,
    /// People, dates, tags, in the order in which they are shown.
    pub facts: Vec<Fact>,
    /// The type's own fields.
    pub fields: Vec<Fact>,
    /// What the requester said.
    pub description: Option<String>,
    /// Names of the ticket's own files.
    pub attachments: Vec<String>,
    /// Relations: kind and target.
    pub links: Vec<Fact>,
    /// Clocks.
    pub sla: Vec<SlaLine>,
    /// Comments, oldest first.
    pub comments: Vec<CommentView>,
    /// Approvals that it waits for.
    pub approvals: Vec<Awaited>,
    /// Legal moves; `None` where nobody asked (a ticket at an earlier commit).
    pub moves: Option<Vec<Move>>,
}

struct Out {
    page: Page,
    width: usize,
    text: String,
}

impl Out {
    /// Lines of `text` under an indentation.
    fn lines(&mut self, indent: usize, tone: Tone, text: &str) {
        let indent = if indent * 2 > self.width { 0 } else { indent };
        for part in wrap(text, self.width - indent) {
            let blanks = if part.is_empty() { 0 } else { indent };
            self.text.push_str(&" ".repeat(blanks));
            self.text.push_str(&self.page.paint(tone, &part));
            self.text.push('\n');
        }
    }

    fn heading(&mut self, text: &str) {
        self.text.push('\n');
        self.lines(0, Tone::Strong, text);
    }

    /// Labels in a column, values beside them, or below where there is no room beside.
    fn facts(&mut self, facts: &[Fact]) {
        let cells: Vec<(String, String, Tone)> =
            facts.iter().map(|f| (line(&f.label), block(&f.value), f.tone)).collect();
        let most = (self.width / 3).max(1);
        let column = cells.iter().map(|(label, _, _)| width(label)).max().unwrap_or(0).min(most);
        for (label, value, tone) in &cells {
            let label = truncate(label, column);
            let room = self.width.saturating_sub(column + 2).max(1);
            for (at, part) in wrap(value, room).iter().enumerate() {
                let label = if at == 0 { label.as_str() } else { "" };
                let free = " ".repeat(column - width(label) + 2);
                if part.is_empty() {
                    self.text.push_str(&self.page.paint(Tone::Dim, label));
                } else {
                    self.text.push_str(&self.page.paint(Tone::Dim, label));
                    self.text.push_str(&free);
                    self.text.push_str(&self.page.paint(*tone, part));
                }
                self.text.push('\n');
            }
        }
    }
}

/// The page as text.
pub fn render(ticket: &TicketPage, page: Page) -> String {
    let words = page.locale.words();
    let mut out = Out { page, width: page.width.unwrap_or(usize::MAX), text: String::new() };
    out.lines(0, Tone::Strong, &format!("{}  {}", line(&ticket.number), line(&ticket.title)));
    let mut status = line(&ticket.status);
    if let Some(category) = ticket.category.as_ref().filter(|c| !c.eq_ignore_ascii_case(&ticket.status)) {
        status.extend([" (", &line(category), ")"]);
    }
    let badges: Vec<String> = std::iter::once(status).chain(ticket.badges.iter().map(|b| line(b))).collect();
    out.lines(0, Tone::Name, &badges.join(" · "));
    for facts in [&ticket.facts, &ticket.fields] {
        if !facts.is_empty() {
            out.text.push('\n');
            out.facts(facts);
        }
    }
    if let Some(description) = &ticket.description {
        out.heading(words.description);
        out.lines(2, Tone::Plain, &block(description));
    }
    if !ticket.attachments.is_empty() {
        out.heading(words.attachments);
        for name in &ticket.attachments {
            out.lines(2, Tone::Plain, &line(name));
        }
    }
    if !ticket.links.is_empty() {
        out.heading(words.links);
        out.facts(&ticket.links);
    }
    if !ticket.sla.is_empty() {
        out.heading("SLA");
        let facts: Vec<Fact> = ticket.sla.iter().map(|clock| sla_fact(clock, page)).collect();
        out.facts(&facts);
    }
    if !ticket.comments.is_empty() {
        out.heading(&format!("{} ({})", words.comments, ticket.comments.len()));
        for (at, comment) in ticket.comments.iter().enumerate() {
            if at > 0 {
                out.text.push('\n');
            }
            push_comment(&mut out, comment);
        }
    }
    if let Some(moves) = &ticket.moves {
        out.heading(words.what_next);
        push_moves(&mut out, &ticket.approvals, moves);
    }
    out.text
}

fn sla_fact(clock: &SlaLine, page: Page) -> Fact {
    let (locale, words) = (page.locale, page.locale.words());
    let mut parts = vec![
        locale.state(&clock.state).to_owned(),
        format!("{} / {}", locale.working_time(clock.elapsed_s), locale.working_time(clock.target_s)),
    ];
    let left = clock.target_s - clock.elapsed_s;
    match clock.state.as_str() {
        "running" | "at_risk" | "paused" if left >= 0 => {
            parts.push(format!("{} {}", words.left, locale.working_time(left)));
        }
        "overdue" | "breached" | "paused" => {
            parts.push(format!("{} {}", words.late_by, locale.working_time(-left)));
        }
        _ => {}
    }
    if let Some(due) = clock.due_at {
        let due_at = locale.column("due_at").unwrap_or("due").to_lowercase();
        parts.push(format!("{due_at} {}", locale.datetime(due)));
    }
    Fact { label: clock.metric.clone(), value: parts.join(" · "), tone: Tone::of_state(&clock.state) }
}

fn push_comment(out: &mut Out, comment: &CommentView) {
    let (locale, words) = (out.page.locale, out.page.locale.words());
    let mut head = vec![locale.datetime(comment.at), line(&comment.by)];
    let mut kind = locale.comment_kind(comment.kind).to_uppercase();
    if comment.dismissed {
        kind.extend([" (", words.dismissed, ")"]);
    }
    head.push(kind);
    if let Some(contact) = &comment.on_behalf {
        head.push(format!("{} {}", words.on_behalf, line(contact)));
    }
    match (&comment.channel, &comment.with) {
        (Some(channel), Some(with)) => head.push(format!("{} {} {}", line(channel), words.with, line(with))),
        (Some(channel), None) => head.push(line(channel)),
        (None, Some(with)) => head.push(format!("{} {}", words.with, line(with))),
        (None, None) => {}
    }
    if let Some((minutes, billable)) = comment.time {
        let time = locale.working_time(i64::from(minutes) * 60);
        head.push(if billable { format!("{time} {}", words.billable) } else { time });
    }
    let tone = match comment.kind {
        CommentKind::Public => Tone::Good,
        CommentKind::Internal => Tone::Warn,
        CommentKind::Customer => Tone::Name,
    };
    out.lines(
        0,
        if comment.dismissed { Tone::Dim } else { tone },
        &format!("{}  [{}]", head.join(" · "), line(&comment.id)),
    );
    if let Some((what, verdict)) = &comment.approval {
        out.lines(2, Tone::Strong, &format!("{}: {}", line(what), locale.verdict(*verdict)));
    }
    if !comment.missing.is_empty() {
        let fields: Vec<String> = comment.missing.iter().map(|f| line(f)).collect();
        out.lines(2, Tone::Strong, &format!("{}: {}", words.missing, fields.join(", ")));
    }
    if let Some(place) = comment.sensitive.as_deref().filter(|_| comment.body.is_empty()) {
        out.lines(2, Tone::Dim, &format!("({}: {place})", words.sensitive));
    }
    if !comment.body.is_empty() {
        out.lines(2, Tone::Plain, &block(&comment.body));
    }
    for name in &comment.attachments {
        out.lines(2, Tone::Dim, &format!("+ {}", line(name)));
    }
    for name in &comment.removed {
        out.lines(2, Tone::Dim, &format!("{}: {}", words.file_removed, line(name)));
    }
}

fn push_moves(out: &mut Out, approvals: &[Awaited], moves: &[Move]) {
    let words = out.page.locale.words();
    if moves.is_empty() && approvals.is_empty() {
        out.lines(2, Tone::Dim, words.no_moves);
    }
    for awaited in approvals {
        let (label, by) = (line(&awaited.label), line(&awaited.by));
        out.lines(2, Tone::Warn, &format!("? {} {label} · {} {by}", words.waits_for, words.by));
        for command in &awaited.commands {
            out.text.push_str("    ");
            out.text.push_str(&out.page.paint(Tone::Name, &line(command)));
            out.text.push('\n');
        }
    }
    for step in moves {
        let label = line(&step.label);
        if step.lacks.is_empty() {
            out.lines(2, Tone::Good, &format!("→ {label}"));
        } else {
            let lacks: Vec<String> = step.lacks.iter().map(|l| line(l)).collect();
            out.lines(2, Tone::Warn, &format!("→ {label} · {}: {}", words.lacks, lacks.join(", ")));
        }
        // Not wrapped: it is there to be copied.
        out.text.push_str("    ");
        out.text.push_str(&out.page.paint(Tone::Name, &line(&step.command)));
        out.text.push('\n');
    }
}

#[cfg(test)]
#[path = "ticket_tests.rs"]
mod tests;
