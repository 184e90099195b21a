//! From a chart to SVG by way of plotters. Its colours are codes for classes; what it says of fonts is taken out again.

use super::scale::ticks;
use super::{Chart, LOOKS, Marks, Series, Width};
use crate::locale::Locale;
use crate::render::html::escape;
use crate::render::sanitize::line;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::collections::BTreeSet;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Fault<'a> = DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>;

/// A code for the class `cN`; plotters writes it as `#0000NN`.
const fn code(class: u8) -> RGBColor {
    RGBColor(0, 0, class)
}

const TEXT: RGBColor = code(1);
const GRID: RGBColor = code(2);
const AXIS: RGBColor = code(3);
const TARGET: RGBColor = code(4);
const FIRST_LOOK: u8 = 10;

fn paint(look: usize) -> RGBColor {
    code(FIRST_LOOK + (look % LOOKS) as u8)
}

/// Plotters writes a font's size divided by 1.24.
const FONT: f64 = 14.88;
/// The usual width of a digit or letter of that font, in the picture's units.
const LETTER: f64 = 7.4;

impl Width {
    const fn size(self) -> (u32, u32) {
        match self {
            Self::Wide => (760, 280),
            Self::Narrow => (360, 240),
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }
}

pub(super) fn svg(chart: &Chart, width: Width, locale: Locale) -> String {
    let size = width.size();
    let mut raw = String::new();
    {
        let area = SVGBackend::with_string(&mut raw, size).into_drawing_area();
        // Drawing into a String fails only for sizes that are zero.
        let _ = picture(chart, &area, size, locale).and_then(|()| area.present());
    }
    let body = raw.split_once(">\n").and_then(|(_, rest)| rest.rsplit_once("</svg>"));
    let body = body.map(|(body, _)| classes(body)).unwrap_or_default();
    let id = format!("{}-{}", escape(&chart.id), width.class());
    format!(
        "<svg class=\"chart {class}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\n\
         <title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>\n{body}</svg>\n",
        size.0,
        size.1,
        escape(&line(&chart.title)),
        escape(&line(&chart.summary)),
        class = width.class(),
    )
}

/// Codes into classes, and no fonts. Only attributes are touched: a quotation mark in text is always `&quot;`.
fn classes(svg: &str) -> String {
    let mut out = svg.replace(" font-family=\"sans-serif\"", "").replace(" opacity=\"1\"", "");
    out = out.replace(&format!(" font-size=\"{}\"", FONT / 1.24), "");
    out = out.replace(" stroke=\"none\"", "").replace(" stroke-width=\"0\"", "");
    let looks = FIRST_LOOK..FIRST_LOOK + LOOKS as u8;
    for class in (1..=4).chain(looks) {
        out = out.replace(&format!("fill=\"#0000{class:02X}\""), &format!("class=\"f{class}\""));
        out = out.replace(&format!("stroke=\"#0000{class:02X}\""), &format!("class=\"s{class}\""));
    }
    out
}

fn style(color: RGBColor, h: HPos, v: VPos) -> TextStyle<'static> {
    let mut style = TextStyle::from(("sans-serif", FONT)).pos(Pos::new(h, v));
    style.color = color.to_backend_color();
    style
}

fn letters(text: &str) -> f64 {
    crate::render::sanitize::width(text) as f64 * LETTER
}

fn picture<'a>(
    chart: &Chart,
    area: &Area<'a>,
    (wide, high): (u32, u32),
    locale: Locale,
) -> Result<(), Fault<'a>> {
    let marks = ticks(top(chart), chart.unit);
    let says: Vec<String> = marks.iter().map(|mark| chart.unit.text(*mark, locale)).collect();
    let left = says.iter().map(|text| letters(text)).fold(0.0, f64::max) as u32 + 10;
    let right = chart.bar.as_ref().map_or(0.0, |(_, name)| letters(&line(name))) as u32 + 10;
    let most = marks.last().copied().unwrap_or(1.0);
    let (from, to) = chart.level;
    let plot = ChartBuilder::on(area)
        .margin_top(12)
        .margin_right(right)
        .x_label_area_size(26)
        .y_label_area_size(left)
        .build_cartesian_2d(from..to.max(from + 1e-6), 0.0..most)?;
    let at = |x: f64, y: f64| plot.backend_coord(&(x.clamp(from, to), y.clamp(0.0, most)));
    let (start, end) = (left as i32, wide as i32 - right as i32);
    for (mark, text) in marks.iter().zip(says) {
        let (_, y) = at(from, *mark);
        let color = if *mark > 0.0 { GRID } else { AXIS };
        area.draw(&PathElement::new(vec![(start, y), (end, y)], color.stroke_width(1)))?;
        area.draw(&Text::new(text, (start - 6, y), style(TEXT, HPos::Right, VPos::Center)))?;
    }
    let mut free = f64::from(start) - 8.0;
    for (place, text) in &chart.ticks {
        let text = line(text);
        let (x, half) = (f64::from(at(*place, 0.0).0), letters(&text) / 2.0);
        let x = x.clamp(half, f64::from(wide) - half);
        if x - half < free + 8.0 && free > f64::from(start) {
            continue;
        }
        free = x + half;
        let under = (x as i32, high as i32 - 18);
        area.draw(&Text::new(text, under, style(TEXT, HPos::Center, VPos::Top)))?;
    }
    for series in &chart.series {
        draw(series, area, &at)?;
    }
    if let Some((value, name)) = &chart.bar {
        let (_, y) = at(from, *value);
        area.draw(&PathElement::new(vec![(start, y), (end, y)], TARGET.stroke_width(2)))?;
        area.draw(&Text::new(line(name), (end + 6, y), style(TARGET, HPos::Left, VPos::Center)))?;
    }
    Ok(())
}

/// The greatest figure.
fn top(chart: &Chart) -> f64 {
    let of = |series: &Series| match &series.marks {
        Marks::Line(points) => points.iter().flatten().map(|p| p.1).fold(0.0, f64::max),
        Marks::Columns(columns) => columns.iter().map(|c| c[3]).fold(0.0, f64::max),
        Marks::Dots(points) => points.iter().map(|p| p.1).fold(0.0, f64::max),
    };
    chart.series.iter().map(of).fold(chart.top, f64::max)
}

fn draw<'a>(series: &Series, area: &Area<'a>, at: &impl Fn(f64, f64) -> (i32, i32)) -> Result<(), Fault<'a>> {
    let color = paint(series.look);
    match &series.marks {
        Marks::Columns(columns) => {
            for [left, right, foot, head] in columns {
                let (a, b) = (at(*left, *head), at(*right, *foot));
                // A line of the page's colour stays between columns on top of each other.
                area.draw(&Rectangle::new([a, (b.0, (b.1 - 1).max(a.1 + 1))], color.filled()))?;
            }
        }
        Marks::Line(points) => {
            for stretch in points.split(Option::is_none) {
                let stretch: Vec<_> = stretch.iter().flatten().map(|(x, y)| at(*x, *y)).collect();
                if stretch.len() > 1 {
                    area.draw(&PathElement::new(stretch.clone(), color.stroke_width(2)))?;
                }
                for point in stretch {
                    mark(series.look, point, 4, area)?;
                }
            }
        }
        Marks::Dots(points) => {
            // Dots that hide each other are one, so that years of clocks stay a small picture.
            let mut seen = BTreeSet::new();
            for (x, y) in points {
                let (x, y) = at(*x, *y);
                if seen.insert((x / 2, y / 2)) {
                    mark(series.look, (x, y), 3, area)?;
                }
            }
        }
    }
    Ok(())
}

/// A mark of a look: disc, square, triangle, diamond. No look is told by its colour alone.
fn mark<'a>(look: usize, (x, y): (i32, i32), r: i32, area: &Area<'a>) -> Result<(), Fault<'a>> {
    let fill = paint(look).filled();
    match look % 4 {
        0 => area.draw(&Circle::new((x, y), r, fill)),
        1 => area
            .draw(&Polygon::new(vec![(x, y - r - 1), (x + r + 1, y), (x, y + r + 1), (x - r - 1, y)], fill)),
        2 => area.draw(&Rectangle::new([(x - r, y - r), (x + r, y + r)], fill)),
        _ => area.draw(&Polygon::new(vec![(x, y - r - 1), (x + r + 1, y + r), (x - r - 1, y + r)], fill)),
    }
}

pub(super) fn key(series: &Series) -> String {
    let mut raw = String::new();
    {
        let area = SVGBackend::with_string(&mut raw, (22, 12)).into_drawing_area();
        let drawn = match &series.marks {
            Marks::Columns(_) => area.draw(&Rectangle::new([(5, 0), (17, 12)], paint(series.look).filled())),
            Marks::Line(_) => area
                .draw(&PathElement::new(vec![(0, 6), (22, 6)], paint(series.look).stroke_width(2)))
                .and_then(|()| mark(series.look, (11, 6), 4, &area)),
            Marks::Dots(_) => mark(series.look, (11, 6), 4, &area),
        };
        // As above.
        let _ = drawn.and_then(|()| area.present());
    }
    let body = raw.split_once(">\n").and_then(|(_, rest)| rest.rsplit_once("</svg>"));
    let body = body.map(|(body, _)| classes(body)).unwrap_or_default();
    format!("<svg class=\"key\" viewBox=\"0 0 22 12\" aria-hidden=\"true\">{body}</svg>")
}
