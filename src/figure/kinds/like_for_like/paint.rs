//! The drawing of the index: layout first, then grounds, grid, base line, links, marks and labels, and the rows beneath.

use plotters_backend::text_anchor::HPos;

use super::marks::{self, Placed, share_words};
use super::{BASE, IndexLink, IndexYear, LikeForLike};
use crate::figure::axis::{self, Slots, YearLabels};
use crate::figure::canvas::{Canvas, Plot, Stroke, Type};
use crate::figure::cut::Cut;
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::{Area, Point, Segment};
use crate::figure::key::{Key, Swatch};
use crate::figure::label::Field;
use crate::figure::marks::{CROWDED, absence, explain, is_key, runs, write_labels};
use crate::figure::scale::Ticks;
use crate::figure::text::Weight;
use crate::figure::theme::{self, size};
use crate::wording::format;

/// Height of the plot, in points.
const PANEL: f64 = 185.0;
/// Space above the plot for the labels of its highest points.
const HEADROOM: f64 = 13.0;
/// The least span of the axis, in index points, so that small changes are not made to look large.
const LEAST_SPAN: f64 = 20.0;
/// With a lowest value under this share of the highest, the axis starts at zero.
const FROM_ZERO: f64 = 0.4;

const LINE: Stroke = Stroke::solid(theme::DARK_BLUE, 1.8);
const THIN: Stroke = Stroke::dashed(theme::DARK_BLUE, 1.6, 4.5, 3.0);
const ROW_HEAD: Type = Type { size: size::SMALL, weight: Weight::Bold, colour: theme::INK };
const ROW: Type = Type { size: size::SMALL, weight: Weight::Regular, colour: theme::INK };

struct Layout {
    head: Vec<String>,
    key: Key,
    ticks: Ticks,
    slots: Slots,
    labels: YearLabels,
    cuts: Vec<Cut>,
    panel: Area,
    /// The foot of the plot, under the strip that says where the axis starts.
    foot: f64,
    rows: Vec<Row>,
    bottom: f64,
}

/// A heading and one cell a year.
struct Row {
    head: Vec<String>,
    cells: Vec<(String, Type)>,
    top: f64,
}

impl Body for LikeForLike {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn data_area(&self, canvas: &Canvas, area: Area) -> Area {
        self.layout(canvas, area).panel
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        layout.key.draw(canvas);
        self.paint_panel(canvas, &layout)?;
        if let Some(words) = self.start_words() {
            marks::paint_start(canvas, layout.panel, &words);
        }
        let (left, right) = (layout.panel.left, layout.panel.right);
        canvas.line(&[(left, layout.foot), (right, layout.foot)], Stroke::solid(theme::AXIS, 0.9));
        let years: Vec<&str> = self.years.iter().map(|year| year.year.as_str()).collect();
        layout.labels.draw(canvas, &layout.slots, &years, layout.foot);
        for row in &layout.rows {
            canvas.line(&[(area.left, row.top - 4.0), (area.right, row.top - 4.0)], Stroke::solid(theme::GRID, 0.6));
            let top = canvas.lines(&row.head, area.left, row.top, HPos::Left, ROW_HEAD);
            for (index, (cell, style)) in row.cells.iter().enumerate() {
                canvas.lines(std::slice::from_ref(cell), layout.slots.centre(index), top, HPos::Center, *style);
            }
        }
        Ok(())
    }
}

impl LikeForLike {
    /// The ticks of the axis: around all that is drawn and 100, from zero where the lowest value is far below the highest.
    fn ticks(&self) -> Ticks {
        let values = self.years.iter().filter_map(|year| year.index.value);
        let limits = (0..self.years.len()).filter_map(|at| self.limits(at)).flat_map(|(lower, upper)| [lower, upper]);
        let (mut low, mut high) =
            values.chain(limits).fold((BASE, BASE), |(low, high), value| (low.min(value), high.max(value)));
        // The base line must not lie where an axis has its zero.
        low = low.min(BASE - 0.05 * (high - BASE));
        let missing = (LEAST_SPAN - (high - low)).max(0.0);
        (low, high) = ((low - missing / 2.0).max(0.0), high + missing / 2.0);
        Ticks::between(if low < high * FROM_ZERO { 0.0 } else { low }, high, 5, false)
    }

    /// Where the axis starts, in words, unless it starts at zero.
    pub(super) fn start_words(&self) -> Option<String> {
        let ticks = self.ticks();
        let first = ticks.labels.first().filter(|_| ticks.bottom() != 0.0)?;
        Some(format!("axis starts at {first}, not at zero"))
    }

    /// What the base line is, in words.
    fn base_words(&self) -> String {
        match self.years.first() {
            // The years of several bases would be longer than the line has room; the rules say where they are.
            Some(first) if !self.years.iter().any(IndexYear::starts_anew) => format!("base: {} = 100", first.year),
            _ => "base: 100".to_owned(),
        }
    }

    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let ticks = self.ticks();
        let (left, right) = (area.left + axis::room(canvas, &ticks), area.right - 1.0);
        let slots = Slots::new(left, right, &vec![false; self.years.len()], 0.0);
        let years: Vec<&str> = self.years.iter().map(|year| year.year.as_str()).collect();
        let labels = YearLabels::new(canvas, &slots, &years);
        let head = canvas.wrap(&self.y_title, Type::HEAD, area.width());
        let top = area.top + head.len() as f64 * Type::HEAD.leading() + 2.0;
        let key = Key::new(canvas, self.entries(), Area { top, ..area });
        let mut y = key.bottom + 2.0;
        let mut cuts: Vec<Cut> = Vec::new();
        for (index, year) in self.years.iter().enumerate().filter(|(_, year)| year.starts_anew()) {
            let x = slots.columns.get(index).map_or(left, |slot| slot.0);
            let IndexLink::Missing(reason) = &year.link else { continue };
            let text = format!("no link: {reason}; new chain");
            cuts.push(Cut::place(canvas, &cuts, &text, (x, y), Area::new(left, y, right, y)));
        }
        y = cuts.iter().map(|cut| cut.area.bottom).fold(y, f64::max) + HEADROOM;
        let panel = Area::new(left, y, right, y + PANEL);
        let foot = panel.bottom + if ticks.bottom() == 0.0 { 0.0 } else { marks::STRIP };
        y = foot + labels.height();
        let mut rows = Vec::new();
        let forces = self.cells(|year| (year.forces.to_string(), ROW));
        let children = self.cells(|year| {
            let style = if self.is_thin(year) { ROW_HEAD } else { ROW };
            (share_words(year), style)
        });
        for (title, cells) in [(&self.forces_title, forces), (&self.children_title, children)] {
            let widest = cells.iter().map(|(cell, style)| canvas.width(cell, *style)).fold(0.0, f64::max);
            // Columns too narrow for the cells leave them to the figure's table.
            if widest + 3.0 > slots.narrowest() {
                continue;
            }
            let head = canvas.wrap(title, ROW_HEAD, area.width());
            let top = y + 9.0;
            y = top + (head.len() + 1) as f64 * ROW.leading();
            rows.push(Row { head, cells, top });
        }
        Layout { head, key, ticks, slots, labels, cuts, panel, foot, rows, bottom: y + 2.0 }
    }

    fn cells(&self, of: impl Fn(&IndexYear) -> (String, Type)) -> Vec<(String, Type)> {
        let cell = |year: &IndexYear| match year.link {
            IndexLink::Base => ("base".to_owned(), ROW.coloured(theme::DARK_GREY)),
            _ => of(year),
        };
        self.years.iter().map(cell).collect()
    }

    fn entries(&self) -> Vec<(Swatch, String)> {
        let mut entries = Vec::new();
        if (0..self.years.len()).any(|index| self.limits(index).is_some()) {
            let words = "index, with the 95% interval of the change from the year before";
            entries.push((Swatch::Whisker(theme::DARK_BLUE), words.to_owned()));
        }
        if self.years.iter().any(|year| self.is_thin(year)) {
            let words = format!("link that rests on under {} of children", format::percent(self.thin_below));
            entries.push((Swatch::Line(THIN), words));
        }
        entries
    }

    fn paint_panel(&self, canvas: &Canvas, layout: &Layout) -> Result<(), FigureError> {
        let panel = layout.panel;
        let empty = self.years.iter().map(|year| match (&year.link, year.index.value) {
            (_, Some(_)) => None,
            (IndexLink::Missing(reason), None) => Some((format!("no link: {reason}"), year.index.absence().to_owned())),
            (_, None) => absence(&year.index, "[x]"),
        });
        let mut grounds = Vec::new();
        for run in runs(empty.collect()) {
            let ground = layout.slots.ground(run.from, run.to, panel.top, panel.bottom);
            explain(canvas, ground, &run.words, &run.marker);
            grounds.push(ground);
        }
        let mut plot = canvas.plot(panel, panel.left..panel.right, layout.ticks.bottom()..layout.ticks.top)?;
        axis::gridlines(canvas, &plot, &layout.ticks, &grounds);
        let mut field = Field::default();
        for (from, to) in marks::gaps(panel, &grounds) {
            let y = plot.at(from, BASE).1;
            canvas.line(&[(from, y), (to, y)], Stroke::solid(theme::DARK_GREY, 1.0));
            field.lines.push(Segment((from, y), (to, y)));
        }
        for cut in &layout.cuts {
            cut.draw(canvas, panel.bottom);
            field.lines.push(Segment((cut.x, panel.top), (cut.x, panel.bottom)));
        }
        field.grounds = grounds;
        let mut named = self.paint_links(&mut plot, layout, &mut field)?;
        let values: Vec<Option<f64>> = self.years.iter().map(|year| year.index.value).collect();
        let slot = layout.slots.narrowest();
        let radius = if slot < 14.0 { 2.0 } else { 3.2 };
        let mut labels = Vec::new();
        for (index, year) in self.years.iter().enumerate() {
            let (Some(value), x) = (year.index.value, layout.slots.centre(index)) else { continue };
            let limits = self.limits(index).map(|(lower, upper)| (plot.at(x, lower).1, plot.at(x, upper).1));
            let at = plot.at(x, value);
            marks::paint_point(canvas, at, limits, radius);
            field.marks.push(Area::around(at, radius * 2.0, radius * 2.0));
            field.lines.extend(limits.map(|(low, high)| Segment((at.0, low), (at.0, high))));
            let needed = slot >= CROWDED || is_key(&values, index);
            labels.push(marks::value_label(canvas, &year.index.printed(), at, limits, needed));
        }
        labels.append(&mut named);
        labels.extend(marks::base_label(canvas, &plot, &self.base_words()));
        field.bounds = Some(Area::new(panel.left, panel.top - HEADROOM, panel.right, panel.bottom - 1.0));
        write_labels(canvas, &field, &[], slot, labels);
        Ok(())
    }

    /// Draws the links, solid ones joined and thin ones dashed, and returns the labels of the thin ones with their places.
    fn paint_links(&self, plot: &mut Plot<'_>, layout: &Layout, field: &mut Field) -> Result<Vec<Placed>, FigureError> {
        let mut named = Vec::new();
        let mut piece: Vec<Point> = Vec::new();
        for (index, pair) in self.years.windows(2).enumerate() {
            let [before, year] = pair else { continue };
            let ends = (before.index.value, year.index.value, &year.link);
            let (Some(from), Some(to), IndexLink::Ratio { .. }) = ends else {
                plot.line(std::mem::take(&mut piece), LINE)?;
                continue;
            };
            let ends = [(layout.slots.centre(index), from), (layout.slots.centre(index + 1), to)];
            let [start, end] = ends.map(|(x, y)| plot.at(x, y));
            field.lines.push(Segment(start, end));
            if self.is_thin(year) {
                plot.line(std::mem::take(&mut piece), LINE)?;
                plot.line(ends.to_vec(), THIN)?;
                named.push((share_words(year), start, end));
            } else {
                if piece.is_empty() {
                    piece.extend(ends.first());
                }
                piece.extend(ends.last());
            }
        }
        plot.line(piece, LINE)?;
        let canvas = plot.canvas();
        Ok(named.into_iter().map(|(words, start, end)| marks::thin_label(canvas, &words, start, end)).collect())
    }
}
