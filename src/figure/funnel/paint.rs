//! The drawing of the funnel: bands and limits, the national line, the forces, and names that keep clear of each other.

use plotters_backend::text_anchor::HPos;

use super::{Funnel, FunnelForce, Standing};
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::format;
use crate::figure::frame::Body;
use crate::figure::geometry::{Area, Point, Segment};
use crate::figure::label::{self, Candidate, Field};
use crate::figure::scale::Ticks;
use crate::figure::theme;

/// Height of the plot, in points.
const TALL: f64 = 330.0;
/// Height of the row that explains the marks.
const KEY: f64 = 17.0;
/// The widest the names of the lines at the right end grow before they wrap.
const LINE_NAME: f64 = 88.0;
const RADIUS: f64 = 2.9;

struct Layout {
    y_ticks: Ticks,
    x_ticks: Ticks,
    head: Vec<String>,
    foot: Vec<String>,
    absent: Vec<String>,
    names: Vec<(f64, Vec<String>, Type)>,
    plot: Area,
    bottom: f64,
}

impl Body for Funnel {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn data_area(&self, canvas: &Canvas, area: Area) -> Area {
        self.layout(canvas, area).plot
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        let below = canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        self.paint_key(canvas, area.left, below + 2.0);
        let mut plot = canvas.plot(layout.plot, 0.0..layout.x_ticks.top, 0.0..layout.y_ticks.top)?;
        self.paint_bands(&mut plot, &layout)?;
        axis::gridlines(canvas, &plot, &layout.y_ticks);
        for (value, text) in layout.x_ticks.values.iter().zip(&layout.x_ticks.labels) {
            let (x, y) = plot.at(*value, 0.0);
            canvas.line(&[(x, y), (x, y + 4.0)], Stroke::solid(theme::AXIS, 0.9));
            canvas.lines(std::slice::from_ref(text), x, y + 5.0, HPos::Center, Type::AXIS);
        }
        let foot_top = layout.plot.bottom + 6.0 + Type::AXIS.leading();
        let end = canvas.lines(&layout.foot, layout.plot.right, foot_top, HPos::Right, Type::AXIS);
        canvas.lines(&layout.absent, area.left, end + 4.0, HPos::Left, Type::SMALL);
        let field = self.paint_lines(canvas, &mut plot, &layout)?;
        self.paint_forces(canvas, &plot, field);
        Ok(())
    }
}

impl Funnel {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let rates = self.forces.iter().filter_map(|force| force.rate.value).chain(self.national.value);
        let mut highest = rates.fold(0.0, f64::max);
        if highest == 0.0 {
            highest = self.limits.last().map_or(0.0, |point| point.outer.1);
        }
        let y_ticks = Ticks::covering(highest, false);
        let drawn = self.forces.iter().filter(|force| force.rate.value.is_some()).map(|force| force.children);
        let widest = drawn.chain(self.limits.last().map(|point| point.children)).fold(0.0, f64::max);
        let x_ticks = Ticks::covering(widest / 1000.0, false);

        let head = canvas.wrap(&self.y_title, Type::HEAD, area.width());
        let foot = canvas.wrap(&self.x_title, Type::AXIS, area.width() * 0.8);
        let absent = self.absent_words();
        let absent = canvas.wrap(&absent, Type::SMALL, area.width());
        let names = self.line_names(canvas);
        let gutter = names
            .iter()
            .flat_map(|(_, lines, style)| lines.iter().map(|line| canvas.width(line, *style)))
            .fold(0.0, f64::max);
        let gutter = if gutter > 0.0 { gutter + 10.0 } else { 12.0 };
        let top = area.top + head.len() as f64 * Type::HEAD.leading() + KEY + 6.0;
        let plot = Area::new(area.left + axis::room(canvas, &y_ticks), top, area.right - gutter, top + TALL);
        let mut bottom = plot.bottom + 6.0 + Type::AXIS.leading() * (1.0 + foot.len() as f64);
        if !absent.is_empty() {
            bottom += 4.0 + absent.len() as f64 * Type::SMALL.leading();
        }
        Layout { y_ticks, x_ticks, head, foot, absent, names, plot, bottom }
    }

    /// The names of the lines with the heights, in data units, at which the lines end.
    fn line_names(&self, canvas: &Canvas) -> Vec<(f64, Vec<String>, Type)> {
        let mut names = Vec::new();
        let mut add = |height: f64, text: &str, style: Type| {
            names.push((height, canvas.wrap(text, style, LINE_NAME), style));
        };
        let [inner, outer] = &self.limit_names;
        if let Some(end) = self.limits.last() {
            add(end.outer.1, outer, Type::SMALL);
            add(end.inner.1, inner, Type::SMALL);
        }
        if let Some(rate) = self.national.value {
            add(rate, &format!("{} {}", self.national_name, self.national.printed()), Type::NAME);
        }
        if let Some(end) = self.limits.last() {
            add(end.inner.0, inner, Type::SMALL);
            add(end.outer.0, outer, Type::SMALL);
        }
        names
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

    /// One row over the plot that says what the marks mean.
    fn paint_key(&self, canvas: &Canvas, left: f64, top: f64) {
        let [_, outer] = &self.limit_names;
        let entries = [
            (Standing::AboveOuter, format!("above the upper {outer}")),
            (Standing::BelowOuter, format!("below the lower {outer}")),
            (Standing::Within, "between the two".to_owned()),
        ];
        let mut x = left + 4.0;
        let y = top + Type::SMALL.leading() / 2.0;
        for (standing, words) in entries {
            draw_force(canvas, (x, y), standing);
            canvas.write(&words, (x + 8.0, Type::SMALL.baseline(y)), HPos::Left, Type::SMALL);
            x += 8.0 + canvas.width(&words, Type::SMALL) + 18.0;
        }
    }

    /// A limit curve in thousands of children, cut where it leaves the top of the plot.
    fn curve(&self, top: f64, of: impl Fn(&super::LimitPoint) -> f64) -> Vec<Point> {
        let mut curve: Vec<Point> = Vec::new();
        let mut before: Option<Point> = None;
        for point in &self.limits {
            let next = (point.children / 1000.0, of(point));
            if let Some(last) = before
                && (last.1 > top) != (next.1 > top)
            {
                let share = (top - last.1) / (next.1 - last.1);
                curve.push((last.0 + share * (next.0 - last.0), top));
            }
            if next.1 <= top {
                curve.push(next);
            }
            before = Some(next);
        }
        curve
    }

    fn paint_bands(&self, plot: &mut Plot<'_>, layout: &Layout) -> Result<(), FigureError> {
        let top = layout.y_ticks.top;
        // Where an upper curve starts at the top of the plot, the band beneath starts at its lower curve's first point.
        let bounded = |of: fn(&super::LimitPoint) -> f64| -> Vec<Point> {
            let clipped = self.curve(top, of);
            let start = self.limits.first().map(|point| (point.children / 1000.0, of(point).min(top)));
            start.into_iter().chain(clipped).collect()
        };
        let bands: [(fn(&super::LimitPoint) -> f64, fn(&super::LimitPoint) -> f64); 2] =
            [(|point| point.outer.0, |point| point.outer.1), (|point| point.inner.0, |point| point.inner.1)];
        for (lower, upper) in bands {
            let (lower, upper) = (bounded(lower), bounded(upper));
            if lower.len() > 1 && upper.len() > 1 {
                plot.ribbon(&lower, &upper, theme::DARK_BLUE.veil(0.05))?;
            }
        }
        Ok(())
    }

    /// Draws limits and national line with their names, and returns them as lines the names of forces keep clear of.
    fn paint_lines(&self, canvas: &Canvas, plot: &mut Plot<'_>, layout: &Layout) -> Result<Field, FigureError> {
        let mut field = Field::default();
        let top = layout.y_ticks.top;
        let outer = Stroke::solid(theme::AXIS, 0.9);
        let inner = Stroke::dashed(theme::AXIS, 0.9, 4.0, 2.5);
        let curves: [(Vec<Point>, Stroke); 4] = [
            (self.curve(top, |point| point.outer.0), outer),
            (self.curve(top, |point| point.outer.1), outer),
            (self.curve(top, |point| point.inner.0), inner),
            (self.curve(top, |point| point.inner.1), inner),
        ];
        let mut draw = |plot: &mut Plot<'_>, curve: Vec<Point>, stroke: Stroke| -> Result<(), FigureError> {
            if curve.len() < 2 {
                return Ok(());
            }
            let page: Vec<Point> = curve.iter().map(|(x, y)| plot.at(*x, *y)).collect();
            field.lines.extend(page.windows(2).filter_map(|pair| match pair {
                [from, to] => Some(Segment(*from, *to)),
                _ => None,
            }));
            plot.line(curve, stroke)
        };
        for (curve, stroke) in curves {
            draw(plot, curve, stroke)?;
        }
        if let Some(rate) = self.national.value {
            let line = vec![(0.0, rate), (layout.x_ticks.top, rate)];
            draw(plot, line, Stroke::solid(theme::DARK_BLUE, 1.3))?;
        }
        self.paint_names(canvas, plot, layout);
        Ok(field)
    }

    /// The names of the lines at the right end, moved apart, each tied to its line.
    fn paint_names(&self, canvas: &Canvas, plot: &Plot<'_>, layout: &Layout) {
        let end = self.limits.last().map_or(layout.x_ticks.top, |point| point.children / 1000.0);
        let wished: Vec<f64> =
            layout.names.iter().map(|(value, _, _)| plot.at(end, value.min(layout.y_ticks.top)).1).collect();
        let tallest =
            layout.names.iter().map(|(_, lines, style)| lines.len() as f64 * style.leading()).fold(0.0, f64::max);
        let gap = if tallest > 20.0 { (tallest / 2.0 + 8.0).max(14.0) } else { 13.0 };
        let placed = label::spread(&wished, gap, layout.plot.top + 6.0, layout.plot.bottom - 6.0);
        for (((value, lines, style), wish), y) in layout.names.iter().zip(&wished).zip(placed) {
            let from = if *value == self.national.value.unwrap_or(-1.0) && style.weight == Type::NAME.weight {
                layout.plot.right
            } else {
                plot.at(end, 0.0).0
            };
            let turn = layout.plot.right + 1.0;
            canvas.line(&[(from, *wish), (turn, *wish), (layout.plot.right + 6.0, y)], Stroke::solid(theme::GRID, 0.6));
            let top = y - lines.len() as f64 * style.leading() / 2.0;
            canvas.lines(lines, layout.plot.right + 8.0, top, HPos::Left, *style);
        }
    }

    fn paint_forces(&self, canvas: &Canvas, plot: &Plot<'_>, mut field: Field) {
        let mut named: Vec<(&FunnelForce, Point)> = Vec::new();
        // Quiet dots first, so that a named force is never hidden under one.
        for loud in [false, true] {
            for force in &self.forces {
                let Some(rate) = force.rate.value else { continue };
                if is_named(force.standing) != loud {
                    continue;
                }
                let at = plot.at(force.children / 1000.0, rate);
                draw_force(canvas, at, force.standing);
                field.marks.push(Area::around(at, RADIUS * 2.6, RADIUS * 2.6));
                if loud {
                    named.push((force, at));
                }
            }
        }
        field.bounds = Some(Area::new(plot.area.left + 2.0, plot.area.top, plot.area.right, plot.area.bottom - 2.0));
        let choices: Vec<Vec<Candidate>> = named.iter().map(|(force, at)| places(canvas, &force.name, *at)).collect();
        let chosen = label::settle(&field, &choices, 40);
        for (((force, _), places), index) in named.iter().zip(&choices).zip(chosen) {
            let Some(place) = places.get(index) else { continue };
            if let Some(Segment(from, to)) = place.leader {
                canvas.line(&[from, to], Stroke::solid(theme::AXIS, 0.7));
            }
            let (x, y) = place.area.centre();
            canvas.fill(place.area, theme::WHITE.veil(0.75));
            canvas.write(&force.name, (x, Type::SMALL.baseline(y)), HPos::Center, NAME);
        }
    }
}

const NAME: Type = Type { colour: theme::INK, ..Type::SMALL };

fn is_named(standing: Standing) -> bool {
    matches!(standing, Standing::AboveOuter | Standing::BelowOuter)
}

fn draw_force(canvas: &Canvas, at: Point, standing: Standing) {
    match standing {
        Standing::AboveOuter => canvas.mark(at, Shape::Up, RADIUS + 0.5, theme::DARK_BLUE),
        Standing::BelowOuter => canvas.mark(at, Shape::Down, RADIUS + 0.5, theme::DARK_BLUE),
        _ => canvas.hollow(at, Shape::Disc, RADIUS - 0.5, theme::MID_BLUE),
    }
}

/// The places a force's name may take: beside its mark, else further out in sixteen directions with a leader line.
fn places(canvas: &Canvas, name: &str, at: Point) -> Vec<Candidate> {
    let width = canvas.width(name, NAME) + 3.0;
    let height = NAME.size * theme::CAPITAL + 3.5;
    let mut places = Vec::new();
    let half = (width / 2.0, height / 2.0);
    let near = RADIUS + 2.5;
    for (centre, penalty) in [
        ((at.0 + near + half.0, at.1), 0.0),
        ((at.0 - near - half.0, at.1), 1.0),
        ((at.0, at.1 - near - half.1), 2.0),
        ((at.0, at.1 + near + half.1), 3.0),
    ] {
        places.push(Candidate::beside(Area::around(centre, width, height), penalty));
    }
    for (step, distance) in [9.0, 15.0, 22.0, 31.0, 42.0, 56.0, 72.0, 90.0, 112.0].into_iter().enumerate() {
        for direction in 0..16 {
            let angle = f64::from(direction) * std::f64::consts::PI / 8.0;
            let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
            let centre = (at.0 + cosine * (distance + half.0), at.1 + sine * (distance + half.1));
            let area = Area::around(centre, width, height);
            let touch = (at.0.clamp(area.left, area.right), at.1.clamp(area.top, area.bottom));
            let reach = libm::hypot(touch.0 - at.0, touch.1 - at.1).max(1.0);
            let start =
                (at.0 + (touch.0 - at.0) * RADIUS * 1.5 / reach, at.1 + (touch.1 - at.1) * RADIUS * 1.5 / reach);
            places.push(Candidate {
                area,
                leader: Some(Segment(start, touch)),
                penalty: 6.0 + 3.0 * step as f64 + 2.0 * sine.abs(),
                drawn: true,
            });
        }
    }
    places
}
