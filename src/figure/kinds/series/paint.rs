//! The drawing of the series: layout first, then grounds, grid, rules, lines, marks and labels in that order.

use plotters_backend::text_anchor::HPos;

use super::Series;
use crate::figure::axis::{self, Slots, YearLabels};
use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::cut::{self, Cut};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::{Area, Point, Segment};
use crate::figure::label::{Candidate, Field};
use crate::figure::marks::{
    Anchor, absence, explain, interval_mark, is_key, name_places, runs, tied_places, write_labels,
};
use crate::figure::scale::Ticks;
use crate::figure::theme;
use crate::wording::NOT_AVAILABLE;

/// Height of the count panel alone, of the count panel above a rate panel, and of the rate panel, in points.
const ALONE: f64 = 215.0;
const UPPER: f64 = 165.0;
const LOWER: f64 = 105.0;
/// Space above a panel for the labels of its highest points.
const HEADROOM: f64 = 13.0;
/// The widest a name grows that stands in the plot, as a share of its width; a wider one stands in the heading.
const MOST_NAME: f64 = 0.25;
/// Width of the slot of an incomplete year, so that its words fit.
const PARTIAL_SLOT: f64 = 70.0;

/// Where everything stands.
struct Layout {
    slots: Slots,
    count_ticks: Ticks,
    rate_ticks: Option<Ticks>,
    labels: YearLabels,
    cuts: Vec<Cut>,
    head: Vec<String>,
    rate_head: Vec<String>,
    count: Area,
    rate: Option<Area>,
    bottom: f64,
}

impl Body for Series {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let layout = self.layout(canvas, area);
        vec![canvas.strip_under(layout.rate.unwrap_or(layout.count))]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        self.paint_counts(canvas, &layout)?;
        if let (Some(panel), Some(ticks)) = (layout.rate, &layout.rate_ticks) {
            let top = panel.top - HEADROOM - layout.rate_head.len() as f64 * Type::HEAD.leading();
            canvas.lines(&layout.rate_head, area.left, top, HPos::Left, Type::HEAD);
            self.paint_rates(canvas, &layout, panel, ticks)?;
        }
        let years: Vec<&str> = self.years.iter().map(|year| year.year.as_str()).collect();
        let axis = layout.rate.map_or(layout.count.bottom, |rate| rate.bottom);
        layout.labels.draw(canvas, &layout.slots, &years, axis + canvas.strip);
        Ok(())
    }
}

impl Series {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let counts = self.years.iter().filter(|year| year.partial.is_none()).filter_map(|year| year.count.value);
        let count_ticks = Ticks::covering(counts.fold(0.0, f64::max), true);
        let rate_ticks = self.rate.as_ref().map(|axis| {
            let rates = self.years.iter().map(|year| &year.rate).chain(axis.others.iter().map(|other| &other.rate));
            let highest = rates.flat_map(|rate| [rate.value.value, rate.upper]).flatten().fold(0.0, f64::max);
            Ticks::covering(highest, false)
        });
        let room =
            axis::room(canvas, &count_ticks).max(rate_ticks.as_ref().map_or(0.0, |ticks| axis::room(canvas, ticks)));
        let (left, right) = (area.left + room, area.right - 1.0);
        let partial: Vec<bool> = self.years.iter().map(|year| year.partial.is_some()).collect();
        let slots = Slots::new(left, right, &partial, PARTIAL_SLOT);
        let years: Vec<&str> = self.years.iter().map(|year| year.year.as_str()).collect();
        let labels = YearLabels::new(canvas, &slots, &years);

        let title = format!("{}, {}", self.count_title, self.geography);
        let head = canvas.wrap(&title, Type::HEAD, area.width());
        let mut y = area.top + head.len() as f64 * Type::HEAD.leading() + 4.0;
        let cuts = self.cuts(canvas, &slots, y, Area::new(left, y, right, y));
        y = cuts.iter().map(|cut| cut.area.bottom).fold(y, f64::max) + HEADROOM;
        let tall = if self.rate.is_some() { UPPER } else { ALONE };
        let count = Area::new(left, y, right, y + tall);
        y = count.bottom;
        let mut rate_head = Vec::new();
        let rate = self.rate.as_ref().map(|axis| {
            let named = canvas.width(&axis.geography, Type::NAME) <= (right - left) * MOST_NAME;
            let title = if named { axis.title.clone() } else { format!("{}: {}", axis.title, axis.geography) };
            rate_head = canvas.wrap(&title, Type::HEAD, area.width());
            let top = y + 16.0 + rate_head.len() as f64 * Type::HEAD.leading() + HEADROOM;
            Area::new(left, top, right, top + LOWER)
        });
        let bottom = rate.map_or(y, |panel| panel.bottom) + canvas.strip + labels.height();
        Layout { slots, count_ticks, rate_ticks, labels, cuts, head, rate_head, count, rate, bottom }
    }

    /// Places the labels of the breaks in rows above the plot, so that none lies on a rule or on another label.
    fn cuts(&self, canvas: &Canvas, slots: &Slots, top: f64, bounds: Area) -> Vec<Cut> {
        let mut cuts: Vec<Cut> = Vec::new();
        // In the order of the years, so that a rule can only meet labels that are placed already.
        for (index, year) in self.years.iter().enumerate() {
            for cut in self.breaks.iter().filter(|cut| cut.before == year.year) {
                let x = slots.columns.get(index).map_or(bounds.left, |slot| slot.0);
                let label =
                    if cut.label.starts_with("break") { cut.label.clone() } else { format!("break: {}", cut.label) };
                cuts.push(Cut::place(canvas, &cuts, &label, (x, top), bounds));
            }
        }
        cuts
    }

    fn paint_counts(&self, canvas: &Canvas, layout: &Layout) -> Result<(), FigureError> {
        let panel = layout.count;
        let empty = self.years.iter().map(|year| match &year.partial {
            Some(words) => Some((words.clone(), year.count.marker.clone().unwrap_or_default())),
            None => absence(&year.count, NOT_AVAILABLE),
        });
        let (grounds, words) = explain_runs(canvas, layout, panel, empty.collect());
        let mut plot = canvas.plot(panel, panel.left..panel.right, 0.0..layout.count_ticks.top)?;
        axis::gridlines(canvas, &plot, &layout.count_ticks, &grounds);
        for cut in &layout.cuts {
            cut.draw(canvas, panel.bottom);
        }
        let values: Vec<Option<f64>> =
            self.years.iter().map(|year| if year.partial.is_some() { None } else { year.count.value }).collect();
        let mut field = self.lines(&mut plot, layout, &values)?;
        (field.grounds, field.words) = (grounds, words);
        let radius = if layout.slots.narrowest() < 14.0 { 2.0 } else { 3.2 };
        let mut anchors = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let Some(value) = value else { continue };
            let at = plot.at(layout.slots.centre(index), *value);
            canvas.mark(at, Shape::Disc, radius, theme::DARK_BLUE);
            let mark = Area::around(at, radius * 2.0, radius * 2.0);
            field.marks.push(mark);
            let label = self.years.get(index).map(|year| year.count.printed()).unwrap_or_default();
            anchors.push(Anchor { mark, label, key: is_key(&values, index), style: Type::LABEL });
        }
        field.bounds = Some(Area::new(panel.left, panel.top - HEADROOM, panel.right, panel.bottom - 1.0));
        write_labels(canvas, &field, &anchors, layout.slots.narrowest(), Vec::new());
        Ok(())
    }

    fn paint_rates(&self, canvas: &Canvas, layout: &Layout, panel: Area, ticks: &Ticks) -> Result<(), FigureError> {
        let Some(rate_axis) = &self.rate else { return Ok(()) };
        let empty = self.years.iter().map(|year| match &year.partial {
            // The panel above says why an incomplete year is empty.
            Some(_) => Some((String::new(), year.rate.value.marker.clone().unwrap_or_default())),
            None => absence(&year.rate.value, NOT_AVAILABLE),
        });
        let (grounds, words) = explain_runs(canvas, layout, panel, empty.collect());
        let mut plot = canvas.plot(panel, panel.left..panel.right, 0.0..ticks.top)?;
        axis::gridlines(canvas, &plot, ticks, &grounds);
        // A break says nothing where there is no rate on one of its sides.
        let within = |cut: &&Cut| !grounds.iter().any(|ground| (ground.left..=ground.right).contains(&cut.x));
        for cut in layout.cuts.iter().filter(within) {
            canvas.line(&[(cut.x, panel.top), (cut.x, panel.bottom)], cut::RULE);
        }
        let values: Vec<Option<f64>> =
            self.years.iter().map(|year| if year.partial.is_some() { None } else { year.rate.value.value }).collect();
        let mut field = self.lines(&mut plot, layout, &values)?;
        (field.grounds, field.words) = (grounds, words);
        field.grounds.extend((canvas.strip > 0.0).then(|| canvas.strip_under(panel)));
        let mut anchors = Vec::new();
        for (index, year) in self.years.iter().enumerate() {
            let (Some(Some(value)), rate) = (values.get(index), &year.rate) else { continue };
            let x = layout.slots.centre(index);
            let mark = interval_mark(canvas, &plot, x, *value, (rate.lower, rate.upper), Shape::Disc, theme::DARK_BLUE);
            field.marks.push(mark);
            anchors.push(Anchor { mark, label: rate.value.printed(), key: is_key(&values, index), style: Type::LABEL });
        }
        let mut named = Vec::new();
        if !anchors.is_empty() && canvas.width(&rate_axis.geography, Type::NAME) <= panel.width() * MOST_NAME {
            let mut places = name_places(canvas, &anchors, &rate_axis.geography);
            // A name over the marks of others is worse than none: the description has it.
            places.push(Candidate::left_out(400.0));
            named.push((rate_axis.geography.clone(), Type::NAME, places));
        }
        for other in &rate_axis.others {
            let (Some(index), Some(value)) = (self.position(&other.year), other.rate.value.value) else { continue };
            let (left, right) = layout.slots.columns.get(index).copied().unwrap_or_default();
            let x = (left + right) / 2.0 + ((right - left) * 0.3).min(11.0);
            let mark = interval_mark(
                canvas,
                &plot,
                x,
                value,
                (other.rate.lower, other.rate.upper),
                Shape::Diamond,
                theme::ORANGE,
            );
            field.marks.push(mark);
            let label = format!("{}: {}", other.geography, other.rate.value.printed());
            let places = tied_places(canvas, mark, right, &label);
            named.push((label, Type::LABEL, places));
        }
        field.bounds = Some(Area::new(panel.left, panel.top - HEADROOM, panel.right, panel.bottom - 2.0));
        write_labels(canvas, &field, &anchors, layout.slots.narrowest(), named);
        Ok(())
    }

    /// Draws the line in pieces that end at breaks and absences, and returns what labels must keep clear of.
    fn lines(&self, plot: &mut Plot<'_>, layout: &Layout, values: &[Option<f64>]) -> Result<Field, FigureError> {
        let mut field = Field::default();
        for cut in &layout.cuts {
            field.lines.push(Segment((cut.x, plot.area.top), (cut.x, plot.area.bottom)));
        }
        let mut piece: Vec<Point> = Vec::new();
        let mut pieces: Vec<Vec<Point>> = Vec::new();
        for (index, value) in values.iter().enumerate() {
            if value.is_none() || self.breaks_before(index) {
                pieces.push(std::mem::take(&mut piece));
            }
            if let Some(value) = value {
                piece.push((layout.slots.centre(index), *value));
            }
        }
        pieces.push(piece);
        for piece in pieces.into_iter().filter(|piece| piece.len() > 1) {
            let page: Vec<Point> = piece.iter().map(|(x, y)| plot.at(*x, *y)).collect();
            field.lines.extend(page.windows(2).filter_map(|pair| match pair {
                [from, to] => Some(Segment(*from, *to)),
                _ => None,
            }));
            plot.line(piece, Stroke::solid(theme::DARK_BLUE, 1.8))?;
        }
        Ok(field)
    }
}

/// Draws the tinted slots and returns them from left to right, and where words stand in them.
fn explain_runs(
    canvas: &Canvas,
    layout: &Layout,
    panel: Area,
    empty: Vec<Option<(String, String)>>,
) -> (Vec<Area>, Vec<Area>) {
    let (mut grounds, mut words) = (Vec::new(), Vec::new());
    for run in runs(empty) {
        let ground = layout.slots.ground(run.from, run.to, panel.top, panel.bottom);
        words.extend(explain(canvas, ground, &run.words, &run.marker));
        grounds.push(ground);
    }
    (grounds, words)
}
