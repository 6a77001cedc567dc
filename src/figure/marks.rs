//! What charts over years share: interval marks, tinted slots with words, and labels that find their place.

use plotters_backend::text_anchor::HPos;

use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::geometry::{Area, Point, Segment};
use crate::figure::label::{self, Candidate, Field};
use crate::figure::theme::{self, Colour};
use crate::figure::value::Shown;

/// A mark that wants a label.
pub(super) struct Anchor {
    pub mark: Area,
    pub label: String,
    /// Whether the label stays when there is too little room for all.
    pub key: bool,
    pub style: Type,
}

/// Slots narrower than this cannot hold a value each; only the key values are then labelled.
pub(super) const CROWDED: f64 = 23.0;

/// First, last, highest, lowest and the values beside a gap: the ones a reader looks for when not all can be labelled.
pub(super) fn is_key(values: &[Option<f64>], index: usize) -> bool {
    let Some(Some(value)) = values.get(index) else { return false };
    let known = || values.iter().copied().enumerate().filter_map(|(at, value)| value.map(|value| (at, value)));
    let first = known().next().is_some_and(|(at, _)| at == index);
    let last = known().next_back().is_some_and(|(at, _)| at == index);
    let highest = known().map(|(_, other)| other).fold(f64::NEG_INFINITY, f64::max);
    let lowest = known().map(|(_, other)| other).fold(f64::INFINITY, f64::min);
    let alone_at =
        |bound: f64| *value == bound && known().find(|(_, other)| *other == bound).map(|(at, _)| at) == Some(index);
    first || last || alone_at(highest) || alone_at(lowest)
}

/// A point with its interval as a whisker with caps. Returns the ground it covers.
pub(super) fn interval_mark(
    canvas: &Canvas,
    plot: &Plot<'_>,
    x: f64,
    value: f64,
    limits: (Option<f64>, Option<f64>),
    shape: Shape,
    colour: Colour,
) -> Area {
    let at = plot.at(x, value);
    let radius = if shape == Shape::Disc { 2.9 } else { 3.1 };
    let mut ground = Area::around(at, radius * 2.0, radius * 2.0);
    if let (Some(lower), Some(upper)) = limits {
        let (_, low) = plot.at(x, lower);
        let (_, high) = plot.at(x, upper);
        // A white buffer keeps the whisker clear of the line behind it.
        canvas.line(&[(at.0, low), (at.0, high)], Stroke::solid(theme::WHITE, 2.6));
        let stroke = Stroke::solid(colour, 1.1);
        canvas.line(&[(at.0, low), (at.0, high)], stroke);
        for end in [low, high] {
            canvas.line(&[(at.0 - 2.6, end), (at.0 + 2.6, end)], stroke);
        }
        ground = Area::new(ground.left, ground.top.min(high), ground.right, ground.bottom.max(low));
    }
    canvas.mark(at, shape, radius, colour);
    ground
}

/// Half the height of a cap on an interval along a row.
const CAP: f64 = 4.0;

/// An interval along a row, with a cap at each end that is a limit and not the edge of the plot.
pub(super) fn interval_along(canvas: &Canvas, ends: [(f64, bool); 2], y: f64, stroke: Stroke) {
    let [(from, _), (to, _)] = ends;
    canvas.line(&[(from, y), (to, y)], stroke);
    for (end, _) in ends.into_iter().filter(|(_, is_limit)| *is_limit) {
        canvas.line(&[(end, y - CAP), (end, y + CAP)], stroke);
    }
}

/// A tinted slot with the reason in words, or with the marker (may be empty) where the words do not fit. Returns where they stand.
pub(super) fn explain(canvas: &Canvas, ground: Area, words: &str, marker: &str) -> Option<Area> {
    canvas.fill(ground, theme::DARK_GREY.veil(theme::GROUND));
    let room = ground.width() - 8.0;
    let widest = words.split(' ').map(|word| canvas.width(word, Type::SMALL)).fold(0.0, f64::max);
    let lines = canvas.wrap(words, Type::SMALL, room.max(1.0));
    let tall = lines.len() as f64 * Type::SMALL.leading();
    let (x, y) = ground.centre();
    if !words.is_empty() && widest <= room && tall <= ground.height() - 8.0 {
        canvas.lines(&lines, x, y - tall / 2.0, HPos::Center, Type::SMALL);
        return Some(Area::around((x, y), room, tall));
    }
    let wide = canvas.width(marker, Type::SMALL);
    (!marker.is_empty() && wide + 3.0 <= ground.width()).then(|| {
        canvas.write(marker, (x, Type::SMALL.baseline(y)), HPos::Center, Type::SMALL);
        Area::around((x, y), wide + 2.0, box_height(Type::SMALL))
    })
}

/// The words and marker of an absent value; `default` stands where there is neither.
pub(super) fn absence(shown: &Shown, default: &str) -> Option<(String, String)> {
    if shown.value.is_some() {
        return None;
    }
    Some((shown.label.clone(), shown.marker.clone().unwrap_or_else(|| default.to_owned())))
}

/// Neighbouring slots that are empty for the same reason.
pub(super) struct Run {
    pub from: usize,
    pub to: usize,
    pub words: String,
    pub marker: String,
}

/// Joins neighbours with the same words and marker.
pub(super) fn runs(empty: Vec<Option<(String, String)>>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, reason) in empty.into_iter().enumerate() {
        let Some((words, marker)) = reason else { continue };
        match runs.last_mut() {
            Some(run) if run.to + 1 == index && run.words == words && run.marker == marker => run.to = index,
            _ => runs.push(Run { from: index, to: index, words, marker }),
        }
    }
    runs
}

/// Places for a label that is tied to its mark by a line: under or over it, its right end at `right` or beyond the mark.
pub(super) fn tied_places(canvas: &Canvas, mark: Area, right: f64, label: &str) -> Vec<Candidate> {
    let width = canvas.width(label, Type::LABEL) + 2.0;
    let height = box_height(Type::LABEL);
    let (x, _) = mark.centre();
    let mut places = Vec::new();
    for (step, distance) in [7.0, 12.0, 18.0, 25.0, 33.0].into_iter().enumerate() {
        for (below, reluctance) in [(true, 0.0), (false, 4.0)] {
            for (end, aside) in [(right - 1.0, 0.0), (x + width / 2.0, 2.0), (x + width - 4.0, 3.0)] {
                let top = if below { mark.bottom + distance } else { mark.top - distance - height };
                let near = if below { top } else { top + height };
                let start = if below { mark.bottom + 1.0 } else { mark.top - 1.0 };
                places.push(Candidate {
                    area: Area::new(end - width, top, end, top + height),
                    leader: Some(Segment((x, start), (x, near))),
                    penalty: step as f64 * 3.0 + reluctance + aside,
                    drawn: true,
                });
            }
        }
    }
    places
}

/// Places the name of a line may take: under or over one of its points, or left of its first.
pub(super) fn name_places(canvas: &Canvas, anchors: &[Anchor], name: &str) -> Vec<Candidate> {
    let width = canvas.width(name, Type::NAME) + 2.0;
    let height = box_height(Type::NAME);
    let mut places = Vec::new();
    for (index, anchor) in anchors.iter().enumerate() {
        let (x, _) = anchor.mark.centre();
        for (step, distance) in [5.0, 10.0, 16.0, 24.0].into_iter().enumerate() {
            let reluctance = index as f64 * 1.5 + step as f64 * 4.0;
            let below = anchor.mark.bottom + distance + height / 2.0;
            places.push(Candidate::beside(Area::around((x + width / 2.0 - 6.0, below), width, height), reluctance));
            let above = anchor.mark.top - distance - 12.0 - height / 2.0;
            places
                .push(Candidate::beside(Area::around((x + width / 2.0 - 6.0, above), width, height), 8.0 + reluctance));
        }
    }
    places
}

/// Writes the labels of `anchors`, and of `named` lines at their own candidates, where they collide least.
pub(super) fn write_labels(
    canvas: &Canvas,
    field: &Field,
    anchors: &[Anchor],
    slot: f64,
    named: Vec<(String, Type, Vec<Candidate>)>,
) {
    let crowded = slot < CROWDED;
    let mut texts: Vec<(&str, Type)> = Vec::new();
    let mut choices: Vec<Vec<Candidate>> = Vec::new();
    // The key labels settle first, so that the others give way to them.
    let (keys, others): (Vec<&Anchor>, Vec<&Anchor>) = anchors.iter().partition(|anchor| anchor.key);
    for anchor in keys.into_iter().chain(others) {
        let width = canvas.width(&anchor.label, anchor.style) + 2.0;
        let mut places = beside(anchor.mark, width, box_height(anchor.style));
        if crowded && !anchor.key {
            places.push(Candidate::left_out(18.0));
        }
        texts.push((anchor.label.as_str(), anchor.style));
        choices.push(places);
    }
    for (name, style, places) in &named {
        texts.push((name.as_str(), *style));
        choices.push(places.clone());
    }
    let chosen = label::settle(field, &choices, 8);
    let drawn = texts.into_iter().zip(&choices).zip(chosen).filter_map(|((text, places), index)| {
        let place = places.get(index).filter(|place| place.drawn)?;
        Some((text, place))
    });
    let drawn: Vec<((&str, Type), &Candidate)> = drawn.collect();
    // All lines before all words, so that no line runs through the words of another.
    for Segment(from, to) in drawn.iter().filter_map(|(_, place)| place.leader) {
        canvas.line(&[from, to], Stroke::solid(theme::AXIS, 0.7));
    }
    for ((text, style), place) in drawn {
        let (x, y) = place.area.centre();
        canvas.fill(place.area, theme::WHITE.veil(0.75));
        canvas.write(text, (x, style.baseline(y)), HPos::Center, style);
    }
}

fn box_height(style: Type) -> f64 {
    style.size * theme::CAPITAL + 3.0
}

/// The places around a mark, dearest last: above, below, the corners, the sides, then further away with a leader line.
fn beside(mark: Area, width: f64, height: f64) -> Vec<Candidate> {
    let (x, _) = mark.centre();
    let (above, below) = (mark.top - 2.0 - height / 2.0, mark.bottom + 2.5 + height / 2.0);
    let half = width / 2.0;
    let mut places = vec![
        Candidate::beside(Area::around((x, above), width, height), 0.0),
        Candidate::beside(Area::around((x - half * 0.5, above), width, height), 2.5),
        Candidate::beside(Area::around((x + half * 0.5, above), width, height), 2.5),
        Candidate::beside(Area::around((x, above - 4.0), width, height), 4.0),
        Candidate::beside(Area::around((x - half * 0.8, above + 1.0), width, height), 4.0),
        Candidate::beside(Area::around((x + half * 0.8, above + 1.0), width, height), 5.0),
        Candidate::beside(Area::around((x, below), width, height), 6.0),
        Candidate::beside(Area::around((x + half * 0.5, below), width, height), 7.0),
        Candidate::beside(Area::around((x - half * 0.5, below), width, height), 7.0),
        Candidate::beside(Area::around((x + half * 0.9, below - 1.0), width, height), 8.0),
        Candidate::beside(Area::around((x - half * 0.9, below - 1.0), width, height), 8.0),
    ];
    let (_, middle) = mark.centre();
    for side in [-1.0, 1.0] {
        let centre = (x + side * (mark.width() / 2.0 + 3.0 + half), middle);
        places.push(Candidate::beside(Area::around(centre, width, height), 9.0));
    }
    for (step, distance) in [9.0, 16.0, 24.0, 34.0].into_iter().enumerate() {
        for (vertical, edge) in [(-1.0, mark.top), (1.0, mark.bottom)] {
            for shift in [0.0, -0.6, 0.6, -0.95, 0.95] {
                let centre: Point = (x + shift * half, edge + vertical * (distance + height / 2.0));
                let area = Area::around(centre, width, height);
                let near = if vertical < 0.0 { area.bottom } else { area.top };
                places.push(Candidate {
                    area,
                    leader: Some(Segment((x, edge + vertical), (x, near))),
                    penalty: 12.0 + 3.0 * step as f64 + shift.abs() * 2.0,
                    drawn: true,
                });
            }
        }
    }
    places
}
