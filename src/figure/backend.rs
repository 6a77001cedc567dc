//! A plotters backend that keeps what is drawn for accessible SVG and for pixels: twenty backend units make one SVG unit, which is one point.
//!
//! Plotters places everything on an integer grid; a twentieth of a point is finer than any printer, and every number it
//! gives is written exactly with at most two decimals. Text stays text, dashes stay dashes, and the bytes are stable. Each text carries
//! the width it was laid out with, so that a reader's other font is set to that width and nothing is cut or overlaps.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use super::elements::{Element, Form, Ink, Outline, Text};
use super::text::{Face, Weight};
use super::theme;

/// Backend units in one point.
pub(super) const UNITS: i32 = 20;

/// Points to backend units, to the nearest unit.
pub(super) fn units(points: f64) -> i32 {
    // The cast saturates, and layout keeps every coordinate within a few thousand points.
    libm::round(points * f64::from(UNITS)) as i32
}

/// Backend units as points with at most two decimals, in integer arithmetic so that no float formatting is involved.
pub(super) fn written(units: i32) -> String {
    let hundredths = i64::from(units) * 100 / i64::from(UNITS);
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (hundredths.abs() / 100, hundredths.abs() % 100);
    match (part, part % 10) {
        (0, _) => format!("{sign}{whole}"),
        (_, 0) => format!("{sign}{whole}.{}", part / 10),
        _ => format!("{sign}{whole}.{part:02}"),
    }
}

/// How one line of text is set; positions are the anchor and the baseline.
#[derive(Clone, Copy)]
pub(super) struct Setting {
    pub size: f64,
    pub weight: Weight,
    pub colour: BackendColor,
    pub anchor: HPos,
    /// Clockwise degrees around the anchor, for the mark of invented data only: all other text is horizontal.
    pub turn: i32,
}

/// The growing picture.
pub(super) struct SvgBackend {
    width: i32,
    height: i32,
    elements: Vec<Element>,
    face: Face,
    /// Dash and gap in units, set around one drawing call; plotters has no notion of it.
    pub dash: Option<(i32, i32)>,
    /// The first character without a glyph, with the text it stood in.
    pub missing: Option<(char, String)>,
}

impl SvgBackend {
    pub(super) fn new(width: f64, height: f64, face: Face) -> Self {
        Self { width: units(width), height: units(height), elements: Vec::new(), face, dash: None, missing: None }
    }

    /// What was drawn, in its order; nothing is left.
    pub(super) fn take(&mut self) -> Vec<Element> {
        std::mem::take(&mut self.elements)
    }

    /// An open line or a closed shape through the points.
    pub(super) fn put_path(&mut self, points: impl IntoIterator<Item = BackendCoord>, closed: bool, paint: &Paint) {
        let points: Vec<BackendCoord> = points.into_iter().collect();
        if points.len() >= 2 {
            self.put(Form::Path(points, closed), paint);
        }
    }

    pub(super) fn put_circle(&mut self, centre: BackendCoord, radius: i32, paint: &Paint) {
        self.put(Form::Circle(centre, radius), paint);
    }

    pub(super) fn put_rect(&mut self, from: BackendCoord, to: BackendCoord, paint: &Paint) {
        let corner = (from.0.min(to.0), from.1.min(to.1));
        self.put(Form::Rectangle(corner, ((to.0 - from.0).abs(), (to.1 - from.1).abs())), paint);
    }

    fn put(&mut self, form: Form, paint: &Paint) {
        let outline = |(colour, width): (BackendColor, i32)| Outline { ink: colour.into(), width, dash: self.dash };
        let (fill, outline) = (paint.fill.map(Ink::from), paint.stroke.map(outline));
        self.elements.push(Element::Shape { form, fill, outline });
    }

    pub(super) fn put_text(&mut self, text: &str, at: BackendCoord, setting: &Setting) {
        // A reader drops spaces at the ends, so they have no width either.
        let text = text.trim_matches([' ', '\n', '\r', '\t']);
        if text.is_empty() {
            return;
        }
        if self.missing.is_none()
            && let Some(character) = self.face.missing(text, setting.weight)
        {
            self.missing = Some((character, text.to_owned()));
        }
        let Setting { size, weight, colour, anchor, turn } = *setting;
        self.elements.push(Element::Text(Text {
            words: text.to_owned(),
            at,
            anchor: anchor.into(),
            width: units(self.face.width(text, size, weight)),
            size: units(size),
            weight,
            ink: colour.into(),
            turn,
        }));
    }
}

/// What a shape is painted with: a fill, an outline with its width in units, or both.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    pub fill: Option<BackendColor>,
    pub stroke: Option<(BackendColor, i32)>,
}

impl Paint {
    fn of<S: BackendStyle>(style: &S, filled: bool) -> Self {
        let width = i32::try_from(style.stroke_width()).unwrap_or(i32::MAX);
        if filled {
            Self { fill: Some(style.color()), stroke: None }
        } else {
            Self { fill: None, stroke: Some((style.color(), width)) }
        }
    }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for SvgBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.width.unsigned_abs(), self.height.unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        self.put_rect(from, to, &Paint::of(style, fill));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.put_path(path, false, &Paint::of(style, false));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.put_circle(center, i32::try_from(radius).unwrap_or(i32::MAX), &Paint::of(style, fill));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, vert: I, style: &S) -> Drawn {
        self.put_path(vert, true, &Paint::of(style, true));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, pos: BackendCoord) -> Drawn {
        let size = style.size() / f64::from(UNITS);
        let drop = match style.anchor().v_pos {
            VPos::Top => theme::CAPITAL * size,
            VPos::Center => theme::CAPITAL * size / 2.0,
            VPos::Bottom => 0.0,
        };
        let setting =
            Setting { size, weight: weight_of(style), colour: style.color(), anchor: style.anchor().h_pos, turn: 0 };
        self.put_text(text, (pos.0, pos.1 + units(drop)), &setting);
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size() / f64::from(UNITS);
        let width = units(self.face.width(text, size, weight_of(style)));
        Ok((width.unsigned_abs(), units(size).unsigned_abs()))
    }
}

fn weight_of<T: BackendTextStyle>(style: &T) -> Weight {
    match style.style() {
        FontStyle::Bold => Weight::Bold,
        FontStyle::Normal | FontStyle::Italic | FontStyle::Oblique => Weight::Regular,
    }
}
