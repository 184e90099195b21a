//! Text ↔ model: the only place that names a YAML crate (3). Files come from people, other tools and merges, so
//! everything is read within limits, every problem is a finding with its place, and what can still be
//! understood is understood. What is written has one canonical form.

pub mod comment;
pub mod config;
mod de;
pub mod edit;
mod fast;
pub mod jsonl;
mod keep;
mod node;
mod parse;
mod reader;
pub mod rewrite;
mod scalar;
#[cfg(test)]
mod tests;
mod text;
pub mod ticket;
mod write;

pub use text::has_markers;

use crate::model::Finding;

/// The largest ticket or comment file, in bytes.
pub const MAX_TICKET_BYTES: usize = 1 << 20;

/// What a file says, and what is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded<T> {
    /// What it says, where that is clear; a value can come with findings.
    pub value: Option<T>,
    /// What is wrong, in the order of the file.
    pub findings: Vec<Finding>,
    /// YAML comments, anchors and tags that a rewrite would drop: `comment at line 3` (3).
    pub lossy: Vec<String>,
}

impl<T> Decoded<T> {
    fn nothing(findings: Vec<Finding>) -> Self {
        Self { value: None, findings, lossy: Vec::new() }
    }
}
