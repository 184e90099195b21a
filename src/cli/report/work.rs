//! `report aging`, `response`, `volume`, `gaps`: what there is to do.

use super::super::context::{Context, Exit};
use super::common::{As, AskArgs, Spec, print_all};
use crate::app::Error;
use crate::model::Severity;
use clap::Args;

/// Arguments of `report gaps`.
#[derive(Debug, Args)]
pub struct GapsArgs {
    #[command(flatten)]
    pub ask: AskArgs,
    /// Rules of severity `warning` and `error` too
    #[arg(long)]
    pub all_severities: bool,
}

const AGING: &[Spec] = &[
    ("ticket", As::Ticket, 9),
    ("title", As::Text, 5),
    ("status", As::Id, 4),
    ("priority", As::Id, 3),
    ("assignee", As::Id, 6),
    ("team", As::Id, 2),
    ("opened_at", As::At, 4),
    ("age_s", As::Age, 8),
    ("old", As::Flag, 7),
];
const AGING_LINES: &[Spec] = &[
    ("group", As::Group, 9),
    ("total", As::Count, 9),
    ("0-2", As::Count, 5),
    ("3-7", As::Count, 5),
    ("8-14", As::Count, 5),
    ("15-29", As::Count, 5),
    ("30+", As::Count, 5),
    ("old", As::Bad, 8),
    ("oldest_s", As::Age, 6),
];

/// `report aging`.
pub fn aging(context: &Context, args: &AskArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ask = args.ask(app)?;
    let report = app.aging(&ask)?;
    print_all(context, app, args, &ask, &report, (AGING, AGING_LINES))
}

const RESPONSE: &[Spec] = &[
    ("ticket", As::Ticket, 9),
    ("title", As::Text, 5),
    ("status", As::Id, 3),
    ("assignee", As::Id, 6),
    ("team", As::Id, 2),
    ("unanswered_s", As::Age, 8),
    ("since_public_s", As::Age, 7),
    ("idle_s", As::Age, 6),
    ("unanswered_2d", As::Flag, 5),
    ("silent_5d", As::Flag, 5),
];
const RESPONSE_LINES: &[Spec] = &[
    ("group", As::Group, 9),
    ("total", As::Count, 9),
    ("awaiting", As::Count, 7),
    ("unanswered_2d", As::Bad, 8),
    ("silent_5d", As::Bad, 8),
    ("longest_unanswered_s", As::Age, 5),
    ("longest_idle_s", As::Age, 5),
];

/// `report response`: by team, if nothing else is asked (P4).
pub fn response(context: &Context, args: &AskArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ask = args.ask_by(app, "team")?;
    let report = app.response(&ask)?;
    print_all(context, app, args, &ask, &report, (RESPONSE, RESPONSE_LINES))
}

const VOLUME: &[Spec] = &[
    ("week", As::Text, 9),
    ("from", As::At, 5),
    ("group", As::Group, 9),
    ("opened", As::Count, 8),
    ("resolved", As::Count, 8),
    ("dropped", As::Count, 6),
    ("reopened", As::Count, 6),
    ("backlog", As::Count, 9),
];
const VOLUME_LINES: &[Spec] = &[
    ("group", As::Group, 9),
    ("opened", As::Count, 8),
    ("resolved", As::Count, 8),
    ("dropped", As::Count, 6),
    ("reopened", As::Count, 6),
    ("backlog", As::Count, 9),
];

/// `report volume`.
pub fn volume(context: &Context, args: &AskArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ask = args.ask(app)?;
    let report = app.volume(&ask)?;
    print_all(context, app, args, &ask, &report, (VOLUME, VOLUME_LINES))
}

const GAPS: &[Spec] = &[
    ("assignee", As::Id, 7),
    ("ticket", As::Ticket, 9),
    ("title", As::Text, 4),
    ("status", As::Id, 3),
    ("rule", As::Text, 8),
    ("severity", As::Id, 1),
    ("message", As::Text, 6),
];
const GAP_LINES: &[Spec] = &[("group", As::Group, 9), ("rule", As::Text, 9), ("tickets", As::Bad, 9)];

/// `report gaps`: by assignee, if nothing else is asked (S15).
pub fn gaps(context: &Context, args: &GapsArgs) -> Result<Exit, Error> {
    let app = context.app()?;
    let ask = args.ask.ask_by(app, "assignee")?;
    let severities: &[Severity] = if args.all_severities {
        &[Severity::Gap, Severity::Warning, Severity::Error]
    } else {
        &[Severity::Gap]
    };
    let report = app.gaps(&ask, severities)?;
    print_all(context, app, &args.ask, &ask, &report, (GAPS, GAP_LINES))
}
