//! The drawing of the steps: words at the left, bars from nought in the outline of all who were asked, numbers beside them.

use plotters_backend::text_anchor::HPos;

use super::Steps;
use crate::figure::canvas::{Canvas, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::theme;

/// Thickness of the bars, and the least height of a row, in points.
const BAR: f64 = 12.0;
const LEAST_ROW: f64 = 19.0;
/// The widest the column of words grows, as a share of the width.
const WORDS: f64 = 0.44;
const GUTTER: f64 = 8.0;

struct Layout {
    head: Vec<String>,
    rows: Vec<(Vec<String>, f64)>,
    panel: Area,
}

impl Body for Steps {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).panel.bottom + 2.0
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let panel = self.layout(canvas, area).panel;
        vec![canvas.upright_strip(panel.left, panel.top, panel.bottom)]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        let panel = layout.panel;
        for ((words, middle), (_, count)) in layout.rows.iter().zip(&self.steps) {
            canvas.lines_about(words, area.left, *middle, HPos::Left, Type::LABEL);
            let bar = Area::new(panel.left, middle - BAR / 2.0, panel.right, middle + BAR / 2.0);
            canvas.framed(bar, None, Stroke::solid(theme::AXIS, 0.7));
            let share = count.value.map(|count| count / f64::from(self.asked.max(1)));
            if let Some(share) = share {
                canvas.fill(Area { right: panel.left + panel.width() * share, ..bar }, theme::DARK_BLUE.solid());
            }
            let at = (panel.right + GUTTER, Type::STRONG.baseline(*middle));
            canvas.write(&said(count, self.asked), at, HPos::Left, Type::STRONG);
        }
        canvas.line(&[(panel.left, panel.top), (panel.left, panel.bottom)], Stroke::solid(theme::AXIS, 0.9));
        Ok(())
    }
}

fn said(count: &crate::figure::value::Shown, asked: u32) -> String {
    match count.value {
        Some(_) => format!("{} of {asked}", count.printed()),
        None => count.printed(),
    }
}

impl Steps {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let head = canvas.wrap(&self.x_title, Type::HEAD, area.width());
        let widest = self.steps.iter().map(|(name, _)| canvas.width(name, Type::LABEL)).fold(0.0, f64::max);
        let column = (widest + 1.0).min(area.width() * WORDS);
        let beyond = self
            .steps
            .iter()
            .map(|(_, count)| canvas.width(&said(count, self.asked), Type::STRONG))
            .fold(0.0, f64::max);
        let top = area.top + head.len() as f64 * Type::HEAD.leading() + 4.0;
        let mut y = top;
        let mut rows = Vec::new();
        for (name, _) in &self.steps {
            let words = canvas.wrap(name, Type::LABEL, column);
            let tall = (words.len() as f64 * Type::LABEL.leading() + 5.0).max(LEAST_ROW);
            rows.push((words, y + tall / 2.0));
            y += tall;
        }
        let panel = Area::new(area.left + column + GUTTER + canvas.strip, top, area.right - beyond - GUTTER - 1.0, y);
        Layout { head, rows, panel }
    }
}
