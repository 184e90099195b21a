//! `demo`: a desk with a plausible history, the same for the same seed, number and date (8).

mod life;
mod means;
mod people;
mod random;
mod words;

use super::{Error, preset};
use crate::calendar::CalendarSet;
use crate::codec;
use crate::env::Env;
use crate::model::Attachment;
use crate::model::config::FieldKind;
use crate::store::{Change, Signature, Store, WriteError, with_desk_attributes};
use chrono::Duration;
use std::path::{Path, PathBuf};

/// The most tickets of a demo: a history of eleven years.
const MOST: usize = 100_000;

/// Files that tickets of a demo have: a picture of one pixel and an empty document.
const SAMPLES: [(&str, &[u8]); 2] = [
    (
        "tela.png",
        &[
            0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0,
            1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63,
            0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42,
            0x60, 0x82,
        ],
    ),
    ("nota.xml", b"<?xml version=\"1.0\"?>\n<nota/>\n"),
];

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
    let store_env = super::store_env(env);
    let store = Store::create(&store_env, dir, "main", (name, email))?;
    let (mut kept, mut samples) = (Vec::new(), Vec::new());
    let asked = config.types.values().flat_map(|t| &t.fields).any(|f| f.kind == FieldKind::Attachment);
    for (name, bytes) in SAMPLES.into_iter().filter(|_| asked) {
        let stored = store.store_file(name, &mut &bytes[..], bytes.len() as u64)?;
        let sha256 = stored.sha256().to_owned();
        samples.push(Attachment { name: name.to_owned(), sha256, size: bytes.len() as u64 });
        kept.push(stored);
    }
    let life = life::Life::new(&config, &calendars, words, &samples, ask.seed, now);
    let (commits, attached) = life.run(ask.tickets);
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
    for (uid, file) in attached {
        if let Some(stored) = kept.get(file) {
            store.pin_file(&store_env, &uid, stored)?;
        }
    }
    store.commit_all(&store_env, &mut |_| Ok(all.clone())).map_err(
        |error: WriteError<Error>| match error {
            WriteError::Store(error) => error.into(),
            WriteError::Plan(error) => error,
        },
    )?;
    store.ensure_merge_driver()?;
    Ok(Made { dir: dir.to_owned(), leader: (name.to_owned(), email.to_owned()) })
}
