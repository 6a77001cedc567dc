//! Facts on analytical confidence: the rating of each headline and what decides it. Never a term of the probability
//! yardstick: confidence and probability are separate.

use super::Facts;
use crate::chapter::wording;
use crate::disclosure::Picture;
use crate::disclosure::picture::{Rated, Reason};
use crate::national::confidence::Criterion;

pub(super) fn add(facts: &mut Facts, picture: &Picture) {
    for rated in &picture.confidence {
        let id = format!("confidence.{}", rated.headline.id());
        facts.add(format!("{id}.proposed"), rated.proposed.to_string(), &rated.lineage);
        facts.add(format!("{id}.reasons"), reasons(rated), &rated.lineage);
        facts.add(id, rated.rating().to_string(), &rated.lineage);
    }
}

/// What holds the proposal down, as a phrase.
pub(in crate::chapter) fn reasons(rated: &Rated) -> String {
    let phrases: Vec<String> = rated.deciding().map(phrase).collect();
    match phrases.split_last() {
        None => "every criterion supports it".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

fn phrase(reason: &Reason) -> String {
    let percent = |share: f64| wording::percent(share);
    match (reason.criterion, reason.value.and_then(|value| value.value().copied())) {
        (Criterion::Coverage, Some(share)) => format!("it covers {} of children", percent(share)),
        (Criterion::Coverage, None) => "its coverage of children is not known".to_owned(),
        (Criterion::AgreedDefinition, Some(share)) => {
            format!("the agreed definition covers {} of children", percent(share))
        }
        (Criterion::AgreedDefinition, None) => "the reach of the agreed definition is not known".to_owned(),
        (Criterion::Imputed, Some(share)) => format!("{} of its estimate is imputed", percent(share)),
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
            format!("{} findings on the data are open", wording::rounded(number))
        }
        (Criterion::OpenFindings, None) => "the findings on the data are not known".to_owned(),
    }
}
