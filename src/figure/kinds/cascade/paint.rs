//! The drawing of the cascade: a full bar for each count, its part in dark, and that part widened to the next bar.

use plotters_backend::text_anchor::HPos;

use super::{Cascade, CascadeStage};
use crate::figure::canvas::{Canvas, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::theme;

/// Thickness of the bars and of what widens between two of them, in points.
const BAR: f64 = 18.0;
const WEDGE: f64 = 30.0;
/// Space between the words of a bar and the bar.
const GAP: f64 = 3.0;
/// The least of a part that can be seen.
const LEAST: f64 = 1.5;

struct Row {
    words: Vec<String>,
    number: Vec<String>,
    remark: Vec<String>,
    top: f64,
    bar: Area,
}

impl Body for Cascade {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        let rows = self.rows(canvas, Area::new(0.0, 0.0, width, 0.0));
        rows.last().map_or(0.0, |row| row.bar.bottom + 2.0)
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let above = |row: &Row| canvas.strip_under(Area { bottom: row.bar.top - canvas.strip, ..row.bar });
        self.rows(canvas, area).iter().map(above).collect()
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let rows = self.rows(canvas, area);
        for (index, row) in rows.iter().enumerate() {
            let words = canvas.lines(&row.words, area.left, row.top, HPos::Left, Type::HEAD);
            canvas.lines(&row.remark, area.left, words, HPos::Left, Type::QUIET);
            canvas.lines(&row.number, area.right, row.top, HPos::Right, Type::HEAD);
            let (stage, next) = (self.stages.get(index), self.stages.get(index + 1));
            let Some(whole) = stage.and_then(|stage| stage.count.value) else {
                canvas.framed(row.bar, None, Stroke::dashed(theme::AXIS, 0.8, 3.0, 2.5));
                continue;
            };
            let last = next.is_none();
            let body = if last { theme::DARK_BLUE.solid() } else { theme::MID_BLUE.veil(0.22) };
            canvas.fill(row.bar, body);
            let Some(part) = next.and_then(|next| next.count.value) else { continue };
            let share = if whole > 0.0 { part / whole } else { 0.0 };
            let end = row.bar.left + (row.bar.width() * share).max(LEAST);
            canvas.fill(Area { right: end, ..row.bar }, theme::DARK_BLUE.solid());
            // What is dark above is drawn again below, over the full width.
            if let Some(below) = rows.get(index + 1) {
                let foot = row.bar.bottom + WEDGE - GAP;
                let corners = [
                    (row.bar.left, row.bar.bottom),
                    (end, row.bar.bottom),
                    (below.bar.right, foot),
                    (below.bar.left, foot),
                ];
                canvas.polygon(&corners, theme::DARK_BLUE.veil(theme::GROUND));
                let share = next.map(shared).unwrap_or_default();
                let from = row.bar.left + row.bar.width() * 0.5;
                canvas.write(
                    &share,
                    (from, Type::LABEL.baseline(row.bar.bottom + WEDGE * 0.42)),
                    HPos::Left,
                    Type::LABEL,
                );
            }
        }
        Ok(())
    }
}

fn shared(stage: &CascadeStage) -> String {
    if stage.share.is_empty() { String::new() } else { format!("{} of it, drawn again below", stage.share) }
}

impl Cascade {
    fn rows(&self, canvas: &Canvas, area: Area) -> Vec<Row> {
        let mut top = area.top;
        let row = |stage: &CascadeStage| {
            let number = canvas.wrap(&stage.count.printed(), Type::HEAD, area.width() * 0.35);
            let taken = canvas.widest(&number, Type::HEAD);
            let room = area.width() - taken - 12.0;
            let words = canvas.wrap(&format!("{}, {}", stage.name, self.period), Type::HEAD, room);
            let remark = canvas.wrap(&stage.remark, Type::QUIET, room);
            let left = words.len() as f64 * Type::HEAD.leading() + remark.len() as f64 * Type::QUIET.leading();
            let tall = left.max(number.len() as f64 * Type::HEAD.leading());
            let bar_top = top + tall + GAP + canvas.strip;
            let bar = Area::new(area.left, bar_top, area.right, bar_top + BAR);
            let row = Row { words, number, remark, top, bar };
            top = bar.bottom + WEDGE;
            row
        };
        self.stages.iter().map(row).collect()
    }
}
