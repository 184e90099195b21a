//! `hooks`: git's hooks of this repository.

use super::args::FormatArgs;
use super::context::{Context, Exit, tell};
use crate::app::check::{Made, Pusher, Settings};
use crate::app::{App, Error, Kind, hooks, store_env};
use crate::locale::Locale;
use crate::render::{self, Cell, Column, Table, Tone, sanitize};
use crate::store::{Hook, HookState, Store};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Let git check commits and messages by itself
#[derive(Debug, Args)]
pub struct HooksArgs {
    #[command(subcommand)]
    pub command: HooksCommand,
}

/// What to do with hooks.
#[derive(Debug, Subcommand)]
pub enum HooksCommand {
    /// Put tramite's hooks into this repository, beside those of others
    #[command(
        after_help = "pre-commit checks what is staged of the desk; commit-msg refuses trailers that name no ticket and completes numbers; prepare-commit-msg adds the ticket that the branch is named after, such as 202611-0007-fix.\nA hook that is there already is kept, and runs first. core.hooksPath is honoured.\nWith --server the repository's settings are made too, and told: receive.fsckObjects, where nobody has set it, so that git refuses files that would leave a working tree; tramite.branch, where the desk is there already, so that no push makes another branch the desk; tramite.check.pusher and tramite.check.maxBackdate, as given.\n\nExample:\n  $ tramite hooks install"
    )]
    Install {
        /// The hook of a repository that is pushed to: pre-receive, which runs `tramite check`
        #[arg(long)]
        server: bool,
        /// With --server: who pushes, by the variable of the hook's environment that names them (GL_USER, REMOTE_USER …) or by address; every committer must be that person
        #[arg(long, value_name = "VARIABLE", requires = "server")]
        pusher: Option<String>,
        /// With --server: how far back the dates of a commit may lie: 15d, 36h
        #[arg(long, value_name = "DURATION", requires = "server")]
        max_backdate: Option<String>,
        #[command(flatten)]
        format: FormatArgs,
    },
    /// Take tramite's hooks away; those that were there before come back
    #[command(after_help = "Example:\n  $ tramite hooks uninstall")]
    Uninstall {
        #[command(flatten)]
        format: FormatArgs,
    },
    /// List tramite's hooks and whether they are there
    #[command(after_help = "Example:\n  $ tramite hooks status")]
    Status {
        #[command(flatten)]
        format: FormatArgs,
    },
    /// What a hook does; called by its script
    #[command(hide = true)]
    Run {
        /// The hook's name
        #[arg(value_name = "HOOK")]
        name: String,
        /// What git gives it
        #[arg(value_name = "ARGS", trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

/// Runs one of them.
pub fn run(context: &Context, args: &HooksArgs) -> Result<Exit, Error> {
    // A server's repository has no desk before the first push.
    let store = || Store::open_repository(&store_env(&context.env));
    match &args.command {
        HooksCommand::Install { server: false, format, .. } => {
            list(context, &hooks::install(&store()?, false)?, None, *format)
        }
        HooksCommand::Install { pusher, max_backdate, format, .. } => {
            let store = store()?;
            let pusher = pusher.as_deref().map(Pusher::parse).transpose()?;
            // What judges is set before anything is judged by it.
            let made = Settings { pusher, max_backdate: max_backdate.clone() }.write(&store)?;
            list(context, &hooks::install(&store, true)?, Some(&made), *format)
        }
        HooksCommand::Status { format } => list(context, &hooks::status(&store()?)?, None, *format),
        HooksCommand::Uninstall { format } => {
            let gone = hooks::uninstall(&store()?)?;
            if format.json() {
                return context.json_list("removed", &gone);
            }
            let text =
                if gone.is_empty() { "no hook of tramite's is here".to_owned() } else { gone.join(", ") };
            context.ui.print(&format!("{text}\n"))?;
            Ok(Exit::Done)
        }
        HooksCommand::Run { name, args } => call(context, name, args),
    }
}

/// The hooks, and the settings that were made for a server.
fn list(context: &Context, all: &[Hook], made: Option<&[Made]>, format: FormatArgs) -> Result<Exit, Error> {
    let word = |state: HookState| match state {
        HookState::Absent => "absent",
        HookState::Ours => "installed",
        HookState::Old => "outdated",
        HookState::Other => "other",
    };
    if format.json() {
        let hooks: Vec<_> = all
            .iter()
            .map(|hook| {
                serde_json::json!({
                    "hook": hook.name, "state": word(hook.state), "before": hook.before, "path": hook.path,
                })
            })
            .collect();
        let Some(made) = made else { return context.json_list("hooks", &hooks) };
        let settings: Vec<_> =
            made.iter().map(|one| serde_json::json!({"key": one.key, "value": one.value})).collect();
        return context.json(&serde_json::json!({ "version": 1, "hooks": hooks, "settings": settings }));
    }
    // There may be no desk that says a language.
    let locale = Locale::parse("en").0;
    let mut table = Table::new(vec![
        Column::titled("hook", "Hook").keep(9),
        Column::titled("state", "State").keep(8),
        Column::titled("path", "Path"),
    ]);
    for hook in all {
        let before = if hook.before { ", another's runs first" } else { "" };
        table.push(vec![
            Cell::text(&*hook.name).tone(Tone::Name),
            format!("{}{before}", word(hook.state)).into(),
            hook.path.display().to_string().into(),
        ]);
    }
    let mut text = render::table::render(&table, context.ui.page(locale));
    for one in made.into_iter().flatten() {
        let line = format!("git config {} {}: {}", one.key, one.value, one.why);
        text.push_str(&sanitize::line(&line));
        text.push('\n');
    }
    context.show(&text)
}

/// What a hook does. Where there is no desk, or it cannot be read, a commit of code is none of its business.
fn call(context: &Context, name: &str, args: &[String]) -> Result<Exit, Error> {
    let app = match App::open(&context.env) {
        Ok(app) => app,
        Err(error) if error.kind == Kind::NotFound => return Ok(Exit::Done),
        Err(error) => return passed(context, error),
    };
    match name {
        "pre-commit" => match app.staged_findings() {
            Ok(findings) => super::validate::report(context, &findings, FormatArgs::default()),
            Err(error) => passed(context, error),
        },
        "commit-msg" => {
            let path = file(context, args)?;
            match app.checked_message(&read(&path)?) {
                Ok(Some(text)) => write(&path, text.as_bytes()),
                Ok(None) => Ok(Exit::Done),
                Err(error) => passed(context, error),
            }
        }
        "prepare-commit-msg" => {
            let path = file(context, args)?;
            match app.prepared_message(&read(&path)?, args.get(1).map(String::as_str)) {
                Ok(Some(bytes)) => write(&path, &bytes),
                Ok(None) => Ok(Exit::Done),
                // It only helps; what it cannot add people write themselves.
                Err(error) => {
                    context.ui.say_as(Tone::Warn, "warning", &error.to_string());
                    Ok(Exit::Done)
                }
            }
        }
        other => Err(Error::usage(format!("tramite has no hook {other:?}"))
            .mend("one of pre-commit, prepare-commit-msg, commit-msg")),
    }
}

/// What the environment is at fault for is told, and lets the commit pass.
fn passed(context: &Context, error: Error) -> Result<Exit, Error> {
    if !hooks::lets_pass(&error) {
        return Err(error);
    }
    tell(&context.ui, &error);
    context.ui.say_as(Tone::Warn, "warning", "not checked; the commit goes on");
    Ok(Exit::Done)
}

fn file(context: &Context, args: &[String]) -> Result<PathBuf, Error> {
    let first = args.first().ok_or_else(|| {
        Error::usage("the file with the message is missing").mend("git gives it; hooks are not run by hand")
    })?;
    Ok(context.env.cwd.join(first))
}

fn read(path: &Path) -> Result<String, Error> {
    let bytes = std::fs::read(path).map_err(|error| io("read", path, &error))?;
    // A message in another encoding has no number that could not be read.
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

fn write(path: &Path, bytes: &[u8]) -> Result<Exit, Error> {
    std::fs::write(path, bytes).map_err(|error| io("write", path, &error))?;
    Ok(Exit::Done)
}

fn io(doing: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::environment(format!("cannot {doing} {:?}", path.display().to_string())).because(error.to_string())
}
