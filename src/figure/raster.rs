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
    let encoded = picture
        .encode_png()
        .map_err(|error| refused(error.to_string(), "this is a fault of the tool, please report it"))?;
    Ok(with_resolution(encoded, pixels_per_inch))
}

/// Parser options with the embedded family and nothing else.
fn options() -> usvg::Options<'static> {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    usvg::Options { font_family: FAMILY.to_owned(), fontdb: Arc::new(fonts), ..usvg::Options::default() }
}

/// Puts a `pHYs` chunk (pixels per metre) after the header chunk, which is always 33 bytes into the file.
fn with_resolution(png: Vec<u8>, pixels_per_inch: f64) -> Vec<u8> {
    const HEADER_END: usize = 33;
    let per_metre = libm::round(pixels_per_inch / 0.0254) as u32;
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(per_metre.to_be_bytes());
    chunk.extend(per_metre.to_be_bytes());
    chunk.push(1);
    let Some((header, rest)) = png.split_at_checked(HEADER_END) else { return png };
    let mut out = header.to_vec();
    out.extend(9_u32.to_be_bytes());
    out.extend(&chunk);
    out.extend(checksum(&chunk).to_be_bytes());
    out.extend(rest);
    out
}

/// The CRC-32 of the PNG specification.
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
        }
    }
    !sum
}
