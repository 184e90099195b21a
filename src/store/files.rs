//! Files of tickets: in git, but not on the desk's branch (7.1). `refs/tramite/files/<uid>/<sha256>` points at the blob and
//! never at another one, so that what several clones keep needs no merge. A plain clone has none of them.

use super::taking::Taking;
use super::{Env, Store, StoreError, StoreErrorKind, durable, program};
use crate::model::Uid;
use git2::{ErrorCode, ObjectType, Oid};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, Read, Write};
use std::process::Stdio;

/// Where they are.
pub(in crate::store) const FOLDER: &str = "refs/tramite/files/";
/// How much of a file is in memory at a time.
const CHUNK: usize = 1 << 17;

/// Bytes of an object in a pack up to which it is read as a whole.
const SMALL: usize = 1 << 20;

/// A file of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileKey {
    uid: Uid,
    sha256: String,
}

impl FileKey {
    /// The file with these bytes of a ticket; `None` where `sha256` is no SHA-256 in lower-case hexadecimal.
    pub fn new(uid: &Uid, sha256: &str) -> Option<Self> {
        let hex = sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        hex.then(|| Self { uid: uid.clone(), sha256: sha256.to_owned() })
    }

    /// The ticket's uid.
    pub fn uid(&self) -> &Uid {
        &self.uid
    }

    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The ref that points at it.
    pub fn reference(&self) -> String {
        format!("{FOLDER}{}/{}", self.uid, self.sha256)
    }

    /// Reads a ref's full name; `None` where it is none of a file.
    pub fn parse(reference: &str) -> Option<Self> {
        let (uid, sha256) = reference.strip_prefix(FOLDER)?.split_once('/')?;
        Self::new(&uid.parse().ok()?, sha256)
    }
}

/// What came of making a file's ref.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pinned {
    /// There was none.
    New,
    /// It was there.
    Known,
    /// The bytes have gone again, as somebody removed the same file for good meanwhile: they are to be stored once more.
    Gone,
}

/// What came of reading a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// All of it was read, and it is what its name says.
    Right,
    /// It is not here.
    Absent,
    /// Other bytes than its name says: somebody put them there.
    Other,
}

/// Bytes that are in git's store and that nothing points at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    sha256: String,
    oid: Oid,
}

impl Stored {
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The file that it is, kept under a ticket.
    pub fn key(&self, uid: &Uid) -> FileKey {
        FileKey { uid: uid.clone(), sha256: self.sha256.clone() }
    }
}

impl Store {
    /// Takes `size` bytes from `from` into git's store, a piece at a time. `name` is what they are called in errors.
    pub fn store_file(&self, name: &str, from: &mut dyn Read, size: u64) -> Result<Stored, StoreError> {
        self.store_announced(name, from, size, &mut |_| Ok(()))
    }

    /// The same for a ticket. The note that comes with it is kept until the file's ref is there.
    pub fn take_file(
        &self,
        uid: &Uid,
        name: &str,
        from: &mut dyn Read,
        size: u64,
    ) -> Result<(Stored, Option<Taking>), StoreError> {
        let mut taking = None;
        let stored = self.store_announced(name, from, size, &mut |sha256| {
            let key = FileKey { uid: uid.clone(), sha256: sha256.to_owned() };
            taking = Some(self.taking(&[(&key, Some(size))])?);
            Ok(())
        })?;
        Ok((stored, taking))
    }

    /// Stores bytes, and lets `announce` know their SHA-256 before they are there.
    fn store_announced(
        &self,
        name: &str,
        from: &mut dyn Read,
        size: u64,
        announce: &mut dyn FnMut(&str) -> Result<(), StoreError>,
    ) -> Result<Stored, StoreError> {
        let unread = |why: String| {
            StoreError::environment(format!("cannot read \"{name}\""))
                .why(why)
                .mend("try again when nobody writes it")
        };
        let odb = self.repo().odb()?;
        let length = usize::try_from(size)
            .map_err(|_| unread("it is larger than this machine can name".to_owned()))?;
        let mut writer = odb.writer(length, ObjectType::Blob)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; CHUNK];
        let mut taken = 0_u64;
        loop {
            let n = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => n,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(unread(error.to_string())),
            };
            taken += n as u64;
            if taken > size {
                break;
            }
            hash.update(&buffer[..n]);
            writer.write_all(&buffer[..n]).map_err(|error| self.unwritten(&error.to_string()))?;
        }
        if taken != size {
            return Err(unread("it changed while it was read".to_owned()));
        }
        let sha256 = hex(hash);
        announce(&sha256)?;
        let oid = writer.finalize().map_err(|error| self.unwritten(error.message()))?;
        self.sync_objects(&BTreeSet::from([oid]))?;
        Ok(Stored { sha256, oid })
    }

    fn unwritten(&self, why: &str) -> StoreError {
        let objects = self.git_dir().join("objects");
        StoreError::environment(format!("cannot write into \"{}\"", objects.display()))
            .why(why.to_owned())
            .mend("see that the disk has room and that you may write there")
    }

    /// Makes the ref of a file, durably. It never points at anything else, nor at bytes that are not there: removing files
    /// for good and making their refs go one after the other.
    pub fn pin_file(&self, env: &Env, uid: &Uid, stored: &Stored) -> Result<Pinned, StoreError> {
        let _held = self.lock(env)?;
        if !self.is_stored(stored.oid)? {
            return Ok(Pinned::Gone);
        }
        let name = stored.key(uid).reference();
        match self.repo().reference(&name, stored.oid, false, "tramite: attached") {
            Ok(_) => {
                let file = self.git_dir().join(&name);
                let folders = file.ancestors().skip(1).take(3).map(std::path::Path::to_path_buf);
                self.share_way(&file);
                let paths: Vec<_> = std::iter::once(file.clone()).chain(folders).collect();
                durable::sync_all(&paths)?;
                Ok(Pinned::New)
            }
            Err(error) if error.code() == ErrorCode::Exists => {
                if self.repo().refname_to_id(&name)? == stored.oid {
                    return Ok(Pinned::Known);
                }
                Err(StoreError::new(StoreErrorKind::Conflict, format!("\"{name}\" points at another file"))
                    .why("its content is not what its name says")
                    .mend(format!("git update-ref -d {name}")))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the object has a file of its own here.
    pub(in crate::store) fn is_loose(&self, oid: Oid) -> bool {
        let id = oid.to_string();
        self.git_dir().join("objects").join(&id[..2]).join(&id[2..]).is_file()
    }

    /// Whether git has the object. The library remembers packs that are gone, so that the program is asked of what is no
    /// loose file of our own.
    pub(in crate::store) fn is_stored(&self, oid: Oid) -> Result<bool, StoreError> {
        if self.is_loose(oid) {
            return Ok(true);
        }
        let id = oid.to_string();
        let mut command = program::git(self.git_dir(), None);
        let output = program::output(command.args(["cat-file", "-e", &id]), None)?;
        Ok(output.status.success())
    }

    /// Takes refs of files away; their objects stay.
    pub fn unpin_files(&self, keys: &[FileKey]) -> Result<(), StoreError> {
        if keys.is_empty() {
            return Ok(());
        }
        let lines: Vec<String> = keys.iter().map(|key| format!("delete {}\n", key.reference())).collect();
        let mut command = program::git(self.git_dir(), None);
        program::run(
            command.args(["update-ref", "--stdin"]),
            Some(lines.concat().as_bytes()),
            "remove refs of files",
        )?;
        Ok(())
    }

    /// The files that are here, with the ids of their blobs.
    pub fn files(&self) -> Result<BTreeMap<FileKey, String>, StoreError> {
        let mut found = BTreeMap::new();
        for reference in self.repo().references_glob(&format!("{FOLDER}*"))? {
            let reference = reference?;
            if let (Ok(name), Some(oid)) = (reference.name(), reference.target())
                && let Some(key) = FileKey::parse(name)
            {
                found.insert(key, oid.to_string());
            }
        }
        Ok(found)
    }

    /// Refs of files whose content is not here: a repository that this one borrows objects from has removed it, or it was
    /// lost. Git itself refuses to fetch, push and tidy up while there is one.
    pub fn hollow_files(&self) -> Result<Vec<FileKey>, StoreError> {
        let odb = self.repo().odb()?;
        let all = self.files()?.into_iter();
        let mut hollow = Vec::new();
        for (key, oid) in all {
            let oid = Oid::from_str(&oid)?;
            if !odb.exists(oid) && !self.is_stored(oid)? {
                hollow.push(key);
            }
        }
        Ok(hollow)
    }

    /// The commits of all branches that have a desk, here and as last seen on remotes.
    pub fn desk_tips(&self) -> Result<Vec<String>, StoreError> {
        let mut tips = BTreeSet::new();
        for pattern in ["refs/heads/*", "refs/remotes/*"] {
            for reference in self.repo().references_glob(pattern)? {
                if let Ok(commit) = reference?.peel_to_commit()
                    && commit.tree()?.get_name(".tramite").is_some()
                {
                    tips.insert(commit.id().to_string());
                }
            }
        }
        Ok(tips.into_iter().collect())
    }

    /// The blob of a file, where the file is here.
    pub(in crate::store) fn file_oid(&self, key: &FileKey) -> Result<Option<Oid>, StoreError> {
        match self.repo().refname_to_id(&key.reference()) {
            Ok(oid) => Ok(self.repo().odb()?.exists(oid).then_some(oid)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the file is here.
    pub fn has_file(&self, key: &FileKey) -> Result<bool, StoreError> {
        Ok(self.file_oid(key)?.is_some())
    }

    /// Whether an object is the file that a ref of this name is to point at.
    pub fn is_file_of(&self, object: Oid, key: &FileKey) -> Result<bool, StoreError> {
        match self.repo().odb()?.read_header(object) {
            Ok((_, ObjectType::Blob)) => Ok(self.sha256_of(object)? == key.sha256),
            Ok(_) => Ok(false),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes a file's bytes to `out`, a piece at a time. What was written is only good where this says so: the hash is
    /// known at the end.
    pub fn read_file(&self, key: &FileKey, out: &mut dyn Write) -> Result<Content, StoreError> {
        let Some(oid) = self.file_oid(key)? else { return Ok(Content::Absent) };
        Ok(if self.stream(oid, out)? == key.sha256 { Content::Right } else { Content::Other })
    }

    /// The same where anything but the whole file is an error.
    pub fn write_file(&self, key: &FileKey, out: &mut dyn Write) -> Result<(), StoreError> {
        match self.read_file(key, out)? {
            Content::Right => Ok(()),
            Content::Absent => {
                Err(StoreError::not_found(format!("the file {} is not here", short(&key.sha256))))
            }
            Content::Other => Err(forged(key)),
        }
    }

    /// The SHA-256 of a blob, lower-case hexadecimal.
    pub(in crate::store) fn sha256_of(&self, oid: Oid) -> Result<String, StoreError> {
        self.stream(oid, &mut std::io::sink())
    }

    /// Writes a blob's bytes to `out`, a piece at a time; their SHA-256.
    fn stream(&self, oid: Oid, out: &mut dyn Write) -> Result<String, StoreError> {
        let unread = |why: String| {
            StoreError::environment(format!("git could not read the object {oid}"))
                .why(why)
                .mend("try again; where it says the same, `git fsck` tells whether the object is damaged")
        };
        let mut hash = Sha256::new();
        let damaged = |error: std::io::Error| unread(error.to_string());
        if let Some(mut loose) = self.open_loose(oid).map_err(damaged)? {
            copy(&mut loose, &mut hash, out, &damaged)?;
            return Ok(hex(hash));
        }
        // A small one is not worth a process.
        if let Ok(odb) = self.repo().odb()
            && odb.read_header(oid).is_ok_and(|(size, kind)| kind == ObjectType::Blob && size <= SMALL)
            && let Ok(object) = odb.read(oid)
        {
            copy(&mut object.data(), &mut hash, out, &damaged)?;
            return Ok(hex(hash));
        }
        // The program reads large blobs piece by piece from packs; the library has them in memory as a whole.
        let mut child = program::git(self.git_dir(), None)
            .args(["-c", "core.bigFileThreshold=1m", "-c", "core.packedGitWindowSize=8m"])
            .args(["-c", "core.packedGitLimit=32m", "cat-file", "blob", &oid.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| {
                StoreError::environment("cannot run the `git` program").why(error.to_string())
            })?;
        // Little is said on standard error, and only at the end: it fits into the pipe.
        let copied = child.stdout.take().map_or(Ok(()), |mut from| copy(&mut from, &mut hash, out, &damaged));
        let ended = child.wait_with_output();
        copied?;
        let ended = ended.map_err(|error| unread(error.to_string()))?;
        // Whatever stopped it half-way says nothing of the file.
        if !ended.status.success() {
            let said = String::from_utf8_lossy(&ended.stderr).trim().replace('\n', "; ");
            return Err(unread(if said.is_empty() {
                format!("it ended with {}", ended.status)
            } else {
                said
            }));
        }
        Ok(hex(hash))
    }
}

/// A ref that points at other bytes than its name says.
pub(in crate::store) fn forged(key: &FileKey) -> StoreError {
    StoreError::environment(format!("the file {} is not what its name says", short(&key.sha256)))
        .why("its bytes have another SHA-256: somebody replaced it")
        .mend(format!("git update-ref -d {} and get it again", key.reference()))
}

fn copy(
    from: &mut dyn Read,
    hash: &mut Sha256,
    out: &mut dyn Write,
    unread: &dyn Fn(std::io::Error) -> StoreError,
) -> Result<(), StoreError> {
    let mut buffer = vec![0; CHUNK];
    let unwritten =
        |error: std::io::Error| StoreError::environment("cannot write the file").why(error.to_string());
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(n) => {
                hash.update(&buffer[..n]);
                out.write_all(&buffer[..n]).map_err(unwritten)?;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(unread(error)),
        }
    }
}

fn hex(hash: Sha256) -> String {
    let pairs: Vec<String> = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.concat()
}

/// As much of a hash as names a file among people.
pub(in crate::store) fn short(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}
