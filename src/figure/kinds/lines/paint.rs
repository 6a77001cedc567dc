//! The drawing of lines: one plot with names at the ends of the lines, or a grid of panels on one scale.

use plotters_backend::text_anchor::HPos;

use super::{Line, Lines};
use crate::figure::axis::{self, Slots, YearLabels};
use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::cut;
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::{Area, Point, Segment};
use crate::figure::label::{Field, spread};
use crate::figure::marks::{Anchor, write_labels};
use crate::figure::scale::Ticks;
use crate::figure::theme::{self, Colour};

/// Height of the one plot, and of a panel, in points.
const PLOT: f64 = 185.0;
const PANEL: f64 = 74.0;
/// Space above a plot for the labels of its highest points.
const HEADROOM: f64 = 14.0;
/// Between the end of a line and its name.
const GUTTER: f64 = 16.0;
/// The widest a name at the end of a line grows, as a share of the width.
const NAMES: f64 = 0.27;
/// Between panels.
const BETWEEN: f64 = 14.0;
/// Up to this many panels stand in two columns.
const TWO_COLUMNS: usize = 4;

/// Colour, mark and dashes of a line.
type Look = (Colour, Shape, Option<(f64, f64)>);

/// How the lines are told apart: colour, mark and dash, so that one of them is enough. Neighbours have 3:1 between them.
const LOOKS: [Look; super::MOST] = [
    (theme::DARK_BLUE, Shape::Disc, None),
    (theme::ORANGE, Shape::Diamond, None),
    (theme::DARK_GREY, Shape::Up, Some((5.0, 2.0))),
    (theme::TURQUOISE, Shape::Down, Some((2.0, 2.0))),
];

/// A plot on the page: its ground, the lines in it and the words over it.
struct Place {
    ground: Area,
    head: Vec<String>,
    lines: std::ops::Range<usize>,
    /// Whether the numbers of the axis stand at its left.
    numbered: bool,
}

struct Layout {
    head: Vec<String>,
    ticks: Ticks,
    places: Vec<Place>,
    /// The names at the ends of the lines, one under another.
    names: Vec<Vec<String>>,
    remarks: Vec<String>,
    remarks_top: f64,
    bottom: f64,
}

impl Body for Lines {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let layout = self.layout(canvas, area);
        layout.places.iter().map(|place| canvas.strip_under(place.ground)).collect()
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        let periods: Vec<&str> = self.periods.iter().map(String::as_str).collect();
        for place in &layout.places {
            let top = place.ground.top - HEADROOM - place.head.len() as f64 * Type::STRONG.leading();
            canvas.lines(&place.head, place.ground.left, top, HPos::Left, Type::STRONG);
            let slots = Slots::new(place.ground.left, place.ground.right, &vec![false; periods.len()], 0.0);
            self.paint_plot(canvas, &layout, place, &slots)?;
            if self.panels {
                ends(canvas, &slots, &periods, place.ground.bottom + canvas.strip);
            } else {
                YearLabels::new(canvas, &slots, &periods).draw(
                    canvas,
                    &slots,
                    &periods,
                    place.ground.bottom + canvas.strip,
                );
            }
        }
        canvas.lines(&layout.remarks, area.left, layout.remarks_top, HPos::Left, Type::SMALL);
        Ok(())
    }
}

impl Lines {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let head = canvas.wrap(&self.y_title, Type::HEAD, area.width());
        let points = self.lines.iter().flat_map(|line| &line.points).filter(|point| point.value.value.is_some());
        let highest = points.flat_map(|point| [point.value.value, point.upper]).flatten().fold(0.0, f64::max);
        let ticks = Ticks::covering(highest, self.decimals == 0);
        let room = axis::room(canvas, &ticks);
        let top = area.top + head.len() as f64 * Type::HEAD.leading() + 4.0;
        let (places, names, below) = if self.panels {
            let (places, below) = self.grid(canvas, Area { top, ..area }, room);
            (places, Vec::new(), below)
        } else {
            let names = self.names(canvas, area.width() * NAMES);
            let widest = canvas.widest(names.iter().flatten(), Type::STRONG);
            let margin = if widest > 0.0 { widest + GUTTER + 8.0 } else { 1.0 };
            let tall: f64 = names.iter().map(|lines| tall(lines)).sum();
            let ground_top = top + HEADROOM;
            let bottom = ground_top + PLOT.max(tall);
            let ground = Area::new(area.left + room, ground_top, area.right - margin, bottom);
            let slots = Slots::new(ground.left, ground.right, &vec![false; self.periods.len()], 0.0);
            let periods: Vec<&str> = self.periods.iter().map(String::as_str).collect();
            let below = bottom + canvas.strip + YearLabels::new(canvas, &slots, &periods).height();
            let place = Place { ground, head: Vec::new(), lines: 0..self.lines.len(), numbered: true };
            (vec![place], names, below)
        };
        let remarks: Vec<String> = self
            .remarks()
            .iter()
            .flat_map(|remark| canvas.wrap(&format!("{remark}."), Type::SMALL, area.width()))
            .collect();
        let remarks_top = below + 4.0;
        let bottom =
            if remarks.is_empty() { below } else { remarks_top + remarks.len() as f64 * Type::SMALL.leading() };
        Layout { head, ticks, places, names, remarks, remarks_top, bottom: bottom + 1.0 }
    }

    /// Panels in columns, row by row; the numbers of the scale stand at the left of each row.
    fn grid(&self, canvas: &Canvas, area: Area, room: f64) -> (Vec<Place>, f64) {
        let columns = match self.lines.len() {
            0 | 1 => 1,
            2..=TWO_COLUMNS => 2,
            _ => 3,
        };
        let width = (area.width() - room - BETWEEN * (columns as f64 - 1.0)) / columns as f64;
        let mut places = Vec::new();
        let mut top = area.top;
        for (row, lines) in self.lines.chunks(columns).enumerate() {
            let heads: Vec<Vec<String>> =
                lines.iter().map(|line| canvas.wrap(&line.name, Type::STRONG, width)).collect();
            let deepest = heads.iter().map(Vec::len).max().unwrap_or(0) as f64;
            let ground_top = top + deepest * Type::STRONG.leading() + HEADROOM;
            for (column, head) in heads.into_iter().enumerate() {
                let left = area.left + room + column as f64 * (width + BETWEEN);
                let ground = Area::new(left, ground_top, left + width, ground_top + PANEL);
                let index = row * columns + column;
                places.push(Place { ground, head, lines: index..index + 1, numbered: column == 0 });
            }
            top = ground_top + PANEL + canvas.strip + 6.0 + Type::QUIET.leading() + 6.0;
        }
        (places, top - 6.0)
    }

    /// The name at the end of each line with its last number; none of a line alone, whose numbers stand at its points.
    fn names(&self, canvas: &Canvas, width: f64) -> Vec<Vec<String>> {
        if self.lines.len() < 2 {
            return Vec::new();
        }
        let name = |line: &Line| {
            let mut lines = canvas.wrap(&line.name, Type::STRONG, width);
            lines.extend(
                line.last()
                    .map(|(_, point)| canvas.wrap(&point.value.printed(), Type::STRONG, width))
                    .unwrap_or_default(),
            );
            lines
        };
        self.lines.iter().map(name).collect()
    }

    fn paint_plot(&self, canvas: &Canvas, layout: &Layout, place: &Place, slots: &Slots) -> Result<(), FigureError> {
        let ground = place.ground;
        let mut plot = canvas.plot(ground, ground.left..ground.right, 0.0..layout.ticks.top)?;
        if place.numbered {
            axis::gridlines(canvas, &plot, &layout.ticks, &[]);
        } else {
            let bare = Ticks { labels: vec![String::new(); layout.ticks.values.len()], ..layout.ticks.clone() };
            axis::gridlines(canvas, &plot, &bare, &[]);
        }
        let mut field = Field {
            bounds: Some(Area { top: ground.top - HEADROOM, bottom: ground.bottom - 1.0, ..ground }),
            ..Field::default()
        };
        let chosen: Vec<(&Line, usize)> =
            place.lines.clone().filter_map(|index| Some((self.lines.get(index)?, index))).collect();
        for (line, _) in &chosen {
            for x in self.cuts(line, slots) {
                canvas.line(&[(x, ground.top), (x, ground.bottom)], cut::RULE);
                field.lines.push(Segment((x, ground.top), (x, ground.bottom)));
            }
        }
        let mut anchors = Vec::new();
        for (line, index) in &chosen {
            let look = LOOKS.get(if self.panels { 0 } else { *index }).copied().unwrap_or(LOOKS[0]);
            self.paint_line(&mut plot, line, slots, look, &mut field)?;
            let alone = chosen.len() == 1 && !self.panels;
            for (at, point) in line.points.iter().enumerate() {
                let Some(value) = point.value.value else { continue };
                let spot = plot.at(slots.centre(at), value);
                whisker(canvas, &plot, spot, point, look.0);
                let radius = if slots.narrowest() < 14.0 { 2.0 } else { 3.0 };
                canvas.mark(spot, look.1, radius, look.0);
                let mark = Area::around(spot, radius * 2.4, radius * 2.4);
                field.marks.push(mark);
                let last = line.last().is_some_and(|(last, _)| last == at);
                let first = line.first().is_some_and(|(first, _)| first == at);
                let extreme = [line.at(f64::max), line.at(f64::min)].contains(&Some(at));
                // The last number of several lines stands with the name; of a panel first and last are enough.
                let wanted = alone || (self.panels && (first || last)) || (!self.panels && !last && (first || extreme));
                if wanted {
                    anchors.push(Anchor { mark, label: point.value.printed(), key: false, style: Type::LABEL });
                }
            }
        }
        // Every label may be left out where it would lie on another: the table and the description have all numbers.
        write_labels(canvas, &field, &anchors, 0.0, Vec::new());
        self.paint_names(canvas, layout, &plot, slots);
        Ok(())
    }

    /// The names at the ends, moved apart, each tied to the end of its line.
    fn paint_names(&self, canvas: &Canvas, layout: &Layout, plot: &Plot<'_>, slots: &Slots) {
        let ground = plot.area;
        let wish =
            |line: &Line| line.last().and_then(|(at, point)| Some(plot.at(slots.centre(at), point.value.value?)));
        let boxes: Vec<(f64, f64)> = layout
            .names
            .iter()
            .zip(&self.lines)
            .map(|(lines, line)| (wish(line).map_or(ground.bottom, |(_, y)| y), tall(lines)))
            .collect();
        let middles = spread(&boxes, ground.top - HEADROOM, ground.bottom);
        for ((lines, line), (index, middle)) in
            layout.names.iter().zip(&self.lines).zip(middles.into_iter().enumerate())
        {
            let left = ground.right + GUTTER;
            let (colour, shape, _) = LOOKS.get(index).copied().unwrap_or(LOOKS[0]);
            if let Some(end) = wish(line) {
                let from = (end.0 + 5.0, end.1);
                canvas.line(&[from, (left - 4.0, middle)], Stroke::solid(colour, 0.7));
            }
            canvas.mark((left + 1.0, middle), shape, 2.6, colour);
            canvas.lines_about(lines, left + 7.0, middle, HPos::Left, Type::STRONG);
        }
    }

    /// Where the rules of a line's breaks stand.
    fn cuts(&self, line: &Line, slots: &Slots) -> Vec<f64> {
        let at = |period: &String| self.periods.iter().position(|one| one == period);
        let places = line.breaks.iter().filter_map(|cut| slots.columns.get(at(&cut.before)?));
        places.map(|(left, _)| *left).collect()
    }

    /// Draws a line in pieces that end at gaps and breaks.
    fn paint_line(
        &self,
        plot: &mut Plot<'_>,
        line: &Line,
        slots: &Slots,
        (colour, _, dash): (Colour, Shape, Option<(f64, f64)>),
        field: &mut Field,
    ) -> Result<(), FigureError> {
        let mut pieces: Vec<Vec<Point>> = vec![Vec::new()];
        for (index, (point, period)) in line.points.iter().zip(&self.periods).enumerate() {
            if point.value.value.is_none() || line.breaks.iter().any(|cut| cut.before == *period) {
                pieces.push(Vec::new());
            }
            if let (Some(value), Some(piece)) = (point.value.value, pieces.last_mut()) {
                piece.push((slots.centre(index), value));
            }
        }
        for piece in pieces.into_iter().filter(|piece| piece.len() > 1) {
            let page: Vec<Point> = piece.iter().map(|(x, y)| plot.at(*x, *y)).collect();
            field.lines.extend(page.iter().zip(page.iter().skip(1)).map(|(from, to)| Segment(*from, *to)));
            plot.line(piece, Stroke { colour, width: 1.8, dash })?;
        }
        Ok(())
    }
}

/// The height of a name at the end of a line.
fn tall(lines: &[String]) -> f64 {
    lines.len() as f64 * Type::STRONG.leading() + 3.0
}

/// The interval of a point, under its mark.
fn whisker(canvas: &Canvas, plot: &Plot<'_>, (x, _): Point, point: &super::Rate, colour: Colour) {
    let (Some(lower), Some(upper)) = (point.lower, point.upper) else { return };
    let (low, high) = (plot.at(plot.area.left, lower).1, plot.at(plot.area.left, upper).1);
    let stroke = Stroke::solid(colour, 1.0);
    canvas.line(&[(x, low), (x, high)], stroke);
    for y in [low, high] {
        canvas.line(&[(x - 2.4, y), (x + 2.4, y)], stroke);
    }
}

/// The first and the last period under a panel.
fn ends(canvas: &Canvas, slots: &Slots, periods: &[&str], y: f64) {
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return };
    let (left, right) =
        (slots.columns.first().map_or(0.0, |slot| slot.0), slots.columns.last().map_or(0.0, |slot| slot.1));
    let room = right - left;
    let both = canvas.width(first, Type::QUIET) + canvas.width(last, Type::QUIET) + 8.0;
    if periods.len() > 1 && both <= room {
        canvas.lines(&[(*first).to_owned()], left, y + 5.0, HPos::Left, Type::QUIET);
    }
    canvas.lines(&[(*last).to_owned()], right, y + 5.0, HPos::Right, Type::QUIET);
}
