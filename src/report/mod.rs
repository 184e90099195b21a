//! Tickets and timelines → serialisable reports: exactly what JSON shows and templates get.

pub mod sla;
#[cfg(test)]
mod tests;
