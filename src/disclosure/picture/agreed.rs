//! The returns under the agreed definition: who counted what, and the range of each year.

use crate::disclosure::ledger::Ledger;
use crate::disclosure::published::Published;
use crate::lineage::Lineage;
use crate::national::agreed::{self, MEASURE, PARENT, Standing};
use crate::national::estimate::{self, Absence, Estimate};
use crate::national::range::{ForceReturn, Relation, UpperBound, force_bounds};
use crate::national::sum::{Sum, What};
use crate::period::FinancialYear;

/// Upper end of a range.
#[derive(Clone, Copy, Debug)]
pub enum Upper {
    /// At most this count.
    Count(Published<i64>),
    /// A parent count is missing, so nothing bounds it.
    NotIdentified,
}

impl Upper {
    /// The count, where one is shown.
    pub fn value(&self) -> Option<i64> {
        match self {
            Self::Count(count) => count.value().copied(),
            Self::NotIdentified => None,
        }
    }
}

/// An estimate, or why there is none.
#[derive(Clone, Copy, Debug)]
pub enum Outcome {
    /// The estimate.
    Estimated(Published<Estimate>),
    /// Why there is none.
    Absent(Absence),
}

/// A year of the returns.
#[derive(Clone, Debug)]
pub struct AgreedYear {
    /// Financial year.
    pub year: FinancialYear,
    /// How every force counted, in ONS order.
    pub forces: Vec<Standing>,
    /// Lower end of the identified range.
    pub lower: Published<i64>,
    /// Upper end of the identified range.
    pub upper: Upper,
    /// Whether the range is one number: every force counted the agreed definition.
    pub exact: bool,
    /// The estimate, or why there is none.
    pub outcome: Outcome,
}

impl AgreedYear {
    /// Forces that meet a condition.
    pub fn count(&self, condition: impl Fn(&Standing) -> bool) -> usize {
        self.forces.iter().filter(|force| condition(force)).count()
    }

    /// Share of resident children in the areas of forces that meet a condition, in [0, 1].
    pub fn children_share(&self, condition: impl Fn(&Standing) -> bool) -> Option<f64> {
        agreed::children_share(&self.forces, condition)
    }

    /// Whether both ends are shown as they are.
    pub fn is_shown(&self) -> bool {
        let upper = match &self.upper {
            Upper::Count(count) => !count.is_withheld() && !count.is_rounded(),
            Upper::NotIdentified => true,
        };
        upper && !self.lower.is_withheld() && !self.lower.is_rounded()
    }
}

/// The returns under the agreed definition.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// Years, in order.
    pub years: Vec<AgreedYear>,
    /// Mid-year of the population behind the shares of children.
    pub children_year: i16,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl Agreed {
    pub(super) fn of(raw: &agreed::Agreed, ledger: &mut Ledger<'_>) -> Self {
        let years = raw.years.iter().map(|year| of_year(year, ledger)).collect();
        Self { years, children_year: raw.children_year, lineage: raw.lineage.clone() }
    }

    /// A year.
    pub fn year(&self, year: FinancialYear) -> Option<&AgreedYear> {
        self.years.iter().find(|entry| entry.year == year)
    }
}

fn of_year(raw: &agreed::AgreedYear, ledger: &mut Ledger<'_>) -> AgreedYear {
    let year = raw.year;
    let everyone: Vec<&agreed::ForceYear> = raw.forces.iter().collect();
    let lower = lower_end(year, &everyone);
    let upper = upper_end(year, &everyone);
    let name = |end: &str| format!("{MEASURE}/{}/{end} end", year.slug());
    AgreedYear {
        year,
        forces: raw.forces.iter().map(|force| force.standing.clone()).collect(),
        lower: ledger.headline(&name("lower"), &lower),
        upper: match (raw.range.upper, &upper) {
            (UpperBound::Count(_), Some(upper)) => Upper::Count(ledger.headline(&name("upper"), upper)),
            _ => Upper::NotIdentified,
        },
        exact: raw.range.is_exact(),
        outcome: match raw.outcome {
            estimate::Outcome::Estimated(estimate) => {
                Outcome::Estimated(ledger.resting(&name("estimate"), estimate, [&lower].into_iter().chain(&upper)))
            }
            estimate::Outcome::Absent(absence) => Outcome::Absent(absence),
        },
    }
}

/// The lower end over some forces: their counts where the agreed definition counts no less. A force is in it for what it
/// counted, which readers know, not for how much.
pub(super) fn lower_end(year: FinancialYear, forces: &[&agreed::ForceYear]) -> Sum {
    let mut sum = Sum::default();
    for force in forces {
        if let Some((bounds, row)) = bounds(force)
            && matches!(row.relation, Relation::Same | Relation::Narrower)
        {
            sum.add(row.force, What::year(MEASURE, year), 1, bounds.lower);
        }
    }
    sum
}

/// The upper end over some forces: their counts where the agreed definition counts no more, else their parent counts.
pub(super) fn upper_end(year: FinancialYear, forces: &[&agreed::ForceYear]) -> Option<Sum> {
    let mut sum = Sum::default();
    for force in forces {
        let (bounds, row) = bounds(force)?;
        let upper = bounds.upper.count()?;
        // A count that equals its parent is printed as the count it is.
        let own = matches!(row.relation, Relation::Same | Relation::Broader);
        let what = if own { What::year(MEASURE, year) } else { What::year(PARENT, year) };
        sum.add(row.force, what, 1, upper);
    }
    Some(sum)
}

fn bounds(force: &agreed::ForceYear) -> Option<(crate::national::range::Bounds, ForceReturn<'_>)> {
    let row = force.row();
    Some((force_bounds(&row).ok()?, row))
}
