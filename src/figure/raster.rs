//! Vector pictures as pixels: resvg with the embedded font alone, no system fonts, no time stamps, the same bytes for ever.

use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};

use super::error::FigureError;
use super::frame::Svg;
use super::text::FAMILY;

/// Pixels per inch of a picture for print and slides.
pub const PRINT: f64 = 144.0;

/// The picture as a PNG at a resolution in pixels per inch, which is also written into the file so that it opens at its
/// true size.
///
/// # Errors
///
/// [`FigureError::Raster`] if the picture is not well-formed or the resolution is not usable.
pub fn png(svg: &Svg, pixels_per_inch: f64) -> Result<Vec<u8>, FigureError> {
    let refused = |reason: String, remedy: &'static str| FigureError::Raster { reason, remedy };
    if !(10.0..=1200.0).contains(&pixels_per_inch) {
        return Err(refused(format!("{pixels_per_inch} pixels per inch"), "choose between 10 and 1200"));
    }
    let tree = usvg::Tree::from_str(svg.as_str(), &options())
        .map_err(|error| refused(error.to_string(), "this is a fault of the tool, please report it"))?;
    let zoom = pixels_per_inch / 72.0;
    let pixels = |points: f64| libm::ceil(points * zoom) as u32;
    let mut picture = tiny_skia::Pixmap::new(pixels(svg.width()), pixels(svg.height()))
        .ok_or_else(|| refused("the picture has no size".to_owned(), "draw something first"))?;
    // The last row and column may be only partly covered; paper, not transparency, shows there.
    picture.fill(tiny_skia::Color::WHITE);
    let transform = tiny_skia::Transform::from_scale(zoom as f32, zoom as f32);
    resvg::render(&tree, transform, &mut picture.as_mut());
    encoded(&picture, pixels_per_inch)
        .map_err(|error| refused(error.to_string(), "this is a fault of the tool, please report it"))
}

/// The bytes of an opaque picture: three bytes a pixel, and the one filter that suits flat colours instead of a search for the best.
fn encoded(picture: &tiny_skia::Pixmap, pixels_per_inch: f64) -> Result<Vec<u8>, png::EncodingError> {
    let per_metre = libm::round(pixels_per_inch / 0.0254) as u32;
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::Sub);
    let dimensions = png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter };
    encoder.set_pixel_dims(Some(dimensions));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&colours(picture.data()))?;
    writer.finish()?;
    Ok(out)
}

/// The three colours of each pixel of four bytes. Most of a figure is paper, which is passed over many pixels at once.
fn colours(pixels: &[u8]) -> Vec<u8> {
    const PAPER: [u8; 256] = [u8::MAX; 256];
    let mut colours = vec![u8::MAX; pixels.len() / 4 * 3];
    for (to, from) in colours.chunks_mut(PAPER.len() / 4 * 3).zip(pixels.chunks(PAPER.len())) {
        if from == PAPER {
            continue;
        }
        for (to, from) in to.chunks_exact_mut(3).zip(from.chunks_exact(4)) {
            to.copy_from_slice(&from[..3]);
        }
    }
    colours
}

/// The embedded family and nothing else.
static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    Arc::new(fonts)
});

/// Parser options with those fonts.
fn options() -> usvg::Options<'static> {
    usvg::Options { font_family: FAMILY.to_owned(), fontdb: Arc::clone(&FONTS), ..usvg::Options::default() }
}
