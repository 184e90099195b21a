//! What a decision is made from besides the ticket itself.

use super::Actor;
use crate::model::Uid;
use crate::model::config::Config;
use crate::query::Facts;
use chrono::{DateTime, FixedOffset};

/// Everything outside the ticket that a decision needs. Nothing here is read from a clock or a disk.
pub struct World<'a> {
    /// The desk's configuration.
    pub config: &'a Config,
    /// Now, in the desk's zone: the day on which people are away is its date.
    pub now: DateTime<FixedOffset>,
    /// Who acts.
    pub actor: &'a Actor,
    /// What filters can ask beyond the ticket's own content.
    pub facts: &'a dyn Facts,
    /// Who has how much to do.
    pub load: &'a dyn Load,
    /// Makes ids for new tickets and comments, each greater than the one before.
    pub new_id: &'a mut dyn FnMut() -> Uid,
}

/// Who has how much to do, derived from the desk's tickets, so that picks need no stored counter.
pub trait Load {
    /// Open tickets assigned to a person.
    fn open_tickets(&self, person: &str) -> u32;
    /// The people who were ever assigned a ticket of the team, or any ticket, each with the place of their latest
    /// assignment in the order of all: greater is later.
    fn assignments(&self, team: Option<&str>) -> Vec<(String, u64)>;
}

/// A desk where nobody has anything to do.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoLoad;

impl Load for NoLoad {
    fn open_tickets(&self, _: &str) -> u32 {
        0
    }
    fn assignments(&self, _: Option<&str>) -> Vec<(String, u64)> {
        Vec::new()
    }
}
