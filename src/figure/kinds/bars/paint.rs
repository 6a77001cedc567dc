//! The drawing of bars: a key, rows with their names at the left, bars from nought, numbers at their ends or in them.

use plotters_backend::text_anchor::HPos;

use super::{BarRow, Bars};
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Plot, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::key::{Key, Swatch};
use crate::figure::scale::Ticks;
use crate::figure::theme::{self, Colour};
use crate::figure::value::Shown;

/// Thickness of a bar beside others and of one that holds all parts, and space between rows, in points.
const BESIDE_OTHERS: f64 = 13.0;
const STACKED: f64 = 17.0;
const BETWEEN: f64 = 6.0;
/// The widest the column of names grows, as a share of the width.
const NAMES: f64 = 0.3;
const GUTTER: f64 = 8.0;
const BESIDE: f64 = 4.0;

/// The ground of the parts and the colour of what stands on it. Neighbours have 3:1 between them.
const LOOKS: [(Colour, Colour); super::MOST] = [
    (theme::DARK_BLUE, theme::WHITE),
    (theme::ORANGE, theme::INK),
    (theme::DARK_GREY, theme::WHITE),
    (theme::TURQUOISE, theme::INK),
];
/// Those of what is not recorded: empty.
const EMPTY: (Colour, Colour) = (theme::WHITE, theme::INK);

struct Layout {
    head: Vec<String>,
    key: Key,
    rows: Vec<(Vec<String>, f64, f64)>,
    ticks: Ticks,
    panel: Area,
}

impl Body for Bars {
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
        layout.key.draw(canvas);
        let plot = canvas.plot(layout.panel, 0.0..layout.ticks.top, 0.0..1.0)?;
        axis::uprights(canvas, &plot, &layout.ticks);
        for (row, (name, top, bottom)) in self.rows.iter().zip(&layout.rows) {
            canvas.lines_about(name, area.left, (top + bottom) / 2.0, HPos::Left, Type::LABEL);
            if self.stacked {
                self.paint_whole(canvas, &plot, row, (top + bottom) / 2.0);
            } else {
                let bars = self.parts.len() as f64 * BESIDE_OTHERS;
                let first = (top + bottom - bars) / 2.0;
                for (index, value) in row.values.iter().enumerate() {
                    let middle = first + (index as f64 + 0.5) * BESIDE_OTHERS;
                    self.paint_bar(canvas, &plot, (index, value), middle);
                }
            }
        }
        Ok(())
    }
}

impl Bars {
    fn look(&self, index: usize) -> (Colour, Colour) {
        let empty = self.parts.get(index).is_none_or(|part| part.not_recorded);
        if empty { EMPTY } else { LOOKS.get(index).copied().unwrap_or(EMPTY) }
    }

    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let head = canvas.wrap(&self.x_title, Type::HEAD, area.width());
        let top = area.top + head.len() as f64 * Type::HEAD.leading() + 3.0;
        let entries = self.parts.iter().enumerate();
        let entries = entries.map(|(index, part)| (Swatch::Filled(self.look(index).0), part.name.clone())).collect();
        let key = Key::new(canvas, entries, Area { top, ..area });
        let widest = self.rows.iter().map(|row| canvas.width(&row.name, Type::LABEL)).fold(0.0, f64::max);
        let column = (widest + 1.0).min(area.width() * NAMES);
        let mut y = key.bottom + 6.0;
        let panel_top = y;
        let bars = if self.stacked { STACKED } else { self.parts.len() as f64 * BESIDE_OTHERS };
        let mut rows = Vec::new();
        for row in &self.rows {
            let name = canvas.wrap(&row.name, Type::LABEL, column);
            let tall = (name.len() as f64 * Type::LABEL.leading()).max(bars) + BETWEEN;
            rows.push((name, y, y + tall));
            y += tall;
        }
        let sum = |row: &BarRow| row.values.iter().filter_map(|value| value.value).sum::<f64>();
        let longest = |row: &BarRow| row.values.iter().filter_map(|value| value.value).fold(0.0, f64::max);
        let highest =
            self.rows.iter().map(|row| if self.stacked { sum(row) } else { longest(row) }).fold(0.0, f64::max);
        let ticks = Ticks::covering(highest, self.decimals == 0);
        let labels = self.rows.iter().flat_map(|row| match self.stacked {
            true => vec![absences(row)],
            false => row.values.iter().map(Shown::printed).collect(),
        });
        let beyond = labels.map(|label| canvas.width(&label, Type::LABEL)).fold(0.0, f64::max) + BESIDE + 1.0;
        let half = ticks.labels.last().map_or(0.0, |label| canvas.width(label, Type::QUIET) / 2.0);
        let left = area.left + column + GUTTER + canvas.strip;
        let right = (area.right - beyond.max(half)).max(left + 60.0);
        Layout { head, key, rows, ticks, panel: Area::new(left, panel_top, right, y) }
    }

    fn paint_bar(&self, canvas: &Canvas, plot: &Plot<'_>, (index, value): (usize, &Shown), middle: f64) {
        let (zero, _) = plot.at(0.0, 0.0);
        let end = value.value.map_or(zero, |value| plot.at(value, 0.0).0);
        if value.value.is_some() {
            let bar = Area::new(zero, middle - BESIDE_OTHERS / 2.0 + 1.0, end, middle + BESIDE_OTHERS / 2.0 - 1.0);
            fill(canvas, bar, self.look(index).0);
        }
        canvas.write_clear(&value.printed(), (end + BESIDE, middle), Type::LABEL, theme::WHITE);
    }

    fn paint_whole(&self, canvas: &Canvas, plot: &Plot<'_>, row: &BarRow, middle: f64) {
        let mut from = 0.0;
        for (index, value) in row.values.iter().enumerate() {
            let Some(number) = value.value else { continue };
            let (ground, ink) = self.look(index);
            let (left, right) = (plot.at(from, 0.0).0, plot.at(from + number, 0.0).0);
            from += number;
            fill(canvas, Area::new(left, middle - STACKED / 2.0, right, middle + STACKED / 2.0), ground);
            // A white line parts neighbours in print; a number that has no room stands in the table.
            canvas.line(
                &[(right, middle - STACKED / 2.0), (right, middle + STACKED / 2.0)],
                Stroke::solid(theme::WHITE, 1.0),
            );
            let label = value.printed();
            if canvas.width(&label, Type::LABEL) + 4.0 <= right - left {
                let style = Type::LABEL.coloured(ink);
                canvas.write(&label, ((left + right) / 2.0, style.baseline(middle)), HPos::Center, style);
            }
        }
        let end = plot.at(from, 0.0).0;
        canvas.write_clear(&absences(row), (end + BESIDE, middle), Type::LABEL, theme::WHITE);
    }
}

/// What stands after a bar of several parts, some of which have no number.
fn absences(row: &BarRow) -> String {
    let absent: Vec<&str> = row.values.iter().filter(|value| value.value.is_none()).map(Shown::absence).collect();
    absent.join(" ")
}

/// A part, with an outline where it is empty.
pub(in crate::figure::kinds) fn fill(canvas: &Canvas, bar: Area, ground: Colour) {
    if bar.width() < 0.5 {
        canvas.line(&[(bar.left, bar.top), (bar.left, bar.bottom)], Stroke::solid(theme::DARK_GREY, 1.0));
    } else if ground == theme::WHITE {
        canvas.framed(bar, Some(ground.solid()), Stroke::dashed(theme::AXIS, 0.9, 2.5, 1.8));
    } else {
        canvas.fill(bar, ground.solid());
    }
}
