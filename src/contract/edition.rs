//! What an edition says of measures, held against what the contracts say of them.
//!
//! In: an edition and the measures. Out: faults at the lines of the edition. After this, what the chapter is about, the breakdowns
//! it gives and the breaks it lists are of measures that are there.

use std::collections::BTreeSet;

use super::{Measure, Measures};
use crate::edition::Edition;
use crate::fault::{Fault, Faults, Place, nearest};

/// Holds an edition against the measures.
pub fn check_edition(edition: &Edition, measures: &Measures) -> Result<(), Vec<Fault>> {
    let mut check = Check { measures, faults: Faults::new() };
    check.counted(edition);
    check.breakdowns(edition);
    check.breaks(edition);
    check.faults.into_result(())
}

struct Check<'a> {
    measures: &'a Measures,
    faults: Faults,
}

impl<'a> Check<'a> {
    fn refuse(&mut self, place: &Place, what: String, remedy: impl Into<String>) {
        self.faults.push(Fault::new("edition-invalid", place.clone(), what, remedy));
    }

    fn measure(&mut self, id: &str, place: &Place) -> Option<&'a Measure> {
        let found = self.measures.get(id);
        if found.is_none() {
            let what = format!("no contract has the measure `{id}`");
            let known = self.measures.iter().map(|measure| measure.id.as_str());
            self.refuse(place, what, offered(id, known, "add it to a contract of data/contracts"));
        }
        found
    }

    fn counted(&mut self, edition: &Edition) {
        let counted = &edition.counted;
        if let Some(measure) = self.measure(&counted.national, &counted.place)
            && (measure.is_published() || measure.part_of.is_none())
        {
            let what = format!("the national number cannot be of `{}`", measure.id);
            self.refuse(
                &counted.place,
                what,
                "name a measure of the returns that is part of another, which is its ceiling",
            );
        }
        if let Some(measure) = self.measure(&counted.recorded, &counted.place)
            && !(measure.is_published() && measure.alike)
        {
            let what = format!("forces cannot be compared by `{}`", measure.id);
            self.refuse(
                &counted.place,
                what,
                "name a measure that is published by force and that all forces count alike",
            );
        }
        if !(1..=5).contains(&counted.pooled_years) {
            let what = format!("forces cannot be compared over {} years", counted.pooled_years);
            self.refuse(&counted.place, what, "give pooled_years from 1 to 5");
        }
    }

    fn breakdowns(&mut self, edition: &Edition) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for breakdown in &edition.breakdowns {
            let place = &breakdown.place;
            if !seen.insert(&breakdown.id) {
                self.refuse(place, format!("the breakdown `{}` stands twice", breakdown.id), "keep one of the two");
            }
            let Some(measure) = self.measure(&breakdown.measure, place) else { continue };
            if measure.breakdown(&breakdown.dimension).is_none() {
                let what = format!("`{}` is not broken down by `{}`", measure.id, breakdown.dimension);
                let known = measure.breakdowns.iter().map(|one| one.dimension.as_str());
                self.refuse(place, what, offered(&breakdown.dimension, known, "name a dimension of its contract"));
            }
        }
    }

    /// A break that is of no measure would cut nothing: whoever wrote it believes that it does.
    fn breaks(&mut self, edition: &Edition) {
        let keys: BTreeSet<&str> = self.measures.iter().filter_map(|measure| measure.breaks.as_deref()).collect();
        for entry in edition.breaks.iter().filter(|entry| !keys.contains(entry.series.as_str())) {
            let (what, remedy) = match (entry.series.as_str(), entry.at) {
                // A series that is quoted and not counted here has no measure, and nothing to cut.
                ("", None) => continue,
                ("", Some(at)) => (
                    format!("the break of {at} says of no measure that it is its own"),
                    format!(
                        "give series, one of {}; or leave `at` out, for a series that is only quoted",
                        listed(&keys)
                    ),
                ),
                (series, _) => {
                    let otherwise =
                        format!("the keys are {}; leave series out where the series is only quoted", listed(&keys));
                    (
                        format!("no measure has the break key `{series}`"),
                        offered(series, keys.iter().copied(), &otherwise),
                    )
                }
            };
            self.faults.push(Fault::new("break-unknown", entry.place.clone(), what, remedy));
        }
    }
}

fn listed(keys: &BTreeSet<&str>) -> String {
    keys.iter().copied().collect::<Vec<_>>().join(", ")
}

fn offered<'a>(word: &str, known: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    match nearest(word, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.to_owned(),
    }
}
