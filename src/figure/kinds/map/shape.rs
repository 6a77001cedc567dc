//! The geometry of a map: from its coordinates to the page, cut at the edge of a window, and where in an area words have room.

use crate::figure::boundaries::{Bounds, across};
use crate::figure::geometry::{Area, Point};

/// Between the heights at which words are tried, in points.
const TRIED: f64 = 2.0;

/// How the coordinates of a map stand on the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    /// West and north edge, in the unit of the map.
    pub corner: Point,
    /// Where they stand on the page.
    pub at: Point,
    /// Points for each unit.
    pub scale: f64,
}

impl View {
    pub(super) fn point(&self, (east, north): Point) -> Point {
        (self.at.0 + (east - self.corner.0) * self.scale, self.at.1 + (self.corner.1 - north) * self.scale)
    }

    pub(super) fn points(&self, points: &[Point]) -> Vec<Point> {
        points.iter().map(|point| self.point(*point)).collect()
    }

    pub(super) fn area(&self, Bounds { west, south, east, north }: Bounds) -> Area {
        let ((left, top), (right, bottom)) = (self.point((west, north)), self.point((east, south)));
        Area::new(left, top, right, bottom)
    }
}

/// A side of a window: what it limits, where, and on which side of it the window lies.
type Side = (fn(Point) -> f64, f64, f64);

/// The part of a ring inside a window (Sutherland and Hodgman 1974): it may run along the edges of the window.
pub(super) fn within(ring: &[Point], window: &Area) -> Vec<Point> {
    let sides: [Side; 4] = [
        (|point| point.0, window.left, 1.0),
        (|point| point.0, window.right, -1.0),
        (|point| point.1, window.top, 1.0),
        (|point| point.1, window.bottom, -1.0),
    ];
    sides.iter().fold(ring.to_vec(), |ring, (along, edge, sign)| {
        let inside = |point: Point| (along(point) - edge) * sign >= 0.0;
        let mut kept = Vec::new();
        let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
        for (from, to) in before.zip(&ring) {
            if inside(*from) != inside(*to) {
                let share = (edge - along(*from)) / (along(*to) - along(*from));
                kept.push((from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share));
            }
            if inside(*to) {
                kept.push(*to);
            }
        }
        kept
    })
}

/// The stretches of a height that lie inside rings.
pub(super) fn stretches(rings: &[Vec<Point>], y: f64) -> Vec<(f64, f64)> {
    let edges = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().skip(1)));
    let mut crossings: Vec<f64> = edges.filter_map(|(a, b)| across(*a, *b, y)).collect();
    crossings.sort_by(f64::total_cmp);
    crossings.chunks_exact(2).map(|ends| (ends[0], ends[1])).collect()
}

/// The upper and the lower edge of rings.
pub(super) fn heights(rings: &[Vec<Point>]) -> (f64, f64) {
    let heights = || rings.iter().flatten().map(|point| point.1);
    (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max))
}

/// The middle of the roomiest place inside rings for words of a width and height; none where they would touch an edge.
pub(super) fn room(rings: &[Vec<Point>], wide: f64, tall: f64) -> Option<Point> {
    let (top, bottom) = heights(rings);
    let mut best: Option<(f64, Point)> = None;
    let mut y = top + tall / 2.0;
    while y <= bottom - tall / 2.0 {
        let blocked = blocked(rings, y - tall / 2.0, y + tall / 2.0);
        for (left, right) in stretches(rings, y) {
            for (from, to) in free(&blocked, left, right) {
                let spare = to - from - wide;
                if spare >= 0.0 && best.is_none_or(|(most, _)| spare > most) {
                    best = Some((spare, ((from + to) / 2.0, y)));
                }
            }
        }
        y += TRIED;
    }
    best.map(|(_, middle)| middle)
}

/// What edges take of a band between two heights, from left to right.
fn blocked(rings: &[Vec<Point>], top: f64, bottom: f64) -> Vec<(f64, f64)> {
    let mut blocked = Vec::new();
    for (a, b) in rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().skip(1))) {
        let (low, high) = if a.1 <= b.1 { (a, b) } else { (b, a) };
        if high.1 < top || low.1 > bottom {
            continue;
        }
        let at = |y: f64| {
            if high.1 > low.1 { low.0 + (y - low.1) * (high.0 - low.0) / (high.1 - low.1) } else { low.0 }
        };
        let ends = if high.1 > low.1 { [at(low.1.max(top)), at(high.1.min(bottom))] } else { [a.0, b.0] };
        blocked.push((ends[0].min(ends[1]), ends[0].max(ends[1])));
    }
    blocked.sort_by(|one, other| one.0.total_cmp(&other.0));
    blocked
}

/// The stretches between two ends that nothing takes.
fn free(blocked: &[(f64, f64)], left: f64, right: f64) -> Vec<(f64, f64)> {
    let (mut from, mut found) = (left, Vec::new());
    for (start, end) in blocked.iter().filter(|(start, end)| *end > left && *start < right) {
        if *start > from {
            found.push((from, *start));
        }
        from = from.max(*end);
    }
    if right > from {
        found.push((from, right));
    }
    found
}
