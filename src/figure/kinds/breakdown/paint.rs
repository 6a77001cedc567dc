//! The drawing of the breakdown: the coverage in words, a key, a row for each category and one for what is not recorded.

use plotters_backend::text_anchor::HPos;

use super::{Breakdown, BreakdownCategory};
use super::{NOT_RECORDED, absence};
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::key::{self, Key, Swatch};
use crate::figure::scale::Ticks;
use crate::figure::theme;

/// Thickness of the bars, and the height of a row without and with a label over its bar, in points.
const BAR: f64 = 11.0;
const LOW_ROW: f64 = 20.0;
const HIGH_ROW: f64 = 31.0;
/// Half the width of the mark of a share among the known, before its points.
const MARK: f64 = 3.6;
/// The widest the column of names grows, as a share of the width.
const NAMES: f64 = 0.36;
/// Space between a bar and its label.
const BESIDE: f64 = 4.0;

struct Layout {
    head: Vec<String>,
    coverage: Vec<String>,
    key: Key,
    rows: Vec<Row>,
    rule: f64,
    /// The right edge of the strip between names and numbers.
    strip: f64,
    panel: Area,
    bottom: f64,
}

/// The name of a row and where its bar runs.
struct Row {
    name: Vec<String>,
    middle: f64,
}

impl Body for Breakdown {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let layout = self.layout(canvas, area);
        vec![canvas.upright_strip(layout.strip, layout.panel.top, layout.panel.bottom)]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        let below = canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        canvas.lines(&layout.coverage, area.left, below + 1.0, HPos::Left, Type::LABEL);
        layout.key.draw(canvas);
        let plot = canvas.plot(layout.panel, 0.0..100.0, 0.0..1.0)?;
        let mut ticks = Ticks::between(0.0, 100.0, 5, false);
        ticks.labels.iter_mut().for_each(|label| label.push('%'));
        axis::uprights(canvas, &plot, &ticks);
        let rule = [(area.left, layout.rule), (area.right, layout.rule)];
        canvas.line(&rule, Stroke::solid(theme::AXIS, 0.6));
        for (category, row) in self.categories.iter().zip(&layout.rows) {
            canvas.lines_about(&row.name, area.left, row.middle, HPos::Left, Type::LABEL);
            paint_category(canvas, &plot, category, row.middle);
        }
        if let Some(row) = layout.rows.last() {
            canvas.lines_about(&row.name, area.left, row.middle, HPos::Left, Type::STRONG);
            self.paint_unknown(canvas, &plot, row.middle);
        }
        Ok(())
    }
}

impl Breakdown {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let head = canvas.wrap(&self.x_title, Type::HEAD, area.width());
        let sentences = self.coverage_words();
        let coverage: Vec<String> =
            sentences.iter().flat_map(|sentence| canvas.wrap(sentence, Type::LABEL, area.width())).collect();
        let top =
            area.top + head.len() as f64 * Type::HEAD.leading() + coverage.len() as f64 * Type::LABEL.leading() + 6.0;
        let key = Key::new(canvas, self.entries(), Area { top, ..area });
        let lowers = self.categories.iter().filter(|category| category.lower.value.is_some());
        let gutter = lowers.map(|category| canvas.width(&category.lower.printed(), Type::LABEL)).fold(0.0, f64::max);
        let names = self.categories.iter().map(|category| canvas.width(&category.name, Type::LABEL));
        let widest = names.fold(canvas.width(NOT_RECORDED, Type::STRONG), f64::max).min(area.width() * NAMES);
        let strip = area.left + widest + 8.0 + canvas.strip;
        let left = strip + gutter + 2.0 * BESIDE - 4.0;
        let uppers = self.categories.iter().map(|category| &category.upper).chain([&self.not_recorded]);
        let beyond = uppers.filter(|share| share.value.is_some());
        let beyond = beyond.map(|share| canvas.width(&share.printed(), Type::STRONG) + BESIDE).fold(14.0, f64::max);
        let panel_top = key.bottom + 6.0;
        let mut y = panel_top;
        let mut rows: Vec<Row> = Vec::new();
        let mut rule = y;
        let titles = self.categories.iter().map(|category| (category.name.as_str(), Type::LABEL));
        for (index, (name, style)) in titles.chain([(NOT_RECORDED, Type::STRONG)]).enumerate() {
            let labelled = self.categories.get(index).is_some_and(is_marked);
            let name = canvas.wrap(name, style, widest + 1.0);
            let words = name.len() as f64 * style.leading() + 5.0;
            if index == self.categories.len() {
                rule = y + 3.0;
                y += 6.0;
            }
            let tall = words.max(if labelled { HIGH_ROW } else { LOW_ROW });
            // The label of a mark stands over the bar, which therefore lies lower in its row.
            let middle = y + tall / 2.0 + if labelled { (HIGH_ROW - LOW_ROW) / 2.0 } else { 0.0 };
            rows.push(Row { name, middle });
            y += tall;
        }
        // A mark over the end of the widest bar moves that bar's label out.
        let marked = if self.categories.iter().any(is_marked) { MARK * 1.3 } else { 0.0 };
        let panel = Area::new(left, panel_top, area.right - beyond - marked - 1.0, y);
        Layout { head, coverage, key, rows, rule, strip, panel, bottom: y + axis::foot_height() + 1.0 }
    }

    fn entries(&self) -> Vec<(Swatch, String)> {
        let mut entries = vec![(Swatch::Range, "what the share can be: none to all of the not recorded".to_owned())];
        if self.categories.iter().any(is_marked) {
            entries.push((Swatch::Diamond(theme::ORANGE), "share among known".to_owned()));
        }
        entries
    }

    fn paint_unknown(&self, canvas: &Canvas, plot: &Plot<'_>, y: f64) {
        let (zero, _) = plot.at(0.0, 0.0);
        let Some(share) = self.not_recorded.value else {
            canvas.write_clear(&self.not_recorded.printed(), (zero + BESIDE, y), Type::LABEL, theme::WHITE);
            return;
        };
        let (end, _) = plot.at(share * 100.0, 0.0);
        canvas.fill(Area::new(zero, y - BAR / 2.0, end, y + BAR / 2.0), theme::AXIS.solid());
        canvas.write_clear(&self.not_recorded.printed(), (end + BESIDE, y), Type::STRONG, theme::WHITE);
    }
}

/// Whether a category carries the mark of its share among the known.
fn is_marked(category: &BreakdownCategory) -> bool {
    [&category.lower, &category.upper, &category.among_known].iter().all(|share| share.value.is_some())
}

/// The bar of a category with the labels of its ends and, where it is published, the mark of its share among the known.
fn paint_category(canvas: &Canvas, plot: &Plot<'_>, category: &BreakdownCategory, y: f64) {
    let (zero, _) = plot.at(0.0, 0.0);
    let (Some(lower), Some(upper)) = (category.lower.value, category.upper.value) else {
        canvas.write_clear(
            &absence(category),
            (zero + BESIDE, y),
            Type::LABEL.coloured(theme::DARK_GREY),
            theme::WHITE,
        );
        return;
    };
    let (left, right) = (plot.at(lower * 100.0, 0.0).0, plot.at(upper * 100.0, 0.0).0);
    key::range_bar(canvas, Area::new(left, y - BAR / 2.0, right, y + BAR / 2.0));
    let mark = category.among_known.value.map(|share| plot.at(share * 100.0, 0.0).0);
    if let Some(x) = mark {
        canvas.mark((x, y), Shape::Diamond, MARK, theme::ORANGE);
    }
    // The labels keep clear of a mark that lies over the end of its bar.
    let (first, last) = mark.map_or((left, right), |x| (left.min(x - MARK * 1.3), right.max(x + MARK * 1.3)));
    let text = category.lower.printed();
    let width = canvas.width(&text, Type::LABEL);
    let mut from = first - BESIDE - width;
    if from < zero + 1.5 {
        // The zero line must not run through the label.
        from = from.min(zero - BESIDE - width);
    }
    // Where all is known the range is one share, which is told once.
    if lower < upper {
        canvas.write_clear(&text, (from, y), Type::LABEL, theme::WHITE);
    }
    canvas.write_clear(&category.upper.printed(), (last + BESIDE, y), Type::LABEL, theme::WHITE);
    let known = category.among_known.printed();
    if let Some(x) = mark.filter(|_| lower < upper || known != category.upper.printed()) {
        let from = (x - canvas.width(&known, Type::STRONG) / 2.0).max(zero + 2.0);
        canvas.write_clear(&known, (from, y - BAR / 2.0 - 6.5), Type::STRONG, theme::WHITE);
    }
}
