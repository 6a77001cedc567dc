//! Vector pictures as pixels: resvg with the embedded font alone, no system fonts, no time stamps, the same bytes for ever.

use std::collections::BTreeMap;
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

/// The bytes of an opaque picture: one byte a pixel where a palette holds its colours, else three. No filter: flat colours repeat best as they are.
fn encoded(picture: &tiny_skia::Pixmap, pixels_per_inch: f64) -> Result<Vec<u8>, png::EncodingError> {
    let per_metre = libm::round(pixels_per_inch / 0.0254) as u32;
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, picture.width(), picture.height());
    let pixels = match indexed(picture.data()) {
        Some(Indexed { palette, pixels }) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette);
            pixels
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            picture.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
        }
    };
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    let dimensions = png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter };
    encoder.set_pixel_dims(Some(dimensions));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(out)
}

/// A picture by its colours.
struct Indexed {
    /// Three bytes a colour, in the order in which they come.
    palette: Vec<u8>,
    /// The number of its colour, for each pixel.
    pixels: Vec<u8>,
}

/// The colours of pixels of four bytes, where there are no more than a palette holds. Most of a figure is paper, which is passed over many
/// pixels at once.
fn indexed(data: &[u8]) -> Option<Indexed> {
    const PAPER: [u8; 256] = [u8::MAX; 256];
    let mut palette = vec![u8::MAX; 3];
    let mut numbers: BTreeMap<[u8; 3], u8> = BTreeMap::from([([u8::MAX; 3], 0)]);
    let mut pixels = vec![0; data.len() / 4];
    let mut last = ([u8::MAX; 3], 0);
    for (to, from) in pixels.chunks_mut(PAPER.len() / 4).zip(data.chunks(PAPER.len())) {
        if from == PAPER {
            continue;
        }
        for (to, pixel) in to.iter_mut().zip(from.chunks_exact(4)) {
            let colour = [pixel[0], pixel[1], pixel[2]];
            if colour != last.0 {
                let next = u8::try_from(numbers.len()).ok();
                let number = match numbers.get(&colour) {
                    Some(number) => *number,
                    None => {
                        palette.extend(colour);
                        *numbers.entry(colour).or_insert(next?)
                    }
                };
                last = (colour, number);
            }
            *to = last.1;
        }
    }
    Some(Indexed { palette, pixels })
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

    use super::*;

    /// The pixels of a PNG, as another reader unpacks them.
    fn unpacked(png: &[u8]) -> (png::ColorType, Vec<u8>) {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        let kept = decoder.read_header_info().unwrap().color_type;
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        pixels.truncate(frame.buffer_size());
        (kept, pixels)
    }

    /// A picture whose pixels have so many colours, paper among them.
    fn picture(colours: u32) -> tiny_skia::Pixmap {
        let mut picture = tiny_skia::Pixmap::new(97, 61).unwrap();
        picture.fill(tiny_skia::Color::WHITE);
        for (number, pixel) in (0..colours - 1).zip(picture.data_mut().chunks_exact_mut(4).skip(300)) {
            pixel[..3].copy_from_slice(&[(number % 251) as u8, (number / 251) as u8, 7]);
        }
        picture
    }

    #[test]
    fn a_picture_is_packed_without_loss_by_a_palette_where_one_holds_its_colours() {
        for (colours, kept) in
            [(2, png::ColorType::Indexed), (256, png::ColorType::Indexed), (257, png::ColorType::Rgb)]
        {
            let picture = picture(colours);
            let (found, pixels) = unpacked(&encoded(&picture, PRINT).unwrap());
            let expected: Vec<u8> = picture.data().chunks_exact(4).flat_map(|pixel| pixel[..3].to_vec()).collect();
            assert_eq!(found, kept, "{colours}");
            assert!(pixels == expected, "{colours}");
        }
    }
}
