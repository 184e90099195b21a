//! The `tramite` binary: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(tramite::cli::run(std::env::args_os().collect()))
}
