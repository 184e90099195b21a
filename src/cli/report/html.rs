//! `--format html` of reports: one page, by the built-in template or a team's own.

use super::super::args::ReportFormat;
use super::super::context::Context;
use crate::app::{App, Error};
use crate::locale::Moment;
use crate::render::html::Report;
use crate::report::Period;
use chrono::TimeDelta;
use clap::Args;
use std::path::PathBuf;

/// How a report becomes a page.
#[derive(Debug, Clone, Default, Args)]
pub struct HtmlArgs {
    /// Make the page with this Handlebars template, which gets exactly the report's JSON (means --format html)
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// Print what a template gets
    #[arg(long, conflicts_with = "template")]
    pub print_context: bool,
}

impl HtmlArgs {
    /// Prints the report as a page, or what its template gets; false where neither was asked for.
    pub fn print(
        &self,
        context: &Context,
        format: ReportFormat,
        period: &Period,
        report: impl FnOnce() -> Result<Report, serde_json::Error>,
    ) -> Result<bool, Error> {
        let other = !matches!(format, ReportFormat::Html | ReportFormat::Table);
        if other && self.template.is_some() {
            return Err(
                Error::usage("--template makes a page").mend("leave --format out, or say --format html")
            );
        }
        if format != ReportFormat::Html && self.template.is_none() && !self.print_context {
            return Ok(false);
        }
        let report = report().map_err(|error| Error::environment(error.to_string()))?;
        if self.print_context {
            context.json(&report.json)?;
            return Ok(true);
        }
        let app = context.app()?;
        let report = report.over(&in_words(app, period));
        let page = context.page(app);
        let html = match &self.template {
            Some(file) => {
                let text = context.read_file(file)?;
                report.by_template(&file.display().to_string(), &text, page)
            }
            None => report.html(page),
        };
        let html = html
            .map_err(|error| Error::usage(error.to_string()).mend("see what it gets with --print-context"))?;
        context.ui.print(&html)?;
        Ok(true)
    }
}

/// A period in words: its first and last day.
fn in_words(app: &App, period: &Period) -> String {
    let day = |at| app.locale.moment(Moment::Day(app.zone.local(at).date_naive()));
    let last = |until| day(until - TimeDelta::seconds(1));
    match (period.since.map(day), period.until.map(last)) {
        (Some(since), Some(until)) if since == until => since,
        (Some(since), Some(until)) => format!("{since} – {until}"),
        (Some(since), None) => format!("{since} –"),
        (None, Some(until)) => format!("– {until}"),
        (None, None) => String::new(),
    }
}
