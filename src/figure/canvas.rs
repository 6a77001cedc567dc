//! What the chart kinds draw with: lines, marks and text in points, and plots in which plotters maps data to the page.

use std::cell::RefCell;
use std::convert::Infallible;
use std::ops::Range;
use std::rc::Rc;

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{Cartesian2d, ChartBuilder, ChartContext, DrawingArea, LineSeries, Polygon};
use plotters::style::{RGBAColor, ShapeStyle};
use plotters_backend::BackendColor;
use plotters_backend::text_anchor::HPos;

use super::backend::{Paint, Setting, SvgBackend, UNITS, units};
use super::elements::Element;
use super::error::FigureError;
use super::geometry::{Area, Point};
use super::text::{Face, Weight};
use super::theme::{self, Colour, size};

/// How text looks: size in points, weight, colour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub size: f64,
    pub weight: Weight,
    pub colour: Colour,
}

impl Type {
    /// Panel and row headings.
    pub(super) const HEAD: Self = Self { size: size::HEAD, weight: Weight::Bold, colour: theme::INK };
    /// Values and names.
    pub(super) const LABEL: Self = Self { size: size::LABEL, weight: Weight::Regular, colour: theme::INK };
    /// Names of series.
    pub(super) const NAME: Self = Self { size: size::LABEL, weight: Weight::Bold, colour: theme::DARK_BLUE };
    /// Values and names that matter most.
    pub(super) const STRONG: Self = Self { size: size::LABEL, weight: Weight::Bold, colour: theme::INK };
    /// Axis text, and remarks beside values.
    pub(super) const QUIET: Self = Self { size: size::LABEL, weight: Weight::Regular, colour: theme::DARK_GREY };
    /// Explanations, notes.
    pub(super) const SMALL: Self = Self { size: size::SMALL, weight: Weight::Regular, colour: theme::DARK_GREY };

    /// The distance between baselines, in points.
    pub(super) fn leading(&self) -> f64 {
        self.size * size::LEADING
    }

    /// The baseline that centres capitals and figures on `y`.
    pub(super) fn baseline(&self, y: f64) -> f64 {
        y + self.size * theme::CAPITAL / 2.0
    }

    /// The same type in another colour.
    pub(super) fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }
}

/// A line's look: colour, width in points, dash and gap in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke {
    pub colour: Colour,
    pub width: f64,
    pub dash: Option<(f64, f64)>,
}

impl Stroke {
    pub(super) const fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: None }
    }

    pub(super) const fn dashed(colour: Colour, width: f64, dash: f64, gap: f64) -> Self {
        Self { colour, width, dash: Some((dash, gap)) }
    }
}

/// The shapes of marks; a second cue beside colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Disc,
    Diamond,
    Up,
    Down,
}

/// The page of one figure.
pub struct Canvas {
    backend: Rc<RefCell<SvgBackend>>,
    face: Face,
    /// How wide the strip is that marks invented data between a plot and what it is read by; nought where nothing is invented.
    pub(super) strip: f64,
    /// The figure's id, for errors.
    pub(super) figure: String,
}

impl Canvas {
    pub(super) fn new(figure: &str, width: f64, height: f64, synthetic: bool) -> Result<Self, FigureError> {
        let backend = SvgBackend::new(width, height, Face::new()?);
        let strip = if synthetic { theme::STRIP } else { 0.0 };
        Ok(Self { backend: Rc::new(RefCell::new(backend)), face: Face::new()?, strip, figure: figure.to_owned() })
    }

    pub(super) fn face(&self) -> &Face {
        &self.face
    }

    /// The drawn elements, or the first character that would have printed as an empty box.
    pub(super) fn finish(self) -> Result<Vec<Element>, FigureError> {
        let mut backend = self.backend.borrow_mut();
        match &backend.missing {
            Some((character, text)) => {
                Err(FigureError::NoGlyph { figure: self.figure.clone(), character: *character, text: text.clone() })
            }
            None => Ok(backend.take()),
        }
    }

    pub(super) fn line(&self, points: &[Point], stroke: Stroke) {
        self.with_dash(stroke.dash, |backend| {
            let paint = Paint { fill: None, stroke: Some((stroke.colour.solid(), units(stroke.width))) };
            backend.put_path(points.iter().map(|point| grid(*point)), false, &paint);
        });
    }

    pub(super) fn fill(&self, area: Area, colour: BackendColor) {
        let paint = Paint { fill: Some(colour), stroke: None };
        self.backend.borrow_mut().put_rect(grid((area.left, area.top)), grid((area.right, area.bottom)), &paint);
    }

    /// A rectangle with an outline inside its edges.
    pub(super) fn framed(&self, area: Area, fill: Option<BackendColor>, stroke: Stroke) {
        let inner = area.grown(-stroke.width / 2.0);
        let paint = Paint { fill, stroke: Some((stroke.colour.solid(), units(stroke.width))) };
        self.with_dash(stroke.dash, |backend| {
            backend.put_rect(grid((inner.left, inner.top)), grid((inner.right, inner.bottom)), &paint);
        });
    }

    pub(super) fn polygon(&self, points: &[Point], fill: BackendColor) {
        let paint = Paint { fill: Some(fill), stroke: None };
        self.backend.borrow_mut().put_path(points.iter().map(|point| grid(*point)), true, &paint);
    }

    /// A mark of radius `radius` with a white rim, so that it stands clear of lines and neighbours.
    pub(super) fn mark(&self, at: Point, shape: Shape, radius: f64, colour: Colour) {
        let rim = Some((theme::WHITE.solid(), units(0.8)));
        self.shape(at, shape, radius, &Paint { fill: Some(colour.solid()), stroke: rim });
    }

    /// A hollow mark: white inside, so that it is quiet but exact.
    pub(super) fn hollow(&self, at: Point, shape: Shape, radius: f64, colour: Colour) {
        let paint = Paint { fill: Some(theme::WHITE.solid()), stroke: Some((colour.solid(), units(1.1))) };
        self.shape(at, shape, radius, &paint);
    }

    fn shape(&self, (x, y): Point, shape: Shape, radius: f64, paint: &Paint) {
        let mut backend = self.backend.borrow_mut();
        let mut closed = |corners: &[Point]| {
            backend.put_path(corners.iter().map(|(dx, dy)| grid((x + dx * radius, y + dy * radius))), true, paint);
        };
        match shape {
            Shape::Disc => backend.put_circle(grid((x, y)), units(radius), paint),
            Shape::Diamond => closed(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]),
            Shape::Up => closed(&[(0.0, -1.3), (1.2, 0.9), (-1.2, 0.9)]),
            Shape::Down => closed(&[(0.0, 1.3), (1.2, -0.9), (-1.2, -0.9)]),
        }
    }

    /// One line of text; `at` is the anchor on the baseline.
    pub(super) fn write(&self, text: &str, at: Point, anchor: HPos, style: Type) {
        let setting = Setting { size: style.size, weight: style.weight, colour: style.colour.solid(), anchor, turn: 0 };
        self.backend.borrow_mut().put_text(text, grid(at), &setting);
    }

    /// One line of text from a point on its middle line, over a veil in the colour of its
    /// ground, so that no gridline runs through it.
    pub(super) fn write_clear(&self, text: &str, (left, y): Point, style: Type, ground: Colour) {
        let half = style.size * theme::CAPITAL / 2.0 + 1.5;
        let area = Area::new(left - 1.0, y - half, left + self.width(text, style) + 1.0, y + half);
        self.fill(area, ground.veil(0.8));
        self.write(text, (left, style.baseline(y)), HPos::Left, style);
    }

    /// Text that runs upwards about a point, for the strip that marks invented data.
    pub(super) fn write_upwards(&self, text: &str, (x, y): Point, style: Type) {
        let setting = Setting {
            size: style.size,
            weight: style.weight,
            colour: style.colour.solid(),
            anchor: HPos::Center,
            turn: -90,
        };
        // The anchor is on the baseline, which stands upright here.
        let at = (x + style.size * theme::CAPITAL / 2.0, y);
        self.backend.borrow_mut().put_text(text, grid(at), &setting);
    }

    /// The strip that stands upright, its right edge a little left of `right`.
    pub(super) fn upright_strip(&self, right: f64, top: f64, bottom: f64) -> Area {
        Area::new(right - self.strip - 3.0, top, right - 3.0, bottom)
    }

    /// The strip that lies under `area`.
    pub(super) fn strip_under(&self, area: Area) -> Area {
        Area { top: area.bottom + 1.0, bottom: area.bottom + self.strip - 1.0, ..area }
    }

    /// Lines of text one under another; `top` is the top of the first line. Returns the bottom of the last.
    pub(super) fn lines(&self, lines: &[String], x: f64, top: f64, anchor: HPos, style: Type) -> f64 {
        let mut below = top;
        for line in lines {
            let spare = (style.leading() - style.size * (theme::CAPITAL + theme::DESCENT)) / 2.0;
            self.write(line, (x, below + spare + style.size * theme::CAPITAL), anchor, style);
            below += style.leading();
        }
        below
    }

    /// Lines of text whose capitals are centred on `middle`, so that one line stands level with a label beside it.
    pub(super) fn lines_about(&self, lines: &[String], x: f64, middle: f64, anchor: HPos, style: Type) {
        let first = middle - (lines.len().max(1) - 1) as f64 * style.leading() / 2.0;
        for (index, line) in lines.iter().enumerate() {
            self.write(line, (x, style.baseline(first + index as f64 * style.leading())), anchor, style);
        }
    }

    /// The same from the left on a white ground, so that what lies under the lines does not show through them.
    pub(super) fn lines_clear(&self, lines: &[String], left: f64, middle: f64, style: Type) {
        let half = lines.len() as f64 * style.leading() / 2.0;
        let ground = Area::new(left, middle - half, left + self.widest(lines, style), middle + half);
        self.fill(ground, theme::WHITE.veil(0.75));
        self.lines_about(lines, left, middle, HPos::Left, style);
    }

    pub(super) fn width(&self, text: &str, style: Type) -> f64 {
        self.face.width(text, style.size, style.weight)
    }

    /// The widest of several lines.
    pub(super) fn widest<'l>(&self, lines: impl IntoIterator<Item = &'l String>, style: Type) -> f64 {
        self.face.widest(lines.into_iter().map(String::as_str), style.size, style.weight)
    }

    pub(super) fn wrap(&self, text: &str, style: Type, width: f64) -> Vec<String> {
        self.face.wrap(text, style.size, style.weight, width)
    }

    /// A plot over `area` in which plotters maps x and y to the page. Both ranges must be finite and not empty.
    pub(super) fn plot(&self, area: Area, x: Range<f64>, y: Range<f64>) -> Result<Plot<'_>, FigureError> {
        let root = DrawingArea::from(&self.backend);
        let corner = grid((area.left, area.top));
        let opposite = grid((area.right, area.bottom));
        let inner = root.shrink(corner, (opposite.0 - corner.0, opposite.1 - corner.1));
        let chart = ChartBuilder::on(&inner).build_cartesian_2d(x, y).map_err(|error| self.refused(&error))?;
        Ok(Plot { canvas: self, chart, area })
    }

    fn with_dash(&self, dash: Option<(f64, f64)>, draw: impl FnOnce(&mut SvgBackend)) {
        let mut backend = self.backend.borrow_mut();
        backend.dash = dash.map(|(dash, gap)| (units(dash), units(gap)));
        draw(&mut backend);
        backend.dash = None;
    }

    fn refused(&self, error: &impl std::fmt::Display) -> FigureError {
        FigureError::Plot { figure: self.figure.clone(), reason: error.to_string() }
    }
}

/// A region of the page with data coordinates.
pub(super) struct Plot<'c> {
    canvas: &'c Canvas,
    chart: ChartContext<'c, SvgBackend, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    /// The region, in points.
    pub area: Area,
}

impl<'c> Plot<'c> {
    /// Where a data point lies on the page.
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        let (column, row) = self.chart.backend_coord(&(x, y));
        (f64::from(column) / f64::from(UNITS), f64::from(row) / f64::from(UNITS))
    }

    /// A line through data points; fewer than two draw nothing.
    pub(super) fn line(&mut self, points: Vec<Point>, stroke: Stroke) -> Result<(), FigureError> {
        let style = shape_style(stroke.colour.solid(), stroke.width);
        self.canvas.backend.borrow_mut().dash = stroke.dash.map(|(dash, gap)| (units(dash), units(gap)));
        let drawn = self.chart.draw_series(LineSeries::new(points, style)).map(|_| ());
        self.canvas.backend.borrow_mut().dash = None;
        drawn.map_err(|error| self.canvas.refused(&error))
    }

    /// The band between two lines over the same x.
    pub(super) fn ribbon(&mut self, lower: &[Point], upper: &[Point], colour: BackendColor) -> Result<(), FigureError> {
        let outline: Vec<Point> = upper.iter().chain(lower.iter().rev()).copied().collect();
        let element = Polygon::new(outline, shape_style(colour, 0.0).filled());
        let drawn: Result<(), plotters::drawing::DrawingAreaErrorKind<Infallible>> =
            self.chart.draw_series(std::iter::once(element)).map(|_| ());
        drawn.map_err(|error| self.canvas.refused(&error))
    }
}

fn shape_style(colour: BackendColor, width: f64) -> ShapeStyle {
    let (red, green, blue) = colour.rgb;
    ShapeStyle {
        color: RGBAColor(red, green, blue, colour.alpha),
        filled: false,
        stroke_width: units(width).unsigned_abs(),
    }
}

fn grid((x, y): Point) -> (i32, i32) {
    (units(x), units(y))
}
