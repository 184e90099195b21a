//! `doctor`: what is wrong with this clone.

use super::args::FormatArgs;
use super::context::{Context, Exit};
use crate::app::{Error, doctor};
use crate::locale::Locale;
use crate::render::{self, Cell, Column, Table, Tone};
use clap::Args;

/// Find what is wrong with this clone and its desk, and mend it
#[derive(Debug, Args)]
#[command(
    after_help = "Looks at git itself, who you are, what of the past is here, what a killed process left, the working tree, the index, the merge driver, .gitattributes, numbers that two tickets have, and whether git has tidying up to do.\nExit code 1 where something is left to mend.\n\nExample:\n  $ tramite doctor"
)]
pub struct DoctorArgs {
    /// Mend what can be mended
    #[arg(long)]
    pub fix: bool,
    #[command(flatten)]
    pub format: FormatArgs,
}

/// Runs it.
pub fn run(context: &Context, args: &DoctorArgs) -> Result<Exit, Error> {
    let found = doctor::doctor(&context.env, args.fix)?;
    let left = found.iter().any(|ailment| !ailment.fixed);
    if args.format.json() {
        context.json_list("findings", &found)?;
    } else if found.is_empty() {
        context.ui.print("nothing is wrong\n")?;
    } else {
        let mut table = Table::new(vec![
            Column::titled("check", "Check").keep(9),
            Column::titled("finding", "Finding").keep(8).wrapped(),
            Column::titled("mend", "Mend").keep(7).wrapped(),
        ]);
        for ailment in &found {
            let (mend, tone) = match (&ailment.error, ailment.fixed) {
                (_, true) => ("mended".to_owned(), Tone::Good),
                (Some(error), _) => (format!("not mended: {error}; {}", ailment.mend), Tone::Bad),
                (None, _) => (ailment.mend.clone(), Tone::Plain),
            };
            table.push(vec![
                Cell::text(ailment.check).tone(Tone::Name),
                Cell::text(&*ailment.message),
                Cell::text(mend).tone(tone),
            ]);
        }
        // Where the desk cannot be read nobody knows its language.
        context.show(&render::table::render(&table, context.ui.page(Locale::parse("en").0)))?;
    }
    Ok(if left { Exit::Findings } else { Exit::Done })
}
