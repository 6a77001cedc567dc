//! Pictures as pixels: what they are made of is painted with the embedded font alone, no system fonts, no time stamps, the same bytes for ever.

mod letters;

use tiny_skia::{Color, FillRule, LineJoin, Paint, PathBuilder, Pixmap, Rect, Stroke, StrokeDash, Transform};

use super::backend::UNITS;
use super::elements::{Element, Form, Ink, Outline};
use super::error::FigureError;
use super::frame::Svg;
use super::text::Face;

/// Pixels per inch of a picture for print and slides.
pub const PRINT: f64 = 144.0;

/// The picture as a PNG at a resolution in pixels per inch, which is also written into the file so that it opens at its
/// true size.
///
/// # Errors
///
/// [`FigureError::Raster`] if the resolution is not usable.
pub fn png(svg: &Svg, pixels_per_inch: f64) -> Result<Vec<u8>, FigureError> {
    let refused = |reason: String, remedy: &'static str| FigureError::Raster { reason, remedy };
    if !(10.0..=1200.0).contains(&pixels_per_inch) {
        return Err(refused(format!("{pixels_per_inch} pixels per inch"), "choose between 10 and 1200"));
    }
    let scale = pixels_per_inch / 72.0;
    let pixels = |points: f64| libm::ceil(points * scale) as u32;
    let mut picture = Pixmap::new(pixels(svg.width()), pixels(svg.height()))
        .ok_or_else(|| refused("the picture has no size".to_owned(), "draw something first"))?;
    // The last row and column may be only partly covered; paper, not transparency, shows there.
    picture.fill(Color::WHITE);
    let face = Face::new()?;
    let (elements, zoom) = svg.elements();
    let zoom = scale * zoom;
    for element in elements {
        match element {
            Element::Shape { form, fill, outline } => shape(&mut picture, form, (*fill, *outline), zoom as f32),
            Element::Text(text) => letters::lay(&mut picture, &face, text, zoom / f64::from(UNITS)),
        }
    }
    encoded(&picture, pixels_per_inch)
        .map_err(|error| refused(error.to_string(), "this is a fault of the tool, please report it"))
}

/// Paints a shape, each point of which is so many pixels. One without extent shows nothing.
fn shape(picture: &mut Pixmap, form: &Form, (fill, outline): (Option<Ink>, Option<Outline>), zoom: f32) {
    let zoomed = Transform::from_scale(zoom, zoom);
    // A circle is made of curves as fine as its size in points asks, as in the SVG.
    let number = |units: i32| units as f32 / UNITS as f32;
    let mut path = PathBuilder::new();
    match form {
        Form::Rectangle((x, y), (width, height)) => {
            let Some(area) = Rect::from_xywh(number(*x), number(*y), number(*width), number(*height)) else { return };
            path.push_rect(area);
        }
        Form::Circle((x, y), radius) => path.push_circle(number(*x), number(*y), number(*radius)),
        Form::Path(points, closed) => {
            for (place, (x, y)) in points.iter().enumerate() {
                if place == 0 { path.move_to(number(*x), number(*y)) } else { path.line_to(number(*x), number(*y)) }
            }
            if *closed {
                path.close();
            }
        }
    }
    let Some(path) = path.finish() else { return };
    if let Some(ink) = fill {
        picture.fill_path(&path, &paint(ink), FillRule::Winding, zoomed, None);
    }
    if let Some(Outline { ink, width, dash }) = outline {
        let dash = dash.and_then(|(dash, gap)| StrokeDash::new(vec![number(dash), number(gap)], 0.0));
        let stroke = Stroke { width: number(width), line_join: LineJoin::Round, dash, ..Stroke::default() };
        picture.stroke_path(&path, &paint(ink), &stroke, zoomed, None);
    }
}

fn paint(Ink { rgb: (red, green, blue), alpha }: Ink) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(red, green, blue, libm::round(alpha * 255.0) as u8);
    paint
}

/// The bytes of an opaque picture: one byte a pixel where a palette holds its colours, else three. No filter: flat colours repeat best as they are.
fn encoded(picture: &Pixmap, pixels_per_inch: f64) -> Result<Vec<u8>, png::EncodingError> {
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
    // A twentieth larger than what the default makes, in six tenths of its time.
    encoder.set_deflate_compression(png::DeflateCompression::Level(3));
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
/// pixels at once; of the others nearly all have a colour that was found a moment before, so that each is looked for first where one like it was.
fn indexed(data: &[u8]) -> Option<Indexed> {
    const PAPER: [u8; 256] = [u8::MAX; 256];
    let mut palette = vec![[u8::MAX; 3]];
    let mut found = [0_u8; 1 << 10];
    let mut pixels = vec![0; data.len() / 4];
    for (to, from) in pixels.chunks_mut(PAPER.len() / 4).zip(data.chunks(PAPER.len())) {
        if from == PAPER {
            continue;
        }
        for (to, pixel) in to.iter_mut().zip(from.chunks_exact(4)) {
            let colour = [pixel[0], pixel[1], pixel[2]];
            let [red, green, blue] = colour.map(usize::from);
            let like = &mut found[(5 * red + 83 * green + 331 * blue) % (1 << 10)];
            if palette[usize::from(*like)] != colour {
                let number = palette.iter().position(|other| *other == colour).unwrap_or_else(|| {
                    palette.push(colour);
                    palette.len() - 1
                });
                *like = u8::try_from(number).ok()?;
            }
            *to = *like;
        }
    }
    Some(Indexed { palette: palette.concat(), pixels })
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
    fn picture(colours: u32) -> Pixmap {
        let mut picture = Pixmap::new(97, 61).unwrap();
        picture.fill(Color::WHITE);
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
