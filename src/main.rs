//! The `tramite` binary: parse, run, exit code.

fn main() {}
