//! The derived index (2).
