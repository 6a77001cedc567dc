//! The frame every figure shares: the SVG root with its title and description, the words around the plot, and the stamp.
//!
//! The synthetic stamp is drawn here, once, for all chart kinds: a band of plain words inside the picture and a watermark
//! across the data. It follows from the lineage and has no switch.

use std::fmt;

use plotters_backend::text_anchor::HPos;

use super::backend::{escape, units, written};
use super::canvas::{Canvas, Stroke, Type};
use super::error::FigureError;
use super::geometry::Area;
use super::table::Table;
use super::text::{FAMILY, Face, Weight};
use super::theme::{self, size};
use super::words::Words;

/// What the stamp says, in the picture and in its description.
pub(super) const STAMP: &str = "SYNTHETIC DATA: invented for demonstration, not real returns";
const WATERMARK: &str = "SYNTHETIC";
const BAND: f64 = 19.0;
const BAND_GAP: f64 = 9.0;

/// Under this height of the data two rows of watermarks have no room above each other.
const LOW: f64 = 140.0;

/// Where the words around the plot stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dress {
    /// The plot alone: title, subtitle, source and notes are tagged text on the page.
    Plain,
    /// The file that travels alone: all words inside the picture.
    Standalone,
}

/// A finished vector picture. One unit is one point.
#[derive(Debug, Clone, PartialEq)]
pub struct Svg {
    text: String,
    width: f64,
    height: f64,
}

impl Svg {
    /// The SVG document.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The SVG document, owned.
    pub fn into_string(self) -> String {
        self.text
    }

    /// Width in points.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Height in points.
    pub fn height(&self) -> f64 {
        self.height
    }
}

/// How a chart is drawn between the words of its figure.
pub trait Body {
    /// Whether the chart's own data are synthetic.
    fn synthetic(&self) -> bool;

    /// The height the plot needs at a width, in points.
    fn height(&self, canvas: &Canvas, width: f64) -> f64;

    /// Draws into `area`.
    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError>;

    /// The part of `area` the watermark lies across.
    fn data_area(&self, _canvas: &Canvas, area: Area) -> Area {
        area
    }

    /// Whether the plot covers its ground, so that the watermark must lie over it to be seen.
    fn covers_ground(&self) -> bool {
        false
    }
}

/// A chart of any kind: plain values in, the picture, its table and its description out.
pub trait Chart: Body + fmt::Debug + Send + Sync {
    /// Refuses values that cannot be drawn or that contradict one another; `figure` is its id.
    fn check(&self, figure: &str) -> Result<(), FigureError>;

    /// The chart's own data, numbers unrounded.
    fn table(&self) -> Table;

    /// A plain description from the chart's own data: a first draft of the text alternative.
    fn describe(&self) -> String;

    /// Draws the chart with its words.
    ///
    /// # Errors
    ///
    /// A [`FigureError`] for missing words, for what [`Chart::check`] refuses, and for a character without a glyph.
    fn draw(&self, words: &Words, dress: Dress) -> Result<Svg, FigureError> {
        compose(words, dress, self)
    }
}

/// Draws a figure in its dress.
fn compose<C: Chart + ?Sized>(words: &Words, dress: Dress, body: &C) -> Result<Svg, FigureError> {
    words.check()?;
    body.check(&words.id)?;
    let synthetic = words.synthetic || body.synthetic();
    let edge = match dress {
        Dress::Plain => 0.0,
        Dress::Standalone => size::EDGE,
    };
    let inner = size::WIDTH - 2.0 * edge;
    // A first canvas only measures: the height of the picture is known when its words are wrapped.
    let ruler = Canvas::new(&words.id, size::WIDTH, 1.0)?;
    let above = Above::new(ruler.face(), words, dress, inner);
    let below = Below::new(ruler.face(), words, dress, inner);
    let band = if synthetic { BAND + BAND_GAP } else { 0.0 };
    let top = edge + above.height() + band;
    let bottom = top + body.height(&ruler, inner);
    // Whole points, so that the picture has the same size in the SVG, in typst and in pixels.
    let height = libm::ceil(bottom + below.height() + edge);

    let canvas = Canvas::new(&words.id, size::WIDTH, height)?;
    canvas.fill(Area::new(0.0, 0.0, size::WIDTH, height), theme::WHITE.solid());
    above.draw(&canvas, edge);
    if synthetic {
        let stamp_top = edge + above.height();
        draw_band(&canvas, Area::new(edge, stamp_top, edge + inner, stamp_top + BAND));
    }
    let area = Area::new(edge, top, edge + inner, bottom);
    let data = body.data_area(&canvas, area);
    if synthetic && !body.covers_ground() {
        draw_watermark(&canvas, data, 0.1);
    }
    body.paint(&canvas, area)?;
    if synthetic && body.covers_ground() {
        draw_watermark(&canvas, data, 0.13);
    }
    below.draw(&canvas, edge, bottom);
    Ok(Svg { text: document(words, synthetic, height, &canvas.finish()?), width: size::WIDTH, height })
}

fn document(words: &Words, synthetic: bool, height: f64, body: &str) -> String {
    let id = escape(&words.id);
    let (width, height) = (written(units(size::WIDTH)), written(units(height)));
    let stamp = if synthetic { format!("{STAMP}. ") } else { String::new() };
    let title = escape(&format!("{stamp}{}", words.title.trim()));
    let description = escape(&format!("{stamp}{}", words.alt.trim()));
    // Arial and the generic family are for browsers without the family: both are narrower, so every label still fits.
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" lang=\"en-GB\" xml:lang=\"en-GB\" \
         font-family=\"'{FAMILY}', Arial, sans-serif\" font-weight=\"400\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n{body}</svg>\n"
    )
}

/// The band of plain words.
fn draw_band(canvas: &Canvas, area: Area) {
    let style = Type { size: size::LABEL, weight: Weight::Bold, colour: theme::DARK_PINK };
    canvas.framed(area, Some(theme::DARK_PINK.veil(0.05)), Stroke::solid(theme::DARK_PINK, 1.0));
    let (x, y) = area.centre();
    canvas.write(STAMP, (x, style.baseline(y)), HPos::Center, style);
}

/// The watermark: rows of turned words, close enough that no useful crop of the data misses them.
fn draw_watermark(canvas: &Canvas, area: Area, opacity: f64) {
    let style = Type { size: 30.0, weight: Weight::Bold, colour: theme::DARK_PINK };
    let degrees = 20.0_f64;
    let (sine, cosine) = (libm::sin(degrees.to_radians()), libm::cos(degrees.to_radians()));
    let length = canvas.width(WATERMARK, style);
    let half_width = (length * cosine + style.size * sine) / 2.0;
    let half_height = (length * sine + style.size * cosine) / 2.0;
    // A low plot has two rows as well, as soon as they do not lie on each other.
    let least = if area.height() < 100.0 { 1.0 } else { 2.0 };
    let rows = libm::floor(area.height() / 105.0).max(least) as usize;
    for row in 0..rows {
        let y = area.top + area.height() * (row as f64 + 0.5) / rows as f64;
        // Every other row is shifted, so that neither a column nor a row of the plot is free of the words.
        // In a low plot they stand further apart, so that the words of one row do not lie on those of the other.
        let columns: &[f64] = match row % 2 {
            0 if area.height() < LOW => &[0.1, 0.9],
            0 => &[0.26, 0.76],
            _ if area.height() < LOW => &[0.44],
            _ => &[0.5],
        };
        for share in columns {
            let x = (area.left + area.width() * share)
                .clamp(half_width + 2.0, (size::WIDTH - half_width - 2.0).max(half_width + 2.0));
            let y = y.min(area.bottom - half_height - 2.0).max(half_height + 2.0);
            // The anchor is on the baseline: step back along the turned height so that the middle of the word is at x, y.
            let drop = style.size * theme::CAPITAL / 2.0;
            let anchor = (x + drop * sine, y + drop * cosine);
            canvas.watermark(WATERMARK, anchor, style.size, theme::DARK_PINK.veil(opacity), -20);
        }
    }
}

/// Headline and subtitle of a picture that travels alone.
struct Above {
    title: Vec<String>,
    subtitle: Vec<String>,
}

const TITLE: Type = Type { size: size::TITLE, weight: Weight::Bold, colour: theme::INK };
const SUBTITLE: Type = Type { size: size::SUBTITLE, weight: Weight::Regular, colour: theme::DARK_GREY };

impl Above {
    fn new(face: &Face, words: &Words, dress: Dress, width: f64) -> Self {
        if dress == Dress::Plain {
            return Self { title: Vec::new(), subtitle: Vec::new() };
        }
        Self {
            title: face.wrap(words.title.trim(), TITLE.size, TITLE.weight, width),
            subtitle: face.wrap(words.subtitle.trim(), SUBTITLE.size, SUBTITLE.weight, width),
        }
    }

    fn height(&self) -> f64 {
        if self.title.is_empty() {
            return 0.0;
        }
        self.title.len() as f64 * TITLE.leading() + 3.0 + self.subtitle.len() as f64 * SUBTITLE.leading() + 11.0
    }

    fn draw(&self, canvas: &Canvas, edge: f64) {
        let below_title = canvas.lines(&self.title, edge, edge, HPos::Left, TITLE);
        canvas.lines(&self.subtitle, edge, below_title + 3.0, HPos::Left, SUBTITLE);
    }
}

/// Notes and source of a picture that travels alone.
struct Below {
    paragraphs: Vec<Vec<String>>,
}

impl Below {
    fn new(face: &Face, words: &Words, dress: Dress, width: f64) -> Self {
        if dress == Dress::Plain {
            return Self { paragraphs: Vec::new() };
        }
        let source = words.source.trim();
        let source = if source.starts_with("Source") { source.to_owned() } else { format!("Source: {source}") };
        let texts = words.notes.iter().map(|note| note.trim().to_owned()).chain([source]);
        let wrap = |text: String| face.wrap(&text, Type::SMALL.size, Type::SMALL.weight, width);
        Self { paragraphs: texts.filter(|text| !text.is_empty()).map(wrap).collect() }
    }

    fn height(&self) -> f64 {
        if self.paragraphs.is_empty() {
            return 0.0;
        }
        let lines: usize = self.paragraphs.iter().map(Vec::len).sum();
        17.0 + lines as f64 * Type::SMALL.leading() + 3.0 * (self.paragraphs.len() as f64 - 1.0)
    }

    fn draw(&self, canvas: &Canvas, edge: f64, top: f64) {
        if self.paragraphs.is_empty() {
            return;
        }
        canvas.line(&[(edge, top + 10.0), (size::WIDTH - edge, top + 10.0)], Stroke::solid(theme::GRID, 0.6));
        let mut y = top + 17.0;
        for paragraph in &self.paragraphs {
            y = canvas.lines(paragraph, edge, y, HPos::Left, Type::SMALL) + 3.0;
        }
    }
}
