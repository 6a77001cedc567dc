//! Colours, sizes and strokes: the Government Analysis Function palette on white, and text that is never under 10 points.
//!
//! Contrast ratios beside the colours are against white (WCAG 2.2). Parts of a graphic need 3:1 and text 4.5:1; lighter
//! colours serve only as grounds and gridlines that carry no meaning of their own.

use plotters_backend::BackendColor;

/// An opaque colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// The colour as a plotters colour.
    pub(super) fn solid(self) -> BackendColor {
        self.veil(1.0)
    }

    /// The colour at an opacity between 0 and 1.
    pub(super) fn veil(self, alpha: f64) -> BackendColor {
        BackendColor { alpha, rgb: (self.0, self.1, self.2) }
    }
}

/// Analysis Function dark blue, 10.25:1: the main series.
pub(super) const DARK_BLUE: Colour = Colour(0x12, 0x43, 0x6D);
/// Analysis Function mid blue, 4.95:1: second step of the blues, readable under white letters.
pub(super) const MID_BLUE: Colour = Colour(0x20, 0x73, 0xBC);
/// Analysis Function light blue, 2.42:1: only with a dark letter or border on it.
pub(super) const LIGHT_BLUE: Colour = Colour(0x6B, 0xAC, 0xE6);
/// Analysis Function orange, 3.03:1 and 3.38:1 to dark blue: a second series; never text.
pub(super) const ORANGE: Colour = Colour(0xF4, 0x6A, 0x25);
/// Analysis Function light purple, 3.08:1: only with a dark letter on it.
pub(super) const LIGHT_PURPLE: Colour = Colour(0xA2, 0x85, 0xD1);
/// Analysis Function turquoise, 3.17:1: parts that add to a total; never text.
pub(super) const TURQUOISE: Colour = Colour(0x28, 0xA1, 0x97);
/// Analysis Function dark pink, 9.77:1: the synthetic stamp, and parts that take away from a total.
pub(super) const DARK_PINK: Colour = Colour(0x80, 0x16, 0x50);
/// The ground of the strips that mark invented data: seven parts in a hundred of dark pink.
pub(super) const PALE_PINK: Colour = Colour(0xF6, 0xEF, 0xF3);
/// Text, 19.4:1.
pub(super) const INK: Colour = Colour(0x0B, 0x0C, 0x0C);
/// Analysis Function dark grey, 10.86:1: axis text, notes, reference lines.
pub(super) const DARK_GREY: Colour = Colour(0x3D, 0x3D, 0x3D);
/// Axis line and ticks, 4.54:1.
pub(super) const AXIS: Colour = Colour(0x76, 0x76, 0x76);
/// Gridlines, 1.41:1: decoration.
pub(super) const GRID: Colour = Colour(0xD9, 0xD9, 0xD9);
/// Paper.
pub(super) const WHITE: Colour = Colour(0xFF, 0xFF, 0xFF);

/// Opacity of the dark blue ground of a row that stands out, and what it looks like on paper.
pub(super) const PALENESS: f64 = 0.05;
pub(super) const PALE: Colour = Colour(0xF3, 0xF6, 0xF8);

/// Opacity of the grey ground under a slot without comparable data: light enough for text, dark enough to be seen in print.
pub(super) const GROUND: f64 = 0.09;

/// Width of the strip that marks invented data, with the space beside it, in points.
pub(super) const STRIP: f64 = 15.0;
/// The least length of a strip in which its word has room.
pub(super) const STRIP_WORD: f64 = 66.0;

/// Widths and heights in points.
pub(super) mod size {
    /// The width of a picture for a page: the text width of the A4 page.
    pub(in super::super) const WIDTH: f64 = 470.0;
    /// White edge of a picture that travels alone.
    pub(in super::super) const EDGE: f64 = 16.0;
    /// Headline of a picture that travels alone.
    pub(in super::super) const TITLE: f64 = 13.0;
    /// Subtitle of a picture that travels alone.
    pub(in super::super) const SUBTITLE: f64 = 10.5;
    /// Headings of panels and rows, bold.
    pub(in super::super) const HEAD: f64 = 10.5;
    /// Values and names inside the plot.
    pub(in super::super) const LABEL: f64 = 10.0;
    /// Axis text, explanations, notes and source.
    pub(in super::super) const SMALL: f64 = 10.0;
    /// Rows of the coverage chart, which must fit a page.
    pub(in super::super) const ROW: f64 = 10.0;
    /// Line height as a multiple of the text size.
    pub(in super::super) const LEADING: f64 = 1.25;
}

/// Height of a capital letter or figure as a share of the text size (Noto Sans).
pub(super) const CAPITAL: f64 = 0.714;
/// Depth of the descenders as a share of the text size, as labels need it.
pub(super) const DESCENT: f64 = 0.24;
