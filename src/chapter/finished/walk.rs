//! A finished page as a flat list of what is painted on it, in the order of painting, with where on the page it can be seen.
//!
//! In: the frames that the compiler laid out. Out: texts, shapes, images and marks; positions in points from the top left of the page.

use std::borrow::Cow;

use typst::foundations::Value;
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::syntax::Span;
use typst::text::TextItem;
use typst::visualize::{Geometry, Paint, Shape};
use typst_layout::Page;

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    fn around(points: [Point; 4]) -> Self {
        let x = points.map(|point| point.x.to_pt());
        let y = points.map(|point| point.y.to_pt());
        let least = |all: [f64; 4]| all.into_iter().fold(f64::INFINITY, f64::min);
        let most = |all: [f64; 4]| all.into_iter().fold(f64::NEG_INFINITY, f64::max);
        Self { left: least(x), top: least(y), right: most(x), bottom: most(y) }
    }

    pub(super) fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub(super) fn size(self) -> f64 {
        (self.right - self.left).max(0.0) * (self.bottom - self.top).max(0.0)
    }
}

/// What is painted, or marks a place.
pub(super) enum Thing<'a> {
    Text(&'a TextItem),
    /// A shape with its fill, or with a stroke so wide that it covers what is beneath.
    Shape(Cow<'a, Paint>, Span),
    Image(Span),
    /// A label and its words.
    Mark(String, String),
    /// Where an element was written.
    Element(Span),
}

/// A thing in its place.
pub(super) struct Placed<'a> {
    pub(super) thing: Thing<'a>,
    /// Where it is.
    pub(super) whole: Area,
    /// Where it can be seen: on the page, and where nothing cuts it off.
    pub(super) seen: Area,
    /// How much it is enlarged.
    pub(super) scale: f64,
}

/// From this width of a stroke on, in points, it covers what is beneath it.
const WIDE: f64 = 3.0;

/// All of a page.
pub(super) fn page(page: &Page) -> Vec<Placed<'_>> {
    let size = page.frame.size();
    let sheet = Area { left: 0.0, top: 0.0, right: size.x.to_pt(), bottom: size.y.to_pt() };
    let paper = page.fill_or_white().map(|paint| Thing::Shape(Cow::Owned(paint), Span::detached()));
    let paper = paper.map(|thing| Placed { thing, whole: sheet, seen: sheet, scale: 1.0 });
    let mut found: Vec<Placed<'_>> = paper.into_iter().collect();
    frame(&page.frame, Transform::identity(), sheet, &mut found);
    found
}

fn frame<'a>(of: &'a Frame, transform: Transform, clip: Area, found: &mut Vec<Placed<'a>>) {
    for (position, item) in of.items() {
        let here = transform.pre_concat(Transform::translate(position.x, position.y));
        let area = |from: Point, to: Point| {
            let corners = [from, Point::new(to.x, from.y), to, Point::new(from.x, to.y)];
            Area::around(corners.map(|corner| corner.transform(here)))
        };
        let zero = Point::zero();
        let (thing, whole) = match item {
            FrameItem::Group(group) => {
                let inner = here.pre_concat(group.transform);
                let clip = match &group.clip {
                    Some(curve) => {
                        let cut = curve.bbox(None);
                        let (min, max) = (cut.min, cut.max);
                        let corners = [min, Point::new(max.x, min.y), max, Point::new(min.x, max.y)];
                        clip.within(Area::around(corners.map(|corner| corner.transform(inner))))
                    }
                    None => clip,
                };
                frame(&group.frame, inner, clip, found);
                continue;
            }
            FrameItem::Text(text) => {
                let whole = area(Point::with_y(text.size * -0.75), Point::new(text.width(), text.size * 0.2));
                (Thing::Text(text), whole)
            }
            FrameItem::Shape(shape, span) => match covering(shape) {
                Some(paint) => {
                    let bounds = shape.bbox(true);
                    (Thing::Shape(Cow::Borrowed(paint), *span), area(bounds.min, bounds.max))
                }
                None => continue,
            },
            FrameItem::Image(_, size, span) => (Thing::Image(*span), area(zero, size.to_point())),
            FrameItem::Tag(Tag::Start(content, _)) => match content.to_packed::<MetadataElem>() {
                Some(metadata) => {
                    let label = content.label().map(|label| label.resolve().to_string()).unwrap_or_default();
                    let Value::Str(words) = &metadata.value else { continue };
                    (Thing::Mark(label, words.to_string()), area(zero, zero))
                }
                None => (Thing::Element(content.span()), area(zero, zero)),
            },
            FrameItem::Tag(Tag::End(..)) | FrameItem::Link(..) => continue,
        };
        let scale = here.sy.get().abs().max(here.kx.get().abs());
        found.push(Placed { thing, whole, seen: whole.within(clip), scale });
    }
}

/// What a shape hides other things with.
fn covering(shape: &Shape) -> Option<&Paint> {
    let stroke = shape.stroke.as_ref().filter(|stroke| stroke.thickness.to_pt() >= WIDE);
    match shape.geometry {
        Geometry::Line(_) => stroke.map(|stroke| &stroke.paint),
        Geometry::Rect(_) | Geometry::Curve(_) => shape.fill.as_ref().or_else(|| stroke.map(|stroke| &stroke.paint)),
    }
}
