//! Axes: horizontal gridlines with right-aligned numbers, upright ones with numbers beneath, and years under slots of equal or chosen width.

use plotters_backend::text_anchor::HPos;

use super::canvas::{Canvas, Plot, Stroke, Type};
use super::geometry::Area;
use super::scale::Ticks;
use super::theme;

/// Space between the numbers and the plot, in points.
const GUTTER: f64 = 6.0;

/// The room the y numbers need left of the plot, in points.
pub(super) fn room(canvas: &Canvas, ticks: &Ticks) -> f64 {
    let widest = ticks.labels.iter().map(|label| canvas.width(label, Type::QUIET)).fold(0.0, f64::max);
    widest + GUTTER + 1.0
}

/// Gridlines and their numbers; the zero line is the axis and darker. Gridlines stop at `grounds`, where there are words and
/// nothing to read off.
pub(super) fn gridlines(canvas: &Canvas, plot: &Plot<'_>, ticks: &Ticks, grounds: &[Area]) {
    for (value, label) in ticks.values.iter().zip(&ticks.labels) {
        let (_, y) = plot.at(0.0, *value);
        if *value == 0.0 {
            canvas.line(&[(plot.area.left, y), (plot.area.right, y)], Stroke::solid(theme::AXIS, 0.9));
        } else {
            let mut from = plot.area.left;
            for ground in grounds {
                if ground.left > from {
                    canvas.line(&[(from, y), (ground.left, y)], Stroke::solid(theme::GRID, 0.6));
                }
                from = from.max(ground.right);
            }
            if plot.area.right > from {
                canvas.line(&[(from, y), (plot.area.right, y)], Stroke::solid(theme::GRID, 0.6));
            }
        }
        canvas.write(label, (plot.area.left - GUTTER, Type::QUIET.baseline(y)), HPos::Right, Type::QUIET);
    }
}

/// Height of the numbers under upright gridlines, in points.
pub(super) fn foot_height() -> f64 {
    4.0 + Type::QUIET.leading()
}

/// Upright gridlines with their numbers beneath, or with every so many of them where not all have room; the zero line is the axis
/// and darker. The axis may run to either side.
pub(super) fn uprights(canvas: &Canvas, plot: &Plot<'_>, ticks: &Ticks) {
    let Area { top, bottom, .. } = plot.area;
    let places: Vec<f64> = ticks.values.iter().map(|value| plot.at(*value, 0.0).0).collect();
    let nearest =
        places.iter().zip(places.iter().skip(1)).map(|(one, next)| (next - one).abs()).fold(f64::INFINITY, f64::min);
    let widest = ticks.labels.iter().map(|label| canvas.width(label, Type::QUIET)).fold(0.0, f64::max);
    let every = if nearest > 0.0 { libm::ceil((widest + 5.0) / nearest).clamp(1.0, 50.0) as usize } else { 1 };
    for (index, ((value, label), x)) in ticks.values.iter().zip(&ticks.labels).zip(places).enumerate() {
        let stroke = if *value == 0.0 { Stroke::solid(theme::AXIS, 0.9) } else { Stroke::solid(theme::GRID, 0.6) };
        canvas.line(&[(x, top), (x, bottom)], stroke);
        if index.is_multiple_of(every) {
            canvas.lines(std::slice::from_ref(label), x, bottom + 3.0, HPos::Center, Type::QUIET);
        }
    }
}

/// The columns of a chart over years, from left to right, in points.
pub(super) struct Slots {
    pub columns: Vec<(f64, f64)>,
}

impl Slots {
    /// Columns over `left..right`: those marked wide get at least `wide` points, the others share the rest equally.
    pub(super) fn new(left: f64, right: f64, widened: &[bool], wide: f64) -> Self {
        let count = widened.len().max(1) as f64;
        let equal = (right - left) / count;
        let chosen = widened.iter().filter(|wide| **wide).count() as f64;
        let wide = if chosen > 0.0 { wide.max(equal).min((right - left) * 0.4 / chosen).max(equal) } else { equal };
        let rest = if count > chosen { (right - left - wide * chosen) / (count - chosen) } else { 0.0 };
        let mut columns = Vec::with_capacity(widened.len());
        let mut edge = left;
        for widened in widened {
            let next = edge + if *widened { wide } else { rest };
            columns.push((edge, next));
            edge = next;
        }
        Self { columns }
    }

    pub(super) fn centre(&self, index: usize) -> f64 {
        self.columns.get(index).map_or(0.0, |(left, right)| (left + right) / 2.0)
    }

    /// The narrowest column.
    pub(super) fn narrowest(&self) -> f64 {
        self.columns.iter().map(|(left, right)| right - left).fold(f64::INFINITY, f64::min)
    }

    /// The ground from column `from` to column `to`, both included, between two heights.
    pub(super) fn ground(&self, from: usize, to: usize, top: f64, bottom: f64) -> Area {
        let left = self.columns.get(from).map_or(0.0, |column| column.0);
        let right = self.columns.get(to).map_or(left, |column| column.1);
        Area::new(left, top, right, bottom)
    }
}

/// How the years under an axis are written: whole, over two lines, or every so many.
pub(super) struct YearLabels {
    stacked: bool,
    every: usize,
}

impl YearLabels {
    pub(super) fn new(canvas: &Canvas, slots: &Slots, years: &[&str]) -> Self {
        let slot = slots.narrowest();
        let whole = years.iter().map(|year| canvas.width(year, Type::QUIET)).fold(0.0, f64::max);
        let halves = years.iter().map(|year| {
            let (first, second) = halves(year);
            canvas.width(first, Type::QUIET).max(canvas.width(&second, Type::QUIET))
        });
        let half = halves.fold(0.0, f64::max);
        if whole + 4.0 <= slot {
            return Self { stacked: false, every: 1 };
        }
        if half + 3.0 <= slot {
            return Self { stacked: true, every: 1 };
        }
        let mut every = 2;
        // The last label may move in by the part that is wider than its slot.
        let shift = ((whole - slot) / 2.0).max(0.0);
        while whole + shift + 6.0 > slot * every as f64 && every < years.len().max(2) {
            every += 1;
        }
        Self { stacked: false, every }
    }

    /// The height of the labels with their ticks, in points.
    pub(super) fn height(&self) -> f64 {
        6.0 + Type::QUIET.leading() * if self.stacked { 2.0 } else { 1.0 }
    }

    /// Writes the years under `y`, counting backwards from the last so that the newest is always named.
    pub(super) fn draw(&self, canvas: &Canvas, slots: &Slots, years: &[&str], y: f64) {
        for (index, year) in years.iter().enumerate() {
            let x = slots.centre(index);
            let named = (years.len() - 1 - index).is_multiple_of(self.every);
            if named || slots.narrowest() > 4.0 {
                canvas.line(&[(x, y), (x, y + if named { 4.0 } else { 2.5 })], Stroke::solid(theme::AXIS, 0.9));
            }
            if !named {
                continue;
            }
            let lines = if self.stacked {
                let (first, second) = halves(year);
                vec![first.to_owned(), second]
            } else {
                vec![(*year).to_owned()]
            };
            // Where slots are narrower than their labels, the last label moves in rather than out of the picture; one that is wider
            // than the plot is in the table alone.
            let half = lines.iter().map(|line| canvas.width(line, Type::QUIET)).fold(0.0, f64::max) / 2.0;
            let left = slots.columns.first().map_or(x, |column| column.0);
            let right = slots.columns.last().map_or(x, |column| column.1);
            if 2.0 * half <= right - left {
                canvas.lines(&lines, x.min(right - half), y + 5.0, HPos::Center, Type::QUIET);
            }
        }
    }
}

/// "2012/13" over two lines: "2012" and "/13".
pub(super) fn halves(year: &str) -> (&str, String) {
    match year.split_once('/') {
        Some((first, second)) => (first, format!("/{second}")),
        None => (year, String::new()),
    }
}
