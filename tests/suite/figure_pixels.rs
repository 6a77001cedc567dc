//! Pictures held to account by their pixels, whatever their code says of boxes: nothing is cut off at the edge, no words lie on other words,
//! and none on or under something from which they do not stand out.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use super::figure_samples::{Line, lines};
use assess::figure::Svg;
use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{self, fontdb};

/// Paper around a picture in which nothing of it may be, in points.
const AROUND: usize = 24;
/// Pixels to a point.
const FINE: f32 = 2.0;
/// The least contrast of a pixel of a letter to what would be there without it (WCAG 2.2, 1.4.11).
const LEAST_CONTRAST: f64 = 3.0;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    Arc::new(fonts)
});

/// A picture in parts: its size in its own units, and each of its elements.
struct Parts<'s> {
    width: f64,
    height: f64,
    elements: Vec<&'s str>,
}

impl<'s> Parts<'s> {
    fn of(svg: &'s Svg) -> Self {
        let text = svg.as_str();
        let (head, body) = text.split_once("</desc>\n").unwrap();
        let view = head.split_once("viewBox=\"0 0 ").unwrap().1.split_once('"').unwrap().0;
        let (width, height) = view.split_once(' ').unwrap();
        let elements = body.lines().filter(|line| *line != "</svg>").collect();
        Self { width: width.parse().unwrap(), height: height.parse().unwrap(), elements }
    }

    /// Some of its elements, with paper around the whole.
    fn pixels(&self, around: usize, zoom: f32, drawn: impl Fn(&str) -> Option<String>) -> Pixmap {
        let (wide, tall) = (self.width + 2.0 * around as f64, self.height + 2.0 * around as f64);
        let body: String = self.elements.iter().filter_map(|element| drawn(element)).collect();
        let document = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{tall}\" viewBox=\"-{around} -{around} {wide} {tall}\" \
             font-family=\"Noto Sans\">{body}</svg>"
        );
        let options =
            usvg::Options { font_family: "Noto Sans".to_owned(), fontdb: FONTS.clone(), ..Default::default() };
        let tree = usvg::Tree::from_str(&document, &options).unwrap();
        let side = |points: f64| (points * f64::from(zoom)).ceil() as u32;
        let mut pixels = Pixmap::new(side(wide), side(tall)).unwrap();
        resvg::render(&tree, Transform::from_scale(zoom, zoom), &mut pixels.as_mut());
        pixels
    }
}

fn is_text(element: &str) -> bool {
    element.starts_with("<text")
}

/// Holds a picture to its pixels. One that is not clean is kept, to be looked at.
pub(crate) fn assert_clean(svg: &Svg, name: &str) {
    let faults = faults(svg);
    if !faults.is_empty() {
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{}.svg", name.replace(|c: char| !c.is_alphanumeric(), "-")));
        std::fs::write(&kept, svg.as_str()).unwrap();
        panic!("{name}: {faults:?}\nlook at {}", kept.display());
    }
}

/// What is wrong with the pixels of a picture.
fn faults(svg: &Svg) -> Vec<String> {
    let parts = Parts::of(svg);
    let letters = half_letters(&parts);
    [cut_off(&parts), laid_on_another(&letters), unread(&parts, &letters, &lines(svg))].concat()
}

/// Where something is drawn beyond the edge of the picture.
fn cut_off(parts: &Parts<'_>) -> Vec<String> {
    let pixels = parts.pixels(AROUND, 1.0, |element| Some(element.to_owned()));
    let (wide, tall) = (pixels.width() as usize, pixels.height() as usize);
    // The paper itself may take part of the pixel at its edge.
    let edge = AROUND - 1;
    let outside = |x: usize, y: usize| {
        x < edge
            || y < edge
            || x as f64 > parts.width + AROUND as f64 + 1.0
            || y as f64 > parts.height + AROUND as f64 + 1.0
    };
    let beyond = pixels
        .pixels()
        .iter()
        .enumerate()
        .find(|(index, pixel)| pixel.alpha() > 0 && outside(index % wide, index / wide) && index / wide < tall);
    let said = |(index, _): (usize, &PremultipliedColorU8)| {
        let place = [index % wide, index / wide].map(|side| side as i64 - AROUND as i64);
        format!("something is drawn outside, at {place:?}")
    };
    beyond.map(said).into_iter().collect()
}

/// Where letters of two texts share a pixel: each is drawn half transparent, so that two together are darker than one.
fn laid_on_another(pixels: &Pixmap) -> Vec<String> {
    let wide = pixels.width() as usize;
    let shared: Vec<usize> =
        pixels.pixels().iter().enumerate().filter(|(_, pixel)| pixel.alpha() > 165).map(|(index, _)| index).collect();
    // A pixel at which two letters barely meet is not seen.
    let Some(first) = shared.first().filter(|_| shared.len() > 3) else { return Vec::new() };
    let place = [first % wide, first / wide].map(|side| side as f32 / FINE);
    vec![format!("words lie on words, {} pixels, the first at {place:?}", shared.len())]
}

fn half_letters(parts: &Parts<'_>) -> Pixmap {
    let half = |element: &str| element.replacen(" fill=\"", " fill-opacity=\"0.5\" fill=\"", 1);
    parts.pixels(0, FINE, |element| is_text(element).then(|| half(element)))
}

/// Which texts do not stand out from what they lie on, or lie under something.
fn unread(parts: &Parts<'_>, letters: &Pixmap, texts: &[Line]) -> Vec<String> {
    let whole = parts.pixels(0, FINE, |element| Some(element.to_owned()));
    let bare = parts.pixels(0, FINE, |element| (!is_text(element)).then(|| element.to_owned()));
    let wide = whole.width() as usize;
    let mut faults = Vec::new();
    for text in texts {
        let [left, top, right, bottom] =
            [text.left, text.top, text.right, text.bottom].map(|side| (side.max(0.0) * f64::from(FINE)) as usize);
        let (mut solid, mut lost) = (0_usize, 0_usize);
        for y in top..=bottom.min(whole.height() as usize - 1) {
            for x in left..=right.min(wide - 1) {
                let at = y * wide + x;
                // The middle of a stroke alone: at its edge a letter is as pale as it is thin.
                if letters.pixels()[at].alpha() >= 126 {
                    solid += 1;
                    lost += usize::from(contrast(whole.pixels()[at], bare.pixels()[at]) < LEAST_CONTRAST);
                }
            }
        }
        if lost * 10 > solid {
            faults.push(format!("{:?} does not stand out in {lost} of {solid} pixels", text.text));
        }
    }
    faults
}

/// The contrast of two opaque pixels by WCAG 2.2.
fn contrast(one: PremultipliedColorU8, other: PremultipliedColorU8) -> f64 {
    let [one, other] = [one, other].map(luminance);
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(pixel: PremultipliedColorU8) -> f64 {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
    };
    0.2126 * linear(pixel.red()) + 0.7152 * linear(pixel.green()) + 0.0722 * linear(pixel.blue())
}

/// The check sees what it is for: a text moved onto another, beyond the edge, and onto its own colour.
#[test]
fn pixels_tell_of_words_on_words_of_what_is_cut_off_and_of_what_cannot_be_read() {
    use super::figure_samples::{series, words};
    use assess::figure::{Chart, Dress};
    let svg = series().draw(&words(true), Dress::Standalone).unwrap();
    assert_clean(&svg, "series");
    let parts = Parts::of(&svg);
    let with = |element: &'static str| {
        let mut elements = parts.elements.clone();
        elements.push(element);
        Parts { elements, ..parts }
    };
    let beyond = with("<rect x=\"460\" y=\"20\" width=\"20\" height=\"4\" fill=\"#000000\"/>");
    assert!(cut_off(&beyond)[0].contains("outside"));
    let long = "<text x=\"16\" y=\"30\" font-size=\"13\" fill=\"#000000\">Something over the headline</text>";
    assert!(laid_on_another(&half_letters(&with(long)))[0].contains("words lie on words"));
    let covered = with("<rect x=\"0\" y=\"0\" width=\"470\" height=\"60\" fill=\"#0B0C0C\"/>");
    let letters = half_letters(&covered);
    assert!(unread(&covered, &letters, &lines(&svg)).iter().any(|fault| fault.contains("does not stand out")));
}

/// How far two programs may be apart at the rim of a circle, of 255.
const A_SHADE: i32 = 8;
/// How far at the ends of dashes, which may fall a tenth of a pixel apart after some hundred: in a thousandth of all pixels.
const AN_EDGE: i32 = 100;
/// How much darker or paler than the other's a text may be, in hundredths: one program draws its letters on whole pixels.
const DARKER: i64 = 15;

/// Where the PNG of a picture and its SVG, as another program draws it, are not the same: what is no letter to within a
/// shade, and each text by how dark it is all in all, as letters may stand a part of a pixel aside.
fn told_apart(parts: &Parts<'_>, png: &Pixmap, texts: &[Line]) -> Vec<String> {
    let letters = half_letters(parts);
    let [whole, bare] = [true, false]
        .map(|text| parts.pixels(0, FINE, |element| (text || !is_text(element)).then(|| element.to_owned())));
    assert_eq!((png.width(), png.height()), (whole.width(), whole.height()));
    let (wide, tall) = (whole.width() as usize, whole.height() as usize);
    let near = |x: usize, y: usize| {
        let (xs, ys) = (x.saturating_sub(2)..(x + 3).min(wide), y.saturating_sub(2)..(y + 3).min(tall));
        ys.into_iter().any(|y| xs.clone().any(|x| letters.pixels()[y * wide + x].alpha() > 0))
    };
    let apart = |one: PremultipliedColorU8, other: PremultipliedColorU8| {
        let of = |pixel: PremultipliedColorU8| [pixel.red(), pixel.green(), pixel.blue()].map(i32::from);
        of(one).into_iter().zip(of(other)).map(|(one, other)| (one - other).abs()).max().unwrap_or(0)
    };
    let mut faults = Vec::new();
    let pixels = png.pixels().iter().zip(whole.pixels()).enumerate().filter(|(_, (one, other))| one != other);
    let distances = pixels.map(|(at, (one, other))| (apart(*one, *other), at));
    let other: Vec<(i32, usize)> = distances.filter(|(by, at)| *by > A_SHADE && !near(at % wide, at / wide)).collect();
    let worst = other.iter().max().filter(|(by, _)| *by > AN_EDGE || other.len() * 1000 > wide * tall);
    if let Some((by, at)) = worst {
        faults.push(format!("{} pixels are others, the worst by {by}, at {:?}", other.len(), [at % wide, at / wide]));
    }
    for text in texts {
        let [left, top, right, bottom] = [text.left - 2.0, text.top - 2.0, text.right + 2.0, text.bottom + 2.0]
            .map(|side| (side.max(0.0) * f64::from(FINE)) as usize);
        let places =
            || (top..=bottom.min(tall - 1)).flat_map(|y| (left..=right.min(wide - 1)).map(move |x| y * wide + x));
        let dark = |of: &Pixmap| places().map(|at| i64::from(apart(of.pixels()[at], bare.pixels()[at]))).sum::<i64>();
        let (one, other) = (dark(png), dark(&whole));
        if (one - other).abs() * 100 > other * DARKER {
            faults.push(format!("{:?} is {one} dark where the other's is {other}", text.text));
        }
    }
    faults
}

/// Pixels of a PNG, all of them opaque.
fn unpacked(png: &[u8]) -> Pixmap {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut data).unwrap();
    let mut pixels = Pixmap::new(frame.width, frame.height).unwrap();
    for (to, from) in pixels.pixels_mut().iter_mut().zip(data.chunks_exact(3)) {
        *to = PremultipliedColorU8::from_rgba(from[0], from[1], from[2], 255).unwrap();
    }
    pixels
}

#[test]
fn the_pixels_of_every_kind_are_those_that_another_program_makes_of_its_svg() {
    use super::figure::kinds;
    use super::figure_samples::words;
    use assess::figure::{Dress, raster};
    for (name, chart) in kinds(true) {
        let svg = chart.draw(&words(true), Dress::Standalone).unwrap();
        let png = unpacked(&raster::png(&svg, raster::PRINT).unwrap());
        let faults = told_apart(&Parts::of(&svg), &png, &lines(&svg));
        assert!(faults.is_empty(), "{name}: {faults:?}");
    }
}

#[test]
fn a_bar_or_a_word_that_only_one_of_two_forms_shows_tells_them_apart() {
    use super::figure_samples::{series, words};
    use assess::figure::{Chart, Dress, raster};
    let svg = series().draw(&words(true), Dress::Standalone).unwrap();
    let png = unpacked(&raster::png(&svg, raster::PRINT).unwrap());
    let whole = Parts::of(&svg);
    for what in ["<rect", "<circle", "<text"] {
        let last = whole.elements.iter().rposition(|element| element.starts_with(what)).unwrap();
        let mut elements = whole.elements.clone();
        elements.remove(last);
        assert!(!told_apart(&Parts { elements, ..whole }, &png, &lines(&svg)).is_empty(), "{what}");
    }
}
