//! The drawing of a control chart: quarters along years, the centre and the limits across with their names at the right.

use plotters_backend::text_anchor::HPos;

use super::{Control, ControlLimits};
use crate::figure::axis::{self, Slots, YearLabels};
use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::{Area, Point};
use crate::figure::label::{Occupied, spread};
use crate::figure::scale::Ticks;
use crate::figure::theme;

/// Height of the plot, space above it for labels, and between the plot and the names of its limits.
const TALL: f64 = 190.0;
const HEADROOM: f64 = 14.0;
const GUTTER: f64 = 6.0;

struct Layout<'a> {
    head: Vec<String>,
    ticks: Ticks,
    panel: Area,
    /// Columns of the years, and the years.
    years: (Slots, Vec<&'a str>),
    labels: YearLabels,
    names: [Vec<String>; 3],
    bottom: f64,
}

impl Body for Control {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        vec![canvas.strip_under(self.layout(canvas, area).panel)]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        let panel = layout.panel;
        let mut plot = canvas.plot(panel, panel.left..panel.right, 0.0..layout.ticks.top)?;
        axis::gridlines(canvas, &plot, &layout.ticks, &[]);
        let dashed = Stroke::dashed(theme::DARK_GREY, 1.0, 5.0, 3.0);
        let across = [dashed, Stroke::solid(theme::MID_BLUE, 1.2), dashed];
        let heights = self.limits().map(|limit| limit.map(|limit| plot.at(panel.left, limit).1));
        for (y, stroke) in heights.iter().zip(across) {
            y.iter().for_each(|y| canvas.line(&[(panel.left, *y), (panel.right, *y)], stroke));
        }
        // A limit that is not published has its name and no line.
        let boxes: Vec<(f64, f64)> = heights
            .iter()
            .zip(&layout.names)
            .map(|(y, name)| (y.unwrap_or(panel.bottom), name.len() as f64 * Type::QUIET.leading() + 1.0))
            .collect();
        for (middle, name) in spread(&boxes, panel.top - HEADROOM, panel.bottom).into_iter().zip(&layout.names) {
            canvas.lines_about(name, panel.right + GUTTER, middle, HPos::Left, Type::QUIET);
        }
        self.paint_points(canvas, &mut plot, panel)?;
        layout.labels.draw(canvas, &layout.years.0, &layout.years.1, panel.bottom + canvas.strip);
        Ok(())
    }
}

impl Control {
    /// Lower limit, centre and upper limit.
    fn limits(&self) -> [Option<f64>; 3] {
        let ControlLimits { lower, centre, upper, .. } = &self.limits;
        [lower, centre, upper].map(|limit| limit.value)
    }

    fn layout(&self, canvas: &Canvas, area: Area) -> Layout<'_> {
        let values =
            self.points.iter().filter_map(|point| point.value.value).chain(self.limits().into_iter().flatten());
        let ticks = Ticks::covering(values.fold(0.0, f64::max), true);
        let ControlLimits { lower, centre, upper, provisional } = &self.limits;
        let trial = if *provisional { " (provisional)" } else { "" };
        let names = [
            vec!["lower limit".to_owned(), format!("{}{trial}", lower.printed())],
            vec!["average".to_owned(), centre.printed()],
            vec!["upper limit".to_owned(), format!("{}{trial}", upper.printed())],
        ];
        let widest = canvas.widest(names.iter().flatten(), Type::QUIET);
        let (left, right) = (area.left + axis::room(canvas, &ticks), area.right - widest - GUTTER - 1.0);
        let head = canvas.wrap(&self.title, Type::HEAD, area.width());
        let top = area.top + head.len() as f64 * Type::HEAD.leading() + 4.0 + HEADROOM;
        let panel = Area::new(left, top, right, top + TALL);
        let years = self.years(panel);
        let labels = YearLabels::new(canvas, &years.0, &years.1);
        let bottom = panel.bottom + canvas.strip + labels.height();
        Layout { head, ticks, panel, years, labels, names, bottom }
    }

    /// The middle of a quarter.
    fn along(&self, panel: Area, index: usize) -> f64 {
        panel.left + panel.width() * (index as f64 + 0.5) / self.points.len().max(1) as f64
    }

    /// The columns of the years, each as wide as its quarters.
    fn years(&self, panel: Area) -> (Slots, Vec<&str>) {
        let half = panel.width() / self.points.len().max(1) as f64 / 2.0;
        let (mut columns, mut years): (Vec<Point>, Vec<&str>) = (Vec::new(), Vec::new());
        for (index, point) in self.points.iter().enumerate() {
            let x = self.along(panel, index);
            match (years.last(), columns.last_mut()) {
                (Some(year), Some(column)) if *year == point.year => column.1 = x + half,
                _ => {
                    years.push(&point.year);
                    columns.push((x - half, x + half));
                }
            }
        }
        (Slots { columns }, years)
    }

    fn paint_points(&self, canvas: &Canvas, plot: &mut Plot<'_>, panel: Area) -> Result<(), FigureError> {
        let mut piece: Vec<Point> = Vec::new();
        let mut pieces: Vec<Vec<Point>> = Vec::new();
        for (index, point) in self.points.iter().enumerate() {
            match point.value.value {
                Some(value) => piece.push((self.along(panel, index), value)),
                None => pieces.push(std::mem::take(&mut piece)),
            }
        }
        pieces.push(piece);
        for piece in pieces.into_iter().filter(|piece| piece.len() > 1) {
            plot.line(piece, Stroke::solid(theme::DARK_BLUE, 1.2))?;
        }
        let last = self.points.len().saturating_sub(1);
        let mut wanted: Vec<(String, Point)> = Vec::new();
        for (index, point) in self.points.iter().enumerate() {
            let Some(value) = point.value.value else { continue };
            let (x, y) = plot.at(self.along(panel, index), value);
            let signal = !point.signals.is_empty();
            if signal {
                canvas.mark((x, y), Shape::Diamond, 4.4, theme::ORANGE);
            } else {
                canvas.mark((x, y), Shape::Disc, 2.4, theme::DARK_BLUE);
            }
            if signal || index == last {
                wanted.push((point.value.printed(), (x, y)));
            }
        }
        // The last quarter first; of signals side by side some numbers stand under their marks, or in the table alone.
        let mut occupied = Occupied::default();
        for (label, (x, y)) in wanted.iter().rev() {
            let (wide, tall) = (canvas.width(label, Type::LABEL), Type::LABEL.leading());
            let x = x.clamp(panel.left + wide / 2.0, panel.right - wide / 2.0);
            let places = [y - 7.0, y + 9.0].map(|y| Area::around((x, y), wide + 4.0, tall));
            let free = |place: &Area| place.bottom <= panel.bottom && occupied.takes(*place);
            if let Some(place) = places.into_iter().find(free) {
                canvas.write_clear(label, (x - wide / 2.0, place.centre().1), Type::LABEL, theme::WHITE);
            }
        }
        Ok(())
    }
}
