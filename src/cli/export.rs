//! `export`: JSON lines for other programs.

use super::context::{Context, Exit};
use crate::app::Error;
use clap::Args;

/// How much is gathered before it is written, in bytes.
const CHUNK: usize = 1 << 18;

/// Write tickets with their whole history as JSON lines
#[derive(Debug, Args)]
#[command(
    after_help = "One line per ticket, closed ones too:\n  {\"number\",\"uid\",\"ticket\":{…},\"tramites\":[{\"at\",\"recorded\",\"by\",\"commit\",\"changes\"}]}\n\nExample:\n  $ tramite export type:question"
)]
pub struct ExportArgs {
    /// A filter; all tickets without
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Vec<String>,
}

/// Runs it.
pub fn run(context: &Context, args: &ExportArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let query = args.query.join(" ");
    let rows = app.to_export(&query)?;
    context.query(app, &query)?;
    let mut progress = context.ui.progress("exporting", Some(rows.len() as u64));
    let mut chunk: Vec<u8> = Vec::new();
    for row in &rows {
        serde_json::to_writer(&mut chunk, &app.exported(row)?)
            .map_err(|error| Error::environment(error.to_string()))?;
        chunk.push(b'\n');
        if chunk.len() > CHUNK {
            context.ui.print_bytes(&chunk)?;
            chunk.clear();
        }
        progress.step(1);
    }
    context.ui.print_bytes(&chunk)?;
    Ok(Exit::Done)
}
