//! The drawing of dots: names at the left, dots and intervals on one axis from nought, numbers in a column at the right.

use plotters_backend::text_anchor::HPos;

use super::Dots;
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::marks;
use crate::figure::scale::Ticks;
use crate::figure::theme;

/// The least height of a row, in points.
const LEAST_ROW: f64 = 18.0;
/// The widest the columns of names and of numbers grow, as shares of the width.
const NAMES: f64 = 0.34;
const NUMBERS: f64 = 0.3;
const GUTTER: f64 = 9.0;

struct Row {
    name: Vec<String>,
    number: Vec<String>,
    middle: f64,
}

struct Layout {
    head: Vec<String>,
    reference: Vec<String>,
    reference_top: f64,
    ticks: Ticks,
    rows: Vec<Row>,
    panel: Area,
    numbers: f64,
}

impl Body for Dots {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).panel.bottom + axis::foot_height() + 1.0
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let panel = self.layout(canvas, area).panel;
        vec![canvas.upright_strip(panel.left, panel.top, panel.bottom)]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        let panel = layout.panel;
        let plot = canvas.plot(panel, 0.0..layout.ticks.top, 0.0..1.0)?;
        axis::uprights(canvas, &plot, &layout.ticks);
        canvas.lines(&layout.reference, area.left, layout.reference_top, HPos::Left, Type::QUIET);
        if let Some(value) = self.reference.as_ref().and_then(|(_, rate)| rate.value.value) {
            let (x, _) = plot.at(value, 0.0);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], Stroke::dashed(theme::DARK_GREY, 1.1, 4.0, 2.5));
        }
        for (row, dot) in layout.rows.iter().zip(&self.rows) {
            canvas.lines_about(&row.name, area.left, row.middle, HPos::Left, Type::LABEL);
            canvas.lines_about(&row.number, layout.numbers, row.middle, HPos::Left, Type::LABEL);
            let Some(value) = dot.rate.value.value else { continue };
            let at = |number: f64| plot.at(number, 0.0).0;
            if let (Some(lower), Some(upper)) = (dot.rate.lower, dot.rate.upper) {
                let ends = [(at(lower), true), (at(upper), true)];
                marks::interval_along(canvas, ends, row.middle, Stroke::solid(theme::MID_BLUE, 1.2));
            }
            canvas.mark((at(value), row.middle), Shape::Disc, 3.4, theme::DARK_BLUE);
        }
        Ok(())
    }
}

impl Dots {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let head = canvas.wrap(&self.x_title, Type::HEAD, area.width());
        let said = self.reference.iter().map(|(name, rate)| format!("Dashed line: {name}, {}", self.said(rate)));
        let reference: Vec<String> = said.flat_map(|said| canvas.wrap(&said, Type::QUIET, area.width())).collect();
        let reference_top = area.top + head.len() as f64 * Type::HEAD.leading();
        let top = reference_top + reference.len() as f64 * Type::QUIET.leading() + 6.0;
        let widest = |texts: Vec<&str>, most: f64| {
            let widths = texts.into_iter().map(|text| canvas.width(text, Type::LABEL));
            (widths.fold(0.0, f64::max) + 1.0).min(area.width() * most)
        };
        let names = widest(self.rows.iter().map(|row| row.name.as_str()).collect(), NAMES);
        let numbers: Vec<String> = self.rows.iter().map(|row| self.said(&row.rate)).collect();
        let beyond = widest(numbers.iter().map(String::as_str).collect(), NUMBERS);
        let mut y = top;
        let mut rows = Vec::new();
        for (dot, number) in self.rows.iter().zip(&numbers) {
            let name = canvas.wrap(&dot.name, Type::LABEL, names);
            let number = canvas.wrap(number, Type::LABEL, beyond);
            let tall = (name.len().max(number.len()) as f64 * Type::LABEL.leading() + 5.0).max(LEAST_ROW);
            rows.push(Row { name, number, middle: y + tall / 2.0 });
            y += tall;
        }
        let rates = self.rows.iter().map(|row| &row.rate).chain(self.reference.iter().map(|(_, rate)| rate));
        let numbers = rates.flat_map(|rate| [rate.value.value, rate.upper]).flatten();
        let ticks = Ticks::covering(numbers.fold(0.0, f64::max), self.decimals == 0);
        // The last number of the axis is centred under its line and needs half its width.
        let half = ticks.labels.last().map_or(0.0, |label| canvas.width(label, Type::QUIET) / 2.0);
        let numbers = area.right - beyond;
        let panel = Area::new(area.left + names + GUTTER + canvas.strip, top, numbers - GUTTER.max(half - beyond), y);
        Layout { head, reference, reference_top, ticks, rows, panel, numbers }
    }
}
