//! Which files of a folder may have uncommitted edits, told from git's index and the files' dates alone: a `git status`
//! would cost more than all the rest of `show`. What is not plainly clean is for git to judge.

use super::read::is_file;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

/// An entry of git's index.
#[derive(Debug)]
struct Staged {
    path: Range<usize>,
    id: [u8; 20],
    mode: u32,
    mtime: (u32, u32),
    ctime: u32,
    ino: u32,
    size: u32,
}

/// A folder that is looked at.
pub(super) struct Wanted<'p> {
    /// Its path.
    pub path: &'p str,
    /// Names, ids and modes of its tree's files, in the tree's order; `None` where the index is known to have just these.
    pub files: Option<Vec<(Vec<u8>, Vec<u8>, u32)>>,
}

/// Git's index as its file has it (gitformat-index): versions 2 and 3, neither split nor sparse.
#[derive(Debug)]
pub(super) struct Glance {
    bytes: Vec<u8>,
    entries: Vec<Staged>,
    /// Trees of folders all of whose entries are those of that tree.
    trees: HashMap<String, [u8; 20]>,
    /// When the file was written: seconds and nanoseconds.
    written: (i64, i64),
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn id(bytes: &[u8], at: usize) -> Option<[u8; 20]> {
    bytes.get(at..at + 20)?.try_into().ok()
}

impl Glance {
    /// `None` where the file has anything that is not read here.
    #[cfg(unix)]
    pub fn of(file: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let data = std::fs::metadata(file).ok()?;
        Self::read(std::fs::read(file).ok()?, (data.mtime(), data.mtime_nsec()))
    }

    /// Dates of files say less elsewhere.
    #[cfg(not(unix))]
    pub fn of(_: &Path) -> Option<Self> {
        None
    }

    fn read(bytes: Vec<u8>, written: (i64, i64)) -> Option<Self> {
        let version = number(&bytes, 4)?;
        if !bytes.starts_with(b"DIRC") || !(2..=3).contains(&version) {
            return None;
        }
        let mut at = 12;
        let count = number(&bytes, 8)?;
        let mut entries = Vec::with_capacity((count as usize).min(bytes.len() / 64));
        for _ in 0..count {
            let flags = u16::from_be_bytes(bytes.get(at + 60..at + 62)?.try_into().ok()?);
            // Conflicts, and files that git was told not to look at.
            if flags & 0xf000 != 0 {
                return None;
            }
            let path = at + 62;
            // The length, where it fits into twelve bits.
            let length = match usize::from(flags & 0xfff) {
                0xfff => bytes[path..].iter().position(|b| *b == 0)?,
                length => length,
            };
            let end = path + length;
            bytes.get(end)?;
            entries.push(Staged {
                path: path..end,
                id: id(&bytes, at + 40)?,
                mode: number(&bytes, at + 24)?,
                mtime: (number(&bytes, at + 8)?, number(&bytes, at + 12)?),
                ctime: number(&bytes, at)?,
                ino: number(&bytes, at + 20)?,
                size: number(&bytes, at + 36)?,
            });
            // One to eight NULs, to a multiple of eight.
            at += (end - at) / 8 * 8 + 8;
        }
        let mut trees = HashMap::new();
        // The last twenty bytes are a checksum.
        while at + 28 <= bytes.len() {
            let (name, size) = (bytes.get(at..at + 4)?, number(&bytes, at + 4)? as usize);
            let body = bytes.get(at + 8..at + 8 + size)?;
            match name {
                b"TREE" => read_trees(&mut { body }, "", &mut trees)?,
                // Git's own rule: a name in upper case may be passed over.
                [b'A'..=b'Z', ..] => {}
                _ => return None,
            }
            at += 8 + size;
        }
        Some(Self { bytes, entries, trees, written })
    }

    fn path(&self, entry: &Staged) -> &[u8] {
        &self.bytes[entry.path.clone()]
    }

    /// Whether all entries below `path` are those of the tree with this id, as git has noted in its index.
    pub fn knows(&self, path: &str, tree: &[u8]) -> bool {
        self.trees.get(path).is_some_and(|known| known == tree)
    }

    /// Whether the folder, which lies in real folders of the working tree `root`, holds in the index and as files exactly what
    /// its tree holds.
    #[cfg(unix)]
    pub fn is_clean(&self, root: &Path, wanted: &Wanted) -> bool {
        use std::os::unix::ffi::OsStrExt;
        let prefix = format!("{}/", wanted.path).into_bytes();
        let start = self.entries.partition_point(|e| self.path(e) < prefix.as_slice());
        let below = self.entries[start..].iter().take_while(|e| self.path(e).starts_with(&prefix));
        let below: Vec<(&[u8], &Staged)> = below.map(|e| (&self.path(e)[prefix.len()..], e)).collect();
        if let Some(files) = &wanted.files {
            let same = files.len() == below.len()
                && files.iter().zip(&below).all(|((name, id, mode), (staged, entry))| {
                    name == staged && id.as_slice() == entry.id && *mode == entry.mode
                });
            if !same {
                return false;
            }
        }
        let folder = root.join(wanted.path);
        if !is_real_folder(&folder) {
            return false;
        }
        let Ok(there) = std::fs::read_dir(&folder) else { return false };
        let mut count = 0;
        for entry in there {
            let Ok(entry) = entry else { return false };
            let name = entry.file_name();
            let Ok(found) = below.binary_search_by(|(staged, _)| (*staged).cmp(name.as_bytes())) else {
                return false;
            };
            let Ok(data) = entry.metadata() else { return false };
            if !self.is_unchanged(&entry.path(), &data, below[found].1) {
                return false;
            }
            count += 1;
        }
        count == below.len()
    }

    /// Without dates that can be trusted nothing is plainly clean.
    #[cfg(not(unix))]
    pub fn is_clean(&self, _: &Path, _: &Wanted) -> bool {
        false
    }

    #[cfg(unix)]
    fn is_unchanged(&self, file: &Path, data: &std::fs::Metadata, entry: &Staged) -> bool {
        use std::os::unix::fs::MetadataExt;
        let executable = if data.mode() & 0o100 == 0 { 0o100_644 } else { 0o100_755 };
        if !data.is_file() || !is_file(entry.mode as i32) || entry.mode != executable {
            return false;
        }
        let (seconds, nanos) = entry.mtime;
        let same = data.size() as u32 == entry.size
            && data.mtime() as u32 == seconds
            && data.ctime() as u32 == entry.ctime
            && data.ino() as u32 == entry.ino
            && data.mtime_nsec() as u32 == nanos;
        // A file written when the index was may have been written again since, with the same dates.
        if same && (data.mtime(), data.mtime_nsec()) < self.written {
            return true;
        }
        let content = std::fs::read(file).ok();
        let content = content.and_then(|bytes| git2::Oid::hash_object(git2::ObjectType::Blob, &bytes).ok());
        content.is_some_and(|content| content.as_bytes() == entry.id)
    }
}

/// Whether it is a folder and no link to one.
pub(super) fn is_real_folder(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|data| data.is_dir())
}

/// The extension `TREE`: folders in depth-first order, each `NAME NUL COUNT SPACE SUBFOLDERS NEWLINE` and, where it
/// is known (its count is not -1), its id.
fn read_trees(rest: &mut &[u8], above: &str, trees: &mut HashMap<String, [u8; 20]>) -> Option<()> {
    let mut word = |end: u8| -> Option<String> {
        let at = rest.iter().position(|b| *b == end)?;
        let word = str::from_utf8(&rest[..at]).ok()?.to_owned();
        *rest = &rest[at + 1..];
        Some(word)
    };
    let (name, count, folders) = (word(0)?, word(b' ')?, word(b'\n')?);
    let path = if above.is_empty() { name } else { format!("{above}/{name}") };
    if !count.starts_with('-') {
        trees.insert(path.clone(), id(rest, 0)?);
        *rest = &rest[20..];
    }
    for _ in 0..folders.parse::<u32>().ok()? {
        read_trees(rest, &path, trees)?;
    }
    Some(())
}
