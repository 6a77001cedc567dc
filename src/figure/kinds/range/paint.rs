//! The drawing of the range: bars to scale, the small numbers again on their own axis, and rows of words in the same columns.

use plotters_backend::text_anchor::HPos;

use super::marks::{
    estimate_label, estimate_mark, estimate_words, lower_label, paint_closed, paint_whisker, small_numbers, tie,
    write_labels,
};
use super::{Estimate, Range, RangeYear, Upper};
use crate::figure::axis::{self, Slots};
use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::label::Field;
use crate::figure::scale::Ticks;
use crate::figure::text::Weight;
use crate::figure::theme::{self, size};

/// Heights of the two panels, in points.
const MAIN: f64 = 185.0;
const SMALL_PANEL: f64 = 92.0;
/// The second panel is drawn when the small numbers reach less than this share of the main axis.
const READABLE: f64 = 0.2;
/// Height of the row that explains the marks.
const KEY: f64 = 18.0;
/// Room right of the panels for the brackets that tie them.
const TIE: f64 = 11.0;
/// The widest a bar grows.
const BAR: f64 = 30.0;
const ROW_HEAD: Type = Type { size: size::SMALL, weight: Weight::Bold, colour: theme::INK };
const ROW: Type = Type { size: size::SMALL, weight: Weight::Regular, colour: theme::INK };

struct Layout {
    slots: Slots,
    bar: f64,
    ticks: Ticks,
    small_ticks: Option<Ticks>,
    head: Vec<String>,
    small_head: Vec<String>,
    main: Area,
    small: Option<Area>,
    upper_words: Vec<Vec<String>>,
    years_at: f64,
    rows: Vec<Row>,
    bottom: f64,
}

type Columns = std::ops::Range<usize>;

/// A heading and its cells, each over the columns of one year or of several.
struct Row {
    head: Vec<String>,
    cells: Vec<(Columns, Vec<String>)>,
    top: f64,
}

impl Body for Range {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let layout = self.layout(canvas, area);
        std::iter::once(layout.main).chain(layout.small).map(|panel| canvas.strip_under(panel)).collect()
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        let below = canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        self.paint_key(canvas, area.left, below + 3.0);
        self.paint_main(canvas, &layout)?;
        if let (Some(small), Some(ticks)) = (layout.small, &layout.small_ticks) {
            let top = small.top - 14.0 - layout.small_head.len() as f64 * Type::HEAD.leading();
            canvas.lines(&layout.small_head, area.left, top, HPos::Left, Type::HEAD);
            self.paint_small(canvas, &layout, small, ticks)?;
        }
        for (index, year) in self.years.iter().enumerate() {
            let x = layout.left_edge(index);
            if layout.holds(index, canvas.width(&year.year, Type::QUIET)) {
                for (top, style) in layout.year_tops(canvas.strip) {
                    canvas.lines(std::slice::from_ref(&year.year), x, top, HPos::Left, style);
                }
            }
        }
        for row in &layout.rows {
            canvas.line(&[(area.left, row.top - 4.0), (area.right, row.top - 4.0)], Stroke::solid(theme::GRID, 0.6));
            let top = canvas.lines(&row.head, area.left, row.top, HPos::Left, ROW_HEAD);
            for (columns, cell) in row.cells.iter().filter(|(_, cell)| !cell.is_empty()) {
                let left = layout.left_edge(columns.start);
                canvas.lines(cell, left, top, HPos::Left, ROW);
                if columns.len() > 1 {
                    let right = left + layout.slots.narrowest() * columns.len() as f64 - 12.0;
                    canvas.line(&[(left, top), (right, top)], Stroke::solid(theme::AXIS, 0.7));
                }
            }
        }
        Ok(())
    }
}

impl Layout {
    /// The left edge of a year's column: of its bar, its year and its cells.
    fn left_edge(&self, index: usize) -> f64 {
        let inset = (self.slots.narrowest() * 0.14).min(12.0);
        self.slots.columns.get(index).map_or(0.0, |column| column.0 + inset)
    }

    /// Whether text of this width can stand in the column of `index`, counting only every so many columns where they are narrow.
    fn holds(&self, index: usize, width: f64) -> bool {
        let slot = self.slots.narrowest().max(0.1);
        let every = libm::ceil((width + 4.0) / slot).max(1.0) as usize;
        (self.slots.columns.len() - 1 - index).is_multiple_of(every)
            && (every == 1 || index + every <= self.slots.columns.len())
    }

    /// Under each panel, the years.
    fn year_tops(&self, strip: f64) -> Vec<(f64, Type)> {
        let mut tops = vec![(self.years_at, Type::QUIET)];
        tops.extend(self.small.map(|small| (small.bottom + strip + 4.0, Type::QUIET)));
        tops
    }
}

impl Range {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let small_numbers = self.years.iter().flat_map(small_numbers).fold(0.0, f64::max);
        let bounded = self.years.iter().filter_map(RangeYear::upper_value).fold(0.0, f64::max);
        let open = self.years.iter().any(|year| matches!(year.upper, Upper::NotIdentified(_)));
        // An open bar needs room above the largest number, or its arrow would say that it ends there.
        let highest = bounded.max(if open { small_numbers * 1.3 } else { small_numbers });
        let ticks = Ticks::covering(highest, true);
        let small_ticks =
            (small_numbers > 0.0 && small_numbers < ticks.top * READABLE).then(|| Ticks::covering(small_numbers, true));
        let room = axis::room(canvas, &ticks).max(small_ticks.as_ref().map_or(0.0, |small| axis::room(canvas, small)));
        let (left, right) = (area.left + room, area.right - TIE);
        let slots = Slots::new(left, right, &vec![false; self.years.len()], 0.0);
        let slot = slots.narrowest();
        let bar = (slot * 0.36).clamp(1.5, BAR);

        let head = canvas.wrap(&self.y_title, Type::HEAD, area.width());
        let cut = |text: &str, columns: usize| {
            let room = slot * columns as f64;
            let fits = |text: &str| text.split(' ').all(|word| canvas.width(word, ROW) <= room - 4.0);
            // A bracket stays in one piece where the column allows it.
            let text = if fits(text) { text.to_owned() } else { text.replace('\u{A0}', " ") };
            if fits(&text) { canvas.wrap(&text, ROW, room - 6.0) } else { Vec::new() }
        };
        let upper_words: Vec<Vec<String>> = self.years.iter().map(|year| cut(&year.upper_words(), 1)).collect();
        let headroom = upper_words.iter().map(Vec::len).max().unwrap_or(0) as f64 * ROW.leading() + 7.0;
        let top = area.top + head.len() as f64 * Type::HEAD.leading() + KEY + headroom;
        let main = Area::new(left, top, right, top + MAIN);
        let years_at = main.bottom + canvas.strip + 4.0;
        let mut y = years_at + Type::QUIET.leading();
        let mut small_head = Vec::new();
        let small = small_ticks.as_ref().map(|_| {
            small_head = canvas.wrap(&self.enlarged_title, Type::HEAD, area.width());
            let top = y + 12.0 + small_head.len() as f64 * Type::HEAD.leading() + 14.0;
            Area::new(left, top, right, top + SMALL_PANEL)
        });
        if let Some(small) = small {
            y = small.bottom + canvas.strip + 4.0 + Type::QUIET.leading();
        }
        let mut rows = Vec::new();
        let runs = self.estimate_runs();
        let said = |run: &Columns| self.years.get(run.start).map(|year| estimate_words(&year.estimate));
        let estimates = runs.into_iter().map(|run| (run.clone(), said(&run).unwrap_or_default())).collect();
        let forces = self.years.iter().enumerate();
        let forces = forces
            .map(|(index, year)| (index..index + 1, format!("{} of {}", year.forces_agreed, self.forces_in_all)))
            .collect();
        let told: [(&str, Vec<(Columns, String)>); 2] =
            [(&self.estimate_title, estimates), (&self.forces_title, forces)];
        for (title, texts) in told {
            let cells: Vec<(Columns, Vec<String>)> =
                texts.into_iter().map(|(columns, text)| (columns.clone(), cut(&text, columns.len()))).collect();
            // Columns too narrow for any words leave them to the figure's table.
            if cells.iter().all(|(_, lines)| lines.is_empty()) {
                continue;
            }
            let head = canvas.wrap(title, ROW_HEAD, area.width());
            let tall = head.len() + cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
            rows.push(Row { head, cells, top: y + 10.0 });
            y += 10.0 + tall as f64 * ROW.leading();
        }
        Layout {
            slots,
            bar,
            ticks,
            small_ticks,
            head,
            small_head,
            main,
            small,
            upper_words,
            years_at,
            rows,
            bottom: y + 2.0,
        }
    }

    /// The columns of each estimate: neighbours without one for the same reason share it, over all of their columns.
    fn estimate_runs(&self) -> Vec<Columns> {
        let mut runs: Vec<Columns> = Vec::new();
        let mut before: Option<&Estimate> = None;
        for (index, RangeYear { estimate, .. }) in self.years.iter().enumerate() {
            match runs.last_mut() {
                Some(run) if matches!(estimate, Estimate::Absent(_)) && before == Some(estimate) => run.end = index + 1,
                _ => runs.push(index..index + 1),
            }
            before = Some(estimate);
        }
        runs
    }

    /// One row that says what bar and diamond mean.
    fn paint_key(&self, canvas: &Canvas, left: f64, top: f64) {
        let y = top + Type::SMALL.leading() / 2.0;
        let bar = Area::new(left + 1.0, y - 5.0, left + 11.0, y + 5.0);
        paint_closed(canvas, bar, 1.5);
        let words = "range: lower to upper bound";
        canvas.write(words, (left + 17.0, Type::SMALL.baseline(y)), HPos::Left, Type::SMALL);
        if self.years.iter().any(|year| matches!(year.estimate, Estimate::Published { .. })) {
            let x = left + 17.0 + canvas.width(words, Type::SMALL) + 22.0;
            canvas.mark((x, y), Shape::Diamond, 3.0, theme::ORANGE);
            paint_whisker(canvas, (x, y), y - 6.0, y + 6.0, 4.5, 3.9);
            canvas.write("estimate with its interval", (x + 9.0, Type::SMALL.baseline(y)), HPos::Left, Type::SMALL);
        }
    }

    fn paint_main(&self, canvas: &Canvas, layout: &Layout) -> Result<(), FigureError> {
        let panel = layout.main;
        let plot = canvas.plot(panel, panel.left..panel.right, 0.0..layout.ticks.top)?;
        if let (Some(small), Some(ticks)) = (layout.small, &layout.small_ticks) {
            let (_, top) = plot.at(panel.left, ticks.top);
            tie(canvas, panel, top, small);
        }
        axis::gridlines(canvas, &plot, &layout.ticks, &[]);
        let mut field = Field::default();
        let mut labels = Vec::new();
        for (index, year) in self.years.iter().enumerate() {
            let left = layout.left_edge(index);
            let bar = self.paint_bar(canvas, &plot, layout, year, left);
            field.marks.extend(bar);
            let estimate = match layout.small {
                None => estimate_mark(canvas, &plot, layout.bar, year, left),
                Some(_) => None,
            };
            field.marks.extend(estimate);
            if let Some(words) = layout.upper_words.get(index) {
                // Over the bar, and over an estimate that reaches beyond it, or has no bar.
                let head = bar.map_or(panel.bottom - 20.0, |bar| bar.top);
                let head = estimate.map_or(head, |estimate| head.min(estimate.top));
                let top = head - 4.0 - words.len() as f64 * ROW.leading();
                canvas.lines(words, left, top, HPos::Left, ROW);
                let bottom = top + words.len() as f64 * ROW.leading();
                field.marks.push(Area::new(left, top, left + layout.slots.narrowest() - 12.0, bottom));
                field.words.push(Area::new(left, top, left + canvas.widest(words, ROW), bottom));
            }
            if layout.small.is_none() {
                labels.extend(estimate_label(&plot, layout.bar, year, left));
            }
            labels.extend(lower_label(&plot, layout.bar, year, left));
        }
        field.bounds = Some(panel);
        write_labels(canvas, &field, labels, layout.slots.narrowest());
        Ok(())
    }

    /// The bar from the lower to the upper bound; open at the top where there is no upper bound.
    fn paint_bar(
        &self,
        canvas: &Canvas,
        plot: &Plot<'_>,
        layout: &Layout,
        year: &RangeYear,
        left: f64,
    ) -> Option<Area> {
        let lower = year.lower.value?;
        let right = left + layout.bar;
        let (_, foot) = plot.at(left, lower);
        let cap = Stroke::solid(theme::DARK_BLUE, 2.2);
        let ground = theme::MID_BLUE.veil(0.22);
        let Some(upper) = year.upper_value() else {
            let top = plot.area.top;
            let tip = (layout.bar * 0.45).min(12.0);
            let area = Area::new(left, top + tip, right, foot);
            canvas.fill(area, ground);
            canvas.polygon(&[(left - 2.0, top + tip), ((left + right) / 2.0, top), (right + 2.0, top + tip)], ground);
            let edge = Stroke::dashed(theme::DARK_BLUE, 0.9, 3.0, 2.5);
            for x in [left, right] {
                canvas.line(&[(x, foot), (x, top + tip)], edge);
            }
            canvas.line(
                &[(left - 2.0, top + tip), ((left + right) / 2.0, top), (right + 2.0, top + tip)],
                Stroke::solid(theme::DARK_BLUE, 1.1),
            );
            canvas.line(&[(left, foot), (right, foot)], cap);
            return Some(Area::new(left, top, right, foot));
        };
        let (_, top) = plot.at(left, upper);
        let bar = Area::new(left, top, right, foot);
        paint_closed(canvas, bar, 2.2);
        Some(bar)
    }

    fn paint_small(&self, canvas: &Canvas, layout: &Layout, panel: Area, ticks: &Ticks) -> Result<(), FigureError> {
        let plot = canvas.plot(panel, panel.left..panel.right, 0.0..ticks.top)?;
        axis::gridlines(canvas, &plot, ticks, &[]);
        let mut field = Field::default();
        let mut labels = Vec::new();
        for (index, year) in self.years.iter().enumerate() {
            let left = layout.left_edge(index);
            let Some(lower) = year.lower.value else { continue };
            let (_, foot) = plot.at(left, lower);
            let (_, head) = plot.at(left, year.upper_value().unwrap_or(ticks.top).min(ticks.top));
            let bar = Area::new(left, head, left + layout.bar, foot);
            canvas.fill(bar, theme::MID_BLUE.veil(0.22));
            canvas.line(&[(bar.left, foot), (bar.right, foot)], Stroke::solid(theme::DARK_BLUE, 2.2));
            field.marks.push(bar);
            field.marks.extend(estimate_mark(canvas, &plot, layout.bar, year, left));
            labels.extend(lower_label(&plot, layout.bar, year, left));
            labels.extend(estimate_label(&plot, layout.bar, year, left));
        }
        field.bounds = Some(Area::new(panel.left, panel.top, panel.right, panel.bottom - 1.0));
        write_labels(canvas, &field, labels, layout.slots.narrowest());
        Ok(())
    }
}
