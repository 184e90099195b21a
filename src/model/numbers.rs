//! Two tickets with one number (7): which one keeps it, and what the others get.

use super::{Number, Snapshot, TicketDir, Uid};
use std::collections::{BTreeMap, BTreeSet};

/// A ticket as far as its number is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// Its folder, which never changes.
    pub dir: TicketDir,
    /// Its uid: the greater, the younger.
    pub uid: Uid,
    /// Its number now.
    pub number: Number,
}

impl From<&Snapshot> for Numbered {
    fn from(snapshot: &Snapshot) -> Self {
        Self { dir: snapshot.dir.clone(), uid: snapshot.ticket.uid.clone(), number: snapshot.number() }
    }
}

/// A younger ticket that gets another number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renumbering {
    /// Its folder.
    pub dir: TicketDir,
    /// Its uid.
    pub uid: Uid,
    /// The number that it shares.
    pub from: Number,
    /// The number that it gets.
    pub to: Number,
    /// The elder, which keeps the number.
    pub elder: TicketDir,
}

/// The numbers that several tickets have, each with its tickets, eldest first. One ticket in two folders is not meant:
/// that is a uid that is there twice.
pub fn shared(tickets: &[Numbered]) -> Vec<(Number, Vec<&Numbered>)> {
    let mut by_number: BTreeMap<Number, Vec<&Numbered>> = BTreeMap::new();
    for ticket in tickets {
        by_number.entry(ticket.number).or_default().push(ticket);
    }
    for several in by_number.values_mut() {
        several.sort_by(|a, b| (&a.uid, &a.dir).cmp(&(&b.uid, &b.dir)));
        several.dedup_by(|b, a| a.uid == b.uid);
    }
    by_number.into_iter().filter(|(_, several)| several.len() > 1).collect()
}

/// What mends all shared numbers: the eldest keeps its own, each younger one gets the next of its month. `used` gives the
/// greatest count that a month has ever had; numbers and folders of `tickets` count as used too. The same tickets give the
/// same answer everywhere.
pub fn renumberings(tickets: &[Numbered], used: &dyn Fn(u32) -> u32) -> Vec<Renumbering> {
    let mut next: BTreeMap<u32, u32> = BTreeMap::new();
    for number in tickets.iter().flat_map(|t| [t.number, t.dir.number]) {
        let seq = next.entry(number.month).or_insert_with(|| used(number.month));
        *seq = (*seq).max(number.seq);
    }
    let mut mended = Vec::new();
    for (from, several) in shared(tickets) {
        let Some((elder, younger)) = several.split_first() else { continue };
        for ticket in younger {
            let seq = next.entry(from.month).or_insert(from.seq);
            *seq += 1;
            mended.push(Renumbering {
                dir: ticket.dir.clone(),
                uid: ticket.uid.clone(),
                from,
                to: Number { month: from.month, seq: *seq },
                elder: elder.dir.clone(),
            });
        }
    }
    mended
}

/// Whether every number is one ticket's.
pub fn are_unique(tickets: &[Numbered]) -> bool {
    tickets.iter().map(|t| t.number).collect::<BTreeSet<_>>().len() == tickets.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ticket(number: &str, at: u64, now: Option<&str>) -> Numbered {
        let uid = Uid::from_parts(at, u128::from(at));
        let born: Number = number.parse().unwrap();
        Numbered {
            dir: TicketDir::new(born, &uid),
            uid,
            number: now.map_or(born, |now| now.parse().unwrap()),
        }
    }

    #[test]
    fn the_younger_gets_the_next_number_of_the_month() {
        let tickets = [
            ticket("202611/0001", 10, None),
            ticket("202611/0002", 30, None),
            ticket("202611/0002", 20, None),
            ticket("202611/0002", 40, None),
            ticket("202612/0009", 50, None),
        ];
        let mended = renumberings(&tickets, &|_| 0);
        let said: Vec<(u64, String, u64)> = mended
            .iter()
            .map(|r| {
                (
                    r.uid.timestamp_ms(),
                    r.to.to_string(),
                    tickets.iter().find(|t| t.dir == r.elder).unwrap().uid.timestamp_ms(),
                )
            })
            .collect();
        assert_eq!(said, [(30, "202611/0003".to_owned(), 20), (40, "202611/0004".to_owned(), 20)]);
        // A number that a ticket once had is not given again.
        assert_eq!(renumberings(&tickets, &|_| 11)[0].to.to_string(), "202611/0012");
    }

    #[test]
    fn the_number_in_the_file_counts_and_so_does_the_folder() {
        let tickets = [
            ticket("202611/0001", 10, None),
            ticket("202611/0001", 20, Some("202611/0002")),
            ticket("202611/0002", 15, None),
            ticket("202611/0005", 30, Some("202611/0003")),
        ];
        let mended = renumberings(&tickets, &|_| 0);
        assert_eq!(mended.len(), 1);
        assert_eq!((mended[0].uid.timestamp_ms(), mended[0].to.seq), (20, 6));
    }

    #[test]
    fn one_ticket_in_two_folders_shares_no_number() {
        let mut copy = ticket("202611/0001", 10, None);
        copy.dir.number.seq = 4;
        assert!(shared(&[ticket("202611/0001", 10, None), copy]).is_empty());
    }

    proptest! {
        #[test]
        fn after_it_all_numbers_are_unique(seqs in proptest::collection::vec((1u32..6, 1u32..6), 1..12)) {
            let mut tickets: Vec<Numbered> = seqs
                .iter()
                .enumerate()
                .map(|(n, (born, now))| {
                    ticket(&format!("202611/{born:04}"), n as u64 + 1, Some(&format!("202611/{now:04}")))
                })
                .collect();
            let mended = renumberings(&tickets, &|_| 0);
            let mut reversed = tickets.clone();
            reversed.reverse();
            prop_assert_eq!(&mended, &renumberings(&reversed, &|_| 0), "the order does not matter");
            for one in &mended {
                tickets.iter_mut().filter(|t| t.uid == one.uid).for_each(|t| t.number = one.to);
            }
            prop_assert!(are_unique(&tickets));
            prop_assert!(renumberings(&tickets, &|_| 0).is_empty());
        }
    }
}
