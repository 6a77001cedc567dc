//! What a release tells of counts that is no sum of them, where it is quickly worked out: how much forces differ in their change, in
//! halves, and the ratios of the ladder, in twentieths.
//!
//! A search for twins that keeps it makes few sketches in vain.

use std::collections::BTreeMap;

use crate::disclosure::proof::{Count, Sloped, Told};
use crate::edition::assumptions::{Assumptions, Kind};
use crate::national::ladder;
use crate::national::number::Raw;
use crate::national::picture::Picture;
use crate::national::returns::{ForceYear, Returns};
use crate::national::sum::{Sum, What};
use crate::statistics::change::{BetweenForces, change_dispersion};
use crate::statistics::comparison::Exposed;
use crate::statistics::widening::Widening;

/// Farther than any twin moves a count.
const FARTHEST: f64 = 1_000.0;
/// A force that is fewer crimes than this from the ratio is near it.
const NEAR: f64 = 12.0;

/// A number that is told of counts.
pub(super) struct Number {
    /// The counts that it is made of.
    pub(super) of: Vec<usize>,
    made: Made,
}

/// What is made of the counts.
enum Made {
    /// The dispersion of the change over forces, each of which has an earlier and a later count.
    Dispersion,
    /// The ratio that few forces exceed; each force has so many counts, its own and those that are its ceiling.
    Ratio(Vec<usize>),
}

impl Number {
    /// All of them.
    pub(super) fn all(
        counts: &[Count],
        (picture, returns): (&Picture<Raw>, &Returns),
        assumptions: &Assumptions,
    ) -> Vec<Self> {
        let numbers = numbers(counts);
        let agreed = picture.agreed_changes.iter().map(|change| change.compared.sums());
        let alike = picture.alike.iter().flat_map(|series| {
            series.years.iter().filter_map(|year| Some(year.change.as_ref()?.sums())).chain([series.over_all.sums()])
        });
        let dispersions = agreed.chain(alike).filter_map(|sums| Self::dispersion(&numbers, sums));
        let rungs = assumptions.rungs.iter().enumerate().filter(|(_, rung)| rung.kind == Kind::Ratio);
        let ratios = rungs.flat_map(|(place, _)| {
            returns.years.iter().map(|year| Self::ratio(&numbers, &year.forces, place)).collect::<Vec<_>>()
        });
        dispersions.chain(ratios).filter(|number| !number.of.is_empty()).collect()
    }

    fn dispersion(numbers: &BTreeMap<(String, What), usize>, sums: &[Sum]) -> Option<Self> {
        let [earlier, later] = sums else { return None };
        let number = |sum: &Sum| -> BTreeMap<String, usize> {
            let found = sum.terms().filter_map(|(own, _)| {
                Some((own.force.clone(), *numbers.get(&(own.force.clone(), own.what.clone()))?))
            });
            found.collect()
        };
        let (earlier, later) = (number(earlier), number(later));
        let of = earlier.iter().filter_map(|(force, before)| Some([*before, *later.get(force)?])).flatten().collect();
        Some(Self { of, made: Made::Dispersion })
    }

    fn ratio(numbers: &BTreeMap<(String, What), usize>, forces: &[ForceYear], place: usize) -> Self {
        let of: Vec<Vec<usize>> = forces.iter().filter_map(|force| pair(numbers, force, place)).collect();
        let widths = of.iter().map(Vec::len).collect();
        Self { of: of.concat(), made: Made::Ratio(widths) }
    }

    /// As the search takes it.
    pub(super) fn told(&self) -> Told<'_> {
        Told { of: self.of.clone(), what: Box::new(|values| self.printed(values)) }
    }

    /// Its value; none where there is none.
    pub(super) fn value(&self, values: &[i64]) -> Option<f64> {
        match &self.made {
            Made::Dispersion => Some(dispersed(values)?.dispersion),
            Made::Ratio(widths) => ladder::ratio(pairs(values, widths).into_iter()),
        }
    }

    /// The least and the most of the values that are printed as this one is.
    pub(super) fn alike(&self, value: f64) -> (f64, f64) {
        match self.made {
            Made::Dispersion => Widening::coarse_alike(value),
            Made::Ratio(_) => ladder::coarse_alike(value),
        }
    }

    /// For a ratio, that the forces near it stay on their side of it, while it moves with those between which it lies. A ceiling and
    /// its count move together, so that the rest is far from crossing.
    pub(super) fn sides(&self, values: &[i64]) -> Vec<Sloped> {
        let (Made::Ratio(widths), Some(ratio)) = (&self.made, self.value(values)) else { return Vec::new() };
        let mut rest = self.of.as_slice();
        let pairs = pairs(values, widths).into_iter().zip(widths);
        let side = |((count, ceiling), width): ((i64, i64), &usize)| {
            let (of, after) = rest.split_at_checked(*width)?;
            rest = after;
            let (own, ceilings) = of.split_first()?;
            let room = ratio * ceiling as f64 - count as f64;
            let slopes = ceilings.iter().map(|number| (*number, -ratio)).chain([(*own, 1.0)]).collect();
            let room = if room < 0.0 { (room, FARTHEST) } else { (-FARTHEST, room) };
            (room.0.abs().min(room.1.abs()) < NEAR).then_some(Sloped { slopes, room })
        };
        pairs.filter_map(side).collect()
    }

    /// What is printed of it, in numbers.
    fn printed(&self, values: &[i64]) -> Vec<u64> {
        match &self.made {
            Made::Dispersion => {
                let coarse = dispersed(values).map(|found| found.widening.coarse());
                let told =
                    coarse.map(|coarse| [coarse.phi().to_bits(), coarse.degrees_of_freedom().unwrap_or(0) as u64]);
                told.into_iter().flatten().collect()
            }
            Made::Ratio(widths) => {
                ladder::coarse_ratio(pairs(values, widths).into_iter()).into_iter().map(f64::to_bits).collect()
            }
        }
    }
}

/// Numbers of the counts by force and what it counted.
fn numbers(counts: &[Count]) -> BTreeMap<(String, What), usize> {
    let name = |count: &Count| {
        let what = What::category(&count.measure, count.year, &count.dimension, &count.category);
        (count.force.clone(), What { part: count.part, ..what })
    };
    counts.iter().enumerate().map(|(number, count)| (name(count), number)).collect()
}

/// The exact count of a force and the counts that are its ceiling, where it has both.
fn pair(numbers: &BTreeMap<(String, What), usize>, force: &ForceYear, place: usize) -> Option<Vec<usize>> {
    force.said.exact_count()?;
    let own = force.cell(force.said.lower_is?);
    let ceiling = force.ceilings.get(place)?.as_ref()?;
    let number = |(what, _): &(What, i64)| numbers.get(&(force.code().to_owned(), what.clone())).copied();
    let own = own.cells.iter().map(number).collect::<Option<Vec<usize>>>().filter(|own| own.len() == 1)?;
    let ceiling = ceiling.cells.iter().map(number).collect::<Option<Vec<usize>>>()?;
    Some([own, ceiling].concat())
}

/// The count of each force with its ceiling.
fn pairs(values: &[i64], widths: &[usize]) -> Vec<(i64, i64)> {
    let mut rest = values;
    let pair = |width: &usize| {
        let (one, after) = rest.split_at_checked(*width)?;
        rest = after;
        let (count, ceiling) = one.split_first()?;
        Some((*count, ceiling.iter().sum()))
    };
    widths.iter().filter_map(pair).collect()
}

/// The dispersion of a change, where there is one.
fn dispersed(values: &[i64]) -> Option<BetweenForces> {
    let exposed = |count: &i64| Exposed { count: *count, exposure: 1.0 };
    let pairs: Vec<(Exposed, Exposed)> =
        values.chunks(2).filter_map(|pair| Some((exposed(pair.first()?), exposed(pair.get(1)?)))).collect();
    change_dispersion(&pairs).ok()
}
