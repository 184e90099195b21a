//! The life of a demo's tickets: a simulation over the preset's own flows, which knows no status by name.

use super::random::Random;
use super::words::Words;
use crate::calendar::{Calendar, CalendarSet, Instant};
use crate::model::config::{Config, StatusCategory, TypeTemplate};
use crate::model::{
    ApprovalNote, Attachment, Comment, CommentKind, Identity, Number, Snapshot, Tramite, Uid, Verdict, change,
};
use crate::process::{self, Actor, Intent, Load, Opening, Violation, World};
use crate::query::NoFacts;
use crate::store::{Change as Commit, Signature};
use chrono::{DateTime, Datelike, Duration, FixedOffset};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// How often a refused attempt is mended by what the refusal asks for.
const ATTEMPTS: usize = 6;

/// The most tickets of a month.
const MOST_A_MONTH: usize = 1000;

/// How often a ticket is tried to be opened, by others and with other values.
const OPENINGS: usize = 12;

/// A ticket of the simulation.
pub(super) struct Live {
    pub(super) snapshot: Option<Snapshot>,
    pub(super) history: Vec<Tramite>,
}

/// The whole simulation.
pub struct Life<'a> {
    pub(super) config: &'a Config,
    calendars: &'a CalendarSet,
    pub(super) words: &'a Words,
    pub(super) random: Random,
    now: Instant,
    pub(super) live: Vec<Live>,
    /// Files that there are to attach.
    pub(super) samples: &'a [Attachment],
    /// Which of them is a ticket's.
    pub(super) attached: Vec<(Uid, usize)>,
    queue: BinaryHeap<Reverse<(i64, usize)>>,
    seq: BTreeMap<u32, u32>,
    assigned: u64,
    latest: BTreeMap<(String, String), u64>,
    /// Tickets in hand by person.
    open: BTreeMap<String, u32>,
    commits: Vec<Commit>,
}

/// Who has how much to do in the simulation.
struct Loads<'a> {
    open: &'a BTreeMap<String, u32>,
    latest: &'a BTreeMap<(String, String), u64>,
}

impl Load for Loads<'_> {
    fn open_tickets(&self, person: &str) -> u32 {
        self.open.get(person).copied().unwrap_or(0)
    }
    fn assignments(&self, team: Option<&str>) -> Vec<(String, u64)> {
        self.latest
            .iter()
            .filter(|((t, _), _)| team.is_none_or(|team| t == team))
            .map(|((_, person), place)| (person.clone(), *place))
            .collect()
    }
}

impl<'a> Life<'a> {
    /// A simulation that ends at `now`, of `tickets` tickets opened in the weeks before it.
    pub fn new(
        config: &'a Config,
        calendars: &'a CalendarSet,
        words: &'a Words,
        samples: &'a [Attachment],
        seed: u64,
        now: Instant,
    ) -> Self {
        Self {
            config,
            calendars,
            words,
            random: Random::new(seed),
            now,
            live: Vec::new(),
            samples,
            attached: Vec::new(),
            queue: BinaryHeap::new(),
            seq: BTreeMap::new(),
            assigned: 0,
            latest: BTreeMap::new(),
            open: BTreeMap::new(),
            commits: Vec::new(),
        }
    }

    fn calendar(&self) -> &'a Calendar {
        self.calendars.default()
    }

    /// Lives through it and gives the commits, in order of time, and which sample file is attached to which ticket.
    pub fn run(mut self, tickets: usize) -> (Vec<Commit>, Vec<(Uid, usize)>) {
        // Well below what a month holds; a small desk's history reaches six weeks back.
        let days = (tickets as i64 * 30 / 750).max(42);
        for (index, at) in self.opening_times(tickets, days).into_iter().enumerate() {
            self.live.push(Live { snapshot: None, history: Vec::new() });
            self.queue.push(Reverse((at.timestamp(), index)));
        }
        while let Some(Reverse((at, index))) = self.queue.pop() {
            let Some(at) = DateTime::from_timestamp(at, 0).filter(|at| *at < self.now) else { continue };
            let next =
                if self.live[index].snapshot.is_none() { self.open(index, at) } else { self.act(index, at) };
            if let Some(next) = next {
                self.queue.push(Reverse((next.timestamp(), index)));
            }
        }
        (self.commits, self.attached)
    }

    /// When each of the tickets is opened, within these days before now; no month gets more than it can hold.
    fn opening_times(&mut self, tickets: usize, days: i64) -> Vec<Instant> {
        let mut months = BTreeMap::new();
        let mut one = || {
            let at = self.opening_time(days, &months);
            *months.entry(self.month(at)).or_insert(0) += 1;
            at
        };
        (0..tickets).map(|_| one()).collect()
    }

    /// Mostly within working hours, sometimes not.
    fn opening_time(&mut self, days: i64, months: &BTreeMap<u32, usize>) -> Instant {
        let span = days * 86_400;
        for _ in 0..200 {
            let at = self.now - Duration::seconds(1800 + self.random.below(span as u64) as i64);
            let full = months.get(&self.month(at)).is_some_and(|count| *count >= MOST_A_MONTH);
            if !full && (self.calendar().is_open(at) || self.random.chance(4)) {
                return at;
            }
        }
        self.now - Duration::hours(2)
    }

    /// The month whose numbers a ticket opened then gets: 202611.
    fn month(&self, at: Instant) -> u32 {
        let local = self.local(at);
        local.year() as u32 * 100 + local.month()
    }

    pub(super) fn local(&self, at: Instant) -> DateTime<FixedOffset> {
        self.calendars.zone().local(at)
    }

    /// A working time later: between a sixth of `hours` and twice as much, sooner more often than later.
    fn later(&mut self, from: Instant, hours: i64) -> Option<Instant> {
        let unit = hours * 600;
        let factor = 1 + self.random.below(6) * self.random.below(3);
        let seconds = unit * factor as i64 + self.random.below(unit.max(60) as u64) as i64;
        self.calendar().due(from, seconds)
    }

    fn open(&mut self, index: usize, at: Instant) -> Option<Instant> {
        let month = self.month(at);
        let seq = self.seq.get(&month).copied().unwrap_or(0) + 1;
        let types: Vec<&TypeTemplate> = self.config.types.values().collect();
        let mut template = *self.random.pick(&types)?;
        for again in 0..OPENINGS {
            // Somebody else, for somebody else, with other choices; in the end of another type.
            if again >= OPENINGS / 2 {
                template = *self.random.pick(&types)?;
            }
            let (actor, contact) = self.opener(template)?;
            let origins = &template.open.origins;
            let channels: Vec<&str> = if origins.is_empty() {
                self.config.desk.channels.iter().map(|c| c.id.as_str()).collect()
            } else {
                origins.iter().map(String::as_str).collect()
            };
            let opening = Opening {
                uid: Some(Uid::from_parts(at.timestamp_millis().max(0) as u64, self.random.bits80())),
                type_id: template.id.clone(),
                title: (*self.random.pick(self.words.titles)?).to_owned(),
                description: self.random.pick(self.words.openings).map(|t| (*t).to_owned()),
                number: Some(Number { month, seq }),
                for_contact: contact,
                origin: self.random.pick(&channels).map(|c| (*c).to_owned()),
                priority: self.priority(),
            };
            let intent = Intent { open: Some(opening), ..Intent::default() };
            if self.attempt(index, at, &actor, intent) {
                self.seq.insert(month, seq);
                return self.later(at, 2);
            }
        }
        None
    }

    /// The most urgent are few.
    pub(super) fn priority(&mut self) -> Option<String> {
        let count = self.config.desk.priorities.len() as u64;
        let index = count.checked_sub(1 + self.random.below(count).min(self.random.below(count + 1)))?;
        self.config.desk.priorities.get(index as usize).map(|p| p.id.clone())
    }

    fn category(&self, snapshot: &Snapshot) -> StatusCategory {
        self.config
            .types
            .get(&snapshot.ticket.type_id)
            .and_then(|t| t.flow.statuses.get(&snapshot.ticket.status))
            .map_or(StatusCategory::Active, |s| s.category)
    }

    /// One step of a ticket's life; gives the time of the next one.
    fn act(&mut self, index: usize, at: Instant) -> Option<Instant> {
        let snapshot = self.live[index].snapshot.clone()?;
        let category = self.category(&snapshot);
        // Some lie where they are.
        if category.is_final() || self.random.chance(4) {
            return None;
        }
        if self.random.chance(70) && self.decide(index, at, &snapshot) {
            return self.later(at, 6);
        }
        let actor = self.agent(&snapshot)?;
        match category {
            StatusCategory::Waiting if self.random.chance(75) => {
                self.customer_message(index, at, &actor, &snapshot);
                return self.later(at, 4);
            }
            StatusCategory::Resolved if self.random.chance(12) => {
                self.customer_message(index, at, &actor, &snapshot);
                return self.later(at, 4);
            }
            StatusCategory::Resolved if self.random.chance(35) => return None,
            _ => {}
        }
        if self.random.chance(20) || !self.walk(index, at, &actor, &snapshot, category) {
            self.note(index, at, &actor);
        }
        self.later(at, if category == StatusCategory::Resolved { 16 } else { 4 })
    }

    /// Somebody who can decides on what the ticket waits for: mostly a yes.
    fn decide(&mut self, index: usize, at: Instant, snapshot: &Snapshot) -> bool {
        let Some(actor) = self.agent(snapshot) else { return false };
        let waiting = self.asked(index, at, &actor, |world, history| {
            let all = process::awaited::approvals(world, snapshot, history);
            all.into_iter().find(|a| a.waits && !a.who.is_empty())
        });
        let Some(approval) = waiting else { return false };
        let Some(who) = self.random.pick(&approval.who).cloned() else { return false };
        let Some(actor) = self.known(&who) else { return false };
        let verdict = match self.random.below(100) {
            0..78 => Verdict::Approved,
            78..86 => Verdict::Restricted,
            _ => Verdict::Refused,
        };
        let kind = if actor.is_customer_only() { CommentKind::Customer } else { CommentKind::Internal };
        let mut comment = self.comment(kind);
        if verdict == Verdict::Approved {
            comment.body.clear();
        }
        comment.approval = Some(ApprovalNote { what: approval.what, verdict });
        self.attempt(index, at, &actor, Intent { comment: Some(comment), ..Intent::default() })
    }

    fn comment(&mut self, kind: CommentKind) -> Comment {
        let words = self.words;
        let pool = match kind {
            CommentKind::Public => words.replies,
            CommentKind::Internal => words.notes,
            CommentKind::Customer => words.answers,
        };
        let mut comment = Comment::new(kind, self.random.pick(pool).copied().unwrap_or_default());
        if kind != CommentKind::Internal {
            let channels: Vec<&str> = self.config.desk.channels.iter().map(|c| c.id.as_str()).collect();
            comment.channel = self.random.pick(&channels).map(|c| (*c).to_owned());
        }
        comment
    }

    /// Who has written to a customer twice phones the third time, where the desk has a phone (S6).
    fn phone(&self, snapshot: &Snapshot, index: usize, comment: &mut Comment) {
        let channels = &self.config.desk.channels;
        let spoken = |id: &str| channels.iter().any(|c| c.id == id && c.contact);
        let comments = self.live[index].history.iter().flat_map(|t| &t.changes).filter_map(|c| match c {
            change::Change::Comment { comment, .. } => Some(comment),
            _ => None,
        });
        let written = comments.fold(0, |written, comment| match comment.channel.as_deref() {
            Some(id) if spoken(id) => 0,
            _ => written + usize::from(comment.kind == CommentKind::Public),
        });
        let Some(phone) = channels.iter().find(|c| c.contact).filter(|_| written >= 2) else { return };
        comment.channel = Some(phone.id.clone());
        let requester = snapshot.ticket.requester.as_deref();
        let contact = requester.and_then(|id| process::find_contact(self.config, id));
        comment.with = contact.map(|(_, contact)| contact.name.clone()).filter(|name| !name.is_empty());
    }

    /// Of the requester, who writes, or tells somebody of the desk.
    fn customer_message(&mut self, index: usize, at: Instant, actor: &Actor, snapshot: &Snapshot) {
        let mut comment = self.comment(CommentKind::Customer);
        let requester = snapshot.ticket.requester.as_deref().and_then(|id| self.known(id));
        let writes = requester.filter(Actor::is_customer_only).filter(|_| self.random.chance(60));
        if writes.is_none() {
            comment.for_contact.clone_from(&snapshot.ticket.requester);
        }
        let actor = writes.unwrap_or_else(|| actor.clone());
        self.attempt(index, at, &actor, Intent { comment: Some(comment), ..Intent::default() });
    }

    fn note(&mut self, index: usize, at: Instant, actor: &Actor) {
        let comment = self.comment(CommentKind::Internal);
        self.attempt(index, at, actor, Intent { comment: Some(comment), ..Intent::default() });
    }

    /// A legal move, mostly towards an answer, with the comment that it takes.
    fn walk(
        &mut self,
        index: usize,
        at: Instant,
        actor: &Actor,
        snapshot: &Snapshot,
        from: StatusCategory,
    ) -> bool {
        let moves = self.moves(index, at, actor, snapshot);
        let template = self.config.types.get(&snapshot.ticket.type_id);
        let weight = |to: &str| match template.and_then(|t| t.flow.statuses.get(to)).map(|s| s.category) {
            Some(StatusCategory::Resolved) => 6,
            Some(StatusCategory::Active) if from == StatusCategory::Resolved => 1,
            Some(StatusCategory::Active) => 5,
            Some(StatusCategory::Closed) => 4,
            Some(StatusCategory::Waiting) => 3,
            Some(StatusCategory::New) => 1,
            _ => 0,
        };
        let mut choices: Vec<String> =
            moves.iter().flat_map(|to| std::iter::repeat_n(to.clone(), weight(to))).collect();
        if choices.is_empty() || self.random.chance(2) {
            choices = moves;
        }
        let Some(to) = self.random.pick(&choices).cloned() else { return false };
        let first = if self.random.chance(60) { CommentKind::Public } else { CommentKind::Internal };
        let second = if first == CommentKind::Public { CommentKind::Internal } else { CommentKind::Public };
        for kind in [first, second] {
            let mut comment = self.comment(kind);
            if kind == CommentKind::Public {
                self.phone(snapshot, index, &mut comment);
            }
            comment.missing = self.missing(snapshot, &to);
            let intent = Intent { to: Some(to.clone()), comment: Some(comment), ..Intent::default() };
            if self.attempt(index, at, actor, intent) {
                return true;
            }
        }
        false
    }

    fn moves(&mut self, index: usize, at: Instant, actor: &Actor, snapshot: &Snapshot) -> Vec<String> {
        let moves = self.asked(index, at, actor, |world, history| process::moves(world, snapshot, history));
        moves.into_iter().filter(|m| m.may).map(|m| m.to).collect()
    }

    /// What the process says to `actor` of a ticket.
    fn asked<T>(
        &self,
        index: usize,
        at: Instant,
        actor: &Actor,
        ask: impl FnOnce(&World<'_>, &[Tramite]) -> T,
    ) -> T {
        let loads = Loads { open: &self.open, latest: &self.latest };
        let mut random = self.random.clone();
        let mut new_id = || Uid::from_parts(0, random.bits80());
        let now = self.local(at);
        let world =
            World { config: self.config, now, actor, facts: &NoFacts, load: &loads, new_id: &mut new_id };
        ask(&world, &self.live[index].history)
    }

    /// Tries an intent, gives what a refusal asks for, and tries again. True where it was recorded.
    fn attempt(&mut self, index: usize, at: Instant, actor: &Actor, mut intent: Intent) -> bool {
        for _ in 0..ATTEMPTS {
            let refused = match self.plan(index, at, actor, &intent) {
                Ok(()) => return true,
                Err(refused) => refused,
            };
            let type_id = intent
                .open
                .as_ref()
                .map(|o| o.type_id.clone())
                .or_else(|| self.live[index].snapshot.as_ref().map(|s| s.ticket.type_id.clone()));
            let Some(template) = type_id.and_then(|t| self.config.types.get(&t)) else { return false };
            let mut mended = false;
            for key in refused.iter().filter_map(|v| v.key.as_deref()) {
                mended |= self.supply(index, template, key, &mut intent, at);
            }
            if !mended {
                return false;
            }
        }
        false
    }

    fn plan(
        &mut self,
        index: usize,
        at: Instant,
        actor: &Actor,
        intent: &Intent,
    ) -> Result<(), Vec<Violation>> {
        let now = self.local(at);
        let loads = Loads { open: &self.open, latest: &self.latest };
        let ms = at.timestamp_millis().max(0) as u64;
        let mut random = self.random.clone();
        let mut new_id = || Uid::from_parts(ms, random.bits80());
        let live = &self.live[index];
        let mut world =
            World { config: self.config, now, actor, facts: &NoFacts, load: &loads, new_id: &mut new_id };
        let planned = process::plan(&mut world, live.snapshot.as_ref(), &live.history, intent)?;
        self.random = random;
        self.record(index, now, actor, planned.after);
        Ok(())
    }

    /// Who has this ticket in hand.
    fn holder(&self, snapshot: &Snapshot) -> Option<String> {
        snapshot.ticket.assignee.clone().filter(|_| !self.category(snapshot).is_final())
    }

    fn record(&mut self, index: usize, now: DateTime<FixedOffset>, actor: &Actor, after: Snapshot) {
        let before = self.live[index].snapshot.as_ref().and_then(|s| self.holder(s));
        let holder = self.holder(&after);
        if let Some(count) = before.and_then(|person| self.open.get_mut(&person)) {
            *count -= 1;
        }
        if let Some(person) = holder {
            *self.open.entry(person).or_insert(0) += 1;
        }
        let live = &mut self.live[index];
        let changes = change::diff(live.snapshot.as_ref(), Some(&after));
        if changes.is_empty() {
            return;
        }
        let mut files = Vec::new();
        if live.snapshot.as_ref().map(|s| &s.ticket) != Some(&after.ticket) {
            files.push((after.dir.ticket_path(), Some(crate::codec::ticket::encode(&after.ticket, None))));
        }
        for (id, comment) in &after.comments {
            if live.snapshot.as_ref().is_none_or(|s| !s.comments.contains_key(id)) {
                files.push((after.dir.comment_path(id), Some(crate::codec::comment::encode(comment))));
            }
        }
        if let (Some(team), Some(person)) = (&after.ticket.team, &after.ticket.assignee) {
            self.assigned += 1;
            self.latest.insert((team.clone(), person.clone()), self.assigned);
        }
        let who = Signature { name: actor.name.clone(), email: actor.email.clone(), when: now };
        self.commits.push(Commit {
            message: format!("{}\n", crate::app::subject(after.number(), &changes)),
            author: who.clone(),
            committer: who,
            files,
            onto: None,
        });
        live.history.push(Tramite {
            uid: after.ticket.uid.clone(),
            at: now,
            recorded: now,
            by: Identity { name: actor.name.clone(), email: actor.email.clone() },
            commit: format!("{:040x}", self.commits.len()),
            changes,
        });
        live.snapshot = Some(after);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::demo::words;

    #[test]
    fn a_month_has_at_most_a_thousand_tickets() {
        let config = Config::default();
        let (calendars, _) = CalendarSet::compile(&config);
        let now = DateTime::from_timestamp(1_795_438_800, 0).unwrap();
        let mut life = Life::new(&config, &calendars, words::words("en"), &[], 7, now);
        // Two months, for which 1,800 are nearly all that there is room for.
        let times = life.opening_times(1800, 40);
        let mut months: BTreeMap<u32, usize> = BTreeMap::new();
        for at in &times {
            *months.entry(life.month(*at)).or_default() += 1;
        }
        assert_eq!(months.values().sum::<usize>(), 1800);
        assert!(months.values().all(|count| *count <= MOST_A_MONTH), "{months:?}");
    }
}
