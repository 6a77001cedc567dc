//! The drawing of a pyramid: names down the middle, bars from nought to either side on one scale, numbers at their ends.

use plotters_backend::text_anchor::HPos;

use super::{Pyramid, PyramidRow};
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Plot, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::kinds::bars;
use crate::figure::scale::Ticks;
use crate::figure::theme::{self, Colour};
use crate::figure::value::Shown;

/// Thickness of a bar and space between rows, in points.
const THICK: f64 = 14.0;
const BETWEEN: f64 = 4.0;
/// The widest the column of names grows, as a share of the width.
const NAMES: f64 = 0.26;
const GUTTER: f64 = 6.0;
const BESIDE: f64 = 4.0;
/// The least room of the bars of a side.
const LEAST: f64 = 24.0;

/// The sides: 3:1 between them.
const LOOKS: [Colour; 2] = [theme::DARK_BLUE, theme::ORANGE];

struct Layout {
    head: Vec<String>,
    sides: [Vec<String>; 2],
    sides_top: f64,
    rows: Vec<(Vec<String>, f64)>,
    names: Area,
    ticks: Ticks,
    panels: [Area; 2],
}

impl Body for Pyramid {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).names.bottom + axis::foot_height() + 1.0
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let Layout { panels: [left, right], .. } = self.layout(canvas, area);
        let beside = Area::new(left.right + 3.0, left.top, left.right + canvas.strip + 3.0, left.bottom);
        vec![beside, canvas.upright_strip(right.left, right.top, right.bottom)]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        let [left, right] = layout.panels;
        canvas.lines(&layout.sides[0], left.right, layout.sides_top, HPos::Right, Type::STRONG);
        canvas.lines(&layout.sides[1], right.left, layout.sides_top, HPos::Left, Type::STRONG);
        let plots =
            [canvas.plot(left, layout.ticks.top..0.0, 0.0..1.0)?, canvas.plot(right, 0.0..layout.ticks.top, 0.0..1.0)?];
        plots.iter().for_each(|plot| axis::uprights(canvas, plot, &layout.ticks));
        let (middle_of_names, _) = layout.names.centre();
        for (row, (name, middle)) in self.rows.iter().zip(&layout.rows) {
            canvas.lines_about(name, middle_of_names, *middle, HPos::Center, Type::LABEL);
            for (side, plot) in plots.iter().enumerate() {
                let room = [left.right - area.left, area.right - right.left][side];
                paint_bar(canvas, plot, (row, side), (*middle, room - BESIDE));
            }
        }
        Ok(())
    }
}

impl Pyramid {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let head = canvas.wrap(&self.x_title, Type::HEAD, area.width());
        let largest = |row: &PyramidRow| row.values.iter().filter_map(|value| value.value).fold(0.0, f64::max);
        let ticks = Ticks::covering(self.rows.iter().map(largest).fold(0.0, f64::max), self.decimals == 0);
        let values = self.rows.iter().flat_map(|row| &row.values).filter(|value| value.value.is_some());
        let labels = values.map(Shown::printed);
        let labels = labels.map(|label| canvas.width(&label, Type::LABEL)).fold(0.0, f64::max) + BESIDE + 1.0;
        let half = ticks.labels.last().map_or(0.0, |label| canvas.width(label, Type::QUIET) / 2.0);
        let widest = self.rows.iter().map(|row| canvas.width(&row.name, Type::LABEL)).fold(0.0, f64::max);
        // Bars keep some room, however long the words beside them are.
        let beyond =
            labels.max(half).min(area.width() / 2.0 - area.width() * NAMES / 2.0 - GUTTER - canvas.strip - LEAST);
        let names = (widest + 1.0).min(area.width() * NAMES);
        let (middle, _) = area.centre();
        let aside = names / 2.0 + GUTTER + canvas.strip;
        let (inner, outer) = ([middle - aside, middle + aside], [area.left + beyond, area.right - beyond]);
        let sides_top = area.top + head.len() as f64 * Type::HEAD.leading() + 3.0;
        let rooms = [inner[0] - area.left, area.right - inner[1]];
        let [left, right] = [0, 1].map(|side| canvas.wrap(&self.sides[side].name, Type::STRONG, rooms[side]));
        let top = sides_top + left.len().max(right.len()) as f64 * Type::STRONG.leading() + 3.0;
        let mut y = top;
        let mut rows = Vec::new();
        for row in &self.rows {
            let name = canvas.wrap(&row.name, Type::LABEL, names);
            let tall = (name.len() as f64 * Type::LABEL.leading()).max(THICK) + BETWEEN;
            rows.push((name, y + tall / 2.0));
            y += tall;
        }
        let panels = [Area::new(outer[0], top, inner[0], y), Area::new(inner[1], top, outer[1], y)];
        let names = Area::new(middle - names / 2.0, top, middle + names / 2.0, y);
        Layout { head, sides: [left, right], sides_top, rows, names, ticks, panels }
    }
}

fn paint_bar(canvas: &Canvas, plot: &Plot<'_>, (row, side): (&PyramidRow, usize), (middle, room): (f64, f64)) {
    let (zero, _) = plot.at(0.0, 0.0);
    let Some(value) = row.values.get(side) else { return };
    let end = value.value.map_or(zero, |value| plot.at(value, 0.0).0);
    if value.value.is_some() {
        let bar = Area::new(zero.min(end), middle - THICK / 2.0, zero.max(end), middle + THICK / 2.0);
        let look = LOOKS.get(side).copied().filter(|_| !row.not_recorded);
        bars::fill(canvas, bar, look.unwrap_or(theme::WHITE));
    }
    let printed = value.printed();
    // A reason that has no room stands in the table.
    let short = value.value.is_none() && canvas.width(&printed, Type::LABEL) > room;
    let label = if short { value.absence().to_owned() } else { printed };
    let left = if side == 0 { end - BESIDE - canvas.width(&label, Type::LABEL) } else { end + BESIDE };
    canvas.write_clear(&label, (left, middle), Type::LABEL, theme::WHITE);
}
