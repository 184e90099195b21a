//! `demo`: a desk with a plausible, reproducible history.

use super::context::{Context, Exit};
use super::{dashboard, report};
use crate::app::sla::SlaAsk;
use crate::app::{Error, demo};
use crate::render;
use clap::Args;
use std::path::PathBuf;

/// Make a desk with a plausible history, and show its dashboard and SLA report
#[derive(Debug, Args)]
#[command(
    after_help = "The same seed, number and date give the same desk, to the commit ids.\n\nExample:\n  $ tramite demo demo-desk --tickets 20"
)]
pub struct DemoArgs {
    /// Where to make it; a temporary folder otherwise
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// The preset to begin with
    #[arg(long, value_name = "PRESET", default_value = "helpdesk")]
    pub preset: String,
    /// How many tickets, at most 1,000 a month
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub tickets: usize,
    /// Another number makes another desk
    #[arg(long, value_name = "SEED", default_value_t = 7)]
    pub seed: u64,
}

/// Runs it.
pub fn run(context: &Context, args: &DemoArgs) -> Result<Exit, Error> {
    let dir = match &args.dir {
        Some(dir) => context.env.cwd.join(dir),
        None => context.ui.temporary_folder("tramite-demo-")?,
    };
    let ask = demo::Demo { preset: args.preset.clone(), tickets: args.tickets, seed: args.seed };
    let made = demo::demo(&context.env, &dir, &ask)?;
    let there = context.moved(&made.dir, (&made.leader.0, &made.leader.1)).without_pager();
    dashboard::run(&there)?;
    let app = there.app()?;
    let page = there.page(app);
    there.show(&format!(
        "\n{}",
        render::table::render(
            &report::summary(app, &app.sla_report(&SlaAsk::default())?, &|id| id.to_owned()),
            page
        )
    ))?;
    there.ui.say(&format!("the desk is in {}: go there and try `tramite next`", made.dir.display()));
    Ok(Exit::Done)
}
