//! What a desk's configuration allows and does (3.2, 3.3): who may act, which moves there are, what a
//! transition or rule asks for, what happens by itself, who gets a ticket, and what a macro says.
//!
//! Two doors: [`plan`] turns what a person wants into the ticket's next state, and [`judge`] judges any
//! change by the same rules, also one made by hand. What `plan` gives has always passed `judge`.

mod actor;
pub mod approvals;
mod authority;
pub mod awaited;
mod edit;
mod effects;
pub mod fields;
pub mod files;
mod filter;
mod flow;
pub mod happened;
mod intent;
mod judge;
pub mod lint;
pub mod macros;
mod moves;
mod open;
pub mod patterns;
mod pick;
mod plan;
mod relate;
mod require;
pub mod resolve;
mod route;
mod rules;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod values;
mod violation;
mod window;
mod world;

pub use actor::{Actor, find_contact, identify};
pub use authority::{may_configure, may_import};
pub use edit::is_address;
pub use effects::target;
pub use flow::{could_lead, leads};
pub use intent::{Edit, Intent, Move, Opening, Planned};
pub use judge::{judge, moved_by};
pub use moves::moves;
pub use pick::previous as previous_assignees;
pub use plan::{missing_fields, plan};
pub use relate::{LINK_KINDS, inverse, link_kind, mergeable};
pub use rules::broken as broken_rules;
pub use violation::Violation;
pub use world::{Load, NoLoad, World};
