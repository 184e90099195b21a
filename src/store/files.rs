//! Files of tickets: in git, but not on the desk's branch (7.1). `refs/tramite/files/<uid>/<sha256>` points at the blob and
//! never at another one, so that what several clones keep needs no merge. A plain clone has none of them.

use super::{Store, StoreError, StoreErrorKind, durable, program};
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
        let oid = writer.finalize().map_err(|error| self.unwritten(error.message()))?;
        self.sync_objects(&BTreeSet::from([oid]))?;
        Ok(Stored { sha256: hex(hash), oid })
    }

    fn unwritten(&self, why: &str) -> StoreError {
        let objects = self.git_dir().join("objects");
        StoreError::environment(format!("cannot write into \"{}\"", objects.display()))
            .why(why.to_owned())
            .mend("see that the disk has room and that you may write there")
    }

    /// Makes the ref of a file, durably; whether there was none. It never points at anything else.
    pub fn pin_file(&self, uid: &Uid, stored: &Stored) -> Result<bool, StoreError> {
        let name = stored.key(uid).reference();
        match self.repo().reference(&name, stored.oid, false, "tramite: attached") {
            Ok(_) => {
                let file = self.git_dir().join(&name);
                let folders = file.ancestors().skip(1).take(3).map(std::path::Path::to_path_buf);
                self.share_way(&file);
                let paths: Vec<_> = std::iter::once(file.clone()).chain(folders).collect();
                durable::sync_all(&paths)?;
                Ok(true)
            }
            Err(error) if error.code() == ErrorCode::Exists => {
                if self.repo().refname_to_id(&name)? == stored.oid {
                    return Ok(false);
                }
                Err(StoreError::new(StoreErrorKind::Conflict, format!("\"{name}\" points at another file"))
                    .why("its content is not what its name says")
                    .mend(format!("git update-ref -d {name}")))
            }
            Err(error) => Err(error.into()),
        }
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
        match self.repo.find_blob(object) {
            Ok(blob) => Ok(hex(Sha256::new_with_prefix(blob.content())) == key.sha256),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(false),
            Err(error) if error.class() == git2::ErrorClass::Invalid => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes a file's bytes to `out`, a piece at a time; `false` where the file is not here. What was written is only good
    /// where this says so: the hash is known at the end.
    pub fn read_file(&self, key: &FileKey, out: &mut dyn Write) -> Result<bool, StoreError> {
        let Some(oid) = self.file_oid(key)? else { return Ok(false) };
        // The program reads large blobs piece by piece, packed ones too; the library has them in memory as a whole.
        let mut child = program::git(self.git_dir(), None)
            .args(["-c", "core.bigFileThreshold=1m", "cat-file", "blob", &oid.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| {
                StoreError::environment("cannot run the `git` program").why(error.to_string())
            })?;
        let mut hash = Sha256::new();
        let copied = child.stdout.take().map_or(Ok(()), |mut from| copy(&mut from, &mut hash, out));
        let ended = child.wait();
        copied?;
        if hex(hash) == key.sha256 && ended.is_ok_and(|status| status.success()) {
            return Ok(true);
        }
        Err(StoreError::environment(format!("the file {} is not what its name says", short(&key.sha256)))
            .why("its bytes have another SHA-256: somebody replaced it, or it is damaged")
            .mend(format!("git update-ref -d {} and get it again", key.reference())))
    }
}

fn copy(from: &mut dyn Read, hash: &mut Sha256, out: &mut dyn Write) -> Result<(), StoreError> {
    let mut buffer = vec![0; CHUNK];
    let failed = |what: &str, error: &std::io::Error| {
        StoreError::environment(format!("cannot {what} the file")).why(error.to_string())
    };
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(n) => {
                hash.update(&buffer[..n]);
                out.write_all(&buffer[..n]).map_err(|error| failed("write", &error))?;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(failed("read", &error)),
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
