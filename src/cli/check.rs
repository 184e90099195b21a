//! `check`: whether commits are what the desk's rules allow, for CI and for a server's hook.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use crate::app::Error;
use crate::app::check::{self, Judged, Options, Pusher, RefUpdate, Settings};
use crate::env::variable;
use crate::render::{Tone, sanitize};
use clap::Args;

/// Judge commits by the desk's rules, in CI or in a server's pre-receive hook
#[derive(Debug, Args)]
#[command(
    after_help = "RANGE is A..B, the commits of B that A does not have, judged by the configuration of A as it goes on from there; or one revision: all its history. Where A is no ancestor of B, as after a forced push, a warning says so. Without it: what the desk's branch has and its upstream lacks.\nOne line for each violation: commit, ticket, rule, and what to do; docs/rules.md explains every rule. Without --pusher and without `require_signed` in desk.yaml, who a commit is by is a claim. With --pre-receive, what is not given is taken from the repository's settings tramite.check.pusher and tramite.check.maxBackdate (docs/teamwork.md).\nExit code 1 where anything is found, 6 in a shallow or partial clone.\n\nExample:\n  $ tramite check HEAD"
)]
pub struct CheckArgs {
    /// Commits: A..B, or one revision with all its history
    #[arg(value_name = "RANGE", conflicts_with = "pre_receive")]
    pub range: Option<String>,
    /// Judge a push: lines `OLD NEW REF` on standard input, as git gives them to a pre-receive hook
    #[arg(long)]
    pub pre_receive: bool,
    /// Who pushes: every committer must be that person
    #[arg(long, value_name = "ADDRESS")]
    pub pusher: Option<String>,
    /// The same, by a variable of the environment that names who pushes
    #[arg(long, value_name = "VARIABLE", conflicts_with = "pusher")]
    pub pusher_from: Option<String>,
    /// How far back the dates of a commit may lie: 15d, 36h
    #[arg(long, value_name = "DURATION")]
    pub max_backdate: Option<String>,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &CheckArgs) -> Result<Exit, Error> {
    // A server's hook has no options; its repository has settings.
    let set = if args.pre_receive { Settings::of(&context.env)? } else { Settings::default() };
    let max_backdate =
        args.max_backdate.clone().or(set.max_backdate).as_deref().map(check::read_backdate).transpose()?;
    let pusher = args.pusher.as_deref().map(str::trim);
    if pusher.is_some_and(|address| !address.contains('@')) {
        return Err(
            Error::usage("--pusher is no address").mend("write for example --pusher ana@desk.example")
        );
    }
    let pusher = match (pusher, &args.pusher_from) {
        (Some(address), _) => Some(Pusher::Address(address.to_owned())),
        (None, Some(name)) => Some(Pusher::parse(name)?),
        (None, None) => set.pusher,
    };
    let options = Options {
        now: context.env.now(),
        received: args.pre_receive,
        pusher: pusher.map(|pusher| pusher.who(&variable)).transpose()?,
        max_backdate,
    };
    let judged = if args.pre_receive {
        let input = context.ui.read_stdin("the refs on standard input")?;
        let lines = input.lines().filter(|line| !line.trim().is_empty());
        let updates = lines.map(RefUpdate::parse).collect::<Result<Vec<_>, _>>()?;
        Judged { findings: check::pre_receive(&context.env, &updates, &options)?, apart: None }
    } else {
        check::range(&context.env, args.range.as_deref(), &options)?
    };
    report(context, &judged, args.format)
}

/// A line for each finding: commit, ticket, rule, what and how to mend it.
fn report(context: &Context, judged: &Judged, format: FormatArgs) -> Result<Exit, Error> {
    let findings = &judged.findings;
    if let Some((old, new)) = judged.apart {
        let (old, new) = (old.to_string(), new.to_string());
        context.ui.say_as(
            Tone::Warn,
            "warning",
            &format!(
                "{} is no ancestor of {}: the branch was rewritten, or the two have gone apart. What is judged is what the second has \
                 and the first lacks, as if it were merged into the first",
                check::short(&old),
                check::short(&new)
            ),
        );
    }
    if format.json() {
        let mut said = serde_json::json!({ "version": 1, "findings": findings });
        if let Some((old, _)) = judged.apart {
            said["not_ancestor"] = old.to_string().into();
        }
        context.json(&said)?;
    } else {
        let mut text = String::new();
        for finding in findings {
            let commit = finding.commit.as_deref().map_or("-", check::short);
            let ticket = finding.ticket.as_deref().unwrap_or("-");
            let place = match (&finding.path, finding.line) {
                (Some(path), Some(line)) => format!("{path}:{line}: "),
                (Some(path), None) => format!("{path}: "),
                _ => String::new(),
            };
            let line = format!("{commit} {ticket} {}: {place}{}", finding.rule, finding.message);
            text.push_str(&sanitize::line(&line));
            text.push('\n');
        }
        context.ui.print(&text)?;
    }
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Findings })
}
