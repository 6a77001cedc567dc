//! Analytical confidence: what the program proposes and why, and what the analyst set and why.

use super::{DataTable, columns};
use crate::chapter::facts::confidence::reasons;
use crate::chapter::wording;
use crate::disclosure::Picture;
use crate::disclosure::picture::Rated;
use crate::edition::confidence::Headline;
use crate::lineage::Lineage;

pub(super) fn table(picture: &Picture) -> DataTable {
    let lineage = picture.confidence.iter().fold(Lineage::default(), |lineage, rated| lineage.and(&rated.lineage));
    let mut columns = columns(&[
        ("Headline", 4),
        ("Proposed", 2),
        ("Rating", 2),
        ("What decides the proposal", 5),
        ("Analyst’s reason", 5),
    ]);
    for column in &mut columns {
        column.numbers = false;
    }
    DataTable {
        id: "confidence",
        title: "Analytical confidence in the headline figures".to_owned(),
        subtitle: picture.edition.geography.clone(),
        columns,
        rows: picture.confidence.iter().map(row).collect(),
        source: format!("Thresholds of the edition of {}.", picture.edition.year),
        notes: vec![
            "A rating is proposed by rule: the lowest that any criterion supports. The analyst may set another. [z] Not \
             applicable: the proposal was taken, or no reason was needed."
                .to_owned(),
        ],
        lineage,
    }
}

fn row(rated: &Rated) -> Vec<String> {
    let reason = rated.set.as_ref().map(|set| set.1.clone()).filter(|reason| !reason.is_empty());
    vec![
        headline(rated),
        wording::capitalised(&rated.proposed.to_string()),
        wording::capitalised(&rated.rating().to_string()),
        wording::capitalised(&reasons(rated)),
        reason.unwrap_or_else(|| "[z]".to_owned()),
    ]
}

fn headline(rated: &Rated) -> String {
    match (rated.headline, rated.earlier) {
        (Headline::NationalNumber, _) => format!("National number, {}", rated.year),
        (Headline::LikeForLike, Some(earlier)) => format!("Like-for-like change, {earlier} to {}", rated.year),
        (Headline::LikeForLike, None) => format!("Like-for-like change to {}", rated.year),
        (Headline::RecordedOffence71, _) => format!("Recorded offence 71, {}", rated.year),
    }
}
