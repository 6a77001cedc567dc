//! Keys: what the marks of a chart mean, each drawn as the chart draws it, in as many rows as it takes.

use plotters_backend::text_anchor::HPos;

use super::canvas::{Canvas, Shape, Stroke, Type};
use super::geometry::Area;
use super::theme::{self, Colour};

/// A mark as the chart draws it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Swatch {
    /// A body between two caps that stand upright.
    Range,
    /// A diamond.
    Diamond(Colour),
    /// A filled bar.
    Filled(Colour),
    /// A ground of fine lines: no number.
    Lined,
}

impl Swatch {
    fn width(self) -> f64 {
        match self {
            Self::Range => 16.0,
            Self::Diamond(_) => 8.0,
            Self::Filled(_) | Self::Lined => 12.0,
        }
    }

    fn draw(self, canvas: &Canvas, left: f64, y: f64) {
        let right = left + self.width();
        let x = (left + right) / 2.0;
        match self {
            Self::Range => range_bar(canvas, Area::new(left + 1.0, y - 4.0, right - 1.0, y + 4.0)),
            Self::Diamond(colour) => canvas.mark((x, y), Shape::Diamond, 3.0, colour),
            Self::Filled(colour) => {
                let bar = Area::new(left, y - 4.5, right, y + 4.5);
                canvas.framed(bar, Some(colour.solid()), Stroke::solid(theme::AXIS, 0.8));
            }
            Self::Lined => {
                let mut line = y - 4.5 + LINED / 2.0;
                while line < y + 4.5 {
                    canvas.line(&[(left, line), (right, line)], Stroke::solid(theme::AXIS, 0.6));
                    line += LINED;
                }
                canvas.framed(Area::new(left, y - 4.5, right, y + 4.5), None, Stroke::solid(theme::AXIS, 0.8));
            }
        }
    }
}

/// Between the fine lines of a ground that has no number, in points.
pub(super) const LINED: f64 = 4.0;

/// A bar from a lower to an upper bound on a level axis: a light body between two dark caps.
pub(super) fn range_bar(canvas: &Canvas, bar: Area) {
    canvas.fill(bar, theme::MID_BLUE.veil(0.22));
    for x in [bar.left, bar.right] {
        canvas.line(&[(x, bar.top), (x, bar.bottom)], Stroke::solid(theme::DARK_BLUE, 2.0));
    }
}

/// The entries of a key, placed in rows.
pub(super) struct Key {
    placed: Vec<(Swatch, Vec<String>, f64, f64)>,
    /// The bottom of the last row.
    pub bottom: f64,
}

const GAP: f64 = 6.0;
const BETWEEN: f64 = 18.0;

impl Key {
    /// Places the entries from `area.left` and `area.top`, in rows as wide as `area`.
    pub(super) fn new(canvas: &Canvas, entries: Vec<(Swatch, String)>, area: Area) -> Self {
        let row = Type::SMALL.leading() + 2.0;
        let mut placed = Vec::new();
        let (mut x, mut top, mut bottom) = (area.left, area.top, area.top);
        for (swatch, words) in entries {
            let indent = swatch.width() + GAP;
            let width = indent + canvas.width(&words, Type::SMALL);
            if x > area.left && x + width > area.right {
                (x, top) = (area.left, bottom);
            }
            let lines = canvas.wrap(&words, Type::SMALL, area.right - x - indent);
            bottom = bottom.max(top + row + (lines.len().max(1) - 1) as f64 * Type::SMALL.leading());
            placed.push((swatch, lines, x, top + row / 2.0));
            x += width + BETWEEN;
        }
        Self { placed, bottom }
    }

    pub(super) fn draw(&self, canvas: &Canvas) {
        for (swatch, lines, x, y) in &self.placed {
            swatch.draw(canvas, *x, *y);
            let top = y - Type::SMALL.leading() / 2.0;
            canvas.lines(lines, x + swatch.width() + GAP, top, HPos::Left, Type::SMALL);
        }
    }
}
