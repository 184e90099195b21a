//! Finding the repository and the branch the desk is on (3).

use super::{Env, Place, Store, StoreError, limits, settings::Settings};
use git2::{Repository, RepositoryOpenFlags};
use std::ffi::OsStr;

/// The branch that a desk is on where nothing says otherwise and HEAD has none.
pub const DESK_BRANCH: &str = "desk";

impl Store {
    /// Finds the desk around `env.cwd`: the branch of `git config tramite.branch`, else HEAD if it has `.tramite/`,
    /// else the branch `desk` here or on the remote. Finishes a write that was killed, where it can.
    pub fn discover(env: &Env) -> Result<Self, StoreError> {
        let store = Self::discover_as_it_is(env)?;
        // A reader may lack the right to write; the writer says so.
        if store.unfinished() {
            let _ = store.recover();
        }
        Ok(store)
    }

    /// The same without mending anything, for who wants to tell what there is to mend.
    pub fn discover_as_it_is(env: &Env) -> Result<Self, StoreError> {
        let (repo, settings) = open(env)?;
        let place = desk_place(&repo, &settings)?;
        Ok(Self::with(repo, settings, place))
    }

    /// The repository around `env.cwd` for `init`: it has no desk yet; HEAD may be unborn, the repository bare.
    /// The branch is HEAD's; see [`Store::on_branch`].
    pub fn open_repository(env: &Env) -> Result<Self, StoreError> {
        let (repo, settings) = open(env)?;
        let place = head_place(&repo);
        Ok(Self::with(repo, settings, place))
    }

    /// The same repository with the desk on branch `name`, which need not exist yet: the first commit then makes
    /// it, without parents.
    pub fn on_branch(mut self, name: &str) -> Result<Self, StoreError> {
        self.place = Place::Branch(full_name(name)?);
        Ok(self)
    }

    fn with(repo: Repository, settings: Settings, place: Place) -> Self {
        let common = repo.commondir().to_owned();
        Self { repo, place, settings, common }
    }
}

fn open(env: &Env) -> Result<(Repository, Settings), StoreError> {
    // Git itself does not hash again what it reads from its own store; it would cost history a third of its time.
    git2::opts::strict_hash_verification(false);
    let repo = if env.git_environment {
        Repository::open_from_env()
    } else {
        Repository::open_ext(&env.cwd, RepositoryOpenFlags::empty(), &[] as &[&OsStr])
    };
    let repo = repo.map_err(|error| limits::refused(&error, &env.cwd))?;
    let settings = Settings::load(env, &repo)?;
    Ok((repo, settings))
}

fn full_name(branch: &str) -> Result<String, StoreError> {
    let full = format!("refs/heads/{}", branch.strip_prefix("refs/heads/").unwrap_or(branch));
    if git2::Reference::is_valid_name(&full) {
        Ok(full)
    } else {
        Err(StoreError::environment(format!("\"{branch}\" cannot be the name of a branch"))
            .mend("git check-ref-format --branch NAME tells which names can"))
    }
}

fn head_place(repo: &Repository) -> Place {
    match repo
        .find_reference("HEAD")
        .ok()
        .and_then(|head| head.symbolic_target().ok().flatten().map(str::to_owned))
    {
        Some(name) => Place::Branch(name),
        None => Place::Detached,
    }
}

fn desk_place(repo: &Repository, settings: &Settings) -> Result<Place, StoreError> {
    if let Some(branch) = settings.get("tramite.branch") {
        let local = full_name(branch.trim())?;
        let short = local["refs/heads/".len()..].to_owned();
        return branch_here_or_tracked(repo, &local).ok_or_else(|| lacking(repo, &short));
    }
    let head = repo.head().ok().and_then(|head| head.peel_to_tree().ok());
    if head.is_some_and(|tree| tree.get_name(".tramite").is_some()) {
        return Ok(head_place(repo));
    }
    let local = format!("refs/heads/{DESK_BRANCH}");
    if let Some(place) = branch_here_or_tracked(repo, &local) {
        return Ok(place);
    }
    if repo.is_shallow() || fetches_only_some_branches(repo) {
        return Err(lacking(repo, DESK_BRANCH));
    }
    let error = StoreError::not_found("no desk here").why(format!(
        "HEAD has no .tramite folder and there is no branch \"{DESK_BRANCH}\" here or on a remote"
    ));
    Err(match remote_names(repo).first() {
        Some(remote) => error.mend(format!(
            "make one with tramite init; if the remote has one: git fetch {remote} {DESK_BRANCH}:{DESK_BRANCH}, \
             or git config tramite.branch NAME"
        )),
        None => error.mend("make one with tramite init; for a desk on another branch: git config tramite.branch NAME"),
    })
}

fn branch_here_or_tracked(repo: &Repository, local: &str) -> Option<Place> {
    if repo.refname_to_id(local).is_ok() {
        return Some(Place::Branch(local.to_owned()));
    }
    let short = local.strip_prefix("refs/heads/")?;
    remote_names(repo)
        .into_iter()
        .map(|remote| format!("refs/remotes/{remote}/{short}"))
        .find(|tracking| repo.refname_to_id(tracking).is_ok())
        .map(|tracking| Place::Tracking { local: local.to_owned(), tracking })
}

/// The remotes, `origin` first.
pub(in crate::store) fn remote_names(repo: &Repository) -> Vec<String> {
    let mut names: Vec<String> = repo
        .remotes()
        .map(|names| names.iter().filter_map(|name| name.ok().flatten().map(str::to_owned)).collect())
        .unwrap_or_default();
    names.sort_by_key(|name| name != "origin");
    names
}

/// Whether this is a clone of only some branches, so that a branch may well be on the remote.
fn fetches_only_some_branches(repo: &Repository) -> bool {
    remote_names(repo).iter().any(|name| {
        repo.find_remote(name).is_ok_and(|remote| {
            !remote.refspecs().any(|spec| {
                spec.direction() == git2::Direction::Fetch
                    && spec.src().is_ok_and(|src| matches!(src, "refs/heads/*" | "refs/*"))
            })
        })
    })
}

fn lacking(repo: &Repository, branch: &str) -> StoreError {
    let error = StoreError::environment(format!("this clone lacks the desk's branch \"{branch}\""));
    match remote_names(repo).first() {
        Some(remote) => error.mend(format!("git fetch {remote} {branch}:{branch}")),
        None => error.mend(format!(
            "git config tramite.branch names it; make it with tramite init --branch {branch}, or git config --unset tramite.branch"
        )),
    }
}
