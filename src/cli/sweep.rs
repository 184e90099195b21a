//! `sweep`: runs the desk's automations.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use crate::app::Error;
use crate::render::{self, Cell, Column, Table, Tone};
use clap::Args;

/// Do what the desk's automations say, a commit for each ticket and automation
#[derive(Debug, Args)]
#[command(
    after_help = "Automations are in .tramite/automations.yaml. They act within the working hours of the desk's calendar, but for those with `anytime: true`. What the flow refuses is listed and not done; then the exit code is 1.\n\nExample:\n  $ tramite sweep --dry-run"
)]
pub struct SweepArgs {
    /// Show what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Also what would wait for working hours
    #[arg(long)]
    pub anytime: bool,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &SweepArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let swept = app.sweep(args.dry_run, args.anytime)?;
    if let Some(unfinished) = &swept.unfinished {
        context.ui.say_as(
            Tone::Warn,
            "warning",
            &format!("recorded, but the working tree is behind: {unfinished}"),
        );
    }
    let all_gone = swept.removed.as_ref().is_none_or(|removed| context.warn_of_kept(removed));
    let exit = if swept.refused.is_empty() && all_gone { Exit::Done } else { Exit::Findings };
    if args.format.json() {
        context.json(&serde_json::json!({
            "version": 1, "dry_run": args.dry_run,
            "acts": swept.acts, "refused": swept.refused, "waiting": swept.waiting,
            "removed": swept.removed.as_ref().map(super::purge::json_of),
        }))?;
        return Ok(exit);
    }
    if swept.acts.is_empty() && swept.refused.is_empty() && swept.waiting.is_empty() {
        context.ui.print("nothing to do\n")?;
        return Ok(exit);
    }
    let columns = [("automation", 9), ("number", 9), ("state", 8), ("what", 5)];
    let column = |(id, keep)| Column::headed(id, app.locale).keep(keep);
    let mut table = Table::new(columns.map(column).into_iter().collect());
    let mut push = |automation: &str, number: &str, state: &str, tone: Tone, what: String| {
        table.push(vec![
            Cell::text(automation),
            Cell::text(number).tone(Tone::Name),
            Cell::text(state).tone(tone),
            Cell::text(what),
        ]);
    };
    for act in &swept.acts {
        let state = if args.dry_run { "would act" } else { "done" };
        push(&act.automation, &act.number, state, Tone::Good, act.changes.clone());
    }
    for refused in &swept.refused {
        let number = refused.number.as_deref().unwrap_or_default();
        push(&refused.automation, number, "refused", Tone::Bad, refused.why.join("; "));
    }
    for waiting in &swept.waiting {
        let until = waiting.until.as_deref().and_then(|t| chrono::DateTime::parse_from_rfc3339(t).ok());
        let until = until.map_or_else(
            || "its calendar never opens".to_owned(),
            |at| format!("until {}, when its calendar opens", app.locale.datetime(at)),
        );
        for number in &waiting.numbers {
            push(&waiting.automation, number, "waits", Tone::Dim, until.clone());
        }
    }
    let mut page = render::table::render(&table, context.page(app));
    if let Some(removed) = &swept.removed {
        page.push_str(&super::purge::told_of(app, removed));
    }
    context.show(&page)?;
    Ok(exit)
}
