//! How commands scale: see CONTRIBUTING.md.

fn main() {}
