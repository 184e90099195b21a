//! `import`: the history of another system as it was.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use crate::app::Error;
use crate::app::import::{Imported, Stage};
use crate::render::{Tone, sanitize};
use crate::ui::Progress;
use clap::{Args, Subcommand};
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// Import tickets with their history from another system
#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    pub command: ImportCommand,
}

/// From what.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// JSON lines: one ticket with its events per line
    #[command(
        after_help = "A line, all on one:\n  {\"external\":{\"system\":\"zendesk\",\"id\":\"48211\"},\"type\":\"question\",\"title\":\"…\",\n   \"opened_at\":\"2026-11-02T09:00:00-03:00\",\"by\":\"Name <email>\",\"priority\":\"high\",\n   \"events\":[{\"at\":\"…\",\"by\":\"…\",\"status\":\"open\",\"comment\":{\"kind\":\"public\",\"body\":\"…\"},\"set\":{\"team\":\"support\"}}]}\n\nOne commit per event, with its own author and dates. A ticket that is there already (by `external`) is skipped. One bad line and nothing is imported: exit 4.\n\nExample:\n  $ tramite import jsonl tickets.jsonl"
    )]
    Jsonl(JsonlArgs),
}

/// Arguments of `import jsonl`.
#[derive(Debug, Args)]
pub struct JsonlArgs {
    /// The file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Leave bad lines out and import the rest
    #[arg(long)]
    pub skip_bad: bool,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &ImportArgs) -> Result<Exit, Error> {
    match &args.command {
        ImportCommand::Jsonl(args) => jsonl(context, args),
    }
}

fn jsonl(context: &Context, args: &JsonlArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let mut input = open(context, &args.file)?;
    let mut bar: Option<(bool, Progress)> = None;
    let mut progress = |stage: Stage| {
        let writing = stage != Stage::Read;
        if bar.as_ref().is_none_or(|(was, _)| *was != writing) {
            bar = Some((
                writing,
                match stage {
                    Stage::Read => context.ui.progress("reading", None),
                    Stage::Written(total) => context.ui.progress("writing", Some(total as u64)),
                },
            ));
        }
        if let Some((_, bar)) = &mut bar {
            bar.step(1);
        }
    };
    let imported = app.import_jsonl(&mut input, args.skip_bad, &mut progress)?;
    drop(bar);
    say(context, &imported, args.format)
}

fn open(context: &Context, file: &Path) -> Result<Box<dyn BufRead>, Error> {
    if file == Path::new("-") {
        return Ok(context.ui.stdin());
    }
    let path = context.env.cwd.join(file);
    let found = std::fs::File::open(&path).and_then(|file| {
        if file.metadata()?.is_dir() {
            return Err(std::io::Error::new(std::io::ErrorKind::IsADirectory, "it is a folder"));
        }
        Ok(file)
    });
    let found = found.map_err(|error| {
        Error::environment(format!("cannot read {:?}", file.display().to_string())).because(error.to_string())
    })?;
    Ok(Box::new(std::io::BufReader::with_capacity(1 << 16, found)))
}

/// Says what came of an import, also for imports of other formats.
pub fn say(context: &Context, imported: &Imported, format: FormatArgs) -> Result<Exit, Error> {
    if let Some(unfinished) = &imported.unfinished {
        let text = format!("recorded, but the working tree is behind: {unfinished}");
        context.ui.say_as(Tone::Warn, "warning", &text);
    }
    if format.json() {
        return json(context, imported);
    }
    for bad in &imported.bad {
        context.ui.say_as(Tone::Warn, "skipped", &bad.to_string());
    }
    let mut lines = vec![format!(
        "imported {}, {}{}",
        count(imported.tickets, "ticket"),
        count(imported.commits, "commit"),
        match imported.numbers {
            Some((first, last)) if first == last => format!(": {first}"),
            Some((first, last)) => format!(": {first} to {last}"),
            None => String::new(),
        }
    )];
    if imported.there > 0 {
        lines.push(format!("{} there already", were(imported.there, "ticket")));
    }
    if !imported.bad.is_empty() {
        lines.push(format!("{} bad and left out", were(imported.bad.len(), "line")));
    }
    if imported.idle > 0 {
        lines.push(format!("{} without a commit: they change nothing", count(imported.idle, "event")));
    }
    if imported.ahead > 0 {
        lines.push(format!("{} in the future", were(imported.ahead, "event")));
    }
    let moves: usize = imported.moves.iter().map(|(_, count)| count).sum();
    if moves > 0 {
        lines.push(format!("{} that the flow lacks:", count(moves, "move")));
        for (step, count) in &imported.moves {
            lines.push(format!("  {}: {} → {}  {count}×", step.type_id, step.from, step.to));
        }
    }
    if !imported.strangers.is_empty() {
        lines.push("names that the desk lacks, kept as they are:".to_owned());
        for (key, name, count) in &imported.strangers {
            lines.push(format!("  {key}: {name}  {count}×"));
        }
    }
    // Indentation is ours; the rest may hold words of the file.
    let safe = |line: &String| {
        let indent = if line.starts_with("  ") { "  " } else { "" };
        format!("{indent}{}\n", sanitize::line(line))
    };
    let text: String = lines.iter().map(safe).collect();
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn were(number: usize, what: &str) -> String {
    format!("{} {}", count(number, what), if number == 1 { "was" } else { "were" })
}

fn json(context: &Context, imported: &Imported) -> Result<Exit, Error> {
    let moves: Vec<_> = imported
        .moves
        .iter()
        .map(|(step, count)| {
            serde_json::json!({"type": step.type_id, "from": step.from, "to": step.to, "count": count})
        })
        .collect();
    let strangers: Vec<_> = imported
        .strangers
        .iter()
        .map(|(key, name, count)| serde_json::json!({"key": key, "name": name, "count": count}))
        .collect();
    context.json(&serde_json::json!({
        "version": 1,
        "tickets": imported.tickets,
        "commits": imported.commits,
        "skipped": imported.there,
        "unchanged": imported.idle,
        "future": imported.ahead,
        "first": imported.numbers.map(|(first, _)| first),
        "last": imported.numbers.map(|(_, last)| last),
        "bad": imported.bad,
        "transitions": moves,
        "unknown": strangers,
        "commit": imported.commit,
    }))
}
