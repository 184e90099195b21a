//! Charts as inline SVG. Colours and fonts are the page's: elements carry classes, not colours, so that one picture
//! serves light, dark and paper. Each chart brings the table of its figures for those who do not see it.

mod draw;
mod scale;
#[cfg(test)]
mod tests;

use super::Table;
use crate::locale::Locale;

/// What the figures of the upright axis are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Shares of one.
    Share,
    /// Counts.
    Count,
    /// Seconds.
    Seconds,
}

impl Unit {
    /// A figure as the axis says it.
    fn text(self, value: f64, locale: Locale) -> String {
        match self {
            Self::Share => locale.percent(value),
            Self::Count => locale.number(&format!("{value:.0}")),
            Self::Seconds => locale.working_time(value.round() as i64),
        }
    }
}

/// How a series is drawn. Places on the level axis are in the unit of [`Chart::level`].
#[derive(Debug, Clone, PartialEq)]
pub enum Marks {
    /// Points joined by lines; a `None` is a gap.
    Line(Vec<Option<(f64, f64)>>),
    /// Columns: left, right, foot, head.
    Columns(Vec<[f64; 4]>),
    /// Points by themselves.
    Dots(Vec<(f64, f64)>),
}

/// Figures of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// Its colour and mark: 0 to [`LOOKS`] − 1, further ones begin again.
    pub look: usize,
    /// The figures.
    pub marks: Marks,
}

/// How many looks there are; a page's style has a class for each.
pub const LOOKS: usize = 6;
/// The look of what is in time.
pub const GOOD: usize = 0;
/// The look of what is late.
pub const LATE: usize = 1;

/// A picture of figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Its name on the page, in ASCII letters, digits, `-` and `_`.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The same in a sentence or two, for those who do not see it.
    pub summary: String,
    /// The ends of the level axis.
    pub level: (f64, f64),
    /// Where it is marked, and how. Marks that would overlap are left out.
    pub ticks: Vec<(f64, String)>,
    /// The unit of the upright axis.
    pub unit: Unit,
    /// The least top of the upright axis.
    pub top: f64,
    /// A line across, with its name: a target.
    pub bar: Option<(f64, String)>,
    /// The figures.
    pub series: Vec<Series>,
    /// The same figures as a table.
    pub table: Table,
}

impl Chart {
    /// A chart over named places in a row, `0..names.len()`, without series.
    pub fn over(id: &str, names: Vec<String>, unit: Unit) -> Self {
        Self {
            id: id.to_owned(),
            title: String::new(),
            summary: String::new(),
            level: (-0.5, names.len().max(1) as f64 - 0.5),
            ticks: names.into_iter().enumerate().map(|(at, name)| (at as f64, name)).collect(),
            unit,
            top: if unit == Unit::Share { 1.0 } else { 0.0 },
            bar: None,
            series: Vec::new(),
            table: Table::default(),
        }
    }

    /// The same with its words.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>, summary: impl Into<String>) -> Self {
        self.title = title.into();
        self.summary = summary.into();
        self
    }

    /// The same with the table of its figures.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.table = table;
        self
    }

    /// Adds a line with a figure for each place.
    pub fn line(&mut self, name: impl Into<String>, values: &[Option<f64>]) {
        let points = values.iter().enumerate().map(|(at, value)| value.map(|value| (at as f64, value)));
        let look = self.series.len();
        self.series.push(Series { name: name.into(), look, marks: Marks::Line(points.collect()) });
    }

    /// Adds columns, beside each other (`stacked`: on top of each other): a name, a look and a figure for each place.
    pub fn columns(&mut self, sets: &[(&str, usize, Vec<f64>)], stacked: bool) {
        let wide = if stacked { 0.64 } else { 0.76 / sets.len().max(1) as f64 };
        let mut feet = vec![0.0; self.ticks.len()];
        for (nth, (name, look, values)) in sets.iter().enumerate() {
            let mut columns = Vec::new();
            for (at, value) in values.iter().enumerate() {
                let (left, foot) = if stacked {
                    (at as f64 - 0.32, feet.get(at).copied().unwrap_or(0.0))
                } else {
                    (at as f64 - 0.38 + nth as f64 * wide, 0.0)
                };
                if *value > 0.0 {
                    columns.push([left, left + wide, foot, foot + value]);
                }
                if let Some(place) = feet.get_mut(at) {
                    *place += value;
                }
            }
            self.series.push(Series {
                name: (*name).to_owned(),
                look: *look,
                marks: Marks::Columns(columns),
            });
        }
    }

    /// The picture for a screen (`Width::Wide`) or a phone, as an `<svg>` element.
    pub fn svg(&self, width: Width, locale: Locale) -> String {
        draw::svg(self, width, locale)
    }
}

/// For which width a picture is drawn. Text is as large in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// A screen or a sheet of paper.
    Wide,
    /// A phone.
    Narrow,
}

/// A mark of the legend: the same shape and colour as in the picture.
pub fn key(series: &Series) -> String {
    draw::key(series)
}
