//! Tickets and timelines → serialisable reports.
