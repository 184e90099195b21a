//! What a ticket's trâmites say that its file does not: instants, and what its statuses meant (4).

use crate::model::config::Config;
use crate::model::config::StatusCategory::{self, Closed, Rejected, Resolved};
use crate::model::{Change, Comment, CommentKind, Identity, Snapshot, Tramite, Uid};
use crate::sla::undone_moves;
use chrono::{DateTime, FixedOffset};
use std::collections::{BTreeMap, BTreeSet};

/// A status that a trâmite set, and what it meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    /// Place of the trâmite in the ticket's timeline, from 0.
    pub ord: usize,
    /// Type at that time.
    pub type_id: String,
    /// Status.
    pub status: String,
    /// Its category by the template in the tree of that commit; where that lacks it, by the head's, else `active`.
    pub category: StatusCategory,
    /// Whether either template has the status.
    pub known: bool,
}

/// When a comment was made, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its commit's time.
    pub at: DateTime<FixedOffset>,
    /// Its author.
    pub by: Identity,
    /// The commit's id.
    pub commit: String,
}

/// What a ticket's history says of it now. Instants are those of trâmites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// Opening, and by whom.
    pub opened: Said,
    /// Since when it is closed or rejected.
    pub closed: Option<DateTime<FixedOffset>>,
    /// Since when it has its status.
    pub status_since: DateTime<FixedOffset>,
    /// Last trâmite.
    pub last: DateTime<FixedOffset>,
    /// Last public comment that is an answer: no receipt (see [`Derived::hear`]).
    pub last_public: Option<DateTime<FixedOffset>>,
    /// Last customer message that was not dismissed.
    pub last_customer: Option<DateTime<FixedOffset>>,
    /// The oldest message of the customer that nobody has answered, the opening among them; dismissed ones are none. The
    /// end of the work answers, too.
    pub unanswered_since: Option<DateTime<FixedOffset>>,
    /// Public comments since the last spoken contact (S6).
    pub public_since_contact: u32,
    /// When its assignee got it.
    pub assigned: Option<DateTime<FixedOffset>>,
    /// Everybody who got it, and when.
    pub assignments: Vec<(String, DateTime<FixedOffset>)>,
    /// Every status it had.
    pub statuses: Vec<StatusChange>,
    /// Its comments' times, by id, and in order.
    pub said: Vec<(Uid, Said)>,
}

/// What a type's status meant in the `.tramite` tree named; `None` where it lacks it.
pub(super) type CategoryAt<'a> = dyn FnMut(Option<&str>, &str, &str) -> Option<StatusCategory> + 'a;

/// The category by one configuration.
pub(super) fn category_in(config: &Config, type_id: &str, status: &str) -> Option<StatusCategory> {
    Some(config.types.get(type_id)?.flow.statuses.get(status)?.category)
}

fn said(tramite: &Tramite) -> Said {
    Said { at: tramite.at, by: tramite.by.clone(), commit: tramite.commit.clone() }
}

/// Sets what is there to a value that is there.
fn put(to: Option<&mut String>, value: Option<&String>) {
    if let (Some(to), Some(value)) = (to, value) {
        to.clone_from(value);
    }
}

/// Reads a ticket's timeline: trâmites in order, each with the `.tramite` tree of its commit. `None` without any.
pub(super) fn derive<'t>(
    snapshot: &Snapshot,
    tramites: impl IntoIterator<Item = (&'t Tramite, Option<&'t str>)>,
    config: &Config,
    category_at: &mut CategoryAt,
) -> Option<Derived> {
    let timeline: Vec<(&Tramite, Option<&str>)> = tramites.into_iter().collect();
    let undone = undone_moves(&timeline.iter().map(|(tramite, _)| *tramite).collect::<Vec<_>>());
    let mut opened = None;
    let (mut state, mut assignee) = (None::<(String, String)>, None::<String>);
    // The same without moves that were taken back with the message that made them; its category, and where it ended.
    let (mut felt, mut category_felt, mut ends) = (None::<(String, String)>, None, Vec::new());
    let (mut status_since, mut since_assigned, mut closed, mut last) = (None, None, None, None);
    let mut statuses: Vec<StatusChange> = Vec::new();
    let mut assignments = Vec::new();
    let mut when: BTreeMap<&Uid, (usize, Said)> = BTreeMap::new();
    for (ord, (tramite, tree)) in timeline.into_iter().enumerate() {
        let (before, felt_before) = (state.clone(), felt.clone());
        let held = assignee.clone();
        last = Some(tramite.at);
        for change in &tramite.changes {
            match change {
                Change::Opened { ticket, .. } => {
                    opened.get_or_insert_with(|| said(tramite));
                    state = Some((ticket.type_id.clone(), ticket.status.clone()));
                    felt.clone_from(&state);
                    assignee.clone_from(&ticket.assignee);
                }
                Change::Removed { comment: None } => (state, felt, assignee) = (None, None, None),
                Change::Type(pair) => {
                    put(state.as_mut().map(|state| &mut state.0), pair.to.as_ref());
                    put(felt.as_mut().map(|felt| &mut felt.0), pair.to.as_ref());
                }
                Change::Status(pair) => {
                    put(state.as_mut().map(|state| &mut state.1), pair.to.as_ref());
                    put(
                        felt.as_mut().map(|felt| &mut felt.1).filter(|_| !undone.contains(&ord)),
                        pair.to.as_ref(),
                    );
                }
                Change::Assignee(pair) => assignee.clone_from(&pair.to),
                Change::Comment { id, .. } => drop(when.insert(id, (ord, said(tramite)))),
                _ => {}
            }
        }
        if assignee != held {
            since_assigned = assignee.is_some().then_some(tramite.at);
            assignments.extend(assignee.clone().map(|person| (person, tramite.at)));
        }
        let mut meant = |(type_id, status): &(String, String)| {
            category_at(tree, type_id, status).or_else(|| category_in(config, type_id, status))
        };
        // A change to the value already held is logged but is no event.
        let set = state.as_ref().filter(|_| state != before).map(|state| (state, meant(state)));
        if let Some(((type_id, status), found)) = set {
            statuses.push(StatusChange {
                ord,
                type_id: type_id.clone(),
                status: status.clone(),
                category: found.unwrap_or(StatusCategory::Active),
                known: found.is_some(),
            });
        }
        let Some(now) = felt.as_ref().filter(|_| felt != felt_before) else { continue };
        if felt_before.as_ref().is_none_or(|before| before.1 != now.1) {
            status_since = Some(tramite.at);
        }
        let found = set.filter(|(state, _)| *state == now).map_or_else(|| meant(now), |(_, found)| found);
        let category = found.unwrap_or(StatusCategory::Active);
        let was = category_felt.replace(category).filter(|_| felt_before.is_some());
        match (was.is_some_and(StatusCategory::is_final), category.is_final()) {
            (false, true) => closed = Some(tramite.at),
            (true, true) => {}
            (_, false) => closed = None,
        }
        if was != Some(category) && matches!(category, Resolved | Closed | Rejected) {
            ends.push(ord);
        }
    }
    let opened = opened?;
    let status_since = status_since.unwrap_or(opened.at);
    // The list shows what a status means now; when it closed is told by what it meant then.
    let closed = category_in(config, &snapshot.ticket.type_id, &snapshot.ticket.status)
        .is_some_and(StatusCategory::is_final)
        .then(|| closed.unwrap_or(status_since));
    let mut order: Vec<(usize, &Uid, Said)> =
        when.into_iter().map(|(id, (ord, said))| (ord, id, said)).collect();
    order.retain(|(_, id, _)| snapshot.comments.contains_key(*id));
    order.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    let mut derived = Derived {
        last: last.unwrap_or(opened.at),
        opened,
        closed,
        status_since,
        last_public: None,
        last_customer: None,
        unanswered_since: None,
        public_since_contact: 0,
        assigned: since_assigned,
        assignments,
        statuses,
        said: Vec::new(),
    };
    derived.hear(snapshot, &order, &ends, config);
    derived.said = order.into_iter().map(|(_, id, said)| (id.clone(), said)).collect();
    Some(derived)
}

impl Derived {
    /// Takes the comments in order, and the ends of the work between them. What is public in the commit of an opening that
    /// goes on, or of a customer's message, is a receipt and answers nothing: as `sla::Step::receipt` has it.
    fn hear(&mut self, snapshot: &Snapshot, all: &[(usize, &Uid, Said)], ends: &[usize], config: &Config) {
        let spoken: BTreeSet<&str> =
            config.desk.channels.iter().filter(|c| c.contact).map(|c| c.id.as_str()).collect();
        let dismissed: BTreeSet<String> = snapshot
            .comments
            .values()
            .flat_map(|comment| comment.dismisses.iter().map(|id| id.to_ascii_uppercase()))
            .collect();
        let is_message = |id: &Uid, comment: &Comment| {
            comment.kind == CommentKind::Customer && !dismissed.contains(id.as_str())
        };
        let comments: Vec<(usize, &Uid, &Comment, &Said)> = all
            .iter()
            .filter_map(|(ord, id, said)| Some((*ord, *id, snapshot.comments.get(*id)?, said)))
            .collect();
        let mut receipts: BTreeSet<usize> =
            comments.iter().filter(|(_, id, comment, _)| is_message(id, comment)).map(|c| c.0).collect();
        if let Some(first) =
            self.statuses.first().filter(|first| !matches!(first.category, Resolved | Closed))
        {
            receipts.insert(first.ord);
        }
        let mut ends = ends.iter().peekable();
        self.unanswered_since = Some(self.opened.at);
        for (ord, id, comment, said) in comments {
            while ends.next_if(|end| **end < ord).is_some() {
                self.unanswered_since = None;
            }
            if comment.channel.as_deref().is_some_and(|channel| spoken.contains(channel)) {
                self.public_since_contact = 0;
            } else if comment.kind == CommentKind::Public {
                self.public_since_contact += 1;
            }
            if comment.kind == CommentKind::Public && !receipts.contains(&ord) {
                self.last_public = Some(said.at);
                self.unanswered_since = None;
            } else if is_message(id, comment) {
                self.last_customer = Some(said.at);
                self.unanswered_since.get_or_insert(said.at);
            }
        }
        if ends.next().is_some() {
            self.unanswered_since = None;
        }
    }
}
