//! One ticket's history as clocks see it: steps in order of time, each with its events (4, 6).

use super::events::{self, Event};
use super::versions::Versions;
use crate::calendar::Instant;
use crate::model::change::apply;
use crate::model::config::StatusCategory;
use crate::model::{Change, CommentKind, Finding, Severity, Snapshot, Tramite, Uid};
use std::collections::{BTreeMap, BTreeSet};

/// Which part of the history is looked at (6): `at` ≤ `now`, and with `known` also `recorded` ≤ `known`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// `--as-of T`, or the present.
    pub now: Instant,
    /// `--as-known T`: what had been recorded by then.
    pub known: Option<Instant>,
}

impl Horizon {
    /// Everything that happened until `now`.
    pub const fn at(now: Instant) -> Self {
        Self { now, known: None }
    }

    /// Whether a trâmite is seen.
    pub fn sees(&self, tramite: &Tramite) -> bool {
        Instant::from(tramite.at) <= self.now
            && self.known.is_none_or(|known| Instant::from(tramite.recorded) <= known)
    }
}

/// What one commit did to the ticket. All of it takes effect together.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing that the commit did")]
pub struct Step<'a> {
    /// The trâmite, with author, commit and changes.
    pub tramite: &'a Tramite,
    /// When it happened; never before the step before.
    pub at: Instant,
    /// Its events. Groups take effect one after the other: the opening before all else, then what the state
    /// and the first comment say, then each further comment.
    pub groups: Vec<Vec<Event>>,
    /// The status after it, dismissed messages left out of account.
    pub status: String,
    /// The category of that status (4).
    pub category: StatusCategory,
    /// The category before it; `None` at the opening.
    pub category_before: Option<StatusCategory>,
    /// Whether it opened the ticket.
    pub opening: bool,
    /// Whether what is public in it is a receipt: it went with the opening of a ticket that goes on, or with a customer's
    /// message, and so answers neither (P4, S20). To clocks it is a `reply` like any other (6).
    pub receipt: bool,
    /// Whether the ticket's type is another one after it.
    pub type_changed: bool,
    /// Whether the ticket is merged into another, or gone, after it.
    pub gone: bool,
    /// Whether it changed anything but comments.
    pub changes_state: bool,
    /// Whether its change of status is left out of account, since a dismissal undid it (S21).
    pub skips_status: bool,
}

impl Step<'_> {
    /// All its events.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.groups.iter().flatten()
    }

    /// Whether the event is among them.
    pub fn has(&self, event: &Event) -> bool {
        self.events().any(|e| e == event)
    }
}

/// A ticket's history: computed once, read by every clock, report, explanation and derived key.
#[derive(Debug, Clone)]
pub struct Timeline<'a> {
    /// The ticket.
    pub uid: Uid,
    /// When it was opened.
    pub opened_at: Instant,
    /// Its trâmites from the opening on; never empty.
    pub steps: Vec<Step<'a>>,
    /// The state after the last one.
    pub state: Snapshot,
    /// Customer messages that were none (S21).
    pub dismissed: BTreeSet<Uid>,
    /// What could not be read as it should: a status that no template knows (4).
    pub findings: Vec<Finding>,
    /// Where it was cut.
    pub horizon: Horizon,
}

impl<'a> Timeline<'a> {
    /// Reads a ticket's trâmites, which are in order (4), as far as the horizon goes. `None` where the ticket is
    /// not open yet by then.
    pub fn build(tramites: &'a [Tramite], versions: &dyn Versions, horizon: Horizon) -> Option<Self> {
        let seen: Vec<&'a Tramite> = tramites.iter().filter(|t| horizon.sees(t)).collect();
        let dismissals = Dismissals::of(&seen);
        let mut reader = Reader { versions, findings: Vec::new(), steps: Vec::new() };
        let mut state = None;
        for (index, tramite) in seen.into_iter().enumerate() {
            reader.read(tramite, &mut state, &dismissals, index);
        }
        let first = reader.steps.first()?;
        let (uid, opened_at) = (first.tramite.uid.clone(), first.at);
        let uid = state.as_ref().map_or(uid, |s: &Snapshot| s.ticket.uid.clone());
        let state = match state {
            Some(state) => state,
            None => last_state(&reader.steps)?,
        };
        let (steps, mut findings) = (reader.steps, reader.findings);
        for finding in &mut findings {
            finding.ticket = Some(state.number().to_string());
        }
        Some(Self { uid, opened_at, steps, state, dismissed: dismissals.messages, findings, horizon })
    }

    /// The step after which the ticket stands as it does.
    pub fn last(&self) -> &Step<'a> {
        &self.steps[self.steps.len() - 1]
    }

    /// Goes through the first `count` steps once more, with the state after each as clocks see it.
    pub fn replay(&self, count: usize, mut visit: impl FnMut(usize, &Step<'a>, &Snapshot)) {
        let mut state = None;
        let mut kept: Option<Snapshot> = None;
        for (index, step) in self.steps.iter().enumerate().take(count) {
            fold_step(&mut state, step.tramite, step.skips_status);
            if let Some(snapshot) = &state {
                visit(index, step, snapshot);
            } else if let Some(snapshot) = &kept {
                visit(index, step, snapshot);
            }
            // Only the rare step before a removal needs a copy.
            kept = match self.steps.get(index + 1) {
                Some(next) if removes(next.tramite) => state.clone(),
                _ => None,
            };
        }
    }
}

fn removes(tramite: &Tramite) -> bool {
    tramite.changes.iter().any(|c| matches!(c, Change::Removed { comment: None }))
}

fn fold_step(state: &mut Option<Snapshot>, tramite: &Tramite, skips_status: bool) {
    for change in &tramite.changes {
        if !(skips_status && matches!(change, Change::Status(_))) {
            apply(state, change);
        }
    }
}

/// The last state of a ticket that was removed.
fn last_state(steps: &[Step]) -> Option<Snapshot> {
    let mut state = None;
    let mut last = None;
    for step in steps {
        if removes(step.tramite) {
            last.clone_from(&state);
        }
        fold_step(&mut state, step.tramite, step.skips_status);
    }
    state.or(last)
}

/// Which of a ticket's trâmites, in order, moved it by a message that was dismissed, where its dismissal took the move back:
/// to clocks and to times that are asked about they moved nothing (S21).
pub fn undone_moves(tramites: &[&Tramite]) -> BTreeSet<usize> {
    Dismissals::of(tramites).statuses
}

/// Which customer messages are dismissed, and which changes of status went with them (S21).
#[derive(Default)]
struct Dismissals {
    messages: BTreeSet<Uid>,
    /// Indices of trâmites whose change of status is left out of account.
    statuses: BTreeSet<usize>,
}

impl Dismissals {
    fn of(tramites: &[&Tramite]) -> Self {
        let mut named: Vec<(Uid, usize)> = Vec::new();
        for (index, tramite) in tramites.iter().enumerate() {
            for change in &tramite.changes {
                match change {
                    Change::Comment { comment, .. } => {
                        named.extend(
                            comment.dismisses.iter().filter_map(|id| Some((id.parse().ok()?, index))),
                        );
                    }
                    Change::Dismissed { comment } => named.extend(comment.parse().ok().map(|id| (id, index))),
                    _ => {}
                }
            }
        }
        let mut found = Self::default();
        if named.is_empty() {
            return found;
        }
        let customer: BTreeMap<&Uid, usize> = tramites
            .iter()
            .enumerate()
            .flat_map(|(index, t)| t.changes.iter().map(move |c| (index, c)))
            .filter_map(|(index, change)| match change {
                Change::Comment { id, comment } if comment.kind == CommentKind::Customer => Some((id, index)),
                _ => None,
            })
            .collect();
        let statuses = statuses(tramites);
        for (message, by) in named {
            let Some(&sent) = customer.get(&message) else { continue };
            if by < sent {
                continue;
            }
            if let (Some((before, _)), Some((from, to))) = (&statuses[sent], &statuses[by])
                && by > sent
                && to == before
                && from != to
                && tramites[sent].changes.iter().all(|c| !matches!(c, Change::Opened { .. }))
            {
                found.statuses.insert(sent);
            }
            found.messages.insert(message);
        }
        found
    }
}

/// For each trâmite the status before and after it, where it changed it.
fn statuses(tramites: &[&Tramite]) -> Vec<Option<(String, String)>> {
    let mut held: Option<String> = None;
    tramites
        .iter()
        .map(|tramite| {
            let before = held.clone();
            for change in &tramite.changes {
                match change {
                    Change::Opened { ticket, .. } => held = Some(ticket.status.clone()),
                    Change::Status(pair) if held.is_some() => held.clone_from(&pair.to),
                    Change::Removed { comment: None } => held = None,
                    _ => {}
                }
            }
            match (before, &held) {
                (Some(before), Some(after)) if before != *after => Some((before, after.clone())),
                _ => None,
            }
        })
        .collect()
}

struct Reader<'a, 'v> {
    versions: &'v dyn Versions,
    findings: Vec<Finding>,
    steps: Vec<Step<'a>>,
}

/// What of a state is compared for events.
struct Before {
    status: String,
    type_id: String,
    assignee: Option<String>,
    merged: Option<String>,
}

impl<'a> Reader<'a, '_> {
    fn read(
        &mut self,
        tramite: &'a Tramite,
        state: &mut Option<Snapshot>,
        dismissals: &Dismissals,
        index: usize,
    ) {
        let before = state.as_ref().map(|s| Before {
            status: s.ticket.status.clone(),
            type_id: s.ticket.type_id.clone(),
            assignee: s.ticket.assignee.clone(),
            merged: s.ticket.merged.clone(),
        });
        let (links, comments) = self.additions(tramite, state.as_ref(), &dismissals.messages);
        let skips_status = dismissals.statuses.contains(&index);
        fold_step(state, tramite, skips_status);
        let previous = self.steps.last();
        let at = Instant::from(tramite.at);
        let at = previous.map_or(at, |p| at.max(p.at));
        let Some(after) = state.as_ref().map(|s| &s.ticket) else {
            // Before the opening nothing counts; a removal ends everything.
            if let Some(previous) = previous.cloned() {
                self.steps.push(Step {
                    tramite,
                    at,
                    groups: Vec::new(),
                    category_before: Some(previous.category),
                    opening: false,
                    type_changed: false,
                    gone: true,
                    changes_state: true,
                    skips_status,
                    ..previous
                });
            }
            return;
        };
        let opening = previous.is_none();
        let status_set = before.as_ref().is_none_or(|b| b.status != after.status);
        let type_changed = before.as_ref().is_some_and(|b| b.type_id != after.type_id);
        let category_before = previous.map(|p| p.category);
        let category = match category_before {
            Some(category) if !status_set && !type_changed => category,
            // A status that was not set again keeps its category where the new type says nothing of it.
            Some(category) if !status_set => {
                self.category(tramite, &after.type_id, &after.status).unwrap_or(category)
            }
            _ => self.category(tramite, &after.type_id, &after.status).unwrap_or_else(|| {
                self.findings.push(Finding {
                    commit: Some(tramite.commit.clone()),
                    severity: Severity::Warning,
                    ..Finding::error(
                        "unknown_status",
                        format!(
                            "status {:?} is in no template of type {:?}: taken as active; add it to the type's flow",
                            after.status, after.type_id
                        ),
                    )
                });
                StatusCategory::Active
            }),
        };
        let mut state_events = Vec::new();
        if status_set {
            if let Some(before) = &before {
                state_events.push(Event::Leave(before.status.clone()));
            }
            state_events.push(Event::Enter(after.status.clone()));
        }
        if category_before != Some(category) {
            state_events.push(Event::EnterCategory(category));
        }
        let assignee_before = before.as_ref().and_then(|b| b.assignee.as_ref());
        if after.assignee.is_some() && after.assignee.as_ref() != assignee_before {
            state_events.push(Event::Assigned);
        }
        if after.merged.is_some() && before.as_ref().is_none_or(|b| b.merged.is_none()) {
            state_events.push(Event::Merged);
        }
        state_events.extend(links);
        let mut groups = Vec::new();
        if opening {
            groups.push(vec![Event::Opened]);
        }
        let mut comments = comments.into_iter();
        state_events.extend(comments.next().unwrap_or_default());
        if !state_events.is_empty() {
            groups.push(state_events);
        }
        groups.extend(comments);
        let is_message = groups.iter().flatten().any(|event| *event == Event::CustomerMessage);
        let is_answered = matches!(category, StatusCategory::Resolved | StatusCategory::Closed);
        self.steps.push(Step {
            tramite,
            at,
            groups,
            status: after.status.clone(),
            category,
            category_before,
            opening,
            receipt: is_message || (opening && !is_answered),
            type_changed,
            gone: after.merged.is_some(),
            changes_state: tramite.changes.iter().any(|c| !matches!(c, Change::Comment { .. })),
            skips_status,
        });
    }

    /// Events of links and of comments (each comment's own) that were not there before.
    fn additions(
        &self,
        tramite: &Tramite,
        state: Option<&Snapshot>,
        dismissed: &BTreeSet<Uid>,
    ) -> (Vec<Event>, Vec<Vec<Event>>) {
        let (mut links, mut comments) = (Vec::new(), Vec::new());
        let none = BTreeSet::new();
        let had = state.map_or(&none, |s| &s.ticket.links);
        for change in &tramite.changes {
            match change {
                Change::Opened { ticket, .. } => {
                    links.extend(events::of_links(&ticket.links, had));
                }
                Change::Links(set) => links.extend(events::of_links(&set.added, had)),
                Change::Comment { id, comment } => {
                    if dismissed.contains(id) || state.is_some_and(|s| s.comments.contains_key(id)) {
                        continue;
                    }
                    let of_this = events::of_comment(comment, |channel| self.is_contact(tramite, channel));
                    if !of_this.is_empty() {
                        comments.push(of_this);
                    }
                }
                _ => {}
            }
        }
        (links, comments)
    }

    /// Whether a channel is a spoken contact: as the commit's tree says, else the head's.
    fn is_contact(&self, tramite: &Tramite, channel: &str) -> bool {
        let at = self.versions.at(&tramite.commit);
        [at.as_ref(), Some(self.versions.head())]
            .into_iter()
            .flatten()
            .find_map(|config| config.desk.channels.iter().find(|c| c.id == channel))
            .is_some_and(|channel| channel.contact)
    }

    /// The category of a status: as the template in the commit's tree says, else the head's (4).
    fn category(&self, tramite: &Tramite, type_id: &str, status: &str) -> Option<StatusCategory> {
        let at = self.versions.at(&tramite.commit);
        [at.as_ref(), Some(self.versions.head())]
            .into_iter()
            .flatten()
            .find_map(|config| Some(config.types.get(type_id)?.flow.statuses.get(status)?.category))
    }
}
