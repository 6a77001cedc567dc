//! Rules that cut a chart between two years, with labels above the plot that lie on no rule and on no other label.

use plotters_backend::text_anchor::HPos;

use super::canvas::{Canvas, Stroke, Type};
use super::geometry::{Area, Point};
use super::theme;

/// The widest a label grows before it wraps.
const WIDTH: f64 = 128.0;
/// The least room right of its rule in which a label is set there; with less it goes to the left.
const LEAST_WIDTH: f64 = 62.0;

/// The look of the rule.
pub(super) const RULE: Stroke = Stroke::dashed(theme::DARK_GREY, 0.8, 3.0, 2.5);

/// A rule and its label.
pub(super) struct Cut {
    pub x: f64,
    pub area: Area,
    lines: Vec<String>,
    anchor: HPos,
}

impl Cut {
    /// Finds the first row in which the label is free of those `placed` and its rule meets none further down. Cuts are
    /// placed from left to right.
    pub(super) fn place(canvas: &Canvas, placed: &[Self], text: &str, (x, top): Point, bounds: Area) -> Self {
        let room = bounds.right - x - 6.0;
        let wanted = canvas.width(text, Type::SMALL).min(WIDTH);
        let anchor = if room >= wanted.min(LEAST_WIDTH) { HPos::Left } else { HPos::Right };
        let limit = if matches!(anchor, HPos::Left) { room.min(WIDTH) } else { WIDTH };
        let lines = canvas.wrap(text, Type::SMALL, limit);
        let widest = canvas.face().widest(lines.iter().map(String::as_str), Type::SMALL.size, Type::SMALL.weight) + 4.0;
        let left = if matches!(anchor, HPos::Left) { x } else { x - widest };
        let mut area = Area::new(left, top, left + widest, top + lines.len() as f64 * Type::SMALL.leading());
        let blocked = |area: &Area| {
            placed.iter().any(|other| {
                let under = other.area.left - 2.0 < x && x < other.area.right + 2.0 && other.area.bottom > area.top;
                other.area.grown(2.0).shared(area) > 0.0 || (under && other.x < x)
            })
        };
        while blocked(&area) {
            area = Area::new(area.left, area.top + 2.0, area.right, area.bottom + 2.0);
        }
        Self { x, lines, area, anchor }
    }

    /// Draws the rule from its label down to `bottom`, and the label.
    pub(super) fn draw(&self, canvas: &Canvas, bottom: f64) {
        canvas.line(&[(self.x, self.area.top), (self.x, bottom)], RULE);
        let x = match self.anchor {
            HPos::Right => self.x - 4.0,
            _ => self.x + 4.0,
        };
        canvas.lines(&self.lines, x, self.area.top, self.anchor, Type::SMALL);
    }
}
