//! The parts of an index chart that repeat: points with their intervals, labels with their places, the foot of the axis.

use plotters_backend::text_anchor::HPos;

use super::{BASE, IndexYear};
use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::geometry::{Area, Point, Segment};
use crate::figure::label::Candidate;
use crate::figure::text::Weight;
use crate::figure::theme::{self, size};

/// Height of the strip under an axis that does not start at zero.
pub(super) const STRIP: f64 = 15.0;
/// How many places along the base line its words are tried at.
const BASE_STEPS: u32 = 40;
const SHARE: Type = Type { size: size::SMALL, weight: Weight::Regular, colour: theme::DARK_BLUE };

/// A label, its look and the places it may take.
pub(super) type Placed = (String, Type, Vec<Candidate>);

/// A point and the interval of its link, thinner than the line and in another blue, so that it does not read as one.
pub(super) fn paint_point(canvas: &Canvas, at: Point, limits: Option<(f64, f64)>, radius: f64) {
    if let Some((low, high)) = limits {
        let half = radius.min(2.8);
        canvas.line(&[(at.0, low), (at.0, high)], Stroke::solid(theme::WHITE, 2.6));
        let stroke = Stroke::solid(theme::MID_BLUE, 1.0);
        canvas.line(&[(at.0, low), (at.0, high)], stroke);
        for end in [low, high] {
            canvas.line(&[(at.0 - half, end), (at.0 + half, end)], stroke);
        }
    }
    canvas.mark(at, Shape::Disc, radius, theme::DARK_BLUE);
}

/// The value of a point: beside it, so that it is not read as the end of the interval, else beyond the interval.
pub(super) fn value_label(
    canvas: &Canvas,
    text: &str,
    (x, y): Point,
    limits: Option<(f64, f64)>,
    needed: bool,
) -> Placed {
    let (width, height) = (canvas.width(text, Type::LABEL) + 2.0, Type::LABEL.size * theme::CAPITAL + 3.0);
    let (low, high) = limits.map_or((y + 3.2, y - 3.2), |(low, high)| (low.max(y + 3.2), high.min(y - 3.2)));
    let at = |dx: f64, dy: f64| Area::around((x + dx, y + dy), width, height);
    let beside = width / 2.0 + 4.5;
    let mut places = vec![
        Candidate::beside(at(beside, -8.5), 0.0),
        Candidate::beside(at(beside, 8.5), 1.0),
        Candidate::beside(at(-beside, -8.5), 1.5),
        Candidate::beside(at(-beside, 8.5), 2.0),
        Candidate::beside(at(beside, 0.0), 2.0),
        Candidate::beside(at(-beside, 0.0), 3.0),
        Candidate::beside(at(beside, -14.0), 4.0),
        Candidate::beside(at(beside, 14.0), 4.5),
        Candidate::beside(at(-beside, -14.0), 5.0),
        Candidate::beside(at(-beside, 14.0), 5.5),
    ];
    let beyond = if limits.is_some() { 8.0 } else { -1.0 };
    for (step, distance) in [0.0, 4.0, 9.0, 15.0].into_iter().enumerate() {
        let cost = beyond + 3.0 * step as f64;
        for (centre, aside) in [(high - 3.0 - height / 2.0 - distance, 0.0), (low + 3.0 + height / 2.0 + distance, 2.0)]
        {
            places.push(Candidate::beside(Area::around((x, centre), width, height), cost + aside));
        }
    }
    if !needed {
        places.push(Candidate::left_out(18.0));
    }
    (text.to_owned(), Type::LABEL, places)
}

/// The share a link rests on, or what stands in its place.
pub(super) fn share_words(year: &IndexYear) -> String {
    let printed = year.children.printed();
    if printed.is_empty() { year.children.absence().to_owned() } else { printed }
}

/// The share beside the middle of a dashed link, over it or under it; left out only where nothing else is free.
pub(super) fn thin_label(canvas: &Canvas, share: &str, start: Point, end: Point) -> Placed {
    let long = format!("{share} of children");
    let room = end.0 - start.0;
    let text = if canvas.width(&long, SHARE) <= room - 8.0 { long } else { share.to_owned() };
    let (width, height) = (canvas.width(&text, SHARE) + 2.0, SHARE.size * theme::CAPITAL + 3.0);
    let slope = if room > 0.0 { (end.1 - start.1) / room } else { 0.0 };
    // Clear of the line over the whole width of the text.
    let clear = height / 2.0 + libm::fabs(slope) * width / 2.0 + 2.5;
    let mut places = vec![Candidate::left_out(80.0)];
    for (step, along) in [0.5, 0.4, 0.6, 0.3, 0.7].into_iter().enumerate() {
        let middle = (start.0 + room * along, start.1 + (end.1 - start.1) * along);
        for (up, extra) in [(true, 0.0), (false, 0.0), (true, 6.0), (false, 6.0), (true, 14.0), (false, 14.0)] {
            let shift = if up { -clear - extra } else { clear + extra };
            let area = Area::around((middle.0, middle.1 + shift), width, height);
            // Set off from a steep line, the words are tied to it.
            let near = if up { area.bottom } else { area.top };
            let touch = if up { middle.1 - 2.0 } else { middle.1 + 2.0 };
            let leader = (libm::fabs(shift) > 13.0).then_some(Segment((middle.0, touch), (middle.0, near)));
            let penalty = step as f64 + extra + if up { 0.0 } else { 1.5 };
            places.push(Candidate { area, leader, penalty, drawn: true });
        }
    }
    (text, SHARE, places)
}

/// The words of the base line, over it or under it, rather at the right end.
pub(super) fn base_label(canvas: &Canvas, plot: &Plot<'_>, text: &str) -> Option<Placed> {
    let (width, height) = (canvas.width(text, Type::SMALL) + 4.0, Type::SMALL.size * theme::CAPITAL + 3.0);
    if width > plot.area.width() {
        return None;
    }
    let (_, y) = plot.at(plot.area.left, BASE);
    let room = plot.area.width() - width;
    let mut places = Vec::new();
    for step in 0..=BASE_STEPS {
        let right = plot.area.right - room * f64::from(step) / f64::from(BASE_STEPS);
        for (top, aside) in [(y - height - 1.4, 0.0), (y + 1.4, 0.6), (y + 4.6, 2.0), (y - height - 4.6, 2.5)] {
            let area = Area::new(right - width, top, right, top + height);
            places.push(Candidate::beside(area, f64::from(step) * 0.3 + aside));
        }
    }
    Some((text.to_owned(), Type::SMALL, places))
}

/// The stretches of the plot that no ground covers.
pub(super) fn gaps(panel: Area, grounds: &[Area]) -> Vec<(f64, f64)> {
    let mut gaps = Vec::new();
    let mut from = panel.left;
    for ground in grounds {
        gaps.push((from, ground.left));
        from = ground.right;
    }
    gaps.push((from, panel.right));
    gaps.retain(|(from, to)| to > from);
    gaps
}

/// The strip under an axis that does not start at zero: a zigzag where the numbers stand, and the words.
pub(super) fn paint_start(canvas: &Canvas, panel: Area, words: &str) {
    let (left, middle) = (panel.left, panel.bottom + STRIP / 2.0);
    let zigzag = [(0.0, -7.5), (0.0, -4.5), (3.0, -2.5), (-3.0, 1.5), (0.0, 3.5), (0.0, 7.5)];
    let points: Vec<Point> = zigzag.iter().map(|(x, y)| (left + x, middle + y)).collect();
    canvas.line(&points, Stroke::solid(theme::DARK_GREY, 1.0));
    canvas.write(words, (left + 9.0, Type::SMALL.baseline(middle)), HPos::Left, Type::SMALL);
}
