//! The parts of a range chart that repeat: bars, whiskers, brackets, and labels that find their place.

use plotters_backend::text_anchor::HPos;

use super::{Estimate, RangeYear};
use crate::figure::canvas::{Canvas, Plot, Shape, Stroke, Type};
use crate::figure::geometry::{Area, Point};
use crate::figure::label::{self, Candidate, Field, Occupied};
use crate::figure::theme;

/// A bar with both ends: a light body between two dark caps.
pub(super) fn paint_closed(canvas: &Canvas, bar: Area, cap: f64) {
    canvas.fill(bar, theme::MID_BLUE.veil(0.22));
    for y in [bar.top, bar.bottom] {
        canvas.line(&[(bar.left, y), (bar.right, y)], Stroke::solid(theme::DARK_BLUE, cap));
    }
}

/// An interval: caps with a stem that leaves out the mark in its middle, `clear` points to either side.
pub(super) fn paint_whisker(canvas: &Canvas, at: Point, top: f64, bottom: f64, half: f64, clear: f64) {
    let stems = [(top, at.1 - clear), (at.1 + clear, bottom)];
    for (from, to) in stems.into_iter().filter(|(from, to)| to > from) {
        canvas.line(&[(at.0, from), (at.0, to)], Stroke::solid(theme::INK, 1.1));
    }
    for end in [top, bottom] {
        canvas.line(&[(at.0 - half, end), (at.0 + half, end)], Stroke::solid(theme::INK, 1.1));
    }
}

/// Brackets right of the panels that tie the strip at the foot of the main panel to the panel that enlarges it.
pub(super) fn tie(canvas: &Canvas, main: Area, top: f64, small: Area) {
    let stroke = Stroke::solid(theme::AXIS, 0.8);
    let (near, far) = (main.right + 3.0, main.right + 6.0);
    for (top, bottom) in [(top, main.bottom), (small.top, small.bottom)] {
        canvas.line(&[(near, top), (far, top), (far, bottom), (near, bottom)], stroke);
    }
    canvas.line(
        &[
            (far, (top + main.bottom) / 2.0),
            (far + 4.0, (top + main.bottom) / 2.0),
            (far + 4.0, small.centre().1),
            (far, small.centre().1),
        ],
        stroke,
    );
}

/// The numbers that must be readable beside a far larger upper bound.
pub(super) fn small_numbers(year: &RangeYear) -> Vec<f64> {
    let estimate = match &year.estimate {
        Estimate::Published { value, upper, .. } => [value.value, upper.value],
        Estimate::Absent(_) => [None, None],
    };
    [year.lower.value].into_iter().chain(estimate).flatten().collect()
}

pub(super) fn estimate_words(estimate: &Estimate) -> String {
    match estimate {
        Estimate::Published { value, lower, upper } => {
            format!("{} ({}\u{A0}to\u{A0}{})", value.label, lower.label, upper.label)
        }
        Estimate::Absent(words) => words.clone(),
    }
}

pub(super) fn estimate_mark(canvas: &Canvas, plot: &Plot<'_>, bar: f64, year: &RangeYear, left: f64) -> Option<Area> {
    let Estimate::Published { value, lower, upper } = &year.estimate else { return None };
    let at = plot.at(left + bar / 2.0, value.value?);
    let radius = (bar * 0.11).clamp(1.2, 3.2);
    let mut ground = Area::around(at, radius * 2.6, radius * 2.6);
    canvas.mark(at, Shape::Diamond, radius, theme::ORANGE);
    if let (Some(lower), Some(upper)) = (lower.value, upper.value) {
        let (low, high) = (plot.at(left, lower).1, plot.at(left, upper).1);
        // Over the mark and wider than it, so that an interval narrower than the mark is still seen.
        paint_whisker(canvas, at, high, low, (bar * 0.22).min(6.5), radius * 1.3);
        ground = Area::new(ground.left, high.min(ground.top), ground.right, low.max(ground.bottom));
    }
    Some(ground)
}

/// A text with the height it belongs to and the edges it stands beside.
pub(super) struct Label {
    text: String,
    y: f64,
    left: f64,
    right: f64,
    below: bool,
    /// The row beneath the panels says an estimate again.
    estimate: bool,
}

pub(super) fn lower_label(plot: &Plot<'_>, bar: f64, year: &RangeYear, left: f64) -> Option<Label> {
    let Some(lower) = year.lower.value else {
        return Some(Label {
            text: year.lower.absence().to_owned(),
            y: plot.area.bottom - 8.0,
            left,
            right: left + bar,
            below: false,
            estimate: false,
        });
    };
    let (_, y) = plot.at(left, lower);
    Some(Label { text: year.lower.printed(), y, left, right: left + bar, below: true, estimate: false })
}

pub(super) fn estimate_label(plot: &Plot<'_>, bar: f64, year: &RangeYear, left: f64) -> Option<Label> {
    let Estimate::Published { value, .. } = &year.estimate else { return None };
    let (_, y) = plot.at(left, value.value?);
    let text = if value.marker.as_deref().is_some_and(|marker| marker.contains("[e]")) {
        value.printed()
    } else {
        format!("{} [e]", value.printed())
    };
    Some(Label { text, y, left, right: left + bar, below: false, estimate: true })
}

/// Writes labels right of their bars, or under the lower cap where there is room. Estimates have theirs all or none: one without, beside others, would
/// look as if it were not known.
pub(super) fn write_labels(canvas: &Canvas, field: &Field, mut labels: Vec<Label>, slot: f64) {
    let mut places = settled(canvas, field, &labels, slot);
    if labels.iter().zip(&places).any(|(label, place)| label.estimate && place.is_none()) {
        labels.retain(|label| !label.estimate);
        places = settled(canvas, field, &labels, slot);
    }
    for (label, area) in labels.iter().zip(places) {
        let Some(area) = area else { continue };
        canvas.fill(area, theme::WHITE.veil(0.75));
        let baseline = Type::LABEL.baseline(area.centre().1);
        canvas.write(&label.text, (area.left, baseline), HPos::Left, Type::LABEL);
    }
}

/// Where each label stands; none where it is left out.
fn settled(canvas: &Canvas, field: &Field, labels: &[Label], slot: f64) -> Vec<Option<Area>> {
    let height = Type::LABEL.size * theme::CAPITAL + 3.0;
    let choices: Vec<Vec<Candidate>> = labels
        .iter()
        .map(|label| {
            let width = canvas.width(&label.text, Type::LABEL) + 2.0;
            let beside =
                |y: f64| Area::new(label.right + 3.0, y - height / 2.0, label.right + 3.0 + width, y + height / 2.0);
            let mut places = vec![];
            if label.below {
                let top = label.y + 3.0;
                places.push(Candidate::beside(Area::new(label.left, top, label.left + width, top + height), 0.0));
            }
            for (step, shift) in [0.0, -4.0, 4.0, -8.0, 8.0, -12.0, 12.0, -18.0].into_iter().enumerate() {
                places.push(Candidate::beside(beside(label.y + shift), 2.0 + 2.0 * step as f64));
            }
            let left = label.left - 3.0;
            for (step, shift) in [0.0, -6.0, 6.0].into_iter().enumerate() {
                let (top, bottom) = (label.y + shift - height / 2.0, label.y + shift + height / 2.0);
                places.push(Candidate::beside(Area::new(left - width, top, left, bottom), 14.0 + 2.0 * step as f64));
            }
            // What stands in a row beneath may rather go than lie on another.
            places.push(Candidate::left_out(if slot < 40.0 { 40.0 } else { 120.0 }));
            places
        })
        .collect();
    let chosen = label::settle(field, &choices, 8);
    let mut occupied = Occupied::over(&field.words);
    choices
        .iter()
        .zip(chosen)
        .map(|(places, index)| {
            let place = places.get(index).filter(|place| place.drawn)?;
            // Its box has a point around the words.
            occupied.takes(place.area.grown(-1.0)).then_some(place.area)
        })
        .collect()
}
