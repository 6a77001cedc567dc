//! What a release tells of counts that is no sum of them, where it is quickly worked out: how much forces differ in their change, in
//! halves, and the ratios of the ladder, in twentieths.
//!
//! A search for twins that keeps it makes few sketches in vain.

use std::collections::BTreeMap;

use crate::disclosure::proof::{Count, Told};
use crate::edition::assumptions::{Assumptions, Kind};
use crate::national::ladder::coarse_ratio;
use crate::national::number::Raw;
use crate::national::picture::Picture;
use crate::national::returns::{ForceYear, Returns};
use crate::national::sum::{Sum, What};
use crate::statistics::change::change_dispersion;
use crate::statistics::comparison::Exposed;

/// Numbers of the counts by force and what it counted.
fn numbers(counts: &[Count]) -> BTreeMap<(String, What), usize> {
    let name = |count: &Count| {
        let what = What::category(&count.measure, count.year, &count.dimension, &count.category);
        (count.force.clone(), What { part: count.part, ..what })
    };
    counts.iter().enumerate().map(|(number, count)| (name(count), number)).collect()
}

/// The dispersion of every change that the picture has over the same forces in two years.
pub(super) fn of(counts: &[Count], picture: &Picture<Raw>) -> Vec<Told<'static>> {
    let numbers = numbers(counts);
    let agreed = picture.agreed_changes.iter().map(|change| change.compared.sums());
    let alike = picture.alike.iter().flat_map(|series| {
        series.years.iter().filter_map(|year| Some(year.change.as_ref()?.sums())).chain([series.over_all.sums()])
    });
    agreed.chain(alike).filter_map(|sums| dispersion(&numbers, sums)).collect()
}

/// The ratio of each year on each rung that takes one.
pub(super) fn ratios(counts: &[Count], returns: &Returns, assumptions: &Assumptions) -> Vec<Told<'static>> {
    let numbers = numbers(counts);
    let rungs = assumptions.rungs.iter().enumerate().filter(|(_, rung)| rung.kind == Kind::Ratio);
    rungs
        .flat_map(|(place, _)| returns.years.iter().map(move |year| (place, year)))
        .filter_map(|(place, year)| {
            let of: Vec<Vec<usize>> = year.forces.iter().filter_map(|force| pair(&numbers, force, place)).collect();
            let widths: Vec<usize> = of.iter().map(Vec::len).collect();
            let what = move |values: &[i64]| -> Vec<u64> {
                let mut rest = values;
                let pairs = widths.iter().filter_map(|width| {
                    let (one, after) = rest.split_at_checked(*width)?;
                    rest = after;
                    let (count, ceiling) = one.split_first()?;
                    Some((*count, ceiling.iter().sum()))
                });
                coarse_ratio(pairs).into_iter().map(f64::to_bits).collect()
            };
            (!of.is_empty()).then(|| Told { of: of.concat(), what: Box::new(what) })
        })
        .collect()
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

fn dispersion(numbers: &BTreeMap<(String, What), usize>, sums: &[Sum]) -> Option<Told<'static>> {
    let [earlier, later] = sums else { return None };
    let number = |sum: &Sum| -> BTreeMap<String, usize> {
        let found = sum
            .terms()
            .filter_map(|(own, _)| Some((own.force.clone(), *numbers.get(&(own.force.clone(), own.what.clone()))?)));
        found.collect()
    };
    let (earlier, later) = (number(earlier), number(later));
    let of: Vec<usize> =
        earlier.iter().filter_map(|(force, before)| Some([*before, *later.get(force)?])).flatten().collect();
    let what = |values: &[i64]| -> Vec<u64> {
        let exposed = |count: &i64| Exposed { count: *count, exposure: 1.0 };
        let pairs: Vec<(Exposed, Exposed)> =
            values.chunks(2).filter_map(|pair| Some((exposed(pair.first()?), exposed(pair.get(1)?)))).collect();
        let Ok(found) = change_dispersion(&pairs) else { return Vec::new() };
        let coarse = found.widening.coarse();
        vec![coarse.phi().to_bits(), coarse.degrees_of_freedom().unwrap_or(0) as u64]
    };
    (!of.is_empty()).then(|| Told { of, what: Box::new(what) })
}
