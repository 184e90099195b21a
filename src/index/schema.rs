//! The tables. They hold nothing that git does not say: another format is made by reading history again.

use rusqlite::Connection;

/// The number of this format, kept as SQLite's `user_version`. To be raised with every change of a table or of
/// what is written into one: an index of another number is thrown away and made anew.
pub(super) const FORMAT: i64 = 5;

const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE commits (id BLOB PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE folders (path TEXT NOT NULL, uid TEXT NOT NULL, PRIMARY KEY (path, uid)) WITHOUT ROWID;
CREATE TABLE tickets (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, path TEXT NOT NULL, suffix TEXT NOT NULL,
  month INTEGER NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL, status TEXT NOT NULL,
  category TEXT NOT NULL, priority TEXT, priority_rank INTEGER, requester TEXT, organization TEXT, payer TEXT,
  team TEXT, assignee TEXT, origin TEXT, due_s INTEGER, promised_s INTEGER, rating TEXT, merged TEXT,
  opened_s INTEGER NOT NULL, opened_at TEXT NOT NULL, opened_by TEXT NOT NULL, closed_s INTEGER, closed_at TEXT,
  status_since_s INTEGER NOT NULL, last_s INTEGER NOT NULL, last_public_s INTEGER, last_customer_s INTEGER,
  unanswered_since_s INTEGER, public_since_contact INTEGER NOT NULL, assigned_s INTEGER, json TEXT NOT NULL);
CREATE TABLE numbers (month INTEGER NOT NULL, seq INTEGER NOT NULL, uid TEXT NOT NULL,
  PRIMARY KEY (month, seq, uid)) WITHOUT ROWID;
CREATE TABLE comments (
  uid TEXT NOT NULL, ord INTEGER NOT NULL, id TEXT NOT NULL, at_s INTEGER NOT NULL, at TEXT NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL, commit_id TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (uid, ord)) WITHOUT ROWID;
CREATE TABLE tramites (
  uid TEXT NOT NULL, ord INTEGER NOT NULL, at TEXT NOT NULL, recorded TEXT NOT NULL, name TEXT NOT NULL,
  email TEXT NOT NULL, commit_id TEXT NOT NULL, generation INTEGER NOT NULL, config TEXT, changes TEXT NOT NULL,
  PRIMARY KEY (uid, ord)) WITHOUT ROWID;
CREATE TABLE status_log (
  uid TEXT NOT NULL, ord INTEGER NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL, category TEXT NOT NULL,
  known INTEGER NOT NULL, PRIMARY KEY (uid, ord)) WITHOUT ROWID;
CREATE TABLE assignments (
  uid TEXT NOT NULL, ord INTEGER NOT NULL, person TEXT NOT NULL, at_s INTEGER NOT NULL,
  PRIMARY KEY (uid, ord)) WITHOUT ROWID;
CREATE TABLE with_files (uid TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE clocks (uid TEXT PRIMARY KEY, build TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (path TEXT PRIMARY KEY, blob TEXT NOT NULL, duplicate TEXT, finding TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5 (uid UNINDEXED, body, tokenize = 'unicode61 remove_diacritics 2');
";

/// Other orders of some tables: over many rows they are made sooner than kept up with each row.
const INDEXES: &str = "
CREATE INDEX folders_uid ON folders (uid);
CREATE INDEX tickets_number ON tickets (month, seq);
CREATE INDEX tickets_suffix ON tickets (suffix);
CREATE INDEX tickets_assignee ON tickets (assignee);
CREATE INDEX numbers_uid ON numbers (uid);
";

const NAMES: [&str; 12] = [
    "meta",
    "commits",
    "folders",
    "tickets",
    "numbers",
    "comments",
    "tramites",
    "status_log",
    "assignments",
    "with_files",
    "clocks",
    "problems",
];

/// Drops what is there, whatever its format, and makes empty tables. Within the caller's transaction.
pub(super) fn create(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch("DROP TABLE IF EXISTS search;")?;
    for name in NAMES {
        db.execute_batch(&format!("DROP TABLE IF EXISTS {name};"))?;
    }
    create_tables(db)?;
    finish(db)
}

/// Makes the tables of an empty database, to be filled and then finished.
pub(super) fn create_tables(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(TABLES)
}

/// Says that the tables have this format and can be asked.
pub(super) fn finish(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(INDEXES)?;
    db.pragma_update(None, "user_version", FORMAT)
}

pub(super) fn format(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// A value of `meta`.
pub(super) fn meta(db: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    use rusqlite::OptionalExtension;
    db.prepare_cached("SELECT value FROM meta WHERE key = ?1")?.query_row([key], |row| row.get(0)).optional()
}

pub(super) fn set_meta(db: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    db.execute("INSERT OR REPLACE INTO meta VALUES (?1, ?2)", [key, value])?;
    Ok(())
}
