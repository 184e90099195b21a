//! The words of a desk as plain data. No I/O, no clock, no git.

pub mod change;
pub mod config;
pub mod digits;
mod finding;
mod id;
pub mod merge;
pub mod numbers;
pub mod settle;
mod ticket;
pub mod trailer;
mod tramite;
mod value;

pub use change::{Change, Pair, SetChange};
pub use finding::{Finding, Severity};
pub use id::{DeskPath, IdError, Number, TicketDir, Uid};
pub use ticket::{
    ApprovalNote, Attachment, Comment, CommentKind, External, Link, Snapshot, Ticket, TimeSpent, Verdict,
    normalize_line, normalize_text,
};
pub use tramite::{Identity, Tramite};
pub use value::{Value, plain};
