//! What a picture is made of: rectangles, circles, paths and lines of text, in backend units. One list, which is written as SVG and painted as
//! pixels, so that the two show the same.

use std::fmt::Write as _;

use plotters_backend::BackendColor;
use plotters_backend::text_anchor::HPos;

use super::backend::{UNITS, units, written};
use super::text::Weight;

/// A place on the grid of backend units.
pub(super) type Place = (i32, i32);

/// A colour and how opaque it is, in twentieths as everything is: so the picture shows it in either form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    pub rgb: (u8, u8, u8),
    pub alpha: f64,
}

impl From<BackendColor> for Ink {
    fn from(BackendColor { alpha, rgb }: BackendColor) -> Self {
        Self { rgb, alpha: f64::from(units(alpha)) / f64::from(UNITS) }
    }
}

/// A line of its own, or around a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outline {
    pub ink: Ink,
    pub width: i32,
    /// Dash and gap.
    pub dash: Option<(i32, i32)>,
}

/// Where a shape stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form {
    /// Its left upper corner, its width and its height.
    Rectangle(Place, (i32, i32)),
    /// Its centre and its radius.
    Circle(Place, i32),
    /// Two points or more, and whether the last is joined to the first.
    Path(Vec<Place>, bool),
}

/// Which of its points a text is placed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl From<HPos> for Anchor {
    fn from(position: HPos) -> Self {
        match position {
            HPos::Left => Self::Start,
            HPos::Center => Self::Middle,
            HPos::Right => Self::End,
        }
    }
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub words: String,
    /// The anchor, on the baseline.
    pub at: Place,
    pub anchor: Anchor,
    /// The width it was laid out with.
    pub width: i32,
    pub size: i32,
    pub weight: Weight,
    pub ink: Ink,
    /// Clockwise degrees around the anchor.
    pub turn: i32,
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Element {
    Shape { form: Form, fill: Option<Ink>, outline: Option<Outline> },
    Text(Text),
}

impl Element {
    /// Adds it to the body of an SVG document, on a line of its own. Writing to a string cannot fail.
    pub(super) fn write(&self, body: &mut String) {
        match self {
            Self::Shape { form, fill, outline } => {
                form.write(body);
                match fill {
                    Some(ink) => write_fill(body, *ink),
                    None => body.push_str(" fill=\"none\""),
                }
                if let Some(outline) = outline {
                    outline.write(body);
                }
                body.push_str("/>\n");
            }
            Self::Text(text) => text.write(body),
        }
    }
}

impl Form {
    fn write(&self, body: &mut String) {
        let _ = match self {
            Self::Rectangle((x, y), (width, height)) => {
                let [x, y, width, height] = [x, y, width, height].map(|number| written(*number));
                write!(body, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
            }
            Self::Circle((x, y), radius) => {
                write!(body, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"", written(*x), written(*y), written(*radius))
            }
            Self::Path(points, closed) => {
                body.push_str("<path d=\"");
                for (number, (x, y)) in points.iter().enumerate() {
                    let _ = write!(body, "{}{} {}", if number == 0 { 'M' } else { 'L' }, written(*x), written(*y));
                }
                body.push_str(if *closed { "Z\"" } else { "\"" });
                Ok(())
            }
        };
    }
}

impl Outline {
    fn write(&self, body: &mut String) {
        let _ = write!(body, " stroke=\"{}\" stroke-width=\"{}\"", hex(self.ink), written(self.width));
        if self.ink.alpha < 1.0 {
            let _ = write!(body, " stroke-opacity=\"{}\"", opacity(self.ink.alpha));
        }
        if let Some((dash, gap)) = self.dash {
            let _ = write!(body, " stroke-dasharray=\"{} {}\"", written(dash), written(gap));
        }
        body.push_str(" stroke-linejoin=\"round\"");
    }
}

impl Text {
    fn write(&self, body: &mut String) {
        let ((x, y), [width, size]) = (self.at, [self.width, self.size].map(written));
        let (x, y) = (written(x), written(y));
        let _ = write!(
            body,
            "<text x=\"{x}\" y=\"{y}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\" font-size=\"{size}\""
        );
        body.push_str(match self.weight {
            Weight::Regular => "",
            Weight::Bold => " font-weight=\"700\"",
        });
        body.push_str(match self.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        });
        if self.turn != 0 {
            let _ = write!(body, " transform=\"rotate({} {x} {y})\"", self.turn);
        }
        write_fill(body, self.ink);
        let _ = writeln!(body, ">{}</text>", escape(&self.words));
    }
}

fn write_fill(body: &mut String, ink: Ink) {
    let _ = write!(body, " fill=\"{}\"", hex(ink));
    if ink.alpha < 1.0 {
        let _ = write!(body, " fill-opacity=\"{}\"", opacity(ink.alpha));
    }
}

fn hex(Ink { rgb: (red, green, blue), .. }: Ink) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn opacity(alpha: f64) -> String {
    written(units(alpha))
}

/// What is drawn of a character: none that XML 1.0 does not allow, and a space for what ends a line.
pub(super) fn shown(character: char) -> Option<char> {
    match character {
        '\n' | '\r' | '\t' => Some(' '),
        control if control.is_control() || matches!(control, '\u{FFFE}' | '\u{FFFF}') => None,
        plain => Some(plain),
    }
}

/// Text as XML character data or an attribute value.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars().filter_map(shown) {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            plain => escaped.push(plain),
        }
    }
    escaped
}
