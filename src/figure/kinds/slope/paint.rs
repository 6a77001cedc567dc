//! The drawing of slopes: two uprights for the periods, a line for each pair, names and numbers beside both ends.

use plotters_backend::text_anchor::HPos;

use super::{Slope, SlopeLine};
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::label::spread;
use crate::figure::scale::Ticks;
use crate::figure::theme;

/// The least height of the plot, in points.
const TALL: f64 = 150.0;
/// The widest the words beside the ends grow, as shares of the width.
const LEFT: f64 = 0.4;
const RIGHT: f64 = 0.25;
/// The least share that lines keep where names stand at both ends.
const PLOT: f64 = 0.35;
/// Between the words and the ends of the lines.
const GUTTER: f64 = 12.0;

struct Layout {
    head: Vec<String>,
    periods_top: f64,
    /// The words at the left and at the right of each line.
    words: [Vec<Vec<String>>; 2],
    panel: Area,
    ticks: Ticks,
}

impl Body for Slope {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).panel.bottom + axis::foot_height() + 2.0
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let panel = self.layout(canvas, area).panel;
        vec![canvas.strip_under(Area { bottom: panel.top - canvas.strip - 4.0, ..panel })]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        let panel = layout.panel;
        let plot = canvas.plot(panel, 0.0..1.0, 0.0..layout.ticks.top)?;
        let [from, to] = &self.periods;
        for (period, x, anchor) in [(from, panel.left, HPos::Right), (to, panel.right, HPos::Left)] {
            canvas.line(&[(x, panel.top), (x, panel.bottom)], Stroke::solid(theme::AXIS, 0.9));
            canvas.lines(std::slice::from_ref(period), x, layout.periods_top, anchor, Type::STRONG);
            // Both uprights begin at nought, and say so: else nobody could tell what a slope is worth.
            canvas.lines(&["0".to_owned()], x, panel.bottom + 3.0, HPos::Center, Type::QUIET);
        }
        for line in &self.lines {
            let ends = [(0, panel.left), (1, panel.right)].map(|(index, x)| {
                let value = line.ends.get(index).and_then(|rate| rate.value.value);
                value.map(|value| (x, plot.at(0.0, value).1))
            });
            if let ([Some(start), Some(end)], None) = (ends, &line.cut) {
                canvas.line(&[start, end], Stroke::solid(theme::DARK_BLUE, 1.4));
            }
            ends.into_iter().flatten().for_each(|at| canvas.mark(at, Shape::Disc, 3.0, theme::DARK_BLUE));
        }
        for (side, words) in layout.words.iter().enumerate() {
            let wish = |line: &SlopeLine| {
                let value = line.ends.get(side).and_then(|rate| rate.value.value);
                value.map(|value| plot.at(0.0, value).1)
            };
            let boxes =
                words.iter().zip(&self.lines).map(|(words, line)| (wish(line).unwrap_or(panel.bottom), tall(words)));
            let middles = spread(&boxes.collect::<Vec<_>>(), panel.top - 3.0, panel.bottom + 7.0);
            for ((words, line), middle) in words.iter().zip(&self.lines).zip(middles) {
                let (edge, anchor, sign) =
                    if side == 0 { (panel.left, HPos::Right, -1.0) } else { (panel.right, HPos::Left, 1.0) };
                if let Some(y) = wish(line).filter(|y| libm::fabs(y - middle) > 2.0) {
                    let tie = [(edge + sign * 4.0, y), (edge + sign * (GUTTER - 2.0), middle)];
                    canvas.line(&tie, Stroke::solid(theme::AXIS, 0.7));
                }
                canvas.lines_about(words, edge + sign * GUTTER, middle, anchor, Type::LABEL);
            }
        }
        Ok(())
    }
}

fn tall(words: &[String]) -> f64 {
    words.len() as f64 * Type::LABEL.leading() + 1.0
}

/// The number at an end, with the name of its line or without.
fn said(line: &SlopeLine, side: usize, named: bool) -> String {
    let number = line.ends.get(side).map(|rate| rate.value.printed()).unwrap_or_default();
    let cut = if side == 1 && line.cut.is_some() { " [b]" } else { "" };
    match (side, named) {
        (0, true) => format!("{} {number}", line.name),
        (_, true) => format!("{number}{cut} {}", line.name),
        (_, false) => format!("{number}{cut}"),
    }
}

impl Slope {
    /// Whether any two lines change their order between the periods.
    fn some_cross(&self) -> bool {
        let ends: Vec<(f64, f64)> = self
            .lines
            .iter()
            .filter(|line| line.cut.is_none())
            .filter_map(|line| Some((line.ends[0].value.value?, line.ends[1].value.value?)))
            .collect();
        ends.iter()
            .enumerate()
            .any(|(at, one)| ends.iter().skip(at + 1).any(|other| (one.0 - other.0) * (one.1 - other.1) < 0.0))
    }

    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let head = canvas.wrap(&self.y_title, Type::HEAD, area.width());
        let widest = |words: &[Vec<String>]| canvas.widest(words.iter().flatten(), Type::LABEL) + GUTTER + 1.0;
        let both = |named: bool| {
            [(0, LEFT), (1, RIGHT)].map(|(side, share)| {
                let wrap = |line: &SlopeLine| {
                    canvas.wrap(&said(line, side, side == 0 || named), Type::LABEL, area.width() * share - GUTTER)
                };
                self.lines.iter().map(wrap).collect::<Vec<_>>()
            })
        };
        // Who follows a line across others should not have to go back for its name.
        let named = Some(both(true)).filter(|_| self.some_cross());
        let roomy = |words: &[Vec<Vec<String>>; 2]| {
            words.iter().map(|words| widest(words)).sum::<f64>() <= area.width() * (1.0 - PLOT)
        };
        let words = named.filter(roomy).unwrap_or_else(|| both(false));
        let [from, to] = [0, 1].map(|side| {
            let period = self.periods.get(side).map_or(0.0, |period| canvas.width(period, Type::STRONG));
            words.get(side).map_or(0.0, |words| widest(words)).max(period + 1.0)
        });
        let needed = words.iter().map(|words| words.iter().map(|words| tall(words)).sum::<f64>()).fold(TALL, f64::max);
        let periods_top = area.top + head.len() as f64 * Type::HEAD.leading() + 4.0;
        let top = periods_top + Type::STRONG.leading() + canvas.strip + 6.0;
        let panel = Area::new(area.left + from, top, area.right - to, top + needed);
        let values = self.lines.iter().flat_map(|line| &line.ends).filter_map(|rate| rate.value.value);
        let ticks = Ticks::under(values.fold(0.0, f64::max));
        Layout { head, periods_top, words, panel, ticks }
    }
}
