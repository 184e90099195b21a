//! Opening an index: whatever is wrong with the file, the caller gets a right one.

use super::build::fill;
use super::schema::{self, FORMAT, meta, set_meta};
use super::update::bring_up;
use super::{Index, IndexError, Source};
use crate::store::Store;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// How long to wait for another process that is writing the index.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two looks whether it has done.
const PAUSE: Duration = Duration::from_millis(10);

/// The file's name in the git directory's `tramite/` folder.
const NAME: &str = "index.db";

impl Index {
    /// Opens the desk's index and brings it up to the source's head.
    pub fn open(source: &Source) -> Result<Self, IndexError> {
        Self::open_in(&source.store.own_dir(), source)
    }

    /// Whether there is one already: to open it is to read on, and not to read all of history.
    pub fn is_there(store: &Store) -> bool {
        store.own_dir().join(NAME).exists()
    }

    /// The same in folder `dir`.
    pub(super) fn open_in(dir: &Path, source: &Source) -> Result<Self, IndexError> {
        match open_file(dir, source).or_else(|error| match error {
            error if error.is_damage() => replace(dir, source),
            error => Err(error),
        }) {
            // The desk itself cannot be read: no index helps.
            Err(error @ (IndexError::History(_) | IndexError::Store(_))) if !error.is_damage() => Err(error),
            Err(_) => Self::in_memory(source),
            done => done,
        }
    }

    /// The same without any file: what a folder that cannot be written gets, and the truth that the file's
    /// content is compared with.
    pub fn in_memory(source: &Source) -> Result<Self, IndexError> {
        let db = Connection::open_in_memory()?;
        settle(&db)?;
        Ok(Self::at(fill(db, source)?, source.head.to_owned()))
    }
}

fn open_file(dir: &Path, source: &Source) -> Result<Index, IndexError> {
    // Where this fails, so does what follows.
    let _ = std::fs::create_dir_all(dir);
    let path = dir.join(NAME);
    if !path.exists() {
        source.store.share(dir);
        let _lock = lock(dir, source)?;
        // Another process may have made it meanwhile.
        if !path.exists() {
            make(&path, source)?;
        }
    }
    open_existing(&path, source)
}

/// One process at a time makes the file or puts another in its place; who has waited for too long does without a file.
fn lock(dir: &Path, source: &Source) -> Result<File, IndexError> {
    let path = dir.join("index.lock");
    let folder = |error: std::io::Error| IndexError::Folder(error.to_string());
    let file = File::create(&path).map_err(folder)?;
    source.store.share(&path);
    let begin = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if begin.elapsed() < PATIENCE => thread::sleep(PAUSE),
            Err(error) => return Err(folder(error.into())),
        }
    }
}

/// Makes the file of a desk that has none, under another name until it is whole: nobody sees a part of it, and what a process
/// that was killed leaves is written over by the next. So nothing in it need be taken back.
fn make(path: &Path, source: &Source) -> Result<(), IndexError> {
    let new = beside(path, ".new");
    remove(&new);
    let made = connect_new(&new).and_then(|db| {
        source.store.share(&new);
        let db = fill(db, source)?;
        set_meta(&db, "boot", &boot())?;
        db.pragma_update(None, "locking_mode", "NORMAL")?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.close().map_err(|(_, error)| error)?;
        // What another process has left beside a file that is gone.
        remove(path);
        std::fs::rename(&new, path).map_err(|error| IndexError::Folder(error.to_string()))
    });
    if made.is_err() {
        remove(&new);
    }
    made
}

fn connect_new(path: &Path) -> Result<Connection, IndexError> {
    let db = Connection::open(path)?;
    settle(&db)?;
    for (pragma, value) in [("locking_mode", "EXCLUSIVE"), ("journal_mode", "OFF"), ("synchronous", "OFF")] {
        db.pragma_update(None, pragma, value)?;
    }
    Ok(db)
}

/// Removes a database with what SQLite puts beside it.
fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(beside(path, suffix));
    }
}

fn open_existing(path: &Path, source: &Source) -> Result<Index, IndexError> {
    let mut db = connect(path)?;
    if !is_current(&db, source)? {
        write(&mut db, source)?;
    }
    pin(db)
}

fn connect(path: &Path) -> Result<Connection, IndexError> {
    let writable =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let readable = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, writable)
        .or_else(|_| Connection::open_with_flags(path, readable))?;
    let db = match schema::format(&db) {
        Ok(_) => db,
        // In a folder that cannot be written, SQLite reads only what is said never to change; nobody who may
        // write it left anything beside it.
        Err(error)
            if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) && !beside(path, "-wal").exists() =>
        {
            let name = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            let uri = format!("file:{name}?immutable=1");
            Connection::open_with_flags(uri, readable | OpenFlags::SQLITE_OPEN_URI)?
        }
        Err(error) => return Err(error.into()),
    };
    db.busy_timeout(PATIENCE)?;
    settle(&db)?;
    // The file is disposable: a crash of the machine is noticed, see `is_sound`.
    db.pragma_update(None, "synchronous", "OFF")?;
    Ok(db)
}

/// Statements are prepared once: without the guarantee SQLite makes a plan anew for every value that is asked for.
fn settle(db: &Connection) -> Result<(), IndexError> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Whether nothing has to be written.
fn is_current(db: &Connection, source: &Source) -> Result<bool, IndexError> {
    if schema::format(db)? != FORMAT {
        return Ok(false);
    }
    // One who cannot write leaves it to the others to check the file after a start of the machine.
    let checked = meta(db, "boot")? == Some(boot()) || db.is_readonly("main")?;
    Ok(checked && is_of(db, source)?)
}

fn is_of(db: &Connection, source: &Source) -> Result<bool, IndexError> {
    let Some(head) = meta(db, "head")? else { return Ok(false) };
    let config = meta(db, "config")?;
    if head == source.head {
        return Ok(config.as_deref() == Some(source.config_id));
    }
    // Another process has gone on with the branch since the source's head was read.
    let branch = meta(db, "branch")?;
    Ok(branch.as_deref() == Some(source.store.branch()) && source.store.tip()?.as_deref() == Some(&head))
}

/// Brings the file up to the head. One process at a time; the others wait and find it done.
fn write(db: &mut Connection, source: &Source) -> Result<(), IndexError> {
    db.pragma_update(None, "journal_mode", "WAL")?;
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if schema::format(&tx)? != FORMAT {
        schema::create(&tx)?;
    }
    if meta(&tx, "boot")? != Some(boot()) {
        if meta(&tx, "head")?.is_some() {
            is_sound(&tx)?;
        }
        set_meta(&tx, "boot", &boot())?;
    }
    if !is_of(&tx, source)? {
        bring_up(&tx, source)?;
        set_meta(&tx, "boot", &boot())?;
    }
    tx.commit()?;
    Ok(())
}

/// The machine may have gone down in the middle of a write that was never synced.
fn is_sound(db: &Connection) -> Result<(), IndexError> {
    let answer: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if answer == "ok" { Ok(()) } else { Err(IndexError::Damaged(answer)) }
}

/// What changes with every start of the machine; empty where the system does not say.
fn boot() -> String {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    text.trim().to_owned()
}

/// Holds what the file says now for as long as the index is open.
fn pin(db: Connection) -> Result<Index, IndexError> {
    db.execute_batch("BEGIN")?;
    let head = meta(&db, "head")?.ok_or_else(|| IndexError::Damaged("it is of no commit".to_owned()))?;
    Ok(Index::at(db, head))
}

/// Puts a new file in the place of a damaged one.
fn replace(dir: &Path, source: &Source) -> Result<Index, IndexError> {
    let _lock = lock(dir, source)?;
    let path = dir.join(NAME);
    // Another process may have replaced it meanwhile.
    if let Ok(index) = open_existing(&path, source) {
        return Ok(index);
    }
    remove(&path);
    make(&path, source)?;
    open_existing(&path, source)
}
