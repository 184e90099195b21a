//! `tramite`: a help desk in a git repository. The map, from the bottom up; imports go down only.

pub mod model;

pub mod env;
pub mod locale;

pub mod query;

pub mod calendar;

pub mod sla;

pub mod report;

pub mod codec;

pub mod store;

pub mod render;

pub mod ui;
pub mod query;
