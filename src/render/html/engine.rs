//! A report through its template. The template's data is exactly the report's JSON; figures, dates and words are
//! helpers' work, and every text is escaped on its way out.

use super::figures::figure;
use super::words::{name, say, word};
use super::{class, escape, table};
use crate::locale::{Language, Moment};
use crate::render::chart::Chart;
use crate::render::{Page, Table, Tone};
use chrono::{DateTime, NaiveDate};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, ScopedJson,
};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A report that is ready to be laid out.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its name on the command line: `sla`.
    pub name: String,
    /// What the page is called.
    pub title: String,
    /// The period that it is of, in words; empty: all of the history.
    pub period: String,
    /// Its JSON.
    pub json: Json,
    /// Its pictures: `{{chart "id"}}`.
    pub charts: Vec<Chart>,
    /// Its tables by name: `{{table "id"}}`.
    pub tables: Vec<(String, Table)>,
}

/// Why a template gives no page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("template {name:?}: {why}")]
pub struct HtmlError {
    /// The template.
    pub name: String,
    /// What is wrong and where.
    pub why: String,
}

const PAGE: &str = include_str!("../../../templates/reports/page.html.hbs");
const STYLE: &str = include_str!("../../../templates/reports/style.css");
const SLA: &str = include_str!("../../../templates/reports/sla.html.hbs");
const OTHER: &str = include_str!("../../../templates/reports/report.html.hbs");

impl Report {
    /// The same over a period in words.
    #[must_use]
    pub fn over(mut self, period: &str) -> Self {
        period.clone_into(&mut self.period);
        self
    }

    /// The report as one HTML file, by the built-in template of its name.
    pub fn html(&self, page: Page) -> Result<String, HtmlError> {
        let template = if self.name == "sla" { SLA } else { OTHER };
        self.by_template(&self.name, template, page)
    }

    /// The report by a team's own template: Handlebars over exactly the report's JSON, strict, escaping for HTML. The
    /// built-in page is there as the partial `page`.
    pub fn by_template(&self, name: &str, template: &str, page: Page) -> Result<String, HtmlError> {
        let fault = |why: String| HtmlError { name: name.to_owned(), why };
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.register_escape_fn(escape);
        engine.unregister_helper("log");
        engine.register_partial("page", PAGE).map_err(|error| fault(error.to_string()))?;
        self.helpers(&mut engine, page);
        engine.register_template_string(name, template).map_err(|error| fault(error.to_string()))?;
        engine.render(name, &self.json).map_err(|error| fault(self.explain(&error)))
    }

    fn explain(&self, error: &RenderError) -> String {
        let place = error.line_no.map(|line| format!("line {line}: ")).unwrap_or_default();
        match error.reason() {
            RenderErrorReason::MissingVariable(Some(path)) => {
                let known: Vec<&str> =
                    self.json.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
                format!("{place}there is no {path:?} here; the report has {}", known.join(", "))
            }
            reason => format!("{place}{reason}"),
        }
    }

    fn helpers(&self, engine: &mut Handlebars<'static>, page: Page) {
        let locale = page.locale;
        let mut text = |name: &str, make: Make| {
            engine.register_helper(name, Box::new(Text(make)));
        };
        text("number", Box::new(move |v| Some(locale.number(&v.as_number()?.to_string()))));
        text("percent", Box::new(move |v| Some(locale.percent(v.as_f64()?))));
        text("duration", Box::new(move |v| Some(locale.working_time(v.as_i64()?))));
        text("age", Box::new(move |v| Some(locale.age(v.as_i64()?))));
        text("moment", Box::new(move |v| Some(locale.moment(moment(v.as_str()?)?))));
        text("label", Box::new(move |v| Some(name(locale, v.as_str()?))));
        text("word", Box::new(move |v| word(locale, v.as_str()?).map(str::to_owned)));
        text("state", Box::new(move |v| Some(locale.state(v.as_str()?).to_owned())));
        text("tone", Box::new(|v| Some(class(Tone::of_state(v.as_str()?)).unwrap_or("plain").to_owned())));
        text("short", Box::new(|v| Some(v.as_str()?.chars().take(12).collect())));
        let about = |what: &str| Box::new(Fragments::of("text", [("", what.to_owned())]));
        let period =
            if self.period.is_empty() { say(locale, "all_time").to_owned() } else { self.period.clone() };
        engine.register_helper("report_title", about(&escape(&self.title)));
        engine.register_helper("report_period", about(&escape(&period)));
        engine.register_helper(
            "language",
            about(match locale.language {
                Language::Portuguese => "pt",
                Language::English => "en",
            }),
        );
        engine.register_helper("style", about(STYLE));
        let charts = self.charts.iter().map(|chart| (chart.id.as_str(), figure(chart, page)));
        engine.register_helper("chart", Box::new(Fragments::of("chart", charts)));
        let tables = self.tables.iter().map(|(id, one)| (id.as_str(), table(one, page)));
        engine.register_helper("table", Box::new(Fragments::of("table", tables)));
        // `{{charts}}` are all, `{{charts "elapsed"}}` those whose id begins with `elapsed-`.
        let mut sets = BTreeMap::from([(String::new(), String::new())]);
        for chart in &self.charts {
            let set = chart.id.split_once('-').map_or(chart.id.as_str(), |(set, _)| set);
            for set in ["", set] {
                *sets.entry(set.to_owned()).or_default() += &figure(chart, page);
            }
        }
        engine.register_helper("charts", Box::new(Fragments { what: "charts", by_name: sets }));
        let all: String = self.tables.iter().map(|(_, one)| table(one, page)).collect();
        engine.register_helper("tables", about(&all));
    }
}

/// A value of the report's JSON in words; nothing is a dash.
struct Text(Make);

type Make = Box<dyn Fn(&Json) -> Option<String> + Send + Sync>;

impl HelperDef for Text {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let value = helper.param(0).filter(|param| !param.is_value_missing()).ok_or_else(|| {
            let path = helper.param(0).and_then(|param| param.relative_path().cloned());
            RenderErrorReason::MissingVariable(path)
        })?;
        let text = match value.value() {
            Json::Null => "–".to_owned(),
            value => (self.0)(value).ok_or_else(|| {
                RenderErrorReason::Other(format!("{{{{{} {value}}}}} has no meaning", helper.name()))
            })?,
        };
        Ok(ScopedJson::Derived(Json::String(text)))
    }
}

/// Prepared HTML by name: written as it is.
struct Fragments {
    what: &'static str,
    by_name: BTreeMap<String, String>,
}

impl Fragments {
    fn of<'a>(what: &'static str, all: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        Self { what, by_name: all.into_iter().map(|(name, html)| (name.to_owned(), html)).collect() }
    }
}

impl HelperDef for Fragments {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let name = helper.param(0).and_then(|param| param.value().as_str()).unwrap_or_default();
        let html = self.by_name.get(name).ok_or_else(|| {
            let known: Vec<&str> = self.by_name.keys().map(String::as_str).collect();
            RenderErrorReason::Other(format!(
                "there is no {} {name:?}; there are {}",
                self.what,
                known.join(", ")
            ))
        })?;
        out.write(html)?;
        Ok(())
    }
}

fn moment(text: &str) -> Option<Moment> {
    match DateTime::parse_from_rfc3339(text) {
        Ok(at) => Some(Moment::At(at)),
        Err(_) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Moment::Day),
    }
}
