//! The drawing of the change: two bars from zero for the totals, then a row for each part on the axis of the change.

use plotters_backend::text_anchor::HPos;

use super::{ChangePart, PartKind, Waterfall};
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Plot, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::scale::Ticks;
use crate::figure::theme::{self, Colour};

/// Height of a total's row, and the least height of a part's row, in points.
const TOTAL_ROW: f64 = 20.0;
const LEAST_ROW: f64 = 24.0;
/// Thickness of the bars.
const BAR: f64 = 13.0;
/// A bar shorter than this is a mark of this width.
const LEAST_BAR: f64 = 1.4;
/// The widest the column of names grows, as a share of the width.
const NAMES: f64 = 0.42;
/// Space between names and plot, and between a bar and its label.
const GUTTER: f64 = 10.0;
const BESIDE: f64 = 4.0;

/// A row of the lower panel.
struct Row {
    name: Vec<String>,
    name_style: Type,
    meaning: Vec<String>,
    label: String,
    /// From where to where the bar goes, in the unit of the axis; nothing for an absent part.
    span: Option<(f64, f64)>,
    colour: Colour,
    /// Whether the row is the like-for-like part.
    comparable: bool,
    top: f64,
    bottom: f64,
}

impl Row {
    fn middle(&self) -> f64 {
        (self.top + self.bottom) / 2.0
    }

    /// Whether the label stands left of the bar.
    fn falls(&self) -> bool {
        self.span.is_some_and(|(from, to)| to < from)
    }
}

struct Layout {
    head: Vec<String>,
    parts_head: Vec<String>,
    remark: Vec<String>,
    totals: Area,
    /// The name of either total, and the middle of its row.
    names: [(Vec<String>, f64); 2],
    rows: Vec<Row>,
    span: (f64, f64),
    ticks: Ticks,
    panel: Area,
    bottom: f64,
}

impl Body for Waterfall {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let layout = self.layout(canvas, area);
        let right = layout.totals.left;
        let beside = |part: Area| canvas.upright_strip(right, part.top, part.bottom);
        vec![beside(layout.totals), beside(layout.panel)]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        self.paint_totals(canvas, area.left, layout.totals, &layout.names)?;
        let above = layout.remark.len() as f64 * Type::SMALL.leading() + 4.0;
        let top = layout.panel.top - above - layout.parts_head.len() as f64 * Type::HEAD.leading();
        let below = canvas.lines(&layout.parts_head, area.left, top, HPos::Left, Type::HEAD);
        canvas.lines(&layout.remark, area.left, below, HPos::Left, Type::SMALL);
        // The one comparable part has a ground of its own.
        for row in layout.rows.iter().filter(|row| row.comparable) {
            let ground = Area::new(area.left, row.top, area.right, row.bottom);
            canvas.fill(ground, theme::DARK_BLUE.veil(theme::PALENESS));
        }
        let plot = canvas.plot(layout.panel, layout.span.0..layout.span.1, 0.0..1.0)?;
        axis::uprights(canvas, &plot, &layout.ticks);
        if self.chained() {
            paint_connectors(canvas, &plot, &layout.rows);
        }
        for row in &layout.rows {
            paint_row(canvas, &plot, area.left, row);
        }
        Ok(())
    }
}

impl Waterfall {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let head = canvas.wrap(&self.total_title, Type::HEAD, area.width());
        let mut y = area.top + head.len() as f64 * Type::HEAD.leading() + 4.0;
        let left = area.left + area.width() * NAMES + canvas.strip;
        let column = area.width() * NAMES - GUTTER;
        let totals_top = y;
        // The word that marks invented data has room beside the totals too, which may be cut out by themselves.
        let least = if canvas.strip > 0.0 { TOTAL_ROW.max(theme::STRIP_WORD / 2.0) } else { TOTAL_ROW };
        let names = [&self.start, &self.end].map(|total| {
            let name = canvas.wrap(&format!("Total {}", total.year), Type::STRONG, column);
            let tall = (name.len() as f64 * Type::STRONG.leading() + 4.0).max(least);
            y += tall;
            (name, y - tall / 2.0)
        });
        let totals = Area::new(left, totals_top, area.right, y);
        let parts_head = canvas.wrap(&self.parts_title, Type::HEAD, area.width());
        let remark = canvas.wrap(&self.remark(), Type::SMALL, area.width());
        y = totals.bottom + 14.0;
        y += parts_head.len() as f64 * Type::HEAD.leading() + remark.len() as f64 * Type::SMALL.leading() + 4.0;
        let top = y;
        let mut rows = self.rows(canvas, column);
        for row in &mut rows {
            let tall = row.name.len() as f64 * row.name_style.leading()
                + row.meaning.len() as f64 * Type::SMALL.leading()
                + 7.0;
            row.top = y;
            row.bottom = y + tall.max(LEAST_ROW);
            y = row.bottom;
        }
        // The labels beyond the outermost bars need room inside the picture.
        let widest = |falling: bool| {
            let labels = rows.iter().filter(|row| row.falls() == falling);
            labels.map(|row| canvas.width(&row.label, Type::STRONG) + BESIDE + 1.0).fold(6.0, f64::max)
        };
        let (from, to) = (left + widest(true), area.right - widest(false));
        let panel = Area::new(from.min(to - 40.0), top, to, y);
        let span = span(&rows);
        let ticks = fitting_ticks(canvas, span, panel);
        Layout {
            head,
            parts_head,
            remark,
            totals,
            names,
            rows,
            span,
            ticks,
            panel,
            bottom: y + axis::foot_height() + 1.0,
        }
    }

    /// What the axis of the lower panel shows.
    fn remark(&self) -> String {
        let year = &self.start.year;
        if self.chained() {
            format!("A scale of its own: zero is the total of {year}, and each part starts where the one above ends.")
        } else {
            "A scale of its own. Every bar starts at zero: a part is not published, so the parts cannot be chained."
                .to_owned()
        }
    }

    /// The parts and, last, the change of the total; their heights are set later.
    fn rows(&self, canvas: &Canvas, width: f64) -> Vec<Row> {
        let mut level = 0.0;
        let mut rows: Vec<Row> = Vec::new();
        for part in self.ordered() {
            let span = part.value.value.map(|value| {
                let from = if self.chained() { level } else { 0.0 };
                level = from + value;
                (from, from + value)
            });
            rows.push(self.part_row(canvas, part, span, width));
        }
        rows.push(Row {
            name: canvas.wrap("Change of the total", Type::STRONG, width),
            name_style: Type::STRONG,
            meaning: Vec::new(),
            label: self.change_words(),
            span: self.change().map(|change| (0.0, change)),
            colour: theme::DARK_BLUE,
            comparable: false,
            top: 0.0,
            bottom: 0.0,
        });
        rows
    }

    fn part_row(&self, canvas: &Canvas, part: &ChangePart, span: Option<(f64, f64)>, width: f64) -> Row {
        let name_style = if part.kind == PartKind::LikeForLike { Type::STRONG } else { Type::LABEL };
        let forces = match part.forces {
            None => String::new(),
            Some(1) => ": 1 force".to_owned(),
            Some(forces) => format!(": {forces} forces"),
        };
        let label = match span {
            Some(_) => part.value.printed(),
            None if part.value.label.is_empty() => part.value.absence().to_owned(),
            None => format!("{} {}", part.value.absence(), part.value.label),
        };
        let up = span.is_none_or(|(from, to)| to >= from);
        Row {
            name: canvas.wrap(&format!("{}{forces}", part.kind.words()), name_style, width),
            name_style,
            meaning: canvas.wrap(&self.meaning(part.kind), Type::SMALL, width),
            label,
            span,
            colour: if up { theme::MID_BLUE } else { theme::DARK_GREY },
            comparable: part.kind == PartKind::LikeForLike,
            top: 0.0,
            bottom: 0.0,
        }
    }

    fn paint_totals(
        &self,
        canvas: &Canvas,
        left: f64,
        totals: Area,
        names: &[(Vec<String>, f64)],
    ) -> Result<(), FigureError> {
        let both = [&self.start, &self.end];
        let labels = both.map(|total| total.value.printed());
        let highest = both.iter().filter_map(|total| total.value.value).fold(0.0, f64::max);
        let room = labels.iter().map(|label| canvas.width(label, Type::STRONG)).fold(0.0, f64::max) + BESIDE + 1.0;
        let right = (totals.right - room).max(totals.left + 20.0);
        let plot = canvas.plot(Area { right, ..totals }, 0.0..if highest > 0.0 { highest } else { 1.0 }, 0.0..1.0)?;
        for ((total, label), (name, y)) in both.iter().zip(&labels).zip(names) {
            let y = *y;
            canvas.lines_about(name, left, y, HPos::Left, Type::STRONG);
            let end = total.value.value.map_or(totals.left, |value| plot.at(value, 0.0).0);
            canvas.fill(Area::new(totals.left, y - BAR / 2.0, end, y + BAR / 2.0), theme::DARK_BLUE.solid());
            canvas.write(label, (end + BESIDE, Type::STRONG.baseline(y)), HPos::Left, Type::STRONG);
        }
        canvas.line(&[(totals.left, totals.top), (totals.left, totals.bottom)], Stroke::solid(theme::AXIS, 0.9));
        Ok(())
    }
}

/// From where to where the axis runs: over all bars and zero, no further, for there is little room.
fn span(rows: &[Row]) -> (f64, f64) {
    let ends = rows.iter().filter_map(|row| row.span).flat_map(|(from, to)| [from, to]);
    let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), end| (low.min(end), high.max(end)));
    (low, if low == high { low + 1.0 } else { high })
}

/// As many ticks within the axis as their numbers have room for.
fn fitting_ticks(canvas: &Canvas, (low, high): (f64, f64), panel: Area) -> Ticks {
    let mut steps = 7;
    loop {
        let mut ticks = Ticks::between(low, high, steps, true);
        let widest = ticks.labels.iter().map(|label| canvas.width(label, Type::QUIET)).fold(0.0, f64::max);
        let step = ticks.values.windows(2).find_map(|pair| Some(pair.last()? - pair.first()?)).unwrap_or(high - low);
        if steps == 1 || widest + 6.0 <= panel.width() * step / (high - low) {
            let inside = |value: f64| (low..=high).contains(&value);
            let kept = ticks.values.iter().zip(ticks.labels).filter(|(value, _)| inside(**value));
            ticks.labels = kept.map(|(_, label)| label).collect();
            ticks.values.retain(|value| inside(*value));
            return ticks;
        }
        steps -= 1;
    }
}

/// Lines from the end of each part to the start of the next, and from the last to the end of the change.
fn paint_connectors(canvas: &Canvas, plot: &Plot<'_>, rows: &[Row]) {
    for pair in rows.windows(2) {
        let [above, below] = pair else { continue };
        let (Some((_, end)), Some(_)) = (above.span, below.span) else { continue };
        let (x, _) = plot.at(end, 0.0);
        let points = [(x, above.middle() + BAR / 2.0), (x, below.middle() - BAR / 2.0)];
        canvas.line(&points, Stroke::solid(theme::DARK_GREY, 0.8));
    }
}

fn paint_row(canvas: &Canvas, plot: &Plot<'_>, left: f64, row: &Row) {
    let y = row.middle();
    let tall = row.name.len() as f64 * row.name_style.leading() + row.meaning.len() as f64 * Type::SMALL.leading();
    if row.meaning.is_empty() {
        canvas.lines_about(&row.name, left, y, HPos::Left, row.name_style);
    } else {
        let below = canvas.lines(&row.name, left, y - tall / 2.0, HPos::Left, row.name_style);
        canvas.lines(&row.meaning, left, below, HPos::Left, Type::SMALL);
    }
    let ground = if row.comparable { theme::PALE } else { theme::WHITE };
    let Some((from, to)) = row.span else {
        let (zero, _) = plot.at(0.0, 0.0);
        canvas.write_clear(&row.label, (zero + BESIDE, y), Type::LABEL.coloured(theme::DARK_GREY), ground);
        return;
    };
    let (start, end) = (plot.at(from, 0.0).0, plot.at(to, 0.0).0);
    if libm::fabs(end - start) < LEAST_BAR {
        // A part of nothing, or of too little to see, is a mark where it stands, not an empty row.
        let colour = if from == to { theme::DARK_GREY } else { row.colour };
        canvas.line(&[(end, y - BAR / 2.0), (end, y + BAR / 2.0)], Stroke::solid(colour, LEAST_BAR));
    } else {
        canvas.fill(Area::new(start.min(end), y - BAR / 2.0, start.max(end), y + BAR / 2.0), row.colour.solid());
    }
    let at = if row.falls() { end - BESIDE - canvas.width(&row.label, Type::STRONG) } else { end + BESIDE };
    canvas.write_clear(&row.label, (at, y), Type::STRONG, ground);
}
