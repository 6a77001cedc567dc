//! Figures of the chapter beside published ones.

use super::agreed::{lower_end, upper_end};
use crate::contract::PublishedFigure;
use crate::disclosure::ledger::Ledger;
use crate::disclosure::published::Published;
use crate::lineage::Lineage;
use crate::national::agreed::Agreed;
use crate::national::reconciliation::{self, Scope, Span, Subject};
use crate::national::sum::Sum;

/// Two figures side by side.
#[derive(Clone, Debug)]
pub struct Line {
    /// What the chapter's figure is.
    pub subject: Subject,
    /// The chapter's figure; none where it does not exist for the period.
    pub count: Option<Published<i64>>,
    /// Its period.
    pub span: Span,
    /// Definition it was counted under.
    pub definition: String,
    /// The published figure.
    pub published: PublishedFigure,
    /// The published count.
    pub published_count: i64,
    /// How their scope differs, in a fixed order.
    pub differences: Vec<Scope>,
    /// The chapter's figure less the published one; only where nothing but the data differ.
    pub difference: Option<Published<i64>>,
    /// Where both come from.
    pub lineage: Lineage,
}

impl Line {
    pub(super) fn of(raw: &reconciliation::Line, agreed: &Agreed, ledger: &mut Ledger<'_>) -> Self {
        let sum = made_of(raw, agreed);
        let name = format!("{:?}/{:?}", raw.subject, raw.ours.span);
        let mut shown = |value: i64| match &sum {
            Some(sum) => ledger.resting(&name, value, [sum]),
            // Recorded crime is public.
            None => Published::exact(value),
        };
        Self {
            subject: raw.subject,
            count: raw.ours.count.map(&mut shown),
            span: raw.ours.span,
            definition: raw.ours.definition.clone(),
            published: raw.published.clone(),
            published_count: raw.published_count,
            differences: raw.differences.clone(),
            difference: raw.difference.map(&mut shown),
            lineage: raw.lineage.clone(),
        }
    }
}

/// What the chapter's figure is a sum of; none for what is public.
fn made_of(raw: &reconciliation::Line, agreed: &Agreed) -> Option<Sum> {
    let year = || match raw.ours.span {
        Span::Financial(year) => agreed.year(year),
        Span::Calendar(_) => None,
    };
    match raw.subject {
        Subject::Offence71 => None,
        Subject::AgreedLower => year().map(|year| lower_end(year.year, &year.forces.iter().collect::<Vec<_>>())),
        Subject::AgreedUpper => year().and_then(|year| upper_end(year.year, &year.forces.iter().collect::<Vec<_>>())),
        Subject::AllCsae | Subject::GroupBasedCsae | Subject::CriterionCse => {
            Some(raw.ours.made_of.clone().unwrap_or_default())
        }
    }
}
