//! The layout of the funnel: the whole field and, where a few forces stand far out, the crowded corner again, enlarged.

use plotters_backend::text_anchor::HPos;

use super::view::{self, View};
use super::{Funnel, FunnelForce, Standing};
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::scale::Ticks;
use crate::figure::theme;
use crate::wording::format;

/// Heights of the plot alone, of the whole field above an enlarged corner, and of that corner, in points.
const ALONE: f64 = 380.0;
const WHOLE: f64 = 165.0;
const CORNER: f64 = 300.0;
const ENLARGED: &str = "The forces inside the frame, enlarged";
/// The corner is drawn again when it fills less than this share of the field.
const CROWDED: f64 = 0.45;

/// An entry of the key: its mark, its words and where it stands.
struct Entry {
    standing: Standing,
    words: String,
    x: f64,
    y: f64,
}

struct Layout {
    head: Vec<String>,
    foot: Vec<String>,
    absent: Vec<String>,
    key: Vec<Entry>,
    whole: View,
    corner: Option<View>,
    bottom: f64,
}

impl Body for Funnel {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let layout = self.layout(canvas, area);
        let views = std::iter::once(&layout.whole).chain(&layout.corner);
        views
            .map(|view| canvas.strip_under(Area { bottom: view.area.bottom + axis::foot_height() - 1.0, ..view.area }))
            .collect()
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        for entry in &layout.key {
            view::draw_force(canvas, (entry.x, entry.y), entry.standing);
            let at = (entry.x + 8.0, Type::SMALL.baseline(entry.y));
            canvas.write(&entry.words, at, HPos::Left, Type::SMALL);
        }
        let corner = layout.corner.as_ref();
        let named = |force: &FunnelForce| corner.is_none_or(|corner| !corner.holds(force));
        let plot = layout.whole.paint(canvas, self, corner.is_none(), named)?;
        let mut below = layout.whole.foot(canvas, &layout.foot);
        if let Some(corner) = corner {
            let (left, top) = plot.at(0.0, corner.y.top);
            let (right, bottom) = plot.at(corner.x.top, 0.0);
            let frame = Stroke::dashed(theme::DARK_GREY, 0.8, 2.0, 1.6);
            canvas.line(&[(left, top), (right, top), (right, bottom)], frame);
            let head = corner.area.top - 6.0 - Type::HEAD.leading();
            canvas.lines(&[ENLARGED.to_owned()], area.left, head, HPos::Left, Type::HEAD);
            corner.paint(canvas, self, true, |_| true)?;
            below = corner.foot(canvas, &layout.foot);
        }
        canvas.lines(&layout.absent, area.left, below + 4.0, HPos::Left, Type::SMALL);
        Ok(())
    }
}

impl Funnel {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let rates = self.forces.iter().filter_map(|force| force.rate.value).chain(self.national.value);
        let mut highest = rates.fold(0.0, f64::max);
        // Low rates alone would leave the limits, which are the point of the chart, above its top.
        highest = highest.max(self.limits.last().map_or(0.0, |point| point.outer.1 * 1.25));
        let drawn = self.forces.iter().filter(|force| force.rate.value.is_some()).map(|force| force.children);
        let mut widest = drawn.fold(0.0, f64::max) / 1000.0;
        if widest == 0.0 {
            widest = self.limits.last().map_or(0.0, |point| point.children / 1000.0);
        }
        let corner = self.corner(widest, highest);

        let head = canvas.wrap(&self.y_title, Type::HEAD, area.width());
        let foot = canvas.wrap(&self.x_title, Type::QUIET, area.width() * 0.8);
        let absent = canvas.wrap(&self.absent_words(), Type::SMALL, area.width());
        let mut y = area.top + head.len() as f64 * Type::HEAD.leading() + 2.0;
        let (key, tall) = self.key(canvas, Area { top: y, ..area });
        y += tall + 8.0;
        let foot_height = 6.0 + canvas.strip + Type::QUIET.leading() * (1.0 + foot.len() as f64);

        let (x_ticks, y_ticks) = (Ticks::covering(widest, false), Ticks::under(highest));
        let corner_ticks = corner.map(|(x, y)| (Ticks::under(x), Ticks::under(y)));
        let room =
            axis::room(canvas, &y_ticks).max(corner_ticks.as_ref().map_or(0.0, |(_, ticks)| axis::room(canvas, ticks)));
        // The last number under an axis is centred on its line and needs half its width beyond.
        let ends = [Some(&x_ticks), corner_ticks.as_ref().map(|(ticks, _)| ticks)].into_iter().flatten();
        let ends =
            ends.filter_map(|ticks| ticks.labels.last()).map(|label| canvas.width(label, Type::QUIET) / 2.0 + 1.0);
        let gutter = ends.fold(View::gutter(canvas, self), f64::max);
        let column = |top: f64, tall: f64| Area::new(area.left + room, top, area.right - gutter, top + tall);
        let whole = View::new(column(y, if corner.is_some() { WHOLE } else { ALONE }), x_ticks, y_ticks);
        y = whole.area.bottom + foot_height;
        let corner = corner_ticks.map(|(x_ticks, y_ticks)| {
            let top = y + 14.0 + Type::HEAD.leading() + 6.0;
            View::new(column(top, CORNER), x_ticks, y_ticks)
        });
        if let Some(corner) = &corner {
            y = corner.area.bottom + foot_height;
        }
        if !absent.is_empty() {
            y += 4.0 + absent.len() as f64 * Type::SMALL.leading();
        }
        Layout { head, foot, absent, key, whole, corner, bottom: y + 1.0 }
    }

    /// Population (thousands) and rate that hold all but a few far-out forces, if that corner is much smaller than the field.
    fn corner(&self, widest: f64, highest: f64) -> Option<(f64, f64)> {
        let drawn: Vec<(f64, f64)> = self
            .forces
            .iter()
            .filter_map(|force| force.rate.value.map(|rate| (force.children / 1000.0, rate)))
            .collect();
        if drawn.len() < 10 {
            return None;
        }
        let few = (drawn.len() / 20).min(3);
        let x = without_far(drawn.iter().map(|(x, _)| *x).collect(), few);
        let y = without_far(drawn.iter().map(|(_, y)| *y).collect(), few);
        // The limits must be seen where the corner ends.
        let end = self.limits.iter().find(|point| point.children / 1000.0 >= x).map_or(0.0, |point| point.outer.1);
        let y = y.max(end).max(self.national.value.unwrap_or(0.0)).min(highest);
        (x > 0.0 && y > 0.0 && x * y < CROWDED * widest * highest).then_some((x, y))
    }

    /// The forces without a rate, so that nobody looks for them in the plot.
    fn absent_words(&self) -> String {
        let absent: Vec<String> = self
            .forces
            .iter()
            .filter(|force| force.rate.value.is_none())
            .map(|force| format!("{} {}", force.name, force.rate.absence()))
            .collect();
        if absent.is_empty() { String::new() } else { format!("No rate drawn: {}.", format::list(&absent)) }
    }

    /// What the marks mean, in as many rows as it takes, and the height of the rows.
    fn key(&self, canvas: &Canvas, area: Area) -> (Vec<Entry>, f64) {
        let [inner, outer] = &self.limit_names;
        let entries = [
            (Standing::AboveOuter, format!("above the upper {outer}")),
            (Standing::BelowOuter, format!("below the lower {outer}")),
            (Standing::AboveInner, format!("above the upper {inner}")),
            (Standing::BelowInner, format!("below the lower {inner}")),
            (Standing::Within, "between the limits".to_owned()),
        ];
        let leading = Type::SMALL.leading() + 2.0;
        let mut key: Vec<Entry> = Vec::new();
        let (mut x, mut row) = (area.left + 4.0, 0.0);
        for (standing, words) in entries {
            let width = 8.0 + canvas.width(&words, Type::SMALL);
            if x + width > area.right && x > area.left + 4.0 {
                x = area.left + 4.0;
                row += 1.0;
            }
            key.push(Entry { standing, words, x, y: area.top + leading * (row + 0.5) });
            x += width + 18.0;
        }
        (key, leading * (row + 1.0))
    }
}

/// The largest value after taking away up to `few` that stand far beyond the next.
fn without_far(mut values: Vec<f64>, few: usize) -> f64 {
    values.sort_by(|a, b| b.total_cmp(a));
    let first = values.first().copied().unwrap_or(0.0);
    values.iter().copied().take(few + 1).find(|value| *value < first * 0.6).unwrap_or(first)
}
