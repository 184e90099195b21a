//! Choosing a person: deterministic, from the desk's content, never somebody who is away (S14, P17, T2, T4).

use super::{World, fields};
use crate::model::config::{Person, Pick};
use crate::model::{Change, Snapshot, Tramite};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Names of the picks.
pub const PICKS: [&str; 5] = ["lead", "senior", "round_robin", "least_loaded", "previous"];

/// Whether a person is away on a day: both ends of a span count.
pub fn is_away(person: &Person, day: NaiveDate) -> bool {
    person.away.iter().filter_map(|text| span(text)).any(|(from, to)| from <= day && day <= to)
}

/// Reads `2026-12-20..2027-01-05`, or one date.
pub fn span(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let read = |t: &str| NaiveDate::parse_from_str(t.trim(), "%Y-%m-%d").ok();
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to) = (read(from)?, read(to)?);
    (from <= to).then_some((from, to))
}

/// The person that a pick chooses for the ticket; `None` where nobody fits. Ties go by the order in desk.yaml.
pub fn choose(world: &World<'_>, pick: &Pick, ticket: &Snapshot, history: &[Tramite]) -> Option<String> {
    let team = ticket.ticket.team.as_deref();
    let here: Vec<&Person> = world
        .config
        .desk
        .people
        .iter()
        .filter(|p| !is_away(p, world.now.date_naive()))
        // A program opens and moves tickets but works on none.
        .filter(|p| p.roles.iter().any(|role| role != "automation"))
        .collect();
    let members: Vec<&Person> =
        here.iter().copied().filter(|p| team.is_none_or(|team| p.teams.iter().any(|t| t == team))).collect();
    let chosen = match pick.pick.as_str() {
        "lead" => {
            let leader = world.config.desk.teams.iter().find(|t| Some(t.id.as_str()) == team);
            let leader = leader.and_then(|t| t.leader.as_deref());
            here.iter()
                .copied()
                .find(|p| Some(p.id.as_str()) == leader)
                .or_else(|| members.iter().copied().find(|p| p.roles.iter().any(|r| r == "leader")))
        }
        "senior" => senior(pick, ticket, world, &members),
        "least_loaded" => members.into_iter().min_by_key(|p| world.load.open_tickets(&p.id)),
        "round_robin" => {
            let latest: BTreeMap<String, u64> = world.load.assignments(team).into_iter().collect();
            members.into_iter().min_by_key(|p| latest.get(&p.id).copied())
        }
        "previous" => {
            let before: Vec<&Person> = previous(ticket, history)
                .into_iter()
                .filter_map(|id| here.iter().copied().find(|p| p.id == id))
                .collect();
            // Given back to a team, it goes to the one of that team who had it (C23).
            let of_team = before.iter().copied().find(|p| members.iter().any(|m| m.id == p.id));
            of_team.or_else(|| before.first().copied())
        }
        _ => None,
    };
    chosen.map(|p| p.id.clone()).or_else(|| {
        let other = Pick { pick: pick.or_else.clone()?, ..Pick::default() };
        choose(world, &other, ticket, history)
    })
}

/// Who had the ticket before its present assignee, latest first, each once.
pub fn previous(ticket: &Snapshot, history: &[Tramite]) -> Vec<String> {
    let present = ticket.ticket.assignee.as_deref();
    let mut all: Vec<String> = Vec::new();
    for change in history.iter().rev().flat_map(|t| t.changes.iter().rev()) {
        let had = match change {
            Change::Assignee(pair) => pair.to.iter().chain(&pair.from).cloned().collect(),
            Change::Opened { ticket, .. } => ticket.assignee.iter().cloned().collect(),
            _ => Vec::new(),
        };
        for id in had {
            if Some(id.as_str()) != present && !all.contains(&id) {
                all.push(id);
            }
        }
    }
    all
}

fn senior<'a>(
    pick: &Pick,
    ticket: &Snapshot,
    world: &World<'_>,
    members: &[&'a Person],
) -> Option<&'a Person> {
    let subject = match pick.by.as_deref() {
        Some(by) => Some(subject(by, ticket, world)?),
        None => None,
    };
    let level = |p: &Person| match &subject {
        Some(subject) => p.skills.get(subject).copied(),
        None => p.skills.values().max().copied(),
    };
    let mut best: Option<(i64, &Person)> = None;
    for person in members {
        let Some(level) = level(person).filter(|l| allows(pick.level.as_deref(), *l)) else { continue };
        if best.is_none_or(|(greatest, _)| level > greatest) {
            best = Some((level, person));
        }
    }
    best.map(|(_, person)| person)
}

/// The subject that a field names: its value, or with a dot a column of the row that it names.
fn subject(by: &str, ticket: &Snapshot, world: &World<'_>) -> Option<String> {
    let (key, column) = by.split_once('.').map_or((by, None), |(key, column)| (key, Some(column)));
    let value = fields::value_of(ticket, key)?;
    let Some(column) = column else { return Some(value) };
    let template = world.config.types.get(&ticket.ticket.type_id)?;
    let table = template.fields.iter().find(|f| f.id == key)?.table.as_deref()?;
    let row = world.config.tables.get(table)?.rows.iter().find(|r| r.id == value)?;
    row.columns.get(column)?.as_text().map(str::to_owned)
}

/// Whether a level satisfies `>=2`, `>1`, `<3`, `2`; a text that is no comparison admits nobody.
pub fn allows(comparison: Option<&str>, level: i64) -> bool {
    let Some(text) = comparison.map(str::trim) else { return true };
    let number = |rest: &str| rest.trim().parse::<i64>().ok();
    for (sign, test) in [
        (">=", i64::ge as fn(&i64, &i64) -> bool),
        ("<=", i64::le),
        (">", i64::gt),
        ("<", i64::lt),
        ("=", i64::eq),
        ("", i64::eq),
    ] {
        if let Some(rest) = text.strip_prefix(sign) {
            return number(rest).is_some_and(|n| test(&level, &n));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Load;
    use crate::process::testing::{at, config, history, snapshot, with_load};

    struct Busy;
    impl Load for Busy {
        fn open_tickets(&self, person: &str) -> u32 {
            if person == "ana" { 3 } else { 1 }
        }
        fn assignments(&self, team: Option<&str>) -> Vec<(String, u64)> {
            match team {
                None => vec![
                    ("ana".to_owned(), 7),
                    ("bia".to_owned(), 6),
                    ("caio".to_owned(), 5),
                    ("duda".to_owned(), 8),
                ],
                Some("suporte") => vec![("ana".to_owned(), 5), ("bia".to_owned(), 9)],
                _ => vec![("caio".to_owned(), 1)],
            }
        }
    }

    fn pick(word: &str, team: &str, by: Option<&str>, level: Option<&str>, day: &str) -> Option<String> {
        let config = config();
        let mut ticket = snapshot("bug", "backlog");
        ticket.ticket.team = Some(team.to_owned());
        ticket.ticket.fields.insert("modulo".to_owned(), "nfe".into());
        let pick = Pick {
            pick: word.to_owned(),
            by: by.map(str::to_owned),
            level: level.map(str::to_owned),
            ..Pick::default()
        };
        with_load(&config, "ana@desk.example", &Busy, |world| {
            world.now = at(&format!("{day}T10:00:00-03:00"));
            choose(world, &pick, &ticket, &[])
        })
    }

    #[test]
    fn picks_are_deterministic_and_skip_who_is_away() {
        for (word, team, by, level, day, expected) in [
            ("lead", "suporte", None, None, "2026-11-23", Some("ana")),
            ("lead", "produto", None, None, "2026-11-23", None),
            ("least_loaded", "suporte", None, None, "2026-11-23", Some("bia")),
            ("round_robin", "suporte", None, None, "2026-11-23", Some("ana")), // longest ago; the robot gets none
            ("round_robin", "produto", None, None, "2026-11-23", Some("duda")), // never
            ("round_robin", "produto", None, None, "2026-12-20", Some("caio")), // duda is away
            ("senior", "produto", Some("modulo"), None, "2026-11-23", Some("duda")),
            ("senior", "produto", Some("modulo"), None, "2027-01-05", Some("caio")),
            ("senior", "produto", Some("modulo"), None, "2027-01-06", Some("duda")),
            ("senior", "produto", Some("modulo"), Some(">=3"), "2027-01-05", None),
            ("senior", "produto", Some("rotina"), None, "2026-11-23", None), // no value, no subject
            ("senior", "suporte", None, None, "2026-11-23", Some("ana")),
        ] {
            assert_eq!(pick(word, team, by, level, day).as_deref(), expected, "{word} {team} {day}");
        }
    }

    #[test]
    fn where_a_pick_finds_nobody_another_can_choose() {
        let config = config();
        let ticket = snapshot("bug", "backlog");
        // Nobody of the team knows the module vendas.
        let pick = |or_else: Option<&str>| Pick {
            pick: "senior".to_owned(),
            by: Some("modulo".to_owned()),
            or_else: or_else.map(str::to_owned),
            ..Pick::default()
        };
        with_load(&config, "ana@desk.example", &Busy, |world| {
            assert_eq!(choose(world, &pick(None), &ticket, &[]), None);
            assert_eq!(choose(world, &pick(Some("least_loaded")), &ticket, &[]).as_deref(), Some("bia"));
        });
    }

    #[test]
    fn a_ticket_of_no_team_goes_round_all_people() {
        let config = config();
        let mut ticket = snapshot("bug", "backlog");
        ticket.ticket.team = None;
        let pick = Pick { pick: "round_robin".to_owned(), ..Pick::default() };
        with_load(&config, "ana@desk.example", &Busy, |world| {
            assert_eq!(choose(world, &pick, &ticket, &[]).as_deref(), Some("caio"));
        });
    }

    #[test]
    fn previous_is_who_had_it_in_the_team_it_goes_back_to() {
        let config = config();
        let mut states = vec![snapshot("bug", "backlog")];
        for person in ["bia", "caio", "duda"] {
            let mut next = states[states.len() - 1].clone();
            next.ticket.assignee = Some(person.to_owned());
            states.push(next);
        }
        let history = history(&states.iter().map(|s| ("ana@desk.example", s)).collect::<Vec<_>>());
        let pick = Pick { pick: "previous".to_owned(), ..Pick::default() };
        let mut now = states[3].clone();
        with_load(&config, "ana@desk.example", &Busy, |world| {
            assert_eq!(choose(world, &pick, &now, &history).as_deref(), Some("caio"));
            now.ticket.team = Some("suporte".to_owned());
            assert_eq!(choose(world, &pick, &now, &history).as_deref(), Some("bia"));
        });
        assert_eq!(previous(&now, &history), ["caio", "bia"]);
    }

    #[test]
    fn levels_and_days_away_are_read() {
        assert!(
            allows(Some(">=2"), 2) && !allows(Some(">2"), 2) && allows(Some("2"), 2) && !allows(Some("x"), 2)
        );
        assert!(span("2026-12-24").is_some() && span("2027-01-05..2026-12-20").is_none());
    }
}
