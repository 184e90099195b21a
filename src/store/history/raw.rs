//! The files of a desk that differ between two trees, with whatever modes and names they have: `check` must see what no
//! reader looks at.

use super::HistoryError;
use super::tree::{Trees, entry_start};
use git2::Oid;

/// The mode of a folder.
const FOLDER: u32 = 0o040_000;
/// The mode of another repository's commit.
const SUBMODULE: u32 = 0o160_000;

/// What a tree has at a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thing {
    /// The mode as git writes it: `0o100644`.
    pub mode: u32,
    /// The object.
    pub id: Oid,
}

impl Thing {
    pub(super) fn is_folder(self) -> bool {
        self.mode == FOLDER
    }

    pub(super) fn is_submodule(self) -> bool {
        self.mode == SUBMODULE
    }
}

/// A path at which two commits have different things; never a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// From the root; a name that is not UTF-8 is shown as well as can be.
    pub path: String,
    /// Whether the path is UTF-8.
    pub text: bool,
    /// Before.
    pub old: Option<Thing>,
    /// After.
    pub new: Option<Thing>,
    /// Another name in the same folder that some file systems take for the same, or the same name once more.
    pub clash: Option<String>,
}

/// What differs between two commits' trees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// The desk's files.
    pub desk: Vec<FileChange>,
    /// Whether anything else differs.
    pub foreign: bool,
    /// Names anywhere in the new tree, and not in the old one, that git itself would not write.
    pub odd: Vec<OddName>,
}

/// A name or an entry of a tree that git itself would not write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddName {
    /// From the root, as well as it can be shown.
    pub path: String,
    /// What is wrong with it, in words that follow the path.
    pub why: &'static str,
}

pub(super) struct Raw<'a> {
    pub name: &'a [u8],
    pub thing: Thing,
    /// Whether the mode is spelled as git spells it: readers pass over what is not.
    plain: bool,
}

/// The first entry of a raw tree, and what follows it.
fn split_entry(raw: &[u8]) -> Option<(Raw<'_>, &[u8])> {
    let blank = raw.iter().position(|b| *b == b' ')?;
    let end = blank + raw[blank..].iter().position(|b| *b == 0)?;
    let id = Oid::from_bytes(raw.get(end + 1..end + 21)?).ok()?;
    let mode =
        raw[..blank].iter().fold(0_u32, |mode, digit| mode << 3 | u32::from(digit.wrapping_sub(b'0') & 7));
    let written = [&b"40000"[..], b"100644", b"100755", b"100664", b"120000", b"160000"];
    let plain = written.contains(&&raw[..blank]);
    let entry = Raw { name: &raw[blank + 1..end], thing: Thing { mode, id }, plain };
    Some((entry, &raw[end + 21..]))
}

/// The entries of a raw tree, up to where it is cut off.
pub(super) fn raw_entries(mut raw: &[u8]) -> impl Iterator<Item = Raw<'_>> {
    std::iter::from_fn(move || {
        let (entry, rest) = split_entry(raw)?;
        raw = rest;
        Some(entry)
    })
}

/// The names in a raw tree, up to where it is cut off.
fn raw_names(raw: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        let blank = if rest.starts_with(b"40000 ") {
            5
        } else if rest.starts_with(b"100644 ") {
            6
        } else {
            rest.iter().position(|b| *b == b' ')?
        };
        let end = blank + rest[blank..].iter().position(|b| *b == 0)?;
        let name = &rest[blank + 1..end];
        rest = rest.get(end + 21..)?;
        Some(name)
    })
}

/// A name as the file systems of Windows and macOS compare it.
pub fn folded(name: &[u8]) -> String {
    let text = String::from_utf8_lossy(name);
    let ignored = |c: &char| matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}');
    let plain: String = text.chars().filter(|c| !ignored(c)).flat_map(char::to_lowercase).collect();
    // NTFS drops what ends a name, and has streams behind a colon.
    let plain = plain.split(':').next().unwrap_or_default();
    plain.trim_end_matches(['.', ' ']).to_owned()
}

/// Whether [`folded`] gives this for a name.
fn folds_to(name: &[u8], wanted: &str) -> bool {
    if !name.is_ascii() {
        return folded(name) == wanted;
    }
    let name = name.split(|byte| *byte == b':').next().unwrap_or_default();
    let end = name.iter().rposition(|byte| !matches!(byte, b'.' | b' ')).map_or(0, |last| last + 1);
    name[..end].eq_ignore_ascii_case(wanted.as_bytes())
}

/// Why git itself would not write a name; `None` where it would.
fn odd(name: &[u8]) -> Option<&'static str> {
    let is_git = |name: &[u8]| folds_to(name, ".git") || folds_to(name, "git~1");
    if name.is_empty() {
        return Some("is a name of no letters");
    }
    if name.contains(&b'/') {
        return Some("has a separator within one name, and is another path to whoever reads it");
    }
    if matches!(name, b"." | b"..") {
        return Some("leads to another folder than it lies in");
    }
    if is_git(name) {
        return Some("is taken for git's own folder");
    }
    // Code may have a backslash in a name; elsewhere it separates folders.
    let mut parts = name.split(|byte| *byte == b'\\');
    let first = parts.next().filter(|first| first.len() < name.len());
    let leads = |part: &[u8]| part.is_empty() || matches!(part, b"." | b"..") || is_git(part);
    let elsewhere = first.is_some_and(|first| leads(first) || is_desks(first)) || parts.any(leads);
    elsewhere.then_some("leads elsewhere where a backslash separates folders")
}

/// Whether a name at the root is one of the desk's, or is taken for one somewhere.
pub(super) fn is_desks(name: &[u8]) -> bool {
    matches!(folded(name).as_str(), "tickets" | ".tramite" | ".gitattributes" | "gitatt~1" | "tramit~1")
}

/// Where a tree lies.
#[derive(Clone, Copy)]
struct Below<'p> {
    /// Its path with a slash; empty at the root.
    prefix: &'p str,
    /// Whether that is UTF-8.
    text: bool,
    /// Whether it is the desk's.
    desks: bool,
}

impl Trees<'_> {
    /// What differs between the trees of two commits.
    pub fn differences(&mut self, old: Option<Oid>, new: Oid) -> Result<Differences, HistoryError> {
        let mut found = Differences::default();
        if old != Some(new) {
            let old = old.map(|id| self.uncached(id)).transpose()?;
            let new = self.uncached(new)?;
            let at = Below { prefix: "", text: true, desks: false };
            self.compare(old.as_deref().unwrap_or_default(), &new, at, &mut found)?;
        }
        Ok(found)
    }

    fn compare(
        &mut self,
        old: &[u8],
        new: &[u8],
        at: Below<'_>,
        found: &mut Differences,
    ) -> Result<(), HistoryError> {
        let prefix = at.prefix;
        let chunks = old.chunks_exact(64).zip(new.chunks_exact(64)).take_while(|(a, b)| a == b).count();
        let start = entry_start(old, 64 * chunks);
        let (mut left, mut right) = (&old[start..], &new[start..]);
        // What is the same at the end is passed over too, wherever both are between two entries.
        let mut differed = true;
        loop {
            if differed && left == right {
                return Ok(());
            }
            let order = |l: &(Raw<'_>, &[u8]), r: &(Raw<'_>, &[u8])| key(&l.0).cmp(&key(&r.0));
            let (before, after) = match (split_entry(left), split_entry(right)) {
                (None, None) => return Ok(()),
                (Some(l), Some(r)) => match order(&l, &r) {
                    std::cmp::Ordering::Equal => (Some(l), Some(r)),
                    std::cmp::Ordering::Less => (Some(l), None),
                    std::cmp::Ordering::Greater => (None, Some(r)),
                },
                one => one,
            };
            left = before.as_ref().map_or(left, |(_, rest)| *rest);
            right = after.as_ref().map_or(right, |(_, rest)| *rest);
            let (before, after) = (before.map(|(entry, _)| entry), after.map(|(entry, _)| entry));
            let (was, is) = (before.as_ref().map(|e| e.thing), after.as_ref().map(|e| e.thing));
            let spelling = |entry: &Option<Raw<'_>>| entry.as_ref().is_none_or(|entry| entry.plain);
            let same = was == is && (spelling(&after) || !spelling(&before));
            differed = !same;
            let Some(name) = before.as_ref().or(after.as_ref()).map(|e| e.name).filter(|_| !same) else {
                continue;
            };
            let path = format!("{prefix}{}", String::from_utf8_lossy(name));
            let desks = at.desks || prefix.is_empty() && is_desks(name);
            let wrong = odd(name).filter(|_| before.is_none());
            let mode = (desks && !spelling(&after))
                .then_some("has a mode that git does not write, so that readers pass over it");
            if let Some(why) = wrong.or(mode).filter(|_| after.is_some()) {
                found.odd.push(OddName { path: path.clone(), why });
            }
            let text = at.text && str::from_utf8(name).is_ok();
            let folder = |thing: Option<Thing>| thing.filter(|t| t.is_folder()).map(|t| t.id);
            let (below_old, below_new) = (folder(was), folder(is));
            if below_new.is_some() || desks && below_old.is_some() {
                let (old, new) = (self.tree(below_old)?, self.tree(below_new)?);
                let below = Below { prefix: &format!("{path}/"), text, desks };
                self.compare(&old, &new, below, found)?;
            }
            if !desks {
                found.foreign = true;
                continue;
            }
            let file = |thing: Option<Thing>| thing.filter(|t| !t.is_folder());
            let (was, is) = (file(was), file(is));
            let clash = after.as_ref().and_then(|e| clash(new, e.name, before.is_none()));
            if was.is_some() || is.is_some() || clash.is_some() {
                found.desk.push(FileChange { path, text, old: was, new: is, clash });
            }
        }
    }
}

/// Git sorts a folder as if its name ended with a slash.
fn key<'a>(entry: &Raw<'a>) -> Name<'a> {
    let slash: &[u8] = if entry.thing.is_folder() { b"/" } else { b"" };
    Name { name: entry.name, slash }
}

struct Name<'a> {
    name: &'a [u8],
    slash: &'static [u8],
}

impl Ord for Name<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let common = self.name.len().min(other.name.len());
        let rest = |n: &Self| (&n.name[common..], n.slash);
        self.name[..common].cmp(&other.name[..common]).then_with(|| {
            let ((one, slash), (two, other_slash)) = (rest(self), rest(other));
            one.iter().chain(slash).cmp(two.iter().chain(other_slash))
        })
    }
}

impl PartialOrd for Name<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Name<'_> {}

/// Another entry of the tree that stands for the same file somewhere.
fn clash(tree: &[u8], name: &[u8], is_new: bool) -> Option<String> {
    let mut same = 0;
    let mine = is_new.then(|| folded(name));
    for entry in raw_names(tree) {
        if entry == name {
            same += 1;
        } else if let Some(mine) = &mine
            && entry.len().abs_diff(name.len()) < 8
            && entry.first().map(u8::to_ascii_lowercase) == name.first().map(u8::to_ascii_lowercase)
            && folds_to(entry, mine)
        {
            return Some(String::from_utf8_lossy(entry).into_owned());
        }
    }
    (same > 1).then(|| String::from_utf8_lossy(name).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::history::fixture::Desk;

    fn tree(desk: &Desk, entries: &[(&str, i32, Oid)]) -> Oid {
        let mut raw = Vec::new();
        for (name, mode, id) in entries {
            raw.extend_from_slice(format!("{mode:o} {name}\0").as_bytes());
            raw.extend_from_slice(id.as_bytes());
        }
        desk.repo.odb().unwrap().write(git2::ObjectType::Tree, &raw).unwrap()
    }

    fn shown(found: &Differences) -> Vec<String> {
        let mode = |thing: Option<Thing>| thing.map_or("-".to_owned(), |t| format!("{:o}", t.mode));
        let line = |c: &FileChange| format!("{} {} {} {:?}", c.path, mode(c.old), mode(c.new), c.clash);
        found.desk.iter().map(line).collect()
    }

    #[test]
    fn every_kind_of_thing_is_seen_and_code_is_not_looked_at() {
        let desk = Desk::new();
        let [a, b] = ["a", "b"].map(|text| desk.repo.blob(text.as_bytes()).unwrap());
        let folder = tree(&desk, &[("x", 0o120_000, a), ("y", 0o160_000, b), ("z", 0o100_755, a)]);
        let old = tree(&desk, &[("src", 0o100_644, a)]);
        let new = tree(&desk, &[("src", 0o100_644, b), ("tickets", 0o40_000, folder)]);
        let found = Trees::new(&desk.repo).unwrap().differences(Some(old), new).unwrap();
        assert!(found.foreign);
        assert_eq!(
            shown(&found),
            ["tickets/x - 120000 None", "tickets/y - 160000 None", "tickets/z - 100755 None"]
        );
        let found = Trees::new(&desk.repo).unwrap().differences(Some(new), old).unwrap();
        assert_eq!(shown(&found).len(), 3);
    }

    #[test]
    fn names_that_git_would_not_write_are_seen_wherever_they_are() {
        for name in [
            "",
            ".",
            "..",
            ".git",
            ".GIT",
            ".git.",
            ".g\u{200c}it",
            "git~1",
            ".git:x",
            "a/b",
            "..\\x",
            "a\\..\\b",
            "\\x",
            "tickets\\x",
            ".git\\config",
        ] {
            assert!(odd(name.as_bytes()).is_some(), "{name:?}");
        }
        for name in ["...", ".gitignore", "git", "system\\x2dcryptsetup.slice", "a b", "tickets"] {
            assert_eq!(odd(name.as_bytes()), None, "{name:?}");
        }
        let desk = Desk::new();
        let a = desk.repo.blob(b"a").unwrap();
        let inner = tree(&desk, &[("x", 0o100_644, a)]);
        let src = tree(&desk, &[("..", 0o40_000, inner)]);
        let deep = tree(&desk, &[("lib", 0o40_000, src)]);
        // Readers pass over a folder whose mode is spelled otherwise; git does not.
        let spelled = |mode: &str| {
            let mut raw = format!("{mode} 202611\0").into_bytes();
            raw.extend_from_slice(inner.as_bytes());
            desk.repo.odb().unwrap().write(git2::ObjectType::Tree, &raw).unwrap()
        };
        let padded = spelled("040000");
        let old = tree(&desk, &[("lib", 0o40_000, inner)]);
        let new =
            tree(&desk, &[(".git", 0o100_644, a), ("lib", 0o40_000, src), ("tickets", 0o40_000, padded)]);
        let odd = |old, new| {
            let found = Trees::new(&desk.repo).unwrap().differences(old, new).unwrap();
            found.odd.into_iter().map(|odd| odd.path).collect::<Vec<_>>()
        };
        assert_eq!(odd(Some(old), new), [".git", "lib/..", "tickets/202611"]);
        assert_eq!(odd(None, deep), ["lib/.."]);
        let long = tree(&desk, &[("tickets", 0o40_000, spelled("7777777777777777777740000"))]);
        let good = tree(&desk, &[("tickets", 0o40_000, spelled("40000"))]);
        let respelled = tree(&desk, &[("tickets", 0o40_000, padded)]);
        assert_eq!(
            (odd(Some(good), long), odd(Some(good), respelled)),
            (vec!["tickets/202611".to_owned()], vec!["tickets/202611".to_owned()])
        );
        assert_eq!(odd(Some(respelled), good), Vec::<String>::new());
        // What was there is nobody's who comes later.
        assert_eq!(odd(Some(new), new), Vec::<String>::new());
        let more = tree(&desk, &[(".git", 0o100_644, inner), ("lib", 0o40_000, src)]);
        assert_eq!(odd(Some(new), more), Vec::<String>::new());
    }

    #[test]
    fn names_that_are_one_file_somewhere_clash() {
        let desk = Desk::new();
        let a = desk.repo.blob(b"a").unwrap();
        let b = desk.repo.blob(b"b").unwrap();
        let old = tree(&desk, &[(".tramite", 0o40_000, tree(&desk, &[("desk.yaml", 0o100_644, a)]))]);
        let two = tree(&desk, &[("DESK.yaml", 0o100_644, b), ("desk.yaml", 0o100_644, a)]);
        let twice = tree(&desk, &[("desk.yaml", 0o100_644, b), ("desk.yaml", 0o100_644, a)]);
        let clash_of = |inner: Oid| {
            let new = tree(&desk, &[(".tramite", 0o40_000, inner)]);
            let found = Trees::new(&desk.repo).unwrap().differences(Some(old), new).unwrap();
            found.desk.iter().find_map(|c| c.clash.clone())
        };
        assert_eq!(clash_of(two).as_deref(), Some("desk.yaml"));
        assert_eq!(clash_of(twice).as_deref(), Some("desk.yaml"));
        let upper = tree(&desk, &[(".Tramite", 0o40_000, two), (".tramite", 0o40_000, two)]);
        let found = Trees::new(&desk.repo).unwrap().differences(Some(old), upper).unwrap();
        assert!(found.desk.iter().any(|c| c.path == ".Tramite" && c.clash.is_some()), "{found:?}");
        assert_eq!(folded("Desk.YAML. ".as_bytes()), "desk.yaml");
        for name in [
            "Desk.YAML. ",
            "desk.yaml:stream",
            "desk.yam",
            "d\u{200c}esk.yaml",
            "desk.yaml..",
            ". .",
            ":",
            "",
            "ÄB",
        ] {
            for wanted in ["desk.yaml", "", "äb"] {
                assert_eq!(folds_to(name.as_bytes(), wanted), folded(name.as_bytes()) == wanted, "{name:?}");
            }
        }
    }
}
