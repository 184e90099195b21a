//! From lines to tickets with what changed at each event: compact, so that a long file fits in memory.

use super::keys::{Keys, status, too_long};
use super::{BadLine, External, Move};
use crate::codec::jsonl::{self, EventLine, TicketLine};
use crate::model::config::{Config, OneOrMany, TypeTemplate};
use crate::model::{Change, CommentKind, Identity, Number, Snapshot, Ticket, TicketDir, Uid, change};
use chrono::{DateTime, FixedOffset};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::BufRead;
use std::rc::Rc;

/// One commit to be.
#[derive(Debug, Clone)]
pub struct Step {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who.
    pub by: Rc<Identity>,
    /// What it changes; nothing at the opening, whose state is the ticket's.
    pub changes: Vec<Change>,
}

/// A ticket that is to be imported.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// As it was opened; its folder is not known yet.
    pub opened: Ticket,
    /// The opening, then its events in order of time.
    pub steps: Vec<Step>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Read {
    /// Tickets to import, in the file's order.
    pub tickets: Vec<Prepared>,
    /// Lines that cannot be.
    pub bad: Vec<BadLine>,
    /// Lines with a ticket that the desk has.
    pub there: usize,
    /// Lines with a ticket.
    pub lines: usize,
    /// Events that change nothing.
    pub idle: usize,
    /// Moves that the flow lacks.
    pub moves: BTreeMap<Move, usize>,
    /// Names that the desk lacks.
    pub strangers: BTreeMap<(&'static str, String), usize>,
}

/// Reads a file line by line.
pub struct Reader<'a> {
    config: &'a Config,
    keys: Keys<'a>,
    there: &'a HashSet<External>,
    uids: HashSet<Uid>,
    seen: HashMap<External, usize>,
    people: HashMap<(String, String), Rc<Identity>>,
    moves: Vec<Move>,
    read: Read,
}

impl<'a> Reader<'a> {
    /// For a desk that has the tickets in `there` and the uids in `uids`.
    pub fn new(config: &'a Config, there: &'a HashSet<External>, uids: HashSet<Uid>) -> Self {
        Self {
            config,
            keys: Keys::new(config),
            there,
            uids,
            seen: HashMap::new(),
            people: HashMap::new(),
            moves: Vec::new(),
            read: Read::default(),
        }
    }

    /// Reads all of it; `step` hears of every line.
    pub fn run(mut self, input: &mut dyn BufRead, step: &mut dyn FnMut()) -> std::io::Result<Read> {
        let mut bytes = Vec::new();
        for number in 1.. {
            bytes.clear();
            if input.read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
            step();
            let line = bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1).unwrap_or(&bytes);
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            self.read.lines += 1;
            if let Err(why) = self.line(number, line) {
                self.read.bad.push(BadLine { line: number, why });
            }
        }
        Ok(self.read)
    }

    fn line(&mut self, number: usize, bytes: &[u8]) -> Result<(), Vec<String>> {
        let one = |why: String| vec![why];
        let text = std::str::from_utf8(bytes).map_err(|_| one("is not UTF-8".to_owned()))?;
        let object = jsonl::object(text.trim_end_matches(['\r', '\n'])).map_err(one)?;
        if let Ok(external) = jsonl::external(&object) {
            if self.there.contains(&external) {
                self.read.there += 1;
                return Ok(());
            }
            if let Some(first) = self.seen.get(&external) {
                return Err(one(format!(
                    "{} {:?} is on line {first} already; a ticket is one line",
                    external.system, external.id
                )));
            }
            self.seen.insert(external, number);
        }
        let line = jsonl::ticket(object)?;
        let ticket = self.ticket(line);
        // What a bad line counted is not counted.
        let strangers = std::mem::take(&mut self.keys.strangers);
        let moves = std::mem::take(&mut self.moves);
        let ticket = ticket?;
        for (name, count) in strangers {
            *self.read.strangers.entry(name).or_insert(0) += count;
        }
        for step in moves {
            *self.read.moves.entry(step).or_insert(0) += 1;
        }
        self.uids.insert(ticket.opened.uid.clone());
        self.read.tickets.push(ticket);
        Ok(())
    }

    fn ticket(&mut self, line: TicketLine) -> Result<Prepared, Vec<String>> {
        let type_id = self.keys.type_id(&line.type_id).map_err(|why| vec![why])?;
        let template = &self.config.types[type_id];
        let mut wrong = Vec::new();
        let uid = match line.keys.iter().find(|(key, _)| key == "uid") {
            None => self.fresh(&line.external, line.opened_at),
            Some((_, uid)) => match uid.as_str().map(str::parse::<Uid>) {
                Some(Ok(uid)) if !self.uids.contains(&uid) => uid,
                Some(Ok(uid)) => return Err(vec![format!("uid {uid} is another ticket's already")]),
                _ => return Err(vec![format!("uid {uid} is not a ULID; leave it out")]),
            },
        };
        let title = crate::model::normalize_line(&line.title);
        let mut ticket = Ticket::new(uid.clone(), type_id, &title, &template.flow.initial);
        let nowhere = TicketDir::new(Number { month: 190_001, seq: 1 }, &uid);
        ticket.external = Some(line.external.clone());
        let mut state = Snapshot::new(nowhere, ticket);
        for (key, value) in line.keys.iter().filter(|(key, _)| key != "uid") {
            let clears = value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
            if key == "status" && clears {
                continue;
            }
            wrong.extend(self.keys.set(&mut state, line.opened_at, key, value).err());
        }
        if !line.keys.iter().any(|(key, _)| key == "organization")
            && let Some(requester) = state.ticket.requester.clone()
        {
            state.ticket.organization = self.keys.organization(&requester);
        }
        if state.ticket.description.as_deref().is_some_and(too_long) {
            wrong.push("the description is longer than 1 MiB, which a file does not hold".to_owned());
        }
        let opened = state.ticket.clone();
        let by = self.person(line.by);
        let mut steps = vec![Step { at: line.opened_at, by, changes: Vec::new() }];
        let mut events: Vec<(usize, EventLine)> = line.events.into_iter().enumerate().collect();
        // A file need not be in order of time; what has one time keeps the file's order.
        events.sort_by_key(|(_, event)| event.at);
        let mut said = Said::default();
        let mut idle = 0;
        for (place, (index, event)) in events.into_iter().enumerate() {
            if event.at < line.opened_at {
                wrong.push(format!(
                    "event {} at {} is before the opening at {}",
                    index + 1,
                    event.at.to_rfc3339(),
                    line.opened_at.to_rfc3339()
                ));
                continue;
            }
            let (at, by) = (event.at, self.person(event.by.clone()));
            let before = state.clone();
            match self.event(&mut state, &mut said, event, place, &line.external) {
                Ok(()) => {
                    let changes = change::diff(Some(&before), Some(&state));
                    state.comments.clear();
                    if changes.is_empty() {
                        idle += 1;
                    } else {
                        steps.push(Step { at, by, changes });
                    }
                }
                Err(why) => wrong.extend(why.into_iter().map(|why| format!("event {}: {why}", index + 1))),
            }
        }
        if wrong.is_empty() {
            self.read.idle += idle;
            Ok(Prepared { opened, steps })
        } else {
            Err(wrong)
        }
    }

    fn event(
        &mut self,
        state: &mut Snapshot,
        said: &mut Said,
        event: EventLine,
        place: usize,
        external: &External,
    ) -> Result<(), Vec<String>> {
        let mut wrong = Vec::new();
        let from = (state.ticket.type_id.clone(), state.ticket.status.clone());
        // The type first: status and fields are its.
        let (types, others): (Vec<_>, Vec<_>) = event.set.iter().partition(|(key, _)| key == "type");
        for (key, value) in types {
            wrong.extend(self.keys.set(state, event.at, key, value).err());
        }
        let template = self.keys.template(state).map_err(|why| vec![why])?;
        if !template.flow.statuses.contains_key(&state.ticket.status) {
            state.ticket.status.clone_from(&template.flow.initial);
        }
        if let Some(named) = &event.status {
            match status(template, named) {
                Ok(status) => state.ticket.status = status,
                Err(why) => wrong.push(why),
            }
        }
        for (key, value) in others {
            wrong.extend(self.keys.set(state, event.at, key, value).err());
        }
        if let Some(comment) = event.comment {
            match self.keys.comment(comment) {
                Ok((id, comment)) => {
                    wrong.extend(said.add(state, id, comment, place, event.at, external).err());
                }
                Err(why) => wrong.push(why),
            }
        }
        if wrong.is_empty() {
            let to = (&state.ticket.type_id, &state.ticket.status);
            if from.0 == *to.0 && from.1 != *to.1 && !leads(template, &from.1, to.1) {
                self.moves.push(Move { type_id: from.0, from: from.1, to: to.1.clone() });
            }
            Ok(())
        } else {
            Err(wrong)
        }
    }

    /// The same file gives the same uids on every desk, so that two people who import it do not make two of each ticket.
    fn fresh(&self, external: &External, at: DateTime<FixedOffset>) -> Uid {
        let mut salt = 0;
        loop {
            let uid = Uid::from_parts(ms(at), hash(external, "ticket", salt));
            if !self.uids.contains(&uid) {
                return uid;
            }
            salt += 1;
        }
    }

    fn person(&mut self, who: Identity) -> Rc<Identity> {
        let key = (who.name.clone(), who.email.clone());
        Rc::clone(self.people.entry(key).or_insert_with(|| Rc::new(who)))
    }
}

/// What has been said on a ticket.
#[derive(Default)]
struct Said {
    ids: BTreeSet<Uid>,
    customers: BTreeSet<String>,
}

impl Said {
    fn add(
        &mut self,
        state: &mut Snapshot,
        id: Option<Uid>,
        comment: crate::model::Comment,
        place: usize,
        at: DateTime<FixedOffset>,
        external: &External,
    ) -> Result<(), String> {
        let id = id.unwrap_or_else(|| {
            // Comments of one instant keep their order by name.
            let order = (place as u128 & 0xffff) << 64;
            Uid::from_parts(ms(at), order | (hash(external, "comment", place) & u128::from(u64::MAX)))
        });
        if let Some(unknown) = comment.dismisses.iter().find(|id| !self.customers.contains(*id)) {
            return Err(format!(
                "{unknown} is no earlier message of the customer, so it cannot be dismissed"
            ));
        }
        if !self.ids.insert(id.clone()) {
            return Err(format!("the comment's id {id} is another comment's of this ticket"));
        }
        if comment.kind == CommentKind::Customer {
            self.customers.insert(id.to_string());
        }
        state.comments.insert(id, comment);
        Ok(())
    }
}

/// Whether the flow has a way between two statuses: a transition, or something that happens by itself.
fn leads(template: &TypeTemplate, from: &str, to: &str) -> bool {
    let is_final = template.flow.statuses.get(from).is_some_and(|s| s.category.is_final());
    let begins =
        |places: &OneOrMany| places.0.iter().any(|place| place == from || (place == "*" && !is_final));
    template.flow.transitions.iter().any(|t| t.to == to && begins(&t.from))
        || template.flow.events.iter().any(|e| e.effects.to.as_deref() == Some(to))
}

/// Milliseconds as a ULID has them.
fn ms(at: DateTime<FixedOffset>) -> u64 {
    u64::try_from(at.timestamp_millis()).unwrap_or(0)
}

/// 80 bits that depend on nothing but what they are for (FNV-1a, folded).
fn hash(external: &External, what: &str, salt: usize) -> u128 {
    const PRIME: u128 = 0x0100_0000_0000_0000_0000_013b;
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let salt = salt.to_string();
    for part in [external.system.as_str(), external.id.as_str(), what, &salt] {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(PRIME);
        }
    }
    (hash ^ (hash >> 48)) & ((1 << 80) - 1)
}
