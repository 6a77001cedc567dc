//! What a release tells of counts that is no sum of them, where it is quickly worked out: how much forces differ in their change, in halves.
//!
//! A search for twins that keeps it makes few sketches in vain.

use std::collections::BTreeMap;

use crate::disclosure::proof::{Count, Told};
use crate::national::number::Raw;
use crate::national::picture::Picture;
use crate::national::sum::{Sum, What};
use crate::statistics::change::change_dispersion;
use crate::statistics::comparison::Exposed;

/// The dispersion of every change that the picture has over the same forces in two years.
pub(super) fn of(counts: &[Count], picture: &Picture<Raw>) -> Vec<Told<'static>> {
    let name = |count: &Count| {
        let what = What::category(&count.measure, count.year, &count.dimension, &count.category);
        ((count.force.clone(), What { part: count.part, ..what }), ())
    };
    let numbers: BTreeMap<(String, What), usize> =
        counts.iter().enumerate().map(|(number, count)| (name(count).0, number)).collect();
    let agreed = picture.agreed_changes.iter().map(|change| change.compared.sums());
    let alike = picture.alike.iter().flat_map(|series| {
        series.years.iter().filter_map(|year| Some(year.change.as_ref()?.sums())).chain([series.over_all.sums()])
    });
    agreed.chain(alike).filter_map(|sums| dispersion(&numbers, sums)).collect()
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
