//! `tramite`: a help desk in a git repository. The map, from the bottom up; imports go down only.

pub mod model;

pub mod query;

pub mod codec;

pub mod store;

pub mod index;
