//! The drawing of the ladder: words at the left, a bar for each rung on one logarithmic axis, its ends beside it.

use plotters_backend::text_anchor::HPos;

use super::{Ladder, LadderRung, RungLeft};
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::key;
use crate::figure::marks;
use crate::figure::rows::Head;
use crate::figure::scale::Ticks;
use crate::figure::theme;
use crate::figure::value::Shown;
use crate::wording::format;

/// Thickness of the bars, and the least height of a row, in points.
const BAR: f64 = 11.0;
const LEAST_ROW: f64 = 24.0;
/// The column of words, as a share of the width.
const WORDS: f64 = 0.44;
/// Space between words and plot, and between a bar and its number.
const GUTTER: f64 = 8.0;
const BESIDE: f64 = 4.0;
/// Between the ladders of two periods.
const BETWEEN: f64 = 8.0;

const REMARK: &str = "The axis is logarithmic: equal distances are equal multiples. It has no zero.";
/// Over how many powers of ten gridlines stand at 1, 2 and 5 as well.
const FEW_POWERS: f64 = 2.0;

struct Row<'a> {
    words: Vec<String>,
    fared: Vec<String>,
    rung: &'a LadderRung,
    top: f64,
    bottom: f64,
}

/// The heading of a period, with what stands under its rungs.
struct Heading {
    period: Vec<String>,
    condition: Vec<String>,
    top: f64,
}

struct Layout<'a> {
    head: Head,
    headings: Vec<Heading>,
    rows: Vec<Row<'a>>,
    /// Logarithms of both ends of the axis.
    ends: (f64, f64),
    panel: Area,
    bottom: f64,
}

impl Body for Ladder {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let panel = self.layout(canvas, area).panel;
        vec![canvas.upright_strip(area.left + area.width() * WORDS + canvas.strip, panel.top, panel.bottom)]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        layout.head.draw(canvas, area);
        let (low, high) = layout.ends;
        let plot = canvas.plot(layout.panel, low..high, 0.0..1.0)?;
        axis::uprights(canvas, &plot, &ticks(low, high));
        for heading in &layout.headings {
            let tall = Type::STRONG.leading() + heading.condition.len() as f64 * Type::QUIET.leading();
            canvas.fill(Area::new(area.left, heading.top, area.right, heading.top + tall), theme::WHITE.solid());
            let below = canvas.lines(&heading.period, area.left, heading.top, HPos::Left, Type::STRONG);
            canvas.lines(&heading.condition, area.left, below, HPos::Left, Type::QUIET);
        }
        for row in &layout.rows {
            paint_row(canvas, &plot, area, row);
        }
        Ok(())
    }
}

impl Ladder {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout<'_> {
        let head = Head::new(canvas, &self.x_title, REMARK, area.width());
        let mut y = area.top + head.height();
        let top = y;
        let left = area.left + area.width() * WORDS + canvas.strip;
        let column = area.width() * WORDS - GUTTER;
        // Numbers stand beside the bars: those of lower ends at the left, the others at the right.
        let widest = |of: fn(&LadderRung) -> String| {
            let rungs = self.groups.iter().flat_map(|group| &group.rungs);
            rungs.map(|rung| canvas.width(&of(rung), Type::STRONG)).fold(0.0, f64::max) + BESIDE + 2.0
        };
        let from = left + widest(at_left);
        // The strip that marks invented data stands between words and bars from top to bottom: no condition runs under it.
        let condition_room = if canvas.strip > 0.0 { column } else { area.width() };
        let (mut headings, mut rows) = (Vec::new(), Vec::new());
        for (place, group) in self.groups.iter().enumerate() {
            if place > 0 {
                y += BETWEEN;
            }
            if self.groups.len() > 1 || !group.condition.is_empty() {
                let condition = canvas.wrap(&group.condition, Type::QUIET, condition_room);
                let heading = Heading { period: vec![group.period.clone()], condition, top: y };
                y += Type::STRONG.leading() + heading.condition.len() as f64 * Type::QUIET.leading() + 4.0;
                headings.push(heading);
            }
            for rung in &group.rungs {
                let words = canvas.wrap(&rung.words, Type::LABEL, column);
                let fared = canvas.wrap(&rung.fared, Type::QUIET, column);
                let tall = words.len() as f64 * Type::LABEL.leading() + fared.len() as f64 * Type::QUIET.leading();
                let said = match &rung.left {
                    RungLeft::Estimate { .. } => beside(canvas, rung, area.right - from).0,
                    RungLeft::Range { lower, .. } if lower.value.is_some() => Vec::new(),
                    RungLeft::Range { .. } | RungLeft::Nothing(_) => alone(canvas, &rung.said(), (from, area.right)),
                };
                let tall = tall.max(said.len() as f64 * Type::STRONG.leading()) + 7.0;
                rows.push(Row { words, fared, rung, top: y, bottom: y + tall.max(LEAST_ROW) });
                y += tall.max(LEAST_ROW);
            }
        }
        let ends = self.ends();
        let mut panel = Area::new(from, top, area.right - widest(at_right), y);
        // The words of an estimate stand right of it, or left of it; where neither side has room for those of one, all get it at the right.
        let sides = |row: &Row<'_>| match &row.rung.left {
            RungLeft::Estimate { lower, upper, .. } => {
                let share = |end: &Shown| (libm::log10(end.value.unwrap_or(1.0).max(1.0)) - ends.0) / (ends.1 - ends.0);
                let [from, to] = [lower, upper].map(|end| panel.left + panel.width() * share(end).clamp(0.0, 1.0));
                let wide = beside(canvas, row.rung, area.right - panel.left).1 + BESIDE + 4.0;
                (to + wide > area.right).then_some((wide, from - wide < panel.left))
            }
            _ => None,
        };
        let crowded: Vec<(f64, bool)> = rows.iter().filter_map(sides).collect();
        if crowded.iter().any(|(_, both)| *both) {
            let wanted = crowded.iter().map(|(wide, _)| *wide).fold(0.0, f64::max);
            panel.right = panel.right.min(area.right - wanted).max(panel.left + 10.0);
        }
        Layout { head, headings, rows, ends, panel, bottom: y + axis::foot_height() + 1.0 }
    }

    /// Logarithms of the least and the largest number but nought.
    fn ends(&self) -> (f64, f64) {
        let rungs = self.groups.iter().flat_map(|group| &group.rungs);
        let values =
            rungs.flat_map(LadderRung::numbers).filter_map(|number| number.value).filter(|value| *value >= 1.0);
        let (low, high) = values.fold((f64::INFINITY, 1.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        let low = if low.is_finite() { libm::log10(low) } else { 0.0 };
        (low, libm::log10(high).max(low + 0.1))
    }
}

/// Gridlines at powers of ten between two logarithms, and at twice and five times them where there are few powers.
fn ticks(low: f64, high: f64) -> Ticks {
    let steps: &[u64] = if high - low < FEW_POWERS { &[1, 2, 5] } else { &[1] };
    let powers = (0..=18).scan(1_u64, |power, _| {
        let this = *power;
        *power = power.saturating_mul(10);
        Some(this)
    });
    let numbers = powers.flat_map(|power| steps.iter().map(move |step| step.saturating_mul(power)));
    let within: Vec<(f64, u64)> = numbers
        .map(|number| (libm::log10(number as f64), number))
        .filter(|(value, _)| (low - 1e-9..=high + 1e-9).contains(value))
        .collect();
    Ticks {
        values: within.iter().map(|(value, _)| *value).collect(),
        labels: within.iter().map(|(_, number)| format::count(*number)).collect(),
        top: high,
    }
}

fn at_left(rung: &LadderRung) -> String {
    match &rung.left {
        RungLeft::Range { lower, .. } if lower.value.is_some() => lower.label.clone(),
        _ => String::new(),
    }
}

fn at_right(rung: &LadderRung) -> String {
    match &rung.left {
        RungLeft::Range { upper, .. } => upper.printed(),
        RungLeft::Estimate { .. } | RungLeft::Nothing(_) => String::new(),
    }
}

/// The words beside an estimate and their width: in one line where there is room for it beside the least of bars, else in several.
fn beside(canvas: &Canvas, rung: &LadderRung, room: f64) -> (Vec<String>, f64) {
    let said = rung.said();
    let fits = canvas.width(&said, Type::STRONG) + BESIDE + LEAST_ROW <= room;
    let lines = if fits { vec![said] } else { canvas.wrap(&said, Type::STRONG, room / 2.0) };
    let wide = canvas.widest(&lines, Type::STRONG);
    (lines, wide)
}

/// Words in place of a bar.
fn alone(canvas: &Canvas, words: &str, (left, right): (f64, f64)) -> Vec<String> {
    canvas.wrap(words, Type::QUIET, right - left - BESIDE)
}

/// Where a number lies on the axis: nought, which has no place there, at its beginning.
fn along(plot: &Plot<'_>, value: f64) -> f64 {
    if value < 1.0 { plot.area.left } else { plot.at(libm::log10(value), 0.0).0.max(plot.area.left) }
}

fn paint_row(canvas: &Canvas, plot: &Plot<'_>, area: Area, row: &Row<'_>) {
    let left = area.left;
    let y = (row.top + row.bottom) / 2.0;
    let tall = row.words.len() as f64 * Type::LABEL.leading() + row.fared.len() as f64 * Type::QUIET.leading();
    let below = canvas.lines(&row.words, left, y - tall / 2.0, HPos::Left, Type::LABEL);
    canvas.lines(&row.fared, left, below, HPos::Left, Type::QUIET);
    match &row.rung.left {
        RungLeft::Range { lower, upper } => {
            let Some(low) = lower.value else {
                let lines = alone(canvas, &row.rung.said(), (plot.area.left, area.right));
                canvas.lines_clear(&lines, plot.area.left + BESIDE, y, Type::QUIET);
                return;
            };
            let from = along(plot, low);
            let label = &lower.label;
            canvas.write_clear(label, (from - BESIDE - canvas.width(label, Type::LABEL), y), Type::LABEL, theme::WHITE);
            // A range without an upper end runs on to the edge of the plot, and is open there.
            let to = upper.value.map_or(plot.area.right, |high| along(plot, high));
            let bar = Area::new(from, y - BAR / 2.0, to.max(from + 1.0), y + BAR / 2.0);
            if upper.value.is_some() {
                key::range_bar(canvas, bar);
            } else {
                canvas.fill(bar, theme::MID_BLUE.veil(0.22));
                canvas.line(&[(from, bar.top), (from, bar.bottom)], Stroke::solid(theme::DARK_BLUE, 2.0));
            }
            canvas.write_clear(&upper.printed(), (bar.right + BESIDE, y), Type::STRONG, theme::WHITE);
        }
        RungLeft::Estimate { value, lower, upper } => {
            let ends = [lower, upper].map(|end| end.value.map_or(plot.area.left, |value| along(plot, value)));
            marks::interval_along(canvas, ends.map(|end| (end, true)), y, Stroke::solid(theme::MID_BLUE, 1.2));
            if let Some(value) = value.value {
                canvas.mark((along(plot, value), y), Shape::Diamond, 3.6, theme::ORANGE);
            }
            let (said, wide) = beside(canvas, row.rung, area.right - plot.area.left);
            let fits = ends[1] + BESIDE + 2.0 + wide <= area.right;
            let x = if fits { ends[1] + BESIDE + 2.0 } else { ends[0] - BESIDE - 2.0 - wide };
            canvas.lines_clear(&said, x, y, Type::STRONG);
        }
        RungLeft::Nothing(reason) => {
            let lines = alone(canvas, reason, (plot.area.left, area.right));
            canvas.lines_clear(&lines, plot.area.left + BESIDE, y, Type::QUIET);
        }
    }
}
