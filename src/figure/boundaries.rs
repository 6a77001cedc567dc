//! Boundaries of areas as lines, each kept once with the areas on its two sides, so that neighbours share their edges.
//!
//! In: a file of `data/boundaries`. Out: lines that close into rings around every area. Coordinates grow to the east and the north.

use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema};
use serde::Deserialize;

use super::geometry::Point;
use crate::fault::{Fault, Place};
use crate::source::{Project, Settings};

/// The boundaries of the areas of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundaries {
    /// What publisher and licence ask to be said, printed with every map.
    pub attribution: String,
    /// The lines, with the areas on their sides; the sea has no name.
    pub(super) lines: Vec<(Vec<String>, Vec<Point>)>,
    pub(super) insets: Vec<Inset>,
}

/// A part of the map that is drawn again, larger.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Inset {
    /// Its name.
    pub title: String,
    /// What it shows.
    pub from: Bounds,
    /// Where it stands on the map, outside all areas.
    pub at: Bounds,
}

/// The edges of a box, in the unit of the boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Bounds {
    /// The west edge.
    pub west: f64,
    /// The south edge.
    pub south: f64,
    /// The east edge.
    pub east: f64,
    /// The north edge.
    pub north: f64,
}

/// A file of boundaries.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// What the areas are.
    #[serde(rename = "title")]
    _title: String,
    /// What publisher and licence ask to be said.
    attribution: String,
    /// Parts that are drawn again, larger.
    #[serde(default)]
    inset: Vec<Inset>,
    /// The lines.
    line: Vec<Line>,
}

/// A line between two areas, or between one and the sea.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    /// The areas on its sides.
    of: BTreeSet<String>,
    /// Its points in order, each as `east,north` in whole numbers, parted by spaces.
    points: String,
}

impl Boundaries {
    /// The schema of the file.
    pub fn schema() -> Schema {
        crate::source::schema::<File>()
    }

    /// Reads a file of boundaries.
    ///
    /// # Errors
    ///
    /// A fault with its remedy for a line of no or more than two areas, for a point that is none, and for an area that is not closed.
    pub fn read(project: &mut Project, path: &str) -> Result<Self, Fault> {
        let text = project.text(path)?;
        let file: File = Settings::new(path, text).parse()?;
        let fault = |what, remedy: &str| Fault::new("boundaries-invalid", Place::file(path), what, remedy);
        let mut lines = Vec::new();
        for Line { of, points } in file.line {
            let areas: Vec<String> = of.into_iter().collect();
            if !matches!(areas.len(), 1 | 2) {
                let what = format!("a line is of {} areas", areas.len());
                return Err(fault(what, "name the area on each of its two sides, or the one that lies at the sea"));
            }
            let read: Option<Vec<Point>> = points.split_whitespace().map(point).collect();
            match read {
                Some(points) if points.len() > 1 => lines.push((areas, points)),
                _ => {
                    let what =
                        format!("a line of {} has a point that cannot be read, or fewer than two", areas.join(" and "));
                    return Err(fault(
                        what,
                        "give each point as two whole numbers parted by a comma, and points by spaces",
                    ));
                }
            }
        }
        let read = Self { attribution: file.attribution, lines, insets: file.inset };
        for area in read.areas() {
            if read.rings(area).is_none() {
                let what = format!("the lines of {area} do not close into rings");
                return Err(fault(what, "let every line begin and end where others of the area do"));
            }
        }
        Ok(read)
    }

    /// The areas that have boundaries.
    pub fn areas(&self) -> BTreeSet<&str> {
        self.lines.iter().flat_map(|(areas, _)| areas.iter().map(String::as_str)).collect()
    }

    /// The pairs of areas that share an edge.
    pub fn touching(&self) -> BTreeSet<(&str, &str)> {
        let sides = self.lines.iter().map(|(areas, _)| areas.as_slice());
        sides
            .filter_map(|sides| if let [one, other] = sides { Some((one.as_str(), other.as_str())) } else { None })
            .collect()
    }

    /// What the rings of an area enclose, holes taken away, in squares of the unit.
    pub fn extent(&self, area: &str) -> f64 {
        let rings = self.rings(area).unwrap_or_default();
        let signed = |(index, ring): (usize, &Vec<Point>)| {
            let within = rings.iter().enumerate().filter(|(other, around)| *other != index && holds(around, ring[0]));
            if within.count() % 2 == 0 { size(ring) } else { -size(ring) }
        };
        rings.iter().enumerate().map(signed).sum()
    }

    /// What all lines and all that is drawn again take.
    pub(super) fn bounds(&self) -> Bounds {
        let lines = self.lines.iter().flat_map(|(_, points)| points.iter().copied());
        let corners = |inset: &Inset| [(inset.at.west, inset.at.south), (inset.at.east, inset.at.north)];
        let points = lines.chain(self.insets.iter().flat_map(corners));
        let none =
            Bounds { west: f64::INFINITY, south: f64::INFINITY, east: f64::NEG_INFINITY, north: f64::NEG_INFINITY };
        points.fold(none, |held, (east, north)| Bounds {
            west: held.west.min(east),
            south: held.south.min(north),
            east: held.east.max(east),
            north: held.north.max(north),
        })
    }

    /// The same with fewer points, none closer to the one before it than `gap`, so that neighbours still share their edges.
    pub(super) fn thinned(&self, gap: f64) -> Self {
        let lines = self.lines.iter().map(|(areas, points)| {
            let mut kept: Vec<Point> = Vec::new();
            for point in points {
                let near = |last: &Point| libm::hypot(point.0 - last.0, point.1 - last.1) < gap;
                if !kept.last().is_some_and(near) {
                    kept.push(*point);
                }
            }
            if let (Some(last), Some(end)) = (kept.last_mut(), points.last()) {
                *last = *end;
            }
            // A ring of fewer than three points encloses nothing.
            let kept = if kept.len() < 4 && points.first() == points.last() { points.clone() } else { kept };
            (areas.clone(), if kept.len() < 2 { points.clone() } else { kept })
        });
        Self { lines: lines.collect(), ..self.clone() }
    }

    /// The rings around an area, first and last point the same; none where its lines do not close.
    pub(super) fn rings(&self, area: &str) -> Option<Vec<Vec<Point>>> {
        let mut open: Vec<&[Point]> = Vec::new();
        let mut rings = Vec::new();
        for (areas, points) in &self.lines {
            if areas.iter().any(|of| of == area) {
                if points.first() == points.last() {
                    rings.push(points.clone());
                } else {
                    open.push(points);
                }
            }
        }
        while let Some(first) = open.pop() {
            let mut ring = first.to_vec();
            while ring.first() != ring.last() {
                let end = ring.last().copied();
                let next = open.iter().position(|line| line.first().copied() == end || line.last().copied() == end)?;
                let line = open.swap_remove(next);
                if line.first().copied() == end {
                    ring.extend(line.iter().skip(1));
                } else {
                    ring.extend(line.iter().rev().skip(1));
                }
            }
            rings.push(ring);
        }
        Some(rings)
    }
}

fn point(text: &str) -> Option<Point> {
    let (east, north) = text.split_once(',')?;
    let number = |text: &str| text.parse::<i32>().ok().map(f64::from);
    Some((number(east)?, number(north)?))
}

/// How much a ring encloses.
pub(super) fn size(ring: &[Point]) -> f64 {
    let turns = ring.iter().zip(ring.iter().skip(1)).map(|(a, b)| a.0 * b.1 - b.0 * a.1);
    (turns.sum::<f64>() / 2.0).abs()
}

/// Whether a ring holds a point.
pub(super) fn holds(ring: &[Point], point: Point) -> bool {
    let edges = ring.iter().zip(ring.iter().skip(1));
    edges.filter(|(a, b)| across(**a, **b, point.1).is_some_and(|x| x > point.0)).count() % 2 == 1
}

/// Where an edge crosses a height.
pub(super) fn across(a: Point, b: Point, y: f64) -> Option<f64> {
    ((a.1 > y) != (b.1 > y)).then(|| a.0 + (y - a.1) * (b.0 - a.0) / (b.1 - a.1))
}
