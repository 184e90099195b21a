//! What `check` asks of git beside history: which commits are new, what a commit has of a desk, who signed (7).

use super::history::ObjectId;
use super::read::is_file;
use super::{Store, StoreError, program};
use git2::{ObjectType, Oid, Sort};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// What a commit has of a desk beside its tickets, as ids of the `.tramite` tree and of `.gitattributes`.
pub type DeskIds = (Option<ObjectId>, Option<ObjectId>);

/// What git says of a commit's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Git's letter: `G` good, `U` good by a key of unknown standing, `N` none, anything else bad.
    pub verdict: char,
    /// Who signed, as the key is listed.
    pub signer: String,
}

impl Store {
    /// The commits reachable from `new` and from none of `old`.
    pub fn new_since(&self, old: &[ObjectId], new: ObjectId) -> Result<HashSet<ObjectId>, StoreError> {
        let mut walk = self.repo.revwalk()?;
        walk.set_sorting(Sort::NONE)?;
        walk.push(new)?;
        for old in old {
            walk.hide(*old)?;
        }
        Ok(walk.collect::<Result<_, _>>()?)
    }

    /// The id of a commit in a revision's words.
    pub fn commit_id(&self, name: &str) -> Result<ObjectId, StoreError> {
        let id = self.oid(name)?;
        if self.repo.find_commit(id).is_err() {
            return Err(StoreError::not_found(format!("no commit \"{name}\"")));
        }
        Ok(id)
    }

    /// What a commit has of a desk.
    pub fn desk_ids(&self, commit: ObjectId) -> Result<DeskIds, StoreError> {
        let tree = self.repo.find_commit(commit)?.tree()?;
        let find = |name: &str, kind| {
            tree.get_name(name).filter(|entry| entry.kind() == Some(kind)).map(|entry| entry.id())
        };
        Ok((find(".tramite", ObjectType::Tree), find(".gitattributes", ObjectType::Blob)))
    }

    /// Whether a commit's tree holds a desk's files of any kind.
    pub fn has_desk_files(&self, commit: ObjectId) -> Result<bool, StoreError> {
        let tree = self.repo.find_commit(commit)?.tree()?;
        Ok([".tramite", "tickets"].iter().any(|name| tree.get_name(name).is_some()))
    }

    /// Whether discovery would take a branch at this commit for a desk's (3).
    pub fn has_desk(&self, commit: ObjectId) -> Result<bool, StoreError> {
        Ok(self.repo.find_commit(commit)?.tree()?.get_name(".tramite").is_some())
    }

    /// The ref that is changed where this one is: itself, or what a symbolic one leads to.
    pub fn led_to(&self, name: &str) -> String {
        let mut name = name.to_owned();
        // As deep as git follows them.
        for _ in 0..5 {
            let found = self.repo.find_reference(&name).ok();
            match found.as_ref().and_then(|it| it.symbolic_target().ok().flatten()) {
                Some(target) => name = target.to_owned(),
                None => break,
            }
        }
        name
    }

    /// All branches here with their tips, by name; symbolic ones are other names of these.
    pub fn branches(&self) -> Result<Vec<(String, ObjectId)>, StoreError> {
        self.tips("refs/heads/*")
    }

    /// The branches of a remote that have a desk, as this clone last saw them: `origin/main`.
    pub fn desks_at(&self, remote: &str) -> Result<Vec<String>, StoreError> {
        let mut names = Vec::new();
        for (name, tip) in self.tips(&format!("refs/remotes/{remote}/*"))? {
            if self.has_desk(tip)? {
                names.push(name.trim_start_matches("refs/remotes/").to_owned());
            }
        }
        Ok(names)
    }

    fn tips(&self, glob: &str) -> Result<Vec<(String, ObjectId)>, StoreError> {
        let mut all = Vec::new();
        for reference in self.repo.references_glob(glob)? {
            let reference = reference?;
            if reference.kind() == Some(git2::ReferenceType::Symbolic) {
                continue;
            }
            if let (Ok(name), Ok(commit)) = (reference.name(), reference.peel_to_commit()) {
                all.push((name.to_owned(), commit.id()));
            }
        }
        all.sort();
        Ok(all)
    }

    /// The branch that `HEAD` names, whether it is there or not.
    pub fn head_branch(&self) -> Option<String> {
        let head = self.repo.find_reference("HEAD").ok()?;
        head.symbolic_target().ok().flatten().map(str::to_owned)
    }

    /// The remote-tracking commit that the desk's branch is pushed to; `None` without one.
    pub fn upstream_tip(&self) -> Option<ObjectId> {
        let name = self.repo.branch_upstream_name(self.reference()?).ok()?;
        self.repo.refname_to_id(name.as_str().ok()?).ok()
    }

    /// The best common ancestors of two commits; none where they have none.
    pub fn common_ancestors(&self, one: ObjectId, other: ObjectId) -> Result<Vec<ObjectId>, StoreError> {
        match self.repo.merge_bases(one, other) {
            Ok(found) => Ok(found.iter().copied().collect()),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether two commits have an ancestor in common.
    pub fn related(&self, one: ObjectId, other: ObjectId) -> bool {
        self.repo.merge_base(one, other).is_ok()
    }

    /// The bytes of an object that is a blob; `None` for anything else.
    pub fn blob_at(&self, id: ObjectId) -> Option<Vec<u8>> {
        Some(self.repo.find_blob(id).ok()?.content().to_vec())
    }

    /// The file at `path` of a commit; `None` where there is none.
    pub fn file_at(&self, commit: ObjectId, path: &str) -> Option<Vec<u8>> {
        let tree = self.repo.find_commit(commit).ok()?.tree().ok()?;
        let entry = tree.get_path(Path::new(path)).ok()?;
        is_file(entry.filemode()).then(|| self.blob_at(entry.id())).flatten()
    }

    /// What git says of the commits' signatures, by keys that are listed in files of the desk and nowhere else:
    /// `allowed` is an SSH file of allowed signers, `keyring` exported OpenPGP keys.
    pub fn signatures(
        &self,
        commits: &[ObjectId],
        allowed: Option<&[u8]>,
        keyring: Option<&[u8]>,
    ) -> Result<HashMap<ObjectId, Signed>, StoreError> {
        let folder = tempfile::tempdir().map_err(|error| {
            StoreError::environment("cannot make a folder for keys").why(error.to_string())
        })?;
        let signers = folder.path().join("allowed_signers");
        std::fs::write(&signers, allowed.unwrap_or_default())
            .map_err(|error| StoreError::io("write", &signers, &error))?;
        let home = folder.path().join("gnupg");
        make_private(&home).map_err(|error| StoreError::io("make", &home, &error))?;
        if let Some(keys) = keyring {
            let mut gpg = std::process::Command::new("gpg");
            gpg.env("GNUPGHOME", &home).args(["--batch", "--quiet", "--import"]);
            // Without gpg, or with keys that it cannot read, no signature is good: that is said of each commit.
            let _ = program::output(&mut gpg, Some(keys));
        }
        let mut setting = std::ffi::OsString::from("gpg.ssh.allowedSignersFile=");
        setting.push(&signers);
        let mut git = program::git(self.repo.path(), self.repo.workdir());
        git.env("GNUPGHOME", &home);
        git.arg("-c").arg(setting).args(["-c", "log.showSignature=false"]);
        git.args([
            "log",
            "--no-walk=unsorted",
            "--stdin",
            "--no-show-signature",
            "-z",
            "--format=%H%x09%G?%x09%GS",
        ]);
        let list = commits.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let said = program::run(&mut git, Some(list.as_bytes()), "verify signatures")?;
        let mut found = HashMap::new();
        for line in String::from_utf8_lossy(&said).split('\0') {
            let mut parts = line.trim().splitn(3, '\t');
            let (Some(id), Some(verdict)) = (parts.next(), parts.next()) else { continue };
            let Ok(id) = Oid::from_str(id) else { continue };
            let verdict = verdict.chars().next().unwrap_or('N');
            let signer = parts.next().unwrap_or_default().trim().to_owned();
            found.insert(id, Signed { verdict, signer });
        }
        Ok(found)
    }
}

/// A folder that only its owner can read, as gpg wants it.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
