//! The series that all forces count alike.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::disclosure::Picture;
use crate::disclosure::picture::Alike;
use crate::national::range::Relation;
use crate::wording::{self, phrases};

pub(super) const SUBJECT: Subject = Subject { facts, tables: |_, _| Vec::new() };

fn facts(facts: &mut Facts, picture: &Picture) {
    let said: Vec<String> = picture.alike.iter().filter_map(said).collect();
    let text = if said.is_empty() {
        "No count is given by every force under one definition in every year".to_owned()
    } else {
        said.join(". ")
    };
    let lineage = picture.alike.iter().fold(picture.agreed.lineage.clone(), |all, series| all.and(&series.lineage));
    facts.add("alike.said", text, &lineage);
}

/// A series in sentences, without the last full stop.
fn said(series: &Alike) -> Option<String> {
    let (first, last) = (series.years.first()?, series.years.last()?);
    let relation = match *series.relation {
        Relation::Same => "which is the agreed one",
        Relation::Narrower => "which is narrower than the agreed one",
        Relation::Broader => "which is broader than the agreed one",
        Relation::Overlapping | Relation::DifferentUnit | Relation::NoReturn => "which is not the agreed one",
    };
    let mut text = format!(
        "All {} forces counted {} in every year under one definition, {relation}. Together they counted {} crimes in {} and {} in {}",
        *series.forces,
        *series.words,
        wording::in_sentence(&first.count),
        first.year,
        wording::in_sentence(&last.count),
        last.year,
    );
    let before = series.years.iter().rev().nth(1);
    for (earlier, change) in [(Some(first), Some(&series.over_all)), (before, last.change.as_ref())] {
        let Some(earlier) = earlier.filter(|earlier| earlier.year != last.year) else { continue };
        if let Some(Some(change)) = change.and_then(|change| change.value()) {
            text.push_str(&format!(". From {} to {} the count {}", earlier.year, last.year, phrases::verdict(change)));
        }
    }
    Some(text)
}
