//! The frame every figure shares: the SVG root with its title and description, the words around the plot, and the stamp.
//!
//! The synthetic stamp is drawn here, once, for all chart kinds: a band of plain words over the plot, and a strip of them between the
//! data and what they are read by, so that no crop that can be read is without it. It follows from the lineage and has no switch.

use std::fmt;

use plotters_backend::text_anchor::HPos;

use super::backend::{units, written};
use super::canvas::{Canvas, Stroke, Type};
use super::elements::{Element, escape};
use super::error::FigureError;
use super::geometry::Area;
use super::table::Table;
use super::text::{FAMILY, Face, Weight};
use super::theme::{self, size};
use super::words::Words;

/// What the stamp says, in the picture and in its description.
pub(super) const STAMP: &str = "SYNTHETIC DATA: invented for demonstration, not real returns";
const MARK: &str = "SYNTHETIC";
const BAND: Type = Type { size: size::LABEL, weight: Weight::Bold, colour: theme::DARK_PINK };
const BAND_GAP: f64 = 9.0;

/// The least space between two marks in a strip.
const BETWEEN_MARKS: f64 = 30.0;

/// Where the words around the plot stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dress {
    /// The plot alone: title, subtitle, source and notes are tagged text on the page.
    Plain,
    /// The file that travels alone: all words inside the picture.
    Standalone,
}

/// For what place a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Size {
    /// A column of a page.
    Column,
    /// The text width of an A4 page.
    #[default]
    Page,
    /// A slide: laid out a little wider than a page, and enlarged as a whole, so that it is read from afar.
    Slide,
}

impl Size {
    /// All sizes, the smallest first.
    pub const ALL: [Self; 3] = [Self::Column, Self::Page, Self::Slide];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Column => "column",
            Self::Page => "page",
            Self::Slide => "slide",
        }
    }

    /// The width in which it is laid out, in points.
    fn width(self) -> f64 {
        match self {
            Self::Column => 340.0,
            Self::Page => size::WIDTH,
            Self::Slide => 540.0,
        }
    }

    /// How many times it is enlarged.
    fn zoom(self) -> f64 {
        match self {
            Self::Column | Self::Page => 1.0,
            Self::Slide => 1.6,
        }
    }
}

/// A finished vector picture, its size in points.
#[derive(Debug, Clone, PartialEq)]
pub struct Svg {
    text: String,
    width: f64,
    height: f64,
    elements: Vec<Element>,
    zoom: f64,
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

    /// What it is made of, in the order in which it is drawn, and how many times that is enlarged.
    pub(super) fn elements(&self) -> (&[Element], f64) {
        (&self.elements, self.zoom)
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

    /// Where invented data are marked as such: between the marks and the names or periods by which they are read, in the room that
    /// the canvas says a strip takes.
    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area>;
}

/// A chart of any kind: plain values in, the picture, its table and its description out.
pub trait Chart: Body + fmt::Debug + Send + Sync {
    /// Refuses values that cannot be drawn or that contradict one another; `figure` is its id.
    fn check(&self, figure: &str) -> Result<(), FigureError>;

    /// The chart's own data, numbers unrounded.
    fn table(&self) -> Table;

    /// A plain description from the chart's own data: a first draft of the text alternative.
    fn describe(&self) -> String;

    /// What a reader takes from it, where no fact can name it, such as which area is highest: a sentence after the alternative that
    /// figures.toml gives.
    fn finding(&self) -> Option<String> {
        None
    }

    /// Draws the chart with its words.
    ///
    /// # Errors
    ///
    /// A [`FigureError`] for missing words, for what [`Chart::check`] refuses, and for a character without a glyph.
    fn draw(&self, words: &Words, dress: Dress) -> Result<Svg, FigureError> {
        self.draw_for(words, dress, Size::Page)
    }

    /// Draws the chart with its words for a place other than the page.
    ///
    /// # Errors
    ///
    /// As [`Chart::draw`].
    fn draw_for(&self, words: &Words, dress: Dress, size: Size) -> Result<Svg, FigureError> {
        compose(words, (dress, size), self)
    }
}

/// Draws a figure in its dress.
fn compose<C: Chart + ?Sized>(words: &Words, (dress, size): (Dress, Size), body: &C) -> Result<Svg, FigureError> {
    words.check()?;
    body.check(&words.id)?;
    let synthetic = words.synthetic || body.synthetic();
    let edge = match dress {
        Dress::Plain => 0.0,
        Dress::Standalone => size::EDGE,
    };
    let width = size.width();
    let inner = width - 2.0 * edge;
    // A first canvas only measures: the height of the picture is known when its words are wrapped.
    let ruler = Canvas::new(&words.id, width, 1.0, synthetic)?;
    let above = Above::new(ruler.face(), words, dress, inner);
    let below = Below::new(ruler.face(), words, dress, inner);
    let stamp = if synthetic { ruler.wrap(STAMP, BAND, inner - 8.0) } else { Vec::new() };
    let band = band_height(&stamp);
    let top = edge + above.height() + band;
    let bottom = top + body.height(&ruler, inner);
    // Whole points, so that the picture has the same size in the SVG, in typst and in pixels.
    let height = libm::ceil(bottom + below.height() + edge);

    let canvas = Canvas::new(&words.id, width, height, synthetic)?;
    canvas.fill(Area::new(0.0, 0.0, width, height), theme::WHITE.solid());
    above.draw(&canvas, edge);
    let area = Area::new(edge, top, edge + inner, bottom);
    if synthetic {
        let stamp_top = edge + above.height();
        draw_band(&canvas, &stamp, Area::new(edge, stamp_top, edge + inner, stamp_top + band - BAND_GAP));
    }
    body.paint(&canvas, area)?;
    // Last, so that no rule or gridline runs through the words.
    if synthetic {
        body.strips(&canvas, area).into_iter().for_each(|strip| draw_strip(&canvas, strip));
    }
    below.draw(&canvas, (edge, width), bottom);
    let (elements, zoom) = (canvas.finish()?, size.zoom());
    let text = document(words, synthetic, (width, height, zoom), &elements);
    Ok(Svg { text, width: width * zoom, height: height * zoom, elements, zoom })
}

fn document(words: &Words, synthetic: bool, (width, height, zoom): (f64, f64, f64), elements: &[Element]) -> String {
    let mut body = String::new();
    elements.iter().for_each(|element| element.write(&mut body));
    let id = escape(&words.id);
    let [shown_width, shown_height] = [width, height].map(|side| written(units(side * zoom)));
    let (width, height) = (written(units(width)), written(units(height)));
    let stamp = if synthetic { format!("{STAMP}. ") } else { String::new() };
    let title = escape(&format!("{stamp}{}", words.title.trim()));
    let description = escape(&format!("{stamp}{}", words.alt.trim()));
    // Arial and the generic family are for browsers without the family: both are narrower, so every label still fits.
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{shown_width}\" height=\"{shown_height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" lang=\"en-GB\" xml:lang=\"en-GB\" \
         font-family=\"'{FAMILY}', Arial, sans-serif\" font-weight=\"400\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n{body}</svg>\n"
    )
}

/// The height of the band with what is free below it; nought without words.
fn band_height(stamp: &[String]) -> f64 {
    if stamp.is_empty() { 0.0 } else { stamp.len() as f64 * BAND.leading() + 6.5 + BAND_GAP }
}

/// The band of plain words.
fn draw_band(canvas: &Canvas, stamp: &[String], area: Area) {
    canvas.framed(area, Some(theme::DARK_PINK.veil(0.05)), Stroke::solid(theme::DARK_PINK, 1.0));
    let (x, y) = area.centre();
    canvas.lines_about(stamp, x, y, HPos::Center, BAND);
}

/// A strip of plain words, as often as they have room, along its longer side.
fn draw_strip(canvas: &Canvas, area: Area) {
    canvas.fill(area, theme::PALE_PINK.solid());
    let style = Type { size: size::SMALL, weight: Weight::Bold, colour: theme::DARK_PINK };
    let word = canvas.width(MARK, style);
    let upright = area.height() > area.width();
    let (from, along) = if upright { (area.top, area.height()) } else { (area.left, area.width()) };
    if along < word + 4.0 {
        return;
    }
    let marks = libm::floor((along + BETWEEN_MARKS) / (word + BETWEEN_MARKS)).max(1.0);
    let (x, y) = area.centre();
    for mark in 0..marks as usize {
        let at = from + along * (mark as f64 + 0.5) / marks;
        if upright {
            canvas.write_upwards(MARK, (x, at), style);
        } else {
            canvas.write(MARK, (at, style.baseline(y)), HPos::Center, style);
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

    fn draw(&self, canvas: &Canvas, (edge, width): (f64, f64), top: f64) {
        if self.paragraphs.is_empty() {
            return;
        }
        canvas.line(&[(edge, top + 10.0), (width - edge, top + 10.0)], Stroke::solid(theme::GRID, 0.6));
        let mut y = top + 17.0;
        for paragraph in &self.paragraphs {
            y = canvas.lines(paragraph, edge, y, HPos::Left, Type::SMALL) + 3.0;
        }
    }
}
