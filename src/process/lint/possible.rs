//! Filters that no ticket can fit, and moves that would follow one another for ever.

use crate::model::config::{Config, TypeTemplate};
use crate::model::{Number, Snapshot, Ticket, TicketDir, Uid};
use crate::query::{Filter, Key, NoFacts, Query, Scope, Stored, Term, TermBody};

/// The statuses of a type in which one of the filters may hold, as far as type, status and category say.
pub fn statuses<'t>(config: &Config, template: &'t TypeTemplate, query: &Query) -> Vec<&'t str> {
    let may = |status: &str| {
        query.is_empty()
            || query.any.iter().any(|filter| {
                !contradicts_itself(filter)
                    && filter.terms.iter().all(|t| may_hold(config, template, status, t))
            })
    };
    template.flow.statuses.keys().map(String::as_str).filter(|status| may(status)).collect()
}

/// Whether any ticket of the desk may fit.
pub fn anywhere(config: &Config, query: &Query) -> bool {
    config.types.is_empty() || config.types.values().any(|t| !statuses(config, t, query).is_empty())
}

/// Whether a filter asks for a thing and for its contrary.
fn contradicts_itself(filter: &Filter) -> bool {
    let plain = |term: &Term| Term { negated: false, ..term.clone() }.to_string();
    filter.terms.iter().any(|term| {
        !term.negated && filter.terms.iter().any(|other| other.negated && plain(other) == plain(term))
    })
}

fn may_hold(config: &Config, template: &TypeTemplate, status: &str, term: &Term) -> bool {
    let TermBody::Key(Key::Stored(Stored::Type | Stored::Status | Stored::Category), _) = &term.body else {
        return true;
    };
    let uid = Uid::from_parts(0, 0);
    let ticket = Ticket::new(uid.clone(), &template.id, "", status);
    let snapshot = Snapshot::new(TicketDir::new(Number { month: 200_001, seq: 1 }, &uid), ticket);
    let query = Query { any: vec![Filter { terms: vec![term.clone()] }] };
    query.matches(&Scope {
        config,
        snapshot: &snapshot,
        me: None,
        now: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
        facts: &NoFacts,
        changed: &[],
    })
}

/// The nodes of the first circle among edges, each with the name of what leads from it: `[("a", "x"), ("b", "y")]` where `x` leads
/// from a to b and `y` from b to a.
pub fn circle<'e>(edges: &[(&'e str, &'e str, &'e str)]) -> Option<Vec<(&'e str, &'e str)>> {
    fn walk<'e>(
        at: &'e str,
        goal: &str,
        edges: &[(&'e str, &'e str, &'e str)],
        way: &mut Vec<(&'e str, &'e str)>,
    ) -> bool {
        for (from, to, by) in edges.iter().filter(|(from, ..)| *from == at) {
            if way.iter().any(|(node, _)| node == from) {
                continue;
            }
            way.push((from, by));
            if *to == goal || walk(to, goal, edges, way) {
                return true;
            }
            way.pop();
        }
        false
    }
    edges.iter().find_map(|(from, ..)| {
        let mut way = Vec::new();
        walk(from, from, edges, &mut way).then_some(way)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::config;

    #[test]
    fn a_filter_fits_the_statuses_that_it_can_hold_in() {
        let config = config();
        let bug = &config.types["bug"];
        for (filter, expected) in [
            ("status:backlog", vec!["backlog"]),
            ("category:closed", vec!["fechado"]),
            ("category:new -status:backlog", vec!["em_revisao"]),
            ("status:backlog category:closed", vec![]),
            ("type:servico", vec![]),
            ("-type:bug", vec![]),
            ("status:backlog priority:alta -priority:alta", vec![]),
            ("status:backlog priority:alta -priority:media", vec!["backlog"]),
        ] {
            assert_eq!(statuses(&config, bug, &Query::parse(filter).unwrap()), expected, "{filter}");
        }
        assert_eq!(statuses(&config, bug, &Query::default()).len(), bug.flow.statuses.len());
    }

    #[test]
    fn a_circle_is_found_however_long() {
        assert_eq!(circle(&[("a", "b", "x"), ("b", "c", "y")]), None);
        assert_eq!(circle(&[("a", "a", "x")]), Some(vec![("a", "x")]));
        let found = circle(&[("s", "a", "in"), ("a", "b", "x"), ("b", "c", "y"), ("c", "a", "z")]);
        assert_eq!(found, Some(vec![("a", "x"), ("b", "y"), ("c", "z")]));
    }
}
