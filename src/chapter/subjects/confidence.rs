//! Analytical confidence in the headlines: what the program proposes and why, and what the analyst set and why. Never a term of the
//! probability yardstick: confidence and probability are separate.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, not_applicable, text};
use crate::disclosure::Picture;
use crate::disclosure::picture::{Rated, Reason};
use crate::edition::confidence::Headline;
use crate::lineage::Lineage;
use crate::national::confidence::Criterion;
use crate::wording::{self, Cell, format};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    for rated in &picture.confidence {
        let id = format!("confidence.{}", rated.headline.id());
        facts.add(format!("{id}.proposed"), rated.proposed.to_string(), &rated.lineage);
        facts.add(format!("{id}.reasons"), reasons(rated), &rated.lineage);
        facts.add(id, rated.rating().to_string(), &rated.lineage);
    }
}

/// What holds the proposal down, as a phrase.
fn reasons(rated: &Rated) -> String {
    let phrases: Vec<String> = rated.deciding().map(phrase).collect();
    if phrases.is_empty() { "every criterion supports it".to_owned() } else { format::list(&phrases) }
}

fn phrase(reason: &Reason) -> String {
    let percent = |share: f64| wording::percent(share);
    match (reason.criterion, reason.value.and_then(|value| value.value().copied())) {
        (Criterion::Coverage, Some(share)) if share <= 0.0 => "it covers no children".to_owned(),
        (Criterion::AgreedDefinition, Some(share)) if share <= 0.0 => {
            "no force counts the agreed definition".to_owned()
        }
        (Criterion::Coverage, Some(share)) => format!("it covers {} of children", percent(share)),
        (Criterion::Coverage, None) => "its coverage of children is not known".to_owned(),
        (Criterion::AgreedDefinition, Some(share)) => {
            format!("the agreed definition covers {} of children", percent(share))
        }
        (Criterion::AgreedDefinition, None) => "the reach of the agreed definition is not known".to_owned(),
        (Criterion::Imputed, Some(share)) => format!("{} of its estimate is imputed", wording::at_most(share)),
        (Criterion::Imputed, None) => "no estimate is published".to_owned(),
        (Criterion::RangeWidth, Some(share)) => format!("the width of its range is {} of its middle", percent(share)),
        (Criterion::RangeWidth, None) => "its range has no upper end that is published".to_owned(),
        (Criterion::IntervalWidth, Some(share)) => {
            // One decimal: a rating may turn on it.
            format!("the width of its interval is {}% of it", wording::decimal(share * 100.0, 1))
        }
        (Criterion::IntervalWidth, None) => "no interval of it is published".to_owned(),
        (Criterion::CurrentProfiles, Some(share)) => {
            format!("{} of forces hold a current problem profile", percent(share))
        }
        (Criterion::CurrentProfiles, None) => "the age of problem profiles is not known".to_owned(),
        (Criterion::OpenFindings, Some(number)) => {
            format!("{} findings that tell no count are open on the data", wording::rounded(number))
        }
        (Criterion::OpenFindings, None) => "how many findings are open on the data is not known".to_owned(),
    }
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let lineage = picture.confidence.iter().fold(Lineage::default(), |lineage, rated| lineage.and(&rated.lineage));
    let columns = vec![
        text("Headline", 3),
        text("Proposed", 2),
        text("Rating", 2),
        text("What decides the proposal", 7),
        text("Analyst’s reason", 5),
    ];
    let recorded = picture.measures.get(&picture.edition.counted.recorded).map_or("offence", |measure| &measure.short);
    vec![DataTable {
        id: "confidence",
        title: "Analytical confidence in the headline figures".to_owned(),
        subtitle: picture.edition.geography.clone(),
        columns,
        rows: picture.confidence.iter().map(|rated| row(rated, recorded)).collect(),
        source: format!("Thresholds of the edition of {}.", picture.edition.year),
        notes: vec![
            "A rating is proposed by rule: the lowest that any criterion supports. The analyst may set another. [z] Not \
             applicable: the proposal was taken, or no reason was needed."
                .to_owned(),
        ],
        lineage,
    }]
}

fn row(rated: &Rated, recorded: &str) -> Vec<Cell> {
    let reason = rated.set.as_ref().map(|set| set.1.clone()).filter(|reason| !reason.is_empty());
    vec![
        Cell::words(headline(rated, recorded)),
        Cell::words(wording::capitalised(&rated.proposed.to_string())),
        Cell::words(wording::capitalised(&rated.rating().to_string())),
        Cell::words(wording::capitalised(&reasons(rated))),
        reason.map_or_else(not_applicable, Cell::words),
    ]
}

fn headline(rated: &Rated, recorded: &str) -> String {
    match (rated.headline, rated.earlier) {
        (Headline::NationalNumber, _) => format!("National number, {}", rated.year),
        (Headline::LikeForLike, Some(earlier)) => format!("Like-for-like change, {earlier} to {}", rated.year),
        (Headline::LikeForLike, None) => format!("Like-for-like change to {}", rated.year),
        (Headline::RecordedOffence, _) => format!("Recorded {}, {}", recorded.to_lowercase(), rated.year),
    }
}
