//! Breakdowns with the range of every share, what is not recorded in its own row, and the coverage beside each.

use super::{DataTable, columns, returns, share};
use crate::chapter::facts::breakdowns::{Rounded, among_recorded, counted, percent};
use crate::chapter::wording;
use crate::disclosure::picture::{Breakdown, Category};
use crate::disclosure::{Picture, WITHHELD};
use crate::lineage::Lineage;

pub(super) fn table(picture: &Picture) -> DataTable {
    let breakdowns = &picture.breakdowns;
    let lineage = breakdowns.iter().fold(Lineage::default(), |lineage, one| lineage.and(&one.lineage));
    let mut notes = vec![
        format!(
            "Lowest and highest share: from none to all of what is not recorded. Share of recorded: given where at least \
             {}% is recorded. [k] Rounds to zero. [x] Not available. [z] Not applicable.",
            picture.edition.limits.known_coverage_percent
        ),
        "Suspects: forces that counted the agreed definition. Context: group-based crimes of child sexual abuse and \
         exploitation, as classed by the national collection."
            .to_owned(),
    ];
    notes.extend(breakdowns.iter().map(|breakdown| {
        let children = share(*breakdown.children_share);
        format!("{}: {} forces, serving {children} of children.", breakdown.kind.name, *breakdown.forces)
    }));
    DataTable {
        id: "breakdowns",
        title: "Suspects and crimes by category, with what is not recorded".to_owned(),
        subtitle: format!("{}, {}", picture.edition.geography, picture.edition.returns.last),
        columns: columns(&[
            ("Category", 5),
            ("Count", 2),
            ("Lowest share", 2),
            ("Highest share", 2),
            ("Share of recorded", 2),
            ("Recorded", 2),
        ]),
        rows: breakdowns.iter().flat_map(rows).collect(),
        source: returns(&lineage),
        notes,
        lineage,
    }
}

fn rows(breakdown: &Breakdown) -> Vec<Vec<String>> {
    let coverage = percent(&breakdown.coverage);
    let name = breakdown.kind.name;
    let known = breakdown.categories.iter().map(|category| {
        vec![
            format!("{name}: {}", words(category)),
            wording::shown(&category.count),
            match counted(category) {
                Some((Rounded::Percent(percent), _)) => percent,
                Some((Rounded::ToZero, _)) => "[k]".to_owned(),
                None => WITHHELD.to_owned(),
            },
            category.share.print(|share| wording::percent(share.identified.upper)),
            among_recorded(category),
            coverage.clone(),
        ]
    });
    let unknown = percent(&breakdown.not_recorded_share);
    let not_recorded = vec![
        format!("{name}: not recorded"),
        wording::shown(&breakdown.not_recorded),
        unknown.clone(),
        unknown,
        "[z]".to_owned(),
        coverage.clone(),
    ];
    known.chain([not_recorded]).collect()
}

/// A category as a reader reads it. Ethnic groups have capitals, classes and ages do not.
pub(in crate::chapter) fn words(category: &Category) -> String {
    match category.name.as_str() {
        "asian" => "Asian".to_owned(),
        "black" => "Black".to_owned(),
        "mixed" => "Mixed".to_owned(),
        "white" => "White".to_owned(),
        "cse" => "CSE".to_owned(),
        name => name.replace('_', " "),
    }
}
