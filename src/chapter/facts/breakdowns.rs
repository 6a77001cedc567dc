//! Facts on breakdowns: a range always, a share among the recorded only where enough is recorded.

use super::Facts;
use crate::chapter::wording;
use crate::disclosure::picture::{Breakdown, Category};
use crate::disclosure::{Picture, Published, WITHHELD};
use crate::national::shares::Share;

pub(super) fn add(facts: &mut Facts, picture: &Picture) {
    let limit = picture.edition.limits.known_coverage_percent;
    for breakdown in &picture.breakdowns {
        let slug = breakdown.year.slug();
        let mut add = |id: &str, text: String| {
            facts.add(format!("breakdown.{}.{id}.{slug}", breakdown.kind.id), text, &breakdown.lineage);
        };
        add("forces", breakdown.forces.to_string());
        add("children-share", breakdown.children_share.map_or_else(|| "[x]".to_owned(), wording::percent));
        add("total", wording::shown(&breakdown.total));
        add("not-recorded", wording::shown(&breakdown.not_recorded));
        add("coverage", percent(&breakdown.coverage));
        add("support", support(breakdown, limit));
        for category in &breakdown.categories {
            let name = category.name.replace('_', "-");
            add(&format!("{name}.count"), wording::shown(&category.count));
            add(&format!("{name}.range"), range(category));
            add(&format!("{name}.among-recorded"), among_recorded(category));
        }
    }
}

/// Whether the data support a figure, as a sentence without its full stop.
fn support(breakdown: &Breakdown, limit: u32) -> String {
    let kind = breakdown.kind;
    let coverage = percent(&breakdown.coverage);
    let recorded = format!("{} was recorded for {coverage} of {}", kind.name, kind.noun);
    if breakdown.coverage.is_withheld() {
        format!("{} is withheld for {}, to protect those it counts {WITHHELD}", kind.name, kind.noun)
    } else if breakdown.supported.value() == Some(&true) {
        format!("{recorded}, so shares of those recorded are given")
    } else {
        format!("{recorded}, below the limit of {limit}%, so the data do not support a figure")
    }
}

/// From none of the unrecorded to all of them.
fn range(category: &Category) -> String {
    let Some((lower, share)) = counted(category) else { return format!("withheld {WITHHELD}") };
    let lower = match lower {
        Rounded::Percent(percent) => percent,
        Rounded::ToZero => "less than 1%".to_owned(),
    };
    format!("between {lower} and {}", wording::percent(share.identified.upper))
}

/// The lower end of a share as a percentage, and the share; none where either is withheld.
pub(in crate::chapter) fn counted(category: &Category) -> Option<(Rounded, &Share)> {
    let (count, share) = (category.count.value()?, category.share.value()?);
    Some((rounded(*count, share.identified.lower), share))
}

/// A share that may be shown, as a whole percentage.
pub(in crate::chapter) fn percent(share: &Published<f64>) -> String {
    share.print(|share| wording::percent(*share))
}

/// A share as a whole percentage.
pub(in crate::chapter) enum Rounded {
    /// The percentage.
    Percent(String),
    /// It rounds to zero although something was counted; a zero would deny it.
    ToZero,
}

/// A share of a count as a whole percentage.
fn rounded(count: i64, share: f64) -> Rounded {
    let percent = wording::percent(share);
    if count > 0 && percent == "0%" { Rounded::ToZero } else { Rounded::Percent(percent) }
}

/// The share of those recorded, or that there is none to give.
pub(in crate::chapter) fn among_recorded(category: &Category) -> String {
    let (Some(count), Some(share)) = (category.count.value(), category.share.value()) else {
        return WITHHELD.to_owned();
    };
    match share.among_known.value().map(|share| rounded(*count, share)) {
        Some(Rounded::Percent(percent)) => percent,
        Some(Rounded::ToZero) => "[k]".to_owned(),
        None => "[x]".to_owned(),
    }
}
