//! Asking the index.

use super::known::{self, TRAMITE, damaged, recorded, time};
use super::row::{self, COLUMNS, TicketRow};
use super::{Index, IndexError, Said, StatusChange};
use crate::model::{Comment, Finding, Identity, Number, Severity, Snapshot, Tramite, Uid, Value, plain};
use crate::query::sql::{Sql, SqlValue};
use crate::store::history::Recorded;
use chrono::{DateTime, FixedOffset};
use rusqlite::types::Value as Sqlite;
use rusqlite::{Params, params, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};

/// A comment with when it was made, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentRow {
    /// Its id.
    pub id: Uid,
    /// Its commit.
    pub said: Said,
    /// What it says.
    pub comment: Comment,
}

/// A ticket with its whole history, for reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketTimeline {
    /// The ticket now.
    pub row: TicketRow,
    /// Its trâmites, in order.
    pub tramites: Vec<Recorded>,
    /// What its statuses meant, in order.
    pub statuses: Vec<StatusChange>,
}

/// A ticket that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The ticket.
    pub row: TicketRow,
    /// A line that has the first of the words.
    pub line: String,
}

impl Index {
    fn rows(&self, rest: &str, params: impl Params) -> Result<Vec<TicketRow>, IndexError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM tickets {rest}"))?;
        statement.query_and_then(params, row::read)?.collect()
    }

    /// The tickets that a query's SQL finds, by number. Where it is not exact, some are too many: see
    /// [`Index::tickets_matching`].
    pub fn tickets(&self, sql: &Sql) -> Result<Vec<TicketRow>, IndexError> {
        let values = sql.params.iter().map(|value| match value {
            SqlValue::Text(text) => Sqlite::Text(text.clone()),
            SqlValue::Int(number) => Sqlite::Integer(*number),
            SqlValue::Null => Sqlite::Null,
        });
        let rest = format!("WHERE {} ORDER BY month, seq, uid", sql.clause);
        self.rows(&rest, params_from_iter(values))
    }

    /// The tickets that a query finds, by number: those of its SQL, asked `matches` where that is not exact.
    pub fn tickets_matching(
        &self,
        sql: &Sql,
        matches: &mut dyn FnMut(&TicketRow, &Snapshot) -> bool,
    ) -> Result<Vec<TicketRow>, IndexError> {
        let mut rows = self.tickets(sql)?;
        if sql.exact {
            return Ok(rows);
        }
        let mut kept = Vec::new();
        for row in rows.drain(..) {
            let snapshot = self.snapshot(&row)?;
            if matches(&row, &snapshot) {
                kept.push(row);
            }
        }
        Ok(kept)
    }

    /// Every ticket, by number.
    pub fn all(&self) -> Result<Vec<TicketRow>, IndexError> {
        self.rows("ORDER BY month, seq, uid", [])
    }

    /// The ticket with this uid.
    pub fn by_uid(&self, uid: &Uid) -> Result<Option<TicketRow>, IndexError> {
        Ok(self.rows("WHERE uid = ?1", [uid.as_str()])?.pop())
    }

    /// The tickets whose uid begins so, in either case.
    pub fn by_uid_prefix(&self, prefix: &str) -> Result<Vec<TicketRow>, IndexError> {
        // No uid has a character beyond `Z`.
        let from = prefix.to_ascii_uppercase();
        let to = format!("{from}[");
        self.rows("WHERE uid >= ?1 AND uid < ?2 ORDER BY month, seq, uid", [from, to])
    }

    /// The tickets whose uid ends with these four characters, in either case.
    pub fn by_suffix(&self, suffix: &str) -> Result<Vec<TicketRow>, IndexError> {
        self.rows("WHERE suffix = ?1 ORDER BY month, seq, uid", [suffix.to_ascii_lowercase()])
    }

    /// The tickets that have this number; first those that have it now, then those that had it once (7).
    pub fn by_number(&self, number: Number) -> Result<Vec<TicketRow>, IndexError> {
        self.rows(
            "WHERE uid IN (SELECT uid FROM numbers WHERE month = ?1 AND seq = ?2) \
             ORDER BY (month, seq) = (?1, ?2) DESC, uid",
            params![number.month, number.seq],
        )
    }

    /// The numbers that a ticket has or ever had, its folder's among them (7).
    pub fn numbers_of(&self, uid: &Uid) -> Result<Vec<Number>, IndexError> {
        let mut statement =
            self.db.prepare_cached("SELECT month, seq FROM numbers WHERE uid = ?1 ORDER BY month, seq")?;
        let rows = statement
            .query_and_then([uid.as_str()], |row| Ok(Number { month: row.get(0)?, seq: row.get(1)? }))?;
        rows.collect()
    }

    /// The tickets that are number `seq` of their month, by month.
    pub fn by_seq(&self, seq: u32) -> Result<Vec<TicketRow>, IndexError> {
        self.rows("WHERE seq = ?1 ORDER BY month, uid", [seq])
    }

    /// Whether two tickets have one number.
    pub fn has_duplicate_numbers(&self) -> Result<bool, IndexError> {
        const TWICE: &str = "SELECT EXISTS (SELECT 1 FROM tickets GROUP BY month, seq HAVING count(*) > 1)";
        let mut statement = self.db.prepare_cached(TWICE)?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// The greatest count that any ticket of a month ever had; 0 for none.
    pub fn max_seq(&self, month: u32) -> Result<u32, IndexError> {
        let mut statement = self.db.prepare_cached("SELECT max(seq) FROM numbers WHERE month = ?1")?;
        Ok(statement.query_row([month], |row| row.get::<_, Option<u32>>(0))?.unwrap_or(0))
    }

    /// A ticket with its comments.
    pub fn snapshot(&self, row: &TicketRow) -> Result<Snapshot, IndexError> {
        let mut snapshot = Snapshot::new(row.dir.clone(), row.ticket()?);
        let mut statement = self.db.prepare_cached("SELECT id, json FROM comments WHERE uid = ?1")?;
        let mut rows = statement.query([row.uid.as_str()])?;
        while let Some(row) = rows.next()? {
            let id = row.get_ref(0)?.as_str().map_err(damaged)?.parse()?;
            let comment = serde_json::from_str(row.get_ref(1)?.as_str().map_err(damaged)?)?;
            snapshot.comments.insert(id, comment);
        }
        Ok(snapshot)
    }

    /// The tickets that name files, or did: with attachments, sensitive texts or files that were removed (7.1).
    pub fn tickets_with_files(&self) -> Result<Vec<Snapshot>, IndexError> {
        let rows = self.rows("WHERE uid IN (SELECT uid FROM with_files) ORDER BY month, seq, uid", [])?;
        rows.iter().map(|row| self.snapshot(row)).collect()
    }

    /// The files that were removed, by their tickets (7.1).
    pub fn purges(&self) -> Result<BTreeMap<Uid, BTreeSet<String>>, IndexError> {
        let mut statement = self.db.prepare_cached(
            "SELECT uid, json FROM comments WHERE uid IN (SELECT uid FROM with_files) AND json LIKE '%\"purges\":[%'",
        )?;
        let mut rows = statement.query([])?;
        let mut all: BTreeMap<Uid, BTreeSet<String>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let uid = row.get_ref(0)?.as_str().map_err(damaged)?.parse()?;
            let comment: Comment = serde_json::from_str(row.get_ref(1)?.as_str().map_err(damaged)?)?;
            all.entry(uid).or_default().extend(comment.purges);
        }
        Ok(all)
    }

    /// A ticket's comments, in order of time.
    pub fn comments(&self, uid: &Uid) -> Result<Vec<CommentRow>, IndexError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, at, name, email, commit_id, json FROM comments WHERE uid = ?1 ORDER BY ord",
        )?;
        let rows = statement.query_and_then([uid.as_str()], |row| {
            Ok(CommentRow {
                id: row.get::<_, String>(0)?.parse()?,
                said: Said {
                    at: time(&row.get::<_, String>(1)?)?,
                    by: Identity { name: row.get(2)?, email: row.get(3)? },
                    commit: row.get(4)?,
                },
                comment: serde_json::from_str(&row.get::<_, String>(5)?)?,
            })
        })?;
        rows.collect()
    }

    /// The billable work of the tickets that an organization pays for, in minutes, in order of time (T5, T6).
    pub fn billable_work(&self, payer: &str) -> Result<Vec<(DateTime<FixedOffset>, u32)>, IndexError> {
        let mut statement = self.db.prepare_cached(
            "SELECT comments.at, json_extract(comments.json, '$.time.minutes') FROM comments \
             JOIN tickets USING (uid) WHERE coalesce(tickets.payer, tickets.organization) = ?1 \
             AND json_extract(comments.json, '$.time.billable') ORDER BY at_s, comments.uid, ord",
        )?;
        let rows = statement
            .query_and_then([payer], |row| Ok((time(&row.get::<_, String>(0)?)?, row.get::<_, u32>(1)?)))?;
        rows.collect()
    }

    /// A ticket's trâmites, in order; also of one that was removed.
    pub fn tramites(&self, uid: &Uid) -> Result<Vec<Tramite>, IndexError> {
        Ok(self.recorded(uid)?.into_iter().map(|recorded| recorded.tramite).collect())
    }

    /// The same, with the `.tramite` tree of each commit.
    pub fn recorded(&self, uid: &Uid) -> Result<Vec<Recorded>, IndexError> {
        known::tramites(&self.db, uid)
    }

    /// What a ticket's statuses meant when they were set, in order (4).
    pub fn statuses(&self, uid: &Uid) -> Result<Vec<StatusChange>, IndexError> {
        let mut statement = self.db.prepare_cached(
            "SELECT ord, type, status, category, known FROM status_log WHERE uid = ?1 ORDER BY ord",
        )?;
        let rows = statement.query_and_then([uid.as_str()], |row| {
            Ok(StatusChange {
                ord: row.get::<_, i64>(0)? as usize,
                type_id: row.get(1)?,
                status: row.get(2)?,
                category: row::category(row.get_ref(3)?.as_str().map_err(damaged)?)?,
                known: row.get(4)?,
            })
        })?;
        rows.collect()
    }

    /// A ticket's timeline.
    pub fn timeline(&self, row: TicketRow) -> Result<TicketTimeline, IndexError> {
        let (tramites, statuses) = (self.recorded(&row.uid)?, self.statuses(&row.uid)?);
        Ok(TicketTimeline { row, tramites, statuses })
    }

    /// The tickets that are there with trâmites whose commit and time of recording are wanted.
    pub fn with_tramites(
        &self,
        wanted: &dyn Fn(&str, DateTime<FixedOffset>) -> bool,
    ) -> Result<Vec<Uid>, IndexError> {
        let mut statement = self.db.prepare_cached(
            "SELECT tramites.uid, commit_id, recorded FROM tramites JOIN tickets ON tickets.uid = tramites.uid",
        )?;
        let mut rows = statement.query([])?;
        let mut found = BTreeSet::new();
        while let Some(row) = rows.next()? {
            if wanted(&row.get::<_, String>(1)?, time(&row.get::<_, String>(2)?)?) {
                found.insert(row.get::<_, String>(0)?);
            }
        }
        found.iter().map(|uid| uid.parse().map_err(damaged)).collect()
    }

    /// Every trâmite of the desk, in order of time, also of tickets that were removed.
    pub fn all_tramites(&self) -> Result<Vec<Recorded>, IndexError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {TRAMITE} FROM tramites"))?;
        let mut all = statement.query_and_then([], recorded)?.collect::<Result<Vec<_>, _>>()?;
        all.sort_by(|a, b| a.order(b).then_with(|| a.tramite.uid.cmp(&b.tramite.uid)));
        Ok(all)
    }

    /// Tickets in hand (not resolved, closed or rejected) by assignee.
    pub fn load_by_person(&self) -> Result<BTreeMap<String, u32>, IndexError> {
        self.load("assignee")
    }

    /// Tickets in hand (not resolved, closed or rejected) by team.
    pub fn load_by_team(&self) -> Result<BTreeMap<String, u32>, IndexError> {
        self.load("team")
    }

    fn load(&self, column: &str) -> Result<BTreeMap<String, u32>, IndexError> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT {column}, count(*) FROM tickets \
             WHERE {column} IS NOT NULL AND category NOT IN ('resolved', 'closed', 'rejected') GROUP BY {column}"
        ))?;
        let rows = statement.query_and_then([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    }

    /// When each person was last given a ticket, Unix seconds.
    pub fn last_assigned(&self) -> Result<BTreeMap<String, i64>, IndexError> {
        let mut statement =
            self.db.prepare_cached("SELECT person, max(at_s) FROM assignments GROUP BY person")?;
        let rows = statement.query_and_then([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    }

    /// The people who were ever given a ticket, each with the place of the latest time in the order of all: greater
    /// is later. Times of one second are told apart by the order of their commits.
    pub fn latest_assignments(&self) -> Result<Vec<(String, u64)>, IndexError> {
        let mut statement = self.db.prepare_cached(
            "SELECT person, max(place) FROM (SELECT a.person AS person, \
             row_number() OVER (ORDER BY a.at_s, t.generation, a.uid, a.ord) AS place \
             FROM assignments AS a JOIN tramites AS t ON t.uid = a.uid AND t.ord = a.ord) \
             GROUP BY person ORDER BY person",
        )?;
        let rows = statement.query_and_then([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
        rows.collect()
    }

    /// The tickets whose text has any of these words, those with more and rarer ones first; twenty at most.
    pub fn search_any(&self, words: &[String]) -> Result<Vec<TicketRow>, IndexError> {
        let wanted: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.replace('"', ""))).collect();
        let columns = COLUMNS.replace("uid, path", "tickets.uid, path");
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT {columns} FROM search JOIN tickets ON tickets.id = search.rowid \
             WHERE search MATCH ?1 ORDER BY rank, tickets.uid LIMIT 20"
        ))?;
        statement.query_and_then([wanted.join(" OR ")], row::read)?.collect()
    }

    /// The tickets whose text has words that begin like each of these, best first, at most `limit`.
    pub fn search(&self, text: &str, limit: usize) -> Result<Vec<Found>, IndexError> {
        let words: Vec<String> = plain(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect();
        let Some(first) = words.first() else { return Ok(Vec::new()) };
        let wanted: Vec<String> = words.iter().map(|word| format!("\"{word}\"*")).collect();
        let columns = COLUMNS.replace("uid, path", "tickets.uid, path");
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT {columns} FROM search JOIN tickets ON tickets.id = search.rowid \
             WHERE search MATCH ?1 ORDER BY rank, tickets.uid LIMIT ?2"
        ))?;
        let rows = statement.query_and_then(params![wanted.join(" "), limit as i64], row::read)?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter()
            .map(|row| {
                let line = line_with(&self.snapshot(&row)?, first).unwrap_or_else(|| row.title.clone());
                Ok(Found { row, line })
            })
            .collect()
    }

    /// What cannot be read at the head, uids in two folders, statuses that no template knows.
    pub fn problems(&self) -> Result<Vec<Finding>, IndexError> {
        let mut all: Vec<Finding> = known::problems(&self.db)?.into_iter().map(|p| p.finding).collect();
        let mut statement = self.db.prepare(
            "SELECT DISTINCT path, month, seq, log.type, log.status FROM status_log AS log \
             JOIN tickets USING (uid) WHERE NOT known ORDER BY path, ord",
        )?;
        let rows = statement.query_and_then([], |row| {
            let (path, type_id, status): (String, String, String) = (row.get(0)?, row.get(3)?, row.get(4)?);
            let number = Number { month: row.get(1)?, seq: row.get(2)? };
            let message = format!(
                "no template of type {type_id:?} has the status {status:?}, so that it counts as active; \
                 add it to the type's flow"
            );
            let finding = Finding::error("unknown_status", message).with_severity(Severity::Warning);
            let mut finding = finding.in_file(&format!("{path}/ticket.yaml"));
            finding.ticket = Some(number.to_string());
            Ok::<_, IndexError>(finding)
        })?;
        for finding in rows {
            all.push(finding?);
        }
        Ok(all)
    }
}

/// The first line of a ticket that has a word that begins so.
fn line_with(snapshot: &Snapshot, word: &str) -> Option<String> {
    let ticket = &snapshot.ticket;
    let texts = std::iter::once(ticket.title.as_str())
        .chain(ticket.description.as_deref())
        .chain(snapshot.comments.values().map(|comment| comment.body.as_str()))
        .chain(ticket.tags.iter().map(String::as_str))
        .chain(ticket.fields.values().flat_map(Value::texts));
    let has = |line: &&str| plain(line).split(|c: char| !c.is_alphanumeric()).any(|w| w.starts_with(word));
    texts.flat_map(str::lines).find(has).map(|line| line.trim().to_owned())
}
