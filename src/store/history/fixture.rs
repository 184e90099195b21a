//! Small desks made commit by commit, for tests.

use crate::codec;
use crate::model::{Comment, CommentKind, DeskPath, Snapshot, Ticket, TicketDir, Uid};
use crate::store::{Env, Store};
use git2::{Oid, Repository, Signature, Time};
use std::collections::BTreeMap;

/// Files of a commit: path → bytes.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A bare repository that goes with the test.
pub(crate) struct Desk {
    pub repo: Repository,
    _folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repo = Repository::init_bare(folder.path().join("desk.git")).unwrap();
        Self { repo, _folder: folder }
    }

    /// The tree of these files.
    pub fn tree(&self, files: &Files) -> Oid {
        let mut builder = self.repo.treebuilder(None).unwrap();
        let mut folders: BTreeMap<&str, Files> = BTreeMap::new();
        for (path, bytes) in files {
            if let Some((folder, rest)) = path.split_once('/') {
                folders.entry(folder).or_default().insert(rest.to_owned(), bytes.clone());
            } else {
                let blob = self.repo.blob(bytes).unwrap();
                builder.insert(path, blob, 0o100_644).unwrap();
            }
        }
        for (folder, files) in folders {
            builder.insert(folder, self.tree(&files), 0o040_000).unwrap();
        }
        builder.write().unwrap()
    }

    /// A commit of Ana's with these files; times in seconds of author and committer.
    pub fn commit(&self, parents: &[Oid], files: &Files, times: (i64, i64)) -> Oid {
        let sign = |at| Signature::new("Ana", "ana@desk.example", &Time::new(at, -180)).unwrap();
        let tree = self.repo.find_tree(self.tree(files)).unwrap();
        let parents: Vec<_> = parents.iter().map(|id| self.repo.find_commit(*id).unwrap()).collect();
        let parents: Vec<_> = parents.iter().collect();
        self.repo.commit(None, &sign(times.0), &sign(times.1), "a change", &tree, &parents).unwrap()
    }
}

impl Desk {
    /// Moves the branch `main`, which is HEAD's.
    pub fn point(&self, head: Oid) {
        self.repo.reference("refs/heads/main", head, true, "test").unwrap();
        self.repo.set_head("refs/heads/main").unwrap();
    }

    /// The same desk through the store.
    pub fn store(&self) -> Store {
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-03T10:00:00-03:00").unwrap();
        Store::open_repository(&Env::new(self.repo.path(), now)).unwrap().on_branch("main").unwrap()
    }
}

/// A template of type `bug` in which the statuses have these categories.
pub(crate) fn template(statuses: &[(&str, &str)]) -> Vec<u8> {
    let lines = statuses.iter().map(|(status, category)| format!("    {status}: {{category: {category}}}\n"));
    let head = "type: bug\ntitle: Bug\nflow:\n  initial: novo\n  statuses:\n".to_owned();
    std::iter::once(head).chain(lines).collect::<String>().into_bytes()
}

/// The uid of ticket `n`.
pub(crate) fn uid(n: u8) -> Uid {
    Uid::from_parts(1_790_000_000_000 + u64::from(n) * 1000, u128::from(n))
}

/// Ticket `n` as opened.
pub(crate) fn ticket(n: u8) -> Ticket {
    Ticket::new(uid(n), "bug", &format!("Ticket {n}"), "novo")
}

/// The folder of ticket `n`, were its number `seq`.
pub(crate) fn dir(n: u8, seq: u32) -> TicketDir {
    TicketDir::new(crate::model::Number { month: 202_611, seq }, &uid(n))
}

/// Writes a ticket's state into files.
pub(crate) fn put(files: &mut Files, dir: &TicketDir, ticket: &Ticket) {
    files.insert(dir.ticket_path(), codec::ticket::encode(ticket, None));
}

/// Changes a ticket's state in files; nothing where it cannot be read.
pub(crate) fn edit(files: &mut Files, dir: &TicketDir, change: impl FnOnce(&mut Ticket)) -> bool {
    let path = dir.ticket_path();
    let Some(mut ticket) = files.get(&path).and_then(|bytes| codec::ticket::decode(&path, bytes).value)
    else {
        return false;
    };
    change(&mut ticket);
    put(files, dir, &ticket);
    true
}

/// Adds (or rewrites) a comment; `n` makes its id.
pub(crate) fn say(files: &mut Files, dir: &TicketDir, n: u8, kind: CommentKind, body: &str) -> Uid {
    let id = uid(100 + n % 100);
    files.insert(dir.comment_path(&id), codec::comment::encode(&Comment::new(kind, body)));
    id
}

/// What files say, read without any history: the first folder of a uid, by path; what is unreadable is absent.
pub(crate) fn plain_content(files: &Files) -> BTreeMap<Uid, Snapshot> {
    let mut all: BTreeMap<Uid, Snapshot> = BTreeMap::new();
    for (path, bytes) in files {
        let DeskPath::Ticket(dir) = DeskPath::of(path) else { continue };
        let Some(ticket) = codec::ticket::decode(path, bytes).value else { continue };
        let mut snapshot = Snapshot::new(dir.clone(), ticket);
        for (path, bytes) in files {
            if let DeskPath::Comment(of, id) = DeskPath::of(path)
                && of == dir
                && let Some(comment) = codec::comment::decode(path, bytes).value
            {
                snapshot.comments.insert(id, comment);
            }
        }
        all.entry(snapshot.ticket.uid.clone()).or_insert(snapshot);
    }
    all
}
