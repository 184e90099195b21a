//! `validate`: what is wrong with tickets and configuration.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use crate::app::Error;
use crate::app::validate::What;
use crate::model::{Finding, Severity};
use crate::render::sanitize;
use clap::Args;

/// Check tickets and configuration as they are in the working tree
#[derive(Debug, Args)]
#[command(
    after_help = "Without arguments: everything, as with --all. Uncommitted edits are judged like a change: by the flow and the rules.\nExit code 1 where something is an error, 0 where there are only warnings.\n\nExample:\n  $ tramite validate --all"
)]
pub struct ValidateArgs {
    /// Tickets
    #[arg(value_name = "TICKET")]
    pub tickets: Vec<String>,
    /// Every ticket and the configuration
    #[arg(long, group = "what")]
    pub all: bool,
    /// What is staged for the next commit
    #[arg(long, group = "what")]
    pub staged: bool,
    /// The configuration only
    #[arg(long, group = "what")]
    pub config: bool,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &ValidateArgs) -> Result<Exit, Error> {
    let app = context.unwarned()?;
    let what = if !args.tickets.is_empty() {
        What::Tickets(args.tickets.clone())
    } else if args.config {
        What::Config
    } else if args.staged {
        What::Staged
    } else {
        What::All
    };
    report(context, &app.validate(&what)?, args.format)
}

/// Findings for people or scripts; exit 1 where one is an error.
pub fn report(context: &Context, findings: &[Finding], format: FormatArgs) -> Result<Exit, Error> {
    if format.json() {
        context.json_list("findings", &findings)?;
    } else {
        let mut text = String::new();
        for finding in findings {
            let place = match (&finding.path, finding.line, finding.column) {
                (Some(path), Some(line), Some(column)) => format!("{path}:{line}:{column}: "),
                (Some(path), Some(line), None) => format!("{path}:{line}: "),
                (Some(path), ..) => format!("{path}: "),
                _ => String::new(),
            };
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Gap => "gap",
            };
            text.push_str(&sanitize::line(&format!(
                "{place}{severity}: {} [{}]",
                finding.message, finding.rule
            )));
            text.push('\n');
        }
        context.ui.print(&text)?;
    }
    let bad = findings.iter().any(|f| f.severity == Severity::Error);
    Ok(if bad { Exit::Findings } else { Exit::Done })
}
