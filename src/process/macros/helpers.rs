//! Helpers of macros: a fallback, dates and durations as the desk's locale writes them.

use super::scope::moment;
use crate::locale::Locale;
use crate::process::fields::{date_text, read_date};
use chrono::{DateTime, FixedOffset};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason, ScopedJson,
};
use serde_json::Value as Json;

/// Names of helpers that a macro may call.
pub const HELPERS: [&str; 19] = [
    "if", "unless", "each", "with", "lookup", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not",
    "len", "default", "date", "duration", "money",
];

/// What dates are written with.
#[derive(Clone)]
struct Local {
    locale: String,
    now: DateTime<FixedOffset>,
    make: fn(&Self, &Json) -> Option<String>,
    takes: &'static str,
}

struct Fallback;

impl HelperDef for Fallback {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let filled = |json: &Json| !matches!(json, Json::Null) && json.as_str() != Some("");
        let given = helper.params().iter().find(|p| !p.is_value_missing() && filled(p.value()));
        let value = given.or_else(|| helper.params().last()).map_or(Json::Null, |p| p.value().clone());
        Ok(ScopedJson::Derived(value))
    }
}

impl HelperDef for Local {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let param = helper.param(0);
        let missing = || {
            let name = param.and_then(|p| p.relative_path().cloned());
            RenderErrorReason::MissingVariable(name)
        };
        let value = param.filter(|p| !p.is_value_missing()).ok_or_else(missing)?.value();
        let text = (self.make)(self, value).ok_or_else(|| {
            RenderErrorReason::Other(format!("{{{{{} …}}}} takes {}", helper.name(), self.takes))
        })?;
        Ok(ScopedJson::Derived(Json::String(text)))
    }
}

fn date(local: &Local, value: &Json) -> Option<String> {
    let text = value.as_str()?;
    let written = moment(text, &local.locale);
    if written != text {
        return Some(written);
    }
    read_date(text, local.now, &local.locale).map(|date| date_text(date, &local.locale))
}

fn duration(_: &Local, value: &Json) -> Option<String> {
    let seconds = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    let (hours, minutes) = (seconds / 3600, seconds % 3600 / 60);
    Some(match (hours, minutes) {
        (0, minutes) => format!("{minutes}min"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}"),
    })
}

fn money(local: &Local, value: &Json) -> Option<String> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.trim().parse::<f64>().ok()?;
    Some(Locale::parse(&local.locale).0.money(text.trim()))
}

/// An engine that knows these helpers, escapes nothing, and reads no files.
pub fn engine(locale: &str, now: DateTime<FixedOffset>) -> Handlebars<'static> {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    engine.register_escape_fn(handlebars::no_escape);
    engine.unregister_helper("log");
    engine.register_helper("default", Box::new(Fallback));
    let local = |make, takes| Box::new(Local { locale: locale.to_owned(), now, make, takes });
    engine.register_helper("date", local(date, "a date such as 2026-11-24 or \"+5d\""));
    engine.register_helper("duration", local(duration, "a number of seconds"));
    engine.register_helper("money", local(money, "an amount such as 1234.50"));
    engine
}
