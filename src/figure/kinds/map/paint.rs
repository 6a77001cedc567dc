//! The drawing of a map: the steps of its shades, the areas with their numbers, what is drawn again larger, and a list of the numbers that
//! have no room.
//!
//! Of invented data no number stands on the map: strips part the map from its key and from the list, and the names of the list from
//! their numbers, so that nothing that can be read is without them.

use plotters_backend::text_anchor::HPos;

use super::shape::{View, heights, room, stretches, within};
use super::{AreaMap, MapArea};
use crate::figure::boundaries::{Boundaries, holds, size};
use crate::figure::canvas::{Canvas, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::{Area, Point};
use crate::figure::key::{Key, LINED, Swatch};
use crate::figure::shades::Steps;
use crate::figure::theme;

/// The tallest a map grows, in points.
const TALLEST: f64 = 400.0;
/// How close the points of a line may stand on the page, in points.
const FINEST: f64 = 1.6;
/// An area of fewer square points is marked with a disc, or nobody would see it.
const SEEN: f64 = 40.0;
/// The least width of a column of the list, and what is free beside it.
const COLUMN: f64 = 140.0;
const BETWEEN: f64 = 14.0;
/// Room that a number needs around itself.
const AROUND: f64 = 3.0;
const REST: &str = "No room on the map for";
const NONE: &str = "no number";

/// What is drawn of the map, and into which window of the page.
struct Part {
    view: View,
    window: Area,
    /// The title, of what is drawn again.
    title: Option<String>,
}

/// An area on the page: its rings, and where its number stands.
struct Placed<'m> {
    area: &'m MapArea,
    rings: Vec<Vec<Point>>,
}

impl Placed<'_> {
    /// Whether all of it lies in a window.
    fn is_whole(&self, window: &Area) -> bool {
        self.rings.iter().flatten().all(|point| Area::around(*point, 0.0, 0.0).outside(window) < 0.1)
    }

    /// A disc over an area that is too small to be seen.
    fn paint_small(&self, canvas: &Canvas, steps: &Steps) {
        let Some(largest) = self.rings.iter().max_by(|one, other| size(one).total_cmp(&size(other))) else { return };
        if size(largest) >= SEEN {
            return;
        }
        let sum = largest.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
        let middle = (sum.0 / largest.len() as f64, sum.1 / largest.len() as f64);
        let colour = self.area.rate.value.value.map_or(theme::WHITE, |value| steps.shade(value).0);
        canvas.mark(middle, Shape::Disc, 3.6, theme::AXIS);
        canvas.mark(middle, Shape::Disc, 2.6, colour);
    }
}

struct Row {
    name: Vec<String>,
    number: String,
    area: Area,
}

struct Layout<'m> {
    head: Vec<String>,
    key: Key,
    steps: Steps,
    boundaries: Boundaries,
    parts: Vec<Part>,
    map: Area,
    numbers: Vec<(&'m MapArea, Point)>,
    rest: Vec<String>,
    rows: Vec<Row>,
    licence: Vec<String>,
    licence_top: f64,
}

impl Body for AreaMap {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        let layout = self.layout(canvas, Area::new(0.0, 0.0, width, 0.0));
        layout.licence_top + layout.licence.len() as f64 * Type::SMALL.leading() + 1.0
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let layout = self.layout(canvas, area);
        let above = canvas.strip_under(Area { bottom: layout.map.top - canvas.strip, ..area });
        let beneath = canvas.strip_under(Area { bottom: layout.map.bottom, ..area });
        let mut strips = vec![above, beneath];
        let mut columns: Vec<Area> = Vec::new();
        for row in &layout.rows {
            match columns.last_mut() {
                Some(column) if column.left == row.area.left => column.bottom = row.area.bottom,
                _ => columns.push(row.area),
            }
        }
        let wide = layout.rows.iter().map(|row| canvas.width(&row.number, Type::LABEL)).fold(0.0, f64::max);
        strips
            .extend(columns.iter().map(|column| canvas.upright_strip(column.right - wide, column.top, column.bottom)));
        strips
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        layout.key.draw(canvas);
        for (at, part) in layout.parts.iter().enumerate() {
            self.paint_part(canvas, &layout, at, part);
        }
        for (area, (x, y)) in &layout.numbers {
            let number = area.rate.value.short();
            match area.rate.value.value {
                Some(value) => {
                    let style = Type::LABEL.coloured(layout.steps.shade(value).1);
                    canvas.write(number, (*x, style.baseline(*y)), HPos::Center, style);
                }
                None => {
                    let left = x - canvas.width(number, Type::LABEL) / 2.0;
                    canvas.write_clear(number, (left, *y), Type::LABEL, theme::WHITE);
                }
            }
        }
        if let Some(first) = layout.rows.first() {
            let top = first.area.top - layout.rest.len() as f64 * Type::QUIET.leading() - 2.0;
            canvas.lines(&layout.rest, area.left, top, HPos::Left, Type::QUIET);
        }
        for row in &layout.rows {
            canvas.lines(&row.name, row.area.left, row.area.top, HPos::Left, Type::LABEL);
            canvas.lines(std::slice::from_ref(&row.number), row.area.right, row.area.top, HPos::Right, Type::LABEL);
        }
        canvas.lines(&layout.licence, area.left, layout.licence_top, HPos::Left, Type::SMALL);
        Ok(())
    }
}

impl AreaMap {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout<'_> {
        let head = canvas.wrap(&self.title, Type::HEAD, area.width());
        let steps = Steps::of(self.areas.iter().map(|area| &area.rate), self.decimals);
        let mut entries = steps.entries();
        if self.areas.iter().any(|area| area.rate.value.value.is_none()) {
            entries.push((Swatch::Lined, NONE.to_owned()));
        }
        let key_top = area.top + head.len() as f64 * Type::HEAD.leading() + 3.0;
        let key = Key::new(canvas, entries, Area { top: key_top, ..area });
        let top = key.bottom + 6.0 + canvas.strip;
        let bounds = self.boundaries.bounds();
        let wide = bounds.east - bounds.west;
        let scale = (area.width() / wide).min(TALLEST / (bounds.north - bounds.south));
        let left = area.left + (area.width() - wide * scale) / 2.0;
        let view = View { corner: (bounds.west, bounds.north), at: (left, top), scale };
        let map = view.area(bounds);
        let boundaries = self.boundaries.thinned(FINEST / scale);
        let mut parts = vec![Part { view, window: map, title: None }];
        parts.extend(self.boundaries.insets.iter().map(|inset| {
            let window = view.area(inset.at);
            let scale = window.width() / (inset.from.east - inset.from.west);
            let within = View { corner: (inset.from.west, inset.from.north), at: (window.left, window.top), scale };
            Part { view: within, window, title: Some(inset.title.clone()) }
        }));
        let numbers =
            if self.synthetic || canvas.strip > 0.0 { Vec::new() } else { self.numbers(canvas, &boundaries, &parts) };
        let placed = |area: &&MapArea| numbers.iter().any(|(placed, _)| std::ptr::eq(*placed, *area));
        let left_out: Vec<&MapArea> = self.areas.iter().filter(|area| !placed(area)).collect();
        let rest = if numbers.is_empty() { Vec::new() } else { canvas.wrap(REST, Type::QUIET, area.width()) };
        let rows_top = map.bottom + canvas.strip + 6.0 + rest.len() as f64 * Type::QUIET.leading() + 2.0;
        let rows = rows(canvas, &left_out, Area { top: rows_top, ..area });
        let bottom = rows.iter().map(|row| row.area.bottom).fold(map.bottom + canvas.strip, f64::max);
        let licence = canvas.wrap(&self.boundaries.attribution, Type::SMALL, area.width());
        Layout { head, key, steps, boundaries, parts, map, numbers, rest, rows, licence, licence_top: bottom + 6.0 }
    }

    fn placed(&self, boundaries: &Boundaries, view: &View) -> Vec<Placed<'_>> {
        let rings = |area: &MapArea| {
            let rings = boundaries.rings(&area.outline).unwrap_or_default();
            rings.iter().map(|ring| view.points(ring)).collect()
        };
        self.areas.iter().map(|area| Placed { area, rings: rings(area) }).collect()
    }

    /// Where numbers stand: each once, in the last part of the map that shows the whole of its area.
    fn numbers(&self, canvas: &Canvas, boundaries: &Boundaries, parts: &[Part]) -> Vec<(&MapArea, Point)> {
        let mut numbers: Vec<(&MapArea, Point)> = Vec::new();
        for part in parts {
            let placed = self.placed(boundaries, &part.view).into_iter();
            for Placed { area, rings } in placed.filter(|one| one.is_whole(&part.window)) {
                let wide = canvas.width(area.rate.value.short(), Type::LABEL) + AROUND;
                let tall = Type::LABEL.size * theme::CAPITAL + 2.0 * AROUND;
                numbers.retain(|(placed, _)| !std::ptr::eq(*placed, area));
                if let Some(middle) = room(&rings, wide, tall) {
                    numbers.push((area, middle));
                }
            }
        }
        numbers
    }

    fn paint_part(&self, canvas: &Canvas, layout: &Layout<'_>, at: usize, part: &Part) {
        let others = layout.parts.iter().skip(at + 1);
        let others: Vec<Vec<Placed<'_>>> = others
            .map(|part| (part, self.placed(&layout.boundaries, &part.view)))
            .map(|(part, placed)| placed.into_iter().filter(|one| one.is_whole(&part.window)).collect())
            .collect();
        let later = |outline: &str| others.iter().flatten().any(|one| one.area.outline == outline);
        let placed = self.placed(&layout.boundaries, &part.view);
        let mut grounds: Vec<(f64, bool, &Placed<'_>, &Vec<Point>)> = Vec::new();
        for one in &placed {
            for (at, ring) in one.rings.iter().enumerate() {
                let around = |(other, around): &(usize, &Vec<Point>)| {
                    *other != at && ring.first().is_some_and(|point| holds(around, *point))
                };
                let land = one.rings.iter().enumerate().filter(around).count() % 2 == 0;
                grounds.push((size(ring), land, one, ring));
            }
        }
        // A hole is cleared before what lies in it is drawn.
        grounds.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        for (_, land, one, ring) in &grounds {
            let shape = within(ring, &part.window);
            match one.area.rate.value.value.filter(|_| *land) {
                Some(value) => canvas.polygon(&shape, layout.steps.shade(value).0.solid()),
                None => canvas.polygon(&shape, theme::WHITE.solid()),
            }
        }
        for one in placed.iter().filter(|one| one.area.rate.value.value.is_none()) {
            paint_lined(canvas, &one.rings, &part.window);
        }
        for (sides, line) in &layout.boundaries.lines {
            // Between two dark areas a dark line would not be seen.
            let dark = |side: &String| {
                let area = self.areas.iter().find(|area| area.outline == *side);
                let value = area.and_then(|area| area.rate.value.value);
                value.is_some_and(|value| layout.steps.shade(value).1 == theme::WHITE)
            };
            let colour = if sides.len() == 2 && sides.iter().all(dark) { theme::WHITE } else { theme::AXIS };
            for run in runs(&part.view.points(line), &part.window) {
                canvas.line(&run, Stroke::solid(colour, 0.7));
            }
        }
        for one in placed.iter().filter(|one| one.is_whole(&part.window) && !later(&one.area.outline)) {
            one.paint_small(canvas, &layout.steps);
        }
        if let Some(title) = &part.title {
            let words = canvas.wrap(title, Type::QUIET, part.window.width());
            canvas.framed(part.window, None, Stroke::solid(theme::AXIS, 0.7));
            let top = part.window.top - words.len() as f64 * Type::QUIET.leading() - 1.0;
            canvas.lines(&words, part.window.left, top, HPos::Left, Type::QUIET);
        }
    }
}

/// The runs of a line inside a window.
fn runs(line: &[Point], window: &Area) -> Vec<Vec<Point>> {
    let inside = |point: &Point| Area::around(*point, 0.0, 0.0).outside(window) < 0.1;
    line.split(|point| !inside(point)).filter(|run| run.len() > 1).map(<[Point]>::to_vec).collect()
}

/// The ground of an area that has no number.
fn paint_lined(canvas: &Canvas, rings: &[Vec<Point>], window: &Area) {
    let (top, bottom) = heights(rings);
    let mut y = top.max(window.top) + LINED / 2.0;
    while y < bottom.min(window.bottom) {
        for (from, to) in stretches(rings, y) {
            let (from, to) = (from.max(window.left), to.min(window.right));
            if from < to {
                canvas.line(&[(from, y), (to, y)], Stroke::solid(theme::AXIS, 0.6));
            }
        }
        y += LINED;
    }
}

/// Names with their numbers in columns.
fn rows(canvas: &Canvas, areas: &[&MapArea], room: Area) -> Vec<Row> {
    let columns = libm::floor((room.width() + BETWEEN) / (COLUMN + BETWEEN)).max(1.0);
    let width = (room.width() + BETWEEN) / columns - BETWEEN;
    let number = areas.iter().map(|area| canvas.width(area.rate.value.short(), Type::LABEL)).fold(0.0, f64::max);
    let mut rows = Vec::new();
    for (column, areas) in areas.chunks(areas.len().div_ceil(columns as usize).max(1)).enumerate() {
        let left = room.left + column as f64 * (width + BETWEEN);
        let mut top = room.top;
        for area in areas {
            let name = canvas.wrap(&area.name, Type::LABEL, (width - number - canvas.strip - 8.0).max(30.0));
            let bottom = top + name.len() as f64 * Type::LABEL.leading();
            rows.push(Row {
                name,
                number: area.rate.value.short().to_owned(),
                area: Area::new(left, top, left + width, bottom),
            });
            top = bottom;
        }
    }
    rows
}
