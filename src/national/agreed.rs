//! What the returns say of the national count under the agreed definition, year by year.
//!
//! Each force's count is held against the agreed definition and its parent count; what follows is the identified range,
//! and beside it the estimate or the reason for its absence. A force that gave only some quarters counted only part of
//! the year, so its count is a lower bound whatever its definition says. A force that counted something else and read a
//! sample of its records against the agreed definition is estimated from that sample; the range does not use it.

use std::collections::BTreeMap;

use super::estimate::{Outcome, PublicationRule, estimate};
use super::range::{Bounds, BridgeStudy, ForceReturn, Relation, identified_range};
use super::{NationalError, recorded};
use crate::contract::{self, ChildPopulation, Force, Forces};
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::panel::{ForceTotal, Panel};
use crate::period::FinancialYear;
use crate::statistics::Confidence;

/// The chapter's measure: recorded crimes of group-based child sexual exploitation.
pub const MEASURE: &str = "group_based_cse_crimes";
/// The measure whose count contains it: all recorded crimes of child sexual abuse and exploitation.
pub const PARENT: &str = "csae_crimes";

/// Name of the series among the edition's known breaks.
pub const SERIES: &str = "group-based-cse";

/// How a force counted in a year, without any count: what may be said of it under every marking.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The force.
    pub force: Force,
    /// Definition it counted under; none without a return.
    pub definition: Option<String>,
    /// How that stands to the agreed definition.
    pub relation: Relation,
    /// Whether fewer than four quarters were returned.
    pub partial: bool,
    /// Its resident children, where there are any; public.
    pub children: Option<i64>,
    bridged: bool,
}

impl Standing {
    /// Whether it counted the agreed definition over the whole year.
    pub fn agreed(&self) -> bool {
        self.relation == Relation::Same && !self.partial
    }

    /// Whether it counted something else and is estimated from a sample of its records.
    pub fn bridged(&self) -> bool {
        self.bridged
    }

    /// Whether it made a return.
    pub fn returned(&self) -> bool {
        self.relation != Relation::NoReturn
    }
}

/// Share of resident children in the areas of forces that meet a condition, in [0, 1]; none where there are no children.
pub fn children_share<'a>(
    standings: impl IntoIterator<Item = &'a Standing>,
    condition: impl Fn(&Standing) -> bool,
) -> Option<f64> {
    let (mut all, mut some) = (0_i64, 0_i64);
    for standing in standings {
        let children = standing.children.unwrap_or(0);
        all += children;
        some += if condition(standing) { children } else { 0 };
    }
    (all > 0).then(|| some as f64 / all as f64)
}

/// What one force counted in one year.
#[derive(Clone, Debug)]
pub struct ForceYear {
    /// How it counted.
    pub standing: Standing,
    /// Its count.
    pub count: Option<i64>,
    /// Its parent count.
    pub parent: Option<i64>,
    /// The sample of its records that was read against the agreed definition, where there is one.
    pub bridge: Option<BridgeStudy>,
}

impl ForceYear {
    /// The code of the force.
    pub fn code(&self) -> &str {
        &self.standing.force.code
    }

    /// The relation of the count itself: part of a year is part of what the definition counts.
    fn bounding_relation(&self) -> Relation {
        match (self.standing.partial, self.standing.relation) {
            (true, Relation::Same) => Relation::Narrower,
            (true, Relation::Broader) => Relation::Overlapping,
            (_, relation) => relation,
        }
    }

    /// As the methods of the range and the estimate take it.
    pub fn row(&self) -> ForceReturn<'_> {
        ForceReturn {
            force: self.code(),
            relation: self.bounding_relation(),
            count: self.count,
            parent: self.parent,
            population: self.standing.children,
            bridge: self.bridge,
        }
    }
}

/// The national picture of one year.
#[derive(Clone, Debug)]
pub struct AgreedYear {
    /// Financial year.
    pub year: FinancialYear,
    /// Every force, in ONS order.
    pub forces: Vec<ForceYear>,
    /// The identified range.
    pub range: Bounds,
    /// The estimate under the edition's rule, or why there is none.
    pub outcome: Outcome,
}

impl AgreedYear {
    /// Forces that meet a condition.
    pub fn count(&self, condition: impl Fn(&Standing) -> bool) -> usize {
        self.forces.iter().filter(|force| condition(&force.standing)).count()
    }

    /// Share of resident children in the areas of forces that meet a condition, in [0, 1].
    pub fn children_share(&self, condition: impl Fn(&Standing) -> bool) -> Option<f64> {
        children_share(self.forces.iter().map(|force| &force.standing), condition)
    }
}

/// The national picture of every year of the returns.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// Years, in order.
    pub years: Vec<AgreedYear>,
    /// Mid-year of the population behind the shares of children: one for all years, so that they compare.
    pub children_year: i16,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl Agreed {
    /// A year of the picture.
    pub fn year(&self, year: FinancialYear) -> Option<&AgreedYear> {
        self.years.iter().find(|entry| entry.year == year)
    }
}

/// The national picture of the edition's returns.
pub fn picture(
    panel: &Panel,
    population: (&ChildPopulation, &Lineage),
    studies: (&[contract::BridgeStudy], &Lineage),
    forces: &Forces,
    definitions: &Definitions,
    edition: &Edition,
) -> Result<Agreed, Failure> {
    let counts = by_force_and_year(panel.force_totals(MEASURE)?);
    let parents = by_force_and_year(panel.force_totals(PARENT)?);
    let quarters = panel.quarters_returned(MEASURE)?;
    let territorial: Vec<&str> = recorded::Area::EnglandAndWales.forces(forces).collect();
    let last = population.0.last_year().unwrap_or(edition.returns.last.mid_year());
    let children_year = (edition.returns.first.mid_year()..=last)
        .rev()
        .find(|year| population.0.sum(territorial.iter().copied(), *year).is_some())
        .unwrap_or(last);

    let rule = PublicationRule {
        imputed_share_limit: f64::from(edition.limits.imputed_share_percent) / 100.0,
        fewest_same: edition.limits.minimum_forces as usize,
    };
    let studies_lineage = studies.1;
    let studies: BTreeMap<(&str, FinancialYear), &contract::BridgeStudy> =
        studies.0.iter().map(|study| ((study.force.as_str(), study.year), study)).collect();
    let mut years = Vec::new();
    for year in edition.returns.years() {
        let force_years: Vec<ForceYear> = forces
            .iter()
            .map(|force| {
                let key = (force.code.clone(), year);
                let part = quarters.get(&key).filter(|quarters| quarters.returned < 4);
                // A year marked as missing still has the quarters that were returned.
                let count = counts.get(&key).and_then(|total| total.value).or(part.map(|part| part.sum));
                let definition = counts.get(&key).filter(|_| count.is_some()).map(|total| total.definition.clone());
                let relation = definition.as_deref().map_or(Relation::NoReturn, |definition| {
                    definitions.relation(definition, &edition.agreed_definition)
                });
                // A sample of a whole year says nothing of the part of it that was returned.
                let study = studies.get(&(force.code.as_str(), year)).filter(|study| {
                    part.is_none()
                        && definition.as_deref() == Some(study.definition.as_str())
                        && matches!(relation, Relation::Narrower | Relation::Broader | Relation::Overlapping)
                });
                let bridge = study.and_then(|study| bridge(study));
                let standing = Standing {
                    force: force.clone(),
                    definition,
                    relation,
                    partial: part.is_some(),
                    bridged: bridge.is_some(),
                    children: population.0.of(&force.code, children_year),
                };
                ForceYear {
                    standing,
                    count: count.map(|count| count.max(0)),
                    parent: parents.get(&key).and_then(|total| total.value),
                    bridge,
                }
            })
            .collect();
        let rows: Vec<ForceReturn<'_>> = force_years.iter().map(ForceYear::row).collect();
        let range = identified_range(&rows).map_err(|error| refuse(year, &error))?;
        let outcome = estimate(&rows, Confidence::NINETY_FIVE).map_err(|error| refuse(year, &error))?.under(rule);
        years.push(AgreedYear { year, forces: force_years, range, outcome });
    }
    let lineage = panel.lineage(MEASURE).and(&panel.lineage(PARENT)).and(population.1).and(studies_lineage);
    Ok(Agreed { years, children_year, lineage })
}

/// The study as the estimate takes it.
fn bridge(study: &contract::BridgeStudy) -> Option<BridgeStudy> {
    let (counted, other) = study.samples?;
    Some(BridgeStudy {
        counted_sample: counted.read,
        counted_found: counted.found,
        other_sample: other.read,
        other_found: other.found,
    })
}

fn by_force_and_year(totals: Vec<ForceTotal>) -> BTreeMap<(String, FinancialYear), ForceTotal> {
    totals.into_iter().map(|total| ((total.force.clone(), total.year), total)).collect()
}

/// The contract has refused what these methods refuse, so this says that the two have come apart.
fn refuse(year: FinancialYear, error: &NationalError) -> Failure {
    Failure::cannot_run(
        format!("the picture of {year} cannot be computed: {error}"),
        "compare the returns of that force",
    )
}
