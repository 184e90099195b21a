//! What a person does at a desk, one file per use case. Knows no terminal and reads no environment.

pub mod adopt;
pub mod attachments;
mod bring;
pub mod bulk;
pub mod check;
pub mod commits;
mod configured;
pub mod customer;
pub mod decide;
pub mod demo;
mod desk;
pub mod doctor;
mod edit;
mod error;
pub mod export;
mod facts;
pub mod files;
mod find;
pub mod hooks;
pub mod import;
pub mod init;
pub mod list;
mod lost;
pub mod macros;
pub mod merge;
pub mod numbers;
pub mod open;
pub mod outbox;
pub mod people;
pub mod preset;
pub mod purge;
mod reference;
pub mod relate;
pub mod rename;
pub mod report;
pub mod scan;
mod seen;
pub mod show;
pub mod sla;
mod state;
pub mod strays;
mod subject;
pub mod sweep;
pub mod sync;
pub mod types;
pub mod undo;
pub mod validate;
mod veil;
mod versions;
pub mod what_if;
mod world;
pub mod write;

pub use desk::App;
pub use error::{Error, Kind};
use facts::Knowing;
pub use facts::{Known, KnownFacts};
pub use subject::subject;

use crate::env::Env;

/// What the store takes from the environment.
pub fn store_env(env: &Env) -> crate::store::Env {
    crate::store::Env {
        author_name: env.author.name.clone(),
        author_email: env.author.email.clone(),
        author_date: env.author.raw_date.clone(),
        committer_name: env.committer.name.clone(),
        committer_email: env.committer.email.clone(),
        committer_date: env.committer.raw_date.clone(),
        email: env.email.clone(),
        git_environment: env.git_dir.is_some() || env.git_work_tree.is_some() || env.git_index_file.is_some(),
        config_environment: env.git_config,
        crash_at: env.crash_at.clone(),
        ..crate::store::Env::new(&env.cwd, env.now())
    }
}
