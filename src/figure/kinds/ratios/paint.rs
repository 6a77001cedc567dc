//! The drawing of yearly ratios: the years at the left, a whisker with its ratio on one logarithmic axis, the numbers at the right.

use plotters_backend::text_anchor::HPos;

use super::{Ratio, RatioStep, Ratios};
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::marks;
use crate::figure::rows::Head;
use crate::figure::scale::Ticks;
use crate::figure::theme;
use crate::wording::format;

/// The least height of a row, and the space before a series, in points.
const LEAST_ROW: f64 = 28.0;
const BETWEEN: f64 = 6.0;
/// The columns of years and of numbers, as shares of the width.
const YEARS: f64 = 0.30;
const NUMBERS: f64 = 0.27;
/// The widest the column of numbers grows; a longer number takes several lines.
const WIDEST_NUMBERS: f64 = 0.42;
const GUTTER: f64 = 8.0;

/// Ratios at which gridlines may stand, each with its inverse.
const GRID: [f64; 11] = [0.1, 0.2, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 5.0, 10.0];

struct Row<'a> {
    step: &'a RatioStep,
    years: Vec<String>,
    words: Vec<String>,
    number: Vec<String>,
    said: Vec<String>,
    top: f64,
    bottom: f64,
}

struct Layout<'a> {
    head: Head,
    names: Vec<(Vec<String>, f64)>,
    rows: Vec<Row<'a>>,
    /// From the top to the bottom of the rows of each series.
    series: Vec<(f64, f64)>,
    /// Logarithms of the ends of the axis.
    ends: (f64, f64),
    panel: Area,
    bottom: f64,
}

impl Body for Ratios {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let layout = self.layout(canvas, area);
        layout.series.iter().map(|(top, bottom)| canvas.upright_strip(layout.panel.left, *top, *bottom)).collect()
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        layout.head.draw(canvas, area);
        let (low, high) = layout.ends;
        let plot = canvas.plot(layout.panel, low..high, 0.0..1.0)?;
        let band = [self.similar.0, self.similar.1].map(|ratio| plot.at(libm::log(ratio), 0.0).0);
        let Area { top, bottom, .. } = layout.panel;
        canvas.fill(Area::new(band[0], top, band[1], bottom), theme::DARK_BLUE.veil(theme::PALENESS));
        let within = GRID.iter().copied().filter(|ratio| (low..=high).contains(&libm::log(*ratio)));
        let (values, labels) = within.map(|ratio| (libm::log(ratio), label(ratio))).unzip();
        axis::uprights(canvas, &plot, &Ticks { values, labels, top: high });
        for (name, top) in &layout.names {
            let tall = name.len() as f64 * Type::STRONG.leading();
            canvas.fill(Area::new(area.left, *top, area.right, top + tall), theme::WHITE.solid());
            canvas.lines(name, area.left, *top, HPos::Left, Type::STRONG);
        }
        for row in &layout.rows {
            paint_row(canvas, &plot, area.left, row);
        }
        Ok(())
    }
}

impl Ratios {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout<'_> {
        let [from, to] = [self.similar.0, self.similar.1].map(|ratio| format::decimal(ratio, 2));
        let remark = format!(
            "The axis is logarithmic. A count is called similar where the whole interval lies in the band, {from} to {to}."
        );
        let head = Head::new(canvas, &self.x_title, &remark, area.width());
        let mut y = area.top + head.height();
        let top = y;
        let column = area.width() * YEARS - GUTTER;
        let printed = self.series.iter().flat_map(|series| &series.steps).filter_map(|step| step.ratio.as_ref().ok());
        let widest = printed.map(|ratio| canvas.width(&ratio.printed(), Type::STRONG)).fold(0.0, f64::max);
        let numbers = (area.width() * NUMBERS).max(widest + GUTTER + 1.0).min(area.width() * WIDEST_NUMBERS);
        let (left, right) = (area.left + area.width() * YEARS + canvas.strip, area.right - numbers);
        let (mut names, mut rows, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for (place, series) in self.series.iter().enumerate() {
            if place > 0 {
                y += BETWEEN;
            }
            let name = canvas.wrap(&series.name, Type::STRONG, area.width());
            let tall = name.len() as f64 * Type::STRONG.leading();
            names.push((name, y));
            y += tall + 3.0;
            let first = y;
            // The word that marks invented data has room beside every series.
            let marked = if canvas.strip > 0.0 { theme::STRIP_WORD / series.steps.len().max(1) as f64 } else { 0.0 };
            for step in &series.steps {
                let years = canvas.wrap(&step.years, Type::LABEL, column);
                let words = canvas.wrap(&step.rests_on, Type::QUIET, column);
                let beside = numbers - GUTTER;
                let (number, said) = match &step.ratio {
                    Ok(ratio) => (
                        canvas.wrap(&ratio.printed(), Type::STRONG, beside),
                        canvas.wrap(&ratio.verdict, Type::QUIET, beside),
                    ),
                    Err(reason) => (Vec::new(), canvas.wrap(reason, Type::QUIET, area.right - left - GUTTER)),
                };
                let mut row = Row { step, years, words, number, said, top: y, bottom: y };
                let tall = (row.height() + 6.0).max(LEAST_ROW).max(marked);
                row.bottom = y + tall;
                rows.push(row);
                y += tall;
            }
            ends.push((first, y));
        }
        let panel = Area::new(left, top, right, y);
        Layout { head, names, rows, series: ends, ends: self.ends(), panel, bottom: y + axis::foot_height() + 1.0 }
    }

    /// Logarithms of the ends of the axis: equally far from 1, over every interval but what lies beyond ten times.
    fn ends(&self) -> (f64, f64) {
        let ratios = self.series.iter().flat_map(|series| &series.steps).filter_map(|step| step.ratio.as_ref().ok());
        let limits = ratios.flat_map(|ratio| [Some(ratio.lower), ratio.value.value, ratio.upper]).flatten();
        let logarithms = limits.filter(|limit| *limit > 0.0).map(|limit| libm::fabs(libm::log(limit)));
        let far = logarithms.fold(libm::log(1.28), f64::max).min(libm::log(10.0));
        (-far, far)
    }
}

fn label(ratio: f64) -> String {
    let places = if libm::round(ratio * 10.0) == ratio * 10.0 { 1 } else { 2 };
    if ratio == 1.0 { "1".to_owned() } else { format::decimal(ratio, places) }
}

impl Row<'_> {
    /// The height of what stands at the left of a row, or at its right with the number, whichever is taller.
    fn height(&self) -> f64 {
        let left = self.years.len() as f64 * Type::LABEL.leading() + self.words.len() as f64 * Type::QUIET.leading();
        let right = self.number.len() as f64 * Type::STRONG.leading() + self.said.len() as f64 * Type::QUIET.leading();
        left.max(right)
    }
}

fn paint_row(canvas: &Canvas, plot: &Plot<'_>, left: f64, row: &Row<'_>) {
    let top = (row.top + row.bottom - row.height()) / 2.0;
    let below = canvas.lines(&row.years, left, top, HPos::Left, Type::LABEL);
    canvas.lines(&row.words, left, below, HPos::Left, Type::QUIET);
    let y = (row.top + row.bottom) / 2.0;
    let beside = plot.area.right + GUTTER;
    match &row.step.ratio {
        Ok(ratio) => {
            paint_ratio(canvas, plot, ratio, y);
            let below = canvas.lines(&row.number, beside, top, HPos::Left, Type::STRONG);
            canvas.lines(&row.said, beside, below, HPos::Left, Type::QUIET);
        }
        Err(_) => {
            let start = plot.area.left + GUTTER;
            let tall = row.said.len() as f64 * Type::QUIET.leading();
            let widest = canvas.widest(&row.said, Type::QUIET);
            let ground = Area::new(start - 2.0, y - tall / 2.0, start + widest + 2.0, y + tall / 2.0);
            canvas.fill(ground, theme::WHITE.solid());
            canvas.lines_about(&row.said, start, y, HPos::Left, Type::QUIET);
        }
    }
}

fn paint_ratio(canvas: &Canvas, plot: &Plot<'_>, ratio: &Ratio, y: f64) {
    let along = |value: f64| {
        if value > 0.0 {
            plot.at(libm::log(value), 0.0).0.clamp(plot.area.left, plot.area.right)
        } else {
            plot.area.left
        }
    };
    let lower = (along(ratio.lower), ratio.lower > 0.0);
    let upper = (ratio.upper.map_or(plot.area.right, along), ratio.upper.is_some());
    marks::interval_along(canvas, [lower, upper], y, Stroke::solid(theme::MID_BLUE, 1.4));
    if let Some(value) = ratio.value.value {
        canvas.mark((along(value), y), Shape::Disc, 3.2, theme::DARK_BLUE);
    }
}
