//! One panel of the funnel: bands and limits, the national line, the forces, and names that keep clear of each other.

use plotters_backend::text_anchor::HPos;

use super::{Funnel, FunnelForce, LimitPoint, Standing};
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::geometry::{Area, Point, Segment};
use crate::figure::label::{self, Candidate, Field, Occupied};
use crate::figure::scale::Ticks;
use crate::figure::theme;

/// The widest the names of the lines at the right end grow before they wrap.
const LINE_NAME: f64 = 56.0;
const RADIUS: f64 = 2.9;
const NAME: Type = Type { colour: theme::INK, ..Type::SMALL };

/// A part of the plane and where it is drawn. x is in thousands of children, y in the unit of the rate.
pub(super) struct View {
    pub area: Area,
    pub x: Ticks,
    pub y: Ticks,
}

impl View {
    pub(super) fn new(area: Area, x: Ticks, y: Ticks) -> Self {
        Self { area, x, y }
    }

    /// The room that the names of the lines need right of a plot, in points.
    pub(super) fn gutter(canvas: &Canvas, funnel: &Funnel) -> f64 {
        let names = line_names(canvas, funnel, f64::INFINITY);
        let widths = names.iter().flat_map(|(_, lines, style)| lines.iter().map(|line| canvas.width(line, *style)));
        let widest = widths.fold(0.0, f64::max);
        if widest > 0.0 { widest + 10.0 } else { 12.0 }
    }

    /// Whether a force lies inside the panel.
    pub(super) fn holds(&self, force: &FunnelForce) -> bool {
        force.rate.value.is_some_and(|rate| rate <= self.y.top) && force.children / 1000.0 <= self.x.top
    }

    /// Draws the panel; forces outside the outer limits are named where `named` says so, and of the lines only the national one
    /// where `limits` are named in another panel.
    pub(super) fn paint<'c>(
        &self,
        canvas: &'c Canvas,
        funnel: &Funnel,
        limits: bool,
        named: impl Fn(&FunnelForce) -> bool,
    ) -> Result<Plot<'c>, FigureError> {
        let mut plot = canvas.plot(self.area, 0.0..self.x.top, 0.0..self.y.top)?;
        self.paint_bands(funnel, &mut plot)?;
        axis::gridlines(canvas, &plot, &self.y, &[]);
        for (value, text) in self.x.values.iter().zip(&self.x.labels) {
            let (x, y) = plot.at(*value, 0.0);
            canvas.line(&[(x, y), (x, y + 4.0)], Stroke::solid(theme::AXIS, 0.9));
            canvas.lines(std::slice::from_ref(text), x, y + 5.0, HPos::Center, Type::QUIET);
        }
        let mut field = self.paint_lines(funnel, &mut plot)?;
        field.words = self.name_lines(canvas, funnel, &plot, limits);
        self.paint_forces(canvas, funnel, &plot, field, named);
        Ok(plot)
    }

    /// Writes the title of the x axis under its numbers and returns the bottom.
    pub(super) fn foot(&self, canvas: &Canvas, lines: &[String]) -> f64 {
        let top = self.area.bottom + 6.0 + canvas.strip + Type::QUIET.leading();
        canvas.lines(lines, self.area.right, top, HPos::Right, Type::QUIET)
    }

    /// A limit curve, cut where it leaves the panel at the top or on the right.
    fn curve(&self, funnel: &Funnel, of: impl Fn(&LimitPoint) -> f64) -> Vec<Point> {
        let (right, top) = (self.x.top, self.y.top);
        let mut curve: Vec<Point> = Vec::new();
        let mut before: Option<Point> = None;
        for point in &funnel.limits {
            let mut next = (point.children / 1000.0, of(point));
            let beyond = next.0 > right;
            if let Some(last) = before {
                if beyond && next.0 > last.0 {
                    next = (right, last.1 + (next.1 - last.1) * (right - last.0) / (next.0 - last.0));
                }
                if (last.1 > top) != (next.1 > top) {
                    let share = (top - last.1) / (next.1 - last.1);
                    curve.push((last.0 + share * (next.0 - last.0), top));
                }
            } else if beyond {
                break;
            }
            if next.1 <= top {
                curve.push(next);
            }
            if beyond {
                break;
            }
            before = Some(next);
        }
        curve
    }

    fn paint_bands(&self, funnel: &Funnel, plot: &mut Plot<'_>) -> Result<(), FigureError> {
        let top = self.y.top;
        let mut band = |of: fn(&LimitPoint) -> (f64, f64)| {
            // Where a curve starts above the top of the panel, its band starts at the top, over the curve's first point.
            let edge = |pick: fn((f64, f64)) -> f64| -> Vec<Point> {
                let start = funnel.limits.first().map(|point| (point.children / 1000.0, pick(of(point))));
                let clipped = start.filter(|start| start.1 > top && start.0 <= self.x.top);
                let clipped = clipped.map(|start| (start.0, top));
                clipped.into_iter().chain(self.curve(funnel, |point| pick(of(point)))).collect()
            };
            let (lower, upper) = (edge(|limits| limits.0), edge(|limits| limits.1));
            if lower.len() > 1 && upper.len() > 1 {
                plot.ribbon(&lower, &upper, theme::DARK_BLUE.veil(0.05))?;
            }
            Ok(())
        };
        band(|point| point.outer)?;
        band(|point| point.inner)
    }

    /// Draws limits and national line with their names, and returns them as lines the names of forces keep clear of.
    fn paint_lines(&self, funnel: &Funnel, plot: &mut Plot<'_>) -> Result<Field, FigureError> {
        let mut field = Field::default();
        let outer = Stroke::solid(theme::AXIS, 0.9);
        let inner = Stroke::dashed(theme::AXIS, 0.9, 4.0, 2.5);
        let faint = Stroke::dashed(theme::AXIS, 0.5, 1.2, 2.4);
        let mut lines: Vec<(Vec<Point>, Stroke)> = vec![
            (self.curve(funnel, |point| point.chance.0), faint),
            (self.curve(funnel, |point| point.chance.1), faint),
            (self.curve(funnel, |point| point.outer.0), outer),
            (self.curve(funnel, |point| point.outer.1), outer),
            (self.curve(funnel, |point| point.inner.0), inner),
            (self.curve(funnel, |point| point.inner.1), inner),
        ];
        if let Some(rate) = funnel.national.value.filter(|rate| *rate <= self.y.top) {
            lines.push((vec![(0.0, rate), (self.x.top, rate)], Stroke::solid(theme::DARK_BLUE, 1.3)));
        }
        for (line, stroke) in lines.into_iter().filter(|(line, _)| line.len() > 1) {
            let page: Vec<Point> = line.iter().map(|(x, y)| plot.at(*x, *y)).collect();
            field.lines.extend(page.windows(2).filter_map(|pair| match pair {
                [from, to] => Some(Segment(*from, *to)),
                _ => None,
            }));
            plot.line(line, stroke)?;
        }
        Ok(field)
    }

    /// Writes the names of the lines at the right end, moved apart, each tied to its line; gives where they stand.
    fn name_lines(&self, canvas: &Canvas, funnel: &Funnel, plot: &Plot<'_>, limits: bool) -> Vec<Area> {
        let mut names = line_names(canvas, funnel, self.x.top);
        names.retain(|(_, _, style)| limits || style.weight == Type::NAME.weight);
        let end = funnel.limits.last().map_or(self.x.top, |point| (point.children / 1000.0).min(self.x.top));
        let boxes: Vec<(f64, f64)> = names
            .iter()
            .map(|(value, lines, style)| {
                (plot.at(end, value.min(self.y.top)).1, lines.len() as f64 * style.leading() + 3.0)
            })
            .collect();
        let placed = label::spread(&boxes, self.area.top, self.area.bottom);
        let mut areas = Vec::new();
        for (((_, lines, style), (wish, _)), y) in names.iter().zip(boxes).zip(placed) {
            let from = plot.at(end, 0.0).0.min(self.area.right);
            let turn = [(from, wish), (self.area.right + 1.0, wish), (self.area.right + 6.0, y)];
            canvas.line(&turn, Stroke::solid(theme::GRID, 0.6));
            let top = y - lines.len() as f64 * style.leading() / 2.0;
            let left = self.area.right + 8.0;
            let bottom = canvas.lines(lines, left, top, HPos::Left, *style);
            areas.push(Area::new(left - 2.0, top, left + canvas.widest(lines, *style), bottom));
        }
        areas
    }

    fn paint_forces(
        &self,
        canvas: &Canvas,
        funnel: &Funnel,
        plot: &Plot<'_>,
        mut field: Field,
        named: impl Fn(&FunnelForce) -> bool,
    ) {
        let mut names: Vec<(&FunnelForce, Point)> = Vec::new();
        // Quiet dots first, so that a force outside the limits is never hidden under one.
        for loud in [false, true] {
            for force in funnel.forces.iter().filter(|force| self.holds(force) && is_loud(force.standing) == loud) {
                let Some(rate) = force.rate.value else { continue };
                let at = plot.at(force.children / 1000.0, rate);
                draw_force(canvas, at, force.standing);
                field.marks.push(Area::around(at, RADIUS * 2.2, RADIUS * 2.2));
                if force.is_named() && named(force) {
                    names.push((force, at));
                }
            }
        }
        field.bounds =
            Some(Area::new(self.area.left + 2.0, self.area.top - 4.0, self.area.right, self.area.bottom - 3.0));
        let choices: Vec<Vec<Candidate>> = names.iter().map(|(force, at)| places(canvas, &force.name, *at)).collect();
        let chosen = label::settle(&field, &choices, 40);
        let mut occupied = Occupied::over(&field.words);
        let drawn = names.iter().zip(&choices).zip(chosen).filter_map(|(((force, _), places), index)| {
            let place = places.get(index)?;
            // Where there is no room for all, some names are in the table alone.
            let beyond = field.bounds.is_some_and(|bounds| place.area.outside(&bounds.grown(6.0)) > 0.0);
            (!beyond && occupied.takes(place.area)).then_some((force, place))
        });
        let drawn: Vec<_> = drawn.collect();
        // All lines before all names, so that no line runs through the name of another force.
        for Segment(from, to) in drawn.iter().filter_map(|(_, place)| place.leader) {
            canvas.line(&[from, to], Stroke::solid(theme::AXIS, 0.7));
        }
        for (force, place) in drawn {
            let (x, y) = place.area.centre();
            canvas.fill(place.area, theme::WHITE.veil(0.75));
            canvas.write(&force.name, (x, Type::SMALL.baseline(y)), HPos::Center, NAME);
        }
    }
}

/// The names of the lines with the heights, in data units, that the lines have at `right` or where they end before it.
fn line_names(canvas: &Canvas, funnel: &Funnel, right: f64) -> Vec<(f64, Vec<String>, Type)> {
    let mut names = Vec::new();
    let mut add = |height: f64, text: &str, style: Type| {
        names.push((height, canvas.wrap(text, style, LINE_NAME), style));
    };
    let [inner, outer] = &funnel.limit_names;
    let end = funnel.limits.iter().rev().find(|point| point.children / 1000.0 <= right).or(funnel.limits.first());
    if let Some(end) = end {
        add(end.outer.1, outer, Type::SMALL);
        add(end.inner.1, inner, Type::SMALL);
    }
    if let Some(rate) = funnel.national.value {
        add(rate, &format!("{} {}", funnel.national_name, funnel.national.printed()), Type::NAME);
    }
    if let Some(end) = end {
        add(end.inner.0, inner, Type::SMALL);
        add(end.outer.0, outer, Type::SMALL);
    }
    names
}

fn is_loud(standing: Standing) -> bool {
    matches!(standing, Standing::AboveOuter | Standing::BelowOuter)
}

/// A force's mark: a triangle that points the way it stands outside the outer limits, a hollow one outside the inner limits, else
/// a quiet ring.
pub(super) fn draw_force(canvas: &Canvas, at: Point, standing: Standing) {
    match standing {
        Standing::AboveOuter => canvas.mark(at, Shape::Up, RADIUS + 0.5, theme::DARK_BLUE),
        Standing::BelowOuter => canvas.mark(at, Shape::Down, RADIUS + 0.5, theme::DARK_BLUE),
        Standing::AboveInner => canvas.hollow(at, Shape::Up, RADIUS + 0.2, theme::DARK_BLUE),
        Standing::BelowInner => canvas.hollow(at, Shape::Down, RADIUS + 0.2, theme::DARK_BLUE),
        Standing::Within => canvas.hollow(at, Shape::Disc, RADIUS - 0.5, theme::MID_BLUE),
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
        ((at.0 + near + half.0, at.1 - 3.0), 1.5),
        ((at.0 + near + half.0, at.1 + 3.0), 1.5),
        ((at.0 - near - half.0, at.1 - 3.0), 2.0),
        ((at.0 - near - half.0, at.1 + 3.0), 2.0),
        ((at.0, at.1 - near - half.1), 2.0),
        ((at.0, at.1 + near + half.1), 3.0),
    ] {
        places.push(Candidate::beside(Area::around(centre, width, height), penalty));
    }
    for distance in [8.0, 12.0, 17.0, 23.0, 30.0, 38.0, 48.0, 60.0, 74.0, 90.0, 110.0].into_iter() {
        for direction in 0..24 {
            let angle = f64::from(direction) * std::f64::consts::PI / 12.0;
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
                penalty: 5.0 + 0.35 * distance,
                drawn: true,
            });
        }
    }
    places
}
