//! Steps of shade for maps: which numbers share a shade, and the key of them.
//!
//! Steps run from light to dark, so that they keep their order in grey and for every eye.

use super::key::Swatch;
use super::kinds::Rate;
use super::scale::Ticks;
use super::theme::{self, Colour};
use crate::wording;

/// The ground of each step and the colour of what stands on it: at least 4.5:1 between the two.
const SHADES: [(Colour, Colour); 5] = [
    (theme::PALE, theme::INK),
    (Colour(0xC4, 0xDB, 0xF0), theme::INK),
    (theme::LIGHT_BLUE, theme::INK),
    (theme::MID_BLUE, theme::WHITE),
    (theme::DARK_BLUE, theme::WHITE),
];

/// The steps of a map.
pub(super) struct Steps {
    /// The upper ends of the steps but the last.
    ends: Vec<f64>,
    decimals: usize,
    /// How many steps hold a number, counted from nought.
    held: usize,
}

impl Steps {
    /// Steps at round numbers from nought. The last holds what lies far above the others, so that one number does not make one shade of
    /// all others.
    pub(super) fn of<'r>(rates: impl Iterator<Item = &'r Rate>, decimals: usize) -> Self {
        let mut values: Vec<f64> = rates.filter_map(|rate| rate.value.value).collect();
        values.sort_by(f64::total_cmp);
        let most = values.get(values.len() * 4 / 5).or(values.last()).copied().unwrap_or(0.0);
        let ticks = Ticks::covering(most, decimals == 0);
        let ends: Vec<f64> = ticks.values.into_iter().skip(1).take(SHADES.len() - 1).collect();
        let held = values.last().map_or(0, |value| step(*value, &ends) + 1);
        Self { ends, decimals, held }
    }

    /// The ground of a number, and the colour of what stands on it.
    pub(super) fn shade(&self, value: f64) -> (Colour, Colour) {
        SHADES.get(step(value, &self.ends)).copied().unwrap_or(SHADES[0])
    }

    /// What each step holds, in words, beside its shade.
    pub(super) fn entries(&self) -> Vec<(Swatch, String)> {
        let number = |number: f64| wording::quantity(number, self.decimals);
        let froms = std::iter::once(0.0).chain(self.ends.iter().copied());
        let words = froms.enumerate().map(|(index, from)| match self.ends.get(index) {
            Some(to) => format!("{} to under {}", number(from), number(*to)),
            None => format!("{} and over", number(from)),
        });
        SHADES.iter().map(|(shade, _)| Swatch::Filled(*shade)).zip(words).take(self.held).collect()
    }
}

/// The step of a number: how many of the upper ends lie below it.
fn step(value: f64, ends: &[f64]) -> usize {
    ends.iter().filter(|end| value >= **end).count().min(SHADES.len() - 1)
}
