//! The drawing of the timeline: names and owners at the left, marks along the years.

use plotters_backend::text_anchor::HPos;

use super::Timeline;
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::key::{Key, Swatch};
use crate::figure::scale::Ticks;
use crate::figure::theme;
use crate::wording::format;

/// The column of names, as a share of the width.
const NAMES: f64 = 0.56;
const GUTTER: f64 = 10.0;
/// Between rows.
const AIR: f64 = 4.0;
/// Years between two lines of the axis.
const EVERY: u16 = 5;

struct Layout {
    head: Vec<String>,
    /// What the mark of the agreed one means; empty where none of them is it.
    key: Key,
    rows: Vec<(Vec<String>, Vec<String>, f64, f64)>,
    /// The first and the last year of the axis.
    years: (u16, u16),
    panel: Area,
    remark: Vec<String>,
}

impl Body for Timeline {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        let layout = self.layout(canvas, Area::new(0.0, 0.0, width, 0.0));
        layout.panel.bottom + axis::foot_height() + 2.0 + layout.remark.len() as f64 * Type::SMALL.leading()
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let panel = self.layout(canvas, area).panel;
        vec![canvas.upright_strip(panel.left - 4.0, panel.top, panel.bottom)]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        layout.key.draw(canvas);
        let (first, last) = layout.years;
        let plot = canvas.plot(layout.panel, f64::from(first)..f64::from(last), 0.0..1.0)?;
        let values: Vec<f64> = (first..=last).step_by(usize::from(EVERY)).map(f64::from).collect();
        // Years have no separator of thousands.
        let labels = values.iter().map(|value| value.to_string()).collect();
        axis::uprights(canvas, &plot, &Ticks { values, labels, top: f64::from(last) });
        for ((name, owner, top, bottom), row) in layout.rows.iter().zip(&self.rows) {
            let style = if row.agreed { Type::STRONG } else { Type::LABEL };
            let below = canvas.lines(name, area.left, *top, HPos::Left, style);
            canvas.lines(owner, area.left, below, HPos::Left, Type::QUIET);
            let middle = (top + bottom - AIR) / 2.0;
            let (x, _) = plot.at(f64::from(row.year), 0.0);
            let (shape, colour) =
                if row.agreed { (Shape::Diamond, theme::ORANGE) } else { (Shape::Disc, theme::DARK_BLUE) };
            canvas.mark((x, middle), shape, 4.0, colour);
            let label = row.year.to_string();
            let width = canvas.width(&label, style);
            // The year stands at the side on which there is more room.
            let left = if x > layout.panel.centre().0 { x - 8.0 - width } else { x + 8.0 };
            canvas.write_clear(&label, (left, middle), style, theme::WHITE);
            canvas.line(&[(area.left, *bottom), (layout.panel.right, *bottom)], Stroke::solid(theme::GRID, 0.5));
        }
        let top = layout.panel.bottom + axis::foot_height() + 1.0;
        canvas.lines(&layout.remark, area.left, top, HPos::Left, Type::SMALL);
        Ok(())
    }
}

impl Timeline {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let head = canvas.wrap("Definition, and who wrote it", Type::HEAD, area.width());
        let column = area.width() * NAMES;
        let agreed = self.rows.iter().any(|row| row.agreed);
        let entries = agreed.then(|| (Swatch::Diamond(theme::ORANGE), "the agreed definition".to_owned()));
        let key_top = area.top + head.len() as f64 * Type::HEAD.leading();
        let key = Key::new(canvas, entries.into_iter().collect(), Area { top: key_top, ..area });
        let top = key.bottom + 4.0;
        let mut y = top;
        let mut rows = Vec::new();
        for row in &self.rows {
            let style = if row.agreed { Type::STRONG } else { Type::LABEL };
            let name = canvas.wrap(&row.name, style, column);
            let owner = canvas.wrap(&row.owner, Type::QUIET, column);
            let tall = (name.len() + owner.len()) as f64 * Type::LABEL.leading() + AIR;
            rows.push((name, owner, y, y + tall));
            y += tall;
        }
        let years = self.rows.iter().map(|row| row.year);
        let (low, high) = years.fold((u16::MAX, 0), |(low, high), year| (low.min(year), high.max(year)));
        let first = low / EVERY * EVERY;
        let last = (high / EVERY * EVERY).saturating_add(EVERY).max(first.saturating_add(EVERY));
        let half = canvas.width("2000", Type::QUIET) / 2.0;
        let panel = Area::new(area.left + column + GUTTER + half + canvas.strip, top, area.right - half - 1.0, y);
        let without = format::counted(self.undated, "definition has", "definitions have");
        let remark = match self.undated {
            0 => Vec::new(),
            _ => canvas.wrap(&format!("{without} no date and no row."), Type::SMALL, area.width()),
        };
        Layout { head, key, rows, years: (first, last), panel, remark }
    }
}
