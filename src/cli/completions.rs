//! `completions` and `man`.

use super::context::{Context, Exit};
use super::declared;
use crate::app::Error;
use clap::Args;
use clap_complete::Shell;
use std::path::PathBuf;

/// Print a script that completes commands in your shell
#[derive(Debug, Args)]
#[command(
    after_help = "This script knows commands and options. To have tickets, statuses, types, macros and people of the desk too, put\n`source <(COMPLETE=bash tramite)` into ~/.bashrc (zsh: the same with zsh; fish: `COMPLETE=fish tramite | source`).\n\nExample:\n  $ tramite completions bash"
)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Print the manual page, or write all of them to a folder
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tramite man")]
pub struct ManArgs {
    /// Write one page per command here
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// The static script for a shell, the same that is in `completions/`.
pub fn script(shell: Shell) -> Vec<u8> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut declared(), "tramite", &mut bytes);
    bytes
}

/// `completions`.
pub fn run(context: &Context, args: &CompletionsArgs) -> Result<Exit, Error> {
    context.ui.print_bytes(&script(args.shell))?;
    Ok(Exit::Done)
}

/// `man`.
pub fn man(context: &Context, args: &ManArgs) -> Result<Exit, Error> {
    let failed =
        |error: std::io::Error| Error::environment("cannot write the manual").because(error.to_string());
    let Some(dir) = &args.dir else {
        let mut bytes = Vec::new();
        clap_mangen::Man::new(declared()).render(&mut bytes).map_err(failed)?;
        context.ui.print_bytes(&bytes)?;
        return Ok(Exit::Done);
    };
    let dir = context.env.cwd.join(dir);
    std::fs::create_dir_all(&dir).map_err(failed)?;
    clap_mangen::generate_to(declared(), &dir).map_err(failed)?;
    Ok(Exit::Done)
}
