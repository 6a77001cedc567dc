//! What stands above the rows of a chart that lists words at the left of one axis: what the axis shows, and a remark on how to read it.

use plotters_backend::text_anchor::HPos;

use super::canvas::{Canvas, Type};
use super::geometry::Area;

/// Between the remark and the rows, in points.
const GAP: f64 = 6.0;

/// Title and remark, broken into lines.
pub(super) struct Head {
    title: Vec<String>,
    remark: Vec<String>,
}

impl Head {
    pub(super) fn new(canvas: &Canvas, title: &str, remark: &str, width: f64) -> Self {
        Self { title: canvas.wrap(title, Type::HEAD, width), remark: canvas.wrap(remark, Type::QUIET, width) }
    }

    /// The height with the gap below, in points.
    pub(super) fn height(&self) -> f64 {
        self.title.len() as f64 * Type::HEAD.leading() + self.remark.len() as f64 * Type::QUIET.leading() + GAP
    }

    /// Draws it at the head of an area.
    pub(super) fn draw(&self, canvas: &Canvas, area: Area) {
        let below = canvas.lines(&self.title, area.left, area.top, HPos::Left, Type::HEAD);
        canvas.lines(&self.remark, area.left, below, HPos::Left, Type::QUIET);
    }
}
