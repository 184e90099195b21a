//! A chart on the page: its picture for wide and narrow pages, its legend, and the table of its figures.

use super::words::say;
use super::{escape, table};
use crate::render::Page;
use crate::render::chart::{Chart, Marks, Width, key};

/// The chart as a `<figure>`.
pub(super) fn figure(chart: &Chart, page: Page) -> String {
    let locale = page.locale;
    let mut out = format!(
        "<figure id=\"{}\">\n<figcaption><h2 class=\"h3\">{}</h2>\n",
        escape(&chart.id),
        escape(&chart.title)
    );
    if !chart.summary.is_empty() {
        out.extend(["<p>", &escape(&chart.summary), "</p>"]);
    }
    out.push_str("</figcaption>\n");
    let empty = chart.series.iter().all(|series| match &series.marks {
        Marks::Line(points) => points.iter().all(Option::is_none),
        Marks::Columns(columns) => columns.is_empty(),
        Marks::Dots(points) => points.is_empty(),
    });
    if empty {
        out.push_str(&format!("<p class=\"dim\">{}</p>\n</figure>\n", escape(say(locale, "no_data"))));
        return out;
    }
    if chart.series.len() > 1 {
        out.push_str("<ul class=\"legend\">\n");
        for series in &chart.series {
            out.push_str(&format!("<li>{}{}</li>\n", key(series), escape(&series.name)));
        }
        out.push_str("</ul>\n");
    }
    out.push_str(&chart.svg(Width::Wide, locale));
    out.push_str(&chart.svg(Width::Narrow, locale));
    if !chart.table.columns.is_empty() {
        let mut figures = chart.table.clone();
        figures.title.get_or_insert_with(|| chart.title.clone());
        out.push_str(&format!(
            "<details><summary>{}</summary>\n{}</details>\n",
            escape(say(locale, "table_behind")),
            table(&figures, page)
        ));
    }
    out.push_str("</figure>\n");
    out
}
