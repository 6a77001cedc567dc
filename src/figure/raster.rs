//! Vector pictures as pixels: resvg with the embedded font alone, no system fonts, no time stamps, the same bytes for ever.

use std::sync::Arc;

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
    let pixels = picture.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]);
    writer.write_image_data(&pixels.collect::<Vec<u8>>())?;
    writer.finish()?;
    Ok(out)
}

/// Parser options with the embedded family and nothing else.
fn options() -> usvg::Options<'static> {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    usvg::Options { font_family: FAMILY.to_owned(), fontdb: Arc::new(fonts), ..usvg::Options::default() }
}
