//! The index against the truth, and against what goes wrong with files.

mod asked;
mod files;

use super::{Index, IndexError, Source};
use crate::codec;
use crate::model::config::Config;
use crate::store::Store;
use crate::store::history::ObjectId;
use crate::store::history::fixture::Desk;
use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone};
use std::path::Path;

fn midnight(day: NaiveDate) -> DateTime<FixedOffset> {
    let zone = FixedOffset::west_opt(3 * 3600).unwrap();
    zone.from_local_datetime(&day.and_hms_opt(0, 0, 0).unwrap()).unwrap()
}

fn config(store: &Store, head: &str) -> Config {
    codec::config::load(&store.config_files(head).unwrap()).0
}

/// Opens the index of `head`: in `dir`, or in memory.
fn open(store: &Store, head: &str, dir: Option<&Path>) -> Result<Index, IndexError> {
    let config = config(store, head);
    let config_id = store.config_tree_id(head).unwrap_or_default();
    let source =
        Source { store, head, config: &config, config_id: &config_id, day_start: &midnight, clocks: None };
    match dir {
        Some(dir) => Index::open_in(dir, &source),
        None => Index::in_memory(&source),
    }
}

/// Everything the index says.
fn dump(index: &Index) -> Vec<String> {
    let tables = [
        "SELECT * FROM meta WHERE key IN ('head', 'config')",
        "SELECT * FROM commits",
        "SELECT * FROM folders",
        "SELECT * FROM numbers",
        "SELECT * FROM comments",
        "SELECT * FROM tramites",
        "SELECT * FROM status_log",
        "SELECT * FROM assignments",
        "SELECT * FROM problems",
        "SELECT tickets.*, search.uid, search.body FROM tickets LEFT JOIN search ON search.rowid = tickets.id",
    ];
    let mut all = Vec::new();
    for table in tables {
        let mut statement = index.db.prepare(table).unwrap();
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values =
                columns.iter().enumerate().filter(|(_, name)| *name != "id" || !table.contains("search"));
            let values: Vec<String> = values.map(|(i, _)| format!("{:?}", row.get_ref(i).unwrap())).collect();
            all.push(format!("{table}: {}", values.join(" ")));
        }
    }
    all.sort();
    all
}

/// A desk whose branch is at `head`, through a store of its own.
fn at(desk: &Desk, head: ObjectId) -> (Store, String) {
    desk.point(head);
    (desk.store(), head.to_string())
}
