//! `demo`: a desk with a plausible history, the same for the same seed, number and date (8).

mod life;
mod people;
mod random;
mod words;

use super::{Error, preset};
use crate::calendar::CalendarSet;
use crate::codec;
use crate::env::Env;
use crate::store::{Change, Signature, Store, WriteError, with_desk_attributes};
use chrono::Duration;
use std::path::{Path, PathBuf};

/// The most tickets of a demo: a history of eleven years.
const MOST: usize = 100_000;

/// What `demo` is asked for.
#[derive(Debug, Clone)]
pub struct Demo {
    /// The preset to begin with.
    pub preset: String,
    /// How many tickets.
    pub tickets: usize,
    /// Another desk.
    pub seed: u64,
}

/// What `demo` made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Where it is.
    pub dir: PathBuf,
    /// Its leader: name and address.
    pub leader: (String, String),
}

/// Makes a desk in `dir`, an empty folder or none yet.
pub fn demo(env: &Env, dir: &Path, ask: &Demo) -> Result<Made, Error> {
    if ask.tickets > MOST {
        return Err(Error::usage(format!("a demo has at most {MOST} tickets")));
    }
    let files = preset::files(&ask.preset)?;
    let (bare, _) = codec::config::load(&files);
    let words = words::words(&bare.desk.locale);
    let mut random = random::Random::new(ask.seed);
    let files = people::staff(&files, &bare, words, &mut random);
    let (config, _) = codec::config::load(&files);
    let (calendars, _) = CalendarSet::compile(&config);
    let (name, email) = *words.people.first().ok_or_else(|| Error::environment("the demo has no people"))?;
    let now = env.now().to_utc();
    let commits = life::Life::new(&config, &calendars, words, ask.seed, now).run(ask.tickets);
    let before = commits.first().map_or(now, |c| c.author.when.to_utc()) - Duration::days(1);
    let leader =
        Signature { name: name.to_owned(), email: email.to_owned(), when: calendars.zone().local(before) };
    let mut first: Vec<(String, Option<Vec<u8>>)> =
        vec![(".gitattributes".to_owned(), Some(with_desk_attributes(None)))];
    first.extend(files.into_iter().map(|file| (file.path, Some(file.bytes))));
    let begin = Change {
        message: format!("desk: begin with preset {}\n", ask.preset),
        author: leader.clone(),
        committer: leader,
        files: first,
        onto: None,
    };
    let all: Vec<Change> = std::iter::once(begin).chain(commits).collect();
    let store_env = super::store_env(env);
    let store = Store::create(&store_env, dir, "main", (name, email))?;
    store.commit_all(&store_env, &mut |_| Ok(all.clone())).map_err(
        |error: WriteError<Error>| match error {
            WriteError::Store(error) => error.into(),
            WriteError::Plan(error) => error,
        },
    )?;
    store.ensure_merge_driver()?;
    Ok(Made { dir: dir.to_owned(), leader: (name.to_owned(), email.to_owned()) })
}
