//! Tests of the codec as a whole.

mod canonical;
mod config;
mod findings;
mod keep;
mod packed;
mod props;
