//! The drawing of the scorecard: three columns, a rule under each row.

use plotters_backend::text_anchor::HPos;

use super::{ScoreRow, Scorecard};
use crate::contract::Progress;
use crate::figure::canvas::{Canvas, Shape, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::{Area, Point};
use crate::figure::theme;
use crate::wording::{self, phrases};

/// The least width of the first column, as a share of the whole, and the space between columns.
const NAMES: f64 = 0.36;
const BETWEEN: f64 = 12.0;
/// The mark of a state, and the words beside it.
const MARK: f64 = 4.6;
const BESIDE: f64 = 17.0;
const PAST: &str = "past its day";
/// Between the words of a row and its rule.
const AIR: f64 = 3.5;

struct Row<'a> {
    row: &'a ScoreRow,
    name: Vec<String>,
    owner: Vec<String>,
    due: Vec<String>,
    past: Vec<String>,
    state: Vec<String>,
    top: f64,
    bottom: f64,
}

struct Layout<'a> {
    heads: [Vec<String>; 3],
    rule: f64,
    rows: Vec<Row<'a>>,
}

impl Body for Scorecard {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        let layout = self.layout(canvas, Area::new(0.0, 0.0, width, 0.0));
        layout.rows.last().map_or(layout.rule, |row| row.bottom) + 2.0
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let layout = self.layout(canvas, area);
        let [_, (due, _), _] = self.columns(canvas, area);
        vec![canvas.upright_strip(due, layout.rule, layout.rows.last().map_or(layout.rule, |row| row.bottom))]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        let columns = self.columns(canvas, area);
        for (head, (left, _)) in layout.heads.iter().zip(columns) {
            canvas.lines(head, left, area.top, HPos::Left, Type::HEAD);
        }
        canvas.line(&[(area.left, layout.rule), (area.right, layout.rule)], Stroke::solid(theme::AXIS, 0.9));
        let [(first, _), (second, _), (third, _)] = columns;
        for row in &layout.rows {
            let below = canvas.lines(&row.name, first, row.top, HPos::Left, Type::STRONG);
            canvas.lines(&row.owner, first, below, HPos::Left, Type::QUIET);
            let below = canvas.lines(&row.due, second, row.top, HPos::Left, Type::LABEL);
            canvas.lines(&row.past, second, below, HPos::Left, Type::STRONG);
            let middle = row.top + Type::LABEL.leading() / 2.0;
            mark(canvas, (third + MARK + 1.0, middle), row.row.state);
            canvas.lines(&row.state, third + BESIDE, row.top, HPos::Left, Type::LABEL);
            canvas.line(&[(area.left, row.bottom), (area.right, row.bottom)], Stroke::solid(theme::GRID, 0.6));
        }
        Ok(())
    }
}

impl Scorecard {
    /// Left edge and width of the columns: days and states as wide as they are, the rest for the names.
    fn columns(&self, canvas: &Canvas, area: Area) -> [(f64, f64); 3] {
        let widest =
            |texts: Vec<String>| texts.iter().map(|text| canvas.width(text, Type::STRONG)).fold(0.0, f64::max) + 1.0;
        let state = widest(self.rows.iter().map(|row| said(row.state)).collect()) + BESIDE;
        let due = widest(self.rows.iter().map(|row| row.due.clone()).chain([PAST.to_owned()]).collect());
        let due = due.min(area.width() * (1.0 - NAMES) - state - 2.0 * BETWEEN);
        let (third, second) = (area.right - state, area.right - state - BETWEEN - due);
        [(area.left, second - area.left - BETWEEN), (second, due), (third, state)]
    }

    fn layout(&self, canvas: &Canvas, area: Area) -> Layout<'_> {
        let [(_, first), (_, second), (_, third)] = self.columns(canvas, area);
        let first = first - canvas.strip;
        let state = format!("State at {}", self.as_of);
        let heads = [("What was asked, and of whom", first), ("Due", second), (state.as_str(), third)];
        let heads = heads.map(|(words, width)| canvas.wrap(words, Type::HEAD, width));
        let deepest = heads.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let rule = area.top + deepest * Type::HEAD.leading() + 2.0;
        let mut top = rule + AIR;
        let mut rows = Vec::new();
        for row in &self.rows {
            let name = canvas.wrap(&row.name, Type::STRONG, first);
            let owner = canvas.wrap(&row.owner, Type::QUIET, first);
            let due = canvas.wrap(&row.due, Type::LABEL, second);
            let past = if row.overdue { canvas.wrap(PAST, Type::STRONG, second) } else { Vec::new() };
            let state = canvas.wrap(&said(row.state), Type::LABEL, third - BESIDE);
            let lines = (name.len() + owner.len()).max(due.len() + past.len()).max(state.len());
            let bottom = top + lines as f64 * Type::LABEL.leading() + AIR;
            rows.push(Row { row, name, owner, due, past, state, top, bottom });
            top = bottom + AIR;
        }
        Layout { heads, rule, rows }
    }
}

fn said(state: Progress) -> String {
    wording::capitalised(phrases::state(state))
}

/// Done is full, under way is half full, open and reported as not done are empty and of two shapes, not seen is a dashed one.
fn mark(canvas: &Canvas, (x, y): Point, state: Progress) {
    let square = Area::around((x, y), MARK * 2.0, MARK * 2.0);
    let outline = Stroke::solid(theme::DARK_BLUE, 1.3);
    match state {
        Progress::Complete => canvas.fill(square, theme::DARK_BLUE.solid()),
        Progress::InProgress => {
            canvas.framed(square, None, outline);
            canvas.fill(Area { top: y, ..square }, theme::DARK_BLUE.solid());
        }
        Progress::Open => canvas.hollow((x, y), Shape::Disc, MARK, theme::DARK_BLUE),
        Progress::Incomplete => canvas.framed(square, None, outline),
        Progress::NotKnown => canvas.framed(square, None, Stroke::dashed(theme::AXIS, 1.1, 2.0, 1.6)),
    }
}
