//! The national count under the agreed definition, year by year: the identified range, and beside it the estimate or why there is
//! none.
//!
//! In: the returns. Out: [`Agreed`], in which each end of a range is a count that carries what it is a sum of, nationally and for each
//! area of the last year. The ends come from [`super::range`] and from nowhere else.

use super::error::NationalError;
use super::estimate::{Absence, Outcome, PublicationRule, estimate};
use super::number::{Count, Figure, Form, Public, Rank, Raw};
use super::range::{End, ForceReturn, ends};
use super::returns::{self, ForceYear, Returns, ReturnsYear};
use super::sum::{Sum, What};
use crate::edition::Limits;
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::period::FinancialYear;
use crate::statistics::Confidence;

pub use super::returns::{MEASURE, PARENT, Standing};

/// Upper end of a range.
#[derive(Clone, Copy, Debug)]
pub enum Upper<F: Form> {
    /// At most this count.
    Count(F::Count),
    /// A parent count is missing, so nothing bounds it.
    NotIdentified,
}

impl<F: Form> Upper<F> {
    /// The count, where there is one.
    pub fn count(&self) -> Option<&F::Count> {
        match self {
            Self::Count(count) => Some(count),
            Self::NotIdentified => None,
        }
    }
}

/// A year of the returns.
#[derive(Clone, Debug)]
pub struct AgreedYear<F: Form> {
    /// Financial year.
    pub year: FinancialYear,
    /// How every force counted, in ONS order.
    pub forces: Vec<Standing>,
    /// Lower end of the identified range.
    pub lower: F::Count,
    /// Upper end of the identified range.
    pub upper: Upper<F>,
    /// Whether the range is one number.
    pub exact: F::Figure<bool>,
    /// The estimate under the edition's rule, or why there is none.
    pub outcome: F::Figure<Outcome>,
}

impl<F: Form> AgreedYear<F> {
    /// Forces that meet a condition.
    pub fn count(&self, condition: impl Fn(&Standing) -> bool) -> Public<usize> {
        Public::of(self.forces.iter().filter(|force| condition(force)).count())
    }

    /// Share of resident children in the areas of forces that meet a condition, in [0, 1].
    pub fn children_share(&self, condition: impl Fn(&Standing) -> bool) -> Public<Option<f64>> {
        returns::children_share(&self.forces, condition)
    }
}

/// The returns under the agreed definition.
#[derive(Clone, Debug)]
pub struct Agreed<F: Form> {
    /// Years, in order.
    pub years: Vec<AgreedYear<F>>,
    /// Mid-year of the population behind the shares of children.
    pub children_year: Public<i16>,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl<F: Form> Agreed<F> {
    /// A year.
    pub fn year(&self, year: FinancialYear) -> Option<&AgreedYear<F>> {
        self.years.iter().find(|entry| entry.year == year)
    }
}

impl Agreed<Raw> {
    /// The ranges and estimates of the returns.
    pub fn of(returns: &Returns, limits: &Limits) -> Result<Self, Failure> {
        let rule = PublicationRule {
            imputed_share_limit: f64::from(limits.imputed_share_percent) / 100.0,
            fewest_same: limits.minimum_forces as usize,
        };
        let years = returns.years.iter().map(|year| of_year(year, rule).map_err(|error| refuse(year.year, &error)));
        Ok(Self {
            years: years.collect::<Result<_, _>>()?,
            children_year: Public::of(returns.children_year),
            lineage: returns.lineage.clone(),
        })
    }
}

fn of_year(returns: &ReturnsYear, rule: PublicationRule) -> Result<AgreedYear<Raw>, NationalError> {
    let year = returns.year;
    let name = |what: &str| format!("{MEASURE}/{}/{what}", year.slug());
    let rows: Vec<ForceReturn<'_>> = returns.forces.iter().map(ForceYear::row).collect();
    let range = Range::of(year, &rows)?;
    let sums: Vec<&Sum> = [&range.lower].into_iter().chain(&range.upper).collect();
    let outcome = estimate(&rows, Confidence::NINETY_FIVE)?.under(rule);
    // Who counted what is known; anything else that can be said of an estimate tells of the counts.
    let known = matches!(outcome, Outcome::Absent(Absence::TooFewForces { .. } | Absence::NoAuxiliary));
    let behind = if known { &[] } else { sums.as_slice() };
    let outcome = Figure::of(name("estimate"), outcome, behind.iter().copied());
    let exact = range.upper.as_ref().is_some_and(|upper| upper.value() == range.lower.value());
    Ok(AgreedYear {
        year,
        forces: returns.forces.iter().map(|force| force.standing.clone()).collect(),
        exact: Figure::of(name("exact"), exact, sums),
        lower: Count::of(name("lower end"), Rank::Headline, range.lower)?,
        upper: match range.upper {
            Some(upper) => Upper::Count(Count::of(name("upper end"), Rank::Headline, upper)?),
            None => Upper::NotIdentified,
        },
        outcome,
    })
}

/// An identified range as what its ends are sums of. A force is in an end for what it counted, which readers know, not for how
/// much.
pub(super) struct Range {
    pub(super) lower: Sum,
    /// None where a parent count is missing.
    pub(super) upper: Option<Sum>,
}

impl Range {
    /// The range of some forces.
    pub(super) fn of(year: FinancialYear, rows: &[ForceReturn<'_>]) -> Result<Self, NationalError> {
        let (mut lower, mut upper) = (Sum::default(), Some(Sum::default()));
        let add = |sum: &mut Sum, force: &str, end: End| match end {
            End::Count(count) => sum.add(force, What::year(MEASURE, year), 1, count),
            End::Parent(count) => sum.add(force, What::year(PARENT, year), 1, count),
            End::Zero | End::NotIdentified => {}
        };
        for row in rows {
            let ends = ends(row)?;
            add(&mut lower, row.force, ends.lower);
            upper = upper.filter(|_| ends.upper != End::NotIdentified);
            if let Some(upper) = &mut upper {
                add(upper, row.force, ends.upper);
            }
        }
        Ok(Self { lower, upper })
    }
}

/// The contract has refused what these methods refuse, so this says that the two have come apart.
pub(super) fn refuse(year: FinancialYear, error: &NationalError) -> Failure {
    Failure::cannot_run(
        format!("the picture of {year} cannot be computed: {error}"),
        "compare the returns of that force",
    )
}
